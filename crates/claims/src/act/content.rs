//! What the content of a statement does, where its cue leaves it open.

use super::charge;
use super::denial;
use super::frames::Reads;
use super::phrases::{Match, Phrases};
use super::signs::{Kind, SIGNS, THINGS_SAID};
use super::words::{Set, Word, set};
use crate::Act;
use crate::syntax::Tag;
use std::sync::LazyLock;

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

impl Reading {
    pub fn of(act: Act, one: &Match) -> Self {
        Self { act, by: SIGNS[one.of].name, at: one.start, end: one.end }
    }
}

/// A content with its signs.
#[derive(Debug)]
pub(super) struct Content<'a, 't> {
    pub words: &'a [Word<'t>],
    pub signs: Vec<Match>,
    /// The words of the source.
    pub source: &'a [Word<'t>],
    /// Whether it begins with a mark of quotation: `I` is the speaker, and `he` somebody else.
    pub is_quoted: bool,
}

impl<'a, 't> Content<'a, 't> {
    pub fn new(words: &'a [Word<'t>], source: &'a [Word<'t>]) -> Self {
        let is_quoted = words.first().is_some_and(Word::is_quote);
        Self { words, signs: PHRASES.all(words), source, is_quoted }
    }

    /// The signs of `kind`.
    pub fn signs(&self, kind: Kind) -> impl Iterator<Item = &Match> {
        self.signs.iter().filter(move |one| SIGNS[one.of].kind == kind)
    }

    /// Where the clause begins that word `at` is in.
    pub fn clause(&self, at: usize) -> usize {
        self.words[..at].iter().rposition(Word::is_break).map_or(0, |place| place + 1)
    }

    /// Where the sentence begins that word `at` is in.
    pub fn sentence(&self, at: usize) -> usize {
        self.words[..at].iter().rposition(Word::is_stop).map_or(0, |place| place + 1)
    }

    /// The form of `be` shortly before word `at` in the same clause: what begins there is its predicate.
    pub fn predicate(&self, at: usize) -> Option<usize> {
        let from = at.saturating_sub(4).max(self.clause(at));
        (from..at)
            .rev()
            .take_while(|&place| !self.words[place].is_any(ENDS_PREDICATE))
            .find(|&place| is_be(&self.words[place]))
    }

    /// Whether what begins at word `at` is only added to what an indirect content says first: `it was looking into it and
    /// could not say more`.
    pub fn is_added(&self, at: usize) -> bool {
        const BETWEEN: &[&str] =
            &["it", "he", "she", "they", "has", "have", "had", "is", "are", "was", "were"];
        let before = self.words[..at].iter().rposition(|word| !word.is_any(BETWEEN));
        !self.is_quoted && before.is_some_and(|place| place > 3 && self.words[place].is_any(&["and", "but"]))
    }

    /// Whether a form of `be` stands shortly before word `at`.
    pub fn is_predicate(&self, at: usize) -> bool {
        self.predicate(at).is_some()
    }

    /// The first word that is neither mark nor `that`.
    pub fn first(&self) -> Option<&Word<'t>> {
        self.words.iter().find(|word| word.is_word && !word.is("that"))
    }

    /// Whether word `at` is a pronoun of the speaker's: `we` anywhere, `it`, `he` and `she` as first word of an indirect
    /// content, and `they` where the source is more than one.
    pub fn is_speaker(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.is_any(&["i", "we"])
            || !self.is_quoted
                && (word.is_any(&["it", "he", "she"]) || word.is("they") && self.has_many_sources())
                && self.first().is_some_and(|first| first.range == word.range)
    }

    /// Whether word `at` stands in a relative clause that begins shortly before it: `a film in which she seems to nod`.
    fn is_relative(&self, at: usize) -> bool {
        let from = at.saturating_sub(3).max(self.clause(at));
        self.words[from..at].iter().any(|word| word.is_any(&["which", "who", "where"]))
    }

    /// Whether word `at`, the first of the content, names the speaker or what is the speaker's.
    pub fn is_own(&self, at: usize) -> bool {
        self.is_speaker(at)
            || self.words[at].is_any(&["its", "his", "her", "their", "our", "my"])
            || denial::is_named(self.source, &self.words[at..(at + 4).min(self.words.len())])
    }

    /// The place of the first word that is neither mark nor `that`.
    pub fn beginning(&self) -> Option<usize> {
        self.words.iter().position(|word| word.is_word && !word.is("that"))
    }

    /// Whether somebody or something is spoken well of.
    pub fn is_friendly(&self) -> bool {
        self.signs(Kind::Praise).chain(self.signs(Kind::Good)).next().is_some()
    }

    /// Whether the source looks like more than one.
    fn has_many_sources(&self) -> bool {
        self.source.iter().any(|word| {
            word.is_any(&["they", "and", "people", "police", "who"])
                || !word.is_capital && word.text.len() > 3 && word.text.ends_with('s')
        })
    }
}

