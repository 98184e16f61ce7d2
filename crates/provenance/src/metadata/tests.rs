//! Files made here byte by byte, with what they are to say.

use super::*;
use proptest::prelude::*;
use std::io::{Cursor, Write};

fn read_bytes(bytes: &[u8]) -> Metadata {
    let mut file = Source::new(Cursor::new(bytes)).expect("a file");
    let Some(kind) = media::detect(&file.head().expect("readable")) else { return Metadata::default() };
    let form = media::form(&mut file, kind);
    read(&mut file, kind, &form)
}

/// Each entry as `scheme key = value`, then the codes of troubles. The bytes at an entry's place are to hold its value, where it is
/// not packed.
#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) {
    let found = read_bytes(bytes);
    let mut lines: Vec<String> = found
        .entries
        .iter()
        .map(|entry| format!("{} {} = {}", entry.scheme.name(), entry.key, entry.value))
        .collect();
    lines.extend(found.troubles.iter().map(|trouble| format!("! {}", trouble.code)));
    assert_eq!(lines, expected);
    for entry in &found.entries {
        assert!(entry.start < entry.end && entry.end <= bytes.len() as u64, "{entry:?}");
    }
}

#[track_caller]
fn check_place(bytes: &[u8], key: &str, expected: &[u8]) {
    let found = read_bytes(bytes);
    let entry = found.entries.iter().find(|entry| entry.key == key).expect("an entry");
    assert_eq!(&bytes[entry.start as usize..entry.end as usize], expected);
}

fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut add = |name: &[u8; 4], content: &[u8]| {
        bytes.extend((content.len() as u32).to_be_bytes());
        bytes.extend(name);
        bytes.extend(content);
        // Checksums are the decoder's business.
        bytes.extend([0; 4]);
    };
    add(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
    chunks.iter().for_each(|(name, content)| add(name, content));
    add(b"IEND", &[]);
    bytes
}

fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    for (marker, content) in segments {
        bytes.extend([0xff, *marker]);
        bytes.extend((content.len() as u16 + 2).to_be_bytes());
        bytes.extend(*content);
    }
    bytes.extend([0xff, 0xda, 0, 2, 0xff, 0xd9]);
    bytes
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).expect("written");
    encoder.finish().expect("whole")
}

fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes(), kind, content].concat()
}

/// A TIFF structure of texts in one directory, by tags that rise.
fn exif(fields: &[(u16, u16, &[u8])]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((fields.len() as u16).to_le_bytes());
    let mut at = 8 + 2 + 12 * fields.len() as u32 + 4;
    let mut values: Vec<u8> = Vec::new();
    for (tag, kind, value) in fields {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend((value.len() as u32).to_le_bytes());
        bytes.extend(at.to_le_bytes());
        at += value.len() as u32;
        values.extend(*value);
    }
    bytes.extend([0; 4]);
    bytes.extend(values);
    bytes
}

#[test]
fn png_text_in_three_forms() {
    check(&png(&[(b"tEXt", b"parameters\0a pier, Steps: 20")]), &["png_text parameters = a pier, Steps: 20"]);
    check_place(&png(&[(b"tEXt", b"Software\0Lamp")]), "Software", b"Lamp");
    let chunk = [b"workflow\0\0".as_slice(), &packed(b"{\"nodes\": []}")].concat();
    check(&png(&[(b"zTXt", &chunk)]), &["png_text workflow = {\"nodes\": []}"]);
    let chunk = "Title\0\0\0de\0Titel\0Der Fährmann".as_bytes();
    check(&png(&[(b"iTXt", chunk)]), &["png_text Title = Der Fährmann"]);
    let chunk = [b"Comment\0\x01\0\0\0".as_slice(), &packed(b"lamp")].concat();
    check(&png(&[(b"iTXt", &chunk)]), &["png_text Comment = lamp"]);
    check(&png(&[(b"tEXt", b"no separator"), (b"iTXt", b"key\0"), (b"zTXt", b"key\0")]), &[]);
}

