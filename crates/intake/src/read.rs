//! Reads one file: opens it, finds its streams, tells their formats, runs the readers.

use crate::article;
use crate::draft::draft;
use crate::json::{self, JsonStream};
use crate::source::{self, Content, Input, Trouble, Visitor};
use crate::table::text::{TextTable, Transcode, enough, is_too_wide, sniff};
use crate::table::{TableObserver, TableOptions, parquet, xlsx};
use crate::{
    Context, Counts, IntakeError, JsonOptions, LeaveOut, PostSink, ReadOptions, SinkError, Source, detect,
};
use model::{At, Container, EvidenceNo, Post, Problem, Sha256};
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{BufReader, Read};
use std::path::Path;

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Hash of the file's bytes.
    pub sha256: Sha256,
    /// Their number.
    pub bytes: u64,
    /// Type of the file, from its content.
    pub media_type: String,
    /// What it held, in the order of reading.
    pub streams: Vec<StreamReport>,
}

/// What became of one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamReport {
    /// Which stream.
    pub source: Source,
    /// How much of it was read.
    pub counts: Counts,
    /// For tables, and JSON of no known format: the mapping that was used, as a file that can be edited.
    pub mapping: Option<String>,
}

/// Reads the file at `path` into `sink`. An error means that nothing of it could be read, or that the sink
/// failed; everything else is a problem, handed to the sink and counted.
pub fn read(
    path: &Path,
    number: EvidenceNo,
    options: &ReadOptions<'_>,
    sink: &mut dyn PostSink,
) -> Result<FileReport, IntakeError> {
    let file = source::open(path)?;
    let name = options.name.map_or_else(|| file_name(path), str::to_owned);
    run(&name, Input::File(file), number, options, sink, None)
}

/// The last part of a path, for people.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

/// Reads from memory, a pipe or anything else that has no path. `name` stands for a file name.
pub fn read_from(
    name: &str,
    input: impl Read,
    number: EvidenceNo,
    options: &ReadOptions<'_>,
    sink: &mut dyn PostSink,
) -> Result<FileReport, IntakeError> {
    run(name, Input::Stream(Box::new(input)), number, options, sink, None)
}

/// Passes over the posts of some accounts.
struct Without<'s, 'o> {
    sink: &'s mut dyn PostSink,
    leave_out: &'o LeaveOut<'o>,
}

impl PostSink for Without<'_, '_> {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.sink.source(source)
    }

    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        if (self.leave_out)(post.platform, post.account_id) { Ok(()) } else { self.sink.post(post) }
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.sink.problem(problem)
    }
}

/// The same, with an eye on the raw rows of tables.
pub(crate) fn run(
    name: &str,
    input: Input<'_>,
    number: EvidenceNo,
    options: &ReadOptions<'_>,
    sink: &mut dyn PostSink,
    observer: Option<&mut (dyn TableObserver + '_)>,
) -> Result<FileReport, IntakeError> {
    if let Some(leave_out) = options.leave_out {
        let options = ReadOptions { leave_out: None, ..options.clone() };
        return run(name, input, number, &options, &mut Without { sink, leave_out }, observer);
    }
    let mut reader =
        Reader { name, number, options, sink, observer, streams: Vec::new(), lost: None, media_type: None };
    let progress = options.progress.map(|p| p as &dyn Fn(u64));
    let digest = source::walk(name, input, &options.limits, progress, &mut reader)?;
    let Reader { streams, lost, media_type, .. } = reader;
    if let (Some(lost), true) = (lost, streams.iter().all(|s| s.source.format == UNREADABLE)) {
        return Err(lost);
    }
    let media_type = digest.container.or(media_type).unwrap_or("application/octet-stream").to_owned();
    Ok(FileReport { sha256: digest.sha256, bytes: digest.bytes, media_type, streams })
}

/// Format of streams that could not be read at all.
const UNREADABLE: &str = "unreadable";

struct Reader<'a, 'o> {
    name: &'a str,
    number: EvidenceNo,
    options: &'a ReadOptions<'a>,
    sink: &'a mut dyn PostSink,
    observer: Option<&'a mut (dyn TableObserver + 'o)>,
    streams: Vec<StreamReport>,
    /// Why the first stream that was not understood was not.
    lost: Option<IntakeError>,
    media_type: Option<&'static str>,
}

