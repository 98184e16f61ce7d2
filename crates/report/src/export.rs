//! A case in the formats of other programs: plain values in, bytes out.
//!
//! What must not leave has been masked before it gets here: nothing in these writers looks for names.

pub mod disarm;
mod dossier;
mod navigator;
pub mod stix;
mod timesketch;

use model::{Category, Finding, Group, RecordRef, Sha256, Timestamp, Weighing};

pub use dossier::dossier;
pub use navigator::navigator;
pub use timesketch::timesketch;

/// What is exported.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// Name and version of the program.
    pub program: String,
    /// What the case is called.
    pub title: String,
    /// When its results were made; not when it is exported, so that a second export is the same.
    pub made: Timestamp,
    /// Evidence by its number.
    pub evidence: Vec<EvidenceItem>,
    /// Accounts that findings or groups name, sorted by key.
    pub accounts: Vec<Account>,
    /// Mails that findings are about, sorted by hash; empty where addresses are masked.
    pub mails: Vec<Mail>,
    /// Findings in the order in which they should be read.
    pub findings: Vec<Finding>,
    /// Groups, strongest first.
    pub groups: Vec<Group>,
    /// Hypotheses and assessments; none where nobody entered any.
    pub weighing: Weighing,
    /// What a person calls a campaign.
    pub campaigns: Vec<Campaign>,
    /// What is not in here, in sentences.
    pub left_out: Vec<String>,
}

/// A campaign by the word of a person: no method says that there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Campaign {
    /// What the person calls it.
    pub name: String,
    /// The person; `None` where names are masked or none was given.
    pub by: Option<String>,
    /// Findings whose accounts or mails belong to it.
    pub findings: Vec<Sha256>,
}

/// A piece of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceItem {
    /// Its number in the case.
    pub no: u32,
    /// SHA-256 of its bytes.
    pub id: Sha256,
    /// Number of bytes.
    pub bytes: u64,
    /// Format, such as `text/csv`.
    pub media_type: String,
    /// File name; `None` where names are masked.
    pub name: Option<String>,
    /// Kind of evidence.
    pub category: Category,
}

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Account {
    /// As findings and groups name it: `platform/id`, or its pseudonym.
    pub key: String,
    /// Platform, lower case.
    pub platform: String,
    /// Id, or its pseudonym.
    pub id: String,
    /// Handle.
    pub handle: Option<String>,
    /// Display name.
    pub display_name: Option<String>,
}

/// A mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Address that it names as its author.
    pub from: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// When it was received.
    pub received: Option<Timestamp>,
    /// Whether its body has several parts.
    pub is_multipart: bool,
    /// Address that connected to the receiver.
    pub connecting_ip: Option<String>,
}

/// Platforms of records that are no accounts' posts.
const NO_PLATFORMS: [&str; 4] = ["mail", "media", "article", "text"];

/// Whether a record is what an account did on a platform.
pub fn is_post(record: &RecordRef) -> bool {
    !NO_PLATFORMS.contains(&record.platform.as_str())
}

impl Material {
    /// The account that did what the record says.
    pub fn account_of(&self, record: &RecordRef) -> Option<&Account> {
        let named = format!("{}/{}", record.platform, record.account);
        // A pseudonym stands for both platform and id.
        let by_key = [named.as_str(), record.account.as_str()]
            .into_iter()
            .find_map(|key| self.accounts.binary_search_by(|account| account.key.as_str().cmp(key)).ok());
        // Some lenses know accounts by their handles only.
        let is_handle = |account: &Account| {
            account.platform == record.platform && account.handle.as_ref() == Some(&record.account)
        };
        by_key.or_else(|| self.accounts.iter().position(is_handle)).and_then(|at| self.accounts.get(at))
    }

    fn evidence_of(&self, record: &RecordRef) -> Option<&EvidenceItem> {
        self.evidence.iter().find(|item| item.no == record.raw.evidence.0)
    }
}

/// Where a record stands, for people: hash of the file, way, place.
fn place(material: &Material, record: &RecordRef) -> String {
    let file =
        material.evidence_of(record).map_or_else(|| "unknown evidence".to_owned(), |item| item.id.hex());
    match record.raw.at {
        model::At::Bytes(start, end) => format!("{file} bytes {start} to {end}"),
        model::At::Row(row) => format!("{file} row {}", row + 1),
    }
}

/// What a finding says for a hypothesis, in words.
fn support_in_words(support: &model::Support) -> String {
    match support {
        model::Support::LikelihoodRatio { lo, hi, calibration } => {
            format!("likelihood ratio {lo} to {hi} ({calibration})")
        }
        model::Support::Ordinal(strength) => strength.name().to_owned(),
        model::Support::None { why } => format!("none: {why}"),
    }
}

#[cfg(test)]
mod tests;
