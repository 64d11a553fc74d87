//! For whom a hash is made: whose turn it is in the queue, and whose budget it is charged to. A network has both, and so has a
//! user inside of it; right and wrong passwords are charged alike.

use tokio_util::sync::CancellationToken;

use crate::{accounts::types::UserId, server::context::Client};

/// The longest name that keys a turn, in characters.
const NAME_MAX: usize = 150;

/// For whom a hash is made.
#[derive(Debug, Clone)]
pub struct Payer {
    /// Site, network and user: the levels at which turns are taken.
    pub(super) path: [String; 3],
    pub(super) purses: Vec<Purse>,
    /// A logged-in user, of whom only a few hashes may wait.
    pub(super) user: Option<UserId>,
    /// Cancelled when the client goes away.
    pub(super) gone: CancellationToken,
}

/// What a hash is charged to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Purse {
    /// An IPv4 address, or the /64 of an IPv6 address.
    Network(String),
    /// The /48 of an IPv6 address.
    Site(String),
    /// A logged-in user, wherever they are; a name that is entered, in one network, so that no other network can use it up; or a
    /// browser that has logged in to an account before.
    User(String),
}

impl Payer {
    /// A visitor who enters this user name.
    pub fn visitor(client: &Client, name: &str) -> Self {
        let network = line_of(client);
        let name: String = name.chars().take(NAME_MAX).collect();
        let mut purses = networks(client);
        purses.push(Purse::User(format!("name {network} {name}")));
        Self::new(client, format!("name {name}"), purses)
    }

    /// A visitor whose browser has logged in to the account before: its budget cannot be used up by others of its network.
    pub fn known_browser(client: &Client, nonce: &str) -> Self {
        Self::new(client, format!("browser {nonce}"), vec![Purse::User(format!("browser {nonce}"))])
    }

    /// A logged-in user.
    pub fn user(client: &Client, user: UserId) -> Self {
        let mut purses = networks(client);
        purses.push(Purse::User(format!("user {}", user.0)));
        Self { user: Some(user), ..Self::new(client, format!("user {}", user.0), purses) }
    }

    /// The operator, at the command line: without a budget.
    pub fn operator() -> Self {
        Self::new(&Client::default(), "operator".to_owned(), Vec::new())
    }

    fn new(client: &Client, user: String, purses: Vec<Purse>) -> Self {
        let site = client.networks().last().map(|site| site.to_string()).unwrap_or_default();
        Self { path: [site, line_of(client), user], purses, user: None, gone: client.gone.clone() }
    }
}

/// The smallest network of a client.
fn line_of(client: &Client) -> String {
    client.networks().next().map(|network| network.to_string()).unwrap_or_default()
}

fn networks(client: &Client) -> Vec<Purse> {
    let purse = |is_site, name| if is_site { Purse::Site(name) } else { Purse::Network(name) };
    client.networks().map(|network| purse(network.is_site(), network.to_string())).collect()
}
