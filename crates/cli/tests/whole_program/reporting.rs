//! The report of a case: which file is which, what it takes in, and that it can be made again.

use super::run::{Place, SHARES, TALK};

const HYPOTHESES: &str = "\
name,statement,level
one-hand,One hand runs the accounts.,common-control
news,A piece of news set them off.,behaviour
";

/// An examined case with two explanations, and the ids of its findings.
fn examined() -> (Place, Vec<String>) {
    let place = Place::new();
    place.file("quay/posts.csv", SHARES).file("quay/result.json", TALK).file("hypotheses.csv", HYPOTHESES);
    let ran = place.run("examine quay --actor Ada --counts-only --quiet").ok();
    assert_eq!(ran.out, "quay.case/out/report.html\n");
    let lines = place.run("explain quay.case --json").ok().out;
    let all = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let ids = all.filter_map(|finding| finding["id"].as_str().map(str::to_owned)).collect();
    (place, ids)
}

fn weighed() -> (Place, Vec<String>) {
    let (place, ids) = examined();
    place.run("case hypothesis add quay.case --from hypotheses.csv --actor Ada").ok();
    for (finding, hypothesis, ratio) in
        [(0, "one-hand", "20..200"), (0, "news", "1..4"), (1, "one-hand", "2..8"), (1, "news", "2..8")]
    {
        let finding = &ids[finding][..12];
        let words = ["case", "assess", "quay.case", finding, hypothesis, "--ratio", ratio];
        let why = ["--calibration", "Quay set", "--reason", "Seldom among others.", "--actor", "Ada"];
        place.run_words(&[&words[..], &why[..]].concat()).ok();
    }
    (place, ids)
}

/// The part of the page between two sections, without its pictures.
fn part(html: &str, from: &str, to: &str) -> String {
    let at = |id: &str| html.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}"));
    let part = &html[at(from)..at(to)];
    let pieces = part.split("<svg");
    pieces.map(|piece| piece.split_once("</svg>").map_or(piece, |(_, rest)| rest)).collect()
}

#[test]
fn a_case_that_nobody_weighed_has_a_report_too() {
    let (place, _) = examined();
    assert_eq!(place.run("case report quay.case --actor Ada").ok().out, "quay.case/out/case-report.html\n");
    let html = place.read("quay.case/out/case-report.html");
    for sentence in [
        "Nobody has put an explanation forward",
        "No explanation is claimed",
        "Nobody is named here: no method names an actor, and nobody entered one.",
        "Nothing in this case measures it",
    ] {
        assert!(html.contains(sentence), "{sentence}");
    }
    assert!(!html.contains("id=\"sensitivity\""));
}

#[test]
fn the_report_takes_in_what_people_entered_and_the_examination_does_not() {
    let (place, ids) = weighed();
    let before = place.read("quay.case/out/report.html");
    let effect = ["case", "effect", "quay.case", "The vote was put off.", "--source", "Quay Post, 3 May"];
    place.run_words(&[&effect[..], &["--actor", "Ada"][..]].concat()).ok();
    place.run("case report quay.case --actor Ada").ok();
    let html = place.read("quay.case/out/case-report.html");
    assert_eq!(place.read("quay.case/out/report.html"), before);
    assert!(html.contains("The vote was put off.") && html.contains("Quay Post, 3 May"));
    let finding = &ids[0][..12];
    assert!(
        html.contains(&format!("id=\"f-{finding}\"")) && html.contains(&format!("href=\"#f-{finding}\""))
    );
    // Behind a click stand the bytes.
    assert!(part(&html, "findings", "weighing").contains("1,ida,2024-05-01T10:00:00Z,The lamp is lit again"));
    let weighing = part(&html, "weighing", "missing");
    let filters = [(r"[0-9a-f]{12}", "<id>"), (r"[0-9a-f]{8}", "<id>")];
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true, filters => filters }, {
        insta::assert_snapshot!("case_report", weighing);
    });
}

#[test]
fn the_same_case_gives_the_same_report_and_stays_intact() {
    let (place, ids) = weighed();
    place.run("case report quay.case --actor Ada").ok();
    let first = place.read("quay.case/out/case-report.html");
    let again = place.run("case report quay.case --actor Ada").ok();
    assert!(again.err.contains("Nothing has changed since the last report of the case."), "{}", again.err);
    std::fs::remove_file(place.path("quay.case/out/case-report.html")).expect("ours");
    place.run("case report quay.case --to copy.html --actor Ben").ok();
    assert_eq!(place.read("copy.html"), first);
    assert_eq!(place.read("quay.case/out/case-report.html"), first);
    let log = place.run("case log quay.case").ok().out;
    assert!(log.contains("Ben  report "), "{log}");
    // A report is a run of its own: neither the check nor a further examination minds it.
    assert_eq!(place.run("case verify quay.case").ok().out.split(':').next(), Some("intact"));
    let finding = &ids[0];
    place.run(&format!("case assess quay.case {finding} news --withdraw --reason Late. --actor Ada")).ok();
    let examined = place.run("examine quay --counts-only --actor Ada").ok();
    assert!(examined.err.contains("Nothing has changed since the last run."), "{}", examined.err);
    assert!(examined.err.contains("Report of the case, with what people make of it:"), "{}", examined.err);
    assert_eq!(examined.out, "quay.case/out/case-report.html\n");
    assert_ne!(place.read("quay.case/out/case-report.html"), first);
    assert_eq!(place.run("case verify quay.case").ok().out.split(':').next(), Some("intact"));
    let rerun = place.run("case rerun quay.case");
    assert_eq!(rerun.code, 0, "{}", rerun.all());
}

#[test]
fn without_the_data_of_the_page_it_says_what_to_do() {
    let (place, _) = examined();
    std::fs::remove_file(place.path("quay.case/out/page.json")).expect("ours");
    let ran = place.run("case report quay.case");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`page.json`") && ran.err.contains("scrutineer examine"), "{}", ran.err);
    place.run("examine quay --counts-only --quiet").ok();
    place.run("case report quay.case").ok();
}
