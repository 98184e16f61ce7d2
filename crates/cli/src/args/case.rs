//! Arguments of `scrutineer case`.

use super::seal::{CaseAdd, CaseDiff, CaseRerun, CaseSeal, CaseTimestamp, CaseVerify};
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
    /// Take files into a case as evidence, with what is known about them.
    Add(CaseAdd),
    /// Write a sealed copy that anyone can verify: evidence, records, results, signature.
    Seal(CaseSeal),
    /// Store the reply of a time-stamping authority in a sealed case.
    Timestamp(CaseTimestamp),
    /// Hash everything again and compare: exit code 0 intact, 1 altered, 2 cannot tell.
    Verify(CaseVerify),
    /// Repeat every run from the evidence and compare: exit code 0 the same, 1 different, 2 cannot tell.
    Rerun(CaseRerun),
    /// Say what differs between two cases.
    Diff(CaseDiff),
}
