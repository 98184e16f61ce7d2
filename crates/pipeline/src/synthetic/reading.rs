//! Texts out of files, each with what can be said of it.

use super::accounts::{self, Families};
use super::{AccountRead, PostNoted, SyntheticResult, TextFile, TextRead};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::local::LanguageModel;
use crate::lost::{Lost, rejected};
use crate::outputs::Rejects;
use crate::read::{Stream, place};
use ::synthetic::answer::Outcome;
use ::synthetic::document::Document;
use ::synthetic::model_file::Models;
use ::synthetic::perplexity;
use ::synthetic::phrases;
use ::synthetic::register::MOST_WORDS;
use hashbrown::HashSet;
use intake::article::{ArticleLimits, ArticleSink, RawArticle, read_articles};
use intake::{IntakeError, PostSink, ReadOptions, SinkError, Source};
use model::{At, EvidenceNo, Group, Post, Problem, RecordRef, Sha256};
use rayon::prelude::*;

/// Texts that are looked at together, and their bytes.
const BATCH: usize = 4096;
const BATCH_BYTES: usize = 32 << 20;
/// Words of a post that is looked at alone too.
const LONG_POST: usize = 100;
/// Fewest words of a post that counts for its account.
const LEAST_WORDS: usize = 3;
/// Bytes of a text that are looked at: far more than its first 800 words.
const MOST_TEXT: usize = 1 << 20;
/// Records of an account that its finding points at.
const RECORDS: usize = 5;
/// Bytes of an unusual text that are kept for the report.
const SHOWN: usize = 16 << 10;

/// What looks at texts.
#[derive(Clone, Copy)]
pub(super) struct Readers<'r> {
    /// The models of the lens.
    pub models: &'r Models,
    /// A language model of the user's own.
    pub language: Option<&'r LanguageModel>,
}

/// Reads all texts.
pub(super) fn run(
    inputs: &[(EvidenceNo, Input)],
    readers: Readers<'_>,
    groups: &[Group],
    options: &ReadOptions<'_>,
    rejects: Option<&mut Rejects>,
    ctx: &Ctx<'_>,
) -> Result<SyntheticResult> {
    let models = readers.models;
    let mut sink = Sink {
        stream: Stream::none(),
        readers,
        failed: None,
        waiting: Vec::new(),
        bytes: 0,
        seen: HashSet::new(),
        texts_of: HashSet::new(),
        families: Families::default(),
        rejects,
        result: SyntheticResult {
            registers: models.long.registers.clone(),
            language_model: readers.language.map(LanguageModel::hash),
            ..SyntheticResult::default()
        },
    };
    for (number, input) in inputs {
        input.announce(ctx.progress);
        sink.stream.begin(*number, &input.name);
        let at = |bytes: u64| ctx.progress.at(bytes);
        let problems = sink.result.problems.len();
        let kinds = intake::kinds(&input.path)?;
        let read =
            |file: std::result::Result<(Sha256, u64, u64), IntakeError>, sink: &mut Sink<'_>| match file {
                Ok((sha256, bytes, records)) => {
                    let rejects = rejected(&sink.result.problems[problems..]);
                    let name = input.name.clone();
                    sink.result.files.push(TextFile { no: *number, name, sha256, bytes, records, rejects });
                    Ok(())
                }
                Err(error @ IntakeError::Sink(_)) => Err(Error::from(error)),
                Err(error) => {
                    sink.result.failed.push((input.name.clone(), error));
                    Ok(())
                }
            };
        if kinds.posts {
            let options = ReadOptions {
                progress: Some(&at),
                name: Some(&input.name),
                others_are_read: true,
                ..options.clone()
            };
            let report = intake::read(&input.path, *number, &options, &mut sink);
            let posts =
                |report: &intake::FileReport| report.streams.iter().map(|stream| stream.counts.posts).sum();
            match report {
                // A line or two of text can look like a table; one without accounts is a text after all.
                Err(error) if !matches!(error, IntakeError::Sink(_)) => {
                    let limits = ArticleLimits { skips_language: true, ..ArticleLimits::default() };
                    let file = read_articles(&input.path, *number, &limits, Some(&at), &mut sink);
                    let file = file.map(|file| (file.sha256, file.bytes, file.articles));
                    read(file.map_err(|_| error), &mut sink)?;
                }
                report => {
                    let told = report.map(|report| (report.sha256, report.bytes, posts(&report)));
                    read(told, &mut sink)?;
                }
            }
        } else {
            let limits = ArticleLimits {
                others_are_read: input.is_shared,
                skips_language: true,
                ..ArticleLimits::default()
            };
            let file = read_articles(&input.path, *number, &limits, Some(&at), &mut sink);
            read(file.map(|file| (file.sha256, file.bytes, file.articles)), &mut sink)?;
        }
    }
    sink.settle();
    let Sink { mut result, families, failed, .. } = sink;
    if let Some(failed) = failed {
        return Err(failed);
    }
    accounts::judge(&mut result, &models.people);
    let family = families.finish();
    result.clusters = accounts::clusters(&family, &result.texts);
    result.groups = accounts::groups(groups, &result.accounts, &family, &result.texts);
    Ok(result)
}

