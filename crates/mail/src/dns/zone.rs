//! Records and captured answers by name, type and time.

use super::facts::{Coverage, FileFacts, ZoneProblem};
use super::{Answer, DnsView, Failure, Record, RecordData, RecordType, Seen, Unknown};
use crate::domain::DomainName;
use model::Timestamp;
use std::sync::Arc;

/// Longest file of records that is read.
pub(super) const MAX_FILE: usize = 64 << 20;
/// Longest chain of aliases that is followed.
const MAX_ALIASES: usize = 8;
/// Entries of one name, over all types and times.
const MAX_ENTRIES: usize = 20_000;
/// Records of one answer: what fits a DNS message of 64 kB with the smallest records.
const MAX_RECORDS: usize = 4_096;
/// Problems that are listed.
const MAX_PROBLEMS: usize = 1_000;

/// What files say about the DNS.
///
/// The same name may have several answers over time. Asked about a moment, the zone gives the answer
///
/// 1. of a source that vouches for that moment (`valid_from`, `valid_until`), else
/// 2. last seen before it, else
/// 3. of a source without dates, else
/// 4. first seen after it, but only when that has records: what was missing later may have been there before.
///
/// Each record says when it was seen, so that whoever uses an answer of another time can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    /// Sorted by name, type and source; the records of one answer in the order of the file.
    entries: Vec<Entry>,
    /// Set when some source lists everything there is.
    complete: Option<Seen>,
    problems: Vec<ZoneProblem>,
}

/// A record, or an answer without one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: DomainName,
    /// `None` for an answer about the name as a whole.
    record_type: Option<RecordType>,
    seen: Arc<Seen>,
    content: Content,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Record(RecordData),
    NoData,
    NoSuchName,
    Failed(Failure),
}

impl Content {
    /// The words that stand for answers without records.
    pub fn from_status(status: &str) -> Option<Self> {
        match status.to_ascii_uppercase().as_str() {
            "NODATA" | "NONE" => Some(Self::NoData),
            "NXDOMAIN" => Some(Self::NoSuchName),
            "TIMEOUT" => Some(Self::Failed(Failure::Timeout)),
            "SERVFAIL" | "REFUSED" => Some(Self::Failed(Failure::Server)),
            _ => None,
        }
    }

    fn is_record(&self) -> bool {
        matches!(self, Self::Record(_))
    }
}

impl Entry {
    /// Entries that agree in this are one answer.
    fn answer(&self) -> (&DomainName, Option<RecordType>, &Seen) {
        (&self.name, self.record_type, &self.seen)
    }
}

/// A zone while files are being read into it.
#[derive(Debug)]
pub(super) struct Builder {
    /// What holds for records without dates of their own.
    pub seen: Arc<Seen>,
    zone: Zone,
}

impl Builder {
    pub fn new(facts: &FileFacts) -> Self {
        let complete = (facts.coverage == Coverage::Complete).then(|| facts.seen.clone());
        Self { seen: Arc::new(facts.seen.clone()), zone: Zone { complete, ..Zone::default() } }
    }

    pub fn record(&mut self, name: &DomainName, data: RecordData, seen: &Arc<Seen>) {
        self.push(name, Some(data.record_type()), Content::Record(data), seen);
    }

    /// An answer without records; about all types without `record_type`.
    pub fn answer(
        &mut self,
        name: &DomainName,
        record_type: Option<RecordType>,
        content: Content,
        seen: &Arc<Seen>,
    ) {
        self.push(name, record_type, content, seen);
    }

    fn push(
        &mut self,
        name: &DomainName,
        record_type: Option<RecordType>,
        content: Content,
        seen: &Arc<Seen>,
    ) {
        self.zone.entries.push(Entry { name: name.clone(), record_type, seen: seen.clone(), content });
    }

    /// Notes a problem, which is made only if it will be listed.
    pub fn note(&mut self, problem: impl FnOnce() -> ZoneProblem) {
        note(&mut self.zone.problems, problem);
    }

