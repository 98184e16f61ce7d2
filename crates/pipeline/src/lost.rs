//! What was lost of mails and articles, one by one; posts have their problems counted by kind.

use crate::outputs::Rejects;
use crate::read::place;
use intake::SinkError;
use model::{Problem, Severity};
use report::page::{Example, Note, Rejects as RejectRow, limits};
use std::collections::BTreeMap;

/// Something that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What it is.
    pub code: &'static str,
    /// What it cost.
    pub severity: Severity,
    /// File and place.
    pub place: String,
    /// In words.
    pub message: String,
}

impl Lost {
    /// A problem in the stream `path`; it goes to the list of rejects too, where a record was lost by it.
    pub(crate) fn take(
        problem: Problem,
        path: &str,
        rejects: Option<&mut Rejects>,
    ) -> Result<Self, SinkError> {
        if let Some(rejects) = rejects.filter(|_| problem.severity > Severity::Note) {
            rejects.problem(&problem)?;
        }
        let place = format!("{path}, {}", place(problem.raw.at));
        let Problem { code, severity, message, .. } = problem;
        Ok(Self { code, severity, place, message })
    }

    /// Whether a record was lost, and not only something noted about it.
    pub(crate) fn is_reject(&self) -> bool {
        self.severity > Severity::Note
    }
}

/// Number of records that were lost.
pub(crate) fn rejected(lost: &[Lost]) -> u64 {
    lost.iter().filter(|lost| lost.is_reject()).count() as u64
}

/// Those that cost a record, or those that cost none, by their codes.
fn by_code(lost: &[Lost], is_reject: bool) -> BTreeMap<&str, Vec<&Lost>> {
    let mut by_code: BTreeMap<&str, Vec<&Lost>> = BTreeMap::new();
    for one in lost.iter().filter(|one| one.is_reject() == is_reject) {
        by_code.entry(one.code).or_default().push(one);
    }
    by_code
}

/// What was noted about records that were read, by code, with the first place of each.
pub(crate) fn note_rows(lost: &[Lost]) -> impl Iterator<Item = Note> {
    by_code(lost, false).into_iter().map(|(code, lost)| Note {
        code: code.to_owned(),
        count: lost.len() as u64,
        message: lost.first().map_or_else(String::new, |one| format!("{} ({})", one.message, one.place)),
    })
}

/// Lost records by code, as the report lists them.
pub(crate) fn reject_rows(lost: &[Lost]) -> Vec<RejectRow> {
    let example = |lost: &&Lost| Example { place: lost.place.clone(), message: lost.message.clone() };
    by_code(lost, true)
        .into_iter()
        .map(|(code, lost)| RejectRow {
            code: code.to_owned(),
            count: lost.len() as u64,
            meaning: String::new(),
            examples: lost.iter().take(limits::REJECT_EXAMPLES).map(example).collect(),
        })
        .collect()
}
