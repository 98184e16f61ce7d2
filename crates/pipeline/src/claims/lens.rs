//! The lens as part of a run.

use super::{ClaimsOptions, ClaimsResult, lines, page, reading, reviews, stated, tables};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::lens::{Lens, Outcome, Written};
use crate::outputs::{Outputs, Rejects};
use claims::Act;
use claims::finding::{Accusation, Frame, Totals};
use claims::ledger::StatementNo;
use claims::link::LinkKind;
use claims::review::{self, Appearance, AuthorKind, Claim};
use intake::IntakeError;
use model::words::beginning;
use model::{At, EvidenceNo, Finding, MethodCard, RawRef, RecordRef, Sha256};
use serde_json::Value;
use std::collections::BTreeMap;

/// Accusations that become findings of their own, in the order of the evidence; the tables have all.
const ACCUSATIONS: usize = 500;
/// Answers to one accusation that its finding points at.
const ANSWERS: usize = 20;
/// Characters of a statement in a finding's sentence.
const WORDS: usize = 160;

/// The claims lens with its options, and with its result after a run.
pub(crate) struct ClaimsLens<'l> {
    options: &'l ClaimsOptions,
    parameters: BTreeMap<String, Value>,
    repeats: Vec<String>,
    result: Option<ClaimsResult>,
    failed: Vec<(String, IntakeError)>,
}

impl<'l> ClaimsLens<'l> {
    /// The lens; `repeats` are names of inputs whose bytes came twice.
    pub fn new(options: &'l ClaimsOptions, repeats: Vec<String>) -> Result<Self> {
        Ok(Self { options, parameters: options.parameters()?, repeats, result: None, failed: Vec::new() })
    }

    /// The result, once the run has written its files; `None` when nothing could be read.
    pub fn finish(self, written: &Written) -> Option<ClaimsResult> {
        Some(ClaimsResult { written: written.files.clone(), ..self.result? })
    }
}

impl Lens for ClaimsLens<'_> {
    fn name(&self) -> &'static str {
        "claims"
    }

    fn methods(&self) -> &'static [MethodCard] {
        claims::method::CARDS
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        self.parameters.clone()
    }

    fn run(
        &mut self,
        inputs: &[(EvidenceNo, Input)],
        outputs: &mut Outputs,
        rejects: &mut Rejects,
        ctx: &Ctx<'_>,
    ) -> Result<Option<Outcome>> {
        let mut result = reading::run(inputs, self.options, Some(rejects), ctx)?;
        if result.files.is_empty() {
            self.failed = result.failed;
            return Ok(None);
        }
        result.repeats = std::mem::take(&mut self.repeats);
        ctx.progress.stage("comparing statements", None);
        result.connect();
        outputs.file(
            "ledger.jsonl",
            "One article a line: its text, and the statements in it with places, speakers, acts and links.",
            |out| lines::write(&result, out).map_err(report::Error::from),
        )?;
        for (table, batch) in tables::tables(&result)? {
            outputs.whole_table(&table, [Ok::<_, Error>(batch)])?;
            for &format in &self.options.formats {
                outputs.convert(&table, format)?;
            }
        }
        outputs.file("claims.jsonld", "Statements as schema.org Claims, without any rating.", |out| {
            serde_json::to_writer_pretty(&mut *out, &review::export(|| exported(&result)))
                .map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            Ok(0)
        })?;
        if !result.reviews.is_empty() {
            outputs.file(
                "reviews.jsonl",
                "Reviews of claims by others, as given, with the statements that are like the claim.",
                |out| reviews::write(&result, out).map_err(report::Error::from),
            )?;
        }
        let findings = findings(&result, &self.parameters)?;
        let page = page::page(&result, self.options);
        self.result = Some(result);
        Ok(Some(Outcome { findings, groups: None, page }))
    }

    fn failed(&mut self) -> &mut Vec<(String, IntakeError)> {
        match &mut self.result {
            Some(result) => &mut result.failed,
            None => &mut self.failed,
        }
    }
}

/// Statements in the order of articles, each as a claim. Plain reports of not speaking are none.
fn exported(result: &ClaimsResult) -> impl Iterator<Item = Claim> {
    result.articles.iter().enumerate().filter(|(_, article)| !article.quotes_only).flat_map(
        move |(number, article)| {
            let entries = article.reading.entries.iter().enumerate();
            entries
                .filter(|(_, one)| one.judged.act != Act::Decline)
                .map(move |(entry, _)| claim(result, StatementNo { article: number, entry }))
        },
    )
}

