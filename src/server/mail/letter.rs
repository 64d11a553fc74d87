//! A letter before it is rendered: what it says, once, for text and HTML alike. Links are paths of this site.

/// One letter to one address.
#[derive(Debug, Clone)]
pub struct Letter {
    /// For counting and for the operator's list; a constant.
    pub kind: &'static str,
    /// The user it is for, or who caused it; with their account the letter goes. `None` for a farewell.
    pub user: Option<i64>,
    pub to: String,
    /// One line.
    pub subject: String,
    pub blocks: Vec<Block>,
    /// For how many seconds it is of use: later it is not sent any more.
    pub lasts: i64,
    /// It goes also where mail came back: it asks whether the address works, opens the account, or tells what takes it away.
    pub always: bool,
}

/// A piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Text(String),
    /// The action that the letter is for: its label, and a path of this site.
    Button {
        label: String,
        path: String,
    },
    /// A short code to be typed.
    Code(String),
    /// Name and value.
    Facts(Vec<(String, String)>),
    /// Small print.
    Note(String),
}
