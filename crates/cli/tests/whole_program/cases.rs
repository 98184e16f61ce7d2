//! The main job: a case, what is in it, and what it notices.

use super::run::{Place, SHARES, TALK};

fn examined() -> Place {
    let place = Place::new();
    place.file("quay/posts.csv", SHARES).file("quay/result.json", TALK);
    // Four accounts are no background: counts only, so that pairs become findings.
    let ran = place.run("examine quay --actor Ada --counts-only").ok();
    assert_eq!(ran.out, "quay.case/out/report.html\n");
    assert!(ran.err.contains("holds 2 pieces of evidence, 2 new"), "{}", ran.err);
    place
}

/// The id of the strongest pair.
fn strongest(place: &Place, folder: &str) -> String {
    let findings = place.read(&format!("{folder}/findings.jsonl"));
    let pair = findings.lines().nth(1).expect("a pair");
    let (_, id) = pair.split_once("\"id\":\"").expect("an id");
    id[..64].to_owned()
}

#[test]
fn a_second_run_does_nothing() {
    let place = examined();
    let before = place.files("quay.case/out");
    let again = place.run("examine quay --counts-only").ok();
    assert!(again.err.contains("holds 2 pieces of evidence, 0 new"), "{}", again.err);
    assert!(again.err.contains("Nothing has changed since the last run."), "{}", again.err);
    assert!(before == place.files("quay.case/out"));
}

#[test]
fn a_new_file_and_a_new_option_are_noticed() {
    let place = examined();
    place.file(
        "quay/late.csv",
        "post_id,account_id,created_at,urls\n9,nell,2024-05-01T10:00:05Z,https://lamps.example/a\n",
    );
    let more = place.run("examine quay --counts-only").ok();
    assert!(more.err.contains("holds 3 pieces of evidence, 1 new"), "{}", more.err);
    assert!(!more.err.contains("Nothing has changed"), "{}", more.err);
    assert!(place.read("quay.case/out/report.html").contains("nell"));
    let wider = place.run("examine quay --counts-only --window 10min").ok();
    assert!(!wider.err.contains("Nothing has changed"), "{}", wider.err);
}

#[test]
fn messages_name_the_file_as_it_was_given() {
    let place = Place::new();
    place.file("quay/posts.csv", SHARES);
    let ran = place.run("examine quay").ok();
    assert!(ran.err.contains("such as posts.csv, byte"), "{}", ran.err);
}

#[test]
fn a_finding_leads_back_to_the_bytes() {
    let place = examined();
    let id = strongest(&place, "quay.case/out");
    let explained = place.run(&format!("explain quay.case {}", &id[..12])).ok().out;
    // Rows of the file, as they stand there.
    for row in [
        "1,ida,2024-05-01T10:00:00Z,The lamp is lit again,https://lamps.example/a",
        "2,jon,2024-05-01T10:00:20Z,See here,",
    ] {
        assert!(explained.contains(row), "{row}\n{explained}");
    }
    assert!(explained.contains("posts.csv, bytes"), "{explained}");
    let listed = place.run("explain quay.case").ok().out;
    assert!(listed.contains(&id[..12]), "{listed}");
}

#[test]
fn a_folder_of_results_says_that_it_keeps_no_evidence() {
    let place = Place::new();
    place.file("posts.csv", SHARES);
    place.run("coordination posts.csv --counts-only --out results").ok();
    let id = strongest(&place, "results");
    let explained = place.run(&format!("explain results {id}")).ok().out;
    assert!(explained.contains("the folder keeps no evidence"), "{explained}");
    assert!(explained.contains("  from posts.csv, bytes "), "{explained}");
    // By method and place, as in a case; the first finding is about all of the data.
    assert_eq!(place.run("explain results co_action#2").ok().out, explained);
    let absent = place.run("explain results co_action#9");
    assert!(
        absent.code == 2 && absent.err.contains("`scrutineer explain results` lists the findings"),
        "{}",
        absent.all()
    );
}

#[test]
fn one_changed_byte_is_noticed() {
    let place = examined();
    let intact = place.run("case verify quay.case").ok();
    assert!(intact.out.starts_with("intact"), "{}", intact.out);
    let (name, mut bytes) = place.files("quay.case/evidence").into_iter().next().expect("evidence");
    bytes[3] ^= 1;
    let path = place.path(&format!("quay.case/evidence/{name}"));
    // Evidence may be kept without the right to write.
    std::fs::remove_file(&path).expect("ours");
    std::fs::write(&path, bytes).expect("ours");
    let altered = place.run("case verify quay.case");
    assert_eq!(altered.code, 1, "{}", altered.all());
    assert!(altered.out.contains("altered"), "{}", altered.out);
}

#[test]
fn the_log_says_who_did_what() {
    let place = examined();
    let log = place.run("case log quay.case").ok().out;
    let entries: Vec<&str> = log.lines().skip(1).collect();
    assert!(entries.len() >= 5 && entries.iter().all(|line| line.contains(" Ada ")), "{log}");
    assert!(log.lines().next().is_some_and(|head| head.ends_with("what          to what")), "{log}");
    assert!(
        log.contains("add_evidence  posts.csv: evidence ")
            && log.contains("run           examine of 2 inputs: "),
        "{log}"
    );
    let shown = place.run("case show quay.case").ok().out;
    assert!(
        shown.contains("posts.csv") && shown.contains("result.json") && shown.contains("examine of 2 inputs"),
        "{shown}"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = examined();
    place.run("coordination quay --out results --also csv,xlsx").ok();
    for folder in ["quay.case", "results"] {
        let mode =
            |name: &str| std::fs::metadata(place.path(name)).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(folder), 0o700, "{folder}");
        for (name, _) in place.files(folder) {
            assert_eq!(mode(&format!("{folder}/{name}")) & 0o177, 0, "{folder}/{name} is open to others");
        }
    }
}

