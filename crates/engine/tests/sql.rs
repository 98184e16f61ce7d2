//! Queries over files as a user would ask them: answers, errors that help, and nothing but reading.

use datafusion::parquet::arrow::ArrowWriter;
use scrutineer_engine::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use scrutineer_engine::arrow::datatypes::DataType;
use scrutineer_engine::arrow::util::display::{ArrayFormatter, FormatOptions};
use scrutineer_engine::{Contents, EngineError, Limits, Rows, Table, sql};
use std::fs;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn text_file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("a file");
    path
}

fn parquet_file(path: &Path, columns: Vec<(&str, ArrayRef)>) -> PathBuf {
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let file = fs::File::create(path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("rows");
    writer.close().expect("closed");
    path.to_owned()
}

fn strings(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn numbers(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

/// Two segments of posts, as a case has them, beside a file that is not listed.
fn posts(folder: &TempDir) -> Table {
    let at = |name: &str| folder.path().join(name);
    let first =
        parquet_file(&at("aa.parquet"), vec![("post_id", strings(&["1", "2"])), ("likes", numbers(&[3, 4]))]);
    let second = parquet_file(
        &at("bb.parquet"),
        vec![("post_id", strings(&["3"])), ("likes", numbers(&[5])), ("lang", strings(&["xx"]))],
    );
    parquet_file(&at("unlisted.parquet"), vec![("post_id", strings(&["9"])), ("likes", numbers(&[1000]))]);
    Table::parquet("posts", vec![first, second])
}

/// The answer as text: header, then one line per row.
fn answer(tables: &[Table], query: &str) -> Result<String, EngineError> {
    let (schema, batches) = sql(tables, query, &Limits::default())?;
    let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let mut lines = vec![names.join(" ")];
    let options = FormatOptions::default().with_null("null");
    for batch in batches {
        assert_eq!(batch.schema(), schema);
        let columns: Vec<_> = batch
            .columns()
            .iter()
            .map(|c| ArrayFormatter::try_new(c, &options).expect("printable"))
            .collect();
        for row in 0..batch.num_rows() {
            lines.push(columns.iter().map(|c| c.value(row).to_string()).collect::<Vec<_>>().join(" "));
        }
    }
    Ok(lines.join("\n"))
}

#[test]
fn a_case_answers_from_its_listed_segments_only() {
    let folder = folder();
    let tables = [posts(&folder)];
    let check = |query, expected| assert_eq!(answer(&tables, query).expect(query), expected, "{query}");
    check("SELECT count(*) AS n, sum(likes) AS likes FROM posts", "n likes\n3 12");
    check("SELECT * FROM posts ORDER BY post_id", "post_id likes lang\n1 3 null\n2 4 null\n3 5 xx");
    check("WITH t AS (SELECT likes FROM posts) SELECT max(likes) AS m FROM t", "m\n5");
    check("SELECT round(sqrt(likes), 2) AS r FROM posts WHERE post_id = '1'", "r\n1.73");
    check("SELECT value FROM generate_series(1, 2)", "value\n1\n2");
    check("SELECT post_id FROM posts WHERE likes > 99", "post_id");
    check("SHOW COLUMNS FROM posts", &answer(&tables, "SHOW COLUMNS FROM posts").expect("shown"));
    assert!(answer(&tables, "SHOW TABLES").expect("shown").contains("posts"));
    assert!(answer(&tables, "DESCRIBE posts").expect("described").contains("likes"));
    assert!(answer(&tables, "EXPLAIN SELECT * FROM posts").expect("explained").contains("DataSource"));
}

#[test]
fn files_are_read_whatever_they_are() {
    let folder = folder();
    let csv = "post_id,likes,text\n0017,3,\"two\nlines, one post\"\n18,4\n19,5,x\n";
    let pack = |name: &str, bytes: Vec<u8>| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    };
    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).expect("in memory");
        encoder.finish().expect("in memory")
    };
    let json = "{\"post_id\": \"0017\", \"likes\": 3}\n{\"post_id\": \"18\", \"likes\": 4}\n{\"post_id\": \"19\", \"likes\": 5}\n";
    let array = format!("[{}]", json.trim().replace('\n', ","));
    let odd = "50% [a] *?#ü.csv";
    let files = [
        text_file(&folder, "plain.csv", csv),
        text_file(&folder, "extension.does.not.matter", csv),
        text_file(&folder, odd, csv),
        text_file(&folder, "marked.csv", &format!("\u{feff}{csv}")),
        text_file(&folder, "semicolons.csv", "post_id;likes\n0017;3\n18;4\n19;5\n"),
        text_file(&folder, "tabs.tsv", "post_id\tlikes\r\n0017\t3\r\n18\t4\r\n19\t5\r\n"),
        text_file(&folder, "lines.jsonl", json),
        text_file(&folder, "array.json", &array),
        pack("packed.csv.gz", gzip(csv)),
        pack("packed.jsonl.gz", gzip(json)),
        pack("packed.csv.zst", zstd::encode_all(csv.as_bytes(), 1).expect("in memory")),
        parquet_file(
            &folder.path().join("same.parquet"),
            vec![("post_id", strings(&["0017", "18", "19"])), ("likes", numbers(&[3, 4, 5]))],
        ),
    ];
    // A file that a pattern in the odd name would match.
    text_file(&folder, "50% a xx#ü.csv", "post_id,likes\n1,1000\n");
    for path in &files {
        let table = Table::file(path);
        let query = format!("SELECT post_id, likes FROM \"{}\" ORDER BY likes", table.name);
        let found = answer(&[table], &query).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(found, "post_id likes\n0017 3\n18 4\n19 5", "{}", path.display());
    }
}

