//! Articles out of files, each with its statements.

use super::{Article, ArticleFile, ClaimsOptions, ClaimsResult, copies, extractor, is_english, reviews};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::lost::{Lost, rejected};
use crate::outputs::Rejects;
use crate::read::{Stream, place};
use claims::extract::{Extractor, Mode};
use claims::ledger::{self, Dated, MOST_TEXT, Reading};
use intake::article::{ArticleLimits, ArticleSink, Published, RawArticle, read_articles};
use intake::{IntakeError, SinkError, Source};
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use model::words::thousands;
use model::{EvidenceNo, Problem, RawRef, Severity, Timestamp};
use rayon::prelude::*;
use std::collections::HashMap;

/// Articles that are read at once, and the bytes of their texts.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 32 << 20;

/// Reads all articles.
pub(super) fn run(
    inputs: &[(EvidenceNo, Input)],
    options: &ClaimsOptions,
    rejects: Option<&mut Rejects>,
    ctx: &Ctx<'_>,
) -> Result<ClaimsResult> {
    let extractor = extractor(options)?;
    let mut sink = Sink {
        stream: Stream::none(),
        extractor: &extractor,
        mode: options.mode,
        waiting: Vec::new(),
        bytes: 0,
        seen: HashMap::new(),
        rejects,
        result: ClaimsResult::default(),
    };
    for (number, input) in inputs {
        input.announce(ctx.progress);
        sink.stream.begin(*number, &input.name);
        let at = |bytes: u64| ctx.progress.at(bytes);
        let problems = sink.result.problems.len();
        let limits = ArticleLimits { others_are_read: input.is_shared, ..ArticleLimits::default() };
        match read_articles(&input.path, *number, &limits, Some(&at), &mut sink) {
            Ok(file) => {
                let rejects = rejected(&sink.result.problems[problems..]);
                sink.result.files.push(ArticleFile {
                    no: *number,
                    name: input.name.clone(),
                    sha256: file.sha256,
                    bytes: file.bytes,
                    articles: file.articles,
                    rejects,
                });
            }
            Err(error @ IntakeError::Sink(_)) => return Err(Error::from(error)),
            Err(error) => sink.result.failed.push((input.name.clone(), error.called(&input.name))),
        }
    }
    sink.settle();
    let mut result = sink.result;
    copies::mark(&mut result.articles);
    reviews::read(&options.reviews, &mut result)?;
    Ok(result)
}

struct Sink<'s> {
    stream: Stream,
    extractor: &'s Extractor,
    mode: Mode,
    waiting: Vec<(String, RawRef, RawArticle)>,
    bytes: usize,
    /// Texts that came already, by their hashes.
    seen: HashMap<model::Sha256, usize>,
    rejects: Option<&'s mut Rejects>,
    result: ClaimsResult,
}

impl ArticleSink for Sink<'_> {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.stream.enter(source);
        Ok(())
    }

    fn article(&mut self, article: RawArticle) -> Result<(), SinkError> {
        self.bytes += article.text.len();
        let raw = self.stream.raw(article.at);
        let name = match article.at {
            model::At::Bytes(0, _) => self.stream.path.clone(),
            at => format!("{}, {}", self.stream.path, place(at)),
        };
        self.waiting.push((name, raw, article));
        if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.settle();
        }
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        let lost = Lost::take(problem, &self.stream.path, self.rejects.as_deref_mut())?;
        self.result.problems.push(lost);
        Ok(())
    }
}

impl Sink<'_> {
    fn settle(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let articles: Vec<&RawArticle> = waiting.iter().map(|(_, _, article)| article).collect();
        let groups = together(&articles);
        let readings: Vec<(Reading, bool)> =
            groups.par_iter().flat_map_iter(|articles| read(self.extractor, articles, self.mode)).collect();
        for ((name, raw, article), (reading, quotes_only)) in waiting.into_iter().zip(readings) {
            let number = self.result.articles.len();
            let same_as = match self.seen.get(&article.hash) {
                Some(&first) => Some(first),
                None => {
                    self.seen.insert(article.hash, number);
                    None
                }
            };
            self.note_limits(&name, &article, &reading);
            self.result.articles.push(Article {
                name,
                raw,
                published: article.published.as_ref().and_then(moment),
                day: day(&article),
                quotes_only,
                same_as,
                near: None,
                reading,
                read: article,
            });
        }
    }

    /// Tells what of an article was not looked into.
    fn note_limits(&mut self, name: &str, article: &RawArticle, reading: &Reading) {
        let mut note = |code, message| {
            self.result.problems.push(Lost {
                code,
                severity: Severity::Note,
                place: name.to_owned(),
                message,
            });
        };
        if reading.read < article.text.len() {
            let unread = article.places.place(reading.read..article.text.len());
            let message = format!(
                "statements are looked for in the first {} MiB of a text; this one goes on from byte {} to {}",
                MOST_TEXT >> 20,
                unread.start,
                unread.end
            );
            note("text_cut", message);
        }
        if reading.passed_over > 0 {
            let times = thousands(reading.passed_over as u64);
            let message = format!(
                "words of saying stand closer together than in any article; {times} of them were not followed"
            );
            note("crowded_cues", message);
        }
    }
}

/// Articles in groups that are read together: few enough that all processors have some.
fn together<'s, 'a>(articles: &'s [&'a RawArticle]) -> Vec<&'s [&'a RawArticle]> {
    let all: usize = articles.iter().map(|article| article.text.len()).sum();
    let most = ledger::TOGETHER.min(all / (GROUPS * rayon::current_num_threads()));
    let mut groups = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (number, article) in articles.iter().enumerate() {
        if bytes + article.text.len() > most && start < number {
            groups.push(&articles[start..number]);
            (start, bytes) = (number, 0);
        }
        bytes += article.text.len();
    }
    groups.push(&articles[start..]);
    groups
}

/// Least groups for each thread, as some take longer than others.
const GROUPS: usize = 4;

/// Reads articles; of each whether quotations alone were looked for.
fn read(extractor: &Extractor, articles: &[&RawArticle], mode: Mode) -> Vec<(Reading, bool)> {
    let in_english: Vec<bool> = articles.iter().map(|article| is_english(article)).collect();
    let english: Vec<Dated<'_>> = articles
        .iter()
        .zip(&in_english)
        .filter(|(_, is_english)| **is_english)
        .map(|(article, _)| (article.text.as_str(), day(article)))
        .collect();
    let mut readings = ledger::read_all(extractor, &english, mode).into_iter();
    articles
        .iter()
        .zip(in_english)
        .map(|(article, is_english)| {
            let reading = if is_english { readings.next() } else { None };
            (reading.unwrap_or_else(|| ledger::quotations_only(&article.text)), !is_english)
        })
        .collect()
}

/// The day of publication.
fn day(article: &RawArticle) -> Option<Date> {
    article.published.as_ref().and_then(|published| published.date)
}

/// A stated time of publication as a moment; without a zone it is taken as UTC, without a time as the day's beginning.
fn moment(published: &Published) -> Option<Timestamp> {
    let date: Date = published.date?;
    let time = published.time.unwrap_or(Time::midnight());
    let offset = published.offset.unwrap_or(Offset::UTC);
    let moment = offset.to_timestamp(date.to_datetime(time)).ok()?;
    Some(Timestamp(moment.as_microsecond()))
}