#[test]
fn the_example_shows_what_was_planted() {
    let place = Place::new();
    // Asked at run time, as a target folder may serve two clones.
    let manifest =
        std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let example = &format!("{manifest}/../../examples/harbour-lights");
    let ran = place.run_words(&["examine", example, "--case", "x.case"]).ok();
    for code in
        ["bad_json", "bad_time", "id_damaged", "id_time_disagrees", "missing_time", "wrong_field_count"]
    {
        assert!(ran.err.contains(code), "{code}: {}", ran.err);
    }
    assert!(ran.err.contains("91 duplicates counted once"), "{}", ran.err);
    // The lines that the README shows are there, but for those of the weighing, and so is its finding.
    let readme = include_str!("../../../../README.md");
    let (_, tour) = readme.split_once("ends with the place of the report:\n\n```\n").expect("a tour");
    let (tour, _) = tour.split_once("\nEntered: ").expect("the weighing");
    for line in tour.replace("harbour-lights.case", "x.case").lines().filter(|line| *line != "...") {
        let is_there = match line.strip_suffix("...") {
            Some(beginning) => ran.err.lines().any(|said| said.starts_with(beginning)),
            None => ran.err.lines().any(|said| said == line),
        };
        assert!(is_there, "{line}\n{}", ran.err);
    }
    let shown =
        readme.split("explain harbour-lights.case ").skip(1).filter_map(|rest| rest.split(' ').next());
    let shown = shown.filter(|id| !id.is_empty()).collect::<Vec<_>>();
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(
        place.run_words(&["explain", "x.case", shown[0]]).ok().out.contains("10 accounts acted together")
    );
    let findings = place.read("x.case/out/findings.jsonl");
    // The ten planted accounts are one group, and nearly all of their 45 pairs are discoveries; besides them only
    // the newsroom with its desk is. The thirty people who passed one piece of news on are explained.
    let planted = |line: &&&str| line.contains("https://green-lamps.example/");
    let lines: Vec<&str> = findings.lines().collect();
    assert!(lines[1].contains("exchanged at random there were 0 on average"), "{}", lines[1]);
    assert_eq!(lines.iter().filter(|line| line.contains("\"method\":\"co_group\"")).count(), 1);
    let of_pairs = lines[3..].iter().filter(|line| line.contains("\"lens\":\"coordination\""));
    let (found, others): (Vec<&&str>, Vec<&&str>) = of_pairs.partition(planted);
    assert!(found.len() >= 43, "{}", found.len());
    assert_eq!(others.len(), 1, "{others:?}");
    assert!(others[0].contains("https://saltmere-post.example/"));
    // Six of the eleven mails are one campaign; who copied it, the provider's other customer and the list are not in it.
    let campaigns: serde_json::Value =
        serde_json::from_str(&place.read("x.case/out/campaigns.json")).expect("JSON");
    let members: Vec<&str> = campaigns["campaigns"][0]["members"]
        .as_array()
        .expect("mails")
        .iter()
        .filter_map(|m| m.as_str())
        .collect();
    assert!(members.len() == 6 && members.iter().all(|m| m.starts_with("called-off-")), "{members:?}");
    assert_eq!(campaigns["campaigns"].as_array().map(Vec::len), Some(1));
    // The newsroom looks like one, and the group like nothing of the kind.
    assert!(
        others[0].contains("In these data: 2 of 2 link mostly to saltmere-post.example and carry its name.")
    );
    let group = lines.iter().find(|line| line.contains("\"method\":\"co_group\"")).expect("one");
    assert!(!group.contains("In these data"), "{group}");
    let handed_on = place.read("x.case/out/groups.jsonl");
    let groups: Vec<model::Group> =
        handed_on.lines().map(|line| serde_json::from_str(line).expect("a group")).collect();
    let sizes: Vec<(&str, usize)> = groups.iter().map(|g| (g.method.as_str(), g.members.len())).collect();
    assert_eq!(sizes, [("co_group", 10), ("mail_campaign", 6)]);
    assert!(group.contains(&groups[0].finding.expect("told of").hex()));
    assert!(found.iter().any(|line| line.contains("\"telegram/user") && line.contains("\"x/")));
}

#[test]
fn what_the_user_knows_is_said_beside_what_it_explains() {
    let place = Place::new();
    let manifest =
        std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let example = &format!("{manifest}/../../examples/harbour-lights");
    place.file(
        "known.csv",
        "# run openly\n@saltmere_post,the town's newspaper\nsaltmere_post_harbour,its desk\n",
    );
    let run = |out: &str, known: &[&str]| {
        let words = ["coordination", example, "--out", out, "--quiet"];
        place.run_words(&[&words, known].concat()).ok();
        place.read(&format!("{out}/findings.jsonl"))
    };
    let (with, without) = (run("with", &["--known", "known.csv"]), run("without", &[]));
    let said = "In these data: 2 of 2 stand in known.csv: its desk, the town's newspaper.";
    assert_eq!(with.matches(said).count(), 1);
    assert_eq!(with.lines().count(), without.lines().count(), "a list tags and leaves nobody out");
}
