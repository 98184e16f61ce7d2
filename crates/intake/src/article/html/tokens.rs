//! Tags and text of a page, with places.
//!
//! `html5gum` does what the WHATWG's standard says of tokens (section 13.2.5) and tells where it stands; this takes
//! down which bytes of the page each piece of text came from.

use crate::article::places::Mapped;
use html5gum::{Emitter, Error, State, Tokenizer, naive_next_state};
use std::ops::Range;

/// Takes what a page consists of, in its order.
pub(super) trait Tokens {
    /// A start tag, which stands at `at`.
    fn open(&mut self, name: &[u8], attributes: &Attributes, at: Range<usize>);
    /// An end tag.
    fn close(&mut self, name: &[u8], at: Range<usize>);
    /// Text that stands in the page as it is.
    fn text(&mut self, at: Range<usize>);
    /// Text that the page writes in another way at `at`: an entity, a line break of two bytes.
    fn written_otherwise(&mut self, text: &str, at: Range<usize>);
}

/// The attributes of one tag.
#[derive(Default)]
pub(super) struct Attributes {
    bytes: Vec<u8>,
    all: Vec<Attribute>,
}

struct Attribute {
    name: Range<usize>,
    value: Range<usize>,
    at: Range<usize>,
}

impl Attributes {
    /// The value of an attribute; of several by that name the first counts, as in browsers.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.find(name).map(|(value, _)| value)
    }

    /// The same, with the range of the page in which it is written.
    pub(super) fn find(&self, name: &str) -> Option<(&str, Range<usize>)> {
        let is_it = |attribute: &&Attribute| &self.bytes[attribute.name.clone()] == name.as_bytes();
        let found = self.all.iter().find(is_it)?;
        Some((std::str::from_utf8(&self.bytes[found.value.clone()]).ok()?, found.at.clone()))
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.all.clear();
    }

    fn begin(&mut self) {
        let end = self.bytes.len();
        self.all.push(Attribute { name: end..end, value: end..end, at: 0..0 });
    }
}

/// Constructs without an end that are taken for text before the rest of a page is given up.
const SECOND_LOOKS: usize = 4;

/// Takes `page` apart. Returns whether something in it has no end: a comment, a tag, a script. Such a thing would
/// hide all that follows; its first character is passed over instead and reading goes on behind it, a few times.
pub(super) fn read(page: &Mapped, tokens: &mut dyn Tokens) -> bool {
    let text = page.text.as_str();
    let mut from = 0;
    let mut has_unclosed = false;
    for _ in 0..=SECOND_LOOKS {
        let mut reader = Reader::new(text, from, tokens);
        // A string cannot fail to be read.
        for _ in Tokenizer::new_with_emitter(&text[from..], &mut reader) {}
        reader.flush();
        let Some(start) = reader.unclosed() else { break };
        has_unclosed = true;
        if let Some(name) = reader.hides_text.then_some(reader.last_start_tag) {
            tokens.close(&name, start..start);
        }
        from = start + 1;
    }
    has_unclosed
}

/// What is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    None,
    Start,
    End,
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a mut dyn Tokens,
    /// Where the tokenizer stands in the page.
    position: usize,
    /// End of the last token.
    done: usize,
    /// Text in one piece that was not handed on yet.
    literal: Range<usize>,
    tag: Tag,
    tag_start: usize,
    name: Vec<u8>,
    attributes: Attributes,
    last_start_tag: Vec<u8>,
    /// A tag, comment or the like that was begun and has not ended.
    open_since: Option<usize>,
    /// An element such as `script`, whose text is no markup, that was begun and has not ended.
    raw_since: Option<usize>,
    hides_text: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, from: usize, tokens: &'a mut dyn Tokens) -> Self {
        Self {
            text,
            tokens,
            position: from,
            done: from,
            literal: from..from,
            tag: Tag::None,
            tag_start: from,
            name: Vec::new(),
            attributes: Attributes::default(),
            last_start_tag: Vec::new(),
            open_since: None,
            raw_since: None,
            hides_text: false,
        }
    }

    /// Hands on the text at hand.
    fn flush(&mut self) {
        let literal = std::mem::replace(&mut self.literal, self.done..self.done);
        if !literal.is_empty() {
            self.tokens.text(literal);
        }
    }

    /// A token has ended here.
    fn end_token(&mut self) {
        self.done = self.position;
        self.literal = self.done..self.done;
        self.open_since = None;
    }

    /// Where the first thing begins that has no end.
    fn unclosed(&mut self) -> Option<usize> {
        self.hides_text = self.raw_since.is_some();
        self.raw_since.or(self.open_since)
    }
}