/// Words behind a form of `be` after which something else is spoken of: `is sold on an illegal market`.
const ENDS_PREDICATE: &[&str] =
    &["of", "to", "that", "who", "on", "at", "by", "for", "from", "with", "about", "into", "after"];

pub(super) fn is_be(word: &Word<'_>) -> bool {
    word.is_any(&["is", "are", "was", "were", "be", "been", "being", "am"])
}

/// What the content does; `None` where nothing shows that it does more than state something.
pub(super) fn reading(content: &Content<'_, '_>, reads: Reads) -> Option<Reading> {
    match reads {
        Reads::Rejection => return denial::rejection(content),
        Reads::Warning => return warning(content),
        _ => {}
    }
    performed(content)
        .or_else(|| denial::plain_no(content))
        .or_else(|| denial::elliptic(content))
        .or_else(|| denial::rejection(content))
        .or_else(|| denial::silence(content))
        .or_else(|| denial::own_negation(content))
        .or_else(|| denial::of_nobody(content))
        .or_else(|| charge::accusation(content, reads))
        .or_else(|| charge::hint(content))
        .or_else(|| charge::of_others(content).filter(|_| reads == Reads::Distance))
        .or_else(|| denial::defence(content).filter(|_| reads == Reads::Defence))
        .or_else(|| demand(content))
        .or_else(|| imperative(content))
        .or_else(|| {
            let is_month =
                |one: &Match| content.words[one.start].is("may") && content.words[one.start].is_capital;
            content
                .signs(Kind::Uncertain)
                .find(|one| !is_month(one) && !content.is_added(one.start) && !content.is_relative(one.start))
                .map(|one| Reading::of(Act::Uncertain, one))
        })
        .or_else(|| question(content))
        .or_else(|| {
            // `We are going to` is a plan.
            let is_will = |one: &Match| {
                is_be(&content.words[one.start])
                    && (one.start.saturating_sub(3)..one.start).any(|at| content.is_speaker(at))
            };
            content.signs(Kind::Future).find(|one| !is_will(one)).map(|one| Reading::of(Act::Predict, one))
        })
        .or_else(|| {
            content
                .signs(Kind::Praise)
                .find(|one| !denial::is_negated(content, one.start))
                .map(|one| Reading::of(Act::Praise, one))
        })
        .or_else(|| charge::jibe(content))
}

/// `Warned that the gate was loose` tells what is; only what may come is predicted.
fn warning(content: &Content<'_, '_>) -> Option<Reading> {
    const OPEN: &[&str] = &[
        "will",
        "would",
        "could",
        "may",
        "might",
        "can",
        "shall",
        "should",
        "must",
        "if",
        "unless",
        "risk",
        "risks",
        "risked",
        "risking",
        "likely",
        "going",
        "until",
        "soon",
        "threaten",
        "threatens",
        "threatened",
        "coming",
        "expect",
        "to",
    ];
    let is_clause = |word: &Word<'_>| is_be_or_have(word) || word.tag.is_some_and(Tag::is_finite);
    let finite = content.words.iter().take(12).position(is_clause)?;
    if content.words.iter().any(|word| word.is_any(OPEN)) {
        return None;
    }
    let is = Reading { act: Act::Assert, by: "warns of what is", at: finite, end: finite + 1 };
    denial::rejection(content).or_else(|| charge::accusation(content, Reads::Content)).or(Some(is))
}

