//! Invented `.msg` files, made on the spot.

use std::io::{Cursor, Write};

pub type Container = cfb::CompoundFile<Cursor<Vec<u8>>>;

/// Header and text of an invented mail, as Outlook stores them.
pub const HEADER: &str = "Received: from relay.harbour.example (relay.harbour.example [203.0.113.7])\r\n by \
                          mx.county.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\nFrom: Harbour \
                          desk <desk@harbour.example>\r\nSubject: Lamps\r\nDate: Tue, 5 Nov 2024 14:12:00 \
                          +0000\r\nMessage-ID: <1@harbour.example>\r\nContent-Type: multipart/alternative; \
                          boundary=b\r\n\r\n";
pub const TEXT: &str = "The lamps are lit at six.\r\n";

/// A message with these texts and, in its table, these numbers and times.
pub fn message(container: &mut Container, storage: &str, texts: &[(u16, &str)], table: &[(u16, u16, u64)]) {
    for (tag, text) in texts {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        stream(container, &format!("{storage}__substg1.0_{tag:04X}001F"), &bytes);
    }
    let mut bytes = vec![0; if storage == "/" { 32 } else { 24 }];
    for (tag, kind, value) in table {
        bytes.extend(kind.to_le_bytes());
        bytes.extend(tag.to_le_bytes());
        bytes.extend(6_u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    stream(container, &format!("{storage}__properties_version1.0"), &bytes);
}

pub fn stream(container: &mut Container, path: &str, bytes: &[u8]) {
    container.create_stream(path).and_then(|mut stream| stream.write_all(bytes)).expect("in memory");
}

/// Opens an attachment of a message. Gives the storage of the message in it.
pub fn attachment(container: &mut Container, storage: &str, number: u32) -> String {
    let inside = format!("{storage}__attach_version1.0_#{number:08X}/__substg1.0_3701000D/");
    container.create_storage_all(&inside).expect("in memory");
    inside
}

pub fn new() -> Container {
    cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).expect("in memory")
}

pub fn bytes(mut container: Container) -> Vec<u8> {
    container.flush().expect("in memory");
    container.into_inner().into_inner()
}

/// A mail as it was received.
pub fn received() -> Vec<u8> {
    let mut container = new();
    message(&mut container, "/", &[(0x007d, HEADER), (0x1000, TEXT)], &[]);
    bytes(container)
}
