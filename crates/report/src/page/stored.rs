//! A page in a file, so that its report can be made again without running a lens.
//!
//! Method cards and findings stand there by name: cards are the program's own, and findings are kept elsewhere.

use super::Page;
use crate::{Error, Result};
use model::{Finding, MethodCard, Sha256, canonical_json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the form.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Stored<P> {
    format: u32,
    cards: Vec<CardName>,
    findings: Vec<Sha256>,
    page: P,
}

#[derive(Serialize, Deserialize)]
struct CardName {
    id: String,
    version: u32,
}

/// The page as canonical JSON (RFC 8785).
pub fn to_json(page: &Page) -> Result<String> {
    let cards = page.cards.iter().map(|card| CardName { id: card.id.to_owned(), version: card.version });
    let stored = Stored {
        format: FORMAT,
        cards: cards.collect(),
        findings: page.findings.iter().map(|finding| finding.id).collect(),
        page,
    };
    // By way of a value, in which a number that is none becomes `null` instead of ending the run.
    let value = serde_json::to_value(&stored).map_err(in_no_line)?;
    canonical_json(&value).map_err(in_no_line)
}

/// The page of [`to_json`]. Cards are looked up in `cards`, findings in `findings`.
///
/// # Errors
/// It is not such a page, or names a card or finding that is not at hand.
pub fn from_json(json: &[u8], cards: &[MethodCard], findings: Vec<Finding>) -> Result<Page> {
    let stored: Stored<Page> = serde_json::from_slice(json).map_err(in_no_line)?;
    if stored.format != FORMAT {
        return Err(Error::OtherPage(format!("its form is {}, and {FORMAT} is known", stored.format)));
    }
    let known: BTreeMap<(&str, u32), &MethodCard> =
        cards.iter().map(|card| ((card.id, card.version), card)).collect();
    let mut page = stored.page;
    for CardName { id, version } in &stored.cards {
        let card = known.get(&(id.as_str(), *version));
        let card = card.ok_or_else(|| Error::OtherPage(format!("no method here is `{id}@{version}`")))?;
        page.cards.push((*card).clone());
    }
    let mut by_id: BTreeMap<Sha256, Finding> =
        findings.into_iter().map(|finding| (finding.id, finding)).collect();
    for id in &stored.findings {
        let finding = by_id.remove(id);
        page.findings
            .push(finding.ok_or_else(|| Error::OtherPage(format!("finding {} is not at hand", id.short())))?);
    }
    Ok(page)
}

fn in_no_line(source: serde_json::Error) -> Error {
    Error::Json { line: 0, source }
}
