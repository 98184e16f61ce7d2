//! What leaves a case in the formats of other programs: by default with pseudonyms, without text, without small sets.

mod mails;
mod network;
mod provenance;

pub(crate) use network::shared as shared_network;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::sharing::{self, Named, People, Sharing};
use case::{Case, Recorded, Secret};
use model::{Finding, Group, Sha256};
use report::export::stix::{Framework, Profile, StixOptions, Tlp};
use report::export::{self, Account, Campaign, EvidenceItem, Material};
use report::{Format, output};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A format of another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// STIX 2.1 bundle.
    Stix,
    /// Layer of the DISARM Navigator.
    Navigator,
    /// Network for Gephi.
    Gexf,
    /// Network for everything else.
    Graphml,
    /// Timeline for Timesketch.
    Timesketch,
    /// One row a finding.
    Dossier(Format),
    /// Who did what with what, as PROV-JSON.
    Prov,
}

impl ExportFormat {
    /// Its name on the command line and in the custody log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stix => "stix",
            Self::Navigator => "navigator",
            Self::Gexf => "gexf",
            Self::Graphml => "graphml",
            Self::Timesketch => "timesketch",
            Self::Dossier(_) => "dossier",
            Self::Prov => "prov",
        }
    }
}

/// What to export and how much of it.
#[derive(Clone, Debug)]
pub struct ExportOptions {
    /// Format.
    pub format: ExportFormat,
    /// Names, ids and addresses as they are.
    pub reveal: bool,
    /// Words of evidence in sentences.
    pub with_text: bool,
    /// Sets of fewer than five accounts too, for this reason.
    pub allow_small: Option<String>,
    /// How far STIX objects may be passed on.
    pub tlp: Tlp,
    /// For which reader STIX is.
    pub profile: Profile,
    /// Campaigns by the user's word, for STIX.
    pub campaigns: Vec<CampaignWord>,
    /// The DISARM framework's bundle, whose attack patterns STIX takes over.
    pub framework: Option<PathBuf>,
    /// 32 bytes that nobody can guess: the key of the pseudonyms, when the case has none yet.
    pub fresh: [u8; 32],
}

/// A campaign by the user's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignWord {
    /// What the user calls it; it leaves as it is.
    pub name: String,
    /// Findings whose accounts or mails belong to it: beginnings of ids, or `METHOD#N`.
    pub findings: Vec<String>,
}

/// What was exported.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The file.
    pub file: output::Written,
    /// What is not in it, in sentences.
    pub left_out: Vec<String>,
}

/// Writes the results of the last examination of the case at `dir` to the file `to`; the custody log says so.
pub fn export(dir: &Path, to: &Path, options: &ExportOptions, ctx: &Ctx<'_>) -> Result<Exported> {
    sharing::refuse_sealed(dir)?;
    let framework = options.framework.as_deref().map(framework).transpose()?;
    let mut case = Case::open(dir)?;
    let recorded = Recorded::of(&case, crate::PROGRAM)?;
    let results = Results::of(&recorded, dir)?;
    let people = People::of(&recorded, &results.findings)?;
    let secret = case.secret(Secret::Pseudonyms, options.fresh)?;
    let masker = sharing::masker(secret, &people, &results.findings);
    let masker = if options.with_text { masker.with_text() } else { masker };
    let sharing = Sharing { masker: &masker, people: &people };
    let mut left_out = Vec::new();
    let file = match options.format {
        ExportFormat::Gexf | ExportFormat::Graphml => {
            let mut graph = network::network(&case.out_dir())?;
            if !options.reveal {
                let (shared, n) = network::shared(graph, &sharing, options.allow_small.is_some());
                graph = shared;
                left_out.extend(sharing::left_out(n, "account", "accounts", "in parts of the network"));
            }
            output::write_file(to, |out| match options.format {
                ExportFormat::Gexf => report::gexf(&graph, Some(&report::layout(&graph)), out).map(|()| 0),
                _ => report::graphml(&graph, out).map(|()| 0),
            })?
        }
        ExportFormat::Prov => {
            let shown = shown(&recorded, results, &sharing, options, &mut left_out);
            let masking = (!options.reveal).then_some((&sharing, &shown));
            let text = provenance::provenance(&recorded.contents, masking)?;
            output::write_file(to, |out| out.write_all(text.as_bytes()).map(|()| 0).map_err(Into::into))?
        }
        format => {
            let mut material = material(&case, results, &sharing, options)?;
            left_out.clone_from(&material.left_out);
            material.campaigns = campaigns(&case, &material, options, &ctx.actor)?;
            output::write_file(to, |out| match format {
                ExportFormat::Stix => {
                    let options = StixOptions {
                        tlp: options.tlp,
                        profile: options.profile,
                        framework: framework.as_ref(),
                    };
                    export::stix::stix(&material, options, out).map(|()| 0)
                }
                ExportFormat::Navigator => export::navigator(&material, out).map(|()| 0),
                ExportFormat::Timesketch => export::timesketch(&material, out),
                ExportFormat::Dossier(format) => export::dossier(&material, format, out),
                ExportFormat::Gexf | ExportFormat::Graphml | ExportFormat::Prov => Ok(0),
            })?
        }
    };
    let details = json!({
        "format": options.format.name(),
        "sha256": file.sha256,
        "revealed": options.reveal,
        "with_text": options.with_text,
        "small_sets": options.allow_small,
        "campaigns": options.campaigns.iter().map(|campaign| &campaign.name).collect::<Vec<_>>(),
        "left_out": left_out,
    });
    case.log(&ctx.actor, "export", &details, ctx.now)?;
    Ok(Exported { file, left_out })
}

