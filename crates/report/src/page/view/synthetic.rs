//! Texts, as the template sees them.

use super::{Cut, cut};
use crate::page::{
    LanguageRow, MachineAccountRow, MachineTextRow, PhraseRow, SentenceRow, Synthetic, limits,
};
use serde::Serialize;

/// Texts as the page shows them.
#[derive(Serialize)]
pub struct SyntheticView<'a> {
    all: SyntheticHead<'a>,
    rows: Cut<TextView<'a>>,
    levels: Cut<&'a MachineAccountRow>,
    phrases: Cut<&'a PhraseRow>,
    disguised: Cut<&'a PhraseRow>,
    language: Cut<&'a LanguageRow>,
}

/// What is said of all texts together.
#[derive(Serialize)]
struct SyntheticHead<'a> {
    texts: u64,
    answered: u64,
    one: u64,
    five: u64,
    reasons: &'a [(String, u64)],
    accounts: u64,
    horizon: &'a str,
    base_rates: &'a [String],
    alternatives: &'a [String],
    would_settle: &'a [String],
}

#[derive(Serialize)]
struct TextView<'a> {
    row: &'a MachineTextRow,
    sentences: Cut<&'a SentenceRow>,
}

impl<'a> SyntheticView<'a> {
    /// A view of `all`.
    pub fn new(all: &'a Synthetic) -> Self {
        Self {
            all: SyntheticHead {
                texts: all.texts,
                answered: all.answered,
                one: all.one,
                five: all.five,
                reasons: &all.reasons,
                accounts: all.accounts,
                horizon: &all.horizon,
                base_rates: &all.base_rates,
                alternatives: &all.alternatives,
                would_settle: &all.would_settle,
            },
            rows: cut(&all.rows, limits::MACHINE_TEXTS, |row| TextView {
                row,
                sentences: cut(&row.sentences, limits::SENTENCES, |sentence| sentence),
            }),
            levels: cut(&all.levels, limits::MACHINE_TEXTS, |row| row),
            phrases: cut(&all.phrases, limits::MACHINE_TEXTS, |row| row),
            disguised: cut(&all.disguised, limits::MACHINE_TEXTS, |row| row),
            language: cut(&all.language, limits::MACHINE_TEXTS, |row| row),
        }
    }
}
