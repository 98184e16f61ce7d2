//! Campaigns over several offices that do not show each other their mail.

use super::campaigns::{Told, told};
use super::{MailOptions, reading};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::{gather, numbered};
use crate::lost::Lost;
use mail::campaign::{BaseRates, Facts, Options, find};
use mail::digest::{Digest, DigestError, Exporter, Row, Secret, facts};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Largest digest that is read: about half a million mails.
const MAX_DIGEST: u64 = 1 << 30;

/// What an office does with digests.
pub struct ExchangeOptions<'e> {
    /// The secret that the offices share.
    pub secret: &'e Secret,
    /// Where the digest of the own mails goes.
    pub export: Option<&'e Path>,
    /// Digests of other offices.
    pub others: &'e [PathBuf],
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Exchanged {
    /// Own mails.
    pub mails: u64,
    /// Digests of others: name, mails, lines that were left out.
    pub others: Vec<(String, u64, u64)>,
    /// Campaigns in which mails of more than one office are.
    pub shared: Vec<Told>,
    /// Campaigns of the own mails alone.
    pub own_only: u64,
    /// Mails of the background.
    pub background: u64,
    /// Own files that could not be read: name and reason.
    pub not_read: Vec<(String, String)>,
    /// What was lost of the others.
    pub lost: Vec<Lost>,
}

/// Reads the mails in `paths`, writes their digest, and looks for campaigns that they and the mails behind other digests
/// are in. Of own mails a campaign has the names, of others' what their digest calls them.
pub fn exchange_mail(
    paths: &[PathBuf],
    options: &MailOptions,
    exchange: &ExchangeOptions<'_>,
    ctx: &Ctx<'_>,
) -> Result<Exchanged> {
    let exporter = Exporter::new(exchange.secret);
    let header = exporter.header()?;
    let (mut names, mut own) = (BTreeMap::new(), header.clone() + "\n");
    let (inputs, _) = gather(paths)?;
    let mut line = |clue: Facts, text: &str, sha256: model::Sha256| -> Result<()> {
        // The name of a mail must be the same in every office that has it: that of a file is not.
        let facts = Facts { id: sha256.hex(), ..clue.clone() };
        names.insert(exporter.id(&facts.id), clue.id);
        own.push_str(&exporter.row(&facts, Some(text))?);
        own.push('\n');
        Ok(())
    };
    let read = reading::run(&numbered(inputs), options, &mut |_| Ok(()), Some(&mut line), None, ctx)?;
    if read.files.is_empty() {
        return Err(Error::nothing_read(read.failed));
    }
    if let Some(path) = exchange.export {
        report::output::write_file(path, |out| {
            Ok(out.write_all(own.as_bytes()).map(|()| read.totals.mails)?)
        })?;
    }
    let not_read = read.failed.iter().map(|(name, error)| (name.clone(), error.to_string())).collect();
    let mut result =
        Exchanged { mails: read.totals.mails, not_read, lost: read.problems, ..Exchanged::default() };
    if exchange.others.is_empty() {
        return Ok(result);
    }
    let mut common = header + "\n";
    let mut line = |facts: Facts, text: &str, _| -> Result<()> {
        common.push_str(&exporter.row(&facts, Some(text))?);
        common.push('\n');
        Ok(())
    };
    let background = &options.knowledge.background;
    if !background.is_empty() {
        reading::run(background, options, &mut |_| Ok(()), Some(&mut line), None, ctx)?;
    }
    ctx.progress.stage("comparing mails", None);
    let rows_of = |text: &str, name: &str| read_digest(text.as_bytes(), exchange.secret, name);
    let mut rows: Vec<Row> = rows_of(&common, "the background")?.rows;
    let common: BTreeSet<String> = rows.iter().map(|row| row.id().to_owned()).collect();
    rows.extend(rows_of(&own, "the own mails")?.rows);
    let mut office_of: BTreeMap<String, String> =
        names.keys().map(|id| (id.clone(), "own mails".to_owned())).collect();
    for path in exchange.others {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let size = std::fs::metadata(path).map_err(Error::file("open", path))?.len();
        if size > MAX_DIGEST {
            return Err(Error::Option {
                message: format!("the digest `{name}` has more than {} MiB", MAX_DIGEST >> 20),
                hint: "ask for one of fewer mails".into(),
            });
        }
        let bytes = std::fs::read(path).map_err(Error::file("read", path))?;
        let digest = read_digest(&bytes, exchange.secret, &name)?;
        for row in &digest.rows {
            office_of.entry(row.id().to_owned()).or_insert_with(|| name.clone());
        }
        result.others.push((name, digest.rows.len() as u64, digest.problems.len() as u64));
        rows.extend(digest.rows);
    }
    let (unrelated, mails): (Vec<Facts>, Vec<Facts>) =
        facts(&rows).into_iter().partition(|facts| common.contains(&facts.id));
    result.background = unrelated.len() as u64;
    let rates =
        if unrelated.is_empty() { BaseRates::of_collection(&mails) } else { BaseRates::of(&unrelated) };
    for mut campaign in find(&mails, &rates, &Options::default()).campaigns {
        let office = |id: &String| office_of.get(id).map_or("own mails", String::as_str);
        let offices: BTreeSet<&str> = campaign.members.iter().map(office).collect();
        if offices.len() < 2 {
            result.own_only += u64::from(offices.contains("own mails"));
            continue;
        }
        for id in &mut campaign.members {
            *id = match names.get(id) {
                Some(name) => name.clone(),
                None => format!("{}: {id}", office_of.get(id).map_or("", String::as_str)),
            };
        }
        campaign.members.sort_unstable();
        result.shared.push(told(&campaign));
    }
    Ok(result)
}

fn read_digest(bytes: &[u8], secret: &Secret, name: &str) -> Result<Digest> {
    Digest::read(bytes.split(|&byte| byte == b'\n'), secret).map_err(|error| Error::Option {
        message: format!("could not read the digest `{name}`: {error}"),
        hint: match error {
            DigestError::OtherSecret => "all offices must use one secret, byte for byte".into(),
            _ => "give a file that `scrutineer mail --digest` wrote".into(),
        },
    })
}
