//! The source and the content of a cue: labels for the tokens around it.

use super::words::{NONE, Words};
use crate::learn::{Features, Row, hash::mix};
use crate::syntax::{Relation, Tag};
use std::ops::Range;

/// Bits of the numbers of rows.
pub const BITS: u32 = 21;
/// Neither.
pub const OUTSIDE: u8 = 0;
/// Part of the source.
pub const SOURCE: u8 = 1;
/// Part of the content.
pub const CONTENT: u8 = 2;
/// The cue itself.
pub const CUE: u8 = 3;
/// Number of labels.
pub const LABELS: usize = 4;
/// Tokens looked at on each side of a cue, within its paragraph.
pub const REACH: usize = 110;

/// The tokens looked at for a cue: those of its paragraph, and of the next ones where a quotation goes on there or a colon
/// announces one.
pub fn window(words: &Words<'_, '_>, cue: &Range<usize>) -> Range<usize> {
    let article = words.article;
    let paragraph = article.paragraph_around(cue.start);
    let start = paragraph.start.max(cue.start.saturating_sub(REACH));
    let mut end = paragraph.end;
    while end < cue.end + REACH && end < article.forms.len() {
        let quotation = article.quotation_of[end];
        let is_announced = article.prose.tokens[end - 1].text(article.text) == ":";
        if quotation == 0 || !(is_announced || article.quotation_of[end - 1] == quotation) {
            break;
        }
        end = article.paragraph_around(end).end;
    }
    start..end.min(cue.end + REACH).max(cue.end)
}

/// Where a token stands in the tree of its sentence, seen from a cue.
struct View {
    /// Ancestors of the cue's head, from itself upwards.
    ancestors: Vec<usize>,
    /// Relations on the way up to each of them, hashed.
    chains: Vec<u64>,
}

impl View {
    fn of(words: &Words<'_, '_>, head: usize) -> Self {
        let (mut ancestors, mut chains) = (vec![head], vec![0]);
        let mut place = head;
        while ancestors.len() < 8 {
            let above = words.head(place);
            if above == place {
                break;
            }
            chains.push(mix(chains[chains.len() - 1], words.relation(place)));
            ancestors.push(above);
            place = above;
        }
        Self { ancestors, chains }
    }

    /// The way from the cue's head to a token: up to the ancestor they share, and the first step down.
    fn way(&self, words: &Words<'_, '_>, token: usize) -> Way {
        let (mut place, mut last, mut depth) = (token, NONE as usize, 0);
        loop {
            if let Some(up) = self.ancestors.iter().position(|&ancestor| ancestor == place) {
                let step = if last == NONE as usize { 99 } else { words.relation(last) };
                let marker =
                    if last == NONE as usize { 0 } else { u64::from(words.dependents[last]) & MARKS };
                return Way {
                    up: up as u64,
                    chain: self.chains[up],
                    step,
                    marker,
                    branch: if last == NONE as usize { token } else { last },
                };
            }
            let above = words.head(place);
            if above == place || depth > 24 {
                return Way { up: 9, chain: 0, step: 98, marker: 0, branch: token };
            }
            (last, place) = (place, above);
            depth += 1;
        }
    }
}

const MARKS: u64 = 1 << Relation::Mark as u64 | 1 << Relation::Case as u64 | 1 << Relation::Subject as u64;

#[derive(Clone, Copy)]
struct Way {
    up: u64,
    chain: u64,
    step: u64,
    marker: u64,
    /// The token below the shared ancestor.
    branch: usize,
}

/// The word of a cue that the others depend on.
fn head_of(words: &Words<'_, '_>, cue: &Range<usize>) -> usize {
    let outer = cue.clone().find(|&place| {
        let head = words.head(place);
        words.part(place).is_none_or(|tag| !tag.is_mark()) && (head == place || !cue.contains(&head))
    });
    outer.unwrap_or(cue.start)
}

