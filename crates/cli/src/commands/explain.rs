//! `scrutineer explain`.

use crate::args::Explain;
use crate::terminal::Table;
use anyhow::Result;
use model::{Finding, Support, inert};
use pipeline::{ExplainedRecord, explain, findings};
use std::io::Write;
use std::process::ExitCode;

/// Most bytes of one record that are printed.
const MOST: usize = 2_000;

/// Runs the command.
pub fn run(args: Explain, out: &mut dyn Write) -> Result<ExitCode> {
    let Some(id) = &args.finding else {
        let all = findings(&args.place)?;
        if args.json {
            report::findings::write(&all, out)?;
        } else {
            list(&all, out)?;
        }
        return Ok(ExitCode::SUCCESS);
    };
    let explained = explain(&args.place, id)?;
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &explained.finding)?;
        writeln!(out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let finding = &explained.finding;
    writeln!(out, "{}\n", inert::terminal(&finding.statement))?;
    writeln!(out, "finding     {}", finding.id)?;
    writeln!(
        out,
        "method      {} version {} (`scrutineer methods {}`)",
        finding.method, finding.version, finding.method
    )?;
    for (name, value) in &finding.parameters {
        writeln!(out, "parameter   {name} = {}", inert::terminal(&value.to_string()))?;
    }
    for (name, value) in &finding.statistic {
        writeln!(out, "statistic   {name} = {value}")?;
    }
    for input in &finding.inputs {
        writeln!(out, "input       sha256 {input}")?;
    }
    if let Support::None { why } = &finding.support {
        writeln!(out, "support     none: {}", inert::terminal(why))?;
    }
    writeln!(out, "\nOrdinary explanations:")?;
    for text in &finding.innocent_explanations {
        writeln!(out, "- {}", inert::terminal(text))?;
    }
    writeln!(out, "\nRecords it rests on: {}", explained.records.len())?;
    for record in &explained.records {
        print_record(record, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn list(all: &[Finding], out: &mut dyn Write) -> Result<()> {
    let mut table = Table::new(&["finding", "method", "#records"]);
    for finding in all {
        table.row(&[finding.id.short(), finding.method.clone(), finding.records.len().to_string()]);
    }
    table.print(out)?;
    writeln!(out)?;
    for finding in all {
        writeln!(out, "{}  {}", finding.id.short(), inert::terminal(&finding.statement))?;
    }
    Ok(())
}

fn print_record(explained: &ExplainedRecord, out: &mut dyn Write) -> Result<()> {
    let record = &explained.record;
    let object =
        record.object.as_ref().map(|(layer, object)| format!(", {layer} {object}")).unwrap_or_default();
    if record.platform == "mail" {
        let author = if record.account.is_empty() {
            String::new()
        } else {
            format!(", which names {}", record.account)
        };
        let received = record.time.map_or_else(String::new, |time| format!(", received {}", time.rfc3339()));
        let sha256 = record.post.get(..12).unwrap_or(&record.post);
        writeln!(out, "\n{}", inert::terminal(&format!("mail {sha256}{author}{received}")))?;
        return print_bytes(explained, out);
    }
    if record.platform == "media" {
        let sha256 = record.post.get(..12).unwrap_or(&record.post);
        let line = format!("media file {sha256}, {}{object}", record.account);
        writeln!(out, "\n{}", inert::terminal(&line))?;
        return print_bytes(explained, out);
    }
    let post = if record.post.is_empty() { "a post without id" } else { &format!("post {}", record.post) };
    let time = record.time.map_or_else(|| "no time".to_owned(), model::Timestamp::rfc3339);
    let line = format!("{time} {}/{} {post}{object}", record.platform, record.account);
    writeln!(out, "\n{}", inert::terminal(&line))?;
    print_bytes(explained, out)
}

/// Where the record stands, and the bytes that stand there.
fn print_bytes(explained: &ExplainedRecord, out: &mut dyn Write) -> Result<()> {
    let record = &explained.record;
    let place = match record.raw.at {
        model::At::Bytes(start, end) => format!("bytes {start} to {end}"),
        model::At::Row(row) => format!("row {}", row + 1),
    };
    let steps = &explained.way;
    let file = explained.file.clone().unwrap_or_else(|| format!("evidence {}", record.raw.evidence.0));
    writeln!(out, "  from {}", inert::terminal(&format!("{file}{steps}, {place}")))?;
    match &explained.bytes {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST)]);
            let more =
                if bytes.len() > MOST { format!(" … ({} bytes)", bytes.len()) } else { String::new() };
            writeln!(out, "  {}{more}", inert::terminal(text.trim_end()))?;
        }
        Err(why) => writeln!(out, "  no bytes: {}", inert::terminal(why))?,
    }
    Ok(())
}
