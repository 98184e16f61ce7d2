//! Public test suites of the standards: which cases have another result than the suite wants.

use anyhow::{Context, Result, bail, ensure};
use mail::suites::{self, Report, SuiteError};

type Suite = fn(&str) -> Result<Report, SuiteError>;

/// Suites by name.
const SUITES: [(&str, Suite); 2] = [("psl", suites::psl), ("spf", suites::spf)];

/// Runs a suite over files. Fails when a case does.
pub fn run(suite: &str, files: &[&str]) -> Result<()> {
    let Some((_, suite)) = SUITES.iter().find(|(name, _)| *name == suite) else {
        bail!("no suite {suite}; there are {}", SUITES.map(|(name, _)| name).join(", "));
    };
    ensure!(!files.is_empty(), "which files?");
    let mut failed = 0;
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {file}"))?;
        let report = suite(&text).with_context(|| format!("running {file}"))?;
        for failure in &report.failures {
            println!("FAILED {}: expected {}, got {}", failure.case, failure.expected, failure.got);
        }
        println!("{file}: {} passed, {} failed", report.passed, report.failures.len());
        failed += report.failures.len();
    }
    ensure!(failed == 0, "{failed} cases failed");
    Ok(())
}
