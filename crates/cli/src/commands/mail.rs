//! `scrutineer mail`.

use super::{App, setup};
use crate::args::{Mail, MailFormat};
use crate::terminal::Table;
use ::mail::intel::Subject;
use ::mail::ladder::{ALTERNATIVES, Statement, WOULD_SETTLE};
use ::mail::trace::Own;
use anyhow::Result;
use model::inert;
use model::words::{count, thousands};
use pipeline::{Ctx, MailKnowledge, MailOptions, MailResult, MailSummary, MailTarget};
use std::io::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(args: Mail, app: &App, out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    let inputs = setup::paths(&args.paths)?;
    let knowledge = knowledge(&args)?;
    let options = MailOptions {
        own: Own { hosts: args.own_host, networks: args.own_network, authserv_ids: args.authserv_id },
        trusted_sealers: args.trust_sealer,
        knowledge,
        now: args.now.unwrap_or_else(setup::now),
        background: args.background,
    };
    let ctx =
        Ctx { now: setup::now(), actor: String::new(), command: setup::command_line(), progress: &app.bars };
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
        let mut err = std::io::stderr().lock();
        print_rest(&result, &options, &mut err)?;
        if is_listed && result.mails.len() > LISTED {
            writeln!(err, "The first {LISTED} are listed; use --format jsonl or --out for all.")?;
        }
        if let Some(dir) = &args.out {
            writeln!(err, "Results: {}", dir.display())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn knowledge(args: &Mail) -> Result<MailKnowledge> {
    let mut knowledge = MailKnowledge::default();
    args.dns.iter().try_for_each(|path| knowledge.add_dns(path))?;
    let tables =
        [(Subject::Country, &args.geo), (Subject::Network, &args.asn), (Subject::Service, &args.hosting)];
    for (subject, paths) in tables {
        paths.iter().try_for_each(|path| knowledge.add_table(subject, path))?;
    }
    args.list.iter().try_for_each(|path| knowledge.add_list(path))?;
    knowledge.protect(args.protect.iter().cloned());
    Ok(knowledge)
}

fn print(result: &MailResult, out: &mut dyn Write) -> Result<()> {
    match result.mails.as_slice() {
        [only] => print_ladder(only, &result.first_ladder, out),
        many => {
            print_list(many, out)?;
            print_campaigns(result, out)
        }
    }
}

/// Mails that belong together, the largest campaigns first.
fn print_campaigns(result: &MailResult, out: &mut dyn Write) -> Result<()> {
    let Some(found) = &result.campaigns else { return Ok(()) };
    for (number, campaign) in (1..).zip(found.told()).take(CAMPAIGNS) {
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
        for sentence in campaign.without {
            writeln!(out, "  {sentence}")?;
        }
        for alternative in campaign.alternatives {
            writeln!(out, "  or else: {alternative}")?;
        }
    }
    Ok(())
}

/// Mails of a campaign that are named.
const MEMBERS: usize = 8;
/// Campaigns that are told of.
const CAMPAIGNS: usize = 20;

/// One mail in full: the boundary first, then the statements.
fn print_ladder(mail: &MailSummary, ladder: &[Statement], out: &mut dyn Write) -> Result<()> {
    let line = |out: &mut dyn Write, text: &str| writeln!(out, "{}", inert::terminal(text));
    match &mail.boundary {
        Some((host, true)) => line(out, &format!("Boundary: {host} (assumed)"))?,
        Some((host, false)) => line(out, &format!("Boundary: {host}"))?,
        None => line(out, "Boundary: none, the mail has no Received line")?,
    }
    for statement in ladder {
        let level = format!("{:?}", statement.level);
        line(out, &format!("{level}  {}", statement.text))?;
        for caveat in &statement.caveats {
            line(out, &format!("      {caveat}"))?;
        }
    }
    line(out, "")?;
    line(out, &format!("Whatever stands above, it may have been {}.", ALTERNATIVES.join("; ")))?;
    line(out, &format!("What would settle it: {}.", WOULD_SETTLE.join("; ")))?;
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
            mail.path.clone(),
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
fn print_rest(result: &MailResult, options: &MailOptions, err: &mut dyn Write) -> Result<()> {
    let mails = &result.mails;
    let of = |n: usize| thousands(n as u64);
    let files = count(result.files.len() as u64, "file", "files");
    writeln!(err, "{} from {files}.", count(mails.len() as u64, "mail", "mails"))?;
    let recorded = mails.iter().filter(|mail| mail.origin.is_some()).count();
    let assumed = mails.iter().filter(|mail| mail.boundary.as_ref().is_some_and(|b| b.1)).count();
    writeln!(
        err,
        "The connecting address is recorded in {}; the boundary is assumed in {}.",
        of(recorded),
        of(assumed)
    )?;
    if options.own.has_boundary() && assumed == mails.len() {
        writeln!(
            err,
            "None of the hosts and networks that you named wrote a top line: the boundary is inferred as if none were named. A host is named in full, `.office.example` stands for all below it."
        )?;
    }
    let ambiguous = mails.iter().filter(|mail| mail.ambiguous).count();
    let holds: usize = mails.iter().map(|mail| mail.signed_by.len()).sum();
    let broken: usize = mails.iter().map(|mail| mail.signatures.0).sum();
    let unchecked: usize = mails.iter().map(|mail| mail.signatures.1).sum();
    writeln!(
        err,
        "Signatures: {} hold, {} do not, {} cannot be checked with the keys on file. Ambiguous authors: {}.",
        of(holds),
        of(broken),
        of(unchecked),
        of(ambiguous)
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
    for (file, problem) in &options.knowledge.problems {
        writeln!(err, "noted: {}", inert::terminal(&format!("{file}: {problem}")))?;
    }
    for (code, place, message) in result.problems.iter().take(20) {
        writeln!(err, "lost: {}", inert::terminal(&format!("{code}, {place}: {message}")))?;
    }
    if result.problems.len() > 20 {
        writeln!(err, "lost: {} more", of(result.problems.len() - 20))?;
    }
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
