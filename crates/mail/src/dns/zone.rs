//! Records and captured answers by name, type and time.

use super::facts::{Coverage, FileFacts, ZoneProblem};
use super::{Answer, DnsView, Failure, Record, RecordData, RecordType, Seen, Unknown};
use crate::domain::DomainName;
use model::Timestamp;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Longest file of records that is read.
pub(super) const MAX_FILE: usize = 64 << 20;
/// Longest chain of aliases that is followed.
const MAX_ALIASES: usize = 8;
/// Answers of one name, over all types and times.
const MAX_CAPTURES: usize = 10_000;
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
    names: BTreeMap<DomainName, BTreeMap<Key, Content>>,
    /// Set when some source lists everything there is.
    complete: Option<Seen>,
    problems: Vec<ZoneProblem>,
}

/// One answer of a name: about a type, or about all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    record_type: Option<RecordType>,
    seen: Seen,
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Records(Vec<RecordData>),
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
}

impl Zone {
    /// A zone that holds nothing yet.
    pub(super) fn for_file(facts: &FileFacts) -> Self {
        let complete = (facts.coverage == Coverage::Complete).then(|| facts.seen.clone());
        Self { complete, ..Self::default() }
    }

    /// What could not be read, in the order of the file.
    pub fn problems(&self) -> &[ZoneProblem] {
        &self.problems
    }

    /// Adds what another file says.
    pub fn merge(&mut self, other: Self) {
        for (name, answers) in other.names {
            for (key, content) in answers {
                match content {
                    Content::Records(records) => {
                        // The same file given twice says nothing twice.
                        if self.names.get(&name).is_none_or(|known| !known.contains_key(&key)) {
                            records.into_iter().for_each(|data| self.add_record(&name, data, &key.seen));
                        }
                    }
                    content => self.add_answer(&name, key.record_type, content, &key.seen),
                }
            }
        }
        self.complete = self.complete.take().or(other.complete);
        other.problems.into_iter().for_each(|problem| self.note(problem));
    }

    pub(super) fn note(&mut self, problem: ZoneProblem) {
        note(&mut self.problems, problem);
    }

    /// Adds a record to the answer of its type and dates.
    pub(super) fn add_record(&mut self, name: &DomainName, data: RecordData, seen: &Seen) {
        let Some(content) = self.content(name, Some(data.record_type()), seen) else { return };
        match content {
            Content::Records(records) if records.len() < MAX_RECORDS => records.push(data),
            Content::Records(_) => self.note(ZoneProblem::TooMany { place: name.to_string() }),
            // A record is better evidence than the remark that there is none.
            _ => *content = Content::Records(vec![data]),
        }
    }

    /// Adds an answer without records; about all types without `record_type`.
    pub(super) fn add_answer(
        &mut self,
        name: &DomainName,
        record_type: Option<RecordType>,
        answer: Content,
        seen: &Seen,
    ) {
        let Some(content) = self.content(name, record_type, seen) else { return };
        if matches!(content, Content::Records(records) if records.is_empty()) {
            *content = answer;
        }
    }

    /// The place of an answer, made when there is none; `None` when the name has too many.
    fn content(
        &mut self,
        name: &DomainName,
        record_type: Option<RecordType>,
        seen: &Seen,
    ) -> Option<&mut Content> {
        // Cloned only when it is new.
        if !self.names.contains_key(name) {
            self.names.insert(name.clone(), BTreeMap::new());
        }
        let answers = self.names.get_mut(name)?;
        let full = answers.len() >= MAX_CAPTURES;
        match answers.entry(Key { record_type, seen: seen.clone() }) {
            Entry::Vacant(_) if full => {
                note(&mut self.problems, ZoneProblem::TooMany { place: name.to_string() });
                None
            }
            entry => Some(entry.or_insert_with(|| Content::Records(Vec::new()))),
        }
    }

    /// The answer in force at a moment among those about one type (or about the name as a whole), or why there is none.
    fn in_force(
        &self,
        name: &DomainName,
        record_type: Option<RecordType>,
        at: Timestamp,
    ) -> Result<(&Seen, &Content), Unknown> {
        let answers = self.names.get(name).into_iter().flatten();
        let mut of_type = answers
            .filter(|(key, _)| key.record_type == record_type)
            .map(|(key, content)| (&key.seen, content));
        let Some(first) = of_type.next() else { return Err(Unknown::NotOnFile) };
        std::iter::once(first)
            .chain(of_type)
            .filter_map(|(seen, content)| Some((rank(seen, content, at)?, seen, content)))
            .min_by_key(|(rank, seen, _)| (*rank, *seen))
            .map(|(_, seen, content)| (seen, content))
            .ok_or(Unknown::OtherTimes)
    }

    /// What the files say about one name, aliases not followed.
    fn step(&self, name: &DomainName, record_type: RecordType, at: Timestamp) -> Step {
        let of_type = self.in_force(name, Some(record_type), at);
        if let Ok((seen, content)) = of_type {
            return Step::Answer(answer(name, seen, content));
        }
        if let Ok((seen, Content::Records(records))) = self.in_force(name, Some(RecordType::Cname), at)
            && let Some(RecordData::Cname(target)) = records.first()
        {
            return Step::Alias(target.clone(), seen.clone());
        }
        let of_name = self.in_force(name, None, at);
        if let Ok((seen, content)) = of_name {
            return Step::Answer(answer(name, seen, content));
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
        self.names.range(name..).next().is_some_and(|(next, _)| next.is_at_or_below(name))
    }
}

fn note(problems: &mut Vec<ZoneProblem>, problem: ZoneProblem) {
    match problems.len() {
        0..MAX_PROBLEMS => problems.push(problem),
        MAX_PROBLEMS => problems.push(ZoneProblem::Further),
        _ => {}
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

/// How well an answer fits a moment, best first; `None` when it says nothing about it. See [`Zone`].
fn rank(seen: &Seen, content: &Content, at: Timestamp) -> Option<(u8, i64)> {
    if seen.valid_from.is_some() || seen.valid_until.is_some() {
        let covers =
            seen.valid_from.is_none_or(|from| from <= at) && seen.valid_until.is_none_or(|until| at < until);
        let age = seen.valid_from.map_or(i64::MAX, |from| at.0.saturating_sub(from.0));
        return covers.then_some((1, age));
    }
    match seen.seen_at {
        Some(seen_at) if seen_at <= at => Some((2, at.0.saturating_sub(seen_at.0))),
        None => Some((3, 0)),
        Some(seen_at) => matches!(content, Content::Records(_)).then(|| (4, seen_at.0.saturating_sub(at.0))),
    }
}

fn answer(name: &DomainName, seen: &Seen, content: &Content) -> Answer {
    let record = |data: &RecordData| Record { name: name.clone(), data: data.clone(), seen: seen.clone() };
    match content {
        Content::Records(records) => Answer::Records(records.iter().map(record).collect()),
        Content::NoData => Answer::NoData(seen.clone()),
        Content::NoSuchName => Answer::NoSuchName(seen.clone()),
        Content::Failed(failure) => Answer::Failed(*failure, seen.clone()),
    }
}
