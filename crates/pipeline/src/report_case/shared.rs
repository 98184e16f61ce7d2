//! A page as it may leave the case: pseudonyms for names, no words of evidence, no sets that single people out.
//!
//! Every text of the page data is masked, whatever field it stands in, so that a new field of the page is masked before
//! anybody thinks of it. Then the parts that hold words of evidence or tell of single people are taken out, and what only
//! the case can name (members of groups, nodes, findings) is put in anew.

use crate::error::Result;
use crate::export::shared_network;
use crate::sharing::{self, LEAST, Sharing};
use model::Finding;
use privacy::Kind;
use report::page::{GroupDossier, Page};
use serde_json::Value;
use std::collections::BTreeSet;

/// Fields whose texts stay, each with why it cannot hold words of evidence.
const OWN: [(&str, &str); 12] = [
    ("act", "name of one of the kinds of statements"),
    ("c2pa", "state of a manifest: one of five words"),
    ("code", "name of a kind of problem"),
    ("horizon", "a constant: what the models learned from"),
    ("kind", "what a reader, method or table calls what it found; names of containers, acts, links, tricks"),
    ("layer", "name of a layer"),
    ("layers", "names of layers"),
    ("level", "R0 to R4"),
    ("order", "before, after, or that it is not known"),
    ("program", "name and version of the program"),
    ("sha256", "a hash, computed"),
    ("side", "on which side of the boundary a line stands"),
];
/// Fields that name platforms. A table names them in a column, so that any word can stand there.
const PLATFORMS: [&str; 4] = ["platform", "platform_a", "platform_b", "posts"];
/// Fields that hold words of evidence, or describe single records of it.
const WORDS: [&str; 20] = [
    "claim",
    "claimant",
    "content",
    "cue",
    "damage",
    "examples",
    "hedges",
    "may_be",
    "measures",
    "paragraphs",
    "publisher",
    "rating",
    "scale",
    "sentences",
    "source",
    "targets",
    "text",
    "url",
    "value",
    "words",
];

/// `page` as it may leave the case, without its case part; and what is not in it, in sentences.
pub fn shared(page: &Page, sharing: &Sharing<'_>) -> Result<(Page, Vec<String>)> {
    let mut value = serde_json::to_value(page)?;
    mask(&mut value, "", sharing);
    let mut shared: Page = serde_json::from_value(value)?;
    let mut left_out =
        vec!["Names, ids and addresses are pseudonyms; words of evidence are left out.".to_owned()];
    shared.cards.clone_from(&page.cards);
    shared.title = "A version for others".to_owned();
    shared.case = None;
    shared.rerun = vec!["scrutineer examine EVIDENCE... --case CASE".to_owned()];
    // The command line and the options may name people.
    shared.parameters.clear();
    for (to, from) in shared.inputs.iter_mut().zip(&page.inputs) {
        to.name = sharing.masker.thing(Kind::File, &from.name);
    }
    for (to, from) in shared.files.iter_mut().zip(&page.files) {
        to.name.clone_from(&from.name);
        to.meaning.clone_from(&from.meaning);
    }
    let large = sharing::large(page.findings.clone(), Vec::new(), sharing.people);
    left_out.extend(sharing::left_out(large.small_findings, "finding", "findings", "about sets"));
    shared.findings = large.findings.iter().map(|finding: &Finding| sharing.finding(finding)).collect();
    if let (Some(to), Some(from)) = (&mut shared.coordination, &page.coordination) {
        to.pairs.clear();
        to.hubs.clear();
        if let Some(accounts) = &mut to.accounts {
            accounts.rows.clear();
        }
        if let (Some(network), Some(whole)) = (&mut to.network, &from.network) {
            let (graph, n) = shared_network(whole.graph.clone(), sharing, false);
            network.graph = graph;
            left_out.extend(sharing::left_out(n, "account", "accounts", "in parts of the network"));
        }
        let groups = std::mem::take(&mut to.groups).into_iter().zip(&from.groups);
        let is_large = |(_, from): &(GroupDossier, &GroupDossier)| from.members.len() >= LEAST;
        to.groups = groups.filter(is_large).map(|(to, from)| group(to, from, sharing)).collect();
        let small = from.groups.len() - to.groups.len();
        left_out.extend(sharing::left_out(small, "group", "groups", "that are sets"));
    }
    if let Some(mails) = &mut shared.mails {
        mails.dossiers.clear();
        mails.rows.iter_mut().for_each(|row| row.dossier = None);
        mails
            .campaigns
            .iter_mut()
            .flat_map(|campaign| &mut campaign.mails)
            .for_each(|row| row.dossier = None);
    }
    if let Some(claims) = &mut shared.claims {
        claims.dossiers.clear();
        claims.reviews.clear();
        claims.spreads.clear();
    }
    if let Some(synthetic) = &mut shared.synthetic {
        synthetic.rows.clear();
        synthetic.levels.clear();
    }
    left_out.push(
        "Texts, articles, single mails, single accounts and pairs are left out; the case has them."
            .to_owned(),
    );
    Ok((shared, left_out))
}

fn group(to: GroupDossier, from: &GroupDossier, sharing: &Sharing<'_>) -> GroupDossier {
    let members: BTreeSet<(String, String)> = from
        .members
        .iter()
        .map(|(account, platform)| {
            let (platform, id) = sharing.people.resolve(platform, account).unwrap_or((platform, account));
            (sharing.account(platform, id), sharing.platform(platform))
        })
        .collect();
    GroupDossier {
        members: members.into_iter().collect(),
        graph: shared_network(from.graph.clone(), sharing, true).0,
        shared: Vec::new(),
        without_one: to.without_one.map(|(_, pairs)| ("the object that matters most".to_owned(), pairs)),
        ..to
    }
}

/// Masks every text below `value`, which is the field `name`.
fn mask(value: &mut Value, name: &str, sharing: &Sharing<'_>) {
    match value {
        Value::String(text) if WORDS.contains(&name) => text.clear(),
        Value::String(text) if PLATFORMS.contains(&name) => *text = sharing.platform(text),
        Value::String(_) if OWN.iter().any(|(own, _)| *own == name) => {}
        Value::String(text) => *text = sharing.masker.sentence(text),
        Value::Array(all) if WORDS.contains(&name) => all.clear(),
        Value::Array(all) => all.iter_mut().for_each(|value| mask(value, name, sharing)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| mask(value, name, sharing)),
        _ => {}
    }
}
