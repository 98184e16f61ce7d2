//! The report of a case: what it says, how it says it, and that names decide nothing.

mod common;

use common::case::{case_page, numbered};
use proptest::prelude::*;
use scrutineer_report::page::{self, Page, from_json, to_json};
use scrutineer_report::svg;

/// The text of the page, a line for each element, so that sentences of neighbours do not run together.
fn texts(html: &str) -> Vec<String> {
    let body = html.split_once("<body>").expect("a body").1.split("<script>").next().expect("text");
    let body: String = body
        .split("<style>")
        .enumerate()
        .map(|(i, part)| match i {
            0 => part,
            _ => part.split_once("</style>").map_or(part, |(_, rest)| rest),
        })
        .collect();
    let mut all = Vec::new();
    let mut line = String::new();
    for part in body.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        let is_inline = matches!(name, "b" | "i" | "a" | "bdi" | "code" | "span" | "sup" | "tspan" | "q");
        if !is_inline && !line.trim().is_empty() {
            all.push(std::mem::take(&mut line));
        }
        line.push_str(text);
    }
    all.push(line);
    all
}

/// Words that judge. Those of evidence are not the report's: the fixtures have none.
const VERDICTS: [&str; 18] = [
    "proves",
    "proof",
    "proven",
    "guilty",
    "culprit",
    "troll",
    "bots",
    "fake",
    "disinformation",
    "propaganda",
    "state-sponsored",
    "state-run",
    "foreign agent",
    "inauthentic",
    "liar",
    "fraud",
    "perpetrator",
    "responsible for",
];
const LIKELIHOOD: [&str; 6] =
    ["likely", "unlikely", "probable", "almost certain", "even chance", "no chance"];
const CONFIDENCE: [&str; 2] = ["confidence", "confident"];

#[test]
fn no_sentence_judges_or_mixes_likelihood_with_confidence() {
    let html = page::render(&case_page(4, 2)).expect("renders");
    let has = |sentence: &str, words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let mut sentences = 0;
    for text in texts(&html) {
        for sentence in text.to_lowercase().split_inclusive(['.', '!', '?']) {
            sentences += 1;
            assert!(!has(sentence, &VERDICTS), "{sentence}");
            assert!(!(has(sentence, &LIKELIHOOD) && has(sentence, &CONFIDENCE)), "{sentence}");
        }
    }
    assert!(sentences > 200, "{sentences}");
    // The lint itself sees what it is there for.
    assert!(has("confidence is low and it is likely", &LIKELIHOOD) && has("confidence", &CONFIDENCE));
}

#[test]
fn every_finding_leads_to_its_evidence_and_every_link_somewhere() {
    let page = case_page(6, 3);
    let html = page::render(&page).expect("renders").replace("&#x2f;", "/");
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), ids.len(), "an id stands twice");
    for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(distinct.binary_search(&target).is_ok(), "#{target} leads nowhere");
    }
    for finding in &page.findings {
        let id = finding.id.short();
        let block = html.split(&format!("id=\"f-{id}\"")).nth(1).expect("a finding");
        let (before, evidence) = block.split_once(&format!("id=\"e-{id}\"")).expect("its evidence");
        assert!(before.contains(&finding.statement) && before.contains(&format!("href=\"#e-{id}\"")));
        assert!(before.contains(&finding.innocent_explanations[0]), "{id}");
        assert!(evidence.contains("Some of the records it rests on"));
    }
    // Findings that were weighed are told in full, with the bytes behind a click; the others in a line that opens.
    assert_eq!(html.matches("As it stands in the evidence").count(), 3);
    assert_eq!(html.matches("class=\"brief\"").count(), 3);
}

#[test]
fn headings_follow_one_another_and_figures_have_words() {
    let html = page::render(&case_page(3, 2)).expect("renders");
    let levels: Vec<u8> = html
        .match_indices("<h")
        .filter_map(|(at, _)| html.as_bytes().get(at + 2).filter(|b| b.is_ascii_digit()).map(|b| b - b'0'))
        .collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    // Pictures with links in them are groups to a reader of the screen.
    let named = |role: &str| html.matches(&format!("role=\"{role}\" aria-label=\"")).count();
    assert_eq!(html.matches("<svg").count(), named("img") + named("group"));
    assert!(
        !html.contains("<th>") && !html.contains("<th class=\"n\">"),
        "a heading of a table without scope"
    );
}

#[test]
fn parts_of_lenses_stand_below_those_of_the_case() {
    let html = page::render(&case_page(3, 2)).expect("renders");
    assert!(html.contains("<h3 class=\"lens\" id=\"h-network\">") && !html.contains("<h2 class=\"lens\""));
    // A letter before a heading is read with a space behind it.
    assert!(html.contains("<span aria-hidden=\"true\">A</span> Actors"));
    let alone = page::render(&Page { case: None, ..case_page(3, 2) }).expect("renders");
    assert!(alone.contains("<h2 class=\"lens\" id=\"h-network\">"));
}

