//! Tells the format from the content, never from the name.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Containers and binary formats that are known by their first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// zip, which may be a workbook.
    Zip,
    /// Parquet.
    Parquet,
    /// The container of old Office documents, which may be a mail of Outlook's.
    Compound,
}

/// Content that no reader takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What it looks like, such as "a PDF document".
    pub looks_like: &'static str,
    /// What to do about it.
    pub hint: &'static str,
}

/// The container or binary format that `head` begins.
pub fn wrapping(head: &[u8]) -> Option<Wrapping> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Wrapping::Gzip),
        // A frame, or a skippable frame before one.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Wrapping::Zstd),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Some(Wrapping::Zip),
        [b'P', b'A', b'R', b'1', ..] => Some(Wrapping::Parquet),
        _ if head.starts_with(crate::outlook::MAGIC) => Some(Wrapping::Compound),
        _ => None,
    }
}

const EXPORT: &str = "export the data as CSV, XLSX, JSON or Parquet and give that file";
const MEDIA: &str = "pictures, sound and video are looked at by `scrutineer media`";
const PACKED: &str = "unpack it first; `.gz`, `.zst` and `.zip` are read as they are";

/// Beginnings of formats that hold no records for us.
const KNOWN: [(&[u8], &str, &str); 23] = [
    (b"%PDF", "a PDF document", EXPORT),
    (b"\x89PNG", "a PNG image", MEDIA),
    (b"\xff\xd8\xff", "a JPEG image", MEDIA),
    (b"GIF8", "a GIF image", MEDIA),
    (b"RIFF", "a WebP image, a sound or a video", MEDIA),
    (b"\x7fELF", "an executable program", "a program is not evidence that this reader can take"),
    (b"MZ", "a Windows program", "a program is not evidence that this reader can take"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office document (.xls, .doc)",
        "open it and save it as XLSX or CSV, with ids formatted as text",
    ),
    (b"BZh", "bzip2", PACKED),
    (b"\xfd7zXZ", "xz", PACKED),
    (b"7z\xbc\xaf", "a 7-Zip archive", PACKED),
    (b"Rar!", "a RAR archive", PACKED),
    (b"SQLite format 3\0", "an SQLite database", "export the table of posts as CSV"),
    (b"ARROW1", "an Arrow IPC (Feather) file", "write it as Parquet"),
    (b"Obj\x01", "an Avro file", "write it as Parquet"),
    (b"ORC", "an ORC file", "write it as Parquet"),
    (b"RDX", "an R data file", "write it as CSV or Parquet from R"),
    (b"RDA", "an R data file", "write it as CSV or Parquet from R"),
    (
        b"\x80\x04\x95",
        "a Python pickle",
        "write it as CSV or Parquet from Python; pickles are never opened, as they can run programs",
    ),
    (
        b"<!DOCTYPE",
        "a web page",
        "articles are read by `scrutineer claims`; of posts save the data, not the page that shows them",
    ),
    (
        b"<!doctype",
        "a web page",
        "articles are read by `scrutineer claims`; of posts save the data, not the page that shows them",
    ),
    (
        b"<html",
        "a web page",
        "articles are read by `scrutineer claims`; of posts save the data, not the page that shows them",
    ),
    (b"<?xml", "an XML document", EXPORT),
];

/// What `head` is when it is nothing that a reader takes: known formats, and anything binary.
pub fn unknown(head: &[u8]) -> Option<Unknown> {
    if bom(head).is_some() || utf16(head).is_some() {
        return None;
    }
    if head.get(4..8) == Some(b"\x28\xb5\x2f\xfd") {
        return Some(Unknown {
            looks_like: "a `.zst_blocks` archive of Reddit posts",
            hint: "unpack it with the tool of whoever packed it (Arctic Shift) and give the JSON lines",
        });
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some(Unknown { looks_like: "an MP4 video or a HEIF image", hint: MEDIA });
    }
    let trimmed = head.trim_ascii_start();
    if let Some((_, looks_like, hint)) = KNOWN.iter().find(|(magic, ..)| trimmed.starts_with(magic)) {
        // "MZ" and "ORC" may also begin a word of text.
        if looks_like.starts_with("a web")
            || head.contains(&0)
            || !is_text(head)
            || trimmed.starts_with(b"%PDF")
            || trimmed.starts_with(b"<?xml")
        {
            return Some(Unknown { looks_like, hint });
        }
    }
    if is_mail(head) {
        return Some(Unknown { looks_like: "mail", hint: "mails are read by `scrutineer mail`" });
    }
    if is_text(head) {
        return None;
    }
    Some(Unknown { looks_like: "binary data of no known format", hint: EXPORT })
}

/// Names of header fields that hardly anything but a mail begins with.
const MAIL_FIELDS: [&str; 22] = [
    "received",
    "return-path",
    "delivered-to",
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "reply-to",
    "sender",
    "x-original-to",
    "envelope-to",
    "dkim-signature",
    "authentication-results",
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
    "received-spf",
    "x-sender-ip",
];
/// Fields of a mail that are looked at.
const FIELDS_SEEN: usize = 40;

/// What comes after a byte order mark, which editors leave, and empty lines, which people leave in front of a mail.
fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start()
}

/// Whether `head` begins several mails behind separator lines.
pub fn is_mbox(head: &[u8]) -> bool {
    without_mark(head).split(|&b| b == b'\n').next().is_some_and(separates_mails)
}

