//! All statements, in an order of their own.

use super::conduct;
use super::roots::Roots;
use super::statement::{ActorNo, Actors, Statement, Voices};
use super::terms::{Lexicon, Terms};
use super::{LinkKind, Order};
use crate::Act;
use hashbrown::HashMap;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Statements by day, article and place, and what is known of each. A statement is known by its number in this order.
pub(super) struct Corpus<'a> {
    statements: &'a [Statement],
    /// Places in the list, by number.
    order: Vec<u32>,
    pub terms: Vec<Terms>,
    /// Number of distinct terms.
    pub lexicon: usize,
    pub voices: Voices,
    roots: Roots,
    /// Kinds of conduct that each speaks of.
    conducts: Vec<u32>,
    /// Statements about each actor, ascending.
    about: HashMap<ActorNo, Vec<u32>>,
    /// Statements of each article by their places in it.
    articles: BTreeMap<u32, Vec<u32>>,
    /// Place of each statement in its article's list.
    places: Vec<u32>,
}

impl<'a> Corpus<'a> {
    pub fn of(statements: &'a [Statement], actors: &Actors) -> Self {
        let mut order: Vec<u32> = (0..statements.len() as u32).collect();
        let key = |&index: &u32| {
            let statement = &statements[index as usize];
            (statement.days().map(|(from, _)| from), statement.published, statement.id.as_str())
        };
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        let mut lexicon = Lexicon::new();
        let own = own_words(statements);
        let terms: Vec<Terms> = order.iter().map(|&index| lexicon.terms(&own[index as usize])).collect();
        let mut about: HashMap<ActorNo, Vec<u32>> = HashMap::new();
        let mut articles: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, &index) in order.iter().enumerate() {
            let statement = &statements[index as usize];
            for &target in statement.targets.iter().chain(statement.meant()) {
                about.entry(target).or_default().push(number as u32);
            }
            articles.entry(statement.article).or_default().push(number as u32);
        }
        let mut places = vec![0; order.len()];
        for article in articles.values_mut() {
            article.sort_by_key(|&number| {
                let statement = &statements[order[number as usize] as usize];
                (statement.at, statement.id.as_str())
            });
            for (place, &number) in article.iter().enumerate() {
                places[number as usize] = place as u32;
            }
        }
        let voices = Voices::of(actors);
        let conducts = order.iter().map(|&index| conduct::of(&statements[index as usize].content)).collect();
        let roots = Roots::of(&terms, lexicon.roots());
        let lexicon = lexicon.len();
        Self { statements, order, terms, lexicon, voices, roots, conducts, about, articles, places }
    }

    pub fn len(&self) -> u32 {
        self.order.len() as u32
    }

    pub fn statement(&self, number: u32) -> &'a Statement {
        &self.statements[self.order[number as usize] as usize]
    }

    pub fn terms_of(&self, number: u32) -> &Terms {
        &self.terms[number as usize]
    }

    /// Terms with a topic that two contents share.
    pub fn shared(&self, a: u32, b: u32) -> usize {
        self.terms_of(a).shared(self.terms_of(b))
    }

    /// The kinds of conduct that a statement speaks of, a bit for each.
    pub fn conducts(&self, number: u32) -> u32 {
        self.conducts[number as usize]
    }

    /// The share of their words that two contents have in common, by the beginnings of words.
    pub fn in_common(&self, a: u32, b: u32) -> f64 {
        self.roots.shared(&self.terms, a, b)
    }

    /// Whether a statement names the speaker of another, or somebody of its side.
    pub fn names_speaker(&self, by: u32, of: u32) -> bool {
        let Some(speaker) = self.statement(of).speaker else { return false };
        self.statement(by).named.iter().any(|&named| self.voices.are_one_side(named, speaker))
    }

    /// Its place in the list that was given.
    pub fn index(&self, number: u32) -> usize {
        self.order[number as usize] as usize
    }

    /// Whether the first stands in the content of the second.
    pub fn is_within(&self, inner: u32, outer: u32) -> bool {
        self.statement(inner).inside == Some(self.index(outer))
    }

    /// Whether it only stands in a denial, which says that it is not so: `denied claims that ...`.
    pub fn is_denied(&self, number: u32) -> bool {
        let outer = self.statement(number).inside.and_then(|index| self.statements.get(index));
        outer.is_some_and(|outer| outer.act == Act::Deny)
    }

    /// Statements about an actor.
    pub fn about(&self, actor: ActorNo) -> &[u32] {
        self.about.get(&actor).map_or(&[], Vec::as_slice)
    }

    /// Statements at most `reach` places away in the same article, in order.
    pub fn neighbours(&self, number: u32, reach: usize) -> &[u32] {
        let article = self.articles.get(&self.statement(number).article).map_or(&[][..], Vec::as_slice);
        let place = self.place(number);
        &article[place.saturating_sub(reach)..(place + reach + 1).min(article.len())]
    }

    /// Statements of its article before it and behind it, in order: at most so many of each.
    pub fn around(&self, number: u32, reach: [usize; 2]) -> (&[u32], &[u32]) {
        let article = self.articles.get(&self.statement(number).article).map_or(&[][..], Vec::as_slice);
        let place = self.place(number);
        let (before, behind) = (&article[..place], &article[place + 1..]);
        (&before[place.saturating_sub(reach[0])..], &behind[..reach[1].min(behind.len())])
    }

    /// Its place among the statements of its article.
    pub fn place(&self, number: u32) -> usize {
        self.places[number as usize] as usize
    }

    /// Statements of the articles with headlines, each headline's with all of its article.
    pub fn headlines(&self) -> impl Iterator<Item = (u32, &[u32])> {
        (0..self.len()).filter(|&number| self.statement(number).is_headline).map(|number| {
            (number, self.articles.get(&self.statement(number).article).map_or(&[][..], Vec::as_slice))
        })
    }

    /// Whether each gives one number, and these differ.
    pub fn have_other_numbers(&self, a: u32, b: u32) -> bool {
        match (self.terms_of(a).numbers.as_slice(), self.terms_of(b).numbers.as_slice()) {
            ([x], [y]) => x != y,
            _ => false,
        }
    }

    pub fn is_same_article(&self, a: u32, b: u32) -> bool {
        self.statement(a).article == self.statement(b).article
    }

    /// Whether both have a known speaker, and these are one or of one side.
    pub fn is_one_side(&self, a: u32, b: u32) -> bool {
        match (self.statement(a).speaker, self.statement(b).speaker) {
            (Some(a), Some(b)) => self.voices.are_one_side(a, b),
            _ => false,
        }
    }

    /// Whether they are about one actor.
    pub fn share_target(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.statement(a).targets, &self.statement(b).targets);
        a.iter().any(|&a| b.iter().any(|&b| self.voices.are_one_side(a, b)))
    }

    /// Whether the speaker of the one is, or speaks for, a target of the other.
    pub fn is_accused(&self, speaker_of: u32, by: u32) -> bool {
        let Some(speaker) = self.statement(speaker_of).speaker else { return false };
        let voices = self.voices.of_actor(speaker);
        // A service is its country's: whoever it belongs to may answer for it.
        let is_own = |target: &ActorNo| self.voices.of_actor(*target).contains(&speaker);
        self.statement(by).targets.iter().any(|target| voices.contains(target) || is_own(target))
    }

    /// Whether the one accuses, and of those whom its words name one is of the side of the other's speaker.
    pub fn is_meant(&self, speaker_of: u32, by: u32) -> bool {
        let Some(speaker) = self.statement(speaker_of).speaker else { return false };
        self.statement(by).meant().iter().any(|&named| self.voices.are_one_side(speaker, named))
    }

    /// The order in time of two statements.
    pub fn order_of(&self, a: u32, b: u32) -> Order {
        let Some(((a_from, a_to), (b_from, b_to))) = self.statement(a).days().zip(self.statement(b).days())
        else {
            return Order::Unknown;
        };
        if a_from > b_to {
            Order::Later
        } else if a_to < b_from {
            Order::Earlier
        } else {
            Order::SameDay
        }
    }

    /// Days from the end of the one to the beginning of the other; `None` without dates.
    pub fn days_between(&self, a: u32, b: u32) -> Option<i64> {
        let ((a_from, a_to), (b_from, b_to)) = self.statement(a).days().zip(self.statement(b).days())?;
        let gap = |from: Date, to: Date| to.duration_since(from).as_hours() / 24;
        Some(gap(a_to, b_from).max(gap(b_to, a_from)).max(0))
    }

    pub fn is_answer(&self, kind: LinkKind) -> bool {
        matches!(kind, LinkKind::Answers | LinkKind::GenericDenial | LinkKind::PossibleAnswer)
    }
}

