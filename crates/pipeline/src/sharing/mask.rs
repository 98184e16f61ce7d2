//! Findings and groups as they may leave the case.

use super::people::{People, is_hash};
use model::hypothesis::NONE_OF_THESE;
use model::post::platform;
use model::{Assessment, Author, Container, Finding, Group, Hypothesis, RecordRef, Support, Weighing};
use privacy::{Kind, Masker};
use serde_json::Value;
use std::collections::BTreeSet;

/// Fewest accounts of a set that is shared: fewer single people out.
pub(crate) const LEAST: usize = 5;

/// What records name in the place of a platform where they are no posts.
const RECORDS: [&str; 4] = ["mail", "media", "article", "text"];

/// Masks what leaves.
pub(crate) struct Sharing<'p> {
    pub masker: &'p Masker,
    pub people: &'p People,
}

impl Sharing<'_> {
    /// The finding with pseudonyms for names. Its id stays: it is the hash of the original, which the owner can show.
    pub fn finding(&self, finding: &Finding) -> Finding {
        let sentences = |texts: &[String]| texts.iter().map(|text| self.masker.sentence(text)).collect();
        Finding {
            id: finding.id,
            lens: finding.lens.clone(),
            method: finding.method.clone(),
            version: finding.version,
            parameters: finding
                .parameters
                .iter()
                .map(|(name, value)| (self.field(name), self.value(value)))
                .collect(),
            seed: finding.seed,
            inputs: finding.inputs.clone(),
            about: finding.about.iter().map(|name| self.name(name)).collect(),
            statement: self.masker.sentence(&finding.statement),
            statistic: finding.statistic.iter().map(|(name, value)| (self.field(name), *value)).collect(),
            null_model: finding.null_model.as_deref().map(|text| self.masker.sentence(text)),
            log10_p: finding.log10_p,
            q: finding.q,
            n: finding.n,
            error_rates: sentences(&finding.error_rates),
            support: self.support(&finding.support),
            innocent_explanations: sentences(&finding.innocent_explanations),
            techniques: finding.techniques.clone(),
            records: finding.records.iter().map(|record| self.record(record)).collect(),
        }
    }

    fn support(&self, support: &Support) -> Support {
        match support {
            Support::LikelihoodRatio { lo, hi, calibration } => {
                Support::LikelihoodRatio { lo: *lo, hi: *hi, calibration: self.masker.sentence(calibration) }
            }
            Support::Ordinal(strength) => Support::Ordinal(*strength),
            Support::None { why } => Support::None { why: self.masker.sentence(why) },
        }
    }

    /// What people said of the case: their words may name anybody, themselves included.
    pub fn weighing(&self, weighing: &Weighing) -> Weighing {
        let name = |name: &str| match name {
            NONE_OF_THESE | "" => name.to_owned(),
            _ => self.masker.pseudonym(Kind::Hypothesis, name),
        };
        let author = |author: &Author| match author {
            Author::Person(_) => Author::Person(String::new()),
            Author::Method(method) => Author::Method(method.clone()),
        };
        Weighing {
            hypotheses: weighing
                .hypotheses
                .iter()
                .map(|hypothesis| Hypothesis {
                    name: name(&hypothesis.name),
                    statement: self.masker.sentence(&hypothesis.statement),
                    level: hypothesis.level,
                    author: author(&hypothesis.author),
                })
                .collect(),
            reference: name(&weighing.reference),
            assessments: weighing
                .assessments
                .iter()
                .map(|assessment| Assessment {
                    finding: assessment.finding,
                    hypothesis: name(&assessment.hypothesis),
                    support: self.support(&assessment.support),
                    group: assessment.group.as_deref().map(|group| self.masker.pseudonym(Kind::Id, group)),
                    category: assessment.category,
                    author: author(&assessment.author),
                    reason: self.masker.sentence(&assessment.reason),
                })
                .collect(),
        }
    }

    /// The group with pseudonyms for its members, which are sorted anew.
    pub fn group(&self, group: &Group) -> Group {
        let members: BTreeSet<String> = group.members.iter().map(|member| self.name(member)).collect();
        Group { members: members.into_iter().collect(), ..group.clone() }
    }

    /// What a finding or group is about.
    pub fn name(&self, name: &str) -> String {
        match self.people.account(name) {
            Some((platform, id)) => self.account(platform, id),
            None if is_hash(name) => name.to_owned(),
            None => self.masker.thing(Kind::Name, name),
        }
    }

    /// The pseudonym of an account.
    pub fn account(&self, platform: &str, id: &str) -> String {
        self.masker.pseudonym(Kind::Account, &format!("{platform}/{id}"))
    }

    fn record(&self, record: &RecordRef) -> RecordRef {
        let account = match (record.platform.as_str(), record.account.as_str()) {
            (_, "") => String::new(),
            ("mail", address) => self.masker.pseudonym(Kind::Address, address),
            ("media", file) => self.masker.thing(Kind::File, file),
            ("article", speaker) => self.masker.thing(Kind::Name, speaker),
            (platform, account) => {
                let (platform, id) = self.people.resolve(platform, account).unwrap_or((platform, account));
                self.account(platform, id)
            }
        };
        let post = match record.post.as_str() {
            "" => String::new(),
            post if is_hash(post) => post.to_owned(),
            post => self.masker.pseudonym(Kind::Post, &format!("{}/{post}", record.platform)),
        };
        let object = record.object.as_ref().map(|(layer, object)| {
            (*layer, self.masker.pseudonym(Kind::Object, &format!("{layer} {object}")))
        });
        let mut raw = record.raw.clone();
        for step in &mut raw.path {
            if let Container::Zip(name) | Container::Sheet(name) = step {
                *name = self.masker.pseudonym(Kind::File, name);
            }
        }
        let platform = self.platform(&record.platform);
        RecordRef { platform, account, post, object, time: record.time, raw }
    }

    /// A platform that the program knows; any other is a word of the source, which may name anybody.
    pub fn platform(&self, name: &str) -> String {
        match name {
            "" => String::new(),
            known if platform::KNOWN.contains(&known) || RECORDS.contains(&known) => name.to_owned(),
            _ => self.masker.pseudonym(Kind::Platform, name),
        }
    }

    /// A language as a code (`en`, `pt-BR`); anything else that a source states is its own words.
    pub fn language(&self, stated: &str) -> String {
        let mut parts = stated.split('-');
        let is_code =
            |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase());
        let is_more =
            |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        let is_stated = parts.next().is_some_and(is_code) && parts.clone().count() <= 2 && parts.all(is_more);
        if is_stated { stated.to_owned() } else { self.masker.pseudonym(Kind::Id, stated) }
    }

    /// Names of parameters are the program's own; a name of the case is not.
    fn field(&self, name: &str) -> String {
        let is_own = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if is_own && !self.masker.knows(name) { name.to_owned() } else { self.masker.sentence(name) }
    }

    /// Parameters may name files, hosts and lists of the user's.
    fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.masker.sentence(text)),
            Value::Array(all) => Value::Array(all.iter().map(|value| self.value(value)).collect()),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, value)| (self.field(name), self.value(value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }
}

