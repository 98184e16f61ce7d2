//! Accuracy of campaigns: invented ones hidden among real mails.
//!
//! The real mails are whatever the folder holds; nobody knows which of them belong together, so pairs of real mails are
//! counted but not judged. The connecting address is taken from X-Sender-IP, which some receivers write; signatures are
//! taken for verified, as the folder has no keys: both make the facts of a mail what a full run would make them.

mod invent;
mod score;

use anyhow::{Context, Result, bail, ensure};
use invent::{Role, Route};
use mail::author::Authors;
use mail::campaign::{BaseRates, Facts, Options, Texts, find, network};
use mail::content::{Addressees, Content};
use mail::fingerprint::{Fingerprint, Mark};
use mail::limits::Limits;
use mail::message::Message;
use model::Timestamp;
use stats::Xoshiro256;
use std::path::{Path, PathBuf};

/// Reads the mails of a folder, hides campaigns among them, and prints how well they are found again.
pub fn campaigns(args: &[&str]) -> Result<()> {
    let (mut folder, mut seed, mut hidden) = (None, 1, 20);
    let mut args = args.iter();
    while let Some(&name) = args.next() {
        let value = args.next().with_context(|| format!("{name} needs a value"))?;
        match name {
            "--mails" => folder = Some(PathBuf::from(value)),
            "--seed" => seed = value.parse().context("--seed takes a number")?,
            "--campaigns" => hidden = value.parse().context("--campaigns takes a number")?,
            _ => bail!("`{name}` is no option\nusage:\n{}", super::USAGE),
        }
    }
    let folder = folder.with_context(|| format!("--mails is missing\nusage:\n{}", super::USAGE))?;
    let mut mails: Vec<(Role, Facts, String)> = Vec::new();
    let mut routes: Vec<Route> = Vec::new();
    for path in files(&folder)? {
        let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let (facts, comparable, route) = read(&bytes, path.display().to_string());
        routes.extend(route);
        mails.push((Role::Real, facts, comparable));
    }
    ensure!(!mails.is_empty(), "{} holds no .eml files", folder.display());
    let real = mails.len();
    let invented = invent::invent(hidden, &routes, &mut Xoshiro256::new(seed));
    for (number, (role, mail)) in invented.into_iter().enumerate() {
        let (facts, comparable, _) = read(mail.as_bytes(), format!("invented {number}"));
        mails.push((role, facts, comparable));
    }

    let mut texts = Texts::default();
    mails.iter().for_each(|(_, _, comparable)| texts.add(comparable));
    let (names, _) = texts.finish();
    let facts: Vec<Facts> =
        mails.iter().zip(names).map(|((_, facts, _), text)| Facts { text, ..facts.clone() }).collect();
    let roles: Vec<Role> = mails.iter().map(|(role, _, _)| *role).collect();
    for (name, rates) in [
        ("the mails themselves as background", BaseRates::of_collection(&facts)),
        ("the real mails as background", BaseRates::of(&facts[..real])),
    ] {
        let found = find(&facts, &rates, &Options::default());
        println!("{name}\n{}", score::score(&facts, &roles, &found));
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    files.sort_unstable();
    Ok(files)
}

fn read(bytes: &[u8], id: String) -> (Facts, String, Option<Route>) {
    let limits = Limits::default();
    let message = Message::split(bytes, &limits);
    let content = Content::of(&message, &limits);
    let below = message.fields.iter().rposition(|field| field.is("Received")).map_or(0, |last| last + 1);
    let fingerprint = Fingerprint::of(&message, below, &content);
    let value = |name: &str| {
        let field = message.named(name).next()?;
        Some(String::from_utf8_lossy(&field.unfolded()).into_owned())
    };
    let address = value("X-Sender-IP").filter(|text| text.parse::<std::net::IpAddr>().is_ok());
    let keys: Vec<(String, String)> = message
        .named("DKIM-Signature")
        .filter_map(|field| {
            let text = String::from_utf8_lossy(&field.unfolded()).replace([' ', '\t'], "");
            let tag =
                |name: &str| text.split(';').find_map(|tag| tag.strip_prefix(name)).map(str::to_lowercase);
            Some((tag("d=")?, tag("s=")?))
        })
        .collect();
    let sent = value("Date").and_then(|date| jiff::fmt::rfc2822::parse(&date).ok());
    let domain = fingerprint.get(Mark::MessageIdDomain).filter(|domain| *domain != "=from");
    let facts = Facts {
        id,
        text: None,
        keys: keys.iter().map(|(domain, selector)| format!("{domain}/{selector}")).collect(),
        accounts: Authors::of(&message)
            .sole()
            .map(|author| author.to_string().to_lowercase())
            .into_iter()
            .collect(),
        network: address.as_ref().and_then(|address| address.parse().ok()).map(network),
        asn: None,
        message_id_domain: domain.map(str::to_owned),
        fingerprint: fingerprint.software(),
        sent: sent.map(|sent| Timestamp(sent.timestamp().as_microsecond())),
    };
    let route = address.map(|address| {
        let key = keys.into_iter().next();
        let domain = key.as_ref().map_or("post.example", |(domain, _)| domain).to_owned();
        Route { address, key, domain }
    });
    (facts, content.comparable(&Addressees::of(&message)), route)
}
