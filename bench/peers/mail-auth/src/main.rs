//! Verifies signed mails with mail-auth; keys come from answers.json. Usage: dkim-mail-auth FOLDER
//!
//! The crate asks a cache before it asks the DNS. Ours has an answer for every name, so no name is looked up; its
//! resolver has no servers.

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::{
    AuthenticatedMessage, DkimResult, Error, MessageAuthenticator, Parameters, ResolverCache, Txt,
};
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::path::Path;
use std::time::Instant;

struct Answers(HashMap<Box<str>, Txt>);

impl ResolverCache<Box<str>, Txt> for Answers {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let absent = || Txt::Error(Error::Io("not in answers.json".to_owned()));
        Some(self.0.get(name).cloned().unwrap_or_else(absent))
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

fn answers(folder: &Path) -> Result<Answers, Box<dyn std::error::Error>> {
    let mut answers = HashMap::new();
    for line in std::fs::read_to_string(folder.join("answers.json"))?.lines() {
        let answer: serde_json::Value = serde_json::from_str(line)?;
        let (Some(name), Some(record)) = (answer["name"].as_str(), answer["records"][0].as_str()) else {
            return Err("an answer without name and record".into());
        };
        let key = DomainKey::parse(record.as_bytes()).map_err(|error| format!("{name}: {error}"))?;
        answers.insert(format!("{name}.").into_boxed_str(), Txt::DomainKey(key.into()));
    }
    Ok(Answers(answers))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: dkim-mail-auth FOLDER")?;
    let folder = Path::new(&folder);
    let answers = answers(folder)?;
    let nobody = ResolverConfig::from_parts(None, Vec::new(), Vec::new());
    let authenticator = MessageAuthenticator::new(nobody, ResolverOpts::default())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut paths = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    paths.sort();
    let mut passed = 0;
    for path in &paths {
        let bytes = std::fs::read(path)?;
        let Some(message) = AuthenticatedMessage::parse(&bytes) else { continue };
        let parameters = Parameters::new(&message).with_txt_cache(&answers);
        let outputs = runtime.block_on(authenticator.verify_dkim(parameters));
        passed += outputs.iter().filter(|output| *output.result() == DkimResult::Pass).count();
    }
    println!("{passed} of {} pass", paths.len());
    Ok(())
}
