//! STIX 2.1 (OASIS standard of 2021): a bundle that threat-intelligence platforms read.
//!
//! | case | STIX |
//! |---|---|
//! | evidence | `file` |
//! | account, mail, address | `user-account`; `email-message`, `email-addr`, `ipv4-addr`, `ipv6-addr` |
//! | records of a finding | `observed-data` |
//! | finding | `note`, with what STIX has no place for in an extension |
//! | group, hypothesis | `grouping` |
//! | assessment | `opinion` |
//! | technique | the DISARM framework's own `attack-pattern`, and a `relationship` |
//! | case | `report` |
//! | a campaign that a person names | `campaign`, created by that person, with `relationship`s and a `note` |
//!
//! Never `threat-actor` or `intrusion-set`, and `campaign` on a person's word only: no method says who. Ids of observables are those of the standard,
//! so that they meet those of other programs; all other ids are made from content, so that a second export is the same.

mod campaign;
mod framework;
mod id;
mod object;
mod observable;
mod opencti;

pub use framework::Framework;

use super::disarm::{Shown, technique};
use super::{Material, is_post, support_in_words};
use crate::{Error, Result};
use model::{Author, Finding, RecordRef, Sha256, Strength, Support, Timestamp};
use object::{
    Extended, Grouping, Identity, Note, ObservedData, Opinion, Relationship, Report, extension_definition,
    sealed,
};
use observable::{EmailAddr, EmailMessage, File, Hashes, IpAddr, UserAccount};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// How far the bundle may be passed on (Traffic Light Protocol).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tlp {
    /// To anybody.
    Clear,
    /// Within the community.
    Green,
    /// Within the receiving organisation and its clients: the default.
    #[default]
    Amber,
    /// To nobody but the recipients.
    Red,
}

impl Tlp {
    /// Id and name of its marking in the standard (section 7.2.1.4).
    const fn marking(self) -> (&'static str, &'static str) {
        match self {
            Self::Clear => ("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "white"),
            Self::Green => ("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "green"),
            Self::Amber => ("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "amber"),
            Self::Red => ("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red"),
        }
    }

    fn definition(self) -> Value {
        let (id, name) = self.marking();
        json!({
            "type": "marking-definition",
            "spec_version": "2.1",
            "id": id,
            "created": "2017-01-20T00:00:00.000Z",
            "definition_type": "tlp",
            "name": format!("TLP:{}", name.to_uppercase()),
            "definition": {"tlp": name},
        })
    }
}

/// For which reader a bundle is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Any: the standard's objects alone.
    #[default]
    Standard,
    /// OpenCTI: accounts as its `channel` objects too, and its ids for channels and campaigns, so that they meet those
    /// that it has.
    OpenCti,
}

/// How a bundle is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct StixOptions<'o> {
    /// How far it may be passed on.
    pub tlp: Tlp,
    /// For whom it is.
    pub profile: Profile,
    /// The DISARM framework.
    pub framework: Option<&'o Framework>,
}

/// Writes the bundle. With the framework's file, techniques become its attack patterns; without it their ids stand in the
/// notes alone.
pub fn stix(material: &Material, options: StixOptions<'_>, out: &mut dyn Write) -> Result<()> {
    let bundle = Builder::new(material, options).bundle(options.framework)?;
    serde_json::to_writer_pretty(&mut *out, &bundle).map_err(|source| Error::Json { line: 0, source })?;
    Ok(out.write_all(b"\n")?)
}

struct Builder<'m> {
    material: &'m Material,
    marking: &'static str,
    tlp: Tlp,
    profile: Profile,
    made: String,
    /// Objects by id: the same twice is one.
    objects: BTreeMap<String, Value>,
    tool: String,
    extension: String,
    files: BTreeMap<u32, String>,
    notes: BTreeMap<Sha256, String>,
}

impl<'m> Builder<'m> {
    fn new(material: &'m Material, options: StixOptions<'_>) -> Self {
        Self {
            material,
            marking: options.tlp.marking().0,
            tlp: options.tlp,
            profile: options.profile,
            made: time(material.made),
            objects: BTreeMap::new(),
            tool: String::new(),
            extension: String::new(),
            files: BTreeMap::new(),
            notes: BTreeMap::new(),
        }
    }