#[test]
fn a_bomb_of_packed_text_is_read_as_far_as_the_limit() {
    let bomb = [b"parameters\0\0".as_slice(), &packed(&vec![b'a'; 64 << 20])].concat();
    assert!(bomb.len() < 100_000);
    let found = read_bytes(&png(&[(b"zTXt", &bomb)]));
    assert_eq!(found.entries[0].value.len(), MOST_VALUE);
    assert_eq!(found.troubles[0].code, "packed_text_too_long");
    // Many of them.
    let many: Vec<(&[u8; 4], &[u8])> = vec![(b"zTXt", &bomb); 40];
    let found = read_bytes(&png(&many));
    assert!(found.entries.iter().map(|entry| entry.value.len()).sum::<usize>() <= MOST_VALUES);
    assert!(found.troubles.iter().any(|trouble| trouble.code == "too_much_metadata"));
    let damaged = [b"key\0\0".as_slice(), &packed(b"some text that is long enough")[..12]].concat();
    let found = read_bytes(&png(&[(b"zTXt", &damaged)]));
    assert_eq!(found.troubles[0].code, "packed_text_damaged");
}

#[test]
fn exif_in_its_containers() {
    let tiff = exif(&[(0x010e, 2, b"a pier at night\0"), (0x0131, 2, b"LampPaint 2\0\0")]);
    let expected = ["exif ImageDescription = a pier at night", "exif Software = LampPaint 2"];
    check(&jpeg(&[(0xe1, &[b"Exif\0\0".as_slice(), &tiff].concat())]), &expected);
    check(&png(&[(b"eXIf", &tiff)]), &expected);
    let riff = |chunk: &[u8]| {
        let chunk = [b"EXIF".as_slice(), &(chunk.len() as u32).to_le_bytes(), chunk].concat();
        [b"RIFF".as_slice(), &(chunk.len() as u32 + 4).to_le_bytes(), b"WEBP", &chunk].concat()
    };
    check(&riff(&tiff), &expected);
    check(&riff(&[b"Exif\0\0".as_slice(), &tiff].concat()), &expected);
    check(&jpeg(&[(0xe1, b"Exif\0\0II*\0\xff\xff\xff\xff")]), &["! metadata_damaged"]);
    let wide: Vec<u8> = "Fähre".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&png(&[(b"eXIf", &exif(&[(0x9c9c, 1, &wide)]))]), &["exif XPComment = Fähre"]);
}

const XMP: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:q="http://ns.adobe.com/xap/1.0/" q:CreatorTool="Lamp &amp; Paint"
 xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:mine="urn:harbour">
<e:DigitalSourceType rdf:resource="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"/>
<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Seq><rdf:li>Ida &#x41;</rdf:li><rdf:li>Jon</rdf:li></rdf:Seq></dc:creator>
<mine:note>at the quay</mine:note>
</rdf:Description></rdf:RDF></x:xmpmeta>"#;

const XMP_ENTRIES: [&str; 5] = [
    "xmp xmp:CreatorTool = Lamp & Paint",
    "xmp Iptc4xmpExt:DigitalSourceType = http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    "xmp dc:creator = Ida A",
    "xmp dc:creator = Jon",
    "xmp {urn:harbour}note = at the quay",
];

#[test]
fn xmp_goes_by_namespaces_and_not_by_prefixes() {
    let entries = &XMP_ENTRIES;
    check(&jpeg(&[(0xe1, format!("http://ns.adobe.com/xap/1.0/\0{XMP}").as_bytes())]), entries);
    check(&png(&[(b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0{XMP}").as_bytes())]), entries);
    let uuid = b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";
    let film = [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"uuid", &[uuid, XMP.as_bytes()].concat())].concat();
    check(&film, entries);
    check(format!("%PDF-1.7\n1 0 obj\n{XMP}\nendstream").as_bytes(), entries);
    check(format!("<svg xmlns='x'><metadata>{XMP}</metadata></svg>").as_bytes(), entries);
    let wide: Vec<u8> = XMP.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&jpeg(&[(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), &wide].concat())]), entries);
    let gif =
        [b"GIF89a\x01\0\x01\0\0\0\0\x21\xff\x0bXMP DataXMP".as_slice(), XMP.as_bytes(), b"\x01"].concat();
    let gif = [gif, (0..=255).rev().collect(), vec![0, b';']].concat();
    check(&gif, entries);
}

