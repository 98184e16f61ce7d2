//! Links between statements of a corpus: the same claim again, who answers whom, and what nobody has answered.
//!
//! - **Near verbatim**: half of the runs of five words in common ([`LinkKind::NearVerbatim`]).
//! - **Same claim**: alike in content, on the same side of the question. A small logistic model weighs likeness
//!   ([`Similarity`], by default BM25, and beginnings of words), speakers, headlines and distance; its signals and what
//!   each is worth stand in one table (`weights.rs`).
//! - **Answers**: another table weighs who is accused, acts, distance in the article, words in common, what refers back.
//!   A statement answers the one that weighs most, and those close behind it. What kind of answer it is, its words tell: it
//!   answers where it speaks of the same conduct or refers back to the words before it; a denial in general words is a
//!   [`LinkKind::GenericDenial`]; where neither is plain, or it denies nothing, it is a [`LinkKind::PossibleAnswer`].
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
mod roots;
mod same;
mod similarity;
mod statement;
mod terms;
mod verbatim;
mod weights;

pub use alike::alike;
pub use answers::chosen as chosen_answers;
pub use same::chosen as chosen_same;
pub use similarity::{Bm25, Near, Similarity};
pub use statement::{ActorNo, Actors, Statement, Tie, TieKind};

use corpus::Corpus;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the lines are drawn. The defaults were chosen on four gold sets, leaving out one at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Least probability that two statements make the same claim.
    pub same_claim: f64,
    /// Least probability that a statement answers another.
    pub answer: f64,
    /// Least similarity of words from elsewhere and a statement that may say the same.
    pub alike: f64,
    /// Least similarity of two statements that may contradict each other.
    pub contradiction: f64,
    /// Days after an accusation within which a general denial is taken to be of it.
    pub days: i64,
    /// Statements that may have a term before it is too frequent to lead from one to another.
    pub hub: usize,
}

impl Default for Params {
    fn default() -> Self {
        Self { same_claim: 0.3, answer: 0.21, alike: 0.35, contradiction: 0.3, days: 14, hub: 1000 }
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
    /// How sure the measure is, 0..=1: of answers and same claims a probability.
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
    /// It denies what the other says, refuses what it wants, or replies to it.
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

    /// A number of such links, in words: `1 possible answer`, `3 answers`.
    pub fn counted(self, n: u64) -> String {
        let (one, many) = match self {
            Self::SameClaim => ("repetition", "repetitions"),
            Self::NearVerbatim => ("repetition in the same words", "repetitions in the same words"),
            Self::Answers => ("answer", "answers"),
            Self::GenericDenial => ("generic denial", "generic denials"),
            Self::PossibleAnswer => ("possible answer", "possible answers"),
            Self::ContradictsPossibly => ("possible contradiction", "possible contradictions"),
        };
        model::words::count(n, one, many)
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
    /// It takes up the words of the other.
    SameContent,
    /// The accused denies next to the accusation.
    AccusedNearby,
    /// It stands near the other in its article.
    SpeaksNext,
    /// The accused denies in general words, or in other ones.
    AccusedGeneral,
    /// The denial refers back: `denied it`.
    RefersBack,
    /// What is denied stands in the denial itself: `denied claims that ...`.
    StandsWithin,
    /// The denial turns on the one who spoke.
    SpeakerContradicted,
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
    /// What may be an answer, by its place in the list, and to what: to the accusation itself, or to a statement that
    /// makes the same claim.
    pub possible_answer: Option<(usize, usize)>,
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

/// Pairs of statements with their signals: what the weights of links are fitted on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighed {
    /// Names of an answer's signals, and the pairs: what may answer, what it may answer, the signals.
    pub answers: (Vec<&'static str>, Vec<WeighedPair>),
    /// The same of pairs that may make one claim, of which each stands here once.
    pub same: (Vec<&'static str>, Vec<WeighedPair>),
}

/// Two statements by their places in the list, and their signals.
pub type WeighedPair = (usize, usize, Vec<f64>);

/// What is weighed when statements are linked ([`link`]).
pub fn weighed(statements: &[Statement], actors: &Actors, params: &Params) -> Weighed {
    let corpus = Corpus::of(statements, actors);
    let mut bm25 = Bm25::new(&corpus.terms, corpus.lexicon, params.hub);
    let near: Vec<Vec<Near>> = (0..corpus.len()).map(|number| bm25.near(number, ALIKE)).collect();
    let named =
        |from: u32, to: u32, signals: &[f64]| (corpus.index(from), corpus.index(to), signals.to_vec());
    let names = |weights: &[weights::Weight]| weights.iter().map(|(name, _)| *name).collect();
    let mut answers = Vec::new();
    for answer in 0..corpus.len() {
        answers::weigh(&corpus, &near, answer, &mut answers);
    }
    let answers = answers.iter().map(|(from, to, signals)| named(*from, *to, signals)).collect();
    let same = same::pairs(&corpus, &near)
        .into_iter()
        .map(|(one, other)| named(one, other, &same::signals(&corpus, &bm25, one, other)))
        .collect();
    Weighed { answers: (names(&weights::ANSWER), answers), same: (names(&weights::SAME), same) }
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
