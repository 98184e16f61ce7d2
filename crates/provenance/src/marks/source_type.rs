//! Kinds of digital sources: the IPTC's NewsCodes and C2PA's additions.

use crate::metadata::Entry;

/// What a kind of source says of a file's origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Made, wholly or in part, by a model or another algorithm.
    Generated,
    /// Recorded, drawn, scanned or put together by people.
    Other,
}

/// The vocabulary: name, what it says in words, origin. Retired names still stand in files.
const KINDS: [(&str, &str, Origin); 24] = [
    ("trainedAlgorithmicMedia", "made by a trained model", Origin::Generated),
    (
        "compositeWithTrainedAlgorithmicMedia",
        "put together with parts made by a trained model",
        Origin::Generated,
    ),
    ("algorithmicMedia", "made by an algorithm without training", Origin::Generated),
    ("compositeSynthetic", "put together with synthetic parts", Origin::Generated),
    ("trainedAlgorithmicData", "data made by a trained model", Origin::Generated),
    ("dataDrivenMedia", "made from data by a program", Origin::Other),
    ("algorithmicallyEnhanced", "changed by an algorithm", Origin::Other),
    ("virtualRecording", "recording of a virtual event", Origin::Other),
    ("screenCapture", "screen capture", Origin::Other),
    ("softwareImage", "made with software", Origin::Other),
    ("digitalArt", "drawn digitally", Origin::Other),
    ("digitalCreation", "made by people with digital tools", Origin::Other),
    ("humanEdits", "edited by people", Origin::Other),
    ("minorHumanEdits", "slightly edited by people", Origin::Other),
    ("composite", "put together from parts", Origin::Other),
    ("compositeCapture", "put together from recordings", Origin::Other),
    ("digitalCapture", "recorded by a digital device", Origin::Other),
    ("computationalCapture", "recorded by a digital device from several frames", Origin::Other),
    ("multiFrameComputationalCapture", "recorded by a digital device from several frames", Origin::Other),
    ("singleFrameComputationalCapture", "recorded by a digital device and processed", Origin::Other),
    ("negativeFilm", "scanned from a negative", Origin::Other),
    ("positiveFilm", "scanned from a slide", Origin::Other),
    ("print", "scanned from a print", Origin::Other),
    ("empty", "empty at the start", Origin::Other),
];

/// A kind of source in words, and what it says of the origin. A kind that the table does not have is named as stated.
pub fn origin(uri: &str) -> (String, Origin) {
    let name = uri.rsplit(['/', '#', ':']).next().unwrap_or(uri);
    match KINDS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)) {
        Some((_, says, origin)) => ((*says).to_owned(), *origin),
        None => (format!("source type {name}"), Origin::Other),
    }
}

/// A kind of source that an entry states.
pub(super) fn stated(entry: &Entry) -> Option<(String, Origin)> {
    let field = entry.key.rsplit('/').next()?;
    let field = if field.starts_with("rdf:") { entry.key.rsplit('/').nth(1)? } else { field };
    let local = field.rsplit([':', '}']).next()?;
    (local.eq_ignore_ascii_case("digitalSourceType") || local.eq_ignore_ascii_case("digitalSourcefileType"))
        .then(|| origin(&entry.value))
}