#[test]
fn xmp_that_goes_astray_ends() {
    let packet = |text: &str| jpeg(&[(0xe1, format!("http://ns.adobe.com/xap/1.0/\0{text}").as_bytes())]);
    check(&packet(&"<a>".repeat(1000)), &["! nested_too_deep"]);
    check(&packet("<a b='c'><d></e>"), &["xmp a/b = c", "! metadata_damaged"]);
    check(&packet("&undefined; &#xffffffff; <"), &["! metadata_damaged"]);
    // What a document defines itself is not expanded.
    let laughs = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>";
    check(&packet(laughs), &["xmp a = &c;"]);
}

#[test]
fn iptc_in_photoshop_resources() {
    let field = |number: u8, text: &[u8]| [&[0x1c, 2, number, 0, text.len() as u8], text].concat();
    let records = [field(0, &[0, 4]), field(110, b"Harbour News"), field(65, b"Lamp")].concat();
    let resource = |content: &[u8]| {
        let length = (content.len() as u32).to_be_bytes();
        let pad: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
        [b"8BIM\x04\x04\x03abc".as_slice(), &length, content, pad].concat()
    };
    let other = b"8BIM\x04\x25\0\0\0\0\0\x01x\0".as_slice();
    let segment = [b"Photoshop 3.0\0".as_slice(), other, &resource(&records)].concat();
    let file = jpeg(&[(0xed, &segment)]);
    check(&file, &["iptc Credit = Harbour News", "iptc OriginatingProgram = Lamp"]);
    check_place(&file, "Credit", b"Harbour News");
    let cut = [b"Photoshop 3.0\08BIM\x04\x04\0\0".as_slice(), &[0xff; 4], b"abc"].concat();
    check(&jpeg(&[(0xed, &cut)]), &["! metadata_damaged"]);
}

#[test]
fn films_carry_users_data() {
    let data = |text: &[u8]| boxed(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], text].concat());
    let list = boxed(
        b"ilst",
        &[
            boxed(b"\xa9too", &data(b"Lamp 1")),
            boxed(
                b"----",
                &[boxed(b"mean", b"\0\0\0\0com.lamp"), boxed(b"name", b"\0\0\0\0origin"), data(b"quay")]
                    .concat(),
            ),
        ]
        .concat(),
    );
    let meta = boxed(b"meta", &[&[0; 4], &boxed(b"hdlr", &[0; 24])[..], &list].concat());
    let classic = boxed(b"\xa9nam", b"\0\x05\x15\xc7Ferry");
    let users = boxed(b"udta", &[meta, classic].concat());
    let keys = [b"\0\0\0\0\0\0\0\x01".as_slice(), &boxed(b"mdta", b"com.apple.quicktime.software")].concat();
    let numbered = boxed(b"ilst", &boxed(&[0, 0, 0, 1], &data(b"Lamp 3")));
    let bare = boxed(b"meta", &[boxed(b"hdlr", &[0; 24]), boxed(b"keys", &keys), numbered].concat());
    let film = [boxed(b"ftyp", b"qt  \0\0\0\0"), boxed(b"moov", &[users, bare].concat())].concat();
    check(
        &film,
        &[
            "mp4 ©too = Lamp 1",
            "mp4 origin = quay",
            "mp4 ©nam = Ferry",
            "mp4 com.apple.quicktime.software = Lamp 3",
        ],
    );
    check_place(&film, "©nam", b"Ferry");
}

fn id3(version: u8, flags: u8, frames: &[u8]) -> Vec<u8> {
    let length = frames.len() as u32;
    let seven =
        [length >> 21 & 127, length >> 14 & 127, length >> 7 & 127, length & 127].map(|part| part as u8);
    [b"ID3".as_slice(), &[version, 0, flags], &seven, frames].concat()
}

fn id3_frame(name: &[u8], content: &[u8]) -> Vec<u8> {
    [name, &(content.len() as u32).to_be_bytes(), &[0, 0], content].concat()
}

