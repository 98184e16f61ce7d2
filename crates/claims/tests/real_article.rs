//! One real article with a gold ledger: what must never be lost again.
//!
//! Its text may not be part of this repository, so that the test runs where the data are (`SCRUTINEER_DATA`). No rule was
//! made for this article alone, but its ledger was seen by those who made the rules: the figures say what holds, not
//! what to expect of other articles.

use scrutineer_claims::ledger::{self, Reading, Source};
use scrutineer_claims::link::{LinkKind, Params};
use scrutineer_claims::{Act, Level, annotated, extract, score};
use serde_json::Value;
use std::path::PathBuf;

fn files() -> Option<(String, Value)> {
    let data = std::env::var_os("SCRUTINEER_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(data.join("claims/seed_article.txt")).ok()?;
    let gold = std::fs::read_to_string(data.join("claims/seed_gold.json")).ok()?;
    Some((text, serde_json::from_str(&gold).expect("JSON")))
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// Whether every word of the gold name is in ours: `campaign of Ann Hale` is `Ann Hale campaign`.
fn is_same_name(ours: Option<&str>, gold: Option<&str>) -> bool {
    let words = |name: &str| -> Vec<String> { name.split_whitespace().map(str::to_lowercase).collect() };
    match (ours, gold) {
        (None, None) => true,
        (Some(ours), Some(gold)) => {
            let ours = words(ours);
            words(gold).iter().all(|word| ours.contains(word))
        }
        _ => false,
    }
}

#[test]
fn the_ledger_of_a_real_article() {
    let Some((text, mut gold)) = files() else {
        eprintln!("skipped: SCRUTINEER_DATA has no claims/seed_article.txt");
        return;
    };
    gold["text"] = Value::from(text.as_str());
    let marked = annotated::read(&gold.to_string()).expect("the gold ledger").remove(0).attributions;
    let extractor = extract::Extractor::built_in().expect("the model in the program");
    let reading: Reading = ledger::read(extractor, &text, None, extract::Mode::default());
    let main: Vec<usize> = (0..reading.entries.len())
        .filter(|&entry| reading.entries[entry].attribution.level == Level::Main)
        .collect();
    let ours: Vec<annotated::Marked> = main
        .iter()
        .map(|&entry| {
            let one = &reading.entries[entry].attribution;
            annotated::Marked {
                source: one.source.clone(),
                cue: vec![one.cue.clone()],
                content: one.content.clone(),
            }
        })
        .collect();
    let (_, pairs) = score::compare(&text, &marked, &ours);
    // For each marked statement ours, where it is at least softly right.
    let found: Vec<Option<usize>> = (0..marked.len())
        .map(|number| {
            let at = (0..ours.len()).find(|&at| pairs.marked[at] == Some(number) && pairs.soft[at])?;
            Some(main[at])
        })
        .collect();
    assert_eq!(found.iter().flatten().count(), 15, "of 15 statements: {found:?}");
    assert_eq!(ours.len(), 15, "nothing beside them");
    assert!(pairs.exact.iter().filter(|&&exact| exact).count() >= 12, "{:?}", pairs.exact);

    let entry = |name: &str| {
        let number =
            gold["attributions"].as_array().expect("a list").iter().position(|one| one["id"] == name);
        found[number.expect(name)].expect(name)
    };
    let act = |name: &str| reading.entries[entry(name)].judged.act;
    let (mut acts, mut speakers) = (Vec::new(), Vec::new());
    for one in gold["attributions"].as_array().expect("a list") {
        let name = one["id"].as_str().expect("a name");
        let judged = act(name).name();
        if one["act"] != judged && !strings(&one["act_any"]).contains(&judged) {
            acts.push((name, judged));
        }
        let speaker = reading.entries[entry(name)].speaker.entity;
        let speaker = speaker.map(|entity| reading.entities.entities[entity].name.as_str());
        if !is_same_name(speaker, one["speaker"].as_str()) {
            speakers.push((name, speaker));
        }
    }
    assert!(acts.len() <= 1, "{acts:?}");
    assert!(speakers.is_empty(), "{speakers:?}");

    // Traps: an agency that names mail domains accuses nobody; not recommending is neither a denial nor a clearing;
    // a speculation without a source is nobody's.
    assert_eq!(act("A5"), Act::Assert);
    assert!(matches!(act("A11"), Act::Decline | Act::Assert));
    assert_eq!(reading.entries[entry("A9")].speaker.entity, None);

    // Denials in general words answer the general accusation, and may answer the others.
    let source = Source { id: "real", text: &text, published: None, reading: &reading };
    let corpus = ledger::connect(&[source], &Params::default());
    let kinds = |to: &str| -> Vec<LinkKind> {
        let to = entry(to);
        corpus
            .links
            .links
            .iter()
            .filter(|link| link.to == to && link.kind.is_answer())
            .map(|link| link.kind)
            .collect()
    };
    let kind = |from: &str, to: &str| {
        let (from, to) = (entry(from), entry(to));
        corpus.links.links.iter().find(|link| (link.from, link.to) == (from, to)).map(|link| link.kind)
    };
    assert_eq!(kind("A2", "A3"), Some(LinkKind::Answers));
    assert_eq!(kind("A6", "A3"), Some(LinkKind::Answers));
    assert_eq!(kind("A6", "A4"), Some(LinkKind::PossibleAnswer));
    assert!(kinds("A4").iter().all(|&kind| kind == LinkKind::PossibleAnswer), "{:?}", kinds("A4"));
    assert!(kinds("A8").iter().all(|&kind| kind == LinkKind::PossibleAnswer), "{:?}", kinds("A8"));
    assert!(kinds("A12").is_empty());
    let is_open = |name: &str| corpus.links.unanswered.iter().any(|one| one.statement == entry(name));
    assert!(is_open("A4"), "the accusation that no denial names");
}
