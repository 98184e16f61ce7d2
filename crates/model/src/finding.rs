//! Findings: the output of one method on named records.

use crate::{Layer, MethodCard, RawRef, Sha256, Timestamp, canonical_json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one method found on named records. A run that finds nothing yields a finding that says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Hash of the canonical JSON of all other fields; set by [`Finding::seal`], and not written before.
    #[serde(skip_serializing_if = "is_unsealed")]
    pub id: Sha256,
    /// Lens, such as `coordination`.
    pub lens: String,
    /// Method, as on its card.
    pub method: String,
    /// Version of the method.
    pub version: u32,
    /// Parameters that decide the numbers. Integers beyond 2^53 are strings.
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// Seed, where the method draws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Hashes of the evidence read, sorted.
    pub inputs: Vec<Sha256>,
    /// Accounts, texts or mails that it speaks about, as `platform/id`.
    pub about: Vec<String>,
    /// What it says: a filled template.
    pub statement: String,
    /// Numbers behind the statement, by name.
    pub statistic: BTreeMap<String, f64>,
    /// What the numbers are compared with; `None` when nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub null_model: Option<String>,
    /// Base-10 logarithm of the p-value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log10_p: Option<f64>,
    /// p-value corrected for everything that was tested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<f64>,
    /// Number of things that the statistic rests on, such as pairs of actions, moments or posts; which, the method says.
    pub n: u64,
    /// Error rates of the method on comparable data, with where they were measured.
    pub error_rates: Vec<String>,
    /// What the finding says for a hypothesis.
    pub support: Support,
    /// Ordinary explanations, printed beside the statement.
    pub innocent_explanations: Vec<String>,
    /// DISARM technique ids with which it is consistent.
    pub techniques: Vec<String>,
    /// Records it rests on.
    pub records: Vec<RecordRef>,
}

/// Stands for the id of a finding that is not sealed.
const UNSEALED: Sha256 = Sha256([0; 32]);

fn is_unsealed(id: &Sha256) -> bool {
    *id == UNSEALED
}

/// A record that a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordRef {
    /// Platform; `mail` for mails.
    pub platform: String,
    /// Account; of a mail the address that it names as its author.
    pub account: String,
    /// Post id; of a mail the SHA-256 of its bytes.
    pub post: String,
    /// Layer and object, where the record is an action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<(Layer, String)>,
    /// When, in RFC 3339, where that is known.
    #[serde(with = "rfc3339", default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Timestamp>,
    /// Bytes that say so.
    pub raw: RawRef,
}

/// How strongly a finding speaks for the case's reference hypothesis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// Likelihood ratio, only where a calibration set matches platform, language and period.
    LikelihoodRatio {
        /// Lower end.
        lo: f64,
        /// Upper end.
        hi: f64,
        /// Set that it was calibrated on.
        calibration: String,
    },
    /// An order without a number.
    Ordinal(Strength),
    /// None, with the reason.
    None {
        /// Why nothing is said.
        why: String,
    },
}

/// Ordinal support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Strength {
    StrongAgainst,
    Against,
    Neutral,
    For,
    StrongFor,
}

impl Finding {
    /// What `card`'s method says in `statement`, without numbers, records and inputs yet, and for `why` without support.
    /// It is to be filled and [sealed](Self::seal).
    pub fn of(
        card: &MethodCard,
        parameters: &BTreeMap<String, serde_json::Value>,
        statement: String,
        why: &str,
    ) -> Self {
        Self {
            id: UNSEALED,
            lens: card.lens.to_owned(),
            method: card.id.to_owned(),
            version: card.version,
            parameters: parameters.clone(),
            seed: None,
            inputs: Vec::new(),
            about: Vec::new(),
            statement,
            statistic: BTreeMap::new(),
            null_model: None,
            log10_p: None,
            q: None,
            n: 0,
            error_rates: Vec::new(),
            support: Support::None { why: why.to_owned() },
            innocent_explanations: card.innocent_explanations.iter().map(|&text| text.to_owned()).collect(),
            techniques: Vec::new(),
            records: Vec::new(),
        }
    }

    /// Sets the id to the hash of the canonical JSON of the rest.
    pub fn seal(mut self) -> Result<Self, serde_json::Error> {
        self.parameters.values_mut().for_each(serde_json::Value::sort_all_objects);
        self.id = UNSEALED;
        self.id = Sha256::of(canonical_json(&self)?.as_bytes());
        Ok(self)
    }
}

/// A finding could not be made: a mistake in a template, never in the data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindingError {
    /// A sentence could not be filled.
    #[error("filling a sentence: {0}")]
    Template(#[from] crate::template::TemplateError),
    /// A finding could not be hashed.
    #[error("hashing a finding: {0}")]
    Json(#[from] serde_json::Error),
}

mod rfc3339 {
    use crate::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => serializer.serialize_str(&time.rfc3339()),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        let parse = |text: String| {
            Timestamp::parse_rfc3339(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
        };
        Option::<String>::deserialize(deserializer)?.map(parse).transpose()
    }
}
