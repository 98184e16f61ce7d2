//! Arguments of `scrutineer case report`.

use super::weighing::{Who, prior};
use case::weigh::Prior;
use clap::Args;
use std::path::PathBuf;

/// `scrutineer case report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Case folder.
    pub case: PathBuf,
    /// Write a copy of the report to this file; the case keeps it as `out/case-report.html`, unless it is one to share.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Make a version that may leave the case: pseudonyms for names, no words of evidence, no sets of fewer than five accounts.
    #[arg(long, requires = "to")]
    pub share: bool,
    /// How likely a hypothesis is held to be before the findings, such as 10% or 0.1; may be given several times [default: 1%, 10% and 50%].
    #[arg(long, value_name = "P", value_parser = prior)]
    pub prior: Vec<Prior>,
    /// Who does this.
    #[command(flatten)]
    pub who: Who,
}
