//! The lens's part of the report.

use super::lens::totals;
use super::{MediaFile, MediaOptions, MediaResult, bits, tables};
use crate::lost::note_rows;
use model::words::{count, thousands};
use provenance::method::{C2PA_MANIFEST, GENERATOR_MARK, SAME_PICTURE};
use report::page::{Figure, Input, Media, MediaMark, MediaRow, Note, Page, PictureRow, Summary};

/// What the report says of media files.
pub(super) fn page(result: &MediaResult, options: &MediaOptions) -> Page {
    let title = match result.files.as_slice() {
        [one] => format!("What {} says of its origin", one.name),
        many => format!("What {} media files say of their origin", thousands(many.len() as u64)),
    };
    Page {
        title,
        summary: summary(result),
        parameters: parameters(options),
        inputs: result.files.iter().map(input).collect(),
        notes: notes(result),
        media: Some(section(result)),
        ..Page::default()
    }
}

fn parameters(options: &MediaOptions) -> Vec<(String, String)> {
    let Some(manifests) = &options.manifests else {
        return vec![("media: manifests".to_owned(), "not read".to_owned())];
    };
    let anchors = match &manifests.trust_anchors {
        None => "none: no signer is trusted".to_owned(),
        Some(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
    };
    let limits = format!("{} s, {} MiB", manifests.limits.time.as_secs_f64(), manifests.limits.memory >> 20);
    vec![
        ("media: trust anchors".to_owned(), anchors),
        ("media: limits of the reader of manifests, for each file".to_owned(), limits),
    ]
}

/// What the lens shows beside findings.
fn section(result: &MediaResult) -> Media {
    let sentences = |of: &[&str]| of.iter().map(|&text| text.to_owned()).collect();
    let mut rows: Vec<&MediaFile> = result.files.iter().collect();
    // What says something first; the order of the evidence within.
    rows.sort_by_key(|file| {
        let says = !file.marks.is_empty() || file.c2pa.state.has_manifest() || file.c2pa.remote_url.is_some();
        (!says, file.no)
    });
    let picture = |(object, files): (&str, Vec<&MediaFile>)| PictureRow {
        object: object.to_owned(),
        files: files.iter().map(|file| (file.name.clone(), u64::from(bits(object, file)))).collect(),
    };
    Media {
        files: result.files.len() as u64,
        rows: rows.into_iter().map(row).collect(),
        pictures: result.shared().into_iter().map(picture).collect(),
        alternatives: sentences(
            &[
                C2PA_MANIFEST.innocent_explanations,
                GENERATOR_MARK.innocent_explanations,
                SAME_PICTURE.innocent_explanations,
            ]
            .concat(),
        ),
        would_settle: sentences(&WOULD_SETTLE),
    }
}

/// What would tell where a file came from.
const WOULD_SETTLE: [&str; 4] = [
    "The file as its maker had it, before any platform changed it.",
    "Earlier copies of the same picture, and where they stand.",
    "The signer's own word, where a manifest names one, and the list of anchors that you trust.",
    "Other recordings of the same place and time.",
];

fn row(file: &MediaFile) -> MediaRow {
    let active = file.c2pa.active();
    let mut failures = file.failures();
    failures.sort();
    failures.dedup();
    MediaRow {
        name: file.name.clone(),
        sha256: file.sha256.hex(),
        kind: file.container.name().to_owned(),
        size: file.size.map(|size| format!("{} × {}", size.width, size.height)),
        is_mislabelled: file.name_fits == Some(false),
        c2pa: file.c2pa.state.name().to_owned(),
        problem: file.c2pa.failure.as_ref().map(|failure| failure.message.clone()),
        failures,
        signer: active.and_then(|manifest| manifest.signer.clone().or_else(|| manifest.signer_name.clone())),
        signed_at: active.and_then(|manifest| manifest.signed_at.clone()),
        generator: active.and_then(|manifest| manifest.generator.clone()),
        remote_url: file.c2pa.remote_url.clone(),
        marks: file
            .marks
            .iter()
            .map(|mark| MediaMark {
                says: tables::in_words(mark),
                is_signed: mark.is_signed,
                value: mark.value.clone(),
                place: match mark.end {
                    0 => mark.way.clone(),
                    _ => format!("{}, bytes {} to {}", mark.way, mark.start, mark.end),
                },
            })
            .collect(),
        object: file.comparable().map(|_| file.object.clone()),
    }
}

fn summary(result: &MediaResult) -> Summary {
    let totals = totals(result);
    let files = result.files.len() as u64;
    Summary {
        figures: vec![
            Figure::of(files, "media file read", "media files read"),
            Figure::of(totals.trusted + totals.valid, "with a manifest that holds", "with a manifest that holds"),
            Figure::of(totals.marked, "that says something of its origin", "that say something of their origin"),
            Figure::of(totals.shared, "picture in more than one file", "pictures in more than one file"),
        ],
        read: vec![format!("{}.", count(files, "media file", "media files"))],
        found: vec![
            format!(
                "{} that hold, {} that do not; {} kept elsewhere and not fetched.",
                count(totals.trusted + totals.valid, "signed manifest", "signed manifests"),
                thousands(totals.invalid),
                thousands(totals.remote)
            ),
            format!(
                "{} with words about their own origin, {} of them with signed ones.",
                count(totals.marked, "file", "files"),
                thousands(totals.signed)
            ),
        ],
        not_shown: vec![
            "Whether what a file shows is so: a signature says who signed, and unsigned words can be written by anyone."
                .to_owned(),
            "How files without a manifest or a mark were made: most platforms remove both.".to_owned(),
        ],
    }
}

fn input(file: &MediaFile) -> Input {
    Input {
        name: file.name.clone(),
        sha256: file.sha256.hex(),
        bytes: file.bytes,
        format: file.container.name().to_owned(),
        records: 1,
        posts: 1,
        ..Input::default()
    }
}

fn notes(result: &MediaResult) -> Vec<Note> {
    note_rows(&result.problems).collect()
}
