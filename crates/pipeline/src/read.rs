//! Reading posts: filters, duplicates, problems, and the records of a case, in one pass.

use crate::ctx::Ctx;
use crate::error::Result;
use crate::filter::{Filtering, Filters, LeftOut};
use crate::inputs::Input;
use crate::media::{MediaObjects, MediaUse};
use crate::outputs::Rejects;
use coordination::Collector;
use intake::{FileReport, IntakeError, PostSink, ReadOptions, SinkError, Source};
use model::words::thousands;
use model::{At, Container, EvidenceNo, Post, Problem, RawRef, Severity, Sha256, Shares};
use std::collections::BTreeMap;

/// What was read, from all inputs.
#[derive(Debug, Default)]
pub struct ReadSummary {
    /// The files, in the order in which they were read.
    pub files: Vec<FileSummary>,
    /// Files that could not be read at all, with the reason.
    pub failed: Vec<(String, IntakeError)>,
    /// Problems by code, and by what they cost: the same can be wrong with a post and with what it refers to.
    pub problems: BTreeMap<(&'static str, Severity), ProblemKind>,
    /// What the filters left out.
    pub left_out: Vec<LeftOut>,
    /// Why there is nothing to compare, where no post at all was taken in.
    pub nothing: Option<Nothing>,
    /// Names of files whose bytes came twice.
    pub repeats: Vec<String>,
    /// Media items of posts that are files at hand.
    pub(crate) media_uses: Vec<MediaUse>,
}

/// One file that was read.
#[derive(Debug)]
pub struct FileSummary {
    /// Its number.
    pub no: EvidenceNo,
    /// Its name.
    pub name: String,
    /// What the reader says.
    pub report: FileReport,
    /// Posts that had been taken in before.
    pub duplicates: u64,
    /// Those of them that name another account than the post that counts.
    pub conflicting: u64,
    /// Posts without account or time, or with an id of impossible length.
    pub unusable: u64,
}

/// Problems of one code that cost the same.
#[derive(Clone, Debug, Default)]
pub struct ProblemKind {
    /// How many.
    pub count: u64,
    /// The first few: file, place, message.
    pub examples: Vec<(String, String, String)>,
}

/// Examples kept of each code.
const EXAMPLES: usize = 3;

/// Takes every post that passes filters and duplicates into a collector; may keep records too.
pub(crate) struct Reading<'r> {
    pub collector: &'r mut Collector,
    pub filters: &'r Filters,
    /// Where rejected records are listed.
    pub rejects: Option<&'r mut Rejects>,
    /// Media files that posts may show.
    pub media: Option<&'r MediaObjects>,
}

/// Receives all posts as they stand in the evidence, before filters and duplicates.
pub(crate) trait Records {
    fn begin(&mut self, no: EvidenceNo) -> Result<(), SinkError>;
    fn post(&mut self, post: &Post<'_>, source: &Source) -> Result<(), SinkError>;
    /// Whether posts are kept at all.
    fn keep(&self) -> bool {
        true
    }
    fn end(&mut self) -> Result<(), SinkError>;
}

impl Reading<'_> {
    /// Reads `inputs` in their order. That nothing could be read is told in the summary.
    pub fn run(
        self,
        inputs: &[(EvidenceNo, Input)],
        options: &ReadOptions<'_>,
        records: &mut dyn Records,
        ctx: &Ctx<'_>,
    ) -> Result<ReadSummary> {
        let mut sink = Sink {
            collector: self.collector,
            straight: self.filters.keep_all() && !records.keep(),
            filtering: Filtering::new(self.filters),
            rejects: self.rejects,
            media: self.media,
            media_uses: Vec::new(),
            records,
            source: None,
            name: String::new(),
            problems: BTreeMap::new(),
        };
        let mut summary = ReadSummary::default();
        for (no, input) in inputs {
            if let Some(bytes) = input.announce(ctx.progress) {
                sink.collector.expect(bytes);
            }
            let at = |bytes: u64| ctx.progress.at(bytes);
            let options = ReadOptions {
                progress: Some(&at),
                name: Some(&input.name),
                others_are_read: input.is_shared,
                ..options.clone()
            };
            let before = sink.collector.taken();
            sink.name.clone_from(&input.name);
            sink.records.begin(*no).map_err(IntakeError::Sink)?;
            let report = intake::read(&input.path, *no, &options, &mut sink);
            sink.records.end().map_err(IntakeError::Sink)?;
            let after = sink.collector.taken();
            match report {
                Ok(report) => summary.files.push(FileSummary {
                    no: *no,
                    name: input.name.clone(),
                    report,
                    duplicates: after.duplicates - before.duplicates,
                    conflicting: after.conflicting - before.conflicting,
                    unusable: after.unusable - before.unusable,
                }),
                Err(error @ IntakeError::Sink(_)) => return Err(error.into()),
                Err(error) => summary.failed.push((input.name.clone(), error)),
            }
        }
        summary.left_out = sink.filtering.left_out();
        summary.problems = sink.problems;
        summary.media_uses = sink.media_uses;
        if sink.collector.taken().new == 0 && !summary.files.is_empty() {
            summary.nothing = Some(Nothing::of(&summary));
        }
        Ok(summary)
    }
}

