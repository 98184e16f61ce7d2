//! What is mended in what the models find.

use super::words::{NONE, Words};
use crate::Analysis;
use crate::syntax::{Form, MAX_SENTENCE, Relation, Tag};
use std::ops::Range;
use std::sync::LazyLock;

/// Longest gap in a content that is closed between two sentences, in bytes.
const GAP: usize = 40;
/// The part of a quotation that a content must cover to be widened to all of it.
const PART: usize = 4;

/// Joins pieces of a content within a sentence and across short gaps, and widens those that cover a quarter of a quotation
/// to all of it. All ranges are of tokens; `taken` says which tokens belong to the cue or the source.
pub fn content(
    article: &Analysis<'_>,
    content: &[Range<usize>],
    taken: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for piece in content {
        match joined.last_mut() {
            Some(last)
                if !(last.end..piece.start).any(&taken)
                    && article.paragraph_of[last.start] == article.paragraph_of[piece.start]
                    && (article.sentence_of[last.start] == article.sentence_of[piece.end - 1]
                        || article.place(piece).start - article.place(last).end < GAP) =>
            {
                last.end = piece.end;
            }
            _ => joined.push(piece.clone()),
        }
    }
    let mut widened: Vec<Range<usize>> = Vec::new();
    for piece in joined {
        let piece = widen(article, piece, &taken);
        match widened.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => widened.push(piece),
        }
    }
    widened
}

fn widen(article: &Analysis<'_>, mut piece: Range<usize>, taken: &impl Fn(usize) -> bool) -> Range<usize> {
    let numbers: Vec<u32> = [piece.start, piece.end - 1]
        .into_iter()
        .map(|place| article.quotation_of[place])
        .filter(|&number| number > 0)
        .collect();
    for number in numbers {
        let near = |place: usize| article.quotation_of.get(place) == Some(&number);
        let inside = piece.clone().find(|&place| near(place)).unwrap_or(piece.start);
        let (mut from, mut to) = (inside, inside + 1);
        // No further than the piece could cover a quarter of.
        let longest = piece.len() * PART;
        while from > 0 && near(from - 1) && to - from <= longest {
            from -= 1;
        }
        while near(to) && to - from <= longest {
            to += 1;
        }
        let covered = piece.start.max(from)..piece.end.min(to);
        if covered.len() * PART >= to - from && !(from..to).any(taken) {
            piece = piece.start.min(from)..piece.end.max(to);
        }
    }
    piece
}

/// What a paragraph begins with before its first sentence: `TESSEL, March 4 (Northwire) -`, a time of day. In tokens.
pub fn dateline(article: &Analysis<'_>, paragraph: &Range<usize>) -> Range<usize> {
    let text = |place: usize| article.prose.tokens[place].text(article.text);
    let is_capitals = |place: usize| {
        let word = text(place);
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
    };
    let reach = paragraph.end.min(paragraph.start + DATELINE);
    let start = paragraph.start;
    if reach > start && is_capitals(start) {
        for place in start + 1..reach.saturating_sub(1) {
            let is_apart = article.prose.tokens[place].start > article.prose.tokens[place - 1].end;
            let is_dash = text(place) == "—" || (is_apart && matches!(text(place), "-" | "–"));
            if is_dash {
                let mut end = place + 1;
                while end < reach && text(end) == "-" {
                    end += 1;
                }
                return start..end;
            }
            let is_part = text(place).starts_with(|c: char| !c.is_lowercase());
            if !is_part && !matches!(text(place), "of" | "the" | "de" | "del" | "la" | "and") {
                break;
            }
        }
    }
    // `09:40 `, `21.40 `, `9:05 a.m. - `
    let is_number = |place: usize| text(place).starts_with(|c: char| c.is_ascii_digit());
    let mut end = start;
    if end < reach && is_number(end) && text(end).len() <= 5 {
        let is_clock =
            text(end).contains('.') || (end + 2 < reach && text(end + 1) == ":" && is_number(end + 2));
        if is_clock && text(end).chars().all(|c| c.is_ascii_digit() || c == '.') {
            end += if text(end).contains('.') { 1 } else { 3 };
            while end < reach
                && matches!(text(end), "a.m" | "p.m" | "." | "am" | "pm" | "-" | "–" | "—" | ":")
            {
                end += 1;
            }
            return start..end;
        }
    }
    start..start
}

/// Tokens of the longest dateline.
const DATELINE: usize = 16;

/// Takes a range away from pieces.
pub fn without(pieces: &mut Vec<Range<usize>>, range: &Range<usize>) {
    if range.is_empty() {
        return;
    }
    for piece in pieces.iter_mut().filter(|piece| piece.start < range.end && piece.end > range.start) {
        piece.start = range.end.max(piece.start);
    }
    pieces.retain(|piece| piece.start < piece.end);
}

