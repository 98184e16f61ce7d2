//! Transfer encodings of parts of a mail (RFC 2045, section 6).
//!
//! A place in a decoded copy means something only if everybody decodes alike, so this stands beside the places. Nothing
//! is refused: what is no code is passed over or kept, as mail programs do.

use serde::{Deserialize, Serialize};

/// An encoding that turns bytes into lines of ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransferEncoding {
    /// base64.
    Base64,
    /// quoted-printable.
    QuotedPrintable,
}

impl TransferEncoding {
    /// The encoding by the value of a Content-Transfer-Encoding field, in either case.
    pub fn by_name(name: &str) -> Option<Self> {
        let is = |other: &str| name.trim().eq_ignore_ascii_case(other);
        match () {
            () if is("base64") => Some(Self::Base64),
            () if is("quoted-printable") => Some(Self::QuotedPrintable),
            () => None,
        }
    }

    /// The bytes that stand there encoded.
    pub fn decode(self, encoded: &[u8]) -> Vec<u8> {
        match self {
            Self::Base64 => base64(encoded),
            Self::QuotedPrintable => quoted_printable(encoded),
        }
    }
}

/// Characters outside the alphabet are passed over (section 6.8); padding ends a group, so that several encoded pieces
/// one behind the other are read too.
fn base64(encoded: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded.len() / 4 * 3);
    let (mut group, mut bits) = (0_u32, 0);
    for &byte in encoded {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                (group, bits) = (0, 0);
                continue;
            }
            _ => continue,
        };
        group = group << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((group >> bits) as u8);
            group &= (1 << bits) - 1;
        }
    }
    out
}

/// White space at the end of a line is not part of it; `=` without two digits stays as it stands (section 6.7).
fn quoted_printable(encoded: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded.len());
    for line in encoded.split_inclusive(|&b| b == b'\n') {
        let content = line.trim_ascii_end();
        let ending = match line {
            [.., b'\r', b'\n'] => b"\r\n".as_slice(),
            [.., b'\n'] => b"\n",
            _ => b"",
        };
        let (content, ending) = match content.strip_suffix(b"=") {
            Some(content) => (content, b"".as_slice()),
            None => (content, ending),
        };
        let mut at = 0;
        while let Some(&byte) = content.get(at) {
            let digits = content.get(at + 1..at + 3).and_then(|d| Some((hex(d[0])?, hex(d[1])?)));
            match (byte, digits) {
                (b'=', Some((high, low))) => {
                    out.push(high << 4 | low);
                    at += 3;
                }
                _ => {
                    out.push(byte);
                    at += 1;
                }
            }
        }
        out.extend_from_slice(ending);
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::TransferEncoding::{self, Base64, QuotedPrintable};

    #[test]
    fn what_is_no_code_is_passed_over_or_kept() {
        let check = |encoding: TransferEncoding, encoded: &str, expected: &str| {
            assert_eq!(String::from_utf8_lossy(&encoding.decode(encoded.as_bytes())), expected, "{encoded}");
        };
        check(Base64, "TGFtcHM=", "Lamps");
        check(Base64, "TGFt\r\ncHM", "Lamps");
        check(Base64, "TGF!t cH*M=", "Lamps");
        check(Base64, "TGFtcHM=TGFtcHM=", "LampsLamps");
        check(Base64, "", "");
        check(Base64, "T", "");
        check(QuotedPrintable, "La=6Dps=20are=\r\n lit  \r\nat six", "Lamps are lit\r\nat six");
        check(QuotedPrintable, "100 =% =4", "100 =% =4");
        check(QuotedPrintable, "a=\n", "a");
        assert_eq!(TransferEncoding::by_name(" BASE64 "), Some(Base64));
        assert_eq!(TransferEncoding::by_name("8bit"), None);
    }
}
