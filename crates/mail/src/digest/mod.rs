//! Campaigns across offices that do not show each other their mail.
//!
//! Each office exports a digest: JSON Lines with a version, then for each mail keyed hashes (HMAC-SHA-256 under a secret
//! that the offices share) of addresses, keys, networks, hosts and software, and a keyed MinHash signature of the text.
//! Whoever has the secret can put digests together and find [campaigns](crate::campaign) that span them: equal values
//! have equal hashes, and near texts have near signatures.
//!
//! Without the secret a digest shows how many mails there are, when each was sent, and which share a value or resemble
//! each other; it cannot be tested against a guessed address or text. With the secret it can: partners in the exchange
//! can find out whether a certain address or text occurs in it.

mod row;
mod secret;
mod sketch;

pub use row::{Row, VERSION};
pub use secret::{MIN_SECRET, Secret, ShortSecret};

use crate::campaign::{Facts, Text};
use row::{Header, Line};
use serde::Serialize;
use text::TextName;

/// Longest line that is read, in bytes.
pub const MAX_LINE: usize = 64 << 10;

/// Writes a digest line by line.
pub struct Exporter<'s>(&'s Secret);

impl<'s> Exporter<'s> {
    /// An exporter under a secret.
    pub fn new(secret: &'s Secret) -> Self {
        Self(secret)
    }

    /// The first line, without its ending.
    pub fn header(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Header::of(self.0))
    }

    /// The line of one mail. `comparable` is its text in
    /// [comparable](crate::content::Content::comparable) form.
    pub fn row(&self, facts: &Facts, comparable: Option<&str>) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Line::of(facts, comparable, self.0))
    }

    /// How a mail is called in the digest, so that its owner finds it again.
    pub fn id(&self, id: &str) -> String {
        self.0.hex("id", id)
    }
}

/// Why a digest cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DigestError {
    /// The first line is not that of a digest.
    #[error("the first line is not that of a digest")]
    NoHeader,
    /// Another version wrote it.
    #[error("the digest has version {0}; this program reads version 1")]
    Version(u32),
    /// It was made with another secret: nothing in it could match.
    #[error("the digest was made with another secret")]
    OtherSecret,
}

/// Why a line was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineProblem {
    /// Longer than [`MAX_LINE`].
    TooLong,
    /// Not the JSON of a mail.
    NotARow,
    /// A hash or signature has another form.
    BadHash,
}

/// A digest, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// Its mails in the order of the lines.
    pub rows: Vec<Row>,
    /// Lines that were left out, counted from 1.
    pub problems: Vec<(usize, LineProblem)>,
}

impl Digest {
    /// Reads lines without their endings. Empty lines are passed over.
    pub fn read<'l>(lines: impl IntoIterator<Item = &'l [u8]>, secret: &Secret) -> Result<Self, DigestError> {
        let mut lines = lines.into_iter().enumerate();
        let first = lines.next().map(|(_, line)| &line[..line.len().min(MAX_LINE)]).unwrap_or_default();
        let header: Header = serde_json::from_slice(first).map_err(|_| DigestError::NoHeader)?;
        if header.scrutineer_mail_digest != VERSION {
            return Err(DigestError::Version(header.scrutineer_mail_digest));
        }
        if header.check != Header::of(secret).check {
            return Err(DigestError::OtherSecret);
        }
        let mut digest = Self::default();
        for (number, line) in lines.filter(|(_, line)| !line.trim_ascii().is_empty()) {
            match read_row(line) {
                Ok(row) => digest.rows.push(row),
                Err(problem) => digest.problems.push((number + 1, problem)),
            }
        }
        Ok(digest)
    }
}

fn read_row(line: &[u8]) -> Result<Row, LineProblem> {
    if line.len() > MAX_LINE {
        return Err(LineProblem::TooLong);
    }
    let line: Line = serde_json::from_slice(line).map_err(|_| LineProblem::NotARow)?;
    line.into_row().ok_or(LineProblem::BadHash)
}

/// Facts of the mails of several digests, their texts named across all of them. A mail that several offices have is one
/// mail: the smallest of its rows counts.
pub fn facts<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Vec<Facts> {
    let mut rows: Vec<&Row> = rows.into_iter().collect();
    rows.sort_unstable_by(|a, b| (&a.facts, &a.text).cmp(&(&b.facts, &b.text)));
    rows.dedup_by(|a, b| a.facts.id == b.facts.id);
    let mut texts: Vec<_> = rows.iter().filter_map(|row| row.text.as_ref()).collect();
    texts.sort_unstable();
    texts.dedup();
    let clusters = sketch::clusters(&texts.iter().map(|(_, sketch)| sketch).collect::<Vec<_>>());
    // A cluster has the number, and so here the name, of its smallest text.
    let mut first: Vec<Option<TextName>> = vec![None; texts.len()];
    for (text, &cluster) in texts.iter().zip(&clusters) {
        first[cluster as usize].get_or_insert(TextName(text.0));
    }
    let name = |text: &([u8; 16], sketch::Sketch)| {
        let number = texts.binary_search(&text).ok()?;
        Some(Text { exact: TextName(text.0), near: first[clusters[number] as usize]? })
    };
    rows.iter().map(|row| Facts { text: row.text.as_ref().and_then(name), ..row.facts.clone() }).collect()
}

#[cfg(test)]
mod tests;
