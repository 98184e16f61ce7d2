//! Mails that findings are about, as the last run read them.

use crate::error::Result;
use crate::sharing::{each, existing};
use ::mail::content::Content;
use ::mail::limits::Limits;
use ::mail::message::Message;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{TimestampMicrosecondType, UInt64Type};
use case::Case;
use model::{At, Finding, RawRef, Timestamp};
use report::export::Mail;
use std::collections::BTreeMap;

/// The mails, sorted by hash. One whose header cannot be read again is left out: then its file alone is named.
pub(super) fn mails(case: &Case, findings: &[Finding]) -> Result<Vec<Mail>> {
    let records = findings.iter().flat_map(|finding| &finding.records);
    let places: BTreeMap<&str, &RawRef> = records
        .filter(|record| record.platform == "mail")
        .map(|record| (record.post.as_str(), &record.raw))
        .collect();
    let mut mails = BTreeMap::new();
    for batch in existing(Some(&case.out_dir().join("mails.parquet")))? {
        let batch = batch?;
        let mut cells = vec![[const { String::new() }; 3]; batch.num_rows()];
        for (i, column) in ["sha256", "authors", "connecting_ip"].iter().enumerate() {
            each(&batch, column, |row, text| cells[row][i] = text.to_owned());
        }
        let whole =
            |name: &str| batch.column_by_name(name).and_then(|array| array.as_primitive_opt::<UInt64Type>());
        let (Some(start), Some(end)) = (whole("start"), whole("end")) else { continue };
        let received = batch
            .column_by_name("received")
            .and_then(|array| array.as_primitive_opt::<TimestampMicrosecondType>());
        for (row, [sha256, from, ip]) in cells.into_iter().enumerate() {
            let Some(raw) = places.get(sha256.as_str()) else { continue };
            let raw = RawRef { at: At::Bytes(start.value(row), end.value(row)), ..(*raw).clone() };
            let Ok(excerpt) = case.read_bytes(&raw) else { continue };
            let received =
                received.filter(|column| column.is_valid(row)).map(|column| Timestamp(column.value(row)));
            let content =
                Content::of(&Message::split(&excerpt.bytes, &Limits::default()), &Limits::default());
            let mail = Mail {
                sha256: sha256.clone(),
                // One address only: several readings are no sender.
                from: Some(from).filter(|from| from.contains('@') && !from.contains([' ', ',', '<'])),
                subject: Some(content.subject).filter(|subject| !subject.is_empty()),
                received,
                is_multipart: content.boundary.is_some(),
                connecting_ip: Some(ip).filter(|ip| !ip.is_empty()),
            };
            mails.insert(sha256, mail);
        }
    }
    Ok(mails.into_values().collect())
}
