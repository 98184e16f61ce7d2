//! Models in a file: named sections, that are used where they stand in it.
//!
//! ```text
//! "SCRMODEL" | version u32 | count u32 | count * (name length u32, name, length u64) | sections
//! ```
//! Numbers are little-endian. Each section begins at the next multiple of 64 bytes, with nils before it. A table is its scale
//! (f32), the number of its rows (u32), nils up to 64 bytes, a bit for each feature that has a row, and the rows.

use crate::act::learned::{self, Acts};
use crate::analysis::Syntax;
use crate::extract::calibration::{Calibration, INPUTS};
use crate::extract::model::Model;
use crate::extract::{Lexicon, argument, cue};
use crate::learn::{Crf, Table, table::LINE};
use crate::syntax::{Parser, Tagger, Vocabulary, parser, tagger};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use thiserror::Error;

const MAGIC: &[u8; 8] = b"SCRMODEL";
const VERSION: u32 = 3;
/// Most sections.
const MOST_SECTIONS: u32 = 64;

/// Why a model cannot be read.
#[derive(Debug, Error)]
pub enum ModelError {
    /// Not such a file.
    #[error("this is no model file of Scrutineer")]
    Magic,
    /// Another version.
    #[error("the model file has version {0}; this program reads version {VERSION}")]
    Version(u32),
    /// It ends too early, or a number in it cannot be.
    #[error("the model file is damaged: {0}")]
    Damaged(&'static str),
    /// It lacks a part.
    #[error("the model file has no section {0}")]
    Missing(&'static str),
}

/// Bytes of a file: those that the program carries are not copied.
pub type Bytes = Cow<'static, [u8]>;

/// Sections of a file by name.
pub type Sections = BTreeMap<String, Bytes>;

/// The bytes of a file with these sections.
pub fn write(sections: &Sections) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend((sections.len() as u32).to_le_bytes());
    for (name, bytes) in sections {
        out.extend((name.len() as u32).to_le_bytes());
        out.extend(name.as_bytes());
        out.extend((bytes.len() as u64).to_le_bytes());
    }
    for bytes in sections.values() {
        out.resize(out.len().next_multiple_of(LINE), 0);
        out.extend_from_slice(bytes);
    }
    out
}

/// The sections of a file.
pub fn read(bytes: &Bytes) -> Result<Sections, ModelError> {
    let mut reader = Reader { bytes };
    if reader.take(MAGIC.len())? != MAGIC {
        return Err(ModelError::Magic);
    }
    match reader.u32()? {
        VERSION => {}
        other => return Err(ModelError::Version(other)),
    }
    let count = reader.u32()?;
    if count > MOST_SECTIONS {
        return Err(ModelError::Damaged("it has too many sections"));
    }
    let mut names = Vec::new();
    for _ in 0..count {
        let length = reader.u32()? as usize;
        let name = String::from_utf8_lossy(reader.take(length)?).into_owned();
        let length = usize::try_from(reader.u64()?).map_err(|_| ModelError::Damaged("a length"))?;
        names.push((name, length));
    }
    let mut end = bytes.len() - reader.bytes.len();
    let mut sections = Sections::new();
    for (name, length) in names {
        let start = end.next_multiple_of(LINE);
        end = start.saturating_add(length);
        if sections.insert(name, piece(bytes, start..end)?).is_some() {
            return Err(ModelError::Damaged("it has a section twice"));
        }
    }
    Ok(sections)
}

/// A part of some bytes.
fn piece(bytes: &Bytes, range: Range<usize>) -> Result<Bytes, ModelError> {
    const SHORT: ModelError = ModelError::Damaged("it ends too early");
    Ok(match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(range).ok_or(SHORT)?),
        Cow::Owned(bytes) => Cow::Owned(bytes.get(range).ok_or(SHORT)?.to_vec()),
    })
}

/// Puts models of the language into sections.
pub fn put_syntax(syntax: &Syntax, sections: &mut Sections) {
    let words = syntax.vocabulary.words.iter().flat_map(|word| word.to_le_bytes());
    sections.insert("vocabulary".into(), words.collect::<Vec<u8>>().into());
    sections.insert("tagger".into(), table(&syntax.tagger.table));
    sections.insert("parser".into(), table(&syntax.parser.table));
}

/// Takes them out.
pub fn syntax(sections: &Sections) -> Result<Syntax, ModelError> {
    let (words, []) = section(sections, "vocabulary")?.as_chunks() else {
        return Err(ModelError::Damaged("a vocabulary"));
    };
    let mut words: Vec<u32> = words.iter().map(|&word| u32::from_le_bytes(word)).collect();
    words.sort_unstable();
    Ok(Syntax {
        vocabulary: Vocabulary { words },
        tagger: Tagger { table: table_of(section(sections, "tagger")?, tagger::BITS)? },
        parser: Parser { table: table_of(section(sections, "parser")?, parser::BITS)? },
    })
}

