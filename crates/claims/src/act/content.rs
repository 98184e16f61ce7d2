//! What the content of a statement does, where its cue leaves it open.

use super::frames::Reads;
use super::phrases::{Match, Phrases};
use super::signs::{Kind, SIGNS, Sign};
use super::words::Word;
use crate::Act;
use std::sync::LazyLock;

/// Words before a sign in which a negation of it is looked for.
const NEGATION_REACH: usize = 7;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(SIGNS.iter().map(|sign| sign.words)));

/// What a content does, and the words that show it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub act: Act,
    /// The name of the rule or the sign.
    pub by: &'static str,
    /// The first word of what shows it.
    pub at: usize,
    /// The word after its last.
    pub end: usize,
}

/// Who speaks, as far as his words are read by it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker<'a, 't> {
    /// The words of the source.
    pub words: &'a [Word<'t>],
    /// Whether the source speaks for somebody: a spokesman, an embassy.
    pub is_for_others: bool,
}

impl<'a, 't> Speaker<'a, 't> {
    pub fn of(words: &'a [Word<'t>]) -> Self {
        let is_for_others = words.iter().any(|word| {
            word.is_any(SPEAKS_FOR_OTHERS) || word.text.starts_with("spokes") || word.text.starts_with("representative")
        });
        Self { words, is_for_others }
    }

    /// Whether a name in `words` is one in the source, too.
    fn is_named_in(&self, words: &[Word<'_>]) -> bool {
        words.iter().any(|word| {
            word.is_capital
                && word.text.len() > 3
                && self.words.iter().any(|own| own.is_capital && own.text == word.text)
        })
    }
}

/// Nouns of those who speak for somebody else.
const SPEAKS_FOR_OTHERS: &[&str] = &[
    "lawyer", "lawyers", "attorney", "attorneys", "office", "embassy", "ambassador", "ministry", "minister",
    "campaign", "agent", "aide", "aides", "government", "counsel", "secretary", "chair", "chairman", "chairwoman",
    "president", "director", "executive", "chief", "leader", "editor", "owner", "manager",
];

