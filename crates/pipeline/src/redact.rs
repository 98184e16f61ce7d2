//! A copy of a case that can be shared: records without text and with pseudonyms, findings with masked sentences, and in
//! the place of everything else salted commitments, so that its owner can show single items later.

mod policy;
mod table;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::export::Results;
use crate::outputs::Outputs;
use crate::sharing::{self, People, Sharing};
use case::{Case, Recorded, Secret};
use model::{Finding, Sha256};
use policy::POLICIES;
use privacy::{Commitment, Key, Salts};
use report::ParquetTable;
use serde::Serialize;
use std::io::Read;
use std::path::Path;
use table::Redacting;

/// How much a redacted copy shows.
#[derive(Clone, Debug)]
pub struct RedactOptions {
    /// Sets of fewer than five accounts too, for this reason.
    pub allow_small: Option<String>,
    /// 32 bytes that nobody can guess: the key of the pseudonyms, when the case has none yet.
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
    custody: case::Head,
    made: String,
    rule: &'static str,
    left_out: &'m [String],
    evidence: Vec<EvidenceOf>,
    files: Vec<FileOf<'m>>,
}

#[derive(Serialize)]
struct EvidenceOf {
    no: u32,
    sha256: Sha256,
    bytes: u64,
    media_type: String,
    category: model::Category,
    /// Commitments to its content and to the names under which it came, as a JSON list.
    content: Commitment,
    names: Commitment,
}

#[derive(Serialize)]
struct FileOf<'m> {
    name: &'m str,
    sha256: &'m str,
    meaning: &'m str,
}

const RULE: &str = "A commitment is SHA-256 over a salt of 32 bytes and the content. The salt of an item is HMAC-SHA-256 \
                    over `salt`, a zero byte, the item's name and a zero byte, under a key that stays in the original case. \
                    Items are `evidence/NO/content`, `evidence/NO/names` and `TABLE#ROW`; the content of a row is the \
                    canonical JSON of its cells that are not in the copy as they were. Ids of findings are the hashes of \
                    the original ones.";

/// Writes a redacted copy of the case at `dir` into the new folder `to`; the custody log says so.
pub fn redact(dir: &Path, to: &Path, options: &RedactOptions, ctx: &Ctx<'_>) -> Result<Redacted> {
    if std::fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::NotEmpty { path: to.to_owned() });
    }
    let mut case = Case::open(dir)?;
    let recorded = Recorded::of(&case, crate::PROGRAM)?;
    let Results { made, findings, groups } = Results::of(&recorded, dir)?;
    let people = People::of(&recorded, &findings)?;
    let masker = sharing::masker(case.secret(Secret::Pseudonyms, options.fresh_key)?, &people, &findings);
    let salts = Salts::new(Key::new(case.secret(Secret::Salts, options.fresh_salts)?));
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
    let findings: Vec<Finding> = findings.iter().map(|finding| sharing.finding(finding)).collect();
    let groups: Vec<model::Group> = groups.iter().map(|group| sharing.group(group)).collect();
    let mut outputs = Outputs::new(to)?;
    outputs.file(
        "findings.jsonl",
        "Findings with masked sentences, under the ids of the original ones.",
        |out| report::findings::write(&findings, out),
    )?;
    outputs.file("groups.jsonl", "Groups of pseudonyms.", |out| report::findings::write(&groups, out))?;
    tables(&case, &sharing, &salts, &mut outputs, ctx)?;
    let evidence = evidence(&case, &salts, ctx)?;
    let manifest = Manifest {
        program: crate::PROGRAM,
        case: case.id()?,
        custody: case.check_log()?,
        made: made.rfc3339(),
        rule: RULE,
        left_out: &left_out,
        evidence,
        files: outputs
            .list_files()
            .iter()
            .map(|file| FileOf { name: &file.name, sha256: &file.sha256, meaning: &file.meaning })
            .collect(),
    };
    let text = serde_json::to_string_pretty(&manifest)? + "\n";
    let sha256 = Sha256::of(text.as_bytes());
    outputs.file("redacted.json", "What the copy is of.", |out| {
        out.write_all(text.as_bytes())?;
        Ok(0)
    })?;
    let details =
        serde_json::json!({"sha256": sha256, "small_sets": options.allow_small, "left_out": left_out});
    case.log(&ctx.actor, "redact", &details, ctx.now)?;
    Ok(Redacted { files: outputs.list_files().len(), left_out })
}

/// Records and tables of the last run, as far as they may leave.
fn tables(
    case: &Case,
    sharing: &Sharing<'_>,
    salts: &Salts,
    outputs: &mut Outputs,
    ctx: &Ctx<'_>,
) -> Result<()> {
    for (table, columns) in POLICIES {
        let segments = case.segments(table)?;
        let mut paths: Vec<_> = segments.iter().map(|segment| case.segment_path(&segment.hash)).collect();
        let derived = case.out_dir().join(format!("{table}.parquet"));
        paths.extend(Some(derived).filter(|path| path.is_file()));
        for (n, path) in paths.iter().enumerate() {
            ctx.progress.stage(&format!("redacting {table}"), None);
            let name = if paths.len() > 1 { format!("{table}-{n}") } else { (*table).to_owned() };
            let mut redacting = Redacting { name: name.clone(), columns, sharing, salts, row: 0 };
            let mut open = None;
            for batch in report::table::read_parquet(path)? {
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
    }
    Ok(())
}

fn evidence(case: &Case, salts: &Salts, ctx: &Ctx<'_>) -> Result<Vec<EvidenceOf>> {
    let mut all = Vec::new();
    for row in case.evidence()? {
        ctx.progress.stage("committing to evidence", None);
        let item = |what: &str| salts.of(&format!("evidence/{}/{what}", row.no.0));
        let mut content = Commitment::begin(&item("content"));
        let path = case.evidence_path(&row.evidence.id);
        let mut file = case.open_evidence(&row.evidence.id)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer).map_err(Error::file("read", &path))? {
                0 => break,
                n => content.update(&buffer[..n]),
            }
        }
        let names = model::canonical_json(&row.names)?;
        all.push(EvidenceOf {
            no: row.no.0,
            sha256: row.evidence.id,
            bytes: row.evidence.bytes,
            media_type: row.evidence.media_type.clone(),
            category: row.evidence.category,
            content: content.finish(),
            names: Commitment::of(&item("names"), names.as_bytes()),
        });
    }
    Ok(all)
}
