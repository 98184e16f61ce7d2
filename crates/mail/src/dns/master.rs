//! Zone files (master files, RFC 1035, section 5).

use super::facts::{FileFacts, ZoneError, ZoneProblem};
use super::zone::{Builder, MAX_FILE, Zone};
use super::{RecordType, text};
use crate::domain::{DomainName, NameError};

impl Zone {
    /// Reads a zone file: `$ORIGIN`, `@`, relative names, blank owners, parentheses, quoted strings with escapes,
    /// comments. Times to live and classes are read over, `$INCLUDE` and `$GENERATE` are problems.
    pub fn from_master(bytes: &[u8], facts: &FileFacts) -> Result<Self, ZoneError> {
        if bytes.len() > MAX_FILE {
            return Err(ZoneError::TooLarge { bytes: bytes.len(), limit: MAX_FILE });
        }
        let mut reader = Reader { zone: Builder::new(facts), origin: None, owner: None };
        let mut lines = Lines { bytes, at: 0, line: 1 };
        while let Some(entry) = lines.next_entry() {
            reader.entry(&entry);
        }
        Ok(reader.zone.finish())
    }
}

/// The words of one entry.
struct Entry {
    line: usize,
    /// The line begins with white space: the owner is that of the entry before.
    blank_owner: bool,
    words: Vec<Word>,
}

struct Word {
    text: Vec<u8>,
    quoted: bool,
}

/// Cuts a file into entries.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn next_entry(&mut self) -> Option<Entry> {
        let mut entry = Entry {
            line: self.line,
            blank_owner: matches!(self.bytes.get(self.at)?, b' ' | b'\t'),
            words: Vec::new(),
        };
        let mut depth = 0_usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    if depth == 0 {
                        break;
                    }
                }
                b';' => {
                    self.at +=
                        memchr::memchr(b'\n', &self.bytes[self.at..]).unwrap_or(self.bytes.len() - self.at)
                }
                b'(' | b')' => {
                    depth = if byte == b'(' { depth + 1 } else { depth.saturating_sub(1) };
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                _ => {
                    let word = self.word();
                    entry.words.push(word);
                }
            }
        }
        Some(entry)
    }

    /// A word, quoted or up to white space, with escapes resolved.
    fn word(&mut self) -> Word {
        let quoted = self.bytes[self.at] == b'"';
        self.at += usize::from(quoted);
        let mut text = Vec::new();
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' if quoted => {
                    self.at += 1;
                    break;
                }
                b'\n' => break,
                b' ' | b'\t' | b'\r' | b';' | b'(' | b')' if !quoted => break,
                b'\\' => text.extend(self.escape()),
                _ => {
                    text.push(byte);
                    self.at += 1;
                }
            }
        }
        Word { text, quoted }
    }

    /// `\DDD` is a byte in decimal, `\X` any other character.
    fn escape(&mut self) -> Option<u8> {
        let rest = &self.bytes[self.at + 1..];
        if let Some(digits) = rest.get(..3).filter(|digits| digits.iter().all(u8::is_ascii_digit)) {
            self.at += 4;
            let value = digits.iter().fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
            return u8::try_from(value).ok();
        }
        match rest.first() {
            Some(&byte) if byte != b'\n' => {
                self.at += 2;
                Some(byte)
            }
            _ => {
                self.at += 1;
                None
            }
        }
    }
}

/// Takes entries in.
struct Reader {
    zone: Builder,
    origin: Option<DomainName>,
    owner: Option<DomainName>,
}

