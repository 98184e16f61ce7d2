//! Texts and posts, from bytes to what can be said of them.

use super::run::Place;
use serde_json::Value;
use std::fmt::Write;

const LEAKED: &str = "As an AI language model, I cannot say whether the ferry is late. But the harbour board of Brackwater \
    has asked everybody to be patient, because the new engine came in pieces and nobody has found the drawing yet. Two \
    men from the yard have been at it since Monday with a torch and a Dutch dictionary, and the cook says they sing.";
const QUOTED: &str = "Posts that begin \"as an AI language model\" have been seen on the harbour board's page since Monday, \
    and the clerk, who has read all of them twice, says that she would rather have none. The ferry is late again, and \
    the people who wait for it have started a list of excuses on the wall of the ticket office, in three colours.";

fn place() -> Place {
    let place = Place::new();
    place.file("texts/leaked.txt", LEAKED);
    place.file("texts/quoted.txt", QUOTED);
    place.file(
        "texts/short.txt",
        "The fares of the ferry.\n\nGrown people pay 4 and children 2.\nBicycles cost 1.\nThe boats sail at 6, 8, 10, 12, 14, 16, 18 and 20 from the pier.\n",
    );
    place.file("texts/disguised.txt", QUOTED.replace('a', "а").replace("th", "t\u{200b}h"));
    place
}

/// Each text has an answer or the reason why there is none; disguises are counted and change nothing; quoted phrases are no
/// leaks.
#[test]
fn texts_are_answered_or_not() {
    let place = place();
    let ran = place.run_words(&["synthetic", "texts", "--format", "jsonl"]).ok();
    let rows: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |name: &str| {
        rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name}: {rows:?}"))
    };
    assert_eq!(of("short.txt")["why"], "short");
    assert_eq!(of("leaked.txt")["phrases"], "As an AI language model");
    assert_eq!(of("quoted.txt")["phrases"], "");
    assert_eq!(of("quoted.txt")["score"], of("disguised.txt")["score"]);
    assert_eq!(of("quoted.txt")["disguised"], "");
    let disguised = of("disguised.txt")["disguised"].as_str().expect("words");
    assert!(
        disguised.contains("invisible characters") && disguised.contains("look like Latin"),
        "{disguised}"
    );
}

/// The folder has tables, findings that lead to bytes, and a report that names the base rate.
#[test]
fn a_folder_of_results() {
    let place = place();
    place.run_words(&["synthetic", "texts", "--out", "x"]).ok();
    let findings = place.read("x/findings.jsonl");
    assert!(findings.contains("model_phrases") && findings.contains("disguised_letters"), "{findings}");
    let report = place.read("x/report.html");
    for words in
        ["id=\"synthetic\"", "cannot tell: under 25 words", "not the probability that a person wrote it"]
    {
        assert!(report.contains(words), "{words}");
    }
    place.run_words(&["--threads", "1", "synthetic", "texts", "--out", "y"]).ok();
    // The report and the list of hashes name the command; all else is the same bytes.
    let others = |folder: &str| {
        let files = place.files(folder).into_iter();
        files
            .filter(|(name, _)| !name.ends_with("report.html") && !name.ends_with("run.json"))
            .map(|file| file.1)
    };
    assert!(others("x").eq(others("y")));
}

/// Posts are told of together, by account; reposts and copies count once.
#[test]
fn posts_are_told_of_by_account() {
    let place = Place::new();
    let mut posts = String::from("platform,post_id,account_id,text,created_at\n");
    for number in 0..30 {
        let day = number % 28 + 1;
        let text = format!("ferry number {number} left the pier before the rain and came back after it");
        writeln!(posts, "x,1{number:03},gull,{text},2024-05-{day:02}T10:00:00Z").expect("written");
        writeln!(posts, "x,2{number:03},tern,the same words every day,2024-05-{day:02}T11:00:00Z")
            .expect("written");
    }
    place.file("posts.csv", &posts);
    let ran = place.run_words(&["synthetic", "posts.csv"]).ok();
    let line = |name: &str| ran.out.lines().find(|line| line.contains(name)).expect("an account").to_owned();
    assert!(line("x/gull").contains("of 13"), "{}", ran.out);
    assert!(line("x/tern").contains("under 20 posts"), "{}", ran.out);
}

