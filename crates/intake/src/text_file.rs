//! Small text files that people write: mappings and lists of accounts.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Longest file that is taken for one that a person wrote.
const MOST: u64 = 256 << 20;

/// The text of a file in whatever encoding an editor has saved it: UTF-8, UTF-16 with or without a mark, else
/// windows-1252. Lines end with `\n`.
pub fn read_text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(io::Error::other(format!("it is longer than {MOST} bytes")));
    }
    Ok(decoded(&bytes))
}

fn decoded(bytes: &[u8]) -> String {
    let unmarked = match bytes {
        // Half of a character of UTF-16.
        [0, second, ..] if *second != 0 => UTF_16BE,
        [first, 0, ..] if *first != 0 => UTF_16LE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    };
    // A mark goes before what the bytes look like, and is taken off.
    let (text, ..) = unmarked.decode(bytes);
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_however_it_was_saved() {
        const TEXT: &str = "anna\nzoë\n";
        let utf16 = |unit: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let check = |bytes: &[u8]| assert_eq!(decoded(bytes), TEXT, "{bytes:?}");
        check(TEXT.as_bytes());
        check("\u{feff}anna\r\nzoë\r\n".as_bytes());
        check("anna\rzoë\r".as_bytes());
        check(b"anna\nzo\xeb\n");
        check(&utf16(u16::to_le_bytes));
        check(&utf16(u16::to_be_bytes));
        check(&[&[0xff, 0xfe][..], &utf16(u16::to_le_bytes)].concat());
        check(&[&[0xfe, 0xff][..], &utf16(u16::to_be_bytes)].concat());
        assert_eq!(decoded(b""), "");
    }
}
