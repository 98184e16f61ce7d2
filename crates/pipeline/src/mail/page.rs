//! The lens's part of the report.

use super::campaigns::FoundCampaigns;
use super::reading::Examined;
use super::{MailOptions, MailResult, MailSummary};
use crate::lost::reject_rows;
use mail::campaign::{Campaign, SameText};
use mail::examination::{Comparison, Examination, comparisons};
use mail::finding::{alternative_in_words, kind};
use mail::ladder::{ALTERNATIVES, Statement, WOULD_SETTLE};
use mail::trace::{Hop, Side};
use model::Severity;
use model::words::{count, thousands};
use report::page::{
    AgreementRow, CampaignDossier, Figure, HopRow, Input, MailDossier, MailRow, Mails, Note, Page, ResultRow,
    SameTextRow, StatementRow, Summary, limits,
};
use std::collections::BTreeMap;

/// Mails that are kept in full for the report, in the order of the evidence, until it is known which to show.
const KEPT: usize = 500;
/// Mails of one campaign that are shown in full before the next one's.
const OF_EACH_CAMPAIGN: usize = 4;
/// Mails of a text of several senders that are named.
const SAME_TEXT_EXAMPLES: usize = 4;

/// The first mails in full.
#[derive(Default)]
pub(super) struct Dossiers(Vec<MailDossier>);

impl Dossiers {
    pub fn add(&mut self, mail: &Examined<'_>) {
        if self.0.len() < KEPT {
            self.0.push(dossier(mail));
        }
    }
}

fn dossier(mail: &Examined<'_>) -> MailDossier {
    let examination = mail.examination;
    MailDossier {
        row: MailRow::default(),
        sha256: mail.place.sha256.hex(),
        statements: examination.ladder.iter().map(statement).collect(),
        hops: hops(examination),
        results: comparisons(examination).iter().map(result).collect(),
        damage: examination.damage.iter().map(|damage| damage.kind.name().replace('_', " ")).collect(),
    }
}

fn statement(statement: &Statement) -> StatementRow {
    let places: Vec<String> =
        statement.basis.iter().take(3).map(|span| format!("{} to {}", span.start, span.end)).collect();
    let more = if statement.basis.len() > places.len() { ", ..." } else { "" };
    StatementRow {
        level: statement.level.name().to_owned(),
        text: statement.text.clone(),
        writer: statement.writer.words(),
        places: if places.is_empty() { String::new() } else { format!("bytes {}{more}", places.join(", ")) },
        as_of: statement.as_of,
        caveats: statement.caveats.clone(),
    }
}

fn hops(examination: &Examination) -> Vec<HopRow> {
    let hops = &examination.trace.hops;
    let time = |hop: &Hop| hop.line.time.as_ref().and_then(|time| time.at);
    let text =
        |part: &Option<mail::trace::Part>| part.as_ref().map_or_else(String::new, |part| part.text.clone());
    let row = |(number, hop): (usize, &Hop)| HopRow {
        side: match hop.side {
            Side::Inside => "inside",
            Side::Boundary => "boundary",
            Side::Outside => "below",
        }
        .to_owned(),
        is_text: hop.side == Side::Outside,
        claimed: text(&hop.line.from_claimed),
        name: text(&hop.line.from_name),
        ip: hop.line.from_ip.as_ref().map_or_else(String::new, |from| from.ip.to_string()),
        by: text(&hop.line.by_host),
        time: time(hop),
        delay_s: hops.get(number + 1).and_then(|below| Some((time(hop)?.0 - time(below)?.0) as f64 / 1e6)),
    };
    hops.iter().enumerate().map(row).collect()
}

fn result(row: &Comparison) -> ResultRow {
    let none = || "not checked".to_owned();
    ResultRow {
        what: row.title(),
        theirs: row
            .theirs
            .iter()
            .map(|word| {
                let text = if word.is_text { " (text that the sender could have written)" } else { "" };
                format!("{}: {}{text}", word.who, word.code)
            })
            .collect(),
        at_receipt: row.at_receipt.clone().unwrap_or_else(none),
        now: row.now.clone().unwrap_or_else(none),
        difference: row.difference.words().to_owned(),
    }
}

