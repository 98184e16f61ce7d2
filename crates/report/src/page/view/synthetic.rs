//! Texts, as the template sees them.

use super::{Cut, cut};
use crate::page::{MachineAccountRow, MachineTextRow, PhraseRow, SentenceRow, Synthetic, limits};
use serde::Serialize;

/// Texts as the page shows them.
#[derive(Serialize)]
pub struct SyntheticView<'a> {
    all: &'a Synthetic,
    rows: Cut<TextView<'a>>,
    levels: Cut<&'a MachineAccountRow>,
    phrases: Cut<&'a PhraseRow>,
    disguised: Cut<&'a PhraseRow>,
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
            all,
            rows: cut(&all.rows, limits::MACHINE_TEXTS, |row| TextView {
                row,
                sentences: cut(&row.sentences, limits::SENTENCES, |sentence| sentence),
            }),
            levels: cut(&all.levels, limits::MACHINE_TEXTS, |row| row),
            phrases: cut(&all.phrases, limits::MACHINE_TEXTS, |row| row),
            disguised: cut(&all.disguised, limits::MACHINE_TEXTS, |row| row),
        }
    }
}
