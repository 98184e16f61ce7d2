//! Tables in every format: inert cells, ids as text, the same bytes again.

use arrow_array::builder::{ListBuilder, StringBuilder, StructBuilder};
use arrow_array::types::UInt32Type;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, ListArray, RecordBatch, StringArray,
    TimestampMicrosecondArray, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use calamine::{Data, Reader, Xlsx};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use scrutineer_report::{Format, ParquetTable, write_batches, write_path};
use std::sync::Arc;

fn batch() -> RecordBatch {
    let accounts: DictionaryArray<UInt32Type> =
        [Some("9007199254740993"), Some("=1+1"), None, Some("9007199254740993")].into_iter().collect();
    let tags = ListArray::from_iter_primitive::<arrow_array::types::Int32Type, _, _>([
        Some(vec![Some(1), None]),
        Some(vec![]),
        None,
        Some(vec![Some(2)]),
    ]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("account", Arc::new(accounts)),
        (
            "text",
            Arc::new(StringArray::from(vec![Some("a, \"b\"\nc"), Some("@x\u{1b}[31m"), Some("-5"), None])),
        ),
        ("n", Arc::new(UInt64Array::from(vec![1, u64::MAX, 1 << 53, (1 << 53) + 1]))),
        ("dt", Arc::new(Float64Array::from(vec![0.1, -2.0, f64::NAN, 1e21]))),
        ("seen", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false), Some(true)]))),
        (
            "time",
            Arc::new(
                TimestampMicrosecondArray::from(vec![
                    Some(1_714_564_800_000_000),
                    Some(1_500_000),
                    None,
                    Some(0),
                ])
                .with_timezone("UTC"),
            ),
        ),
        ("tags", Arc::new(tags)),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .expect("equal lengths")
}

fn write(format: Format) -> Vec<u8> {
    let batch = batch();
    let mut out = Vec::new();
    let rows =
        write_batches(format, batch.schema_ref(), [Ok(batch.slice(0, 1)), Ok(batch.slice(1, 3))], &mut out)
            .expect("written");
    assert_eq!(rows, 4);
    out
}

