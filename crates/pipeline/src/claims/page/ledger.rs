//! Statements in lines: the ledger, and who speaks of whom.

use crate::claims::lines::rounded;
use crate::claims::{Article, ClaimsResult, stated};
use claims::Act;
use claims::Level;
use claims::date::DateMention;
use claims::entity::Way;
use claims::ledger::{Corpus, Entry, QUOTATION, StatementNo};
use claims::link::LinkKind;
use jiff::civil::Date;
use report::page::{ActCounts, LedgerRow, Matrix, MatrixCell, Said, limits};
use std::collections::{BTreeMap, BTreeSet};

/// The first lines of the ledger, as many as a page bears.
pub(super) fn rows(result: &ClaimsResult, corpus: &Corpus) -> Vec<LedgerRow> {
    let statements = &corpus.statements[..corpus.statements.len().min(limits::LEDGER)];
    let links = links(corpus, statements.len());
    let row = |(number, &no): (usize, &StatementNo)| row(result, no, number, &links[number]);
    statements.iter().enumerate().map(row).collect()
}

fn row(
    result: &ClaimsResult,
    no: StatementNo,
    number: usize,
    links: &BTreeMap<&'static str, u64>,
) -> LedgerRow {
    let (article, entry) = result.statement(no);
    let attribution = &entry.attribution;
    let words = |pieces: &[std::ops::Range<usize>]| -> Vec<String> {
        pieces.iter().map(|piece| article.read.text[piece.clone()].to_owned()).collect()
    };
    let actor = |&entity: &usize| result.actor(no.article, entity).map(str::to_owned);
    LedgerRow {
        number: number as u64 + 1,
        article: no.article as u64 + 1,
        publisher: publisher(article),
        published: article.published,
        speaker: result.speaker(no).map(str::to_owned),
        speaker_by: match entry.speaker.by {
            _ if article.quotes_only => "unverified".to_owned(),
            Way::None => "unresolved".to_owned(),
            way => way.name().to_owned(),
        },
        source: words(&attribution.source),
        may_be: entry.speaker.alternatives.iter().filter_map(actor).collect(),
        cue: article.read.text[attribution.cue.clone()].to_owned(),
        act: if article.quotes_only { QUOTATION } else { entry.judged.act.name() }.to_owned(),
        is_negated: entry.judged.is_negated,
        hedges: words(&entry.judged.hedges),
        content: words(&attribution.content),
        targets: result.targets(no),
        said: entry.said.map(|said| said_in_words(article, &article.reading.dates[said])),
        p: (!article.quotes_only).then(|| rounded(attribution.probability)),
        by: attribution.by.name().to_owned(),
        is_nested: attribution.level == Level::Nested,
        links: links.iter().map(|(&kind, &n)| (kind.to_owned(), n)).collect(),
    }
}

/// Who published an article; where it does not say so, its name.
pub(super) fn publisher(article: &Article) -> String {
    stated(&article.read.publisher).unwrap_or(&article.name).to_owned()
}

fn said_in_words(article: &Article, mention: &DateMention) -> Said {
    let words = &article.read.text[mention.range.clone()];
    match mention.from.zip(mention.to) {
        Some((from, to)) => {
            Said { when: days(from, to), basis: format!("“{words}”, {}", mention.basis.name()) }
        }
        None => Said { when: format!("“{words}”"), basis: "the day is not settled".to_owned() },
    }
}

/// `2031-03-04`, `2031-03` for a whole month, `2031` for a whole year, else both ends.
fn days(from: Date, to: Date) -> String {
    if from == to {
        from.to_string()
    } else if (from, to) == (from.first_of_year(), from.last_of_year()) {
        from.strftime("%Y").to_string()
    } else if (from, to) == (from.first_of_month(), from.last_of_month()) {
        from.strftime("%Y-%m").to_string()
    } else {
        format!("{from} to {to}")
    }
}

/// Links of the first statements, each counted at both of its ends.
fn links(corpus: &Corpus, statements: usize) -> Vec<BTreeMap<&'static str, u64>> {
    let mut counts = vec![BTreeMap::new(); statements];
    let mut count = |statement: usize, words| {
        if let Some(of) = counts.get_mut(statement) {
            *of.entry(words).or_default() += 1;
        }
    };
    for link in &corpus.links.links {
        count(link.from, link.kind.name());
        count(
            link.to,
            match link.kind {
                LinkKind::Answers => "has an answer",
                LinkKind::GenericDenial => "has a generic denial",
                LinkKind::PossibleAnswer => "has a possible answer",
                mutual => mutual.name(),
            },
        );
    }
    counts
}

/// Who speaks of whom: statements that the articles themselves make, of actors that are known.
pub(super) fn matrix(result: &ClaimsResult, corpus: &Corpus) -> Matrix {
    let mut cells: BTreeMap<(usize, usize), ActCounts> = BTreeMap::new();
    for &no in &corpus.statements {
        let (_, entry) = result.statement(no);
        if entry.attribution.level == Level::Nested {
            continue;
        }
        let actor = |entity: usize| corpus.actor(no.article, entity);
        let Some(speaker) = entry.speaker.entity.and_then(actor) else { continue };
        let targets: BTreeSet<usize> =
            entry.targets.iter().filter_map(|target| actor(target.entity?)).collect();
        for target in targets {
            *of_act(cells.entry((speaker, target)).or_default(), entry) += 1;
        }
    }
    let names = distinct(corpus);
    let name = |actor: usize| names[actor].clone();
    let cell =
        |((speaker, target), counts)| MatrixCell { speaker: name(speaker), target: name(target), counts };
    Matrix { cells: cells.into_iter().map(cell).collect() }
}

fn of_act<'c>(counts: &'c mut ActCounts, entry: &Entry) -> &'c mut u64 {
    match entry.judged.act {
        Act::Accuse => &mut counts.accuse,
        Act::Deny => &mut counts.deny,
        Act::Praise => &mut counts.praise,
        Act::Demand => &mut counts.demand,
        Act::Assert | Act::Decline | Act::Predict | Act::Uncertain => &mut counts.other,
    }
}

/// The actors' names; of several with one name the second has `(2)` behind it, and so on.
fn distinct(corpus: &Corpus) -> Vec<String> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let name = |actor: &'_ claims::entity::Actor, seen: u32| match seen {
        1 => actor.name.clone(),
        more => format!("{} ({more})", actor.name),
    };
    corpus
        .actors
        .actors
        .iter()
        .map(|actor| {
            let count = seen.entry(&actor.name).or_default();
            *count += 1;
            name(actor, *count)
        })
        .collect()
}
