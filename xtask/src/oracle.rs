//! Independent programs as judges of what we write.

use crate::program::{output, program, root};
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
    networks(require)?;
    seals(require)?;
    pictures(require)?;
    bundles(&data, require)?;
    manifests(&data, require)
}

/// The validator of STIX and Python's `stix2` read the example's bundles, as they leave by default and with names.
fn bundles(data: &Path, require: bool) -> Result<()> {
    let (schemas, framework) = (data.join("stix2.1-schemas"), data.join("disarm/DISARM-1.6.json"));
    if !schemas.is_dir() || !framework.is_file() {
        ensure!(!require, "no schemas of STIX or framework in {} (see SCRUTINEER_DATA)", data.display());
        println!("STIX: skipped, no data");
        return Ok(());
    }
    let folder = std::env::temp_dir().join(format!("scrutineer-stix-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let judged = judge_bundles(&folder, &schemas, &framework);
    // Only our own leavings; a failure to remove them is no failure of the judge.
    let _ = std::fs::remove_dir_all(&folder);
    told(judged?, require, "STIX", "pip install stix2 stix2-validator==3.3.1")
}

fn judge_bundles(folder: &Path, schemas: &Path, framework: &Path) -> Result<Option<i32>> {
    let text = |path: &Path| Ok::<_, anyhow::Error>(path.to_str().context("a name in UTF-8")?.to_owned());
    let (case, framework) = (text(&folder.join("example.case"))?, text(framework)?);
    output(&["examine", "examples/harbour-lights", "--case", &case, "--quiet"])?;
    let mut judge = Command::new(python());
    judge.arg(root().join("xtask/oracle/stix.py")).arg(schemas);
    let campaign = ["--campaign", "Lamp petition=co_group#1,mail_campaign#2"];
    let opencti = [&campaign[..], &["--profile", "opencti", "--reveal", "--actor", "Ada"]].concat();
    for (name, more) in
        [("shared", &[][..]), ("open", &["--reveal"]), ("named", &campaign), ("opencti", &opencti)]
    {
        let [to, again] =
            [format!("{name}.json"), format!("{name}-again.json")].map(|name| folder.join(name));
        for to in [&to, &again] {
            let to = text(to)?;
            let words =
                ["case", "export", &case, "--as", "stix", "--to", &to, "--disarm", &framework, "--quiet"];
            output(&[&words, more].concat())?;
        }
        ensure!(std::fs::read(&to)? == std::fs::read(&again)?, "a second export of STIX differs");
        judge.arg(to);
    }
    Ok(judge.status().context("running python3")?.code())
}

/// Facebook's own code hashes generated pictures; ours must be within a few bits.
fn pictures(require: bool) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("scrutineer-pictures-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let judged = judge_pictures(&folder);
    // Only our own leavings; a failure to remove them is no failure of the judge.
    let _ = std::fs::remove_dir_all(&folder);
    told(judged?, require, "perceptual hashes", "pip install pdqhash pillow numpy")
}

fn judge_pictures(folder: &Path) -> Result<Option<i32>> {
    let judge = root().join("xtask/oracle/pdq.py");
    let made =
        Command::new(python()).arg(&judge).arg("make").arg(folder).status().context("running python3")?;
    if !made.success() {
        return Ok(made.code());
    }
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let hashed = Command::new(cargo)
        .current_dir(root())
        .args(["run", "--quiet", "--release", "-p", "scrutineer-media", "--example", "pdq", "--"])
        .args(&paths)
        .output()
        .context("hashing pictures")?;
    ensure!(hashed.status.success(), "hashing pictures: {}", String::from_utf8_lossy(&hashed.stderr));
    let lines = folder.join("lines");
    std::fs::write(&lines, hashed.stdout)?;
    Ok(Command::new(python()).arg(judge).arg("compare").arg(lines).status()?.code())
}

/// Others' programs check a sealed case: the bag, the signature, the time-stamps, the provenance.
fn seals(require: bool) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("scrutineer-seals-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("work"))?;
    let judged = judge_seals(&folder);
    // Only our own leavings; a failure to remove them is no failure of the judge.
    let _ = std::fs::remove_dir_all(&folder);
    told(judged?, require, "sealed cases", "pip install bagit==1.9.0 prov==3.2.3, and ssh-keygen and openssl")
}

fn judge_seals(folder: &Path) -> Result<Option<i32>> {
    let case = folder.join("case");
    let case = case.to_str().context("a temporary folder with a name in UTF-8")?;
    output(&["examine", "examples/harbour-lights", "--case", case, "--quiet"])?;
    let judge = root().join("xtask/oracle/seal.py");
    let judged =
        Command::new(python()).arg(judge).arg(program()?).arg(case).arg(folder.join("work")).status();
    Ok(judged.context("running python3")?.code())
}

/// The reference package reads the manifests of the files at hand; states and codes must be the same.
fn manifests(data: &Path, require: bool) -> Result<()> {
    let files = data.join("media");
    if !files.is_dir() {
        ensure!(!require, "no media files in {} (see SCRUTINEER_DATA)", files.display());
        println!("manifests: skipped, no data");
        return Ok(());
    }
    let judge = root().join("xtask/oracle/c2pa_manifests.py");
    let judged = Command::new(python()).arg(judge).arg("judge").arg(program()?).arg(files).status();
    let code = judged.context("running python3")?.code();
    told(code, require, "manifests", "pip install c2pa-python==0.37.10")
}

/// What a judge that is a Python script said: 0 agrees, 77 is not installed.
fn told(code: Option<i32>, require: bool, what: &str, install: &str) -> Result<()> {
    match code {
        Some(0) => Ok(()),
        Some(77) if !require => {
            println!("{what}: skipped, the judge is not installed ({install})");
            Ok(())
        }
        Some(77) => bail!("the judge of {what} is not installed: {install}"),
        code => bail!("the judge of {what} ended with {code:?}"),
    }
}

fn python() -> std::ffi::OsString {
    std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into())
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
    let (gexf, graphml) = (folder.join("network.gexf"), folder.join("network.graphml"));
    ensure!(gexf.is_file() && graphml.is_file(), "the example gave no network files");
    let judge =
        Command::new(python()).arg(root().join("xtask/oracle/graph.py")).arg(gexf).arg(graphml).status();
    Ok(judge.context("running python3")?.code())
}
