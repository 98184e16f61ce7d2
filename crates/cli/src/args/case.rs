//! Arguments of `scrutineer case`.

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
