//! Links between statements of a corpus: the same claim again, who answers whom, and what nobody has answered.
//!
//! - **Near verbatim**: half of the runs of five words in common ([`LinkKind::NearVerbatim`]).
//! - **Same claim**: alike in content, on the same side of the question; alike is [`Similarity`], by default BM25, with a
//!   bonus where speakers and targets agree. The threshold was chosen on the open gold set, one story left out at a time.
//! - **Answers**: a denial by the one accused, or by who speaks for it, that is not older than the accusation. It answers
//!   where it speaks of the same conduct or refers back to the words before it; a denial in general words is a
//!   [`LinkKind::GenericDenial`] near the accusation, and a [`LinkKind::PossibleAnswer`] elsewhere. Not to comment
//!   answers nothing.
//! - **Unanswered**: accusations of somebody to which nothing in these articles is an answer. That an answer stands
//!   elsewhere is always possible.
//! - **Contradictions**: the same topic with opposite signs or other numbers. Always only possible.
//!
//! The result does not depend on the order of statements, but on their ids. The work is near-linear: every statement is
//! compared with a bounded number of others, and what was not looked at is counted in [`Links::cut`].

mod alike;
mod answers;
mod conduct;
mod contradictions;
mod corpus;
mod same;
mod similarity;
mod statement;
mod terms;
mod verbatim;

pub use alike::alike;
pub use similarity::{Bm25, Near, Similarity};
pub use statement::{ActorNo, Actors, Statement, Tie, TieKind};

use corpus::Corpus;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the lines are drawn. The defaults were chosen on the open gold set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Least score of two statements that make the same claim.
    pub same_claim: f64,
    /// What one speaker, or speakers of one side, add to that score.
    pub same_speaker: f64,
    /// What the same target adds to it.
    pub same_target: f64,
    /// Least similarity of an accusation and a denial by the accused that answers it.
    pub answer: f64,
    /// Least similarity of two statements that may contradict each other.
    pub contradiction: f64,
    /// Days after an accusation within which a general denial is taken to be of it.
    pub days: i64,
    /// Statements that may have a term before it is too frequent to lead from one to another.
    pub hub: usize,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            same_claim: 0.65,
            same_speaker: 0.15,
            same_target: 0.15,
            answer: 0.08,
            contradiction: 0.3,
            days: 14,
            hub: 1000,
        }
    }
}

/// A link from a statement to another one, by their places in the list. Where one of them is later, it is the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The later statement, or the one that answers.
    pub from: usize,
    /// The other one.
    pub to: usize,
    /// What the one is to the other.
    pub kind: LinkKind,
    /// How sure the measure is, 0..=1; comparable within a kind only.
    pub score: f64,
    /// What decided.
    pub basis: Basis,
    /// What is known of the order in time.
    pub order: Order,
}

/// What a statement is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// It says the same.
    SameClaim,
    /// It says it in the same words.
    NearVerbatim,
    /// It denies what the other says.
    Answers,
    /// It denies in general words, near the accusation.
    GenericDenial,
    /// It may be an answer.
    PossibleAnswer,
    /// The two may not both hold.
    ContradictsPossibly,
}

impl LinkKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SameClaim,
        Self::NearVerbatim,
        Self::Answers,
        Self::GenericDenial,
        Self::PossibleAnswer,
        Self::ContradictsPossibly,
    ];

    /// Whether one answers, or may answer, the other.
    pub fn is_answer(self) -> bool {
        matches!(self, Self::Answers | Self::GenericDenial | Self::PossibleAnswer)
    }

    /// Whether both make the same claim.
    pub fn is_repetition(self) -> bool {
        matches!(self, Self::SameClaim | Self::NearVerbatim)
    }

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameClaim => "same_claim",
            Self::NearVerbatim => "near_verbatim",
            Self::Answers => "answers",
            Self::GenericDenial => "generic_denial",
            Self::PossibleAnswer => "possible_answer",
            Self::ContradictsPossibly => "contradicts_possibly",
        }
    }
}

/// What decided that there is a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Runs of five words in common.
    SharedRuns,
    /// Likeness of contents, speakers and targets.
    SharedContent,
    /// One stands in the headline of the other.
    Headline,
    /// The accused, or who speaks for it, denies the same conduct.
    AccusedSameContent,
    /// Somebody denies what was said of nobody in particular.
    SameContent,
    /// The accused denies next to the accusation.
    AccusedNearby,
    /// Somebody denies next to an accusation of nobody who is known, or the accused speaks next to it.
    SpeaksNext,
    /// The accused denies in general words.
    AccusedGeneral,
    /// The denial refers back: `denied it`.
    RefersBack,
    /// What is denied stands in the denial itself: `denied claims that ...`.
    StandsWithin,
    /// The denial turns on the one who spoke.
    SpeakerContradicted,
    /// The same side goes on with a denial.
    Continues,
    /// The one asked refuses.
    Refusal,
    /// Opposite signs on one topic.
    OppositeSigns,
    /// Different numbers on one topic.
    OtherNumbers,
}

impl Basis {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SharedRuns => "shared_runs",
            Self::SharedContent => "shared_content",
            Self::Headline => "headline",
            Self::AccusedSameContent => "accused_same_content",
            Self::SameContent => "same_content",
            Self::AccusedNearby => "accused_nearby",
            Self::SpeaksNext => "speaks_next",
            Self::AccusedGeneral => "accused_general",
            Self::RefersBack => "refers_back",
            Self::StandsWithin => "stands_within",
            Self::SpeakerContradicted => "speaker_contradicted",
            Self::Continues => "continues",
            Self::Refusal => "refusal",
            Self::OppositeSigns => "opposite_signs",
            Self::OtherNumbers => "other_numbers",
        }
    }
}