#[test]
fn csv_cells_do_not_compute() {
    let text = String::from_utf8(write(Format::Csv)).expect("UTF-8");
    insta::assert_snapshot!(text, @r###"
    account,text,n,dt,seen,time,tags
    9007199254740993,"a, ""b""
    c",1,0.1,true,2024-05-01T12:00:00Z,"[1,null]"
    '=1+1,'@x\u{1b}[31m,18446744073709551615,-2,,1970-01-01T00:00:01.5Z,[]
    ,-5,9007199254740992,NaN,false,,
    9007199254740993,,9007199254740993,1000000000000000000000,true,1970-01-01T00:00:00Z,[2]
    "###);
}

#[test]
fn json_keeps_ids_and_large_numbers_as_text() {
    let text = String::from_utf8(write(Format::Jsonl)).expect("UTF-8");
    insta::assert_snapshot!(text, @r###"
    {"account":"9007199254740993","text":"a, \"b\"\nc","n":1,"dt":0.1,"seen":true,"time":"2024-05-01T12:00:00Z","tags":[1,null]}
    {"account":"=1+1","text":"@x\u001b[31m","n":"18446744073709551615","dt":-2.0,"seen":null,"time":"1970-01-01T00:00:01.5Z","tags":[]}
    {"account":null,"text":"-5","n":9007199254740992,"dt":null,"seen":false,"time":null,"tags":null}
    {"account":"9007199254740993","text":null,"n":"9007199254740993","dt":1e+21,"seen":true,"time":"1970-01-01T00:00:00Z","tags":[2]}
    "###);
    let array: serde_json::Value = serde_json::from_slice(&write(Format::Json)).expect("JSON");
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(array, serde_json::Value::Array(lines));
}

#[test]
fn workbook_cells_are_text_unless_they_are_numbers() {
    let bytes = write(Format::Xlsx);
    assert_eq!(bytes, write(Format::Xlsx), "the same bytes again");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range("table").expect("the sheet");
    let text = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(text(0, 0), Data::String("account".into()));
    assert_eq!(text(1, 0), Data::String("9007199254740993".into()));
    assert_eq!(text(2, 0), Data::String("'=1+1".into()));
    assert_eq!(text(2, 1), Data::String("'@x\\u{1b}[31m".into()));
    assert_eq!(text(1, 2), Data::Float(1.0));
    assert_eq!(text(2, 2), Data::String("18446744073709551615".into()));
    assert_eq!(text(1, 5), Data::String("2024-05-01T12:00:00Z".into()));
    assert!(book.worksheet_formula("table").expect("the sheet").is_empty());
}

#[test]
fn parquet_round_trips_with_the_same_bytes() {
    let bytes = write(Format::Parquet);
    assert_eq!(bytes, write(Format::Parquet));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table.parquet");
    let batch = batch();
    let written =
        write_path(Format::Parquet, batch.schema_ref(), [Ok(batch.clone())], &path).expect("written");
    assert_eq!((written.rows, written.bytes), (4, std::fs::metadata(&path).expect("there").len()));
    assert_eq!(written.sha256, model::Sha256::of(&std::fs::read(&path).expect("there")));
    let file = std::fs::File::open(&path).expect("there");
    let mut reader =
        ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("readable");
    // Everything comes back, dictionaries as dictionaries.
    assert_eq!(reader.next().expect("a batch").expect("readable"), batch);
}

#[test]
fn a_streamed_table_has_the_models_columns_and_appears_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("edges.parquet");
    let model = model::schema::edges();
    let schema = model.schema();
    let columns =
        schema.fields().iter().map(|field| arrow_array::new_empty_array(field.data_type())).collect();
    let empty = RecordBatch::try_new(schema.clone(), columns).expect("no rows");
    let mut table = ParquetTable::create(&path, &model).expect("a file");
    table.write(&empty).expect("written");
    assert!(!path.exists(), "not before it is whole");
    let first = table.finish().expect("finished");
    assert_eq!(std::fs::read_dir(folder.path()).expect("readable").count(), 1);
    let again = ParquetTable::create(&path, &model).expect("a file").finish().expect("finished");
    assert_eq!(first, again);
    drop(ParquetTable::create(&folder.path().join("other.parquet"), &model).expect("a file"));
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("readable").count(),
        1,
        "an unfinished table leaves nothing"
    );
    let file = std::fs::File::open(&path).expect("there");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    assert_eq!(builder.schema().fields(), schema.fields());
}

#[test]
fn nested_columns_come_back_whole() {
    // Two leaves under a list, over several batches.
    let mut media = ListBuilder::new(StructBuilder::from_fields(
        vec![Field::new("kind", DataType::Utf8, true), Field::new("url", DataType::Utf8, true)],
        16,
    ));
    for row in 0..700 {
        for item in 0..row % 3 {
            let fields = media.values();
            fields.field_builder::<StringBuilder>(0).expect("text").append_value("image");
            let url = (item > 0).then(|| format!("https://pictures.example/{row}"));
            fields.field_builder::<StringBuilder>(1).expect("text").append_option(url);
            fields.append(true);
        }
        media.append(row % 5 != 4);
    }
    let numbers = UInt64Array::from_iter_values(0..700);
    let columns: [(&str, ArrayRef); 2] = [("media", Arc::new(media.finish())), ("n", Arc::new(numbers))];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true)))
        .expect("equal");
    let mut out = Vec::new();
    let batches = || std::iter::repeat_n(&batch, 4).map(|batch| Ok(batch.clone()));
    assert_eq!(
        write_batches(Format::Parquet, batch.schema_ref(), batches(), &mut out).expect("written"),
        2_800
    );
    let path = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(path.path(), &out).expect("written");
    let builder = ParquetRecordBatchReaderBuilder::try_new(path.reopen().expect("there")).expect("Parquet");
    let read = builder.with_batch_size(700).build().expect("readable");
    assert!(read.map(|read| read.expect("readable")).all(|read| read == batch));
}

#[test]
fn empty_tables_have_a_header() {
    let schema: SchemaRef = Arc::new(Schema::new(vec![
        Field::new("a", DataType::Utf8, true),
        Field::new("=b", DataType::Utf8, true),
    ]));
    for (format, expected) in [(Format::Csv, "a,'=b\n"), (Format::Json, "[]\n"), (Format::Jsonl, "")] {
        let mut out = Vec::new();
        assert_eq!(write_batches(format, &schema, [], &mut out).expect("written"), 0);
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}

#[test]
fn a_batch_of_another_table_is_refused() {
    let schema: SchemaRef = Arc::new(Schema::new(vec![Field::new("a", DataType::Utf8, true)]));
    assert!(write_batches(Format::Csv, &schema, [Ok(batch())], Vec::new()).is_err());
}

#[test]
fn formats_have_names() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
    assert_eq!(Format::from_name(" NDJSON"), Some(Format::Jsonl));
    assert_eq!(Format::from_path("a/edges.XLSX".as_ref()), Some(Format::Xlsx));
    assert_eq!(Format::from_name("docx"), None);
}