    fn bundle(mut self, framework: Option<&Framework>) -> Result<Value> {
        self.tool = self
            .add_domain("identity", &Identity { name: &self.material.program, identity_class: "system" })?;
        let tool = self.tool.clone();
        let definition = extension_definition(&tool);
        self.extension = self.add_domain("extension-definition", &definition)?;
        for item in &self.material.evidence {
            let file = File {
                hashes: Hashes { sha256: item.id.hex() },
                size: Some(item.bytes),
                name: item.name.as_deref(),
                mime_type: Some(&item.media_type),
            };
            let id = self.add_observable("file", &["hashes", "name"], &file)?;
            self.files.insert(item.no, id);
        }
        for finding in &self.material.findings {
            self.finding(finding, framework)?;
        }
        for group in &self.material.groups {
            self.group(group)?;
        }
        self.weighing()?;
        for campaign in &self.material.campaigns {
            self.campaign(campaign)?;
        }
        self.report()?;
        let (id, definition) = (self.marking.to_owned(), self.tlp.definition());
        self.objects.insert(id, definition);
        let mut objects: Vec<Value> = self.objects.into_values().collect();
        objects.iter_mut().for_each(Value::sort_all_objects);
        let id = id::of_content("bundle", &json!(objects))?;
        Ok(json!({"type": "bundle", "id": id, "objects": objects}))
    }

    /// The note about a finding, what it rests on, and the techniques with which it is consistent.
    fn finding(&mut self, finding: &Finding, framework: Option<&Framework>) -> Result<()> {
        let observed = self.observed(finding)?;
        let mut about: Vec<String> = observed.iter().cloned().collect();
        if about.is_empty() {
            let files = self.material.evidence.iter().filter(|item| finding.inputs.contains(&item.id));
            about = files.filter_map(|item| self.files.get(&item.no).cloned()).collect();
        }
        if about.is_empty() {
            about.push(self.tool.clone());
        }
        let mut content = finding.statement.clone();
        if !finding.innocent_explanations.is_empty() {
            content.push_str("\n\nOrdinary explanations:");
            finding.innocent_explanations.iter().for_each(|text| content.push_str(&format!("\n- {text}")));
        }
        let method = format!("{} {}, method {}", finding.lens, finding.version, finding.method);
        let extensions = BTreeMap::from([(
            self.extension.clone(),
            Extended::of(finding, support_in_words(&finding.support)),
        )]);
        let note = Note {
            r#abstract: &method,
            content: &content,
            object_refs: &about,
            extensions: Some(&extensions),
        };
        let note = self.add_domain("note", &note)?;
        self.notes.insert(finding.id, note.clone());
        let Some(framework) = framework else { return Ok(()) };
        let source = observed.unwrap_or(note);
        for named in finding.techniques.iter().filter_map(|id| technique(id)) {
            let Some((pattern, objects)) = framework.pattern(named.id) else { continue };
            self.objects.extend(objects);
            let shown = match named.shown {
                Shown::Direct => "Data of this kind show the act itself, not why it was done.",
                Shown::Partial | Shown::Context => "Data of this kind show a part of the technique only.",
            };
            let relationship = Relationship {
                relationship_type: "related-to",
                description: &format!("The finding is consistent with this technique. {shown}"),
                source_ref: &source,
                target_ref: &pattern,
            };
            self.add_domain("relationship", &relationship)?;
        }
        Ok(())
    }

    /// What was observed, when records of the finding have a time.
    fn observed(&mut self, finding: &Finding) -> Result<Option<String>> {
        let times = || finding.records.iter().filter_map(|record| record.time);
        let (Some(first), Some(last)) = (times().min(), times().max()) else { return Ok(None) };
        let mut refs = BTreeSet::new();
        for record in &finding.records {
            refs.extend(self.files.get(&record.raw.evidence.0).cloned());
            self.actor(record, &mut refs)?;
        }
        if refs.is_empty() {
            return Ok(None);
        }
        let observed = ObservedData {
            first_observed: &time(first),
            last_observed: &time(last),
            number_observed: finding.records.len().clamp(1, 999_999_999),
            object_refs: &refs,
        };
        self.add_domain("observed-data", &observed).map(Some)
    }

