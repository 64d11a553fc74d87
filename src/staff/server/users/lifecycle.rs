//! What staff does with a whole account: makes one, ends its sessions, lets its owner set a new password, deletes it.

use super::lifecycle_store::{self as store, Reach};
use crate::{
    accounts::{
        code::AccountCode,
        forms::field,
        server::{
            Accounts, activity,
            audit::{Actor, Entry, Target, note},
            email::parse_email,
            hasher::unusable_password,
            passwords::NewPassword,
            permission_store,
            reset::{self, LinkState},
            store::{NewUser, UserRow, find_by_id},
            username::Username,
        },
        types::{ActivityEvent, AuditAction, Change, Permission, PermissionAction, USER, User, UserId},
    },
    server::clock::now,
    shared::{AppError, FormErrors, NextPath, Outcome, WHOLE_FORM},
    staff::{
        code::StaffCode,
        forms::NewUserForm,
        messages::notice,
        server::{
            Staff,
            authority::{Holdings, covers, require},
        },
        types::Deletion,
    },
};

/// The page of a user.
fn page_of(id: UserId) -> String {
    format!("/staff/users/{}/", id.0)
}

/// Makes a user whom nobody can log in as until they have set a password by a link.
pub async fn create(form: NewUserForm) -> Result<Outcome, AppError> {
    let staff = Staff::with(USER.may(PermissionAction::Add))?;
    let mut errors = FormErrors::default();
    let username = errors.check(field::USERNAME, Username::parse(&form.username));
    let email = errors.check(field::EMAIL, parse_email(&form.email));
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
    // Whoever may add but not view users would get a refusal there.
    Ok(if staff.user.has(USER.may(PermissionAction::View)) {
        Outcome::reload(page_of(id))
    } else {
        Outcome::reload("/staff/")
    })
}

