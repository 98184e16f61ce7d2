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
        ("simulate posts --out a --jitter 30d", "campaigns that spread over 5184000 seconds do not fit"),
    ] {
        let ran = place.run(args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert!(ran.err.contains(expected) && ran.err.contains("hint: "), "{args}: {}", ran.all());
    }
    assert!(!place.path("a").exists(), "nothing is left of what failed");
    assert_eq!(place.files("full").len(), 1);
}
