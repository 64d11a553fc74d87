//! The full form of a user, posted: names, address, flags, groups, permissions. Everything is decided again inside the
//! transaction, from what is stored then, so that rights taken away meanwhile count.

use super::rights_store::{self as store, Joined, Plan, State};
use crate::{
    accounts::{
        code::AccountCode,
        forms::field,
        server::{
            Accounts, activity,
            audit::{Actor, Entry, Target, note},
            email::parse_email,
            permissions::known,
            profile::parse_name,
            store::UserRow,
            username::{Username, fold},
        },
        types::{ActivityEvent, AuditAction, Change, PermissionAction, PermissionSet, USER, User, UserId},
    },
    server::hex::etag,
    shared::{AppError, Code, FormErrors, Outcome, WHOLE_FORM},
    staff::{
        code::StaffCode,
        forms::{StaffUserForm, staff_field},
        messages::notice,
        server::{
            Staff,
            authority::{Holdings, may_give, permission_changes, require},
        },
        types::GroupName,
    },
};

/// What the form says, valid as far as that can be told without the database.
pub struct Wanted {
    username: Username,
    email: String,
    first_name: String,
    last_name: String,
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
    /// Those to stay in.
    pub groups: Vec<i64>,
    pub permissions: PermissionSet,
    /// The name of a group to join; empty for none.
    join: String,
    seen: String,
}

pub async fn update(form: StaffUserForm) -> Result<Outcome, AppError> {
    let staff = Staff::who_has_just_entered_the_password(USER.may(PermissionAction::Change)).await?;
    let id = UserId(form.id.parse().map_err(|_| AppError::NotFound)?);
    let wanted = clean(form)?;
    let join = (!wanted.join.is_empty()).then(|| fold(&wanted.join));
    let db = staff.accounts.db();
    let known = known(&staff.accounts);
    let decide = |state: State| decide(staff.actor(), &state, &wanted, &known);
    let entry = store::change(db, Some(staff.user.id), id, join.as_deref(), decide).await?;
    let Some(entry) = entry else { return Err(AppError::NotFound) };
    entry.log();
    for event in events(&entry) {
        activity::record_done(db, id, event).await;
    }
    notice::USER_SAVED.remember(&staff.session).await?;
    Ok(Outcome::reload(format!("/staff/users/{}/", id.0)))
}

/// Changes a user for the operator, by the same rules: `change` alters what is there; `join` is a group to join. Gives what was
/// changed, or nothing when there is no such user.
pub async fn change_by_operator(
    accounts: &Accounts,
    user: UserId,
    join: Option<&str>,
    change: impl FnOnce(&mut Wanted, &State),
) -> Result<Option<Entry>, AppError> {
    let known = known(accounts);
    let key = join.map(fold);
    let decide = |state: State| {
        let mut wanted = Wanted {
            username: Username::parse(&state.row.username).map_err(|_| AppError::BadRequest)?,
            email: state.row.email.clone(),
            first_name: state.row.first_name.clone(),
            last_name: state.row.last_name.clone(),
            is_active: state.row.is_active,
            is_staff: state.row.is_staff,
            is_superuser: state.row.is_superuser,
            groups: state.groups.iter().map(|group| group.id).collect(),
            permissions: state.own.clone(),
            join: join.unwrap_or_default().to_owned(),
            seen: mark_of(&state.row, &state.groups, &state.own),
        };
        change(&mut wanted, &state);
        decide(Actor::operator(), &state, &wanted, &known)
    };
    let entry = store::change(accounts.db(), None, user, key.as_deref(), decide).await?;
    if let Some(entry) = &entry {
        entry.log();
        for event in events(entry) {
            activity::record_done(accounts.db(), user, event).await;
        }
    }
    Ok(entry)
}

fn clean(form: StaffUserForm) -> Result<Wanted, AppError> {
    let mut errors = FormErrors::default();
    let groups: Vec<i64> = form.groups().collect();
    let permissions: PermissionSet = form.permissions().map(str::to_owned).collect();
    let username = errors.check(field::USERNAME, Username::parse(&form.username));
    let email = errors.check(field::EMAIL, parse_email(&form.email));
    let first_name = errors.check(field::FIRST_NAME, parse_name(&form.first_name));
    let last_name = errors.check(field::LAST_NAME, parse_name(&form.last_name));
    let (Some(username), Some(email), Some(first_name), Some(last_name)) = (username, email, first_name, last_name)
    else {
        return Err(errors.into());
    };
    let is_superuser = !form.is_superuser.is_empty();
    Ok(Wanted {
        username,
        email,
        first_name,
        last_name,
        is_active: !form.is_active.is_empty(),
        // A superuser is always staff (B98).
        is_staff: !form.is_staff.is_empty() || is_superuser,
        is_superuser,
        groups,
        permissions,
        join: form.add_group.trim().to_owned(),
        seen: form.seen,
    })
}

