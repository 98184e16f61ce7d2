//! What holds for any bytes at all.

mod common;

use common::read_bytes;
use proptest::prelude::*;
use scrutineer_intake::{Limits, ReadOptions};

fn options() -> ReadOptions<'static> {
    ReadOptions {
        limits: Limits { record_bytes: 256, fields: 8, ..Limits::default() },
        ..ReadOptions::default()
    }
}

/// Reads and checks that the counts add up and agree with what the sink saw.
fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let (sink, report) = read_bytes(bytes, &options());
    if let Ok(report) = report {
        let mut posts = 0;
        let mut rejects = 0;
        for stream in &report.streams {
            let c = stream.counts;
            prop_assert_eq!(c.records, c.posts + c.skipped + c.rejects);
            posts += c.posts;
            rejects += c.rejects;
        }
        prop_assert_eq!((posts, rejects), (sink.posts, sink.rejects));
        prop_assert_eq!(report.sha256, model::Sha256::of(bytes));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        check(&bytes)?;
    }

    #[test]
    fn any_table(body in r#"([a-c0-9,"\n\r'.E+éß\[\]]{0,40}|1700000000|,|\n|","){0,30}"#) {
        check(format!("object_id,account_id,content_id,timestamp_share\n{body}").as_bytes())?;
    }

    #[test]
    fn any_damage_to_a_compressed_table(at in 0usize..400, with in any::<u8>()) {
        use std::io::Write;
        let table = "object_id,account_id,content_id,timestamp_share\n".to_owned() + &"o,a,c,1700000000\n".repeat(50);
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        out.write_all(table.as_bytes()).expect("memory");
        let mut bytes = out.finish().expect("memory");
        let at = at % bytes.len();
        bytes[at] = with;
        check(&bytes)?;
    }

    #[test]
    fn times_are_never_a_panic(text in r"[0-9A-Za-z:/.,+ T-]{0,30}") {
        let _ = scrutineer_intake::value::time::parse(&text, &Default::default());
    }

    #[test]
    fn lists_are_never_a_panic(text in r#"[a-c,'"\\u0-9\[\]{}|; :/é😀]{0,40}"#) {
        let bump = bumpalo::Bump::new();
        let text: &str = bump.alloc_str(&text);
        let mut out = bumpalo::collections::Vec::new_in(&bump);
        scrutineer_intake::value::lists::parse(text, Default::default(), 10, &bump, &mut out);
        prop_assert!(out.len() <= 10);
    }

    /// A table that was written by the rules is read as it was written.
    #[test]
    fn quoting_round_trip(rows in proptest::collection::vec(proptest::collection::vec(r#"[a-z,"\n é]{0,8}"#, 3), 1..20)) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let text: String =
            rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n").collect();
        let dialect = scrutineer_intake::table::split::Dialect { delimiter: b',', newline: b'\n' };
        let mut splitter = scrutineer_intake::table::split::Splitter::new(text.as_bytes(), dialect, 0, 1 << 20, 10);
        for row in &rows {
            let event = splitter.advance();
            prop_assert!(matches!(event, scrutineer_intake::table::split::Event::Record { .. }), "{:?}", event);
            let cells: Vec<String> = splitter.row(false).0.cells().map(str::to_owned).collect();
            prop_assert_eq!(&cells, row);
        }
        prop_assert_eq!(splitter.advance(), scrutineer_intake::table::split::Event::End);
    }
}
