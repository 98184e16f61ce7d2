//! The information dictionary of PDF files, as far as it stands there as plain text. What is packed in object streams or
//! encrypted is not read.

use super::text::{latin1, utf16};
use super::{Found, Place, Scheme};
use media::Source;
use std::io::{self, Read, Seek};

/// Fields that say who or what made the document.
const FIELDS: [&[u8]; 6] = [b"/Producer", b"/Creator", b"/Author", b"/Title", b"/Subject", b"/Keywords"];
/// Bytes at each end of the file that are searched.
const SEARCHED: u64 = 1 << 20;
/// Longest value.
const LONGEST: usize = 4096;
/// Values that are told of.
const MOST: usize = 32;

pub fn read<R: Read + Seek>(file: &mut Source<R>, found: &mut Found) -> io::Result<()> {
    let tail = file.len().saturating_sub(SEARCHED);
    let mut starts = vec![0];
    if tail > 0 {
        starts.push(tail.max(SEARCHED));
    }
    let mut told = 0;
    for start in starts {
        let bytes = file.take(start, SEARCHED as usize)?;
        let mut at = 0;
        while let Some(slash) = bytes[at..].iter().position(|&byte| byte == b'/').map(|next| at + next) {
            at = slash + 1;
            let Some(field) = FIELDS.iter().find(|field| bytes[slash..].starts_with(field)) else { continue };
            let from = slash + field.len();
            let Some((text, length)) = string(&bytes[from..]) else { continue };
            let place =
                Place { way: "Info", start: start + from as u64, end: start + (from + length) as u64 };
            found.add(Scheme::Pdf, &latin1(&field[1..]), text, &place);
            at = from + length;
            told += 1;
            if told == MOST {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The string that begins here, behind spaces, and the bytes up to its end.
fn string(bytes: &[u8]) -> Option<(String, usize)> {
    let at = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let (content, end) = match bytes[at] {
        b'(' => literal(&bytes[at..])?,
        b'<' if bytes.get(at + 1) != Some(&b'<') => hexadecimal(&bytes[at..])?,
        _ => return None,
    };
    let text = if content.starts_with(&[0xfe, 0xff]) {
        utf16(&content, true)
    } else if let Some(rest) = content.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        latin1(&content)
    };
    Some((text, at + end))
}

fn literal(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (mut out, mut depth) = (Vec::new(), 0);
    let mut rest = bytes.iter().copied().enumerate().take(LONGEST);
    while let Some((at, byte)) = rest.next() {
        match byte {
            b'(' if depth == 0 => depth = 1,
            b'(' => {
                depth += 1;
                out.push(byte);
            }
            b')' if depth == 1 => return Some((out, at + 1)),
            b')' => {
                depth -= 1;
                out.push(byte);
            }
            b'\\' => match rest.next()?.1 {
                b'n' => out.push(b'\n'),
                b'r' => out.push(b'\r'),
                b't' => out.push(b'\t'),
                b'\n' | b'\r' => {}
                first @ b'0'..=b'7' => {
                    let mut value = u32::from(first - b'0');
                    for _ in 0..2 {
                        match rest.clone().next() {
                            Some((_, digit @ b'0'..=b'7')) => {
                                value = value * 8 + u32::from(digit - b'0');
                                rest.next();
                            }
                            _ => break,
                        }
                    }
                    out.push(value as u8);
                }
                other => out.push(other),
            },
            _ => out.push(byte),
        }
    }
    None
}

fn hexadecimal(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let end = bytes.iter().take(LONGEST).position(|&byte| byte == b'>')?;
    let digits: Option<Vec<u8>> = bytes[1..end]
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|&byte| (byte as char).to_digit(16).map(|digit| digit as u8))
        .collect();
    let pair = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
    Some((digits?.chunks(2).map(pair).collect(), end + 1))
}
