//! Hypotheses, and what findings say for or against them.
//!
//! A case always holds rivals, "none of these" among them. Every ratio compares a hypothesis with the case's reference
//! hypothesis: how likely the finding would be if the one held, over how likely if the other did.

use crate::finding::Strength;
use crate::{Category, Sha256, Support, canonical_json};
use serde::{Deserialize, Serialize};

/// Name of the hypothesis that no case is without.
pub const NONE_OF_THESE: &str = "none";

/// How far a hypothesis reaches. The last two are for people only: no method says who did it or who ordered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// What accounts, mails or texts do.
    Behaviour,
    /// One hand behind several of them.
    CommonControl,
    /// Whose hand.
    Actor,
    /// On whose orders.
    Sponsor,
}

/// Who said something: a person, or a method of ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// A person, as they named themselves; empty when they did not.
    Person(String),
    /// A method, as on its card.
    Method(String),
}

/// One explanation of what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hypothesis {
    /// Short name within the case, such as `one-hand`; [`NONE_OF_THESE`] is given.
    pub name: String,
    /// The explanation, in a sentence.
    pub statement: String,
    /// How far it reaches.
    pub level: Level,
    /// Who put it forward.
    pub author: Author,
}

/// What a finding says for or against a hypothesis, compared with the reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The finding.
    pub finding: Sha256,
    /// Name of the hypothesis.
    pub hypothesis: String,
    /// How strongly it speaks.
    pub support: Support,
    /// Evidence that may repeat the same thing stands in one group and counts once. `None`: by shared inputs and lens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Kind of evidence, where it is not that of the finding's lens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Who assessed it.
    pub author: Author,
    /// Why, in their words.
    pub reason: String,
}

/// Everything that people and methods entered about what a case shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weighing {
    /// Hypotheses in the order in which they were entered, [`NONE_OF_THESE`] last.
    pub hypotheses: Vec<Hypothesis>,
    /// Name of the hypothesis with which the others are compared.
    pub reference: String,
    /// Assessments, sorted by finding and hypothesis.
    pub assessments: Vec<Assessment>,
}

impl Hypothesis {
    /// The hypothesis that no case is without: what holds when none of the others does.
    pub fn none_of_these() -> Self {
        Self {
            name: NONE_OF_THESE.to_owned(),
            statement: "None of these: something that is not listed explains the findings.".to_owned(),
            level: Level::Behaviour,
            author: Author::Method("case".to_owned()),
        }
    }

    /// Hash of the canonical JSON.
    pub fn id(&self) -> Result<Sha256, serde_json::Error> {
        Ok(Sha256::of(canonical_json(self)?.as_bytes()))
    }
}

impl Assessment {
    /// Hash of the canonical JSON.
    pub fn id(&self) -> Result<Sha256, serde_json::Error> {
        Ok(Sha256::of(canonical_json(self)?.as_bytes()))
    }
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 4] = [Self::Behaviour, Self::CommonControl, Self::Actor, Self::Sponsor];

    /// Whether only a person may put forward a hypothesis of this level.
    pub fn needs_a_person(self) -> bool {
        self >= Self::Actor
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Behaviour => "behaviour",
            Self::CommonControl => "common control",
            Self::Actor => "actor",
            Self::Sponsor => "sponsor",
        }
    }
}

impl Support {
    /// What it says, for people.
    pub fn says(&self) -> String {
        match self {
            Self::LikelihoodRatio { lo, hi, .. } => format!("{lo} to {hi} times as likely"),
            Self::Ordinal(strength) => strength.name().to_owned(),
            Self::None { .. } => "cannot tell".to_owned(),
        }
    }
}

impl Strength {
    /// All, from the strongest against.
    pub const ALL: [Self; 5] =
        [Self::StrongAgainst, Self::Against, Self::Neutral, Self::For, Self::StrongFor];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::StrongAgainst => "strongly against",
            Self::Against => "against",
            Self::Neutral => "neither",
            Self::For => "for",
            Self::StrongFor => "strongly for",
        }
    }
}
