//! The files of a set.

use super::date::format;
use super::journey::{Delivered, Truth, deliver};
use super::keys::Keyring;
use super::options::SimulateMailOptions;
use super::receiver::Receiver;
use super::sender::Route;
use super::service::Trade;
use super::world::World;
use super::zone;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::outputs::Outputs;
use rayon::prelude::*;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Mails that are made at once; so many are held.
const BATCH: usize = 1024;
/// Folder of single mails, and file of all.
pub const FOLDER: &str = "mails";
pub const MBOX: &str = "mails.mbox";

/// Writes the files.
pub fn write(
    world: &World,
    options: &SimulateMailOptions,
    outputs: &mut Outputs,
    ctx: &Ctx<'_>,
) -> Result<()> {
    let keys = Keyring::new()?;
    let mut truths = Vec::with_capacity(world.drafts.len());
    if options.mbox {
        let path = outputs.path(MBOX);
        let file = fs::File::create_new(&path).map_err(Error::file("make", &path))?;
        let mut out = BufWriter::with_capacity(1 << 17, file);
        mails(world, options, &keys, ctx, |_, mail| {
            append(&mut out, mail).map_err(Error::file("write", &path))?;
            truths.push(mail.truth.clone());
            Ok(())
        })?;
        out.flush().map_err(Error::file("write", &path))?;
    } else {
        let folder = outputs.path(FOLDER);
        fs::create_dir(&folder).map_err(Error::file("make the folder", &folder))?;
        mails(world, options, &keys, ctx, |number, mail| {
            let path = outputs.path(&place(number, false));
            fs::write(&path, &mail.bytes).map_err(Error::file("write", &path))?;
            truths.push(mail.truth.clone());
            Ok(())
        })?;
    }
    outputs
        .file("truth.csv", "what is true about each mail", |out| Ok(truth(world, options, &truths, out)?))?;
    let records = zone::records(world, &keys)?;
    outputs.file("zone.txt", "zone file", |out| Ok(zone::write_master(&records, out)?))?;
    outputs.file("zone.jsonl", "the same as captured answers", |out| Ok(zone::write_json(&records, out)?))?;
    outputs.file("README.txt", "what this is", |out| {
        readme(options, out)?;
        Ok(0)
    })
}

/// Makes the mails on all threads and hands them on in their order.
fn mails(
    world: &World,
    options: &SimulateMailOptions,
    keys: &Keyring,
    ctx: &Ctx<'_>,
    mut take: impl FnMut(usize, &Delivered) -> Result<()>,
) -> Result<()> {
    let count = world.drafts.len();
    for start in (0..count).step_by(BATCH) {
        let numbers = start..(start + BATCH).min(count);
        let made: Vec<_> = numbers
            .clone()
            .into_par_iter()
            .map(|number| deliver(world, number, options.seed, keys))
            .collect();
        for (number, mail) in numbers.zip(made) {
            take(number, &mail?)?;
        }
        ctx.progress.at((start + BATCH).min(count) as u64);
    }
    Ok(())
}

/// Where the mail with this number is.
fn place(number: usize, mbox: bool) -> String {
    if mbox { MBOX.to_owned() } else { format!("{FOLDER}/{:06}.eml", number + 1) }
}

/// Adds a mail to an mbox file of the kind "mboxrd": lines end in LF, and those that begin with `From ` are quoted.
fn append(out: &mut impl Write, mail: &Delivered) -> std::io::Result<()> {
    let date = format(mail.truth.received_at, 0, "%a %b %e %H:%M:%S %Y");
    writeln!(out, "From {} {date}", mail.truth.mail_from)?;
    for line in mail.bytes.split_inclusive(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r\n").unwrap_or(line);
        let quoted = line.iter().skip_while(|&&byte| byte == b'>').copied().take(5).eq(*b"From ");
        out.write_all(if quoted { b">" } else { b"" })?;
        out.write_all(line)?;
        out.write_all(b"\n")?;
    }
    out.write_all(b"\n")
}

