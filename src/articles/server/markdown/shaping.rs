//! The pieces of a Markdown text as this site shows them: HTML is text, headings stand below that of the page, links lead to the web only,
//! and nothing is nested deeper than a phone can show.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::addresses::{Piece, split};

/// How deep lists, quotes and tables may stand in one another, and how deep emphasis. What is deeper keeps its text.
const BLOCKS_MAX: usize = 6;
const INLINES_MAX: usize = 8;

pub struct Shaper<'a> {
    remote_images: bool,
    /// The highest heading of the text.
    highest: usize,
    /// The level of the heading before; that of the page is 1.
    heading: usize,
    open: Vec<Open>,
    shaped: Vec<Event<'a>>,
}

/// An element that has begun.
struct Open {
    is_kept: bool,
    kind: Kind,
    end: TagEnd,
}

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Block,
    Inline,
    Link,
    /// Its texts are no text of the page.
    Picture,
    /// The address of a picture that became a link, and how much there was when it began.
    PictureLink(String, usize),
    Code,
    Other,
}

impl<'a> Shaper<'a> {
    pub fn new(remote_images: bool, events: &[Event]) -> Self {
        let level = |event: &Event| {
            if let Event::Start(Tag::Heading { level, .. }) = event { Some(*level as usize) } else { None }
        };
        let highest = events.iter().filter_map(level).min().unwrap_or(1);
        Self { remote_images, highest, heading: 1, open: Vec::new(), shaped: Vec::with_capacity(events.len()) }
    }

    pub fn shape(mut self, events: Vec<Event<'a>>) -> Vec<Event<'a>> {
        for event in events {
            match event {
                Event::Start(tag) => self.begin(tag),
                Event::End(_) => self.end(),
                Event::Text(text) => self.text(text),
                Event::Html(text) => self.line(&text),
                Event::InlineHtml(text) => self.shaped.push(Event::Text(text)),
                Event::SoftBreak if self.is_in(&Kind::Picture) => self.shaped.push(Event::SoftBreak),
                Event::SoftBreak => self.shaped.push(Event::HardBreak),
                Event::TaskListMarker(is_done) => {
                    self.shaped.push(Event::Text(if is_done { "☑ " } else { "☐ " }.into()))
                }
                other => self.shaped.push(other),
            }
        }
        self.shaped
    }

    fn is_in(&self, kind: &Kind) -> bool {
        self.open.iter().any(|open| open.is_kept && open.kind == *kind)
    }

    fn is_in_link(&self) -> bool {
        self.open.iter().any(|open| open.is_kept && matches!(open.kind, Kind::Link | Kind::PictureLink(..)))
    }

    fn begin(&mut self, tag: Tag<'a>) {
        let (kind, tag) = self.shaped_tag(tag);
        let end = tag.as_ref().map_or(TagEnd::Paragraph, Tag::to_end);
        if matches!(tag, Some(Tag::Table(_))) {
            self.shaped.push(Event::Html("<div class=\"wide\">".into()));
        }
        self.open.push(Open { is_kept: tag.is_some(), kind, end });
        self.shaped.extend(tag.map(Event::Start));
    }

    /// The tag as it is shown, if it is.
    fn shaped_tag(&mut self, tag: Tag<'a>) -> (Kind, Option<Tag<'a>>) {
        let parent = self.open.last().is_none_or(|open| open.is_kept);
        match tag {
            Tag::BlockQuote(_) => {
                (Kind::Block, self.has_room(&Kind::Block, BLOCKS_MAX).then_some(Tag::BlockQuote(None)))
            }
            Tag::List(_) | Tag::Table(_) => (Kind::Block, self.has_room(&Kind::Block, BLOCKS_MAX).then_some(tag)),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                (Kind::Inline, self.has_room(&Kind::Inline, INLINES_MAX).then_some(tag))
            }
            // Nothing without the list or the table that it belongs to.
            Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell => (Kind::Other, parent.then_some(tag)),
            Tag::HtmlBlock => (Kind::Other, Some(Tag::Paragraph)),
            Tag::CodeBlock(_) => (Kind::Code, Some(Tag::CodeBlock(CodeBlockKind::Indented))),
            Tag::Heading { level, .. } => (Kind::Other, Some(self.heading(level as usize))),
            Tag::Link { link_type, dest_url, .. } => (Kind::Link, self.link(link_type, dest_url)),
            Tag::Image { dest_url, .. } => self.picture(dest_url),
            Tag::Paragraph => (Kind::Other, Some(tag)),
            // Extensions that are off.
            _ => (Kind::Other, None),
        }
    }

