//! Tells articles from everything else by the beginning of a stream, never by its name.

use super::lines;
use crate::detect;
use encoding_rs::UTF_8;

/// How the articles of a stream are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One page in HTML.
    Page,
    /// Records of a web archive (WARC, ISO 28500).
    Warc,
    /// Items of an RSS or Atom feed.
    Feed,
    /// One article as plain text.
    Plain,
    /// A corpus: one JSON object with a text a line.
    Lines,
}

impl Shape {
    /// Id of the format, as in [`crate::Source::format`].
    pub fn id(self) -> &'static str {
        match self {
            Self::Page => "html",
            Self::Warc => "warc",
            Self::Feed => "feed",
            Self::Plain => "text",
            Self::Lines => "article-jsonl",
        }
    }
}

/// The shape of the stream that begins with `head`; `None` when nothing in it looks like articles. Whoever asks for
/// articles gets them where there can be any: see [`looks_like`] for a stricter answer.
pub fn shape(head: &[u8]) -> Option<Shape> {
    let text = beginning(head)?;
    let text = text.trim_start();
    if text.starts_with("WARC/1.") || text.starts_with("WARC/0.") {
        return Some(Shape::Warc);
    }
    if text.starts_with('{') {
        return lines::is_corpus(text).then_some(Shape::Lines);
    }
    if let Some(markup) = markup(text) {
        return Some(markup);
    }
    (!detect::is_mail(head) && is_prose(text)).then_some(Shape::Plain)
}

/// Whether the stream that begins with `head` holds articles rather than posts or mails. Of JSON lines only
/// those count that have a title and name no account.
pub fn looks_like(head: &[u8]) -> bool {
    match shape(head) {
        Some(Shape::Lines) => beginning(head).is_some_and(|text| lines::is_no_posts(text.trim_start())),
        found => found.is_some(),
    }
}

/// The head as text, with replacement characters for what is none; `None` for what is binary.
fn beginning(head: &[u8]) -> Option<String> {
    let (encoding, mark) = detect::bom(head).unwrap_or((UTF_8, 0));
    let head = &head[mark.min(head.len())..];
    if encoding != UTF_8 {
        return Some(encoding.decode_without_bom_handling(head).0.into_owned());
    }
    // Pages may hold zeros and web archives hold pictures, but both begin with text.
    if head.contains(&0) && !matches!(head.trim_ascii_start(), [b'<', ..] | [b'W', b'A', b'R', b'C', ..]) {
        return None;
    }
    Some(String::from_utf8_lossy(head).into_owned())
}

/// HTML or a feed, by the first elements.
fn markup(text: &str) -> Option<Shape> {
    if !text.starts_with('<') {
        return None;
    }
    let small = text[..text.floor_char_boundary(8 << 10)].to_ascii_lowercase();
    let mut is_xml = false;
    for (at, _) in small.match_indices('<').take(40) {
        let rest = &small[at + 1..];
        if rest.starts_with("?xml") {
            is_xml = true;
            continue;
        }
        if let Some(kind) = rest.strip_prefix("!doctype") {
            if kind.trim_start().starts_with("html") {
                return Some(Shape::Page);
            }
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != ':').unwrap_or(rest.len());
        match rest[..end].rsplit(':').next() {
            Some("rss" | "feed" | "rdf") => return Some(Shape::Feed),
            Some(
                "html" | "head" | "body" | "meta" | "title" | "div" | "article" | "main" | "p" | "h1"
                | "section",
            ) => return Some(Shape::Page),
            // An XML document of another kind.
            Some(name) if is_xml && !name.is_empty() => return None,
            _ => {}
        }
    }
    None
}

/// Bytes of a text that are looked at.
const LOOKED_AT: usize = 16 << 10;
/// Letters and signs of a text that can be told for prose.
const ENOUGH: usize = 100;

