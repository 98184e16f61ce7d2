//! What people read in a terminal. Text from evidence is made inert before it gets here.

use anyhow::Error;
use model::inert;
use std::io::{self, Write};

/// The standard error, for messages. Whoever closed it does not want them, and the work goes on without.
pub fn messages() -> Messages {
    Messages(io::stderr().lock())
}

/// See [`messages`].
pub struct Messages(io::StderrLock<'static>);

impl Write for Messages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Prints an error once, with what was being done, and a hint set apart.
pub fn error(error: &Error) {
    let mut err = messages();
    let mut text = String::new();
    let mut last = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        // Wrapping errors often repeat what they wrap.
        if !last.contains(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
        last = cause;
    }
    let _ = writeln!(err, "error: {}", inert::terminal(&text));
    if let Some(hint) = hint(error.as_ref()) {
        let _ = writeln!(err, "\nhint: {}", inert::terminal(&hint));
    }
}

/// What a person can do about an error, if there is something: what the library says that met it, else what helps with
/// files at large.
pub fn hint(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let chain = || std::iter::successors(Some(error), |error| error.source());
    let of_library = |cause: &(dyn std::error::Error + 'static)| {
        cause
            .downcast_ref::<pipeline::Error>()
            .and_then(pipeline::Error::hint)
            .or_else(|| cause.downcast_ref::<intake::IntakeError>().and_then(intake::IntakeError::hint))
            .or_else(|| cause.downcast_ref::<case::CaseError>().and_then(case::CaseError::hint))
    };
    let of_system = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().and_then(|error| files_hint(error.kind())).map(str::to_owned)
    };
    chain().find_map(of_library).or_else(|| chain().find_map(of_system))
}

/// What to do when the file system refuses.
fn files_hint(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::NotFound => {
            Some("check the spelling of the path; a folder is given as it is, without `*`")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Some(
            "you may not read or write there: ask for the right to, or name another place with `--case`, `--out` or `--to`",
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(
            "make room on the disk, or name another place with `--case`, `--out` or `--to`; then give the same command again",
        ),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            Some("a file stands where a folder is needed: name another place")
        }
        io::ErrorKind::IsADirectory => Some("name a file, not a folder"),
        _ => None,
    }
}

/// A plain table: left-aligned text, right-aligned numbers, cells made inert and cut.
pub struct Table {
    headers: Vec<String>,
    numeric: Vec<bool>,
    rows: Vec<Vec<String>>,
    /// Most characters of a cell of the last column.
    last: usize,
}

/// Most characters of a cell.
const WIDEST: usize = 48;
/// Most characters of a cell that ends a row in a sentence.
const SENTENCE: usize = 200;

impl Table {
    /// A column whose header begins with `#` holds numbers.
    pub fn new(headers: &[&str]) -> Self {
        Self {
            headers: headers.iter().map(|h| h.trim_start_matches('#').to_owned()).collect(),
            numeric: headers.iter().map(|h| h.starts_with('#')).collect(),
            rows: Vec::new(),
            last: WIDEST,
        }
    }

    /// The last column may be as long as a sentence.
    pub fn ending_in_sentences(self) -> Self {
        Self { last: SENTENCE, ..self }
    }

    /// Columns named by whoever asked; all are text.
    #[cfg(feature = "sql")]
    pub fn owned(headers: Vec<String>) -> Self {
        let headers: Vec<String> =
            headers.iter().map(|h| inert::shorten(&inert::terminal(h), WIDEST).into_owned()).collect();
        Self { numeric: vec![false; headers.len()], headers, rows: Vec::new(), last: WIDEST }
    }

    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        let most = |i: usize| if i + 1 == self.headers.len() { self.last } else { WIDEST };
        let cells = cells.iter().enumerate();
        self.rows.push(
            cells
                .map(|(i, cell)| inert::shorten(&inert::terminal(cell.as_ref()), most(i)).into_owned())
                .collect(),
        );
    }

    /// Prints it.
    pub fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let width = |i: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.chars().count());
            cells.chain([self.headers[i].chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.headers.len()).map(width).collect();
        for row in std::iter::once(&self.headers).chain(&self.rows) {
            let mut line = String::new();
            for (i, cell) in row.iter().enumerate().take(widths.len()) {
                let pad = " ".repeat(widths[i] - cell.chars().count());
                let (before, after) = if self.numeric[i] { (pad.as_str(), "") } else { ("", pad.as_str()) };
                line.push_str(&format!("{}{before}{cell}{after}", if i > 0 { "  " } else { "" }));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
