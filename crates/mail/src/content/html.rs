//! What a reader sees of HTML: text, and where links go.
//!
//! No layout is computed. Elements that no program shows (scripts, styles, what is hidden by an attribute of its own)
//! are left out; style sheets are not applied, so text hidden by a class counts as visible.

use mail_parser::decoders::html::add_html_token;

/// Longest entity with `&` and `;` that is decoded.
const MAX_ENTITY: usize = 40;

/// Text, and links as they stand.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub text: String,
    pub links: Vec<String>,
    /// Whether an attribute hid some of the text.
    pub has_hidden: bool,
}

/// Elements whose text is no text.
const RAW: [&str; 5] = ["script", "style", "title", "template", "noframes"];
/// Elements that have no end.
const VOID: [&str; 9] = ["br", "hr", "img", "input", "meta", "link", "area", "col", "wbr"];
/// Elements within a line: everything else breaks words apart.
const INLINE: [&str; 16] = [
    "a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sub", "sup", "abbr", "wbr",
    "mark",
];

pub(super) fn read(html: &str) -> Page {
    let mut page = Page::default();
    // The hidden element that we are in, and how many of its name are open.
    let mut hidden: Option<(String, usize)> = None;
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        show(&rest[..open], hidden.is_some(), &mut page);
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = after(comment, "-->");
            continue;
        }
        let Some((tag, behind)) = Tag::parse(rest) else {
            show("<", hidden.is_some(), &mut page);
            rest = &rest[1..];
            continue;
        };
        rest = behind;
        if !tag.closes && RAW.contains(&tag.name.as_str()) {
            rest = after_element(rest, &tag.name);
            continue;
        }
        if !INLINE.contains(&tag.name.as_str()) {
            page.text.push('\n');
        }
        if !tag.closes {
            page.links.extend(tag.attribute("href").filter(|_| hidden.is_none()));
        }
        hidden = match hidden {
            Some((name, depth)) if name == tag.name => match (tag.closes, depth) {
                (true, 1) => None,
                (true, _) => Some((name, depth - 1)),
                (false, _) => Some((name, depth + 1)),
            },
            None if !tag.closes && tag.hides() && !VOID.contains(&tag.name.as_str()) => Some((tag.name, 1)),
            other => other,
        };
    }
    show(rest, hidden.is_some(), &mut page);
    page
}

/// Adds text with entities decoded.
fn show(text: &str, is_hidden: bool, page: &mut Page) {
    if is_hidden {
        page.has_hidden |= !text.trim().is_empty();
        return;
    }
    decode_entities(text, &mut page.text);
}

fn decode_entities(mut text: &str, out: &mut String) {
    while let Some(amp) = text.find('&') {
        out.push_str(&text[..amp]);
        text = &text[amp..];
        let end = text.bytes().take(MAX_ENTITY).position(|b| b == b';').map_or(1, |semicolon| semicolon + 1);
        add_html_token(out, &text.as_bytes()[..end], false);
        text = &text[end..];
    }
    out.push_str(text);
}

/// What follows the first `mark`; nothing where there is none.
fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    text.find(mark).map_or("", |at| &text[at + mark.len()..])
}

/// What follows the end tag of a raw element.
fn after_element<'t>(text: &'t str, name: &str) -> &'t str {
    for (at, _) in text.match_indices("</") {
        let tag = &text.as_bytes()[at + 2..];
        if tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes())) {
            return after(&text[at..], ">");
        }
    }
    ""
}

/// A tag.
struct Tag<'t> {
    /// In lower case.
    name: String,
    closes: bool,
    attributes: &'t str,
}

impl<'t> Tag<'t> {
    /// Reads the tag at the beginning of a text that starts with `<`. Gives what follows it; `None` where it is none.
    fn parse(text: &'t str) -> Option<(Self, &'t str)> {
        let inner = &text[1..];
        let closes = inner.starts_with('/');
        let inner = if closes { &inner[1..] } else { inner };
        let first = inner.chars().next()?;
        if !first.is_ascii_alphabetic() && first != '!' && first != '?' {
            return None;
        }
        let length = inner.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
        let (name, rest) = inner.split_at(length.unwrap_or(inner.len()));
        let end = end_of_tag(rest);
        let tag = Self { name: name.to_ascii_lowercase(), closes, attributes: &rest[..end] };
        Some((tag, rest[end..].strip_prefix('>').unwrap_or("")))
    }

    /// The value of an attribute, entities decoded.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/'));
            let (found, behind) = rest.split_at(length.unwrap_or(rest.len()).max(1).min(rest.len()));
            let behind = behind.trim_start();
            let (value, behind) = match behind.strip_prefix('=') {
                Some(value) => quoted(value.trim_start()),
                None => ("", behind),
            };
            if found.eq_ignore_ascii_case(name) {
                let mut decoded = String::with_capacity(value.len());
                decode_entities(value, &mut decoded);
                return Some(decoded);
            }
            rest = behind;
        }
    }

    fn hides(&self) -> bool {
        let style: String = self
            .attribute("style")
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let is_hiding = |rule: &str| {
            matches!(
                rule,
                "display:none"
                    | "visibility:hidden"
                    | "mso-hide:all"
                    | "opacity:0"
                    | "font-size:0"
                    | "font-size:0px"
            )
        };
        style.split(';').map(|rule| rule.trim_end_matches("!important")).any(is_hiding)
            || self.attribute("hidden").is_some()
    }
}

/// Where a tag ends: at the first `>` outside quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at,
            // A quote opens a value only behind `=`; elsewhere it is a character of a name.
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    text.len()
}

/// A value, in quotes or up to white space, and what follows.
fn quoted(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split_once(quote).unwrap_or((&text[1..], "")),
        _ => text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len())),
    }
}