/// Whether a text reads like sentences: mostly letters, sentences that end, no table, no program.
fn is_prose(text: &str) -> bool {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    let (mut all, mut letters, mut ends, mut odd) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut before = ' ';
    for c in text.chars() {
        all += 1;
        if c.is_control() && !c.is_whitespace() {
            return false;
        }
        letters += usize::from(c.is_alphabetic() || c == ' ' || is_mark(c));
        ends += usize::from(matches!(c, '。' | '！' | '？' | '।' | '۔' | '።' | '։'));
        ends +=
            usize::from(c.is_whitespace() && matches!(before, '.' | '!' | '?' | '…' | '"' | '”' | '»' | '؟'));
        odd += usize::from(matches!(
            c,
            '{' | '}' | '=' | '<' | '>' | ';' | '\\' | '|' | '\t' | '_' | '\u{fffd}'
        ));
        before = c;
    }
    ends += usize::from(matches!(before, '.' | '!' | '?' | '…' | '"' | '”' | '»' | '؟'));
    all >= ENOUGH
        && letters * 100 >= all * 80
        && odd * 100 <= all * 2
        && ends >= 2
        && ends * 600 >= all
        && !is_table(text)
}

/// Signs that sentences are made of besides letters.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | '?'
            | '!'
            | '\''
            | '’'
            | '"'
            | '“'
            | '”'
            | '-'
            | '–'
            | '\n'
            | '\r'
            | '、'
            | '。'
            | '،'
            | '؟'
    )
}

/// Whether the first line names columns.
fn is_table(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    [',', ';', '\t', '|'].into_iter().any(|separator| {
        first.contains(separator)
            && first.split(separator).all(|name| {
                let name = name.trim().trim_matches('"');
                !name.is_empty() && name.len() <= 40 && !name.contains([' ', '.'])
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], expected: Option<Shape>) {
        assert_eq!(shape(head), expected, "{}", String::from_utf8_lossy(head));
        assert_eq!(looks_like(head), expected.is_some(), "{}", String::from_utf8_lossy(head));
    }

    const PROSE: &str = "The ferry to Lower Quay will run again from Monday, the port office said. It had been in dock \
                         since March.\n\n\"We are glad,\" said the harbour master. Nobody had expected it to take so long.\n";

    #[test]
    fn shapes_by_their_beginning() {
        check(b"<!DOCTYPE html><html>", Some(Shape::Page));
        check(b"\xef\xbb\xbf\n<!-- saved --><HTML lang=en>", Some(Shape::Page));
        check(b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", Some(Shape::Page));
        check(b"<html>\0\0\0", Some(Shape::Page));
        check(b"\xff\xfe<\0h\0t\0m\0l\0>\0", Some(Shape::Page));
        check(b"<?xml version='1.0'?><rss version='2.0'>", Some(Shape::Feed));
        check(b"<feed xmlns='http://www.w3.org/2005/Atom'>", Some(Shape::Feed));
        check(b"<?xml version='1.0'?><rdf:RDF xmlns='http://purl.org/rss/1.0/'>", Some(Shape::Feed));
        check(b"<?xml version='1.0'?><graph><p/></graph>", None);
        check(b"<?xml version='1.0'?><!DOCTYPE svg><svg>", None);
        check(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n\x1f\x8b\0\0", Some(Shape::Warc));
        check(PROSE.as_bytes(), Some(Shape::Plain));
        check(
            "船は来週から再び運航する、と港湾局は述べた。三月から修理中であった。".repeat(5).as_bytes(),
            Some(Shape::Plain),
        );
        check(br#"{"id":"1","title":"Ferry","text":"It runs."}"#, Some(Shape::Lines));
    }

    #[test]
    fn what_others_read_is_no_article() {
        check(b"", None);
        check(b"account,object,time\na,b,2024-01-01\n", None);
        let table = format!("id,text,created_at\n1,\"{PROSE}\",2024-01-01\n");
        check(table.as_bytes(), None);
        let mail = format!("From: desk@harbour.example\r\nSubject: Lights\r\n\r\n{PROSE}");
        check(mail.as_bytes(), None);
        check(b"Dear all, see you.\n", None);
        check(b"%PDF-1.7\n\0\0", None);
        check(b"\0\0\0\x18ftypmp42", None);
        check("function a() { return b.c; }\n".repeat(20).as_bytes(), None);
        check(br#"[{"id":1}]"#, None);
        check(br#"{"id":"1","created_at":"x","author":"a"}"#, None);
        // A post with a title: taken by whoever asks for articles only.
        let post = br#"{"id":"1","title":"t","text":"x","author":"a"}"#;
        assert_eq!((shape(post), looks_like(post)), (Some(Shape::Lines), false));
    }
}
