//! IPTC-IIM records, as Photoshop keeps them in JPEG files.

use super::text::decoded;
use super::{Found, Place, Scheme};

/// Fields that say something of the origin; others go by their numbers.
fn name(record: u8, number: u8) -> String {
    let name = match (record, number) {
        (2, 5) => "ObjectName",
        (2, 25) => "Keywords",
        (2, 40) => "SpecialInstructions",
        (2, 55) => "DateCreated",
        (2, 65) => "OriginatingProgram",
        (2, 70) => "ProgramVersion",
        (2, 80) => "By-line",
        (2, 85) => "By-lineTitle",
        (2, 105) => "Headline",
        (2, 110) => "Credit",
        (2, 115) => "Source",
        (2, 116) => "CopyrightNotice",
        (2, 120) => "Caption-Abstract",
        (2, 122) => "Writer-Editor",
        _ => return format!("{record}:{number}"),
    };
    name.to_owned()
}

/// Photoshop's resources in a JPEG segment: the one with number 0x0404 holds the records.
pub fn in_photoshop(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    let Some(mut rest) = bytes.strip_prefix(b"Photoshop 3.0\0") else { return };
    while let Some(resource) = rest.strip_prefix(b"8BIM") {
        let Some(&[high, low, name_length]) = resource.first_chunk() else { return };
        // The name is padded to an even number of bytes, its length included.
        let at = 2 + (1 + usize::from(name_length)).next_multiple_of(2);
        let Some(length) =
            resource.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes)
        else {
            return;
        };
        let start = at + 4;
        let Some(content) = resource.get(start..start.saturating_add(length as usize)) else {
            found.trouble("metadata_damaged", place.start, "a Photoshop resource goes beyond its segment");
            return;
        };
        if (high, low) == (4, 4) {
            let from = bytes.len() - resource.len() + start;
            raw(content, &place.part(from, from + content.len()), found);
        }
        rest = resource.get(start + content.len().next_multiple_of(2)..).unwrap_or_default();
    }
}

/// The records themselves.
pub fn raw(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    let mut at = 0;
    while let Some(&[0x1c, record, number, high, low]) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let length = usize::from(u16::from_be_bytes([high, low]));
        let Some(value) = bytes.get(at + 5..at + 5 + length) else {
            found.trouble("metadata_damaged", place.start, "an IPTC field goes beyond its record");
            return;
        };
        let is_text = record == 2 && number >= 3;
        if is_text {
            let place = place.part(at + 5, at + 5 + length);
            found.add(Scheme::Iptc, &name(record, number), decoded(value), &place);
        }
        at += 5 + length;
    }
}
