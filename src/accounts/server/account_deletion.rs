//! Deleting one's account: the user goes, with sessions and activity; their content is erased, or stays without an author; the
//! exit survey is stored without any link to the user. The user is deleted before the session is ended (S9, S16, B68).

use tower_sessions_core::Session;

use super::{
    Accounts, account_deletion_store as store,
    reauthentication::{check_own_password, own_row},
    sessions,
    throttle::devices::{self, DeviceCookie},
};
use crate::{
    accounts::{
        forms::{DeletionForm, ERASE_CONTENT, REASON_MAX, field},
        types::{ContentCount, DeletionPreview, Noun, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
    },
    shared::{AppError, Code, FormErrors, NextPath, Outcome, WHOLE_FORM, count_chars},
};

/// The page that says goodbye, to anyone who opens it.
const GOODBYE: &str = "/accounts/goodbye/";

const SECONDS_A_DAY: i64 = 86_400;

/// What is deleted with the viewer's account.
pub async fn preview() -> Result<DeletionPreview, AppError> {
    let (accounts, viewer): (Accounts, Viewer) = (extension()?, extension()?);
    let user = own_row(&accounts, &viewer).await?;
    let (db, id) = (&accounts.0.db, UserId(user.id));
    let mut content = Vec::new();
    for kind in &accounts.0.domains.owned_content {
        let count = u32::try_from(store::count(db, kind, id).await?).unwrap_or(u32::MAX);
        let noun = Noun { one: kind.one.to_owned(), many: kind.many.to_owned() };
        content.push(ContentCount { noun, count });
    }
    Ok(DeletionPreview {
        content,
        sessions: sessions::count_of(db, id).await?,
        is_last_superuser: user.is_superuser && store::is_last_superuser(db, id).await?,
    })
}

/// The form, posted. Its password is the step-up.
pub async fn delete(form: DeletionForm) -> Result<Outcome, AppError> {
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
    let survey = store::ExitSurvey {
        erases_content: form.content == ERASE_CONTENT,
        reasons: reasons.join(","),
        comment,
        // Only the day: a second would lead from the reasons to a line in the log.
        day: now().0 / SECONDS_A_DAY * SECONDS_A_DAY,
    };
    let id = UserId(user.id);
    if !store::delete(&accounts.0.db, id, &user.password, &survey, &accounts.0.domains.owned_content).await? {
        return Err(match user.is_superuser && store::is_last_superuser(&accounts.0.db, id).await? {
            true => FormErrors::one(WHOLE_FORM, Code::LastSuperuser).into(),
            // Deleted already, or with another password since: this session has ended.
            false => AppError::LoginRequired,
        });
    }
    tracing::info!(event = "left", user_id = user.id);
    session.flush().await?;
    devices::forget(&accounts.0.secret_key, &client, &device, &user);
    Ok(Outcome::ended(NextPath::own(GOODBYE)))
}
