//! Creating users: the sign-up form, and what commands need for it. Django: `UserCreationForm.save`.

use tower_sessions_core::Session;

use super::{
    Accounts, activity, addresses, auth,
    email::parse_email,
    hasher::{Payer, Verdict},
    passwords::{NewPassword, clean_twice},
    store::{self, NewUser, UserRow},
    throttle::{Attempt, Bucket},
    username::Username,
};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{SignupForm, field},
        messages::{attribute, notice},
        types::{ActivityEvent, PasswordInput, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
        db::{OpenTx, RequestTx, Tx},
        errors::internal,
        settings::EmailPolicy,
    },
    shared::{AppError, Code, FormErrors, NextPath, Outcome},
};

/// The sign-up form, posted: creates a user without permissions and logs them in (B11 to B17). A name found to be taken counts
/// as a failure of the network, and so does a new account: guessing names and creating accounts are both limited.
pub async fn signup(form: SignupForm) -> Result<Outcome, AppError> {
    let (accounts, viewer, client): (Accounts, Viewer, Client) = (extension()?, extension()?, extension()?);
    if viewer.is_authenticated() {
        return Err(AppError::AnonymousOnly);
    }
    let next = NextPath::or_default(&form.next);
    let newcomer = Newcomer::of(&accounts, form, None, &client).await?;
    let request: RequestTx = extension()?;
    let mut tx = request.begin(&accounts.0.db).await?;
    let Some(row) = newcomer.create(&accounts, &mut tx, &client).await? else {
        drop(tx);
        request.rollback().await;
        return Err(newcomer.name_is_taken().await?);
    };
    let is_asked = !row.email.is_empty() && addresses::ask(&accounts, &mut tx, &row, &row.email).await?;
    newcomer.attempt.failed_in(&mut tx).await?;
    drop(tx);
    auth::start_session(&accounts, &row, true).await?;
    let notice = match (accounts.must_confirm(&row), is_asked && accounts.mail().is_on()) {
        (true, _) => notice::CONFIRMATION_SENT,
        (false, true) => notice::SIGNED_UP_WITH_ADDRESS,
        (false, false) => notice::SIGNED_UP,
    };
    notice.remember(&extension::<Session>()?).await?;
    Ok(Outcome::new_document(next))
}

/// A user who is about to be: what was entered is valid, and the password hashed.
pub(crate) struct Newcomer {
    pub username: Username,
    /// Empty where none is given, or none is asked for.
    pub email: String,
    is_email_confirmed: bool,
    hash: String,
    attempt: Attempt,
}

impl Newcomer {
    /// Checks a form. `confirmed` is an address that is theirs already, whatever the form says.
    ///
    /// # Errors
    /// Everything that is wrong with the form, at once; and those of throttling.
    pub(crate) async fn of(
        accounts: &Accounts,
        form: SignupForm,
        confirmed: Option<String>,
        client: &Client,
    ) -> Result<Self, AppError> {
        let attempt = accounts.0.throttle.attempt(Bucket::signups(client), client).await?;
        let is_email_confirmed = confirmed.is_some();
        match prepare(accounts, form, confirmed, client).await {
            Ok((Wanted { username, email }, hash)) => Ok(Self { username, email, is_email_confirmed, hash, attempt }),
            Err(error) => Err(refuse(attempt, error).await?),
        }
    }

    /// Stores them, logged in for the first time; `None` when the name is taken.
    pub(crate) async fn create(
        &self,
        accounts: &Accounts,
        tx: &mut Tx,
        client: &Client,
    ) -> Result<Option<UserRow>, AppError> {
        let Some(user) = insert(tx, &self.username, &self.email, &self.hash).await? else { return Ok(None) };
        store::note_login(tx, user, now()).await?;
        activity::record(tx, user, ActivityEvent::Signup, client).await?;
        if self.is_email_confirmed {
            addresses::store::set_confirmed(tx, user, &self.email).await?;
            accounts.mail().forget_bounce(tx, &self.email).await?;
        }
        let row = store::read(tx, user).await?;
        row.map(Some).ok_or_else(|| internal("the new user is gone"))
    }

    /// Another user has the name by now: it counts, like every name that is found to be taken. The transaction has ended.
    pub(crate) async fn name_is_taken(self) -> Result<AppError, AppError> {
        refuse(self.attempt, FormErrors::one(field::USERNAME, AccountCode::UsernameTaken).into()).await
    }

    /// They did not become a user, and it is not about their name. The transaction has ended.
    pub(crate) async fn not_created(self) -> Result<(), AppError> {
        self.attempt.not_tried().await
    }

    /// Logs in the user who was created by an invitation, which counts for no network: staff has limits of its own.
    pub(crate) async fn log_in_invited(
        self,
        accounts: &Accounts,
        mut tx: OpenTx,
        row: &UserRow,
    ) -> Result<(), AppError> {
        self.attempt.succeeded(&mut tx).await?;
        drop(tx);
        auth::start_session(accounts, row, true).await?;
        notice::SIGNED_UP.remember(&extension::<Session>()?).await
    }
}

/// What a form asks for.
struct Wanted {
    username: Username,
    /// Empty where none is given, or none is asked for.
    email: String,
}

async fn prepare(
    accounts: &Accounts,
    form: SignupForm,
    confirmed: Option<String>,
    client: &Client,
) -> Result<(Wanted, String), AppError> {
    let (wanted, password) = clean(accounts, form, confirmed).await?;
    let payer = Payer::visitor(client, &wanted.username.key());
    let hash = accounts.0.hasher.hash(password.into_input(), &payer).await?;
    Ok((wanted, hash))
}

