//! What is mended in the sources that the models find: words of other clauses are taken away, and where there is no source,
//! or none that can be one, the subject is looked for where English puts it.
//!
//! A piece of a source that ends at the cue is its subject. What such a piece may hold follows from that: commas in it come
//! in pairs, no other clause has its verb there, and what a preposition governs is not all of it.

use super::repair::{ASIDE, SPEAKER, UNITS, first_phrase, is_phrase, phrase_up_to};
use super::words::Words;
use crate::entity::is_grammar;
use crate::syntax::Tag;
use std::ops::Range;

/// Most words of a name that is taken for a subject by its capitals alone.
const NAME: usize = 3;

/// Questions, which are told in the passive more often than not.
const ASKED: [&str; 4] = ["asked", "questioned", "quizzed", "challenged"];

/// Words behind a question that is told in the passive.
const OBJECTS: [&str; 9] = ["to", "by", "about", "whether", "if", "why", "how", "what", "when"];

/// What governs the words behind it, and opens no clause.
const GOVERNING: [&str; 10] = ["in", "at", "on", "from", "about", "against", "of", "for", "with", "to"];

/// Takes away pieces without a word.
pub fn without_marks(words: &Words<'_, '_>, source: &mut Vec<Range<usize>>) {
    source.retain(|piece| piece.clone().any(|place| words.article.prose.tokens[place].is_word()));
}

/// Narrows or widens a source before its cue to the subject of the cue's own clause.
pub fn of_own_clause(words: &Words<'_, '_>, source: &mut Vec<Range<usize>>, cue: &Range<usize>) {
    last_subject(words, source, cue);
    let [piece] = &mut source[..] else { return };
    let is_verb = words.part(cue.start).is_some_and(|tag| {
        tag.is_finite() || tag == Tag::Vbn || tag == Tag::Nns && words.is_statement(cue.start)
    });
    if piece.end > cue.start || !is_verb {
        return;
    }
    let is_adjacent = piece.end == cue.start;
    without_antecedent(words, piece);
    if is_adjacent {
        without_front(words, piece, cue);
        with_antecedent(words, piece);
    }
}

/// Of a source in pieces the last one, where an earlier one has a verb of its own: `The guild | denounced it, and | its head | said`.
fn last_subject(words: &Words<'_, '_>, source: &mut Vec<Range<usize>>, cue: &Range<usize>) {
    let [first, .., last] = &source[..] else { return };
    // `They agree, with one | pointing out that ...`
    let is_clause = words.part(cue.start) != Some(Tag::Vbg) || words.lower(last.start - 1) == "with";
    let is_near = is_clause && last.end <= cue.start && cue.start - last.end <= 1;
    let mut before = first.start..last.start;
    if is_near
        && before.clone().any(|place| {
            words
                .part(place)
                .is_some_and(|tag| tag.is_finite() || tag == Tag::Vbn && words.is_statement(place))
        })
        && !before.any(|place| is_relative(words, place))
    {
        *source = vec![last.clone()];
    }
}

/// Takes away what a clause tells more of: `a result | her opponent` of `a result her opponent called bought`.
fn without_antecedent(words: &Words<'_, '_>, piece: &mut Range<usize>) {
    let begins = |place: usize| {
        words.part(place).is_some_and(|tag| tag.is_noun() || matches!(tag, Tag::Dt | Tag::PrpPossessive))
    };
    if piece.len() > 1
        && matches!(words.part(piece.start), Some(Tag::Wp | Tag::Wdt))
        && begins(piece.start + 1)
    {
        piece.start += 1;
    }
    // Names go on with an article now and then (`the league the Lamp Front`), what is told of for the first time does not.
    let is_thing = matches!(words.lower(piece.start).as_ref(), "a" | "an" | "something" | "what");
    let opens = |place: &usize| {
        let is_article = is_thing && matches!(words.lower(*place).as_ref(), "the" | "a" | "an");
        (is_article || words.part(*place) == Some(Tag::PrpPossessive))
            && words.part(place - 1).is_some_and(Tag::is_noun)
    };
    if let Some(start) = (piece.start + 1..piece.end.saturating_sub(1)).find(opens) {
        piece.start = start;
    }
}

