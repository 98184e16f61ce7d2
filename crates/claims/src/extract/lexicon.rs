//! How often a word is part of a cue.

/// Classes of stems, sorted by stem.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    pub(crate) entries: Vec<(u32, u8)>,
}

impl Lexicon {
    /// From counts: stem, occurrences, those of them in cues.
    pub fn of(counts: impl IntoIterator<Item = (u32, u32, u32)>) -> Self {
        let mut entries: Vec<(u32, u8)> = counts
            .into_iter()
            .map(|(stem, all, cues)| (stem, class(all, cues)))
            .filter(|&(_, class)| class > 0)
            .collect();
        entries.sort_unstable();
        Self { entries }
    }

    /// The class of a stem ([`Form::stem`](crate::syntax::Form::stem)).
    pub fn class(&self, stem: u32) -> u8 {
        self.entries.binary_search_by_key(&stem, |entry| entry.0).map_or(0, |at| self.entries[at].1)
    }
}

/// The class of a word that occurs `all` times, `cues` of them in cues.
pub fn class(all: u32, cues: u32) -> u8 {
    if all < 3 {
        return 0;
    }
    match f64::from(cues) / f64::from(all) {
        share if share >= 0.7 => 6,
        share if share >= 0.4 => 5,
        share if share >= 0.2 => 4,
        share if share >= 0.08 => 3,
        share if share >= 0.02 => 2,
        _ => 1,
    }
}
