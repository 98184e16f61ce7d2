//! The claims lens: articles in; a ledger of statements, links, findings and a part of the report out.

mod copies;
mod lens;
mod lines;
mod page;
mod reading;
mod reviews;
mod tables;

pub(crate) use lens::ClaimsLens;
pub use reviews::ReviewedClaim;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::{gather, numbered};
use crate::lost::Lost;
use claims::Analysis;
use claims::entity::EntityNo;
use claims::extract::{Extractor, Mode};
use claims::ledger::{self, Corpus, Reading};
use claims::link::Params;
use intake::IntakeError;
use intake::article::{RawArticle, Stated};
use jiff::civil::Date;
use model::{EvidenceNo, RawRef, Sha256, Timestamp};
use report::Format;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How articles are read.
#[derive(Clone, Debug, Default)]
pub struct ClaimsOptions {
    /// How sure a statement must be.
    pub mode: Mode,
    /// A model of the user's own; by default the one that the program carries.
    pub model: Option<PathBuf>,
    /// Files with reviews of claims by others (`ClaimReview`), beside those in the articles' pages.
    pub reviews: Vec<PathBuf>,
    /// Forms of the tables besides Parquet.
    pub formats: Vec<Format>,
}

impl ClaimsOptions {
    /// Parameters that decide the results.
    pub(crate) fn parameters(&self) -> Result<BTreeMap<String, Value>> {
        let hash = |path: &PathBuf| -> Result<Value> {
            Ok(json!(Sha256::of(&std::fs::read(path).map_err(Error::file("open", path))?)))
        };
        let model = self.model.as_ref().map_or(Ok(json!("built in")), hash)?;
        let mut parameters =
            BTreeMap::from([("mode".to_owned(), json!(self.mode.name())), ("model".to_owned(), model)]);
        if !self.reviews.is_empty() {
            let reviews = self.reviews.iter().map(hash).collect::<Result<Vec<Value>>>()?;
            parameters.insert("reviews".to_owned(), json!(reviews));
        }
        Ok(parameters)
    }
}

/// Where results go.
pub enum ClaimsTarget<'t> {
    /// A folder of files with a report.
    Folder(&'t Path),
    /// One JSON object for each article.
    Lines(&'t mut (dyn Write + Send)),
    /// Nowhere: the caller prints.
    Summaries,
}

/// An article with what was read in it.
#[derive(Debug)]
pub struct Article {
    /// File, with the way into archives, and the place where it is not alone in it.
    pub name: String,
    /// Where it stands.
    pub raw: RawRef,
    /// The article as it was read.
    pub read: RawArticle,
    /// When it was published, as it states.
    pub published: Option<Timestamp>,
    /// The day of it.
    pub day: Option<Date>,
    /// Whether quotations alone were looked for, because it is not in English.
    pub quotes_only: bool,
    /// An earlier article with the same text.
    pub same_as: Option<usize>,
    /// An earlier article with nearly the same text.
    pub near: Option<usize>,
    /// Its statements.
    pub reading: Reading,
}

impl Article {
    /// The words of some pieces of its text.
    pub fn words(&self, pieces: &[std::ops::Range<usize>]) -> String {
        pieces.iter().map(|piece| &self.read.text[piece.clone()]).collect::<Vec<_>>().join(" [...] ")
    }
}

/// What an article states of itself, where it does.
fn stated(stated: &Option<Stated>) -> Option<&str> {
    stated.as_ref().map(|stated| stated.text.as_str())
}

/// A file with articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFile {
    /// Its number.
    pub no: EvidenceNo,
    /// Its name.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub bytes: u64,
    /// Articles in it.
    pub articles: u64,
    /// Articles that could not be read.
    pub rejects: u64,
}

/// What a run gave.
#[derive(Debug, Default)]
pub struct ClaimsResult {
    /// Articles in the order of the evidence.
    pub articles: Vec<Article>,
    /// Actors and links over all of them.
    pub corpus: Option<Corpus>,
    /// Reviews of claims by others.
    pub reviews: Vec<ReviewedClaim>,
    /// Files that were read.
    pub files: Vec<ArticleFile>,
    /// Files that could not be read at all, with the reason.
    pub failed: Vec<(String, IntakeError)>,
    /// What was lost.
    pub problems: Vec<Lost>,
    /// Names of files whose bytes came twice.
    pub repeats: Vec<String>,
    /// Files written.
    pub written: Vec<report::page::OutputFile>,
}

impl ClaimsResult {
    /// Finds who is who and what answers what over all articles, and which statements reviews of others are like.
    fn connect(&mut self) {
        let sources = self.sources();
        self.corpus = Some(ledger::connect(&sources, &Params::default()));
        reviews::find_statements(self);
    }

