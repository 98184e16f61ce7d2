//! Watches a decoder: ends the stream when it fails or grows out of all proportion.

use super::Trouble;
use crate::Limits;
use std::cell::Cell;
use std::io::{ErrorKind, Read};
use std::rc::Rc;

/// What all containers of a file may unpack to together. Containers in containers share it: each of them alone may be
/// harmless.
#[derive(Clone)]
pub struct Budget {
    /// Bytes of the file itself that were read so far.
    consumed: Rc<Cell<u64>>,
    /// Bytes that came out.
    produced: Rc<Cell<u64>>,
    limits: Limits,
}

impl Budget {
    /// `consumed` counts the bytes of the file as they are read.
    pub fn new(consumed: Rc<Cell<u64>>, limits: &Limits) -> Self {
        Self { consumed, produced: Rc::default(), limits: *limits }
    }

    /// Whether more came out than may be.
    pub fn is_spent(&self) -> bool {
        let floor = self.limits.expansion_floor;
        self.produced.get() > self.consumed.get().saturating_mul(self.limits.expansion).max(floor)
    }
}

/// A decoder under guard. Never returns an error other than "interrupted".
pub struct Guard<R> {
    decoder: R,
    budget: Budget,
    trouble: Trouble,
    ended: bool,
}

impl<R> Guard<R> {
    /// Guards `decoder`.
    pub fn new(decoder: R, budget: Budget, trouble: Trouble) -> Self {
        Self { decoder, budget, trouble, ended: false }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        match self.decoder.read(buffer) {
            Ok(n) => {
                let Budget { consumed, produced, limits } = &self.budget;
                produced.set(produced.get() + n as u64);
                if self.budget.is_spent() {
                    self.ended = true;
                    self.trouble.set(
                        "expands_too_much",
                        format!(
                            "{} bytes of the file have unpacked to {}, more than {} times as many; the rest was left",
                            consumed.get(),
                            produced.get(),
                            limits.expansion
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
