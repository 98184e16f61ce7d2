//! Which frame a cue is in, and whether it is negated.

use super::denial::is_negator;
use super::frames::{FRAMES, Frame, OTHER};
use super::phrases::Phrases;
use super::words::{Set, Word, set};
use crate::syntax::Tag;
use std::ops::Range;
use std::sync::LazyLock;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(FRAMES.iter().map(|frame| frame.cues)));

/// A cue, read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    /// What it does.
    pub frame: &'static Frame,
    /// Whether it is negated: `did not say`.
    pub is_negated: bool,
}

/// The frame of the phrase at word `at`, and the word after it.
pub(super) fn frame_at(words: &[Word<'_>], at: usize) -> Option<(&'static Frame, usize)> {
    PHRASES.at(words, at).and_then(|one| Some((FRAMES.get(one.of)?, one.end)))
}

/// Texts by which something is said.
static TEXTS: LazyLock<Set> =
    LazyLock::new(|| set("statement letter post message note email memo tweet report article"));

/// Reads a cue: the first `length` of `words`, which go on with the content. `source` is who speaks. The first phrase of
/// the table decides: `declined to say` declines.
pub(super) fn read(words: &[Word<'_>], length: usize, source: &[Word<'_>]) -> Cue {
    // `Issued a statement denying it` denies, `wrote a letter accusing them` accuses.
    let text = (0..length).find(|&at| words[at].is_in(&TEXTS));
    let tells = text.is_some_and(|at| at > 0 && at + 1 < length && words[at + 1].text.ends_with("ing"));
    let from = text.filter(|_| tells).map_or(0, |at| at + 1);
    // `Continues to deny` denies.
    let goes_on = |at: usize| {
        words[at].text.starts_with("continu") && words.get(at + 1).is_some_and(|next| next.is("to"))
    };
    let found = (from..length)
        .filter(|&at| !goes_on(at))
        .find_map(|at| frame_at(words, at).map(|(frame, end)| (at, at_its_own(words, at..end, frame))));
    // `Rumours swirled online that`.
    let is_rumour = found.is_none()
        && source.iter().any(|word| word.is_any(&["rumours", "rumors", "rumour", "rumor", "speculation"]));
    let other = if is_rumour { by_name("wonder") } else { &OTHER };
    let (at, frame) = found.unwrap_or((length, other));
    let before = &words[..at.min(words.len())];
    let is_nobody = source.first().is_some_and(|word| word.is_any(&["nobody", "none", "neither"]))
        || source.first().is_some_and(|word| word.is("no"))
            && source.get(1).is_some_and(|word| word.is("one"));
    let is_negated =
        is_nobody || before.iter().any(is_negator) || in_cue(words, at, length) || of_nobody(words, length);
    let is_unable = is_negated && could_not(&words[..length.min(words.len())]);
    let frame = if is_unable && UNABLE.contains(&frame.name) { by_name("know") } else { frame };
    Cue { frame, is_negated }
}

/// The frame of this name.
fn by_name(name: &str) -> &'static Frame {
    FRAMES.iter().find(|frame| frame.name == name).unwrap_or(&OTHER)
}

/// Frames of cues that tell what somebody does not know where he could not do what they say.
const UNABLE: &[&str] = &["say", "announce", "other", "know", "verify"];

/// `Could not say`, `was not able to confirm`: who does not know.
fn could_not(words: &[Word<'_>]) -> bool {
    let is_able = words.iter().any(|word| word.is("able"))
        || words.windows(2).any(|pair| pair[0].is_any(&["can", "could"]) && pair[1].is("not"));
    is_able && words.iter().any(|word| word.is_in(&KNOWING))
}

/// Verbs by which one tells what one knows.
static KNOWING: LazyLock<Set> = LazyLock::new(|| {
    set(
        "say tell confirm verify determine establish know identify estimate find prove assess judge trace quantify \
         pinpoint specify",
    )
});

/// `Told us it had nothing to do with it` tells; only `told us to go` asks.
fn at_its_own(words: &[Word<'_>], place: Range<usize>, frame: &'static Frame) -> &'static Frame {
    let is_tell = words[place.start].is_any(&["tell", "tells", "told", "telling"]);
    let is_clause = words[place.start + 1..place.end].iter().any(|word| {
        word.tag.is_some_and(Tag::is_finite)
            || word.is_any(&["had", "has", "was", "were", "is", "are", "did"])
    });
    if is_tell && is_clause { by_name("say") } else { frame }
}

/// `named | no one`, `said | nothing`: nothing is said.
fn of_nobody(words: &[Word<'_>], length: usize) -> bool {
    let is_end = |at: usize| words.get(at).is_none_or(|word| !word.is_word);
    match words.get(length) {
        Some(word) if word.is_any(&["nobody", "nothing", "none"]) => is_end(length + 1),
        Some(word) if word.is("no") => {
            words.get(length + 1).is_some_and(|next| next.is("one")) && is_end(length + 2)
        }
        _ => false,
    }
}

/// `recommends no`: a negation behind the verb, within the cue.
fn in_cue(words: &[Word<'_>], at: usize, length: usize) -> bool {
    words.get(at + 1..length).is_some_and(|rest| rest.iter().any(|word| word.is_any(&["no", "nothing"])))
}