/// Completes a content that the tree of its sentence goes beyond: to the end of the clause that it begins.
pub fn complete(
    words: &Words<'_, '_>,
    content: &mut [Range<usize>],
    cue: &Range<usize>,
    taken: impl Fn(usize) -> bool,
) {
    let article = words.article;
    for number in 0..content.len() {
        let piece = content[number].clone();
        // The word of the clause that depends on the cue.
        let head = piece.clone().find(|&place| {
            cue.contains(&words.head(place))
                && article.dependencies.get(place).is_some_and(|dependency| {
                    matches!(
                        dependency.relation,
                        Relation::Ccomp | Relation::Xcomp | Relation::Parataxis | Relation::Advcl
                    )
                })
        });
        let Some(head) = head else { continue };
        let sentence = article.sentence_around(head);
        let limit = content.get(number + 1).map_or(sentence.end, |next| next.start.min(sentence.end));
        // No arc is longer than what is parsed in one piece: what lies beyond is not below the head.
        let limit = limit.min(head + MAX_SENTENCE);
        let mut end = piece.end;
        for place in piece.end..limit {
            if taken(place) || (article.quotation_of[place] != article.quotation_of[piece.end - 1]) {
                break;
            }
            if words.is_below(place, head) && article.prose.tokens[place].is_word() {
                end = place + 1;
            }
        }
        content[number].end = end;
    }
}

/// Completes a content that ends before whoever did what its last words tell: `the candidate favoured | by the bank`.
pub fn with_agent(
    words: &Words<'_, '_>,
    content: &mut [Range<usize>],
    cue: &Range<usize>,
    taken: impl Fn(usize) -> bool,
) {
    let article = words.article;
    let Some(piece) = content.last_mut() else { return };
    if piece.end >= article.forms.len() || words.lower(piece.end) != "by" {
        return;
    }
    let sentence = article.sentence_around(piece.end - 1);
    let agent = words.head(piece.end);
    let is_agent = article.dependencies.get(agent).is_some_and(|one| one.relation == Relation::Agent)
        && piece.contains(&words.head(agent))
        && !cue.contains(&words.head(agent));
    let is_free =
        |place: usize| !taken(place) && article.quotation_of[place] == article.quotation_of[piece.end - 1];
    if is_agent && agent > piece.end && sentence.contains(&agent) && (piece.end..=agent).all(is_free) {
        piece.end = agent + 1;
    }
}

/// Adds to the subject of a passive what is said of it behind whoever says so: `The claim | was dismissed by | the guild | as fantasy`.
pub fn with_complement(
    words: &Words<'_, '_>,
    content: &mut Vec<Range<usize>>,
    source: &[Range<usize>],
    cue: &Range<usize>,
) {
    let ([piece], [agent]) = (&content[..], source) else { return };
    // The last word of the cue before `by`, which may belong to the cue.
    let verb = agent.start.checked_sub(2).filter(|&verb| cue.contains(&verb));
    let is_passive = piece.end <= cue.start
        && verb.is_some_and(|verb| words.part(verb) == Some(Tag::Vbn))
        && words.lower(agent.start - 1) == "by";
    if !is_passive || agent.end >= words.article.forms.len() || words.lower(agent.end) != "as" {
        return;
    }
    let sentence = words.article.sentence_around(cue.start);
    let ends = |place: &usize| !words.article.prose.tokens[*place].is_word() && !words.is_quote_mark(*place);
    let end = (agent.end..sentence.end).find(ends).unwrap_or(sentence.end);
    if end > agent.end + 1 {
        content.push(agent.end..end);
    }
}

/// Widens what is told before its cue (`Prices rose, contrary to what was feared, she said`) to the start of the sentence,
/// where the clause that depends on the cue stands there.
pub fn from_start(
    words: &Words<'_, '_>,
    content: &mut [Range<usize>],
    cue: &Range<usize>,
    taken: impl Fn(usize) -> bool,
) {
    let article = words.article;
    let Some(first) = content.first_mut().filter(|first| first.end <= cue.start) else { return };
    let sentence = article.sentence_around(first.start);
    let mut before = sentence.start..first.start;
    if before.len() > MAX_SENTENCE {
        return;
    }
    if before.clone().any(|place| words.is_clause_of(place, cue))
        && before.all(|place| !taken(place) && article.quotation_of[place] == 0)
        && article.quotation_of[first.start] == 0
    {
        first.start = sentence.start;
    }
}

/// Verbs of a charge that take `of`; stems.
static CHARGES: LazyLock<Vec<u32>> = LazyLock::new(|| super::rules::stems(&["accuse", "suspect", "convict"]));

/// Whether a place has the `of` of `of lying`.
fn is_charge(words: &Words<'_, '_>, place: usize) -> bool {
    words.article.prose.tokens[place].text(words.article.text) == "of"
        && words.part(place + 1) == Some(Tag::Vbg)
}

