//! Whatever the bytes, the readers end without a panic, give every record one fate, and do not depend on how
//! the stream is cut into chunks.

mod json_support;

use json_support::{Printer, read_as};
use proptest::prelude::*;
use scrutineer_intake::{Context, JsonOptions, Limits, Source, json};
use std::io::{BufReader, Read};

/// Pieces of which real exports are made, to get further than random bytes do.
const PIECES: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\n",
    "\n ",
    "\n  {",
    "null",
    "1714564800",
    "-1.5e9",
    "\\ud83d",
    r#""id":"1""#,
    r#""type":"message""#,
    r#""date_unixtime":"1714564800""#,
    r#""from_id":"user1""#,
    r#""messages":["#,
    r#"{"chats":{"list":["#,
    r#""data":{"videos":["#,
    r#""created_at":"2024-05-01T12:00:00Z""#,
    r#""user":{"id":1}"#,
    r#"{"id":"a","body":"x","link_id":"t3_a","author":"cy","created_utc":1700000002}"#,
    r#"{"id":3,"type":"message","date_unixtime":"1714564800","from_id":"user1","text":["a",{"type":"link","text":"b"}]}"#,
    r#"{"did":"d","time_us":1,"kind":"commit","commit":{"collection":"app.bsky.feed.post","rkey":"r","record":{"createdAt":"x"}}}"#,
    r#"{"id":"1","text":"t","author_id":"2","referenced_tweets":[{"type":"retweeted","id":"1e5"}]}"#,
    r#"{"legacy":{"full_text":"t","user_id_str":"1"},"rest_id":"1600000000000000001"}"#,
    "\u{feff}",
];

fn input() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn limits() -> Limits {
    Limits { record_bytes: 256, depth: 8, fields: 16, ..Limits::default() }
}

/// Gives one byte at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.0.len().min(out.len()).min(1);
        self.0.read(&mut out[..n])
    }
}

fn read_slowly(format: &str, input: &[u8]) -> String {
    let mut printer = Printer::default();
    let source = Source {
        evidence: model::EvidenceNo(0),
        name: "invented.json".into(),
        path: Vec::new(),
        format: format.to_owned(),
    };
    let mut cx = Context::new(&mut printer, source, limits()).expect("printer takes it");
    json::read(format, &mut BufReader::with_capacity(7, Slow(input)), &mut cx, &JsonOptions::default())
        .expect("readable");
    printer.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_record_has_one_fate(input in input()) {
        let detected = json::detect(&input);
        for (format, _) in json::formats().filter(|(id, _)| *id != "json") {
            // `read_as` itself checks that records = posts + skipped + rejects.
            let (found, _) = read_as(format, &input, limits(), &JsonOptions::default());
            if Some(format) == detected || format == "telegram-json" {
                prop_assert_eq!(&found, &read_slowly(format, &input), "chunks matter");
            }
        }
    }

    #[test]
    fn detection_takes_anything(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        json::detect(&bytes);
    }

    /// A cut export gives the posts before the cut, and stops.
    #[test]
    fn a_cut_loses_only_what_follows(share in 0.0f64..1.0, pretty in any::<bool>()) {
        let message = r#"{"id":N,"type":"message","date_unixtime":"1714564800","from_id":"user1","text":"m"}"#;
        let messages: Vec<_> = (0..20).map(|n| message.replace('N', &n.to_string())).collect();
        let between = if pretty { ",\n  " } else { "," };
        let whole = format!(r#"{{"name":"L","type":"private_group","id":5,"messages":[{}]}}"#, messages.join(between));
        let cut = (whole.len() as f64 * share) as usize;
        let limits = Limits { record_bytes: 128, ..Limits::default() };
        let (found, counts) = read_as("telegram-json", &whole.as_bytes()[..cut], limits, &JsonOptions::default());
        let complete = whole[..cut].matches(r#""text":"m"}"#).count() as u64;
        prop_assert_eq!(counts.posts, complete);
        prop_assert!(cut == 0 || found.contains("stop truncated"));
    }
}
