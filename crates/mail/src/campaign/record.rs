//! What was recorded of mails, and how much it says that it differs.
//!
//! The same text under another key and from another network is either one sender who changes both or somebody who copies.
//! Which of them depends on the sender's habit: one who sent forty mails from one network will hardly send the forty-first
//! from elsewhere, one who comes from a new network each time will. In the terms of Fellegi and Sunter (1969) it is the
//! weight of a disagreement, `ln((1 - m) / (1 - u))`, with `m` not assumed but taken from the data at hand, as Winkler
//! (1988) does: from the mails of the same text, without those that are in question. `u`, how often strangers agree in what
//! was recorded, is taken for 0, which makes a disagreement weigh a little more than it should.

use super::{Facts, Kind};
use kernel::{Graph, components};
use text::TextName;

/// Least chance of a change. However steady a sender is, lists and forwarders pass on some of the mails, and the receiver
/// then records these; and a sender may move. Assumed, not measured.
const PASSED_ON: f64 = 0.05;

/// What was recorded of a mail, among the mails of nearly its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Record {
    /// Mails of one text with the same number hang together by recorded values, however common: nothing recorded speaks
    /// against one sender.
    pub(super) group: u32,
    /// Chance that a sender whose mails are all others of this text, but those of the group, sends one that agrees with
    /// none of them, 0..=1.
    pub(super) change: f64,
}

/// The record of each mail, without what is recorded of the kind `without`; `None` where the mail has no text, or nothing
/// was recorded of it.
pub(super) fn records(mails: &[&Facts], without: Option<Kind>) -> Vec<Option<Record>> {
    let groups = groups(mails, without, |facts| Some(facts.text?.near));
    let shown = (0u32..).zip(mails).zip(&groups).filter(|((_, facts), _)| is_recorded(facts, without));
    let mut rows: Vec<(TextName, u32, u32)> =
        shown.filter_map(|((mail, facts), group)| Some((facts.text?.near, *group, mail))).collect();
    rows.sort_unstable();
    let mut records = vec![None; mails.len()];
    for text in rows.chunk_by(|a, b| a.0 == b.0) {
        let groups = || text.chunk_by(|a, b| a.1 == b.1);
        let all = Counts::of(groups().map(<[_]>::len));
        for mails in groups() {
            let change = all.without(mails.len()).change();
            mails
                .iter()
                .for_each(|&(_, group, mail)| records[mail as usize] = Some(Record { group, change }));
        }
    }
    records
}

/// Mails that hang together by recorded values alone, whatever these weigh, among those with one `key`.
pub(super) fn groups<'f, K: Ord + Copy>(
    mails: &[&'f Facts],
    without: Option<Kind>,
    key: impl Fn(&'f Facts) -> Option<K>,
) -> Vec<u32> {
    let mut rows: Vec<((K, Kind, &str), u32)> = Vec::new();
    for (mail, facts) in (0u32..).zip(mails) {
        let Some(key) = key(facts) else { continue };
        for kind in kinds(without) {
            rows.extend(facts.values(kind).into_iter().map(|value| ((key, kind, value), mail)));
        }
    }
    rows.sort_unstable();
    let equal = rows.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    components(&Graph::new(mails.len(), equal.map(|pair| (pair[0].1, pair[1].1, 1.0))))
}

/// Whether anything is known that the receiver recorded or a signature proves.
pub(super) fn is_recorded(facts: &Facts, without: Option<Kind>) -> bool {
    kinds(without).any(|kind| !facts.values(kind).is_empty())
}

fn kinds(without: Option<Kind>) -> impl Iterator<Item = Kind> {
    Kind::SENDER.into_iter().filter(move |kind| kind.is_recorded() && Some(*kind) != without)
}

/// Mails, and ordered pairs of them that agree.
#[derive(Clone, Copy, Default)]
struct Counts {
    mails: f64,
    agreeing: f64,
}

impl Counts {
    fn of(groups: impl Iterator<Item = usize>) -> Self {
        groups.fold(Self::default(), |counts, size| {
            let size = size as f64;
            Self { mails: counts.mails + size, agreeing: counts.agreeing + size * (size - 1.0) }
        })
    }

    fn without(self, size: usize) -> Self {
        let size = size as f64;
        Self { mails: self.mails - size, agreeing: self.agreeing - size * (size - 1.0) }
    }

    /// Share of the pairs that differ. What is assumed of senders in general counts as one mail more than the first,
    /// which shows no change yet.
    fn change(self) -> f64 {
        let assumed = 1.0 - Kind::Key.agreement();
        if self.mails < 2.0 {
            return assumed;
        }
        let differing = 1.0 - self.agreeing / (self.mails * (self.mails - 1.0));
        ((differing * (self.mails - 1.0) + assumed) / self.mails).max(PASSED_ON)
    }
}
