//! The header of a mail out of Outlook: the stored one, or one made of single properties.

use super::property::{Properties, Tag, Trouble};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::{Read, Seek};

/// The stored header without what some versions store behind it: an empty line, and the headers of the parts. Empty when
/// it holds nothing.
pub(super) fn stored(mut header: Vec<u8>) -> Vec<u8> {
    let mut end = 0;
    for line in header.split_inclusive(|&b| b == b'\n') {
        if line.trim_ascii().is_empty() || line == b"\0" {
            break;
        }
        end += line.len();
    }
    header.truncate(end);
    while header.last() == Some(&0) {
        header.pop();
    }
    if !header.is_empty() && !header.ends_with(b"\n") {
        header.extend_from_slice(b"\r\n");
    }
    header
}

/// A header of the properties that a mail without a stored one has: one that was never received, such as a draft or a
/// mail in the folder of sent ones.
pub(super) fn made<F: Read + Seek>(properties: &mut Properties<'_, F>) -> Result<Vec<u8>, Trouble> {
    let mut header = String::new();
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            header.push_str(&format!("{name}: {value}\r\n"));
        }
    };
    let name = line(properties.text(Tag::SENDER_NAME)?);
    let mut address = line(properties.text(Tag::SENDER_SMTP_ADDRESS)?);
    if address.is_empty() {
        // Inside an organisation this is a path in its directory, and no address of a mail.
        address = line(properties.text(Tag::SENDER_ADDRESS)?);
    }
    let address = if address.contains('@') { format!("<{address}>") } else { String::new() };
    field("From", format!("{} {address}", quoted(&name)).trim());
    field("To", &line(properties.text(Tag::DISPLAY_TO)?));
    field("Subject", &line(properties.text(Tag::SUBJECT)?));
    let time = properties.time(Tag::CLIENT_SUBMIT_TIME).or_else(|| properties.time(Tag::DELIVERY_TIME));
    field("Date", &time.and_then(date).unwrap_or_default());
    field("Message-ID", &line(properties.text(Tag::MESSAGE_ID)?));
    if header.is_empty() {
        // Something has to stand there, or the text would be read as a header.
        header.push_str("Subject:\r\n");
    }
    Ok(header.into_bytes())
}

/// A value on one line: what looks like another field in it must not become one.
fn line(value: Option<String>) -> String {
    let value = value.unwrap_or_default();
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// A name as in RFC 5322, section 3.2.4: nothing in it is an address.
fn quoted(name: &str) -> String {
    match name {
        "" => String::new(),
        name => format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// A time of Windows as in RFC 5322, section 3.3.
fn date(time: u64) -> Option<String> {
    /// From 1601 to 1970.
    const SECONDS: i64 = 11_644_473_600;
    let seconds = i64::try_from(time / 10_000_000).ok()? - SECONDS;
    let time = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC);
    Some(time.strftime("%a, %-d %b %Y %H:%M:%S +0000").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_header_ends_at_its_empty_line() {
        for (stored_text, expected) in [
            ("From: a@b.example\r\nTo: c\r\n\r\n", "From: a@b.example\r\nTo: c\r\n"),
            ("From: a@b.example", "From: a@b.example\r\n"),
            ("From: a\n\n--b\nContent-Type: text/plain\n", "From: a\n"),
            ("From: a\r\n\0", "From: a\r\n"),
            ("\r\n\r\n", ""),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8_lossy(&stored(stored_text.into())), expected, "{stored_text:?}");
        }
    }

    #[test]
    fn values_stay_on_their_line() {
        assert_eq!(line(Some("Lamps\r\nReceived: from x".to_owned())), "Lamps  Received: from x");
        assert_eq!(quoted("a\" <b@c.example>"), "\"a\\\" <b@c.example>\"");
        assert_eq!(date(133_752_895_200_000_000).as_deref(), Some("Tue, 5 Nov 2024 14:12:00 +0000"));
        assert_eq!(date(u64::MAX), None);
        assert!(date(0).is_some());
    }
}
