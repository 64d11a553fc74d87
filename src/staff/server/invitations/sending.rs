//! Invitations are sent, sent again and withdrawn by staff: each change is one transaction, after every other change of rights.

use super::{
    gift::{Gift, Granted},
    store::{self, InvitationRow, NewRow},
};
use crate::{
    accounts::{
        forms::field,
        server::{
            Accounts, activity,
            audit::{Actor, Entry, Target},
            audit_store,
            email::{email_key, parse_email},
            invitation_link::{self, Sending, Sent},
            member::Member,
            store as user_store,
        },
        types::{ActivityEvent, AuditAction, Change, PermissionAction, USER, User},
    },
    server::{
        clock::now,
        db::{JoinedTx, Tx},
    },
    shared::{AppError, Code, FormErrors, Outcome, WHOLE_FORM},
    staff::{
        code::StaffCode,
        forms::InvitationForm,
        messages::notice,
        paths,
        server::{authority_store, staff_with, staff_with_recent_password},
        types::Ended,
    },
};

/// How many invitations may wait at once.
const WAITING_MAX: i64 = 1_000;

/// The form, posted: an address is invited. While its invitation waits, there is no second one: that would change what is given without
/// anyone having looked at the first.
pub async fn invite(form: InvitationForm) -> Result<Outcome, AppError> {
    let staff = staff_with_recent_password(USER.may(PermissionAction::Add)).await?;
    require_mail(&staff.accounts)?;
    let mut errors = FormErrors::default();
    let email = errors.check(field::EMAIL, parse_email(&form.email));
    if email.as_ref().is_some_and(String::is_empty) {
        errors.add(field::EMAIL, Code::Required);
    }
    let gift = Gift::parse(&form, &mut errors);
    errors.into_result()?;
    let email = email.unwrap_or_default();
    let (mut tx, by) = begin(&staff).await?;
    let actor = authority_store::find_actor(&mut tx, &by).await?;
    let granted = gift.grant(&staff.accounts, &mut tx, actor).await?;
    let key = email_key(&email);
    require_room(&mut tx, &key, 0).await?;
    if user_store::is_confirmed(&mut tx, &key).await? {
        return Err(FormErrors::one(field::EMAIL, StaffCode::HasAccount).into());
    }
    let sent = mail(&staff.accounts, &mut tx, &granted.actor, &email, field::EMAIL).await?;
    let row = NewRow {
        email: &email,
        email_key: &key,
        bounce_key: &staff.accounts.mail().bounce_key(&email),
        by: granted.actor.id,
        is_staff: granted.is_staff,
        sent: &sent,
    };
    let id = store::insert(&mut tx, &row).await?;
    store::put_gift(&mut tx, id, &granted.group_ids(), &granted.permissions.grant).await?;
    let mut changes = Vec::new();
    granted.note(&mut changes);
    activity::record(&mut tx, granted.actor.id, ActivityEvent::Invited, &staff.client).await?;
    finish(tx, by, AuditAction::Created, id, changes).await?;
    notice::INVITED.remember(&staff.session).await?;
    Ok(Outcome::reload(paths::INVITATIONS))
}

/// Sends an invitation again, with a new link and a new week. Who does that answers for it from then on.
pub async fn send_again(id: i64) -> Result<Outcome, AppError> {
    let staff = staff_with_recent_password(USER.may(PermissionAction::Add)).await?;
    let (mut tx, by) = begin(&staff).await?;
    let (row, granted) = find(&staff.accounts, &mut tx, &by, id).await?;
    require_mail(&staff.accounts)?;
    require_room(&mut tx, &row.email_key, id).await?;
    take_back(&staff.accounts, &mut tx, &row).await?;
    let sent = mail(&staff.accounts, &mut tx, &granted.actor, &row.email, WHOLE_FORM).await?;
    let bounce_key = staff.accounts.mail().bounce_key(&row.email);
    store::renew(&mut tx, id, granted.actor.id, &bounce_key, &sent).await?;
    activity::record(&mut tx, granted.actor.id, ActivityEvent::Invited, &staff.client).await?;
    finish(tx, by, AuditAction::SentAgain, id, Vec::new()).await?;
    notice::INVITED_AGAIN.remember(&staff.session).await?;
    Ok(Outcome::reload(paths::invitation(id)))
}

