//! What mail stores did to a body, undone. Whoever uses these says so beside the result.

use super::damage::is_quoted_from;
use std::borrow::Cow;

/// Takes one `>` off each line that begins with `>From `, `>>From ` and so on, as mbox files of the kind "mboxrd" want
/// it. Borrowed when there is no such line. A sender may have written such a line: only a signature over the result
/// tells.
pub fn unquote_from(body: &[u8]) -> Cow<'_, [u8]> {
    let mut out: Option<Vec<u8>> = None;
    let mut start = 0;
    for line in body.split_inclusive(|&b| b == b'\n') {
        match (is_quoted_from(line), &mut out) {
            (true, _) => out.get_or_insert_with(|| body[..start].to_vec()).extend_from_slice(&line[1..]),
            (false, Some(out)) => out.extend_from_slice(line),
            (false, None) => {}
        }
        start += line.len();
    }
    out.map_or(Cow::Borrowed(body), Cow::Owned)
}
