//! The form in which mails of one campaign have the same text, whoever they were addressed to.

use super::{Content, decode};
use crate::message::Message;
use std::collections::BTreeSet;

/// Fields that name whom a mail was for.
const FIELDS: [&str; 6] = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"];
/// Most words that are taken from these fields.
const MAX_WORDS: usize = 1_000;
/// Shortest word that is: shorter ones occur everywhere.
const MIN_WORD: usize = 3;

/// Words that name the recipients of one mail: of displayed names, local parts and domains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressees(BTreeSet<String>);

impl Addressees {
    /// Takes the words from the fields that name recipients.
    pub fn of(message: &Message<'_>) -> Self {
        let fields = FIELDS.iter().flat_map(|name| message.named(name));
        let texts: Vec<String> = fields.map(|field| decode::free_text(field.value)).collect();
        Self::named(texts.iter().map(String::as_str))
    }

    /// Takes the words from names and addresses.
    pub fn named<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let words = texts.into_iter().flat_map(|text| {
            let folded = text.to_lowercase();
            words(&folded).map(str::to_owned).collect::<Vec<_>>()
        });
        Self(words.filter(|word| word.chars().count() >= MIN_WORD).take(MAX_WORDS).collect())
    }
}

impl Content {
    /// Subject and text without what differs from copy to copy: addresses, links and names of hosts, words with digits
    /// (numbers, times, codes), and words that name the addressees; folded with [`text::fold`].
    ///
    /// Removing this form's words again changes nothing: it is its own comparable form.
    pub fn comparable(&self, addressees: &Addressees) -> String {
        let folded = text::fold(&format!("{}\n{}", self.subject, self.text)).into_owned();
        let mut out = String::with_capacity(folded.len());
        for token in folded.split(' ').filter(|token| !is_address_or_host(token)) {
            for word in words(token) {
                let varies = word.chars().any(char::is_numeric) || addressees.0.contains(word);
                if !varies {
                    out.push_str(word);
                    out.push(' ');
                }
            }
        }
        out.truncate(out.trim_end().len());
        text::fold(&out).into_owned()
    }
}

/// Runs of letters and digits; marks belong to the letter before them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part =
        |c: char| c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace() && !is_punctuation(c));
    text.split(move |c| !is_part(c)).filter(|word| !word.is_empty())
}

/// Punctuation beyond ASCII that stands between words: Latin-1, general punctuation, that of Chinese and Japanese.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}')
}

/// Whether a word holds an `@`, or a dot between letters, as addresses and names of hosts do.
fn is_address_or_host(token: &str) -> bool {
    let mut pieces = token.split('.').map(|piece| piece.trim_matches(|c: char| !c.is_alphanumeric()));
    let named = |piece: Option<&str>| piece.is_some_and(|piece| piece.chars().count() >= 2);
    token.contains('@') || (named(pieces.next()) && named(pieces.next()))
}
