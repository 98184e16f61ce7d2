//! EXIF, read by `kamadak-exif` from bytes that are bounded here.

use super::text::{decoded, utf16};
use super::{Found, Place, Scheme};
use exif::{Context, Error, Exif, Field, Reader, Tag, Value};
use media::Source;
use std::io::{BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Fields that are told of.
const MOST_FIELDS: usize = 256;
/// Characters of a field that is no text.
const MOST_SHOWN: usize = 200;
/// Bytes of a field above which it is a picture or a maker's own notes.
const LARGEST: usize = 1 << 20;
/// Largest file that is read whole for the sake of its EXIF.
const LARGEST_FILE: u64 = 64 << 20;

/// A TIFF structure, as it stands in pictures.
pub fn raw(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    // Some programs write the beginning of JPEG's segment into other containers too.
    let (bytes, place) = match bytes.strip_prefix(b"Exif\0\0") {
        Some(rest) => (rest, place.behind(6)),
        None => (bytes, *place),
    };
    take(|| Reader::new().continue_on_error(true).read_raw(bytes.to_vec()), &place, found);
}

/// The EXIF of a TIFF or HEIF file.
pub fn in_file<R: Read + Seek>(file: &mut Source<R>, found: &mut Found) -> std::io::Result<()> {
    if file.len() > LARGEST_FILE {
        found.trouble("metadata_cut", 0, "of a file of this size the EXIF is not looked for");
        return Ok(());
    }
    let place = Place { way: "EXIF", start: 0, end: file.len() };
    let mut inner = BufReader::new(file.rewound()?);
    take(|| Reader::new().continue_on_error(true).read_from_container(&mut inner), &place, found);
    Ok(())
}

fn take(read: impl FnOnce() -> Result<Exif, Error>, place: &Place<'_>, found: &mut Found) {
    let mut damage = None;
    let read =
        catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Error::InvalidFormat("the reader gave up")));
    let exif = read.or_else(|error| {
        error.distill_partial_result(|errors| damage = errors.first().map(ToString::to_string))
    });
    match exif {
        Ok(exif) => {
            for field in exif.fields().take(MOST_FIELDS) {
                let value = catch_unwind(AssertUnwindSafe(|| value(field, exif.little_endian())));
                if let Ok(Some(value)) = value {
                    found.add(Scheme::Exif, &name(field.tag), value, place);
                }
            }
        }
        Err(Error::NotFound(_)) => {}
        Err(error) => damage = Some(error.to_string()),
    }
    if let Some(damage) = damage {
        found.trouble("metadata_damaged", place.start, format!("EXIF: {damage}"));
    }
}

fn name(tag: Tag) -> String {
    match (tag.context(), tag.number()) {
        (Context::Tiff, 0x9c9b) => "XPTitle".to_owned(),
        (Context::Tiff, 0x9c9c) => "XPComment".to_owned(),
        (Context::Tiff, 0x9c9d) => "XPAuthor".to_owned(),
        (Context::Tiff, 0x9c9e) => "XPKeywords".to_owned(),
        (Context::Tiff, 0x9c9f) => "XPSubject".to_owned(),
        _ => {
            let name = tag.to_string();
            name.strip_prefix("Tag(").map_or(name.clone(), |rest| format!("({rest}"))
        }
    }
}

/// A field's value as text; `None` for pictures and makers' notes.
fn value(field: &Field, is_little: bool) -> Option<String> {
    match &field.value {
        Value::Ascii(texts) => {
            // Some programs end a text with more zero bytes than one.
            let texts = texts.iter().filter(|text| !text.is_empty());
            let texts: Vec<String> = texts.map(|text| decoded(text)).collect();
            Some(texts.join("; "))
        }
        Value::Undefined(bytes, _) if field.tag == Tag::UserComment => {
            let (kind, text) = bytes.split_at_checked(8)?;
            Some(match kind {
                b"UNICODE\0" => {
                    // Programs differ about the order of bytes: in text most characters have a small number.
                    let zeros =
                        |from: usize| text.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
                    let is_big = if zeros(0) == zeros(1) { !is_little } else { zeros(0) > zeros(1) };
                    utf16(text, is_big)
                }
                _ => decoded(text),
            })
        }
        Value::Byte(bytes) if matches!(field.tag.number(), 0x9c9b..=0x9c9f) => Some(utf16(bytes, false)),
        // IPTC, XMP and Photoshop's resources inside TIFF have their own readers.
        _ if matches!(field.tag.number(), 700 | 33723 | 34377) => None,
        Value::Undefined(bytes, _) | Value::Byte(bytes) if bytes.len() > 64 || bytes.len() > LARGEST => None,
        _ if field.tag == Tag::MakerNote => None,
        _ => {
            let shown = field.display_value().to_string();
            Some(shown[..shown.floor_char_boundary(MOST_SHOWN)].to_owned())
        }
    }
}
