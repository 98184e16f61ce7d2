//! When a statement was made.

use super::words::is_past;
use super::{DateMention, Sense};
use crate::{Analysis, Attribution};
use std::ops::Range;

/// Words that may stand between a cue and its date, those of the content not counted: `told reporters in the capital on
/// Tuesday`.
const REACH: usize = 9;

/// Days that a time of speaking may span; longer ones (`since 2029`) tell of something else.
const LONGEST: i64 = 31;

/// The date on which something was said: the one nearest to the cue in its sentence, outside what was said, with no other
/// verb between. An index into `mentions`, which are those of the article in order.
///
/// `within` is the content of the attribution around a nested one: only what stands there can date it.
pub fn of_statement(
    analysis: &Analysis<'_>,
    attribution: &Attribution,
    within: Option<&[Range<usize>]>,
    mentions: &[DateMention],
) -> Option<usize> {
    let cue = &attribution.cue;
    let sentences = &analysis.prose.sentences;
    let sentence = sentences.get(sentences.partition_point(|sentence| sentence.end <= cue.start))?;
    let first = mentions.partition_point(|mention| mention.range.start < sentence.start);
    let near =
        &mentions[first..mentions.partition_point(|mention| mention.range.start < sentence.end).max(first)];
    // Only the nearest few on each side can be near enough.
    let after = near.partition_point(|mention| mention.range.start < cue.start);
    let few = after.saturating_sub(REACH)..(after + REACH).min(near.len());
    few.filter_map(|at| {
        let mention = &near[at];
        let is_in = |range: &Range<usize>| range.start < mention.range.end && mention.range.start < range.end;
        let is_open =
            !attribution.content.iter().any(is_in) && within.is_none_or(|outer| outer.iter().any(is_in));
        let distance = distance(analysis, attribution, &mention.range)
            .filter(|_| is_open && is_time_of_speaking(analysis, cue, mention))?;
        Some((distance, first + at))
    })
    .min()
    .map(|(_, at)| at)
}

fn is_time_of_speaking(analysis: &Analysis<'_>, cue: &Range<usize>, mention: &DateMention) -> bool {
    let is_short = match mention.from.zip(mention.to) {
        Some((from, to)) => to.duration_since(from).as_hours() <= 24 * LONGEST,
        None => true,
    };
    let rest = &analysis.text[mention.range.end..];
    // `Thursday's vote` dates the vote, `PORT, May 4 (Agency)` the article, `a day after` what comes after it.
    let is_of_something = ["'", "’", " ("].iter().any(|next| rest.starts_with(next));
    let dates_what_follows =
        analysis.words(&mention.range).ends_with(" after") && cue.start < mention.range.start;
    mention.sense == Sense::At && is_short && !is_of_something && !dates_what_follows
}

/// Words between the cue and a date, without those of the content. `None` where they are too many or hold a verb of
/// their own, whose date it then is.
fn distance(analysis: &Analysis<'_>, attribution: &Attribution, date: &Range<usize>) -> Option<usize> {
    let cue = &attribution.cue;
    if date.start < cue.end && cue.start < date.end {
        // `said Sunday`, marked as one cue.
        return Some(0);
    }
    let between = if date.start >= cue.end { cue.end..date.start } else { date.end..cue.start };
    let mut words = 0;
    let mut at = between.start;
    // Contents are in order: what lies between them is looked at piece by piece.
    for content in attribution.content.iter().map(Some).chain([None]) {
        let end = content.map_or(between.end, |content| content.start.min(between.end).max(at));
        for token in analysis.tokens(&(at..end)).iter().filter(|token| token.is_word()) {
            words += 1;
            let word = analysis.words(&token.range()).to_ascii_lowercase();
            if words > REACH || (is_past(&word) && !is_publishing(&word)) {
                return None;
            }
        }
        at = content.map_or(at, |content| content.end.max(at));
        if at >= between.end {
            break;
        }
    }
    Some(words)
}

/// Participles that tell how something was said: `in a statement released on Tuesday`.
fn is_publishing(word: &str) -> bool {
    const WORDS: [&str; 11] = [
        "aired",
        "dated",
        "emailed",
        "held",
        "issued",
        "made",
        "posted",
        "published",
        "recorded",
        "released",
        "televised",
    ];
    WORDS.contains(&word)
}
