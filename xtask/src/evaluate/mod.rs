//! Accuracy on labelled sets: of the coordination lens, on one such as `scrutineer simulate posts` makes; of the mail
//! lens, on mails in which the receiver recorded the answer, and on campaigns hidden among real mails; of the claims lens,
//! on articles that people annotated.

mod campaigns;
mod claims;
mod mail_origin;
mod metrics;
mod print;
mod read;
pub mod synthetic;

pub use self::claims::{as_marked, gold, line, run as claims};
use anyhow::{Context, Result, bail, ensure};
pub use campaigns::campaigns;
pub use mail_origin::run as mail_origin;
use metrics::Thresholds;
use std::path::PathBuf;

/// What can be given.
pub const USAGE: &str = "\
cargo xtask evaluate coordination --edges EDGES.parquet --truth TRUTH.csv [--groups GROUPS.parquet]
    [--accounts ACCOUNTS.parquet] [--q 0.05]... [--top 2600]... [--json]
cargo xtask evaluate mail-origin FOLDER
cargo xtask evaluate campaigns --mails FOLDER [--seed 1] [--campaigns 20]
                                      hide invented campaigns among .eml files and find them again
cargo xtask evaluate claims --articles JSONL | --gold FOLDER [--model FILE] [--mode MODE] [--predictions FILE]
                                      compare the claims lens with what people marked
cargo xtask evaluate synthetic --texts JSONL.ZST | --posts JSONL.ZST [--only dev|domains|sources|NAME]
                                      train without parts and measure the synthetic lens on them";

/// Compares the edges of one run with the truth, and prints how far they agree.
pub fn coordination(args: &[&str]) -> Result<()> {
    let asked = Asked::parse(args)?;
    let mut names = read::Names::default();
    let truth = read::truth(&asked.truth, &mut names)?;
    let edges = read::edges(&asked.edges, &mut names)?;
    let groups = match (&asked.groups, &asked.accounts) {
        (Some(path), _) => Some(read::groups(path, &mut names)?),
        (None, Some(path)) if read::has_groups(path)? => Some(read::groups(path, &mut names)?),
        _ => None,
    };
    let report = metrics::compare(&truth, &edges, groups.as_ref(), &asked.thresholds)?;
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{}", print::table(&report));
    }
    Ok(())
}

/// Arguments.
#[derive(Debug, PartialEq)]
struct Asked {
    edges: PathBuf,
    truth: PathBuf,
    groups: Option<PathBuf>,
    accounts: Option<PathBuf>,
    thresholds: Thresholds,
    json: bool,
}

impl Asked {
    fn parse(args: &[&str]) -> Result<Self> {
        let (mut edges, mut truth, mut groups, mut accounts) = (None, None, None, None);
        let mut thresholds = Thresholds { q: Vec::new(), top: Vec::new() };
        let mut json = false;
        let mut args = args.iter();
        while let Some(&name) = args.next() {
            if name == "--json" {
                json = true;
                continue;
            }
            let mut value = || args.next().with_context(|| format!("{name} needs a value"));
            match name {
                "--edges" => edges = Some(value()?.into()),
                "--truth" => truth = Some(value()?.into()),
                "--groups" => groups = Some(value()?.into()),
                "--accounts" => accounts = Some(value()?.into()),
                "--q" => {
                    let q: f64 = value()?.parse().context("--q takes a number")?;
                    ensure!((0.0..=1.0).contains(&q), "--q takes a number between 0 and 1");
                    thresholds.q.push(q);
                }
                "--top" => thresholds.top.push(value()?.parse().context("--top takes a number of edges")?),
                _ => bail!("`{name}` is no option\nusage:\n{USAGE}"),
            }
        }
        if thresholds.q.is_empty() {
            thresholds.q.push(0.05);
        }
        if thresholds.top.is_empty() {
            thresholds.top.push(2600);
        }
        let edges = edges.with_context(|| format!("--edges is missing\nusage:\n{USAGE}"))?;
        let truth = truth.with_context(|| format!("--truth is missing\nusage:\n{USAGE}"))?;
        Ok(Self { edges, truth, groups, accounts, thresholds, json })
    }
}

#[cfg(test)]
mod tests;
