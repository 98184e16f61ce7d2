//! Workbooks and Parquet through the same mappings, and what `inspect` says about a file.

mod common;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray};
use common::shown;
use scrutineer_intake::{ReadOptions, inspect};
use std::io::Write;
use std::sync::Arc;

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).expect("even columns");
    let mut out = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut out, batch.schema(), None).expect("memory");
    writer.write(&batch).expect("memory");
    writer.close().expect("memory");
    out
}

#[test]
fn workbooks_lose_the_digits_of_long_ids() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("empty").expect("a name");
    let sheet = book.add_worksheet().set_name("posts").expect("a name");
    for (n, name) in ["tweetid", "userid", "user_screen_name", "tweet_text", "tweet_time"].iter().enumerate()
    {
        sheet.write_string(0, n as u16, *name).expect("a cell");
    }
    sheet.write_string(1, 0, "1212161563822129229").expect("a cell");
    sheet.write_number(2, 0, 1_212_161_563_822_129_229.0).expect("a cell");
    for row in [1, 2] {
        sheet.write_number(row, 1, 12.0).expect("a cell");
        sheet.write_string(row, 3, "hi").expect("a cell");
        sheet.write_string(row, 4, "2020-01-01 00:00").expect("a cell");
    }
    assert_eq!(
        shown(&book.save_to_buffer().expect("memory")),
        "== x-archive-xlsx in sheet:posts\n\
         x 1212161563822129229 by 12 at=2020-01-01T00:00:12.345Z/millisecond/id text=hi\n\
         reject id_damaged: post id: column `tweetid` holds `1.2121615638221292e+18`, so that digits are lost: the file was opened and saved by a spreadsheet, or written with ids as numbers; get the original, or name a column with links in `repair` of the mapping"
    );
}

#[test]
fn parquet_columns_of_every_kind() {
    let bytes = parquet(vec![
        ("object_id", Arc::new(StringArray::from(vec!["o1", "o2"])) as ArrayRef),
        ("account_id", Arc::new(Int64Array::from(vec![914_580_356_430_536_707, 2]))),
        ("content_id", Arc::new(Float64Array::from(vec![1.0, 9.145803564305367e17]))),
        (
            "timestamp_share",
            Arc::new(
                TimestampMillisecondArray::from(vec![1_577_836_800_123, 1_577_836_800_000])
                    .with_timezone("UTC"),
            ),
        ),
    ]);
    assert_eq!(
        shown(&bytes),
        "== coortweet-parquet\n\
         unknown 1 by 914580356430536707 at=2020-01-01T00:00:00.123Z/millisecond/stated objects=:o1\n\
         reject id_damaged: post id: column `content_id` holds `9.145803564305367e+17`, so that digits are lost: the file was opened and saved by a spreadsheet, or written with ids as numbers; get the original, or name a column with links in `repair` of the mapping"
    );
    let broken = shown(&bytes[..bytes.len() - 20]);
    assert!(broken.starts_with("== unreadable\nstop damaged"), "{broken}");
}

#[test]
fn decimals_lists_and_bytes_are_read_and_what_is_not_is_named() {
    let decimals = |values: Vec<i128>, scale| {
        let array = arrow_array::Decimal128Array::from(values);
        Arc::new(array.with_precision_and_scale(38, scale).expect("fits")) as ArrayRef
    };
    let id = 1_764_923_803_554_566_145;
    let bytes = parquet(vec![
        ("object_id", decimals(vec![id + 2, 3], 0)),
        ("account_id", decimals(vec![id, 200], 2)),
        (
            "content_id",
            Arc::new(
                arrow_array::FixedSizeBinaryArray::try_from_iter([b"ab", b"\xff\x01"].into_iter())
                    .expect("even"),
            ),
        ),
        ("timestamp_share", decimals(vec![1_577_836_800_500, 1_577_836_800_000], 3)),
    ]);
    assert_eq!(
        shown(&bytes),
        "== coortweet-parquet\n\
         unknown ab by 17649238035545661.45 at=2020-01-01T00:00:00.5Z/millisecond/stated objects=:1764923803554566147\n\
         unknown ff01 by 2 at=2020-01-01T00:00:00Z/second/stated objects=:3"
    );
    let hours = arrow_array::Time64MicrosecondArray::from(vec![1, 2]);
    let bytes = parquet(vec![
        ("user", Arc::new(StringArray::from(vec!["ann", "bob"])) as ArrayRef),
        ("date", Arc::new(StringArray::from(vec!["2024-05-01", "2024-05-02"]))),
        ("text", Arc::new(hours)),
    ]);
    assert_eq!(
        shown(&bytes),
        "== guessed-parquet\n\
         note column_not_read: column `text` holds values of the type time64(µs), which are not read\n\
         unknown  by ann at=2024-05-01T00:00:00Z/day/stated\n\
         unknown  by bob at=2024-05-02T00:00:00Z/day/stated"
    );
}