/// What the report shows of mails.
pub(super) fn page(
    result: &MailResult,
    found: &FoundCampaigns,
    by_name: &BTreeMap<String, usize>,
    dossiers: Dossiers,
    options: &MailOptions,
) -> Page {
    let title = match result.files.as_slice() {
        [one] => format!("Where the mails in {} came in", one.name),
        many => format!("Where the mails in {} files came in", thousands(many.len() as u64)),
    };
    Page {
        title,
        summary: summary(result, found, options),
        parameters: parameters(options),
        inputs: result.files.iter().map(input).collect(),
        rejects: reject_rows(&result.problems),
        notes: notes(result, found, options),
        mails: Some(mails(result, found, by_name, dossiers)),
        ..Page::default()
    }
}

fn mails(
    result: &MailResult,
    found: &FoundCampaigns,
    by_name: &BTreeMap<String, usize>,
    dossiers: Dossiers,
) -> Mails {
    let mut campaign_of: Vec<Option<u64>> = vec![None; result.mails.len()];
    for (number, campaign) in (1..).zip(&found.found.campaigns) {
        for mail in members(campaign, by_name) {
            campaign_of[mail] = Some(number);
        }
    }
    let mut order: Vec<usize> = (0..result.mails.len()).collect();
    order.sort_by_key(|&mail| by_time(&result.mails[mail]));
    let kept = dossiers.0.len();
    let shown = shown(&campaign_of, order.iter().copied().filter(|&mail| mail < kept));
    let mut dossier_of: Vec<Option<u64>> = vec![None; result.mails.len()];
    for (number, &mail) in (1..).zip(&shown).take(limits::MAIL_DOSSIERS) {
        dossier_of[mail] = Some(number);
    }
    let row = |mail: usize| row(&result.mails[mail], campaign_of[mail], dossier_of[mail]);
    let mut kept: Vec<Option<MailDossier>> = dossiers.0.into_iter().map(Some).collect();
    let full = |&mail: &usize| {
        let dossier = kept.get_mut(mail)?.take()?;
        Some(MailDossier { row: row(mail), ..dossier })
    };
    Mails {
        dossiers: shown.iter().filter_map(full).collect(),
        rows: order.into_iter().map(row).collect(),
        campaigns: found
            .found
            .campaigns
            .iter()
            .map(|campaign| campaign_dossier(campaign, &members(campaign, by_name), result, row))
            .collect(),
        same_text: found.found.same_text.iter().map(same_text).collect(),
        background: found.background,
        alternatives: ALTERNATIVES.map(str::to_owned).into(),
        would_settle: WOULD_SETTLE.map(str::to_owned).into(),
    }
}

/// Mails of a campaign by their numbers.
fn members(campaign: &Campaign, by_name: &BTreeMap<String, usize>) -> Vec<usize> {
    campaign.members.iter().filter_map(|id| by_name.get(id).copied()).collect()
}

/// In which order mails are shown in full: a few of each campaign first, then all others, each as they stand in `mails`.
fn shown(campaign_of: &[Option<u64>], mails: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut of_campaign: BTreeMap<u64, usize> = BTreeMap::new();
    let key = |mail: usize| match campaign_of[mail] {
        None => (1, 0, mail),
        Some(campaign) => {
            let before = of_campaign.entry(campaign).or_default();
            *before += 1;
            if *before > OF_EACH_CAMPAIGN { (1, 0, mail) } else { (0, campaign, mail) }
        }
    };
    let mut keys: Vec<(u8, u64, usize)> = mails.map(key).collect();
    keys.sort_by_key(|&(others, campaign, _)| (others, campaign));
    keys.into_iter().map(|(_, _, mail)| mail).collect()
}