/// Takes away what stands in front, apart by one comma: `In Ruvell, | the minister said`, `The mayor, | his aide said, is ill`.
fn without_front(words: &Words<'_, '_>, piece: &mut Range<usize>, cue: &Range<usize>) {
    let is_comma = |place: &usize| words.lower(*place) == "," && is_apart(words, *place);
    let Some(first) = piece.clone().find(is_comma) else { return };
    let is_governed = piece.start > 0
        && GOVERNING.contains(&words.lower(piece.start - 1).as_ref())
        && words.article.sentence_of[piece.start - 1] == words.article.sentence_of[piece.start];
    let rest = first + 1..piece.end;
    // `This year, | the guild denied it`. `Ann Holm, the mayor said` lacks a comma, and is no clause of its own unless more shows it.
    let is_clause = words.lower(cue.end) == ","
        || (piece.start..first)
            .any(|place| words.part(place).is_some_and(|tag| tag.is_finite() || tag == Tag::Vbn));
    let is_name = words.part(rest.start).is_none_or(Tag::is_name);
    let is_time =
        words.part(piece.start) == Some(Tag::Dt) && UNITS.contains(&words.lower(first - 1).as_ref());
    let is_single = (is_clause || is_time) && !is_name && piece.clone().filter(is_comma).count() == 1;
    let is_list = rest.clone().any(|place| words.part(place) == Some(Tag::Cc));
    if first > piece.start && (is_governed || is_single) && !is_list && is_phrase(words, &rest) {
        piece.start = rest.start;
    }
}

/// Widens what is only the end of a relative clause to whom it tells of: `The firm that printed | the ballots | said`.
fn with_antecedent(words: &Words<'_, '_>, piece: &mut Range<usize>) {
    let sentence = words.article.sentence_around(piece.start);
    let from = sentence.start.max(piece.start.saturating_sub(SPEAKER));
    let Some(relative) = (from + 1..piece.start)
        .rev()
        .find(|&place| matches!(words.lower(place).as_ref(), "who" | "that" | "which"))
    else {
        return;
    };
    let clause = relative + 1..piece.start;
    let is_pronoun = words.part(piece.start) == Some(Tag::Prp);
    let verbs = clause.clone().filter(|&place| words.part(place).is_some_and(Tag::is_finite)).count();
    let is_whole = clause.clone().all(|place| !is_apart(words, place));
    let belongs = |place: &usize| {
        words.part(*place).is_some_and(|tag| tag.is_noun() || matches!(tag, Tag::Dt | Tag::Jj | Tag::Cd))
    };
    let Some(start) = (from..relative).rev().take_while(belongs).last() else { return };
    let opens = start == sentence.start || words.part(start - 1).is_some_and(Tag::is_mark);
    if verbs == 1 && !is_pronoun && is_whole && opens && words.part(relative - 1).is_some_and(Tag::is_noun) {
        piece.start = start;
    }
}

/// Whether a mark sets clauses apart; that of `9,000` does not.
fn is_apart(words: &Words<'_, '_>, place: usize) -> bool {
    let tokens = &words.article.prose.tokens;
    let is_within = tokens.get(place + 1).is_some_and(|next| next.start == tokens[place].end)
        && words.lower(place + 1).starts_with(|c: char| c.is_ascii_digit());
    words.part(place).is_some_and(Tag::is_mark) && !is_within
}

/// The subject in what stands before a headline's verb: `Judge` of `Judge puts Dent back, | scolds`, `lawyer` of `Teen held
/// over fire, lawyer | says`.
pub(super) fn of_headline(words: &Words<'_, '_>, clause: Range<usize>) -> Range<usize> {
    let is_comma = |place: &usize| words.lower(*place) == "," && is_apart(words, *place);
    if clause.len() > 1 && is_comma(&(clause.end - 1)) {
        let is_verb = |place: &usize| words.part(*place).is_some_and(Tag::is_finite);
        let end = (clause.start + 1..clause.end).find(is_verb).unwrap_or(clause.end - 1);
        return clause.start..end;
    }
    let rest = clause.clone().rev().find(is_comma).map_or(clause.start, |comma| comma + 1)..clause.end;
    if !rest.is_empty() && is_phrase(words, &rest) { rest } else { clause }
}