    pub fn finish(mut self) -> Zone {
        self.zone.sort();
        self.zone
    }
}

fn note(problems: &mut Vec<ZoneProblem>, problem: impl FnOnce() -> ZoneProblem) {
    match problems.len() {
        0..MAX_PROBLEMS => problems.push(problem()),
        MAX_PROBLEMS => problems.push(ZoneProblem::Further),
        _ => {}
    }
}

impl Zone {
    /// Whether it says nothing about any name.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.complete.is_none()
    }

    /// What could not be read, in the order of the files.
    pub fn problems(&self) -> &[ZoneProblem] {
        &self.problems
    }

    /// Adds what another file says. A file that is given twice, by the name of its source, says nothing twice.
    pub fn merge(&mut self, other: Self) {
        let known = |entry: &Entry| {
            self.entries.binary_search_by(|known| known.answer().cmp(&entry.answer())).is_ok()
        };
        let new: Vec<Entry> = other.entries.into_iter().filter(|entry| !known(entry)).collect();
        self.entries.extend(new);
        self.complete = self.complete.take().or(other.complete);
        other.problems.into_iter().for_each(|problem| note(&mut self.problems, || problem));
        self.sort();
    }

    /// Puts entries in order and cuts names and answers that have too many.
    fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.answer().cmp(&b.answer()));
        let (mut of_name, mut of_answer) = (0, 0);
        let mut last: Option<(DomainName, Option<RecordType>, Arc<Seen>)> = None;
        let problems = &mut self.problems;
        self.entries.retain(|entry| {
            let same_name = last.as_ref().is_some_and(|(name, ..)| *name == entry.name);
            let same_answer = same_name
                && last.as_ref().is_some_and(|(_, t, seen)| *t == entry.record_type && *seen == entry.seen);
            of_name = if same_name { of_name + 1 } else { 1 };
            of_answer = if same_answer { of_answer + 1 } else { 1 };
            if !same_answer {
                last = Some((entry.name.clone(), entry.record_type, entry.seen.clone()));
            }
            let kept = of_name <= MAX_ENTRIES && of_answer <= MAX_RECORDS;
            if !kept {
                note(problems, || ZoneProblem::TooMany { place: entry.name.to_string() });
            }
            kept
        });
    }

    /// The answer in force at a moment among those about one type (or about the name as a whole), or why there is none.
    fn in_force(
        &self,
        name: &DomainName,
        record_type: Option<RecordType>,
        at: Timestamp,
    ) -> Result<(Rank, &[Entry]), Unknown> {
        let key = (name, record_type);
        let start = self.entries.partition_point(|entry| (&entry.name, entry.record_type) < key);
        let of_type = &self.entries[start..];
        let of_type = &of_type[..of_type.partition_point(|entry| (&entry.name, entry.record_type) <= key)];
        let answers = of_type.chunk_by(|a, b| a.seen == b.seen);
        answers
            .filter_map(|answer| Some((rank(answer, at)?, answer)))
            .min_by_key(|(rank, answer)| (*rank, &answer[0].seen))
            .ok_or(if of_type.is_empty() { Unknown::NotOnFile } else { Unknown::OtherTimes })
    }

    /// What the files say about one name, aliases not followed.
    fn step(&self, name: &DomainName, record_type: RecordType, at: Timestamp) -> Step {
        let of_type = self.in_force(name, Some(record_type), at);
        let of_name = self.in_force(name, None, at);
        // That there is no alias says nothing about other types.
        let of_alias = self
            .in_force(name, Some(RecordType::Cname), at)
            .ok()
            .filter(|(_, entries)| alias(entries).is_some());
        // Of equally good ones the first.
        let candidates = [of_type.ok(), of_alias, of_name.ok()];
        if let Some((_, entries)) = candidates.into_iter().flatten().min_by_key(|(rank, _)| *rank) {
            return match alias(entries).filter(|_| record_type != RecordType::Cname) {
                Some((target, seen)) => Step::Alias(target.clone(), seen.clone()),
                None => Step::Answer(answer(entries)),
            };
        }
        Step::Answer(match &self.complete {
            Some(seen) if self.exists(name) => Answer::NoData(seen.clone()),
            Some(seen) => Answer::NoSuchName(seen.clone()),
            None if of_type.err().max(of_name.err()) == Some(Unknown::OtherTimes) => {
                Answer::NotKnown(Unknown::OtherTimes)
            }
            None => Answer::NotKnown(Unknown::NotOnFile),
        })
    }

    /// Whether the name or one below it is on file. Names below stand directly behind.
    fn exists(&self, name: &DomainName) -> bool {
        let next = self.entries.partition_point(|entry| entry.name < *name);
        self.entries.get(next).is_some_and(|entry| entry.name.is_at_or_below(name))
    }
}