/// What it does to call somebody or something by the name in the content.
pub(super) fn description(content: &Content<'_, '_>) -> Option<Reading> {
    let found = |kind: Kind| content.signs(kind).next();
    // Who calls a claim or a number something mostly rejects it; who calls somebody a liar accuses him.
    let is_somebody = !super::target::object(content.words, 0).is_empty();
    let first = content.first()?;
    if first.is_any(&["itself", "himself", "herself", "themselves", "myself", "ourselves"]) {
        return None;
    }
    // `What she called false statements`: deeds, not a claim.
    let is_deed = first.is("what");
    // A report or a number may be called `damning` and stand.
    let is_finding = |one: &Reading| content.words[one.at].is_any(&["report", "reports", "figures"]);
    let is_blunt =
        content.words.iter().any(|word| word.is("as")) && !content.words.iter().any(Word::is_quote);
    let thing = thing_said(content).filter(|one| !(is_deed || is_finding(one) && is_blunt));
    found(Kind::Rejection)
        .or_else(|| found(Kind::Falsehood))
        .filter(|_| thing.is_some() || !is_somebody && !is_deed)
        .map(|one| Reading::of(Act::Deny, one))
        .or(thing)
        .or_else(|| {
            content
                .signs(Kind::Praise)
                .chain(content.signs(Kind::Good))
                .find(|one| !denial::is_negated(content, one.start))
                .map(|one| Reading::of(Act::Praise, one))
        })
        .or_else(|| {
            [Kind::Bad, Kind::Wrong, Kind::Harsh, Kind::Hint, Kind::Falsehood, Kind::Rejection]
                .into_iter()
                .find_map(found)
                .map(|one| Reading::of(Act::Accuse, one))
        })
        .or_else(|| {
            // Whose words are taken over with marks of quotation is mostly not kind: `called the mayor “a weathercock”`.
            let at =
                content.words.iter().position(Word::is_quote).filter(|&at| at > 0 && !content.is_quoted)?;
            let is_plain = content.words[at..].iter().any(|word| word.is_in(&PLAIN_NAMES));
            (!is_plain).then_some(Reading { act: Act::Accuse, by: "called a name", at, end: at + 1 })
        })
}

/// Words by which something is called and neither blamed nor praised.
static PLAIN_NAMES: LazyLock<Set> = LazyLock::new(|| {
    set(
        "routine technical preliminary normal standard ordinary necessary temporary complicated complex difficult \
         tense frank cordial quiet busy unusual rare unique new final private personal independent friendly mutual \
         amicable moderate cautious stable steady surreal like ongoing isolated mixed serious critical urgent \
         sensitive confidential surprised sad limited modest small minor early interim",
    )
});

/// A claim or the like is named at the beginning of the content, and by that rejected.
pub(super) fn thing_said(content: &Content<'_, '_>) -> Option<Reading> {
    let at = content.words.iter().take(4).position(|word| word.is_in(&THINGS_SAID))?;
    Some(Reading { act: Act::Deny, by: "names a thing said", at, end: at + 1 })
}

/// `We reject this`, `I thank them`: who says so does so.
fn performed(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let mut is_beginning = true;
    for (at, word) in words.iter().enumerate() {
        let is_after_comma = at > 0 && words[at - 1].is(",") && word.is_any(&["i", "we"]);
        if (is_after_comma || is_beginning) && content.is_speaker(at) {
            let verb = (at + 1..words.len()).take(4).find(|&place| !words[place].is_any(BEFORE_VERB));
            let performs = verb.and_then(|verb| super::cue::frame_at(words, verb));
            // `I asked` and `she had asked` tell of asking.
            let is_had = words.get(at + 1).is_some_and(|next| next.is("had"));
            let is_told = (word.is_any(&["i", "we"]) || is_had)
                && verb.is_some_and(|verb| words[verb].text.ends_with("ed"));
            if let Some((frame, end)) = performs
                && PERFORMED.contains(&frame.name)
                && (!is_told || frame.act == Act::Deny)
                && !(verb.is_some_and(|verb| words[verb].text.starts_with("want"))
                    && words.get(end).is_some_and(|next| next.is("to")))
            {
                return Some(Reading { act: frame.act, by: DOES, at, end });
            }
        }
        is_beginning =
            word.is_stop() || ((is_beginning || word.is(",")) && (word.is_quote() || word.is("that")));
    }
    None
}

/// Words between a pronoun and the verb by which something is done.
const BEFORE_VERB: &[&str] = &["have", "has", "had", "also", "strongly", "firmly", "again"];

/// The name of the rule of [`performed`].
pub(super) const DOES: &str = "does what it says";

/// Frames whose acts are done by saying so.
const PERFORMED: &[&str] =
    &["accuse", "deny", "dispute", "demand", "call for", "praise", "predict", "doubt", "hope"];

