//! Columns with a dictionary: text from the codes that it has already, and numbers with few distinct values.

use super::bits::{hybrid, run, width};
use super::pages::Pages;
use super::{make_room, paged};
use ::parquet::basic::Encoding;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array, ArrayRef, StringArray};
use hashbrown::HashMap;
use std::hint::black_box;

/// Dictionaries up to this size are compared value by value with what the row group has; larger ones are taken to be
/// distinct stretches of ids.
const SMALL: usize = 1 << 10;
/// Distinct numbers at which a dictionary is no longer worth it.
const MOST_NUMBERS: usize = 1 << 16;
/// Rows that are recoded together: they stay in the first-level cache.
const RECODE: usize = 1 << 11;
/// Values that are fetched together.
const GATHER: usize = 1 << 10;
/// A code that the row group has not met.
const UNKNOWN: u32 = u32::MAX;

/// A column of text with codes: each distinct value is touched once per row group, each row costs a few shifts.
#[derive(Default)]
pub struct Texts {
    dictionary: Dictionary,
    waiting: Vec<u32>,
}

impl Texts {
    /// Takes one batch of a dictionary column.
    pub fn push(&mut self, batch: &ArrayRef) {
        make_room(&mut self.waiting, batch.len());
        self.dictionary.recode(batch, &mut self.waiting);
    }

    /// Encodes full pages, and with `all` what is left too.
    pub fn flush(&mut self, all: bool, pages: &mut Pages) {
        paged(&mut self.waiting, all, |page| data(page, self.dictionary.len, pages));
    }

    /// Ends the column, when all is flushed.
    pub fn finish(self, pages: &mut Pages) {
        pages.dictionary(self.dictionary.page, self.dictionary.len);
    }
}

/// A column of numbers: a dictionary while they are few, then as they are.
#[derive(Default)]
pub struct Floats {
    known: HashMap<u64, u32, foldhash::fast::RandomState>,
    dictionary: Vec<u8>,
    coded: Vec<u32>,
    /// Values that came when the dictionary was full.
    plain: Vec<f64>,
    full: bool,
}

impl Floats {
    /// Takes one batch.
    pub fn push(&mut self, values: &[f64]) {
        make_room(&mut self.coded, if self.full { 0 } else { values.len() });
        for (n, value) in values.iter().enumerate() {
            if self.full {
                self.plain.extend_from_slice(&values[n..]);
                break;
            }
            let new = self.known.len() as u32;
            self.coded.push(*self.known.entry(value.to_bits()).or_insert_with(|| {
                self.dictionary.extend_from_slice(&value.to_le_bytes());
                new
            }));
            self.full = self.known.len() >= MOST_NUMBERS;
        }
    }

    /// Encodes full pages, and with `all` what is left too; codes end where plain values begin.
    pub fn flush(&mut self, all: bool, pages: &mut Pages) {
        let distinct = self.known.len() as u32;
        paged(&mut self.coded, all || self.full, |page| data(page, distinct, pages));
        paged(&mut self.plain, all, |page| {
            let bytes = page.iter().flat_map(|value| value.to_le_bytes()).collect();
            pages.data(bytes, page.len(), Encoding::PLAIN);
        });
    }

    /// Ends the column, when all is flushed.
    pub fn finish(self, pages: &mut Pages) {
        pages.dictionary(self.dictionary, self.known.len() as u32);
    }
}

/// A page of codes below `distinct`.
fn data(codes: &[u32], distinct: u32, pages: &mut Pages) {
    let width = width(u64::from(distinct.max(2) - 1));
    let mut buffer = Vec::with_capacity(codes.len() * usize::from(width) / 8 + 16);
    buffer.push(width);
    hybrid(codes, width, &mut buffer);
    pages.data(buffer, codes.len(), Encoding::RLE_DICTIONARY);
}

/// The row group's dictionary: values in the order in which rows use them.
#[derive(Default)]
struct Dictionary {
    page: Vec<u8>,
    len: u32,
    /// Values of the batch before, and what each became.
    values: Option<ArrayRef>,
    remap: Vec<u32>,
    /// Values of the batch at hand that the row group has not met.
    new: Vec<u32>,
    small_codes: HashMap<String, u32>,
}

impl Dictionary {
    fn recode(&mut self, batch: &ArrayRef, codes: &mut Vec<u32>) {
        let batch = batch.as_dictionary::<UInt32Type>();
        let values = batch.values();
        let same = self
            .values
            .as_ref()
            .is_some_and(|before| before.len() == values.len() && before.to_data().ptr_eq(&values.to_data()));
        if !same {
            self.remap.clear();
            self.remap.resize(values.len(), UNKNOWN);
            self.values = Some(values.clone());
        }
        let text = values.as_string::<i32>();
        if values.len() <= SMALL {
            // Columns with but one value are common, and are not looked at row by row.
            let keys = batch.keys().values();
            if let Some(&first) = keys.first()
                && run(keys, first) == keys.len()
            {
                codes.resize(codes.len() + keys.len(), self.small(first, text));
                return;
            }
            codes.extend(keys.iter().map(|&key| self.small(key, text)));
            return;
        }
        // Codes and values lie far apart. First what is known is fetched, then what is new, each in a loop that does
        // nothing else, so that it waits for memory side by side.
        self.new.clear();
        for keys in batch.keys().values().chunks(RECODE) {
            let first = codes.len();
            codes.extend(keys.iter().map(|&key| self.remap[key as usize]));
            for (code, &key) in codes[first..].iter_mut().zip(keys).filter(|(code, _)| **code == UNKNOWN) {
                let known = &mut self.remap[key as usize];
                if *known == UNKNOWN {
                    *known = self.len + self.new.len() as u32;
                    self.new.push(key);
                }
                *code = *known;
            }
        }
        let mut touched = 0;
        for keys in self.new.chunks(GATHER) {
            for &key in keys {
                touched ^= text.value(key as usize).as_bytes().first().copied().unwrap_or_default();
            }
            for &key in keys {
                push_plain(text.value(key as usize), &mut self.page);
            }
        }
        black_box(touched);
        self.len += self.new.len() as u32;
    }

    /// Code of a value of a small dictionary.
    #[inline]
    fn small(&mut self, key: u32, text: &StringArray) -> u32 {
        match self.remap[key as usize] {
            UNKNOWN => self.add_small(key, text.value(key as usize)),
            known => known,
        }
    }

    #[cold]
    fn add_small(&mut self, key: u32, value: &str) -> u32 {
        let code = self.small_codes.get(value).copied().unwrap_or_else(|| {
            push_plain(value, &mut self.page);
            self.small_codes.insert(value.to_owned(), self.len);
            self.len += 1;
            self.len - 1
        });
        self.remap[key as usize] = code;
        code
    }
}

/// Appends a text as PLAIN has it: its length, then its bytes.
fn push_plain(text: &str, page: &mut Vec<u8>) {
    page.extend_from_slice(&(text.len() as u32).to_le_bytes());
    page.extend_from_slice(text.as_bytes());
}