/// What is known of two statements' order in time, from dates of the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The first is of a later day.
    Later,
    /// Both are of one day, or of days that overlap.
    SameDay,
    /// The first is of an earlier day.
    Earlier,
    /// No date tells.
    Unknown,
}

impl Order {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::SameDay => "same_day",
            Self::Earlier => "earlier",
            Self::Unknown => "unknown",
        }
    }
}

/// An accusation of somebody to which there is no answer in these articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The accusation, by its place in the list.
    pub statement: usize,
    /// Whether something may be an answer to it.
    pub has_possible_answer: bool,
}

/// What was not looked at, because there was too much of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Terms in more statements than [`Params::hub`]: they lead to no candidates.
    pub terms: u64,
    /// Runs of words that more statements have than were looked at.
    pub runs: u64,
    /// Statements about one accused, beyond those nearest in time to a denial.
    pub accusations: u64,
}

/// All links, in the order of the ids of their ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// The links; at most one of a kind between two statements.
    pub links: Vec<Link>,
    /// Accusations without an answer.
    pub unanswered: Vec<Unanswered>,
    /// What was left out.
    pub cut: Cut,
}

impl Links {
    /// Links of some kinds.
    pub fn count(&self, which: impl Fn(LinkKind) -> bool) -> u64 {
        self.links.iter().filter(|link| which(link.kind)).count() as u64
    }

    /// What answers, or may answer, each statement that something does, in the order of the links.
    pub fn answers(&self) -> BTreeMap<usize, Vec<&Link>> {
        let mut answers: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
        for link in self.links.iter().filter(|link| link.kind.is_answer()) {
            answers.entry(link.to).or_default().push(link);
        }
        answers
    }
}

/// Links statements by BM25.
pub fn link(statements: &[Statement], actors: &Actors, params: &Params) -> Links {
    let corpus = Corpus::of(statements, actors);
    let mut bm25 = Bm25::new(&corpus.terms, corpus.lexicon, params.hub);
    let mut links = linked(&corpus, &mut bm25, params);
    links.cut.terms = bm25.cut() as u64;
    links
}

/// Links statements by another measure. `measure` is given all contents, in the order by which [`Similarity`] numbers them.
pub fn link_by<S: Similarity>(
    statements: &[Statement],
    actors: &Actors,
    params: &Params,
    measure: impl FnOnce(&[&str]) -> S,
) -> Links {
    let corpus = Corpus::of(statements, actors);
    let contents: Vec<&str> =
        (0..corpus.len()).map(|number| corpus.statement(number).content.as_str()).collect();
    linked(&corpus, &mut measure(&contents), params)
}

/// A link between two statements by their canonical numbers.
#[derive(Clone, Copy, Debug)]
struct Found {
    from: u32,
    to: u32,
    kind: LinkKind,
    score: f64,
    basis: Basis,
}

/// Statements that each one is compared with: the most alike.
const ALIKE: usize = 24;

fn linked(corpus: &Corpus<'_>, similarity: &mut dyn Similarity, params: &Params) -> Links {
    // Asked once, as this is most of the work.
    let near: Vec<Vec<Near>> = (0..corpus.len()).map(|number| similarity.near(number, ALIKE)).collect();
    let (verbatim, runs) = verbatim::near_verbatim(corpus);
    let same = same::same_claims(corpus, &near, similarity, params);
    let (answers, accusations) = answers::answers(corpus, &near, similarity, params);
    let contradictions = contradictions::contradictions(corpus, &near, &answers, params);

    let mut found: Vec<Found> =
        verbatim.into_iter().chain(same).chain(answers).chain(contradictions).collect();
    // The later statement first; of the same link found twice, the better one.
    for link in &mut found {
        let is_mutual = !corpus.is_answer(link.kind);
        if is_mutual && link.from < link.to {
            (link.from, link.to) = (link.to, link.from);
        }
    }
    let id = |number: u32| corpus.statement(number).id.as_str();
    found.sort_by(|a, b| {
        (id(a.from), id(a.to), a.kind)
            .cmp(&(id(b.from), id(b.to), b.kind))
            .then(b.score.total_cmp(&a.score))
            .then(a.basis.cmp(&b.basis))
    });
    found.dedup_by_key(|link| (link.from, link.to, link.kind));
    // A better kind of answer says all that a weaker one does; kinds stand in this order.
    let mut last = None;
    found.retain(|link| {
        let is_answer = corpus.is_answer(link.kind);
        let is_weaker = is_answer && last == Some((link.from, link.to));
        if is_answer {
            last = Some((link.from, link.to));
        }
        !is_weaker
    });

    let unanswered = answers::unanswered(corpus, &found);
    let links = found
        .iter()
        .map(|link| Link {
            from: corpus.index(link.from),
            to: corpus.index(link.to),
            kind: link.kind,
            score: link.score,
            basis: link.basis,
            order: corpus.order_of(link.from, link.to),
        })
        .collect();
    Links { links, unanswered, cut: Cut { terms: 0, runs, accusations } }
}

#[cfg(test)]
mod tests;
