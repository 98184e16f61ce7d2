//! What the report shows of mails.

use model::Timestamp;
use serde::{Deserialize, Serialize};

/// Mails, one by one and as campaigns.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Mails {
    /// All mails, in the order in which they were received.
    pub rows: Vec<MailRow>,
    /// Mails of which everything is told.
    pub dossiers: Vec<MailDossier>,
    /// Mails that belong together, the largest campaigns first.
    pub campaigns: Vec<CampaignDossier>,
    /// Texts that several senders share.
    pub same_text: Vec<SameTextRow>,
    /// Mails that showed what is common; 0 where the mails themselves had to serve.
    pub background: u64,
    /// What else would explain who sent a mail, whatever was found.
    pub alternatives: Vec<String>,
    /// What would settle it.
    pub would_settle: Vec<String>,
}

/// A mail in a line.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MailRow {
    /// File and place, such as `mailbox.mbox, byte 1024`.
    pub name: String,
    /// When the receiver took it.
    pub received: Option<Timestamp>,
    /// The address that connected to the receiver, where it is recorded.
    pub origin: Option<String>,
    /// Host of the receiver that recorded it.
    pub boundary: Option<String>,
    /// Whether that host is the receiver's by inference only.
    pub assumed: bool,
    /// Readings of the author.
    pub authors: Vec<String>,
    /// Whether programs may show different authors.
    pub ambiguous: bool,
    /// Domains of signatures that hold.
    pub signed_by: Vec<String>,
    /// Number of the campaign that it is in, from 1.
    pub campaign: Option<u64>,
    /// Number of its dossier on this page, from 1.
    pub dossier: Option<u64>,
}

/// Everything about one mail.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MailDossier {
    /// The mail in a line.
    pub row: MailRow,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Statements, the strongest first.
    pub statements: Vec<StatementRow>,
    /// Received lines, from the top.
    pub hops: Vec<HopRow>,
    /// What others found beside what is found here.
    pub results: Vec<ResultRow>,
    /// What is damaged in its form.
    pub damage: Vec<String>,
}

/// A statement about a mail.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StatementRow {
    /// Level, `R0` to `R4`.
    pub level: String,
    /// The sentence.
    pub text: String,
    /// Who could have written what it rests on.
    pub writer: String,
    /// The bytes of the mail that it rests on, such as `bytes 0 to 120`.
    pub places: String,
    /// The time for which it holds, where that is not the mail's own.
    pub as_of: Option<Timestamp>,
    /// What limits it.
    pub caveats: Vec<String>,
}

/// A Received line.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HopRow {
    /// On which side of the boundary it stands, in words.
    pub side: String,
    /// Whether the sender could have written it.
    pub is_text: bool,
    /// What the handing host called itself.
    pub claimed: String,
    /// Its name by the DNS, as the writer of the line saw it.
    pub name: String,
    /// Its address.
    pub ip: String,
    /// The host that wrote the line.
    pub by: String,
    /// When.
    pub time: Option<Timestamp>,
    /// Seconds since the line below; negative where the clocks disagree.
    pub delay_s: Option<f64>,
}

/// What others found beside what is found here.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ResultRow {
    /// What was checked, such as `DKIM of harbour.example`.
    pub what: String,
    /// What others say, and whose word it is.
    pub theirs: Vec<String>,
    /// Our verdict for the time of receipt.
    pub at_receipt: String,
    /// Our verdict for now.
    pub now: String,
    /// Why they differ, or that they agree.
    pub difference: String,
}

/// Mails that belong together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CampaignDossier {
    /// Its mails, in the order in which they were received.
    pub mails: Vec<MailRow>,
    /// First time of receipt.
    pub first: Option<Timestamp>,
    /// Last time of receipt.
    pub last: Option<Timestamp>,
    /// In what they agree.
    pub agreements: Vec<AgreementRow>,
    /// What else would explain it.
    pub alternatives: Vec<String>,
}

/// In what the mails of a campaign agree.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AgreementRow {
    /// In what.
    pub kind: String,
    /// Pairs of mails that agree.
    pub pairs: u64,
    /// The same as a share of all pairs.
    pub share: f64,
    /// Mean weight: natural logarithm of a likelihood ratio against the background.
    pub weight: f64,
    /// Parts that the campaign falls into when this is not believed.
    pub parts: u64,
    /// Mails of the largest part then.
    pub largest: u64,
}

/// A text under several senders that were not joined.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SameTextRow {
    /// Whether the text is the same word for word.
    pub exact: bool,
    /// For each party: its campaign, from 1, if it is in one; and its mails.
    pub parties: Vec<(Option<u64>, u64)>,
    /// A few of the mails.
    pub examples: Vec<String>,
}
