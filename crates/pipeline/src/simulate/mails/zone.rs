//! What the invented domains say in the DNS.

use super::keys::Keyring;
use super::letter::Signer;
use super::receiver::Spf;
use super::service::SERVICES;
use super::world::World;
use crate::simulate::BEGINNING;
use mail::dkim::sign::SignError;
use model::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{Result, Write};

/// Longest string of a TXT record.
const MAX_STRING: usize = 255;
/// Days before and after the beginning for which the answers hold.
const HOLDS: (u64, u64) = (30, 90);
const DAY: u64 = 86_400;

/// TXT records by name; `None` where it is known that there is none.
pub type Records = BTreeMap<String, Option<String>>;

/// Keys, SPF and DMARC records of everybody.
pub fn records(world: &World, keys: &Keyring) -> std::result::Result<Records, SignError> {
    let mut records = Records::new();
    let key = |signer: &Signer, records: &mut Records| {
        let record = keys.with(signer.key, |key| key.record())?;
        records.insert(format!("{}._domainkey.{}", signer.selector, signer.domain), Some(record));
        Ok(())
    };
    let policy = |policy: Option<&str>| policy.map(|policy| format!("v=DMARC1; p={policy}"));
    for service in &SERVICES {
        records.insert(service.domain.to_owned(), service.spf());
        records.insert(format!("_dmarc.{}", service.domain), policy(service.policy));
        if let Some(signer) = service.signer() {
            key(&signer, &mut records)?;
        }
    }
    for domain in &world.domains {
        let spf = domain.spf.as_ref().map(|(allowed, others)| {
            format!("v=spf1 {allowed} {}", if *others == Spf::Fail { "-all" } else { "~all" })
        });
        records.insert(domain.name.clone(), spf);
        records.insert(format!("_dmarc.{}", domain.name), policy(domain.policy));
        if let Some(signer) = &domain.signer {
            key(signer, &mut records)?;
        }
    }
    // Where a search for a policy goes on.
    records.insert("_dmarc.example".to_owned(), None);
    records.insert("_dmarc.test".to_owned(), None);
    Ok(records)
}

fn strings(text: &str) -> Vec<String> {
    text.as_bytes().chunks(MAX_STRING).map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

/// A zone file (RFC 1035, section 5). It cannot say that a record is not there.
pub fn write_master(records: &Records, out: &mut dyn Write) -> Result<u64> {
    writeln!(out, "; What the invented domains say in the DNS. What is not here is not there.\n$TTL 3600")?;
    let mut rows = 0;
    for (name, text) in records.iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
        let strings: Vec<String> = strings(text).iter().map(|string| format!("\"{string}\"")).collect();
        writeln!(out, "{name}. IN TXT {}", strings.join(" "))?;
        rows += 1;
    }
    Ok(rows)
}

/// Captured answers, one JSON object a line, with the time for which they hold.
pub fn write_json(records: &Records, out: &mut dyn Write) -> Result<u64> {
    let time = |at: u64| {
        i64::try_from(at).ok().and_then(Timestamp::from_seconds).map(Timestamp::rfc3339).unwrap_or_default()
    };
    let seen_at = time(BEGINNING);
    let (from, until) = (time(BEGINNING - HOLDS.0 * DAY), time(BEGINNING + HOLDS.1 * DAY));
    for (name, text) in records {
        let mut answer = json!({
            "name": name, "type": "TXT", "seen_at": seen_at, "valid_from": from, "valid_until": until,
        });
        match text {
            Some(text) => answer["records"] = json!([strings(text)]),
            None => answer["status"] = json!("NODATA"),
        }
        answer.sort_all_objects();
        writeln!(out, "{answer}")?;
    }
    Ok(records.len() as u64)
}
