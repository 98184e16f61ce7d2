//! Mails out of files: single messages, mbox files, and archives of both, byte for byte as they stand there; and what
//! Outlook keeps of mails ([`crate::outlook`]), put together.
//!
//! Nothing is parsed here. A mail is a range of bytes of a stream; its separator line in an mbox file is handed on
//! with it, so that whoever reads the message can say what the container did to it.

use crate::outlook::{self, OutlookMail};
use crate::source::{self, Content, Input, Trouble, Visitor};
use crate::{IntakeError, Limits, SinkError, Source, detect};
use model::{At, Container, EvidenceNo, MailForm, Problem, RawRef, Severity, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// One mail, valid during the call.
#[derive(Clone, Copy, Debug)]
pub struct RawMail<'a> {
    /// Its bytes; in an mbox file with the separator line in front.
    pub bytes: &'a [u8],
    /// Where they stand in the stream. Of a mail out of an Outlook file, where the whole file stands: its properties lie
    /// there in pieces, and no range holds a mail.
    pub at: At,
    /// Whether the stream holds several mails behind separator lines.
    pub in_mbox: bool,
    /// What stands between the bytes and those that somebody received.
    pub form: MailForm,
}

impl RawMail<'_> {
    /// Whether the bytes are those at [`RawMail::at`].
    pub fn is_in_place(&self) -> bool {
        matches!(self.at, At::Bytes(start, end) if end - start == self.bytes.len() as u64)
            && self.form.rebuilt.is_none()
    }
}

/// Where mails go.
pub trait MailSink {
    /// A stream begins: the mails and problems that follow belong to it.
    fn source(&mut self, source: &Source) -> Result<(), SinkError>;
    /// One mail.
    fn mail(&mut self, mail: RawMail<'_>) -> Result<(), SinkError>;
    /// One problem.
    fn problem(&mut self, problem: Problem) -> Result<(), SinkError>;
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailFile {
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub bytes: u64,
    /// Mails handed on.
    pub mails: u64,
}

/// Limits on mails, beside those on containers.
#[derive(Clone, Copy, Debug)]
pub struct MailLimits {
    /// Largest mail in bytes; of a longer one nothing is read.
    pub mail_bytes: usize,
    /// Limits on containers.
    pub containers: Limits,
    /// Whether what is no mail in an archive is passed over in silence, because the reader of posts takes it.
    pub posts_are_read: bool,
}

impl Default for MailLimits {
    fn default() -> Self {
        Self { mail_bytes: 150 << 20, containers: Limits::default(), posts_are_read: false }
    }
}

/// Reads the mails in the file at `path`. An error means that nothing of it could be read, or that the sink failed;
/// everything else is a problem, handed to the sink.
pub fn read_mails(
    path: &Path,
    number: EvidenceNo,
    limits: &MailLimits,
    progress: Option<&dyn Fn(u64)>,
    sink: &mut dyn MailSink,
) -> Result<MailFile, IntakeError> {
    let file = source::open(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut reader = Reader { name: &name, number, limits, sink, mails: 0 };
    let digest = source::walk(&name, Input::File(file), &limits.containers, progress, &mut reader)?;
    Ok(MailFile { sha256: digest.sha256, bytes: digest.bytes, mails: reader.mails })
}

struct Reader<'a> {
    name: &'a str,
    number: EvidenceNo,
    limits: &'a MailLimits,
    sink: &'a mut dyn MailSink,
    mails: u64,
}

impl Visitor for Reader<'_> {
    fn visit(
        &mut self,
        path: &[Container],
        content: Content<'_>,
        trouble: &Trouble,
    ) -> Result<(), IntakeError> {
        let (head, reader, looks_like) = match content {
            Content::Empty => return Err(IntakeError::Empty { file: self.name.to_owned() }),
            Content::Broken => {
                return match trouble.take() {
                    Some((code, message)) => self.lost(path, code, message),
                    None => Ok(()),
                };
            }
            // The reader of posts, which goes through all archives, says so.
            Content::Hidden(_) => return Ok(()),
            Content::Text { head, reader } => (head, reader, "text without header fields"),
            Content::Unknown { unknown, head, reader } => (head, reader, unknown.looks_like),
            Content::Parquet(_) => return self.no_mail(path, "a Parquet file"),
            Content::Workbook(_) => return self.no_mail(path, "a workbook"),
            Content::Outlook(file) => return self.outlook(path, file, trouble),
        };
        if !detect::is_mail(&head) {
            trouble.take();
            return self.no_mail(path, looks_like);
        }
        self.sink.source(&self.source(path))?;
        let in_mbox = detect::is_mbox(&head);
        let reader = BufReader::with_capacity(128 << 10, reader);
        let mut mails = Mails { reader, in_mbox, at: 0, separator: Vec::new() };
        let mut bytes = Vec::new();
        while let Some(found) = mails.next(self.limits.mail_bytes, &mut bytes) {
            let at = At::Bytes(found.start, found.end);
            if found.is_whole {
                self.mails += 1;
                self.sink.mail(RawMail { bytes: &bytes, at, in_mbox, form: MailForm::default() })?;
            } else {
                let message =
                    format!("a mail of more than {} MiB; it was passed over", self.limits.mail_bytes >> 20);
                self.problem(path, "mail_too_long", Severity::Reject, at, message)?;
            }
        }
        match trouble.take() {
            Some((code, message)) => {
                self.problem(path, code, Severity::Stop, At::Bytes(mails.at, mails.at), message)
            }
            None => Ok(()),
        }
    }
}

impl Reader<'_> {
    /// The mail in an Outlook file, then those attached to it.
    fn outlook(&mut self, path: &[Container], file: File, trouble: &Trouble) -> Result<(), IntakeError> {
        let length = file.metadata().map_or(0, |file| file.len());
        let at = At::Bytes(0, length);
        if length > self.limits.mail_bytes as u64 {
            self.sink.source(&self.source(path))?;
            let message =
                format!("a mail of more than {} MiB; it was passed over", self.limits.mail_bytes >> 20);
            return self.problem(path, "mail_too_long", Severity::Reject, at, message);
        }
        let found = match outlook::read(file, self.limits) {
            Ok(found) => found,
            Err(error) => {
                // A stream that was cut on the way here has its own reason.
                return match trouble.take() {
                    Some((code, message)) => self.lost(path, code, message),
                    None => self.no_mail(path, &format!("a damaged mail of Outlook's (.msg): {error}")),
                };
            }
        };
        for OutlookMail { way, form, bytes } in &found.mails {
            let mut path = path.to_vec();
            path.extend(way.iter().map(|&number| Container::Attached { number, copy: None }));
            self.sink.source(&self.source(&path))?;
            self.mails += 1;
            self.sink.mail(RawMail { bytes, at, in_mbox: false, form: *form })?;
        }
        self.sink.source(&self.source(path))?;
        for (code, message) in found.problems {
            self.problem(path, code, Severity::Note, at, message)?;
        }
        match trouble.take() {
            Some((code, message)) => self.problem(path, code, Severity::Stop, at, message),
            None => Ok(()),
        }
    }

