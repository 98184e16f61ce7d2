//! A case is weighed: explanations that compete, what findings say of them, and what would change the order.

use super::run::{Place, Ran, SHARES, TALK};

const HYPOTHESES: &str = "\
name,statement,level
one-hand,One hand runs the accounts.,common-control
news,A piece of news set them off.,behaviour
";

/// An examined case with two explanations, and the ids of its findings.
fn begun() -> (Place, Vec<String>) {
    let place = Place::new();
    place.file("quay/posts.csv", SHARES).file("quay/result.json", TALK).file("hypotheses.csv", HYPOTHESES);
    place.run("examine quay --actor Ada --counts-only --quiet").ok();
    let added = place.run("case hypothesis add quay.case --from hypotheses.csv --actor Ada").ok();
    assert_eq!(added.out + &added.err, "Entered: 2 hypotheses.\n");
    let findings = findings(&place);
    (place, findings)
}

fn findings(place: &Place) -> Vec<String> {
    let lines = place.run("explain quay.case --json").ok().out;
    let all = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    all.filter_map(|finding| finding["id"].as_str().map(str::to_owned)).collect()
}

/// Assessments of the first two findings, from a file with a line for each.
fn assess(place: &Place, findings: &[String], lines: &[&str]) {
    let lines: Vec<String> =
        lines.iter().map(|line| line.replace("#1", &findings[0][..8]).replace("#2", &findings[1])).collect();
    let head = "finding,hypothesis,support,calibration,group,category,reason\n";
    place.file("assessments.csv", format!("{head}{}\n", lines.join("\n")));
    let entered = place.run("case assess quay.case --from assessments.csv --actor Ada").ok();
    assert!(entered.err.contains("entered"), "{}", entered.err);
}

#[track_caller]
fn snapshot(name: &str, ran: &Ran) {
    let filters = [(r"\b[0-9a-f]{12}\b", "<id>")];
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true, filters => filters }, {
        insta::assert_snapshot!(name, ran.all());
    });
}

#[test]
fn ratios_give_ranges_over_priors_and_what_would_flip_the_order() {
    let (place, findings) = begun();
    assess(
        &place,
        &findings,
        &[
            "#1,one-hand,20..200,Quay set,,,Seldom among ordinary accounts.",
            "#1,news,1..4,Quay set,,,It happens on days of news.",
            "#2,one-hand,2..8,Quay set,minutes,contextual,They wrote within a minute.",
        ],
    );
    snapshot("sensitivity_ratios", &place.run("case sensitivity quay.case --prior 10% --prior 0.5"));
    let json = place.run("case sensitivity quay.case --format json").ok().out;
    let told: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(told["lead"]["leader"], "one-hand");
    assert_eq!(told["hypotheses"][0]["posteriors"].as_array().map(Vec::len), Some(3));
    assert_eq!(told["without_finding"].as_array().map(Vec::len), Some(2));
    assert_eq!(place.run("case verify quay.case").ok().out.split(':').next(), Some("intact"));
}

#[test]
fn without_numbers_there_is_an_order() {
    let (place, findings) = begun();
    let (first, second) = (&findings[0][..8], &findings[1][..8]);
    for (finding, rest) in [
        (first, ["one-hand", "--strongly-for", "Seldom among ordinary accounts."]),
        (first, ["news", "--against", "No news came out that hour."]),
        (second, ["news", "--for", "It happens on days of news."]),
        (second, ["one-hand", "--cannot-tell", "Too few posts."]),
    ] {
        let [hypothesis, says, reason] = rest;
        let words =
            ["case", "assess", "quay.case", finding, hypothesis, says, "--reason", reason, "--actor", "Ada"];
        place.run_words(&words).ok();
    }
    snapshot("sensitivity_order", &place.run("case sensitivity quay.case"));
    snapshot("assessments", &place.run("case assess quay.case"));
    snapshot("hypotheses", &place.run("case hypothesis list quay.case"));
    let log = place.run("case log quay.case").ok().out;
    assert!(log.contains("Ada  assess ") && log.contains("Ada  add_hypothesis "), "{log}");
}

