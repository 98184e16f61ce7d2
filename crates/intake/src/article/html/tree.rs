//! A page as elements and paragraphs.
//!
//! This is less than the standard's tree: elements within a line (`b`, `span`) leave no trace but their text, and
//! an end tag that fits nothing near is passed over. Each tag costs a bounded amount of work and nothing recurses, so
//! that no nesting, however deep, costs more than its bytes.

use super::meta::Head;
use super::tokens::{Attributes, Tokens};
use crate::article::places::{Mapped, words};
use std::ops::Range;

/// What an element is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Root,
    Body,
    Division,
    Article,
    Main,
    Paragraph,
    Heading(u8),
    Quote,
    List,
    Item,
    Table,
    Row,
    Cell,
    Pre,
    Caption,
    /// `nav`, `footer`, `aside` and the like: seldom part of the article.
    Aside,
    /// The top of a page or of an article.
    Header,
    /// The title of the page.
    Title,
    /// Nothing in it is text for readers.
    Hidden,
}

/// What a name says of an element.
fn tag(name: &[u8]) -> Option<Tag> {
    Some(match name {
        b"body" => Tag::Body,
        b"div" | b"section" | b"center" | b"fieldset" | b"details" | b"summary" | b"hgroup" | b"address" => {
            Tag::Division
        }
        b"article" => Tag::Article,
        b"main" => Tag::Main,
        b"p" => Tag::Paragraph,
        [b'h', digit @ b'1'..=b'6'] => Tag::Heading(digit - b'0'),
        b"blockquote" => Tag::Quote,
        b"ul" | b"ol" | b"dl" => Tag::List,
        b"li" | b"dt" | b"dd" => Tag::Item,
        b"table" => Tag::Table,
        b"tr" | b"thead" | b"tbody" | b"tfoot" => Tag::Row,
        b"td" | b"th" | b"caption" => Tag::Cell,
        b"pre" => Tag::Pre,
        b"figure" | b"figcaption" => Tag::Caption,
        b"nav" | b"footer" | b"aside" | b"form" | b"dialog" | b"menu" => Tag::Aside,
        b"header" => Tag::Header,
        b"title" => Tag::Title,
        b"script" | b"style" | b"noscript" | b"template" | b"svg" | b"math" | b"iframe" | b"object"
        | b"select" | b"textarea" | b"button" | b"canvas" | b"audio" | b"video" | b"xmp" | b"noembed"
        | b"noframes" => Tag::Hidden,
        _ => return None,
    })
}

/// Elements within a line that matter when they are not shown, and within themselves then.
const INLINE: [&[u8]; 8] = [b"span", b"a", b"b", b"i", b"em", b"strong", b"small", b"label"];

/// Signs that an element is not part of the article, and signs that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// Its name or class is that of something beside an article.
    pub(super) is_beside: bool,
    /// The same, of words of readers: there may be more of them than of the article.
    pub(super) is_comments: bool,
    /// Marked as the body of the article (schema.org's `articleBody`).
    pub(super) is_article_body: bool,
}

/// An element. Those inside follow it in the list of all, those behind follow them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) parent: usize,
    pub(super) tag: Tag,
    pub(super) signs: Signs,
    /// It or one around it is not shown.
    pub(super) is_hidden: bool,
}

/// A paragraph: text without a break.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The element that it stands in.
    pub(super) node: usize,
    /// Its words in [`Page::flow`].
    pub(super) words: Range<usize>,
    /// Letters, of which one of a writing without spaces counts as two.
    pub(super) letters: usize,
    /// How many of them are part of links.
    pub(super) linked: usize,
}

/// A page taken apart.
pub(super) struct Page<'a> {
    source: &'a Mapped,
    /// Elements in the order of their start tags; the first is the page.
    pub(super) nodes: Vec<Node>,
    /// Paragraphs in their order.
    pub(super) blocks: Vec<Block>,
    /// Texts of all paragraphs, one behind the other.
    pub(super) flow: Mapped,
    /// What the page says of itself.
    pub(super) head: Head,
    /// There are more elements than are kept.
    pub(super) is_full: bool,
    /// There are more paragraphs than are kept; the rest is left.
    pub(super) is_over: bool,
    open: Vec<usize>,
    /// Elements that are open, by tag: end tags without a start tag are common, and must not cost a search.
    open_by_name: Vec<(Box<[u8]>, usize)>,
    names: Vec<usize>,
    link: Option<usize>,
    block: Range<usize>,
    letters: usize,
    linked: usize,
    /// White space in front of the next word.
    gap: Option<Range<usize>>,
    breaks: usize,
    /// Where a script with data begins, while it is read.
    script: Option<usize>,
}