struct Sink<'r> {
    collector: &'r mut Collector,
    /// Whether every post goes to the collector and nowhere else.
    straight: bool,
    filtering: Filtering<'r>,
    rejects: Option<&'r mut Rejects>,
    media: Option<&'r MediaObjects>,
    media_uses: Vec<MediaUse>,
    records: &'r mut dyn Records,
    source: Option<Source>,
    /// The file as it was given; in a case the source is called by its hash.
    name: String,
    problems: BTreeMap<(&'static str, Severity), ProblemKind>,
}

impl PostSink for Sink<'_> {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.collector.source(source.evidence, &source.path);
        self.source = Some(source.clone());
        Ok(())
    }

    #[inline]
    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        if let Some(source) = &self.source {
            self.records.post(post, source)?;
        }
        if !self.filtering.keeps(post) {
            return Ok(());
        }
        match self.media {
            Some(objects) if !post.media.is_empty() => {
                let evidence = self.source.as_ref().map_or(EvidenceNo::default(), |source| source.evidence);
                let collector = &mut *self.collector;
                objects.joined(post, evidence, &mut self.media_uses, |post| collector.push(post));
            }
            _ => self.collector.push(post),
        }
        Ok(())
    }

    fn shares(&mut self, shares: &Shares) -> Result<(), SinkError> {
        if !self.straight {
            return shares.posts(|post| self.post(post));
        }
        self.collector.push_shares(shares);
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        let kind = self.problems.entry((problem.code, problem.severity)).or_default();
        kind.count += 1;
        if kind.examples.len() < EXAMPLES {
            let path = self.source.as_ref().map_or(&[][..], |source| &source.path);
            let name = source_name(&self.name, path);
            kind.examples.push((name, place(problem.raw.at), problem.message.clone()));
        }
        match &mut self.rejects {
            Some(rejects) if problem.severity > Severity::Note => Ok(rejects.problem(&problem)?),
            _ => Ok(()),
        }
    }
}

/// A file and the way into it, for people: `posts.zip › part1.csv`.
pub(crate) fn source_name(name: &str, path: &[Container]) -> String {
    let mut out = name.to_owned();
    for step in path {
        match step {
            Container::Zip(inner) | Container::Sheet(inner) => {
                out.push_str(" › ");
                out.push_str(inner);
            }
            Container::Attached { number, copy } => {
                out.push_str(&format!(" › attached message {number}"));
                if let Some(piece) = copy {
                    out.push_str(&format!(" (decoded from byte {})", piece.start));
                }
            }
            Container::Gzip | Container::Zstd => {}
        }
    }
    out
}

/// The stream that is being read, for the records in it.
pub(crate) struct Stream {
    /// The file and the way into it, for people.
    pub path: String,
    file: String,
    number: EvidenceNo,
    steps: Vec<Container>,
}

impl Stream {
    /// Before anything is read.
    pub fn none() -> Self {
        Self { path: String::new(), file: String::new(), number: EvidenceNo(0), steps: Vec::new() }
    }

    /// A file begins.
    pub fn begin(&mut self, number: EvidenceNo, file: &str) {
        self.number = number;
        file.clone_into(&mut self.file);
    }