/// Widens a content that breaks off at an aside to the charge behind it: `accused the Guild, which wants the post, of lying`.
pub fn charge(
    words: &Words<'_, '_>,
    content: &mut [Range<usize>],
    cue: &Range<usize>,
    taken: impl Fn(usize) -> bool,
) {
    let article = words.article;
    let text = |place: usize| article.prose.tokens[place].text(article.text);
    let Some(last) = content.last_mut().filter(|last| last.start >= cue.end) else { return };
    let sentence = article.sentence_around(cue.start);
    let is_broken = sentence.contains(&last.end)
        && text(last.end) == ","
        && cue.clone().any(|place| words.has_stem(place, &CHARGES))
        && !last.clone().any(|place| is_charge(words, place));
    if !is_broken {
        return;
    }
    let mut reach = last.end + 1..sentence.end.min(last.end + ASIDE);
    let Some(of) = reach.find(|&place| text(place - 1) == "," && is_charge(words, place)) else { return };
    let end = (of..sentence.end)
        .take_while(|&place| article.prose.tokens[place].is_word() && !taken(place))
        .last()
        .map_or(of, |place| place + 1);
    if !(last.end..end).any(taken) {
        last.end = end;
    }
}

/// Tokens of the longest aside.
pub(super) const ASIDE: usize = 40;

/// A cue without the object and the charge that run into it: `accused the council of blaming`.
pub fn without_charge(words: &Words<'_, '_>, cue: &Range<usize>) -> Range<usize> {
    let verb = cue.clone().find(|&place| words.has_stem(place, &CHARGES));
    let runs_on = |verb: usize| (verb + 2..cue.end.saturating_sub(1)).any(|place| is_charge(words, place));
    match verb {
        Some(verb) if runs_on(verb) => cue.start..verb + 1,
        _ => cue.clone(),
    }
}

/// Tokens between an auxiliary and its verb.
const AUXILIARY: usize = 6;

/// The subject of a cue's verb, where the models have found no source.
pub fn subject(words: &Words<'_, '_>, cue: &Range<usize>, content: &[Range<usize>]) -> Option<Range<usize>> {
    let article = words.article;
    let verb =
        cue.clone().find(|&place| words.part(place).is_some_and(|tag| tag.is_verb() || tag.is_finite()))?;
    // A verb joined to another one shares its subject: `was named and denied it`, `did not end up saying`.
    let mut bearer = verb;
    for _ in 0..4 {
        let is_shared = article.dependencies.get(bearer).is_some_and(|dependency| {
            matches!(dependency.relation, Relation::Conj | Relation::Xcomp | Relation::Aux)
                // `It fined the bank, saying ...`
                || dependency.relation == Relation::Advcl && words.part(bearer) == Some(Tag::Vbg)
        });
        if words.subject[bearer] != NONE || !is_shared {
            break;
        }
        bearer = words.head(bearer);
    }
    // `She did, however, scold both`: the subject may hang on the auxiliary.
    let auxiliary = (bearer.saturating_sub(AUXILIARY)..bearer).rev().find(|&place| {
        words.head(place) == bearer
            && article.dependencies.get(place).is_some_and(|one| one.relation == Relation::Aux)
    });
    let of = |place: usize| Some(words.subject[place]).filter(|&subject| subject != NONE);
    let subject = of(bearer).or_else(|| auxiliary.and_then(of))? as usize;
    let is_taken = |place: usize| cue.contains(&place) || content.iter().any(|piece| piece.contains(&place));
    let is_empty = matches!(words.part(subject), Some(Tag::Ex))
        || article.quotation_of[subject] != article.quotation_of[verb];
    if is_empty
        || is_taken(subject)
        || (bearer == verb && article.dependencies[subject].relation != Relation::Subject)
    {
        return None;
    }
    Some(phrase_around(words, subject, is_taken))
}

/// The words below `head` that stand together with it, without an aside behind a comma.
fn phrase_around(words: &Words<'_, '_>, head: usize, is_taken: impl Fn(usize) -> bool) -> Range<usize> {
    let is_below = |place: usize| words.is_below(place, head);
    let (mut start, mut end) = (head, head + 1);
    while start > 0 && !is_taken(start - 1) && is_below(start - 1) {
        start -= 1;
    }
    while end < words.article.forms.len()
        && !is_taken(end)
        && is_below(end)
        && words.part(end) != Some(Tag::Comma)
    {
        end += 1;
    }
    start..end
}

