//! `scrutineer examine --weighing`.

use super::{App, assess, hypothesis};
use crate::terminal;
use anyhow::{Result, ensure};
use case::Case;
use model::words::count;
use std::io::Write;
use std::path::Path;

const HYPOTHESES: &str = "hypotheses.csv";
const ASSESSMENTS: &str = "assessments.csv";

/// Fails where a folder has nothing to enter, so that this is known before the lenses have done their work.
pub fn check_weighing(folder: &Path) -> Result<()> {
    ensure!(folder.is_dir(), "`{}`, named with --weighing, is no folder", folder.display());
    ensure!(
        folder.join(HYPOTHESES).is_file() || folder.join(ASSESSMENTS).is_file(),
        "`{}` holds neither `{HYPOTHESES}` nor `{ASSESSMENTS}`: examples/harbour-lights.weighing has both",
        folder.display()
    );
    Ok(())
}

/// Enters the hypotheses and assessments of a folder into the case at `dir`; what it has already is passed over.
pub fn enter_weighing(dir: &Path, folder: &Path, actor: &str, app: &App) -> Result<()> {
    let (hypotheses, assessments) = (folder.join(HYPOTHESES), folder.join(ASSESSMENTS));
    let mut case = Case::open(dir)?;
    let mut entered = Vec::new();
    if hypotheses.is_file() {
        let added = hypothesis::enter(&mut case, &hypotheses, actor)?;
        entered.push(count(added as u64, "hypothesis", "hypotheses"));
    }
    if assessments.is_file() {
        let added = assess::enter(&mut case, &assessments, actor)?;
        entered.push(count(added as u64, "assessment", "assessments"));
    }
    if !app.quiet {
        writeln!(terminal::messages(), "Entered: {}.", entered.join(", "))?;
    }
    Ok(())
}
