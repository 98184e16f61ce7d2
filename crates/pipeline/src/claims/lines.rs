//! The ledger as JSON lines: an article a line, in the format of the usual scorer of attributions, with more beside it.
//! Places count Unicode code points of `text`; `bytes` are those of the evidence's stream.

use super::{Article, ClaimsResult};
use claims::Level;
use claims::ledger::{Entry, StatementNo};
use claims::link::Link;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

/// Writes all articles; gives their number.
pub(super) fn write(result: &ClaimsResult, out: &mut dyn Write) -> std::io::Result<u64> {
    let mut first = Vec::with_capacity(result.articles.len());
    let mut statements = 0;
    for article in &result.articles {
        first.push(statements);
        statements += article.reading.entries.len();
    }
    let mut links: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
    for link in result.corpus.iter().flat_map(|corpus| &corpus.links.links) {
        links.entry(link.from).or_default().push(link);
    }
    for (number, article) in result.articles.iter().enumerate() {
        let line = line(result, number, article, first[number], &links);
        serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(result.articles.len() as u64)
}

fn line(
    result: &ClaimsResult,
    number: usize,
    article: &Article,
    first: usize,
    links: &BTreeMap<usize, Vec<&Link>>,
) -> Value {
    let points = Points::of(&article.read.text);
    let (mut main, mut nested) = (Vec::new(), Vec::new());
    for (entry, one) in article.reading.entries.iter().enumerate() {
        let no = StatementNo { article: number, entry };
        let value = statement(result, article, no, one, first, links.get(&(first + entry)), &points);
        if one.attribution.level == Level::Main { main.push(value) } else { nested.push(value) }
    }
    let read = &article.read;
    let stated = |stated: &Option<intake::article::Stated>| stated.as_ref().map(|stated| stated.text.clone());
    json!({
        "id": read.id.as_ref().map_or_else(|| article.name.clone(), |id| id.text.clone()),
        "name": article.name,
        "sha256": read.hash.hex(),
        "title": stated(&read.title),
        "publisher": stated(&read.publisher),
        "url": stated(&read.url),
        "published": article.published.map(model::Timestamp::rfc3339),
        "published_from": read.published.as_ref().map(|published| published.found),
        "language": read.language.detected.as_ref().map(|detected| detected.code),
        "quotations_only": article.quotes_only,
        "same_text_as": article.same_as.map(|other| result.articles[other].name.clone()),
        "near_text_of": article.near.map(|other| result.articles[other].name.clone()),
        "text": read.text,
        "attributions": main,
        "nested": nested,
    })
}

fn statement(
    result: &ClaimsResult,
    article: &Article,
    no: StatementNo,
    entry: &Entry,
    first: usize,
    links: Option<&Vec<&Link>>,
    points: &Points,
) -> Value {
    let attribution = &entry.attribution;
    let said = entry.said.map(|said| {
        let mention = &article.reading.dates[said];
        json!({
            "words": &article.read.text[mention.range.clone()],
            "from": mention.from.map(|day| day.to_string()),
            "to": mention.to.map(|day| day.to_string()),
            "basis": mention.basis.name(),
        })
    });
    let links: Vec<Value> = links
        .into_iter()
        .flatten()
        .map(|link| {
            json!({
                "to": link.to + 1,
                "kind": link.kind.name(),
                "basis": link.basis.name(),
                "score": rounded(link.score),
            })
        })
        .collect();
    let bytes = place(article, entry);
    json!({
        "id": first + no.entry + 1,
        "source": points.places(&attribution.source),
        "cue": points.places(std::slice::from_ref(&attribution.cue)),
        "content": points.places(&attribution.content),
        "act": entry.judged.act.name(),
        "frame": entry.judged.frame,
        "negated_cue": entry.judged.is_negated,
        "hedged": !entry.judged.hedges.is_empty(),
        "hedges": points.places(&entry.judged.hedges),
        "speaker": result.speaker(no),
        "speaker_by": entry.speaker.by.name(),
        "targets": result.targets(no),
        "said": said,
        "p": (!article.quotes_only).then(|| rounded(attribution.probability)),
        "by": attribution.by.name(),
        "inside": entry.inside.map(|inside| first + inside + 1),
        "words": {
            "source": article.words(&attribution.source),
            "cue": &article.read.text[attribution.cue.clone()],
            "content": article.words(&attribution.content),
        },
        "bytes": [bytes.start, bytes.end],
        "links": links,
    })
}

/// Where a statement's words stand in the evidence's stream.
pub(super) fn place(article: &Article, entry: &Entry) -> Range<u64> {
    let attribution = &entry.attribution;
    let pieces = || attribution.source.iter().chain(&attribution.content).chain([&attribution.cue]);
    let start = pieces().map(|piece| piece.start).min().unwrap_or(0);
    let end = pieces().map(|piece| piece.end).max().unwrap_or(start);
    article.read.places.place(start..end)
}

/// Four places behind the point: more are noise.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// Code points before each byte.
struct Points(Vec<u32>);

impl Points {
    fn of(text: &str) -> Self {
        let mut points = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for c in text.chars() {
            points.extend(std::iter::repeat_n(count, c.len_utf8()));
            count += 1;
        }
        points.push(count);
        Self(points)
    }

    fn places(&self, pieces: &[Range<usize>]) -> Vec<[u32; 2]> {
        pieces.iter().map(|piece| [self.0[piece.start], self.0[piece.end]]).collect()
    }
}
