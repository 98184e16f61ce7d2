//! The mention that heads each attribution's source; where no source was found, the subject of the cue.

use super::lexicon::Senses;
use super::mention::{Determiner, Form, Mention};
use super::words::{Word, Zone};
use crate::Attribution;
use std::cmp::Reverse;
use std::ops::Range;

/// Words of a source before the name that heads it.
const NEAR: usize = 12;
/// Mentions that begin before a source and may reach into it.
const CANDIDATES: usize = 24;
/// Auxiliaries and adverbs before a verb.
const ADVERBS: usize = 4;
/// Words of an aside between a subject and its verb.
const ASIDE: usize = 8;
/// Words between two pieces of a source up to which they are of one phrase.
const APART: usize = 3;
/// Bytes between a piece of a source and the verb beside it: a mark, an age.
const BESIDE: usize = 6;
/// Words between a subject and its verb: a relative clause.
const CLAUSE: usize = 40;

/// Words that open a clause of their own, so that the subject of what follows stands behind them.
const OPENERS: [&str; 9] =
    ["after", "as", "because", "before", "when", "while", "whereas", "although", "though"];
/// Verbs of saying whose form in the past does not also stand behind whom it is done to, as in `the man accused`.
const ACTIVE: [&str; 24] = [
    "said",
    "says",
    "say",
    "added",
    "adds",
    "insisted",
    "insists",
    "argued",
    "argues",
    "explained",
    "explains",
    "wrote",
    "writes",
    "conceded",
    "concedes",
    "replied",
    "replies",
    "testified",
    "testifies",
    "claims",
    "denies",
    "warns",
    "maintains",
    "maintained",
];
/// Before a verb they say that its subject does it.
const AUXILIARIES: [&str; 9] = ["has", "have", "had", "will", "would", "did", "does", "do", "'ve"];
/// Participles that say of a subject what others say to or of it.
const PATIENTS: [&str; 28] = [
    "said",
    "told",
    "asked",
    "advised",
    "expected",
    "tipped",
    "thought",
    "believed",
    "reported",
    "rumoured",
    "rumored",
    "alleged",
    "accused",
    "criticised",
    "criticized",
    "praised",
    "blamed",
    "urged",
    "warned",
    "denounced",
    "described",
    "faulted",
    "questioned",
    "pressed",
    "challenged",
    "condemned",
    "mocked",
    "credited",
];
const PREPOSITIONS: [&str; 22] = [
    "of", "in", "on", "at", "by", "for", "from", "with", "without", "to", "through", "under", "over",
    "about", "against", "after", "before", "during", "within", "near", "via", "per",
];

/// Whether a preposition stands directly before a word.
pub(super) fn is_after_preposition(words: &[Word<'_>], at: usize) -> bool {
    at > 0 && PREPOSITIONS.contains(&words[at - 1].plain.as_ref())
}

/// Whether a verb has the ending of the present: `calls`, `urges`.
fn is_present(verb: &str) -> bool {
    verb.len() > 4 && verb.ends_with('s') && !verb.ends_with("ss") && !verb.ends_with("us")
}

/// The mention that heads each attribution's source.
pub(super) fn sources(
    words: &[Word<'_>],
    mentions: &[Mention],
    attributions: &[Attribution],
) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&number| (mentions[number].words.start, Reverse(mentions[number].words.end)));
    let finder = Finder { words, mentions, order };
    attributions.iter().map(|attribution| finder.source(attribution)).collect()
}

struct Finder<'a, 't> {
    words: &'a [Word<'t>],
    mentions: &'a [Mention],
    /// Mentions by where they begin, the longest first.
    order: Vec<usize>,
}

