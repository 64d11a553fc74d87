//! An invitation is accepted: in one transaction it is used up, the user is created with a confirmed address and what was given, and logged
//! in. Whether who had invited may still give all of it is decided anew.

use super::{
    gift::{Gift, Granted},
    store::{self, InvitationRow},
};
use crate::{
    accounts::{
        forms::SignupForm,
        server::{
            Accounts,
            audit::{Actor, Entry, Target, note},
            audit_store,
            invitation_link::hash_of,
            mail_link::{self, MailLink},
            registration::Newcomer,
            store::{self as user_store, UserRow},
        },
        types::{AuditAction, UserId, Viewer, changed},
    },
    server::{
        context::{Client, extension},
        db::{RequestTx, Tx},
    },
    shared::{AppError, FormErrors, NextPath, Outcome, WHOLE_FORM},
    staff::{
        code::StaffCode,
        forms::AcceptForm,
        server::{
            authority_store,
            users::rights_store::{self, Columns, Plan},
        },
        types::Ended,
    },
};

/// To which address the link with this token was sent, and the name of who invites, if it opens an invitation now.
pub async fn find(accounts: &Accounts, token: &str) -> Result<Option<(String, String)>, AppError> {
    Ok(store::find_open(accounts.db(), &hash_of(token)).await?)
}

/// The form, posted. Like signing up, and open where that is not.
pub async fn accept(form: AcceptForm) -> Result<Outcome, AppError> {
    let (accounts, viewer, client): (Accounts, Viewer, Client) = (extension()?, extension()?, extension()?);
    if viewer.is_authenticated() {
        return Err(AppError::AnonymousOnly);
    }
    let (token_hash, request): (String, RequestTx) = (hash_of(&form.token), extension()?);
    let (email, _) = store::find_open(accounts.db(), &token_hash).await?.ok_or_else(over)?;
    let AcceptForm { username, password1, password2, .. } = form;
    let form = SignupForm { username, password1, password2, ..SignupForm::default() };
    let newcomer = Newcomer::of(&accounts, form, Some(email), &client).await?;
    let mut tx = request.begin(accounts.db()).await?;
    match create(&accounts, &mut tx, &token_hash, &newcomer, &client).await? {
        Created::User(row) => {
            newcomer.log_in_invited(&accounts, tx, &row).await?;
            mail_link::forget(&extension()?, MailLink::Invitation).await?;
            Ok(Outcome::new_document(NextPath::default()))
        }
        Created::NameIsTaken => {
            drop(tx);
            request.rollback().await;
            Err(newcomer.name_is_taken().await?)
        }
        Created::HasAccount => {
            drop(tx);
            request.rollback().await;
            newcomer.not_created().await?;
            Err(FormErrors::one(WHOLE_FORM, StaffCode::AddressHasAccount).into())
        }
        Created::Refused(row) => {
            drop(tx);
            request.rollback().await;
            newcomer.not_created().await?;
            if let Some(row) = row {
                end(&accounts, &row).await?;
                return Err(FormErrors::one(WHOLE_FORM, StaffCode::InviterLacksRights).into());
            }
            Err(over())
        }
    }
}

fn over() -> AppError {
    FormErrors::one(WHOLE_FORM, StaffCode::InvitationOver).into()
}

/// What came of it.
enum Created {
    User(UserRow),
    NameIsTaken,
    /// The address belongs to an account by now.
    HasAccount,
    /// The invitation is over already, or who sent it could not send it now.
    Refused(Option<InvitationRow>),
}

async fn create(
    accounts: &Accounts,
    tx: &mut Tx,
    token_hash: &str,
    newcomer: &Newcomer,
    client: &Client,
) -> Result<Created, AppError> {
    // Of two at once the second finds it used up.
    authority_store::serialise(tx).await?;
    let Some(row) = store::read_open(tx, token_hash).await? else { return Ok(Created::Refused(None)) };
    if user_store::is_confirmed(tx, &row.email_key).await? {
        return Ok(Created::HasAccount);
    }
    let inviter = Actor { id: Some(UserId(row.invited_by)), ..Actor::operator() };
    let actor = authority_store::find_actor(tx, &inviter).await?;
    let granted = match Gift::read(accounts, tx, &row).await?.grant(accounts, tx, actor).await {
        Ok(granted) => granted,
        Err(AppError::NotPermitted { .. } | AppError::Invalid(_) | AppError::BadRequest) => {
            return Ok(Created::Refused(Some(row)));
        }
        Err(error) => return Err(error),
    };
    let Some(user) = newcomer.create(accounts, tx, client).await? else { return Ok(Created::NameIsTaken) };
    let id = UserId(user.id);
    give(accounts, tx, newcomer, id, &granted).await?;
    store::end(tx, &row, Ended::Accepted, Some(id)).await?;
    record(tx, &row, newcomer, id, granted).await?;
    Ok(Created::User(user))
}

async fn give(
    accounts: &Accounts,
    tx: &mut Tx,
    newcomer: &Newcomer,
    id: UserId,
    granted: &Granted,
) -> Result<(), AppError> {
    let columns = Columns {
        username: newcomer.username.as_str(),
        username_key: newcomer.username.key(),
        email: &newcomer.email,
        first_name: "",
        last_name: "",
        is_active: true,
        is_staff: granted.is_staff,
        is_superuser: false,
    };
    let plan = Plan {
        columns,
        join: granted.group_ids(),
        leave: Vec::new(),
        permissions: granted.permissions.clone(),
        ends_sessions: false,
        gains: false,
    };
    rights_store::update(tx, accounts.sessions(), id, &plan).await
}

/// The account was created by who invited, from another person's browser: its address is not noted.
async fn record(
    tx: &mut Tx,
    row: &InvitationRow,
    newcomer: &Newcomer,
    id: UserId,
    granted: Granted,
) -> Result<(), sqlx::Error> {
    let mut changes = Vec::new();
    note(&mut changes, changed::USERNAME, "", newcomer.username.as_str());
    note(&mut changes, changed::EMAIL, "", &newcomer.email);
    granted.note(&mut changes);
    note(&mut changes, changed::INVITATION, "", row.id);
    let actor = Actor { id: Some(granted.actor.id), name: granted.actor.username, ..Actor::operator() };
    let target = Target::user(id, newcomer.username.as_str());
    audit_store::record(tx, Entry { actor, action: AuditAction::Created, target, changes }).await
}

/// Ends an invitation for good: rights that come back do not bring it back.
async fn end(accounts: &Accounts, row: &InvitationRow) -> Result<(), AppError> {
    let mut tx = accounts.db().begin().await?;
    authority_store::serialise(&mut tx).await?;
    store::end(&mut tx, row, Ended::Refused, None).await?;
    Ok(tx.commit().await?)
}
