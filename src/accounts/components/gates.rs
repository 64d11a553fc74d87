//! What only some see. A gate hides what would be refused anyway: the server decides, and no secret stands behind one.
//! Django: `{% if perms.articles.view_article %}`.

use leptos::prelude::*;

use super::viewer::use_viewer;
use crate::accounts::types::Permission;

/// Shown to whoever has the permission. Who that is does not change while a document is open, and neither does this.
#[component]
pub fn Can(permission: Permission, children: Children) -> impl IntoView {
    use_viewer().has(permission).then(children)
}
