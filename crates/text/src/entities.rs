//! Hashtags, mentions and links in plain text, for sources that do not list them in columns of their own.
//!
//! The rules follow what platforms themselves link (twitter-text and its kin), and are wider where platforms differ:
//! hashtags may touch each other (`#one#two`), mentions may carry a host (`@name@host`) or be a domain name.

use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityKind {
    /// A link: `http://`, `https://`, `www.`, or one of a few hosts that are written without a scheme.
    Url,
    /// `@name`.
    Mention,
    /// `#tag`.
    Hashtag,
}

/// An entity and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity<'t> {
    /// Its kind.
    pub kind: EntityKind,
    /// Its text; without the `#` or `@`.
    pub text: &'t str,
    /// Its bytes in the whole text; with the `#` or `@`.
    pub range: Range<usize>,
    /// The text was cut off in or behind it (`https://t.co/ab…`): what is left may be only its beginning.
    pub cut_off: bool,
}

/// Hosts that platforms and people write without a scheme; only with something behind the slash.
const BARE_HOSTS: [&str; 12] = [
    "t.co/",
    "pic.twitter.com/",
    "pic.x.com/",
    "t.me/",
    "youtu.be/",
    "bit.ly/",
    "tinyurl.com/",
    "x.com/",
    "twitter.com/",
    "youtube.com/",
    "fb.me/",
    "wa.me/",
];

/// All entities of `text`, in order. They do not overlap: a `#` or `@` inside a link is part of the link.
pub fn entities(text: &str) -> Entities<'_> {
    Entities { text, at: 0, last_end: 0 }
}

/// Hashtags of `text` without the `#`, in order, as written, with repetitions. A tag has at least one letter; it may
/// hold letters, digits, marks and `_` of any script. A tag at which the text was cut off is left out.
pub fn hashtags(text: &str) -> Vec<&str> {
    of_kind(text, EntityKind::Hashtag)
}

/// Names mentioned in `text` without the `@`, in order, as written, with repetitions. An `@` inside a word (a mail
/// address) is none. A name at which the text was cut off is left out.
pub fn mentions(text: &str) -> Vec<&str> {
    of_kind(text, EntityKind::Mention)
}

/// Links in `text`, in order, as written, with repetitions; punctuation behind them is not part of them. A link at
/// which the text was cut off is left out. See [`canonical`](crate::canonical) for comparing them.
pub fn urls(text: &str) -> Vec<&str> {
    of_kind(text, EntityKind::Url)
}

fn of_kind(text: &str, kind: EntityKind) -> Vec<&str> {
    entities(text).filter(|e| e.kind == kind && !e.cut_off).map(|e| e.text).collect()
}

/// Iterator over the entities of a text; see [`entities`].
#[derive(Clone, Debug)]
pub struct Entities<'t> {
    text: &'t str,
    at: usize,
    last_end: usize,
}

impl<'t> Iterator for Entities<'t> {
    type Item = Entity<'t>;

    fn next(&mut self) -> Option<Entity<'t>> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let begin = self.at;
            // Every entity begins with one of these bytes; 0xEF opens the full-width ＃ and ＠.
            let found = match byte {
                b'#' => self.hashtag(begin, begin + 1),
                b'@' => self.mention(begin, begin + 1),
                0xEF if self.text[begin..].starts_with('＃') => self.hashtag(begin, begin + 3),
                0xEF if self.text[begin..].starts_with('＠') => self.mention(begin, begin + 3),
                b'h' | b'H' | b'w' | b'W' | b't' | b'T' | b'p' | b'P' | b'y' | b'Y' | b'b' | b'B' | b'x'
                | b'X' | b'f' | b'F' => self.url(begin),
                _ => None,
            };
            if let Some(entity) = found {
                self.at = entity.range.end;
                self.last_end = self.at;
                return Some(entity);
            }
            self.at += 1;
            while !self.text.is_char_boundary(self.at) {
                self.at += 1;
            }
        }
        None
    }
}

