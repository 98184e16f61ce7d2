//! The same posts give the same bytes, whatever the threads, the order and the names of folders.

use super::run::{Place, SHARES, TALK};

fn places() -> Place {
    let place = Place::new();
    let mut rows = String::from("post_id,account_id,account_name,created_at,text,urls,hashtags\n");
    for i in 0..2000u32 {
        let (account, second, page) = (i * 7919 % 211, i * 31 % 60, i * 17 % 97);
        rows.push_str(&format!(
            "p{i},a{account},handle{account},2024-05-0{}T10:{:02}:{second:02}Z,the lamps of quay number {page} were lit again by the keeper {},https://a.example/{page},\"#lamp #quay{}\"\n",
            1 + i % 9, i % 60, i % 5, page % 7
        ));
    }
    place.file("one/a.csv", SHARES).file("one/b.json", TALK).file("one/c.csv", &rows);
    place.file("two/z.csv", SHARES).file("two/y.json", TALK).file("two/x.csv", &rows);
    place
}

/// The report and `run.json` show the command line and the names of files; nothing else may differ.
#[track_caller]
fn same(place: &Place, left: &str, right: &str, but: &[&str]) {
    let (a, b) = (place.files(left), place.files(right));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|f| f.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&a), names(&b));
    assert!(a.len() >= 8, "{:?}", names(&a));
    for ((name, x), (_, y)) in a.iter().zip(&b) {
        if !but.contains(&name.as_str()) {
            assert!(x == y, "{left}/{name} and {right}/{name} differ");
        }
    }
}

#[test]
fn threads_do_not_matter() {
    let place = places();
    let run = |threads: &str, out: &str| {
        place.run(&format!("coordination one --layers all --window 10s --window 5min --also csv,xlsx --threads {threads} --out {out}")).ok()
    };
    let (one, two) = (run("1", "r1"), run("2", "r2"));
    assert_eq!(one.err.replace("r1", "r2"), two.err);
    // These two name the command line, `run.json` by the hash of the report.
    same(&place, "r1", "r2", &["report.html", "run.json"]);
    let (a, b) = (place.read("r1/report.html"), place.read("r2/report.html"));
    assert_eq!(a.replace("--threads 1 --out r1", ""), b.replace("--threads 2 --out r2", ""));
}

#[test]
fn order_and_names_of_files_do_not_matter() {
    let place = places();
    place.run("coordination one/a.csv one/b.json one/c.csv --layers all --out r1").ok();
    place.run("coordination one/c.csv one/b.json one/a.csv --layers all --out r2").ok();
    place.run("coordination two --layers all --out r3").ok();
    same(&place, "r1", "r2", &["report.html", "run.json"]);
    same(&place, "r1", "r3", &["report.html", "run.json"]);
}

#[test]
fn the_same_command_gives_the_same_bytes_everywhere() {
    let (here, there) = (places(), places());
    for place in [&here, &there] {
        place.run("coordination one --out results").ok();
    }
    assert!(here.files("results") == there.files("results"), "a path or the clock is in the results");
}

#[test]
fn duplicates_change_nothing_but_their_count() {
    let place = Place::new();
    let twice = format!("{SHARES}{}", SHARES.split_once('\n').expect("a header").1);
    place.file("once.csv", SHARES).file("twice.csv", twice);
    let once = place.run("coordination once.csv --format csv").ok();
    let twice = place.run("coordination twice.csv --format csv").ok();
    assert_eq!(once.out, twice.out);
    assert!(twice.err.contains("5 duplicates counted once"), "{}", twice.err);
}
