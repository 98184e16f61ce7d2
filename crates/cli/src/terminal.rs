//! What people read in a terminal. Text from evidence is made inert before it gets here.

use anyhow::Error;
use model::inert;
use std::io::Write;

/// Prints an error once, with what was being done, and a hint set apart.
pub fn error(error: &Error) {
    let mut err = std::io::stderr().lock();
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
    if let Some(hint) = hint(error) {
        let _ = writeln!(err, "\nhint: {}", inert::terminal(&hint));
    }
}

fn hint(error: &Error) -> Option<String> {
    error.chain().find_map(|cause| {
        cause
            .downcast_ref::<pipeline::Error>()
            .and_then(pipeline::Error::hint)
            .or_else(|| cause.downcast_ref::<intake::IntakeError>().and_then(intake::IntakeError::hint))
            .or_else(|| cause.downcast_ref::<case::CaseError>().and_then(case::CaseError::hint))
    })
}

/// A plain table: left-aligned text, right-aligned numbers, cells made inert and cut.
pub struct Table {
    headers: Vec<String>,
    numeric: Vec<bool>,
    rows: Vec<Vec<String>>,
}

/// Widest cell.
const WIDEST: usize = 48;

impl Table {
    /// A column whose header begins with `#` holds numbers.
    pub fn new(headers: &[&str]) -> Self {
        Self {
            headers: headers.iter().map(|h| h.trim_start_matches('#').to_owned()).collect(),
            numeric: headers.iter().map(|h| h.starts_with('#')).collect(),
            rows: Vec::new(),
        }
    }

    /// Columns named by whoever asked; all are text.
    #[cfg(feature = "sql")]
    pub fn owned(headers: Vec<String>) -> Self {
        let headers: Vec<String> =
            headers.iter().map(|h| inert::shorten(&inert::terminal(h), WIDEST).into_owned()).collect();
        Self { numeric: vec![false; headers.len()], headers, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        self.rows.push(
            cells
                .iter()
                .map(|cell| inert::shorten(&inert::terminal(cell.as_ref()), WIDEST).into_owned())
                .collect(),
        );
    }

    /// Prints it.
    pub fn print(&self, out: &mut dyn Write) -> std::io::Result<()> {
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