/// Posts are counted where they have words of their own; a table without texts is not said to have any.
#[test]
fn posts_count_where_they_have_words() {
    let place = Place::new();
    let mut posts = String::from("platform,post_id,account_id,text,created_at\n");
    for number in 0..4 {
        let text = if number < 2 { "the same words again" } else { "a word or two of its own" };
        writeln!(posts, "x,{number},gull,{text},2024-05-01T10:00:0{number}Z").expect("written");
    }
    posts.push_str("x,3,gull,a duplicate,2024-05-01T10:00:03Z\nx,9,tern,,2024-05-01T11:00:00Z\n");
    place.file("posts.csv", &posts);
    let ran = place.run_words(&["synthetic", "posts.csv", "--out", "x"]).ok();
    assert!(ran.err.contains("2 posts of 1 account;"), "{}", ran.err);
    let report = place.read("x/report.html");
    for words in ["2 posts with words of their own, of 1 account, looked at", "4 more posts have no words"] {
        assert!(report.contains(words), "{words}");
    }
    assert!(place.read("x/findings.jsonl").contains("No phrase of the list was found in 2 texts"));

    place.file(
        "bare.csv",
        "account_id,object_id,created_at\ngull,a,2024-05-01T10:00:00Z\ntern,a,2024-05-01T10:00:01Z\n",
    );
    place.run_words(&["examine", "bare.csv", "--case", "c"]).ok();
    assert!(!place.read("c/out/findings.jsonl").contains("No phrase of the list"), "nothing was searched");
    let report = place.read("c/out/report.html");
    assert!(report.contains("There are no texts in these data") && !report.contains("0 texts looked at"));
}

/// Accounts of a group are witnesses together, whichever handle they posted under; what is expected is reckoned with.
#[test]
fn groups_are_taken_together() {
    let place = Place::new();
    let mut posts = String::from("platform,post_id,account_id,account_name,text,created_at\n");
    for number in 0..60 {
        let (id, day) = (number % 2, number % 28 + 1);
        let text = format!("ferry number {number} left the pier before the rain and came back after it");
        writeln!(posts, "x,1{number:03},77{id},gull{id},{text},2024-05-{day:02}T10:00:00Z").expect("written");
    }
    place.file("posts.csv", &posts);
    place
        .file("groups.jsonl", r#"{"id": "g1", "members": ["x/770", "x/771", "x/99"], "method": "co_group"}"#);
    let options = ["--groups", "groups.jsonl", "--expect", "0.02"];
    let ran = place.run_words(&[&["synthetic", "posts.csv"][..], &options].concat()).ok();
    let said = ran.all();
    assert!(
        said.contains("Group g1: 2 accounts and 0 families of longer texts together, e-value "),
        "{said}"
    );
    assert!(said.contains("If 2.0 % of such texts were by machines"), "{said}");
    place.run_words(&[&["synthetic", "posts.csv", "--out", "x"][..], &options].concat()).ok();
    let findings = place.read("x/findings.jsonl");
    assert!(
        findings.contains("Of the 3 accounts of group g1, 2 accounts with 20 posts or more"),
        "{findings}"
    );
    place.file("groups.jsonl", "{\"id\": 4}");
    let message = place.run_words(&[&["synthetic", "posts.csv"][..], &options].concat()).all();
    assert!(message.contains("line 1 of") && message.contains("groups.jsonl"), "{message}");
}

/// Too few texts make no kind of writing to compare with, and the message says what to do.
#[test]
fn calibration_needs_texts() {
    let place = place();
    let ran = place.run_words(&["synthetic", "calibrate", "texts", "--name", "ours", "--out", "m"]);
    let message = ran.all();
    assert!(message.contains("too few") && message.contains("Give more texts"), "{message}");
}

/// A build that reads no model folders says so, and how to get one that does.
#[cfg(not(feature = "local-models"))]
#[test]
fn a_language_model_needs_another_build() {
    let ran = place().run("synthetic texts --language-model lm");
    assert!(ran.code != 0 && ran.err.contains("--features local-models"), "{}", ran.all());
}
