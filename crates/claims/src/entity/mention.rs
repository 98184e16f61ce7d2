//! Mentions: names, noun phrases for persons, groups, offices and documents, and pronouns, found by capitals, closed
//! classes of words and tables of nouns.

use super::joining;
use super::lexicon::{Senses, World, given_name, plain, world};
use super::words::{Word, Zone};
use hashbrown::{HashMap, HashSet};
use std::ops::Range;

/// Unknown words that may stand between a determiner and its noun.
const UNKNOWN: usize = 3;
/// Phrases within phrases that are followed: `the head of the office of the chair of ...`.
pub(super) const DEPTH: usize = 4;
/// Words of one noun phrase, without what belongs to it.
const PHRASE: usize = 24;
/// Bodies whose names go on with `for` or `on`: `Institute for ...`, `Council on ...`.
const BODIES: [&str; 22] = [
    "commission",
    "council",
    "committee",
    "institute",
    "center",
    "centre",
    "office",
    "ministry",
    "department",
    "society",
    "association",
    "foundation",
    "agency",
    "organization",
    "organisation",
    "movement",
    "alliance",
    "campaign",
    "coalition",
    "fund",
    "union",
    "network",
];
/// Texts by which a body speaks, where others only bear the name of who had them made.
const VOICES: [&str; 9] =
    ["statement", "email", "e-mail", "letter", "memo", "message", "release", "notice", "tweet"];
/// Letters behind a name that tell an office or honour.
const LETTERS: [&str; 9] = ["MP", "MSP", "MEP", "QC", "KC", "OBE", "MBE", "CBE", "PhD"];
/// Endings of adjectives and participles.
const ADJECTIVES: [&str; 8] = ["al", "ive", "ous", "ic", "ful", "less", "ary", "ed"];
/// Words behind a possessive that are looked at for a body.
const BODY: usize = 4;
/// Words of one name.
const NAME: usize = 12;

/// A mention.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// All its words, with determiner, title and complement.
    pub words: Range<usize>,
    /// What it is.
    pub form: Form,
    /// What it begins with.
    pub determiner: Determiner,
    /// Words of the proper name; empty in others.
    pub name: Range<usize>,
    /// Words of the role: before a name, or the modifiers and head of a noun phrase.
    pub role: Range<usize>,
    /// The word that counts: last of a name, noun of a phrase.
    pub head: usize,
    /// The mention whose it is: `the council's chair`, `Citadel spokesman`, `a spokesman for the ministry`.
    pub owner: Option<usize>,
    /// The mention beside it that names the same.
    pub same_as: Option<usize>,
    /// Whether it is inside another one.
    pub is_inner: bool,
    /// Whether it means several.
    pub is_plural: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Name,
    Nominal,
    Pronoun,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    None,
    Definite,
    Indefinite,
    /// A possessive.
    Owned,
}

/// Third and first persons, and relatives.
const PRONOUNS: [&str; 22] = [
    "he",
    "him",
    "himself",
    "she",
    "herself",
    "it",
    "itself",
    "they",
    "them",
    "themselves",
    "i",
    "me",
    "myself",
    "we",
    "us",
    "ourselves",
    "who",
    "whom",
    "mine",
    "hers",
    "theirs",
    "which",
];
/// Nouns behind a name that only say what sort it is: `the Hedgerow party`.
const SORTS: [&str; 22] = [
    "party",
    "group",
    "movement",
    "company",
    "firm",
    "newspaper",
    "paper",
    "magazine",
    "union",
    "organisation",
    "organization",
    "network",
    "alliance",
    "coalition",
    "league",
    "charity",
    "foundation",
    "bank",
    "chain",
    "institute",
    "channel",
    "station",
];
const POSSESSIVES: [&str; 7] = ["his", "her", "its", "their", "my", "our", "whose"];
/// Endings of nouns for people.
const PEOPLE: [&str; 6] = ["er", "or", "ist", "ant", "ian", "ee"];
/// Endings of nouns for one person by trade.
const TRADES: [&str; 7] = ["er", "or", "ist", "ant", "ian", "man", "woman"];
const PARTICLES: [&str; 16] =
    ["de", "la", "le", "du", "van", "von", "der", "den", "bin", "ibn", "al", "el", "da", "dos", "di", "ter"];

/// How often a word stands with and without a capital where a capital says something.
#[derive(Clone, Copy, Default)]
struct Seen {
    capital: u32,
    small: u32,
}

/// All mentions: those of the body first, then those of headline and points, which are read with the names of the body
/// in mind. An inner mention comes before the one around it.
pub(super) fn mentions(words: &[Word<'_>]) -> Vec<Mention> {
    let mut seen: HashMap<&str, Seen> = HashMap::new();
    for word in words.iter().filter(|word| !word.is_mark && word.zone != Zone::TitleCase) {
        let seen = seen.entry(&word.plain).or_default();
        seen.small += u32::from(!word.is_capital);
        seen.capital += u32::from(word.is_capital && !word.is_first && word.zone == Zone::Body);
    }
    let pairs = words
        .windows(2)
        .filter(|pair| {
            let is_name = |word: &Word<'_>| word.is_capital && !word.is_mark && word.zone == Zone::Body;
            pair.iter().all(is_name) && !pair[0].is_first
        })
        .map(|pair| (pair[0].plain.as_ref(), pair[1].plain.as_ref()))
        .collect();
    let mut finder = Finder { words, seen, pairs, known: HashSet::new(), mentions: Vec::new() };
    finder.read(|zone| zone == Zone::Body);
    for mention in &finder.mentions {
        finder.known.extend(words[mention.name.clone()].iter().map(|word| word.plain.as_ref()));
    }
    finder.read(|zone| matches!(zone, Zone::Heading | Zone::TitleCase));
    let mut mentions = finder.mentions;
    joining::join(words, &mut mentions);
    mentions
}

struct Finder<'a, 't> {
    words: &'a [Word<'t>],
    seen: HashMap<&'a str, Seen>,
    /// Words with capitals that stand beside each other within a sentence.
    pairs: HashSet<(&'a str, &'a str)>,
    /// Words of the names of the body.
    known: HashSet<&'a str>,
    mentions: Vec<Mention>,
}

