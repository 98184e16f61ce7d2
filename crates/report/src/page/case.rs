//! What the report shows of a case: what people entered, what it adds up to, and how the case was kept.

use model::{Sha256, Timestamp};
use serde::{Deserialize, Serialize};

/// The case around the findings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CasePart {
    /// Its identity: the first characters of the hash of its first log entry.
    pub id: String,
    /// The last entry of the custody log that the report takes in.
    pub as_of: Head,
    /// What it comes to, in sentences that can be quoted.
    pub sentences: Vec<String>,
    /// What is claimed here, and by whom.
    pub claimed: Vec<String>,
    /// What is not.
    pub not_claimed: Vec<String>,
    /// Explanations and what speaks for them; absent where nobody put one forward.
    pub weighing: Option<Weighed>,
    /// Explanations that name who did it or who ordered it, each a person's own.
    pub actors: Vec<Entered>,
    /// How far it reaches, as far as the data go.
    pub degree: Vec<DegreeRow>,
    /// What came of it, each entered by a person with a source.
    pub effects: Vec<Entered>,
    /// The custody log, first entry first.
    pub custody: Vec<CustodyRow>,
    /// Bytes behind findings.
    pub excerpts: Vec<Excerpts>,
    /// Commands that check or repeat the case, and what each does.
    pub checks: Vec<(String, String)>,
    /// What a version for others leaves out; empty in a complete one.
    pub left_out: Vec<String>,
}

/// The end of a custody log.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    /// Number of the entry.
    pub entry: u64,
    /// Its hash, in hexadecimal.
    pub hash: String,
    /// When it was written.
    pub time: Timestamp,
}

/// Something that a person entered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Entered {
    /// Their words.
    pub statement: String,
    /// Where they have it from, or what kind of explanation it is.
    pub source: String,
    /// Who.
    pub by: String,
}

/// Records of one kind or platform.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DegreeRow {
    /// Platform of posts, or `mail`, `articles`, `media files`.
    pub of: String,
    /// Accounts, authors or publishers, where they are told apart.
    pub accounts: Option<u64>,
    /// Posts, mails, articles or files.
    pub records: u64,
    /// First of them, where times are known.
    pub first: Option<Timestamp>,
    /// Last of them.
    pub last: Option<Timestamp>,
}

/// An entry of the custody log.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CustodyRow {
    /// Number, from 1.
    pub entry: u64,
    /// When.
    pub time: Timestamp,
    /// Who; may be empty.
    pub actor: String,
    /// What was done, such as `add_evidence`.
    pub action: String,
    /// To what, in words.
    pub what: String,
    /// First characters of its hash.
    pub hash: String,
}

/// Bytes behind a finding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Excerpts {
    /// The finding.
    pub finding: Sha256,
    /// Some of its records, as they stand in the evidence.
    pub rows: Vec<Excerpt>,
}

/// The bytes of a record.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Excerpt {
    /// File and place, such as `posts.csv, bytes 0 to 80`.
    pub place: String,
    /// What stands there, cut to a length that a page bears.
    pub text: String,
}

/// Explanations, and what the assessments of findings add up to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Weighed {
    /// What leads, or that nothing does.
    pub order: String,
    /// How far the order can be relied on; empty where nothing leads.
    pub confidence: String,
    /// What would flip it.
    pub flips: Vec<String>,
    /// The hypothesis with which the others are compared.
    pub reference: String,
    /// Whether there is an order and no number.
    pub is_order: bool,
    /// The hypotheses, in the order in which they were entered.
    pub hypotheses: Vec<HypothesisRow>,
    /// Assessed findings, in the order of the findings.
    pub columns: Vec<Column>,
    /// Rules behind the grade of confidence.
    pub rules: Vec<RuleRow>,
    /// What is compared in `bars`: the leader and the strongest rival.
    pub lead: Option<(String, String)>,
    /// What each dependence group does to the lead, the widest first.
    pub bars: Vec<BarRow>,
    /// The fewest groups without which the leader leads no more.
    pub flipping: Vec<String>,
    /// What happens when something is left out.
    pub without: Vec<WithoutRow>,
    /// How wrong each method would have to be.
    pub break_even: Vec<BreakEvenRow>,
    /// What is missing, in sentences.
    pub missing: Vec<String>,
    /// Assessments of findings of earlier runs, which are not counted.
    pub earlier: Vec<Said>,
}

