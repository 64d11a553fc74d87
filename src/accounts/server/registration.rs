//! Making users: the sign-up form, and what commands need for it. Django: `UserCreationForm.save`.

use super::{
    Accounts, auth,
    hasher::Verdict,
    passwords::{NewPassword, clean_twice, label},
    store::{self, NewUser, UserRow},
    throttle::Bucket,
    username::Username,
};
use crate::{
    accounts::{
        forms::{SignupForm, field},
        types::{Event, PasswordInput, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
        errors::internal,
    },
    shared::{AppError, Code, FormErrors, NextPath, Outcome},
};

/// The sign-up form, posted: makes a user with no rights and logs them in (B11 to B17). Names found to be taken count as
/// failures of the network, and so do accounts made: neither guessing names nor making accounts is free without end.
pub async fn signup(form: SignupForm) -> Result<Outcome, AppError> {
    let (accounts, viewer, client): (Accounts, Viewer, Client) = (extension()?, extension()?, extension()?);
    if viewer.is_authenticated() {
        return Err(AppError::AnonymousOnly);
    }
    let next = NextPath::or_default(&form.next);
    let attempt = accounts.0.throttle.attempt(vec![Bucket::signups(&client)], &client).await?;
    let row = match make_user(&accounts, form).await {
        Ok(row) => row,
        Err(error) => {
            let is_taken = matches!(&error, AppError::Invalid(errors) if errors.has(&Code::UsernameTaken));
            if is_taken {
                attempt.failed().await?;
            } else {
                attempt.not_tried().await?;
            }
            return Err(error);
        }
    };
    attempt.failed().await?;
    auth::start_session(&accounts, &row, true, Event::Signup).await?;
    Ok(Outcome::new_document(next))
}

async fn make_user(accounts: &Accounts, form: SignupForm) -> Result<UserRow, AppError> {
    let (username, password) = clean(accounts, form).await?;
    let password = accounts.0.hasher.hash(password.into_input()).await?;
    let user = insert(accounts, &username, &password).await?;
    store::note_login(&accounts.0.db, user, now()).await?;
    store::find_by_id(&accounts.0.db, user).await?.ok_or_else(|| internal("the new user is gone"))
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
    // As it would be stored: a password must not equal the name in another spelling.
    let attributes = [(label::USERNAME, username.as_ref().map_or(form.username.as_str(), Username::as_str))];
    let names = [field::PASSWORD1, field::PASSWORD2];
    let password = clean_twice(accounts, &mut errors, names, [form.password1, form.password2], &attributes);
    match (username, password) {
        (Some(username), Some(password)) if errors.is_empty() => Ok((username, password)),
        _ => Err(errors.into()),
    }
}

async fn insert(accounts: &Accounts, username: &Username, password: &str) -> Result<UserId, AppError> {
    let user = NewUser {
        username: username.as_str(),
        username_key: &username.key(),
        password,
        email: "",
        is_superuser: false,
        date_joined: now(),
    };
    let taken = || FormErrors::one(field::USERNAME, Code::UsernameTaken).into();
    store::insert(&accounts.0.db, &user).await?.ok_or_else(taken)
}

/// The password of every seeded user.
pub const SEED_PASSWORD: &str = "correct horse battery staple";

/// How many of the users named as `seed` names them are looked at: each costs a hash.
const SEEDED_EXAMINED: u32 = 50;

/// Whether somebody can log in as a seeded user with the password that everybody can read here.
pub async fn has_seeded_user(accounts: &Accounts) -> Result<bool, AppError> {
    for user in store::find_by_prefix(&accounts.0.db, "user", SEEDED_EXAMINED).await? {
        let verdict = accounts.0.hasher.verify(PasswordInput::new(SEED_PASSWORD), Some(user.password)).await?;
        if user.is_active && verdict != Verdict::Wrong {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes plain users that share one password, hashed once. For `latchkey seed` only.
pub async fn seed_users(accounts: &Accounts, count: u32, password: &str) -> Result<Vec<UserId>, AppError> {
    let password = accounts.0.hasher.hash(PasswordInput::new(password)).await?;
    let mut users = Vec::new();
    for number in 0..count {
        let username = Username::parse(&format!("user{number}")).map_err(internal)?;
        users.push(insert(accounts, &username, &password).await?);
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

/// Checks a password that an operator chooses for somebody new.
pub fn operator_password(
    accounts: &Accounts,
    input: PasswordInput,
    username: &str,
    email: &str,
) -> Result<NewPassword, Vec<Code>> {
    let attributes = [(label::USERNAME, username), (label::EMAIL, email)];
    NewPassword::parse(input, &attributes, accounts.password_rules())
}

/// Whether anybody has an account.
pub async fn any_user(accounts: &Accounts) -> Result<bool, AppError> {
    Ok(store::any(&accounts.0.db).await?)
}