enum Step {
    Answer(Answer),
    Alias(DomainName, Seen),
}

impl DnsView for Zone {
    fn get(&self, name: &DomainName, record_type: RecordType, at: Timestamp) -> Answer {
        let mut step = self.step(name, record_type, at);
        for _ in 0..MAX_ALIASES {
            match step {
                Step::Answer(answer) => return answer,
                Step::Alias(target, _) => step = self.step(&target, record_type, at),
            }
        }
        match step {
            Step::Answer(answer) => answer,
            Step::Alias(_, seen) => Answer::Failed(Failure::AliasLoop, seen),
        }
    }
}

/// How well an answer fits a moment: its kind, then its distance in time. The lowest is the best.
type Rank = (u8, i64);

/// Ranks an answer; `None` when it says nothing about it. See [`Zone`].
fn rank(answer: &[Entry], at: Timestamp) -> Option<Rank> {
    let seen = &answer.first()?.seen;
    if seen.valid_from.is_some() || seen.valid_until.is_some() {
        let covers =
            seen.valid_from.is_none_or(|from| from <= at) && seen.valid_until.is_none_or(|until| at < until);
        let age = seen.valid_from.map_or(i64::MAX, |from| at.0.saturating_sub(from.0));
        return covers.then_some((1, age));
    }
    match seen.seen_at {
        Some(seen_at) if seen_at <= at => Some((2, at.0.saturating_sub(seen_at.0))),
        None => Some((3, 0)),
        Some(seen_at) => {
            let has_records = answer.iter().any(|entry| entry.content.is_record());
            has_records.then(|| (4, seen_at.0.saturating_sub(at.0)))
        }
    }
}

/// The name that an answer's name stands for.
fn alias(entries: &[Entry]) -> Option<(&DomainName, &Seen)> {
    entries.iter().find_map(|entry| match &entry.content {
        Content::Record(RecordData::Cname(target)) => Some((target, &*entry.seen)),
        _ => None,
    })
}

/// Entries that are one answer, as one. A record is better evidence than the remark that there is none.
fn answer(entries: &[Entry]) -> Answer {
    let record = |entry: &Entry| match &entry.content {
        Content::Record(data) => {
            Some(Record { name: entry.name.clone(), data: data.clone(), seen: (*entry.seen).clone() })
        }
        _ => None,
    };
    let records: Vec<Record> = entries.iter().filter_map(record).collect();
    match entries.first().map(|entry| (&entry.content, (*entry.seen).clone())) {
        _ if !records.is_empty() => Answer::Records(records),
        Some((Content::NoSuchName, seen)) => Answer::NoSuchName(seen),
        Some((Content::Failed(failure), seen)) => Answer::Failed(*failure, seen),
        Some((Content::NoData | Content::Record(_), seen)) => Answer::NoData(seen),
        None => Answer::NotKnown(Unknown::NotOnFile),
    }
}