/// A hypothesis and how it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HypothesisRow {
    /// Name.
    pub name: String,
    /// The explanation.
    pub statement: String,
    /// How far it reaches.
    pub level: String,
    /// Who put it forward; empty for the program and for those who gave no name.
    pub by: String,
    /// Whether the program put it forward, as it does with "none of these".
    #[serde(default)]
    pub is_given: bool,
    /// Whether the others are compared with it.
    pub is_reference: bool,
    /// Groups that speak for it.
    pub groups_for: u64,
    /// Groups that speak against it.
    pub groups_against: u64,
    /// What they add up to, in words.
    pub sum: String,
    /// How likely it is from each prior, in sentences.
    pub likelihood: Vec<String>,
    /// From each prior that the table shows: prior and posterior, in words.
    pub posteriors: Vec<PosteriorRow>,
    /// Prior, lower and upper end of the posterior, from the smallest prior on: the figure.
    pub curve: Vec<(f64, f64, f64)>,
}

/// Where a hypothesis comes to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PosteriorRow {
    /// From this prior.
    pub prior: String,
    /// To this.
    pub range: String,
    /// The words of likelihood for that.
    pub words: String,
}

/// A finding in the matrix.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Column {
    /// The finding.
    pub finding: Sha256,
    /// Its method.
    pub method: String,
    /// Its dependence group.
    pub group: String,
    /// `yes`, `unsure` or `no`: whether it tells the hypotheses apart.
    pub discriminates: String,
    /// What it says of each hypothesis, in their order; empty where it is not assessed.
    pub cells: Vec<Cell>,
    /// The assessments in full.
    pub said: Vec<Said>,
}

/// What a finding says of a hypothesis.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    /// In words.
    pub says: String,
    /// From -2, strongly against, to 2, strongly for: a mark beside the words.
    pub direction: i8,
}

/// An assessment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Said {
    /// The finding, as its first characters.
    pub finding: String,
    /// The hypothesis.
    pub hypothesis: String,
    /// What it says.
    pub says: String,
    /// On what the number was measured; empty where there is none.
    pub calibration: String,
    /// Why, in the person's words.
    pub reason: String,
    /// Who.
    pub by: String,
}

/// A rule of confidence.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RuleRow {
    /// The grade that asks for it.
    pub needed_for: String,
    /// Whether it is met.
    pub met: bool,
    /// What is asked for.
    pub rule: String,
    /// What there is.
    pub found: String,
}

/// What a dependence group does to the lead.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BarRow {
    /// The group.
    pub group: String,
    /// Kinds of evidence in it.
    pub kinds: String,
    /// Its findings, as their first characters.
    pub findings: Vec<String>,
    /// Its part in the lead, in words.
    pub part: String,
    /// From the least to the most that the lead may be, in words.
    pub range: String,
    /// The lead without it, in words.
    pub without: String,
    /// What the figure draws.
    pub drawn: Drawn,
}

/// A bar as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawn {
    /// The lead as log10 of a ratio: at least, at most, without the group.
    Ratio {
        /// Least.
        lo: f64,
        /// Most.
        hi: f64,
        /// Without the group.
        without: f64,
    },
    /// Supports of the group, those against taken off.
    Order {
        /// Strong ones.
        strong: i64,
        /// Weak ones.
        weak: i64,
    },
}

/// What happens when something is left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WithoutRow {
    /// `finding`, `evidence` or `group`.
    pub kind: String,
    /// What is left out.
    pub what: String,
    /// What leads then.
    pub then: String,
    /// The lead of today's leader then, in words.
    pub lead: String,
    /// Whether something else leads then.
    pub changes: bool,
}

/// How wrong a method would have to be.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BreakEvenRow {
    /// The method.
    pub method: String,
    /// Its findings that are assessed.
    pub findings: u64,
    /// What it takes, in words.
    pub takes: String,
    /// The same as a factor, where there is one.
    pub factor: Option<f64>,
    /// Error rates that the findings state.
    pub stated: String,
}