    /// The account or mail of a record.
    fn actor(&mut self, record: &RecordRef, refs: &mut BTreeSet<String>) -> Result<()> {
        if record.platform == "mail" {
            return self.mail(&record.post, refs);
        }
        let material = self.material;
        if let Some(account) = material.account_of(record).filter(|_| is_post(record)) {
            refs.insert(self.account(account)?);
        }
        Ok(())
    }

    fn account(&mut self, account: &super::Account) -> Result<String> {
        let user = UserAccount {
            account_type: observable::account_type(&account.platform),
            user_id: &account.id,
            account_login: account.handle.as_deref(),
            display_name: account.display_name.as_deref(),
        };
        let user =
            self.add_observable("user-account", &["account_type", "user_id", "account_login"], &user)?;
        if self.profile == Profile::OpenCti {
            self.channel(account, &user)?;
        }
        Ok(user)
    }

    /// A mail by the hash of its bytes, and as a message where it is known. The standard gives messages of one sender and
    /// subject one id; the hash tells them apart.
    fn mail(&mut self, sha256: &str, refs: &mut BTreeSet<String>) -> Result<()> {
        let file =
            File { hashes: Hashes { sha256: sha256.to_owned() }, size: None, name: None, mime_type: None };
        refs.insert(self.add_observable("file", &["hashes", "name"], &file)?);
        let material = self.material;
        let found = material.mails.binary_search_by(|mail| mail.sha256.as_str().cmp(sha256));
        let Some(mail) = found.ok().and_then(|at| material.mails.get(at)) else { return Ok(()) };
        let from = match &mail.from {
            Some(value) => Some(self.add_observable("email-addr", &["value"], &EmailAddr { value })?),
            None => None,
        };
        if let Some(ip) = &mail.connecting_ip {
            let kind = if ip.contains(':') { "ipv6-addr" } else { "ipv4-addr" };
            refs.insert(self.add_observable(kind, &["value"], &IpAddr { value: ip })?);
        }
        let message = EmailMessage {
            is_multipart: mail.is_multipart,
            date: mail.received.map(time),
            from_ref: from.as_deref(),
            subject: mail.subject.as_deref(),
        };
        refs.insert(self.add_observable("email-message", &["from_ref", "subject", "body"], &message)?);
        Ok(())
    }

    /// The accounts and mails that are named so.
    fn things(&mut self, names: &[String]) -> Result<BTreeSet<String>> {
        let material = self.material;
        let mut things = BTreeSet::new();
        for name in names {
            if Sha256::from_hex(name).is_some() {
                self.mail(name, &mut things)?;
            } else if let Ok(at) = material.accounts.binary_search_by(|account| account.key.cmp(name)) {
                things.insert(self.account(&material.accounts[at])?);
            }
        }
        Ok(things)
    }

    fn group(&mut self, group: &model::Group) -> Result<()> {
        let members = self.things(&group.members)?;
        if members.is_empty() {
            return Ok(());
        }
        let description =
            format!("Put together by the method {}. It says nothing about who is behind it.", group.method);
        let grouping = Grouping {
            name: &format!("Group {}", group.id),
            description: &description,
            context: "unspecified",
            object_refs: &members,
        };
        self.add_domain("grouping", &grouping).map(drop)
    }

    fn weighing(&mut self) -> Result<()> {
        let weighing = &self.material.weighing;
        for hypothesis in &weighing.hypotheses {
            let assessed = || weighing.assessments.iter().filter(|a| a.hypothesis == hypothesis.name);
            let mut refs: BTreeSet<String> =
                assessed().filter_map(|a| self.notes.get(&a.finding).cloned()).collect();
            if refs.is_empty() {
                refs.insert(self.tool.clone());
            }
            let author = match &hypothesis.author {
                Author::Person(_) => "a person",
                Author::Method(_) => "a method",
            };
            let level = hypothesis.level.name();
            let grouping = Grouping {
                name: &format!("Hypothesis {}", hypothesis.name),
                description: &format!("{} Level: {level}; put forward by {author}.", hypothesis.statement),
                context: "unspecified",
                object_refs: &refs,
            };
            let grouping = self.add_domain("grouping", &grouping)?;
            for assessment in assessed() {
                let Some(note) = self.notes.get(&assessment.finding).cloned() else { continue };
                let Some(value) = opinion(&assessment.support) else { continue };
                let explanation =
                    format!("{} ({})", assessment.reason, support_in_words(&assessment.support));
                let opinion = Opinion {
                    explanation: &explanation,
                    opinion: value,
                    object_refs: &[grouping.clone(), note],
                };
                self.add_domain("opinion", &opinion)?;
            }
        }
        Ok(())
    }

