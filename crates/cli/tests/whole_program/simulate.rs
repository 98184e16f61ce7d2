//! Invented sets: the same options give the same bytes, and our own readers and lens understand them.

use super::run::Place;
use std::collections::BTreeMap;

const OPTIONS: &str =
    "--rows 6000 --accounts 400 --groups 5 --interests 6 --layers 3 --platforms 2 --evade 0.2";

#[test]
fn seeds_decide_about_every_byte() {
    let place = Place::new();
    for (out, seed) in [("one", 1), ("again", 1), ("other", 2)] {
        let ran = place.run(&format!("simulate posts --out {out} --seed {seed} {OPTIONS}")).ok();
        assert_eq!(ran.out, "");
        assert!(ran.err.starts_with("6,000 invented posts of 400 accounts; 5 groups with "), "{}", ran.err);
    }
    let names: Vec<String> = place.files("one").into_iter().map(|file| file.0).collect();
    assert_eq!(names, ["README.txt", "posts.csv", "truth.csv"]);
    assert!(place.files("one") == place.files("again"));
    for name in names {
        assert_ne!(place.read(&format!("one/{name}")), place.read(&format!("other/{name}")), "{name}");
    }
}

#[test]
fn a_set_is_understood_without_a_mapping() {
    let place = Place::new();
    place.run(&format!("simulate posts --out made {OPTIONS}")).ok();
    let out = place.run("inspect made/posts.csv").ok().out;
    for expected in [
        "6,000 records: 6,000 posts, 0 skipped, 0 rejected, 0 notes",
        "times from 2024-01-",
        "by second 6,000",
        "platforms ",
        "alder ",
        "birch ",
    ] {
        assert!(out.contains(expected), "no `{expected}` in {out}");
    }
    let mapping = place.run("inspect made/posts.csv --print-mapping").ok().out;
    for expected in ["object_id", "layer_from = \"layer\"", "platform", "post_id = "] {
        assert!(mapping.contains(expected), "no `{expected}` in {mapping}");
    }
}

#[test]
fn members_lead_the_pairs_of_a_set_and_nobody_those_of_a_permuted_one() {
    let place = Place::new();
    place.run(&format!("simulate posts --out made {OPTIONS}")).ok();
    place.run(&format!("simulate posts --out permuted --shuffle {OPTIONS}")).ok();
    let truth = place.read("made/truth.csv");
    let groups: BTreeMap<&str, &str> = truth
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .filter_map(|(account, rest)| Some((account, rest.split_once(',')?.0)))
        .collect();
    assert!(groups.len() >= 20 && groups.len() <= 60, "{}", groups.len());
    // Pairs with at least five common objects.
    let pairs =
        |set: &str| place.run(&format!("coordination {set}/posts.csv --min-objects 5 --format csv")).ok().out;
    let found = pairs("made");
    let strong: Vec<Vec<&str>> = found.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let planted = strong
        .iter()
        .filter(|pair| groups.contains_key(pair[0]) && groups.get(pair[0]) == groups.get(pair[1]));
    let planted = planted.count();
    assert!(planted >= 20 && planted * 10 >= strong.len() * 8, "{planted} of {}", strong.len());
    let permuted = pairs("permuted").lines().count() - 1;
    assert!(permuted * 10 < planted, "{permuted} against {planted}");
    assert_eq!(place.read("permuted/truth.csv"), "account_id,group_id,evading\n");
    assert!(place.read("permuted/README.txt").contains("nothing in this set is coordinated"));
}

const MAILS: &str = "--mails 60 --campaigns 2 --group-size 4 8 --copycats 2 --decoys 3";

#[test]
fn seeds_decide_about_every_byte_of_mails() {
    let place = Place::new();
    for (out, seed) in [("one", 1), ("again", 1), ("other", 2)] {
        let ran = place.run(&format!("simulate mail --out {out} --seed {seed} {MAILS}")).ok();
        assert_eq!(ran.out, "");
    }
    let names: Vec<String> = place.files("one").into_iter().map(|file| file.0).collect();
    assert_eq!(names.iter().filter(|name| name.ends_with(".eml")).count(), 60);
    assert!(place.files("one") == place.files("again"));
    assert_ne!(place.read("one/truth.csv"), place.read("other/truth.csv"));
    // One file holds the same mails, and the truth differs in where they are only.
    place.run(&format!("simulate mail --out box --mbox {MAILS}")).ok();
    assert_eq!(place.read("box/mails.mbox").matches("\nFrom ").count(), 59);
    let truth = place.read("one/truth.csv");
    let moved = truth.lines().map(|line| match line.split_once(",mails/") {
        Some((number, rest)) => format!("{number},mails.mbox{}", &rest[rest.find(',').unwrap_or(0)..]),
        None => line.to_owned(),
    });
    assert!(moved.eq(place.read("box/truth.csv").lines()));
}

#[test]
fn a_small_set_of_mails() {
    let place = Place::new();
    let ran = place.run(&format!("simulate mail --out made --profiles exim,gmail {MAILS}"));
    let mail = place.read("made/mails/000007.eml").replace("\r\n", "\n");
    let truth: Vec<String> = place.read("made/truth.csv").lines().take(12).map(str::to_owned).collect();
    let readme = place.read("made/README.txt");
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("simulate_mail", [ran.all(), truth.join("\n"), mail, readme].join("\n-----\n"));
        insta::assert_snapshot!("simulate_mail_help", place.run("simulate mail --help").all());
    });
}

#[test]
fn what_cannot_be_made_is_refused_with_a_hint() {
    let place = Place::new();
    place.file("full/kept.txt", "mine");
    for (args, expected) in [
        ("simulate posts --out full", "the folder `full` is not empty"),
        (
            "simulate posts --out a --rows 100 --groups 30",
            "30 groups would have 120 members or more, but at most half of the 200 accounts",
        ),
        (
            "simulate posts --out a --rows 100 --groups 10",
            "the campaigns alone would give more than 100 rows",
        ),
        ("simulate posts --out a --layers 7", "--layers is 7, but must be between 1 and 5"),
        ("simulate posts --out a --group-size 9 4", "--group-size 9 4 is no range"),
        ("simulate mail --out full", "the folder `full` is not empty"),
        ("simulate mail --out a --mails 20", "campaigns, copycats and decoys alone would give "),
        ("simulate mail --out a --campaigns 201", "--campaigns is 201, but must be between 0 and 200"),
        ("simulate mail --out a --forged-lines 21", "--forged-lines is 21, but must be between 0 and 20"),
        ("simulate posts --out a --jitter 30d", "campaigns that spread over 5184000 seconds do not fit"),
    ] {
        let ran = place.run(args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert!(ran.err.contains(expected) && ran.err.contains("hint: "), "{args}: {}", ran.all());
    }
    assert!(!place.path("a").exists(), "nothing is left of what failed");
    assert_eq!(place.files("full").len(), 1);
}
