//! Forms as a browser fills them in: the fields that a page offers, changed one by one and posted.

use super::{Answer, Client};

/// Names and values, in the order of the page.
pub type Fields = Vec<(String, String)>;

/// The fields that a browser would send for the form with this action; boxes only when they are ticked.
pub fn form_of(page: &Answer, action: &str) -> Fields {
    form_in(&page.body, action)
}

/// The same for the text of a page.
pub fn form_in(page: &str, action: &str) -> Fields {
    let start = page.find(&format!("action=\"{action}\"")).unwrap_or_else(|| panic!("no form {action}: {page}"));
    let html = &page[start..start + page[start..].find("</form>").unwrap()];
    html.split("<input").skip(1).filter_map(|tag| field(&tag[..tag.find('>').unwrap()])).collect()
}

/// Name and value of an input, when a browser would send it.
fn field(tag: &str) -> Option<(String, String)> {
    let is_box = attribute(tag, "type").as_deref() == Some("checkbox");
    if tag.contains(" disabled") || is_box && !tag.contains(" checked") {
        return None;
    }
    let default = if is_box { "on" } else { "" };
    Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_else(|| default.to_owned())))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(tag[from..from + tag[from..].find('"')?].replace("&quot;", "\"").replace("&amp;", "&"))
}

/// The form of a user on the staff page.
pub async fn user_form(staff: &mut Client, id: i64) -> Fields {
    part_of(staff, id, "/api/staff/users/update").await
}

/// The form of their names and address.
pub async fn profile_form(staff: &mut Client, id: i64) -> Fields {
    part_of(staff, id, PROFILE).await
}

/// Where it is sent.
pub const PROFILE: &str = "/api/staff/users/profile";

async fn part_of(staff: &mut Client, id: i64, function: &str) -> Fields {
    let page = staff.get(&format!("/staff/users/{id}/")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    form_of(&page, function)
}

/// The form with one field set to a value; an empty value removes the field, as unticking a box does.
pub fn with(fields: &[(String, String)], name: &str, value: &str) -> Fields {
    let others = fields.iter().filter(|(other, _)| other != name).cloned();
    others.chain((!value.is_empty()).then(|| (name.to_owned(), value.to_owned()))).collect()
}

/// Posts the form as the browser itself does.
pub async fn send(client: &mut Client, path: &str, fields: &[(String, String)]) -> Answer {
    client.post_form(path, &borrowed(fields)).await
}

/// Owned fields in the shape that [`Client::post`] takes.
pub fn borrowed<N: AsRef<str>>(fields: &[(N, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect()
}
