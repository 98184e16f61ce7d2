//! `scrutineer media`, and the child process that reads signed manifests for it.

use super::{App, print_problems, setup};
use crate::args::{Media, MediaReading};
use crate::terminal::{self, Table};
use anyhow::{Context, Result, ensure};
use model::inert;
use model::words::{count, thousands};
use pipeline::{Ctx, ManifestOptions, MediaOptions, MediaResult, MediaTarget, Progress};
use provenance::c2pa::{Limits, State};
use report::Format;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

/// Runs the command.
pub fn run(args: Media, app: &App, out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    let inputs = setup::paths(&args.paths)?;
    let formats = args.also.iter().map(|format| format.file_format()).collect();
    let options = options(args.reading, formats)?;
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
    let target = match (&args.out, args.format.file_format()) {
        (Some(dir), _) => MediaTarget::Folder(dir),
        (None, Some(format)) => MediaTarget::Table(format, &mut *out),
        (None, None) => MediaTarget::Summaries,
    };
    let result = pipeline::media(&inputs.paths, &options, target, &ctx);
    Progress::done(&app.bars);
    let result = result?;
    let is_listed = args.out.is_none() && args.format.file_format().is_none();
    if is_listed {
        print(&result, out)?;
    }
    if !app.quiet {
        let mut err = terminal::messages();
        print_summary(&result, &mut err)?;
        if is_listed && result.files.len() > LISTED {
            writeln!(err, "The first {LISTED} are listed; use --format json or --out for all.")?;
        }
        if let Some(dir) = &args.out {
            writeln!(err, "Report: {}", dir.join("report.html").display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Options of the lens.
pub fn options(args: MediaReading, formats: Vec<Format>) -> Result<MediaOptions> {
    let limits = Limits {
        time: Duration::from_micros(args.time_limit.max(0) as u64),
        memory: args.memory_limit << 20,
    };
    let trust_anchors = args
        .trust_anchors
        .map(|path| {
            // The child runs with an environment of its own and must find the file whatever its folder is.
            let opening = || format!("opening the anchors `{}`", path.display());
            let text = std::fs::read_to_string(&path).with_context(opening)?;
            ensure!(
                text.contains("-----BEGIN CERTIFICATE-----"),
                "`{}` holds no certificates in PEM form, which begin with `-----BEGIN CERTIFICATE-----`; `openssl x509 -inform \
                 der -in FILE` makes it of DER",
                path.display()
            );
            std::fs::canonicalize(&path).with_context(opening)
        })
        .transpose()?;
    let manifests = match args.without_manifests {
        true => None,
        false => Some(ManifestOptions {
            program: std::env::current_exe().context("finding this program's own file")?,
            trust_anchors,
            limits,
        }),
    };
    Ok(MediaOptions { manifests, formats })
}

/// Reads manifests for the process that started this one.
#[cfg(feature = "c2pa")]
pub fn work(args: &crate::args::C2paWorker) -> Result<ExitCode> {
    let limits = Limits { time: Duration::from_millis(args.time_ms), memory: args.memory_mib << 20 };
    let anchors = args.trust_anchors.as_deref();
    provenance::c2pa::work(limits, anchors, std::io::stdin().lock(), std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

/// Files that are listed for people.
const LISTED: usize = 200;

fn print(result: &MediaResult, out: &mut dyn Write) -> Result<()> {
    let mut table = Table::new(&["file", "kind", "size", "C2PA", "signer", "says of its origin", "picture"]);
    for file in result.files.iter().take(LISTED) {
        let active = file.c2pa.active();
        let says: Vec<String> = file
            .marks
            .iter()
            .map(|mark| format!("{} ({})", mark.says, if mark.is_signed { "signed" } else { "unsigned" }))
            .collect();
        table.row(&[
            file.name.clone(),
            file.container.name().to_owned(),
            file.size.map_or_else(String::new, |size| format!("{}x{}", size.width, size.height)),
            file.c2pa.state.name().to_owned(),
            active.and_then(|manifest| manifest.signer.clone()).unwrap_or_default(),
            says.join("; "),
            file.comparable().map_or_else(String::new, |_| file.object.chars().take(16).collect()),
        ]);
    }
    Ok(table.print(out)?)
}

/// What was read and found, and what was odd: on the standard error.
pub fn print_summary(result: &MediaResult, err: &mut dyn Write) -> Result<()> {
    let of = |state: State| result.files.iter().filter(|file| file.c2pa.state == state).count() as u64;
    let marked = result.files.iter().filter(|file| !file.marks.is_empty()).count() as u64;
    let signed =
        result.files.iter().filter(|file| file.marks.iter().any(|mark| mark.is_signed)).count() as u64;
    writeln!(
        err,
        "{}. Signed manifests: {} trusted, {} valid, {} invalid, {} kept elsewhere and not fetched.",
        count(result.files.len() as u64, "media file", "media files"),
        thousands(of(State::Trusted)),
        thousands(of(State::Valid)),
        thousands(of(State::Invalid)),
        thousands(of(State::Remote))
    )?;
    writeln!(
        err,
        "{} something of {} origin, {} in signed words; {} in more than one file.",
        count(marked, "says", "say"),
        if marked == 1 { "its" } else { "their" },
        thousands(signed),
        count(result.shared().len() as u64, "picture is", "pictures are"),
    )?;
    print_problems("noted", &result.problems, err)?;
    for (name, error) in &result.failed {
        writeln!(err, "not read: {}", inert::terminal(&format!("{name}: {error}")))?;
    }
    for name in &result.repeats {
        writeln!(err, "{} has the same bytes as another input and was read once.", inert::terminal(name))?;
    }
    Ok(())
}