impl Visitor for Reader<'_, '_> {
    fn visit(
        &mut self,
        path: &[Container],
        content: Content<'_>,
        trouble: &Trouble,
    ) -> Result<(), IntakeError> {
        match content {
            Content::Empty => Err(IntakeError::Empty { file: self.name.to_owned() }),
            Content::Broken => match trouble.take() {
                Some((code, message)) => self.unreadable(path, code, message),
                // An empty member of an archive is no problem.
                None => Ok(()),
            },
            Content::Hidden(files) => self.hidden(path, files),
            Content::Unknown { head, .. }
                if self.options.others_are_read && (detect::is_mail(&head) || article::looks_like(&head)) =>
            {
                trouble.take();
                Ok(())
            }
            Content::Unknown { unknown, .. } => {
                trouble.take();
                self.not_understood(path, unknown.looks_like, unknown.hint)
            }
            Content::Text { head, .. } if self.options.others_are_read && article::looks_like(&head) => {
                trouble.take();
                Ok(())
            }
            Content::Text { head, reader } => self.text(path, head, reader, trouble),
            Content::Parquet(file) => self.parquet(path, file),
            Content::Workbook(file) => self.workbook(path, file),
            Content::Outlook(_) if self.options.others_are_read => {
                trouble.take();
                Ok(())
            }
            Content::Outlook(_) => {
                trouble.take();
                self.not_understood(path, "a mail of Outlook's (.msg)", "mails are read by `scrutineer mail`")
            }
        }
    }
}

impl Reader<'_, '_> {
    fn source(&self, path: &[Container], format: impl Into<String>) -> Source {
        Source {
            evidence: self.number,
            name: self.name.to_owned(),
            path: path.to_vec(),
            format: format.into(),
        }
    }

