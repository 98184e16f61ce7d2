//! Looks through a workbook before a library opens it that has no limits of its own.
//!
//! The library keeps all shared strings and styles, and one cell or tag of a sheet at a time. Each of these can be made
//! huge by a file of a few kilobytes, so that they are measured first, in one pass in bounded memory.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};

/// Most bytes that the shared strings and styles of a workbook may take.
const MOST_KEPT: u64 = 512 << 20;
/// What a shared string takes beside its text.
const STRING: u64 = 40;
/// What a style takes.
const STYLE: u64 = 512;

/// What the parts of a workbook would take when it is opened.
pub(super) struct Measure {
    most_cell: u64,
    kept: u64,
}

impl Measure {
    /// `most_cell`: bytes of the longest cell, or tag, that is taken.
    pub(super) fn new(most_cell: usize) -> Self {
        Self { most_cell: most_cell as u64, kept: 0 }
    }

    /// Looks through one part, to its end. `Err` says why the workbook cannot be opened. What is no XML is left to the
    /// library.
    pub(super) fn part(&mut self, part: impl Read) -> Result<(), String> {
        let ahead = Cell::new(0);
        let mut bounded =
            Bounded { inner: BufReader::with_capacity(64 << 10, part), ahead: &ahead, most: self.most_cell };
        let begins = bounded.fill_buf().unwrap_or_default();
        let begins = begins.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begins).trim_ascii_start();
        if begins.first().is_some_and(|byte| *byte != b'<') {
            // A picture or the like.
            return Ok(());
        }
        let mut xml = Reader::from_reader(bounded);
        xml.config_mut().check_end_names = false;
        let (mut buffer, mut cell, mut is_shared) = (Vec::new(), 0, false);
        loop {
            buffer.clear();
            ahead.set(0);
            let event = match xml.read_event_into(&mut buffer) {
                Ok(Event::Eof) => return Ok(()),
                Ok(event) => event,
                Err(_) if ahead.get() > self.most_cell => return Err(self.too_long()),
                Err(_) => return Ok(()),
            };
            let text = match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    match tag.local_name().as_ref() {
                        "si" => {
                            (cell, is_shared) = (0, true);
                            self.kept += STRING;
                        }
                        "c" | "row" => (cell, is_shared) = (0, false),
                        "xf" => self.kept += STYLE,
                        "sst" if strings_announced(&tag).is_some_and(|n| n > MOST_KEPT / STRING) => {
                            return Err(too_large());
                        }
                        _ => {}
                    }
                    0
                }
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => ahead.get(),
                _ => 0,
            };
            cell += text;
            if is_shared {
                self.kept += text;
            }
            if cell > self.most_cell {
                return Err(self.too_long());
            }
            if self.kept > MOST_KEPT {
                return Err(too_large());
            }
        }
    }

    fn too_long(&self) -> String {
        format!("the workbook holds a cell of more than {} bytes", self.most_cell)
    }
}

fn too_large() -> String {
    format!("the texts and styles of the workbook take more than {MOST_KEPT} bytes: save it as CSV")
}

/// How many shared strings a workbook says it has; the library makes room for them at once.
fn strings_announced(tag: &quick_xml::events::BytesStart<'_>) -> Option<u64> {
    let attribute = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == "uniqueCount")?;
    attribute.value.parse().ok()
}

/// Fails when more than `most` bytes are read between two events.
struct Bounded<'c, R> {
    inner: R,
    ahead: &'c Cell<u64>,
    most: u64,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.ahead.set(self.ahead.get() + n as u64);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Bounded<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.ahead.get() > self.most {
            return Err(io::Error::other("too long"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.ahead.set(self.ahead.get() + n as u64);
        self.inner.consume(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_strings_beyond_all_bounds_is_refused() {
        let check = |count: &str, refused: bool| {
            let part = format!("<sst uniqueCount=\"{count}\"><si><t>a</t></si></sst>");
            assert_eq!(Measure::new(1 << 20).part(part.as_bytes()).is_err(), refused, "{count}");
        };
        check("1", false);
        check("13421772", false);
        check("13421773", true);
        check("18446744073709551615", true);
    }
}