/// What the last examination found.
pub(crate) struct Results {
    pub made: model::Timestamp,
    pub findings: Vec<Finding>,
    pub groups: Vec<Group>,
}

impl Results {
    /// `place` is where the case lies, for the message when it holds none.
    pub fn of(case: &Recorded, place: &Path) -> Result<Self> {
        let Some(run) = case.latest_run("examine") else {
            return Err(Error::Option {
                message: format!("the case `{}` holds no results", place.display()),
                hint: "run `scrutineer examine` first".to_owned(),
            });
        };
        let groups = match case.out_file("groups.jsonl") {
            Some(path) => {
                let text = std::fs::read(&path).map_err(Error::file("read", &path))?;
                serde_json::Deserializer::from_slice(&text)
                    .into_iter()
                    .collect::<std::result::Result<_, _>>()?
            }
            None => Vec::new(),
        };
        // Not the moment of export, which would make a second one differ.
        Ok(Self { made: run.finished, findings: case.current_findings(), groups })
    }
}

/// Everything but networks, masked unless it is to be revealed.
fn material(
    case: &Case,
    results: Results,
    sharing: &Sharing<'_>,
    options: &ExportOptions,
) -> Result<Material> {
    let Results { made, mut findings, mut groups } = results;
    let mut left_out = Vec::new();
    if !options.reveal && options.allow_small.is_none() {
        let large = sharing::large(findings, groups, sharing.people);
        (findings, groups) = (large.findings, large.groups);
        left_out.extend(sharing::left_out(large.small_findings, "finding", "findings", "about sets"));
        left_out.extend(sharing::left_out(large.small_groups, "group", "groups", "that are sets"));
    }
    let mut weighing = case.weighing()?;
    let told: BTreeSet<Sha256> = findings.iter().map(|finding| finding.id).collect();
    weighing.assessments.retain(|assessment| told.contains(&assessment.finding));
    let mails = if options.reveal { mails::mails(case, &findings)? } else { Vec::new() };
    let mut accounts = accounts(&findings, &groups, sharing, options.reveal);
    accounts.sort();
    if !options.reveal {
        findings = findings.iter().map(|finding| sharing.finding(finding)).collect();
        groups = groups.iter().map(|group| sharing.group(group)).collect();
        weighing = sharing.weighing(&weighing);
        left_out.push(match options.with_text {
            true => "Names, ids and addresses are pseudonyms.".to_owned(),
            false => "Names, ids and addresses are pseudonyms; words of evidence are left out.".to_owned(),
        });
    }
    let evidence = case.evidence()?.into_iter().map(|row| EvidenceItem {
        no: row.no.0,
        id: row.evidence.id,
        bytes: row.evidence.bytes,
        media_type: row.evidence.media_type,
        name: Some(row.evidence.name).filter(|_| options.reveal),
        category: row.evidence.category,
    });
    Ok(Material {
        program: crate::PROGRAM.to_owned(),
        title: format!("Case {}", case.id()?.short()),
        made,
        evidence: evidence.collect(),
        accounts,
        mails,
        findings,
        groups,
        weighing,
        campaigns: Vec::new(),
        left_out,
    })
}

