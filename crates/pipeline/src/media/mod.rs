//! The provenance lens: media files in; what they say of their own origin, which show the same picture, findings and a part
//! of the report out.

mod lens;
mod objects;
mod page;
mod reading;
mod tables;

pub(crate) use lens::MediaLens;
pub(crate) use objects::{MediaObjects, MediaUse, uses_table};
pub(crate) use reading::is_media;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::{gather, numbered};
use crate::lost::Lost;
use ::media::pdq::{LEAST_QUALITY, NEAR};
use ::media::{Container, NotHashed, PictureHash, Size};
use intake::IntakeError;
use model::{EvidenceNo, Sha256};
use provenance::c2pa::{self, Checker, Limits, Report};
use provenance::{Entry, Mark};
use report::{Format, TableWriter};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How media files are looked at.
#[derive(Clone, Debug, Default)]
pub struct MediaOptions {
    /// How signed manifests are read; `None` leaves them out.
    pub manifests: Option<ManifestOptions>,
    /// Forms of the tables besides Parquet.
    pub formats: Vec<Format>,
}

/// How signed manifests are read.
#[derive(Clone, Debug)]
pub struct ManifestOptions {
    /// The program whose child processes read them: this one.
    pub program: PathBuf,
    /// Certificates (PEM) to which signers may lead.
    pub trust_anchors: Option<PathBuf>,
    /// Limits for each file.
    pub limits: Limits,
}

/// Name of the hidden command by which [`ManifestOptions::program`] becomes a reader of manifests.
pub const WORKER_COMMAND: &str = "c2pa-worker";

impl MediaOptions {
    /// Parameters that decide the results.
    pub(crate) fn parameters(&self) -> Result<BTreeMap<String, Value>> {
        let manifests = match &self.manifests {
            None => json!("not read"),
            Some(_) if !c2pa::IS_BUILT_IN => json!("reader not built in"),
            Some(options) => {
                let anchors = options.trust_anchors.as_ref().map(|path| -> Result<String> {
                    Ok(Sha256::of(&std::fs::read(path).map_err(Error::file("open", path))?).hex())
                });
                json!({
                    "reader": "c2pa 0.90.22",
                    "trust_anchors": anchors.transpose()?,
                    "time_limit_ms": options.limits.time.as_millis() as u64,
                    "memory_limit_mib": options.limits.memory >> 20,
                })
            }
        };
        Ok(BTreeMap::from([
            ("manifests".to_owned(), manifests),
            ("near_bits".to_owned(), json!(NEAR)),
            ("least_quality".to_owned(), json!(LEAST_QUALITY)),
        ]))
    }

    /// What looks at manifests.
    fn checker(&self) -> Option<Checker> {
        let options = self.manifests.as_ref()?;
        let time = options.limits.time.as_millis().to_string();
        let memory = (options.limits.memory >> 20).to_string();
        let words = [WORKER_COMMAND, "--time-ms", &time, "--memory-mib", &memory];
        let mut arguments: Vec<std::ffi::OsString> = words.iter().map(Into::into).collect();
        if let Some(anchors) = &options.trust_anchors {
            arguments.extend(["--trust-anchors".into(), anchors.into()]);
        }
        Some(Checker::new(options.program.clone(), arguments, options.limits))
    }
}