fn is_headline(words: &Words<'_, '_>, cue: &Range<usize>) -> bool {
    let headline = words.article.headline.as_ref();
    headline.is_some_and(|line| words.article.prose.tokens[cue.start].start < line.end)
}

fn is_relative(words: &Words<'_, '_>, place: usize) -> bool {
    matches!(words.part(place), Some(Tag::Wp | Tag::Wdt | Tag::WpPossessive))
}

/// Whether a cue goes on with what the first words of its sentence do: `and said`, `, noting`, in a headline also `, says`.
fn goes_on(words: &Words<'_, '_>, cue: &Range<usize>) -> bool {
    let article = words.article;
    let sentence = article.sentence_around(cue.start);
    if cue.start <= sentence.start || article.quotation_of[cue.start] > 0 {
        return false;
    }
    let before = words.lower(cue.start - 1);
    match words.part(cue.start) {
        Some(Tag::Vbg) => before == "," && words.lower(cue.start) != "according",
        Some(Tag::Vbz | Tag::Vbp | Tag::Nns) if before == "," && is_headline(words, cue) => true,
        Some(tag) if tag.is_verb() => {
            matches!(before.as_ref(), "and" | "but") && words.is_statement(cue.start)
        }
        _ => false,
    }
}

/// The subject of a cue that goes on with its sentence, where the source that was found cannot be it: there is none, it has
/// a verb of its own, or it is something that was done to.
pub fn shared(
    words: &Words<'_, '_>,
    source: &[Range<usize>],
    cue: &Range<usize>,
    after: usize,
) -> Option<Range<usize>> {
    if !goes_on(words, cue) {
        return None;
    }
    let is_headline = is_headline(words, cue);
    let start = words.article.sentence_around(cue.start).start;
    let has_verb = |piece: &Range<usize>| {
        (is_headline || piece.start > start)
            && piece.clone().any(|place| words.part(place).is_some_and(Tag::is_finite))
            && !piece.clone().any(|place| is_relative(words, place))
    };
    // `fined the bank | for ...`, `fined the bank $400|,000 for ...`
    let behind = |piece: &Range<usize>| {
        let is_number = |place: &usize| {
            let token = words.article.prose.tokens[*place].text(words.article.text);
            !is_apart(words, *place) && (token == "," || token.starts_with(|c: char| c.is_ascii_digit()))
        };
        (piece.end..cue.start).find(|place| !is_number(place)).unwrap_or(cue.start)
    };
    let is_object = |piece: &Range<usize>| {
        piece.end < cue.start
            && words.part(behind(piece)) == Some(Tag::In)
            && words.part(cue.start) != Some(Tag::Vbg)
            && piece.start > start
    };
    let is_behind = |piece: &Range<usize>| is_headline && piece.start >= cue.end;
    let cannot_be = |piece: &Range<usize>| has_verb(piece) || is_object(piece) || is_behind(piece);
    if !source.iter().all(cannot_be) {
        return None;
    }
    first_phrase(words, cue, after).or_else(|| named_first(words, cue, after))
}

/// Names that a sentence begins with, up to its first verb, told by their capitals where the tagger does not know them.
fn named_first(words: &Words<'_, '_>, cue: &Range<usize>, after: usize) -> Option<Range<usize>> {
    let sentence = words.article.sentence_around(cue.start);
    let from = sentence.start.max(after);
    let is_name = |place: &usize| {
        let text = words.article.prose.tokens[*place].text(words.article.text);
        words.article.quotation_of[*place] == 0 && text.starts_with(char::is_uppercase) && !is_grammar(text)
    };
    let name = from..(from..cue.start).take_while(is_name).last()? + 1;
    let is_verb = words.part(name.end).is_some_and(|tag| tag.is_finite() || tag == Tag::Vbn);
    (name.len() <= NAME && (name.end == cue.start || is_verb)).then_some(name)
}

