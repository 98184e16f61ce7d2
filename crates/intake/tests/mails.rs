//! Mails out of files, as byte ranges: single messages, mbox, archives, and what is no mail.

use model::{At, Container, EvidenceNo, Problem};
use scrutineer_intake::mail::{MailLimits, MailSink, RawMail, read_mails};
use scrutineer_intake::{IntakeError, Limits, SinkError, Source};
use std::io::Write;

#[derive(Default)]
struct Seen {
    path: Vec<Container>,
    mails: Vec<(String, At, bool)>,
    problems: Vec<&'static str>,
}

impl MailSink for Seen {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.path.clone_from(&source.path);
        Ok(())
    }

    fn mail(&mut self, mail: RawMail<'_>) -> Result<(), SinkError> {
        self.mails.push((String::from_utf8_lossy(mail.bytes).into_owned(), mail.at, mail.in_mbox));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.problems.push(problem.code);
        Ok(())
    }
}

fn read(bytes: &[u8], limits: &MailLimits) -> (Seen, Result<u64, IntakeError>) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("writable");
    let mut seen = Seen::default();
    let read = read_mails(file.path(), EvidenceNo(0), limits, None, &mut seen);
    (seen, read.map(|file| file.mails))
}

/// Reads `bytes` and lists the mails by place.
fn check(bytes: &[u8], expected: &[(u64, u64)], problems: &[&str]) {
    let (seen, read) = read(bytes, &MailLimits { mail_bytes: 4_000, ..MailLimits::default() });
    let places: Vec<(u64, u64)> = seen
        .mails
        .iter()
        .map(|(text, at, _)| {
            let At::Bytes(start, end) = *at else { panic!("mails stand in bytes") };
            assert_eq!(
                text.as_bytes(),
                &bytes[start as usize..end as usize],
                "the bytes as they stand there"
            );
            (start, end)
        })
        .collect();
    assert_eq!((places.as_slice(), seen.problems.as_slice()), (expected, problems));
    assert_eq!(read.expect("readable"), expected.len() as u64);
}

const MAIL: &[u8] = b"From: Harbour desk <desk@harbour.example>\r\nSubject: Lights\r\n\r\nText.\r\n";
const FIRST: &[u8] = b"From desk@harbour.example Wed May  1 10:00:05 2024\nFrom: desk@harbour.example\nTo: a@b.example\n\nFrom here on all is text.\n\n";
const SECOND: &[u8] =
    b"From gull@harbour.example Thu May  2 10:00:05 2024\nFrom: gull@harbour.example\nDate: now\n\n>From quoted.\n";

#[test]
fn a_message_alone_is_one_mail() {
    check(MAIL, &[(0, MAIL.len() as u64)], &[]);
    for before in [b"\xef\xbb\xbf".as_slice(), b"\r\n\n"] {
        let mail = [before, MAIL].concat();
        check(&mail, &[(0, mail.len() as u64)], &[]);
    }
}

#[test]
fn an_mbox_is_split_at_its_separators_only() {
    let first = FIRST.len() as u64;
    check(&[FIRST, SECOND].concat(), &[(0, first), (first, first + SECOND.len() as u64)], &[]);
    // An editor's mark in front does not make one mail of all.
    let marked = [b"\xef\xbb\xbf".as_slice(), FIRST, SECOND].concat();
    check(&marked, &[(0, first + 3), (first + 3, marked.len() as u64)], &[]);
    // Windows line ends.
    let windows = String::from_utf8([FIRST, SECOND].concat()).expect("text").replace('\n', "\r\n");
    let second = windows.find("From gull").expect("there") as u64;
    check(windows.as_bytes(), &[(0, second), (second, windows.len() as u64)], &[]);
}

#[test]
fn a_mail_beyond_the_limit_costs_only_itself() {
    let long = [FIRST, &[b'x'; 5_000], b"\n\n", SECOND].concat();
    let second = FIRST.len() as u64 + 5_002;
    check(&long, &[(second, second + SECOND.len() as u64)], &["mail_too_long"]);
}

#[test]
fn archives_are_opened_and_what_is_no_mail_in_them_is_counted() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [("a.eml", MAIL), ("notes.txt", b"no mail at all, only words".as_slice())] {
        zip.start_file(name, options).expect("a member");
        zip.write_all(bytes).expect("written");
    }
    let bytes = zip.finish().expect("closed").into_inner();
    let (seen, read) = read(&bytes, &MailLimits::default());
    assert_eq!((read.expect("readable"), seen.problems.as_slice()), (1, &["no_mail"][..]));
    let (seen, read) = self::read(&gzip(&[FIRST, SECOND].concat()), &MailLimits::default());
    assert_eq!((read.expect("readable"), seen.path), (2, vec![Container::Gzip]));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).expect("packed");
    gzip.finish().expect("closed")
}

#[test]
fn bombs_cost_what_lies_beyond_the_limit_only() {
    let containers = Limits { expansion: 20, expansion_floor: 1 << 20, ..Limits::default() };
    let limits = MailLimits { containers, ..MailLimits::default() };
    let bomb = [FIRST, &[SECOND, b"\n"].concat().repeat(1 << 15)].concat();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("box.mbox", zip::write::SimpleFileOptions::default()).expect("a member");
    zip.write_all(&bomb).expect("written");
    let zip = zip.finish().expect("closed").into_inner();
    for packed in [gzip(&bomb), gzip(&gzip(&bomb)), zip] {
        let (seen, read) = read(&packed, &limits);
        assert_eq!(seen.problems, ["expands_too_much"]);
        let mails = read.expect("partly readable");
        assert!(mails > 100 && mails < 1 << 15, "{mails}");
    }
    // Containers in containers end somewhere.
    let limits = MailLimits { containers: Limits { depth: 2, ..Limits::default() }, ..MailLimits::default() };
    let twice = gzip(&gzip(FIRST));
    assert_eq!(read(&twice, &limits).1.expect("readable"), 1);
    let (seen, _) = read(&gzip(&twice), &limits);
    assert_eq!((seen.mails.len(), seen.problems.as_slice()), (0, &["nested_too_deep"][..]));
}

#[test]
fn what_is_no_mail_is_said_so() {
    for bytes in [
        b"id,text\n1,hello\n".as_slice(),
        b"%PDF-1.4 \x00\x01",
        b"Dear all,\nFrom: is a word\n",
        b"{\"From\": \"x\"}",
        &[0x89, b'P', b'N', b'G', 0, 0],
        // Outlook's `.msg` is no mail as it was sent.
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
    ] {
        let (_, read) = read(bytes, &MailLimits::default());
        assert!(matches!(read, Err(IntakeError::NotUnderstood { .. })), "{}", String::from_utf8_lossy(bytes));
    }
    assert!(matches!(read(b"", &MailLimits::default()).1, Err(IntakeError::Empty { .. })));
}
