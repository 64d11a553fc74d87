//! Leaving: the person goes, with sessions and activity; what they made goes or stays without a name; why they went is kept
//! apart from who they were. The user is deleted first and the session ended then (S9, S16, B68).

use tower_sessions_core::Session;

use super::{
    Accounts, departure_store as store,
    devices::{self, DeviceCookie},
    reauthentication::{check_own_password, own_row},
    sessions,
};
use crate::{
    accounts::{
        forms::{DeletionForm, ERASE_BELONGINGS, REASON_MAX, field},
        types::{BelongingCount, LeavingSummary, Noun, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
    },
    shared::{AppError, Code, FormErrors, NextPath, Outcome, WHOLE_FORM, count_chars},
};

/// The page that says goodbye, for everybody.
const GOODBYE: &str = "/accounts/goodbye/";

/// What people of this site make, told by the domain that it belongs to: this domain knows no other. Both statements take the
/// user's id as `$1`, and without `erase` the things stay and lose their author.
#[derive(Debug, Clone, Copy)]
pub struct Belonging {
    pub one: &'static str,
    pub many: &'static str,
    pub count: &'static str,
    pub erase: &'static str,
}

/// What goes when the viewer leaves.
pub async fn summary() -> Result<LeavingSummary, AppError> {
    let (accounts, viewer): (Accounts, Viewer) = (extension()?, extension()?);
    let user = own_row(&accounts, &viewer).await?;
    let (db, id) = (&accounts.0.db, UserId(user.id));
    let mut belongings = Vec::new();
    for belonging in &accounts.0.others.belongings {
        let count = u32::try_from(store::count(db, belonging, id).await?).unwrap_or(u32::MAX);
        let noun = Noun { one: belonging.one.to_owned(), many: belonging.many.to_owned() };
        belongings.push(BelongingCount { noun, count });
    }
    Ok(LeavingSummary {
        belongings,
        sessions: sessions::count_of(db, id).await?,
        is_last_superuser: user.is_superuser && store::is_last_superuser(db, id).await?,
    })
}

/// The form, posted. The password that it asks for is the step-up.
pub async fn leave(form: DeletionForm) -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let (client, device): (Client, DeviceCookie) = (extension()?, extension()?);
    let user = own_row(&accounts, &viewer).await?;
    let mut errors = FormErrors::default();
    let comment = form.reason.trim().to_owned();
    match count_chars(&comment) {
        actual if actual > REASON_MAX => errors.add(field::REASON, Code::TooLong { max: REASON_MAX, actual }),
        _ => {}
    }
    let reasons: Vec<&str> = form.reasons().into_iter().map(|reason| reason.id()).collect();
    check_own_password(&accounts, &user, form.password, field::PASSWORD, &mut errors).await?;
    errors.into_result()?;
    let departure = store::Departure {
        erase: form.belongings == ERASE_BELONGINGS,
        reasons: reasons.join(","),
        comment,
        // The day alone: a second would lead from a reason to the line in the log.
        left_on: now().0 / 86_400 * 86_400,
    };
    let id = UserId(user.id);
    if !store::leave(&accounts.0.db, id, &user.password, &departure, &accounts.0.others.belongings).await? {
        return Err(match user.is_superuser && store::is_last_superuser(&accounts.0.db, id).await? {
            true => FormErrors::one(WHOLE_FORM, Code::LastSuperuser).into(),
            // Gone already, or with another password: this session has ended.
            false => AppError::LoginRequired,
        });
    }
    tracing::info!(event = "left", user_id = user.id);
    session.flush().await?;
    devices::forget(&accounts.0.secret_key, &client, &device, &user);
    Ok(Outcome::ended(NextPath::own(GOODBYE)))
}