/// Features of the tokens of `window` for one cue; `cues` are all cues, in order.
pub fn describe(
    words: &Words<'_, '_>,
    window: &Range<usize>,
    cue: &Range<usize>,
    cues: &[Range<usize>],
    features: &mut Features,
) {
    features.clear();
    let head = head_of(words, cue);
    let view = View::of(words, head);
    // Things between the cue and each token, counted outwards on both sides.
    let mut between: Vec<Between> = vec![Between::default(); window.len()];
    let mut count = Between::default();
    for place in (window.start..cue.start).rev() {
        between[place - window.start] = count;
        count.pass(words, place, cues);
    }
    let mut count = Between::default();
    for place in cue.end..window.end {
        between[place - window.start] = count;
        count.pass(words, place, cues);
    }
    let cue_hash = cue.clone().fold(0, |hash, place| mix(hash, u64::from(words.form(place).lower)));
    let context = Context {
        cue_hash,
        stem: u64::from(words.form(head).stem),
        tag: words.tag(head),
        class: u64::from(words.classes[head]),
        quoted: words.article.quotation_of[head],
        sentence: words.article.sentence_of[cue.start],
        before: cue.start.checked_sub(1).map_or(0, |place| u64::from(words.form(place).lower)),
        after: u64::from(words.form(cue.end).lower),
        clause: u64::from(words.clause[head] != NONE)
            + 2 * u64::from(words.subject[head] != NONE)
            + 4 * u64::from(words.dependents[head] >> Relation::Object as u32 & 1)
            + 8 * u64::from(words.dependents[head] >> Relation::AuxPassive as u32 & 1),
    };
    for place in window.clone() {
        let mut row = features.place();
        if cue.contains(&place) {
            continue;
        }
        let way = if words.article.sentence_of[place] == context.sentence {
            view.way(words, place)
        } else {
            Way { up: 10, chain: 0, step: 97, marker: 0, branch: place }
        };
        describe_place(words, window, cue, place, &context, &between[place - window.start], way, &mut row);
    }
}

struct Context {
    cue_hash: u64,
    stem: u64,
    tag: u64,
    class: u64,
    quoted: u32,
    sentence: u32,
    before: u64,
    after: u64,
    clause: u64,
}

/// What stands between a cue and a token.
#[derive(Clone, Copy, Default)]
struct Between {
    commas: u8,
    quotes: u8,
    cues: u8,
    subordinators: u8,
    stops: u8,
    verbs: u8,
    distance: u8,
}