/// Makes a user with every right, for the operator (B98). Without a password nobody can log in as them (B97).
pub async fn create_superuser(
    accounts: &Accounts,
    username: &Username,
    email: &str,
    password: Option<NewPassword>,
) -> Result<UserId, AppError> {
    let password = match password {
        Some(password) => accounts.hasher().hash(password.into_input()).await?,
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

async fn insert(accounts: &Accounts, actor: Actor, user: &NewUser<'_>) -> Result<UserId, AppError> {
    let mut changes = Vec::new();
    note(&mut changes, "user name", "", user.username);
    note(&mut changes, "e-mail", "", user.email);
    note(&mut changes, "superuser", false, user.is_superuser);
    let decide = |actor: Option<&User>| require(actor, USER.may(PermissionAction::Add), &Holdings::default());
    let by = actor.id;
    let entry = |id| Entry { actor, action: AuditAction::Created, target: Target::user(id, user.username), changes };
    let id = store::insert_user(accounts.db(), by, user, decide, entry).await?;
    let id = id.ok_or_else(|| FormErrors::one(field::USERNAME, AccountCode::UsernameTaken))?;
    activity::record_done(accounts.db(), id, ActivityEvent::AccountCreated).await;
    Ok(id)
}

/// Ends all sessions of a user.
pub async fn end_sessions(id: i64) -> Result<Outcome, AppError> {
    let (staff, id) = (Staff::who_has_just_entered_the_password(USER.may(PermissionAction::Change)).await?, UserId(id));
    end_all_sessions(&staff.accounts, staff.actor(), id).await?;
    if id == staff.user.id {
        // This one too.
        staff.session.flush().await?;
        return Ok(Outcome::ended(NextPath::default()));
    }
    notice::SESSIONS_ENDED.remember(&staff.session).await?;
    Ok(Outcome::reload(page_of(id)))
}

/// The same for the operator.
pub async fn end_sessions_by_operator(accounts: &Accounts, id: UserId) -> Result<(), AppError> {
    end_all_sessions(accounts, Actor::operator(), id).await
}

async fn end_all_sessions(accounts: &Accounts, actor: Actor, id: UserId) -> Result<(), AppError> {
    let db = accounts.db();
    let decide =
        |reach: &Reach| decide(actor.clone(), reach, USER.may(PermissionAction::Change), AuditAction::SessionsEnded);
    store::end_sessions(db, actor.id, id, decide).await?.ok_or(AppError::NotFound)?.log();
    activity::record_done(db, id, ActivityEvent::AllSessionsEnded).await;
    Ok(())
}

/// Makes a link with which the user sets a new password. Shown once, on the user's page; staff never sees the password.
pub async fn reset_link(id: i64) -> Result<Outcome, AppError> {
    let (staff, id) = (Staff::who_has_just_entered_the_password(USER.may(PermissionAction::Change)).await?, UserId(id));
    let decide = |reach: &Reach| {
        let entry = decide(staff.actor(), reach, USER.may(PermissionAction::Change), AuditAction::ResetLinkMade)?;
        match reach.row.is_active {
            true => Ok(entry),
            false => Err(FormErrors::one(WHOLE_FORM, StaffCode::Deactivated).into()),
        }
    };
    let (db, at) = (staff.accounts.db(), now());
    let reach = store::note_reset_link(db, staff.user.id, id, at, decide).await?.ok_or(AppError::NotFound)?;
    let link = LinkState { user: &reach.row, permissions: &reach.all, at: at.0 };
    reset::store_link(&staff.accounts, &staff.session, &link).await?;
    Ok(Outcome::reload(page_of(id)))
}

/// What the user is called who may be deleted.
pub async fn deletion(id: i64) -> Result<Deletion, AppError> {
    let staff = Staff::with(USER.may(PermissionAction::Delete))?;
    let db = staff.accounts.db();
    let row = find_by_id(db, UserId(id)).await?.ok_or(AppError::NotFound)?;
    let permissions = permission_store::of_user(db, UserId(row.id)).await?;
    let holdings = Holdings { is_superuser: row.is_superuser, permissions };
    Ok(Deletion { id: row.id, name: row.username, members: 0, may_delete: covers(&staff.user, &holdings) })
}

/// Deletes a user. What they wrote stays without a name.
pub async fn delete(id: i64) -> Result<Outcome, AppError> {
    let (staff, id) = (Staff::who_has_just_entered_the_password(USER.may(PermissionAction::Delete)).await?, UserId(id));
    if id == staff.user.id {
        // Leaving asks for more, and has a page of its own.
        return Err(AppError::NotPermitted { needed: "delete somebody else’s account than the own one".to_owned() });
    }
    let decide = |reach: &Reach| {
        let row = &reach.row;
        let mut entry = decide(staff.actor(), reach, USER.may(PermissionAction::Delete), AuditAction::Deleted)?;
        if row.is_superuser && row.is_active && !reach.has_other_superuser {
            return Err(FormErrors::one(WHOLE_FORM, AccountCode::LastSuperuser).into());
        }
        entry.changes = what_is_lost(reach);
        Ok(entry)
    };
    store::delete_user(staff.accounts.db(), staff.user.id, id, decide).await?.ok_or(AppError::NotFound)?.log();
    staff.accounts.db().forget_deleted().await;
    notice::USER_DELETED.remember(&staff.session).await?;
    Ok(if staff.user.has(USER.may(PermissionAction::View)) {
        Outcome::reload("/staff/users/")
    } else {
        Outcome::reload("/staff/")
    })
}

/// What somebody could do, for the trail: afterwards nothing else tells. Names and address are gone for good.
fn what_is_lost(reach: &Reach) -> Vec<Change> {
    let Reach { row, all, groups, .. } = reach;
    let mut changes = Vec::new();
    note(&mut changes, "active", row.is_active, false);
    note(&mut changes, "staff", row.is_staff, false);
    note(&mut changes, "superuser", row.is_superuser, false);
    note(&mut changes, "groups", groups.join(", "), "");
    note(&mut changes, "permissions, those of groups too", all.names().collect::<Vec<_>>().join(", "), "");
    changes
}

/// What is recorded, if this actor reaches that user.
fn decide(actor: Actor, reach: &Reach, permission: Permission, action: AuditAction) -> Result<Entry, AppError> {
    let UserRow { id, username, is_superuser, .. } = &reach.row;
    let holdings = Holdings { is_superuser: *is_superuser, permissions: reach.all.clone() };
    require(reach.actor.as_ref(), permission, &holdings)?;
    Ok(Entry { actor, action, target: Target::user(UserId(*id), username), changes: Vec::new() })
}
