//! Columns with a dictionary: text from the codes that it has already, and numbers with few distinct values.

use super::bits::{hybrid, width};
use super::pages::{PAGE_VALUES, Pages};
use ::parquet::basic::Encoding;
use ::parquet::errors::Result;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array, ArrayRef};
use hashbrown::HashMap;

/// Dictionaries up to this size are compared value by value with what the row group has; larger ones are taken to be
/// distinct stretches of ids.
const SMALL: usize = 1 << 10;
/// Distinct numbers at which a dictionary is no longer worth it.
const MOST_NUMBERS: usize = 1 << 16;
/// A code that the row group has not met.
const UNKNOWN: u32 = u32::MAX;

/// A column of text with codes: each distinct value is touched once per row group, each row costs a few shifts.
pub fn text(batches: &[ArrayRef], pages: &mut Pages) -> Result<()> {
    let mut dictionary = Dictionary::default();
    let mut codes: Vec<u32> = Vec::with_capacity(batches.iter().map(|batch| batch.len()).sum());
    for batch in batches {
        dictionary.recode(batch, &mut codes);
    }
    pages.dictionary(dictionary.page, dictionary.len)?;
    data(&codes, dictionary.len, pages)
}

/// A column of numbers: a dictionary while they are few, else as they are.
pub fn floats(values: &[f64], pages: &mut Pages) -> Result<()> {
    let mut known: HashMap<u64, u32, foldhash::fast::RandomState> = HashMap::default();
    let mut dictionary = Vec::new();
    let mut codes = Vec::with_capacity(values.len());
    for value in values {
        let new = known.len() as u32;
        codes.push(*known.entry(value.to_bits()).or_insert_with(|| {
            dictionary.extend_from_slice(&value.to_le_bytes());
            new
        }));
        if known.len() > MOST_NUMBERS {
            return plain(values, pages);
        }
    }
    pages.dictionary(dictionary, known.len() as u32)?;
    data(&codes, known.len() as u32, pages)
}

fn plain(values: &[f64], pages: &mut Pages) -> Result<()> {
    for page in values.chunks(PAGE_VALUES) {
        let bytes: Vec<u8> = page.iter().flat_map(|value| value.to_le_bytes()).collect();
        pages.data(bytes, page.len(), Encoding::PLAIN)?;
    }
    Ok(())
}

fn data(codes: &[u32], distinct: u32, pages: &mut Pages) -> Result<()> {
    let width = width(u64::from(distinct.max(2) - 1));
    for page in codes.chunks(PAGE_VALUES) {
        let mut buffer = Vec::with_capacity(page.len() * usize::from(width) / 8 + 16);
        buffer.push(width);
        hybrid(page, width, &mut buffer);
        pages.data(buffer, page.len(), Encoding::RLE_DICTIONARY)?;
    }
    Ok(())
}

/// The row group's dictionary: values in the order in which rows use them.
#[derive(Default)]
struct Dictionary {
    page: Vec<u8>,
    len: u32,
    /// Values of the batch before, and what each became.
    values: Option<ArrayRef>,
    remap: Vec<u32>,
    small: HashMap<String, u32>,
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
        codes.extend(batch.keys().values().iter().map(|&key| match self.remap[key as usize] {
            UNKNOWN => self.add(key, text.value(key as usize), values.len()),
            known => known,
        }));
    }

    #[cold]
    fn add(&mut self, key: u32, value: &str, of: usize) -> u32 {
        let known = if of <= SMALL { self.small.get(value).copied() } else { None };
        let code = known.unwrap_or_else(|| {
            self.page.extend_from_slice(&(value.len() as u32).to_le_bytes());
            self.page.extend_from_slice(value.as_bytes());
            self.len += 1;
            if of <= SMALL {
                self.small.insert(value.to_owned(), self.len - 1);
            }
            self.len - 1
        });
        self.remap[key as usize] = code;
        code
    }
}