/// Findings and groups that single nobody out, and how many do.
#[derive(Debug, Default)]
pub(crate) struct Large {
    pub findings: Vec<Finding>,
    pub groups: Vec<Group>,
    pub small_findings: usize,
    pub small_groups: usize,
}

/// Leaves out groups of fewer than [`LEAST`] accounts, and findings about so few unless all of them are in one larger group.
pub(crate) fn large(findings: Vec<Finding>, groups: Vec<Group>, people: &People) -> Large {
    let accounts = |names: &[String]| -> BTreeSet<(String, String)> {
        names
            .iter()
            .filter_map(|name| people.account(name))
            .map(|(p, id)| (p.to_owned(), id.to_owned()))
            .collect()
    };
    let sets: Vec<_> = groups.iter().map(|group| accounts(&group.members)).collect();
    let is_small = |set: &BTreeSet<(String, String)>| (1..LEAST).contains(&set.len());
    let mut large = Large::default();
    for finding in findings {
        let about = accounts(&finding.about);
        let is_within = |set: &BTreeSet<(String, String)>| set.len() >= LEAST && about.is_subset(set);
        if is_small(&about) && !sets.iter().any(is_within) {
            large.small_findings += 1;
        } else {
            large.findings.push(finding);
        }
    }
    for (group, set) in groups.into_iter().zip(&sets) {
        if is_small(set) { large.small_groups += 1 } else { large.groups.push(group) }
    }
    large
}