impl<'t> Entities<'t> {
    fn hashtag(&self, begin: usize, body: usize) -> Option<Entity<'t>> {
        // `&#39;` is a character reference.
        if self.before(begin).is_some_and(|c| is_word(c) || c == '&') {
            return None;
        }
        let rest = &self.text[body..];
        let end = rest.find(|c| !is_word(c) && !is_tag_joiner(c)).unwrap_or(rest.len());
        let tag = rest[..end].trim_end_matches(is_tag_joiner);
        tag.contains(char::is_alphabetic).then(|| self.entity(EntityKind::Hashtag, begin, tag, body))
    }

    fn mention(&self, begin: usize, body: usize) -> Option<Entity<'t>> {
        if self.before(begin).is_some_and(|c| is_word(c) || matches!(c, '@' | '＠' | '/' | '.' | '-' | '&'))
        {
            return None;
        }
        let rest = &self.text[body..];
        let mut end = name_end(rest);
        if end > 0 && rest[end..].starts_with('@') {
            let host = name_end(&rest[end + 1..]);
            if rest[end + 1..end + 1 + host].contains('.') {
                end += 1 + host;
            }
        }
        (end > 0).then(|| self.entity(EntityKind::Mention, begin, &rest[..end], body))
    }

    fn url(&self, begin: usize) -> Option<Entity<'t>> {
        let rest = &self.text[begin..];
        let before = self.before(begin);
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '#' | '_')) {
            return None;
        }
        let scheme = ["http://", "https://"].into_iter().find(|scheme| starts_with(rest, scheme));
        let host = match scheme {
            Some(scheme) => scheme.len(),
            None if before.is_some_and(|c| matches!(c, '.' | '-' | '/')) => return None,
            None if starts_with(rest, "www.") => "www.".len(),
            None => BARE_HOSTS.into_iter().find(|bare| starts_with(rest, bare))?.len(),
        };
        if !rest[host..].starts_with(|c: char| c.is_alphanumeric() || c == '[' && scheme.is_some()) {
            return None;
        }
        let link = trim_link(&rest[..link_end(rest, scheme.map_or(0, str::len))]);
        Some(self.entity(EntityKind::Url, begin, link, begin))
    }

    /// The character before `at`; none at the beginning and directly behind another entity, which may touch the next.
    fn before(&self, at: usize) -> Option<char> {
        if at == self.last_end {
            return None;
        }
        self.text[..at].chars().next_back()
    }

    fn entity(&self, kind: EntityKind, begin: usize, text: &'t str, body: usize) -> Entity<'t> {
        let range = begin..body + text.len();
        let behind = &self.text[range.end..];
        let cut_off = match behind.strip_prefix('…').or_else(|| behind.strip_prefix("...")) {
            // Platforms put a short link behind a text that they cut.
            Some(rest) => {
                kind == EntityKind::Url || rest.trim().is_empty() || rest.trim().starts_with("https://t.co/")
            }
            None => false,
        };
        Entity { kind, text, range, cut_off }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && is_combining_mark(c))
}

/// Characters that join the letters of a tag but do not end it: joiners and the middle dots of some scripts.
fn is_tag_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{b7}' | '\u{30a0}' | '\u{30fb}' | '\u{5f3}' | '\u{5f4}')
}

/// Length of an account name: words joined by single `.` or `-`. A capital behind a dot begins a new sentence.
fn name_end(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_word(c) {
            end = at + c.len_utf8();
        } else if !(end == at && at > 0 && matches!(c, '.' | '-'))
            || chars.peek().is_none_or(|&(_, next)| !is_word(next) || next.is_uppercase())
        {
            break;
        }
    }
    end
}

/// Where a link ends: at white space, quotes, brackets that links do not hold, and, behind its host, at scripts that are
/// written without spaces, whose sentences go on directly behind a link.
fn link_end(text: &str, host: usize) -> usize {
    let path = text[host..].find(['/', '?', '#']).map_or(text.len(), |at| host + at);
    text.char_indices()
        .find(|&(at, c)| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' | '«' | '»' | '…')
                || matches!(c, '\u{2018}'..='\u{201f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
                || (at >= path && is_unspaced(c))
        })
        .map_or(text.len(), |(at, _)| at)
}