fn truth(
    world: &World,
    options: &SimulateMailOptions,
    truths: &[Truth],
    out: &mut dyn Write,
) -> std::io::Result<u64> {
    writeln!(
        out,
        "mail,file,kind,campaign,origin,receiver,forged_lines,forged_addresses,route,passed_on_by,account,from,\
         mail_from,spf,signatures,dmarc"
    )?;
    for (number, (draft, truth)) in world.drafts.iter().zip(truths).enumerate() {
        let sender = &world.senders[draft.sender];
        let signatures = truth.verdicts.signatures.iter();
        writeln!(
            out,
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
            number + 1,
            place(number, options.mbox),
            draft.kind.name(),
            draft.campaign.map_or(String::new(), |campaign| format!("c{}", campaign + 1)),
            truth.origin,
            world.offices[draft.office].receiver.name(),
            draft.forged,
            joined(truth.forged.iter().map(ToString::to_string)),
            match &sender.route {
                Route::Own(_) => "own",
                Route::Vpn(_) => "vpn",
                Route::Through(service, _) if service.trade == Trade::FreeMail => "free-mail",
                Route::Through(..) => "relay",
            },
            draft.passed_on_by.map_or("", |service| service.domain),
            sender.account.as_deref().unwrap_or(""),
            sender.from,
            truth.mail_from,
            truth.verdicts.spf.name(),
            joined(signatures.map(|signed| format!("{}={}", signed.domain, signed.result()))),
            truth.verdicts.dmarc.name(),
        )?;
    }
    Ok(truths.len() as u64)
}

/// Several values in one column.
fn joined(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" ")
}

fn readme(options: &SimulateMailOptions, out: &mut dyn Write) -> std::io::Result<()> {
    let receivers: Vec<&str> = options.receivers.iter().copied().map(Receiver::name).collect();
    write!(
        out,
        "An invented set of mails, made by {program} to measure methods.

Nobody in it exists, and nothing in it was ever sent. Texts are put together at random and mean nothing. Domains end in
.example and .test; addresses are reserved for documentation and benchmarks, and belong to nobody. Names of real providers'
hosts stand in the lines of receivers, since programs know these lines by them: the providers have nothing to do with it.
It says nothing about any person, provider, country or party. The keys are public and protect nothing.

{mails}
truth.csv    what is true about each mail:
               mail, file          its number, and where it is
               kind, campaign      campaign: one of a campaign's; copycat: that campaign's text from somebody else;
                                   decoy: another text through the service that the campaign uses; background
               origin              address that connected to the receiver
               receiver            kind of receiver
               forged_lines        Received lines below the receiver's that the sender made up
               forged_addresses    addresses that only forged lines name
               route               own: a host of the sender's; vpn: in somebody else's name; free-mail; relay
               passed_on_by        mailing list or forwarder that connected to the receiver
               account             account that the mail was handed in with; empty where none was needed
               from, mail_from     author in the header, envelope sender
               spf, dmarc          verdicts at receipt
               signatures          for each signature, topmost first, its domain, and fail where a list changed the mail
zone.txt     keys, SPF and DMARC records, as a zone file
zone.jsonl   the same as captured answers with dates, and what is known not to be there

Made with
  mails         {count}
  seed          {seed}
  campaigns     {campaigns}
  group size    {least} to {most}
  copycats      {copycats}
  decoys        {decoys}
  profiles      {profiles}
  forged lines  0 to {forged}
",
        program = crate::PROGRAM,
        mails = if options.mbox {
            "mails.mbox   the mails, ordered by time, in one file of the kind \"mboxrd\""
        } else {
            "mails/       the mails, ordered by time, one file each"
        },
        count = options.mails,
        seed = options.seed,
        campaigns = options.campaigns(),
        least = options.group_size.0,
        most = options.group_size.1,
        copycats = options.copycats,
        decoys = options.decoys,
        profiles = receivers.join(","),
        forged = options.forged_lines,
    )
}

/// What was written, for the summary.
pub fn files(outputs: &Outputs, options: &SimulateMailOptions) -> Vec<std::path::PathBuf> {
    let mails = Path::new(if options.mbox { MBOX } else { FOLDER });
    let listed = outputs.list_files().iter().map(|file| outputs.path(&file.name));
    std::iter::once(outputs.path(&mails.to_string_lossy())).chain(listed).collect()
}
