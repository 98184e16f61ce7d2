//! Accusations with and without an answer, and statements in several articles.

use super::ledger::publisher;
use crate::claims::ClaimsResult;
use claims::Act;
use claims::ledger::Corpus;
use claims::link::{Basis, LinkKind};
use jiff::civil::Date;
use model::Timestamp;
use model::words::count;
use report::page::{AnswerRow, Exchange, Quote, ReviewRow, SpreadRow, UnansweredRow};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a day in RFC 3339.
const DAY: usize = "2031-03-04".len();

/// Accusations that something answers or may answer, in the order of the evidence.
pub(super) fn exchanges(result: &ClaimsResult, corpus: &Corpus) -> Vec<Exchange> {
    let act = |statement: usize| result.statement(corpus.statements[statement]).1.judged.act;
    corpus
        .links
        .answers()
        .into_iter()
        .filter(|&(accusation, _)| act(accusation) == Act::Accuse)
        .map(|(accusation, mut links)| {
            links.sort_by(|a, b| {
                a.kind.cmp(&b.kind).then(b.score.total_cmp(&a.score)).then(a.from.cmp(&b.from))
            });
            Exchange {
                accused: result.accused(corpus.statements[accusation]),
                accusation: quote(result, corpus, accusation),
                answers: links
                    .into_iter()
                    .map(|link| AnswerRow {
                        quote: quote(result, corpus, link.from),
                        kind: link.kind.name().to_owned(),
                        basis: basis_in_words(link.basis).to_owned(),
                        score: link.score,
                        order: link.order.name().to_owned(),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Accusations to which nothing in these articles is an answer.
pub(super) fn unanswered(result: &ClaimsResult, corpus: &Corpus) -> Vec<UnansweredRow> {
    let these = count(result.articles.len() as u64, "article", "articles");
    corpus
        .links
        .unanswered
        .iter()
        .map(|one| UnansweredRow {
            accused: result.accused(corpus.statements[one.statement]),
            accusation: quote(result, corpus, one.statement),
            wording: match one.possible_answer {
                None => format!("no answer found in {these}"),
                Some((answer, to)) if to == one.statement => {
                    format!("no answer found in {these}; what may be one is no. {}", answer + 1)
                }
                Some((answer, to)) => format!(
                    "no answer found in {these}; what may be one is no. {}, after no. {}, which makes the same claim",
                    answer + 1,
                    to + 1
                ),
            },
        })
        .collect()
}

/// Statements that stand in several articles in nearly the same words: all that near copies lead to from one.
pub(super) fn spreads(result: &ClaimsResult, corpus: &Corpus) -> Vec<SpreadRow> {
    let mut near: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for link in corpus.links.links.iter().filter(|link| link.kind == LinkKind::NearVerbatim) {
        near.entry(link.from).or_default().push(link.to);
        near.entry(link.to).or_default().push(link.from);
    }
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut spreads = Vec::new();
    for &start in near.keys() {
        let (mut members, mut open) = (Vec::new(), vec![start]);
        while let Some(one) = open.pop() {
            if seen.insert(one) {
                members.push(one);
                open.extend(&near[&one]);
            }
        }
        let articles: BTreeSet<usize> = members.iter().map(|&one| corpus.statements[one].article).collect();
        if articles.len() > 1 {
            members.sort_unstable();
            spreads.push(spread(members.into_iter().map(|one| quote(result, corpus, one)).collect()));
        }
    }
    spreads
}

fn spread(mut places: Vec<Quote>) -> SpreadRow {
    places.sort_by_key(|place| (place.day.is_none(), place.day));
    let undated = places.iter().filter(|place| place.day.is_none()).count() as u64;
    let first = match places.first().and_then(|first| Some((first, first.day?))) {
        None => "No article states a day.".to_owned(),
        Some((first, day)) => {
            let same = places.iter().filter(|place| place.day == Some(day)).count();
            let of = if same > 1 { format!("{same} of them") } else { first.publisher.clone() };
            let open = match undated {
                0 => String::new(),
                n => format!(" {} no day.", count(n, "place has", "places have")),
            };
            format!("The earliest day known is {}: {of}.{open}", &day.rfc3339()[..DAY])
        }
    };
    SpreadRow { first, basis: "Each shares half of its runs of five words with another.".to_owned(), places }
}

/// Reviews of claims by others, as given.
pub(super) fn reviews(result: &ClaimsResult) -> Vec<ReviewRow> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    result
        .reviews
        .iter()
        .map(|one| {
            let rating = one.review.rating.clone().unwrap_or_default();
            ReviewRow {
                publisher: text(&one.review.publisher),
                published: text(&one.review.published),
                url: text(&one.review.url),
                claim: text(&one.review.claim_reviewed),
                claimant: text(&one.review.claimant),
                rating: text(&rating.alternate_name),
                value: text(&rating.value),
                scale: (text(&rating.worst), text(&rating.best)),
                statements: one.statements.iter().map(|(number, _)| *number as u64 + 1).collect(),
            }
        })
        .collect()
}

fn quote(result: &ClaimsResult, corpus: &Corpus, statement: usize) -> Quote {
    let no = corpus.statements[statement];
    let (article, entry) = result.statement(no);
    let said = entry.said.and_then(|said| article.reading.dates[said].from);
    Quote {
        statement: statement as u64 + 1,
        article: no.article as u64 + 1,
        publisher: publisher(article),
        day: said.or(article.day).and_then(midnight),
        speaker: result.speaker(no).map(str::to_owned),
        cue: article.read.text[entry.attribution.cue.clone()].to_owned(),
        text: article.words(&entry.attribution.content),
    }
}

fn midnight(day: Date) -> Option<Timestamp> {
    let moment = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    Some(Timestamp(moment.as_microsecond()))
}

/// Why there is a link, for a reader who does not know the table.
fn basis_in_words(basis: Basis) -> &'static str {
    match basis {
        Basis::SharedRuns => "shares half of its runs of five words",
        Basis::SharedContent => "like words, speakers and targets",
        Basis::Headline => "one is the headline of the other",
        Basis::AccusedSameContent => "by the accused, or who speaks for it, about the same conduct",
        Basis::SameContent => "takes up its words",
        Basis::AccusedNearby => "by the accused, next to the accusation",
        Basis::SpeaksNext => "stands near it in the article",
        Basis::AccusedGeneral => "by the accused, in general or other words",
        Basis::RefersBack => "refers back to the words before it",
        Basis::StandsWithin => "names in its own words what it denies",
        Basis::SpeakerContradicted => "turns on the one who made the accusation",
        Basis::Refusal => "the one asked refuses",
        Basis::OppositeSigns => "opposite signs on one topic",
        Basis::OtherNumbers => "other numbers on one topic",
    }
}
