//! What the report shows of texts: how unusual they are among comparable human texts.

use serde::{Deserialize, Serialize};

/// Texts and accounts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Synthetic {
    /// Texts that were looked at alone.
    pub texts: u64,
    /// Of these, compared with human texts.
    pub answered: u64,
    /// Unusual at 1 %.
    pub one: u64,
    /// Unusual at 5 % and not at 1 %.
    pub five: u64,
    /// Why the others were not answered, with their number.
    pub reasons: Vec<(String, u64)>,
    /// Accounts with posts.
    pub accounts: u64,
    /// What the models learned from, and when that was written.
    pub horizon: String,
    /// The arithmetic of base rates: of how many flagged texts how many are human, by the share of machine texts.
    pub base_rates: Vec<String>,
    /// Unusual texts, the most unusual first.
    pub rows: Vec<MachineTextRow>,
    /// Accounts with posts enough, highest first.
    pub levels: Vec<MachineAccountRow>,
    /// Phrases of chat models.
    pub phrases: Vec<PhraseRow>,
    /// Disguised letters.
    pub disguised: Vec<PhraseRow>,
    /// What a language model of the user's own finds, the most unusual first; empty without one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub language: Vec<LanguageRow>,
    /// What else would explain what stands here.
    pub alternatives: Vec<String>,
    /// What would settle it.
    pub would_settle: Vec<String>,
}

/// A text that is unusual.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MachineTextRow {
    /// File and place, or account and post.
    pub name: String,
    /// Its words.
    pub words: u64,
    /// What it was compared with.
    pub kind: String,
    /// The conformal p-value.
    pub p: String,
    /// Its interval.
    pub interval: String,
    /// Human texts that score as high.
    pub above: u64,
    /// Human texts compared with.
    pub n: u64,
    /// What would change the answer.
    pub would_change: String,
    /// Measures that add most, in words.
    pub measures: Vec<String>,
    /// Its sentences.
    pub sentences: Vec<SentenceRow>,
}

/// What a language model of the user's own finds in a text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LanguageRow {
    /// File and place, or account and post.
    pub name: String,
    /// Tokens that it predicted.
    pub tokens: u64,
    /// Mean logarithm of a token's probability.
    pub log_prob: String,
    /// Standard deviations by which the text is more probable than what the model would draw.
    pub curvature: String,
    /// The conformal p-value, or that there is none.
    pub p: String,
    /// Human texts with a curvature as high, of how many.
    pub above: String,
}

/// A sentence of an unusual text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SentenceRow {
    /// Its words.
    pub text: String,
    /// What it adds to the score, with sign.
    pub adds: String,
    /// Whether it adds at least half as much as the one that adds or takes most.
    pub is_marked: bool,
}

/// An account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MachineAccountRow {
    /// Platform and handle.
    pub name: String,
    /// Posts that were scored.
    pub posts: u64,
    /// Distance from the mean of people, in spreads between people.
    pub spreads: String,
    /// Its interval.
    pub interval: String,
    /// Human accounts as high.
    pub above: u64,
    /// Human accounts compared with.
    pub people: u64,
}

/// A text with words of interest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PhraseRow {
    /// File and place, or account and post.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// The words.
    pub words: String,
}
