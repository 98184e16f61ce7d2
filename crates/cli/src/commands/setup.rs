//! From arguments to options, and the things only a binary may ask for: clock, user, standard input.

use crate::args::{Comparing, FilterArgs, Reading};
use anyhow::{Context, Result};
use coordination::{DEFAULT_LAYERS, Params, Settings};
use intake::{Mapping, ReadOptions};
use model::post::platform;
use model::{Layers, Timestamp, inert};
use pipeline::{AccountList, Chance, CoordinationOptions, Filters};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files given on the command line; `-` and pipes become files with what they hold, as files are read more than once.
pub struct Paths {
    /// The files.
    pub paths: Vec<PathBuf>,
    /// Removed when dropped.
    _kept: Option<tempfile::TempDir>,
}

/// Resolves `-` and pipes.
pub fn paths(given: &[PathBuf]) -> Result<Paths> {
    let mut kept = None;
    let mut paths = Vec::with_capacity(given.len());
    for (n, path) in given.iter().enumerate() {
        let is_stdin = path.as_os_str() == "-";
        if !is_stdin && !is_pipe(path) {
            paths.push(path.clone());
            continue;
        }
        let folder = match &mut kept {
            Some(folder) => folder,
            none => none.insert(
                tempfile::Builder::new()
                    .prefix("scrutineer-")
                    .tempdir()
                    .context("making a folder for what comes through pipes")?,
            ),
        };
        // A folder for each, as its name is shown.
        let place = folder.path().join(n.to_string());
        std::fs::create_dir(&place).context("making a folder for what comes through a pipe")?;
        let name = if is_stdin { Some("stdin".as_ref()) } else { path.file_name() };
        let file = place.join(name.unwrap_or("pipe".as_ref()));
        let mut to = std::fs::File::create(&file).context("keeping what comes through a pipe")?;
        let mut from: Box<dyn std::io::Read> = if is_stdin {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(std::fs::File::open(path).with_context(|| format!("opening `{}`", path.display()))?)
        };
        std::io::copy(&mut from, &mut to).with_context(|| match is_stdin {
            true => "reading the standard input".to_owned(),
            false => format!("reading `{}`", path.display()),
        })?;
        to.flush()?;
        paths.push(file);
    }
    Ok(Paths { paths, _kept: kept })
}

/// Whether a path can be read only once.
#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::metadata(path).is_ok_and(|meta| meta.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_path: &Path) -> bool {
    false
}

/// How posts are read.
pub fn read_options(args: &Reading) -> Result<ReadOptions<'static>> {
    let mapping = match &args.mapping {
        None => None,
        Some(path) => {
            let text = intake::read_text(path)
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
