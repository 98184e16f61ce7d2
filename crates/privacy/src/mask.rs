//! Sentences without anything personal in them.

use crate::known::Known;
use crate::pseudonym::{Key, Kind};
use crate::token::{Token, is_word, phone};
use crate::vocabulary::Vocabulary;

/// Stands for words that were left out.
pub const LEFT_OUT: &str = "[...]";

/// Marks of punctuation beyond ASCII that the program writes.
const MARKS: &str = "“”‘’–—…×≤≥·→";

/// Makes what stands in a case fit to leave it.
#[derive(Clone, Debug)]
pub struct Masker {
    key: Key,
    known: Known,
    vocabulary: Vocabulary,
    keeps_words: bool,
}

impl Masker {
    /// `known` are the names of the case, `vocabulary` the words of the program.
    pub const fn new(key: Key, known: Known, vocabulary: Vocabulary) -> Self {
        Self { key, known, vocabulary, keeps_words: false }
    }

    /// The same for who asked for text: words of evidence stay. Names that the case knows, and what has the form of an
    /// address, link, id or number to call, are masked all the same.
    #[must_use]
    pub const fn with_text(mut self) -> Self {
        self.keeps_words = true;
        self
    }

    /// The pseudonym of something whose kind is known.
    pub fn pseudonym(&self, kind: Kind, value: &str) -> String {
        self.key.pseudonym(kind, value)
    }

    /// The pseudonym of something that the case may know by this name, else one of this kind.
    pub fn thing(&self, kind: Kind, name: &str) -> String {
        self.known.exact(name).map_or_else(|| self.key.pseudonym(kind, name), str::to_owned)
    }

    /// Whether the case knows exactly this string.
    pub fn knows(&self, string: &str) -> bool {
        self.known.exact(string).is_some()
    }

