//! A compact column of strings: one byte buffer and four bytes a string.

use std::hint::black_box;
use std::ops::Range;

/// Append-only strings, addressed by number.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    text: String,
    /// End of each string, relative to the base of its block.
    ends: Vec<u32>,
    /// Start of every block of [`BLOCK`] strings.
    bases: Vec<u64>,
}

const BLOCK: usize = 1 << 12;

/// Strings that are fetched together when they are put in another order.
const GATHER: usize = 1 << 10;

/// Longest string a column takes, in bytes: a block of the longest still has 32-bit ends.
pub const LONGEST: usize = 1 << 16;

impl Strings {
    /// Appends `text` and returns its number; more than [`LONGEST`] bytes are cut at a character
    /// (callers refuse such ids before).
    pub fn push(&mut self, text: &str) -> u32 {
        let number = self.ends.len();
        if number.is_multiple_of(BLOCK) {
            self.bases.push(self.text.len() as u64);
        }
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.push_str(&text[..end]);
        self.ends.push((self.text.len() as u64 - self.bases[number / BLOCK]) as u32);
        number as u32
    }

    /// Room for more strings: `more` says of the length of a column how much longer it will be.
    pub fn reserve(&mut self, more: impl Fn(usize) -> usize) {
        let _ = self.text.try_reserve_exact(more(self.text.len()));
        let _ = self.ends.try_reserve_exact(more(self.ends.len()));
    }

    /// Number of strings.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The string of that number.
    #[inline]
    pub fn get(&self, number: u32) -> &str {
        &self.text[self.place(number)]
    }

    #[inline]
    fn place(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        let base = self.bases[number / BLOCK] as usize;
        let start = if number.is_multiple_of(BLOCK) { base } else { base + self.ends[number - 1] as usize };
        start..base + self.ends[number] as usize
    }

    /// The strings of neighbouring numbers in one piece, and where each ends in it.
    pub fn stretch(&self, numbers: Range<u32>) -> (&str, impl ExactSizeIterator<Item = usize> + '_) {
        let start = if numbers.start < numbers.end { self.place(numbers.start).start } else { 0 };
        let end = if numbers.start < numbers.end { self.place(numbers.end - 1).end } else { 0 };
        let end_of =
            move |number: usize| self.bases[number / BLOCK] as usize + self.ends[number] as usize - start;
        (&self.text[start..end], (numbers.start as usize..numbers.end as usize).map(end_of))
    }

    /// Numbers in the order of their strings (by bytes, which for UTF-8 is by code point).
    pub fn sorted(&self) -> Vec<u32> {
        // Eight bytes decide nearly always, and are sorted fast by themselves; equal ones fall back to the strings.
        let mut keyed: Vec<(u64, u32)> = (0..self.len() as u32).map(|n| (prefix(self.get(n)), n)).collect();
        keyed.sort_unstable();
        for alike in keyed.chunk_by_mut(|x, y| x.0 == y.0).filter(|alike| alike.len() > 1) {
            alike.sort_unstable_by(|&(_, i), &(_, j)| self.get(i).cmp(self.get(j)).then_with(|| i.cmp(&j)));
        }
        keyed.into_iter().map(|(_, n)| n).collect()
    }

    /// The same strings in the given order.
    pub fn permuted(&self, order: &[u32]) -> Self {
        let mut out = Self {
            text: String::with_capacity(self.text.len()),
            ends: Vec::with_capacity(order.len()),
            bases: Vec::new(),
        };
        // Strings lie all over the memory: first the places of many are looked up, then their first bytes, then they
        // are copied, each in a loop that waits for memory side by side.
        let mut places: Vec<Range<usize>> = Vec::with_capacity(GATHER);
        let mut touched = 0;
        for numbers in order.chunks(GATHER) {
            places.clear();
            places.extend(numbers.iter().map(|&number| self.place(number)));
            for place in &places {
                touched ^= self.text.as_bytes().get(place.start).copied().unwrap_or_default();
            }
            for place in &places {
                out.push(&self.text[place.clone()]);
            }
        }
        black_box(touched);
        out
    }

    /// All strings of `other` behind these.
    pub fn extend(&mut self, other: &Self) {
        for number in 0..other.len() as u32 {
            self.push(other.get(number));
        }
    }
}

/// Where each number stands in an order.
pub(crate) fn ranks(order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, &number) in (0..).zip(order) {
        ranks[number as usize] = rank;
    }
    ranks
}

fn prefix(text: &str) -> u64 {
    let mut head = [0u8; 8];
    let n = text.len().min(8);
    head[..n].copy_from_slice(&text.as_bytes()[..n]);
    u64::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_it_is_given_over_many_blocks() {
        let mut strings = Strings::default();
        for i in 0..10_000u32 {
            assert_eq!(strings.push(&format!("id{i}")), i);
        }
        assert!((0..10_000u32).all(|i| strings.get(i) == format!("id{i}")));
    }

    #[test]
    fn sorts_by_bytes_also_behind_equal_prefixes() {
        let mut strings = Strings::default();
        for text in ["prefix-long-b", "", "ü", "prefix-long-a", "p", "prefix-long-a\0"] {
            strings.push(text);
        }
        let order = strings.sorted();
        let sorted = strings.permuted(&order);
        let texts: Vec<&str> = (0..6).map(|n| sorted.get(n)).collect();
        assert_eq!(texts, ["", "p", "prefix-long-a", "prefix-long-a\0", "prefix-long-b", "ü"]);
    }

    #[test]
    fn a_stretch_holds_its_strings_over_blocks() {
        let mut strings = Strings::default();
        for i in 0..10_000u32 {
            strings.push(&format!("é{i}"));
        }
        for range in [0..0, 0..1, 5..9, 4_000..9_000, 9_999..10_000, 10_000..10_000] {
            let (text, ends) = strings.stretch(range.clone());
            let mut start = 0;
            let mut pieces = Vec::new();
            for end in ends {
                pieces.push(&text[start..end]);
                start = end;
            }
            assert_eq!(start, text.len());
            assert!(pieces.into_iter().eq(range.map(|number| strings.get(number))));
        }
    }

    #[test]
    fn overlong_strings_are_cut_at_a_character() {
        let mut strings = Strings::default();
        strings.push(&"ü".repeat(LONGEST));
        assert_eq!(strings.get(0).len(), LONGEST);
    }
}