#[test]
fn sounds_have_tags() {
    let frames = [
        id3_frame(b"TSSE", b"\0Lamp Voice"),
        id3_frame(b"TXXX", b"\x03origin\0quay \xc3\xa4"),
        id3_frame(b"COMM", b"\x01eng\xff\xfe\0\0\xff\xfeh\0i\0"),
        id3_frame(b"WOAS", b"https://harbour.example/"),
    ]
    .concat();
    let expected = [
        "id3 TSSE = Lamp Voice",
        "id3 TXXX:origin = quay ä",
        "id3 COMM = hi",
        "id3 WOAS = https://harbour.example/",
    ];
    check(&id3(3, 0, &frames), &expected);
    check(&id3(4, 0, &frames), &expected);
    check_place(&id3(3, 0, &frames), "TSSE", b"\0Lamp Voice");
    check(&id3(2, 0, b"TT2\0\0\x06\0Ferry"), &["id3 TT2 = Ferry"]);
    check(&id3(3, 0x80, &id3_frame(b"TIT2", b"\0Ferry")), &["id3 TIT2 = Ferry"]);
    check(&id3(3, 0, b"TIT2\0\0\xff\xff\0\0x"), &["! metadata_damaged"]);
    let mut last = [b"TAG".as_slice(), &[0; 125]].concat();
    last[3..8].copy_from_slice(b"Ferry");
    check(&[id3(3, 0, &[]), vec![0; 300], last].concat(), &["id3 title = Ferry"]);
    let list = [b"INFOISFT".as_slice(), &6u32.to_le_bytes(), b"Lamp2\0"].concat();
    let list = [b"LIST".as_slice(), &(list.len() as u32).to_le_bytes(), &list].concat();
    let mut originator = vec![0u8; 602];
    originator[256..260].copy_from_slice(b"Lamp");
    let broadcast = [b"bext".as_slice(), &602u32.to_le_bytes(), &originator].concat();
    let body = [b"WAVE".as_slice(), &list, &broadcast].concat();
    let wave = [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat();
    check(&wave, &["riff ISFT = Lamp2", "riff bext:Originator = Lamp"]);
}

#[test]
fn documents_and_comments() {
    let document =
        b"%PDF-1.4\n1 0 obj<</Producer (Lamp \\(old\\) \\101)/Creator <FEFF00460061> /Title(x)>>\nendobj";
    check(document, &["pdf Producer = Lamp (old) A", "pdf Creator = Fa", "pdf Title = x"]);
    check(b"%PDF-1.4\n/Producer (never ends \\", &[]);
    check(&jpeg(&[(0xfe, b"made by hand")]), &["comment comment = made by hand"]);
    check(b"GIF89a\x01\0\x01\0\0\0\0\x21\xfe\x04made\x03 by\0;", &["comment comment = made by"]);
}

/// Beginnings that lead any bytes into each reader.
const BEGINNINGS: [&[u8]; 11] = [
    b"\xff\xd8\xff\xe1\x01\x80Exif\0\0II*\0\x08\0\0\0",
    b"\xff\xd8\xff\xe1\x01\x80http://ns.adobe.com/xap/1.0/\0<x:xmpmeta ",
    b"\xff\xd8\xff\xed\x01\x80Photoshop 3.0\08BIM\x04\x04\0\0\0\0",
    b"\x89PNG\r\n\x1a\n\0\0\x01\0zTXtkey\0\0\x78\x9c",
    b"\x89PNG\r\n\x1a\n\0\0\x01\0iTXtkey\0\x01\0\0\0\x78\x9c",
    b"RIFF\xff\x01\0\0WAVELIST\x80\0\0\0INFO",
    b"GIF89a\x20\0\x20\0\0\0\0\x21\xff\x0bXMP DataXMP",
    b"\0\0\0\x14ftypqt  \0\0\0\0isom\0\0\x01\0moov\0\0\0\xf8udta\0\0\0\xf0meta\0\0\0\0",
    b"ID3\x04\0\0\0\0\x02\0TXXX",
    b"II*\0\x08\0\0\0",
    b"%PDF-1.4 /Producer (",
];

proptest! {
    #[test]
    fn no_bytes_stop_a_reader(
        which in 0..BEGINNINGS.len(),
        rest in proptest::collection::vec(any::<u8>(), 0..700),
    ) {
        let bytes = [BEGINNINGS[which], &rest].concat();
        for entry in read_bytes(&bytes).entries {
            prop_assert!(entry.start <= entry.end && entry.end <= bytes.len() as u64, "{:?}", entry);
        }
    }
}