impl Between {
    fn pass(&mut self, words: &Words<'_, '_>, place: usize, cues: &[Range<usize>]) {
        self.distance = self.distance.saturating_add(1);
        if words.is_quote_mark(place) {
            self.quotes = (self.quotes + 1).min(3);
        }
        match words.part(place) {
            Some(Tag::Comma) => self.commas = (self.commas + 1).min(3),
            Some(Tag::Stop | Tag::Colon) => self.stops = (self.stops + 1).min(3),
            Some(Tag::In | Tag::Wdt | Tag::Wp | Tag::Wrb) => {
                self.subordinators = (self.subordinators + 1).min(3)
            }
            Some(tag) if tag.is_finite() => self.verbs = (self.verbs + 1).min(3),
            _ => {}
        }
        let at = cues.partition_point(|cue| cue.end <= place);
        if cues.get(at).is_some_and(|cue| cue.start == place) {
            self.cues = (self.cues + 1).min(3);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "what a token is, seen from a cue")]
fn describe_place(
    words: &Words<'_, '_>,
    window: &Range<usize>,
    cue: &Range<usize>,
    place: usize,
    context: &Context,
    between: &Between,
    way: Way,
    row: &mut Row<'_>,
) {
    let at = |offset: isize| {
        place.checked_add_signed(offset).filter(|other| window.contains(other)).unwrap_or(usize::MAX)
    };
    let is_after = u64::from(place >= cue.end);
    let sentence = i64::from(words.article.sentence_of[place]) - i64::from(context.sentence);
    let side = is_after + 2 * sentence.clamp(-2, 2).unsigned_abs();
    let quoted = words.is_quoted(place);
    let same_quote = u64::from(words.article.quotation_of[place] == context.quoted);
    let state = mix(side, quoted * 2 + same_quote);
    let distance = match between.distance {
        0..=4 => u64::from(between.distance),
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    };
    let commas = u64::from(between.commas);
    let quotes = u64::from(between.quotes);
    let other_cues = u64::from(between.cues);
    let subordinators = u64::from(between.subordinators);
    let stops = u64::from(between.stops);
    let verbs = u64::from(between.verbs);
    let form = words.form(place);
    let (lower, tag) = (u64::from(form.lower), words.tag(place));
    let lower_at = |offset| u64::from(words.form(at(offset)).lower);
    let tag_at = |offset| words.tag(at(offset));
    let class = u64::from(words.classes[place]);

    row.add(0, state);
    row.pair(1, side, distance);
    row.triple(2, side, distance, tag);
    row.triple(3, state, commas, quotes);
    row.triple(4, state, other_cues, subordinators);
    row.triple(5, state, verbs, stops);
    row.triple(6, mix(state, commas), other_cues, context.tag);
    row.triple(7, state, quotes, context.class);
    row.pair(8, state, context.stem);
    row.pair(9, state, context.cue_hash);
    row.triple(10, side, context.cue_hash, quotes + 4 * commas);
    row.triple(11, side, context.stem, distance);
    row.triple(12, side, context.before, distance.min(5));
    row.triple(13, side, context.after, distance.min(5));
    row.pair(15, side, context.clause);
    row.triple(16, state, context.clause, mix(commas, verbs));
    // The word itself.
    row.pair(20, side, lower);
    row.pair(21, side, tag);
    row.triple(22, side, tag_at(-1), tag);
    row.triple(23, side, tag, tag_at(1));
    row.triple(24, mix(side, tag_at(-1)), tag, tag_at(1));
    row.triple(25, side, lower_at(-1), lower);
    row.triple(26, side, lower, lower_at(1));
    row.pair(27, side, lower_at(-1));
    row.pair(28, side, lower_at(1));
    row.triple(29, side, u64::from(form.shape), class);
    row.triple(30, state, tag, commas);
    row.triple(31, state, lower, context.tag);
    row.triple(32, side, tag, context.stem);
    row.triple(33, side, lower, context.stem);
    row.triple(34, mix(side, distance), tag, context.tag);
    row.triple(35, mix(side, distance), tag, context.clause);
    let mark = |offset| u64::from(words.is_quote_mark(at(offset)));
    let marks = mark(-1) + 2 * mark(0) + 4 * mark(1);
    row.triple(36, state, marks, quotes);
    row.triple(37, state, marks, mix(tag_at(-1), tag_at(1)));
    row.triple(38, side, words.is_quoted(at(-1)) + 2 * quoted + 4 * words.is_quoted(at(1)), commas);
    // The tree.
    let way_hash = mix(mix(way.up, way.chain), way.step);
    row.add(50, way_hash);
    row.pair(52, way_hash, context.stem);
    row.triple(53, way_hash, context.tag, context.clause);
    row.triple(55, way_hash, quoted, same_quote);
    row.triple(58, mix(way.up, way.step), way.marker, context.cue_hash);
    row.triple(59, mix(way.up, way.step), is_after, lower);
    row.triple(60, mix(way.up, way.step), words.tag(way.branch), is_after);
    row.triple(61, mix(way.up, way.step), u64::from(words.form(way.branch).lower), is_after);
    row.triple(63, words.relation(place), tag, side);
    row.triple(64, words.relation(place), way_hash, is_after);
    row.triple(65, words.tag(words.head(place)), tag, side);
}
