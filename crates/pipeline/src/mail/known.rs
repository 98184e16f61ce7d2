//! What the user gives the mail lens to know: DNS answers, tables of addresses, lists of domains.

use crate::error::{Error, Result};
use crate::inputs::{Input, gather, numbered};
use mail::dns::{FileFacts, Source, SourceKind, Zone};
use mail::domain::DomainName;
use mail::intel::{DomainList, Intel, Subject, Table};
use model::words::count;
use model::{EvidenceNo, Sha256};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Everything that is known beside the mails.
#[derive(Default)]
pub struct MailKnowledge {
    /// What was in the DNS.
    pub zone: Zone,
    /// Tables, lists, protected domains.
    pub intel: Intel,
    /// Mails that show what is common; they are read for that only.
    pub(super) background: Vec<(EvidenceNo, Input)>,
    /// The files that this came from.
    pub files: Vec<KnownFile>,
    /// What could not be read in them: file and message.
    pub problems: Vec<(String, String)>,
}

/// A file of knowledge.
#[derive(Clone, Debug, Serialize)]
pub struct KnownFile {
    /// What it is used for.
    pub role: &'static str,
    /// Its name.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: Sha256,
}

impl MailKnowledge {
    /// Takes in DNS answers: JSON, the YAML of the RFC 7208 suite, or a zone file, told from the content.
    pub fn add_dns(&mut self, path: &Path) -> Result<()> {
        let (name, bytes) = self.open("dns", path)?;
        let source = Source { name: name.as_str().into(), kind: SourceKind::default() };
        let facts = FileFacts::of(source);
        let start = bytes.trim_ascii_start();
        let zone = match start {
            [b'{' | b'[', ..] => Zone::from_json(&bytes, &facts),
            _ if memchr::memmem::find(&bytes, b"zonedata:").is_some() => Zone::from_yaml(&bytes, &facts),
            _ => Zone::from_master(&bytes, &facts),
        };
        let zone = zone.map_err(|error| Error::Option {
            message: format!("could not read the DNS file `{}`: {error}", path.display()),
            hint: "give JSON, YAML with `zonedata:`, or a zone file".into(),
        })?;
        if zone.is_empty() {
            return Err(Error::Option {
                message: format!("the DNS file `{}` holds no record", path.display()),
                hint: "give JSON, YAML with `zonedata:`, or a zone file with lines such as `name IN TXT \"...\"`".into(),
            });
        }
        self.problems.extend(zone.problems().iter().map(|problem| (name.clone(), problem.to_string())));
        self.zone.merge(zone);
        Ok(())
    }

    /// Takes in a table of addresses.
    pub fn add_table(&mut self, subject: Subject, path: &Path) -> Result<()> {
        let role = match subject {
            Subject::Country => "geo",
            Subject::Network => "asn",
            Subject::Service => "hosting",
        };
        let (name, bytes) = self.open(role, path)?;
        let table = Table::read(subject, &name, bytes).map_err(|error| Error::Option {
            message: error.to_string(),
            hint: "give a MaxMind database (.mmdb), or CSV rows of `first,last,value` or `network,value`"
                .into(),
        })?;
        self.intel.tables.push(table);
        Ok(())
    }

    /// Takes in a list of domains, such as those of free-mail providers.
    pub fn add_list(&mut self, path: &Path) -> Result<()> {
        let (name, bytes) = self.open("list", path)?;
        let list = DomainList::read(&name, &String::from_utf8_lossy(&bytes));
        if list.is_empty() {
            return Err(Error::Option {
                message: format!("the list `{}` names no domain", path.display()),
                hint: "write one domain on each line, or a JSON array of domains".into(),
            });
        }
        self.intel.lists.push(list);
        Ok(())
    }

    /// Takes in mails that show what is common. They count as one file of knowledge, named by the hash of their hashes.
    pub fn add_background(&mut self, paths: &[PathBuf]) -> Result<()> {
        if paths.is_empty() {
            return Ok(());
        }
        let (mut inputs, _) = gather(paths)?;
        let mut hashes = String::new();
        for input in &mut inputs {
            let hash = match input.sha256 {
                Some(hash) => hash,
                None => intake::hash_file(&input.path)?.0,
            };
            input.sha256 = Some(hash);
            hashes.push_str(&hash.hex());
            hashes.push('\n');
        }
        let name = count(inputs.len() as u64, "file", "files");
        self.files.push(KnownFile { role: "background", name, sha256: Sha256::of(hashes.as_bytes()) });
        self.background = numbered(inputs);
        Ok(())
    }

    /// Takes in domains that others may imitate.
    pub fn protect(&mut self, domains: impl IntoIterator<Item = DomainName>) {
        self.intel.protected.extend(domains);
    }

    fn open(&mut self, role: &'static str, path: &Path) -> Result<(String, Vec<u8>)> {
        let bytes = std::fs::read(path).map_err(Error::file("read", path))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.files.push(KnownFile { role, name: name.clone(), sha256: Sha256::of(&bytes) });
        Ok((name, bytes))
    }
}
