//! The ledger as JSON lines: an article a line, in the format of the usual scorer of attributions, with more beside it.
//! Places count Unicode code points of `text`; `bytes` are those of the evidence's stream.

use super::{Article, ClaimsResult, stated};
use claims::Level;
use claims::ledger::{Entry, StatementNo};
use claims::link::Link;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

/// Writes all articles; gives their number.
pub(super) fn write(result: &ClaimsResult, out: &mut dyn Write) -> std::io::Result<u64> {
    let starts = result.starts();
    let mut links: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
    for link in result.corpus.iter().flat_map(|corpus| &corpus.links.links) {
        links.entry(link.from).or_default().push(link);
    }
    for (number, article) in result.articles.iter().enumerate() {
        let points = Points::of(&article.read.text);
        let line = line(result, number, article, starts[number], &links, &points);
        serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(result.articles.len() as u64)
}

/// An article, with its names in order. Statements are made one at a time while they are written: as values they take
/// ten times the room of their words.
#[derive(Serialize)]
struct Line<'l, S> {
    attributions: S,
    id: &'l str,
    language: Option<&'static str>,
    name: &'l str,
    near_text_of: Option<&'l str>,
    nested: S,
    published: Option<String>,
    published_from: Option<&'static str>,
    publisher: Option<&'l str>,
    quotations_only: bool,
    same_text_as: Option<&'l str>,
    sha256: String,
    text: &'l str,
    title: Option<&'l str>,
    url: Option<&'l str>,
}

/// A list that is made while it is written.
struct Made<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Made<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

fn line<'l>(
    result: &'l ClaimsResult,
    number: usize,
    article: &'l Article,
    first: usize,
    links: &BTreeMap<usize, Vec<&Link>>,
    points: &Points,
) -> Line<'l, impl Serialize> {
    let statements = |level: Level| {
        Made(move || {
            let entries = article.reading.entries.iter().enumerate();
            entries.filter(move |(_, one)| one.attribution.level == level).map(move |(entry, one)| {
                let no = StatementNo { article: number, entry };
                statement(result, article, no, one, first, links.get(&(first + entry)), points)
            })
        })
    };
    let read = &article.read;
    Line {
        attributions: statements(Level::Main),
        id: stated(&read.id).unwrap_or(&article.name),
        language: read.language.detected.as_ref().map(|detected| detected.code),
        name: &article.name,
        near_text_of: article.near.map(|other| result.articles[other].name.as_str()),
        nested: statements(Level::Nested),
        published: article.published.map(model::Timestamp::rfc3339),
        published_from: read.published.as_ref().map(|published| published.found),
        publisher: stated(&read.publisher),
        quotations_only: article.quotes_only,
        same_text_as: article.same_as.map(|other| result.articles[other].name.as_str()),
        sha256: read.hash.hex(),
        text: &read.text,
        title: stated(&read.title),
        url: stated(&read.url),
    }
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
    let mut statement = json!({
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
    });
    statement.sort_all_objects();
    statement
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
