//! Articles, from bytes to the ledger.

use super::run::Place;

fn articles() -> String {
    let manifest =
        std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    format!("{manifest}/../../examples/harbour-lights/articles")
}

/// An accusation in one article and the denial in another one are found and tied, and what stands in the ledger stands
/// in the article.
#[test]
fn an_accusation_meets_its_denial() {
    let place = Place::new();
    let ran = place.run_words(&["claims", &articles(), "--format", "jsonl"]).ok();
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3);
    let all: Vec<(&serde_json::Value, &serde_json::Value)> = lines
        .iter()
        .flat_map(|line| line["attributions"].as_array().expect("a list").iter().map(move |one| (line, one)))
        .collect();
    for (line, one) in &all {
        let text: Vec<char> = line["text"].as_str().expect("a text").chars().collect();
        let (from, to) = (&one["cue"][0][0], &one["cue"][0][1]);
        let range = from.as_u64().expect("a place") as usize..to.as_u64().expect("a place") as usize;
        assert_eq!(text[range].iter().collect::<String>(), one["words"]["cue"], "{one}");
    }
    let (_, accusation) = all
        .iter()
        .find(|(line, one)| {
            line["publisher"] == "The Saltmere Post"
                && one["act"] == "accuse"
                && one["speaker"] == "Maren Tolliver"
        })
        .expect("the clerk accuses");
    assert_eq!(accusation["targets"][0], "Lamp Petition");
    let answered = all.iter().any(|(_, one)| {
        one["act"] == "deny"
            && one["links"].as_array().expect("a list").iter().any(|link| link["to"] == accusation["id"])
    });
    assert!(answered, "{}", ran.out);
}

/// Not to comment answers nothing: the accusation stays without an answer, and `explain` shows its bytes.
#[test]
fn silence_is_no_answer() {
    let place = Place::new();
    place.run_words(&["claims", &articles(), "--out", "x"]).ok();
    let findings = place.read("x/findings.jsonl");
    let open: Vec<&str> = findings.lines().filter(|line| line.contains("No answer was found")).collect();
    assert_eq!(open.len(), 1, "{findings}");
    assert!(open[0].contains("Odd Fennick is reported to accuse"), "{}", open[0]);
}

/// Summary, finding, list and picture count answers by one rule, and what may be an answer is named where it is spoken of.
#[test]
fn answers_are_counted_once() {
    let place = Place::new();
    let ran = place.run_words(&["claims", &articles(), "--out", "x"]).ok();
    let counts = "4 answers, 0 generic denials, 1 possible answer and 5 repetitions between";
    assert!(ran.err.contains("Answers: 4; generic denials: 0; possible answers: 1;"), "{}", ran.err);
    let (findings, report) = (place.read("x/findings.jsonl"), place.read("x/report.html"));
    assert!(findings.contains(counts) && report.contains(counts), "{findings}");
    let open = findings.lines().find(|line| line.contains("No answer was found")).expect("one");
    let open: serde_json::Value = serde_json::from_str(open).expect("JSON");
    // The accusation, the statement with the same claim, and what may answer that one.
    assert_eq!(open["records"].as_array().map(Vec::len), Some(3), "{open}");
    assert!(report.contains("what may be one is no. "), "the list names it");
    let picture = report.split("class=\"picture lanes\"").nth(1).expect("a picture");
    let picture = picture.split("class=\"legend\"").next().expect("lanes");
    assert_eq!(picture.matches("<polygon class=\"p5\"").count(), 1, "accusations without an answer");
}

