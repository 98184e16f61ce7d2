//! A set of six accounts, worked out by hand.

use super::*;
use arrow_array::types::UInt32Type;
use arrow_array::{ArrayRef, DictionaryArray, Float64Array, RecordBatch, StringArray, UInt32Array};
use parquet::arrow::ArrowWriter;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

fn write(path: &Path, columns: Vec<(&str, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let file = File::create(path).expect("writable");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
}

fn coded(names: &[&str]) -> ArrayRef {
    Arc::new(names.iter().copied().collect::<DictionaryArray<UInt32Type>>())
}

fn plain(names: &[&str]) -> ArrayRef {
    Arc::new(names.iter().copied().map(Some).collect::<StringArray>())
}

/// Groups {a, b, c} and {d, e}; b and c share no edge; d-e ties with a-x and comes later.
fn set(folder: &Path, text: fn(&[&str]) -> ArrayRef) -> Asked {
    let path = |name: &str| folder.join(name);
    let numbers = |of: &[Option<f64>]| -> ArrayRef { Arc::new(of.iter().copied().collect::<Float64Array>()) };
    write(
        &path("edges.parquet"),
        vec![
            ("account_a", text(&["a", "a", "a", "x", "d"])),
            ("account_b", text(&["b", "x", "c", "y", "e"])),
            ("n_objects", Arc::new(UInt32Array::from(vec![5, 9, 2, 1, 1]))),
            ("q", numbers(&[Some(0.01), Some(0.04), Some(0.2), None, Some(0.05)])),
            ("surprise", numbers(&[Some(9.0), Some(8.0), Some(3.0), None, Some(8.0)])),
        ],
    );
    write(
        &path("groups.parquet"),
        vec![
            ("group_id", Arc::new(UInt32Array::from(vec![1, 1, 3, 3, 3]))),
            ("account", plain(&["a", "b", "d", "e", "x"])),
        ],
    );
    let truth = "account_id,group_id,evading\na,0,0\nb,0,0\nc,0,0\nd,7,1\ne,7,1\n";
    std::fs::write(path("truth.csv"), truth).expect("writable");
    let (edges, truth) = (path("edges.parquet"), path("truth.csv"));
    let args = ["--edges", edges.to_str().expect("UTF-8"), "--truth", truth.to_str().expect("UTF-8")];
    let cuts = ["--top", "2", "--top", "3", "--json"];
    let asked = Asked::parse(&[args.as_slice(), &cuts].concat()).expect("sound arguments");
    Asked { groups: Some(path("groups.parquet")), ..asked }
}

fn report(asked: &Asked) -> Result<metrics::Report> {
    let mut names = read::Names::default();
    let truth = read::truth(&asked.truth, &mut names)?;
    let edges = read::edges(&asked.edges, &mut names)?;
    let groups = asked.groups.as_ref().map(|path| read::groups(path, &mut names)).transpose()?;
    metrics::compare(&truth, &edges, groups.as_ref(), &asked.thresholds)
}

#[track_caller]
fn close(value: Option<f64>, expected: f64) {
    assert!(value.is_some_and(|value| (value - expected).abs() < 1e-12), "{value:?}, not {expected}");
}

#[test]
fn measures_agree_with_paper_and_pencil() {
    let folder = tempfile::tempdir().expect("a folder");
    for text in [coded, plain] {
        let report = report(&set(folder.path(), text)).expect("readable");
        assert_eq!((report.edges, report.planted_groups, report.planted_accounts), (5, 2, 5));
        assert_eq!(report.planted_pairs, 4);
        close(report.ceiling, 0.75);
        // By surprise: a-b, a-x, d-e, a-c, x-y.
        close(report.average_precision, (1.0 + 2.0 / 3.0 + 3.0 / 4.0) / 4.0);
        // By common objects: a-x, a-b, a-c, x-y, d-e.
        close(report.average_precision_n_objects, (1.0 / 2.0 + 2.0 / 3.0 + 3.0 / 5.0) / 4.0);
        let [at] = report.at_q.as_slice() else { panic!("one q") };
        assert_eq!((at.q, at.edges, at.accounts), (0.05, 3, 5));
        close(at.precision, 2.0 / 3.0);
        close(at.recall, 0.5);
        close(at.realised_fdr, 1.0 / 3.0);
        for value in [at.account_precision, at.account_recall, at.account_f1] {
            close(value, 0.8);
        }
        assert_eq!(report.at_top.iter().map(|at| at.top).collect::<Vec<_>>(), [2, 3]);
        close(report.at_top[0].recall, 0.25);
        close(report.at_top[1].recall, 0.5);
        // c is alone where groups were found, x where they were planted: 2 pairs agree, 4 and 4 of 15 are together.
        let groups = report.groups.as_ref().expect("asked for");
        assert_eq!((groups.found, groups.accounts), (2, 5));
        close(Some(groups.adjusted_rand_index), (2.0 - 16.0 / 15.0) / (4.0 - 16.0 / 15.0));
        let table = print::table(&report);
        assert!(table.contains("average precision by surprise") && table.contains("0.6042"), "{table}");
        assert!(table.contains("q <= 0.05: realised FDR") && table.contains("0.3333"), "{table}");
    }
}

#[test]
fn nothing_planted_leaves_measures_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let asked = set(folder.path(), coded);
    std::fs::write(&asked.truth, "account_id,group_id,evading\n").expect("writable");
    let report = report(&Asked { groups: None, ..asked }).expect("readable");
    assert_eq!((report.planted_pairs, report.ceiling, report.average_precision), (0, None, None));
    close(report.at_q[0].realised_fdr, 1.0);
    assert_eq!(report.at_q[0].recall, None);
}

#[test]
fn what_is_missing_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let asked = set(folder.path(), plain);
    let refused = |asked: &Asked| format!("{:#}", report(asked).expect_err("refused"));
    write(&asked.edges, vec![("account_a", plain(&["a"])), ("account_b", plain(&["b"]))]);
    let error = refused(&asked);
    assert!(
        error.contains("has no column n_objects, q, surprise; its columns are account_a, account_b"),
        "{error}"
    );
    std::fs::write(&asked.truth, "account,group_id\n").expect("writable");
    assert!(refused(&asked).contains("has no column account_id"));
    std::fs::write(&asked.truth, "account_id,group_id\na,1\na,2\n").expect("writable");
    assert!(refused(&asked).contains("a is in two groups"));
    for (args, expected) in [
        (&["--truth", "t.csv"][..], "--edges is missing"),
        (&["--edges"][..], "--edges needs a value"),
        (&["--q", "2"][..], "between 0 and 1"),
        (&["--lamp"][..], "`--lamp` is no option"),
    ] {
        let error = format!("{:#}", Asked::parse(args).expect_err("refused"));
        assert!(error.contains(expected), "{error}");
    }
}
