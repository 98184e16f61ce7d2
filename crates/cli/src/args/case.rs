//! Arguments of `scrutineer case`.

use clap::Subcommand;
use std::path::PathBuf;

/// `scrutineer case`.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
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
