//! Readers of JSON: lines, arrays and documents of several platforms.
//!
//! [`detect`] names the format of a stream from its beginning, [`read`] reads it in bounded memory. A stream
//! is split into records, each is parsed into a value that borrows from its bytes, and
//! a format turns it into a post. Records of other formats in between are read as what they are.
//!
//! Codes of rejects: `bad_json`, `record_too_long`, `nested_too_deep`, `unknown_record`, `id_damaged`,
//! `missing_id`, `missing_account`, `missing_time`, `bad_time`. Codes of notes: `id_damaged` (a reference was
//! left out), `id_time_disagrees`, `claimed_time_disagrees`, `bad_time` (a better time was at hand),
//! `text_repaired`, `page_in_pieces`. A stream that ends early stops with `truncated`.

mod bluesky;
mod detect;
mod mapped;
mod markup;
mod mastodon;
mod meta;
mod parse;
mod read;
mod record;
mod reddit;
mod scan;
mod second_look;
mod split;
mod telegram;
mod tiktok;
mod twitter_v1;
mod twitter_v2;
mod value;
mod x_capture;
mod youtube;

pub use detect::detect;
pub use read::{JsonStream, read};

use record::Format;

/// All formats, the more particular first: the first that recognises a record reads it.
const FORMATS: [&Format; 13] = [
    &telegram::FORMAT,
    &bluesky::JETSTREAM,
    &bluesky::VIEWS,
    &x_capture::FORMAT,
    &tiktok::CAPTURE,
    &tiktok::RESEARCH,
    &meta::FORMAT,
    &mastodon::FORMAT,
    &reddit::FORMAT,
    &youtube::FORMAT,
    &twitter_v1::FORMAT,
    &twitter_v2::FORMAT,
    &GENERIC,
];

/// Any other JSON, by a mapping over dotted paths.
const GENERIC: Format = Format {
    id: "json",
    title: "Other JSON, by a mapping over dotted paths",
    layout: split::Layout {
        arrays: &[
            "posts", "data", "items", "results", "statuses", "tweets", "messages", "comments", "videos",
            "records",
        ],
        scope: &[],
    },
    streams: true,
    also: "",
    recognises: |_| false,
    document: |_| false,
    read: |_, _| Err(record::Lost::Reject("unknown_record", "no known format".to_owned())),
};

/// Ids and titles of the formats that [`detect`] can name and [`read`] takes.
pub fn formats() -> impl Iterator<Item = (&'static str, &'static str)> {
    FORMATS.iter().map(|format| (format.id, format.title))
}
