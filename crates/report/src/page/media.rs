//! What the report shows of media files: what they say of their own origin, and which show the same picture.

use serde::{Deserialize, Serialize};

/// Media files.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Media {
    /// Files that were read.
    pub files: u64,
    /// The files, those that say something first.
    pub rows: Vec<MediaRow>,
    /// Pictures that are in more than one file, the most frequent first.
    pub pictures: Vec<PictureRow>,
    /// What else would explain what stands here.
    pub alternatives: Vec<String>,
    /// What would settle it.
    pub would_settle: Vec<String>,
}

/// A media file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MediaRow {
    /// Name.
    pub name: String,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
    /// Kind, by its bytes.
    pub kind: String,
    /// Points across and down.
    pub size: Option<String>,
    /// Whether its name says another kind.
    pub is_mislabelled: bool,
    /// State of its manifests.
    pub c2pa: String,
    /// Why they could not be read.
    pub problem: Option<String>,
    /// Codes of what fails in them.
    pub failures: Vec<String>,
    /// Who signed, by the certificate.
    pub signer: Option<String>,
    /// When, by a time stamp.
    pub signed_at: Option<String>,
    /// Program that made the claim.
    pub generator: Option<String>,
    /// Address of a manifest that is kept elsewhere.
    pub remote_url: Option<String>,
    /// What the file says of its origin.
    pub marks: Vec<MediaMark>,
    /// Name of the picture, where it can be compared.
    pub object: Option<String>,
}

/// Words of a file about its origin.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MediaMark {
    /// What they say.
    pub says: String,
    /// Whether they are signed.
    pub is_signed: bool,
    /// The words themselves.
    pub value: String,
    /// Where they stand.
    pub place: String,
}

/// A picture in more than one file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PictureRow {
    /// Its name.
    pub object: String,
    /// The files, with the bits in which their hashes differ from the first's.
    pub files: Vec<(String, u64)>,
}