/// A review stands beside the statements that are like its claim, with the rating in its publisher's words.
#[test]
fn reviews_are_shown_as_given() {
    let place = Place::new();
    place.file(
        "reviews.jsonld",
        r#"{"@context": "https://schema.org", "@type": "ClaimReview",
            "author": {"@type": "Organization", "name": "Gullport Reckoner"},
            "claimReviewed": "The Lamp Petition sent the mails to keep people at home",
            "reviewRating": {"ratingValue": "1", "bestRating": "1", "worstRating": "5", "alternateName": "Not shown"}}"#,
    );
    let ran = place.run_words(&["claims", &articles(), "--reviews", "reviews.jsonld", "--out", "x"]).ok();
    assert!(ran.err.contains("1 review of a claim by others, 1 with statements like it"), "{}", ran.err);
    let review: serde_json::Value = serde_json::from_str(&place.read("x/reviews.jsonl")).expect("JSON");
    assert_eq!(review["rating_as_given"]["worst"], "5");
    let number = review["statements_like_it"][0]["statement"].as_u64().expect("a statement");
    let ledger = place.read("x/ledger.jsonl");
    let like = ledger
        .lines()
        .flat_map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
            line["attributions"].as_array().expect("a list").clone()
        })
        .find(|one| one["id"] == number)
        .expect("it is in the ledger");
    assert_eq!(like["act"], "accuse");
    assert!(place.read("x/report.html").contains("Gullport Reckoner"));
}

/// The report marks each statement's words in the article.
#[test]
fn the_report_marks_what_is_said() {
    let place = Place::new();
    place.run_words(&["claims", &articles(), "--out", "x"]).ok();
    let html = place.read("x/report.html");
    for anchor in ["id=\"ledger\"", "id=\"s-1\"", "id=\"article-1\"", "id=\"exchange-1\"", "class=\"m-cue"] {
        assert!(html.contains(anchor), "{anchor}");
    }
}

/// An edited copy points at the article it repeats; another article about the same does not.
#[test]
fn copies_are_marked() {
    let place = Place::new();
    let text = "The harbour board of Saltmere said on Monday that the new lamps will be white from May on, and that the \
                old ones go to the museum. Clerk Odd Reyer said nobody had asked for amber lamps in two years.";
    let other = "A lawyer for the fishermen said on Tuesday that white lamps dazzle those who come in at night, and \
                 that the board had been told so by three skippers before it voted for them.";
    let line = |id: &str, text: &str| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n");
    let edited = text.replace("the museum", "a museum in Gullport");
    place.file(
        "corpus.jsonl",
        &(line("a", text) + &line("b", other) + &line("c", &edited) + &line("d", text)),
    );
    let ran = place.run("claims corpus.jsonl --format jsonl").ok();
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let near: Vec<bool> = lines.iter().map(|line| !line["near_text_of"].is_null()).collect();
    let same: Vec<bool> = lines.iter().map(|line| !line["same_text_as"].is_null()).collect();
    assert_eq!(near, [false, false, true, false], "{}", ran.out);
    assert_eq!(same, [false, false, false, true]);
    assert_eq!(lines[2]["near_text_of"], lines[0]["name"]);
}

#[test]
fn training_asks_for_enough() {
    let place = Place::new();
    place.file("few.jsonl", r#"{"id":"a","text":"She said no.","attributions":[]}"#);
    let ran = place.run("claims train few.jsonl");
    assert_eq!(ran.code, 2, "{}", ran.all());
    assert!(ran.err.contains("at least 10"), "{}", ran.err);
}

/// What is lost of articles, or not looked into, is told on the screen and in the report; the others are read.
#[test]
fn what_was_not_read_is_told() {
    let place = Place::new();
    let line = |text: &str| serde_json::json!({ "title": "Harbor vote", "text": text }).to_string();
    let crowded = line(&"No, she said.\n\n".repeat(60));
    let long = line(&("x".repeat(2 << 20) + " is what the mayor said."));
    let whole = line("The mayor said on Monday that the vote would wait.");
    place.file("articles.jsonl", [&crowded, &long, "{\"text\": \"cut o", &whole, ""].join("\n"));
    let ran = place.run("claims articles.jsonl --out x").ok();
    assert!(ran.err.starts_with("3 articles"), "{}", ran.err);
    let report = place.read("x/report.html");
    for code in ["crowded_cues", "text_cut", "bad_json"] {
        assert!(ran.err.contains(code), "{code}: {}", ran.err);
        assert!(report.contains(code), "{code}");
    }
    assert!(place.read("x/rejects.jsonl").contains("bad_json"));
}
