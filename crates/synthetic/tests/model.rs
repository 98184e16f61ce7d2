//! The models that the program carries: what they answer, and what they refuse to.

use proptest::prelude::*;
use scrutineer_synthetic::answer::{Outcome, Why};
use scrutineer_synthetic::document::Document;
use scrutineer_synthetic::model_file::{ModelError, Models};
use std::borrow::Cow;
use std::sync::LazyLock;

static MODELS: LazyLock<Models> = LazyLock::new(|| Models::builtin().expect("the models are sound"));

/// An invented text of about 130 words.
const TEXT: &str = "The harbour board met on Tuesday to talk about the ferry. Nobody from the company came. \
    Mrs Okell, who has run the kiosk since the old pier burned, said she would not wait another winter. \"They told \
    us spring,\" she said. \"Then they told us the other spring.\" The board's chairman looked at his papers and then \
    at the clock. There were nine people in the room and a dog. By half past eight they had agreed to write a letter, \
    as they had in March and the November before. It rained on the way home. Two boys were fishing off the slip, \
    which is not allowed, and one of them had caught something small and silver that he held up to the lamp for a \
    long time before he let it go.";

#[test]
fn what_cannot_be_told_is_not_told() {
    let check = |text: &str, why: Why| {
        assert_eq!(MODELS.long.judge(&Document::of(text)).outcome, Outcome::CannotTell(why), "{text}");
    };
    check("", Why::Short);
    check("The ferry does not sail on Sundays, and nobody minds.", Why::Short);
    let german = "Der Hafenrat traf sich am Dienstag, um über die Fähre zu sprechen. Von der Gesellschaft kam niemand. \
        Frau Okell, die seit dem Brand den Kiosk führt, wollte keinen weiteren Winter warten und sagte das laut.";
    check(german, Why::Language);
    let list = "alpha ".repeat(20) + &"beta gamma ".repeat(20);
    check(&list, Why::Language);
}

#[test]
fn an_answer_is_about_human_texts() {
    let answer = MODELS.long.judge(&Document::of(TEXT));
    let p = answer.p.expect("a plain text is compared");
    assert!(p.n >= 200 && p.above <= p.n);
    assert!((p.p - (p.above + 1) as f64 / (p.n + 1) as f64).abs() < 1e-12);
    assert!(p.low <= p.above as f64 / p.n as f64 && p.above as f64 / p.n as f64 <= p.high);
}

#[test]
fn disguises_change_no_score() {
    let plain = MODELS.long.judge(&Document::of(TEXT));
    let disguised = TEXT.replace('a', "а").replace('o', "ο").replace("th", "t\u{200b}h").replace("w", "𝐰");
    let document = Document::of(&disguised);
    assert!(document.folded.changes.len() > 50);
    assert_eq!(MODELS.long.judge(&document).score, plain.score);
}

#[test]
fn what_scrapers_do_changes_no_score() {
    let plain = Document::of("The boys couldn't fish. The Board met, and the ferry (an old one) sailed.");
    let mangled =
        Document::of("The boys could n' t fish .\nTheBoard met , and the ferry ( an old one ) sailed .");
    let hashes = |document: &Document| document.tokens.iter().map(|token| token.hash).collect::<Vec<_>>();
    assert_eq!(hashes(&plain), hashes(&mangled));
}

#[test]
fn an_explanation_adds_up() {
    let document = Document::of(TEXT);
    let explanation = MODELS.long.explain(&document);
    let answer = MODELS.long.judge(&document);
    let trust = MODELS.long.stack.trust(answer.words);
    let members = &MODELS.long.members;
    // What tokens add is what the three linear members say beyond their biases.
    let biases = [&members.word, &members.chars, &members.pattern].map(|linear| f64::from(linear.bias));
    let said: f64 = (0..3).map(|at| trust[at] * (f64::from(answer.margins[at]) - biases[at])).sum();
    let tokens: f64 = explanation.tokens.iter().map(|&adds| f64::from(adds)).sum();
    assert!((said - tokens).abs() < 1e-3, "{said} {tokens}");
    let sentences: f32 = explanation.sentences.iter().map(|(_, adds)| adds).sum();
    assert!((f64::from(sentences) - tokens).abs() < 1e-3);
    let last = &explanation.sentences.last().expect("sentences").0;
    assert!(TEXT[last.clone()].ends_with("let it go."));
}

#[test]
fn texts_of_ones_own_become_a_kind_to_compare_with() {
    // One text in many orders of its sentences: alike, and not the same.
    let sentences: Vec<&str> = TEXT.split_inclusive(". ").collect();
    let texts: Vec<Document> = (0..240)
        .map(|number| {
            let mut own = sentences.clone();
            stats::Xoshiro256::new(number).shuffle(&mut own);
            Document::of(&own.concat())
        })
        .collect();
    let mut model = MODELS.long.clone();
    let sizes = model.add_register("minutes", &texts);
    assert!(sizes[2] >= 200, "{sizes:?}");
    let answer = model.judge(&texts[0]);
    let (_, register) = answer.stratum.expect("a register");
    assert_eq!(model.registers[register], "minutes");
    assert_eq!(answer.outcome, Outcome::Usual);
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let bytes = Models::write(&MODELS.long, &MODELS.posts, &MODELS.people, &[]).expect("written");
    assert!(bytes.len() <= 12_000_000, "{}", bytes.len());
    let again = Models::read(Cow::Owned(bytes.clone())).expect("read");
    assert!(again.long == MODELS.long && again.posts == MODELS.posts && again.people == MODELS.people);
    for cut in [0, 7, 8, 100, bytes.len() / 2, bytes.len() - 1] {
        assert!(Models::read(Cow::Owned(bytes[..cut].to_vec())).is_err(), "{cut}");
    }
    assert!(matches!(Models::read(Cow::Borrowed(b"{}")), Err(ModelError::Format(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_is_too_strange(text in "(\\PC|[a-z]{1,9} |[.,!?'\"@#]|https?://|\u{200b}|а|\n){0,300}") {
        let document = Document::of(&text);
        let answer = MODELS.long.judge(&document);
        prop_assert!(answer.score.is_finite());
        let explanation = MODELS.long.explain(&document);
        for (range, adds) in explanation.sentences {
            prop_assert!(adds.is_finite() && text.get(range).is_some());
        }
    }
}
