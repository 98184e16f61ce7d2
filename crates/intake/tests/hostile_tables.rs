//! Tables that are made to cost more than they are worth, or are damaged in the middle.

mod common;

use arrow_array::{ArrayRef, DictionaryArray, Int32Array, Int64Array, RecordBatch, StringArray};
use common::{Recorder, read_bytes, shown};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use scrutineer_intake::{Limits, ReadOptions};
use std::io::Write;
use std::sync::Arc;

fn read(bytes: &[u8], limits: Limits) -> Recorder {
    let (sink, report) = read_bytes(bytes, &ReadOptions { limits, ..ReadOptions::default() });
    report.expect("partly readable");
    sink
}

fn small() -> Limits {
    Limits { record_bytes: 4 << 10, expansion_floor: 1 << 20, ..Limits::default() }
}

/// A workbook of one sheet, from the XML of its rows and of its shared strings.
fn workbook(rows: &str, strings: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="posts" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{MAIN}"{strings}</sst>"#)),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}"#)),
    ];
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        out.write_all(text.as_bytes()).expect("memory");
    }
    out.finish().expect("memory").into_inner()
}

const END: &str = "</sheetData></worksheet>";

fn row(cells: &[&str]) -> String {
    let cell = |text: &&str| match text.strip_prefix('#') {
        Some(shared) => format!(r#"<c t="s"><v>{shared}</v></c>"#),
        None => format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#),
    };
    format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
}

fn header() -> String {
    row(&["object_id", "account_id", "content_id", "timestamp_share"])
}

#[test]
fn a_row_of_a_workbook_is_bounded_while_it_grows() {
    let strings = format!("><si><t>{}</t></si>", "A".repeat(3 << 10));
    let good = row(&["o", "a", "c", "1700000000"]);
    let wide = row(&["#0"; 400]);
    let sink = read(&workbook(&format!("{}{good}{wide}{good}{END}", header()), &strings), small());
    assert_eq!((sink.posts, sink.codes), (2, vec!["record_too_long"]));
    assert!(sink.lines.contains(&format!("reject record_too_long: a row of {} bytes", 400 * (3 << 10))));
}

#[test]
fn a_text_that_all_rows_show_counts_each_time() {
    let strings = format!("><si><t>{}</t></si>", "A".repeat(2 << 10));
    let limits = Limits { expansion_floor: 1 << 10, ..small() };
    let rows = row(&["#0", "a", "c", "1700000000"]).repeat(2_000);
    let sink = read(&workbook(&format!("{}{rows}{END}", header()), &strings), limits);
    assert_eq!(sink.codes, ["expands_too_much"]);
    assert!(sink.posts > 20 && sink.posts < 2_000, "{} posts", sink.posts);
}

#[test]
fn what_a_workbook_would_take_is_measured_before_it_is_opened() {
    let sheet = format!("{}{END}", header());
    let check = |strings: &str, expected: &str| {
        let sink = read(&workbook(&sheet, strings), small());
        assert_eq!(sink.lines[1], format!("stop workbook_too_large: {expected}"), "{:?}", sink.lines);
    };
    let long = "the workbook holds a cell of more than 4096 bytes";
    check(&format!("><si><t>{}</t></si>", "A".repeat(5 << 10)), long);
    check(&format!("><si>{}</si>", "<r><t>word</t></r>".repeat(2 << 10)), long);
    check(&format!("><!-- {} -->", "A".repeat(80 << 10)), long);
    check(
        " uniqueCount=\"90000000000\">",
        "the texts and styles of the workbook take more than 536870912 bytes: save it as csv",
    );
}

#[test]
fn a_sheet_that_breaks_off_says_where() {
    let cut = |rows: &str| shown(&workbook(&format!("{}{rows}", header()), ">"));
    let good = row(&["o", "a", "c", "1700000000"]);
    let post = "unknown c by a at=2023-11-14T22:13:20Z/second/stated objects=:o";
    assert!(!cut(&good).contains("row_incomplete"), "{}", cut(&good));
    let found = cut(&format!(
        "{good}{}",
        good.strip_suffix("<c t=\"inlineStr\"><is><t>1700000000</t></is></c></row>").expect("the last cell")
    ));
    assert!(found.contains(post), "{found}");
    assert!(
        found.contains("note row_incomplete: the sheet breaks off behind cell 3 of this row: others may be missing\nstop damaged"),
        "{found}"
    );
}

#[test]
fn columns_of_a_sheet_beyond_the_limit_are_counted() {
    let limits = Limits { fields: 4, ..small() };
    let sheet = format!("{}{}{END}", header(), row(&["o", "a", "c", "1700000000", "x", "y"]));
    let sink = read(&workbook(&sheet, ">"), limits);
    let said = "note too_many_columns: 2 cells right of column 4 were left out; at most 4 columns are read";
    assert!(sink.lines.iter().any(|line| line == said), "{:?}", sink.lines);
}

/// Posts in row groups of `group` rows, with one text for all or none.
fn parquet(rows: usize, group: usize, text: Option<&str>) -> Vec<u8> {
    let column = |word: &str| -> ArrayRef {
        Arc::new((0..rows).map(|n| Some(format!("{word}{n}"))).collect::<StringArray>())
    };
    let mut columns = vec![
        ("object_id", column("o")),
        ("account_id", column("a")),
        ("content_id", column("c")),
        ("timestamp_share", Arc::new(Int64Array::from(vec![1_700_000_000; rows])) as ArrayRef),
    ];
    if let Some(text) = text {
        let keys = Int32Array::from(vec![0; rows]);
        let texts = Arc::new(StringArray::from(vec![text]));
        columns[0].1 = Arc::new(DictionaryArray::new(keys, texts));
    }
    let batch = RecordBatch::try_from_iter(columns).expect("even columns");
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(group))
        .set_dictionary_enabled(text.is_some())
        .set_dictionary_page_size_limit(1 << 30)
        .build();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).expect("memory");
    writer.write(&batch).expect("memory");
    writer.close().expect("memory");
    out
}

