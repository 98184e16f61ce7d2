//! What links are drawn between: statements, and the actors who make them or are meant by them.

use crate::{Act, Level};
use jiff::civil::Date;

/// Number of an actor in [`Actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorNo(pub u32);

/// A statement of an article.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its name, other than all others'. Nothing depends on the order of statements, so this one decides between equals.
    pub id: String,
    /// Which article it is of.
    pub article: u32,
    /// Where its cue begins, in bytes: the order of statements in an article.
    pub at: usize,
    /// The number of the paragraph that its cue stands in.
    pub paragraph: u32,
    /// The number of the sentence that its cue stands in, counted through the article.
    pub sentence: u32,
    /// Whether it stands in the headline.
    pub is_headline: bool,
    /// The statement in whose content it stands, by its place in the list.
    pub inside: Option<usize>,
    /// The day of publication.
    pub published: Option<Date>,
    /// First and last day of the time when it was made, where the article tells.
    pub said: Option<(Date, Date)>,
    /// What kind of statement it is.
    pub act: Act,
    /// Whether the words of saying are negated: `did not deny`.
    pub is_negated: bool,
    /// The words of saying.
    pub cue: String,
    /// What is said.
    pub content: String,
    /// Who says it.
    pub speaker: Option<ActorNo>,
    /// Whom it accuses, praises, asks.
    pub targets: Vec<ActorNo>,
    /// Who is named in what is said.
    pub named: Vec<ActorNo>,
    /// Whether the article itself makes it.
    pub level: Level,
}

impl Statement {
    /// First and last day on which it can have been made: those that the article tells, or the day of publication.
    pub fn days(&self) -> Option<(Date, Date)> {
        self.said.or(self.published.map(|day| (day, day)))
    }
}

/// Who there is, and who speaks for whom.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// Names of each actor; the first is the main one.
    pub names: Vec<Vec<String>>,
    /// Who speaks for whom.
    pub ties: Vec<Tie>,
}

/// That what an actor says counts as the word of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tie {
    /// Who speaks.
    pub from: ActorNo,
    /// For whom.
    pub to: ActorNo,
    /// By what right.
    pub kind: TieKind,
}

/// Why an actor speaks for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieKind {
    /// As spokesperson, office, embassy, lawyer.
    SpeaksFor,
    /// As another name of it: a capital or a seat of government. It holds both ways.
    StandsFor,
    /// As its head or one of its members.
    MemberOf,
}

/// For whom each actor speaks: itself first, then all that ties lead to.
#[derive(Clone, Debug)]
pub(super) struct Voices(Vec<Vec<ActorNo>>);

/// Ties that are followed one after another, and actors that one may speak for.
const STEPS: usize = 3;
const MOST: usize = 16;

impl Voices {
    pub fn of(actors: &Actors) -> Self {
        let mut up: Vec<Vec<ActorNo>> = vec![Vec::new(); actors.names.len()];
        for tie in &actors.ties {
            let both = tie.kind == TieKind::StandsFor;
            for (from, to) in [(tie.from, tie.to)].into_iter().chain(both.then_some((tie.to, tie.from))) {
                if let Some(up) = up.get_mut(from.0 as usize) {
                    up.push(to);
                }
            }
        }
        // By name, as numbers may depend on the order of articles.
        let name = |actor: &ActorNo| actors.names.get(actor.0 as usize).and_then(|names| names.first());
        for up in &mut up {
            up.sort_by_key(name);
            up.dedup();
        }
        let voices = (0..up.len() as u32).map(|actor| {
            let mut all = vec![ActorNo(actor)];
            let mut seen = 0;
            for _ in 0..STEPS {
                let last: Vec<ActorNo> = all[seen..].to_vec();
                seen = all.len();
                for &next in last.iter().filter_map(|from| up.get(from.0 as usize)).flatten() {
                    if all.len() < MOST && !all.contains(&next) {
                        all.push(next);
                    }
                }
            }
            all
        });
        Self(voices.collect())
    }

    /// Those for whom an actor speaks, itself first.
    pub fn of_actor(&self, actor: ActorNo) -> &[ActorNo] {
        self.0.get(actor.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether one of two speaks for the other, or both for a third.
    pub fn are_one_side(&self, a: ActorNo, b: ActorNo) -> bool {
        let (a, b) = (self.of_actor(a), self.of_actor(b));
        a.iter().any(|actor| b.contains(actor))
    }
}