/// A text that waits to be looked at.
struct Waiting {
    text: String,
    name: String,
    record: RecordRef,
    account: Option<Writer>,
}

/// Who posted a text.
struct Writer {
    platform: String,
    handle: String,
    id: String,
}

/// What was seen in it.
struct Seen {
    read: Option<TextRead>,
    noted: Option<PostNoted>,
    score: Option<f32>,
    /// What a language model is to read.
    plain: String,
}

struct Sink<'s> {
    stream: Stream,
    readers: Readers<'s>,
    /// What the language model failed with first.
    failed: Option<Error>,
    waiting: Vec<Waiting>,
    bytes: usize,
    /// Posts that came already, by platform and id.
    seen: HashSet<Sha256>,
    /// Texts that an account has posted already.
    texts_of: HashSet<Sha256>,
    families: Families,
    rejects: Option<&'s mut Rejects>,
    result: SyntheticResult,
}

impl Sink<'_> {
    fn push(&mut self, text: &str, name: String, record: RecordRef, account: Option<Writer>) {
        let text = &text[..text.floor_char_boundary(MOST_TEXT)];
        self.bytes += text.len();
        self.waiting.push(Waiting { text: text.to_owned(), name, record, account });
        if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.settle();
        }
    }

    fn settle(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let Readers { models, language } = self.readers;
        let mut seen: Vec<Seen> =
            waiting.par_iter().map(|one| look(one, models, language.is_some())).collect();
        // One after the other: each takes all threads, and memory for its predictions.
        if let (Some(language), None) = (language, &self.failed) {
            self.failed = seen.iter_mut().try_for_each(|seen| seen.read_by(language, models)).err();
        }
        for (one, seen) in waiting.into_iter().zip(seen) {
            self.result.searched += 1;
            if let Some(Writer { platform, handle, id }) = one.account {
                let account = self.result.accounts.entry((platform, handle)).or_default();
                account.push(seen.score, one.record);
                account.texts.extend(seen.read.is_some().then_some(self.result.texts.len()));
                if !account.ids.contains(&id) {
                    account.ids.insert(id);
                }
            }
            if let Some(read) = seen.read {
                self.families.add(&one.text);
                self.result.texts.push(read);
            }
            self.result.noted.extend(seen.noted);
        }
    }
}

impl AccountRead {
    fn push(&mut self, score: Option<f32>, record: RecordRef) {
        let Some(score) = score else {
            self.left_out += 1;
            return;
        };
        self.scores.push(score);
        if self.records.len() < RECORDS {
            self.records.push(record);
        }
    }
}

impl Seen {
    fn read_by(&mut self, language: &LanguageModel, models: &Models) -> Result<()> {
        let Some(text) = &mut self.read else { return Ok(()) };
        let judge = |reading| {
            perplexity::judge(reading, &language.hash(), text.answer.comparable(), &models.perplexity)
        };
        text.perplexity = language.read(&self.plain)?.map(judge);
        Ok(())
    }
}

