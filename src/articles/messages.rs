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
    pub const PREVIEW: &str = "Preview";
    pub const WRITE: &str = "Write";
    pub const NOT_SAVED_YET: &str = "This is a preview. Nothing has been saved yet.";
    pub const FORMAT: &str = "Format";
    pub const BOLD: &str = "Bold";
    pub const ITALIC: &str = "Italic";
    pub const LINK: &str = "Link";
    pub const LIST: &str = "List";
    pub const CODE: &str = "Code";
    pub const QUOTE: &str = "Quote";
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
    pub const MORE: &str = "More articles";
    pub const ALL: &str = "All articles";
    pub const COPY: &str = "Copy link";
    pub const COPIED: &str = "Link copied";

    pub fn minutes(minutes: usize) -> String {
        format!("{minutes} min read")
    }
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
    pub const MINE: &str = "My articles";
    pub const SEARCH: &str = "Search";
    pub const SEARCH_LABEL: &str = "Search articles";
    pub const NOTHING_FOUND: &str = "Nothing found";
    pub const OTHER_WORDS: &str = "No article has all of these words. Try fewer, or others.";
    pub const SHOW_ALL: &str = "See all articles";
    pub const ABOUT: &str = "The newest articles.";

    pub fn found(text: &str) -> String {
        format!("Articles with “{text}”")
    }
}

/// A user's own articles.
pub mod mine {
    pub const HEADING: &str = "My articles";
    pub const WHICH: &str = "Which articles";
    pub const PUBLISHED: &str = "Published";
    pub const DRAFTS: &str = "Drafts";
    pub const NONE_PUBLISHED: &str = "Nothing published yet";
    pub const NO_DRAFTS: &str = "No drafts";
    pub const WRITE_ONE: &str = "What you publish appears here. What is not finished stands under Drafts.";
    pub const DRAFT_ONE: &str = "What you save as a draft appears here. Only you and editors can see it.";
}

/// The page of an author.
pub mod person {
    pub fn about(name: &str) -> String {
        format!("Articles by {name}.")
    }
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
    pub const IS_PUBLIC: &str = "Public";
    pub const IS_DRAFT: &str = "Draft";
    /// Where the author's own text says otherwise.
    pub const HIDES_IT: &str = "The saved version is public, and yours says “Draft”: saving hides the article. Choose “Public” to leave it in sight.";
    pub const PUBLISHES_IT: &str = "The saved version is a draft, and yours says “Public”: saving publishes it. Choose “Draft” to keep it to yourself.";
}

pub mod delete {
    pub const HEADING: &str = "Delete article";
    /// Around the title.
    pub const QUESTION: (&str, &str) = ("Delete ", "? This cannot be undone.");
    pub const CONFIRM: &str = "Delete";
    pub const CANCEL: &str = "Cancel";
}

/// What the viewer has saved to read later.
pub mod reading {
    pub const HEADING: &str = "Reading list";
    pub const SAVE: &str = "Save for later";
    pub const REMOVE: &str = "Remove from reading list";
    /// Read aloud after the word on the button, before the title.
    pub const REMOVE_SHORT: &str = "Remove";
    pub const EMPTY: &str = "Nothing saved yet";
    pub const EMPTY_TEXT: &str = "Open an article and choose “Save for later”: it is then listed here.";
    pub const TO_ARTICLES: &str = "See the articles";
    pub const OF_VISITOR: &str = "This list is kept in this browser only. With an account you have it everywhere.";
}

/// Notices over the next page.
pub mod notice {
    use crate::shared::Notice;

    pub const PUBLISHED: Notice = Notice { id: "article_published", text: "Published. Everyone can read it now." };
    pub const DRAFT_SAVED: Notice =
        Notice { id: "article_draft_saved", text: "Draft saved. Only you and editors can see it." };
    pub const SAVED: Notice = Notice { id: "article_saved", text: "Your changes are saved." };
    pub const DELETED: Notice = Notice { id: "article_deleted", text: "Article deleted." };

    pub const READING_SAVED: Notice = Notice { id: "reading_saved", text: "Saved to your reading list." };
    pub const READING_REMOVED: Notice = Notice { id: "reading_removed", text: "Removed from your reading list." };

    pub const ALL: [Notice; 6] = [PUBLISHED, DRAFT_SAVED, SAVED, DELETED, READING_SAVED, READING_REMOVED];
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
