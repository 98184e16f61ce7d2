//! XMP packets: properties with their values, under the names that everybody uses whatever a packet calls its namespaces.

use super::text::{decoded, utf16};
use super::{Found, MOST_PIECE, Place, Scheme};
use media::Source;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, PrefixDeclaration, ResolveResult};
use quick_xml::reader::NsReader;
use std::io::{self, Read, Seek};

/// Namespaces and their usual prefixes.
const NAMESPACES: [(&str, &str); 22] = [
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("adobe:ns:meta/", "x"),
    ("http://ns.adobe.com/xap/1.0/", "xmp"),
    ("http://ns.adobe.com/xap/1.0/mm/", "xmpMM"),
    ("http://ns.adobe.com/xap/1.0/rights/", "xmpRights"),
    ("http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"),
    ("http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://ns.adobe.com/photoshop/1.0/", "photoshop"),
    ("http://ns.adobe.com/tiff/1.0/", "tiff"),
    ("http://ns.adobe.com/exif/1.0/", "exif"),
    ("http://ns.adobe.com/exif/1.0/aux/", "aux"),
    ("http://ns.adobe.com/pdf/1.3/", "pdf"),
    ("http://ns.adobe.com/camera-raw-settings/1.0/", "crs"),
    ("http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"),
    ("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"),
    ("http://ns.useplus.org/ldf/xmp/1.0/", "plus"),
    ("http://ns.google.com/photos/1.0/camera/", "GCamera"),
    ("http://ns.google.com/photos/1.0/creations/", "GCreations"),
    ("http://www.tc260.org.cn/ns/AIGC/1.0/", "TC260"),
    ("http://www.w3.org/XML/1998/namespace", "xml"),
];

/// Elements within elements that are followed.
const DEEPEST: usize = 32;
/// Bytes of a file that are searched for packets.
const MOST_SEARCHED: u64 = 64 << 20;
/// Packets of a file that are read.
const MOST_PACKETS: usize = 8;

/// One packet.
pub fn packet(bytes: &[u8], place: &Place<'_>, found: &mut Found) {
    let is_wide = |pair: &[u8]| pair == [0xfe, 0xff] || pair == [0, b'<'];
    let text = match bytes.first_chunk::<2>() {
        Some(pair) if is_wide(pair) => utf16(bytes, true),
        Some([0xff, 0xfe] | [b'<', 0]) => utf16(bytes, false),
        _ => decoded(bytes),
    };
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let mut way: Vec<String> = Vec::new();
    let mut value = String::new();
    let add = |way: &[String], value: &str, found: &mut Found| {
        let named = way.iter().filter(|name| !name.starts_with("rdf:") && !name.starts_with("x:"));
        let key = named.map(String::as_str).collect::<Vec<_>>().join("/");
        if !key.is_empty() {
            found.add(Scheme::Xmp, &key, value, place);
        }
    };
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                found.trouble("metadata_damaged", place.start, format!("XMP: {error}"));
                return;
            }
        };
        match event {
            Event::Start(element) | Event::Empty(element) if way.len() >= DEEPEST => {
                let name = element.name().as_ref().to_owned();
                found.trouble("nested_too_deep", place.start, format!("XMP: elements go on below {name}"));
                return;
            }
            Event::Start(element) => {
                way.push(element_name(reader.resolver(), &element));
                attributes(reader.resolver(), &element, &mut way, &mut |way, value| add(way, value, found));
                value.clear();
            }
            Event::Empty(element) => {
                way.push(element_name(reader.resolver(), &element));
                attributes(reader.resolver(), &element, &mut way, &mut |way, value| add(way, value, found));
                way.pop();
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::CData(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => value.push_str(&reference(&name)),
            Event::End(_) => {
                if !value.trim().is_empty() {
                    add(&way, &value, found);
                }
                value.clear();
                way.pop();
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

/// What `&name;` stands for; names that a document defines itself are left as they are.
fn reference(name: &str) -> String {
    let number = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    let character = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => match name.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            },
            None => None,
        },
    };
    character.map_or_else(|| format!("&{name};"), String::from)
}

fn element_name(resolver: &NamespaceResolver, element: &BytesStart<'_>) -> String {
    let (namespace, local) = resolver.resolve_element(element.name());
    named(&namespace, local.as_ref())
}

/// Attributes are properties, too.
fn attributes(
    resolver: &NamespaceResolver,
    element: &BytesStart<'_>,
    way: &mut Vec<String>,
    add: &mut dyn FnMut(&[String], &str),
) {
    for attribute in element.attributes().with_checks(false).take(512).flatten() {
        let is_binding = attribute.key.as_namespace_binding().is_some_and(|binding| {
            matches!(binding, PrefixDeclaration::Default | PrefixDeclaration::Named(_))
        });
        let (namespace, local) = resolver.resolve_attribute(attribute.key);
        let name = named(&namespace, local.as_ref());
        if is_binding || name == "rdf:about" || name == "rdf:parseType" || name.starts_with("xml:") {
            continue;
        }
        let value = unescaped(&attribute.value);
        way.push(name);
        add(way, &value);
        way.pop();
    }
}

/// An attribute's value with its references resolved.
fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';').filter(|(name, _)| name.len() <= 10) {
            Some((name, behind)) => {
                out.push_str(&reference(name));
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn named(namespace: &ResolveResult<'_>, local: &str) -> String {
    let uri = match namespace {
        ResolveResult::Bound(namespace) => namespace.as_ref(),
        _ => return local.to_owned(),
    };
    match NAMESPACES.iter().find(|(known, _)| *known == uri) {
        Some((_, prefix)) => format!("{prefix}:{local}"),
        None => format!("{{{uri}}}{local}"),
    }
}

/// Packets that stand somewhere in a file as they are.
pub fn in_file<R: Read + Seek>(file: &mut Source<R>, found: &mut Found) -> io::Result<()> {
    const BEGIN: &[u8] = b"<x:xmpmeta";
    const BARE: &[u8] = b"<rdf:RDF";
    const STEP: usize = 1 << 20;
    if file.len() > MOST_SEARCHED {
        let message = format!("the first {} MiB are searched for XMP", MOST_SEARCHED >> 20);
        found.trouble("metadata_cut", MOST_SEARCHED, message);
    }
    let (mut at, mut packets) = (0, 0);
    while at < file.len().min(MOST_SEARCHED) && packets < MOST_PACKETS {
        // A beginning may lie across two steps.
        let window = file.take(at, STEP + BEGIN.len())?;
        let first = |what: &[u8]| window.windows(what.len()).position(|part| part == what);
        let begin = [first(BEGIN), first(BARE)].into_iter().flatten().min();
        let Some(begin) = begin.filter(|&begin| begin < STEP) else {
            at += STEP as u64;
            continue;
        };
        let start = at + begin as u64;
        let packet_bytes = file.take(start, MOST_PIECE)?;
        let end_tag: &[u8] = if packet_bytes.starts_with(BEGIN) { b"</x:xmpmeta>" } else { b"</rdf:RDF>" };
        let end = packet_bytes.windows(end_tag.len()).position(|part| part == end_tag);
        let Some(end) = end.map(|end| end + end_tag.len()) else {
            at = start + BEGIN.len() as u64;
            packets += 1;
            continue;
        };
        let place = Place { way: "XMP", start, end: start + end as u64 };
        packet(&packet_bytes[..end], &place, found);
        at = place.end;
        packets += 1;
    }
    Ok(())
}
