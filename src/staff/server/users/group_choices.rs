//! Which groups the form of a user offers, and which of them this viewer may put them into.

use crate::{
    accounts::{server::member::Member, types::UserId},
    staff::{
        server::{authority::may_grant, groups::list_store},
        types::{GroupChoice, GroupName},
    },
};

/// The most groups that a form lists; any other is added by its name.
const GROUPS_LISTED: u32 = 200;

/// The groups of the user, then others by name. Whether there are more.
pub async fn group_choices(
    staff: &Member,
    user: UserId,
    own: &[GroupName],
) -> Result<(Vec<GroupChoice>, bool), sqlx::Error> {
    let db = staff.db();
    let mut others = list_store::first(db, GROUPS_LISTED + 1).await?;
    let has_more = others.len() > GROUPS_LISTED as usize;
    others.truncate(GROUPS_LISTED as usize);
    let given = match staff.user.is_superuser {
        true => Vec::new(),
        false => list_store::permissions_of_first(db, GROUPS_LISTED).await?,
    };
    // No user gives a right to themselves.
    let may_be_given = |group: i64| {
        staff.user.id != user && given.iter().all(|(of, name)| *of != group || may_grant(&staff.user, name))
    };
    let is_own = |group: &GroupName| own.iter().any(|own| own.id == group.id);
    let own_choices = own.iter().map(|GroupName { id, name }| GroupChoice {
        id: *id,
        name: name.clone(),
        is_given: true,
        may_be_given: true,
    });
    let others = others.into_iter().filter(|group| !is_own(group));
    let others =
        others.map(|GroupName { id, name }| GroupChoice { id, name, is_given: false, may_be_given: may_be_given(id) });
    Ok((own_choices.chain(others).collect(), has_more))
}