impl Finder<'_, '_> {
    fn source(&self, attribution: &Attribution) -> Option<usize> {
        let cue = self.words_of(&attribution.cue);
        let source = self.piece(attribution).map(|source| self.words_of(source));
        if let Some(number) = self.inverted(source.as_ref(), &cue) {
            if self.has_one_comma(cue.start) {
                return Some(number);
            }
            let start = self.words[self.mentions[number].words.start].range.start;
            // What is in the content is told of.
            let comes_first = source.is_none()
                && attribution.content.iter().any(|piece| piece.start < attribution.cue.start);
            if comes_first || !attribution.content.iter().any(|piece| piece.contains(&start)) {
                return Some(number);
            }
        }
        let Some(source) = source else {
            if self.is_passive(&cue) {
                return self.agent(&cue);
            }
            return self.subject(&cue).or_else(|| self.shared(&cue));
        };
        if self.is_nobody(&source, &cue) {
            return None;
        }
        if source.start < cue.start && (self.is_passive(&cue) || self.is_participle(&source, &cue)) {
            return self.agent(&cue);
        }
        // `X, its chair, told the Courier`: who is told is no source.
        let is_told = !cue.is_empty()
            && cue.end == source.start
            && matches!(self.words[cue.end - 1].plain.as_ref(), "told" | "tells");
        is_told.then(|| self.ending_at(cue.start)).flatten().or_else(|| self.head(self.own(source, &cue)))
    }