    fn has_room(&self, kind: &Kind, most: usize) -> bool {
        self.open.iter().filter(|open| open.is_kept && open.kind == *kind).count() < most
    }

    /// The highest headings of a text are second to that of the page, and none is more than one level below the one before.
    fn heading(&mut self, level: usize) -> Tag<'a> {
        const LEVELS: [HeadingLevel; 5] =
            [HeadingLevel::H2, HeadingLevel::H3, HeadingLevel::H4, HeadingLevel::H5, HeadingLevel::H6];
        self.heading = (level - self.highest + 2).min(self.heading + 1).min(6);
        Tag::Heading { level: LEVELS[self.heading - 2], id: None, classes: Vec::new(), attrs: Vec::new() }
    }

    fn link(&self, link_type: LinkType, target: CowStr<'a>) -> Option<Tag<'a>> {
        let is_allowed = link_type == LinkType::Email || leads_well(&target);
        (is_allowed && !self.is_in_link()).then(|| link_to(link_type, target))
    }

    fn picture(&self, target: CowStr<'a>) -> (Kind, Option<Tag<'a>>) {
        if self.remote_images && starts_with(&target, "https://") {
            let tag = Tag::Image { link_type: LinkType::Inline, dest_url: target, title: "".into(), id: "".into() };
            return (Kind::Picture, Some(tag));
        }
        let link = self.link(LinkType::Inline, target.clone());
        (Kind::PictureLink(target.into_string(), self.shaped.len() + 1), link)
    }

    fn end(&mut self) {
        let Some(Open { is_kept, kind, end }) = self.open.pop() else { return };
        if !is_kept {
            // What stood in blocks of their own stays in lines of their own.
            if matches!(kind, Kind::Block | Kind::Other) {
                self.shaped.push(Event::HardBreak);
            }
            return;
        }
        if let Kind::PictureLink(address, begun) = kind
            && self.shaped.len() == begun
        {
            self.shaped.push(Event::Text(address.into()));
        }
        self.shaped.push(Event::End(end));
        if matches!(end, TagEnd::Table) {
            self.shaped.push(Event::Html("</div>\n".into()));
        }
    }

    /// A text, in which bare addresses become links.
    fn text(&mut self, text: CowStr<'a>) {
        if self.is_in_link() || self.is_in(&Kind::Picture) || self.is_in(&Kind::Code) {
            return self.shaped.push(Event::Text(text));
        }
        match split(&text)[..] {
            [Piece::Text(_)] => self.shaped.push(Event::Text(text)),
            ref pieces => {
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => self.shaped.push(Event::Text((*text).to_owned().into())),
                        Piece::Address { shown, target } => self.shaped.extend([
                            Event::Start(link_to(LinkType::Autolink, target.clone().into())),
                            Event::Text((*shown).to_owned().into()),
                            Event::End(TagEnd::Link),
                        ]),
                    }
                }
            }
        }
    }

    /// A line of a block of HTML.
    fn line(&mut self, line: &str) {
        if matches!(self.shaped.last(), Some(Event::Text(_))) {
            self.shaped.push(Event::HardBreak);
        }
        self.shaped.push(Event::Text(line.trim_end_matches('\n').to_owned().into()));
    }
}

fn link_to<'a>(link_type: LinkType, target: CowStr<'a>) -> Tag<'a> {
    Tag::Link { link_type, dest_url: target, title: "".into(), id: "".into() }
}

/// Whether a link leads to the web, to a mailbox or to a page of this site.
fn leads_well(target: &str) -> bool {
    let is_own = target.starts_with('/') && !target[1..].starts_with(['/', '\\']);
    let is_foreign = ["http://", "https://", "mailto:"].iter().any(|scheme| starts_with(target, scheme));
    (is_own || is_foreign) && !target.chars().any(char::is_control)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}
