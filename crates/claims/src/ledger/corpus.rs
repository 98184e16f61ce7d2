//! Statements of several articles together.

use super::Reading;
use crate::entity::{self, EntityNo, Unified};
use crate::link::{self, ActorNo, Actors, Links, Params, Statement, Tie, TieKind};
use jiff::civil::Date;
use std::ops::Range;

/// An article of a corpus.
#[derive(Clone, Copy, Debug)]
pub struct Source<'c> {
    /// A name other than all others'. Results are in the order of articles, but none of them depends on it.
    pub id: &'c str,
    /// Its text.
    pub text: &'c str,
    /// The day of publication.
    pub published: Option<Date>,
    /// What was read in it.
    pub reading: &'c Reading,
}

/// The number of a statement: of the article, and of the entry in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementNo {
    /// Which article.
    pub article: usize,
    /// Which entry.
    pub entry: usize,
}

/// What several articles say together.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// All statements, article by article. Links name them by their place here.
    pub statements: Vec<StatementNo>,
    /// Actors over articles.
    pub actors: Unified,
    /// Links, unanswered accusations, and what was not looked at.
    pub links: Links,
}

impl Corpus {
    /// The actor that an entity of an article is.
    pub fn actor(&self, article: usize, entity: EntityNo) -> Option<usize> {
        self.actors.of[article].get(entity).copied()
    }

    /// The actor who makes a statement.
    pub fn speaker(&self, articles: &[Source<'_>], number: StatementNo) -> Option<usize> {
        let entry = &articles[number.article].reading.entries[number.entry];
        entry.speaker.entity.and_then(|entity| self.actor(number.article, entity))
    }

    /// The actors whom the content of a statement names.
    fn named(&self, articles: &[Source<'_>], number: StatementNo) -> Vec<usize> {
        let reading = &articles[number.article].reading;
        let content = &reading.entries[number.entry].attribution.content;
        let named = content.iter().flat_map(|piece| entity::named_in(&reading.entities, piece));
        let mut actors: Vec<usize> = named.filter_map(|entity| self.actor(number.article, entity)).collect();
        actors.sort_unstable();
        actors.dedup();
        actors
    }

    /// The actors whom a statement is about.
    pub fn targets(&self, articles: &[Source<'_>], number: StatementNo) -> Vec<usize> {
        let entry = &articles[number.article].reading.entries[number.entry];
        let mut actors: Vec<usize> =
            entry.targets.iter().filter_map(|target| self.actor(number.article, target.entity?)).collect();
        actors.sort_unstable();
        actors.dedup();
        actors
    }
}

/// Finds out who is who, and which statement answers or repeats which.
pub fn connect(articles: &[Source<'_>], params: &Params) -> Corpus {
    let entities: Vec<&entity::Entities> = articles.iter().map(|article| &article.reading.entities).collect();
    let actors = entity::unify(&entities);
    let statements: Vec<StatementNo> = articles
        .iter()
        .enumerate()
        .flat_map(|(article, source)| {
            (0..source.reading.entries.len()).map(move |entry| StatementNo { article, entry })
        })
        .collect();
    let mut corpus = Corpus { statements, actors, links: Links::default() };
    let (described, actors) = described(articles, &corpus);
    corpus.links = link::link(&described, &actors, params);
    corpus
}

/// What links are drawn between: the statements of a corpus in their order, and who speaks for whom.
pub fn described(articles: &[Source<'_>], corpus: &Corpus) -> (Vec<Statement>, Actors) {
    (describe(articles, corpus), ties(&corpus.actors, articles))
}

fn describe(articles: &[Source<'_>], corpus: &Corpus) -> Vec<Statement> {
    let mut starts = Vec::with_capacity(articles.len());
    let mut start = 0;
    for article in articles {
        starts.push(start);
        start += article.reading.entries.len();
    }
    corpus
        .statements
        .iter()
        .map(|&number| {
            let article = &articles[number.article];
            let entry = &article.reading.entries[number.entry];
            let words = |pieces: &[Range<usize>]| -> String {
                pieces.iter().map(|piece| &article.text[piece.clone()]).collect::<Vec<_>>().join(" ")
            };
            let said = entry.said.and_then(|said| {
                let mention = &article.reading.dates[said];
                Some((mention.from?, mention.to?))
            });
            Statement {
                id: format!("{}:{:06}", article.id, number.entry),
                article: number.article as u32,
                at: entry.attribution.cue.start,
                paragraph: entry.paragraph,
                sentence: entry.sentence,
                is_headline: entry.attribution.cue.start < article.reading.headline_end,
                inside: entry.inside.map(|inside| starts[number.article] + inside),
                published: article.published,
                said,
                act: entry.judged.act,
                is_negated: entry.judged.is_negated,
                cue: article.text[entry.attribution.cue.clone()].to_owned(),
                content: words(&entry.attribution.content),
                speaker: corpus.speaker(articles, number).map(|actor| ActorNo(actor as u32)),
                targets: corpus
                    .targets(articles, number)
                    .into_iter()
                    .map(|actor| ActorNo(actor as u32))
                    .collect(),
                named: corpus
                    .named(articles, number)
                    .into_iter()
                    .map(|actor| ActorNo(actor as u32))
                    .collect(),
                level: entry.attribution.level,
            }
        })
        .collect()
}

/// Who speaks for whom.
fn ties(actors: &Unified, articles: &[Source<'_>]) -> Actors {
    let number = |actor: usize| ActorNo(actor as u32);
    let names = actors
        .actors
        .iter()
        .map(|actor| std::iter::once(&actor.name).chain(&actor.aliases).cloned().collect())
        .collect();
    let mut ties: Vec<Tie> = Vec::new();
    for (from, actor) in actors.actors.iter().enumerate() {
        let of = |to: Option<usize>, kind| to.map(|to| Tie { from: number(from), to: number(to), kind });
        ties.extend(of(actor.speaks_for, TieKind::SpeaksFor));
        ties.extend(of(actor.stands_for, TieKind::StandsFor));
    }
    for (article, source) in articles.iter().enumerate() {
        for (entity, of) in source.reading.entities.entities.iter().enumerate() {
            if let Some(to) = of.belongs_to {
                let (from, to) = (actors.of[article][entity], actors.of[article][to]);
                ties.push(Tie { from: number(from), to: number(to), kind: TieKind::MemberOf });
            }
        }
    }
    ties.retain(|tie| tie.from != tie.to);
    ties.sort_unstable();
    ties.dedup();
    Actors { names, ties }
}