    /// The piece of a source that names who speaks: the first, unless another of its own stands directly before the verb, as in
    /// `The maker hopes for five; others think two`, or directly behind it.
    fn piece<'b>(&self, attribution: &'b Attribution) -> Option<&'b Range<usize>> {
        let (first, last) = (attribution.source.first()?, attribution.source.last()?);
        let from = self.words.partition_point(|word| word.range.end <= first.end);
        let between = self.words[from..].iter().take_while(|word| word.range.start < last.start).count();
        let is_relative = self.words.get(from + 1..).and_then(|words| words.first()).is_some_and(|word| {
            word.range.start == last.start && matches!(word.plain.as_ref(), "who" | "whom" | "which")
        });
        let gap = |from: usize, to: usize| to.checked_sub(from).is_some_and(|gap| gap <= BESIDE);
        let cue = &attribution.cue;
        let is_beside = gap(last.end, cue.start) || gap(cue.end, last.start);
        let is_first_beside = gap(first.end, cue.start) || gap(cue.end, first.start);
        let is_own = between > APART || is_relative;
        Some(if is_beside && !is_first_beside && is_own { last } else { first })
    }

    /// The subject behind its verb: `“Never,” said Orla Wend.`, `It will rain, says the warden, Orla Wend.`
    fn inverted(&self, source: Option<&Range<usize>>, cue: &Range<usize>) -> Option<usize> {
        let words = self.words;
        let verb = words.get(cue.start).filter(|_| cue.len() == 1)?;
        let before = &words[cue.start.checked_sub(1)?];
        let is_behind = before.sentence == verb.sentence
            && matches!(before.text, "," | "”" | "\"" | "’" | "'" | "?" | "!");
        let is_finite = ["ed", "s"].iter().any(|end| verb.plain.ends_with(end)) || verb.plain == "said";
        if !is_behind || !is_finite || verb.is_quoted {
            return None;
        }
        let start = |&number: &usize| self.mentions[number].words.start;
        let from = self.order.partition_point(|number| start(number) < cue.end);
        let number = *self.order.get(from).filter(|number| start(number) == cue.end)?;
        let mention = &self.mentions[number];
        let head = &words[mention.head];
        let is_only = self.has_one_comma(cue.start);
        let speaks = mention.form == Form::Name
            || head.senses.any(Senses::PERSON.with(Senses::GROUP).with(Senses::ORGANISATION))
            || mention.determiner == Determiner::Indefinite;
        if mention.form == Form::Pronoun || mention.is_inner || head.is_quoted || !speaks {
            return None;
        }
        match source {
            None => Some(number),
            // `Orla Wend, the warden, said Mr Vell was late`: what stands before the verb speaks, unless what stands behind it
            // ends there: `the gate has rusted, said its warden, Orla Wend`.
            Some(source) if source.start < cue.start => {
                let ends = words.get(mention.words.end).is_none_or(|word| {
                    word.sentence != verb.sentence || matches!(word.text, "," | "." | ";" | ":")
                });
                let gap = words.get(source.end..cue.start)?;
                let is_far = gap.iter().any(|word| !word.is_mark);
                (is_only || ends && is_far).then_some(number)
            }
            Some(_) => is_only.then_some(number),
        }
    }

    /// Whether directly before a verb stands the one comma of its sentence so far: a subject is parted from its verb by two
    /// commas or none, so that this one ends what is said (`The notes, said Orla Wend, are old`) or begins a participle.
    fn has_one_comma(&self, verb: usize) -> bool {
        let Some(comma) = verb.checked_sub(1).filter(|&at| self.words[at].text == ",") else { return false };
        let sentence = self.words[verb].sentence;
        let before =
            self.words[..comma].iter().rev().take(CLAUSE).take_while(|word| word.sentence == sentence);
        // In a headline a comma stands for `and`.
        self.words[comma].zone == Zone::Body
            && !self.words[comma].is_quoted
            && before
                .into_iter()
                .all(|word| word.is_quoted || !matches!(word.text, "," | "—" | "–" | "-" | ")"))
    }

    /// Whether a verb is a participle of whom something is done to: `Orla Wend, asked whether it rained, left`.
    fn is_participle(&self, source: &Range<usize>, cue: &Range<usize>) -> bool {
        let words = self.words;
        let Some(verb) = words.get(cue.start).filter(|_| !cue.is_empty()) else { return false };
        let when = cue.start.checked_sub(1).is_some_and(|at| words[at].plain == "when");
        PATIENTS.contains(&verb.plain.as_ref())
            && !matches!(verb.plain.as_ref(), "said" | "thought")
            && (when || self.has_one_comma(cue.start) && source.end + 1 >= cue.start)
    }

    /// Whether the verb of a cue is in the passive, so that its subject is told and does not tell: `has been advised`.
    fn is_passive(&self, cue: &Range<usize>) -> bool {
        let words = self.words[cue.clone()].iter().filter(|word| !word.plain.ends_with("ly"));
        let words: Vec<&str> = words.map(|word| word.plain.as_ref()).collect();
        words.windows(2).any(|pair| {
            matches!(pair[0], "been" | "is" | "was" | "are" | "were" | "itself" | "himself" | "herself")
                && PATIENTS.contains(&pair[1])
        })
    }

    /// Who stands behind the `by` of a passive, or the text behind its `in`: `was criticised in the report`.
    fn agent(&self, cue: &Range<usize>) -> Option<usize> {
        let plain = |at: usize| self.words.get(at).map_or("", |word| word.plain.as_ref());
        let by = (cue.end.checked_sub(1)?..cue.end + 1).find(|&at| matches!(plain(at), "by" | "in"))?;
        let agent = self
            .beginning_in(&(by + 1..by + 2))
            .iter()
            .copied()
            .find(|&number| !self.mentions[number].is_inner)?;
        let is_text = self.words[self.mentions[agent].head].senses.any(Senses::DOCUMENT);
        (plain(by) == "by" || is_text || plain(by + 1) == "it").then_some(agent)
    }

    /// The subject that a verb shares with one before it, or that of the clause on which a participle hangs: `The warden
    /// left early and suggested`, `Orla Wend rebuked him, noting`.
    fn shared(&self, cue: &Range<usize>) -> Option<usize> {
        let words = self.words;
        let verb = words.get(cue.start).filter(|verb| !cue.is_empty() && !verb.is_quoted)?;
        let mut at = cue.start;
        while at > cue.start.saturating_sub(ADVERBS).max(1)
            && (words[at - 1].plain.ends_with("ly") || AUXILIARIES.contains(&words[at - 1].plain.as_ref()))
        {
            at -= 1;
        }
        let before = &words[at.checked_sub(1)?];
        let is_participle = verb.plain.ends_with("ing")
            && matches!(before.plain.as_ref(), "," | "and" | "after" | "while" | "before");
        let is_second = matches!(before.plain.as_ref(), "and" | "but")
            && (verb.plain.ends_with("ed") || verb.plain.ends_with('s') || verb.plain == "said");
        if before.sentence != verb.sentence || !(is_participle || is_second) {
            return None;
        }
        self.first_of(cue)
    }

    /// What the sentence of a cue begins with that may be its subject.
    fn first_of(&self, cue: &Range<usize>) -> Option<usize> {
        let words = self.words;
        let sentence = words.get(cue.start)?.sentence;
        let first = words.partition_point(|word| word.sentence < sentence);
        let within = self.beginning_in(&(first..cue.start));
        within.iter().copied().take(CANDIDATES).find(|&number| {
            let mention = &self.mentions[number];
            !mention.is_inner
                && !words[mention.head].is_quoted
                && mention.determiner != Determiner::Owned
                && !is_after_preposition(words, mention.words.start)
        })
    }

    /// Whether a source is the `it` of `it has been suggested`.
    fn is_nobody(&self, source: &Range<usize>, cue: &Range<usize>) -> bool {
        let is_it = source.len() == 1 && self.words[source.start].plain == "it";
        let is_passive = |pair: &[Word<'_>]| {
            matches!(pair[0].plain.as_ref(), "been" | "is" | "was")
                && (pair[1].plain.ends_with("ed")
                    || matches!(pair[1].plain.as_ref(), "said" | "thought" | "known"))
        };
        is_it && self.words[cue.clone()].windows(2).any(is_passive)
    }

    /// The words that begin in a range of the text.
    fn words_of(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.words.partition_point(|word| word.range.start < at);
        place(range.start)..place(range.end)
    }

    /// A source without what stands before its noun phrase: marks, and of `the plant shut after the mayor` all up to the
    /// clause whose verb is the cue.
    fn own(&self, source: Range<usize>, cue: &Range<usize>) -> Range<usize> {
        let words = self.words;
        let mut start = source.start;
        if cue.start == source.end
            && let Some(opener) = source
                .clone()
                .skip(1)
                .rev()
                .take(CLAUSE)
                .find(|&at| OPENERS.contains(&words[at].plain.as_ref()))
            && opener + 1 < source.end
        {
            start = opener + 1;
        }
        // `the mayor, whom aides suspect`: behind the relative stands a subject.
        if start + 1 < source.end
            && matches!(words[start].plain.as_ref(), "who" | "whom" | "which" | "what" | "that")
            && self.beginning_in(&(start + 1..start + 2)).iter().any(|&number| {
                let mention = &self.mentions[number];
                mention.form != Form::Pronoun
                    || matches!(words[mention.head].plain.as_ref(), "he" | "she" | "they")
            })
        {
            start += 1;
        }
        while start + 1 < source.end
            && (words[start].is_mark || matches!(words[start].plain.as_ref(), "and" | "but" | "that"))
        {
            start += 1;
        }
        start..source.end
    }

    /// Mentions that begin in a range, in order.
    fn beginning_in(&self, range: &Range<usize>) -> &[usize] {
        let start = |&number: &usize| self.mentions[number].words.start;
        let from = self.order.partition_point(|number| start(number) < range.start);
        let to = from + self.order[from..].partition_point(|number| start(number) < range.end);
        &self.order[from..to]
    }

    /// The mention that heads a source.
    fn head(&self, source: Range<usize>) -> Option<usize> {
        let (words, mentions) = (self.words, self.mentions);
        let fits = |number: usize| {
            let mention = &mentions[number];
            // `baker X` and `neighbouring Y`: words before a name.
            let before = &words[source.start..mention.words.start];
            let is_plain = |word: &Word<'_>| {
                let is_article = matches!(word.plain.as_ref(), "the" | "a" | "an" | "both");
                !word.is_mark && (!word.senses.any(Senses::CLOSED) || is_article)
            };
            before.len() <= NEAR
                && before.iter().all(is_plain)
                && (!mention.is_inner || mention.words.len() == source.len())
        };
        let within = self.beginning_in(&source);
        // `a result | her opponent Ann Holm | called`: of a thing and somebody beside it the second is the subject.
        let last = within.iter().rev().copied().find(|&number| {
            let mention = &mentions[number];
            !mention.is_inner
                && mention.words.end + 1 >= source.end
                && mention.determiner != Determiner::Indefinite
        });
        if let Some(last) = last
            && mentions[last].words.start > source.start
            && self.is_reduced(source.start, mentions[last].words.start)
        {
            return Some(last);
        }
        let first = within.first().copied().filter(|&number| fits(number));
        // `at the mill the foreman`: what a preposition governs is no subject.
        if let Some(number) = first
            && is_after_preposition(words, mentions[number].words.start)
            && let Some(next) = within.iter().copied().find(|&next| {
                mentions[next].words.start == mentions[number].words.end && !mentions[next].is_inner
            })
        {
            return Some(next);
        }
        first.or_else(|| {
            // A source that begins within a mention: `spokesman Oren Vask` of `Citadel spokesman Oren Vask`.
            let start = |&number: &usize| mentions[number].words.start;
            let first = self.order.partition_point(|number| start(number) < source.start);
            self.order[first.saturating_sub(CANDIDATES)..first].iter().rev().copied().find(|&number| {
                let mention = &mentions[number];
                !mention.is_inner && mention.words.end > source.start && mention.head < source.end
            })
        })
    }

    /// Whether words up to a subject are a noun that its clause is about: no person, and no mark or preposition between.
    fn is_reduced(&self, from: usize, to: usize) -> bool {
        let words = &self.words[from..to];
        let Some(noun) = words.iter().rev().find(|word| word.plain != "that") else { return false };
        matches!(words[0].plain.as_ref(), "a" | "an" | "the" | "something" | "what")
            && words.len() <= NEAR
            && words.len() > usize::from(words[0].plain != "something")
            && !noun.senses.any(Senses::NOUN.with(Senses::MODIFIER))
            && !noun.is_possessive
            && words
                .iter()
                .all(|word| !word.is_mark && !word.is_capital && !PREPOSITIONS.contains(&word.plain.as_ref()))
            && matches!(self.words[to].plain.as_ref(), "the" | "a" | "his" | "her" | "its" | "their" | "one")
    }

    /// The outer mention that ends directly before a word, but for a comma.
    fn ending_at(&self, at: usize) -> Option<usize> {
        let end = if at > 0 && self.words[at - 1].text == "," { at - 1 } else { at };
        let near = self.beginning_in(&(end.saturating_sub(CANDIDATES)..end));
        near.iter().rev().copied().find(|&number| {
            let mention = &self.mentions[number];
            !mention.is_inner
                && mention.words.end == end
                && self.words.get(at).is_some_and(|word| word.sentence == self.words[mention.head].sentence)
        })
    }

    /// The subject of a cue that is an active verb.
    fn subject(&self, cue: &Range<usize>) -> Option<usize> {
        let words = self.words;
        let first = words.get(cue.start).filter(|_| !cue.is_empty())?;
        let is_auxiliary = |at: usize| AUXILIARIES.contains(&words[at].plain.as_ref());
        let mut at = cue.start;
        while at > cue.start.saturating_sub(ADVERBS)
            && words[at - 1].sentence == first.sentence
            && (is_auxiliary(at - 1) || words[at - 1].plain.ends_with("ly") || words[at - 1].plain == "also")
        {
            at -= 1;
        }
        let direct = self.ending_at(at);
        // `Orla Wend praised the vote`, but not `the man praised for it`.
        let is_done = words.get(cue.end).is_some_and(|word| PREPOSITIONS.contains(&word.plain.as_ref()));
        let is_name = direct.is_some_and(|number| self.mentions[number].form == Form::Name);
        let has_comma = at > 0 && words[at - 1].text == ",";
        let is_open =
            is_name && first.plain.ends_with("ed") && !is_done && !has_comma || is_present(&first.plain);
        let is_going = words[cue.clone()].iter().any(|word| word.plain.ends_with("ing"));
        let is_modal = match first.plain.as_ref() {
            "could" | "can" | "may" | "might" | "should" | "must" => true,
            "is" | "are" | "was" | "were" => is_going,
            _ => false,
        };
        let is_active =
            ACTIVE.contains(&first.plain.as_ref()) || is_open || is_modal || (at..cue.end).any(is_auxiliary);
        if !is_active || words[at..cue.end].iter().any(|word| word.plain == "been" || word.plain == "be") {
            return None;
        }
        // `the guild, which has 900 members, said`: the subject stands before the relative clause.
        if at == 0 || words[at - 1].text != "," {
            return direct;
        }
        let relative = (at.saturating_sub(CLAUSE)..at - 1).rev().find(|&here| {
            here > 0
                && matches!(words[here].plain.as_ref(), "which" | "who" | "whose")
                && words[here - 1].text == ","
                && words[here].sentence == first.sentence
        });
        // `Orla Wend, for her part, argues`: nor is it in an aside.
        let aside = self.words[at.saturating_sub(ASIDE)..at - 1]
            .iter()
            .rposition(|word| word.text == "," && word.sentence == first.sentence)
            .map(|comma| at.saturating_sub(ASIDE) + comma)
            .filter(|&comma| {
                let next = words[comma + 1].plain.as_ref();
                PREPOSITIONS.contains(&next) || matches!(next, "however" | "meanwhile" | "too" | "also")
            });
        let before = relative.or(aside);
        let subject = before.and_then(|here| self.ending_at(here)).or(direct)?;
        // `The email, published by the Courier, calls`
        if is_after_preposition(words, self.mentions[subject].words.start) && is_present(&first.plain) {
            return self.first_of(cue);
        }
        Some(subject)
    }
}
