//! How the case was kept, and how far it reaches: custody, bytes behind findings, degree.

use crate::read::source_name;
use case::{Case, Entry};
use model::{At, Container, Finding, Timestamp};
use report::page::case::{CustodyRow, DegreeRow, Entered, Excerpt, Excerpts};
use report::page::{Page, limits};
use serde_json::Value;
use std::collections::BTreeSet;

/// Action in the custody log under which a person enters an effect with its source.
pub const EFFECT: &str = "effect";
/// Findings whose bytes are shown, and records of each.
const EXCERPTS: (usize, usize) = (100, 3);
/// Compressed evidence is read from its beginning for every excerpt: none beyond this size.
const LARGEST: u64 = 32 << 20;

/// The log as the report takes it in: entries about reports at its end are left out, so that a second one is the same.
pub fn before_reports(mut log: Vec<Entry>) -> Vec<Entry> {
    while log.last().is_some_and(is_about_a_report) {
        log.pop();
    }
    log
}

fn is_about_a_report(entry: &Entry) -> bool {
    let details = details(entry);
    match entry.action.as_str() {
        "report" => true,
        "run" => details["plan"]["command"] == "report",
        _ => false,
    }
}

fn details(entry: &Entry) -> Value {
    serde_json::from_str(&entry.details).unwrap_or_default()
}

/// Rows of the log.
pub fn custody(log: &[Entry]) -> Vec<CustodyRow> {
    let row = |entry: &Entry| CustodyRow {
        entry: entry.entry,
        time: entry.time,
        actor: entry.actor.clone(),
        action: entry.action.clone(),
        what: what(entry),
        hash: entry.hash.short(),
    };
    log.iter().map(row).collect()
}

/// To what something was done, in words.
fn what(entry: &Entry) -> String {
    let details = details(entry);
    let text = |at: &str| details.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let short = |hash: String| hash.chars().take(12).collect::<String>();
    match entry.action.as_str() {
        "add_evidence" | "describe_evidence" | "name_evidence" => text("/evidence/name"),
        "add_segment" => format!("{} {}", text("/table"), short(text("/hash"))),
        "run" => {
            let outputs = details["outputs"].as_array().map_or(0, Vec::len) as u64;
            let findings = details.pointer("/findings/n").and_then(Value::as_u64).unwrap_or_default();
            format!(
                "{} by {}: {}, {}",
                text("/plan/command"),
                text("/plan/version"),
                model::words::count(outputs, "file", "files"),
                model::words::count(findings, "finding", "findings")
            )
        }
        "assess" | "withdraw_assessment" => {
            format!("{} for {}", short(text("/finding")), text("/hypothesis"))
        }
        "add_hypothesis" | "remove_hypothesis" => text("/name"),
        "set_reference" => details.as_str().map_or_else(|| text("/reference"), str::to_owned),
        EFFECT => text("/statement"),
        _ => String::new(),
    }
}

/// Effects that people entered.
pub fn effects(log: &[Entry]) -> Vec<Entered> {
    let effects = log.iter().filter(|entry| entry.action == EFFECT).map(|entry| {
        let details = details(entry);
        let text = |name: &str| details[name].as_str().unwrap_or_default().to_owned();
        Entered { statement: text("statement"), source: text("source"), by: entry.actor.clone() }
    });
    effects.collect()
}

/// Bytes behind the first records of the first of `findings`.
pub fn excerpts<'f>(case: &Case, findings: impl Iterator<Item = &'f Finding>) -> Vec<Excerpts> {
    let all = findings.take(EXCERPTS.0).filter_map(|finding| {
        let rows: Vec<Excerpt> =
            finding.records.iter().take(EXCERPTS.1).filter_map(|record| excerpt(case, &record.raw)).collect();
        (!rows.is_empty()).then_some(Excerpts { finding: finding.id, rows })
    });
    all.collect()
}

/// `None` where there are no bytes to show: rows of tables, and what lies deep in large archives.
fn excerpt(case: &Case, raw: &model::RawRef) -> Option<Excerpt> {
    let At::Bytes(start, end) = raw.at else { return None };
    let row = case.evidence_row(raw.evidence).ok()?;
    let packed = |step: &Container| matches!(step, Container::Gzip | Container::Zstd | Container::Zip(_));
    if raw.path.iter().any(packed) && row.evidence.bytes > LARGEST {
        return None;
    }
    let found = case.read_bytes(raw).ok()?;
    // Pictures and the like show nothing to a reader.
    if found.bytes.contains(&0) {
        return None;
    }
    let text = String::from_utf8_lossy(&found.bytes);
    let text = model::inert::shorten(&text, limits::EXCERPT).into_owned();
    let name = source_name(&row.evidence.name, &raw.path);
    Some(Excerpt { place: format!("{name}, bytes {start} to {end}"), text })
}

/// How far it reaches, as far as the data go.
pub fn degree(page: &Page) -> Vec<DegreeRow> {
    let mut rows: Vec<DegreeRow> = page.coordination.iter().flat_map(|part| part.platforms.clone()).collect();
    let span = |times: &mut dyn Iterator<Item = Timestamp>| {
        times.fold((None, None), |(first, last): (Option<Timestamp>, Option<Timestamp>), at| {
            (Some(first.map_or(at, |first| first.min(at))), Some(last.map_or(at, |last| last.max(at))))
        })
    };
    if let Some(mails) = &page.mails {
        let (first, last) = span(&mut mails.rows.iter().filter_map(|row| row.received));
        let records = mails.rows.len() as u64;
        rows.push(DegreeRow { of: "mails".to_owned(), records, first, last, ..DegreeRow::default() });
    }
    if let Some(claims) = &page.claims {
        let articles = || claims.dossiers.iter();
        let (first, last) = span(&mut articles().filter_map(|article| article.published));
        let publishers: BTreeSet<&str> = articles().filter_map(|a| a.publisher.as_deref()).collect();
        let accounts = (articles().count() as u64 == claims.articles).then_some(publishers.len() as u64);
        rows.push(DegreeRow { of: "articles".to_owned(), accounts, records: claims.articles, first, last });
    }
    if let Some(media) = &page.media {
        rows.push(DegreeRow { of: "media files".to_owned(), records: media.files, ..DegreeRow::default() });
    }
    rows
}
