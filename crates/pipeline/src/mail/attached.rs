//! Mails attached to mails, as mails of their own: this is how offices hand a threat on.
//!
//! The mail around is handed on first, and as it is. Each attached one follows, with the way to it: a range of the
//! stream where its bytes stand there as they are, else a copy that was decoded from one.

use intake::mail::{MailSink, RawMail};
use intake::outlook::{ATTACHED, DEPTH};
use intake::{SinkError, Source};
use mail::content::{AttachedMail, attached};
use mail::limits::Limits;
use mail::message::Message;
use model::{At, Container, Encoded, MailForm, Problem, RawRef, Severity};

/// Hands each mail on, and after it those attached to it.
pub(super) struct WithAttached<'s> {
    inner: &'s mut dyn MailSink,
    limits: Limits,
    source: Option<Source>,
    /// Attached mails handed on.
    pub found: u64,
}

impl<'s> WithAttached<'s> {
    pub fn new(inner: &'s mut dyn MailSink) -> Self {
        Self { inner, limits: Limits::default(), source: None, found: 0 }
    }

    /// Hands on the mails attached to one that came out of `source`; `count` is of all that its file's mail led to.
    fn attached(&mut self, mail: RawMail<'_>, source: &Source, count: &mut usize) -> Result<(), SinkError> {
        // The text of a mail that was put together has no parts.
        if mail.form.rebuilt.is_some() || !may_hold_mails(mail.bytes) {
            return Ok(());
        }
        let found = attached(&Message::split(mail.bytes, &self.limits), &self.limits);
        let depth = source.path.iter().filter(|step| matches!(step, Container::Attached { .. })).count();
        let mut lost = None;
        for (number, part) in (1..).zip(found.mails) {
            if depth == DEPTH {
                lost = Some((
                    "attached_too_deep",
                    format!("mails attached more than {DEPTH} deep were passed over"),
                ));
                break;
            }
            if *count == ATTACHED {
                lost = Some((
                    "too_many_attached",
                    format!("only the first {ATTACHED} attached mails were read"),
                ));
                break;
            }
            *count += 1;
            self.one(mail, number, &part, source, count)?;
        }
        if !found.is_whole && lost.is_none() {
            lost = Some((
                "too_many_parts",
                "it has more parts than are looked at for attached mails".to_owned(),
            ));
        }
        let Some((code, message)) = lost else { return Ok(()) };
        self.inner.source(source)?;
        let raw = RawRef { evidence: source.evidence, path: source.path.clone(), at: mail.at };
        self.inner.problem(Problem { code, severity: Severity::Note, raw, message })
    }

    /// Hands on one attached mail, and those attached to it.
    fn one(
        &mut self,
        around: RawMail<'_>,
        number: u32,
        part: &AttachedMail,
        source: &Source,
        count: &mut usize,
    ) -> Result<(), SinkError> {
        let encoded = &around.bytes[part.span.clone()];
        // Where the mail around is itself in pieces, there is no narrower place than its own.
        let start = match around.at {
            At::Bytes(start, _) if around.is_in_place() => Some(start),
            _ => None,
        };
        let range = start.map(|start| (start + part.span.start as u64, start + part.span.end as u64));
        let decoded = part.encoding.map(|encoding| (encoding, encoding.decode(encoded)));
        let bytes = decoded.as_ref().map_or(encoded, |(_, bytes)| bytes);
        let copy = match (&decoded, range) {
            (Some((encoding, _)), Some((start, end))) => Some(Encoded { start, end, encoding: *encoding }),
            _ => None,
        };
        let at = match (copy, range) {
            (Some(_), _) => At::Bytes(0, bytes.len() as u64),
            (None, Some((start, end))) => At::Bytes(start, end),
            (None, None) => around.at,
        };
        let mut source = source.clone();
        source.path.push(Container::Attached { number, copy });
        let form = MailForm { is_attached: true, ..MailForm::default() };
        let mail = RawMail { bytes, at, in_mbox: false, form };
        self.inner.source(&source)?;
        self.inner.mail(mail)?;
        self.found += 1;
        self.attached(mail, &source, count)
    }
}

impl MailSink for WithAttached<'_> {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.source = Some(source.clone());
        self.inner.source(source)
    }

    fn mail(&mut self, mail: RawMail<'_>) -> Result<(), SinkError> {
        self.inner.mail(mail)?;
        let Some(source) = self.source.take() else { return Ok(()) };
        let before = self.found;
        let done = self.attached(mail, &source, &mut 0);
        if self.found > before {
            self.inner.source(&source)?;
        }
        self.source = Some(source);
        done
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.inner.problem(problem)
    }
}

/// Whether the word stands there that names a part as a mail, or as mails: most mails are passed over by this.
fn may_hold_mails(bytes: &[u8]) -> bool {
    // `message/rfc822`, `message/global` and `multipart/digest`, in the cases in which they are written.
    ["822", "lobal", "LOBAL", "igest", "IGEST"]
        .iter()
        .any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}
