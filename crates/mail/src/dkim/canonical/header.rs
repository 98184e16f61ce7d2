//! Canonical header fields.

use crate::dkim::{Canon, Repair};
use crate::message::Field;
use std::ops::Range;

/// Appends the canonical form of a field, with the CR LF that ends it.
pub fn canonical_field(out: &mut Vec<u8>, field: &Field<'_>, canon: Canon, repair: Repair) {
    match canon {
        Canon::Simple => out.extend_from_slice(&repair.header(field.whole)),
        Canon::Relaxed => {
            relaxed(out, field.name, &repair.header(field.value));
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// Appends the canonical form of the signature's own field: the value of `b=`, which stands at `signature` of the
/// field's value, is taken as empty, and no CR LF ends it (RFC 6376, section 3.7).
pub fn canonical_signature(
    out: &mut Vec<u8>,
    field: &Field<'_>,
    signature: &Range<usize>,
    canon: Canon,
    repair: Repair,
) {
    let mut value = field.value[..signature.start].to_vec();
    value.extend_from_slice(&field.value[signature.end..]);
    let value = repair.header(&value);
    match canon {
        Canon::Simple => {
            let before = field.value_span.start - field.span.start;
            out.extend_from_slice(&repair.header(&field.whole[..before]));
            out.extend_from_slice(&value);
        }
        Canon::Relaxed => relaxed(out, field.name, &value),
    }
}

/// Name in lower case, folding undone, each run of white space one space, none at the ends (section 3.4.2).
fn relaxed(out: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    out.extend(name.trim_ascii().iter().map(u8::to_ascii_lowercase));
    out.push(b':');
    let start = out.len();
    let mut space = false;
    let mut bytes = value.iter().copied().enumerate();
    while let Some((i, byte)) = bytes.next() {
        match byte {
            b' ' | b'\t' => space = true,
            b'\r' if value.get(i + 1) == Some(&b'\n') => {
                bytes.next();
            }
            _ => {
                if space && out.len() > start {
                    out.push(b' ');
                }
                space = false;
                out.push(byte);
            }
        }
    }
}