impl Reader {
    fn entry(&mut self, entry: &Entry) {
        let place = || format!("line {}", entry.line);
        let Some(first) = entry.words.first() else { return };
        if first.text.starts_with(b"$") && !entry.blank_owner {
            self.directive(entry);
            return;
        }
        let mut words = entry.words.as_slice();
        if !entry.blank_owner {
            self.owner = match self.name(&first.text) {
                Ok(owner) => Some(owner),
                Err(error) => {
                    self.zone.note(|| ZoneProblem::Name { place: place(), error });
                    None
                }
            };
            words = &words[1..];
        }
        let Some(owner) = self.owner.clone() else { return };
        while let [word, rest @ ..] = words
            && !word.quoted
            && is_class_or_time(&word.text)
        {
            words = rest;
        }
        let [type_word, values @ ..] = words else {
            self.zone.note(|| ZoneProblem::Form { place: place(), what: "an entry without type".to_owned() });
            return;
        };
        let type_name = String::from_utf8_lossy(&type_word.text);
        let Some(record_type) = RecordType::from_name(&type_name) else {
            self.zone.note(|| ZoneProblem::Type { place: place(), record_type: text::cut_short(&type_name) });
            return;
        };
        match self.values(record_type, values).and_then(|values| text::record(record_type, &values)) {
            Some(data) => {
                let seen = self.zone.seen.clone();
                self.zone.record(&owner, data, &seen);
            }
            None => {
                let value =
                    values.iter().map(|v| String::from_utf8_lossy(&v.text)).collect::<Vec<_>>().join(" ");
                let value = text::cut_short(&value);
                self.zone.note(|| ZoneProblem::Value {
                    place: place(),
                    record_type: record_type.name(),
                    value,
                });
            }
        }
    }

    fn directive(&mut self, entry: &Entry) {
        let place = || format!("line {}", entry.line);
        match entry.words.as_slice() {
            [word, origin] if word.text.eq_ignore_ascii_case(b"$ORIGIN") => match self.name(&origin.text) {
                Ok(origin) => self.origin = Some(origin),
                // The root.
                Err(NameError::Empty) => self.origin = None,
                Err(error) => self.zone.note(|| ZoneProblem::Name { place: place(), error }),
            },
            [word, _] if word.text.eq_ignore_ascii_case(b"$TTL") => {}
            [word, ..] => {
                let what = text::cut_short(&String::from_utf8_lossy(&word.text));
                self.zone.note(|| ZoneProblem::Form { place: place(), what: format!("{what} is not read") });
            }
            [] => {}
        }
    }

    /// A name, relative to the origin unless it ends with a dot.
    fn name(&self, word: &[u8]) -> Result<DomainName, NameError> {
        match (word, &self.origin) {
            (b"@", Some(origin)) => Ok(origin.clone()),
            (b"@", None) => Err(NameError::Empty),
            (word, Some(origin)) if !word.ends_with(b".") => {
                let word = std::str::from_utf8(word).map_err(|_| NameError::NotIdna)?;
                origin.with_prefix(word)
            }
            (word, _) => DomainName::from_bytes(word),
        }
    }

    /// Words of a value, with names made absolute.
    fn values(&self, record_type: RecordType, words: &[Word]) -> Option<Vec<Vec<u8>>> {
        let is_name = |n: usize| match record_type {
            RecordType::Cname | RecordType::Ptr => n == 0,
            RecordType::Mx => n == 1,
            RecordType::A | RecordType::Aaaa | RecordType::Txt => false,
        };
        let value = |(n, word): (usize, &Word)| match word.text.as_slice() {
            // No mail here, wherever the origin is (RFC 7505).
            b"." => Some(b".".to_vec()),
            text if is_name(n) => Some(self.name(text).ok()?.as_str().as_bytes().to_vec()),
            text => Some(text.to_vec()),
        };
        words.iter().enumerate().map(value).collect()
    }
}

/// `IN`, `3600`, `1h30m`.
fn is_class_or_time(word: &[u8]) -> bool {
    let is_time = word.first().is_some_and(u8::is_ascii_digit)
        && word.iter().all(|b| b.is_ascii_digit() || b"smhdwSMHDW".contains(b));
    is_time || [&b"IN"[..], b"CH", b"HS"].iter().any(|class| word.eq_ignore_ascii_case(class))
}
