//! The synthetic lens: articles, texts and posts in; what is unusual among comparable human texts out.

mod accounts;
mod calibrate;
mod findings;
mod lens;
mod page;
mod reading;
mod tables;

pub use calibrate::calibrate as calibrate_synthetic;
pub(crate) use lens::SyntheticLens;
pub use page::base_rates;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::{gather, numbered};
use crate::local::LanguageModel;
use crate::lost::Lost;
use ::synthetic::account::Account;
use ::synthetic::answer::{Answer, Outcome, Why};
use ::synthetic::campaign::Together;
use ::synthetic::explain::Explanation;
use ::synthetic::fold::Trick;
use ::synthetic::model_file::Models;
use ::synthetic::perplexity::Perplexity;
use ::synthetic::phrases::Leak;
use intake::IntakeError;
use model::{EvidenceNo, Group, RecordRef, Sha256};
use reading::Readers;
use report::{Format, TableWriter};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How texts are looked at.
#[derive(Clone, Debug, Default)]
pub struct SyntheticOptions {
    /// Models of the user's own, as `synthetic calibrate` writes them; by default those that the program carries.
    pub model: Option<PathBuf>,
    /// Folder of a causal language model of the user's own, which reads the texts besides. It changes no answer.
    pub language_model: Option<PathBuf>,
    /// Groups of accounts, as `coordination` writes them (`groups.jsonl`), whose texts are to be taken together too.
    pub groups: Vec<Group>,
    /// Shares of machine texts that are to be reckoned with; by default 10 %, 1 % and 0.1 %. They change no result but
    /// the arithmetic of base rates beside it.
    pub expected: Vec<f64>,
    /// Forms of the tables besides Parquet.
    pub formats: Vec<Format>,
}

impl SyntheticOptions {
    /// The models that the options name.
    pub fn models(&self) -> Result<Arc<Models>> {
        let models = match &self.model {
            None => Models::builtin(),
            Some(path) => Models::read(std::fs::read(path).map_err(Error::file("open", path))?.into()),
        };
        Ok(Arc::new(models?))
    }

    /// The language model that the options name.
    pub(crate) fn language_model(&self) -> Result<Option<LanguageModel>> {
        self.language_model.as_deref().map(LanguageModel::open).transpose()
    }

    /// Shares of machine texts to reckon with.
    fn expected_shares(&self) -> &[f64] {
        if self.expected.is_empty() { &[0.1, 0.01, 0.001] } else { &self.expected }
    }

    /// Reads groups, one JSON object a line.
    pub fn read_groups(path: &Path) -> Result<Vec<Group>> {
        let text = std::fs::read_to_string(path).map_err(Error::file("read", path))?;
        let lines = text.lines().zip(1u64..).filter(|(line, _)| !line.trim().is_empty());
        lines
            .map(|(line, number)| {
                let error = |error: serde_json::Error| Error::Option {
                    message: format!("line {number} of `{}` is no group: {error}", path.display()),
                    hint: "give the `groups.jsonl` that `scrutineer coordination --out` wrote".to_owned(),
                };
                serde_json::from_str(line).map_err(error)
            })
            .collect()
    }

    /// Parameters that decide the results.
    pub(crate) fn parameters(
        &self,
        models: &Models,
        language: Option<&LanguageModel>,
    ) -> BTreeMap<String, Value> {
        let mut parameters = BTreeMap::from([("models".to_owned(), json!(models.hash))]);
        if let Some(language) = language {
            parameters.insert("language_model".to_owned(), json!(language.hash()));
        }
        if !self.groups.is_empty() {
            let lines: Vec<String> = self.groups.iter().map(|group| json!(group).to_string()).collect();
            parameters.insert("groups".to_owned(), json!(Sha256::of(lines.join("\n").as_bytes())));
        }
        parameters
    }
}

/// Where results go.
pub enum SyntheticTarget<'t> {
    /// A folder of files with a report.
    Folder(&'t Path),
    /// The table of texts, in one form.
    Table(Format, &'t mut (dyn Write + Send)),
    /// Nowhere: the caller prints.
    Summaries,
}

/// A text that was looked at alone: an article, or a post of 100 words and more.
#[derive(Clone, Debug)]
pub struct TextRead {
    /// File and place, or platform, account and post.
    pub name: String,
    /// Where it stands.
    pub record: RecordRef,
    /// Hash of its bytes.
    pub hash: Sha256,
    /// Its words in all.
    pub words: usize,
    /// What can be said of it.
    pub answer: Answer,
    /// Characters that were made plain, by kind.
    pub tricks: [usize; Trick::ALL.len()],
    /// Phrases of chat models, with their words.
    pub phrases: Vec<(Leak, String)>,
    /// What the language model of the user's own finds, where there is one and the text is not too short.
    pub perplexity: Option<Perplexity>,
    /// Where the score of an unusual text comes from.
    pub explanation: Option<Explanation>,
    /// The text, where the report shows it.
    pub text: String,
}

/// A post that is shorter, and holds phrases or disguised letters.
#[derive(Clone, Debug)]
pub struct PostNoted {
    /// Platform, account and post.
    pub name: String,
    /// Where it stands.
    pub record: RecordRef,
    /// Characters that were made plain, by kind.
    pub tricks: [usize; Trick::ALL.len()],
    /// Phrases of chat models, with their words.
    pub phrases: Vec<(Leak, String)>,
}

/// An account with its posts.
#[derive(Clone, Debug, Default)]
pub struct AccountRead {
    /// Scores of its posts, in the order of the evidence.
    pub scores: Vec<f32>,
    /// Posts with words of their own that have no place among them: other languages, under 3 words.
    pub left_out: u64,
    /// A few of its posts.
    pub records: Vec<RecordRef>,
    /// What can be said of it, where it has posts enough.
    pub level: Option<Account>,
    /// Ids under which it posted: one, unless a handle changed hands.
    pub ids: BTreeSet<String>,
    /// Numbers of its posts that were looked at alone.
    pub texts: Vec<usize>,
}

/// Texts with nearly the same words.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Numbers of its texts.
    pub texts: Vec<usize>,
    /// What they say together.
    pub together: Together,
}

