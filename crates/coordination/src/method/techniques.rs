//! Techniques of the DISARM framework with which what a group did is consistent. Only acts that the records themselves
//! show; why they were done, no record shows.

use model::{Layer, RecordRef};
use std::collections::{BTreeMap, BTreeSet};

/// "Use Copypasta": the same text by several accounts.
const COPYPASTA: &str = "T0084.001";
/// "Post across Platform": the same content on several platforms.
const ACROSS_PLATFORMS: &str = "T0119.002";

/// Layers in which an object is content, and not a conversation or a word.
const CONTENT: [Layer; 4] = [Layer::Text, Layer::NearText, Layer::Url, Layer::Media];

/// Ids of the techniques, ascending.
pub fn of_records(records: &[RecordRef]) -> Vec<String> {
    let mut actors = BTreeMap::<&(Layer, String), BTreeSet<(&str, &str)>>::new();
    for record in records {
        if let Some(object) = &record.object {
            actors.entry(object).or_default().insert((&record.platform, &record.account));
        }
    }
    let same_text = actors.iter().any(|((layer, _), accounts)| *layer == Layer::Text && accounts.len() > 1);
    let across = actors.iter().any(|((layer, _), accounts)| {
        let platforms: BTreeSet<&str> = accounts.iter().map(|(platform, _)| *platform).collect();
        CONTENT.contains(layer) && platforms.len() > 1
    });
    let named = [(same_text, COPYPASTA), (across, ACROSS_PLATFORMS)];
    named.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, id)| id.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{At, EvidenceNo, RawRef};

    #[test]
    fn only_what_records_show_is_named() {
        let check = |acts: &[(&str, &str, Layer, &str)], expected: &[&str]| {
            let record = |&(platform, account, layer, object): &(&str, &str, Layer, &str)| RecordRef {
                platform: platform.to_owned(),
                account: account.to_owned(),
                post: String::new(),
                object: Some((layer, object.to_owned())),
                time: None,
                raw: RawRef { evidence: EvidenceNo(0), path: Vec::new(), at: At::Row(0) },
            };
            let records: Vec<RecordRef> = acts.iter().map(record).collect();
            assert_eq!(of_records(&records), expected, "{acts:?}");
        };
        check(&[("x", "ida", Layer::Text, "t1"), ("x", "jon", Layer::Text, "t1")], &[COPYPASTA]);
        check(&[("x", "ida", Layer::Text, "t1"), ("x", "ida", Layer::Text, "t1")], &[]);
        check(&[("x", "ida", Layer::Url, "u"), ("telegram", "lev", Layer::Url, "u")], &[ACROSS_PLATFORMS]);
        check(&[("x", "ida", Layer::Hashtag, "h"), ("telegram", "lev", Layer::Hashtag, "h")], &[]);
    }
}
