//! Arguments of `scrutineer case`.

use super::report::ReportArgs;
use super::weighing::{Assess, HypothesisCommand, SensitivityArgs, Who};
use clap::Subcommand;
use std::path::PathBuf;

/// `scrutineer case`.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// Make an empty case; `examine` makes one by itself.
    New {
        /// Case folder.
        case: PathBuf,
        /// Who does this.
        #[command(flatten)]
        who: Who,
    },
    /// The explanations that compete: put them forward, list them, take them out.
    #[command(subcommand)]
    Hypothesis(HypothesisCommand),
    /// Enter what a finding says for or against a hypothesis, and why.
    Assess(Box<Assess>),
    /// What leads, what drives it, what would flip it and what is missing.
    Sensitivity(SensitivityArgs),
    /// The report of the case: findings, explanations, what would change them, custody; one HTML file.
    Report(ReportArgs),
    /// Enter what came of it, with a source; the report shows it as that person's word.
    Effect {
        /// Case folder.
        case: PathBuf,
        /// What came of it, in a sentence.
        statement: String,
        /// Where that is known from, so that others can look.
        #[arg(long, value_name = "TEXT")]
        source: String,
        /// Who does this.
        #[command(flatten)]
        who: Who,
    },
    /// What is in the case: evidence, records, runs.
    Show {
        /// Case folder.
        case: PathBuf,
    },
    /// The custody log: who did what, when, to which bytes.
    Log {
        /// Case folder.
        case: PathBuf,
        /// Print JSON, one entry a line.
        #[arg(long)]
        json: bool,
    },
    /// Hash everything again and compare; exit code 1 when something was altered.
    Verify {
        /// Case folder.
        case: PathBuf,
    },
}
