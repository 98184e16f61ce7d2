//! Findings about everything, then about single texts, accounts, families, phrases and disguised letters.

use super::{GroupRead, SyntheticResult, TextRead, tricks_in_words};
use crate::error::Result;
use ::synthetic::account::Account;
use ::synthetic::answer::{Outcome, Why};
use ::synthetic::finding::{Frame, Totals};
use ::synthetic::fold::Trick;
use ::synthetic::perplexity::Perplexity;
use ::synthetic::phrases::Leak;
use model::{Finding, RecordRef, Sha256};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Findings of each kind about single things, strongest first; the tables have all.
const TOLD: usize = 200;
/// Records that one finding points at.
const RECORDS: usize = 20;

pub(super) fn findings(
    result: &SyntheticResult,
    parameters: &BTreeMap<String, Value>,
) -> Result<Vec<Finding>> {
    let mut inputs: Vec<Sha256> = result.files.iter().map(|file| file.sha256).collect();
    inputs.sort_unstable();
    let frame = Frame { parameters: parameters.clone(), inputs };
    let mut findings = Vec::new();
    if !result.texts.is_empty() {
        findings.push(frame.texts(&totals(result))?);
    }
    for text in unusual(result).into_iter().filter(|text| text.answer.outcome == Outcome::Unusual1).take(TOLD)
    {
        if let (Some(kind), Some(p)) = (result.kind(text), &text.answer.p) {
            findings.push(frame.unusual(&text.name, &kind, p, text.answer.score, text.record.clone())?);
        }
    }
    let read = by_perplexity(result);
    if !read.is_empty() {
        let compared: Vec<f64> = read.iter().filter_map(|(_, found)| Some(found.p?.p)).collect();
        let unusual = read.iter().filter(|(_, found)| found.p.is_some_and(|p| p.p <= 0.01));
        let records = unusual.take(RECORDS).map(|(text, _)| text.record.clone()).collect();
        findings.push(frame.read_by_model(read.len() as u64, &compared, records)?);
    }
    for cluster in result.clusters.iter().take(TOLD) {
        let records =
            cluster.texts.iter().take(RECORDS).map(|&text| result.texts[text].record.clone()).collect();
        findings.push(frame.together(
            "nearly the same words",
            cluster.texts.len() as u64,
            &cluster.together,
            records,
        )?);
    }
    for group in result.groups.iter().take(TOLD) {
        let GroupRead { id, members, told, families, together, records } = group;
        let records = records.iter().take(RECORDS).cloned().collect();
        findings.push(frame.group(id, *members, (*told, *families), together, records)?);
    }
    if !result.accounts.is_empty() {
        let told: Vec<&Account> =
            result.accounts.values().filter_map(|account| account.level.as_ref()).collect();
        findings.push(frame.accounts(result.accounts.len() as u64, &told)?);
        for (name, level, records) in high_accounts(result).into_iter().take(TOLD) {
            findings.push(frame.account(&name, level, records.to_vec())?);
        }
    }
    let hits: Vec<_> = with_phrases(result).collect();
    if hits.is_empty() && result.searched > 0 {
        findings.push(frame.no_phrases(result.searched)?);
    }
    for (name, record, phrases) in hits.into_iter().take(TOLD) {
        let kinds: BTreeSet<&str> = phrases.iter().map(|(leak, _)| leak.words()).collect();
        let kinds = kinds.into_iter().collect::<Vec<_>>().join("; ");
        findings.push(frame.phrases(name, &kinds, vec![record.clone(); phrases.len().min(RECORDS)])?);
    }
    for (name, record, counts) in with_tricks(result).into_iter().take(TOLD) {
        let n = counts.iter().sum::<usize>() as u64;
        findings.push(frame.disguised(name, &tricks_in_words(&counts), n, vec![record.clone()])?);
    }
    Ok(findings)
}

