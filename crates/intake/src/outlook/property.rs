//! Properties of a message (MS-OXPROPS), by number and type.

use super::PROPERTIES;
use cfb::CompoundFile;
use encoding_rs::{Encoding, UTF_8, UTF_16LE, WINDOWS_1252};
use std::io::{self, Read, Seek};

/// Number of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag(u16);

impl Tag {
    pub const CLIENT_SUBMIT_TIME: Self = Self(0x0039);
    pub const TRANSPORT_HEADERS: Self = Self(0x007d);
    pub const SUBJECT: Self = Self(0x0037);
    pub const SENDER_NAME: Self = Self(0x0c1a);
    pub const SENDER_ADDRESS: Self = Self(0x0c1f);
    pub const SENDER_SMTP_ADDRESS: Self = Self(0x5d01);
    pub const DISPLAY_TO: Self = Self(0x0e04);
    pub const DELIVERY_TIME: Self = Self(0x0e06);
    pub const BODY: Self = Self(0x1000);
    pub const RTF: Self = Self(0x1009);
    pub const HTML: Self = Self(0x1013);
    pub const MESSAGE_ID: Self = Self(0x1035);
    const INTERNET_CODEPAGE: Self = Self(0x3fde);
    const MESSAGE_CODEPAGE: Self = Self(0x3ffd);
}

/// Types of properties that are streams of their own, as their names end.
const UTF16: &str = "001F";
const EIGHT_BIT: &str = "001E";
const BINARY: &str = "0102";

/// Types of properties that stand in the table.
const NUMBER: u16 = 0x0003;
const TIME: u16 = 0x0040;

/// Why something could not be read.
#[derive(Debug)]
pub(super) enum Trouble {
    Damaged(io::Error),
    TooLong,
    NotRead(String),
}

/// The properties in a storage.
pub(super) struct Properties<'c, F> {
    container: &'c mut CompoundFile<F>,
    storage: &'c str,
    /// The table of numbers and times.
    table: Vec<u8>,
    left: &'c mut usize,
}

impl<'c, F: Read + Seek> Properties<'c, F> {
    /// `top`: the storage is that of the whole file, whose table begins later (MS-OXMSG, section 2.4).
    pub fn new(
        container: &'c mut CompoundFile<F>,
        storage: &'c str,
        top: bool,
        left: &'c mut usize,
    ) -> Result<Self, Trouble> {
        let table = stream(container, &format!("{storage}{PROPERTIES}"), left)?.unwrap_or_default();
        let header = if top { 32 } else { 24 };
        let table = table.get(header..).unwrap_or_default().to_vec();
        Ok(Self { container, storage, table, left })
    }

    /// Whether the property is there in any form.
    pub fn has(&self, tag: Tag) -> bool {
        [UTF16, EIGHT_BIT, BINARY].iter().any(|kind| self.container.is_stream(self.path(tag, kind)))
    }

    /// A text.
    pub fn text(&mut self, tag: Tag) -> Result<Option<String>, Trouble> {
        if let Some(bytes) = self.stream(tag, UTF16)? {
            return Ok(Some(utf16(&bytes)));
        }
        let encoding = self.encoding(Tag::MESSAGE_CODEPAGE);
        Ok(self.stream(tag, EIGHT_BIT)?.map(|bytes| decoded(&bytes, encoding)))
    }

    /// A text; where it stands in bytes, these.
    pub fn bytes_or_text(&mut self, tag: Tag) -> Result<Option<Vec<u8>>, Trouble> {
        match self.stream(tag, UTF16)? {
            Some(bytes) => Ok(Some(utf16(&bytes).into_bytes())),
            None => self.stream(tag, EIGHT_BIT),
        }
    }

    /// The HTML, which is bytes in one file and text in another.
    pub fn html(&mut self) -> Result<Option<String>, Trouble> {
        let encoding = self.encoding(Tag::INTERNET_CODEPAGE);
        match self.stream(Tag::HTML, BINARY)? {
            Some(bytes) => Ok(Some(decoded(&bytes, encoding))),
            None => self.text(Tag::HTML),
        }
    }

    /// A time, in units of 100 ns since 1601 in UTC.
    pub fn time(&self, tag: Tag) -> Option<u64> {
        self.value(tag, TIME).map(u64::from_le_bytes)
    }

    /// The encoding that a property names; without one UTF-8 where that is what a text is, else the most common one.
    fn encoding(&self, tag: Tag) -> Option<&'static Encoding> {
        let [a, b, rest @ ..] = self.value(tag, NUMBER)?;
        // Numbers fill four of the eight bytes; those of code pages fit into two.
        (rest[..2] == [0, 0]).then(|| codepage::to_encoding(u16::from_le_bytes([a, b])))?
    }

    /// The value of a property in the table: rows of type, number, flags and value (MS-OXMSG, section 2.4.2).
    fn value(&self, tag: Tag, kind: u16) -> Option<[u8; 8]> {
        let mut rows = self.table.as_chunks::<16>().0.iter();
        let row = rows.find(|row| row[..2] == kind.to_le_bytes() && row[2..4] == tag.0.to_le_bytes())?;
        row[8..].try_into().ok()
    }

    fn path(&self, tag: Tag, kind: &str) -> String {
        format!("{}__substg1.0_{:04X}{kind}", self.storage, tag.0)
    }

    fn stream(&mut self, tag: Tag, kind: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let path = self.path(tag, kind);
        stream(self.container, &path, self.left)
    }
}

/// A stream, as far as `left` goes, which it is taken off from. `None`: there is none.
pub(super) fn stream<F: Read + Seek>(
    container: &mut CompoundFile<F>,
    path: &str,
    left: &mut usize,
) -> Result<Option<Vec<u8>>, Trouble> {
    if !container.is_stream(path) {
        return Ok(None);
    }
    let stream = container.open_stream(path).map_err(Trouble::Damaged)?;
    let (length, most) = (stream.len(), *left as u64);
    if length > most {
        return Err(Trouble::TooLong);
    }
    let mut bytes = Vec::new();
    stream.take(most).read_to_end(&mut bytes).map_err(Trouble::Damaged)?;
    *left -= bytes.len();
    // Where sectors are missing, the container's reader may end without a word.
    if (bytes.len() as u64) < length {
        return Err(Trouble::Damaged(io::ErrorKind::UnexpectedEof.into()));
    }
    Ok(Some(bytes))
}

fn utf16(bytes: &[u8]) -> String {
    let (text, _) = UTF_16LE.decode_without_bom_handling(bytes);
    text.trim_end_matches('\0').to_owned()
}

fn decoded(bytes: &[u8], encoding: Option<&'static Encoding>) -> String {
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let encoding = encoding.unwrap_or(if is_utf8 { UTF_8 } else { WINDOWS_1252 });
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.trim_end_matches('\0').to_owned()
}
