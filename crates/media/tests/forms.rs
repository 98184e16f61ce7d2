//! Forms of files made here byte by byte: whole, cut off, nested, claiming too much.

use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb};
use proptest::prelude::*;
use scrutineer_media::{Container, Form, NotHashed, Size, Source, detect, form, hash};
use std::io::Cursor;

fn of(bytes: &[u8]) -> (Option<Container>, Form) {
    let mut file = Source::new(Cursor::new(bytes)).expect("a file");
    let kind = detect(&file.head().expect("readable"));
    (kind, kind.map_or_else(Form::default, |kind| form(&mut file, kind)))
}

/// Kind, size, names of pieces and codes of troubles in one line.
fn check(bytes: &[u8], expected: &str) {
    let (kind, form) = of(bytes);
    let size = form.size.map_or_else(|| "-".to_owned(), |Size { width, height }| format!("{width}x{height}"));
    let names: Vec<&str> = form.pieces.iter().map(|piece| piece.name.as_str()).collect();
    let codes: Vec<&str> = form.troubles.iter().map(|trouble| trouble.code).collect();
    let kind = kind.map_or("-", Container::name);
    let line = [kind, &size, &names.join(" "), &codes.join(" ")].join(" | ");
    assert_eq!(line.trim_end_matches([' ', '|']), expected);
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let picture =
        DynamicImage::ImageRgb8(ImageBuffer::from_fn(60, 40, |x, y| Rgb([x as u8 * 4, y as u8 * 6, 9])));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("written");
    bytes.into_inner()
}

fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes(), &kind[..], content].concat()
}

#[test]
fn pictures_state_their_size() {
    check(&picture(ImageFormat::Png), "png | 60x40 | IHDR");
    check(&picture(ImageFormat::Gif), "gif | 60x40");
    check(&picture(ImageFormat::Jpeg), "jpeg | 60x40 | APP0 SOF0");
    check(&picture(ImageFormat::WebP), "webp | 60x40 | VP8L");
}

#[test]
fn what_is_cut_off_says_so() {
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::Jpeg, ImageFormat::WebP] {
        let bytes = picture(format);
        let (_, form) = of(&bytes[..bytes.len() - 20]);
        assert!(form.troubles.iter().any(|trouble| trouble.code == "truncated"), "{format:?}");
    }
}

#[test]
fn a_film_has_its_boxes() {
    let mut track = vec![0u8; 84];
    track[76..84].copy_from_slice(&[0x07, 0x80, 0, 0, 0x04, 0x38, 0, 0]);
    let name = boxed(b"\xa9too", b"\0\x05\0\0Maker");
    let movie = [boxed(b"trak", &boxed(b"tkhd", &track)), boxed(b"udta", &name)].concat();
    let bytes =
        [boxed(b"ftyp", b"isom\0\0\0\0isom"), boxed(b"moov", &movie), boxed(b"mdat", b"....")].concat();
    check(&bytes, "mp4 | 1920x1080 | ftyp moov moov/trak moov/trak/tkhd moov/udta moov/udta/©too mdat");
    check(
        &bytes[..bytes.len() - 2],
        "mp4 | 1920x1080 | ftyp moov moov/trak moov/trak/tkhd moov/udta moov/udta/©too mdat | truncated",
    );
}

#[test]
fn boxes_in_boxes_end() {
    let nested = (0..1000).fold(Vec::new(), |inner: Vec<u8>, _| boxed(b"moov", &inner));
    let (_, form) = of(&[boxed(b"ftyp", b"isom\0\0\0\0"), nested].concat());
    assert_eq!(form.troubles.len(), 1);
    assert_eq!(form.troubles[0].code, "nested_too_deep");
    // Empty ones, a great many.
    let (_, form) = of(&[boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"free", b"").repeat(100_000)].concat());
    assert!(form.troubles.iter().any(|trouble| trouble.code == "too_many_pieces"));
}

#[test]
fn a_picture_that_claims_too_much_is_not_decoded() {
    let mut bytes = picture(ImageFormat::Png);
    bytes[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    // The header's checksum has to fit for the decoder to look at it at all.
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    let mut file = Source::new(Cursor::new(bytes)).expect("a file");
    let refused = hash(&mut file, Container::Png).expect_err("too large");
    assert!(matches!(
        refused,
        NotHashed::TooLarge { width: 100_000, height: 100_000 } | NotHashed::Damaged(_)
    ));
    let mut gif = picture(ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    let mut file = Source::new(Cursor::new(gif)).expect("a file");
    assert!(hash(&mut file, Container::Gif).is_err());
}

/// Beginnings that lead any bytes into each reader.
const BEGINNINGS: [&[u8]; 9] = [
    b"\xff\xd8\xff\xe1\x00\x10",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\x02\0\0\0",
    b"RIFF\xff\0\0\0WEBPVP8 ",
    b"RIFF\xff\0\0\0WAVELIST",
    b"GIF89a\x20\0\x20\0\x80\0\0",
    b"\0\0\0\x14ftypisom\0\0\0\0isom",
    b"\0\0\0\x14ftypheic\0\0\0\0mif1",
    b"ID3\x04\0\0\0\0\x02\0",
    b"II*\0\x08\0\0\0",
];

proptest! {
    #[test]
    fn no_bytes_stop_a_reader(
        which in 0..BEGINNINGS.len(),
        rest in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let bytes = [BEGINNINGS[which], &rest].concat();
        let mut file = Source::new(Cursor::new(&bytes)).expect("a file");
        if let Some(kind) = detect(&bytes) {
            let form = form(&mut file, kind);
            for piece in &form.pieces {
                prop_assert!(piece.start <= piece.end && piece.end <= bytes.len() as u64, "{piece:?}");
            }
            let _ = hash(&mut file, kind);
        }
    }
}
