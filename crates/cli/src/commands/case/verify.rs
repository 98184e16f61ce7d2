//! `scrutineer case verify`.

use super::App;
use crate::args::CaseVerify;
use anyhow::{Result, bail};
use case::{Against, Authority, Case, Difference, How, Signature, Signers, Stamp, Verified, Vouched};
use model::inert;
use model::words::count;
use pipeline::Progress;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

/// Runs the command.
pub fn run(args: &CaseVerify, app: &App, out: &mut dyn Write) -> Result<ExitCode> {
    let signers = args.signers.as_deref().map(Signers::read).transpose()?;
    let authority = args.authority.as_deref().map(Authority::read).transpose()?;
    let is_sealed = case::is_bag(&args.case);
    if !is_sealed && (args.expect.is_some() || signers.is_some() || authority.is_some()) {
        bail!(
            "`{}` is no sealed case, so that it has no seal, signature or time-stamp; `scrutineer case seal` makes one",
            args.case.display()
        );
    }
    app.bars.stage("hashing", None);
    let done = AtomicU64::new(0);
    let seen = |n| app.bars.at(done.fetch_add(n, Ordering::Relaxed) + n);
    if is_sealed {
        let against = Against { seal: args.expect, signers: signers.as_ref(), authority: authority.as_ref() };
        let verified = case::verify_bag(&args.case, against, &seen);
        app.bars.done();
        return sealed(&verified, args.json, out);
    }
    let differences = Case::open_read_only(&args.case).and_then(|case| case.verify_with(&seen));
    app.bars.done();
    let differences = differences?;
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&serde_json::json!({"differences": differences}))?)?;
    } else {
        print(&differences, out)?;
        print_unfinished(&differences, &args.case, out)?;
        if is_intact(&differences) {
            writeln!(
                out,
                "intact: every file has the bytes that the catalogue lists, and the custody log is unbroken"
            )?;
        }
    }
    Ok(code(&differences))
}

fn sealed(verified: &Verified, json: bool, out: &mut dyn Write) -> Result<ExitCode> {
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(verified)?)?;
        return Ok(code(&verified.differences));
    }
    print(&verified.differences, out)?;
    if verified.differences.is_empty() {
        writeln!(out, "intact: every file has the bytes that the seal lists")?;
    }
    if let Some(seal) = verified.seal {
        writeln!(out, "seal: {seal}")?;
    }
    match &verified.signature {
        Signature::None => writeln!(out, "signature: none")?,
        Signature::NotHeld => writeln!(out, "signature: not confirmed")?,
        Signature::Holds { key, who: Some(who) } => {
            writeln!(out, "signature: holds for the key {key} of {}", inert::terminal(who))?;
        }
        Signature::Holds { key, who: None } => {
            writeln!(out, "signature: holds for the key {key}; whose that is was not checked (--signers)")?;
        }
    }
    for stamp in &verified.stamps {
        writeln!(out, "{}", stamp_line(stamp))?;
    }
    Ok(code(&verified.differences))
}

/// What a time-stamp shows, and what was not checked.
pub fn stamp_line(stamp: &Stamp) -> String {
    let time = stamp.time.rfc3339();
    let rest = "validity, revocation and issuer of the certificate are not checked";
    match &stamp.vouched {
        Vouched::ByGiven { certificate } => {
            format!(
                "time-stamp: {time}, signature holds under the certificate given ({}); {rest}",
                certificate.short()
            )
        }
        Vouched::ByItself { certificate } => format!(
            "time-stamp: {time}, signature holds under the certificate in the reply ({}), which anybody can make \
             (--authority); {rest}",
            certificate.short()
        ),
        Vouched::Unchecked { why } => format!("time-stamp: {time}, signature not checked: {why}"),
    }
}

fn print(differences: &[Difference], out: &mut dyn Write) -> Result<()> {
    for difference in differences.iter().filter(|one| one.counts()) {
        let how = match &difference.how {
            How::Missing => "listed, but not there".to_owned(),
            How::Altered { why } => format!("altered: {why}"),
            How::Unlisted | How::Unfinished => "there, but nothing lists it".to_owned(),
            How::Renamed { to } => format!("renamed to {to}"),
            How::Unreadable { why } => format!("cannot be read: {why}"),
        };
        writeln!(out, "{}", inert::terminal(&format!("{}: {how}", difference.what)))?;
    }
    Ok(())
}

/// What a run that was cut off left: one line for all of it, as it is no difference.
fn print_unfinished(differences: &[Difference], case: &Path, out: &mut dyn Write) -> Result<()> {
    let mut unfinished = differences.iter().filter(|one| !one.counts());
    let Some(first) = unfinished.next() else { return Ok(()) };
    let files = count(1 + unfinished.count() as u64, "file", "files");
    let line = format!(
        "unfinished: {files} of a run that was cut off or is still going on, such as {}; they count for nothing. Run \
         `scrutineer examine --case {}` again: it clears up.",
        first.what,
        case.display()
    );
    Ok(writeln!(out, "{}", inert::terminal(&line))?)
}

fn is_intact(differences: &[Difference]) -> bool {
    !differences.iter().any(Difference::counts)
}

/// 0 intact, 1 altered, 2 cannot tell.
fn code(differences: &[Difference]) -> ExitCode {
    let mut counting = differences.iter().filter(|one| one.counts());
    match is_intact(differences) {
        true => ExitCode::SUCCESS,
        false if counting.all(|one| matches!(one.how, How::Unreadable { .. })) => ExitCode::from(2),
        false => ExitCode::from(1),
    }
}
