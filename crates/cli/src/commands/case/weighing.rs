//! `scrutineer examine --weighing`.

use super::{App, assess, hypothesis};
use anyhow::{Result, ensure};
use case::Case;
use model::words::count;
use std::io::Write;
use std::path::Path;

/// Enters the hypotheses and assessments of a folder into the case at `dir`; what it has already is passed over.
pub fn enter_weighing(dir: &Path, folder: &Path, actor: &str, app: &App) -> Result<()> {
    let (hypotheses, assessments) = (folder.join("hypotheses.csv"), folder.join("assessments.csv"));
    ensure!(
        hypotheses.is_file() || assessments.is_file(),
        "`{}` holds neither `hypotheses.csv` nor `assessments.csv`",
        folder.display()
    );
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
        writeln!(std::io::stderr(), "Entered: {}.", entered.join(", "))?;
    }
    Ok(())
}
