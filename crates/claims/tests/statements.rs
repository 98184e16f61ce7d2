//! Which words become a statement, and which do not, on one sentence each.

use scrutineer_claims::Level;
use scrutineer_claims::extract::{Extractor, Mode};
use std::ops::Range;

/// Source, cue and content of the outermost statements of a text.
fn statements(text: &str) -> Vec<(String, String, String)> {
    let extractor = Extractor::built_in().expect("the model in the program");
    let found = extractor.extract(&extractor.analyse(text), Mode::Balanced).attributions;
    let words = |pieces: &[Range<usize>]| {
        pieces.iter().map(|piece| &text[piece.clone()]).collect::<Vec<_>>().join(" … ")
    };
    found
        .iter()
        .filter(|one| one.level == Level::Main)
        .map(|one| (words(&one.source), text[one.cue.clone()].to_owned(), words(&one.content)))
        .collect()
}

#[test]
fn a_clause_before_its_cue_is_told_whole() {
    let cases = [
        (
            "Norvale does not interfere in foreign elections, contrary to what officials in Kestria claim, harbour \
             spokesman Dario Varnel said on Monday.",
            "Norvale does not interfere in foreign elections, contrary to what officials in Kestria claim",
        ),
        ("The ferry is late again, harbour master Ilse Quorholt said.", "The ferry is late again"),
    ];
    for (text, expected) in cases {
        let found = statements(text);
        assert!(
            found.iter().any(|(_, cue, content)| cue == "said" && content == expected),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_task_is_no_statement() {
    let text =
        "Judge Mira Kallund was appointed to oversee an inquiry into claims of vote buying in Port Aldan.";
    let found = statements(text);
    assert!(found.iter().all(|(_, cue, _)| !cue.contains("appointed")), "{found:?}");
}

#[test]
fn a_noun_within_another_statement_is_not_the_articles_own() {
    let text = "Norvale denies Kestrian claims of ‘election meddling’\n\nThe ministry did not explain.\n";
    let found = statements(text);
    assert!(found.iter().all(|(_, cue, _)| !cue.starts_with("claims")), "{found:?}");
}

#[test]
fn a_charge_is_told_whole() {
    let cases = [
        (
            "Mayor Selma Ostgard accused the Long Table, a party that wants the bridge closed, of buying votes.",
            "the Long Table, a party that wants the bridge closed, of buying votes",
        ),
        (
            "Mayor Selma Ostgard accused the party of hiding the list in order to win.",
            "the party of hiding the list in order to win",
        ),
    ];
    for (text, expected) in cases {
        let found = statements(text);
        assert!(
            found.iter().any(|(_, cue, content)| cue == "accused" && content == expected),
            "{text}: {found:?}"
        );
    }
}
