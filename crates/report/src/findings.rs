//! `findings.jsonl`: one [`Finding`] a line; and what else is written so, such as groups.

use crate::{Error, Result};
use model::Finding;
use serde::Serialize;
use std::io::{BufRead, Write};

/// Longest line that is read, in bytes: a finding with a million records stays below it.
const MAX_LINE: u64 = 512 << 20;

/// Writes one record a line and returns how many there were.
pub fn write<'a, T: Serialize + 'a>(
    records: impl IntoIterator<Item = &'a T>,
    out: &mut dyn Write,
) -> Result<u64> {
    let mut n = 0;
    for record in records {
        n += 1;
        serde_json::to_writer(&mut *out, record).map_err(|source| json_or_io(n, source))?;
        out.write_all(b"\n")?;
    }
    Ok(n)
}

/// Reads findings line by line; blank lines are skipped. After an error in one line the next can still be read.
pub fn read<R: BufRead>(input: R) -> impl Iterator<Item = Result<Finding>> {
    Lines { input, line: 0, buffer: Vec::new() }
}

struct Lines<R> {
    input: R,
    line: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.buffer.clear();
            self.line += 1;
            match std::io::Read::take(&mut self.input, MAX_LINE).read_until(b'\n', &mut self.buffer) {
                Ok(0) => return None,
                Ok(_) if self.buffer.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let line = self.line;
                    let finding = serde_json::from_slice(&self.buffer);
                    return Some(finding.map_err(|source| Error::Json { line, source }));
                }
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}

fn json_or_io(line: u64, source: serde_json::Error) -> Error {
    if source.is_io() { Error::Io(source.into()) } else { Error::Json { line, source } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{At, EvidenceNo, Layer, RawRef, RecordRef, Sha256, Support, Timestamp};

    pub(crate) fn finding(statement: &str) -> Finding {
        Finding {
            id: Sha256::of(b""),
            lens: "coordination".into(),
            method: "co_action".into(),
            version: 1,
            parameters: [("window_s".to_owned(), serde_json::json!(60))].into(),
            seed: None,
            inputs: vec![Sha256::of(b"posts")],
            about: vec!["x/1".into(), "x/2".into()],
            statement: statement.into(),
            statistic: [("n_objects".to_owned(), 3.0)].into(),
            null_model: None,
            log10_p: None,
            q: None,
            n: 6,
            error_rates: vec![],
            support: Support::None { why: "not calibrated".into() },
            innocent_explanations: vec!["They read the same page.".into()],
            techniques: vec![],
            records: vec![RecordRef {
                platform: "x".into(),
                account: "1".into(),
                post: "1".into(),
                object: Some((Layer::Url, "https://example.org/a".into())),
                time: Some(Timestamp(1_714_564_800_000_000)),
                raw: RawRef { evidence: EvidenceNo(0), path: vec![], at: At::Bytes(0, 9) },
            }],
        }
        .seal()
        .expect("plain values")
    }

    #[test]
    fn findings_round_trip() {
        let findings =
            [finding("x/1 and x/2 acted on 3 common objects."), finding("\u{1b}[31m\n\u{2028}</script>")];
        let mut bytes = Vec::new();
        assert_eq!(write(&findings, &mut bytes).expect("writable"), 2);
        assert_eq!(bytes.iter().filter(|&&b| b == b'\n').count(), 2);
        assert!(!bytes.contains(&0x1b));
        let back: Vec<_> = read(&bytes[..]).collect::<Result<_>>().expect("readable");
        assert_eq!(back, findings);
    }

    #[test]
    fn a_bad_line_is_named_and_the_next_is_read() {
        let mut bytes = b"\n{\"id\":1}\n".to_vec();
        write(&[finding("ok")], &mut bytes).expect("writable");
        let read: Vec<_> = read(&bytes[..]).collect();
        assert!(matches!(read[0], Err(Error::Json { line: 2, .. })), "{:?}", read[0]);
        assert_eq!(read[1].as_ref().expect("good").statement, "ok");
    }
}
