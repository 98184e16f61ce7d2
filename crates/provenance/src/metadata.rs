//! What stands in a file beside picture and sound: EXIF, XMP, IPTC, text chunks, tags. All of it unsigned.

mod boxes;
mod exif;
mod iptc;
mod pdf;
mod png;
mod sound;
mod text;
mod xmp;

use media::{Container, Form, Piece, Source, Trouble};
use serde::Serialize;
use std::io::{Read, Seek};

/// Which kind of metadata an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Scheme {
    Exif,
    Xmp,
    Iptc,
    PngText,
    Comment,
    Mp4,
    Id3,
    Riff,
    Pdf,
    C2pa,
}

impl Scheme {
    /// Stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exif => "exif",
            Self::Xmp => "xmp",
            Self::Iptc => "iptc",
            Self::PngText => "png_text",
            Self::Comment => "comment",
            Self::Mp4 => "mp4",
            Self::Id3 => "id3",
            Self::Riff => "riff",
            Self::Pdf => "pdf",
            Self::C2pa => "c2pa",
        }
    }
}

/// One thing that a file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Kind.
    pub scheme: Scheme,
    /// Name of the field.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Piece of the file that it stands in.
    pub way: String,
    /// First byte of the value, or of what it is packed in.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
}

/// What a file says, and what of it could not be read.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// In the order of the file.
    pub entries: Vec<Entry>,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
}

/// Bytes of one piece that are read.
const MOST_PIECE: usize = 4 << 20;
/// Bytes of one value; what is packed is unpacked no further.
const MOST_VALUE: usize = 1 << 20;
/// Bytes of all values of a file.
const MOST_VALUES: usize = 8 << 20;
/// Entries of a file.
const MOST_ENTRIES: usize = 2_000;

/// Reads what stands in `file`, whose pieces are `form`'s.
pub fn read<R: Read + Seek>(file: &mut Source<R>, kind: Container, form: &Form) -> Metadata {
    let mut found = Found::default();
    for piece in &form.pieces {
        if let Err(error) = read_piece(file, kind, piece, &mut found) {
            found.troubles.push(Trouble::io(piece.start, &error));
        }
    }
    let rest = match kind {
        Container::Heic | Container::Avif => {
            exif::in_file(file, &mut found).and_then(|()| xmp::in_file(file, &mut found))
        }
        Container::Tiff => exif::in_file(file, &mut found),
        Container::Pdf => pdf::read(file, &mut found).and_then(|()| xmp::in_file(file, &mut found)),
        Container::Svg => xmp::in_file(file, &mut found),
        kind if kind.has_boxes() => boxes::read(file, form, &mut found),
        _ => Ok(()),
    };
    if let Err(error) = rest {
        found.troubles.push(Trouble::io(0, &error));
    }
    Metadata { entries: found.entries, troubles: found.troubles }
}

fn read_piece<R: Read + Seek>(
    file: &mut Source<R>,
    kind: Container,
    piece: &Piece,
    found: &mut Found,
) -> std::io::Result<()> {
    let reader: fn(&[u8], &Place<'_>, &mut Found) = match (kind, piece.name.as_str()) {
        (Container::Jpeg, "APP1") => in_app1,
        (Container::Jpeg, "APP13") => iptc::in_photoshop,
        (Container::Jpeg, "COM") => comment,
        (Container::Png, "tEXt") => png::plain,
        (Container::Png, "zTXt") => png::packed,
        (Container::Png, "iTXt") => png::international,
        (Container::Png, "eXIf") | (Container::Webp, "EXIF") => exif::raw,
        (Container::Webp, "XMP ") | (Container::Wav, "_PMX") | (Container::Tiff, "700") => xmp::packet,
        (Container::Gif, "comment") => png::gif_comment,
        (Container::Gif, "application") => png::gif_application,
        (Container::Mp3, "ID3v2") | (Container::Wav, "id3 " | "ID3 ") => sound::id3,
        (Container::Mp3, "ID3v1") => sound::id3_version_1,
        (Container::Wav, "bext") => sound::broadcast,
        (Container::Wav, name) if name.starts_with("LIST/INFO/") => sound::info,
        (Container::Tiff, "33723") => iptc::raw,
        _ => return Ok(()),
    };
    let bytes = file.range(piece.start, piece.end, MOST_PIECE)?;
    let place = Place { way: &piece.name, start: piece.start, end: piece.end };
    if piece.len() > MOST_PIECE as u64 {
        let message = format!("of a piece {} of {} bytes the beginning is read", piece.name, piece.len());
        found.trouble("metadata_cut", piece.start, message);
    }
    reader(&bytes, &place, found);
    Ok(())
}

/// JPEG keeps EXIF and XMP in segments of one kind.
fn in_app1(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    if let Some(exif) = bytes.strip_prefix(b"Exif\0\0") {
        exif::raw(exif, &place.behind(6), found);
    } else if let Some(packet) = bytes.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0") {
        xmp::packet(packet, &place.behind(29), found);
    } else if bytes.starts_with(b"http://ns.adobe.com/xmp/extension/\0") {
        found.trouble("extended_xmp", place.start, "XMP that goes on in further segments is not read");
    }
}

fn comment(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    found.add(Scheme::Comment, "comment", text::decoded(bytes), place);
}

/// Where something stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    way: &'p str,
    start: u64,
    end: u64,
}

impl Place<'_> {
    /// The same without its first `n` bytes.
    fn behind(&self, n: usize) -> Self {
        Self { start: (self.start + n as u64).min(self.end), ..*self }
    }

    /// Bytes `from..to` of it.
    fn part(&self, from: usize, to: usize) -> Self {
        let at = |n: usize| (self.start + n as u64).min(self.end);
        Self { start: at(from), end: at(to.max(from)), ..*self }
    }
}

/// What has been found so far.
#[derive(Default)]
struct Found {
    entries: Vec<Entry>,
    troubles: Vec<Trouble>,
    bytes: usize,
}

impl Found {
    fn add(&mut self, scheme: Scheme, key: &str, value: impl AsRef<str>, place: &Place<'_>) {
        let value = value.as_ref().trim_matches(['\0', ' ', '\n', '\r', '\t']);
        if value.is_empty() {
            return;
        }
        let value = &value[..value.floor_char_boundary(MOST_VALUE)];
        let key = &key[..key.floor_char_boundary(200)];
        self.bytes += value.len() + key.len();
        if self.entries.len() >= MOST_ENTRIES || self.bytes > MOST_VALUES {
            if !self.troubles.iter().any(|trouble| trouble.code == "too_much_metadata") {
                self.trouble("too_much_metadata", place.start, "the file says more than is read");
            }
            return;
        }
        self.entries.push(Entry {
            scheme,
            key: key.to_owned(),
            value: value.to_owned(),
            way: place.way.to_owned(),
            start: place.start,
            end: place.end,
        });
    }

    fn trouble(&mut self, code: &'static str, at: u64, message: impl Into<String>) {
        if self.troubles.len() < 64 {
            self.troubles.push(Trouble::new(code, at, message));
        }
    }
}

#[cfg(test)]
mod tests;
