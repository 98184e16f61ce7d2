//! The dossier: one row a finding, with what speaks against it and the bytes it rests on.

use super::{Material, place, support_in_words};
use crate::Result;
use crate::table::{Format, write_batches};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use model::Finding;
use std::io::Write;
use std::sync::Arc;

/// Records named in a row; the number of all stands beside them.
const RECORDS: usize = 100;

/// Writes the dossier as any table; returns the number of rows.
pub fn dossier(material: &Material, format: Format, out: &mut (dyn Write + Send)) -> Result<u64> {
    let findings = &material.findings;
    let text = |of: &dyn Fn(&Finding) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(findings.iter().map(of)))
    };
    let number = |of: fn(&Finding) -> Option<f64>| -> ArrayRef {
        Arc::new(findings.iter().map(of).collect::<Float64Array>())
    };
    let whole = |of: fn(&Finding) -> u64| -> ArrayRef {
        Arc::new(UInt64Array::from_iter_values(findings.iter().map(of)))
    };
    let batch = RecordBatch::try_from_iter([
        ("finding", text(&|f| f.id.hex())),
        ("lens", text(&|f| f.lens.clone())),
        ("method", text(&|f| format!("{} {}", f.method, f.version))),
        ("statement", text(&|f| f.statement.clone())),
        ("ordinary_explanations", text(&|f| f.innocent_explanations.join("\n"))),
        ("about", text(&|f| f.about.join("\n"))),
        ("n", whole(|f| f.n)),
        ("q", number(|f| f.q)),
        ("log10_p", number(|f| f.log10_p)),
        ("null_model", text(&|f| f.null_model.clone().unwrap_or_default())),
        ("error_rates", text(&|f| f.error_rates.join("\n"))),
        ("support", text(&|f| support_in_words(&f.support))),
        ("techniques", text(&|f| f.techniques.join(" "))),
        ("numbers", text(&|f| numbers(f))),
        (
            "evidence_sha256",
            text(&|f| f.inputs.iter().map(model::Sha256::hex).collect::<Vec<_>>().join("\n")),
        ),
        ("n_records", whole(|f| f.records.len() as u64)),
        ("records", text(&|f| records(material, f))),
    ])?;
    write_batches(format, &batch.schema(), [Ok(batch)], out)
}

fn numbers(finding: &Finding) -> String {
    let all = finding.statistic.iter().map(|(name, value)| format!("{name} = {value}"));
    all.collect::<Vec<_>>().join("\n")
}

fn records(material: &Material, finding: &Finding) -> String {
    let line = |record: &model::RecordRef| {
        let time = record.time.map_or_else(|| "no time".to_owned(), model::Timestamp::rfc3339);
        let at = place(material, record);
        format!("{time} {}/{} {} {at}", record.platform, record.account, record.post)
    };
    finding.records.iter().take(RECORDS).map(line).collect::<Vec<_>>().join("\n")
}