impl<'a> Finder<'a, '_> {
    fn read(&mut self, is_here: impl Fn(Zone) -> bool) {
        let mut at = 0;
        while at < self.words.len() {
            let word = &self.words[at];
            if !is_here(word.zone) || word.is_mark {
                at += 1;
                continue;
            }
            let begins = word.source_of.filter(|_| at == 0 || self.words[at - 1].source_of != word.source_of);
            match self.phrase(at, 0) {
                Some((_, end)) => at = end.max(at + 1),
                None if begins.is_some() => at = self.whole_source(at),
                None => at += 1,
            }
        }
    }

    /// Whether `at` goes on in the sentence of `from`.
    fn word(&self, at: usize, from: usize) -> Option<&'a Word<'a>>
    where
        Self: 'a,
    {
        let first = self.words.get(from)?;
        self.words.get(at).filter(|word| word.sentence == first.sentence && word.zone == first.zone)
    }

    /// Whether a word has a capital that means a name.
    fn is_capital(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        if word.is_mark {
            return false;
        }
        if word.zone == Zone::TitleCase {
            return word.is_capital
                && !word.senses.any(Senses::CLOSED)
                && (self.known.contains(word.plain.as_ref()) || world(&word.plain).is_some());
        }
        if !word.is_capital {
            return false;
        }
        let is_upper = word.text.len() > 1 && word.text.chars().all(|c| !c.is_lowercase());
        // `US` and `IT` are names, `us` and `It` are not.
        let is_acronym = is_upper && (!word.is_first || world(&word.plain).is_some());
        if word.senses.any(Senses::CLOSED) && !is_acronym {
            return false;
        }
        if word.senses.any(Senses::DAY) || (word.senses.any(Senses::MONTH) && self.is_date(at)) {
            return false;
        }
        // `2:15 PM`
        let is_hour = matches!(word.plain.as_ref(), "am" | "pm")
            && at.checked_sub(1).is_some_and(|before| {
                let digit = |byte: &u8| byte.is_ascii_digit();
                self.words[before].text.as_bytes().first().is_some_and(digit)
            });
        if is_hour {
            return false;
        }
        if !word.is_first {
            return true;
        }
        if self.is_office_of(at) {
            return true;
        }
        let seen = self.seen.get(word.plain.as_ref()).copied().unwrap_or_default();
        let known = seen.capital > 0 || self.known.contains(word.plain.as_ref());
        let next_is_capital = self.word(at + 1, at).is_some_and(|next| next.is_capital && !next.is_mark);
        if word.senses.any(Senses::NUMBER) {
            return false;
        }
        if next_is_capital {
            let next = &self.words[at + 1];
            // `Paperclip Partners`: what follows ends a name, and so does not begin one; or both stand so elsewhere.
            let is_pair = self.pairs.contains(&(word.plain.as_ref(), next.plain.as_ref()))
                || next.senses.any(Senses::IN_NAMES.with(Senses::BRAND))
                    && !word.senses.any(Senses::MODIFIER);
            return known
                || seen.small == 0
                || is_pair
                || word.senses.any(Senses::HONORIFIC.with(Senses::NOUN));
        }
        // A noun may be a part of some name and yet begin a sentence as a noun: `Clinic closes`.
        known && (seen.small <= seen.capital || !word.senses.any(Senses::NOUN))
            || (seen.small == 0
                && !word.senses.any(Senses::NOUN.with(Senses::MODIFIER))
                && !self.is_adjective(at))
    }

    /// Whether a word has the ending of an adjective and a noun behind it: `Environmental groups`.
    fn is_adjective(&self, at: usize) -> bool {
        let word = &self.words[at];
        ADJECTIVES.iter().any(|end| word.plain.ends_with(end))
            && !word.is_possessive
            && self.word(at + 1, at).is_some_and(|next| !next.is_capital && next.senses.any(Senses::NOUN))
    }

    /// Whether a month is part of a date.
    fn is_date(&self, at: usize) -> bool {
        let is_number = |at: usize| {
            // `Sept. 26`
            let dot = usize::from(self.words.get(at).is_some_and(|word| word.text == "."));
            self.words
                .get(at + dot)
                .is_some_and(|word| word.text.bytes().next().is_some_and(|byte| byte.is_ascii_digit()))
        };
        // Names of months that are also names of people count as months beside a number or behind such words only.
        let is_alone = |at: usize| self.words.get(at).is_none_or(|word| word.is_mark || !word.is_capital);
        let is_only_month = !matches!(self.words[at].plain.as_ref(), "april" | "may" | "june" | "march")
            && is_alone(at + 1)
            && (at == 0 || is_alone(at - 1));
        is_only_month
            || is_number(at + 1)
            || (at > 0
                && (is_number(at - 1)
                    || matches!(
                        self.words[at - 1].plain.as_ref(),
                        "in" | "since"
                            | "last"
                            | "by"
                            | "until"
                            | "early"
                            | "late"
                            | "next"
                            | "this"
                            | "mid"
                            | "all"
                    )))
    }

    /// The phrase that begins at a word: its number and the word after it.
    fn phrase(&mut self, at: usize, depth: usize) -> Option<(usize, usize)> {
        let words = self.words;
        let first = words.get(at)?;
        if first.is_mark || depth > DEPTH {
            return None;
        }
        let text = first.plain.as_ref();
        // `the club that calls itself a home`
        let is_naming = |at: usize| {
            let names = words.get(at).is_some_and(|next| {
                matches!(next.plain.as_ref(), "calls" | "call" | "styles" | "describes" | "describe")
            });
            names && words.get(at + 1).is_some_and(|next| next.plain.ends_with("self"))
        };
        let is_whole_source = |at: usize| {
            first.source_of.is_some()
                && at > 0
                && !words[at - 1].is_mark
                && (words[at - 1].is_capital || words[at - 1].senses.any(Senses::NOUN) || is_naming(at + 1))
                && words[at - 1].source_of != first.source_of
                && words.get(at + 1).is_none_or(|next| next.source_of != first.source_of)
        };
        if text == "that" && is_whole_source(at) {
            return Some((self.push(Form::Pronoun, at..at + 1, Determiner::None), at + 1));
        }
        // `which` asks, unless it takes up what stands before it.
        if PRONOUNS.contains(&text) && (text != "which" || at > 0 && words[at - 1].text == ",") {
            return Some((self.push(Form::Pronoun, at..at + 1, Determiner::None), at + 1));
        }
        let mut determiner = Determiner::None;
        let mut owner = None;
        let mut pronoun = None;
        let mut here = at;
        let mut is_plural = false;
        if POSSESSIVES.contains(&text) {
            let number = self.push(Form::Pronoun, at..at + 1, Determiner::Owned);
            (owner, pronoun, determiner) = (Some(number), Some(number), Determiner::Owned);
            here += 1;
            here += usize::from(self.word(here, at).is_some_and(|word| word.plain == "own"));
        } else if matches!(text, "the" | "this" | "that" | "these" | "those") {
            determiner = Determiner::Definite;
            is_plural = matches!(text, "these" | "those");
            here += 1;
        } else if matches!(
            text,
            "a" | "an" | "another" | "one" | "some" | "any" | "no" | "other" | "each" | "every"
        ) {
            determiner = Determiner::Indefinite;
            is_plural = matches!(text, "some" | "other");
            here += 1;
        } else if first.senses.any(Senses::NUMBER) {
            determiner = if text == "both" { Determiner::Definite } else { Determiner::Indefinite };
            is_plural = true;
            here += 1;
        }
        // `None of them` says of the same people what they do not.
        let is_none = matches!(text, "none" | "neither" | "all" | "half");
        if is_none && self.word(at + 1, at).is_some_and(|word| word.plain == "of") {
            return Some(self.partitive(at, at + 1, true, depth));
        }
        if matches!(determiner, Determiner::Indefinite)
            && text != "a"
            && text != "an"
            && self.word(here, at).is_some_and(|word| word.plain == "of")
        {
            return Some(self.partitive(at, here, is_plural, depth));
        }
        if determiner != Determiner::None
            && let Some(word) = self.word(here, at)
            && (word.senses.any(Senses::NUMBER) || word.text.bytes().all(|byte| byte.is_ascii_digit()))
        {
            is_plural = true;
            here += 1;
        }
        let begins_source =
            first.source_of.is_some() && (at == 0 || words[at - 1].source_of != first.source_of);
        let found = self.noun_phrase(at..here, determiner, owner, is_plural, begins_source, depth);
        found.or_else(|| pronoun.map(|number| (number, at + 1)))
    }

    /// `one of them`, `some of the sites`.
    fn partitive(&mut self, at: usize, of: usize, is_plural: bool, depth: usize) -> (usize, usize) {
        let (mut whole, mut end) = (None, of + 1);
        if self.word(end, at).is_some_and(|word| !word.is_mark)
            && let Some((number, after)) = self.phrase(end, depth + 1)
        {
            self.mentions[number].is_inner = true;
            (whole, end) = (Some(number), after);
        }
        let number = self.push(Form::Nominal, at..end, Determiner::Indefinite);
        let mention = &mut self.mentions[number];
        (mention.head, mention.role, mention.is_plural) = (at, at..end, is_plural);
        mention.owner = whole;
        (number, end)
    }

    /// What follows a determiner (`before`, empty where there is none).
    fn noun_phrase(
        &mut self,
        before: Range<usize>,
        determiner: Determiner,
        owner: Option<usize>,
        is_plural: bool,
        begins_source: bool,
        depth: usize,
    ) -> Option<(usize, usize)> {
        let words = self.words;
        let (start, from) = (before.start, before.end);
        let (mut here, mut role, mut determiner, mut owner) = (from, from, determiner, owner);
        let mut noun: Option<usize> = None;
        let (mut unknown, mut owners) = (0, 0);
        while let Some(word) = self.word(here, start) {
            // Words that are not known count only within a source.
            let is_beyond = begins_source && word.source_of != words[start].source_of;
            let is_long = here - start > PHRASE || owners > DEPTH;
            if word.is_mark || is_long || is_beyond && noun.is_none() && unknown > 0 {
                break;
            }
            if noun.is_some() && self.is_border(here) {
                break;
            }
            if self.is_capital(here) && !self.is_common(here, owner.is_some()) {
                let run = self.run(here, start, determiner);
                let last = run.end - 1;
                if words[last].is_possessive {
                    let number = self.name(start, role, run.clone(), determiner, owner);
                    self.mentions[number].is_inner = true;
                    (owner, determiner) = (Some(number), Determiner::Owned);
                    (here, role, noun, unknown) = (run.end, run.end, None, 0);
                    owners += 1;
                    continue;
                }
                let goes_on = self.goes_on(run.end, start) && !self.is_title(&run);
                if goes_on && self.is_sort(run.end) && world_of(words, &run).is_none() {
                    let number = self.name(start, role, run.clone(), determiner, owner);
                    if self.mentions[number].form == Form::Name {
                        self.mentions[number].words.end = run.end + 1;
                    }
                    return Some((number, run.end + 1));
                }
                if goes_on {
                    let number = self.name(run.start, run.start, run.clone(), Determiner::None, None);
                    self.mentions[number].is_inner = true;
                    if owner.is_none() {
                        owner = Some(number);
                    }
                    here = run.end;
                    continue;
                }
                // `several Varrenian blogs`: an adjective of a noun that is not known.
                let is_adjective = determiner == Determiner::Indefinite
                    && run.len() == 1
                    && self
                        .word(run.end, start)
                        .is_some_and(|next| !next.is_mark && !next.senses.any(Senses::CLOSED));
                if is_adjective {
                    self.inner_name(run);
                    return None;
                }
                let weak = run.len() == 1 && word.is_first && self.is_weak(here);
                if weak && word.source_of.is_none() {
                    return None;
                }
                let number = self.name(start, role, run.clone(), determiner, owner);
                // `the Moorland MP for Gull Bay`
                if self.mentions[number].form == Form::Nominal {
                    let end = self.complement(number, run.end, depth);
                    return Some((number, end));
                }
                return Some((number, run.end));
            }
            if word.plain == "own" && determiner == Determiner::Owned {
                here += 1;
                role = here;
                continue;
            }
            if word.senses.any(Senses::CLOSED) || word.senses.any(Senses::DAY) {
                break;
            }
            if word.senses.any(Senses::NOUN) {
                if word.is_possessive {
                    let number = self.nominal(start, role, here, determiner, owner, is_plural);
                    self.mentions[number].is_inner = true;
                    (owner, determiner) = (Some(number), Determiner::Owned);
                    (role, noun, unknown) = (here + 1, None, 0);
                    owners += 1;
                } else {
                    // `the guild leader`: leader of the guild.
                    if let Some(before) = noun.filter(|&before| before + 1 == here && owner.is_none())
                        && words[before].senses.any(Senses::ORGANISATION)
                        && !matches!(words[before].plain.as_ref(), "opposition" | "party")
                        && (word.senses.any(Senses::PERSON.with(Senses::GROUP))
                            // `an army statement`; but papers are filed at a court by others.
                            || VOICES.contains(&word.plain.as_ref()) && words[before].plain != "court")
                    {
                        let number = self.nominal(before, before, before, Determiner::Definite, None, false);
                        self.mentions[number].is_inner = true;
                        owner = Some(number);
                    }
                    noun = Some(here);
                    // `Mother of three Ann Holm`
                    let is_parent = word.senses.any(Senses::FAMILY)
                        && self.word(here + 1, start).is_some_and(|of| of.plain == "of")
                        && self.word(here + 2, start).is_some_and(|word| word.senses.any(Senses::NUMBER))
                        && self.word(here + 3, start).is_some()
                        && self.is_capital(here + 3);
                    if is_parent {
                        here += 3;
                        continue;
                    }
                    // `Head of purchasing Ann Holm`
                    let is_field = begins_source
                        && word.senses.any(Senses::PERSON)
                        && self.word(here + 1, start).is_some_and(|of| of.plain == "of")
                        && self.word(here + 2, start).is_some_and(|field| {
                            !field.is_mark && !field.is_capital && !field.senses.any(Senses::CLOSED)
                        })
                        && self.word(here + 3, start).is_some_and(|name| name.source_of == word.source_of)
                        && self.is_capital(here + 3);
                    if is_field {
                        here += 3;
                        continue;
                    }
                    // `Rival skipper Ann Holm`: one noun more, which is not known.
                    let is_title = begins_source
                        && word.senses.any(Senses::PERSON.with(Senses::ORGANISATION).with(Senses::PLACE))
                        && self.word(here + 1, start).is_some_and(|next| {
                            !next.is_mark
                                && !next.is_capital
                                && !next.is_cue
                                && !next.senses.any(Senses::CLOSED)
                        })
                        && self.word(here + 2, start).is_some_and(|next| !next.is_mark)
                        && self.is_capital(here + 2)
                        && words[here + 2].source_of == words[start].source_of;
                    if !self.goes_on(here + 1, start) && !self.is_capital(here + 1) && !is_title {
                        break;
                    }
                }
            } else if !word.senses.any(Senses::MODIFIER) {
                let is_bare = determiner == Determiner::None && !begins_source;
                // `the lottery's chief`: an owner that no table knows.
                if word.is_possessive
                    && noun.is_none()
                    && matches!(determiner, Determiner::Definite | Determiner::Indefinite)
                    && self.goes_on(here + 1, start)
                {
                    let number = self.nominal(start, role, here, determiner, owner, is_plural);
                    self.mentions[number].is_inner = true;
                    (owner, determiner) = (Some(number), Determiner::Owned);
                    (role, noun, unknown) = (here + 1, None, 0);
                    owners += 1;
                    here += 1;
                    continue;
                }
                let is_behind = noun.is_some() && !self.goes_on(here, start) && !self.is_capital(here + 1);
                if word.is_possessive || is_behind || is_bare || unknown == UNKNOWN {
                    break;
                }
                unknown += 1;
            }
            here += 1;
        }
        // `its coordinator said`: a noun that no table knows, which speaks.
        let is_alone = noun.is_none()
            && begins_source
            && determiner == Determiner::Owned
            && unknown > 0
            && (PEOPLE.iter().any(|end| words[here - 1].plain.ends_with(end))
                || self.word(here, start).is_some_and(|word| word.text == ",")
                    && self.word(here + 1, start).is_some_and(|word| word.is_capital));
        let noun = noun.or_else(|| is_alone.then(|| here - 1))?;
        // `the Republican convention`: an adjective of a noun that is not known.
        let is_adjective = words[noun].is_capital
            && words[noun].senses.any(Senses::MODIFIER)
            && self
                .word(noun + 1, start)
                .is_some_and(|next| !next.is_mark && !next.is_capital && !next.senses.any(Senses::CLOSED));
        if is_adjective {
            return None;
        }
        let number = self.nominal(start, role, noun, determiner, owner, is_plural);
        let end = self.complement(number, noun + 1, depth);
        Some((number, end))
    }

    /// Whether a word begins something else than the noun before it: a verb of saying behind its source (`the company
    /// estimates`), or a source behind what it tells of (`the emails | Ms Hale sent`).
    fn is_border(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| &self.words[before]) else { return false };
        let word = &self.words[at];
        let is_verb = word.is_cue && before.source_of.is_some() && !before.is_possessive;
        let is_source = word.source_of.is_some()
            && before.source_of != word.source_of
            && !before.is_capital
            && !before.is_possessive
            && before.senses.any(Senses::NOUN)
            && !before.senses.any(Senses::PERSON.with(Senses::MODIFIER));
        is_verb || is_source
    }

    /// Whether a common noun, or words before one, follow directly.
    fn goes_on(&self, at: usize, from: usize) -> bool {
        let mut here = at;
        while let Some(word) = self.word(here, from) {
            if word.is_mark
                || self.is_border(here)
                || word.senses.any(Senses::CLOSED)
                || (self.is_capital(here) && !self.is_common(here, true))
            {
                return false;
            }
            if word.senses.any(Senses::NOUN) {
                return true;
            }
            // One word that is not known, unless it looks like a verb.
            let is_noun = here == at && !["ed", "s", "ing"].iter().any(|end| word.plain.ends_with(end));
            if word.is_possessive || !(word.senses.any(Senses::MODIFIER) || is_noun) || here > at + 2 {
                return false;
            }
            here += 1;
        }
        false
    }

    /// Whether the word is a noun of sort, and no other noun follows.
    fn is_sort(&self, at: usize) -> bool {
        SORTS.contains(&self.words[at].plain.as_ref())
            && !self.words[at].is_possessive
            && !self.goes_on(at + 1, at)
            && !self.is_capital(at + 1)
    }

    /// Whether a capital word is a common noun or stands before one: `the Bureau`, `the Prime Minister`.
    fn is_common(&self, at: usize, is_owned: bool) -> bool {
        let words = self.words;
        let mut here = at;
        while let Some(word) = self.word(here, at) {
            if word.is_mark || !self.is_capital(here) || here - at > NAME {
                break;
            }
            if !word.senses.any(Senses::NOUN.with(Senses::MODIFIER)) || world(&word.plain).is_some() {
                return false;
            }
            here += 1;
            if self.joins_group(here - 1) {
                return false;
            }
            if word.is_possessive {
                break;
            }
        }
        if here == at {
            return false;
        }
        let last = &words[here - 1];
        let of = self.word(here, at).is_some_and(|word| word.plain == "of")
            && self.is_capital(here + 1)
            && last.senses.any(Senses::ORGANISATION);
        if here == at + 1 && self.is_office_of(at) {
            return false;
        }
        // `Election Commission` is a name, `Prime Minister` a role, `Bureau` short for a name; `Kestovia's Foreign
        // Ministry` is one of many.
        !of && last.senses.any(Senses::NOUN)
            && (here == at + 1 || is_owned || last.senses.any(Senses::PERSON))
    }

    /// Whether a title with `of` begins here, and a name stands behind it: `Secretary of State Anna Vell`.
    fn is_office_of(&self, at: usize) -> bool {
        let field = Senses::MODIFIER.with(Senses::ORGANISATION).with(Senses::PLACE);
        let [title, of, name, next] = [0, 1, 2, 3].map(|step| self.word(at + step, at));
        title.is_some_and(|word| word.senses.any(Senses::PERSON) && !word.is_possessive)
            && of.is_some_and(|word| word.plain == "of")
            && name.is_some_and(|word| {
                word.senses.any(field) && !word.is_possessive && world(&word.plain).is_none()
            })
            && next.is_some_and(|word| !word.is_mark && !word.senses.any(Senses::NOUN))
            && self.is_capital(at + 2)
            && self.is_capital(at + 3)
    }

    /// A word that has a capital only because a sentence begins with it.
    fn is_weak(&self, at: usize) -> bool {
        let plain = self.words[at].plain.as_ref();
        let seen = self.seen.get(plain).copied().unwrap_or_default();
        seen.capital == 0
            && !self.known.contains(plain)
            && world(plain).is_none()
            && given_name(plain) == Senses::default()
    }

    /// A run of words with capitals and what joins them.
    fn run(&self, at: usize, start: usize, determiner: Determiner) -> Range<usize> {
        let words = self.words;
        let mut here = at;
        loop {
            let word = &words[here];
            here += 1;
            if word.is_possessive && !self.joins_group(here - 1) || here - at >= NAME {
                break;
            }
            let Some(next) = self.word(here, at) else { break };
            let after = here + 1;
            let is_adjacent = next.range.start == word.range.end;
            if self.is_capital(here) {
                continue;
            }
            let is_short = word.text.chars().count() == 1
                || word.senses.any(Senses::HONORIFIC)
                || matches!(word.plain.as_ref(), "st" | "ft" | "mt")
                || word.text.contains('.');
            if next.text == "."
                && is_adjacent
                && is_short
                && self.word(after, at).is_some()
                && self.is_capital(after)
            {
                here = after;
                continue;
            }
            let goes = self.word(after, at).is_some() && self.is_capital(after);
            let text = next.plain.as_ref();
            let is_office = |word: &Word<'_>| word.senses.any(Senses::ORGANISATION.with(Senses::IN_NAMES));
            let joins = match text {
                "&" => goes,
                "of" => {
                    let the = self.word(after, at).is_some_and(|word| word.plain == "the");
                    let end = if the { after + 1 } else { after };
                    let follows = self.word(end, at).is_some() && self.is_capital(end);
                    if is_office(word) && follows {
                        here = end;
                        continue;
                    }
                    goes && word.senses.any(Senses::PERSON)
                        && words[after]
                            .senses
                            .any(Senses::MODIFIER.with(Senses::ORGANISATION).with(Senses::PLACE))
                        && !self.is_alone(after)
                }
                "and" => {
                    let is_whole = determiner == Determiner::Definite && start + 1 >= at && !is_office(word)
                        || words[at..here].iter().any(|word| word.plain == "of");
                    goes && is_whole && world(&word.plain).is_none() && {
                        let end = (after..words.len())
                            .take_while(|&here| self.word(here, at).is_some() && self.is_capital(here))
                            .take(NAME)
                            .last()
                            .unwrap_or(after);
                        is_office(&words[end]) || words[at..here].iter().any(|word| word.plain == "of")
                    }
                }
                "for" | "on" => goes && BODIES.contains(&word.plain.as_ref()),
                _ => goes && PARTICLES.contains(&text),
            };
            if !joins {
                break;
            }
            here = after;
        }
        at..here
    }

    /// Whether a possessive is part of a name: the people in `Farmers' Milk Pool`, `Growers' Front`, `Women's Institute`.
    fn joins_group(&self, at: usize) -> bool {
        let word = &self.words[at];
        let next = at + 1;
        if !word.is_possessive || self.word(next, at).is_none() || !self.is_capital(next) {
            return false;
        }
        let is_titled = |word: &Word<'_>| {
            word.senses.any(Senses::PERSON.with(Senses::HONORIFIC))
                || given_name(&word.plain).any(Senses::GIVEN)
        };
        if is_titled(&self.words[next]) {
            return false;
        }
        let run = (next..next + NAME)
            .take_while(|&here| self.word(here, at).is_some() && self.is_capital(here))
            .last()
            .map_or(next..next, |last| next..last + 1);
        // `the Democrats' Senate leader` leads no `Democrats' Senate`.
        if self.word(run.end, at).is_some_and(|word| word.senses.any(Senses::PERSON)) {
            return false;
        }
        // A plural in `s'` that no table knows may be a surname, unless it stands with `the` or before a body.
        let ending = word.range.len() - word.text.len();
        let is_plural = word.plain.ends_with('s') && (ending == 1 || ending == '’'.len_utf8());
        let has_article = at > 0 && self.words[at - 1].plain == "the";
        let mut behind = self.words[run].iter().take(BODY);
        word.senses.any(Senses::GROUP)
            || is_plural && (has_article || behind.any(|word| word.senses.any(Senses::ORGANISATION)))
    }

    /// Whether a capital word has none beside it.
    fn is_alone(&self, at: usize) -> bool {
        !self.is_capital(at + 1)
    }

    /// Whether a run ends in a form of address or a role that a name would follow.
    fn is_title(&self, run: &Range<usize>) -> bool {
        self.words[run.end - 1].senses.any(Senses::HONORIFIC)
    }

    /// A name with what stands before it: `Merrow Quays Chief Executive Conrad Blaylocke` has an owner and a role.
    fn name(
        &mut self,
        start: usize,
        role: usize,
        run: Range<usize>,
        determiner: Determiner,
        owner: Option<usize>,
    ) -> usize {
        let words = self.words;
        // `Ann Holm MP` is Ann Holm.
        let end = run.end;
        let is_after = run.len() > 2 && LETTERS.contains(&words[run.end - 1].text);
        let run = if is_after { run.start..run.end - 1 } else { run };
        let last = run.end - 1;
        let senses = |at: usize| words[at].senses;
        let is_office = |at: usize| {
            senses(at).any(Senses::ORGANISATION.with(Senses::IN_NAMES)) && !senses(at).any(Senses::PERSON)
        };
        let is_titled = |at: usize| senses(at).any(Senses::PERSON.with(Senses::HONORIFIC));
        // `House Anna Vell`: a body and a person.
        if !is_titled(run.start)
            && let Some(given) = (run.start + 1..last).find(|&at| {
                is_office(at - 1) && given_name(&words[at].plain).any(Senses::GIVEN) && !is_office(last)
            })
        {
            let body = self.inner_name(run.start..given);
            let number = self.push(Form::Name, start..run.end, determiner);
            let mention = &mut self.mentions[number];
            (mention.head, mention.name, mention.owner) = (last, given..run.end, owner.or(Some(body)));
            return number;
        }
        let begins_given = given_name(&words[run.start].plain).any(Senses::GIVEN) && !is_titled(run.start);
        let is_organisation = run.len() > 1 && is_office(last)
            || run.clone().any(|at| words[at].plain == "of" && at > run.start && is_office(at - 1));
        let mut title = None;
        if !is_organisation {
            let end = if run.len() > 1 { run.end - 1 } else { run.start };
            title = (run.start..end).rev().find(|&at| {
                // `Councilman Dean Vell`: a given name that could be a title, behind one.
                let is_given = at > run.start
                    && at + 1 == last
                    && is_titled(at - 1)
                    && given_name(&words[at].plain).any(Senses::GIVEN);
                is_titled(at)
                    && !is_given
                    && (!begins_given || senses(at).any(Senses::HONORIFIC))
                    && words[at + 1].plain != "of"
            });
            // `Minister of Defence Anna Vell`.
            if title.is_none()
                && let Some(of) =
                    (run.start + 1..end).find(|&at| words[at].plain == "of" && is_titled(at - 1))
            {
                title = (of + 1 < last
                    && senses(of + 1).any(Senses::MODIFIER.with(Senses::ORGANISATION).with(Senses::PLACE)))
                .then_some(of + 1);
            }
            // `Saddler Anna Vell`: a trade that no table knows, which has its capital from the sentence.
            if title.is_none() && !begins_given && run.len() > 2 && self.is_trade(run.start) {
                title = given_name(&words[run.start + 1].plain).any(Senses::GIVEN).then_some(run.start);
            }
            // `Lantern Leader` without a name.
            let is_role =
                run.len() > 1 && senses(last).any(Senses::PERSON) && !begins_given && title.is_none();
            if is_role {
                let begin = self.title_start(run.start, last);
                let place = world(&words[run.start].plain).is_some();
                if determiner != Determiner::None || place || words[last].zone != Zone::Body {
                    let mut owner = owner;
                    if begin > run.start && owner.is_none() {
                        owner = Some(self.inner_name(run.start..begin));
                    }
                    return self.nominal(start, begin, last, determiner, owner, false);
                }
            }
        }
        let (mut owner, mut role, mut name) = (owner, role..run.start, run.clone());
        if let Some(title) = title {
            let begin = self.title_start(run.start, title);
            if begin > run.start && owner.is_none() {
                owner = Some(self.inner_name(run.start..begin));
            }
            if role.is_empty() || begin > run.start {
                role = begin..title + 1;
            } else {
                role.end = title + 1;
            }
            name = title + 1..run.end;
            // The dot of `Sen.`.
            if name.len() > 1 && words[name.start].is_mark {
                name.start += 1;
            }
        }
        let number = self.push(Form::Name, start..end, determiner);
        let mention = &mut self.mentions[number];
        (mention.head, mention.name, mention.role, mention.owner) = (last, name, role, owner);
        number
    }

    /// Whether a word that begins a sentence has the ending of a noun for people and is nowhere part of a name.
    fn is_trade(&self, at: usize) -> bool {
        let word = &self.words[at];
        let seen = self.seen.get(word.plain.as_ref()).copied().unwrap_or_default();
        word.is_first
            && seen.capital == 0
            && !word.is_possessive
            && TRADES.iter().any(|end| word.plain.len() > end.len() + 2 && word.plain.ends_with(end))
    }

    /// Where the title that ends at `end` begins.
    fn title_start(&self, from: usize, end: usize) -> usize {
        let words = self.words;
        let is_part = |at: usize| {
            words[at].senses.any(Senses::MODIFIER.with(Senses::PERSON).with(Senses::HONORIFIC))
                || words[at].plain == "of"
                || words[at].text == "."
                || (words[at].senses.any(Senses::ORGANISATION) && !words[at].senses.any(Senses::BRAND))
        };
        let begin = (from..end).rev().take_while(|&at| is_part(at)).last().unwrap_or(end);
        // The end of a body's name is no part of a title: `Shore Front` in `Shore Front MP Anna Vell`.
        let is_body = |&at: &usize| {
            words[at].senses.any(Senses::ORGANISATION)
                && !words[at].senses.any(Senses::MODIFIER.with(Senses::PERSON))
        };
        if begin > from { (begin..end).find(|at| !is_body(at)).unwrap_or(end) } else { begin }
    }

    fn inner_name(&mut self, name: Range<usize>) -> usize {
        let number = self.push(Form::Name, name.clone(), Determiner::None);
        let mention = &mut self.mentions[number];
        (mention.head, mention.is_inner, mention.name) = (name.end - 1, true, name);
        number
    }

    fn nominal(
        &mut self,
        start: usize,
        role: usize,
        noun: usize,
        determiner: Determiner,
        owner: Option<usize>,
        is_plural: bool,
    ) -> usize {
        let number = self.push(Form::Nominal, start..noun + 1, determiner);
        let senses = self.words[noun].senses;
        let mention = &mut self.mentions[number];
        mention.is_plural = is_plural || (senses.any(Senses::GROUP) && !senses.any(Senses::ORGANISATION));
        (mention.head, mention.role, mention.owner) = (noun, role..noun + 1, owner);
        number
    }

    /// Takes `of the bureau`, `for the ministry` into the phrase; the word after it.
    fn complement(&mut self, number: usize, at: usize, depth: usize) -> usize {
        let senses = self.words[self.mentions[number].head].senses;
        let Some(word) = self.word(at, at - 1) else { return at };
        let joins = match word.plain.as_ref() {
            "of" => true,
            "for" | "at" => senses.any(Senses::PERSON.with(Senses::GROUP)),
            "by" | "from" => senses.any(Senses::DOCUMENT),
            // Only what a name follows: `his deputy on the mission, Ann Holm,`.
            "on" | "to" | "in" => senses.any(Senses::PERSON),
            _ => false,
        };
        let needs_name = matches!(word.plain.as_ref(), "on" | "to" | "in");
        if !joins || self.word(at + 1, at).is_none_or(|word| word.is_mark) || depth >= DEPTH {
            return at;
        }
        let known = self.mentions.len();
        let Some((inner, end)) = self.phrase(at + 1, depth + 1) else { return at };
        let names = self.word(end, at).is_some_and(|mark| mark.text == ",")
            && self.mentions[inner].form == Form::Nominal
            && self.word(end + 1, at).is_some_and(|word| word.is_capital);
        if needs_name && !names {
            self.mentions.truncate(known);
            return at;
        }
        self.mentions[inner].is_inner = true;
        let mention = &mut self.mentions[number];
        if mention.owner.is_none() {
            mention.owner = Some(inner);
        }
        mention.words.end = end;
        end
    }

    /// A source that none of the tables knows: all its words up to the first word of grammar or mark.
    fn whole_source(&mut self, at: usize) -> usize {
        let words = self.words;
        let source = words[at].source_of;
        let mut from = at;
        while words.get(from).is_some_and(|word| {
            word.source_of == source && (word.is_mark || matches!(word.plain.as_ref(), "the" | "a" | "an"))
        }) {
            from += 1;
        }
        let mut end = from;
        while words.get(end).is_some_and(|word| {
            word.source_of == source && !word.is_mark && (!word.senses.any(Senses::CLOSED) || end == from)
        }) {
            end += 1;
        }
        if end == from {
            return at + 1;
        }
        let text = words[at].plain.as_ref();
        let determiner = match text {
            "the" | "these" | "this" | "those" | "that" => Determiner::Definite,
            "a" | "an" | "some" | "no" | "any" | "one" | "another" => Determiner::Indefinite,
            _ if words[at].senses.any(Senses::NUMBER) => Determiner::Indefinite,
            _ => Determiner::None,
        };
        let number = self.push(Form::Nominal, at..end, determiner);
        let head = &words[end - 1].plain;
        let is_plural = head.ends_with('s') && !head.ends_with("ss") || words[at].senses.any(Senses::NUMBER);
        let mention = &mut self.mentions[number];
        (mention.head, mention.role, mention.is_plural) = (end - 1, from..end, is_plural);
        // `a count by the monitors`, not `an annex seen by the paper`
        let is_had = matches!(
            words[end - 1].plain.as_ref(),
            "seen" | "obtained" | "reviewed" | "read" | "quoted" | "cited"
        );
        if !is_had
            && words.get(end).is_some_and(|word| word.plain == "by" && word.source_of == source)
            && let Some((owner, after)) = self.phrase(end + 1, 1)
        {
            self.mentions[owner].is_inner = true;
            let mention = &mut self.mentions[number];
            (mention.owner, mention.words.end) = (Some(owner), after);
            return after;
        }
        end
    }

    fn push(&mut self, form: Form, words: Range<usize>, determiner: Determiner) -> usize {
        let head = words.end - 1;
        self.mentions.push(Mention {
            head,
            form,
            determiner,
            name: words.start..words.start,
            role: words.start..words.start,
            words,
            owner: None,
            same_as: None,
            is_inner: false,
            is_plural: false,
        });
        self.mentions.len() - 1
    }
}

