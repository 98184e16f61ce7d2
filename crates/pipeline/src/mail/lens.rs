//! The lens as part of a run.

use super::campaigns::FoundCampaigns;
use super::page::{self, Dossiers};
use super::reading::Examined;
use super::{MailOptions, MailResult, with_clues, write_line};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::lens::{Lens, Outcome, Written};
use crate::outputs::{Outputs, Rejects};
use intake::IntakeError;
use mail::campaign::Campaign;
use mail::finding::{CampaignTotals, Frame, seal};
use mail::tables::Rows;
use model::{EvidenceNo, Finding, Group, MethodCard, RecordRef, Sha256};
use serde_json::Value;
use std::collections::BTreeMap;

/// Mails that become findings of their own, in the order of the evidence; the tables have all.
const MAIL_FINDINGS: usize = 1_000;
/// Campaigns that become findings.
const CAMPAIGN_FINDINGS: usize = 200;
/// Mails that a finding about a campaign lists.
const CAMPAIGN_RECORDS: usize = 500;

/// The mail lens with its options, and with its result after a run.
pub(crate) struct MailLens<'l> {
    options: &'l MailOptions,
    repeats: Vec<String>,
    result: Option<MailResult>,
    /// What could not be read where nothing could.
    failed: Vec<(String, IntakeError)>,
}

impl<'l> MailLens<'l> {
    /// The lens; `repeats` are names of inputs whose bytes came twice.
    pub fn new(options: &'l MailOptions, repeats: Vec<String>) -> Self {
        Self { options, repeats, result: None, failed: Vec::new() }
    }

    /// The result, once the run has written its files; `None` when nothing could be read.
    pub fn finish(self, written: &Written) -> Option<MailResult> {
        Some(MailResult { written: written.files.clone(), ..self.result? })
    }
}

impl Lens for MailLens<'_> {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn methods(&self) -> &'static [MethodCard] {
        mail::method::CARDS
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        self.options.parameters()
    }

    fn run(
        &mut self,
        inputs: &[(EvidenceNo, Input)],
        outputs: &mut Outputs,
        rejects: &mut Rejects,
        ctx: &Ctx<'_>,
    ) -> Result<Option<Outcome>> {
        let frame = Frame { parameters: self.options.parameters() };
        let (mut rows, mut dossiers, mut of_mails) = (Rows::default(), Dossiers::default(), Vec::new());
        let mut lines = outputs.open("mails.jsonl")?;
        let mut each = |mail: &Examined<'_>| {
            rows.add(mail.path, mail.place.sha256, mail.at(), mail.examination);
            dossiers.add(mail);
            if mail.number < MAIL_FINDINGS {
                of_mails.extend(frame.mail(&mail.place, mail.examination)?);
            }
            write_line(mail, &mut lines)
        };
        let (mut result, clues) = with_clues(inputs, self.options, &mut each, Some(rejects), ctx)?;
        if result.files.is_empty() {
            self.failed = result.failed;
            return Ok(None);
        }
        result.repeats = std::mem::take(&mut self.repeats);
        outputs.close(
            "mails.jsonl",
            "One mail a line: boundary, origin, verdicts, statements.",
            lines,
            result.mails.len() as u64,
        )?;
        ctx.progress.stage("comparing mails", None);
        let found = clues.find();
        let by_name = result.by_name();
        let of_campaigns = mail::tables::campaigns(members(&found, &by_name))?;
        for (table, batch) in rows.tables()?.into_iter().chain([of_campaigns]) {
            outputs.whole_table(&table, [Ok::<_, Error>(batch)])?;
            for &format in &self.options.formats {
                outputs.convert(&table, format)?;
            }
        }
        outputs.file("campaigns.json", "Mails that belong together, and in what they agree.", |out| {
            serde_json::to_writer_pretty(&mut *out, &found.found).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            Ok(0)
        })?;
        let (findings, groups) = findings(&frame, &result, &found, &by_name, of_mails)?;
        let page = page::page(&result, &found, &by_name, dossiers, self.options);
        result.campaigns = Some(found);
        self.result = Some(result);
        Ok(Some(Outcome { findings, groups: Some(groups), page }))
    }

    fn failed(&mut self) -> &mut Vec<(String, IntakeError)> {
        match &mut self.result {
            Some(result) => &mut result.failed,
            None => &mut self.failed,
        }
    }
}

/// Mails of campaigns: campaign, from 1, number of the mail, name.
fn members(found: &FoundCampaigns, by_name: &BTreeMap<String, usize>) -> Vec<(u32, u32, String)> {
    let mut members = Vec::new();
    for (number, campaign) in (1..).zip(&found.found.campaigns) {
        let mail = |name: &String| Some((number, *by_name.get(name)? as u32, name.clone()));
        members.extend(campaign.members.iter().filter_map(mail));
    }
    members
}

/// Findings about all mails, about campaigns, and about single mails; campaigns as groups.
fn findings(
    frame: &Frame,
    result: &MailResult,
    found: &FoundCampaigns,
    by_name: &BTreeMap<String, usize>,
    of_mails: Vec<Finding>,
) -> Result<(Vec<Finding>, Vec<Group>)> {
    let hashes: BTreeMap<EvidenceNo, Sha256> =
        result.files.iter().map(|file| (file.no, file.sha256)).collect();
    let mut inputs: Vec<Sha256> = hashes.values().copied().collect();
    inputs.sort_unstable();
    let campaigns = &found.found.campaigns;
    let totals = CampaignTotals {
        campaigns: campaigns.len() as u64,
        members: campaigns.iter().map(|campaign| campaign.members.len() as u64).sum(),
        mails: result.totals.mails,
        background: found.background,
        same_text: found.found.same_text.len() as u64,
    };
    let mut findings = frame.totals(&result.totals, &inputs)?.to_vec();
    findings.push(frame.campaigns(&totals, &inputs)?);
    let mut groups = Vec::new();
    for (number, campaign) in (1..).zip(campaigns) {
        let members = || campaign.members.iter().filter_map(|id| Some(&result.mails[*by_name.get(id)?]));
        let finding = (number <= CAMPAIGN_FINDINGS)
            .then(|| campaign_finding(frame, campaign, members().map(|mail| mail.record()), &totals, &hashes))
            .transpose()?;
        let mut hashes: Vec<String> = members().map(|mail| mail.sha256.hex()).collect();
        hashes.sort_unstable();
        groups.push(Group {
            id: format!("m{number}"),
            members: hashes,
            method: mail::method::MAIL_CAMPAIGN.id.to_owned(),
            finding: finding.as_ref().map(|finding| finding.id),
        });
        findings.extend(finding);
    }
    for finding in of_mails {
        findings.push(seal(finding, &hashes)?);
    }
    Ok((findings, groups))
}

fn campaign_finding(
    frame: &Frame,
    campaign: &Campaign,
    records: impl Iterator<Item = RecordRef>,
    totals: &CampaignTotals,
    hashes: &BTreeMap<EvidenceNo, Sha256>,
) -> Result<Finding> {
    let mut records: Vec<RecordRef> = records.collect();
    records.sort_by(|a, b| (a.time, &a.post).cmp(&(b.time, &b.post)));
    records.truncate(CAMPAIGN_RECORDS);
    Ok(frame.campaign(campaign, records, totals, hashes)?)
}