fn claim(result: &ClaimsResult, no: StatementNo) -> Claim {
    let (article, one) = result.statement(no);
    let kind = one.speaker.entity.map(|entity| article.reading.entities.entities[entity].kind);
    let kind = match kind {
        Some(claims::entity::Kind::Person) => AuthorKind::Person,
        Some(claims::entity::Kind::Unknown) | None => AuthorKind::Unknown,
        Some(_) => AuthorKind::Organization,
    };
    Claim {
        id: format!("urn:sha256:{}#{}", article.read.hash.hex(), no.entry + 1),
        text: article.words(&one.attribution.content),
        author: result.speaker(no).map(|name| (name.to_owned(), kind)),
        appearances: vec![Appearance {
            published: article.published.map(model::Timestamp::rfc3339),
            url: stated(&article.read.url).map(str::to_owned),
            headline: stated(&article.read.title).map(str::to_owned),
        }],
    }
}

/// Findings about everything, then about accusations with and without an answer.
fn findings(result: &ClaimsResult, parameters: &BTreeMap<String, Value>) -> Result<Vec<Finding>> {
    let mut inputs: Vec<Sha256> = result.files.iter().map(|file| file.sha256).collect();
    inputs.sort_unstable();
    let frame = Frame { parameters: parameters.clone(), inputs, articles: result.articles.len() as u64 };
    let mut findings = frame.totals(&totals(result))?.to_vec();
    for accusation in accusations(result) {
        findings.push(frame.accusation(&accusation)?);
    }
    Ok(findings)
}

fn totals(result: &ClaimsResult) -> Totals {
    let mut totals = Totals::default();
    for entry in result.articles.iter().flat_map(|article| &article.reading.entries) {
        totals.statements += 1;
        totals.resolved += u64::from(entry.speaker.entity.is_some());
        match entry.judged.act {
            Act::Accuse => totals.accuse += 1,
            Act::Deny => totals.deny += 1,
            Act::Demand => totals.demand += 1,
            Act::Decline => totals.decline += 1,
            _ => {}
        }
    }
    if let Some(corpus) = &result.corpus {
        totals.answers = corpus.links.count(|kind| kind == LinkKind::Answers);
        totals.generic_denials = corpus.links.count(|kind| kind == LinkKind::GenericDenial);
        totals.possible_answers = corpus.links.count(|kind| kind == LinkKind::PossibleAnswer);
        totals.repeats = corpus.links.count(LinkKind::is_repetition);
        totals.unanswered = corpus.links.unanswered.len() as u64;
    }
    totals
}

fn accusations(result: &ClaimsResult) -> Vec<Accusation> {
    let Some(corpus) = &result.corpus else { return Vec::new() };
    let answers = corpus.links.answers();
    let unanswered: BTreeMap<usize, Option<(usize, usize)>> =
        corpus.links.unanswered.iter().map(|one| (one.statement, one.possible_answer)).collect();
    (0..corpus.statements.len())
        .filter(|statement| answers.contains_key(statement) || unanswered.contains_key(statement))
        .filter(|&statement| result.statement(corpus.statements[statement]).1.judged.act == Act::Accuse)
        .take(ACCUSATIONS)
        .map(|statement| {
            let no = corpus.statements[statement];
            let found = answers.get(&statement).map_or(&[][..], Vec::as_slice);
            let is_open = unanswered.get(&statement);
            let mut kinds: BTreeMap<LinkKind, u64> = BTreeMap::new();
            for link in found.iter().filter(|_| is_open.is_none()) {
                *kinds.entry(link.kind).or_default() += 1;
            }
            let mut records = vec![record(result, no)];
            let answers = found.iter().take(ANSWERS);
            records.extend(answers.map(|link| record(result, corpus.statements[link.from])));
            // An answer to the same claim elsewhere is none to this statement, and listed with both.
            if let Some(&Some((answer, to))) = is_open
                && to != statement
            {
                records.extend([to, answer].map(|statement| record(result, corpus.statements[statement])));
            }
            let (article, one) = result.statement(no);
            Accusation {
                speaker: speaker_in_words(result, no),
                accused: result.accused(no),
                words: beginning(&article.words(&one.attribution.content), WORDS),
                answers: kinds.into_iter().collect(),
                has_possible: is_open.is_some_and(Option::is_some),
                records,
            }
        })
        .collect()
}

/// The speaker's name, the article's words for him, or that it names nobody.
fn speaker_in_words(result: &ClaimsResult, no: StatementNo) -> String {
    let (article, one) = result.statement(no);
    match result.speaker(no) {
        Some(name) => name.to_owned(),
        None if one.attribution.source.is_empty() => "Somebody unnamed".to_owned(),
        None => article.words(&one.attribution.source),
    }
}

/// The statement's words in the evidence.
fn record(result: &ClaimsResult, no: StatementNo) -> RecordRef {
    let (article, one) = result.statement(no);
    let place = lines::place(article, one);
    RecordRef {
        platform: "article".to_owned(),
        account: speaker_in_words(result, no),
        post: format!("{}#{}", article.read.hash.hex(), no.entry + 1),
        object: None,
        time: article.published,
        raw: RawRef { at: At::Bytes(place.start, place.end), ..article.raw.clone() },
    }
}