impl Emitter for &mut Reader<'_> {
    type Token = std::convert::Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}

    fn pop_token(&mut self) -> Option<Self::Token> {
        None
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag.clear();
        self.last_start_tag.extend_from_slice(name.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        self.flush();
    }

    fn emit_string(&mut self, piece: &[u8]) {
        let position = self.position.min(self.text.len());
        let stands = |start: usize| self.text.as_bytes()[start..].starts_with(piece);
        let start = position.saturating_sub(piece.len());
        // The tokenizer hands on what it has just read, or what it had kept back. Of the latter no entity begins with `&`.
        let literal = if start >= self.done && stands(start) {
            Some(start)
        } else {
            Some(self.done.min(position)).filter(|done| stands(*done) && !piece.starts_with(b"&"))
        };
        let end = match literal {
            Some(start) => {
                if start != self.literal.end {
                    // Something in between means nothing, such as `</>`.
                    self.flush();
                    self.literal = start..start;
                }
                self.literal.end = start + piece.len();
                self.literal.end
            }
            None => {
                self.flush();
                let start = self.done.min(position);
                let text = std::str::from_utf8(piece).unwrap_or("\u{fffd}");
                self.tokens.written_otherwise(text, start..position);
                self.literal = position..position;
                position
            }
        };
        self.done = end;
        if self.raw_since.is_none() {
            self.open_since = None;
        }
    }

    fn start_open_tag(&mut self) {
        let start = self.position.saturating_sub(1);
        self.tag_start = start;
        self.open_since.get_or_insert(start);
    }

    fn init_start_tag(&mut self) {
        self.tag = Tag::Start;
        self.name.clear();
        self.attributes.clear();
    }

    fn init_end_tag(&mut self) {
        self.tag = Tag::End;
        self.name.clear();
        self.attributes.clear();
    }

    fn push_tag_name(&mut self, piece: &[u8]) {
        self.name.extend_from_slice(piece);
    }

    fn init_attribute(&mut self) {
        self.attributes.begin();
    }

    fn push_attribute_name(&mut self, piece: &[u8]) {
        self.attributes.bytes.extend_from_slice(piece);
        let end = self.attributes.bytes.len();
        if let Some(attribute) = self.attributes.all.last_mut() {
            attribute.name.end = end;
            attribute.value = end..end;
        }
    }

    fn init_attribute_value(&mut self) {
        let position = self.position;
        if let Some(attribute) = self.attributes.all.last_mut() {
            attribute.at = position..position;
        }
    }

    fn push_attribute_value(&mut self, piece: &[u8]) {
        self.attributes.bytes.extend_from_slice(piece);
        let (end, position) = (self.attributes.bytes.len(), self.position);
        if let Some(attribute) = self.attributes.all.last_mut() {
            attribute.value.end = end;
            attribute.at.end = position;
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush();
        let at = self.tag_start..self.position.min(self.text.len());
        let tag = std::mem::replace(&mut self.tag, Tag::None);
        self.raw_since = None;
        self.end_token();
        match tag {
            Tag::Start => {
                self.last_start_tag.clone_from(&self.name);
                let (name, attributes) = (&self.name, &self.attributes);
                self.tokens.open(name, attributes, at.clone());
                let next = naive_next_state(&self.last_start_tag);
                self.raw_since = next.is_some().then_some(at.start);
                next
            }
            Tag::End => {
                self.last_start_tag.clear();
                let name = &self.name;
                self.tokens.close(name, at);
                None
            }
            Tag::None => None,
        }
    }

    fn set_self_closing(&mut self) {}

    fn init_comment(&mut self) {
        self.flush();
    }

    fn emit_current_comment(&mut self) {
        // At the end of the page a comment comes out although nothing has ended it.
        let end = self.position.min(self.text.len());
        let comment = &self.text.as_bytes()[self.tag_start.min(end)..end];
        let is_ended = match comment.starts_with(b"<!--") {
            true => comment.ends_with(b"-->") || comment.ends_with(b"--!>"),
            false => comment.ends_with(b">"),
        };
        let since = self.open_since;
        self.end_token();
        if end == self.text.len() && !is_ended {
            self.open_since = since;
        }
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {
        self.flush();
    }

    fn emit_current_doctype(&mut self) {
        self.end_token();
    }

    fn set_force_quirks(&mut self) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag == Tag::End && !self.last_start_tag.is_empty() && self.last_start_tag == self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes tokens down, with what stands at their places.
    struct Written<'a>(&'a str, String);

    impl Tokens for Written<'_> {
        fn open(&mut self, name: &[u8], attributes: &Attributes, at: Range<usize>) {
            assert!(self.0[at].starts_with('<'));
            self.1 += &format!("[{}", String::from_utf8_lossy(name));
            if let Some((value, at)) = attributes.find("x") {
                self.1 += &format!(" {value} from {}", &self.0[at]);
            }
            self.1 += "]";
        }
        fn close(&mut self, name: &[u8], _: Range<usize>) {
            self.1 += &format!("[/{}]", String::from_utf8_lossy(name));
        }
        fn text(&mut self, at: Range<usize>) {
            self.1 += &self.0[at];
        }
        fn written_otherwise(&mut self, text: &str, at: Range<usize>) {
            self.1 += &format!("({text:?} from {:?})", &self.0[at]);
        }
    }

    fn check(page: &str, expected: &str) {
        let mapped = Mapped { text: page.to_owned(), ..Mapped::default() };
        let mut written = Written(page, String::new());
        let unclosed = read(&mapped, &mut written);
        let mark = if unclosed { " unclosed" } else { "" };
        assert_eq!(written.1 + mark, expected, "{page:?}");
    }

    #[test]
    fn pieces_and_their_places() {
        check("a <p>b</p>", "a [p]b[/p]");
        check("<P x=1 x=2>b", "[p 1 from 1]b");
        check("<p x='a&amp;b'>", "[p a&b from a&amp;b]");
        check("a&amp;b&eacute;c", r#"a("&" from "&amp;")b("é" from "&eacute;")c"#);
        check("a&#x26;b&#146;", r#"a("&" from "&#x26;")b("’" from "&#146;")"#);
        check("a&ampb &unknown; & &;", r#"a("&" from "&amp")b &unknown; & &;"#);
        check("a\r\nb\rc", r#"a("\n" from "\r")b("\n" from "\r")c"#);
        check("1 < 2 <é </>x<!-- c -->y", "1 < 2 <é xy");
        check("<!DOCTYPE html><title>a < b</title>c", "[title]a < b[/title]c");
        check("<script>if (a<b) '</p>'</script>c", "[script]if (a<b) '</p>'[/script]c");
    }

    #[test]
    fn what_has_no_end_hides_nothing() {
        check("a<!-- b<p>c", "a!-- b[p]c unclosed");
        check("a<p x='b<p>c", "ap x='b[p]c unclosed");
        check("<script>a<p>b", "[script]a<p>b[/script]script>a[p]b unclosed");
        check("a<p", "ap unclosed");
    }
}
