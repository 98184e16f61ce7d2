//! Lines and their endings.

use serde::Serialize;
use std::borrow::Cow;

/// How the lines of a message end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineEnding {
    /// All in CR LF, as sent.
    #[default]
    Crlf,
    /// All in LF, as in most exports.
    Lf,
    /// Some in either, or some in CR CR LF.
    Mixed,
}

/// Length of a line without its ending: LF, CR LF, or several CR and LF.
pub(super) fn content_len(line: &[u8]) -> usize {
    match line.strip_suffix(b"\n") {
        Some(content) => content.iter().rposition(|&b| b != b'\r').map_or(0, |last| last + 1),
        None => line.len(),
    }
}

/// The bytes with CR LF at the end of every line, as they travelled. Borrowed when they already are; CR inside a line
/// stays as it is. A signature that holds only over this form holds over a repaired message, and should say so.
pub fn to_crlf(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut repaired: Option<Vec<u8>> = None;
    let mut kept = 0;
    for newline in memchr::memchr_iter(b'\n', bytes) {
        let content = content_start(bytes, newline);
        if newline - content == 1 {
            continue;
        }
        let out = repaired.get_or_insert_with(|| Vec::with_capacity(bytes.len() + bytes.len() / 32));
        out.extend_from_slice(&bytes[kept..content]);
        out.extend_from_slice(b"\r\n");
        kept = newline + 1;
    }
    match repaired {
        Some(mut out) => {
            out.extend_from_slice(&bytes[kept..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(bytes),
    }
}

/// Where the run of CR before the LF at `newline` begins.
fn content_start(bytes: &[u8], newline: usize) -> usize {
    bytes[..newline].iter().rposition(|&b| b != b'\r').map_or(0, |last| last + 1)
}
