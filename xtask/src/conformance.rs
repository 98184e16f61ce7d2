//! Public test suites of the standards: which cases have another result than the suite wants.

use anyhow::{Context, Result, bail, ensure};
use mail::suites::{self, Report, SuiteError};
use std::path::{Path, PathBuf};

type Suite = fn(&str) -> Result<Report, SuiteError>;

/// Suites by name.
const SUITES: [(&str, Suite); 3] = [("arc", suites::arc), ("psl", suites::psl), ("spf", suites::spf)];

/// Runs a suite over files. Fails when a case does.
pub fn run(suite: &str, files: &[&str]) -> Result<()> {
    ensure!(!files.is_empty(), "which files?");
    if suite == "dkim" {
        return samples(files);
    }
    let Some((_, suite)) = SUITES.iter().find(|(name, _)| *name == suite) else {
        bail!("no suite {suite}; there are dkim, {}", SUITES.map(|(name, _)| name).join(", "));
    };
    let mut failed = 0;
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {file}"))?;
        let report = suite(&text).with_context(|| format!("running {file}"))?;
        failed += print(file, &report);
    }
    ensure!(failed == 0, "{failed} cases failed");
    Ok(())
}

/// Runs the DKIM samples, which belong together: messages and keys, or the folder that holds them.
fn samples(paths: &[&str]) -> Result<()> {
    let mut files = Vec::new();
    for path in paths.iter().map(Path::new) {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).with_context(|| format!("reading {}", path.display()))?;
            for entry in entries {
                files.push(entry?.path());
            }
        } else {
            files.push(path.to_owned());
        }
    }
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let content = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        anyhow::Ok((name, content))
    };
    let files = files.iter().map(read).collect::<Result<Vec<_>>>()?;
    let failed = print("samples", &suites::dkim(&files));
    ensure!(failed == 0, "{failed} cases failed");
    Ok(())
}

/// Prints what failed, then the counts; returns the number of failures.
fn print(name: &str, report: &Report) -> usize {
    for failure in &report.failures {
        println!("FAILED {}: expected {}, got {}", failure.case, failure.expected, failure.got);
    }
    println!("{name}: {} passed, {} failed", report.passed, report.failures.len());
    report.failures.len()
}