/// Undated mails last.
fn by_time(mail: &MailSummary) -> (bool, i64, String) {
    (mail.received.is_none(), mail.received.map_or(0, |time| time.0), mail.name())
}

fn row(mail: &MailSummary, campaign: Option<u64>, dossier: Option<u64>) -> MailRow {
    let (boundary, assumed) = match &mail.boundary {
        Some((host, assumed)) => (Some(host.clone()), *assumed),
        None => (None, false),
    };
    MailRow {
        name: mail.name(),
        received: mail.received,
        origin: mail.origin.map(|ip| ip.to_string()),
        boundary,
        assumed,
        authors: mail.authors.clone(),
        ambiguous: mail.ambiguous,
        signed_by: mail.signed_by.clone(),
        campaign,
        dossier,
    }
}

fn campaign_dossier(
    campaign: &Campaign,
    members: &[usize],
    result: &MailResult,
    row: impl Fn(usize) -> MailRow,
) -> CampaignDossier {
    let mut members = members.to_vec();
    members.sort_by_key(|&mail| by_time(&result.mails[mail]));
    let times = || members.iter().filter_map(|&mail| result.mails[mail].received);
    let agreement = |evidence: &mail::campaign::Evidence| {
        let without = campaign.stability.iter().find(|row| row.without == evidence.kind);
        AgreementRow {
            kind: kind(evidence.kind).to_owned(),
            pairs: evidence.pairs,
            share: evidence.share,
            weight: evidence.weight,
            parts: without.map_or(1, |row| row.parts as u64),
            largest: without.map_or(members.len() as u64, |row| row.largest as u64),
        }
    };
    CampaignDossier {
        first: times().min(),
        last: times().max(),
        agreements: campaign.evidence.iter().map(agreement).collect(),
        alternatives: campaign.alternatives.iter().map(|a| alternative_in_words(a).to_owned()).collect(),
        mails: members.iter().map(|&mail| row(mail)).collect(),
    }
}

fn same_text(text: &SameText) -> SameTextRow {
    let campaign = |campaign: usize| campaign as u64 + 1;
    SameTextRow {
        exact: text.exact,
        parties: text
            .parties
            .iter()
            .map(|party| (party.campaign.map(campaign), party.mails.len() as u64))
            .collect(),
        examples: text
            .parties
            .iter()
            .filter_map(|party| party.mails.first().cloned())
            .take(SAME_TEXT_EXAMPLES)
            .collect(),
    }
}