/// Contents without what others say in them, as that is theirs. A content that is little else stays whole.
fn own_words(statements: &[Statement]) -> Vec<Cow<'_, str>> {
    let mut own: Vec<Cow<'_, str>> =
        statements.iter().map(|statement| Cow::from(&statement.content)).collect();
    for statement in statements {
        let Some(outer) = statement.inside.and_then(|outer| own.get_mut(outer)) else { continue };
        if let Some(at) = outer.find(&statement.content) {
            let rest = outer.len() - statement.content.len();
            if rest >= OWN {
                let end = at + statement.content.len();
                *outer = Cow::from(format!("{} {}", &outer[..at], &outer[end..]));
            }
        }
    }
    own
}

/// Bytes of a content's own words from which on they are compared alone.
const OWN: usize = 30;

/// On which side of a question a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stance {
    /// States something.
    For,
    /// Says that it is not so.
    Against,
    /// Wants something.
    Wish,
    /// Says nothing of it.
    None,
}

impl Statement {
    /// Whom an accusation may mean that has no target: those whom it names.
    fn meant(&self) -> &[ActorNo] {
        if self.act == Act::Accuse { &self.named } else { &[] }
    }

    pub(super) fn stance(&self) -> Stance {
        match self.act {
            Act::Decline => Stance::None,
            Act::Demand => Stance::Wish,
            Act::Deny if !self.is_negated => Stance::Against,
            // `did not accuse`, `has not ruled out`: neither the one nor the other.
            _ if self.is_negated => Stance::None,
            _ => Stance::For,
        }
    }
}
