//! Lists of domains, and domains that look like others.

use crate::domain::{DomainName, organisational_domain};
use serde::Serialize;
use std::collections::BTreeSet;

/// Domains of a list, such as free-mail providers.
pub struct DomainList {
    /// Its name, as the user calls it.
    pub name: String,
    domains: BTreeSet<DomainName>,
}

impl DomainList {
    /// Reads a list: one domain a line, or a JSON array of strings. What is no domain is left out.
    pub fn read(name: &str, text: &str) -> Self {
        let entries =
            text.split(['\n', ',', '[', ']']).map(|entry| entry.trim().trim_matches(['"', '\'', '@', '.']));
        let domains = entries
            .filter(|entry| !entry.is_empty() && !entry.starts_with('#'))
            .filter_map(|entry| DomainName::parse(entry).ok())
            .filter(DomainName::is_host)
            .collect();
        Self { name: name.to_owned(), domains }
    }

    /// Whether it names a domain or one above it.
    pub fn holds(&self, domain: &DomainName) -> bool {
        std::iter::successors(Some(domain.clone()), DomainName::parent)
            .any(|domain| self.domains.contains(&domain))
    }

    /// Number of domains.
    pub fn len(&self) -> usize {
        self.domains.len()
    }

    /// Whether it names none.
    pub fn is_empty(&self) -> bool {
        self.domains.is_empty()
    }
}

/// How a domain is like another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// Its letters look the same (Unicode TR 39).
    SameShape,
    /// The same name under another public suffix.
    OtherSuffix,
    /// One letter added, left out, changed or swapped.
    OneEdit,
    /// The other name stands within it, as `lamp-office-login` holds `lamp-office`.
    Contains,
}

/// A domain that looks like one that is protected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LookAlike {
    /// The domain.
    pub domain: DomainName,
    /// The one that it looks like.
    pub like: DomainName,
    /// How.
    pub likeness: Likeness,
}

/// Fewest characters of a name for which one edit, or being contained, means anything.
const LEAST: usize = 5;

/// Whether the name of a domain's organisation looks like that of a protected one, and is not the same.
pub fn look_alikes(domain: &DomainName, protected: &[DomainName]) -> Vec<LookAlike> {
    let Some(own) = organisational_domain(domain) else { return Vec::new() };
    let like = |other: &DomainName| -> Option<LookAlike> {
        let other = organisational_domain(other)?;
        (other != own).then_some(())?;
        let likeness = likeness(&label(&own), &label(&other))?;
        Some(LookAlike { domain: own.clone(), like: other, likeness })
    };
    let mut found: Vec<LookAlike> = protected.iter().filter_map(like).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The part of an organisation's domain that it chose, as people see it.
fn label(domain: &DomainName) -> String {
    let first = domain.labels().next().unwrap_or_default();
    idna::domain_to_unicode(first).0
}

fn likeness(own: &str, other: &str) -> Option<Likeness> {
    // The digit 0 looks like a capital O, which looks like a small one in names.
    let skeleton = |label: &str| unicode_security::skeleton(label).collect::<String>().to_lowercase();
    let long = own.chars().count() >= LEAST && other.chars().count() >= LEAST;
    match () {
        () if own == other => Some(Likeness::OtherSuffix),
        () if skeleton(own) == skeleton(other) => Some(Likeness::SameShape),
        () if long && strsim::osa_distance(own, other) == 1 => Some(Likeness::OneEdit),
        () if long && own.contains(other) => Some(Likeness::Contains),
        () => None,
    }
}