#[test]
fn ids_stay_text_and_late_surprises_are_no_errors() {
    let folder = folder();
    let mut text = String::from("id,authorId,score,paid\n");
    for i in 0..3000 {
        text.push_str(&format!("{i},9007199254740993,{i},1\n"));
    }
    text.push_str("1234567890123456789012,x,0.5,0\n");
    let table = [Table::file(text_file(&folder, "posts.csv", &text))];
    let found =
        answer(&table, "SELECT max(score) AS s, sum(paid) AS p, count(DISTINCT authorId) AS a FROM posts");
    assert!(matches!(found, Err(EngineError::UnknownColumn { .. })), "capitals need quotes: {found:?}");
    let found = answer(&table, "SELECT max(score) AS s, sum(paid) AS p, max(\"authorId\") AS a FROM posts");
    assert_eq!(found.expect("answered"), "s p a\n2999.0 3000 x");
    let (schema, _) =
        sql(&table, "SELECT id, \"authorId\" FROM posts", &Limits::default()).expect("answered");
    assert!(schema.fields().iter().all(|field| field.data_type() == &DataType::Utf8));
}

#[test]
fn tables_join() {
    let folder = folder();
    let labels = Table::file(text_file(&folder, "labels.csv", "post_id,label\n1,kept\n3,gone\n"));
    let query = "SELECT label, likes FROM posts JOIN labels USING (post_id) ORDER BY label";
    assert_eq!(answer(&[posts(&folder), labels], query).expect("joined"), "label likes\ngone 5\nkept 3");
}

