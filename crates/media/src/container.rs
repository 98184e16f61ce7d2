//! Kinds of files, told from their first bytes.

use serde::Serialize;

/// Kind of a media file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Container {
    Jpeg,
    Png,
    Webp,
    Gif,
    Heic,
    Avif,
    Mp4,
    Mov,
    M4a,
    Pdf,
    Mp3,
    Wav,
    Tiff,
    Svg,
}

/// Bytes that decide.
pub const HEAD: usize = 4096;

impl Container {
    /// All of them, in a fixed order.
    pub const ALL: [Self; 14] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Gif,
        Self::Heic,
        Self::Avif,
        Self::Mp4,
        Self::Mov,
        Self::M4a,
        Self::Pdf,
        Self::Mp3,
        Self::Wav,
        Self::Tiff,
        Self::Svg,
    ];

    /// Stable name, as in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Mp4 => "mp4",
            Self::Mov => "mov",
            Self::M4a => "m4a",
            Self::Pdf => "pdf",
            Self::Mp3 => "mp3",
            Self::Wav => "wav",
            Self::Tiff => "tiff",
            Self::Svg => "svg",
        }
    }

    /// Media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Avif => "image/avif",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::M4a => "audio/mp4",
            Self::Pdf => "application/pdf",
            Self::Mp3 => "audio/mpeg",
            Self::Wav => "audio/wav",
            Self::Tiff => "image/tiff",
            Self::Svg => "image/svg+xml",
        }
    }

    /// Endings of file names that say so.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Gif => &["gif"],
            Self::Heic => &["heic", "heif", "hif"],
            Self::Avif => &["avif"],
            Self::Mp4 => &["mp4", "m4v"],
            Self::Mov => &["mov", "qt"],
            Self::M4a => &["m4a"],
            Self::Pdf => &["pdf"],
            Self::Mp3 => &["mp3"],
            Self::Wav => &["wav", "wave"],
            Self::Tiff => &["tif", "tiff", "dng"],
            Self::Svg => &["svg"],
        }
    }

    /// The kind that a file's name says, whatever its bytes are.
    pub fn named(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        Self::ALL.into_iter().find(|kind| kind.endings().contains(&ending.as_str()))
    }

    /// Whether a name with `other`'s ending fits: boxes of films and sounds are alike, and cameras name them freely.
    pub fn fits(self, other: Self) -> bool {
        let is_box = |kind| matches!(kind, Self::Mp4 | Self::Mov | Self::M4a);
        self == other || is_box(self) && is_box(other)
    }

    /// Whether its structure is that of boxes (ISO/IEC 14496-12).
    pub fn has_boxes(self) -> bool {
        matches!(self, Self::Heic | Self::Avif | Self::Mp4 | Self::Mov | Self::M4a)
    }
}

/// The kind of a file that begins with `head` ([`HEAD`] bytes of it, or all).
pub fn detect(head: &[u8]) -> Option<Container> {
    use Container::{Avif, Gif, Heic, Jpeg, Mov, Mp3, Pdf, Png, Svg, Tiff, Wav, Webp};
    let is_form = |form: &[u8]| head.starts_with(b"RIFF") && head.get(8..12) == Some(form);
    if head.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(Jpeg)
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Png)
    } else if is_form(b"WEBP") {
        Some(Webp)
    } else if is_form(b"WAVE") {
        Some(Wav)
    } else if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") {
        Some(Gif)
    } else if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
        Some(Tiff)
    } else if head.starts_with(b"%PDF-") {
        Some(Pdf)
    } else if head.get(4..8) == Some(b"ftyp") {
        Some(match brands(head) {
            Brands { avif: true, .. } => Avif,
            Brands { heif: true, .. } => Heic,
            Brands { main, .. } => main,
        })
    } else if is_bare_movie(head) {
        Some(Mov)
    } else if head.starts_with(b"ID3") && head.get(3).is_some_and(|&version| version < 5) || is_sound(head) {
        Some(Mp3)
    } else if is_svg(head) {
        Some(Svg)
    } else {
        None
    }
}

struct Brands {
    avif: bool,
    heif: bool,
    main: Container,
}

/// What the `ftyp` box names: the major brand decides, the compatible ones where it names only the family.
fn brands(head: &[u8]) -> Brands {
    let stated = head.get(..4).map_or(0, |size| u32::from_be_bytes([size[0], size[1], size[2], size[3]]));
    let end = (stated as usize).clamp(16, 256).min(head.len());
    let major = head.get(8..12).unwrap_or_default();
    let compatible = head.get(16..end).unwrap_or_default();
    let mut all = std::iter::once(major).chain(compatible.chunks_exact(4));
    let is_picture = matches!(major, b"mif1" | b"msf1" | b"miaf");
    let avif = matches!(major, b"avif" | b"avis")
        || is_picture && compatible.chunks_exact(4).any(|brand| matches!(brand, b"avif" | b"avis"));
    let heif =
        is_picture || all.any(|brand| matches!(brand, b"heic" | b"heix" | b"heim" | b"heis" | b"hevc"));
    let main = match major {
        b"qt  " => Container::Mov,
        b"M4A " | b"M4B " | b"M4P " => Container::M4a,
        _ => Container::Mp4,
    };
    Brands { avif, heif, main }
}

