//! What staff does with whole accounts: creates one, ends its sessions, makes a password link, deletes it.

use super::{change::UserChange, lifecycle_store as store, state_store::UserState};
use crate::{
    accounts::{
        code::AccountCode,
        forms::field,
        server::{
            Accounts, activity, addresses,
            audit::{Actor, Entry, Target, note},
            audit_store,
            email::parse_email,
            hasher::{Payer, unusable_password},
            last_superuser_store::require_another,
            passwords::NewPassword,
            permission_store,
            reset::{self, LinkState, MadeBy},
            store::{self as user_store, NewUser},
            told,
            username::Username,
        },
        types::{ActivityEvent, AuditAction, Change, PermissionAction, USER, UserId, changed},
    },
    server::clock::now,
    shared::{AppError, FormErrors, NextPath, Outcome, WHOLE_FORM},
    staff::{
        code::StaffCode,
        forms::NewUserForm,
        messages::{notice, refusal},
        paths,
        server::{
            authority::{Holdings, authorise, covers, not_for_oneself},
            authority_store, reload_or_home, staff_with, staff_with_recent_password,
        },
        types::Deletion,
    },
};

/// Creates a user without a usable password: they set one by a password link before they can log in.
pub async fn create(form: NewUserForm) -> Result<Outcome, AppError> {
    let staff = staff_with(USER.may(PermissionAction::Add))?;
    let mut errors = FormErrors::default();
    let username = errors.check(field::USERNAME, Username::parse(&form.username));
    if let Some(username) = &username
        && user_store::find_by_key(staff.accounts.db(), &username.key()).await?.is_some()
    {
        errors.add(field::USERNAME, AccountCode::UsernameTaken);
    }
    let email = errors.check(field::EMAIL, parse_email(&form.email));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let (Some(username), Some(email)) = (username, email) else { return Err(errors.into()) };
    let user = NewUser {
        username: username.as_str(),
        username_key: &username.key(),
        password: &unusable_password()?,
        email: &email,
        is_superuser: false,
        date_joined: now(),
    };
    let id = insert(&staff.accounts, staff.actor(), &user).await?;
    notice::USER_CREATED.remember(&staff.session).await?;
    Ok(reload_or_home(&staff, USER, &paths::user(id)))
}

/// Creates a user with every right, for the operator (B98). Without a password they cannot log in (B97).
pub async fn create_superuser(
    accounts: &Accounts,
    username: &Username,
    email: &str,
    password: Option<NewPassword>,
) -> Result<UserId, AppError> {
    let password = match password {
        Some(password) => accounts.hasher().hash(password.into_input(), &Payer::operator()).await?,
        None => unusable_password()?,
    };
    let user = NewUser {
        username: username.as_str(),
        username_key: &username.key(),
        password: &password,
        email,
        is_superuser: true,
        date_joined: now(),
    };
    insert(accounts, Actor::operator(), &user).await
}

async fn insert(accounts: &Accounts, by: Actor, user: &NewUser<'_>) -> Result<UserId, AppError> {
    let mut tx = by.begin(accounts.db()).await?;
    authority_store::serialise(&mut tx).await?;
    let actor = authority_store::find_actor(&mut tx, &by).await?;
    authorise(actor, USER.may(PermissionAction::Add), &Holdings::default())?;
    let id = user_store::insert(&mut tx, user).await?;
    let id = id.ok_or_else(|| FormErrors::one(field::USERNAME, AccountCode::UsernameTaken))?;
    let mut changes = Vec::new();
    note(&mut changes, changed::USERNAME, "", user.username);
    note(&mut changes, changed::EMAIL, "", user.email);
    note(&mut changes, changed::SUPERUSER, false, user.is_superuser);
    let target = Target::user(id, user.username);
    audit_store::record(&mut tx, Entry { actor: by, action: AuditAction::Created, target, changes }).await?;
    activity::record_by_staff(&mut tx, id, ActivityEvent::AccountCreated).await?;
    tx.finish().await?;
    Ok(id)
}

/// Ends all sessions of a user.
pub async fn end_sessions(id: i64) -> Result<Outcome, AppError> {
    let (staff, id) = (staff_with_recent_password(USER.may(PermissionAction::Change)).await?, UserId(id));
    end_sessions_by(&staff.accounts, staff.actor(), id).await?;
    if id == staff.user.id {
        // This session is one of them.
        staff.session.flush().await?;
        return Ok(Outcome::ended(NextPath::default()));
    }
    notice::SESSIONS_ENDED.remember(&staff.session).await?;
    Ok(Outcome::reload(paths::user(id)))
}