/// Most elements and most paragraphs of a page: a hundred times what the longest articles have. They cost many times
/// their bytes in memory.
const MOST: usize = 500_000;

/// Elements that an end tag looks through for its start.
const LOOKED_THROUGH: usize = 256;

impl<'a> Page<'a> {
    pub(super) fn new(source: &'a Mapped) -> Self {
        let root = Node { parent: 0, tag: Tag::Root, signs: Signs::default(), is_hidden: false };
        Self {
            source,
            nodes: vec![root],
            blocks: Vec::new(),
            flow: Mapped::default(),
            head: Head::default(),
            is_full: false,
            is_over: false,
            open: vec![0],
            open_by_name: Vec::new(),
            names: vec![usize::MAX],
            link: None,
            block: 0..0,
            letters: 0,
            linked: 0,
            gap: None,
            breaks: 0,
            script: None,
        }
    }

    /// The words of a paragraph.
    pub(super) fn words(&self, block: &Block) -> &str {
        &self.flow.text[block.words.clone()]
    }

    /// Ends the last paragraph.
    pub(super) fn finish(&mut self) {
        self.end_block();
    }

    fn top(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    fn is_open(&self, name: &[u8]) -> bool {
        self.open_by_name.iter().any(|(known, open)| known.as_ref() == name && *open > 0)
    }

    fn end_block(&mut self) {
        self.block.end = self.flow.text.len();
        if !self.block.is_empty() {
            let node = self.top();
            if self.nodes[node].tag == Tag::Title {
                let title = || self.flow.slice(self.block.clone());
                self.head.page_title.get_or_insert_with(title);
            } else if self.blocks.len() >= MOST {
                self.is_over = true;
            } else {
                let words = self.block.clone();
                self.blocks.push(Block { node, words, letters: self.letters, linked: self.linked });
            }
        }
        self.block.start = self.block.end;
        (self.letters, self.linked, self.breaks, self.gap) = (0, 0, 0, None);
    }

    fn push(&mut self, name: &[u8], node: Node) {
        let known = self.open_by_name.iter().position(|(known, _)| known.as_ref() == name);
        let known = known.unwrap_or_else(|| {
            self.open_by_name.push((name.into(), 0));
            self.open_by_name.len() - 1
        });
        self.open_by_name[known].1 += 1;
        self.open.push(self.nodes.len());
        self.names.push(known);
        self.nodes.push(node);
    }

    fn pop(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
            if let Some((_, count)) = self.names.pop().and_then(|name| self.open_by_name.get_mut(name)) {
                *count -= 1;
            }
        }
        if self.link.is_some_and(|depth| depth > self.open.len()) {
            self.link = None;
        }
    }

    /// Adds one word, or a piece of one.
    fn word(&mut self, word: Range<usize>, otherwise: Option<&str>) {
        if let Some(gap) = self.gap.take()
            && self.flow.text.len() > self.block.start
        {
            let place = self.source.places.place(gap);
            self.flow.push(" ", place);
        }
        self.breaks = 0;
        let from = self.flow.text.len();
        match otherwise {
            Some(text) => {
                let place = self.source.places.place(word);
                self.flow.push(text, place);
            }
            None => self.flow.push_from(self.source, word),
        }
        let letters = letters(&self.flow.text[from..]);
        self.letters += letters;
        if self.link.is_some() {
            self.linked += letters;
        }
    }

    fn space(&mut self, at: Range<usize>) {
        self.gap = Some(match self.gap.take() {
            Some(gap) => gap.start..at.end,
            None => at,
        });
    }

    fn words_of(&mut self, text: &str, at: Range<usize>, otherwise: bool) {
        let mut end = 0;
        for word in words(text) {
            let place = |range: Range<usize>| {
                if otherwise { at.clone() } else { at.start + range.start..at.start + range.end }
            };
            if word.start > end {
                self.space(place(end..word.start));
            }
            end = word.end;
            self.word(place(word.clone()), otherwise.then_some(&text[word]));
        }
        if end < text.len() {
            self.space(if otherwise { at } else { at.start + end..at.end });
        }
    }
}

