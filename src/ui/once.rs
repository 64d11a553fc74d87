//! Views that are the same in every document: rendered once, and written as they are.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::{prelude::*, reactive::owner::Owner};

use super::context::{PageContext, SealedOwner, with_page};

/// Stands for the sealed owner of the viewer.
const OWNER: &str = "SEALED-OWNER";

/// The HTML of a part, around the sealed owner that its form carries.
pub struct Fixed(Vec<String>);

impl Fixed {
    /// Renders the part, outside of any page.
    pub fn new<V: IntoView>(view: impl FnOnce() -> V) -> Self {
        // Often the first page that needs the part is being rendered: it keeps its own context.
        let page = Owner::current();
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| {
            PageContext { sealed_owner: SealedOwner(Some(OWNER.to_owned())), ..PageContext::default() }.provide();
            let mut html = String::new();
            push_without_markers(&mut html, &view().into_view().to_html());
            html
        });
        owner.unset_with_forced_cleanup();
        page.inspect(Owner::set);
        Self(html.split(OWNER).map(str::to_owned).collect())
    }

    /// The HTML for a viewer.
    pub fn html(&self) -> String {
        let sealed = with_page(|page| page.sealed_owner.0.clone()).flatten().unwrap_or_default();
        self.0.join(sealed.as_str())
    }
}

/// The framework writes an empty comment where something may be inserted later. No page does that, and text never contains one,
/// because its `<` is escaped.
pub fn push_without_markers(to: &mut String, html: &str) {
    html.split("<!>").for_each(|part| to.push_str(part));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_the_first_to_need_a_part_keeps_its_context() {
        let owner = Owner::new_root(None);
        owner.set();
        PageContext { sealed_owner: SealedOwner(Some("sealed".to_owned())), ..PageContext::default() }.provide();
        let part = Fixed::new(|| {
            let sealed = with_page(|page| page.sealed_owner.0.clone()).flatten();
            view! { <p>{sealed}</p> }
        });
        assert_eq!(part.html(), "<p>sealed</p>");
    }
}
