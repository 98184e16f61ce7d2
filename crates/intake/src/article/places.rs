//! Where each piece of a text stands in the evidence.
//!
//! A text is made of bytes in several steps: a transfer encoding is undone, characters are decoded, entities resolved,
//! white space collapsed. Each step carries the [`Places`] of the one before along, so that the last text still points
//! at the first bytes.

use std::borrow::Cow;
use std::ops::Range;

/// Maps byte ranges of a text to byte ranges of the stream that it was read from.
///
/// Kept as runs of equal steps. In plain UTF-8 a run is a whole stretch of text; an entity or a stretch of collapsed
/// white space is a step of its own, of which no part has a place for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    runs: Vec<Run>,
    length: usize,
}

/// Steps of `step` bytes of text each, that stand one behind the other in `place_step` bytes of the stream each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    at: u32,
    length: u32,
    step: u32,
    place_step: u32,
    place: u64,
}

impl Run {
    fn end(&self) -> usize {
        self.at as usize + self.length as usize
    }

    fn place_end(&self) -> u64 {
        self.place + u64::from(self.length / self.step) * u64::from(self.place_step)
    }

    /// Place of the steps that `range` touches; it lies within the run and is not empty.
    fn place_of(&self, range: Range<usize>) -> Range<u64> {
        let (step, place_step) = (self.step as usize, u64::from(self.place_step));
        let first = (range.start - self.at as usize) / step;
        let last = (range.end - self.at as usize).div_ceil(step);
        self.place + first as u64 * place_step..self.place + last as u64 * place_step
    }
}

/// Texts longer than this have no places for their ends; readers stop long before.
const LONGEST: usize = u32::MAX as usize;

impl Places {
    /// Places of `length` bytes that stand in the stream as they are, from `start` on.
    pub fn same(length: usize, start: u64) -> Self {
        let mut places = Self::default();
        places.push_same(length, start);
        places
    }

    /// Bytes of text that were told of.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether no text was told of.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Number of runs: what the map costs.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// Where the bytes `range` of the text stand: the least range of the stream that holds all of them. What stands
    /// nowhere, such as a break between paragraphs, has the empty place behind what comes before it.
    pub fn place(&self, range: Range<usize>) -> Range<u64> {
        let mut hull: Option<Range<u64>> = None;
        let first = self.runs.partition_point(|run| run.end() <= range.start);
        for run in self.runs[first..].iter().take_while(|run| (run.at as usize) < range.end) {
            let inside = range.start.max(run.at as usize)..range.end.min(run.end());
            let place = run.place_of(inside);
            hull = Some(match hull {
                Some(hull) => hull.start.min(place.start)..hull.end.max(place.end),
                None => place,
            });
        }
        hull.unwrap_or_else(|| {
            let before = self.runs[..first].last().map_or(0, Run::place_end);
            before..before
        })
    }

    /// Adds `length` bytes that stand in the stream as they are.
    pub(super) fn push_same(&mut self, length: usize, start: u64) {
        self.push_run(length, 1, 1, start);
    }

    /// Adds `length` bytes that stand for all of `place` together.
    pub(super) fn push(&mut self, length: usize, place: Range<u64>) {
        let place_step = u32::try_from(place.end.saturating_sub(place.start)).unwrap_or(u32::MAX);
        self.push_run(length, length, place_step as usize, place.start);
    }

    /// Adds `length` bytes that stand nowhere.
    pub(super) fn push_nowhere(&mut self, length: usize) {
        self.length += length;
    }

    /// Adds the bytes `range` of the text that `from` tells of.
    pub(super) fn push_from(&mut self, from: &Places, range: Range<usize>) {
        let end = self.length + range.len();
        let first = from.runs.partition_point(|run| run.end() <= range.start);
        for run in from.runs[first..].iter().take_while(|run| (run.at as usize) < range.end) {
            let inside = range.start.max(run.at as usize)..range.end.min(run.end());
            // What lies before this run in the range stands nowhere.
            self.length = end - (range.end - inside.start);
            let place = run.place_of(inside.clone());
            let step = run.step as usize;
            if inside.len() < step {
                self.push(inside.len(), place);
            } else {
                // A cut through a step at either end: the part stands where the whole does.
                let head = (step - (inside.start - run.at as usize) % step) % step;
                let tail = (inside.len() - head) % step;
                let middle = inside.start + head..inside.end - tail;
                if head > 0 {
                    self.push(head, run.place_of(inside.start..middle.start));
                }
                if !middle.is_empty() {
                    let place = run.place_of(middle.clone());
                    self.push_run(middle.len(), step, run.place_step as usize, place.start);
                }
                if tail > 0 {
                    self.push(tail, run.place_of(middle.end..inside.end));
                }
            }
        }
        self.length = end;
    }

    fn push_run(&mut self, length: usize, step: usize, place_step: usize, place: u64) {
        let at = self.length;
        self.length += length;
        if length == 0 || self.length > LONGEST {
            return;
        }
        let run = Run {
            at: at as u32,
            length: length as u32,
            step: step as u32,
            place_step: place_step as u32,
            place,
        };
        match self.runs.last_mut() {
            Some(last)
                if last.end() == at
                    && (last.step, last.place_step) == (run.step, run.place_step)
                    && last.place_end() == place =>
            {
                last.length += run.length;
            }
            _ => self.runs.push(run),
        }
    }
}

