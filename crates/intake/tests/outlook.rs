//! Mails out of Outlook files: what is put together, what is told apart, and what hostile files do not do.

#[path = "common/msg.rs"]
mod msg;

use model::{At, Container, EvidenceNo, MailForm, Problem, Rebuilt};
use msg::{HEADER, TEXT};
use proptest::prelude::*;
use scrutineer_intake::mail::{MailLimits, MailSink, RawMail, read_mails};
use scrutineer_intake::outlook::{self, OutlookFile};
use scrutineer_intake::{IntakeError, SinkError, Source};
use std::io::{Cursor, Write};

const REBUILT: MailForm =
    MailForm { rebuilt: Some(Rebuilt { has_header: true, is_html: false }), is_attached: false };

fn read(bytes: &[u8]) -> OutlookFile {
    outlook::read(Cursor::new(bytes), &MailLimits::default()).expect("a mail")
}

/// Reads the only mail of a file.
fn only(texts: &[(u16, &str)], table: &[(u16, u16, u64)]) -> (String, Rebuilt) {
    let mut container = msg::new();
    msg::message(&mut container, "/", texts, table);
    let OutlookFile { mails, problems } = read(&msg::bytes(container));
    assert_eq!((mails.len(), problems.len()), (1, 0), "{problems:?}");
    let text = String::from_utf8(mails[0].bytes.clone()).expect("UTF-8");
    (text, mails[0].form.rebuilt.expect("put together"))
}

#[test]
fn a_stored_header_is_handed_on_as_it_stands() {
    let (text, form) = only(&[(0x007d, HEADER), (0x1000, TEXT), (0x0037, "another subject")], &[]);
    assert_eq!(text, format!("{HEADER}{TEXT}"));
    assert_eq!(form, Rebuilt { has_header: true, is_html: false });
    // Some versions store the headers of the parts behind it.
    let (text, _) =
        only(&[(0x007d, &format!("{HEADER}--b\r\nContent-Type: text/plain\r\n\r\n")), (0x1000, TEXT)], &[]);
    assert_eq!(text, format!("{HEADER}{TEXT}"));
}

#[test]
fn without_a_stored_header_one_is_made_and_said_to_be() {
    let texts = [
        (0x0c1a, "Harbour \"desk\"\r\nReceived: from nowhere"),
        (0x0c1f, "/O=HARBOUR/OU=DESK"),
        (0x5d01, "desk@harbour.example"),
        (0x0e04, "keeper@county.example"),
        (0x0037, "Lamps\nReceived: from nowhere"),
        (0x1035, "<1@harbour.example>"),
        (0x1000, TEXT),
    ];
    let (text, form) = only(&texts, &[(0x0039, 0x0040, 133_752_895_200_000_000)]);
    // Nothing in a value becomes a field of its own.
    let expected = "From: \"Harbour \\\"desk\\\"  Received: from nowhere\" <desk@harbour.example>\r\n\
                    To: keeper@county.example\r\nSubject: Lamps Received: from nowhere\r\n\
                    Date: Tue, 5 Nov 2024 14:12:00 +0000\r\nMessage-ID: <1@harbour.example>\r\n\r\n";
    assert_eq!(text, format!("{expected}{TEXT}"));
    assert!(!form.has_header);
    let (text, form) = only(&[(0x007d, "\r\n"), (0x1000, "From: is a word here\r\n")], &[]);
    assert_eq!((text.as_str(), form.has_header), ("Subject:\r\n\r\nFrom: is a word here\r\n", false));
}

#[test]
fn text_is_decoded_by_the_code_page_that_is_named() {
    let eight_bit = |page: Option<u64>, text: &[u8]| {
        let mut container = msg::new();
        let table: Vec<_> = page.map(|page| (0x3ffd, 0x0003, page)).into_iter().collect();
        msg::message(&mut container, "/", &[], &table);
        // Bytes of a header stay what they are: a signature may cover them.
        msg::stream(&mut container, "/__substg1.0_007D001E", b"Subject: B\xf6je\r\n");
        msg::stream(&mut container, "/__substg1.0_1000001E", text);
        read(&msg::bytes(container)).mails[0].bytes.clone()
    };
    let expected = |text: &str| [b"Subject: B\xf6je\r\n\r\n", text.as_bytes()].concat();
    assert_eq!(eight_bit(Some(1252), b"B\xf6je"), expected("Böje"));
    assert_eq!(eight_bit(Some(1251), b"\xe1"), expected("б"));
    assert_eq!(eight_bit(Some(65001), "Böje".as_bytes()), expected("Böje"));
    assert_eq!(eight_bit(None, "Böje".as_bytes()), expected("Böje"));
    assert_eq!(eight_bit(Some(0xffff_ffff), b"B\xf6je"), expected("Böje"));
}

