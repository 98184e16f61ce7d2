//! Which words become a statement, and which do not, on one sentence each.

use scrutineer_claims::Level;
use scrutineer_claims::extract::{Extractor, Mode};
use scrutineer_claims::ledger;
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

/// Checks that each text has a statement of this source, cue and content.
fn check(cases: &[(&str, (&str, &str, &str))]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, statements(text)))
        .filter(|(_, (source, cue, content), found)| {
            let expected = ((*source).to_owned(), (*cue).to_owned(), (*content).to_owned());
            !found.contains(&expected)
        })
        .map(|(text, expected, found)| format!("{text}\n  should be {expected:?}, is {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn phrases_make_statements() {
    check(&[
        (
            "The ministry poured cold water on reports of a deal with Norvale.",
            ("The ministry", "poured cold water on", "reports of a deal with Norvale"),
        ),
        ("The mayor could not be reached for comment.", ("The mayor", "could not be reached for", "comment")),
        (
            "Brand would not be drawn on the date of the vote.",
            ("Brand", "would not be drawn on", "the date of the vote"),
        ),
        ("The paper stood by its story.", ("The paper", "stood by", "its story")),
        (
            "Kestria’s foreign minister pointed the finger at Norvale for the outage.",
            ("Kestria’s foreign minister", "pointed the finger at", "Norvale for the outage"),
        ),
    ]);
    // A thing is no statement by itself.
    let found = statements("The guild was surprised by the call for patience.");
    assert!(found.iter().all(|(_, cue, _)| cue != "call for"), "{found:?}");
}

#[test]
fn who_speaks_in_a_passive_stands_behind_it() {
    check(&[
        (
            "The minister came under fire from farmers over the water cuts.",
            ("farmers", "came under fire from", "The minister … over the water cuts"),
        ),
        (
            "The claim was dismissed by the ministry as fantasy.",
            ("the ministry", "was dismissed", "The claim … as fantasy"),
        ),
    ]);
}

#[test]
fn what_nobody_knows_is_told_without_a_source() {
    check(&[
        (
            "It was unclear whether the vote would go ahead.",
            ("", "was unclear", "whether the vote would go ahead"),
        ),
        (
            "It is understood that the deputy will resign.",
            ("", "is understood", "that the deputy will resign"),
        ),
    ]);
}

#[test]
fn a_verb_that_looks_like_a_noun_is_one_where_there_is_no_other() {
    check(&[(
        "Economists at Ost Bank expect prices to fall next year.",
        ("Economists at Ost Bank", "expect", "prices to fall next year"),
    )]);
}

#[test]
fn a_speaker_is_told_without_what_is_told_of_him() {
    check(&[
        (
            "Rask, who left the council in March, said she stood by her account.",
            ("Rask", "said", "she stood by her account"),
        ),
        (
            "The crane was safe, its operator, Olin Wall, said.",
            ("its operator, Olin Wall", "said", "The crane was safe"),
        ),
        (
            "Medical files of 900 people are being offered for sale, researchers at Kestrel Labs said Thursday.",
            ("researchers at Kestrel Labs", "said", "Medical files of 900 people are being offered for sale"),
        ),
    ]);
}

#[test]
fn a_source_is_the_subject_of_its_own_clause() {
    check(&[
        (
            "In Ostrel, Kestria’s deputy foreign minister, Tatian Orlow, ridiculed the idea that his country was steering \
             the party.",
            (
                "Kestria’s deputy foreign minister, Tatian Orlow",
                "ridiculed",
                "the idea that his country was steering the party",
            ),
        ),
        (
            "The guild sued, and its head, Anna Wall, said the bridge was unsafe.",
            ("its head, Anna Wall", "said", "the bridge was unsafe"),
        ),
        ("Anna Wall expressed relief and said she would stay.", ("Anna Wall", "said", "she would stay")),
        (
            "The council fined the bank $400,000 for hiding it but said nobody had lost money.",
            ("The council", "said", "nobody had lost money"),
        ),
    ]);
    // Who is asked does not ask.
    let found =
        statements("Interior Minister Anna Wall, asked to release the list, said it would be published.");
    assert!(
        found.iter().any(|(source, cue, _)| {
            source.trim_end_matches(',') == "Interior Minister Anna Wall" && cue == "said"
        }),
        "{found:?}"
    );
    assert!(found.iter().all(|(source, cue, _)| cue != "asked" || source.is_empty()), "{found:?}");
}

#[test]
fn a_headline_goes_on_with_its_subject() {
    let body = "\n\nThe bridge is old.\n\nIt was built in 1931.\n";
    let found = statements(&format!("Guild president denies fraud, says rival seeks revenge{body}"));
    assert!(
        found
            .iter()
            .filter(|(_, cue, _)| cue == "denies" || cue == "says")
            .all(|(source, ..)| source == "Guild president"),
        "{found:?}"
    );
}

#[test]
fn a_headline_may_tell_first_and_name_the_speaker_last() {
    let body = "\n\nThe bridge is old.\n\nIt was built in 1931.\n";
    check(&[
        (
            &format!("Bridge is unsafe, says harbour master{body}"),
            ("harbour master", "says", "Bridge is unsafe"),
        ),
        (&format!("Bridge is unsafe, engineers warn{body}"), ("engineers", "warn", "Bridge is unsafe")),
        (
            &format!("Dockers fear long closure of bridge{body}"),
            ("Dockers", "fear", "long closure of bridge"),
        ),
    ]);
    // Before a colon stands the topic as often as who speaks.
    let found = statements(&format!("Bridge row: what we know so far{body}"));
    assert!(found.iter().all(|(_, cue, _)| cue != ":"), "{found:?}");
}

#[test]
fn articles_that_are_read_together_are_read_alike() {
    let extractor = Extractor::built_in().expect("the model in the program");
    let day = Some(jiff::civil::date(2031, 3, 4));
    let articles: [ledger::Dated<'_>; 4] = [
        (
            "Norvale denies meddling\n\nHarbour spokesman Dario Varnel said on Monday that nobody had meddled.",
            day,
        ),
        ("", None),
        ("“The ferry is late,” Ilse Quorholt said. She accused the guild of hiding the timetable.", None),
        ("The guild rejected the charge on Tuesday. “It is a fable,” its chair, Ansel Wick, said.", day),
    ];
    let together = ledger::read_all(extractor, &articles, Mode::Balanced);
    for (reading, (text, published)) in together.iter().zip(articles) {
        assert_eq!(*reading, ledger::read(extractor, text, published, Mode::Balanced), "{text}");
        assert_eq!(reading.entries.is_empty(), text.is_empty(), "{text}");
    }
    assert_eq!(together.len(), articles.len());
}
