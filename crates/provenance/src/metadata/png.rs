//! Text of PNG and GIF files.

use super::text::{decoded, latin1, split_zero, unpacked};
use super::{Found, Place, Scheme, xmp};

/// `tEXt`: keyword and text.
pub fn plain(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    if let Some((key, value)) = split_zero(bytes) {
        // The standard says Latin-1; programs write UTF-8.
        found.add(Scheme::PngText, &latin1(key), decoded(value), &place.behind(key.len() + 1));
    }
}

/// `zTXt`: keyword, method, packed text.
pub fn packed(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    if let Some((key, [0, value @ ..])) = split_zero(bytes) {
        let place = place.behind(key.len() + 2);
        add_unpacked(&latin1(key), value, &place, found);
    }
}

/// `iTXt`: keyword, whether it is packed, method, language, translated keyword, text.
pub fn international(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    let Some((key, [is_packed, _, rest @ ..])) = split_zero(bytes) else { return };
    let Some((_, rest)) = split_zero(rest) else { return };
    let Some((_, value)) = split_zero(rest) else { return };
    let place = place.behind(bytes.len() - value.len());
    let key = latin1(key);
    if *is_packed != 0 {
        add_unpacked(&key, value, &place, found);
    } else if key == "XML:com.adobe.xmp" {
        xmp::packet(value, &place, found);
    } else {
        found.add(Scheme::PngText, &key, decoded(value), &place);
    }
}

fn add_unpacked(key: &str, value: &[u8], place: &Place<'_>, found: &mut Found) {
    let (text, trouble) = unpacked(value);
    if let Some(code) = trouble {
        found.trouble(code, place.start, format!("the packed text of `{key}` is read as far as it goes"));
    }
    if key == "XML:com.adobe.xmp" {
        xmp::packet(&text, place, found);
    } else {
        found.add(Scheme::PngText, key, decoded(&text), place);
    }
}

/// A comment of a GIF file, in sub-blocks.
pub fn gif_comment(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    let mut text = Vec::new();
    let mut rest = bytes;
    while let Some((&length, after)) = rest.split_first().filter(|(length, _)| **length > 0) {
        let length = usize::from(length).min(after.len());
        text.extend_from_slice(&after[..length]);
        rest = &after[length..];
    }
    found.add(Scheme::Comment, "comment", decoded(&text), place);
}

/// An application block of a GIF file: XMP stands in it as it is, not in sub-blocks.
pub fn gif_application(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    if bytes.get(1..12) == Some(b"XMP DataXMP") {
        // Behind the packet stand 258 bytes by which readers of sub-blocks find the end.
        let end = bytes.len().saturating_sub(258).max(12);
        xmp::packet(&bytes[12..end], &place.part(12, end), found);
    }
}