/// Whether a name is one of an organisation by its words.
pub(super) fn is_organisation_name(words: &[Word<'_>], mention: &Mention) -> bool {
    let name = mention.name.clone();
    let is_office = |word: &Word<'_>| {
        word.senses.any(Senses::ORGANISATION.with(Senses::IN_NAMES)) && !word.senses.any(Senses::GIVEN)
    };
    let has_of = words[name.clone()].windows(2).any(|pair| pair[1].plain == "of" && is_office(&pair[0]));
    name.len() > 1
        && (has_of || is_office(&words[name.end - 1]) || words[name.start].senses.any(Senses::IN_NAMES))
}

/// Whether an acronym is made of the initials of words; small words may count or not.
pub(super) fn initials_fit(words: &[&str], acronym: &str) -> bool {
    let acronym: String = plain(acronym).chars().filter(|c| c.is_alphanumeric()).collect();
    if acronym.chars().count() < 2 {
        return false;
    }
    let initial = |word: &&str| word.chars().next();
    let all: String = words.iter().filter_map(initial).collect();
    let is_small = |word: &&&str| matches!(**word, "of" | "the" | "and" | "for" | "de" | "la" | "&" | "in");
    let big: String = words.iter().filter(|word| !is_small(word)).filter_map(initial).collect();
    acronym == all || acronym == big
}

/// Whether a name is a country, capital or seat that the world knows, or an adjective of one.
pub(super) fn world_of(words: &[Word<'_>], name: &Range<usize>) -> Option<World> {
    if name.len() == 1 {
        return world(&words[name.start].plain);
    }
    if name.len() > 4 || name.is_empty() {
        return None;
    }
    let joined: Vec<&str> = words[name.clone()].iter().map(|word| word.plain.as_ref()).collect();
    world(&joined.join(" "))
}