#[test]
fn nothing_but_reading() {
    let folder = folder();
    let tables = [posts(&folder)];
    let out = folder.path().join("out.parquet");
    let queries = [
        format!("COPY posts TO '{}'", out.display()),
        format!("CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '{}'", folder.path().display()),
        "CREATE TABLE x AS SELECT * FROM posts".to_owned(),
        "CREATE VIEW x AS SELECT * FROM posts".to_owned(),
        "SELECT * INTO x FROM posts".to_owned(),
        "INSERT INTO posts SELECT * FROM posts".to_owned(),
        "DELETE FROM posts".to_owned(),
        "UPDATE posts SET likes = 0".to_owned(),
        "DROP TABLE posts".to_owned(),
        "SET datafusion.execution.batch_size = 1".to_owned(),
        "RESET datafusion.execution.batch_size".to_owned(),
        "PREPARE p AS SELECT 1".to_owned(),
        "BEGIN".to_owned(),
        format!("EXPLAIN COPY posts TO '{}'", out.display()),
        "EXPLAIN ANALYZE INSERT INTO posts SELECT * FROM posts".to_owned(),
        "EXPLAIN CREATE TABLE x AS SELECT 1".to_owned(),
    ];
    for query in queries {
        let result = answer(&tables, &query);
        assert!(matches!(result, Err(EngineError::ReadOnly(_))), "{query}: {result:?}");
    }
    assert!(!out.exists());
    // Files that were not given are out of reach.
    let other = text_file(&folder, "other.csv", "a\n1\n");
    for query in
        [format!("SELECT * FROM '{}'", other.display()), format!("SELECT * FROM \"{}\"", other.display())]
    {
        assert!(matches!(answer(&tables, &query), Err(EngineError::UnknownTable { .. })), "{query}");
    }
}

#[test]
fn errors_say_what_to_do() {
    let folder = folder();
    let tables = [posts(&folder), Table::file(text_file(&folder, "labels.csv", "post_id,label\n1,kept\n"))];
    let error = |query: &str| answer(&tables, query).expect_err(query);

    let unknown = error("SELECT * FROM post");
    assert_eq!(unknown.to_string(), "there is no table `post`; there are `labels`, `posts`");
    let unknown = error("SELECT * FROM posts JOIN information_schema.nothing ON true");
    assert!(matches!(unknown, EngineError::Query(_)), "{unknown:?}");

    let column = error("SELECT lkes FROM posts");
    assert!(matches!(column, EngineError::UnknownColumn { .. }), "{column:?}");
    let message = column.to_string();
    assert!(message.contains("lkes") && message.contains("likes"), "{message}");

    assert!(matches!(error("SELEC 1"), EngineError::Syntax(_)), "{:?}", error("SELEC 1"));
    assert!(matches!(error("SELECT 1 FROM"), EngineError::Syntax(_)));
    for query in
        ["", "SELECT 1; SELECT 2", "SELECT nofunction(1)", "SELECT likes FROM posts GROUP BY post_id"]
    {
        let e = error(query);
        assert!(matches!(e, EngineError::Query(_) | EngineError::Syntax(_)), "{query}: {e:?}");
    }
    let run = error("SELECT CAST(label AS INT) FROM labels");
    assert!(matches!(run, EngineError::Run(_)), "{run:?}");
    let types = error("SELECT sum(label) FROM labels");
    assert!(matches!(types, EngineError::Query(_)), "{types:?}");
    assert!(types.to_string().contains("sum(Utf8)") && !types.to_string().contains("bug"), "{types}");
    let deep = format!("SELECT {}1{}", "(".repeat(5000), ")".repeat(5000));
    assert!(matches!(error(&deep), EngineError::Syntax(_)));
}

#[test]
fn bad_files_are_named() {
    let folder = folder();
    let cases = [
        ("not.parquet", &b"PAR1 but no more"[..]),
        ("empty.csv", b""),
        ("empty.csv.gz", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("cut.gz", &[0x1f, 0x8b, 8, 0, 0]),
        ("archive.zip", b"PK\x03\x04rest"),
        ("wide.csv", b"\xff\xfea\0,\0b\0"),
        ("binary.csv", b"a,b\n\0\0\0"),
        ("broken.jsonl", b"{\"a\": 1}\n{\"a\": \n"),
    ];
    for (name, bytes) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        let error = answer(&[Table::file(&path)], "SELECT 1").expect_err(name);
        assert!(error.to_string().contains(name), "{name}: {error}");
    }
    let missing = answer(&[Table::file(folder.path().join("missing.csv"))], "SELECT 1").expect_err("missing");
    assert!(
        matches!(missing, EngineError::Io { .. }) && missing.to_string().contains("missing.csv"),
        "{missing}"
    );
    let folder_as_table = answer(&[Table::parquet("t", vec![folder.path().to_owned()])], "SELECT 1");
    assert!(matches!(folder_as_table, Err(EngineError::Io { .. })));
    for tables in [vec![Table::parquet("t", vec![])], vec![posts(&folder), posts(&folder)]] {
        assert!(matches!(answer(&tables, "SELECT 1"), Err(EngineError::Table { .. })));
    }
}

