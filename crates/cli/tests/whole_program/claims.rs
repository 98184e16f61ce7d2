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