/// Without the punctuation of the sentence around it. A closing bracket stays when it was opened in the link.
fn trim_link(link: &str) -> &str {
    let mut end = link.len();
    // Counted once, so that a long row of brackets takes linear time.
    let spare = |open: u8, close: u8| {
        let count = |b| link.bytes().filter(|&x| x == b).count();
        count(close).saturating_sub(count(open))
    };
    let (mut round, mut square) = (spare(b'(', b')'), spare(b'[', b']'));
    while let Some(last) = link[..end].chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' => {}
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    &link[..end]
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana and Han.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{edf}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17d3}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `#` tags, `@` mentions and links, as a list in order.
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = entities(text)
            .map(|e| {
                let sign = match e.kind {
                    EntityKind::Url => "",
                    EntityKind::Mention => "@",
                    EntityKind::Hashtag => "#",
                };
                format!("{sign}{}{}", e.text, if e.cut_off { "…" } else { "" })
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn tags() {
        check("Fly #kites at #KiteDay2031!", &["#kites", "#KiteDay2031"]);
        check(
            "#año #день #凧あげ #हिन्दी #عید_مبارک ＃full",
            &["#año", "#день", "#凧あげ", "#हिन्दी", "#عید_مبارک", "#full"],
        );
        check("#2031 is no tag, #2031kites is; we are #1", &["#2031kites"]);
        check("a#b &#39;x&#39; # alone ##twice", &["#twice"]);
        check("#one#two#three", &["#one", "#two", "#three"]);
        check("https://kites.example/#top (#real)", &["https://kites.example/#top", "#real"]);
        check("waiting for #rain… and #wind. look at #kit…", &["#rain", "#wind", "#kit…"]);
        check("it goes #on… https://t.co/Ab1", &["#on…", "https://t.co/Ab1"]);
    }

    #[test]
    fn names() {
        check(
            "Thanks @Anna_K, @bo.b and @kites@social.example.",
            &["@Anna_K", "@bo.b", "@kites@social.example"],
        );
        check("ask @bob.Then go", &["@bob"]);
        check("write to anna@kites.example or @ home, @@x", &[]);
        check("(@one)@two,@three", &["@one", "@two", "@three"]);
        check("＠名前 @kite.bsky.social @a-b-", &["@名前", "@kite.bsky.social", "@a-b"]);
    }

    #[test]
    fn links() {
        check("See https://kites.example/a_(b)?c=d&e=f#g, now.", &["https://kites.example/a_(b)?c=d&e=f#g"]);
        check(
            "(see http://kites.example/a). \"http://b.example/\"",
            &["http://kites.example/a", "http://b.example/"],
        );
        check(
            "www.kites.example; pic.twitter.com/AbC t.co/x, not.co/x",
            &["www.kites.example", "pic.twitter.com/AbC", "t.co/x"],
        );
        check("見てhttps://t.co/Ab1見て", &["https://t.co/Ab1"]);
        check(
            "https://例え.example/ok HTTP://KITES.EXAMPLE",
            &["https://例え.example/ok", "HTTP://KITES.EXAMPLE"],
        );
        check("https://t.co/Ab…", &["https://t.co/Ab…"]);
        check("http:// https://. www. xhttp://a.example", &[]);
        check("http://[2001:db8::1]/x [http://a.example/]", &["http://[2001:db8::1]/x", "http://a.example/"]);
    }

    #[test]
    fn lists_leave_out_what_was_cut() {
        assert_eq!(hashtags("#One two #on…"), ["One"]);
        assert_eq!(mentions("@a b @a"), ["a", "a"]);
        assert_eq!(urls("https://a.example https://b.exam…"), ["https://a.example"]);
    }

    proptest! {
        #[test]
        fn entities_are_ordered_slices(text in "(\\PC|[#@＃＠./…a ]|https?://|www\\.|t\\.co/){0,40}") {
            let mut last = 0;
            for e in entities(&text) {
                prop_assert!(e.range.start >= last && !e.text.is_empty());
                prop_assert!(text[e.range.clone()].ends_with(e.text));
                last = e.range.end;
            }
        }
    }
}
