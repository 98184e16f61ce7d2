//! The header of one part: what kind of part it is.

use super::flaw::{Flaw, Flaws};
use crate::message::Field;
use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};

/// Longest Content-Type or Content-Disposition that is read, in bytes. It bounds the parameters to fewer than 1,000: the
/// time that continued ones (RFC 2231) take grows faster than their number.
pub const MAX_FIELD: usize = 4096;
/// Longest boundary, in bytes. RFC 2046, section 5.1.1 allows 70.
const MAX_BOUNDARY: usize = 998;

/// How the body of a part is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Parts between lines with this boundary. In an alternative all say the same in different ways.
    Multipart { boundary: Vec<u8>, alternative: bool },
    /// Another message, with a header of its own.
    Message,
    /// Text to be shown.
    Text(Text),
    /// Everything else, attached text included: left alone.
    Other,
}

/// How text is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub html: bool,
    /// In lower case, as the part names it.
    pub charset: Option<String>,
    /// In lower case, `None` for none.
    pub encoding: Option<String>,
}

/// The fields that matter, as values without name and colon; of several the first.
#[derive(Debug, Default)]
pub(super) struct PartHeader<'a> {
    content_type: Option<&'a [u8]>,
    encoding: Option<&'a [u8]>,
    disposition: Option<&'a [u8]>,
}

impl<'a> PartHeader<'a> {
    pub fn of_message(fields: &[Field<'a>], flaws: &mut Flaws) -> Self {
        let mut header = Self::default();
        fields.iter().for_each(|field| header.take(field.name, field.value, flaws));
        header
    }

    /// Reads the header of a part at the beginning of `bytes`. Gives where its body begins.
    pub fn read(bytes: &'a [u8], most: usize, flaws: &mut Flaws) -> (Self, usize) {
        let mut header = Self::default();
        let (mut at, mut field) = (0, 0..0);
        loop {
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n + 1);
            let line = &bytes[at..end];
            let is_blank = line.trim_ascii().is_empty();
            // A part whose header runs into a boundary has neither blank line nor body.
            let is_over = is_blank || line.starts_with(b"--") || end > most;
            if is_over || !matches!(line.first(), Some(b' ' | b'\t')) {
                header.take_line(&bytes[field.clone()], flaws);
                field = at..end;
            }
            field.end = end;
            if is_over {
                return (header, if is_blank { end } else { at });
            }
            at = end;
        }
    }

    fn take_line(&mut self, line: &'a [u8], flaws: &mut Flaws) {
        if let Some(colon) = memchr::memchr(b':', line) {
            self.take(line[..colon].trim_ascii(), &line[colon + 1..], flaws);
        }
    }

    fn take(&mut self, name: &[u8], value: &'a [u8], flaws: &mut Flaws) {
        let place = match name {
            _ if name.eq_ignore_ascii_case(b"Content-Type") => &mut self.content_type,
            _ if name.eq_ignore_ascii_case(b"Content-Transfer-Encoding") => &mut self.encoding,
            _ if name.eq_ignore_ascii_case(b"Content-Disposition") => &mut self.disposition,
            _ => return,
        };
        if place.is_some() {
            flaws.note(Flaw::RepeatedField);
            return;
        }
        if value.len() > MAX_FIELD {
            flaws.note(Flaw::LongField);
        }
        *place = Some(&value[..value.len().min(MAX_FIELD)]);
    }

    /// The transfer encoding in lower case.
    pub fn encoding(&self) -> Option<String> {
        let encoding = self.encoding.map(|value| value.trim_ascii().to_ascii_lowercase());
        encoding.map(|value| String::from_utf8_lossy(&value).into_owned())
    }

    /// What kind of part this is. Parts without a type are plain text, or messages in a digest (RFC 2046, section 5.1.5).
    pub fn kind(&self, in_digest: bool, flaws: &mut Flaws) -> Kind {
        let encoding = self.encoding();
        let is_attached = self
            .disposition
            .and_then(parse)
            .is_some_and(|value| value.ctype().eq_ignore_ascii_case("attachment"));
        let plain = |charset| match is_attached {
            true => Kind::Other,
            false => Kind::Text(Text { html: false, charset, encoding: encoding.clone() }),
        };
        let Some(content_type) = self.content_type.and_then(parse) else {
            return if in_digest { Kind::Message } else { plain(None) };
        };
        let subtype = content_type.subtype().unwrap_or_default();
        let charset = content_type.attribute("charset").map(|name| name.trim().to_ascii_lowercase());
        match (content_type.ctype(), subtype) {
            ("multipart", _) => {
                match content_type.attribute("boundary").map(|b| b.as_bytes().trim_ascii_end()) {
                    Some(boundary) if !boundary.is_empty() && boundary.len() <= MAX_BOUNDARY => {
                        Kind::Multipart { boundary: boundary.to_vec(), alternative: subtype == "alternative" }
                    }
                    _ => {
                        flaws.note(Flaw::NoBoundary);
                        plain(charset)
                    }
                }
            }
            ("message", "rfc822" | "global") => Kind::Message,
            ("text", "html") if !is_attached => Kind::Text(Text { html: true, charset, encoding }),
            ("text", "plain" | "enriched" | "") => plain(charset),
            _ => Kind::Other,
        }
    }

    /// Whether parts without a type are messages.
    pub fn is_digest(&self) -> bool {
        self.content_type.and_then(parse).is_some_and(|value| value.subtype() == Some("digest"))
    }
}

fn parse(value: &[u8]) -> Option<ContentType<'static>> {
    // The reader ends at a line without continuation.
    let mut line = value.to_vec();
    line.push(b'\n');
    match MessageStream::new(&line).parse_content_type() {
        value @ HeaderValue::ContentType(_) => value.into_owned().into_content_type(),
        _ => None,
    }
}
