//! What a case says, apart from the bytes of its files: the form in which it is sealed, compared and repeated.

use crate::custody::{self, Entry};
use crate::error::{CaseError, Result, damaged, json};
use crate::evidence::EvidenceRow;
use crate::findings;
use crate::folder::Case;
use crate::output::{Output, Place};
use crate::run::{Plan, Run};
use crate::segment::Segment;
use crate::weigh::Item;
use crate::{bag, store};
use model::{Finding, Hypothesis, NONE_OF_THESE, Sha256, Timestamp, Weighing};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Version of this form.
pub(crate) const FORMAT: u32 = 1;

/// A case without the bytes of its files. As canonical JSON it is `data/case.json` of a sealed case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// Version of this form.
    pub format: u32,
    /// Identity of the case: the hash of the first entry of its log.
    pub case: Sha256,
    /// Program that wrote this, with its version.
    pub program: String,
    /// When the case was sealed; `None` in a working case.
    pub sealed: Option<Timestamp>,
    /// Whether the bytes of evidence and aids are kept beside it.
    pub has_content: bool,
    /// Evidence, by number.
    pub evidence: Vec<EvidenceRow>,
    /// Segments, by table and hash.
    pub segments: Vec<Segment>,
    /// Runs in the order in which they were recorded.
    pub runs: Vec<RecordedRun>,
    /// Hypotheses and assessments, where people entered some.
    pub weighing: Option<Weighing>,
    /// The custody log, first entry first.
    pub custody: Vec<Entry>,
}

/// A run with its id and the ids of its findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedRun {
    /// Hash of the plan.
    pub id: Sha256,
    /// What was to be done.
    pub plan: Plan,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// What it made, sorted.
    pub outputs: Vec<Output>,
    /// Ids of its findings, in their order.
    pub findings: Vec<Sha256>,
}

impl Contents {
    /// What a working case says.
    pub fn of(case: &Case, program: &str) -> Result<Self> {
        let runs = case.runs()?.into_iter().map(|run| {
            let Run { plan, started, finished, outputs } = run;
            let id = plan.id()?;
            let findings = findings::ids(&case.conn, &id)?;
            Ok(RecordedRun { id, plan, started, finished, outputs, findings })
        });
        Ok(Self {
            format: FORMAT,
            case: case.id()?,
            program: program.to_owned(),
            sealed: None,
            has_content: true,
            evidence: case.evidence()?,
            segments: case.all_segments()?,
            runs: runs.collect::<Result<_>>()?,
            // "None of these" stands in every case.
            weighing: Some(case.weighing()?)
                .filter(|weighing| weighing.hypotheses.len() > 1 || !weighing.assessments.is_empty()),
            custody: case.custody()?,
        })
    }

    /// Path from the case folder -> hash, of everything that should be there. A later run replaces outputs of the same
    /// name.
    pub fn files(&self) -> BTreeMap<String, Sha256> {
        let mut files = BTreeMap::new();
        if self.has_content {
            let evidence = self.evidence.iter().map(|row| row.evidence.id);
            files.extend(evidence.map(|hash| (store::listed(&store::evidence_path(&hash)), hash)));
        }
        let segments = self.segments.iter().map(|segment| segment.hash);
        files.extend(segments.map(|hash| (store::listed(&store::segment_path(&hash)), hash)));
        let outputs = self.runs.iter().flat_map(|run| &run.outputs).filter(|output| match output.place {
            Place::Records => false,
            Place::Out => true,
            Place::Aids => self.has_content,
        });
        files.extend(outputs.map(|output| (store::listed(&output.path()), output.hash)));
        files
    }

    /// Evidence as it stood when a run was recorded, with the time at which each piece came: what the custody log says
    /// up to there. `None` when the log does not know the run.
    pub fn evidence_at(&self, run: &Sha256) -> Option<Vec<(EvidenceRow, Timestamp)>> {
        let id = run.hex();
        let names_it = |entry: &Entry| {
            entry.action == custody::RUN && custody::detail(entry, "id").is_some_and(|found| found == id)
        };
        let end = self.custody.iter().rposition(names_it)?;
        let mut rows = BTreeMap::new();
        for entry in &self.custody[..end] {
            let changes = [custody::ADD_EVIDENCE, custody::NAME_EVIDENCE, custody::DESCRIBE_EVIDENCE];
            if !changes.contains(&entry.action.as_str()) {
                continue;
            }
            let row: EvidenceRow = serde_json::from_str(&entry.details).ok()?;
            let came = match rows.remove(&row.no) {
                Some((_, came)) => came,
                None => entry.time,
            };
            rows.insert(row.no, (row, came));
        }
        Some(rows.into_values().collect())
    }
}