/// Puts models of extraction into sections.
pub fn put_model(model: &Model, sections: &mut Sections) {
    for (name, crf) in [("cue", &model.cue), ("argument", &model.argument)] {
        sections.insert(name.into(), table(&crf.table));
        let transitions = crf.transitions.iter().flat_map(|weight| weight.to_le_bytes()).collect::<Vec<u8>>();
        sections.insert(format!("{name}.transitions"), transitions.into());
    }
    let mut lexicon = Vec::new();
    for (stem, class) in &model.lexicon.entries {
        lexicon.extend(stem.to_le_bytes());
        lexicon.push(*class);
    }
    sections.insert("lexicon".into(), lexicon.into());
}

/// Takes them out.
pub fn model(sections: &Sections) -> Result<Model, ModelError> {
    let crf = |name: &'static str, transitions: &'static str, bits: u32, labels: usize| {
        let transitions: Vec<f32> = section(sections, transitions)?
            .chunks_exact(4)
            .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            .collect();
        if transitions.len() != labels * labels || transitions.iter().any(|weight| !weight.is_finite()) {
            return Err(ModelError::Damaged("transitions"));
        }
        Ok(Crf { table: table_of(section(sections, name)?, bits)?, labels, transitions })
    };
    let lexicon = section(sections, "lexicon")?;
    let mut entries: Vec<(u32, u8)> = lexicon
        .chunks_exact(5)
        .map(|bytes| (u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]), bytes[4]))
        .collect();
    entries.sort_unstable();
    Ok(Model {
        lexicon: Lexicon { entries },
        cue: crf("cue", "cue.transitions", cue::BITS, cue::LABELS)?,
        argument: crf("argument", "argument.transitions", argument::BITS, argument::LABELS)?,
    })
}

/// Puts a model of acts into sections.
pub fn put_acts(acts: &Acts, sections: &mut Sections) {
    sections.insert(ACTS.into(), table(&acts.table));
}

/// Takes it out, if there is one.
pub fn acts(sections: &Sections) -> Result<Option<Acts>, ModelError> {
    let table = sections.get(ACTS).map(|bytes| table_of(bytes, learned::BITS)).transpose()?;
    Ok(table.map(|table| Acts { table }))
}

const ACTS: &str = "acts";

/// Puts a calibration into sections.
pub fn put_calibration(calibration: &Calibration, sections: &mut Sections) {
    let weights = calibration.weights.iter().flat_map(|weight| weight.to_le_bytes()).collect::<Vec<u8>>();
    sections.insert("calibration".into(), weights.into());
}

/// Takes it out.
pub fn calibration(sections: &Sections) -> Result<Calibration, ModelError> {
    let mut reader = Reader { bytes: section(sections, "calibration")? };
    let mut weights = [0.0; INPUTS];
    for weight in &mut weights {
        *weight = f64::from_bits(reader.u64()?);
        if !weight.is_finite() {
            return Err(ModelError::Damaged("a calibration"));
        }
    }
    Ok(Calibration { weights })
}

fn section<'s>(sections: &'s Sections, name: &'static str) -> Result<&'s Bytes, ModelError> {
    sections.get(name).ok_or(ModelError::Missing(name))
}

fn table<const WIDTH: usize>(table: &Table<WIDTH>) -> Bytes {
    let mut out = table.scale.to_le_bytes().to_vec();
    out.extend((table.rows().len() as u32).to_le_bytes());
    out.resize(LINE, 0);
    out.extend(table.present().flat_map(u32::to_le_bytes));
    out.extend_from_slice(table.rows().as_flattened());
    out.into()
}

fn table_of<const WIDTH: usize>(bytes: &Bytes, bits: u32) -> Result<Table<WIDTH>, ModelError> {
    let mut reader = Reader { bytes };
    let scale = f32::from_bits(reader.u32()?);
    if !scale.is_finite() {
        return Err(ModelError::Damaged("a scale"));
    }
    let count = reader.u32()? as usize;
    let start = LINE + (1_usize << bits) / 8;
    let present = piece(bytes, LINE..start)?;
    let present = present.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word));
    let rows = match piece(bytes, start..start.saturating_add(count.saturating_mul(WIDTH)))? {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.as_chunks().0),
        Cow::Owned(bytes) => Cow::Owned(bytes.as_chunks().0.to_vec()),
    };
    Table::of(bits, scale, present, rows).ok_or(ModelError::Damaged("a table"))
}

struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], ModelError> {
        let (taken, rest) =
            self.bytes.split_at_checked(count).ok_or(ModelError::Damaged("it ends too early"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from(self.u32()?) | u64::from(self.u32()?) << 32)
    }
}

#[cfg(test)]
mod tests;