/// `They must publish it`, where it is no question and no condition.
fn demand(content: &Content<'_, '_>) -> Option<Reading> {
    // `It should have said so` blames; `should have a say` demands.
    let is_should = |one: &&Match| {
        let words = content.words;
        words[one.start].is_any(&["should", "ought"])
            && !words[one.end - 1..].iter().take(3).any(super::target::is_participle)
    };
    content
        .signs(Kind::Demand)
        .filter(|one| {
            // `Its call for patience` tells of one.
            if content.words[one.start].is("call") && content.words[one.start].is_noun() {
                return false;
            }
            let behind = &content.words[one.end..];
            let blames = behind.iter().take(3).any(|word| word.is_any(&["have", "has"]))
                && behind.iter().take(4).any(super::target::is_participle);
            !(content.words[one.start].is_any(&["should", "ought"]) && blames)
        })
        .chain(content.signs(Kind::Wrong).filter(is_should))
        .find(|one| {
            let before = &content.words[content.sentence(one.start)..one.start];
            // `We have to` tells of need.
            let is_own = content.words[one.start].is_any(&["have", "has", "had", "need", "needs", "needed"])
                && before.last().is_none_or(|word| {
                    word.is_any(super::target::PRONOUNS)
                        || !super::target::is_actor(word) && !word.is_any(&["someone", "somebody"])
                });
            !is_own && !before.iter().any(|word| word.is_any(&["whether", "if", "why", "what", "how"]))
        })
        .map(|one| Reading::of(Act::Demand, one))
}

/// `“Show it. Stop whispering.”`, `“If you have it, show it.”`
fn imperative(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    // `“Open the books!”`: a bare verb begins.
    let begins = content.beginning().filter(|&at| {
        let next = words.get(at + 1);
        content.is_quoted
            && words[at].is_capital
            && words[at].tag == Some(Tag::Vb)
            && !words[at].is_in(&NO_ORDERS)
            && next.is_some_and(|next| next.is_word && !next.tag.is_some_and(Tag::is_finite))
    });
    let mut is_beginning = false;
    let mut is_condition = false;
    for (at, word) in words.iter().enumerate() {
        let next = |texts: &[&str]| words.get(at + 1).is_some_and(|next| next.is_any(texts));
        // `Let me tell you` and `do you know` are no orders.
        let is_order = begins == Some(at)
            || is_beginning
                && word.is_in(&IMPERATIVES)
                && !(word.is("let") && next(&["me", "'s"]))
                && (!word.is("do") || next(&["not"]))
            || is_condition
                && words[at.saturating_sub(1)].is(",")
                && next(&["it", "them", "him", "her", "us", "me", "your"])
                && !word.is_in(&super::target::STOPS);
        if is_order {
            return Some(Reading { act: Act::Demand, by: "imperative", at, end: at + 1 });
        }
        // What comes after something said is no order of its own: `“No gate has moved. Go where you always go.”`
        if word.is_stop() && !word.is(";") && words[..at].iter().any(is_be_or_have) {
            return None;
        }
        if word.is_stop() {
            is_condition = false;
        }
        is_condition |= word.is("if") && (is_beginning || at == 0);
        is_beginning = word.is_stop() || word.is_quote() && (at == 0 || is_beginning);
    }
    None
}

fn is_be_or_have(word: &Word<'_>) -> bool {
    is_be(word) || word.is_any(&["has", "have", "had"])
}

/// Verbs with which people tell others what to do.
static IMPERATIVES: LazyLock<Set> = LazyLock::new(|| {
    set(
        "stop show tell publish release resign withdraw leave give prove respect investigate keep let explain \
         answer apologise apologize listen wait remember vote go come ask do be say put make take stay name tear \
         bring hand send remove judge recount count",
    )
});

/// Bare verbs that begin something else than an order: `Thank you`, `Believe me`.
static NO_ORDERS: LazyLock<Set> = LazyLock::new(|| {
    set(
        "thank thanks look see believe trust imagine note guess say let call suppose pray bless damn welcome mind \
         please hope god do be have",
    )
});

/// `“Whose eyes are these?”`
fn question(content: &Content<'_, '_>) -> Option<Reading> {
    let at = content.words.iter().position(Word::is_stop)?;
    (content.is_quoted && content.words[at].is("?")).then_some(Reading {
        act: Act::Demand,
        by: QUESTION,
        at,
        end: at + 1,
    })
}

/// The name of the rule of [`question`].
pub(super) const QUESTION: &str = "question";