/// Ends an invitation that waits.
pub async fn withdraw(id: i64) -> Result<Outcome, AppError> {
    let staff = staff_with(USER.may(PermissionAction::Add))?;
    let (mut tx, by) = begin(&staff).await?;
    let (row, _) = find(&staff.accounts, &mut tx, &by, id).await?;
    if row.ends <= now().0 {
        return Err(FormErrors::one(WHOLE_FORM, StaffCode::InvitationEnded).into());
    }
    take_back(&staff.accounts, &mut tx, &row).await?;
    store::end(&mut tx, &row, Ended::Withdrawn, None).await?;
    finish(tx, by, AuditAction::Withdrawn, id, Vec::new()).await?;
    notice::INVITATION_WITHDRAWN.remember(&staff.session).await?;
    Ok(Outcome::reload(paths::invitation(id)))
}

async fn begin(staff: &Member) -> Result<(JoinedTx, Actor), AppError> {
    let by = staff.actor();
    let mut tx = by.begin(staff.db()).await?;
    authority_store::serialise(&mut tx).await?;
    // The user before their session, as everywhere (`Member::act`).
    user_store::lock(&mut tx, staff.user.id).await?;
    Ok((tx, by))
}

/// Its mail is not sent any more, if that is not too late.
async fn take_back(accounts: &Accounts, tx: &mut Tx, row: &InvitationRow) -> Result<(), sqlx::Error> {
    match row.mail_id {
        Some(mail) => accounts.mail().take_back(tx, mail).await,
        None => Ok(()),
    }
}

/// One that has not ended otherwise than by time, and that this actor could have sent.
async fn find(accounts: &Accounts, tx: &mut Tx, by: &Actor, id: i64) -> Result<(InvitationRow, Granted), AppError> {
    let actor = authority_store::find_actor(tx, by).await?;
    let Some(row) = store::read(tx, id).await? else {
        return Err(match store::is_known(tx, id).await? {
            true => FormErrors::one(WHOLE_FORM, StaffCode::InvitationEnded).into(),
            false => AppError::NotFound,
        });
    };
    let granted = Gift::read(accounts, tx, &row).await?.grant(accounts, tx, actor).await?;
    Ok((row, granted))
}

fn require_mail(accounts: &Accounts) -> Result<(), AppError> {
    match accounts.mail().is_on() {
        true => Ok(()),
        false => Err(FormErrors::one(WHOLE_FORM, StaffCode::SendsNoMail).into()),
    }
}

/// Refuses one more invitation of an address that has another one, or of any where too many wait.
async fn require_room(tx: &mut Tx, email_key: &str, own: i64) -> Result<(), AppError> {
    if store::is_any_waiting(tx, email_key, own).await? {
        let place = if own == 0 { field::EMAIL } else { WHOLE_FORM };
        return Err(FormErrors::one(place, StaffCode::InvitationWaits).into());
    }
    match store::count_waiting(tx, own).await? {
        ..WAITING_MAX => Ok(()),
        _ => Err(FormErrors::one(WHOLE_FORM, StaffCode::TooManyInvitations).into()),
    }
}

async fn mail(accounts: &Accounts, tx: &mut Tx, by: &User, email: &str, place: &'static str) -> Result<Sent, AppError> {
    match invitation_link::mail(accounts, tx, by, email).await? {
        Sending::Sent(sent) => Ok(sent),
        Sending::AddressHasEnough => Err(FormErrors::one(place, StaffCode::InvitedEnough).into()),
        Sending::SentEnough => Err(FormErrors::one(WHOLE_FORM, StaffCode::SentEnough).into()),
    }
}

async fn finish(
    mut tx: JoinedTx,
    actor: Actor,
    action: AuditAction,
    id: i64,
    changes: Vec<Change>,
) -> Result<(), AppError> {
    audit_store::record(&mut tx, Entry { actor, action, target: Target::invitation(id), changes }).await?;
    Ok(tx.finish().await?)
}