pub(super) fn totals(result: &SyntheticResult) -> Totals {
    Totals {
        texts: result.texts.len() as u64,
        answered: result.count(Outcome::is_answer),
        one: result.count(|outcome| outcome == Outcome::Unusual1),
        five: result.count(|outcome| outcome == Outcome::Unusual5),
        short: result.count(|outcome| outcome == Outcome::CannotTell(Why::Short)),
    }
}

/// Texts that are unusual at 5 %, the most unusual first.
pub(super) fn unusual(result: &SyntheticResult) -> Vec<&TextRead> {
    let is_unusual = |text: &&TextRead| matches!(text.answer.outcome, Outcome::Unusual1 | Outcome::Unusual5);
    let mut texts: Vec<&TextRead> = result.texts.iter().filter(is_unusual).collect();
    let p = |text: &TextRead| text.answer.p.map_or(1.0, |p| p.p);
    texts.sort_by(|a, b| p(a).total_cmp(&p(b)).then(b.answer.score.total_cmp(&a.answer.score)));
    texts
}

/// Texts that a language model of the user's own read: the most unusual among comparable human texts first, then those
/// that it is not calibrated for, by curvature.
pub(super) fn by_perplexity(result: &SyntheticResult) -> Vec<(&TextRead, Perplexity)> {
    let mut read: Vec<_> = result.texts.iter().filter_map(|text| Some((text, text.perplexity?))).collect();
    let p = |found: &Perplexity| found.p.map_or(2.0, |p| p.p);
    read.sort_by(|(_, a), (_, b)| {
        p(a).total_cmp(&p(b)).then(b.reading.curvature.total_cmp(&a.reading.curvature))
    });
    read
}

/// Accounts that no or only few human accounts are above, highest first: their name, level and a few records.
pub(super) fn high_accounts(result: &SyntheticResult) -> Vec<(String, &Account, &[RecordRef])> {
    let mut accounts: Vec<(String, &Account, &[RecordRef])> = result
        .accounts
        .iter()
        .filter_map(|((platform, name), account)| {
            let level = account.level.as_ref().filter(|level| level.above == 0)?;
            Some((format!("{platform}/{name}"), level, account.records.as_slice()))
        })
        .collect();
    accounts.sort_by(|a, b| b.1.spreads.total_cmp(&a.1.spreads).then_with(|| a.0.cmp(&b.0)));
    accounts
}

type Phrases = [(Leak, String)];

/// Texts and posts with phrases: name, place, phrases.
pub(super) fn with_phrases(result: &SyntheticResult) -> impl Iterator<Item = (&str, &RecordRef, &Phrases)> {
    let texts = result.texts.iter().map(|text| (text.name.as_str(), &text.record, text.phrases.as_slice()));
    let posts = result.noted.iter().map(|post| (post.name.as_str(), &post.record, post.phrases.as_slice()));
    texts.chain(posts).filter(|(_, _, phrases)| !phrases.is_empty())
}

/// Texts and posts in which letters are disguised, most first: single invisible characters and spaces are everywhere, so
/// that these alone are told of from five on.
pub(super) fn with_tricks(result: &SyntheticResult) -> Vec<(&str, &RecordRef, [usize; Trick::ALL.len()])> {
    const EVERYDAY: usize = 5;
    let texts = result.texts.iter().map(|text| (text.name.as_str(), &text.record, text.tricks));
    let posts = result.noted.iter().map(|post| (post.name.as_str(), &post.record, post.tricks));
    let is_told = |counts: &[usize; Trick::ALL.len()]| {
        counts[Trick::LookAlike as usize] > 0 || counts.iter().sum::<usize>() >= EVERYDAY
    };
    let mut all: Vec<_> = texts.chain(posts).filter(|(_, _, counts)| is_told(counts)).collect();
    all.sort_by(|a, b| b.2.iter().sum::<usize>().cmp(&a.2.iter().sum::<usize>()).then(a.0.cmp(b.0)));
    all
}