/// Keeps the places of problems.
#[derive(Default)]
struct Places(Vec<(&'static str, model::At)>);

impl scrutineer_intake::PostSink for Places {
    fn source(&mut self, _: &scrutineer_intake::Source) -> Result<(), scrutineer_intake::SinkError> {
        Ok(())
    }

    fn post(&mut self, _: &model::Post<'_>) -> Result<(), scrutineer_intake::SinkError> {
        Ok(())
    }

    fn problem(&mut self, problem: model::Problem) -> Result<(), scrutineer_intake::SinkError> {
        self.0.push((problem.code, problem.raw.at));
        Ok(())
    }
}

#[test]
fn rows_of_a_sheet_are_numbered_as_they_stand_there() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Collected on 5 March").expect("a cell");
    // The second row is empty.
    for (n, row) in
        [["user", "date"], ["ann", "2024-05-01"], ["cy", "2024-05-02"], ["bob", "soon"]].iter().enumerate()
    {
        for (column, cell) in row.iter().enumerate() {
            sheet.write_string(n as u32 + 2, column as u16, *cell).expect("a cell");
        }
    }
    let bytes = book.save_to_buffer().expect("memory");
    let mut places = Places::default();
    let options = ReadOptions::default();
    let number = model::EvidenceNo(0);
    scrutineer_intake::read_from("book", &*bytes, number, &options, &mut places).expect("readable");
    // Counted from 0, and shown from 1.
    assert_eq!(places.0, [("lines_above_header", model::At::Row(0)), ("bad_time", model::At::Row(5))]);
}

#[test]
fn inspect_shows_columns_mapping_and_problems() {
    let mut file = tempfile::NamedTempFile::new().expect("temporary file");
    file.write_all(
        b"user,date,text,empty\nann,2024-05-01 12:00,hi,\nbob,2024-05-02 12:00,\"a, b\",\nbob,never,x,\n",
    )
    .expect("disk");
    let found = inspect(file.path(), &ReadOptions::default()).expect("readable");
    let stream = &found.streams[0];
    let columns: Vec<String> = stream
        .columns
        .iter()
        .map(|c| format!("{} {}% {} {}", c.name, c.filled_percent, c.kind, c.precision.unwrap_or("-")))
        .collect();
    assert_eq!(columns, ["user 100% text -", "date 100% text -", "text 100% text -", "empty 0% empty -"]);
    assert_eq!((stream.records, stream.posts, stream.rejects), (3, 2, 1));
    assert_eq!((stream.problems[0].code, stream.problems[0].count), ("bad_time", 1));
    assert_eq!(stream.platforms.get("unknown"), Some(&2));
    let mapping = stream.mapping.as_deref().expect("a table");
    let again = scrutineer_intake::Mapping::from_toml(mapping, "guess").expect("reads its own output");
    assert_eq!(again.name, "guessed");
    assert!(stream.time_range.is_some());
    // A table that no mapping fits is shown all the same.
    let mut odd = tempfile::NamedTempFile::new().expect("temporary file");
    odd.write_all(b"colour,size\nred,big\nblue,small\n").expect("disk");
    let found = inspect(odd.path(), &ReadOptions::default()).expect("shown");
    assert_eq!(found.streams[0].columns.len(), 2);
    assert!(serde_json::to_string(&found).is_ok());
    // What is missing is named, and not what is there.
    let mapping = "[fields]\naccount_id = \"size\"\ncreated_at = \"when\"\n";
    let mapping = scrutineer_intake::Mapping::from_toml(mapping, "own").expect("sound");
    let options = ReadOptions { mapping: Some(mapping), ..ReadOptions::default() };
    let found = inspect(odd.path(), &options).expect("shown");
    let rejected = found.streams[0].problems.last().expect("nothing can be read");
    assert_eq!((rejected.code, rejected.count), ("missing_time", 2));
    assert_eq!(rejected.examples[0].message, "no column holds a time");
}

/// Whoever is sent here because no account was found is shown what there is, and a mapping to complete.
#[test]
fn inspect_shows_the_paths_of_json_that_no_mapping_fits() {
    let mut odd = tempfile::NamedTempFile::new().expect("temporary file");
    odd.write_all(
        b"{\"k\":\"1\",\"who\":{\"nobody\":\"a\"},\"ts\":1714564800}\n{\"k\":\"2\",\"ts\":1714564801}\n",
    )
    .expect("disk");
    let found = inspect(odd.path(), &ReadOptions::default()).expect("shown");
    let stream = &found.streams[0];
    let columns: Vec<String> =
        stream.columns.iter().map(|c| format!("{} {}% {}", c.name, c.filled_percent, c.example)).collect();
    assert_eq!(columns, ["k 100% 1", "who.nobody 50% a", "ts 100% 1714564800"]);
    let mapping = stream.mapping.as_deref().expect("a mapping to complete");
    assert!(
        mapping.starts_with("# no column is known to hold the account; the table has: k, who.nobody, ts\n"),
        "{mapping}"
    );
    let mut mapping = scrutineer_intake::Mapping::from_toml(mapping, "draft").expect("sound");
    let account = scrutineer_intake::mapping::Rule { from: vec!["who.nobody".into()], ..Default::default() };
    mapping.fields.insert(scrutineer_intake::mapping::Field::AccountId, account);
    let options = ReadOptions { mapping: Some(mapping), ..ReadOptions::default() };
    let found = inspect(odd.path(), &options).expect("shown");
    assert_eq!((found.streams[0].posts, found.streams[0].columns.len()), (1, 3));
    // Reading it names the file.
    let mut sink = common::Recorder::default();
    let options = ReadOptions { name: Some("odd.json"), ..ReadOptions::default() };
    let refused = scrutineer_intake::read(odd.path(), model::EvidenceNo(0), &options, &mut sink);
    let refused = refused.expect_err("has no account").to_string();
    assert!(refused.starts_with("could not use the mapping `guessed for odd.json`"), "{refused}");
}