/// A case or a sealed case, open for reading: what it says, and where its files lie.
#[derive(Debug)]
pub struct Recorded {
    /// What it says.
    pub contents: Contents,
    /// Folder that paths of [`Contents::files`] start from.
    root: PathBuf,
    findings: Vec<Finding>,
}

impl Recorded {
    /// Opens a case folder or a sealed case. Nothing is verified.
    pub fn open(path: &Path, program: &str) -> Result<Self> {
        if bag::is_bag(path) {
            let (contents, findings) = bag::read(path)?;
            return Ok(Self { contents, root: path.join(bag::DATA), findings });
        }
        if !Case::is_case(path) {
            return Err(CaseError::NeitherCaseNorBag(path.to_owned()));
        }
        Self::of(&Case::open_read_only(path)?, program)
    }

    /// A case that is open already.
    pub fn of(case: &Case, program: &str) -> Result<Self> {
        let contents = Contents::of(case, program)?;
        Ok(Self { contents, root: case.dir().to_owned(), findings: case.findings()? })
    }

    /// All findings of all runs, sorted by id.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The run of this command that was recorded last.
    pub fn latest_run(&self, command: &str) -> Option<&RecordedRun> {
        self.contents.runs.iter().rev().find(|run| run.plan.command == command)
    }

    /// The findings of the last `examine`, in their order: those that count.
    pub fn current_findings(&self) -> Vec<Finding> {
        let by_id: BTreeMap<Sha256, &Finding> =
            self.findings.iter().map(|finding| (finding.id, finding)).collect();
        let ids = self.latest_run("examine").map_or(&[][..], |run| &run.findings);
        ids.iter().filter_map(|id| by_id.get(id).copied().cloned()).collect()
    }

    /// The findings of the last `examine`, as far as weighing them needs.
    pub fn items(&self) -> Vec<Item> {
        let evidence = self.contents.evidence.iter().map(|row| (row.no, row.evidence.id)).collect();
        self.current_findings().iter().map(|finding| Item::of(finding, &evidence)).collect()
    }

    /// Hypotheses and assessments; where people entered none, the one hypothesis that no case is without.
    pub fn weighing(&self) -> Weighing {
        self.contents.weighing.clone().unwrap_or_else(|| Weighing {
            hypotheses: vec![Hypothesis::none_of_these()],
            reference: NONE_OF_THESE.to_owned(),
            assessments: Vec::new(),
        })
    }

    /// Where the copy of a piece of evidence lies, if it is there.
    pub fn evidence_file(&self, hash: &Sha256) -> Option<PathBuf> {
        self.plain(&store::evidence_path(hash))
    }

    /// Where a segment lies, if it is there.
    pub fn segment_file(&self, hash: &Sha256) -> Option<PathBuf> {
        self.plain(&store::segment_path(hash))
    }

    /// Where the derived file `name` lies, if it is there.
    pub fn out_file(&self, name: &str) -> Option<PathBuf> {
        self.plain(&Path::new(store::OUT).join(name))
    }

    /// Where an output lies, if it is there.
    pub fn output_file(&self, output: &Output) -> Option<PathBuf> {
        self.plain(&output.path())
    }

    /// A plain file, not the way out of the folder that a link would be.
    fn plain(&self, from_root: &Path) -> Option<PathBuf> {
        let mut path = self.root.clone();
        for part in from_root.components() {
            // A name out of a stranger's case is a name, and no way to somewhere else.
            let Component::Normal(part) = part else { return None };
            path.push(part);
            if path.symlink_metadata().ok()?.file_type().is_symlink() {
                return None;
            }
        }
        path.is_file().then_some(path)
    }
}

/// Every finding of a case as one canonical line, sorted by id.
pub(crate) fn finding_lines(case: &Case) -> Result<String> {
    let mut text = String::new();
    for finding in case.findings()? {
        text.push_str(&model::canonical_json(&finding).map_err(json("writing a finding"))?);
        text.push('\n');
    }
    Ok(text)
}

/// Reads what [`finding_lines`] wrote. Each id has to be the hash of the rest.
pub(crate) fn read_findings(text: &str) -> Result<Vec<Finding>> {
    let read = |line: &str| -> Option<Finding> {
        let finding: Finding = serde_json::from_str(line).ok()?;
        let sealed = finding.clone().seal().ok()?;
        (sealed.id == finding.id).then_some(finding)
    };
    text.lines().map(|line| read(line).ok_or_else(|| damaged("a finding of the sealed case"))).collect()
}
