//! How common each mark is.

use super::{Fingerprint, Mark};
use serde::Serialize;
use std::collections::BTreeMap;

/// Marks of mails that have nothing to do with the case, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Background {
    mails: u64,
    counts: BTreeMap<(Mark, String), u64>,
}

/// How many mails of a background show a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BaseRate {
    /// Mails that show it.
    pub count: u64,
    /// All mails.
    pub mails: u64,
}

impl Background {
    /// Counts the marks of mails.
    pub fn of<'f>(mails: impl IntoIterator<Item = &'f Fingerprint>) -> Self {
        let mut background = Self::default();
        for fingerprint in mails {
            background.mails += 1;
            for (mark, value) in fingerprint.marks() {
                *background.counts.entry((mark, value.to_owned())).or_default() += 1;
            }
        }
        background
    }

    /// How common a mark is.
    pub fn rate(&self, mark: Mark, value: &str) -> BaseRate {
        let count = self.counts.get(&(mark, value.to_owned())).copied().unwrap_or(0);
        BaseRate { count, mails: self.mails }
    }
}
