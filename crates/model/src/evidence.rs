//! Evidence: bytes somebody gave us, with custody, and references into them.

use crate::transfer::TransferEncoding;
use crate::{Sha256, Timestamp};
use serde::{Deserialize, Serialize};

/// One file as it was received. Its id is the hash of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 of the bytes.
    pub id: Sha256,
    /// Number of bytes.
    pub bytes: u64,
    /// Format as detected from the content, such as `text/csv`.
    pub media_type: String,
    /// File name as given, without folders.
    pub name: String,
    /// When, how and by whom it was obtained; `None` when nobody said.
    pub obtained: Option<Obtained>,
    /// Licence or terms, as stated by the person who added it.
    pub licence: Option<String>,
    /// Who may see it.
    pub sensitivity: Sensitivity,
    /// Kind of evidence in the sense of attribution frameworks.
    pub category: Category,
}

/// How a piece of evidence came to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obtained {
    /// When it was obtained.
    pub when: Timestamp,
    /// How, in the person's own words.
    pub how: String,
    /// By whom.
    pub by: String,
}

/// Who may see a piece of evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Already public.
    Public,
    /// Holds personal data: the default, as posts and mails do.
    #[default]
    Personal,
    /// Not to leave the case.
    Restricted,
}

/// Technical, behavioural or contextual evidence, as attribution frameworks keep them apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Headers, addresses, signatures, file structure.
    Technical,
    /// Who does what together, and when.
    #[default]
    Behavioural,
    /// Statements, circumstances, interests.
    Contextual,
}

impl Category {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Technical, Self::Behavioural, Self::Contextual];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Technical => "technical",
            Self::Behavioural => "behavioural",
            Self::Contextual => "contextual",
        }
    }
}

/// Number of a piece of evidence within one run or case; the catalogue resolves it to the hash.
/// Numbers follow the order of the hashes, so that they do not depend on the order of the arguments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EvidenceNo(pub u32);

/// One step from the bytes of a file to the bytes a reader saw.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// Member of a zip archive, by name.
    Zip(String),
    /// Sheet of a workbook, by name.
    Sheet(String),
    /// A mail attached to the mail around it.
    Attached {
        /// Its number there, counted from 1.
        number: u32,
        /// The encoded piece that it is decoded from. `None` where its bytes stand in the stream around as they are: then
        /// places count in that stream.
        copy: Option<Encoded>,
    },
}

/// A piece of a stream that stands there in a transfer encoding (RFC 2045, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Encoded {
    /// Where it begins in the stream around.
    pub start: u64,
    /// Where it ends.
    pub end: u64,
    /// How it is encoded.
    pub encoding: TransferEncoding,
}

/// What stands between the bytes of a mail and those that somebody received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MailForm {
    /// Put together from the properties of an Outlook file, which keeps no mail as it was received.
    pub rebuilt: Option<Rebuilt>,
    /// Attached to another mail: the bytes are as whoever attached it gave them.
    pub is_attached: bool,
}

/// A mail put together from the properties of an Outlook file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rebuilt {
    /// Whether its header is the one that Outlook stored. Else it is made of single properties, such as the subject.
    pub has_header: bool,
    /// Whether its body is HTML, for want of plain text. Either is UTF-8, whatever the header says.
    pub is_html: bool,
}

/// Place of a record inside the innermost stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// Half-open byte range in the decompressed stream.
    Bytes(u64, u64),
    /// Row counted from 0: in a columnar file without the header, in a spreadsheet as it stands there, empty rows too.
    Row(u64),
}

impl Default for At {
    fn default() -> Self {
        Self::Row(0)
    }
}

/// Where a record came from: evidence, the way into its containers, and the place in there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RawRef {
    /// Which evidence.
    pub evidence: EvidenceNo,
    /// From the file's bytes to the stream.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Container>,
    /// Place in the stream.
    pub at: At,
}
