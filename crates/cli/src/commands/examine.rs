//! `scrutineer examine`.

use super::{App, claims, coordination, invocation, mail, media, setup, synthetic};
use crate::args::Examine;
use crate::terminal;
use anyhow::Result;
use model::words::count;
use pipeline::{Ctx, ExamineOptions};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: Examine, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let inputs = setup::paths(&args.paths)?;
    let dir =
        args.case.clone().or_else(|| args.paths.first().map(|path| default_case(path))).unwrap_or_default();
    let (actor, weighing) = (args.actor.clone(), args.weighing.clone());
    if let Some(folder) = &weighing {
        super::case::check_weighing(folder)?;
    }
    let (mut options, read) = options(args)?;
    options.invocation = invocation::of_examine(std::env::args_os())?;
    let (knowledge, has_boundary) =
        (options.mail.knowledge.problems.clone(), options.mail.own.has_boundary());
    let ctx = Ctx { now: setup::now(), actor, command: setup::command_line(), progress: &app.bars };
    let examined = pipeline::examine(&inputs.paths, &dir, options, &read, &ctx);
    pipeline::Progress::done(&app.bars);
    let examined = examined?;
    if !app.quiet {
        let mut err = terminal::messages();
        let evidence = count(examined.evidence as u64, "piece of evidence", "pieces of evidence");
        writeln!(err, "Case {} holds {evidence}, {} new.", dir.display(), examined.new_evidence)?;
        if examined.is_unchanged {
            writeln!(err, "Nothing has changed since the last run.")?;
        }
        if let Some(result) = &examined.coordination {
            coordination::print_summary(result, &mut err)?;
        }
        if let Some(result) = &examined.mail {
            mail::print_summary(result, &knowledge, has_boundary, &mut err)?;
        }
        if let Some(result) = &examined.media {
            media::print_summary(result, &mut err)?;
        }
        if let Some(result) = &examined.claims {
            claims::print_summary(result, &mut err)?;
        }
        if let Some(result) = &examined.synthetic {
            synthetic::print_summary(result, &mut err)?;
        }
        let read = [examined.coordination.is_some(), examined.mail.is_some(), examined.claims.is_some()];
        if !examined.is_unchanged && read == [false; 3] {
            writeln!(err, "No posts, mails or articles were read.")?;
        }
        for (name, error) in &examined.not_read {
            writeln!(err, "not read: {}", model::inert::terminal(&format!("{name}: {error}")))?;
        }
        writeln!(err, "Report: {}", examined.report.display())?;
    }
    if let Some(folder) = &weighing {
        super::case::enter_weighing(&dir, folder, &ctx.actor, app)?;
    }
    super::case::after_examination(&dir, &examined.report, &ctx.actor, app, out)?;
    Ok(ExitCode::SUCCESS)
}

/// What to examine and how, of the arguments: all but where.
pub fn options(args: Examine) -> Result<(ExamineOptions, intake::ReadOptions<'static>)> {
    let read = setup::read_options(&args.reading)?;
    let mapping = match &read.mapping {
        None => Value::Null,
        Some(mapping) => json!(model::Sha256::of(mapping.to_toml()?.as_bytes())),
    };
    let formats: Vec<_> = args.also.iter().map(|format| format.file_format()).collect();
    let options = ExamineOptions {
        invocation: pipeline::Invocation::default(),
        synthetic: pipeline::SyntheticOptions {
            model: args.synthetic_model,
            formats: formats.clone(),
            ..pipeline::SyntheticOptions::default()
        },
        coordination: setup::coordination(&args.comparing, setup::filters(&args.filters)?, formats.clone())?,
        reading: BTreeMap::from([
            ("mapping".to_owned(), mapping),
            ("default_platform".to_owned(), json!(args.reading.default_platform)),
        ]),
        now: args.mails.now,
        claims: claims::options(args.articles, formats.clone()),
        media: media::options(args.media, formats.clone())?,
        mail: mail::options(args.mails, formats)?,
    };
    Ok((options, read))
}

/// `harbour-lights` or `posts.csv.gz` becomes `harbour-lights.case` or `posts.case` in the current folder.
fn default_case(first: &Path) -> PathBuf {
    let name =
        first.file_name().map_or_else(|| "scrutineer".into(), |name| name.to_string_lossy().into_owned());
    let stem = name.split('.').find(|part| !part.is_empty()).unwrap_or("scrutineer");
    PathBuf::from(format!("{}.case", if stem == "-" { "stdin" } else { stem }))
}