#[test]
fn limits_hold() {
    let folder = folder();
    let spill = folder.path().join("spill");
    fs::create_dir(&spill).expect("a folder");
    let tables = [posts(&folder)];
    let query =
        "SELECT a.value % 50000 AS k, max(concat('some text that takes room ', CAST(a.value AS TEXT))) AS m
                 FROM generate_series(1, 200000) AS a GROUP BY 1 ORDER BY m, k";
    let limits = |memory, disk| Limits { memory, disk, scratch: Some(spill.clone()), ..Limits::default() };
    let error = sql(&tables, query, &limits(1 << 20, 1 << 10)).expect_err("too little of both");
    assert!(matches!(error, EngineError::Limit(_)), "{error:?}");
    let (_, batches) = sql(&tables, query, &limits(1 << 30, 1 << 30)).expect("enough");
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 50_000);

    let (_, spilled) =
        sql(&tables, query, &limits(8 << 20, 1 << 30)).expect("enough disk for too little memory");
    assert_eq!(spilled.iter().map(RecordBatch::num_rows).sum::<usize>(), 50_000);

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&b"a,b\n".repeat(1 << 18)).expect("in memory");
    let bomb = folder.path().join("bomb.csv.gz");
    fs::write(&bomb, encoder.finish().expect("in memory")).expect("a file");
    let error = sql(&[Table::file(&bomb)], "SELECT 1", &limits(1 << 20, 1 << 16)).expect_err("too large");
    assert!(matches!(error, EngineError::Limit(_)) && error.to_string().contains("bomb.csv.gz"), "{error}");

    let mut rows = Rows::of(&tables, query, &limits(1 << 30, 1 << 30)).expect("planned");
    assert!(rows.next().is_some());
    drop(rows);
    assert_eq!(fs::read_dir(&spill).expect("a folder").count(), 0, "nothing stays behind");
}

#[test]
fn the_same_query_gives_the_same_bytes() {
    let folder = folder();
    let mut text = String::from("account,score\n");
    for i in 0..20_000u64 {
        text.push_str(&format!("a{},{}\n", i * 7919 % 997, (i * 104_729 % 1_000_003) as f64 / 7.0));
    }
    let tables = [Table::file(text_file(&folder, "scores.csv", &text))];
    let query = "SELECT account, sum(score) AS s, avg(score) AS m FROM scores GROUP BY account";
    let first = answer(&tables, query).expect("answered");
    for _ in 0..3 {
        assert_eq!(answer(&tables, query).expect("answered"), first);
    }
    // With more streams the same rows, in whatever order.
    let limits = Limits { streams: NonZeroUsize::new(4).expect("not zero"), ..Limits::default() };
    let (_, batches) = sql(&tables, query, &limits).expect("answered");
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 997);
}

#[test]
fn asynchronous_callers_get_an_error_and_no_panic() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let result = runtime.block_on(async { sql(&[], "SELECT 1", &Limits::default()) });
    assert!(matches!(result, Err(EngineError::Asynchronous)));
    let table = Table { name: "x".into(), files: vec![], contents: Contents::Detect };
    assert!(sql(&[table], "SELECT 1", &Limits::default()).is_err());
}
