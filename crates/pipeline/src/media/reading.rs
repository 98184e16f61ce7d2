//! Media files, looked at one by one on all cores.

use super::{MediaFile, MediaOptions, MediaResult};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::inputs::Input;
use crate::lost::Lost;
use ::media::{Container, NotHashed, Source, Trouble, near};
use intake::IntakeError;
use model::{EvidenceNo, Severity};
use provenance::c2pa::{Checker, Report, State};
use provenance::{marks, metadata};
use rayon::prelude::*;
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a value that are kept once marks have been looked for.
const MOST_VALUE: usize = 2_000;

/// Looks at all files.
pub(super) fn run(
    inputs: &[(EvidenceNo, Input)],
    options: &MediaOptions,
    ctx: &Ctx<'_>,
) -> Result<MediaResult> {
    ctx.progress.stage("looking at media files", Some(inputs.len() as u64));
    let checker = options.checker();
    let done = AtomicU64::new(0);
    let looked: Vec<_> = inputs
        .par_iter()
        .map(|(no, input)| {
            let looked = look(*no, input, checker.as_ref());
            ctx.progress.at(done.fetch_add(1, Ordering::Relaxed) + 1);
            looked
        })
        .collect();
    let mut result = MediaResult::default();
    for ((_, input), looked) in inputs.iter().zip(looked) {
        match looked {
            Ok((file, problems)) => {
                result.files.push(file);
                result.problems.extend(problems);
            }
            Err(error) => result.failed.push((input.name.clone(), error)),
        }
    }
    name_objects(&mut result.files);
    Ok(result)
}

/// Whether the file at `path` is one that this lens looks at.
pub(crate) fn is_media(path: &Path) -> bool {
    let head = || Source::new(File::open(path)?)?.head();
    head().is_ok_and(|head| ::media::detect(&head).is_some())
}

fn look(
    no: EvidenceNo,
    input: &Input,
    checker: Option<&Checker>,
) -> std::result::Result<(MediaFile, Vec<Lost>), IntakeError> {
    let io = |doing: &'static str| {
        let file = input.name.clone();
        move |cause| IntakeError::Io { doing, file, cause }
    };
    let mut file = File::open(&input.path).and_then(Source::new).map_err(io("open"))?;
    if file.is_empty() {
        return Err(IntakeError::Empty { file: input.name.clone() });
    }
    let head = file.head().map_err(io("read"))?;
    let container = ::media::detect(&head).ok_or_else(|| IntakeError::NotUnderstood {
        file: input.name.clone(),
        looks_like: "no media file that is known".to_owned(),
        hint: "JPEG, PNG, WebP, GIF, HEIC, AVIF, TIFF, SVG, MP4, MOV, M4A, MP3, WAV and PDF are".to_owned(),
    })?;
    let sha256 = match input.sha256 {
        Some(hash) => hash,
        None => intake::hash_file(&input.path)?.0,
    };
    let form = ::media::form(&mut file, container);
    let said = metadata::read(&mut file, container, &form);
    let c2pa = match checker {
        Some(checker) => checker.check(&input.path, container),
        None => Report::not_checked("left_out", "manifests were not asked for"),
    };
    let marks = marks::marks(&said.entries, &c2pa);
    let picture = ::media::hash(&mut file, container);
    // A name that others have too carries the beginning of the hash behind it.
    let own_name = input.name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")).map(|(name, _)| name);
    let named = Container::named(&input.name).or_else(|| Container::named(own_name?));
    let name_fits = named.map(|named| container.fits(named));
    let mut troubles = form.troubles;
    troubles.extend(said.troubles);
    if let (Some(named), Some(false)) = (named, name_fits) {
        let message = format!("the name says {}, the bytes are {}", named.name(), container.name());
        troubles.push(Trouble::new("mislabelled", 0, message));
    }
    if let Err(why) = &picture
        && *why != NotHashed::Kind
    {
        troubles.push(Trouble::new(why.code(), 0, why.to_string()));
    }
    troubles.extend(of_manifests(&c2pa));
    let lost = |trouble: Trouble| Lost {
        code: trouble.code,
        severity: Severity::Note,
        place: format!("{}, byte {}", input.name, trouble.at),
        message: trouble.message,
    };
    let mut tags = said.entries;
    for tag in &mut tags {
        tag.value.truncate(tag.value.floor_char_boundary(MOST_VALUE));
    }
    let looked = MediaFile {
        no,
        name: input.name.clone(),
        sha256,
        bytes: file.len(),
        container,
        name_fits,
        size: form.size,
        picture,
        object: String::new(),
        c2pa,
        marks,
        tags,
    };
    Ok((looked, troubles.into_iter().map(lost).collect()))
}

/// What went wrong with a file's manifests. That a kind of file cannot carry any is no problem.
fn of_manifests(report: &Report) -> Option<Trouble> {
    let failure = report.failure.as_ref()?;
    let code = match (report.state, failure.code.as_str()) {
        (State::Unreadable, _) => "c2pa_unreadable",
        (_, "time_limit") => "c2pa_time_limit",
        (_, "memory_limit") => "c2pa_memory_limit",
        (_, "reader_died") => "c2pa_reader_died",
        (_, "left_out" | "not_built_in") => return None,
        _ => "c2pa_not_checked",
    };
    Some(Trouble::new(code, 0, failure.message.clone()))
}

/// Gives each file the name of the picture that it shows.
fn name_objects(files: &mut [MediaFile]) {
    let hashes: Vec<_> = files.iter().filter_map(MediaFile::comparable).collect();
    let mut exemplars = near::exemplars(&hashes).into_iter();
    for file in files {
        file.object = match file.comparable().and_then(|_| exemplars.next()) {
            Some(exemplar) => format!("pdq:{exemplar}"),
            None => format!("sha256:{}", file.sha256),
        };
    }
}