fn summary(result: &MailResult, found: &FoundCampaigns, options: &MailOptions) -> Summary {
    let totals = &result.totals;
    let mut read = vec![format!(
        "{} taken in from {}.",
        count(totals.mails, "mail was", "mails were"),
        count(result.files.len() as u64, "file", "files")
    )];
    let times = || result.mails.iter().filter_map(|mail| mail.received);
    if let (Some(first), Some(last)) = (times().min(), times().max()) {
        let day = |time: model::Timestamp| time.rfc3339().get(..10).unwrap_or_default().to_owned();
        read.push(format!("The receiver took them from {} to {}.", day(first), day(last)));
    }
    let lost = result.problems.iter().filter(|problem| problem.severity > Severity::Note).count() as u64;
    if lost > 0 {
        read.push(format!("{}.", count(lost, "record could not be read", "records could not be read")));
    }
    for (name, error) in &result.failed {
        read.push(format!("{name} could not be read at all: {error}."));
    }
    let boundary = match (options.own.has_boundary(), totals.assumed) {
        (_, 0) => String::new(),
        (false, n) => format!(
            " In {} the receiver's hosts are inferred, as nobody named them.",
            count(n, "mail", "mails")
        ),
        (true, n) => format!(
            " In {} none of the hosts that were named wrote the top line, so that they are inferred.",
            count(n, "mail", "mails")
        ),
    };
    let mut sentences = vec![
        format!(
            "The address that connected is recorded in {} of {}.{boundary}",
            thousands(totals.recorded),
            count(totals.mails, "mail", "mails")
        ),
        format!(
            "Signatures that hold: {}; that do not: {}; that cannot be checked with the keys on file: {}.",
            thousands(totals.hold),
            thousands(totals.broken),
            thousands(totals.unchecked)
        ),
    ];
    if totals.ambiguous > 0 {
        sentences.push(format!(
            "Programs may show different authors of {}.",
            count(totals.ambiguous, "mail", "mails")
        ));
    }
    let campaigns = &found.found.campaigns;
    sentences.push(match campaigns.len() as u64 {
        0 => "No mails were found to belong together.".to_owned(),
        n => {
            let members = campaigns.iter().map(|campaign| campaign.members.len() as u64).sum();
            let compared = match found.background {
                0 => "the mails themselves".to_owned(),
                n => format!("a background of {}", count(n, "mail", "mails")),
            };
            format!(
                "{} of {}, compared with {compared}.",
                count(n, "campaign", "campaigns"),
                count(members, "mail", "mails")
            )
        }
    });
    Summary {
        figures: vec![
            Figure::of(totals.mails, "mail", "mails"),
            Figure::of(totals.recorded, "mail whose connecting address is recorded", "mails whose connecting address is recorded"),
            Figure::of(totals.hold, "signature that holds", "signatures that hold"),
            Figure::of(campaigns.iter().map(|c| c.members.len() as u64).sum(), "mail in campaigns", "mails in campaigns"),
        ],
        read,
        found: sentences,
        not_shown: vec![
            "A connecting address is the last host before the receiver, not a person and not a place.".to_owned(),
            "The domain in a mail's author says in which registry a name stands; anybody can write it, and anybody can open an account."
                .to_owned(),
        ],
    }
}

fn parameters(options: &MailOptions) -> Vec<(String, String)> {
    let list = |items: Vec<String>| if items.is_empty() { "none named".to_owned() } else { items.join(", ") };
    let knowledge = options.knowledge.files.iter().map(|file| format!("{} ({})", file.name, file.role));
    vec![
        ("own hosts".to_owned(), list(options.own.hosts.iter().map(ToString::to_string).collect())),
        ("own networks".to_owned(), list(options.own.networks.iter().map(ToString::to_string).collect())),
        ("own authserv-ids".to_owned(), list(options.own.authserv_ids.clone())),
        (
            "trusted sealers".to_owned(),
            list(options.trusted_sealers.iter().map(ToString::to_string).collect()),
        ),
        ("files of knowledge".to_owned(), list(knowledge.collect())),
        ("now".to_owned(), options.now.rfc3339()),
    ]
}

fn input(file: &super::ReadFile) -> Input {
    Input {
        name: file.name.clone(),
        sha256: file.sha256.hex(),
        bytes: file.bytes,
        format: "mail".to_owned(),
        records: file.mails + file.rejects,
        posts: file.mails,
        skipped: 0,
        rejects: file.rejects,
        duplicates: 0,
    }
}

fn notes(result: &MailResult, found: &FoundCampaigns, options: &MailOptions) -> Vec<Note> {
    let remark = |message: String| Note { code: String::new(), count: 0, message };
    let overlap = (found.overlap > 0).then(|| Note {
        code: String::new(),
        count: found.overlap,
        message: "mails of the background are among the mails themselves, and were left out of it".to_owned(),
    });
    let repeats = result
        .repeats
        .iter()
        .map(|name| remark(format!("{name} has the same bytes as another input and was read once")));
    let knowledge =
        options.knowledge.problems.iter().map(|(file, problem)| remark(format!("{file}: {problem}")));
    overlap.into_iter().chain(repeats).chain(knowledge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_mails_of_each_campaign_come_first() {
        let campaigns = [None, Some(2), Some(1), Some(1), Some(1), Some(1), Some(1), None];
        assert_eq!(shown(&campaigns, 0..8), [2, 3, 4, 5, 1, 0, 6, 7]);
        assert_eq!(shown(&campaigns, [7, 3, 2].into_iter()), [3, 2, 7]);
    }
}
