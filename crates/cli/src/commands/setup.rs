//! From arguments to options, and the things only a binary may ask for: clock, user, standard input.

use crate::args::{Comparing, FilterArgs, Reading};
use anyhow::{Context, Result};
use coordination::{DEFAULT_LAYERS, Params, Settings};
use intake::{Mapping, ReadOptions};
use model::post::platform;
use model::{Layers, Timestamp, inert};
use pipeline::{AccountList, Chance, CoordinationOptions, Filters};
use std::io::Write;
use std::path::PathBuf;

/// Files given on the command line; `-` becomes a file with what the standard input holds.
pub struct Paths {
    /// The files.
    pub paths: Vec<PathBuf>,
    /// Removed when dropped.
    _stdin: Option<tempfile::TempDir>,
}

/// Resolves `-`.
pub fn paths(given: &[PathBuf]) -> Result<Paths> {
    let mut stdin = None;
    let mut paths = Vec::with_capacity(given.len());
    for path in given {
        if path.as_os_str() != "-" {
            paths.push(path.clone());
            continue;
        }
        let folder = tempfile::Builder::new()
            .prefix("scrutineer-")
            .tempdir()
            .context("making a folder for the standard input")?;
        let file = folder.path().join("stdin");
        let mut to = std::fs::File::create(&file).context("keeping the standard input")?;
        std::io::copy(&mut std::io::stdin().lock(), &mut to).context("reading the standard input")?;
        to.flush()?;
        paths.push(file);
        stdin = Some(folder);
    }
    Ok(Paths { paths, _stdin: stdin })
}

/// How posts are read.
pub fn read_options(args: &Reading) -> Result<ReadOptions<'static>> {
    let mapping = match &args.mapping {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("reading the mapping `{}`", path.display()))?;
            Some(Mapping::from_toml(&text, &path.display().to_string())?)
        }
    };
    let platform = args.default_platform.as_deref().map(|name| platform::known_as(name).to_owned());
    Ok(ReadOptions { mapping, platform, ..ReadOptions::default() })
}

/// Which posts count.
pub fn filters(args: &FilterArgs) -> Result<Filters> {
    Ok(Filters {
        since: args.since,
        until: args.until,
        languages: args.lang.clone(),
        platforms: args.platform.clone(),
        accounts: args.account.as_deref().map(AccountList::read).transpose()?,
        without: lists(&args.without)?,
    })
}

/// What the coordination lens does.
pub fn coordination(
    comparing: &Comparing,
    filters: Filters,
    formats: Vec<report::Format>,
) -> Result<CoordinationOptions> {
    let mut windows = comparing.window.clone();
    windows.sort_unstable();
    windows.dedup();
    let chance = (!comparing.counts_only).then_some(Chance {
        q: comparing.q,
        copies: comparing.copies,
        seed: comparing.seed,
        most_pairs: comparing.most_pairs,
    });
    if windows.is_empty() {
        windows = match chance {
            None => Params::default().windows,
            Some(_) => vec![10_000_000, 60_000_000, 600_000_000, 3_600_000_000],
        };
    }
    let mut settings = settings(comparing);
    if chance.is_some() && comparing.layers.is_empty() {
        // Against chance, layers that everybody shares do no harm: they carry little weight.
        settings.layers = Layers::ALL;
    }
    Ok(CoordinationOptions {
        known: lists(&comparing.known)?,
        settings,
        params: Params { windows, min_objects: comparing.min_objects, ..Params::default() },
        chance,
        filters,
        formats,
        graph_edges: comparing.graph_edges,
        pair_findings: 100,
    })
}

fn lists(paths: &[PathBuf]) -> Result<Vec<AccountList>> {
    Ok(paths.iter().map(|path| AccountList::read(path)).collect::<pipeline::Result<_>>()?)
}

/// What the coordination lens looks at.
pub fn settings(comparing: &Comparing) -> Settings {
    let chosen = comparing.layers.iter().fold(Layers::default(), |all, layer| all.union(layer.0));
    let near = text::Params { threshold: comparing.near, ..text::Params::default() };
    Settings { layers: if chosen.is_empty() { DEFAULT_LAYERS } else { chosen }, rapid: comparing.rapid, near }
}

/// Now, for custody logs. The one place where the program asks the clock.
pub fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_microsecond())
}

/// 32 bytes that nobody can guess. The one place where the program asks for chance.
pub fn secret() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    // Not a cause of the error, as it is no standard error in all builds.
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("asking the system for a random key: {error}"))?;
    Ok(bytes)
}

/// The command line as it was given, for "how to run this again"; the program's own path is left out.
pub fn command_line() -> String {
    let mut words = vec!["scrutineer".to_owned()];
    words.extend(std::env::args().skip(1).map(|word| quoted(&word)));
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", inert::terminal(&word.replace('\'', r"'\''")))
    }
}