/// The subject of the verb at `place`, be it active or passive; of one whose subject is told more of in between, the one
/// before that: `Holm, who leads the guild, hit back`.
pub(super) fn any_subject(
    words: &Words<'_, '_>,
    sentence: &Range<usize>,
    place: usize,
) -> Option<Range<usize>> {
    if let Some(beyond) = beyond_relative(words, sentence, place) {
        return Some(beyond);
    }
    let bearer = [place, words.head(place)].into_iter().find(|&bearer| words.subject[bearer] != NONE)?;
    let subject = words.subject[bearer] as usize;
    let is_outside = subject < sentence.start || subject >= place;
    if is_outside || words.part(subject) == Some(Tag::Ex) {
        return None;
    }
    Some(phrase_around(words, subject, |other| other >= place || other < sentence.start))
}

/// Whom a relative clause tells more of that ends at a comma before the verb at `place`.
pub fn beyond_relative(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Range<usize>> {
    let from = sentence.start.max(place.saturating_sub(ASIDE));
    let is_carried = |place: &usize| {
        words.part(*place).is_some_and(|tag| matches!(tag, Tag::Md | Tag::Rb))
            || matches!(words.lower(*place).as_ref(), "has" | "have" | "had" | "was" | "were" | "is" | "be")
    };
    let verb = (from..place).rev().take_while(is_carried).last().unwrap_or(place);
    let comma = verb.checked_sub(1).filter(|&comma| comma > from && words.lower(comma) == ",")?;
    let relative = (from + 1..comma).rev().find(|&place| {
        matches!(words.lower(place).as_ref(), "who" | "which" | "whose") && words.lower(place - 1) == ","
    })?;
    let start = (from..relative - 1)
        .rev()
        .take_while(|&place| {
            words.part(place).is_some_and(|tag| {
                !tag.is_finite()
                    && !matches!(tag, Tag::Closing | Tag::Opening | Tag::Colon | Tag::Stop | Tag::Cc)
            })
        })
        .last()?;
    let antecedent = start..relative - 1;
    (is_phrase(words, &antecedent) && antecedent.len() <= SPEAKER).then_some(antecedent)
}

/// Takes from the beginning of a source the place that stands before it: `At the mill the foreman said`.
pub fn without_place(words: &Words<'_, '_>, source: &mut [Range<usize>]) {
    for piece in source.iter_mut().take(1) {
        let is_place = words.part(piece.start) == Some(Tag::In)
            && matches!(
                words.lower(piece.start).as_ref(),
                "at" | "in" | "on" | "from" | "outside" | "inside"
            );
        let phrase = (piece.start + 2..piece.end.saturating_sub(1)).find(|&place| {
            let is_after = words.part(place - 1).is_some_and(|tag| tag.is_noun() || tag == Tag::Comma);
            is_after && matches!(words.part(place), Some(Tag::Dt | Tag::PrpPossessive))
        });
        if let Some(start) = phrase.filter(|_| is_place) {
            piece.start = start;
        }
    }
}

/// Widens a source to the left, over words that belong to its first ones: `Long` of `Long Table's leader`.
pub fn whole_phrase(words: &Words<'_, '_>, source: &mut [Range<usize>], taken: impl Fn(usize) -> bool) {
    let article = words.article;
    for piece in source {
        while let Some(before) = piece.start.checked_sub(1) {
            let belongs = piece.contains(&words.head(before))
                && article.dependencies.get(before).is_some_and(|dependency| {
                    matches!(
                        dependency.relation,
                        Relation::Compound
                            | Relation::Det
                            | Relation::Amod
                            | Relation::Possessive
                            | Relation::Nummod
                    )
                });
            if !belongs
                || taken(before)
                || !article.prose.tokens[before].is_word()
                || article.sentence_of[before] != article.sentence_of[piece.start]
            {
                break;
            }
            piece.start = before;
        }
    }
}

/// Widens a source that ends before the name that its last word introduces: `the chief engineer | Ada Brisk`.
pub fn with_name(words: &Words<'_, '_>, source: &mut [Range<usize>], taken: impl Fn(usize) -> bool) {
    let article = words.article;
    for piece in source {
        if words.part(piece.end - 1) != Some(Tag::Nn) || words.form(piece.end - 1) == Form::NAME {
            continue;
        }
        let is_name = |place: usize| {
            words.part(place).is_some_and(Tag::is_name)
                && words.form(place) == Form::NAME
                && article.sentence_of[place] == article.sentence_of[piece.start]
        };
        let end = (piece.end..).find(|&place| !is_name(place) || taken(place)).unwrap_or(piece.end);
        // `the engineer | Brisk's report`: what is hers is somebody else's.
        let is_owner = article.dependencies.get(end).is_some_and(|one| one.relation == Relation::Case)
            && words.lower(end).ends_with('s');
        if !is_owner {
            piece.end = end;
        }
    }
}

/// Takes from the end of a source what leads on from it: `of` of `the council of`, `that` of `a group that`.
pub fn without_link(words: &Words<'_, '_>, source: &mut [Range<usize>]) {
    let article = words.article;
    let leads_on = |place: usize| {
        matches!(article.prose.tokens[place].text(article.text), "of" | "that" | "which" | "who")
            && article.quotation_of[place] == article.quotation_of[place - 1]
    };
    for piece in source {
        while piece.len() > 1 && leads_on(piece.end - 1) {
            piece.end -= 1;
        }
    }
}

/// Spans of time.
pub(super) const UNITS: [&str; 12] = [
    "day",
    "week",
    "month",
    "year",
    "morning",
    "afternoon",
    "evening",
    "night",
    "days",
    "weeks",
    "months",
    "years",
];

/// A cue without the time expression at its end: `said Sunday`, `said earlier this year`.
pub fn without_time(words: &Words<'_, '_>, cue: &Range<usize>) -> Range<usize> {
    let article = words.article;
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let mut end = cue.end;
    while end > cue.start + 1 {
        let word = article.lower(end - 1);
        let is_time = DAYS.contains(&word.as_ref())
            || matches!(word.as_ref(), "yesterday" | "today" | "later" | "earlier" | "recently" | "ago")
            || UNITS.contains(&word.as_ref())
                && end >= cue.start + 2
                && matches!(
                    article.lower(end - 2).as_ref(),
                    "this" | "last" | "that" | "next" | "few" | "earlier"
                );
        let is_small = matches!(word.as_ref(), "on" | "this" | "last" | "late" | "early") && end < cue.end;
        if !is_time && !is_small {
            break;
        }
        end -= 1;
    }
    cue.start..end
}

/// A cue without the name that runs into it: `Petition on Wednesday denied` of `the Lamp Petition on Wednesday denied`.
pub fn without_name(words: &Words<'_, '_>, cue: &Range<usize>) -> Range<usize> {
    let is_verb = |place: usize| words.part(place).is_some_and(|tag| tag.is_verb() || tag == Tag::Md);
    let Some(verb) = cue.clone().find(|&place| is_verb(place)) else { return cue.clone() };
    let has_name = (cue.start..verb).any(|place| words.part(place).is_some_and(Tag::is_name));
    if has_name { verb..cue.end } else { cue.clone() }
}

/// Takes from a source the clause that only tells more of the speaker: `Ann Holm, who leads the guild, said`.
///
/// Where the speaker stands behind the verb (`said Ann Holm, who leads the guild`), readers of newspapers in the models'
/// corpus take the clause for a part of the speaker, and it stays.
pub fn without_relative(words: &Words<'_, '_>, source: &mut [Range<usize>], cue: &Range<usize>) {
    let article = words.article;
    for piece in source.iter_mut().filter(|piece| piece.end <= cue.start) {
        let comma = (piece.start + 1..piece.end.saturating_sub(1)).find(|&place| {
            words.lower(place) == ","
                && matches!(words.lower(place + 1).as_ref(), "who" | "which" | "whose")
                && article.quotation_of[place] == article.quotation_of[piece.start]
        });
        piece.end = comma.unwrap_or(piece.end);
    }
}

/// Days, which the models take for who says something in `guards said Thursday`.
const DAYS: [&str; 10] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "yesterday",
    "today",
    "tonight",
];

