//! Deleting one's account: the user goes, with sessions and activity; their content is erased, or stays without an author; the
//! exit survey is stored without any link to the user. The user is deleted before the session is ended (S9, S16, B68).

use super::{
    account_deletion_store::{self as store, ExitSurvey, OwnedContent},
    last_superuser_store,
    member::Member,
    reauthentication::check_own_password,
    throttle::devices::{self, DeviceCookie},
    told,
};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{DeletionForm, ERASE_CONTENT, REASON_MAX, field},
        paths,
        types::{ContentCount, DeletionPreview, Noun},
    },
    server::{clock::now, context::extension, text::Text},
    shared::{AppError, FormErrors, NextPath, Outcome, WHOLE_FORM},
};

const SECONDS_A_DAY: i64 = 86_400;

/// What is deleted with the viewer's account.
pub async fn preview() -> Result<DeletionPreview, AppError> {
    let member = Member::current()?;
    let (db, kinds) = (member.db(), &member.accounts.0.domains.owned_content);
    let mut counts = store::counts(db, kinds, member.user.id).await?.into_iter();
    let counted = counts.next().unwrap_or_default();
    let sessions = member.sessions().count_outside(member.user.id).await?.unwrap_or(counted);
    let noun = |kind: &OwnedContent| Noun { one: kind.one.to_owned(), many: kind.many.to_owned() };
    Ok(DeletionPreview {
        content: kinds.iter().zip(counts).map(|(kind, count)| ContentCount { noun: noun(kind), count }).collect(),
        sessions,
        is_last_superuser: last_superuser_store::is_last(db, member.user.id).await?,
    })
}

/// The form, posted. Its password is the step-up.
pub async fn delete(form: DeletionForm) -> Result<Outcome, AppError> {
    let member = Member::current()?;
    let device: DeviceCookie = extension()?;
    let user = member.row().await?;
    let mut errors = FormErrors::default();
    let comment = errors.check(field::REASON, Text::lines(&form.reason, REASON_MAX)).unwrap_or_default();
    let survey = survey(&form, comment);
    if last_superuser_store::is_last(member.db(), member.user.id).await? {
        errors.add(WHOLE_FORM, AccountCode::LastSuperuser);
    }
    check_own_password(&member, &user, form.password, field::PASSWORD, &mut errors).await?;
    errors.into_result()?;
    let user_id = member.user.id;
    let owned_content = &member.accounts.0.domains.owned_content;
    // All superusers before this one: of the last two at once, the second sees that the first is gone.
    last_superuser_store::lock_all_for(&mut *member.tx.begin(member.db()).await?, user_id).await?;
    // The strong lock on the user before the weak one of `act`, and before the session: a logout takes them in this order too.
    if !store::lock(&mut *member.tx.begin(member.db()).await?, user_id, &user.password).await? {
        return Err(AppError::LoginRequired);
    }
    let mut acting = member.act().await?;
    member.sessions().forget(&mut acting.tx, user_id).await?;
    told::farewell(&member.accounts, &mut acting.tx, &acting.row).await?;
    store::delete(&mut acting.tx, user_id, &survey, owned_content).await?;
    let db = member.db().clone();
    acting.tx.on_commit(async move {
        tracing::info!(event = "left", user_id = user_id.0);
        db.forget_deleted().await;
    });
    drop(acting);
    member.session.flush().await?;
    devices::forget(&member.accounts.0.secret_key, &member.client, &device, &user);
    Ok(Outcome::ended(NextPath::own(paths::GOODBYE)))
}

fn survey(form: &DeletionForm, comment: Text) -> ExitSurvey {
    let reasons: Vec<&str> = form.reasons().into_iter().map(|reason| reason.id()).collect();
    ExitSurvey {
        erases_content: form.content == ERASE_CONTENT,
        reasons: reasons.join(","),
        comment: comment.as_str().trim().to_owned(),
        // Only the day: an exact time could be matched with the log and tell who the user was.
        day: now().0 / SECONDS_A_DAY * SECONDS_A_DAY,
    }
}
