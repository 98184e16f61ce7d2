//! Where cues are: labels for the tokens of a sentence.

use super::words::{NONE, Words};
use crate::learn::{Features, Row, hash::mix};
use std::ops::Range;

/// Bits of the numbers of rows.
pub const BITS: u32 = 21;
/// Outside of cues.
pub const OUTSIDE: u8 = 0;
/// The first word of a cue.
pub const BEGIN: u8 = 1;
/// A later word of a cue.
pub const INSIDE: u8 = 2;
/// Number of labels.
pub const LABELS: usize = 3;

/// Labels of a sentence's tokens from the cues in it.
pub fn labels(sentence: &Range<usize>, cues: &[Range<usize>]) -> Vec<u8> {
    let mut labels = vec![OUTSIDE; sentence.len()];
    for cue in cues {
        let from = cue.start.max(sentence.start);
        let to = cue.end.min(sentence.end);
        if from >= to
            || labels[from - sentence.start..to - sentence.start].iter().any(|&label| label != OUTSIDE)
        {
            continue;
        }
        labels[from - sentence.start] = BEGIN;
        labels[from - sentence.start + 1..to - sentence.start].fill(INSIDE);
    }
    labels
}

/// Cues from labels. A cue may begin with [`INSIDE`] where the decoder has it so.
pub fn cues(sentence: &Range<usize>, labels: &[u8]) -> Vec<Range<usize>> {
    let mut cues: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for (offset, &label) in labels.iter().enumerate() {
        let place = sentence.start + offset;
        match cues.last_mut() {
            Some(last) if label == INSIDE && is_open => last.end = place + 1,
            _ if label != OUTSIDE => cues.push(place..place + 1),
            _ => {}
        }
        is_open = label != OUTSIDE;
    }
    cues
}

/// Features of a sentence's tokens.
pub fn describe(words: &Words<'_, '_>, sentence: &Range<usize>, features: &mut Features) {
    features.clear();
    let has_quote = u64::from(sentence.clone().any(|place| words.article.quotation_of[place] > 0));
    for place in sentence.clone() {
        describe_place(words, sentence, place, has_quote, &mut features.place());
    }
}

fn describe_place(
    words: &Words<'_, '_>,
    sentence: &Range<usize>,
    place: usize,
    has_quote: u64,
    row: &mut Row<'_>,
) {
    let at = |offset: isize| {
        place.checked_add_signed(offset).filter(|other| sentence.contains(other)).unwrap_or(usize::MAX)
    };
    let lower = |offset| u64::from(words.form(at(offset)).lower);
    let stem = |offset| u64::from(words.form(at(offset)).stem);
    let tag = |offset| words.tag(at(offset));
    let class = |offset: isize| words.classes.get(at(offset)).map_or(9, |&class| u64::from(class));
    let quoted = |offset| words.is_quoted(at(offset));

    let form = words.form(place);
    row.add(0, 0);
    for (template, offset) in (1..8).zip(-3..=3) {
        row.add(template, lower(offset));
        row.add(template + 10, tag(offset));
    }
    for (template, offset) in (21..26).zip(-2..=2) {
        row.add(template, stem(offset));
        row.pair(template + 10, class(offset), quoted(offset));
    }
    row.add(41, u64::from(form.last_three));
    row.add(42, u64::from(form.shape));
    row.pair(43, u64::from(form.shape), lower(1));
    row.pair(44, lower(-1), lower(0));
    row.pair(45, lower(0), lower(1));
    row.pair(46, stem(-1), stem(0));
    row.pair(47, stem(0), stem(1));
    row.triple(48, lower(-1), lower(0), lower(1));
    row.pair(49, tag(-1), tag(0));
    row.pair(50, tag(0), tag(1));
    row.triple(51, tag(-1), tag(0), tag(1));
    row.triple(52, tag(-2), tag(-1), tag(0));
    row.triple(53, tag(0), tag(1), tag(2));
    row.pair(54, stem(0), tag(1));
    row.pair(55, stem(0), tag(-1));
    row.triple(56, stem(0), tag(-1), tag(1));
    row.triple(57, stem(0), has_quote, quoted(0));
    row.triple(58, quoted(-1), quoted(0), quoted(1));
    let mark = |offset| u64::from(words.is_quote_mark(at(offset)));
    row.pair(59, mark(-1) + 2 * mark(1) + 4 * mark(-2) + 8 * mark(2), class(0));
    let position = (place - sentence.start).min(3) as u64;
    let to_end = (sentence.end - 1 - place).min(3) as u64;
    row.pair(60, position, class(0));
    row.pair(61, to_end, class(0));
    row.pair(62, class(0), tag(0));
    row.triple(63, class(-1), class(0), class(1));
    row.triple(64, class(0), tag(-1), tag(1));

    // Dependencies.
    let relation = words.relation(place);
    let head = words.head(place);
    let (head_stem, head_tag) = (u64::from(words.form(head).stem), words.tag(head));
    let head_class = words.classes.get(head).map_or(9, |&class| u64::from(class));
    let below = u64::from(words.dependents[place]);
    let side = u64::from(head > place) + 2 * u64::from(head == place);
    row.pair(70, relation, side);
    row.triple(71, relation, head_tag, tag(0));
    row.triple(72, relation, head_stem, side);
    row.triple(73, relation, head_class, class(0));
    row.triple(74, stem(0), relation, head_stem);
    let clausal = below & CLAUSAL;
    row.pair(75, clausal, tag(0));
    row.pair(76, clausal, class(0));
    row.pair(77, clausal, stem(0));
    row.triple(78, clausal, relation, class(0));
    row.pair(79, below, class(0));
    let subject = words.subject[place];
    if subject != NONE {
        let subject = subject as usize;
        row.pair(80, words.tag(subject), class(0));
        row.triple(81, words.tag(subject), stem(0), words.is_quoted(subject));
        row.pair(82, u64::from(words.form(subject).lower), tag(0));
        row.pair(83, u64::from(words.form(subject).stem), stem(0));
    }
    let clause = words.clause[place];
    if clause != NONE {
        let clause = clause as usize;
        row.triple(84, words.relation(clause), words.tag(clause), class(0));
        row.triple(85, words.relation(clause), u64::from(words.dependents[clause]) & CLAUSE_MARKS, stem(0));
        row.triple(86, words.relation(clause), u64::from(clause > place), tag(0));
        row.triple(87, words.is_quoted(clause), quoted(0), class(0));
    }
    let grand = words.head(head);
    row.triple(88, relation, words.relation(head), words.tag(grand));
    row.triple(89, mix(relation, words.relation(head)), u64::from(words.form(grand).stem), tag(0));
}

use crate::syntax::Relation;

/// Dependents that say what kind of clause a word heads.
const CLAUSAL: u64 = 1 << Relation::Subject as u64
    | 1 << Relation::SubjectPassive as u64
    | 1 << Relation::Ccomp as u64
    | 1 << Relation::Xcomp as u64
    | 1 << Relation::Parataxis as u64
    | 1 << Relation::Object as u64
    | 1 << Relation::Agent as u64
    | 1 << Relation::Acl as u64
    | 1 << Relation::AuxPassive as u64;
const CLAUSE_MARKS: u64 = 1 << Relation::Mark as u64
    | 1 << Relation::Subject as u64
    | 1 << Relation::Aux as u64
    | 1 << Relation::Advmod as u64;