/// Takes away a source that only says when.
pub fn without_time_of_day(words: &Words<'_, '_>, source: &mut Vec<Range<usize>>) {
    let is_time = |place: usize| {
        let word = words.lower(place);
        DAYS.contains(&word.as_ref()) || matches!(word.as_ref(), "on" | "late" | "early" | "last" | "night")
    };
    source.retain(|piece| !piece.clone().all(is_time));
}

/// Moves from the source to the content what runs into it behind `by`: `was accused by the guild of hiding it`.
pub fn charge_in_source(
    words: &Words<'_, '_>,
    source: &mut [Range<usize>],
    content: &mut Vec<Range<usize>>,
    cue: &Range<usize>,
) {
    if !cue.clone().any(|place| words.has_stem(place, &CHARGES)) {
        return;
    }
    let Some(piece) = source.first_mut() else { return };
    let charge = (piece.start + 1..piece.end).find(|&place| is_charge(words, place));
    if let Some(of) = charge.filter(|_| piece.start >= cue.end) {
        content.push(of..piece.end);
        content.sort_unstable_by_key(|piece| piece.start);
        piece.end = of;
    }
}

/// Goes on with a content that breaks off within a clause, at a word that leads on: `said they could | not rule it out`.
pub fn unbroken(
    words: &Words<'_, '_>,
    content: &mut [Range<usize>],
    cue: &Range<usize>,
    taken: impl Fn(usize) -> bool,
) {
    let article = words.article;
    let Some(last) = content.last_mut().filter(|last| last.start >= cue.end) else { return };
    let leads_on = |place: usize| {
        words.part(place).is_some_and(|tag| {
            matches!(tag, Tag::Md | Tag::Dt | Tag::In | Tag::To | Tag::PrpPossessive | Tag::Rb)
                || tag.is_finite()
        })
    };
    let goes_on = |place: usize| {
        words.part(place).is_some_and(|tag| {
            tag.is_noun()
                || tag.is_verb()
                || matches!(
                    tag,
                    Tag::Dt | Tag::Jj | Tag::Prp | Tag::PrpPossessive | Tag::Cd | Tag::Rb | Tag::To
                )
        })
    };
    // `denied a report | in the Post that ...`
    let tells_more = super::rules::is_thing_said(words, last.end - 1)
        && matches!(words.lower(last.end).as_ref(), "that" | "in" | "by" | "of");
    let sentence = article.sentence_around(cue.start);
    if !sentence.contains(&last.end)
        || article.quotation_of[last.end] != article.quotation_of[last.end - 1]
        || !(tells_more || leads_on(last.end - 1) && goes_on(last.end))
    {
        return;
    }
    let ends = |place: usize| {
        taken(place)
            || article.quotation_of[place] != article.quotation_of[last.start]
            || words.part(place).is_none_or(|tag| {
                matches!(tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::Bracket | Tag::Nfp)
            })
    };
    let reach = last.end..sentence.end.min(last.end + ASIDE);
    last.end = reach.clone().find(|&place| ends(place)).unwrap_or(reach.end);
}