    /// A stream of the file begins.
    pub fn enter(&mut self, source: &Source) {
        self.path = source_name(&self.file, &source.path);
        self.steps.clone_from(&source.path);
    }

    /// Where a record stands.
    pub fn raw(&self, at: At) -> RawRef {
        RawRef { evidence: self.number, path: self.steps.clone(), at }
    }
}

/// A place in a stream, for people.
pub(crate) fn place(at: At) -> String {
    match at {
        At::Bytes(start, _) => format!("byte {start}"),
        At::Row(row) => format!("row {}", row + 1),
    }
}

/// Keeps no records.
pub(crate) struct NoRecords;

impl Records for NoRecords {
    fn keep(&self) -> bool {
        false
    }

    fn begin(&mut self, _no: EvidenceNo) -> Result<(), SinkError> {
        Ok(())
    }

    fn post(&mut self, _post: &Post<'_>, _source: &Source) -> Result<(), SinkError> {
        Ok(())
    }

    fn end(&mut self) -> Result<(), SinkError> {
        Ok(())
    }
}

/// No post at all was taken in: in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nothing {
    /// Why.
    pub why: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl Nothing {
    /// Why, as a sentence.
    pub fn sentence(&self) -> String {
        let mut rest = self.why.chars();
        let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}.", rest.as_str().trim_end_matches('.'))
    }

    fn of(summary: &ReadSummary) -> Self {
        let left_out: u64 = summary.left_out.iter().map(|filter| filter.posts).sum();
        if left_out > 0 {
            return Self::filtered(summary, left_out);
        }
        let lost = summary.problems.iter().filter(|((_, severity), _)| *severity > Severity::Note);
        let commonest = lost.max_by_key(|(_, kind)| kind.count);
        let why = match commonest {
            Some(((code, severity), kind)) => {
                let example = kind.examples.first();
                let example = example.map(|(name, at, message)| format!(", such as {name}, {at}: {message}"));
                let (cost, n) = (severity.in_words(), thousands(kind.count));
                format!("no post could be used: {n} {cost} {code}{}", example.unwrap_or_default())
            }
            None if summary.posts() > 0 => format!(
                "no post could be used: of {} none has a time and an account, or all are to be left out",
                thousands(summary.posts())
            ),
            None => "no post could be used: the files hold none".to_owned(),
        };
        Self {
            why,
            hint: "`scrutineer inspect FILE` shows how each column was understood, and a mapping to correct it by",
        }
    }

    fn filtered(summary: &ReadSummary, left_out: u64) -> Self {
        let at_work = summary.left_out.iter().filter(|filter| filter.posts > 0);
        let told: Vec<String> = at_work
            .map(|filter| match &filter.remark {
                Some(remark) => format!("{} ({remark})", filter.name),
                None => filter.name.clone(),
            })
            .collect();
        let all = match left_out {
            1 => "the only post was".to_owned(),
            n => format!("all {} posts were", thousands(n)),
        };
        Self {
            why: format!("{all} left out by {}", told.join(" and ")),
            hint: "`scrutineer inspect FILE` shows which times, platforms, languages and accounts there are",
        }
    }
}

impl ReadSummary {
    /// Hashes of the files read, sorted.
    pub fn hashes(&self) -> Vec<Sha256> {
        let mut hashes: Vec<Sha256> = self.files.iter().map(|file| file.report.sha256).collect();
        hashes.sort_unstable();
        hashes
    }

    /// Posts read, before filters and duplicates.
    pub fn posts(&self) -> u64 {
        self.files.iter().flat_map(|file| &file.report.streams).map(|stream| stream.counts.posts).sum()
    }

    /// Posts that had been taken in before.
    pub fn duplicates(&self) -> u64 {
        self.files.iter().map(|file| file.duplicates).sum()
    }

    /// Those of them that name another account than the post that counts.
    pub fn conflicting(&self) -> u64 {
        self.files.iter().map(|file| file.conflicting).sum()
    }

    /// Records lost.
    pub fn rejects(&self) -> u64 {
        self.files.iter().flat_map(|file| &file.report.streams).map(|stream| stream.counts.rejects).sum()
    }
}
