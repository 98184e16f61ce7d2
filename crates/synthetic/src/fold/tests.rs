use super::*;
use proptest::prelude::*;

/// The plain text, and what was reported as `kind@start..end`.
fn check(text: &str, plain: &str, reported: &[(Trick, Range<usize>)]) {
    let folded = fold(text);
    assert_eq!(folded.text, plain, "{text:?}");
    let changes: Vec<_> = folded.changes.iter().map(|change| (change.trick, change.range.clone())).collect();
    assert_eq!(changes, reported, "{text:?}");
}

#[test]
fn typography_is_folded_without_a_word() {
    check("“Kites” — they’re\nhigh…", "\"Kites\" - they're high...", &[]);
    check("café cafe\u{301}", "café café", &[]);
    check("", "", &[]);
    check("👩\u{200d}🚀 goes ❤\u{fe0f}", "👩🚀 goes ❤", &[]);
}

#[test]
fn tricks_are_folded_and_reported() {
    check("ki\u{200b}tes", "kites", &[(Trick::Invisible, 2..5)]);
    check("the \u{202e}kites", "the kites", &[(Trick::Direction, 4..7)]);
    check("the kіtеs fly", "the kites fly", &[(Trick::LookAlike, 5..7), (Trick::LookAlike, 8..10)]);
    check("It is а kite", "It is a kite", &[(Trick::LookAlike, 6..8)]);
    check("𝐤ites ｆly", "kites fly", &[(Trick::Compatibility, 0..4), (Trick::Compatibility, 9..12)]);
    check("the\u{2003}kites", "the kites", &[(Trick::Space, 3..6)]);
}

#[test]
fn other_scripts_are_left_alone() {
    check(
        "Она сказала: the kites fly high over the sea",
        "Она сказала: the kites fly high over the sea",
        &[],
    );
    check("Коса", "Коса", &[]);
    check("naïve Łódź", "naïve Łódź", &[]);
}

proptest! {
    #[test]
    fn places_lead_back(text in "(\\PC|[a-z ]|[аеіо\u{200b}\u{301}\u{2003}“]){0,40}") {
        let folded = fold(&text);
        let mut last = 0;
        for (at, c) in folded.text.char_indices() {
            let raw = folded.raw(at);
            prop_assert!(raw >= last && text.is_char_boundary(raw), "{:?}", folded);
            last = raw;
            if c.is_ascii_lowercase() && text[raw..].starts_with(|c: char| c.is_ascii()) {
                prop_assert!(text[raw..].starts_with(c), "{:?}", folded);
            }
        }
        for change in &folded.changes {
            prop_assert!(text.get(change.range.clone()).is_some(), "{:?}", folded);
        }
    }

    #[test]
    fn is_idempotent(text in "(\\PC|[a-z ]|[аеіо\u{200b}\u{301}\u{2003}“]){0,40}") {
        let once = fold(&text).text;
        prop_assert_eq!(fold(&once).text, once.as_str());
    }
}
