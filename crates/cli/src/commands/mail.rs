//! `scrutineer mail`.

use super::{App, print_lost, setup};
use crate::args::{Mail, MailContext, MailFormat};
use crate::terminal::{self, Table};
use ::mail::digest::Secret;
use ::mail::examination::{Comparison, Examination, TheirWord, comparisons};
use ::mail::intel::Subject;
use ::mail::ladder::{ALTERNATIVES, WOULD_SETTLE};
use ::mail::trace::Own;
use anyhow::{Context, Result};
use model::inert;
use model::words::{count, thousands};
use pipeline::{Ctx, ExchangeOptions, MailKnowledge, MailOptions, MailResult, MailSummary, MailTarget, Told};
use report::Format;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: Mail, app: &App, out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    let inputs = setup::paths(&args.paths)?;
    let formats = args.also.iter().map(|format| format.file_format()).collect();
    let options = options(args.context, formats)?;
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
    if let Some(path) = &args.secret {
        anyhow::ensure!(
            args.digest.is_some() || !args.matches.is_empty(),
            "--secret alone does nothing: add --digest FILE to write a digest, or --match FILE to compare with one"
        );
        let exchange = Exchange { secret: secret(path)?, export: args.digest, others: args.matches };
        return exchange.run(&inputs.paths, &options, app, &ctx, out);
    }
    let target = match (&args.out, args.format) {
        (Some(dir), _) => MailTarget::Folder(dir),
        (None, MailFormat::Jsonl) => MailTarget::Lines(&mut *out),
        (None, MailFormat::Table) => MailTarget::Summaries,
    };
    let result = pipeline::mail(&inputs.paths, &options, target, &ctx);
    pipeline::Progress::done(&app.bars);
    let result = result?;
    let is_listed = args.out.is_none() && args.format == MailFormat::Table;
    if is_listed {
        print(&result, out)?;
    }
    if !app.quiet {
        let mut err = terminal::messages();
        print_summary(&result, &options.knowledge.problems, options.own.has_boundary(), &mut err)?;
        if is_listed && result.mails.len() > LISTED {
            writeln!(err, "The first {LISTED} are listed; use --format jsonl or --out for all.")?;
        }
        if let Some(dir) = &args.out {
            writeln!(err, "Report: {}", dir.join("report.html").display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What is done with digests.
struct Exchange {
    secret: Secret,
    export: Option<PathBuf>,
    others: Vec<PathBuf>,
}

impl Exchange {
    fn run(
        &self,
        paths: &[PathBuf],
        options: &MailOptions,
        app: &App,
        ctx: &Ctx<'_>,
        out: &mut dyn Write,
    ) -> Result<ExitCode> {
        let exchange =
            ExchangeOptions { secret: &self.secret, export: self.export.as_deref(), others: &self.others };
        let result = pipeline::exchange_mail(paths, options, &exchange, ctx);
        pipeline::Progress::done(&app.bars);
        let result = result?;
        print_told(&result.shared, out)?;
        if app.quiet {
            return Ok(ExitCode::SUCCESS);
        }
        let mut err = terminal::messages();
        writeln!(err, "{}.", count(result.mails, "own mail", "own mails"))?;
        for (name, error) in &result.not_read {
            writeln!(err, "not read: {}", inert::terminal(&format!("{name}: {error}")))?;
        }
        for lost in &result.lost {
            let text = format!("{}, {}: {}", lost.code, lost.place, lost.message);
            writeln!(err, "lost: {}", inert::terminal(&text))?;
        }
        for (name, mails, lost) in &result.others {
            let name = inert::terminal(name);
            writeln!(
                err,
                "{name}: {}, {} left out.",
                count(*mails, "mail", "mails"),
                count(*lost, "line", "lines")
            )?;
        }
        if !self.others.is_empty() {
            writeln!(
                err,
                "{} with mails of several offices; {} of your own mails alone.",
                count(result.shared.len() as u64, "campaign", "campaigns"),
                thousands(result.own_only)
            )?;
        }
        if let Some(path) = &self.export {
            writeln!(
                err,
                "Digest: {}. It shows how many mails there are, when each came, and which are alike; with the secret, addresses and texts can be guessed and tested.",
                path.display()
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn secret(path: &Path) -> Result<Secret> {
    let bytes = std::fs::read(path).with_context(|| format!("reading the secret `{}`", path.display()))?;
    Secret::new(&bytes).with_context(|| format!("using the secret `{}`", path.display()))
}

/// Options of the lens, with the files that they name read.
pub fn options(args: MailContext, formats: Vec<Format>) -> Result<MailOptions> {
    let mut knowledge = MailKnowledge::default();
    args.dns.iter().try_for_each(|path| knowledge.add_dns(path))?;
    let tables =
        [(Subject::Country, &args.geo), (Subject::Network, &args.asn), (Subject::Service, &args.hosting)];
    for (subject, paths) in tables {
        paths.iter().try_for_each(|path| knowledge.add_table(subject, path))?;
    }
    args.list.iter().try_for_each(|path| knowledge.add_list(path))?;
    knowledge.add_background(&args.background)?;
    knowledge.protect(args.protect);
    Ok(MailOptions {
        own: Own { hosts: args.own_host, networks: args.own_network, authserv_ids: args.authserv_id },
        trusted_sealers: args.trust_sealer,
        knowledge,
        now: args.now.unwrap_or_else(setup::now),
        formats,
    })
}

fn print(result: &MailResult, out: &mut dyn Write) -> Result<()> {
    // One mail, with what is attached to it, is told in full.
    if result.mails.len() == result.told.len() {
        for (number, (mail, examination)) in result.mails.iter().zip(&result.told).enumerate() {
            if number > 0 {
                writeln!(out, "\n{}", inert::terminal(&mail.path))?;
            }
            print_mail(mail, examination, out)?;
        }
        writeln!(out, "\nWhatever stands above, it may have been {}.", ALTERNATIVES.join("; "))?;
        writeln!(out, "What would settle it: {}.", WOULD_SETTLE.join("; "))?;
        return Ok(());
    }
    print_list(&result.mails, out)?;
    print_campaigns(result, out)
}

/// Mails that belong together, the largest campaigns first.
fn print_campaigns(result: &MailResult, out: &mut dyn Write) -> Result<()> {
    match &result.campaigns {
        Some(found) => print_told(&found.told(), out),
        None => Ok(()),
    }
}

fn print_told(campaigns: &[Told], out: &mut dyn Write) -> Result<()> {
    for (number, campaign) in (1..).zip(campaigns).take(CAMPAIGNS) {
        writeln!(
            out,
            "\nCampaign {number}: {}. They agree in: {}.",
            count(campaign.mails, "mail", "mails"),
            campaign.agree
        )?;
        let more = campaign.members.len().saturating_sub(MEMBERS);
        let named = campaign.members.iter().take(MEMBERS).map(String::as_str).collect::<Vec<_>>().join("; ");
        let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
        writeln!(out, "  {}", inert::terminal(&(named + &rest)))?;
        for sentence in &campaign.without {
            writeln!(out, "  {sentence}")?;
        }
        for alternative in &campaign.alternatives {
            writeln!(out, "  or else: {alternative}")?;
        }
    }
    Ok(())
}

/// Mails of a campaign that are named.
const MEMBERS: usize = 8;
/// Campaigns that are told of.
const CAMPAIGNS: usize = 20;

/// One mail in full: the boundary first, then the statements, then what others found beside what is found here.
fn print_mail(mail: &MailSummary, examination: &Examination, out: &mut dyn Write) -> Result<()> {
    let line = |out: &mut dyn Write, text: &str| writeln!(out, "{}", inert::terminal(text));
    match &mail.boundary {
        Some((host, true)) => line(out, &format!("Boundary: {host} (assumed)"))?,
        Some((host, false)) => line(out, &format!("Boundary: {host}"))?,
        None => line(out, "Boundary: none, the mail has no Received line")?,
    }
    for statement in &examination.ladder {
        line(out, &format!("{}  {}", statement.level.name(), statement.text))?;
        for caveat in &statement.caveats {
            line(out, &format!("      {caveat}"))?;
        }
    }
    print_comparisons(&comparisons(examination), out)
}

/// Only where somebody else says something.
fn print_comparisons(rows: &[Comparison], out: &mut dyn Write) -> Result<()> {
    if rows.iter().all(|row| row.theirs.is_empty()) {
        return Ok(());
    }
    writeln!(out, "\nTheirs and ours:")?;
    for row in rows {
        let word = |word: &TheirWord| {
            format!("{}: {}{}", word.who, word.code, if word.is_text { " (text)" } else { "" })
        };
        let theirs: Vec<String> = row.theirs.iter().map(word).collect();
        let theirs = if theirs.is_empty() { "nobody else".to_owned() } else { theirs.join(", ") };
        let ours = |verdict: &Option<String>| verdict.clone().unwrap_or_else(|| "not checked".to_owned());
        let (at_receipt, now) = (ours(&row.at_receipt), ours(&row.now));
        let line = format!("{}  {theirs}; ours at receipt: {at_receipt}, now: {now}", row.title());
        writeln!(out, "{}", inert::terminal(&line))?;
        writeln!(out, "      {}", row.difference.words())?;
    }
    Ok(())
}

fn print_list(mails: &[MailSummary], out: &mut dyn Write) -> Result<()> {
    let mut table =
        Table::new(&["mail", "received", "connecting address", "boundary", "author", "signed by"]);
    for mail in mails.iter().take(LISTED) {
        let boundary = match &mail.boundary {
            Some((host, true)) => format!("{host} (assumed)"),
            Some((host, false)) => host.clone(),
            None => String::new(),
        };
        let author = match mail.ambiguous {
            true => format!("{} (ambiguous)", mail.authors.join(", ")),
            false => mail.authors.join(", "),
        };
        let received = mail.received.map(model::Timestamp::rfc3339).unwrap_or_default();
        table.row(&[
            mail.name(),
            received,
            mail.origin.map_or_else(|| "not recorded".to_owned(), |ip| ip.to_string()),
            boundary,
            author,
            mail.signed_by.join(", "),
        ]);
    }
    table.print(out)?;
    Ok(())
}

/// Mails that are listed for people.
const LISTED: usize = 200;

/// What was read, and what was lost: on the standard error.
pub fn print_summary(
    result: &MailResult,
    knowledge: &[(String, String)],
    has_boundary: bool,
    err: &mut dyn Write,
) -> Result<()> {
    let totals = &result.totals;
    let of = |n: usize| thousands(n as u64);
    let files = count(result.files.len() as u64, "file", "files");
    writeln!(err, "{} from {files}.", count(totals.mails, "mail", "mails"))?;
    writeln!(
        err,
        "The connecting address is recorded in {}; the boundary is assumed in {}.",
        thousands(totals.recorded),
        thousands(totals.assumed)
    )?;
    if has_boundary && totals.assumed == totals.mails {
        writeln!(
            err,
            "None of the hosts and networks that you named wrote a top line: the boundary is inferred as if none were named. A host is named in full, `.office.example` stands for all below it."
        )?;
    }
    writeln!(
        err,
        "Signatures that hold: {}; that do not: {}; that cannot be checked with the keys on file: {}. Ambiguous authors: {}.",
        thousands(totals.hold),
        thousands(totals.broken),
        thousands(totals.unchecked),
        thousands(totals.ambiguous)
    )?;
    if let Some(found) = &result.campaigns {
        let campaigns = &found.found.campaigns;
        let members = campaigns.iter().map(|campaign| campaign.members.len()).sum();
        writeln!(
            err,
            "{} of {} mails, compared with {}. Texts that several senders share: {}.",
            count(campaigns.len() as u64, "campaign", "campaigns"),
            of(members),
            match found.background {
                0 => "the mails themselves".to_owned(),
                n => format!("a background of {}", count(n, "mail", "mails")),
            },
            of(found.found.same_text.len())
        )?;
    }
    if let Some(overlap) = result.campaigns.as_ref().map(|found| found.overlap).filter(|&n| n > 0) {
        let mails = count(overlap, "mail of the background is", "mails of the background are");
        writeln!(err, "noted: {mails} among the mails themselves, and left out of it")?;
    }
    for (file, problem) in knowledge {
        writeln!(err, "noted: {}", inert::terminal(&format!("{file}: {problem}")))?;
    }
    print_lost(&result.problems, err)?;
    if !result.failed.is_empty() {
        writeln!(err, "{} could not be read:", count(result.failed.len() as u64, "file", "files"))?;
    }
    for (name, error) in &result.failed {
        writeln!(err, "not read: {}", inert::terminal(&format!("{name}: {error}")))?;
    }
    for name in &result.repeats {
        writeln!(err, "{} has the same bytes as another input and was read once.", inert::terminal(name))?;
    }
    Ok(())
}