/// Whether `head` begins a mail: an mbox separator, or header fields, two of them known ones.
pub fn is_mail(head: &[u8]) -> bool {
    let mut lines = without_mark(head).split(|&b| b == b'\n');
    let mut first = lines.next().unwrap_or_default();
    if separates_mails(first) {
        first = lines.next().unwrap_or_default();
    }
    let mut known = 0;
    for line in std::iter::once(first).chain(lines).take(FIELDS_SEEN) {
        if matches!(line, [] | [b'\r']) {
            break;
        }
        if matches!(line[0], b' ' | b'\t') {
            continue;
        }
        let Some(colon) = line.iter().position(|&b| b == b':') else { return false };
        let name = line[..colon].trim_ascii_end();
        if name.is_empty() || name.iter().any(|b| !b.is_ascii_graphic()) {
            return false;
        }
        let is_known = |field: &&str| name.eq_ignore_ascii_case(field.as_bytes());
        known += usize::from(MAIL_FIELDS.iter().any(is_known));
        if known == 2 {
            return true;
        }
    }
    false
}

/// Whether a line separates mails of an mbox file: `From `, a sender, and a time of day.
pub fn separates_mails(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let time = |window: &[u8]| matches!(window, [h1, h2, b':', m1, m2] if [h1, h2, m1, m2].iter().all(|b| b.is_ascii_digit()));
    rest.len() < 1000 && rest.windows(5).any(time)
}

/// Office documents that are zip archives, by the name of a member.
pub fn office(member: &str) -> Option<Unknown> {
    match member {
        "word/document.xml" => Some(Unknown { looks_like: "a Word document", hint: EXPORT }),
        "ppt/presentation.xml" => Some(Unknown { looks_like: "a presentation", hint: EXPORT }),
        "META-INF/manifest.xml" => Some(Unknown {
            looks_like: "an OpenDocument file or a Java archive",
            hint: "save a table as XLSX or CSV, with ids formatted as text",
        }),
        _ => None,
    }
}

/// Text has no control characters but white space (a few are forgiven, as posts may hold them, and a program that died
/// may have left some zeros).
fn is_text(head: &[u8]) -> bool {
    let odd = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    odd * 100 <= head.len() || (odd <= 3 && odd * 16 <= head.len())
}

/// Byte order mark: the encoding and its length.
pub fn bom(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(head)
}

/// Characters that tell UTF-16 without a mark from other bytes.
const ENOUGH_UTF16: usize = 8;

/// The encoding of text in UTF-16: by its mark, or by zeros in every other place, which the characters of ASCII have
/// there. A quarter of the characters must be such, and none a control character: text in other scripts has spaces,
/// separators and digits.
pub fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = bom(head) {
        return Some(encoding).filter(|encoding| *encoding == UTF_16LE || *encoding == UTF_16BE);
    }
    let units = head.as_chunks::<2>().0;
    let is_text = |read: fn([u8; 2]) -> u16| {
        let units = || units.iter().map(|unit| read(*unit));
        let plain = units().filter(|unit| matches!(unit, 9 | 10 | 13 | 0x20..0x7f)).count();
        let odd = units().filter(|unit| matches!(unit, 0..=8 | 11 | 12 | 14..=0x1f)).count();
        plain >= ENOUGH_UTF16 && plain * 4 >= units().count() && odd == 0
    };
    if is_text(u16::from_le_bytes) {
        Some(UTF_16LE)
    } else if is_text(u16::from_be_bytes) {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_looks_like() {
        let check =
            |head: &[u8], expected: Option<&str>| assert_eq!(unknown(head).map(|u| u.looks_like), expected);
        check(b"%PDF-1.7\n", Some("a PDF document"));
        check(b"\x89PNG\r\n\x1a\n\0\0", Some("a PNG image"));
        check(b"MZ\x90\0\x03", Some("a Windows program"));
        check(b"MZ,time\n1,2\n", None);
        check(b"\0\0\0\x18ftypmp42", Some("an MP4 video or a HEIF image"));
        check(b"\x00\x01\x02\x03", Some("binary data of no known format"));
        check(b"i\0d\0,\0t\0i\0m\0e\0", Some("binary data of no known format"));
        check(b"id,time\n1,\x002\n3,4\n", None);
        check(b"<html><body>", Some("a web page"));
        check(b"id,time\n1,2\n", None);
        check(b"\xff\xfei\0d\0", None);
        check(b"\xf0\x01\0\0\x28\xb5\x2f\xfd\x04", Some("a `.zst_blocks` archive of Reddit posts"));
        assert_eq!(wrapping(b"PK\x03\x04rest"), Some(Wrapping::Zip));
        assert_eq!(wrapping(b"id,"), None);
    }

    #[test]
    fn utf16_without_a_mark_is_told_by_its_zeros() {
        let check = |text: &str| {
            let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!((utf16(&le), utf16(&be)), (Some(UTF_16LE), Some(UTF_16BE)), "{text}");
            assert_eq!((unknown(&le), unknown(&be), utf16(text.as_bytes())), (None, None, None), "{text}");
        };
        check("id,account,time\n1,a,2024-05-01\n");
        check("1;аня;2024-05-01 08:00;привет всем\n");
        assert_eq!(utf16(b"\x01\0\x02\0a\0b\0c\0d\0e\0f\0g\0h\0"), None);
        assert_eq!(utf16(b"id,account,time\n1,a,2024-05-01\n"), None);
    }
}