    /// The articles as the ledger takes them.
    pub fn sources(&self) -> Vec<ledger::Source<'_>> {
        self.articles
            .iter()
            .map(|article| ledger::Source {
                id: &article.name,
                text: &article.read.text,
                published: article.day,
                reading: &article.reading,
            })
            .collect()
    }

    /// Statements of all articles.
    pub fn statements(&self) -> u64 {
        self.articles.iter().map(|article| article.reading.entries.len() as u64).sum()
    }

    /// Of each article the number of statements before it: what its own are numbered from.
    fn starts(&self) -> Vec<usize> {
        let sizes = self.articles.iter().map(|article| article.reading.entries.len());
        sizes
            .scan(0, |next, size| {
                let start = *next;
                *next += size;
                Some(start)
            })
            .collect()
    }

    /// A statement, and its article.
    fn statement(&self, number: ledger::StatementNo) -> (&Article, &ledger::Entry) {
        let article = &self.articles[number.article];
        (article, &article.reading.entries[number.entry])
    }

    /// The name of an article's entity over all articles.
    fn actor(&self, article: usize, entity: EntityNo) -> Option<&str> {
        let corpus = self.corpus.as_ref()?;
        Some(&corpus.actors.actors[corpus.actor(article, entity)?].name)
    }

    /// The name of a statement's speaker over all articles.
    pub fn speaker(&self, number: ledger::StatementNo) -> Option<&str> {
        self.actor(number.article, self.statement(number).1.speaker.entity?)
    }

    /// The names of those whom a statement is about, in the order of its words; the words themselves where nobody is
    /// known by them.
    pub fn targets(&self, number: ledger::StatementNo) -> Vec<String> {
        if self.corpus.is_none() {
            return Vec::new();
        }
        let (article, entry) = self.statement(number);
        let mut names: Vec<String> = Vec::new();
        for target in &entry.targets {
            let actor = target.entity.and_then(|entity| self.actor(number.article, entity));
            let name = actor.unwrap_or(&article.read.text[target.range.clone()]);
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// Those whom an accusation is about, as a sentence names them.
    fn accused(&self, number: ledger::StatementNo) -> String {
        let names = self.targets(number);
        if names.is_empty() { "somebody".to_owned() } else { names.join(", ") }
    }
}

/// Reads the articles in `paths` and writes what they report to `target`.
pub fn claims(
    paths: &[PathBuf],
    options: &ClaimsOptions,
    target: ClaimsTarget<'_>,
    ctx: &Ctx<'_>,
) -> Result<ClaimsResult> {
    let (inputs, repeats) = gather(paths)?;
    let inputs = numbered(inputs);
    let mut result = match target {
        ClaimsTarget::Folder(dir) => {
            let mut lens = ClaimsLens::new(options, repeats.clone())?;
            let written = crate::results::run(dir, vec![(&mut lens, inputs)], ctx)?;
            lens.finish(&written).unwrap_or_default()
        }
        other => {
            let mut result = reading::run(&inputs, options, None, ctx)?;
            ctx.progress.stage("comparing statements", None);
            result.connect();
            if let ClaimsTarget::Lines(out) = other {
                lines::write(&result, out).map_err(report::Error::from)?;
            }
            result
        }
    };
    if result.files.is_empty() {
        return Err(Error::nothing_read(result.failed));
    }
    result.repeats = repeats;
    Ok(result)
}

/// The extractor that the options name.
fn extractor(options: &ClaimsOptions) -> Result<std::borrow::Cow<'static, Extractor>> {
    use std::borrow::Cow;
    match &options.model {
        None => Ok(Cow::Borrowed(Extractor::built_in()?)),
        Some(path) => {
            let bytes = std::fs::read(path).map_err(Error::file("open", path))?;
            Ok(Cow::Owned(Extractor::read(bytes)?))
        }
    }
}

/// English, or not known to be something else: what the text itself shows goes before what the page declares.
fn is_english(article: &RawArticle) -> bool {
    let is_english = |code: &str| code.to_ascii_lowercase().starts_with("en");
    let beginning = &article.text[..article.text.floor_char_boundary(BEGINNING)];
    match (&article.language.detected, &article.language.declared) {
        (Some(detected), _) if detected.is_reliable => is_english(detected.code),
        (_, Some(declared)) => is_english(&declared.text),
        _ => article.text.is_ascii() || Analysis::of(beginning).prose.tokens.len() < SHORT,
    }
}

/// Tokens of a text that is too short to tell its language.
const SHORT: usize = 20;
/// Bytes in which a longer one has as many.
const BEGINNING: usize = 4 << 10;