#[test]
fn what_was_assessed_of_an_earlier_run_is_kept_and_not_counted() {
    let (place, findings) = begun();
    assess(&place, &findings, &["#1,one-hand,for,,,,Seldom among ordinary accounts."]);
    place.file(
        "quay/late.csv",
        "post_id,account_id,created_at,urls\n9,nell,2024-05-01T10:00:05Z,https://lamps.example/a\n",
    );
    place.run("examine quay --counts-only --quiet").ok();
    let told = place.run("case sensitivity quay.case").ok().out;
    assert!(told.starts_with("Nothing is in the lead: no assessment"), "{told}");
    assert!(told.contains("1 assessment of findings of an earlier run is not counted"), "{told}");
    assert!(told.contains("one-hand: for. Seldom among ordinary accounts."), "{told}");
    let first = &findings[0];
    let again = place.run(&format!("case assess quay.case {first} news --for --reason So."));
    assert_eq!(again.code, 2);
    let gone = place.run(&format!("case assess quay.case {first} one-hand --withdraw --reason Late."));
    assert_eq!(gone.ok().out, "");
    assert!(!place.run("case sensitivity quay.case").ok().out.contains("earlier run"));
}

#[test]
fn a_case_is_made_and_told_that_it_needs_a_rival() {
    let place = Place::new();
    assert_eq!(place.run("case new quay.case --actor Ada").ok().out, "quay.case\n");
    let add = ["case", "hypothesis", "add", "quay.case", "fans", "Fans of one team.", "--level", "behaviour"];
    let added = place.run_words(&add).ok();
    assert!(added.err.contains("One explanation alone cannot be compared"), "{}", added.err);
    let told = place.run("case sensitivity quay.case").ok().out;
    assert!(told.contains("A rival: one explanation alone"), "{told}");
    place.run("case hypothesis reference quay.case fans").ok();
    place.run("case hypothesis reference quay.case none").ok();
    place.run("case hypothesis remove quay.case fans --reason None.").ok();
    let list = place.run("case hypothesis list quay.case --json").ok().out;
    assert!(!list.contains("fans"), "{list}");
}

#[test]
fn mistakes_are_named_with_what_to_do() {
    let (place, findings) = begun();
    let first = &findings[0][..8];
    place.file("unknown.csv", format!("finding,hypothesis,support,reason\n{first},weather,for,So.\n"));
    place.file("word.toml", format!("[[assessment]]\nfinding = \"{first}\"\nhypothesis = \"news\"\nsupport = \"perhaps\"\nreason = \"So.\"\n"));
    place.file("column.csv", "finding,hypothesis,support,why\n1,2,3,4\n");
    place.file("level.csv", "name,statement,level\na,B.,guilt\n");
    let errors: Vec<String> = [
        "case hypothesis add quay.case the-mayor It. --level actor",
        "case hypothesis add quay.case --from level.csv",
        "case hypothesis reference quay.case weather",
        "case assess quay.case --from unknown.csv",
        "case assess quay.case --from word.toml",
        "case assess quay.case --from column.csv",
        "case assess quay.case 000000000000 news --for --reason So.",
        &format!("case assess quay.case {first} none --for --reason So."),
        &format!("case assess quay.case {first} news --ratio 3..2 --calibration c --reason So."),
        "case sensitivity quay.case --prior 100%",
    ]
    .iter()
    .map(|args| {
        let ran = place.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args}");
        format!("$ {}\n{}", args.replace(first, "<finding>"), ran.err.trim_end())
    })
    .collect();
    let all = Ran { code: 2, out: errors.join("\n\n"), err: String::new() };
    snapshot("weighing_mistakes", &all);
}