/// What the user calls campaigns.
fn campaigns(
    case: &Case,
    material: &Material,
    options: &ExportOptions,
    actor: &str,
) -> Result<Vec<Campaign>> {
    if options.campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let names = case.names()?;
    let find = |selector: &String| {
        let id = names.find(selector)?;
        let Some(finding) = material.findings.iter().find(|finding| finding.id == id) else {
            return Err(Error::Option {
                message: format!("the finding `{selector}` does not leave the case, so that no campaign can hold it"),
                hint: "findings about fewer than five accounts leave with `--allow-small REASON`, those of earlier \
                       runs never"
                    .to_owned(),
            });
        };
        let names_nothing = finding.about.is_empty() && finding.records.is_empty();
        if names_nothing && !material.groups.iter().any(|group| group.finding == Some(id)) {
            return Err(Error::Option {
                message: format!("the finding `{selector}` is about no accounts or mails"),
                hint:
                    "`scrutineer explain CASE` lists the findings with the number of their records: one without, often the first \
                       of a method, sums up"
                        .to_owned(),
            });
        }
        Ok(id)
    };
    let by = Some(actor).filter(|actor| options.reveal && !actor.is_empty());
    let campaign = |word: &CampaignWord| {
        Ok(Campaign {
            name: word.name.clone(),
            by: by.map(str::to_owned),
            findings: word.findings.iter().map(find).collect::<Result<_>>()?,
        })
    };
    options.campaigns.iter().map(campaign).collect()
}

/// Findings of any run that may be named, unless all are; those about small sets are counted in `left_out`.
fn shown(
    recorded: &Recorded,
    results: Results,
    sharing: &Sharing<'_>,
    options: &ExportOptions,
    left_out: &mut Vec<String>,
) -> BTreeSet<Sha256> {
    let mut findings = recorded.findings().to_vec();
    if !options.reveal {
        if options.allow_small.is_none() {
            let large = sharing::large(findings, results.groups, sharing.people);
            left_out.extend(sharing::left_out(large.small_findings, "finding", "findings", "about sets"));
            findings = large.findings;
        }
        left_out.push("Names of people and files are pseudonyms.".to_owned());
    }
    findings.into_iter().map(|finding| finding.id).collect()
}

/// Accounts that findings and groups name.
fn accounts(findings: &[Finding], groups: &[Group], sharing: &Sharing<'_>, reveal: bool) -> Vec<Account> {
    let people = sharing.people;
    let mut named = BTreeSet::new();
    let abouts = findings.iter().flat_map(|finding| &finding.about);
    for name in abouts.chain(groups.iter().flat_map(|group| &group.members)) {
        named.extend(people.account(name));
    }
    for record in findings.iter().flat_map(|finding| &finding.records) {
        named.extend(people.resolve(&record.platform, &record.account));
    }
    let account = |(platform, id): (&str, &str)| {
        if !reveal {
            let pseudonym = sharing.account(platform, id);
            return Account {
                key: pseudonym.clone(),
                platform: sharing.platform(platform),
                id: pseudonym,
                ..Account::default()
            };
        }
        let names = people.accounts.get(&(platform.to_owned(), id.to_owned()));
        let first = |of: fn(&Named) -> &BTreeSet<String>| names.and_then(|named| of(named).first().cloned());
        Account {
            key: format!("{platform}/{id}"),
            platform: platform.to_owned(),
            id: id.to_owned(),
            handle: first(|named| &named.handles),
            display_name: first(|named| &named.display_names),
        }
    };
    named.into_iter().map(account).collect()
}

fn framework(path: &Path) -> Result<Framework> {
    let bytes = std::fs::read(path).map_err(Error::file("read", path))?;
    match Framework::read(&bytes) {
        Ok(framework) if !framework.is_empty() => Ok(framework),
        _ => Err(Error::Option {
            message: format!("`{}` is not the STIX bundle of the DISARM framework", path.display()),
            hint: "it is called `DISARM.json` in the framework's repository".to_owned(),
        }),
    }
}
