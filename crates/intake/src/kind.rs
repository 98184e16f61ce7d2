//! What a file holds, as far as it decides who reads it. Only beginnings are looked at.

use crate::source::{self, Content, Input, Trouble, Visitor};
use crate::{IntakeError, Limits, article, detect};
use model::Container;
use std::path::Path;

/// What a file holds. An archive can hold all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// At least one stream begins like a mail.
    pub mails: bool,
    /// At least one stream is a table, JSON or other text that is no article, in which a reader of posts may find some.
    pub posts: bool,
    /// At least one stream begins like an article ([`article::looks_like`]).
    pub articles: bool,
}

/// Looks at the beginnings of the streams of the file at `path`. What cannot be read holds nothing: its reader will say
/// why.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("mail");
/// std::fs::write(&path, "From: desk@harbour.example\r\nSubject: Lights\r\n\r\nText.\r\n")?;
/// let kinds = scrutineer_intake::kinds(&path)?;
/// assert!(kinds.mails && !kinds.posts);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn kinds(path: &Path) -> Result<Kinds, IntakeError> {
    let file = source::open(path)?;
    let mut peek = Peek::default();
    // The error is the one by which a peek ends early, or one that the reader of the file will meet again.
    let _ = source::walk("", Input::File(file), &Limits::default(), None, &mut peek);
    Ok(peek.0)
}

#[derive(Default)]
struct Peek(Kinds);

impl Visitor for Peek {
    fn visit(
        &mut self,
        path: &[Container],
        content: Content<'_>,
        trouble: &Trouble,
    ) -> Result<(), IntakeError> {
        trouble.take();
        match content {
            Content::Text { head, .. } | Content::Unknown { head, .. } if detect::is_mail(&head) => {
                self.0.mails = true;
            }
            Content::Text { head, .. } | Content::Unknown { head, .. } if article::looks_like(&head) => {
                self.0.articles = true;
            }
            Content::Outlook(_) => self.0.mails = true,
            Content::Text { .. } | Content::Parquet(_) | Content::Workbook(_) => self.0.posts = true,
            Content::Unknown { .. } | Content::Broken | Content::Hidden(_) | Content::Empty => {}
        }
        if path.iter().any(|step| matches!(step, Container::Zip(_))) {
            return Ok(());
        }
        // There is nothing else in the file, and its rest need not be read.
        Err(IntakeError::Sink(std::io::Error::other("enough was seen").into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const MAIL: &[u8] = b"Received: from a.example by b.example; Tue, 5 Nov 2024 09:14:02 -0500\r\nFrom: a@a.example\r\n\r\nText\r\n";
    const TABLE: &[u8] = b"account,object,time\na,b,2024-01-01\n";

    fn check(bytes: &[u8], mails: bool, posts: bool) {
        check_all(bytes, Kinds { mails, posts, articles: false });
    }

    fn check_all(bytes: &[u8], expected: Kinds) {
        let file = tempfile::NamedTempFile::new().expect("a file");
        file.as_file().write_all(bytes).expect("writable");
        assert_eq!(kinds(file.path()).expect("readable"), expected);
    }

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
            writer.write_all(bytes).expect("writable");
        }
        writer.finish().expect("a whole archive").into_inner()
    }

    #[test]
    fn kinds_are_told_from_the_content() {
        check(MAIL, true, false);
        check(TABLE, false, true);
        check(b"%PDF-1.7\n\x00\x01", false, false);
        check(b"", false, false);
        check(&zip(&[("a.eml", MAIL), ("posts.csv", TABLE)]), true, true);
        check(&zip(&[("a.eml", MAIL), ("b.pdf", b"%PDF-1.7\n\x00\x01")]), true, false);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(MAIL).expect("writable");
        check(&gzip.finish().expect("whole"), true, false);
    }

    #[test]
    fn articles_are_told_apart_too() {
        let articles = Kinds { mails: false, posts: false, articles: true };
        check_all(b"<!DOCTYPE html><title>Ferry</title><p>It runs.", articles);
        check_all(b"<?xml version='1.0'?><rss><channel>", articles);
        let warc = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
        check_all(warc, articles);
        let prose = b"The ferry runs again, the port office said. It had been in dock since March. \
                      Nobody had expected it to take so long, but all were glad about it.\n";
        check_all(prose, articles);
        check_all(br#"{"id":"1","title":"Ferry","text":"It runs."}"#, articles);
        check(br#"{"id":"1","text":"It runs.","author_id":"2","created_at":"2024-05-01"}"#, false, true);
        // A note beside mails.
        check_all(
            &zip(&[("a.eml", MAIL), ("README.txt", prose)]),
            Kinds { mails: true, posts: false, articles: true },
        );
    }
}
