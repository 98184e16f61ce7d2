//! `scrutineer case export`.

use crate::args::{CaseExport, ExportAs, ExportTable, ExportTlp, StixProfile};
use crate::commands::{App, setup};
use crate::terminal;
use anyhow::{Result, ensure};
use pipeline::{Ctx, ExportFormat, ExportOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: CaseExport, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let table = match args.format {
        Some(ExportTable::Csv) => report::Format::Csv,
        Some(ExportTable::Xlsx) => report::Format::Xlsx,
        None => match report::Format::from_path(&args.to) {
            Some(report::Format::Xlsx) => report::Format::Xlsx,
            _ => report::Format::Csv,
        },
    };
    let format = match args.r#as {
        ExportAs::Stix => ExportFormat::Stix,
        ExportAs::Navigator => ExportFormat::Navigator,
        ExportAs::Gexf => ExportFormat::Gexf,
        ExportAs::Graphml => ExportFormat::Graphml,
        ExportAs::Timesketch => ExportFormat::Timesketch,
        ExportAs::Dossier => ExportFormat::Dossier(table),
        ExportAs::Prov => ExportFormat::Prov,
    };
    let asks_for_stix = !args.campaign.is_empty() || args.profile != StixProfile::Standard;
    ensure!(
        format == ExportFormat::Stix || !asks_for_stix,
        "`--campaign` and `--profile` are for `--as stix` only"
    );
    let to = if args.to.is_dir() { args.to.join(file_name(format, table)) } else { args.to };
    let options = ExportOptions {
        format,
        reveal: args.reveal,
        with_text: args.with_text || args.reveal,
        allow_small: args.allow_small,
        tlp: match args.tlp {
            ExportTlp::Clear => report::export::stix::Tlp::Clear,
            ExportTlp::Green => report::export::stix::Tlp::Green,
            ExportTlp::Amber => report::export::stix::Tlp::Amber,
            ExportTlp::Red => report::export::stix::Tlp::Red,
        },
        profile: match args.profile {
            StixProfile::Standard => report::export::stix::Profile::Standard,
            StixProfile::OpenCti => report::export::stix::Profile::OpenCti,
        },
        campaigns: args.campaign,
        framework: args.disarm,
        fresh: setup::secret()?,
    };
    let ctx =
        Ctx { now: setup::now(), actor: args.actor, command: setup::command_line(), progress: &app.bars };
    let exported = pipeline::export(&args.case, &to, &options, &ctx)?;
    if !app.quiet {
        let mut err = terminal::messages();
        for sentence in &exported.left_out {
            writeln!(err, "{sentence}")?;
        }
        if !options.campaigns.is_empty() {
            writeln!(err, "What you call a campaign stands in the file in your words.")?;
        }
        if options.reveal {
            writeln!(err, "The file holds names, ids and addresses as they are.")?;
        }
    }
    writeln!(out, "{}", to.display())?;
    Ok(ExitCode::SUCCESS)
}

/// What the file is called in a folder that is named.
fn file_name(format: ExportFormat, table: report::Format) -> PathBuf {
    match format {
        ExportFormat::Stix => "stix.json".into(),
        ExportFormat::Navigator => "disarm-navigator.json".into(),
        ExportFormat::Gexf => "network.gexf".into(),
        ExportFormat::Graphml => "network.graphml".into(),
        ExportFormat::Timesketch => "timeline.csv".into(),
        ExportFormat::Dossier(_) => format!("dossier.{}", table.name()).into(),
        ExportFormat::Prov => "prov.json".into(),
    }
}
