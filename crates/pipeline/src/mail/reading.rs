//! Reading and examining mails, a batch at a time on all cores.

use super::attached::WithAttached;
use super::campaigns::Clue;
use super::{MailOptions, MailResult, MailSummary, ReadFile, summary};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::lost::{Lost, rejected};
use crate::outputs::Rejects;
use crate::read::Stream;
use intake::mail::{MailLimits, MailSink, RawMail, read_mails};
use intake::{IntakeError, SinkError, Source};
use mail::campaign::Facts;
use mail::examination::{Context, Examination, examine};
use mail::finding::Place;
use mail::limits::Limits;
use mail::message::Message;
use model::{At, EvidenceNo, MailForm, Problem, RawRef, Sha256};
use rayon::prelude::*;

/// An examined mail on its way out.
pub(super) struct Examined<'a> {
    /// Its number in the run.
    pub number: usize,
    /// File, with the way into archives.
    pub path: &'a str,
    pub place: Place,
    pub examination: &'a Examination,
}

impl Examined<'_> {
    /// Where it stands in the file.
    pub fn at(&self) -> At {
        self.place.raw.at
    }
}

/// Takes examined mails, in the order of the evidence.
pub(super) type Each<'e> = &'e mut (dyn FnMut(&Examined<'_>) -> Result<()> + Send);

/// Takes what can tie a mail to others: its facts, its text in the form in which texts are compared, and its hash.
pub(super) type EachClue<'e> = &'e mut (dyn FnMut(Facts, &str, Sha256) -> Result<()> + Send);

/// Examines all mails and gives each to `each`, what can tie it to others to `clues`, and what could not be read to
/// `rejects`. That nothing could be read is told in the result.
pub(super) fn run(
    inputs: &[(EvidenceNo, Input)],
    options: &MailOptions,
    each: Each<'_>,
    clues: Option<EachClue<'_>>,
    rejects: Option<&mut Rejects>,
    ctx: &Ctx<'_>,
) -> Result<MailResult> {
    let context = Context {
        own: &options.own,
        trusted_sealers: &options.trusted_sealers,
        dns: &options.knowledge.zone,
        intel: &options.knowledge.intel,
        limits: Limits::default(),
        now: options.now,
    };
    let mut sink = Sink {
        stream: Stream::none(),
        context: &context,
        waiting: Vec::new(),
        bytes: 0,
        each,
        clues,
        rejects,
        failed: None,
        result: MailResult::default(),
    };
    for (number, input) in inputs {
        input.announce(ctx.progress);
        sink.stream.begin(*number, &input.name);
        let at = |bytes: u64| ctx.progress.at(bytes);
        let problems = sink.result.problems.len();
        let limits = MailLimits { posts_are_read: input.is_shared, ..MailLimits::default() };
        let mut each = WithAttached::new(&mut sink);
        let read = read_mails(&input.path, *number, &limits, Some(&at), &mut each);
        let attached = each.found;
        match read {
            Ok(file) => {
                let rejects = rejected(&sink.result.problems[problems..]);
                sink.result.files.push(ReadFile {
                    no: *number,
                    name: input.name.clone(),
                    sha256: file.sha256,
                    bytes: file.bytes,
                    mails: file.mails + attached,
                    rejects,
                });
            }
            Err(error @ IntakeError::Sink(_)) => return Err(sink.failed.take().unwrap_or(error.into())),
            Err(error) => sink.result.failed.push((input.name.clone(), error.called(&input.name))),
        }
    }
    if let Err(error) = sink.settle() {
        return Err(sink.failed.take().unwrap_or(IntakeError::Sink(error).into()));
    }
    Ok(sink.result)
}

/// Most mails that are told in full, the attached ones of one included.
const TOLD: usize = 10;

/// Mails that are examined at once, and their bytes: enough for all cores, little enough for memory.
const BATCH: usize = 512;
const BATCH_BYTES: usize = 64 << 20;

/// Collects mails, examines a batch at a time on all cores, and hands them on in order.
struct Sink<'s, 'c> {
    stream: Stream,
    context: &'s Context<'s>,
    waiting: Vec<Waiting>,
    bytes: usize,
    each: Each<'s>,
    clues: Option<EachClue<'c>>,
    rejects: Option<&'s mut Rejects>,
    /// Why a mail could not be handed on.
    failed: Option<Error>,
    result: MailResult,
}

struct Waiting {
    path: String,
    raw: RawRef,
    bytes: Vec<u8>,
    form: MailForm,
    is_in_place: bool,
}

impl MailSink for Sink<'_, '_> {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.stream.enter(source);
        Ok(())
    }

    fn mail(&mut self, mail: RawMail<'_>) -> Result<(), SinkError> {
        self.bytes += mail.bytes.len();
        let raw = self.stream.raw(mail.at);
        self.waiting.push(Waiting {
            path: self.stream.path.clone(),
            raw,
            bytes: mail.bytes.to_vec(),
            form: mail.form,
            is_in_place: mail.is_in_place(),
        });
        if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.settle()?;
        }
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        let lost = Lost::take(problem, &self.stream.path, self.rejects.as_deref_mut())?;
        self.result.problems.push(lost);
        Ok(())
    }
}

impl Sink<'_, '_> {
    fn settle(&mut self) -> Result<(), SinkError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let (context, wanted) = (self.context, self.clues.is_some());
        let one = |mail: &Waiting| {
            let message = Message::split(&mail.bytes, &context.limits).of_form(mail.form);
            let examination = examine(&message, context);
            let id = || summary::name(&mail.path, mail.raw.at);
            let clue = wanted.then(|| Facts::of_mail(id(), &message, &examination, &context.limits));
            (Sha256::of(&mail.bytes), examination, clue)
        };
        let examined: Vec<(Sha256, Examination, Option<Clue>)> = waiting.par_iter().map(one).collect();
        for (mail, (sha256, examination, clue)) in waiting.into_iter().zip(examined) {
            if let (Some(take), Some((facts, text))) = (&mut self.clues, clue)
                && let Err(error) = take(facts, &text, sha256)
            {
                return self.stop(error);
            }
            let number = self.result.mails.len();
            let follows = number == self.result.told.len() && number < TOLD;
            if follows && (number == 0 || mail.form.is_attached) {
                self.result.told.push(examination.clone());
            }
            let place = Place { raw: mail.raw, sha256, is_in_place: mail.is_in_place };
            self.result.mails.push(MailSummary::new(&mail.path, &place, &examination));
            self.result.totals.add(&examination);
            let mail = Examined { number, path: &mail.path, place, examination: &examination };
            if let Err(error) = (self.each)(&mail) {
                return self.stop(error);
            }
        }
        Ok(())
    }

    /// Ends reading because of an error of whoever takes mails.
    fn stop(&mut self, error: Error) -> Result<(), SinkError> {
        self.failed = Some(error);
        Err(std::io::Error::other("handing a mail on failed").into())
    }
}
