//! Texts that several senders share without being joined.

use super::Facts;
use serde::Serialize;
use std::collections::BTreeMap;
use text::TextName;

/// Mails with nearly the same text that were not all joined: what is known of the senders differs. Either one sender has
/// changed all of it, or one copies another, or all of them took the text from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SameText {
    /// Name of the cluster of texts, 32 hexadecimal digits.
    pub text: String,
    /// Whether a text is word for word the same under two senders.
    pub exact: bool,
    /// Mails that were joined with each other, the most first.
    pub parties: Vec<Party>,
}

/// Mails of one text that were joined, or one that was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Place of the campaign they are in.
    pub campaign: Option<usize>,
    /// Names of the mails with this text, ascending.
    pub mails: Vec<String>,
}

/// `parts` are those of the mails, `campaigns` the places of parts that are campaigns.
pub(super) fn find(mails: &[&Facts], parts: &[u32], campaigns: &BTreeMap<u32, usize>) -> Vec<SameText> {
    let mut rows: Vec<(TextName, TextName, u32, &str)> = Vec::new();
    for (facts, &part) in mails.iter().zip(parts) {
        rows.extend(facts.text.map(|text| (text.near, text.exact, part, facts.id.as_str())));
    }
    rows.sort_unstable();
    rows.chunk_by(|a, b| a.0 == b.0).filter_map(|rows| one(rows, campaigns)).collect()
}

fn one(rows: &[(TextName, TextName, u32, &str)], campaigns: &BTreeMap<u32, usize>) -> Option<SameText> {
    let mut parties: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    rows.iter().for_each(|&(_, _, part, id)| parties.entry(part).or_default().push(id.to_owned()));
    if parties.len() < 2 {
        return None;
    }
    let mut parties: Vec<Party> = parties
        .into_iter()
        .map(|(part, mut mails)| {
            mails.sort_unstable();
            Party { campaign: campaigns.get(&part).copied(), mails }
        })
        .collect();
    parties.sort_by(|a, b| b.mails.len().cmp(&a.mails.len()).then_with(|| a.mails.cmp(&b.mails)));
    let exact = rows.windows(2).any(|pair| pair[0].1 == pair[1].1 && pair[0].2 != pair[1].2);
    Some(SameText { text: rows[0].0.to_string(), exact, parties })
}