fn look(one: &Waiting, models: &Models, keeps_plain: bool) -> Seen {
    let document = Document::of(&one.text);
    let hits = phrases::find(&document);
    let phrases: Vec<_> =
        hits.iter().map(|hit| (hit.leak, one.text[document.raw(hit.tokens.clone())].to_owned())).collect();
    let tricks = document.folded.counts();
    let is_post = one.account.is_some();
    let score = (is_post && document.words >= LEAST_WORDS && may_be_english(&document)).then(|| {
        let view = document.view();
        models.posts.stack.score(&models.posts.members.margins(&view), view.words)
    });
    if is_post && document.words < LONG_POST {
        let noted = (!phrases.is_empty() || tricks.iter().any(|&count| count > 0)).then(|| PostNoted {
            name: one.name.clone(),
            record: one.record.clone(),
            tricks,
            phrases,
        });
        return Seen { read: None, noted, score, plain: String::new() };
    }
    let answer = models.long.judge(&document);
    let is_unusual = matches!(answer.outcome, Outcome::Unusual1 | Outcome::Unusual5);
    let read = TextRead {
        name: one.name.clone(),
        record: one.record.clone(),
        hash: Sha256::of(one.text.as_bytes()),
        words: document.words,
        tricks,
        phrases,
        perplexity: None,
        explanation: is_unusual.then(|| models.long.explain(&document)),
        text: if is_unusual {
            one.text[..one.text.floor_char_boundary(SHOWN)].to_owned()
        } else {
            String::new()
        },
        answer,
    };
    let plain = match keeps_plain {
        true => perplexity::plain(&document.first(MOST_WORDS)).to_owned(),
        false => String::new(),
    };
    Seen { read: Some(read), noted: None, score, plain }
}

/// Of short posts only those are left out that are long enough to tell.
fn may_be_english(document: &Document) -> bool {
    const ENOUGH: usize = 8;
    document.words < ENOUGH || document.view().is_english()
}

impl ArticleSink for Sink<'_> {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.stream.enter(source);
        Ok(())
    }

    fn article(&mut self, article: RawArticle) -> Result<(), SinkError> {
        let name = match article.at {
            At::Bytes(0, _) => self.stream.path.clone(),
            at => format!("{}, {}", self.stream.path, place(at)),
        };
        let record = RecordRef {
            platform: "article".to_owned(),
            account: name.clone(),
            post: article.hash.hex(),
            object: None,
            time: None,
            raw: self.stream.raw(article.at),
        };
        self.push(&article.text, name, record, None);
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.lost(problem)
    }
}

impl PostSink for Sink<'_> {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.stream.enter(source);
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        // Until it turns out to have words of its own.
        self.result.other_posts += 1;
        if post.text.is_empty() || post.account_id.is_empty() || post.is_repost() {
            return Ok(());
        }
        let hash = |parts: [&str; 3]| Sha256::of(parts.join("\u{0}").as_bytes());
        let is_known = !post.post_id.is_empty() && !self.seen.insert(hash([post.platform, post.post_id, ""]));
        // Copies within an account say nothing more of it.
        if is_known || !self.texts_of.insert(hash([post.platform, post.account_id, post.text])) {
            return Ok(());
        }
        let handle = if post.account_name.is_empty() { post.account_id } else { post.account_name };
        let record = RecordRef {
            platform: post.platform.to_owned(),
            account: handle.to_owned(),
            post: post.post_id.to_owned(),
            object: None,
            time: post.created_at,
            raw: self.stream.raw(post.at),
        };
        let name = format!("{}/{handle} {}", post.platform, post.post_id);
        let account = Writer {
            platform: post.platform.to_owned(),
            handle: handle.to_owned(),
            id: post.account_id.to_owned(),
        };
        self.result.other_posts -= 1;
        self.result.posts += 1;
        self.push(post.text, name, record, Some(account));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.lost(problem)
    }
}

impl Sink<'_> {
    fn lost(&mut self, problem: Problem) -> Result<(), SinkError> {
        let lost = Lost::take(problem, &self.stream.path, self.rejects.as_deref_mut())?;
        self.result.problems.push(lost);
        Ok(())
    }
}
