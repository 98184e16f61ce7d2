//! Findings: what the lens hands on to a case and its report.

use crate::c2pa::{Report, State};
use crate::marks::Mark;
use crate::method::{C2PA_MANIFEST, GENERATOR_MARK, SAME_PICTURE};
use model::words::{beginning, count, thousands};
use model::{Finding, FindingError, MethodCard, RecordRef, Sha256, Template};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const MANIFESTS: Template = Template(
    "{manifests} in {files}: {trusted} trusted, {valid} valid with a signer that is not known, {invalid} invalid. {remote} more named only by an address, which was not asked; {unchecked} could not be checked.",
);
const NO_MANIFEST: Template =
    Template("No C2PA manifest was found in {files}; {unchecked} could not be checked.");
const HOLDS: Template = Template(
    "{file} carries a C2PA manifest whose signature and hashes hold. The certificate names {signer}, {trust}. {generator}{sources}",
);
const FAILS: Template = Template(
    "{file} carries a C2PA manifest that does not hold: {codes}. The certificate names {signer}. {generator}{sources}",
);
const REMOTE: Template = Template("{file} names an address of a C2PA manifest, {url}. It was not fetched.");
const MARKS: Template = Template(
    "{marked} of {files} carry words about their own origin: {signed} with signed ones, {unsigned} with unsigned ones alone.",
);
const NO_MARKS: Template = Template(
    "None of {files} carries words about its own origin that the table knows. This says nothing about how they were made.",
);
const MARKED: Template = Template("{file} says of itself: {marks}. {standing}");
const PICTURES: Template =
    Template("{objects} in {files} with a usable hash; {shared} of them in more than one file.");
const NO_PICTURES: Template = Template("No picture in {files} could be compared with others.");
const SAME: Template = Template(
    "{files} show nearly the same picture: {names}. Their hashes are up to {bits} of 256 bits from that of the first, by which all of them go.",
);

/// Sentences that findings of this lens are made of, for the lint.
pub const TEMPLATES: &[Template] =
    &[MANIFESTS, NO_MANIFEST, HOLDS, FAILS, REMOTE, MARKS, NO_MARKS, MARKED, PICTURES, NO_PICTURES, SAME];

const WHY_NO_RATIO: &str = "what a file says of itself has no known error rate";

/// Names and codes in one sentence.
const NAMED: usize = 5;
/// Characters of a text from evidence in a sentence.
const WORDS: usize = 120;

/// What all findings of a run share.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Parameters that decide the results.
    pub parameters: BTreeMap<String, Value>,
    /// Hashes of the evidence, sorted.
    pub inputs: Vec<Sha256>,
    /// Number of files.
    pub files: u64,
}

/// Numbers of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// With a manifest that is trusted.
    pub trusted: u64,
    /// With one that is valid.
    pub valid: u64,
    /// With one that is invalid.
    pub invalid: u64,
    /// That only name an address.
    pub remote: u64,
    /// That could not be checked or read.
    pub unchecked: u64,
    /// With marks.
    pub marked: u64,
    /// With signed marks.
    pub signed: u64,
    /// With a hash of use.
    pub hashed: u64,
    /// Distinct pictures.
    pub objects: u64,
    /// Distinct pictures that are in more than one file.
    pub shared: u64,
}

/// Files that show nearly the same picture.
#[derive(Clone, Debug)]
pub struct Pictures {
    /// Name of the object.
    pub object: String,
    /// Files, the exemplar first.
    pub names: Vec<String>,
    /// Bits between the first and the one furthest from it.
    pub bits: u32,
    /// The files.
    pub records: Vec<RecordRef>,
}

impl Frame {
    fn files(&self) -> String {
        count(self.files, "media file", "media files")
    }

    fn finding(&self, card: &MethodCard, statement: String) -> Finding {
        let mut finding = Finding::of(card, &self.parameters, statement, WHY_NO_RATIO);
        finding.inputs.clone_from(&self.inputs);
        finding
    }

    /// The three findings about all files.
    pub fn totals(&self, totals: &Totals) -> Result<[Finding; 3], FindingError> {
        let of = |n: u64| thousands(n);
        let manifests = totals.trusted + totals.valid + totals.invalid;
        let unchecked = ("unchecked", &*of(totals.unchecked));
        let of_manifests = if manifests + totals.remote == 0 {
            NO_MANIFEST.fill(&[("files", &self.files()), unchecked])?
        } else {
            MANIFESTS.fill(&[
                ("manifests", &count(manifests, "C2PA manifest", "C2PA manifests")),
                ("files", &self.files()),
                ("trusted", &of(totals.trusted)),
                ("valid", &of(totals.valid)),
                ("invalid", &of(totals.invalid)),
                ("remote", &of(totals.remote)),
                unchecked,
            ])?
        };
        let of_marks = if totals.marked == 0 {
            NO_MARKS.fill(&[("files", &self.files())])?
        } else {
            MARKS.fill(&[
                ("marked", &of(totals.marked)),
                ("files", &self.files()),
                ("signed", &of(totals.signed)),
                ("unsigned", &of(totals.marked - totals.signed)),
            ])?
        };
        let of_pictures = if totals.hashed == 0 {
            NO_PICTURES.fill(&[("files", &self.files())])?
        } else {
            PICTURES.fill(&[
                ("objects", &count(totals.objects, "distinct picture", "distinct pictures")),
                ("files", &count(totals.hashed, "file", "files")),
                ("shared", &of(totals.shared)),
            ])?
        };
        let seal = |card, statement, numbers: &[(&str, u64)]| -> Result<Finding, FindingError> {
            let mut finding = self.finding(card, statement);
            finding.statistic = numbers.iter().map(|&(name, n)| (name.to_owned(), n as f64)).collect();
            finding.n = self.files;
            Ok(finding.seal()?)
        };
        Ok([
            seal(
                &C2PA_MANIFEST,
                of_manifests,
                &[
                    ("trusted", totals.trusted),
                    ("valid", totals.valid),
                    ("invalid", totals.invalid),
                    ("remote", totals.remote),
                    ("unchecked", totals.unchecked),
                ],
            )?,
            seal(&GENERATOR_MARK, of_marks, &[("marked", totals.marked), ("signed", totals.signed)])?,
            seal(
                &SAME_PICTURE,
                of_pictures,
                &[("hashed", totals.hashed), ("objects", totals.objects), ("shared", totals.shared)],
            )?,
        ])
    }