/// How much there is to read: letters and other signs, those of writings without spaces twice.
pub(super) fn letters(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(|c| if ('\u{2e80}'..='\u{d7ff}').contains(&c) { 2 } else { 1 }).sum()
}

impl Tokens for Page<'_> {
    fn open(&mut self, name: &[u8], attributes: &Attributes, at: Range<usize>) {
        self.script = None;
        match name {
            b"br" => {
                self.breaks += 1;
                if self.breaks > 1 {
                    self.end_block()
                } else {
                    self.space(at)
                }
                return;
            }
            b"hr" => return self.end_block(),
            b"a" => self.link = attributes.get("href").map(|_| self.open.len()),
            b"html" => self.head.language(attributes, "html lang"),
            b"meta" => return self.head.meta(attributes, &self.source.places),
            b"link" => return self.head.link(attributes, &self.source.places),
            b"time" => {
                let is_hidden = self.nodes[self.top()].is_hidden;
                self.head.time(attributes, is_hidden);
            }
            _ => {}
        }
        if let Some(property) = attributes.get("itemprop") {
            self.head.property(property, attributes);
        }
        let is_hidden = || super::signs::is_hidden(attributes) || self.is_open(name);
        let Some(tag) = tag(name).or_else(|| (INLINE.contains(&name) && is_hidden()).then_some(Tag::Hidden))
        else {
            return;
        };
        if self.nodes.len() >= MOST && tag != Tag::Hidden {
            // From here on paragraphs are all that is told apart.
            self.is_full = true;
            return self.end_block();
        }
        // The top of an article holds its first sentences, that of a page the name of the site.
        let tag = if tag == Tag::Header && self.is_open(b"article") { Tag::Division } else { tag };
        // What is not shown does not part a paragraph either.
        if tag != Tag::Hidden {
            self.end_block();
            // These end tags may be left out.
            if self.nodes[self.top()].tag == Tag::Paragraph {
                self.pop();
            }
        }
        let ends =
            |open: Tag| matches!((open, tag), (Tag::Item, Tag::Item) | (Tag::Cell, Tag::Cell | Tag::Row));
        if ends(self.nodes[self.top()].tag) {
            self.pop();
        }
        let parent = self.top();
        let node = Node {
            parent,
            tag,
            signs: super::signs::read(tag, attributes),
            is_hidden: self.nodes[parent].is_hidden
                || tag == Tag::Hidden
                || super::signs::is_hidden(attributes),
        };
        self.push(name, node);
        if name == b"script" && attributes.get("type").is_some_and(is_json_ld) {
            self.script = Some(at.end);
        }
    }

    fn close(&mut self, name: &[u8], at: Range<usize>) {
        if let Some(start) = self.script.take() {
            self.head.script(&self.source.slice(start..at.start.max(start)));
        }
        match name {
            b"a" => self.link = None,
            // What browsers make of it.
            b"br" => return self.space(at),
            _ => {}
        }
        let tag = tag(name).unwrap_or(Tag::Hidden);
        let known = self.open_by_name.iter().position(|(known, _)| known.as_ref() == name);
        let Some(known) = known.filter(|known| self.open_by_name[*known].1 > 0) else { return };
        let is_table = matches!(tag, Tag::Table | Tag::Row | Tag::Cell | Tag::Body);
        for (depth, open) in self.names.iter().enumerate().rev().take(LOOKED_THROUGH) {
            if *open == known {
                if tag != Tag::Hidden {
                    self.end_block();
                }
                while self.open.len() > depth {
                    self.pop();
                }
                return;
            }
            // An end tag inside a cell ends nothing around the table.
            if !is_table && self.nodes[self.open[depth]].tag == Tag::Cell {
                return;
            }
        }
    }

    fn text(&mut self, at: Range<usize>) {
        let source = self.source;
        if !self.nodes[self.top()].is_hidden && !self.is_over {
            self.words_of(source.text.get(at.clone()).unwrap_or(""), at, false);
        }
    }

    fn written_otherwise(&mut self, text: &str, at: Range<usize>) {
        if !self.nodes[self.top()].is_hidden && !self.is_over {
            self.words_of(text, at, true);
        }
    }
}

fn is_json_ld(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or("").trim();
    kind.eq_ignore_ascii_case("application/ld+json")
}