/// Ends all sessions of a user, for staff or the operator.
pub async fn end_sessions_by(accounts: &Accounts, by: Actor, id: UserId) -> Result<(), AppError> {
    let mut change = UserChange::begin(accounts, by, id, USER.may(PermissionAction::Change)).await?;
    accounts.sessions().end_all_but(&mut change.tx, id, None).await?;
    addresses::forget_asked(&mut change.tx, id).await?;
    change.finish(AuditAction::SessionsEnded, Vec::new(), &[ActivityEvent::AllSessionsEnded]).await?;
    Ok(())
}

/// Makes a link by which the user sets a new password. The user's page shows it once, or it goes to the user by mail; staff never sees the
/// password.
pub async fn reset_link(id: i64, by_mail: bool) -> Result<Outcome, AppError> {
    let (staff, id) = (staff_with_recent_password(USER.may(PermissionAction::Change)).await?, UserId(id));
    not_for_oneself(&staff.user, id, refusal::OWN_LINK)?;
    let at = now();
    let mut change = UserChange::begin(&staff.accounts, staff.actor(), id, USER.may(PermissionAction::Change)).await?;
    if !change.state.row.is_active {
        return Err(FormErrors::one(WHOLE_FORM, StaffCode::Deactivated).into());
    }
    // Of the links that staff has made, by mail or not, the newest counts.
    store::set_reset_at(&mut change.tx, id, at).await?;
    if by_mail {
        let by = MadeBy::StaffByMail;
        let state = LinkState { user: &change.state.row, permissions: &change.state.all, at: at.0, by };
        if !reset::mail(&staff.accounts, &mut change.tx, &state).await? {
            return Err(FormErrors::one(WHOLE_FORM, StaffCode::NoMail).into());
        }
        change.finish(AuditAction::ResetLinkMade, Vec::new(), &[ActivityEvent::ResetLinkMailed]).await?;
        notice::LINK_MAILED.remember(&staff.session).await?;
        return Ok(Outcome::reload(paths::user(id)));
    }
    let user = change.finish(AuditAction::ResetLinkMade, Vec::new(), &[]).await?;
    let link = LinkState { user: &user.row, permissions: &user.all, at: at.0, by: MadeBy::Staff };
    reset::store_link(&staff.accounts, &staff.session, &link).await?;
    Ok(Outcome::reload(paths::user(id)))
}

/// The user to be deleted, for the page that asks.
pub async fn deletion(id: i64) -> Result<Deletion, AppError> {
    let staff = staff_with(USER.may(PermissionAction::Delete))?;
    let db = staff.db();
    let row = user_store::find_by_id(db, UserId(id)).await?.ok_or(AppError::NotFound)?;
    let permissions = permission_store::of_user(db, UserId(row.id)).await?;
    let holdings = Holdings { is_superuser: row.is_superuser, permissions };
    Ok(Deletion { id: row.id, name: row.username, members: 0, may_delete: covers(&staff.user, &holdings) })
}

/// Deletes a user. Their content stays, without an author.
pub async fn delete(id: i64) -> Result<Outcome, AppError> {
    let (staff, id) = (staff_with_recent_password(USER.may(PermissionAction::Delete)).await?, UserId(id));
    // Deleting one's own account asks for more, on a page of its own.
    not_for_oneself(&staff.user, id, refusal::OWN_ACCOUNT)?;
    let db = staff.db();
    let mut change = UserChange::begin(&staff.accounts, staff.actor(), id, USER.may(PermissionAction::Delete)).await?;
    require_another(&mut change.tx, id).await?;
    staff.accounts.sessions().forget(&mut change.tx, id).await?;
    told::farewell(&staff.accounts, &mut change.tx, &change.state.row).await?;
    store::delete(&mut change.tx, id).await?;
    let lost = lost_rights(&change.state);
    let forget = db.clone();
    change.tx.on_commit(async move { forget.forget_deleted().await });
    change.finish(AuditAction::Deleted, lost, &[]).await?;
    notice::USER_DELETED.remember(&staff.session).await?;
    Ok(reload_or_home(&staff, USER, paths::USERS))
}

/// The rights of a deleted account, for the audit trail: they are recorded nowhere else. Name and e-mail address are left out.
fn lost_rights(user: &UserState) -> Vec<Change> {
    let mut changes = Vec::new();
    note(&mut changes, changed::ACTIVE, user.row.is_active, false);
    note(&mut changes, changed::STAFF, user.row.is_staff, false);
    note(&mut changes, changed::SUPERUSER, user.row.is_superuser, false);
    note(&mut changes, changed::GROUPS, user.group_names().join(", "), "");
    note(&mut changes, changed::ALL_PERMISSIONS, user.all.names().collect::<Vec<_>>().join(", "), "");
    changes
}
