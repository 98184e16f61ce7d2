//! What accounts call themselves stays text, wherever it is shown.

use super::run::Place;
use std::io::Read;

const MARKUP: &str = "<script>alert(1)</script>";
const FORMULA: &str = "=HYPERLINK(\"https://lamps.example\")";
const CONTROL: &str = "lamp\u{1b}[31mred\u{7}\u{202e}thgil";

fn place() -> Place {
    let place = Place::new();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut rows = String::from("post_id,account_id,account_name,created_at,urls\n");
    for (i, name) in [MARKUP, FORMULA, CONTROL, "@cmd", "+1+cmd", "-2-cmd"].iter().enumerate() {
        rows.push_str(&format!("{i},{0},{0},2024-05-01T10:00:0{i}Z,https://lamps.example/a\n", quoted(name)));
    }
    place.file("posts.csv", rows);
    place
}

#[test]
fn in_a_terminal() {
    let ran = place().run("coordination posts.csv").ok();
    let inspected = place().run("inspect posts.csv").ok();
    for text in [&ran.out, &ran.err, &inspected.out, &inspected.err] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("hostile_terminal", ran.all())
    });
}

#[test]
fn in_csv() {
    let modes =
        ["--mode coortweet --min-participation 1 --layers url --window 60s", "--mode cnt --network co_post"];
    assert_eq!(rows_of_inert_cells("--format csv --quiet"), 15);
    assert_eq!(modes.map(rows_of_inert_cells), [15, 30]);
}

fn rows_of_inert_cells(options: &str) -> usize {
    let out = place().run(&format!("coordination posts.csv {options}")).ok().out;
    assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{out:?}");
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let mut rows = 0;
    for record in reader.records() {
        for cell in record.expect("a record").iter() {
            // A negative number is no formula.
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{cell:?} would be a formula");
        }
        rows += 1;
    }
    rows
}

/// JSON has escapes for what a terminal would act on, and they mean the same text.
#[test]
fn in_json() {
    let out = place().run("coordination posts.csv --format jsonl --quiet").ok().out;
    assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{out:?}");
    let names = out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    assert!(
        names
            .filter_map(|row| row["account_b"].as_str().map(str::to_owned))
            .any(|name| name.ends_with(CONTROL))
    );
}

#[test]
fn in_a_workbook_and_in_the_report() {
    let place = place();
    place.run("coordination posts.csv --out results --also xlsx,csv,jsonl").ok();
    let html = place.read("results/report.html");
    assert!(html.contains("&lt;script&gt;alert(1)"), "escaped");
    assert!(!html.contains(MARKUP));
    assert!(html.contains("Content-Security-Policy") && html.contains("default-src 'none'"));
    assert!(!html.contains("<a href=\"http"), "no link leads out");

    let book = std::fs::File::open(place.path("results/edges.xlsx")).expect("a workbook");
    let mut book = zip::ZipArchive::new(book).expect("a zip");
    for i in 0..book.len() {
        let mut part = book.by_index(i).expect("a part");
        let mut xml = String::new();
        part.read_to_string(&mut xml).expect("text");
        assert!(!xml.contains("<f>"), "part {i}: a formula");
        assert!(!xml.contains(MARKUP) && !xml.contains('\u{1b}'), "part {i}");
    }
    for name in ["results/network.gexf", "results/network.graphml"] {
        assert!(!place.read(name).contains(MARKUP), "{name}");
    }
}
