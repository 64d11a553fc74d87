//! Making users: the sign-up form and the operator's commands. Django: `UserCreationForm.save`, `create_superuser`.

use super::{
    Accounts, auth,
    hasher::unusable_password,
    passwords::NewPassword,
    store::{self, NewUser},
    username::Username,
};
use crate::{
    accounts::{
        forms::{SignupForm, field},
        types::{PasswordInput, UserId, Viewer},
    },
    server::{clock::now, context::extension, errors::internal},
    shared::{AppError, Code, FormErrors, NextPath, Outcome},
};

/// What the policy calls the user name when a password is too close to it.
const USERNAME_LABEL: &str = "user name";

/// The sign-up form, posted: makes a user with no rights and logs them in (B11 to B17).
pub async fn signup(form: SignupForm) -> Result<Outcome, AppError> {
    let (accounts, viewer): (Accounts, Viewer) = (extension()?, extension()?);
    if viewer.is_authenticated() {
        return Err(AppError::AnonymousOnly);
    }
    let next = NextPath::or_default(&form.next);
    let (username, password) = clean(&accounts, form).await?;
    let password = accounts.0.hasher.hash(password.into_input()).await?;
    let user = insert(&accounts, &username, &password, "", false).await?;
    tracing::info!(event = "signup", user_id = user.0);
    let row = store::find_by_id(&accounts.0.db, user).await?.ok_or_else(|| internal("the new user is gone"))?;
    store::note_login(&accounts.0.db, user, now(), None).await?;
    auth::start_session(&accounts, &row, true).await?;
    Ok(Outcome::new_document(next))
}

/// Everything that is wrong with the form, at once; no hash runs for a form that is refused.
async fn clean(accounts: &Accounts, form: SignupForm) -> Result<(Username, NewPassword), AppError> {
    let mut errors = FormErrors::default();
    let username = errors.check(field::USERNAME, Username::parse(&form.username));
    if let Some(username) = &username
        && store::find_by_key(&accounts.0.db, &username.key()).await?.is_some()
    {
        errors.add(field::USERNAME, Code::UsernameTaken);
    }
    let password = clean_passwords(accounts, &mut errors, form, username.as_ref());
    match (username, password) {
        (Some(username), Some(password)) if errors.is_empty() => Ok((username, password)),
        _ => Err(errors.into()),
    }
}

/// Required on its own field; a difference and the policy on the confirmation (B12, B13).
fn clean_passwords(
    accounts: &Accounts,
    errors: &mut FormErrors,
    form: SignupForm,
    username: Option<&Username>,
) -> Option<NewPassword> {
    for (name, password) in [(field::PASSWORD1, &form.password1), (field::PASSWORD2, &form.password2)] {
        if password.is_empty() {
            errors.add(name, Code::Required);
        }
    }
    if form.password1.is_empty() || form.password2.is_empty() {
        return None;
    }
    if form.password1 != form.password2 {
        errors.add(field::PASSWORD2, Code::PasswordMismatch);
        return None;
    }
    // As it would be stored: a password must not equal the name in another spelling.
    let attributes = [(USERNAME_LABEL, username.map_or(form.username.as_str(), Username::as_str))];
    match NewPassword::parse(form.password1, &attributes, accounts.password_rules()) {
        Ok(password) => Some(password),
        Err(codes) => {
            codes.into_iter().for_each(|code| errors.add(field::PASSWORD2, code));
            None
        }
    }
}

async fn insert(
    accounts: &Accounts,
    username: &Username,
    password: &str,
    email: &str,
    is_superuser: bool,
) -> Result<UserId, AppError> {
    let user = NewUser {
        username: username.as_str(),
        username_key: &username.key(),
        password,
        email,
        is_superuser,
        date_joined: now(),
    };
    let taken = || FormErrors::one(field::USERNAME, Code::UsernameTaken).into();
    store::insert(&accounts.0.db, &user).await?.ok_or_else(taken)
}

/// Makes a user with every right (B98: staff too, always). Without a password nobody can log in as them (B97).
pub async fn create_superuser(
    accounts: &Accounts,
    username: &Username,
    email: &str,
    password: Option<NewPassword>,
) -> Result<UserId, AppError> {
    let password = match password {
        Some(password) => accounts.0.hasher.hash(password.into_input()).await?,
        None => unusable_password()?,
    };
    insert(accounts, username, &password, email, true).await
}

/// Makes plain users that share one password, hashed once. For `latchkey seed` only.
pub async fn seed_users(accounts: &Accounts, count: u32, password: &str) -> Result<Vec<UserId>, AppError> {
    let password = accounts.0.hasher.hash(PasswordInput::new(password)).await?;
    let mut users = Vec::new();
    for number in 0..count {
        let username = Username::parse(&format!("user{number}")).map_err(internal)?;
        users.push(insert(accounts, &username, &password, "", false).await?);
    }
    Ok(users)
}

/// Checks a name that an operator gives, against the rules and the names that exist.
pub async fn free_username(accounts: &Accounts, text: &str) -> Result<Result<Username, Code>, AppError> {
    Ok(match Username::parse(text) {
        Ok(username) => match store::find_by_key(&accounts.0.db, &username.key()).await? {
            Some(_) => Err(Code::UsernameTaken),
            None => Ok(username),
        },
        Err(code) => Err(code),
    })
}

/// Checks a password that an operator chooses for a user of that name.
pub fn operator_password(
    accounts: &Accounts,
    input: PasswordInput,
    username: &str,
    email: &str,
) -> Result<NewPassword, Vec<Code>> {
    let attributes = [(USERNAME_LABEL, username), ("e-mail address", email)];
    NewPassword::parse(input, &attributes, accounts.password_rules())
}

/// Whether anybody has an account.
pub async fn any_user(accounts: &Accounts) -> Result<bool, AppError> {
    Ok(store::any(&accounts.0.db).await?)
}