/// The name at the beginning of a sentence that a verb of saying follows.
pub fn name_before(
    words: &Words<'_, '_>,
    content: &[Range<usize>],
    cue: &Range<usize>,
    after: usize,
) -> Option<Range<usize>> {
    let name = named_first(words, cue, after).filter(|name| name.end == cue.start)?;
    let is_free = content.iter().all(|piece| piece.end <= name.start || name.end <= piece.start);
    (is_free && words.is_statement(cue.start)).then_some(name)
}

/// The first words of a sentence as the subject of a verb behind an aside: `Tesmund, the closest ally, | has not commented`.
pub fn before_aside(
    words: &Words<'_, '_>,
    content: &[Range<usize>],
    cue: &Range<usize>,
    after: usize,
) -> Option<Range<usize>> {
    let start = words.article.sentence_around(cue.start).start.max(after);
    let is_verb = words.part(cue.start).is_some_and(Tag::is_finite);
    if !is_verb || cue.start < start + 2 || words.lower(cue.start - 1) != "," {
        return None;
    }
    let phrase = phrase_up_to(words, start, cue.start).filter(|phrase| phrase.start == start)?;
    let is_free = content.iter().all(|piece| piece.end <= phrase.start || phrase.end <= piece.start);
    let is_governed = matches!(words.part(start), Some(Tag::In | Tag::Rb | Tag::Vbg | Tag::Vbn));
    (is_free && !is_governed).then_some(phrase)
}

/// Turns `Too late, says | the guild` around, which was found as the content: source and content.
pub fn inverted(
    words: &Words<'_, '_>,
    content: &mut Vec<Range<usize>>,
    cue: &Range<usize>,
) -> Option<Range<usize>> {
    let sentence = words.article.sentence_around(cue.start);
    let [piece] = &content[..] else { return None };
    let is_told = cue.len() == 1
        && matches!(words.part(cue.start), Some(Tag::Vbz | Tag::Vbd | Tag::Vbp))
        && words.is_statement(cue.start)
        && piece.start == cue.end
        && cue.start > sentence.start + 1
        && sentence.len() <= ASIDE
        && words.lower(cue.start - 1) == ","
        && words.article.quotation_of[cue.start] == 0;
    if !is_told {
        return None;
    }
    let ends = |place: &usize| {
        words.part(*place).is_none_or(|tag| matches!(tag, Tag::Comma | Tag::Colon | Tag::Stop))
    };
    let end = (piece.start..sentence.end).find(ends).unwrap_or(sentence.end);
    let speaker = piece.start..end;
    if speaker.len() > SPEAKER || !is_phrase(words, &speaker) {
        return None;
    }
    let rest = (end + 1).max(piece.start)..piece.end;
    let told = sentence.start..cue.start - 1;
    *content = [told, rest].into_iter().filter(|piece| piece.start < piece.end).collect();
    Some(speaker)
}

/// Whether what stands before a cue is done to rather than speaks: `X, asked about it, said`, `X accused of fraud`.
pub fn is_done_to(words: &Words<'_, '_>, source: &[Range<usize>], cue: &Range<usize>) -> bool {
    let Some(before) = source.iter().find(|piece| piece.end <= cue.start) else { return false };
    let is_be = |place: usize| {
        matches!(words.lower(place).as_ref(), "is" | "are" | "was" | "were" | "be" | "been" | "being")
    };
    let Some(verb) =
        cue.clone().find(|&place| matches!(words.part(place), Some(Tag::Vbn | Tag::Vbd)) && !is_be(place))
    else {
        return false;
    };
    let from = words.article.sentence_around(cue.start).start.max(cue.start.saturating_sub(3));
    let is_passive = (from..verb).any(is_be);
    // `Holm, the mayor, asked him` asks, `Holm, asked about him` is asked.
    let is_apart = verb > before.start && words.lower(verb - 1) == ",";
    let has_aside = (before.start..verb - 1).any(|place| words.lower(place) == ",");
    let is_reduced = is_apart && !has_aside && OBJECTS.contains(&words.lower(verb + 1).as_ref());
    let is_asked = ASKED.contains(&words.lower(verb).as_ref());
    let has_agent = source.iter().any(|piece| piece.start >= cue.end)
        && (verb..words.article.forms.len()).take(4).any(|place| words.lower(place) == "by");
    is_asked && (is_passive || is_reduced) || is_passive && has_agent
}