/// Whether what stands in `range` may name somebody: it has a noun, and no verb of its own.
pub(super) fn is_phrase(words: &Words<'_, '_>, range: &Range<usize>) -> bool {
    let part = |place: usize| words.part(place);
    range.clone().any(|place| part(place).is_some_and(|tag| tag.is_noun() || tag == Tag::Prp))
        && range.clone().all(|place| {
            words.article.quotation_of[place] == 0
                && part(place).is_some_and(|tag| !tag.is_finite() && tag != Tag::Vb)
        })
}

/// Most tokens of a speaker that is looked for without the help of the models.
pub(super) const SPEAKER: usize = 14;

/// Takes the speaker from the end of a content that runs up to its cue: `Prices rose, its head, Ann Holm, said`.
pub fn speaker_in_content(
    words: &Words<'_, '_>,
    content: &mut [Range<usize>],
    cue: &Range<usize>,
) -> Option<Range<usize>> {
    if !cue.clone().any(|place| words.is_statement(place)) {
        return None;
    }
    let number = content.iter().rposition(|piece| piece.end <= cue.start && cue.start - piece.end <= 1)?;
    let piece = content[number].clone();
    let is_comma = |place: usize| words.lower(place) == ",";
    let end = if is_comma(piece.end - 1) { piece.end - 1 } else { piece.end };
    let mut start = end;
    while let Some(comma) = (piece.start + 1..start.saturating_sub(1)).rev().find(|&place| is_comma(place)) {
        if end - comma > SPEAKER || !is_phrase(words, &(comma + 1..start)) {
            break;
        }
        start = comma;
    }
    let is_told = (piece.start..start).any(|place| words.part(place).is_some_and(Tag::is_finite));
    if start == end || !is_told {
        return None;
    }
    content[number].end = start;
    Some(start + 1..end)
}

/// The phrase directly before an active verb, where neither the models nor the tree of the sentence give it a subject.
pub fn phrase_before(
    words: &Words<'_, '_>,
    content: &mut [Range<usize>],
    cue: &Range<usize>,
) -> Option<Range<usize>> {
    let article = words.article;
    let is_active = matches!(words.part(cue.start), Some(Tag::Vbd | Tag::Vbz | Tag::Vbp))
        && !matches!(words.lower(cue.start).as_ref(), "is" | "are" | "was" | "were" | "be")
        && article.quotation_of[cue.start] == 0
        && cue.clone().any(|place| words.is_statement(place));
    // `in what her party described as`: taken for a passive.
    let may_be = words.part(cue.start) == Some(Tag::Vbn) && words.is_statement(cue.start);
    if !is_active && !may_be {
        return None;
    }
    let sentence = article.sentence_around(cue.start);
    let from = sentence.start.max(cue.start.saturating_sub(SPEAKER));
    let belongs = |place: usize| {
        words.part(place).is_some_and(|tag| {
            tag.is_noun()
                || matches!(tag, Tag::Dt | Tag::Jj | Tag::Cd | Tag::PrpPossessive | Tag::Pos | Tag::Prp)
        }) && article.quotation_of[place] == 0
    };
    let start = (from..cue.start).rev().take_while(|&place| belongs(place)).last()?;
    let before = start.checked_sub(1).filter(|&before| before >= sentence.start);
    let opens = before.is_none_or(|before| {
        words.part(before).is_some_and(|tag| {
            matches!(tag, Tag::Comma | Tag::Cc | Tag::Colon | Tag::Stop | Tag::Wp | Tag::Wdt)
        }) || article.quotation_of[before] > 0
    });
    let phrase = start..cue.start;
    let is_object = !is_active && before.is_none_or(|before| words.part(before) != Some(Tag::Wp));
    if !opens || is_object || !is_phrase(words, &phrase) {
        return None;
    }
    // A content that has nothing else keeps it.
    let is_left = content.iter().any(|piece| piece.start >= cue.end);
    let overlaps = |piece: &&mut Range<usize>| piece.start < phrase.end && phrase.start < piece.end;
    if content.iter_mut().any(|piece| overlaps(&piece)) && !is_left {
        return None;
    }
    for piece in content.iter_mut().filter(overlaps) {
        piece.end = piece.end.min(phrase.start).max(piece.start);
    }
    Some(phrase)
}

