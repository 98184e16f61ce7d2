//! Arguments of the verbs of `scrutineer case` that weigh hypotheses.

use super::InspectFormat;
use case::weigh::Prior;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use model::{Category, Level, Strength, Support};
use std::path::PathBuf;

/// Who does something to a case.
#[derive(Debug, ClapArgs)]
pub struct Who {
    /// Who does this, for the custody log.
    #[arg(long, value_name = "NAME", env = "SCRUTINEER_ACTOR", default_value = "")]
    pub actor: String,
}

/// `scrutineer case hypothesis`.
#[derive(Debug, Subcommand)]
pub enum HypothesisCommand {
    /// Put explanations forward; two ordinary ones are better than one grave one.
    Add {
        /// Case folder.
        case: PathBuf,
        /// Short name, without spaces.
        #[arg(required_unless_present = "from", requires_all = ["statement", "level"])]
        name: Option<String>,
        /// The explanation, in a sentence.
        statement: Option<String>,
        /// How far it reaches.
        #[arg(long, value_enum)]
        level: Option<LevelName>,
        /// Take them from a file: CSV with the columns name, statement and level, or TOML with the same in `[[hypothesis]]`; all or none.
        #[arg(long, value_name = "FILE", conflicts_with = "name")]
        from: Option<PathBuf>,
        /// Who does this.
        #[command(flatten)]
        who: Who,
    },
    /// List them.
    List {
        /// Case folder.
        case: PathBuf,
        /// Print JSON, with the assessments.
        #[arg(long)]
        json: bool,
    },
    /// Take one out, with its assessments; the log keeps both.
    Remove {
        /// Case folder.
        case: PathBuf,
        /// Its name.
        name: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Who does this.
        #[command(flatten)]
        who: Who,
    },
    /// Choose the one with which the others are compared; at first it is `none`, none of these.
    Reference {
        /// Case folder.
        case: PathBuf,
        /// Its name.
        name: String,
        /// Who does this.
        #[command(flatten)]
        who: Who,
    },
}

/// How far a hypothesis reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LevelName {
    /// What accounts, mails or texts do.
    Behaviour,
    /// One hand behind several of them.
    CommonControl,
    /// Whose hand: by a named person only.
    Actor,
    /// On whose orders: by a named person only.
    Sponsor,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Behaviour => Self::Behaviour,
            LevelName::CommonControl => Self::CommonControl,
            LevelName::Actor => Self::Actor,
            LevelName::Sponsor => Self::Sponsor,
        }
    }
}

/// Kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CategoryName {
    /// Headers, addresses, signatures, file structure.
    Technical,
    /// Who does what together, and when.
    Behavioural,
    /// Statements, circumstances, interests.
    Contextual,
}

impl From<CategoryName> for Category {
    fn from(name: CategoryName) -> Self {
        match name {
            CategoryName::Technical => Self::Technical,
            CategoryName::Behavioural => Self::Behavioural,
            CategoryName::Contextual => Self::Contextual,
        }
    }
}

/// `scrutineer case assess`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  scrutineer case assess harbour.case 3f9a one-hand --for --reason \"Ten strangers seldom keep the same minutes.\"\n  scrutineer case assess harbour.case 3f9a news --against --reason \"No news came out that hour.\"\n  scrutineer case assess harbour.case --from assessments.csv --actor \"A. Reader\"\n  scrutineer case assess harbour.case"
)]
pub struct Assess {
    /// Case folder.
    pub case: PathBuf,
    /// Id of a finding of the last run; its first characters are enough. Without it the assessments are listed.
    #[arg(requires_all = ["hypothesis", "reason", "Says"])]
    pub finding: Option<String>,
    /// Name of a hypothesis, other than the reference.
    pub hypothesis: Option<String>,
    /// On which data of the same platform, language and period the ratio was measured.
    #[arg(long, value_name = "TEXT", requires = "ratio")]
    pub calibration: Option<String>,
    /// Why, in a sentence that others can disagree with.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Name of a dependence group: findings that may repeat the same thing [default: those of a lens that share evidence].
    #[arg(long, value_name = "NAME", requires = "finding")]
    pub group: Option<String>,
    /// Kind of evidence [default: that of the lens].
    #[arg(long, value_enum, requires = "finding")]
    pub category: Option<CategoryName>,
    /// Take them from a file, all or none: CSV with the columns finding, hypothesis, support, reason and, if need be, calibration, group and category; or TOML with the same in `[[assessment]]`. A support is for, strongly-for, neither, against, strongly-against, cannot-tell or LO..HI.
    #[arg(long, value_name = "FILE", conflicts_with = "finding")]
    pub from: Option<PathBuf>,
    /// Who does this.
    #[command(flatten)]
    pub who: Who,
    // Last, as its heading holds for all that follows.
    /// What it says.
    #[command(flatten)]
    pub says: Says,
}