#[test]
fn findings_that_nobody_weighed_are_folded_after_the_first_ten() {
    let html = |n, weighed| page::render(&case_page(n, weighed)).expect("renders");
    assert!(!html(12, 2).contains("class=\"rest\""));
    let html = html(30, 2);
    let (before, after) = html.split_once("<details class=\"rest\">").expect("a fold");
    assert_eq!(before.matches(" id=\"f-").count(), 12);
    assert!(after.starts_with("<summary>18 more findings that nobody weighed"));
}

#[test]
fn who_put_a_hypothesis_forward() {
    let mut page = case_page(3, 2);
    if let Some(weighing) = page.case.as_mut().and_then(|case| case.weighing.as_mut()) {
        weighing.hypotheses[0].by.clear();
    }
    let html = page::render(&page).expect("renders");
    let table =
        html.split("Put forward by").nth(1).expect("a table").split("</table>").next().expect("an end");
    let by = |name: &str| {
        let row = table.split(&format!("<bdi>{name}</bdi>")).nth(1).expect("a row");
        row.split("<bdi>").nth(2).and_then(|rest| rest.split('<').next()).map(str::to_owned)
    };
    assert_eq!(by("one-hand").as_deref(), Some("not named"));
    assert_eq!(by("news").as_deref(), Some("Ada"));
    assert_eq!(by("none").as_deref(), Some("the program"));
}

#[test]
fn page_data_come_back_as_they_were() {
    let before = case_page(3, 2);
    let json = to_json(&before).expect("JSON");
    let after = from_json(json.as_bytes(), &before.cards, before.findings.clone()).expect("a page");
    assert_eq!(to_json(&after).expect("JSON"), json);
    assert_eq!(page::render(&after).expect("renders"), page::render(&before).expect("renders"));
    // Cards and findings stand there by name: others do not do.
    let other = from_json(json.as_bytes(), &[], before.findings.clone()).expect_err("no card");
    assert!(other.to_string().contains("no method here is `co_action@1`"), "{other}");
    let other = from_json(json.as_bytes(), &before.cards, vec![numbered(9)]).expect_err("no finding");
    assert!(other.to_string().contains("is not at hand"), "{other}");
}

#[test]
fn five_hundred_findings_stay_below_five_megabytes() {
    let html = page::render(&case_page(500, 500)).expect("renders");
    assert!(html.len() < 5_000_000, "{}", html.len());
    assert_eq!(html.matches("id=\"f-").count(), 500);
}

#[test]
fn the_part_of_the_case() {
    let html = page::render(&case_page(3, 2)).expect("renders");
    let start = html.find("<section class=\"part\" id=\"claimed\"").expect("a beginning");
    let end = html.find("<section class=\"part letter\" id=\"behaviour\"").expect("an end");
    let custody = html.find("<section class=\"part letter\" id=\"degree\"").expect("a beginning");
    let verify = html.find("<section class=\"part\" id=\"read\"").expect("an end");
    let part = format!("{}\n{}", &html[start..end], &html[custody..verify]);
    insta::assert_snapshot!(part.replace(svg::STYLE, "STYLE"));
}

/// The page with names changed wherever they stand.
fn swapped(page: &Page, swap: &dyn Fn(&str) -> String) -> Page {
    let json = to_json(page).expect("JSON");
    let mut findings = page.findings.clone();
    for finding in &mut findings {
        finding.statement = swap(&finding.statement);
        finding.about = finding.about.iter().map(|name| swap(name)).collect();
        for record in &mut finding.records {
            record.account = swap(&record.account);
            record.object = record.object.take().map(|(layer, object)| (layer, swap(&object)));
        }
    }
    from_json(swap(&json).as_bytes(), &page.cards, findings).expect("a page")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Countries, parties and top-level domains are words like others: the report is the same but for them. Pictures
    /// are left out, as the room that a label takes depends on its letters.
    #[test]
    fn names_decide_nothing(names in prop::collection::btree_set("[A-Z][a-z]{4,9}", 4), tld in "[a-z]{2}") {
        let names: Vec<String> = names.into_iter().collect();
        let put = |text: &str| {
            let mut text = text.to_owned();
            for (i, name) in names.iter().enumerate() {
                text = text.replace(&format!("Qcountry{i}"), name);
            }
            text.replace("qtld", &tld)
        };
        let mut page = case_page(3, 2);
        page.findings[0].statement =
            "The party of Qcountry0 and mx.harbour.qtld acted on 3 objects; 2 are of Qcountry1.".into();
        let part = page.case.as_mut().expect("a case");
        part.actors[0].statement = "Qcountry2 runs the accounts, by way of harbour.qtld.".into();
        let weighed = part.weighing.as_mut().expect("weighed");
        weighed.hypotheses[0].statement = "Qcountry3 set them off before Qcountry0 did.".into();
        let without_pictures = |html: String| -> String {
            let parts = html.split("<svg");
            parts.map(|part| part.split_once("</svg>").map_or(part, |(_, rest)| rest).to_owned()).collect()
        };
        let plain = without_pictures(page::render(&page).expect("renders"));
        let named = without_pictures(page::render(&swapped(&page, &put)).expect("renders"));
        prop_assert_eq!(put(&plain), named);
    }
}
