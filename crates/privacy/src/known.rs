//! Strings that a case knows to be personal, each with the pseudonym that takes its place.

use crate::pseudonym::{Key, Kind};
use crate::token::{first_word, folded_prefix, is_word};
use std::collections::BTreeMap;

/// Names, handles, ids and addresses of a case.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// First word in lower case -> strings that begin with it.
    by_first: BTreeMap<String, Vec<Entry>>,
}

#[derive(Clone, Debug)]
struct Entry {
    string: String,
    pseudonym: String,
    /// Only a part of a name: at the beginning of a sentence it may be a word.
    is_part: bool,
}

/// Numbers of fewer digits are not taken for ids in running text: every sentence holds some.
const SHORTEST_NUMBER: usize = 5;
/// Parts of names of fewer letters are not taken for names.
const SHORTEST_PART: usize = 3;

impl Known {
    /// An account, `platform/id`, with its handles and display names. All of them get the pseudonym of the account.
    pub fn account<'s>(&mut self, key: &Key, account: &str, names: impl IntoIterator<Item = &'s str>) {
        let pseudonym = key.pseudonym(Kind::Account, account);
        self.add(key, account, &pseudonym, false);
        if let Some((_, id)) = account.split_once('/') {
            self.add(key, id, &pseudonym, false);
        }
        for name in names {
            self.add(key, name, &pseudonym, false);
            self.parts(key, name);
        }
    }

    /// Anything else that has a name, such as a speaker or a file.
    pub fn name(&mut self, key: &Key, kind: Kind, name: &str) {
        self.add(key, name, &key.pseudonym(kind, name), false);
        if kind == Kind::Name {
            self.parts(key, name);
        }
    }

    /// A word by which somebody is meant somewhere and which may be any word elsewhere, such as a pronoun: where the program
    /// itself uses it, it stays.
    pub fn word(&mut self, key: &Key, word: &str) {
        self.add(key, word, &key.pseudonym(Kind::Name, word), true);
    }

    /// Another string for something that has a pseudonym already.
    pub fn alias(&mut self, key: &Key, string: &str, pseudonym: &str) {
        self.add(key, string, pseudonym, false);
    }

    /// The pseudonym of exactly this string.
    pub fn exact(&self, string: &str) -> Option<&str> {
        let trimmed = string.trim_matches(|c: char| !is_word(c));
        let entries = self.by_first.get(&first_word(trimmed).to_lowercase())?;
        entries.iter().find(|entry| entry.string == trimmed).map(|entry| entry.pseudonym.as_str())
    }

    /// Number of strings.
    pub fn len(&self) -> usize {
        self.by_first.values().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// A name is known by each of its parts, too.
    fn parts(&mut self, key: &Key, name: &str) {
        let parts: Vec<&str> = name.split(|c: char| !is_word(c)).filter(|part| !part.is_empty()).collect();
        if parts.len() < 2 {
            return;
        }
        for part in parts {
            let is_capitalised = part.chars().next().is_some_and(char::is_uppercase);
            if is_capitalised && part.chars().count() >= SHORTEST_PART {
                self.add(key, part, &key.pseudonym(Kind::Name, part), true);
            }
        }
    }

    fn add(&mut self, key: &Key, string: &str, pseudonym: &str, is_part: bool) {
        let string = string.trim_matches(|c: char| !is_word(c));
        let is_short_number = string.len() < SHORTEST_NUMBER && string.bytes().all(|b| b.is_ascii_digit());
        if string.is_empty() || is_short_number {
            return;
        }
        let entries = self.by_first.entry(first_word(string).to_lowercase()).or_default();
        match entries.iter_mut().find(|entry| entry.string == string) {
            None => {
                entries.push(Entry { string: string.to_owned(), pseudonym: pseudonym.to_owned(), is_part });
            }
            Some(entry) if entry.is_part != is_part => {
                if entry.is_part {
                    *entry = Entry { string: string.to_owned(), pseudonym: pseudonym.to_owned(), is_part };
                }
            }
            // Several carry it: it tells of none of them.
            Some(entry) if entry.pseudonym != pseudonym => {
                entry.pseudonym = key.pseudonym(Kind::Name, string);
            }
            Some(_) => {}
        }
    }

    /// The longest known string with which `text` begins, in any case, up to the end of a word.
    pub(crate) fn at_start<'k>(&'k self, text: &str) -> Option<Found<'k>> {
        let entries = self.by_first.get(&first_word(text).to_lowercase())?;
        let fits = entries.iter().filter_map(|entry| {
            let end = folded_prefix(text, &entry.string)?;
            let ends = !text[end..].chars().next().is_some_and(is_word);
            ends.then_some(Found { end, pseudonym: &entry.pseudonym, is_part: entry.is_part })
        });
        fits.max_by(|x, y| x.end.cmp(&y.end).then_with(|| y.pseudonym.cmp(x.pseudonym)))
    }
}

/// A known string in a text.
pub(crate) struct Found<'k> {
    /// Its length there.
    pub end: usize,
    /// What takes its place.
    pub pseudonym: &'k str,
    /// It is only a part of a name.
    pub is_part: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_is_found_and_shared_ones_tell_of_nobody() {
        let key = Key::new([1; 32]);
        let mut known = Known::default();
        known.account(&key, "x/1002003", ["jo_north", "Jo North"]);
        known.account(&key, "telegram/user9", ["Jo North"]);
        known.account(&key, "x/12", ["jo_north_2"]);
        let jo = key.pseudonym(Kind::Account, "x/1002003");
        let at = |text: &str| known.at_start(text).map(|found| (found.end, found.pseudonym.to_owned()));
        assert_eq!(at("JO_North said"), Some((8, jo.clone())));
        assert_eq!(at("jo_north_2."), Some((10, key.pseudonym(Kind::Account, "x/12"))));
        assert_eq!(at("x/1002003 and"), Some((9, jo)));
        assert_eq!(at("Jo North, who"), Some((8, key.pseudonym(Kind::Name, "Jo North"))));
        assert_eq!(at("North, who"), Some((5, key.pseudonym(Kind::Name, "North"))));
        assert_eq!(at("jo_northern"), None);
        assert_eq!(at("12 mails"), None, "a short number is no id");
    }
}
