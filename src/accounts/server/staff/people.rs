//! What staff does with a whole account: makes one, ends its sessions, lets its owner set a new password, deletes it.

use super::{
    Staff,
    audit::{Act, Entry, Target},
    authority::{Holdings, covers, require},
    people_store::{self as store, Reach},
};
use crate::{
    accounts::{
        forms::{NewUserForm, field},
        server::{
            activity,
            email::parse_email,
            hasher::unusable_password,
            permission_store, reset,
            store::{NewUser, UserRow, find_by_id},
            username::Username,
        },
        types::{Action, Change, Deletion, Event, Permission, USER, UserId},
    },
    server::clock::now,
    shared::{AppError, Code, FormErrors, NextPath, Notice, Outcome, WHOLE_FORM},
};

/// The page of a user.
fn page_of(id: UserId) -> String {
    format!("/staff/users/{}/", id.0)
}

/// Makes a user whom nobody can log in as until they have set a password by a link.
pub async fn create(form: NewUserForm) -> Result<Outcome, AppError> {
    let staff = Staff::with(USER.may(Action::Add))?;
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
    let mut changes =
        vec![Change { what: "user name".to_owned(), before: String::new(), after: user.username.to_owned() }];
    super::audit::note(&mut changes, "e-mail", "", &email);
    let entry = |id| Entry {
        actor: staff.actor(),
        act: Act::Created,
        target: Target::user(id, username.as_str()),
        changes: changes.clone(),
    };
    let id = store::insert_user(&staff.accounts.0.db, &user, entry).await?;
    let Some(id) = id else { return Err(FormErrors::one(field::USERNAME, Code::UsernameTaken).into()) };
    activity::record(&staff.accounts.0.db, id, Event::AccountCreated, &Default::default()).await?;
    Notice::UserCreated.keep(&staff.session).await?;
    // Whoever may add but not view users would get a refusal there.
    Ok(if staff.user.has(USER.may(Action::View)) { Outcome::reload(page_of(id)) } else { Outcome::reload("/staff/") })
}

/// Ends all sessions of a user.
pub async fn end_sessions(id: i64) -> Result<Outcome, AppError> {
    let (staff, id) = (Staff::who_has_just_entered_the_password(USER.may(Action::Change)).await?, UserId(id));
    let decide = |reach: &Reach| decide(&staff, reach, USER.may(Action::Change), Act::SessionsEnded);
    store::end_sessions(&staff.accounts.0.db, staff.user.id, id, decide).await?.ok_or(AppError::NotFound)?.log();
    activity::record(&staff.accounts.0.db, id, Event::SessionsEnded, &Default::default()).await?;
    if id == staff.user.id {
        // This one too.
        staff.session.flush().await?;
        return Ok(Outcome::ended(NextPath::default()));
    }
    Notice::UsersSessionsEnded.keep(&staff.session).await?;
    Ok(Outcome::reload(page_of(id)))
}

/// Makes a link with which the user sets a new password. Shown once, on the user's page; staff never sees the password.
pub async fn reset_link(id: i64) -> Result<Outcome, AppError> {
    let (staff, id) = (Staff::who_has_just_entered_the_password(USER.may(Action::Change)).await?, UserId(id));
    let decide = |reach: &Reach| {
        let entry = decide(&staff, reach, USER.may(Action::Change), Act::ResetLinkMade)?;
        match reach.row.is_active {
            true => Ok(entry),
            false => Err(FormErrors::one(WHOLE_FORM, Code::Deactivated).into()),
        }
    };
    let row =
        store::note_reset_link(&staff.accounts.0.db, staff.user.id, id, decide).await?.ok_or(AppError::NotFound)?;
    reset::keep_link(&staff.accounts, &staff.session, &row).await?;
    Ok(Outcome::reload(page_of(id)))
}

/// What the user is called who may be deleted.
pub async fn deletion(id: i64) -> Result<Deletion, AppError> {
    let staff = Staff::with(USER.may(Action::Delete))?;
    let db = &staff.accounts.0.db;
    let row = find_by_id(db, UserId(id)).await?.ok_or(AppError::NotFound)?;
    let permissions = permission_store::of_user(db, UserId(row.id)).await?;
    let holdings = Holdings { is_superuser: row.is_superuser, permissions };
    Ok(Deletion { id: row.id, name: row.username, members: 0, may_delete: covers(&staff.user, &holdings) })
}

/// Deletes a user. What they wrote stays without a name.
pub async fn delete(id: i64) -> Result<Outcome, AppError> {
    let (staff, id) = (Staff::who_has_just_entered_the_password(USER.may(Action::Delete)).await?, UserId(id));
    if id == staff.user.id {
        // Leaving asks for more, and has a page of its own.
        return Err(AppError::NotPermitted { needed: "delete somebody else’s account than the own one".to_owned() });
    }
    let decide = |reach: &Reach| {
        let row = &reach.row;
        let entry = decide(&staff, reach, USER.may(Action::Delete), Act::Deleted)?;
        if row.is_superuser && row.is_active && !reach.has_other_superuser {
            return Err(FormErrors::one(WHOLE_FORM, Code::LastSuperuser).into());
        }
        Ok(entry)
    };
    store::delete_user(&staff.accounts.0.db, staff.user.id, id, decide).await?.ok_or(AppError::NotFound)?.log();
    staff.accounts.0.db.forget_deleted().await;
    Notice::UserDeleted.keep(&staff.session).await?;
    Ok(if staff.user.has(USER.may(Action::View)) {
        Outcome::reload("/staff/users/")
    } else {
        Outcome::reload("/staff/")
    })
}

/// What is recorded, if this actor reaches that user.
fn decide(staff: &Staff, reach: &Reach, permission: Permission, act: Act) -> Result<Entry, AppError> {
    let UserRow { id, username, is_superuser, .. } = &reach.row;
    let holdings = Holdings { is_superuser: *is_superuser, permissions: reach.all.clone() };
    require(reach.actor.as_ref(), permission, &holdings)?;
    Ok(Entry { actor: staff.actor(), act, target: Target::user(UserId(*id), username), changes: Vec::new() })
}