/// Text with its places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mapped {
    pub(super) text: String,
    pub(super) places: Places,
}

impl Mapped {
    /// Adds a piece of another text.
    pub(super) fn push_from(&mut self, from: &Mapped, range: Range<usize>) {
        if let Some(piece) = from.text.get(range.clone()) {
            self.text.push_str(piece);
            self.places.push_from(&from.places, range);
        }
    }

    /// Adds text that stands for all of `place`.
    pub(super) fn push(&mut self, text: &str, place: Range<u64>) {
        self.text.push_str(text);
        self.places.push(text.len(), place);
    }

    /// A piece as a text of its own.
    pub(super) fn slice(&self, range: Range<usize>) -> Mapped {
        let mut piece = Mapped::default();
        piece.push_from(self, range);
        piece
    }

    /// Begins a paragraph, with an empty line in front of all but the first.
    pub(super) fn begin_paragraph(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
            self.places.push_nowhere(2);
        }
    }

    /// Adds the words of a piece of another text with single spaces between them. Returns whether there were any.
    pub(super) fn push_words(&mut self, from: &Mapped, range: Range<usize>) -> bool {
        let Some(piece) = from.text.get(range.clone()) else { return false };
        let mut end: Option<usize> = None;
        for word in words(piece) {
            let word = range.start + word.start..range.start + word.end;
            if let Some(end) = end {
                let place = from.places.place(end..word.start);
                self.push(" ", place);
            }
            end = Some(word.end);
            self.push_from(from, word);
        }
        end.is_some()
    }
}

/// White space, and what no reader sees: control characters would upset whoever shows the text.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

/// The ranges of words.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.find(|c: char| !is_space(c))?;
        let end = text[start..].find(is_space).map_or(text.len(), |end| start + end);
        at = end;
        Some(start..end)
    })
}

/// Bytes with their places: the body of a page as it was transferred, or what came out of it.
#[derive(Clone, Debug)]
pub(super) struct Body<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) places: Places,
}

impl<'a> Body<'a> {
    /// Bytes that stand in the stream as they are.
    pub(super) fn in_place(bytes: &'a [u8], start: u64) -> Self {
        Self { bytes: Cow::Borrowed(bytes), places: Places::same(bytes.len(), start) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text `ab&c  d` from the stream `ab&amp;c \n d`, which begins at 100.
    fn sample() -> Places {
        let mut places = Places::same(2, 100);
        places.push(1, 102..107);
        places.push_same(1, 107);
        places.push(1, 108..111);
        places.push_same(1, 111);
        places
    }

    #[test]
    fn a_step_has_its_place_as_a_whole() {
        let places = sample();
        let check = |range: Range<usize>, expected: Range<u64>| assert_eq!(places.place(range), expected);
        check(0..1, 100..101);
        check(0..2, 100..102);
        check(2..3, 102..107);
        check(1..4, 101..108);
        check(4..5, 108..111);
        check(0..6, 100..112);
        check(1..1, 101..101);
    }

    #[test]
    fn neighbours_are_one_run() {
        let mut places = Places::same(5, 0);
        places.push_same(5, 5);
        assert_eq!(places.runs(), 1);
        // Letters of two bytes in an encoding of one byte each.
        let mut letters = Places::default();
        for place in 0..10 {
            letters.push(2, place..place + 1);
        }
        assert_eq!((letters.runs(), letters.place(4..8)), (1, 2..4));
        assert_eq!(letters.place(5..7), 2..4, "half a letter stands where the letter does");
    }

    #[test]
    fn a_break_between_paragraphs_stands_nowhere() {
        let mut places = Places::same(3, 10);
        places.push_nowhere(2);
        places.push_same(3, 40);
        assert_eq!(places.place(3..5), 13..13);
        assert_eq!(places.place(2..6), 12..41);
        assert_eq!(places.place(9..9), 43..43);
    }

    #[test]
    fn what_is_taken_over_keeps_its_places() {
        let from = sample();
        for start in 0..from.len() {
            for end in start + 1..=from.len() {
                let mut taken = Places::default();
                taken.push_nowhere(1);
                taken.push_from(&from, start..end);
                assert_eq!(taken.len(), 1 + end - start);
                for at in start..end {
                    let here = 1 + at - start;
                    assert_eq!(taken.place(here..here + 1), from.place(at..at + 1), "{start}..{end} at {at}");
                }
            }
        }
    }

    #[test]
    fn words_are_joined_by_single_spaces() {
        let from = Mapped { text: " one \n\t two\0three ".to_owned(), places: Places::same(18, 0) };
        let mut to = Mapped::default();
        assert!(to.push_words(&from, 0..18));
        assert_eq!(to.text, "one two three");
        assert_eq!(to.places.place(3..4), 4..8);
        assert!(!to.push_words(&from, 4..7));
    }
}
