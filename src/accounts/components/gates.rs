//! Gates: parts of a page that only some viewers see. A gate hides what the server would refuse anyway; it protects no secret.
//! Django: `{% if perms.articles.view_article %}`.

use leptos::prelude::*;

use super::viewer::use_viewer;
use crate::accounts::types::Permission;

/// Shown to viewers with the permission.
#[component]
pub fn Can(permission: Permission, children: Children) -> impl IntoView {
    use_viewer().has(permission).then(children)
}