/// What `words` do, said by `speaker`; `None` where nothing shows that they do more than state something.
pub(super) fn reading(words: &[Word<'_>], speaker: Speaker<'_, '_>, reads: Reads) -> Option<Reading> {
    let signs = PHRASES.all(words);
    let found = |kind: Kind| signs.iter().filter(move |one| SIGNS[one.of].kind == kind);
    let rejection = found(Kind::Rejection)
        .next()
        .map(|one| shown(Act::Deny, one))
        .or_else(|| {
            found(Kind::Falsehood).find(|one| is_predicate(words, one.start)).map(|one| shown(Act::Deny, one))
        })
        .or_else(|| {
            found(Kind::Wrong)
                .chain(found(Kind::Harm))
                .find(|one| is_negated(words, one.start) && !is_refusal(words, one))
                .map(|one| Reading { by: "wrongdoing denied", ..shown(Act::Deny, one) })
        });
    if reads == Reads::Rejection {
        return rejection;
    }
    performed(words)
        .or(rejection)
        .or_else(|| silence(words))
        .or_else(|| own_negation(words, speaker))
        .or_else(|| accusation(words, &signs, reads))
        .or_else(|| found(Kind::Demand).next().map(|one| shown(Act::Demand, one)))
        .or_else(|| imperative(words))
        .or_else(|| {
            found(Kind::Uncertain)
                .find(|one| !(words[one.start].is("may") && words[one.start].is_capital))
                .map(|one| shown(Act::Uncertain, one))
        })
        .or_else(|| question(words))
        .or_else(|| found(Kind::Future).next().map(|one| shown(Act::Predict, one)))
        .or_else(|| {
            found(Kind::Praise)
                .find(|one| !is_negated(words, one.start))
                .map(|one| shown(Act::Praise, one))
        })
}

/// What it does to call somebody or something by the name in `words`.
pub(super) fn description(words: &[Word<'_>]) -> Option<Reading> {
    let signs = PHRASES.all(words);
    let found = |kind: Kind| signs.iter().find(move |one| SIGNS[one.of].kind == kind);
    // Who calls a claim or a number something mostly rejects it; who calls somebody a liar accuses him.
    let is_somebody = !super::target::object(words, 0).is_empty();
    let thing = words.iter().take(4).position(|word| word.is_any(super::signs::THINGS_SAID));
    found(Kind::Rejection)
        .or_else(|| found(Kind::Falsehood))
        .filter(|_| thing.is_some() || !is_somebody)
        .map(|one| shown(Act::Deny, one))
        .or_else(|| thing.map(|at| Reading { act: Act::Deny, by: "names a thing said", at, end: at + 1 }))
        .or_else(|| {
            found(Kind::Praise).filter(|one| !is_negated(words, one.start)).map(|one| shown(Act::Praise, one))
        })
        .or_else(|| {
            found(Kind::Insult)
                .or_else(|| found(Kind::Wrong))
                .or_else(|| found(Kind::Falsehood))
                .or_else(|| found(Kind::Rejection))
                .map(|one| shown(Act::Accuse, one))
        })
}

fn shown(act: Act, one: &Match) -> Reading {
    let sign: &Sign = &SIGNS[one.of];
    Reading { act, by: sign.name, at: one.start, end: one.end }
}

/// Whether a word says that something is not so.
pub(super) fn is_negator(word: &Word<'_>) -> bool {
    word.is_any(&["not", "never", "no", "nobody", "none", "nothing", "neither", "nor", "without", "hardly", "nowhere"])
}

/// Whether what begins at word `at` is negated within its clause.
pub(super) fn is_negated(words: &[Word<'_>], at: usize) -> bool {
    let from = at.saturating_sub(NEGATION_REACH);
    words[from..at].iter().rev().take_while(|word| !word.is_break()).enumerate().any(|(back, word)| {
        // `Not only did they lie`.
        let place = at - 1 - back;
        is_negator(word) && !words.get(place + 1).is_some_and(|next| next.is_any(&["only", "just", "merely"]))
    })
}

/// `refused to` and `failed to` are no wrongdoing that somebody could deny by `not`.
fn is_refusal(words: &[Word<'_>], one: &Match) -> bool {
    words[one.start].text.starts_with("refus") || words[one.start].text.starts_with("ignor")
}

/// Whether a form of `be` or `call` stands before word `at`, in the same clause: what begins there is a predicate.
fn is_predicate(words: &[Word<'_>], at: usize) -> bool {
    let from = at.saturating_sub(5);
    words[from..at].iter().rev().take_while(|word| !word.is_break()).any(|word| {
        word.is_any(&["is", "are", "was", "were", "be", "been", "am", "as"])
    })
}

/// `We reject this`, `I thank them`: who says so does so.
fn performed(words: &[Word<'_>]) -> Option<Reading> {
    let mut is_beginning = true;
    for (at, word) in words.iter().enumerate() {
        let is_after_comma = at > 0 && words[at - 1].is(",") && word.is_any(&["i", "we"]);
        if is_after_comma || is_beginning && word.is_any(&["i", "we", "it", "he", "she", "they"]) {
            let verb = (at + 1..words.len()).take(4).find(|&place| {
                !words[place].is_any(&["have", "has", "had", "also", "strongly", "categorically", "firmly", "again"])
            });
            let performs = verb.and_then(|verb| super::cue::frame_at(words, verb));
            // `I asked` tells of asking.
            let is_told = word.is_any(&["i", "we"]) && verb.is_some_and(|verb| words[verb].text.ends_with("ed"));
            if let Some((frame, end)) = performs
                && PERFORMED.contains(&frame.name)
                && (!is_told || frame.act == Act::Deny)
            {
                return Some(Reading { act: frame.act, by: "does what it says", at, end });
            }
        }
        is_beginning = word.is_stop() || ((is_beginning || word.is(",")) && (word.is_quote() || word.is("that")));
    }
    None
}

/// Frames whose acts are done by saying so.
const PERFORMED: &[&str] = &["accuse", "deny", "dispute", "demand", "call for", "praise", "predict", "doubt"];

/// `It does not comment on gossip`.
fn silence(words: &[Word<'_>]) -> Option<Reading> {
    let at = words.iter().position(is_negator)?;
    let first = words[..at].iter().find(|word| word.is_word && !word.is("that"))?;
    let is_own = first.is_any(&["it", "he", "she", "they", "i", "we"]);
    let end = at + 1 + words[at + 1..].iter().take(2).position(|word| word.is_any(NOT_SPEAKING))?;
    is_own.then_some(Reading { act: Act::Decline, by: "says that it does not speak", at, end: end + 1 })
}

/// Verbs of speaking that are declined by `not`.
const NOT_SPEAKING: &[&str] =
    &["comment", "discuss", "speculate", "elaborate", "answer", "respond", "commenting", "discussing", "speculating"];

/// `We did not`, `it had never done so`, `nobody in my party`: the speaker denies something of himself.
fn own_negation(words: &[Word<'_>], speaker: Speaker<'_, '_>) -> Option<Reading> {
    for (at, word) in words.iter().enumerate() {
        if !is_negator(word) || word.is("without") {
            continue;
        }
        let clause = clause_start(words, at);
        let before = &words[clause..at];
        let after = words.get(at + 1..).unwrap_or_default();
        if after.iter().take(3).any(|next| next.is_any(NOT_KNOWING)) && !word.is("never") {
            continue;
        }
        if before.iter().any(|word| word.is_any(&["if", "unless", "until", "whether", "lest"])) {
            continue;
        }
        let is_first = words[..clause].iter().all(|word| !word.is_word || word.is("that"));
        let is_own = before.iter().any(|word| word.is_any(&["i", "we", "my", "our", "us"]))
            || (is_first
                && before
                    .iter()
                    .find(|word| word.is_word && !word.is("that"))
                    .is_some_and(|word| word.is_any(&["it", "he", "she", "they"])))
            || (word.is("neither") && after.iter().take(2).any(|next| next.is_any(&["i", "we", "he", "she", "it"])))
            || speaker.is_named_in(before)
            || (speaker.is_for_others && word.is("never"));
        let is_will = before.iter().rev().take(2).any(|word| {
            word.is_any(&["will", "would", "can", "could", "should", "must", "shall", "may", "might"])
        });
        let mine = after.iter().take(4).any(|word| word.is_any(&["my", "our"]));
        let is_strong = word.is("never") || word.is_any(&["nobody", "none"]) || word.is("no") && mine;
        let is_any = word.is("not")
            && after.iter().take(5).any(|next| next.is_any(&["any", "anything", "anyone", "anybody"]))
            && !after.iter().take(8).any(|next| next.is_any(&["evidence", "proof", "details", "explanation", "answer"]));
        let is_this = word.is("not") && at >= clause + 2 && {
            words[at - 2].is_any(&["that", "this"]) && words[at - 1].is_any(&["is", "was"])
        };
        let is_verbless = word.is("not")
            && before.iter().all(|word| !word.is_word)
            && after.first().is_some_and(|next| next.is_any(&["a", "an", "one", "me", "us", "at"]));
        let by = if is_own && (!is_will || word.is("never")) {
            "negates an own act"
        } else if is_verbless {
            "not a"
        } else if is_this {
            "this is not"
        } else if is_any && !is_will {
            "not any"
        } else if word.is("never") || (mine && is_strong) {
            "never"
        } else if word.is("no") && before.iter().any(|word| word.is("there")) {
            "there is no"
        } else if word.is("no") && after.iter().take(8).any(|word| word.is_any(&["ever"])) {
            "no ever"
        } else {
            continue;
        };
        return Some(Reading { act: Act::Deny, by, at, end: at + 1 });
    }
    None
}

/// Words behind a negation that make it something else than a denial.
const NOT_KNOWING: &[&str] = &[
    "know", "sure", "certain", "clear", "say", "saying", "rule", "decide", "decided", "deciding", "comment",
    "commenting", "discuss", "speculate", "guess", "guessing", "only", "just", "doubt", "longer", "plan", "plans",
    "explain", "choice", "idea", "yet", "want", "need", "alone", "surprised", "worried", "afraid", "expect",
    "exonerate", "identify", "able", "easy", "matter", "lawyer", "expert", "scared", "angry",
    "happy", "satisfied", "convinced", "interested", "ready", "concerned", "going", "looking", "finished", "done", "seen", "received", "sufficient", "enough",
];

/// Where the clause begins that word `at` is in.
fn clause_start(words: &[Word<'_>], at: usize) -> usize {
    words[..at].iter().rposition(|word| word.is_break()).map_or(0, |place| place + 1)
}

/// Wrongdoing that is told as done.
fn accusation(words: &[Word<'_>], signs: &[Match], reads: Reads) -> Option<Reading> {
    let kind = |one: &Match| SIGNS[one.of].kind;
    for (number, one) in signs.iter().enumerate() {
        let counts = match kind(one) {
            Kind::Wrong => true,
            Kind::Insult => is_predicate(words, one.start),
            Kind::Harm if reads == Reads::Claim => true,
            Kind::Harm => super::target::subject(words, one.start, one.end)
                .iter()
                .any(|phrase| !words[phrase.start].is_any(&["i", "we", "it", "you"])),
            _ => false,
        };
        if !counts || is_negated(words, one.start) {
            continue;
        }
        let clause = clause_start(words, one.start);
        let earlier = || signs[..number].iter().rev().take_while(|other| other.start >= clause);
        if earlier().any(|other| matches!(kind(other), Kind::Charge | Kind::Remedy)) {
            continue;
        }
        if let Some(other) = earlier().find(|other| kind(other) == Kind::Uncertain) {
            return Some(shown(Act::Uncertain, other));
        }
        // What the speaker says of himself is no accusation.
        if words[clause..one.start].iter().any(|word| word.is_any(&["i", "we"]))
            || reads != Reads::Claim && is_of_speaker(words, one.start)
        {
            continue;
        }
        return Some(shown(Act::Accuse, one));
    }
    None
}

/// Whether all of `words` before word `at` is one clause, not quoted, of which `it`, `he` or `she` is the subject: as a rule
/// the speaker.
fn is_of_speaker(words: &[Word<'_>], at: usize) -> bool {
    let first = words[..at].iter().find(|word| !word.is("that"));
    first.is_some_and(|word| word.is_any(&["it", "he", "she"])) && !words[..at].iter().any(Word::is_break)
}

/// `“Show it. Stop whispering.”`
fn imperative(words: &[Word<'_>]) -> Option<Reading> {
    let mut is_beginning = false;
    // `If you have it, show it`.
    let mut is_condition = false;
    for (at, word) in words.iter().enumerate() {
        let takes_object = words.get(at + 1).is_some_and(|next| {
            next.is_any(&["it", "them", "him", "her", "us", "me", "the", "your", "this", "that"])
        });
        let is_order = is_beginning && word.is_any(IMPERATIVES)
            || is_condition && at > 0 && words[at - 1].is(",") && takes_object && !word.is_any(&["then", "that", "and"]);
        if is_order {
            return Some(Reading { act: Act::Demand, by: "imperative", at, end: at + 1 });
        }
        if word.is_stop() {
            is_condition = false;
        }
        is_condition |= word.is("if") && (is_beginning || at == 0);
        is_beginning = word.is_stop() || word.is_quote() && (at == 0 || is_beginning);
    }
    None
}

/// `“Whose eyes are these?”`
fn question(words: &[Word<'_>]) -> Option<Reading> {
    let at = words.iter().position(|word| word.is("?"))?;
    Some(Reading { act: Act::Demand, by: "question", at, end: at + 1 })
}

/// Verbs with which people tell others what to do.
const IMPERATIVES: &[&str] = &[
    "stop", "show", "tell", "publish", "release", "resign", "withdraw", "leave", "give", "prove", "respect",
    "investigate", "keep", "let", "explain", "answer", "apologise", "apologize", "listen", "wait", "remember", "vote",
    "go", "come", "look", "ask", "do", "don't", "be", "say", "put", "make", "take", "stay",
];
