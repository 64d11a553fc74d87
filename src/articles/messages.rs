//! Every sentence, label and button of this domain's pages.

/// The fields and buttons of an article's form.
pub mod form {
    pub const TITLE: &str = "Title";
    pub const TITLE_REQUIRED: &str = "Enter a title.";
    pub const CONTENT: &str = "Text";
    pub const CONTENT_REQUIRED: &str = "Enter some text.";
    pub const VISIBILITY: &str = "Who can read it";
    pub const PUBLISHED: &str = "Public: everyone";
    pub const DRAFT: &str = "Draft: only you and editors";
    pub const PUBLISH: &str = "Publish";
    pub const SAVE_DRAFT: &str = "Save draft";
    pub const SAVE: &str = "Save";
    pub const CANCEL: &str = "Cancel";
}

/// What lists and pages say of an article.
pub mod article {
    pub const DRAFT: &str = "Draft";
    pub const FORMER_MEMBER: &str = "a former member";
    pub const EDIT: &str = "Edit";
    pub const DELETE: &str = "Delete";
    pub const ONLY_YOU: &str = "Only you and editors can see this.";
    pub const ONLY_AUTHOR: &str = "Only its author and editors can see this.";
    /// Before the time of the last change.
    pub const EDITED: &str = "Edited ";
}

pub mod list {
    pub const HEADING: &str = "Articles";
    pub const CREATE: &str = "Write an article";
    pub const NONE_YET: &str = "No articles yet";
    pub const BE_THE_FIRST: &str = "Be the first to write one.";
    pub const LOG_IN_TO_BE_THE_FIRST: &str = "Log in to write the first one.";
    pub const LOG_IN: &str = "Log in to write";
    pub const PAST_THE_END: &str = "No more articles";
    pub const TRY_THE_START: &str = "There is nothing on this page of the list.";
    pub const TO_THE_START: &str = "See the newest articles";
}

pub mod create {
    pub const HEADING: &str = "Write an article";
}

pub mod update {
    pub const HEADING: &str = "Edit article";
    pub const SAVED_VERSION: &str = "The saved version";
    pub const WHAT_TO_DO: &str =
        "Copy anything you want to keep into your text. Saving again replaces this version with yours.";
    /// Before the time.
    pub const SAVED: &str = "Saved ";
}

pub mod delete {
    pub const HEADING: &str = "Delete article";
    /// Around the title.
    pub const QUESTION: (&str, &str) = ("Delete ", "? This cannot be undone.");
    pub const CONFIRM: &str = "Delete";
    pub const CANCEL: &str = "Cancel";
}

/// All articles, in the staff area.
pub mod moderation {
    pub const HEADING: &str = "Articles";
    pub const IN_SHORT: &str = "Every article, drafts too.";
    pub const CRUMBS: &str = "Breadcrumb";
    pub const STAFF: &str = "Staff";
    pub const FILTERS: &str = "Which articles";
    pub const ALL: &str = "All";
    pub const DRAFTS: &str = "Drafts";
    pub const NONE: &str = "No articles.";
    pub const TITLE: &str = "Title";
    pub const AUTHOR: &str = "Author";
    pub const WRITTEN: &str = "Written";
    pub const ACTIONS: &str = "Actions";

    /// Read aloud, because "Edit" alone, twenty times, does not say which.
    pub fn edit(title: &str) -> String {
        format!("Edit {title}")
    }

    /// Read aloud.
    pub fn delete(title: &str) -> String {
        format!("Delete {title}")
    }
}