#[test]
fn html_serves_where_there_is_no_text_and_rtf_is_said_to_be_unread() {
    let (text, form) = only(&[(0x007d, HEADER), (0x1013, "<p>Lamps")], &[]);
    assert_eq!((text, form.is_html), (format!("{HEADER}<p>Lamps"), true));
    let mut container = msg::new();
    msg::message(&mut container, "/", &[(0x007d, HEADER)], &[]);
    msg::stream(&mut container, "/__substg1.0_10090102", b"{}");
    let OutlookFile { mails, problems } = read(&msg::bytes(container));
    assert_eq!((mails[0].bytes.as_slice(), problems[0].0), (HEADER.as_bytes(), "text_not_read"));
}

#[test]
fn attached_mails_are_read_two_deep() {
    let mut container = msg::new();
    msg::message(&mut container, "/", &[(0x007d, "Subject: outer\r\n"), (0x1000, "See below.\r\n")], &[]);
    let mut inner = "/".to_owned();
    for depth in 1..=3 {
        inner = msg::attachment(&mut container, &inner, 0);
        msg::message(&mut container, &inner, &[(0x007d, &format!("Subject: depth {depth}\r\n"))], &[]);
    }
    // A file among the attachments that is a mail is taken as it is; others are left alone.
    for (number, bytes) in [(1, format!("{HEADER}{TEXT}")), (2, "Lamps and prices".to_owned())] {
        container.create_storage(format!("/__attach_version1.0_#{number:08X}")).expect("in memory");
        let path = format!("/__attach_version1.0_#{number:08X}/__substg1.0_37010102");
        msg::stream(&mut container, &path, bytes.as_bytes());
    }
    let OutlookFile { mails, problems } = read(&msg::bytes(container));
    let seen: Vec<_> = mails
        .iter()
        .map(|mail| (mail.way.as_slice(), mail.form.is_attached, mail.form.rebuilt.is_some()))
        .collect();
    let expected: [(&[u32], bool, bool); 4] =
        [(&[], false, true), (&[1], true, true), (&[1, 1], true, true), (&[2], true, false)];
    assert_eq!(seen, expected);
    assert_eq!(mails[3].bytes, format!("{HEADER}{TEXT}").into_bytes());
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].0, "attached_too_deep");
}

#[test]
fn attached_mails_are_counted() {
    let mut container = msg::new();
    msg::message(&mut container, "/", &[(0x007d, HEADER)], &[]);
    for number in 0..103 {
        let inner = msg::attachment(&mut container, "/", number);
        msg::message(&mut container, &inner, &[(0x007d, HEADER)], &[]);
    }
    let OutlookFile { mails, problems } = read(&msg::bytes(container));
    assert_eq!((mails.len(), problems.len()), (101, 3));
    assert!(problems.iter().all(|(code, _)| *code == "too_many_attached"), "{problems:?}");
}

#[derive(Default)]
struct Seen(Vec<(Vec<Container>, At, MailForm)>, Vec<&'static str>, Vec<Container>);

impl MailSink for Seen {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.2.clone_from(&source.path);
        Ok(())
    }

    fn mail(&mut self, mail: RawMail<'_>) -> Result<(), SinkError> {
        assert!(!mail.is_in_place());
        self.0.push((self.2.clone(), mail.at, mail.form));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.1.push(problem.code);
        Ok(())
    }
}

fn file(bytes: &[u8], limits: &MailLimits) -> (Seen, Result<u64, IntakeError>) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("writable");
    let mut seen = Seen::default();
    let read = read_mails(file.path(), EvidenceNo(0), limits, None, &mut seen);
    (seen, read.map(|file| file.mails))
}

