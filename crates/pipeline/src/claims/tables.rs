//! The lens's tables, in the schemas of [`model::schema`].

use super::lines::{place, rounded};
use super::{ClaimsResult, stated};
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray, UInt32Array,
    UInt64Array,
};
use arrow_schema::ArrowError;
use claims::ledger::StatementNo;
use intake::article::{RawArticle, Stated};
use model::At;
use model::schema::{self, Table};
use std::sync::Arc;

/// All tables.
pub(super) fn tables(result: &ClaimsResult) -> Result<[(Table, RecordBatch); 3], ArrowError> {
    Ok([articles(result)?, statements(result)?, links(result)?])
}

fn numbers(values: impl Iterator<Item = usize>) -> ArrayRef {
    Arc::new(UInt32Array::from_iter_values(values.map(|value| value as u32)))
}

fn texts(values: impl Iterator<Item = Option<String>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values))
}

fn articles(result: &ClaimsResult) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::articles();
    let all = &result.articles;
    let stated = |of: fn(&RawArticle) -> &Option<Stated>| {
        texts(all.iter().map(move |article| stated(of(&article.read)).map(str::to_owned)))
    };
    let columns: Vec<ArrayRef> = vec![
        numbers(1..=all.len()),
        texts(all.iter().map(|article| Some(article.name.clone()))),
        Arc::new(UInt64Array::from_iter_values(all.iter().map(|article| match article.raw.at {
            At::Bytes(start, _) => start,
            At::Row(row) => row,
        }))),
        texts(all.iter().map(|article| Some(article.read.hash.hex()))),
        stated(|read| &read.title),
        stated(|read| &read.publisher),
        Arc::new(
            TimestampMicrosecondArray::from_iter(all.iter().map(|article| article.published.map(|at| at.0)))
                .with_timezone("UTC"),
        ),
        texts(
            all.iter()
                .map(|article| article.read.published.as_ref().map(|published| published.found.to_owned())),
        ),
        stated(|read| &read.url),
        texts(
            all.iter().map(|article| article.read.language.detected.as_ref().map(|one| one.code.to_owned())),
        ),
        numbers(all.iter().map(|article| article.reading.entries.len())),
        Arc::new(UInt32Array::from_iter(
            all.iter().map(|article| article.same_as.map(|other| other as u32 + 1)),
        )),
        Arc::new(UInt32Array::from_iter(
            all.iter().map(|article| article.near.map(|other| other as u32 + 1)),
        )),
    ];
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}

fn statements(result: &ClaimsResult) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::statements();
    let starts = result.starts();
    let mut all = Vec::new();
    for (number, article) in result.articles.iter().enumerate() {
        for (entry, one) in article.reading.entries.iter().enumerate() {
            all.push((StatementNo { article: number, entry }, article, one));
        }
    }
    let said = |of: fn(&claims::date::DateMention) -> Option<String>| {
        texts(
            all.iter()
                .map(move |(_, article, one)| one.said.and_then(|said| of(&article.reading.dates[said]))),
        )
    };
    let places: Vec<_> = all.iter().map(|(_, article, one)| place(article, one)).collect();
    let columns: Vec<ArrayRef> = vec![
        numbers(1..=all.len()),
        numbers(all.iter().map(|(no, ..)| no.article + 1)),
        texts(all.iter().map(|(no, ..)| result.speaker(*no).map(str::to_owned))),
        texts(all.iter().map(|(_, _, one)| Some(one.speaker.by.name().to_owned()))),
        texts(all.iter().map(|(_, _, one)| Some(one.judged.act.name().to_owned()))),
        Arc::new(BooleanArray::from_iter(all.iter().map(|(_, _, one)| Some(one.judged.is_negated)))),
        texts(all.iter().map(|(_, article, one)| Some(article.words(&one.attribution.source)))),
        texts(
            all.iter()
                .map(|(_, article, one)| Some(article.read.text[one.attribution.cue.clone()].to_owned())),
        ),
        texts(all.iter().map(|(_, article, one)| Some(article.words(&one.attribution.content)))),
        texts(all.iter().map(|(no, ..)| Some(result.targets(*no).join("; ")))),
        texts(all.iter().map(|(_, article, one)| {
            let hedges = one.judged.hedges.iter().map(|hedge| &article.read.text[hedge.clone()]);
            Some(hedges.collect::<Vec<_>>().join("; "))
        })),
        said(|mention| mention.from.map(|day| day.to_string())),
        said(|mention| mention.to.map(|day| day.to_string())),
        said(|mention| Some(mention.basis.name().to_owned())),
        Arc::new(Float64Array::from_iter(
            all.iter().map(|(_, article, one)| {
                (!article.quotes_only).then(|| rounded(one.attribution.probability))
            }),
        )),
        texts(all.iter().map(|(_, _, one)| Some(one.attribution.by.name().to_owned()))),
        Arc::new(UInt32Array::from_iter(
            all.iter().map(|(no, _, one)| one.inside.map(|inside| (starts[no.article] + inside + 1) as u32)),
        )),
        Arc::new(UInt64Array::from_iter_values(places.iter().map(|place| place.start))),
        Arc::new(UInt64Array::from_iter_values(places.iter().map(|place| place.end))),
    ];
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}

fn links(result: &ClaimsResult) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::statement_links();
    let all = result.corpus.as_ref().map_or(&[][..], |corpus| &corpus.links.links);
    let columns: Vec<ArrayRef> = vec![
        numbers(all.iter().map(|link| link.from + 1)),
        numbers(all.iter().map(|link| link.to + 1)),
        texts(all.iter().map(|link| Some(link.kind.name().to_owned()))),
        texts(all.iter().map(|link| Some(link.basis.name().to_owned()))),
        Arc::new(Float64Array::from_iter_values(all.iter().map(|link| rounded(link.score)))),
        texts(all.iter().map(|link| Some(link.order.name().to_owned()))),
    ];
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}
