//! The lens as part of a run.

use super::{MediaFile, MediaObjects, MediaOptions, MediaResult, bits, page, reading, tables};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::lens::{Lens, Outcome, Written};
use crate::outputs::{Outputs, Rejects};
use intake::IntakeError;
use model::{At, EvidenceNo, Finding, Layer, MethodCard, RawRef, RecordRef, Sha256};
use provenance::Mark;
use provenance::c2pa::State;
use provenance::finding::{Frame, Pictures, Totals};
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Findings of each method about single files or pictures, in the order of the evidence; the tables have all.
const TOLD: usize = 500;
/// Records that one finding points at.
const MOST_RECORDS: usize = 50;

/// The provenance lens with its options, and with its result after a run.
pub(crate) struct MediaLens<'l> {
    options: &'l MediaOptions,
    parameters: BTreeMap<String, Value>,
    repeats: Vec<String>,
    hand_on: Option<HandOn<'l>>,
    result: Option<MediaResult>,
    failed: Vec<(String, IntakeError)>,
}

/// All names of each file, and where what posts may be joined to is put.
struct HandOn<'l> {
    names: BTreeMap<EvidenceNo, Vec<String>>,
    cell: &'l OnceCell<MediaObjects>,
}

impl<'l> MediaLens<'l> {
    /// The lens; `repeats` are names of inputs whose bytes came twice.
    pub fn new(options: &'l MediaOptions, repeats: Vec<String>) -> Result<Self> {
        Ok(Self {
            options,
            parameters: options.parameters()?,
            repeats,
            hand_on: None,
            result: None,
            failed: Vec::new(),
        })
    }

    /// Puts the files, by all their `names`, into `cell`, for the lens that reads posts.
    #[must_use]
    pub fn handing_on(
        self,
        names: BTreeMap<EvidenceNo, Vec<String>>,
        cell: &'l OnceCell<MediaObjects>,
    ) -> Self {
        Self { hand_on: Some(HandOn { names, cell }), ..self }
    }

    /// The result, once the run has written its files; `None` when nothing could be read.
    pub fn finish(self, written: &Written) -> Option<MediaResult> {
        Some(MediaResult { written: written.files.clone(), ..self.result? })
    }
}

impl Lens for MediaLens<'_> {
    fn name(&self) -> &'static str {
        "provenance"
    }

    fn methods(&self) -> &'static [MethodCard] {
        provenance::method::CARDS
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        self.parameters.clone()
    }

    fn run(
        &mut self,
        inputs: &[(EvidenceNo, Input)],
        outputs: &mut Outputs,
        rejects: &mut Rejects,
        ctx: &Ctx<'_>,
    ) -> Result<Option<Outcome>> {
        let mut result = reading::run(inputs, self.options, ctx)?;
        if result.files.is_empty() {
            self.failed = result.failed;
            return Ok(None);
        }
        result.repeats = std::mem::take(&mut self.repeats);
        for problem in &result.problems {
            rejects
                .add(&json!({"code": problem.code, "place": problem.place, "message": problem.message}))?;
        }
        for (table, batch) in tables::tables(&result)? {
            outputs.whole_table(&table, [Ok::<_, Error>(batch)])?;
            for &format in &self.options.formats {
                outputs.convert(&table, format)?;
            }
        }
        outputs.file(
            "media_reports.jsonl",
            "One media file a line: kind, hash, manifests with all codes, marks, metadata.",
            |out| {
                for file in &result.files {
                    serde_json::to_writer(&mut *out, file).map_err(std::io::Error::from)?;
                    out.write_all(b"\n")?;
                }
                Ok(result.files.len() as u64)
            },
        )?;
        let findings = findings(&result, &self.parameters)?;
        let page = page::page(&result, self.options);
        if let Some(HandOn { names, cell }) = &self.hand_on {
            // It is filled once a run.
            let _ = cell.set(MediaObjects::new(&result.files, names));
        }
        self.result = Some(result);
        Ok(Some(Outcome { findings, groups: None, page }))
    }

    fn failed(&mut self) -> &mut Vec<(String, IntakeError)> {
        match &mut self.result {
            Some(result) => &mut result.failed,
            None => &mut self.failed,
        }
    }
}

fn findings(result: &MediaResult, parameters: &BTreeMap<String, Value>) -> Result<Vec<Finding>> {
    let mut inputs: Vec<Sha256> = result.files.iter().map(|file| file.sha256).collect();
    inputs.sort_unstable();
    let frame = Frame { parameters: parameters.clone(), inputs, files: result.files.len() as u64 };
    let [of_manifests, of_marks, of_pictures] = frame.totals(&totals(result))?;
    let mut findings = vec![of_manifests];
    let mut told = 0;
    for file in &result.files {
        if told < TOLD
            && let Some(finding) = frame.manifest(&file.name, &file.c2pa, whole(file))?
        {
            told += 1;
            findings.push(finding);
        }
    }
    findings.push(of_marks);
    for file in result.files.iter().filter(|file| !file.marks.is_empty()).take(TOLD) {
        let records = file.marks.iter().take(MOST_RECORDS).map(|mark| place(file, mark)).collect();
        findings.extend(frame.marked(&file.name, &file.marks, records)?);
    }
    findings.push(of_pictures);
    for (object, files) in result.shared().into_iter().take(TOLD) {
        let object_of =
            |file: &&MediaFile| RecordRef { object: Some((Layer::Media, object.to_owned())), ..whole(file) };
        findings.push(frame.same_picture(&Pictures {
            object: object.to_owned(),
            names: files.iter().map(|file| file.name.clone()).collect(),
            bits: files.iter().map(|file| bits(object, file)).max().unwrap_or(0),
            records: files.iter().take(MOST_RECORDS).map(object_of).collect(),
        })?);
    }
    Ok(findings)
}

/// Numbers over all files.
pub(super) fn totals(result: &MediaResult) -> Totals {
    let of = |state: State| result.files.iter().filter(|file| file.c2pa.state == state).count() as u64;
    let objects: BTreeSet<&str> = result
        .files
        .iter()
        .filter(|file| file.comparable().is_some())
        .map(|file| file.object.as_str())
        .collect();
    Totals {
        trusted: of(State::Trusted),
        valid: of(State::Valid),
        invalid: of(State::Invalid),
        remote: of(State::Remote),
        unchecked: of(State::NotChecked) + of(State::Unreadable),
        marked: result.files.iter().filter(|file| !file.marks.is_empty()).count() as u64,
        signed: result.files.iter().filter(|file| file.marks.iter().any(|mark| mark.is_signed)).count()
            as u64,
        hashed: result.files.iter().filter(|file| file.comparable().is_some()).count() as u64,
        objects: objects.len() as u64,
        shared: result.shared().len() as u64,
    }
}

/// The file as a record.
fn whole(file: &MediaFile) -> RecordRef {
    RecordRef {
        platform: "media".to_owned(),
        account: file.name.clone(),
        post: file.sha256.hex(),
        object: None,
        time: None,
        raw: RawRef { evidence: file.no, path: Vec::new(), at: At::Bytes(0, file.bytes) },
    }
}

/// The bytes of a mark; of one in a manifest the file.
fn place(file: &MediaFile, mark: &Mark) -> RecordRef {
    let mut record = whole(file);
    if mark.end > 0 {
        record.raw.at = At::Bytes(mark.start, mark.end);
    }
    record
}