    /// A sentence, or any other text, of which only what is not personal is left.
    pub fn sentence(&self, text: &str) -> String {
        let mut out = Writing { text: String::with_capacity(text.len()), begins: true };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            at += match c {
                '“' if !self.keeps_words => quoted(rest, '”', &mut out),
                '"' if !self.keeps_words => quoted(rest, '"', &mut out),
                c if is_word(c) || matches!(c, '@' | '+' | '(') => self.piece(rest, c, &mut out),
                c if c.is_ascii() && !c.is_ascii_control() || c.is_whitespace() || MARKS.contains(c) => {
                    out.mark(c);
                    c.len_utf8()
                }
                c => {
                    out.leave_out();
                    c.len_utf8()
                }
            };
        }
        out.text
    }

    /// Writes what may be said of the piece with which `rest` begins; returns its length.
    fn piece(&self, rest: &str, first: char, out: &mut Writing) -> usize {
        if let Some(found) = self.known.at_start(rest)
            && !self.vocabulary.has(&rest[..found.end], out.begins && found.is_part)
        {
            // `id (handle)` is one account: its pseudonym is said once.
            let before = format!("{} (", found.pseudonym);
            if out.text.ends_with(&before) && rest[found.end..].starts_with(')') {
                out.text.truncate(out.text.len() - " (".len());
                return found.end + 1;
            }
            out.put(found.pseudonym);
            return found.end;
        }
        if let Some(end) = phone(rest) {
            out.put(&self.key.pseudonym(Kind::Number, &rest[..end]));
            return end;
        }
        if matches!(first, '+' | '(') {
            out.mark(first);
            return first.len_utf8();
        }
        let end =
            rest.find(|c: char| c.is_whitespace() || "“”\"<>{}[]|`,;()".contains(c) && !is_inside(rest, c));
        let token = &rest[..end.unwrap_or(rest.len())];
        let token = token.trim_end_matches(|c: char| !is_word(c) && c != '/' && c != '%');
        // Nothing but signs is left of `@` alone.
        let token = if token.is_empty() { &rest[..first.len_utf8()] } else { token };
        let kind = match Token::of(token) {
            Token::Plain => {
                out.put(token);
                return token.len();
            }
            Token::Link => Kind::Link,
            Token::Address => Kind::Address,
            Token::Handle => Kind::Name,
            Token::Ip => Kind::Ip,
            Token::Dotted => Kind::Site,
            Token::Id => Kind::Id,
            Token::Words => {
                self.words(token, out);
                return token.len();
            }
        };
        if self.is_said(token, false) {
            out.put(token);
        } else {
            out.put(&self.key.pseudonym(kind, token));
        }
        token.len()
    }

    fn words(&self, token: &str, out: &mut Writing) {
        if self.is_said(token, out.begins) || self.keeps_words {
            out.put(token);
        } else {
            out.leave_out();
        }
    }

    /// Whether the program itself uses all words of `token`.
    fn is_said(&self, token: &str, begins_sentence: bool) -> bool {
        let mut words = token.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let Some(first) = words.next() else { return true };
        token.chars().all(|c| c.is_alphanumeric() || c.is_ascii_punctuation() || MARKS.contains(c))
            && !token.contains('@')
            && self.vocabulary.has(first, begins_sentence)
            && words.all(|word| self.vocabulary.has(word, false) || word.len() <= 2 && is_digits(word))
    }
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// A comma between digits is part of a number; so is a bracket never.
fn is_inside(rest: &str, c: char) -> bool {
    if c != ',' {
        return false;
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[digits..].starts_with(',') && rest[digits + 1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Words of evidence: left out as a whole.
fn quoted(rest: &str, close: char, out: &mut Writing) -> usize {
    let open = rest.chars().next().map_or(0, char::len_utf8);
    out.text.push_str(&rest[..open]);
    out.leave_out();
    match rest[open..].find(close) {
        Some(end) => {
            out.text.push(close);
            open + end + close.len_utf8()
        }
        None => rest.len(),
    }
}

/// What is written so far, and whether a sentence begins here.
struct Writing {
    text: String,
    begins: bool,
}

impl Writing {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.begins = false;
    }

    fn mark(&mut self, c: char) {
        self.text.push(c);
        if matches!(c, '.' | '!' | '?' | ':') {
            self.begins = true;
        }
    }

    /// Words that follow one another are left out together.
    fn leave_out(&mut self) {
        let before = self.text.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        if before.ends_with(LEFT_OUT) {
            let end = before.len();
            self.text.truncate(end);
        } else {
            self.text.push_str(LEFT_OUT);
        }
        self.begins = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn masker() -> Masker {
        let key = Key::new([9; 32]);
        let mut known = Known::default();
        known.account(&key, "x/1200003999394188964", ["northquay_jo", "Jo of North Quay"]);
        known.account(&key, "telegram/user50077101", ["ida.lamp"]);
        known.name(&key, Kind::Name, "Maren Tolliver");
        known.name(&key, Kind::Name, "No Lamps");
        let vocabulary = Vocabulary::of([
            "{a} and {b} acted on {n} common objects within {t} of each other, more than chance explains (q = {q}).",
            "{speaker} is reported to accuse {accused}: {words}. No answer was found in {articles} articles.",
            "{host} recorded that {ip} connected to it at {time}.",
            "h min s R2 co_chance mails mark",
        ]);
        Masker::new(key, known, vocabulary)
    }

    #[test]
    fn sentences_keep_their_sense_and_lose_their_names() {
        let masker = masker();
        let jo = masker.pseudonym(Kind::Account, "x/1200003999394188964");
        let ida = masker.pseudonym(Kind::Account, "telegram/user50077101");
        let maren = masker.pseudonym(Kind::Name, "Maren Tolliver");
        let check = |sentence: &str, expected: &str| assert_eq!(masker.sentence(sentence), expected);
        check(
            "x/1200003999394188964 (northquay_jo) and telegram/user50077101 (ida.lamp) acted on 1,829 common objects within 1 h of each other, more than chance explains (q = 2e-9).",
            &format!(
                "{jo} and {ida} acted on 1,829 common objects within 1 h of each other, more than chance explains (q = 2e-9)."
            ),
        );
        check(
            "Maren Tolliver is reported to accuse Lamp Petition: “of sending the mails”. No answer was found in 3 articles.",
            &format!("{maren} is reported to accuse [...]: “[...]”. No answer was found in 3 articles."),
        );
        let site = masker.pseudonym(Kind::Site, "mx.saltmere.example");
        let ip = masker.pseudonym(Kind::Ip, "198.51.100.25");
        check(
            "mx.saltmere.example recorded that 198.51.100.25 connected to it at 2023-09-13T09:00:00Z.",
            &format!("{site} recorded that {ip} connected to it at 2023-09-13T09:00:00Z."),
        );
        // A name that is also a word of ours.
        check("It was found by Mark.", "It was found [...].");
        check("`co_chance` at level R2", "`co_chance` at [...] R2");
    }

    #[test]
    fn text_is_kept_for_who_asks_for_it_without_names_and_addresses() {
        let masker = masker().with_text();
        let (maren, link) = (
            masker.pseudonym(Kind::Name, "Maren Tolliver"),
            masker.pseudonym(Kind::Link, "https://q.example/~wren"),
        );
        assert_eq!(
            masker.sentence("“MAREN TOLLIVER hid the lamp, see https://q.example/~wren or 555-0142”"),
            format!("“{maren} hid the lamp, see {link} or {}”", masker.pseudonym(Kind::Number, "555-0142")),
        );
    }

    proptest! {
        /// Whatever stands around it, a known name and an address never come through.
        #[test]
        fn nothing_personal_comes_through(before in "\\PC{0,12}", after in "\\PC{0,12}", with_text: bool) {
            let masker = if with_text { masker().with_text() } else { masker() };
            for secret in ["northquay_jo", "1200003999394188964", "Tolliver", "wren@quay.example", "+44 20 7946 0958"] {
                let masked = masker.sentence(&format!("{before} {secret} {after}"));
                prop_assert!(!masked.contains(secret), "{masked}");
            }
        }
    }
}
