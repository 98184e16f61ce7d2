//! The program under development, built and run through cargo.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folder of the workspace that cargo runs this in. Asked at run time: a target folder shared by two clones would
/// otherwise answer with the clone that compiled it first.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).join("..")
}

/// What the program prints for `args`; cargo builds it first when it has to.
pub fn output(args: &[&str]) -> Result<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Command::new(cargo)
        .args(["run", "--quiet", "--package", "scrutineer", "--"])
        .args(args)
        .current_dir(root())
        .env("COLUMNS", "100")
        .output()
        .context("running cargo")?;
    let failed = || format!("scrutineer {}: {}", args.join(" "), String::from_utf8_lossy(&done.stderr));
    ensure!(done.status.success(), "{}", failed());
    Ok(String::from_utf8(done.stdout)?)
}

/// The program's file; cargo builds it first when it has to.
pub fn program() -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "scrutineer", "--message-format", "json"])
        .current_dir(root())
        .output()
        .context("running cargo")?;
    ensure!(built.status.success(), "building the program: {}", String::from_utf8_lossy(&built.stderr));
    let messages = String::from_utf8(built.stdout)?;
    let file = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "scrutineer")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    file.context("cargo built no program")
}
