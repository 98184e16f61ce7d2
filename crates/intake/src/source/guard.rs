//! Watches a decoder: ends the stream when it fails or grows out of all proportion.

use super::Trouble;
use crate::Limits;
use std::cell::Cell;
use std::io::{ErrorKind, Read};
use std::rc::Rc;

/// A decoder under guard. Never returns an error other than "interrupted".
pub struct Guard<R> {
    decoder: R,
    /// Bytes of the file itself that were read so far.
    consumed: Rc<Cell<u64>>,
    /// Bytes that came out, of all members together where there are several.
    produced: Rc<Cell<u64>>,
    limits: Limits,
    trouble: Trouble,
    ended: bool,
}

impl<R> Guard<R> {
    /// Guards `decoder`.
    pub fn new(
        decoder: R,
        consumed: Rc<Cell<u64>>,
        produced: Rc<Cell<u64>>,
        limits: &Limits,
        trouble: Trouble,
    ) -> Self {
        Self { decoder, consumed, produced, limits: *limits, trouble, ended: false }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        match self.decoder.read(buffer) {
            Ok(n) => {
                let produced = self.produced.get() + n as u64;
                self.produced.set(produced);
                let most = self
                    .consumed
                    .get()
                    .saturating_mul(self.limits.expansion)
                    .max(self.limits.expansion_floor);
                if produced > most {
                    self.ended = true;
                    self.trouble.set(
                        "expands_too_much",
                        format!(
                            "{} bytes of the file have unpacked to {produced}, more than {} times as many; the rest was left",
                            self.consumed.get(),
                            self.limits.expansion
                        ),
                    );
                }
                Ok(n)
            }
            Err(e) if e.kind() == ErrorKind::Interrupted => Err(e),
            Err(e) => {
                self.ended = true;
                // The decoders report a cut stream in several ways.
                let text = e.to_string();
                let cut = e.kind() == ErrorKind::UnexpectedEof || text.contains("incomplete frame");
                if cut {
                    self.trouble.set(
                        "truncated",
                        "the compressed data end too early: the file was cut short".to_owned(),
                    );
                } else {
                    self.trouble.set("damaged", format!("the compressed data are damaged: {text}"));
                }
                Ok(0)
            }
        }
    }
}
