//! A copy of a case that can be shared: records without text and with pseudonyms, findings, hypotheses and assessments with
//! masked sentences, the report for others, and in the place of everything else salted commitments, so that its owner can
//! show single items later.

mod commitment;
mod item;
mod policy;
mod table;
mod weighing;

pub use commitment::{Opened, check_commitment, open_commitment};

use crate::ctx::Ctx;
use crate::error::Result;
use crate::export::Results;
use crate::outputs::{Outputs, check_empty};
use crate::report_case;
use crate::sharing::{self, Origin, People, Sharing};
use ::case::weigh::DEFAULT_PRIORS;
use ::case::{Head, Recorded, Secret};
use item::Item;
use model::{Finding, Group, Sha256};
use policy::{POLICIES, Treatment};
use privacy::{Commitment, Key, Salts};
use report::ParquetTable;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use table::Redacting;

/// What the copy is of, with its evidence.
const EVIDENCE: &str = case::REDACTED;
/// Hypotheses and assessments.
const WEIGHING: &str = "weighing.json";

/// How much a redacted copy shows.
#[derive(Clone, Debug)]
pub struct RedactOptions {
    /// Sets of fewer than five accounts too, for this reason.
    pub allow_small: Option<String>,
    /// Folder of the secrets: asked for with a sealed case, which has none.
    pub keys: Option<PathBuf>,
    /// 32 bytes that nobody can guess: the key of the pseudonyms, when there is none yet.
    pub fresh_key: [u8; 32],
    /// 32 more: what the salts are made from.
    pub fresh_salts: [u8; 32],
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Redacted {
    /// Number of files.
    pub files: usize,
    /// What is not in the copy, in sentences.
    pub left_out: Vec<String>,
}

/// `redacted.json`: what the copy is of.
#[derive(Serialize)]
struct Manifest<'m> {
    program: &'static str,
    case: Sha256,
    /// The seal of the sealed case that it is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    seal: Option<Sha256>,
    custody: Option<Head>,
    made: String,
    rule: &'static str,
    /// Why small sets are in it, where they are; masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    small_sets: Option<String>,
    left_out: &'m [String],
    evidence: Vec<EvidenceOf>,
    files: Vec<FileOf<'m>>,
}

#[derive(Serialize, Deserialize)]
struct EvidenceOf {
    no: u32,
    sha256: Sha256,
    bytes: u64,
    media_type: String,
    category: model::Category,
    /// Commitment to its content; none where a sealed case has no bytes of it.
    content: Option<Commitment>,
    /// Commitment to the names under which it came, as a JSON list.
    names: Commitment,
}

#[derive(Serialize)]
struct FileOf<'m> {
    name: &'m str,
    sha256: &'m str,
    meaning: &'m str,
}

const RULE: &str = "A commitment is SHA-256 over a salt of 32 bytes and the content. The salt of an item is HMAC-SHA-256 \
                    over `salt`, a zero byte, the item's name and a zero byte, under a key that its owner keeps. \
                    Items are `evidence/NO/content`, `evidence/NO/names`, `hypothesis/N`, `assessment/N` and `TABLE#ROW`; \
                    the content of a row is the canonical JSON of its cells that are not in the copy as they were, that of \
                    a hypothesis or an assessment its canonical JSON. Ids of findings are the hashes of the original ones.";

/// Writes a redacted copy of the case, or sealed case, at `place` into the new folder `to`; the custody log of a case says
/// so.
pub fn redact(place: &Path, to: &Path, options: &RedactOptions, ctx: &Ctx<'_>) -> Result<Redacted> {
    check_empty(to)?;
    let mut origin = Origin::open(place, options.keys.as_deref(), ctx)?;
    let case = &origin.recorded;
    let Results { made, findings, groups } = Results::of(case, place)?;
    let secret = origin.secret(Secret::Pseudonyms, options.fresh_key)?;
    let salts = Salts::new(Key::new(origin.secret(Secret::Salts, options.fresh_salts)?));
    let people = People::of(case, &findings)?;
    let masker = sharing::masker(secret, &people, &findings);
    let sharing = Sharing { masker: &masker, people: &people };
    let mut left_out = vec![
        "Evidence, text, names, ids and addresses are left out; commitments stand in their place.".to_owned(),
        "Tables about single accounts, texts and media files are left out.".to_owned(),
    ];
    let (findings, groups) = match options.allow_small {
        Some(_) => (findings, groups),
        None => {
            let large = sharing::large(findings, groups, &people);
            left_out.extend(sharing::left_out(large.small_findings, "finding", "findings", "about sets"));
            left_out.extend(sharing::left_out(large.small_groups, "group", "groups", "that are sets"));
            (large.findings, large.groups)
        }
    };
    if !case.contents.has_content {
        left_out
            .push("The sealed case has no bytes of evidence: there are no commitments to them.".to_owned());
    }
    let mut outputs = Outputs::new(to)?;
    results(&findings, &groups, &sharing, &mut outputs)?;
    people_said(case, &findings, &sharing, &salts, &mut outputs)?;
    if report_case::has_page(case) {
        ctx.progress.stage("writing the report for others", None);
        let (html, _) = report_case::shared_html(case, place, &sharing, &DEFAULT_PRIORS)?;
        write(&mut outputs, "report.html", "The report of the case, as it may leave it.", &html)?;
    } else {
        left_out.push("There is no report: the last examination kept no data for one.".to_owned());
    }
    tables(case, &sharing, &salts, &mut outputs, ctx)?;
    let log = &case.contents.custody;
    let manifest = Manifest {
        program: crate::PROGRAM,
        case: case.contents.case,
        seal: origin.seal,
        custody: log.last().map(|entry| Head { entry: entry.entry, hash: entry.hash }),
        made: made.rfc3339(),
        rule: RULE,
        small_sets: options.allow_small.as_deref().map(|reason| masker.sentence(reason)),
        left_out: &left_out,
        evidence: evidence(case, &salts, ctx)?,
        files: outputs
            .list_files()
            .iter()
            .map(|file| FileOf { name: &file.name, sha256: &file.sha256, meaning: &file.meaning })
            .collect(),
    };
    let text = serde_json::to_string_pretty(&manifest)? + "\n";
    write(&mut outputs, EVIDENCE, "What the copy is of.", &text)?;
    let details = serde_json::json!({
        "sha256": Sha256::of(text.as_bytes()),
        "small_sets": options.allow_small,
        "left_out": left_out,
    });
    origin.log("redact", &details, ctx)?;
    Ok(Redacted { files: outputs.list_files().len(), left_out })
}