/// Movies from before there was an `ftyp` box.
fn is_bare_movie(head: &[u8]) -> bool {
    matches!(head.get(4..8), Some(b"moov" | b"mdat" | b"wide" | b"pnot"))
        && head.get(..2).is_some_and(|size| size == [0, 0] || head.get(4..8) != Some(b"moov"))
}

/// Two frames of MPEG audio, layer III, in a row: one alone is two bytes that stand in any file.
fn is_sound(head: &[u8]) -> bool {
    let Some(length) = frame(head) else { return false };
    head.get(length..).is_some_and(|next| frame(next).is_some())
}

/// Length of the frame of MPEG audio, layer III, that begins here.
fn frame(bytes: &[u8]) -> Option<usize> {
    let &[first, second, third, _] = bytes.get(..4)? else { return None };
    if first != 0xff || second & 0xe6 != 0xe2 {
        return None;
    }
    let (version, rate, sampling) = (second >> 3 & 3, usize::from(third >> 4), usize::from(third >> 2 & 3));
    if version == 1 || rate == 0 || rate == 15 || sampling == 3 {
        return None;
    }
    const FIRST: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const LATER: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let (rates, samples, divisor) = match version {
        3 => (FIRST, 144, 1),
        2 => (LATER, 72, 2),
        _ => (LATER, 72, 4),
    };
    let hertz = [44_100, 48_000, 32_000][sampling] / divisor;
    let padding = usize::from(third >> 1 & 1);
    Some(samples * rates[rate] * 1000 / hertz + padding)
}

/// An SVG document: its root element stands in the beginning, after a declaration or comments at most.
fn is_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!DOCTYPE svg") {
            ">"
        } else {
            return rest.strip_prefix("<svg").is_some_and(|after| {
                after.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/' || c == ':')
            });
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start().trim_start_matches("]>").trim_start(),
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], expected: Option<Container>) {
        assert_eq!(detect(head), expected, "{}", String::from_utf8_lossy(head));
    }

    #[test]
    fn kinds_are_told_from_bytes() {
        check(b"\xff\xd8\xff\xe0\x00\x10JFIF", Some(Container::Jpeg));
        check(b"RIFF\x04\x00\x00\x00WEBPVP8 ", Some(Container::Webp));
        check(b"RIFF\x04\x00\x00\x00WAVEfmt ", Some(Container::Wav));
        check(b"RIFF\x04\x00\x00\x00AVI LIST", None);
        check(b"\x00\x00\x00\x18ftypheic\0\0\0\0mif1heic", Some(Container::Heic));
        check(b"\x00\x00\x00\x1cftypmif1\0\0\0\0mif1avifmiaf", Some(Container::Avif));
        check(b"\x00\x00\x00\x14ftypqt  \0\0\0\0qt  ", Some(Container::Mov));
        check(b"\x00\x00\x00\x14ftypM4A \0\0\0\0isom", Some(Container::M4a));
        check(b"\x00\x00\x00\x14ftypisom\0\0\0\0isom", Some(Container::Mp4));
        check(b"ID3\x04\x00\x00\x00\x00\x00\x00", Some(Container::Mp3));
        check(
            b"<?xml version='1.0'?><!-- drawn --><svg xmlns='http://www.w3.org/2000/svg'>",
            Some(Container::Svg),
        );
        check(b"<html><svg>", None);
        check(b"<svgx>", None);
        check(b"", None);
    }

    #[test]
    fn text_in_utf_16_is_no_sound() {
        check(b"\xff\xfea\0c\0c\0o\0u\0n\0t\0,\0o\0b\0j\0", None);
        let mut frames = vec![0u8; 1000];
        frames[..4].copy_from_slice(b"\xff\xfb\x90\x00");
        frames[417..421].copy_from_slice(b"\xff\xfb\x90\x00");
        check(&frames, Some(Container::Mp3));
        check(&frames[..600], Some(Container::Mp3));
        check(&frames[..420], None);
    }

    #[test]
    fn names_say_what_a_file_should_be() {
        assert_eq!(Container::named("a.b.JPG"), Some(Container::Jpeg));
        assert_eq!(Container::named("jpg"), None);
        assert!(Container::Mov.fits(Container::Mp4) && !Container::Png.fits(Container::Jpeg));
    }
}