    fn table_options(&self) -> TableOptions<'_> {
        TableOptions {
            mapping: self.options.mapping.as_ref(),
            instead: self.options.instead,
            platform: self.options.platform.as_deref(),
            limits: self.options.limits,
        }
    }

    /// A stream of which nothing can be read: one problem.
    fn unreadable(
        &mut self,
        path: &[Container],
        code: &'static str,
        message: String,
    ) -> Result<(), IntakeError> {
        self.nothing_of(path, |cx| cx.stop(code, At::Bytes(0, 0), message))
    }

    /// A stream of which nothing is read, with what `tell` says of it.
    fn nothing_of(
        &mut self,
        path: &[Container],
        tell: impl FnOnce(&mut Context<'_>) -> Result<(), SinkError>,
    ) -> Result<(), IntakeError> {
        let source = self.source(path, UNREADABLE);
        let mut cx = Context::new(&mut *self.sink, source.clone(), self.options.limits)?;
        tell(&mut cx)?;
        let counts = cx.counts;
        self.streams.push(StreamReport { source, counts, mapping: None });
        Ok(())
    }

    /// Files of an archive that were not looked into.
    fn hidden(&mut self, path: &[Container], files: usize) -> Result<(), IntakeError> {
        let source = self.source(path, UNREADABLE);
        let mut cx = Context::new(&mut *self.sink, source.clone(), self.options.limits)?;
        let message =
            format!("{files} hidden files of the archive were not read: their names begin with a dot");
        cx.note("hidden_members", At::Bytes(0, 0), message)?;
        let counts = cx.counts;
        self.streams.push(StreamReport { source, counts, mapping: None });
        Ok(())
    }

    fn not_understood(
        &mut self,
        path: &[Container],
        looks_like: &str,
        hint: &str,
    ) -> Result<(), IntakeError> {
        let error = IntakeError::NotUnderstood {
            file: display(self.name, path),
            looks_like: looks_like.to_owned(),
            hint: hint.to_owned(),
        };
        self.give_up(path, error)
    }

    /// Alone in its file, a stream that is not understood is an error; in an archive, a problem.
    fn give_up(&mut self, path: &[Container], error: IntakeError) -> Result<(), IntakeError> {
        if !path.iter().any(|step| matches!(step, Container::Zip(_) | Container::Sheet(_))) {
            return Err(error);
        }
        let hint = error.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
        self.nothing_of(path, |cx| cx.pass_over("not_understood", format!("{error}{hint}")))?;
        self.lost.get_or_insert(error);
        Ok(())
    }

    /// A mapping that does not fit what it is for, which the error then names.
    fn unfit(&mut self, path: &[Container], error: &IntakeError) -> Result<(), IntakeError> {
        let of = display(self.name, path);
        self.give_up(
            path,
            match error {
                IntakeError::Mapping { mapping, message } => {
                    IntakeError::Mapping { mapping: format!("{mapping} for {of}"), message: message.clone() }
                }
                other => IntakeError::Mapping { mapping: of, message: other.to_string() },
            },
        )
    }

    fn text<'r>(
        &mut self,
        path: &[Container],
        head: Vec<u8>,
        reader: Box<dyn Read + 'r>,
        trouble: &Trouble,
    ) -> Result<(), IntakeError> {
        let count = Cell::new(0);
        let counted = Counted { inner: reader, count: &count };
        match Transcode::new(counted, &head) {
            Ok(mut transcoded) => {
                let mut head = Vec::new();
                // Read errors end the stream; `trouble` keeps the reason.
                let _ = transcoded.by_ref().take(source::HEAD as u64).read_to_end(&mut head);
                let whole = std::io::Cursor::new(head.clone()).chain(transcoded);
                self.utf8(path, &head, Box::new(whole), trouble, &count, true)
            }
            Err(plain) => self.utf8(path, &head, Box::new(plain), trouble, &count, false),
        }
    }

    fn utf8<'r>(
        &mut self,
        path: &[Container],
        head: &[u8],
        reader: Box<dyn Read + 'r>,
        trouble: &Trouble,
        count: &Cell<u64>,
        transcoded: bool,
    ) -> Result<(), IntakeError> {
        let mark = detect::bom(head).map_or(0, |(_, length)| length);
        let text = &head[mark..];
        let limits = self.options.limits;
        if let Some(format) = json::detect(text) {
            let options = JsonOptions {
                platform: self.options.platform.clone(),
                mapping: self.options.mapping.clone(),
            };
            let stream = match JsonStream::new(format, text, &options, self.observer.is_some()) {
                Ok(stream) => stream,
                Err(error) => {
                    trouble.take();
                    return self.unfit(path, &error);
                }
            };
            self.media_type.get_or_insert("application/json");
            let source = self.source(path, format);
            let mapping = stream.mapping();
            let mut cx = Context::new(&mut *self.sink, source.clone(), limits)?;
            note_transcoded(&mut cx, transcoded)?;
            let mut reader = BufReader::with_capacity(256 << 10, reader);
            stream.read(&mut reader, &mut cx, self.observer.as_deref_mut())?;
            report_trouble(&mut cx, trouble, count)?;
            let counts = cx.counts;
            self.streams.push(StreamReport { source, counts, mapping });
            return Ok(());
        }
        let mut complete = head.len() < source::HEAD;
        let (mut head, mut reader) = (Cow::Borrowed(head), reader);
        while !complete
            && enough(&head[mark..]).is_none_or(|n| n > head.len())
            && head.len() < limits.record_bytes
        {
            // The header is longer than what was looked at.
            let more = (head.len() * 2).min(limits.record_bytes);
            let mut longer = Vec::new();
            let _ = reader.by_ref().take(more as u64).read_to_end(&mut longer);
            complete = longer.len() < more;
            reader = Box::new(std::io::Cursor::new(longer.clone()).chain(reader));
            head = Cow::Owned(longer);
        }
        let text = &head[mark..];
        let Some(sniffed) = sniff(text, complete, &limits) else {
            trouble.take();
            if is_too_wide(text, &limits) {
                let looks_like = format!("a table of more than {} columns", limits.fields);
                return self.not_understood(
                    path,
                    &looks_like,
                    "leave out columns that hold nothing about posts",
                );
            }
            return self.not_understood(
                path,
                "text that is neither a table nor JSON",
                "give a table with one row for each post, or JSON; articles are read by `scrutineer claims`",
            );
        };
        let table = TextTable::new(sniffed, &self.table_options());
        if self.observer.is_none()
            && let Err(error) = table.check()
        {
            trouble.take();
            return self.unfit(path, error);
        }
        self.media_type.get_or_insert(if table.format().ends_with("tsv") {
            "text/tab-separated-values"
        } else {
            "text/csv"
        });
        let source = self.source(path, table.format());
        let mapping = draft(&table.mapping, table.check().err());
        let mut cx = Context::new(&mut *self.sink, source.clone(), limits)?;
        note_transcoded(&mut cx, transcoded)?;
        let mut skipped = [0; 3];
        if mark > 0 {
            let _ = reader.read_exact(&mut skipped[..mark]);
        }
        table.read(reader, mark as u64, &mut cx, self.observer.as_deref_mut(), &|| trouble.is_set())?;
        report_trouble(&mut cx, trouble, count)?;
        let counts = cx.counts;
        self.streams.push(StreamReport { source, counts, mapping });
        Ok(())
    }

    fn parquet(&mut self, path: &[Container], file: std::fs::File) -> Result<(), IntakeError> {
        let table = match parquet::ParquetTable::open(file, &self.table_options(), self.observer.is_some()) {
            Ok(table) => table,
            Err(parquet::Refused::Damaged(message)) => return self.unreadable(path, "damaged", message),
            Err(parquet::Refused::Mapping(error)) => return self.unfit(path, &error),
        };
        let source = self.source(path, format!("{}-parquet", table.mapping.name));
        let mapping = draft(&table.mapping, table.check().err());
        let mut cx = Context::new(&mut *self.sink, source.clone(), self.options.limits)?;
        table.read(&mut cx, self.observer.as_deref_mut())?;
        let counts = cx.counts;
        self.streams.push(StreamReport { source, counts, mapping });
        Ok(())
    }

    fn workbook(&mut self, path: &[Container], file: std::fs::File) -> Result<(), IntakeError> {
        let mut workbook = match xlsx::Workbook::open(file, &self.options.limits) {
            Ok(workbook) => workbook,
            Err(message) => return self.unreadable(path, "damaged", message),
        };
        for sheet in workbook.sheets() {
            let mut inner = path.to_vec();
            inner.push(Container::Sheet(sheet.clone()));
            let options = TableOptions {
                mapping: self.options.mapping.as_ref(),
                instead: self.options.instead,
                platform: self.options.platform.as_deref(),
                limits: self.options.limits,
            };
            match workbook.table(&sheet, &options) {
                Ok(None) => {}
                Err(message) => self.unreadable(&inner, "damaged", message)?,
                Ok(Some(mut table)) => {
                    if self.observer.is_none()
                        && let Err(error) = table.check()
                    {
                        self.unfit(&inner, error)?;
                        continue;
                    }
                    let source = self.source(&inner, format!("{}-xlsx", table.mapping.name));
                    let mapping = draft(&table.mapping, table.check().err());
                    let mut cx = Context::new(&mut *self.sink, source.clone(), self.options.limits)?;
                    table.read(&mut cx, self.observer.as_deref_mut())?;
                    let counts = cx.counts;
                    self.streams.push(StreamReport { source, counts, mapping });
                }
            }
        }
        Ok(())
    }
}

fn note_transcoded(cx: &mut Context<'_>, transcoded: bool) -> Result<(), IntakeError> {
    if transcoded {
        cx.note(
            "transcoded",
            At::Bytes(0, 0),
            "the file is UTF-16; places are counted in its text as UTF-8",
        )?;
    }
    Ok(())
}

/// Says why the stream ended early, if it did.
fn report_trouble(cx: &mut Context<'_>, trouble: &Trouble, count: &Cell<u64>) -> Result<(), IntakeError> {
    if let Some((code, message)) = trouble.take() {
        cx.stop(code, At::Bytes(count.get(), count.get()), message)?;
    }
    Ok(())
}

/// A file and the way into it, for messages.
fn display(name: &str, path: &[Container]) -> String {
    let mut out = name.to_owned();
    for step in path {
        if let Container::Zip(member) | Container::Sheet(member) = step {
            out.push_str(" > ");
            out.push_str(member);
        }
    }
    out
}

/// Counts what passes.
struct Counted<'c, R> {
    inner: R,
    count: &'c Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}
