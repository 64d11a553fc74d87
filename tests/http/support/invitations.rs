//! Invitations: one that waits, one that was mailed, and the changes that staff and the one who is invited make.

use latchkey::server::mail::Content;

use super::{Client, PASSWORD, TestApp, mails::token_of, staff_changes::StaffChange};

pub const INVITE: &str = "/api/staff/invitations/create";
pub const AGAIN: &str = "/api/staff/invitations/again";
pub const WITHDRAW: &str = "/api/staff/invitations/withdraw";
pub const ACCEPT: &str = "/api/accounts/invitation";

impl TestApp {
    /// An invitation that waits, behind the app's back: no link opens it.
    pub async fn put_invitation(&self, by: &str, email: &str) -> i64 {
        let sql = format!(
            "INSERT INTO invitations (email, email_key, bounce_key, token_hash, invited_by, state, made, sent, ends) \
             SELECT '{email}', '{email}', '{email}', '{email}', id, 'waiting', 1, 1, 9000000000 FROM users \
             WHERE username = '{by}'"
        );
        assert_eq!(self.execute(&sql).await, 1);
        self.number(&format!("SELECT id FROM invitations WHERE email = '{email}'")).await
    }

    /// Invites an address and gives the mail.
    pub async fn invite(&self, staff: &mut Client, email: &str, rights: &[(&str, &str)]) -> Content {
        let fields = [&[("email", email)], rights].concat();
        let answer = staff.post_form(INVITE, &fields).await;
        assert_eq!(answer.outcome(), "303 /staff/invitations/", "{}", answer.body);
        let mails = self.mails().await;
        mails.into_iter().rfind(|mail| mail.to == email).expect("a mail")
    }
}

/// The fields that accept an invitation.
pub fn accepting<'a>(token: &'a str, name: &'a str) -> [(&'static str, &'a str); 4] {
    [("token", token), ("username", name), ("password1", PASSWORD), ("password2", PASSWORD)]
}

/// Accepting one: who does it, the fields, and queries for what is stored.
pub async fn acceptance(app: &TestApp, root: &mut Client, name: &str) -> super::changes::Parts {
    let email = format!("{name}@example.com");
    let token = token_of(&app.invite(root, &email, &[("is_staff", "on")]).await);
    let fields = accepting(&token, name).map(|(field, value)| (field, value.to_owned())).to_vec();
    let of_user = |from: &str| format!("SELECT COUNT(*) FROM {from} u.username = '{name}'");
    let stored = vec![
        of_user("users u WHERE u.confirmed_email = u.email AND u.is_staff = TRUE AND"),
        of_user("activity a JOIN users u ON u.id = a.user_id WHERE event = 'signup' AND"),
        of_user("sessions s JOIN users u ON u.id = s.user_id WHERE"),
        of_user("invitations i JOIN users u ON u.id = i.accepted_by WHERE i.state = 'accepted' AND"),
        format!("SELECT COUNT(*) FROM audit WHERE target = '{name}' AND action = 'created'"),
    ];
    (app.visitor(), fields, stored)
}

/// A change of staff: an invitation without rights, of root.
pub async fn change(app: &TestApp, path: &'static str, name: &str) -> StaffChange {
    let email = format!("{name}@example.com");
    if path == INVITE {
        let one = |from: &str| format!("SELECT COUNT(*) FROM {from} i.email = '{email}'");
        return StaffChange {
            path,
            fields: vec![("email", email.clone())],
            target: name.to_owned(),
            leads_to: "/staff/invitations/".to_owned(),
            audited: one("audit a JOIN invitations i ON i.id = a.target_id WHERE a.target_kind = 'invitation' AND"),
            done: one("invitations i WHERE i.state = 'waiting' AND"),
        };
    }
    let id = app.put_invitation("root", &email).await;
    let is = if path == AGAIN { "token_hash <> email" } else { "state = 'withdrawn'" };
    StaffChange {
        path,
        fields: vec![("id", id.to_string())],
        target: id.to_string(),
        leads_to: format!("/staff/invitations/{id}/"),
        audited: format!("SELECT COUNT(*) FROM audit WHERE target_kind = 'invitation' AND target = '{id}'"),
        done: format!("SELECT COUNT(*) FROM invitations WHERE id = {id} AND {is}"),
    }
}
