//! Independent programs as judges of what we write.

use crate::program::{output, root};
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs all judges. With `require`, a judge or data set that is not there is a failure instead of a remark.
pub fn run(require: bool) -> Result<()> {
    let data =
        std::env::var_os("SCRUTINEER_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let golden = data.join("coordination/golden");
    match golden.is_dir() {
        true => println!("golden data: there; `cargo test` compares every row"),
        false if require => bail!("no golden data in {} (see SCRUTINEER_DATA)", golden.display()),
        false => println!("golden data: skipped, no data"),
    }
    networks(require)
}

/// networkx reads both network files of the example and must find the same network in them.
fn networks(require: bool) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("scrutineer-oracle-{}", std::process::id()));
    let judged = judge_networks(&folder);
    // Only our own leavings; a failure to remove them is no failure of the judge.
    let _ = std::fs::remove_dir_all(&folder);
    match judged? {
        Some(0) => Ok(()),
        Some(77) if !require => Ok(()),
        Some(77) => bail!("networkx is not installed: pip install networkx"),
        code => bail!("the judge of the network files ended with {code:?}"),
    }
}

fn judge_networks(folder: &Path) -> Result<Option<i32>> {
    let results = folder.to_str().context("a temporary folder with a name in UTF-8")?;
    output(&["coordination", "examples/harbour-lights", "--out", results, "--quiet"])?;
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let (gexf, graphml) = (folder.join("network.gexf"), folder.join("network.graphml"));
    ensure!(gexf.is_file() && graphml.is_file(), "the example gave no network files");
    let judge =
        Command::new(python).arg(root().join("xtask/oracle/graph.py")).arg(gexf).arg(graphml).status();
    Ok(judge.context("running python3")?.code())
}
