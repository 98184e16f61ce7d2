//! Canonical bodies.

use crate::dkim::Canon;

/// Hands the canonical form of a body to `sink`, piece by piece and in order, each piece with the offset in the body at
/// which it begins. Only CR LF ends a line; a line ending that was added has the offset of the body's end.
///
/// The pieces are slices of the body wherever they can be: a body is hashed without being copied.
pub fn canonical_body(body: &[u8], canon: Canon, mut sink: impl FnMut(&[u8], usize)) {
    match canon {
        Canon::Simple => {
            sink(without_empty_lines(body, false), 0);
            sink(b"\r\n", body.len());
        }
        Canon::Relaxed => {
            let body = without_empty_lines(body, true);
            relaxed(body, &mut sink);
            if !body.is_empty() {
                sink(b"\r\n", body.len());
            }
        }
    }
}

/// The body up to the end of the last line that is not empty, its line ending not included. With `white_space`
/// lines of white space are empty too, and white space at the end of that last line goes as well.
fn without_empty_lines(mut body: &[u8], white_space: bool) -> &[u8] {
    loop {
        let rest = match body {
            [rest @ .., b'\r', b'\n'] => rest,
            [rest @ .., b' ' | b'\t'] if white_space => rest,
            _ => return body,
        };
        body = rest;
    }
}

/// Runs of white space become one space, those at ends of lines go (section 3.4.4). Everything else stays as it is, so
/// only white space has to be looked at.
fn relaxed(body: &[u8], sink: &mut impl FnMut(&[u8], usize)) {
    let mut kept = 0;
    let mut from = 0;
    while let Some(start) = memchr::memchr2(b' ', b'\t', &body[from..]).map(|i| from + i) {
        let end =
            body[start..].iter().position(|b| !matches!(b, b' ' | b'\t')).map_or(body.len(), |i| start + i);
        from = end;
        let ends_line = body[end..].starts_with(b"\r\n");
        if !ends_line && &body[start..end] == b" " {
            continue;
        }
        sink(&body[kept..start], kept);
        if !ends_line {
            sink(b" ", start);
        }
        kept = end;
    }
    sink(&body[kept..], kept);
}
