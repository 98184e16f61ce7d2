//! Accuracy of campaigns: invented ones hidden among real mails.
//!
//! The real mails are whatever the folder holds; nobody knows which of them belong together, so pairs of real mails are
//! counted but not judged. The connecting address is taken from X-Sender-IP, which some receivers write; signatures are
//! taken for verified, as the folder has no keys: both make the facts of a mail what a full run would make them.

mod invent;
mod score;

use anyhow::{Context as _, Result, bail, ensure};
use invent::{Role, Route};
use mail::campaign::{BaseRates, Facts, Options, Texts, find, network};
use mail::dns::Zone;
use mail::examination::{Context, examine};
use mail::intel::Intel;
use mail::limits::Limits;
use mail::message::Message;
use mail::trace::Own;
use model::Timestamp;
use stats::Xoshiro256;
use std::net::IpAddr;
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

/// The facts that the lens takes from a mail, its text, and how it came.
fn read(bytes: &[u8], id: String) -> (Facts, String, Option<Route>) {
    let (own, dns, intel) = (Own::default(), Zone::default(), Intel::default());
    let context = Context {
        own: &own,
        trusted_sealers: &[],
        dns: &dns,
        intel: &intel,
        limits: Limits::default(),
        now: Timestamp::default(),
    };
    let message = Message::split(bytes, &context.limits);
    let examination = examine(&message, &context);
    let (facts, comparable) = Facts::of_mail(id, &message, &examination, &context.limits);
    let recorded = message.named("X-Sender-IP").next();
    let recorded = recorded.map(|field| String::from_utf8_lossy(&field.unfolded()).into_owned());
    let address: Option<IpAddr> = recorded.and_then(|text| text.trim().parse().ok());
    let signatures = examination.verdicts.first().dkim.iter().filter_map(|outcome| outcome.claims.as_ref());
    let keys: Vec<(String, String)> =
        signatures.map(|claims| (claims.domain.to_string(), claims.selector.to_string())).collect();
    let facts = Facts {
        keys: keys.iter().map(|(domain, selector)| format!("{domain}/{selector}")).collect(),
        network: address.map(network).or(facts.network),
        ..facts
    };
    let route = address.map(|address| {
        let key = keys.into_iter().next();
        let domain = key.as_ref().map_or("post.example", |(domain, _)| domain).to_owned();
        Route { address: address.to_string(), key, domain }
    });
    (facts, comparable, route)
}