/// Widens a source that is only what a preposition governs in the subject: `the man accused over | the fire | told`.
pub fn whole_subject(
    words: &Words<'_, '_>,
    source: &mut [Range<usize>],
    cue: &Range<usize>,
    content: &[Range<usize>],
) {
    let [piece] = source else { return };
    let sentence = words.article.sentence_around(cue.start);
    let is_governed = piece.end == cue.start
        && piece.start > sentence.start
        && matches!(
            words.lower(piece.start - 1).as_ref(),
            "of" | "over" | "for" | "from" | "at" | "with" | "behind" | "against" | "in"
        );
    if !is_governed {
        return;
    }
    let dateline = dateline(words.article, &words.article.paragraph_around(cue.start));
    let from = sentence.start.max(dateline.end);
    // `the man accused over`: what was done to the subject.
    let done = piece
        .start
        .checked_sub(2)
        .filter(|&done| done > from + 1 && matches!(words.part(done), Some(Tag::Vbn | Tag::Vbd)));
    if let Some(done) = done
        && words.part(from) == Some(Tag::Dt)
        && words.part(cue.start).is_some_and(Tag::is_finite)
        && is_phrase(words, &(from..done))
        && (from..done).all(|place| words.lower(place) != ",")
        && !content.iter().any(|other| other.start < piece.end && from < other.end)
    {
        piece.start = from;
        return;
    }
    let Some(mut whole) = phrase_up_to(words, from, cue.start) else { return };
    if words.part(whole.start) == Some(Tag::Cc) && words.part(cue.start).is_some_and(Tag::is_finite) {
        whole.start += 1;
    }
    let is_taken = content.iter().any(|other| other.start < whole.end && whole.start < other.end);
    let begins = words
        .part(whole.start)
        .is_some_and(|tag| tag.is_noun() || matches!(tag, Tag::Dt | Tag::Jj | Tag::Cd | Tag::PrpPossessive))
        || crate::entity::can_speak(&words.lower(whole.start));
    if whole.start < piece.start && begins && !is_taken {
        *piece = whole;
    }
}

/// A source without a verb of its own and all behind it: of `Holm, who won, accused him and | called on` Holm.
pub(super) fn without_clause(words: &Words<'_, '_>, source: Range<usize>) -> Range<usize> {
    let is_verb = |place: usize| {
        words.part(place).is_some_and(|tag| {
            tag.is_finite() || matches!(tag, Tag::Vbn | Tag::Vbg) && words.is_statement(place)
        })
    };
    let verb = source.clone().skip(1).find(|&place| is_verb(place));
    let end = verb.map_or(source.end, |verb| if words.lower(verb - 1) == "," { verb - 1 } else { verb });
    source.start..end.max(source.start + 1)
}

/// A cue that ends at `end`, without the object that the models take into it: `voiced alarm at | the delay`.
pub(super) fn without_object(words: &Words<'_, '_>, cue: Range<usize>, end: usize) -> Range<usize> {
    let is_object = cue.start < end
        && (end..cue.end).all(|place| {
            words.part(place).is_some_and(|tag| !tag.is_verb() && !tag.is_finite() && tag != Tag::Comma)
        });
    if is_object { cue.start..end.min(cue.end) } else { cue }
}

/// The noun phrase directly before `end`: `a figure` of `lost 40 boats, a figure disputed by shippers`.
pub(super) fn noun_before(
    words: &Words<'_, '_>,
    sentence: &Range<usize>,
    end: usize,
) -> Option<Range<usize>> {
    let belongs = |place: &usize| {
        words
            .part(*place)
            .is_some_and(|tag| tag.is_noun() || matches!(tag, Tag::Dt | Tag::Jj | Tag::PrpPossessive))
    };
    let start = (sentence.start.max(end.saturating_sub(SPEAKER))..end).rev().take_while(belongs).last()?;
    Some(start..end)
}