    /// What a file's manifest says; `None` where it has none, or nothing could be read of it.
    pub fn manifest(
        &self,
        file: &str,
        report: &Report,
        record: RecordRef,
    ) -> Result<Option<Finding>, FindingError> {
        let statement = match (report.state, report.active(), &report.remote_url) {
            (State::Remote, _, Some(url)) => {
                REMOTE.fill(&[("file", file), ("url", &beginning(url, WORDS))])?
            }
            (state, Some(manifest), _) if state.has_manifest() => {
                let signer = manifest.signer.as_deref().or(manifest.signer_name.as_deref());
                let signer = signer.map_or("nobody".to_owned(), |name| beginning(name, WORDS));
                let generator = manifest.generator.as_deref().map_or(String::new(), |name| {
                    format!("The program calls itself {}.", beginning(name, WORDS))
                });
                let mut kinds: BTreeSet<String> = BTreeSet::new();
                for source in &manifest.sources {
                    kinds.insert(crate::marks::origin(&source.uri).0);
                }
                let kinds: Vec<String> = kinds.into_iter().take(NAMED).collect();
                let sources = match kinds.is_empty() {
                    true => String::new(),
                    false => format!(" The manifest states: {}.", kinds.join("; ")),
                };
                let shared = [
                    ("file", file),
                    ("signer", &*signer),
                    ("generator", &*generator),
                    ("sources", &*sources),
                ];
                if state.holds() {
                    let trust = match state {
                        State::Trusted => "and leads to an anchor that was given",
                        _ => "whom no anchor that was given vouches for",
                    };
                    let statement = HOLDS.fill(&[&shared[..], &[("trust", trust)]].concat())?;
                    statement.trim_end().to_owned()
                } else {
                    let codes: BTreeSet<&str> = report.failures().map(|code| code.code.as_str()).collect();
                    let codes: Vec<&str> = codes.into_iter().take(NAMED).collect();
                    let statement = FAILS.fill(&[&shared[..], &[("codes", &codes.join(", "))]].concat())?;
                    statement.trim_end().to_owned()
                }
            }
            _ => return Ok(None),
        };
        let mut finding = self.finding(&C2PA_MANIFEST, statement);
        finding.about = vec![record.post.clone()];
        finding.n = report.codes.len() as u64;
        finding.records = vec![record];
        Ok(Some(finding.seal()?))
    }

    /// What a file says of itself; `None` where the table knows none of it.
    pub fn marked(
        &self,
        file: &str,
        marks: &[Mark],
        records: Vec<RecordRef>,
    ) -> Result<Option<Finding>, FindingError> {
        let mut says: Vec<String> = Vec::new();
        for mark in marks {
            let words = format!(
                "{} ({}, {})",
                mark.says,
                mark.key,
                if mark.is_signed { "signed" } else { "unsigned" }
            );
            let words = beginning(&words, 2 * WORDS);
            if !says.contains(&words) {
                says.push(words);
            }
        }
        if says.is_empty() {
            return Ok(None);
        }
        let more = says.len().saturating_sub(NAMED);
        says.truncate(NAMED);
        if more > 0 {
            says.push(count(more as u64, "more", "more"));
        }
        let standing = match marks.iter().filter(|mark| mark.is_signed).count() {
            0 => "None of this is signed: anyone can write it.",
            n if n == marks.len() => "All of it is signed.",
            _ => "What is not signed, anyone can write.",
        };
        let statement =
            MARKED.fill(&[("file", file), ("marks", &says.join("; ")), ("standing", standing)])?;
        let mut finding = self.finding(&GENERATOR_MARK, statement);
        finding.about = records.iter().take(1).map(|record| record.post.clone()).collect();
        finding.n = marks.len() as u64;
        finding.records = records;
        Ok(Some(finding.seal()?))
    }

    /// Files that show nearly the same picture.
    pub fn same_picture(&self, pictures: &Pictures) -> Result<Finding, FindingError> {
        let mut names: Vec<String> =
            pictures.names.iter().take(NAMED).map(|name| beginning(name, WORDS)).collect();
        let more = pictures.names.len().saturating_sub(NAMED);
        if more > 0 {
            names.push(count(more as u64, "more", "more"));
        }
        let statement = SAME.fill(&[
            ("files", &count(pictures.names.len() as u64, "file", "files")),
            ("names", &names.join(", ")),
            ("bits", &pictures.bits.to_string()),
        ])?;
        let mut finding = self.finding(&SAME_PICTURE, statement);
        finding.about = vec![pictures.object.clone()];
        finding.statistic = BTreeMap::from([("bits".to_owned(), f64::from(pictures.bits))]);
        finding.n = pictures.names.len() as u64;
        finding.records.clone_from(&pictures.records);
        Ok(finding.seal()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_give_no_verdicts() {
        for template in TEMPLATES {
            assert_eq!(template.lint(), Ok(()), "{}", template.0);
        }
    }
}
