//! Any text is an article. What is found in it lies within it, at character boundaries.

use jiff::civil::date;
use proptest::prelude::*;
use scrutineer_claims::extract::{Extractor, Mode};
use scrutineer_claims::ledger::{self, MOST_TEXT, Reading};
use scrutineer_claims::{Analysis, Attribution};
use std::ops::Range;

fn extractor() -> &'static Extractor {
    Extractor::built_in().expect("the model that the program carries")
}

fn is_within(text: &str, range: &Range<usize>) -> bool {
    range.start <= range.end && text.get(range.clone()).is_some()
}

fn attribution_is_within(text: &str, one: &Attribution) -> bool {
    one.source.iter().chain(&one.content).chain([&one.cue]).all(|range| is_within(text, range))
        && !one.cue.is_empty()
        && !one.content.is_empty()
        && one.probability.is_finite()
}

/// Reads a text in every way and checks every place that is told.
fn check(text: &str) {
    let article = extractor().analyse(text);
    let tokens = article.prose.tokens.len();
    assert_eq!(
        (article.forms.len(), article.tags.len(), article.dependencies.len()),
        (tokens, tokens, tokens)
    );
    assert!(article.prose.tokens.iter().all(|token| is_within(text, &token.range())));
    assert!(article.dependencies.iter().all(|dependency| (dependency.head as usize) < tokens));
    for piece in article.quotations.iter().flat_map(|quotation| &quotation.pieces) {
        assert!(is_within(text, piece), "{piece:?} in {text:?}");
    }
    for mode in [Mode::Balanced, Mode::Recall] {
        let found = extractor().extract(&article, mode).attributions;
        assert!(found.is_sorted_by_key(|one| one.cue.start));
        for one in &found {
            assert!(attribution_is_within(text, one), "{one:?} in {text:?}");
        }
        check_reading(text, &ledger::describe(&article, found, Some(date(2031, 3, 5)), None));
    }
    check_reading(text, &ledger::quotations_only(text));
}

fn check_reading(text: &str, reading: &Reading) {
    let dates = reading.dates.len();
    for date in &reading.dates {
        assert!(is_within(text, &date.range), "{date:?} in {text:?}");
    }
    for (number, entry) in reading.entries.iter().enumerate() {
        let attribution = &entry.attribution;
        let places = attribution.source.iter().chain(&attribution.content).chain([&attribution.cue]);
        let places = places.chain(entry.targets.iter().map(|target| &target.range));
        for place in places.chain(&entry.judged.hedges) {
            assert!(is_within(text, place), "{place:?} of {entry:?} in {text:?}");
        }
        assert!(entry.said.is_none_or(|said| said < dates));
        assert!(entry.inside.is_none_or(|inside| inside < reading.entries.len() && inside != number));
    }
    for mention in reading.entities.entities.iter().flat_map(|entity| &entity.mentions) {
        assert!(is_within(text, mention), "{mention:?} in {text:?}");
    }
    assert!(reading.headline_end <= text.len());
}

/// Pieces of texts in which the lens looks for something, and of those that look like them.
const PIECES: &[&str] = &[
    "said",
    "Said",
    "says",
    "according to",
    "denied",
    "did not deny",
    "accused",
    "of hiding it",
    "claims that",
    "asked whether",
    "has never",
    "would not say",
    "is expected to",
    "put the figure at",
    "the mayor",
    "Mayor Ada Vell",
    "Ada",
    "Vell's",
    "he",
    "she",
    "they",
    "who",
    "we",
    "whose",
    "the council's",
    "HSO",
    "U.S.",
    "Mr.",
    "n't",
    "cannot",
    "'ll",
    "on Monday",
    "on March 4",
    "March 31, 2029",
    "two days later",
    "Election Day",
    "the day before",
    "2029-02-30",
    "3 to 5 May",
    "9:40 -",
    "TESSEL, March 4 (Northwire) -",
    "By Ada Vell",
    "•",
    "\n",
    "\n\n",
    "\u{2028}",
    ".",
    "...",
    "?",
    "!",
    ",",
    ":",
    ";",
    "-",
    "—",
    "(",
    ")",
    "\"",
    "'",
    "“",
    "”",
    "‘",
    "’",
    "„",
    "«",
    "»",
    "「",
    "」",
    "\u{301}",
    "\u{202e}",
    "\u{200d}",
    "\u{feff}",
    "\0",
    "ß",
    "İ",
    "ﬁ",
    "你好。",
    "مرحبا",
    "👩‍🚒",
    "1,234.56",
    "7-8-9",
    "%",
    "@",
    "_",
    "\u{10ffff}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_characters_are_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_order_of_words_and_marks_is_read(
        pieces in prop::collection::vec((prop::sample::select(PIECES), any::<bool>()), 0..120),
    ) {
        let text: String = pieces.iter().flat_map(|(piece, is_apart)| [*piece, if *is_apart { " " } else { "" }]).collect();
        check(&text);
    }
}

/// Each of these once cost more than its length.
#[test]
fn what_repeats_without_end_costs_no_more_than_its_length() {
    const BYTES: usize = 10_000;
    for piece in [
        "said ",
        "Said. ",
        "“",
        "“ said ” ",
        "the mayor said that the vote would wait and ",
        "\"he said ",
        "a",
        ". ",
        ".\")",
        "(",
        "No, she said.\n\n",
        "Vell said ",
        "Mr. ",
        "by March 4, ",
        "he said she said ",
        "of the head of the office ",
        "“The vote will wait, the mayor said.\n\n",
        "1,234.56 % said 7-8-9 ",
    ] {
        check(&piece.repeat(BYTES / piece.len()));
    }
}

#[test]
fn an_empty_text_has_no_statement() {
    for text in ["", " ", "\n\n", "\0", "."] {
        check(text);
        assert!(Analysis::of(text).prose.tokens.len() <= 1);
        assert!(ledger::read(extractor(), text, None, Mode::Recall).entries.is_empty());
    }
}

/// Beyond the limits a text is read in part, and the reading tells so.
#[test]
fn what_is_beyond_the_limits_is_told() {
    let crowded = ledger::read(extractor(), &"No, she said. ".repeat(100), None, Mode::Balanced);
    assert!(crowded.passed_over > 0 && !crowded.entries.is_empty());
    // A letter of two bytes stands across the limit.
    let long = format!("a{}", "é".repeat(MOST_TEXT / 2));
    for reading in [ledger::read(extractor(), &long, None, Mode::Balanced), ledger::quotations_only(&long)] {
        assert_eq!(reading.read, MOST_TEXT - 1);
    }
    let whole = ledger::read(extractor(), "The mayor said no.", None, Mode::Balanced);
    assert_eq!((whole.read, whole.passed_over), (18, 0));
}