/// What stands directly before `end`, back to `from`, and may name somebody; with what is beside it between commas.
pub(super) fn phrase_up_to(words: &Words<'_, '_>, from: usize, end: usize) -> Option<Range<usize>> {
    let from = from.max(end.saturating_sub(SPEAKER));
    let is_comma = |place: usize| words.lower(place) == ",";
    let stop = if end > from && is_comma(end - 1) { end - 1 } else { end };
    let mut start = stop;
    loop {
        let comma = (from..start).rev().find(|&place| is_comma(place));
        let segment = comma.map_or(from, |comma| comma + 1)..start;
        if segment.is_empty() || !is_phrase(words, &segment) {
            break;
        }
        start = segment.start;
        match comma {
            Some(comma) if comma > from => start = comma,
            _ => break,
        }
    }
    let start = if start < stop && is_comma(start) { start + 1 } else { start };
    (start < stop).then_some(start..stop)
}

/// Of a source in pieces the one before its cue, where a clause of its own lies between: `The guild won, and its head said`.
pub fn last_clause(words: &Words<'_, '_>, source: &mut Vec<Range<usize>>, cue: &Range<usize>) {
    let Some(last) =
        source.last().cloned().filter(|last| source.len() > 1 && cue.start.wrapping_sub(last.end) <= 1)
    else {
        return;
    };
    let between = source[source.len() - 2].end..last.start;
    let has =
        |tags: &[Tag]| between.clone().any(|place| words.part(place).is_some_and(|tag| tags.contains(&tag)));
    let joins = words.part(last.start - 1) == Some(Tag::Cc) && between.len() > 3;
    if joins || has(&[Tag::Cc]) && between.clone().any(|place| words.part(place).is_some_and(Tag::is_finite))
    {
        *source = vec![last];
    } else if has(&[Tag::Wp, Tag::Wdt, Tag::WpPossessive]) {
        // The end of a clause that tells more of the speaker.
        source.pop();
    }
}

/// The first phrase of the sentence as the speaker of what goes on with it: `The guild sued, saying it was robbed`.
pub(super) fn first_phrase(words: &Words<'_, '_>, cue: &Range<usize>, after: usize) -> Option<Range<usize>> {
    let sentence = words.article.sentence_around(cue.start);
    let from = sentence.start.max(after);
    if cue.start.saturating_sub(from) > MAX_SENTENCE {
        return None;
    }
    let is_told = |tag: Tag| tag.is_finite() || tag == Tag::Vbn;
    let verb = (from..cue.start).find(|&place| words.part(place).is_some_and(is_told))?;
    let end = (from..verb)
        .find(|&place| matches!(words.part(place), Some(Tag::Comma | Tag::In | Tag::Rb)))
        .unwrap_or(verb);
    let phrase = from..end;
    let is_participle = words.part(from) == Some(Tag::Vbg);
    (phrase.len() <= SPEAKER && !is_participle && is_phrase(words, &phrase)).then_some(phrase)
}

/// Takes from each content what belongs to another statement: the speaker of the next one, and a quotation that the other
/// has in its own sentence.
pub fn apart(words: &Words<'_, '_>, found: &mut [super::model::Candidate]) {
    let article = words.article;
    for number in 0..found.len() {
        let Some(next) = found.get(number + 1) else { break };
        let (cue, source, inside) = (next.cue.clone(), next.source.clone(), next.content.clone());
        let is_likely = next.signs.cue_any >= LIKELY;
        let this = &mut found[number];
        let after = this.cue.end;
        if !is_likely || this.content.iter().any(|piece| piece.contains(&cue.start)) {
            continue;
        }
        // `welcomed the news, but its head | warned`: whoever warns is no news.
        let speaker = source.first().map(|source| source.start).filter(|&start| start > after);
        if let Some(start) = speaker
            && let Some(piece) =
                this.content.iter_mut().find(|piece| piece.contains(&start) && piece.start < start)
        {
            let mut end = start;
            while end > piece.start + 1
                && words
                    .part(end - 1)
                    .is_some_and(|tag| matches!(tag, Tag::Comma | Tag::Cc | Tag::Colon | Tag::Stop))
            {
                end -= 1;
            }
            piece.end = end;
            continue;
        }
        let sentence = article.sentence_of[this.cue.start];
        let theirs = |place: usize| {
            article.sentence_of[place] != sentence
                && article.sentence_of[place] == article.sentence_of[cue.start]
                && inside.iter().any(|piece| piece.contains(&place))
        };
        for piece in this.content.iter_mut().filter(|piece| piece.start >= after) {
            if let Some(place) = piece.clone().skip(1).find(|&place| theirs(place)) {
                piece.end = place;
            }
        }
    }
}

/// Least logarithm of the probability of a cue that takes something from another's content.
const LIKELY: f32 = -1.2;