/// Where results go.
pub enum MediaTarget<'t> {
    /// A folder of files with a report.
    Folder(&'t Path),
    /// The table of files, in one form.
    Table(Format, &'t mut (dyn Write + Send)),
    /// Nowhere: the caller prints.
    Summaries,
}

/// A media file, and what was found in it.
#[derive(Debug, Serialize)]
pub struct MediaFile {
    /// Its number.
    pub no: EvidenceNo,
    /// Its name.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub bytes: u64,
    /// Kind, by its bytes.
    pub container: Container,
    /// Whether its name says the same.
    pub name_fits: Option<bool>,
    /// Points of its picture, as its header claims.
    pub size: Option<Size>,
    /// Perceptual hash of the picture.
    #[serde(serialize_with = "picture")]
    pub picture: std::result::Result<PictureHash, NotHashed>,
    /// Name of the picture that it shows.
    pub object: String,
    /// Signed manifests.
    pub c2pa: Report,
    /// What it says of its origin.
    pub marks: Vec<Mark>,
    /// All that stands in it unsigned, values cut.
    pub tags: Vec<Entry>,
}

fn picture<S: serde::Serializer>(
    picture: &std::result::Result<PictureHash, NotHashed>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match picture {
        Ok(hash) => json!({"pdq": hash.pdq, "quality": hash.quality}).serialize(serializer),
        Err(why) => json!({"not_hashed": why.code(), "why": why.to_string()}).serialize(serializer),
    }
}

impl MediaFile {
    /// The hash, where it can be compared with others.
    pub fn comparable(&self) -> Option<::media::Pdq> {
        let hash = self.picture.as_ref().ok()?;
        (hash.quality >= LEAST_QUALITY).then_some(hash.pdq)
    }

    /// Codes of failures in its manifests, those of ingredients last.
    pub fn failures(&self) -> Vec<String> {
        self.c2pa.failures().map(|code| code.code.clone()).collect()
    }
}

/// What a run gave.
#[derive(Debug, Default)]
pub struct MediaResult {
    /// Files in the order of the evidence.
    pub files: Vec<MediaFile>,
    /// Files that are no media, or could not be read at all, with the reason.
    pub failed: Vec<(String, IntakeError)>,
    /// What was odd or lost.
    pub problems: Vec<Lost>,
    /// Names of files whose bytes came twice.
    pub repeats: Vec<String>,
    /// Files written.
    pub written: Vec<report::page::OutputFile>,
}

impl MediaResult {
    /// Files by the picture that they show, where those are more than one; the exemplar first.
    pub fn shared(&self) -> Vec<(&str, Vec<&MediaFile>)> {
        let mut by_object: BTreeMap<&str, Vec<&MediaFile>> = BTreeMap::new();
        for file in &self.files {
            by_object.entry(&file.object).or_default().push(file);
        }
        let mut shared: Vec<_> = by_object.into_iter().filter(|(_, files)| files.len() > 1).collect();
        for (object, files) in &mut shared {
            // The exemplar, then what is nearest to it.
            files.sort_by_key(|file| (bits(object, file), file.sha256));
        }
        shared.sort_by_key(|(object, files)| (std::cmp::Reverse(files.len()), *object));
        shared
    }
}

/// Bits between a file's hash and that of its object's exemplar.
fn bits(object: &str, file: &MediaFile) -> u32 {
    let exemplar = object.strip_prefix("pdq:").and_then(::media::Pdq::from_hex);
    exemplar.zip(file.comparable()).map_or(0, |(exemplar, hash)| exemplar.distance(&hash))
}

/// Looks at the media files in `paths` and writes what they say to `target`.
pub fn media(
    paths: &[PathBuf],
    options: &MediaOptions,
    target: MediaTarget<'_>,
    ctx: &Ctx<'_>,
) -> Result<MediaResult> {
    let (inputs, repeats) = gather(paths)?;
    let inputs = numbered(inputs);
    let mut result = match target {
        MediaTarget::Folder(dir) => {
            let mut lens = MediaLens::new(options, repeats.clone())?;
            let written = crate::results::run(dir, vec![(&mut lens, inputs)], ctx)?;
            lens.finish(&written).unwrap_or_default()
        }
        other => {
            let result = reading::run(&inputs, options, ctx)?;
            if let MediaTarget::Table(format, out) = other {
                let (table, batch) = tables::files(&result)?;
                let mut writer = TableWriter::new(format, &table.schema(), out)?;
                writer.write(&batch)?;
                writer.finish()?;
            }
            result
        }
    };
    if result.files.is_empty() {
        return Err(Error::nothing_read(result.failed));
    }
    result.repeats = repeats;
    Ok(result)
}
