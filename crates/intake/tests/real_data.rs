//! Published data sets, where they are at hand: every row is read or explained.

mod common;

use model::EvidenceNo;
use scrutineer_intake::{ReadOptions, read};
use std::path::PathBuf;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("SCRUTINEER_DATA")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"))
        .join("coordination");
    folder.is_dir().then_some(folder)
}

/// File, format, posts, rejects.
const FILES: [(&str, &str, u64, u64); 8] = [
    ("russian_coord_tweets.csv.gz", "coortweet-csv", 35_125, 0),
    ("german_elections.csv.gz", "multi-object-csv", 218_971, 0),
    ("cnt_russian_input.csv.gz", "coordination-network-toolkit-csv", 35_125, 0),
    ("cnt_ira2016_input.csv.gz", "coordination-network-toolkit-csv", 13_056, 0),
    ("cnt_sample_data.csv", "coordination-network-toolkit-csv", 100, 0),
    // Its times are seconds from an origin of its own: 0, 59, 60, ...
    ("cnt_coretweet_test_input.csv", "coordination-network-toolkit-csv", 15, 0),
    ("ira_coactions.parquet", "coortweet-parquet", 1_436_658, 0),
    ("ira_2016_election_text.parquet", "guessed-parquet", 53_983, 0),
];

#[test]
fn every_row_is_read_or_explained() {
    let Some(folder) = folder() else {
        println!("skipped: no data");
        return;
    };
    for (name, format, posts, rejects) in FILES {
        let mut sink = common::Recorder::default();
        let report = read(&folder.join(name), EvidenceNo(0), &ReadOptions::default(), &mut sink).expect(name);
        let stream = &report.streams[0];
        assert_eq!(stream.source.format, format, "{name}");
        assert_eq!(
            (stream.counts.posts, stream.counts.rejects),
            (posts, rejects),
            "{name}: {:?}",
            sink.codes.first()
        );
        assert_eq!(report.sha256, scrutineer_intake::hash_file(&folder.join(name)).expect(name).0);
    }
}