    fn report(&mut self) -> Result<()> {
        let refs: Vec<String> = self.objects.keys().cloned().collect();
        let mut description =
            "What methods found in the evidence, and what people said of it. No object here names who is behind it."
                .to_owned();
        if !self.material.campaigns.is_empty() {
            description.push_str(" What is called a campaign is so by the word of a person.");
        }
        self.material.left_out.iter().for_each(|text| description.push_str(&format!(" {text}")));
        let report = Report {
            name: &self.material.title,
            description: &description,
            report_types: ["observed-data"],
            published: &self.made.clone(),
            object_refs: &refs,
        };
        self.add_domain("report", &report).map(drop)
    }

    /// Adds a domain or relationship object of the program's; returns its id.
    fn add_domain(&mut self, kind: &'static str, body: &impl serde::Serialize) -> Result<String> {
        let creator = Some(self.tool.clone()).filter(|tool| !tool.is_empty());
        self.add_by(creator.as_deref(), kind, body)
    }

    /// The same, created by somebody else.
    fn add_by(
        &mut self,
        creator: Option<&str>,
        kind: &'static str,
        body: &impl serde::Serialize,
    ) -> Result<String> {
        let (id, object) = sealed(kind, body, creator, &self.made, self.marking)?;
        self.objects.insert(id.clone(), object);
        Ok(id)
    }

    /// The same under an id that is given.
    fn add_as(
        &mut self,
        id: &str,
        creator: Option<&str>,
        kind: &'static str,
        body: &impl serde::Serialize,
    ) -> Result<String> {
        let (_, mut object) = sealed(kind, body, creator, &self.made, self.marking)?;
        if let Some(object) = object.as_object_mut() {
            object.insert("id".to_owned(), id.into());
        }
        self.objects.insert(id.to_owned(), object);
        Ok(id.to_owned())
    }

    /// Adds an observable; returns its id.
    fn add_observable(
        &mut self,
        kind: &'static str,
        contributing: &[&str],
        body: &impl serde::Serialize,
    ) -> Result<String> {
        let (id, object) = observable::sealed(kind, contributing, body, self.marking)?;
        // What says more of the same thing stays.
        let known = self.objects.get(&id).and_then(Value::as_object).map_or(0, serde_json::Map::len);
        if object.as_object().map_or(0, serde_json::Map::len) > known {
            self.objects.insert(id.clone(), object);
        }
        Ok(id)
    }
}

/// The place on STIX's scale; `None` where nothing is said.
fn opinion(support: &Support) -> Option<&'static str> {
    Some(match support {
        Support::Ordinal(Strength::StrongAgainst) => "strongly-disagree",
        Support::Ordinal(Strength::Against) => "disagree",
        Support::Ordinal(Strength::Neutral) => "neutral",
        Support::Ordinal(Strength::For) => "agree",
        Support::Ordinal(Strength::StrongFor) => "strongly-agree",
        // The ratio itself stands in the explanation; the scale has no numbers.
        Support::LikelihoodRatio { lo, .. } if *lo > 1.0 => "agree",
        Support::LikelihoodRatio { hi, .. } if *hi < 1.0 => "disagree",
        Support::LikelihoodRatio { .. } => "neutral",
        Support::None { .. } => return None,
    })
}

/// A time to the millisecond, as the standard asks for `created` and `modified` (section 3.2).
fn time(at: Timestamp) -> String {
    let whole = Timestamp(at.0 - at.0.rem_euclid(1_000)).rfc3339();
    let text = whole.strip_suffix('Z').unwrap_or(&whole);
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{seconds}.{fraction:0<3}Z")
}
