//! How people name a finding: by the first digits of its id, or by its method and place.

use crate::error::{CaseError, Result};
use crate::findings;
use crate::folder::Case;
use model::{Finding, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Shortest prefix of an id that may name a finding.
const SHORTEST: usize = 4;
/// Candidates named when a prefix is ambiguous.
const CANDIDATES: usize = 8;

/// The findings that can be named: read once, asked for many names.
#[derive(Clone, Debug)]
pub struct Names {
    ids: BTreeSet<Sha256>,
    /// Those of the last examination by their method, in their order.
    places: BTreeMap<String, Vec<Sha256>>,
}

impl Case {
    /// Names of the findings of all runs, and of those that are assessed: one of an earlier run may be kept nowhere else.
    pub fn names(&self) -> Result<Names> {
        let mut names = Names::of(&self.current_findings()?);
        names.ids.extend(findings::all_ids(&self.conn)?);
        names.ids.extend(self.weighing()?.assessments.into_iter().map(|assessment| assessment.finding));
        Ok(names)
    }
}

impl Names {
    /// Names of findings in their order, such as those of a folder of results.
    pub fn of(findings: &[Finding]) -> Self {
        let mut places = BTreeMap::<String, Vec<Sha256>>::new();
        for finding in findings {
            places.entry(finding.method.clone()).or_default().push(finding.id);
        }
        Self { ids: findings.iter().map(|finding| finding.id).collect(), places }
    }

    /// The finding whose id begins with `name`: at least four digits, as many as make it unambiguous. Or, so that lists
    /// can be written before findings have ids, `METHOD#N`: the N-th of a method in the last examination, from 1.
    pub fn find(&self, name: &str) -> Result<Sha256> {
        let name = name.trim();
        match name.split_once('#') {
            Some((method, number)) => {
                self.at(method, number).ok_or_else(|| CaseError::NoFinding(name.to_owned()))
            }
            None => self.beginning_with(name),
        }
    }

    fn at(&self, method: &str, number: &str) -> Option<Sha256> {
        let place = number.parse::<usize>().ok()?.checked_sub(1)?;
        self.places.get(method)?.get(place).copied()
    }

    fn beginning_with(&self, name: &str) -> Result<Sha256> {
        let prefix = name.to_ascii_lowercase();
        let hex = prefix.bytes().all(|b| b.is_ascii_hexdigit());
        if !hex || !(SHORTEST..=64).contains(&prefix.len()) {
            return Err(CaseError::Prefix(name.to_owned()));
        }
        let found: Vec<Sha256> =
            self.ids.iter().filter(|id| id.hex().starts_with(&prefix)).copied().collect();
        match found.as_slice() {
            [] => Err(CaseError::NoFinding(prefix)),
            [id] => Ok(*id),
            several => {
                let candidates = several.iter().take(CANDIDATES).copied().collect();
                Err(CaseError::Ambiguous { prefix, candidates, total: several.len() })
            }
        }
    }
}