#[test]
fn the_place_of_a_mail_is_the_whole_file() {
    let bytes = msg::received();
    let at = At::Bytes(0, bytes.len() as u64);
    let (seen, read) = file(&bytes, &MailLimits::default());
    assert_eq!((read.expect("a mail"), seen.0), (1, vec![(vec![], at, REBUILT)]));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.bin", zip::write::SimpleFileOptions::default()).expect("a member");
    zip.write_all(&bytes).expect("written");
    let (seen, read) = file(&zip.finish().expect("closed").into_inner(), &MailLimits::default());
    assert_eq!(
        (read.expect("a mail"), seen.0),
        (1, vec![(vec![Container::Zip("a.bin".into())], at, REBUILT)])
    );
    let (seen, read) = file(&bytes, &MailLimits { mail_bytes: 100, ..MailLimits::default() });
    assert_eq!((read.expect("a file"), seen.1), (0, vec!["mail_too_long"]));
}

#[test]
fn it_is_told_apart_by_content() {
    let check = |bytes: &[u8], expected: &str| {
        let Err(IntakeError::NotUnderstood { looks_like, .. }) = file(bytes, &MailLimits::default()).1 else {
            panic!("{expected}: not refused")
        };
        assert!(looks_like.contains(expected), "{looks_like}");
    };
    let mut document = msg::new();
    msg::stream(&mut document, "/WordDocument", &[1; 5_000]);
    // A document may hold a mail, and is none.
    let inner = msg::attachment(&mut document, "/", 0);
    msg::message(&mut document, &inner, &[(0x007d, HEADER)], &[]);
    check(&msg::bytes(document), "an old Office document");
    check(outlook::MAGIC, "an old Office document");
    let bytes = msg::received();
    check(&bytes[..bytes.len() - 600], "a damaged mail of Outlook's");
}

#[test]
fn a_file_that_was_cut_is_never_taken_for_a_whole_one() {
    let long = TEXT.repeat(300);
    let mut container = msg::new();
    msg::message(&mut container, "/", &[(0x007d, HEADER), (0x1000, &long)], &[]);
    let bytes = msg::bytes(container);
    let whole = format!("{HEADER}{long}");
    for end in (0..bytes.len()).step_by(100) {
        let Ok(OutlookFile { mails, problems }) =
            outlook::read(Cursor::new(&bytes[..end]), &MailLimits::default())
        else {
            continue;
        };
        let is_whole = mails.first().is_some_and(|mail| mail.bytes == whole.as_bytes());
        assert!(is_whole || !problems.is_empty(), "{end} of {}", bytes.len());
    }
}

/// Reads a file in every way, with small limits too. What comes out is bounded by what went in.
fn survives(bytes: &[u8]) {
    for mail_bytes in [150 << 20, 64] {
        outlook::is_message(Cursor::new(bytes));
        let limits = MailLimits { mail_bytes, ..MailLimits::default() };
        let Ok(found) = outlook::read(Cursor::new(bytes), &limits) else { continue };
        let length: usize = found.mails.iter().map(|mail| mail.bytes.len()).sum();
        assert!(length <= 4 * bytes.len() + 1_000 && found.mails.len() <= 101);
    }
}

fn sample() -> Vec<u8> {
    let mut container = msg::new();
    let long = TEXT.repeat(300);
    msg::message(&mut container, "/", &[(0x007d, HEADER), (0x1000, &long)], &[(0x3ffd, 0x0003, 1252)]);
    let inner = msg::attachment(&mut container, "/", 0);
    msg::message(&mut container, &inner, &[(0x0037, "Lamps"), (0x1013, "<p>Lamps")], &[(0x0039, 0x0040, 1)]);
    msg::bytes(container)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn no_damage_brings_it_down(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        // Words of the structure: ends of chains, far sectors, loops.
        words in prop::collection::vec(
            (any::<prop::sample::Index>(), prop_oneof![0_u32..60, 0xffff_fff9_u32..=0xffff_ffff, any::<u32>()]), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = sample();
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        for (place, value) in words {
            let place = place.index(bytes.len() / 4) * 4;
            bytes[place..place + 4].copy_from_slice(&value.to_le_bytes());
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        survives(&bytes);
    }

    #[test]
    fn bytes_behind_the_magic_are_survived(rest in prop::collection::vec(any::<u8>(), 0..4_000)) {
        survives(&[outlook::MAGIC, rest.as_slice()].concat());
    }
}
