//! Items of feeds: RSS 2.0 and 1.0, Atom (RFC 4287).
//!
//! An item holds the article or a summary of it, most often as HTML that is escaped or stands in a CDATA section. Both are
//! undone with places, so that each word still points at its bytes.

use super::found::Found;
use super::places::Mapped;
use super::{Published, Stated, html, plain};
use crate::value::html::decode_entities;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// An item of a feed.
pub(super) struct Item {
    /// Where it stands in the text of the feed.
    pub(super) at: Range<usize>,
    pub(super) found: Found,
    /// There is a summary only, or a description that may be one.
    pub(super) is_summary: bool,
}

/// Something in a feed that is no XML.
pub(super) struct Broken {
    pub(super) at: usize,
    pub(super) message: String,
}

/// Places where reading may go on behind something that is no XML.
const SECOND_LOOKS: usize = 100;
/// Deepest nesting in a feed.
const DEPTH: usize = 256;

/// Hands the items of a feed to `take`, with what is broken between them.
pub(super) fn read<E>(
    source: &Mapped,
    take: &mut dyn FnMut(Result<Item, Broken>) -> Result<(), E>,
) -> Result<(), E> {
    let mut channel = Channel::default();
    let mut from = 0;
    for _ in 0..=SECOND_LOOKS {
        let mut items = Items::new(source, from, &mut channel);
        let broken = loop {
            match items.next() {
                Ok(Some(item)) => take(Ok(item))?,
                Ok(None) => break None,
                Err(broken) => break Some(broken),
            }
        };
        let Some(broken) = broken else { return Ok(()) };
        // The next item is read as if nothing had happened.
        let behind = source.text.ceil_char_boundary(broken.at.max(from) + 1);
        take(Err(broken))?;
        let rest = &source.text.as_bytes()[behind.min(source.text.len())..];
        let next =
            ["<item", "<entry"].iter().filter_map(|tag| memchr::memmem::find(rest, tag.as_bytes())).min();
        match next {
            Some(next) => from = behind + next,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// What holds for all items.
#[derive(Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
}

/// A field of an item that is being read.
struct Open {
    name: Name,
    depth: usize,
    /// Behind its start tag.
    start: usize,
    text: Mapped,
    /// Elements stand in it that were not escaped.
    has_elements: bool,
    /// Atom's `type` says that it is no HTML.
    is_text: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Title,
    Content,
    Summary,
    Published,
    Author,
    Link,
    Id,
    Language,
}

/// The field that a name stands for, by its last part: prefixes are the feed's own choice.
fn name(element: &str) -> Option<(Name, &'static str)> {
    Some(match element {
        "title" => (Name::Title, "feed title"),
        "content:encoded" | "content" => (Name::Content, "feed content"),
        "description" | "summary" => (Name::Summary, "feed summary"),
        "pubDate" => (Name::Published, "feed pubDate"),
        "published" => (Name::Published, "feed published"),
        "dc:date" => (Name::Published, "feed dc:date"),
        "author" | "dc:creator" => (Name::Author, "feed author"),
        "link" => (Name::Link, "feed link"),
        "guid" | "id" => (Name::Id, "feed id"),
        "language" | "dc:language" => (Name::Language, "feed language"),
        _ => return None,
    })
}

struct Items<'a, 'c> {
    source: &'a Mapped,
    reader: Reader<&'a [u8]>,
    /// Where the reader began.
    from: usize,
    channel: &'c mut Channel,
    depth: usize,
    item: Option<Draft>,
    field: Option<Open>,
    found: &'static str,
    /// What ends the reading once the item at hand is handed on.
    broken: Option<Broken>,
}

struct Draft {
    start: usize,
    depth: usize,
    title: Option<Mapped>,
    content: Option<Mapped>,
    summary: Option<Mapped>,
    found: Found,
}

impl<'a, 'c> Items<'a, 'c> {
    fn new(source: &'a Mapped, from: usize, channel: &'c mut Channel) -> Self {
        let mut reader = Reader::from_str(&source.text[from..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self { source, reader, from, channel, depth: 0, item: None, field: None, found: "", broken: None }
    }

    fn position(&self) -> usize {
        (self.from + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX))
            .min(self.source.text.len())
    }

    fn next(&mut self) -> Result<Option<Item>, Broken> {
        if let Some(broken) = self.broken.take() {
            return Err(broken);
        }
        loop {
            let before = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = self.from + usize::try_from(self.reader.error_position()).unwrap_or(0);
                    return self.stop(before, Broken { at: at.max(before), message: error.to_string() });
                }
            };
            let at = before..self.position();
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        let message = "elements are nested too deep".to_owned();
                        return self.stop(at.start, Broken { at: at.start, message });
                    }
                    if let Some(item) = self.start(&start, at) {
                        return Ok(Some(item));
                    }
                }
                Event::End(_) => {
                    let item = self.end(at);
                    self.depth = self.depth.saturating_sub(1);
                    if let Some(item) = item {
                        return Ok(Some(item));
                    }
                }
                Event::Text(_) => self.text(at),
                Event::CData(_) => {
                    let inside = at.start + "<![CDATA[".len()..at.end.saturating_sub("]]>".len());
                    self.text(inside);
                }
                Event::GeneralRef(_) => self.reference(at),
                Event::Eof => {
                    // A feed that was cut: the last item is what there is of it.
                    let end = self.source.text.len();
                    self.close_field(end);
                    return Ok(self.item.take().map(|item| self.finish(item, end)));
                }
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Ends the reading here: with the item at hand, if there is one.
    fn stop(&mut self, end: usize, broken: Broken) -> Result<Option<Item>, Broken> {
        self.close_field(end);
        match self.item.take() {
            Some(item) => {
                self.broken = Some(broken);
                Ok(Some(self.finish(item, end)))
            }
            None => Err(broken),
        }
    }

    /// A start tag. An item within an item is the end of one that was not ended.
    fn start(&mut self, start: &BytesStart<'_>, at: Range<usize>) -> Option<Item> {
        let element: &str = start;
        let element = element.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
        if matches!(element, "item" | "entry") {
            self.close_field(at.start);
            let before = self.item.take().map(|item| self.finish(item, at.start));
            self.item = Some(Draft {
                start: at.start,
                depth: self.depth,
                title: None,
                content: None,
                summary: None,
                found: Found::default(),
            });
            return before;
        }
        if let Some(field) = &mut self.field {
            // An author's name is an element of its own in Atom, and no markup.
            field.has_elements |= field.name != Name::Author;
            return None;
        }
        if self.item.is_none()
            && self.channel.language.is_none()
            && let Some(language) = attribute(start, "xml:lang")
        {
            self.channel.language = Some(language);
        }
        let (name, found) = name(element)?;
        if name == Name::Link
            && let (Some(item), Some(href)) = (&mut self.item, attribute(start, "href"))
        {
            let is_page = attribute(start, "rel").is_none_or(|rel| rel == "alternate");
            if is_page && item.found.url.is_none() {
                item.found.url = Some(Stated { text: href, found });
            }
        }
        let is_text = attribute(start, "type").is_some_and(|kind| kind == "text" || kind == "text/plain");
        self.found = found;
        self.field = Some(Open {
            name,
            depth: self.depth,
            start: at.end,
            text: Mapped::default(),
            has_elements: false,
            is_text,
        });
        None
    }

    fn end(&mut self, at: Range<usize>) -> Option<Item> {
        if self.field.as_ref().is_some_and(|field| field.depth >= self.depth) {
            self.close_field(at.start);
        }
        let ends = self.item.as_ref().is_some_and(|item| item.depth >= self.depth);
        let item = self.item.take_if(|_| ends)?;
        Some(self.finish(item, at.end))
    }

    fn text(&mut self, at: Range<usize>) {
        if let Some(field) = &mut self.field {
            field.text.push_from(self.source, at);
        }
    }

    /// `&amp;` and the like. Entities that the feed declares itself are not expanded: they can be made to grow without
    /// end, and no feed needs them.
    fn reference(&mut self, at: Range<usize>) {
        if let Some(field) = &mut self.field {
            let written = self.source.text.get(at.clone()).unwrap_or("");
            field.text.push(&decode_entities(written), self.source.places.place(at));
        }
    }

    fn close_field(&mut self, end: usize) {
        let Some(field) = self.field.take() else { return };
        let text = field.text;
        let Some(item) = &mut self.item else {
            let words = text.text.split_whitespace().collect::<Vec<_>>().join(" ");
            match field.name {
                Name::Title => self.channel.title.get_or_insert(words),
                Name::Language => self.channel.language.get_or_insert(words),
                _ => return,
            };
            return;
        };
        let found = self.found;
        let stated = || {
            let text = text.text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(Stated { text, found })
        };
        match field.name {
            Name::Title | Name::Content | Name::Summary => {
                let text = if field.has_elements {
                    html::read_piece(&self.source.slice(field.start..end))
                } else if field.is_text || !text.text.contains(['<', '&']) {
                    plain::paragraphs(&text, 0..text.text.len())
                } else {
                    html::read_piece(&text)
                };
                let place = match field.name {
                    Name::Title => &mut item.title,
                    Name::Content => &mut item.content,
                    _ => &mut item.summary,
                };
                place.get_or_insert(text);
            }
            Name::Published => {
                let published = Published::read(&text.text, found);
                item.found.published = item.found.published.take().or(published);
            }
            Name::Author => item.found.author = item.found.author.take().or_else(stated),
            Name::Link => item.found.url = item.found.url.take().or_else(stated),
            Name::Id => item.found.id = item.found.id.take().or_else(stated),
            Name::Language => item.found.language = item.found.language.take().or_else(stated),
        }
    }

    fn finish(&self, item: Draft, end: usize) -> Item {
        let Draft { start, title, content, summary, mut found, .. } = item;
        let content = content.filter(|content| !content.text.is_empty());
        let is_summary = content.is_none();
        found.text = content.or(summary).unwrap_or_default();
        if let Some(title) = title.filter(|title| !title.text.is_empty()) {
            let mut words = Mapped::default();
            words.push_words(&title, 0..title.text.len());
            found.put_title_first(&words);
            found.title = Some(Stated { text: words.text, found: "feed title" });
        }
        let of_channel = |text: &Option<String>, found| text.clone().map(|text| Stated { text, found });
        found.publisher = of_channel(&self.channel.title, "feed channel title");
        found.language = found.language.or_else(|| of_channel(&self.channel.language, "feed language"));
        Item { at: start..end, found, is_summary }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    // What follows an attribute that is broken is not looked at.
    let found =
        start.attributes().take_while(Result::is_ok).flatten().find(|found| found.key.as_ref() == name)?;
    Some(decode_entities(&found.value).trim().to_owned())
}