/// What a finding says for a hypothesis, compared with the reference.
#[derive(Debug, ClapArgs)]
#[group(multiple = false)]
#[command(next_help_heading = "What the finding says, compared with the reference (one of these)")]
pub struct Says {
    /// Much more to be expected under the hypothesis.
    #[arg(long)]
    pub strongly_for: bool,
    /// More to be expected under the hypothesis.
    #[arg(long = "for")]
    pub speaks_for: bool,
    /// As much to be expected under either.
    #[arg(long)]
    pub neither: bool,
    /// Less to be expected under the hypothesis.
    #[arg(long)]
    pub against: bool,
    /// Much less to be expected under the hypothesis.
    #[arg(long)]
    pub strongly_against: bool,
    /// Looked at, and no telling.
    #[arg(long)]
    pub cannot_tell: bool,
    /// How many times as likely it is under the hypothesis as under the reference, such as 5..40 or 0.1..0.5.
    #[arg(long, value_name = "LO..HI", value_parser = ratio, requires = "calibration")]
    pub ratio: Option<(f64, f64)>,
    /// Take the assessment back; the log keeps it.
    #[arg(long)]
    pub withdraw: bool,
}

impl Says {
    /// The support; `None` to take it back.
    pub fn support(&self, calibration: Option<String>, reason: &str) -> Option<Support> {
        if let Some((lo, hi)) = self.ratio {
            return Some(Support::LikelihoodRatio { lo, hi, calibration: calibration.unwrap_or_default() });
        }
        if self.cannot_tell {
            return Some(Support::None { why: reason.to_owned() });
        }
        let strengths = [
            (self.strongly_for, Strength::StrongFor),
            (self.speaks_for, Strength::For),
            (self.neither, Strength::Neutral),
            (self.against, Strength::Against),
            (self.strongly_against, Strength::StrongAgainst),
        ];
        strengths.into_iter().find(|(given, _)| *given).map(|(_, strength)| Support::Ordinal(strength))
    }
}

/// `LO..HI`, or one number for both.
pub fn ratio(text: &str) -> Result<(f64, f64), String> {
    let (lo, hi) = text.split_once("..").unwrap_or((text, text));
    let number = |text: &str| text.trim().parse::<f64>();
    match (number(lo), number(hi)) {
        (Ok(lo), Ok(hi)) => Ok((lo, hi)),
        _ => Err("two numbers such as 5..40 are needed".to_owned()),
    }
}

/// `scrutineer case sensitivity`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "How the hypotheses stand is arithmetic on what people entered with `case assess`; docs/case.md has the formulas."
)]
pub struct SensitivityArgs {
    /// Case folder.
    pub case: PathBuf,
    /// How likely a hypothesis is held to be before the findings, such as 10% or 0.1; may be given several times [default: 1%, 10% and 50%].
    #[arg(long, value_name = "P", value_parser = prior)]
    pub prior: Vec<Prior>,
    /// Form of the output; JSON has everything.
    #[arg(long, value_enum, default_value_t = InspectFormat::Table)]
    pub format: InspectFormat,
}

/// A prior: `10%` or `0.1`.
pub fn prior(text: &str) -> Result<Prior, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let p = match text.strip_suffix('%') {
        Some(percent) => number(percent).map(|percent| percent / 100.0),
        None => number(text),
    };
    p.and_then(Prior::new).ok_or_else(|| "above 0 % and below 100 %, such as 10% or 0.1".to_owned())
}