fn write(outputs: &mut Outputs, name: &str, meaning: &str, text: &str) -> Result<()> {
    outputs.file(name, meaning, |out| {
        out.write_all(text.as_bytes())?;
        Ok(0)
    })
}

/// Findings and groups.
fn results(
    findings: &[Finding],
    groups: &[Group],
    sharing: &Sharing<'_>,
    outputs: &mut Outputs,
) -> Result<()> {
    let findings: Vec<Finding> = findings.iter().map(|finding| sharing.finding(finding)).collect();
    let groups: Vec<Group> = groups.iter().map(|group| sharing.group(group)).collect();
    outputs.file(
        "findings.jsonl",
        "Findings with masked sentences, under the ids of the original ones.",
        |out| report::findings::write(&findings, out),
    )?;
    outputs.file("groups.jsonl", "Groups of pseudonyms.", |out| report::findings::write(&groups, out))
}

/// Hypotheses and assessments; the one hypothesis that no case is without is there too.
fn people_said(
    case: &Recorded,
    findings: &[Finding],
    sharing: &Sharing<'_>,
    salts: &Salts,
    outputs: &mut Outputs,
) -> Result<()> {
    let told = findings.iter().map(|finding| finding.id).collect();
    let told = weighing::told(&case.weighing(), &told, sharing, salts)?;
    let text = serde_json::to_string_pretty(&told)? + "\n";
    write(
        outputs,
        WEIGHING,
        "Hypotheses and assessments with masked sentences, and commitments to them.",
        &text,
    )
}

/// A table of the copy and where it comes from.
struct Source {
    /// Its name in the copy, which its commitments are made under.
    name: String,
    columns: &'static [(&'static str, Treatment)],
    path: PathBuf,
}

/// Records and tables of the last run that a copy has.
fn sources(case: &Recorded) -> Vec<Source> {
    let mut all = Vec::new();
    for &(table, columns) in POLICIES {
        let segments = case.contents.segments.iter().filter(|segment| segment.table == table);
        let mut paths: Vec<PathBuf> =
            segments.filter_map(|segment| case.segment_file(&segment.hash)).collect();
        paths.extend(case.out_file(&format!("{table}.parquet")));
        let is_only = paths.len() == 1;
        let name = |n: usize| if is_only { table.to_owned() } else { format!("{table}-{n}") };
        all.extend(paths.into_iter().enumerate().map(|(n, path)| Source { name: name(n), columns, path }));
    }
    all
}

/// Records and tables, as far as they may leave.
fn tables(
    case: &Recorded,
    sharing: &Sharing<'_>,
    salts: &Salts,
    outputs: &mut Outputs,
    ctx: &Ctx<'_>,
) -> Result<()> {
    for Source { name, columns, path } in sources(case) {
        ctx.progress.stage(&format!("redacting {name}"), None);
        let mut redacting = Redacting { name: name.clone(), columns, sharing, salts, row: 0 };
        let mut open = None;
        for batch in report::table::read_parquet(&path)? {
            let batch = batch?;
            let schema = redacting.schema(&batch.schema());
            let batch = redacting.batch(&batch, &schema)?;
            let file = match &mut open {
                Some(file) => file,
                None => {
                    let path = outputs.path(&format!("{name}.parquet"));
                    open.insert(ParquetTable::with_schema(&path, &schema)?)
                }
            };
            file.write(&batch)?;
        }
        if let Some(file) = open {
            outputs.finish_as(
                &name,
                "Rows with pseudonyms; `commitment` stands for what is left out.",
                file,
            )?;
        }
    }
    Ok(())
}

fn evidence(case: &Recorded, salts: &Salts, ctx: &Ctx<'_>) -> Result<Vec<EvidenceOf>> {
    let salt = |item: Item| salts.of(&item.to_string());
    let mut all = Vec::new();
    for row in &case.contents.evidence {
        ctx.progress.stage("committing to evidence", None);
        let no = row.no.0;
        let file = case.evidence_file(&row.evidence.id);
        let names = model::canonical_json(&row.names)?;
        all.push(EvidenceOf {
            no,
            sha256: row.evidence.id,
            bytes: row.evidence.bytes,
            media_type: row.evidence.media_type.clone(),
            category: row.evidence.category,
            content: file.map(|path| commitment::of_file(&salt(Item::Content(no)), &path)).transpose()?,
            names: Commitment::of(&salt(Item::Names(no)), names.as_bytes()),
        });
    }
    Ok(all)
}