    fn source(&self, path: &[Container]) -> Source {
        Source {
            evidence: self.number,
            name: self.name.to_owned(),
            path: path.to_vec(),
            format: "mail".to_owned(),
        }
    }

    fn problem(
        &mut self,
        path: &[Container],
        code: &'static str,
        severity: Severity,
        at: At,
        message: String,
    ) -> Result<(), IntakeError> {
        let raw = RawRef { evidence: self.number, path: path.to_vec(), at };
        Ok(self.sink.problem(Problem { code, severity, raw, message })?)
    }

    fn lost(&mut self, path: &[Container], code: &'static str, message: String) -> Result<(), IntakeError> {
        self.sink.source(&self.source(path))?;
        self.problem(path, code, Severity::Stop, At::Bytes(0, 0), message)
    }

    /// Alone in its file, what is no mail is an error; in an archive, a problem.
    fn no_mail(&mut self, path: &[Container], looks_like: &str) -> Result<(), IntakeError> {
        if path.iter().any(|step| matches!(step, Container::Zip(_))) {
            if self.limits.posts_are_read {
                return Ok(());
            }
            self.sink.source(&self.source(path))?;
            let message = format!("this is no mail; it looks like {looks_like}");
            return self.problem(path, "no_mail", Severity::PassedOver, At::Bytes(0, 0), message);
        }
        Err(IntakeError::NotUnderstood {
            file: self.name.to_owned(),
            looks_like: looks_like.to_owned(),
            hint: HINT.to_owned(),
        })
    }
}

const HINT: &str = "a mail begins with header fields such as `Received:` or `From:`; save it as `.eml` with all \
                    headers, or out of Outlook as `.msg`";

/// A mail as found in a stream.
struct Found {
    start: u64,
    end: u64,
    /// Whether all of it was within the limit.
    is_whole: bool,
}

/// Mails of one stream, one after the other.
struct Mails<R> {
    reader: BufReader<R>,
    in_mbox: bool,
    /// Bytes handed on so far.
    at: u64,
    /// A separator line that ended the mail before: it begins the next one.
    separator: Vec<u8>,
}

/// Longest piece of a line that is read at once; a separator is shorter.
const PIECE: u64 = 64 << 10;

impl<R: Read> Mails<R> {
    /// Puts the next mail into `bytes`. A read error ends the stream; the guard below keeps the reason.
    fn next(&mut self, limit: usize, bytes: &mut Vec<u8>) -> Option<Found> {
        bytes.clear();
        let start = self.at;
        let mut is_whole = true;
        // A separator counts behind an empty line only.
        let mut after_empty = false;
        // Whether a line begins here: long lines come in pieces.
        let mut begins = true;
        let mut piece = std::mem::take(&mut self.separator);
        loop {
            if piece.is_empty() && !matches!(self.read_piece(&mut piece), Ok(1..)) {
                break;
            }
            if self.in_mbox && begins && after_empty && detect::separates_mails(&piece) {
                self.separator = piece;
                break;
            }
            if begins {
                after_empty = matches!(piece.as_slice(), b"\n" | b"\r\n");
            }
            begins = piece.ends_with(b"\n");
            self.at += piece.len() as u64;
            if bytes.len() + piece.len() <= limit {
                bytes.extend_from_slice(&piece);
            } else {
                is_whole = false;
            }
            piece.clear();
        }
        (self.at > start).then_some(Found { start, end: self.at, is_whole })
    }

    fn read_piece(&mut self, piece: &mut Vec<u8>) -> std::io::Result<usize> {
        self.reader.by_ref().take(PIECE).read_until(b'\n', piece)
    }
}
