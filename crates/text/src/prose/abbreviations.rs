//! English words that end in a dot without ending a sentence.

/// Before a name or number: whatever follows, the sentence goes on. In lower case, without their dot.
const BEFORE: [&str; 48] = [
    "adm", "atty", "brig", "capt", "cllr", "cmdr", "col", "cpl", "dep", "det", "dr", "fr", "gen", "gov",
    "hon", "insp", "lt", "maj", "messrs", "mr", "mrs", "ms", "mt", "mx", "no", "nos", "pres", "prof", "pvt",
    "rep", "reps", "rev", "sen", "sens", "sgt", "sr", "st", "ste", "supt", "treas", "vs", "vol", "pp", "fig",
    "art", "sec", "cf", "approx",
];

/// A sentence may end in these: it does where what follows begins like one.
const EITHER: [&str; 30] = [
    "a.m", "p.m", "u.s", "u.k", "u.n", "e.u", "d.c", "inc", "ltd", "co", "corp", "jr", "etc", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "ave", "blvd", "rd", "dept",
    "est",
];

/// What a dot behind a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dot {
    /// Part of an abbreviation before a name or number.
    Before,
    /// Part of an abbreviation, and perhaps the end of the sentence too.
    Either,
    /// The end of a sentence.
    End,
}

/// What the dot behind `word` is.
pub(super) fn dot(word: &str) -> Dot {
    let lower = word.to_lowercase();
    if BEFORE.contains(&lower.as_str()) || lower == "e.g" || lower == "i.e" {
        return Dot::Before;
    }
    let mut characters = word.chars();
    let is_initial = characters.next().is_some_and(char::is_uppercase) && characters.next().is_none();
    // `J. Reed`; but `I.` and `Plan B.` may end a sentence, so what follows decides.
    if is_initial || EITHER.contains(&lower.as_str()) || is_dotted(word) { Dot::Either } else { Dot::End }
}

/// Single letters with dots between them, such as `U.S` or `p.m`.
fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}