/// A group of accounts with what it posted.
#[derive(Clone, Debug)]
pub struct GroupRead {
    /// Its name.
    pub id: String,
    /// Its members.
    pub members: u64,
    /// Those with posts enough to be told of.
    pub told: u64,
    /// Families among their longer texts.
    pub families: u64,
    /// What accounts and families say together.
    pub together: Together,
    /// A few of their posts.
    pub records: Vec<RecordRef>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its number.
    pub no: EvidenceNo,
    /// Its name.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub bytes: u64,
    /// Articles or posts in it.
    pub records: u64,
    /// Records that could not be read.
    pub rejects: u64,
}

/// What a run gave.
#[derive(Debug, Default)]
pub struct SyntheticResult {
    /// Texts that were looked at alone, in the order of the evidence.
    pub texts: Vec<TextRead>,
    /// Accounts by platform and id.
    pub accounts: BTreeMap<(String, String), AccountRead>,
    /// Shorter posts with something to show.
    pub noted: Vec<PostNoted>,
    /// Texts that are nearly the same.
    pub clusters: Vec<Cluster>,
    /// Groups of accounts, in the order in which they were given.
    pub groups: Vec<GroupRead>,
    /// Articles and posts that were searched for phrases and disguised letters.
    pub searched: u64,
    /// Posts with words of their own: no reposts, and of what an account says again the first.
    pub posts: u64,
    /// Posts that are none of these.
    pub other_posts: u64,
    /// Hash of the language model of the user's own that read the texts.
    pub language_model: Option<String>,
    /// Names of registers.
    pub registers: Vec<String>,
    /// Files that were read.
    pub files: Vec<TextFile>,
    /// Files that could not be read at all, with the reason.
    pub failed: Vec<(String, IntakeError)>,
    /// What was lost.
    pub problems: Vec<Lost>,
    /// Names of files whose bytes came twice.
    pub repeats: Vec<String>,
    /// Files written.
    pub written: Vec<report::page::OutputFile>,
}

impl SyntheticResult {
    /// Texts with an outcome.
    pub fn count(&self, which: impl Fn(Outcome) -> bool) -> u64 {
        self.texts.iter().filter(|text| which(text.answer.outcome)).count() as u64
    }

    /// What a text was compared with, in words: `news, 100 to 199 words`.
    pub fn kind(&self, text: &TextRead) -> Option<String> {
        let (bucket, register) = text.answer.stratum?;
        let length = ::synthetic::register::bucket_name(bucket);
        Some(format!("{}, {length}", self.registers[register]))
    }

    /// Why nothing was said, with the number of texts of each reason.
    pub fn reasons(&self) -> BTreeMap<Why, u64> {
        let mut reasons = BTreeMap::new();
        for text in &self.texts {
            if let Outcome::CannotTell(why) = text.answer.outcome {
                *reasons.entry(why).or_default() += 1;
            }
        }
        reasons
    }
}

/// A list of counted tricks in words: `3 invisible characters, 1 unusual spaces`.
pub(crate) fn tricks_in_words(counts: &[usize]) -> String {
    let named = Trick::ALL.iter().zip(counts).filter(|(_, count)| **count > 0);
    named.map(|(trick, count)| format!("{count} {}", trick.words())).collect::<Vec<_>>().join(", ")
}

/// Looks at the texts and posts in `paths` and writes what is unusual in them to `target`.
pub fn synthetic(
    paths: &[PathBuf],
    options: &SyntheticOptions,
    read: &intake::ReadOptions<'_>,
    target: SyntheticTarget<'_>,
    ctx: &Ctx<'_>,
) -> Result<SyntheticResult> {
    let (inputs, repeats) = gather(paths)?;
    let inputs = numbered(inputs);
    let mut result = match target {
        SyntheticTarget::Folder(dir) => {
            let mut lens = SyntheticLens::new(options, read, repeats.clone())?;
            let written = crate::results::run(dir, vec![(&mut lens, inputs)], ctx)?;
            lens.finish(&written).unwrap_or_default()
        }
        other => {
            let (models, language) = (options.models()?, options.language_model()?);
            let readers = Readers { models: &models, language: language.as_ref() };
            let result = reading::run(&inputs, readers, &options.groups, read, None, ctx)?;
            if let SyntheticTarget::Table(format, out) = other {
                let (table, batch) = tables::texts(&result)?;
                let mut writer = TableWriter::new(format, &table.schema(), out)?;
                writer.write(&batch)?;
                writer.finish()?;
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