/// A name found to be taken counts, any other refusal does not. Gives the refusal.
async fn refuse(attempt: Attempt, error: AppError) -> Result<AppError, AppError> {
    let is_taken = matches!(&error, AppError::Invalid(errors) if errors.has(AccountCode::UsernameTaken));
    if is_taken {
        attempt.failed().await?
    } else {
        attempt.not_tried().await?
    }
    Ok(error)
}

/// Everything that is wrong with the form, at once; no hash runs for a form that is refused.
async fn clean(
    accounts: &Accounts,
    form: SignupForm,
    confirmed: Option<String>,
) -> Result<(Wanted, NewPassword), AppError> {
    let mut errors = FormErrors::default();
    let username = errors.check(field::USERNAME, Username::parse(&form.username));
    if let Some(username) = &username
        && store::find_by_key(&accounts.0.db, &username.key()).await?.is_some()
    {
        errors.add(field::USERNAME, AccountCode::UsernameTaken);
    }
    let email = match (confirmed, accounts.email_policy()) {
        (Some(email), _) => Some(email),
        (None, EmailPolicy::Off) => Some(String::new()),
        (None, policy) => {
            let email = errors.check(field::EMAIL, parse_email(&form.email));
            if policy.needs_address() && email.as_ref().is_some_and(String::is_empty) {
                errors.add(field::EMAIL, Code::Required);
            }
            email
        }
    };
    // The name as it would be stored: a password must not equal it in another spelling.
    let attributes = [
        (attribute::USERNAME, username.as_ref().map_or(form.username.as_str(), Username::as_str)),
        (attribute::EMAIL, email.as_deref().unwrap_or_default()),
    ];
    let names = [field::PASSWORD1, field::PASSWORD2];
    let password = clean_twice(accounts, &mut errors, names, [form.password1, form.password2], &attributes);
    match (username, email, password) {
        (Some(username), Some(email), Some(password)) if errors.is_empty() => {
            Ok((Wanted { username, email }, password))
        }
        _ => Err(errors.into()),
    }
}

/// `None` when the name is taken.
async fn insert(tx: &mut Tx, username: &Username, email: &str, password: &str) -> Result<Option<UserId>, sqlx::Error> {
    let user = NewUser {
        username: username.as_str(),
        username_key: &username.key(),
        password,
        email,
        is_superuser: false,
        date_joined: now(),
    };
    store::insert(tx, &user).await
}

/// The password of every seeded user.
pub const SEED_PASSWORD: &str = "correct horse battery staple";

/// How many users with names such as `seed` gives are examined: each costs a hash.
const SEEDED_EXAMINED: u32 = 50;

/// Whether a seeded user can be logged in as, with the password that is public in this file.
pub async fn has_seeded_user(accounts: &Accounts) -> Result<bool, AppError> {
    for user in store::find_by_prefix(&accounts.0.db, "user", SEEDED_EXAMINED).await? {
        let password = PasswordInput::new(SEED_PASSWORD);
        let verdict = accounts.0.hasher.verify(password, Some(user.password), &Payer::operator()).await?;
        if user.is_active && verdict != Some(Verdict::Wrong) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Creates users without permissions who share one password, hashed once. For `latchkey seed` only.
pub async fn seed_users(accounts: &Accounts, count: u32, password: &str) -> Result<Vec<UserId>, AppError> {
    let password = accounts.0.hasher.hash(PasswordInput::new(password), &Payer::operator()).await?;
    let mut users = Vec::new();
    let mut tx = accounts.0.db.begin().await?;
    for number in 0..count {
        let username = Username::parse(&format!("user{number}")).map_err(internal)?;
        let taken = || internal(format_args!("{} exists", username.as_str()));
        users.push(insert(&mut tx, &username, "", &password).await?.ok_or_else(taken)?);
    }
    tx.commit().await?;
    Ok(users)
}

/// Given and family names of the people of a seeded magazine.
pub const SEED_PEOPLE: [(&str, &str); 6] =
    [("Mina", "Oh"), ("길동", "홍"), ("Ada", "Winter"), ("서연", "김"), ("Tomas", "Vesely"), ("지우", "박")];

/// Gives these users the names of the magazine's people.
pub async fn name_seeded(accounts: &Accounts, users: &[UserId]) -> Result<(), AppError> {
    let mut tx = accounts.0.db.begin().await?;
    for (user, (first_name, last_name)) in users.iter().zip(SEED_PEOPLE) {
        store::set_names(&mut tx, *user, first_name, last_name).await?;
    }
    Ok(tx.commit().await?)
}

/// Checks a name that the operator gives against the rules and the existing names.
pub async fn free_username(accounts: &Accounts, text: &str) -> Result<Result<Username, Code>, AppError> {
    Ok(match Username::parse(text) {
        Ok(username) => match store::find_by_key(&accounts.0.db, &username.key()).await? {
            Some(_) => Err(AccountCode::UsernameTaken.into()),
            None => Ok(username),
        },
        Err(code) => Err(code),
    })
}

/// Checks a password that the operator chooses for a new user.
pub fn operator_password(
    accounts: &Accounts,
    input: PasswordInput,
    username: &str,
    email: &str,
) -> Result<NewPassword, Vec<AccountCode>> {
    let attributes = [(attribute::USERNAME, username), (attribute::EMAIL, email)];
    NewPassword::parse(input, &attributes, accounts.password_rules())
}

/// Whether there is any account.
pub async fn any_user(accounts: &Accounts) -> Result<bool, AppError> {
    Ok(store::any(&accounts.0.db).await?)
}