/// What is to be stored, if this actor may do all of it.
fn decide(by: Actor, state: &State, wanted: &Wanted, known: &[String]) -> Result<Plan, AppError> {
    let row = &state.row;
    let holdings = Holdings { is_superuser: row.is_superuser, permissions: state.all.clone() };
    require(state.actor.as_ref(), USER.may(PermissionAction::Change), &holdings)?;
    let actor = state.actor.as_ref().ok_or(AppError::LoginRequired)?;
    if wanted.seen != mark_of(row, &state.groups, &state.own) {
        return Err(FormErrors::one(WHOLE_FORM, Code::RecordChangedMeanwhile).into());
    }
    let (given, taken) = permission_changes(Some(actor), &state.own, &wanted.permissions, known)?;
    let is_last = row.is_superuser && row.is_active && !state.has_other_superuser;
    if is_last && !(wanted.is_superuser && wanted.is_active) {
        return Err(FormErrors::one(WHOLE_FORM, AccountCode::LastSuperuser).into());
    }
    if wanted.is_superuser != row.is_superuser && !actor.is_superuser {
        tracing::warn!(event = "authority_refused", user_id = actor.id.0, needed = "superuser");
        return Err(AppError::NotPermitted { needed: "make and unmake superusers".to_owned() });
    }
    let joined = joining(actor, state.joined.as_ref(), wanted)?
        .filter(|group| !state.groups.iter().any(|own| own.id == group.id));
    let left: Vec<&GroupName> = state.groups.iter().filter(|group| !wanted.groups.contains(&group.id)).collect();

    let changes = changes(state, wanted, joined, &given, &taken);
    Ok(Plan {
        username: wanted.username.as_str().to_owned(),
        username_key: wanted.username.key(),
        email: wanted.email.clone(),
        first_name: wanted.first_name.clone(),
        last_name: wanted.last_name.clone(),
        is_active: wanted.is_active,
        is_staff: wanted.is_staff,
        is_superuser: wanted.is_superuser,
        join: joined.map(|group| group.id),
        leave: left.iter().map(|group| group.id).collect(),
        give: given,
        take: taken,
        entry: Entry {
            actor: by,
            action: AuditAction::Changed,
            target: Target::user(UserId(row.id), &row.username),
            changes,
        },
    })
}

/// Before and after, of all that is another one.
fn changes(state: &State, wanted: &Wanted, joined: Option<&Joined>, given: &[String], taken: &[String]) -> Vec<Change> {
    let row = &state.row;
    let mut changes = Vec::new();
    note(&mut changes, "user name", &row.username, wanted.username.as_str());
    note(&mut changes, "e-mail", &row.email, &wanted.email);
    note(&mut changes, "first name", &row.first_name, &wanted.first_name);
    note(&mut changes, "last name", &row.last_name, &wanted.last_name);
    note(&mut changes, "active", row.is_active, wanted.is_active);
    note(&mut changes, "staff", row.is_staff, wanted.is_staff);
    note(&mut changes, "superuser", row.is_superuser, wanted.is_superuser);
    let before: Vec<&str> = state.groups.iter().map(|group| group.name.as_str()).collect();
    let stays = state.groups.iter().filter(|group| wanted.groups.contains(&group.id)).map(|group| group.name.as_str());
    let after: Vec<&str> = stays.chain(joined.map(|group| group.name.as_str())).collect();
    note(&mut changes, "groups", before.join(", "), after.join(", "));
    let own: Vec<&str> = state.own.names().collect();
    let mut news: Vec<&str> = own.iter().copied().filter(|name| !taken.iter().any(|taken| taken == name)).collect();
    news.extend(given.iter().map(String::as_str));
    news.sort_unstable();
    note(&mut changes, "permissions", own.join(", "), news.join(", "));
    changes
}

/// The group to join, if it exists and gives nothing that the actor lacks.
fn joining<'a>(actor: &User, joined: Option<&'a Joined>, wanted: &Wanted) -> Result<Option<&'a Joined>, AppError> {
    match joined {
        None if wanted.join.is_empty() => Ok(None),
        None => Err(FormErrors::one(staff_field::ADD_GROUP, StaffCode::NoSuchGroup).into()),
        Some(group) if group.permissions.names().all(|name| may_give(actor, name)) => Ok(Some(group)),
        Some(_) => {
            tracing::warn!(event = "authority_refused", user_id = actor.id.0, needed = "the group's permissions");
            Err(FormErrors::one(staff_field::ADD_GROUP, StaffCode::GroupGivesMore).into())
        }
    }
}

/// What the user is told in the own activity.
fn events(entry: &Entry) -> Vec<ActivityEvent> {
    let mut events = Vec::new();
    for change in &entry.changes {
        events.push(match (change.what.as_str(), change.after.as_str()) {
            ("active", "true") => ActivityEvent::Activated,
            ("active", _) => ActivityEvent::Deactivated,
            ("e-mail", _) => ActivityEvent::EmailChanged,
            ("staff" | "superuser" | "groups" | "permissions", _) => ActivityEvent::RightsChanged,
            _ => continue,
        });
    }
    events.dedup();
    events
}

/// A mark of all that the form shows: another one says that somebody has changed it meanwhile.
pub(super) fn mark_of(row: &UserRow, groups: &[GroupName], own: &PermissionSet) -> String {
    let flags = (row.is_active, row.is_staff, row.is_superuser);
    let ids: Vec<i64> = groups.iter().map(|group| group.id).collect();
    let names: Vec<&str> = own.names().collect();
    etag(&(&row.username, &row.email, &row.first_name, &row.last_name, flags, ids, names))
}