#[test]
fn damage_in_a_parquet_file_costs_one_row_group() {
    let mut bytes = parquet(6_000, 2_000, None);
    let place = bytes.windows(5).position(|window| window == b"o3000").expect("in the second group");
    // A text of that length would reach beyond its page.
    bytes[place - 4..place].copy_from_slice(&[0xff; 4]);
    let sink = read(&bytes, Limits::default());
    assert_eq!((sink.posts, sink.codes), (5_000, vec!["damaged"]));
    let said = sink.lines.iter().find(|line| line.starts_with("stop")).expect("a stop");
    assert!(said.starts_with("stop damaged: 1000 rows from row 3000 on are damaged: "), "{said}");
}

#[test]
fn a_long_text_in_a_dictionary_is_read_in_small_batches() {
    // More than the offsets of a batch can count when it is decoded at once.
    let bytes = parquet(7_500, 7_500, Some(&"A".repeat(300 << 10)));
    let sink = read(&bytes, Limits { record_bytes: 4 << 10, ..Limits::default() });
    assert_eq!((sink.rejects, sink.codes.len()), (7_500, 7_500));
    let limits = Limits { expansion_floor: 1 << 20, expansion: 1, ..Limits::default() };
    let sink = read(&bytes, limits);
    assert_eq!((sink.posts, sink.codes), (218, vec!["expands_too_much"]));
}

/// Neither a long first line nor many columns cost time by the square of their length: with a million bytes that would be
/// minutes.
#[test]
fn what_is_no_table_is_told_at_once() {
    let nested = format!("{}{}", "[".repeat(10), "{\"a\":[".repeat(1 << 17));
    for text in ["[".repeat(1 << 20), "a,".repeat(1 << 19), nested] {
        let (_, report) = read_bytes(text.as_bytes(), &ReadOptions::default());
        assert!(report.is_err());
    }
}
