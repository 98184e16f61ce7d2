//! Models in a file: named sections, each compressed.
//!
//! ```text
//! "SCRMODEL" | version u32 | count u32 | count * (name length u32, name, length u64) | sections, each a zstd frame
//! ```
//! Numbers are little-endian. A table keeps only its rows with a weight other than nil: their numbers as differences, and
//! their weights.

use crate::analysis::Syntax;
use crate::extract::calibration::{Calibration, INPUTS};
use crate::extract::model::Model;
use crate::extract::{Lexicon, argument, cue};
use crate::learn::{Crf, Table};
use crate::syntax::{Parser, Tagger, parser, tagger};
use std::collections::BTreeMap;
use thiserror::Error;

const MAGIC: &[u8; 8] = b"SCRMODEL";
const VERSION: u32 = 1;
/// Most bytes of all sections together, decompressed. What a file claims to hold beyond that is not made room for.
pub const MOST_BYTES: usize = 256 << 20;
/// Most sections.
const MOST_SECTIONS: u32 = 64;
/// How hard sections are compressed.
const LEVEL: i32 = 19;

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
    /// It cannot be compressed or decompressed.
    #[error("the model file is damaged: {0}")]
    Compression(#[from] std::io::Error),
}

/// Sections of a file by name.
pub type Sections = BTreeMap<String, Vec<u8>>;

/// The bytes of a file with these sections.
pub fn write(sections: &Sections) -> Result<Vec<u8>, ModelError> {
    let packed: Vec<(&String, Vec<u8>)> = sections
        .iter()
        .map(|(name, bytes)| Ok((name, zstd::bulk::compress(bytes, LEVEL)?)))
        .collect::<Result<_, std::io::Error>>()?;
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend((packed.len() as u32).to_le_bytes());
    for (name, bytes) in &packed {
        out.extend((name.len() as u32).to_le_bytes());
        out.extend(name.as_bytes());
        out.extend((bytes.len() as u64).to_le_bytes());
    }
    packed.iter().for_each(|(_, bytes)| out.extend(bytes));
    Ok(out)
}

/// The sections of a file.
pub fn read(bytes: &[u8]) -> Result<Sections, ModelError> {
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
    let mut sections = Sections::new();
    let mut room = MOST_BYTES;
    for (name, length) in names {
        let section = unpacked(reader.take(length)?, room)?;
        room -= section.len();
        if sections.insert(name, section).is_some() {
            return Err(ModelError::Damaged("it has a section twice"));
        }
    }
    Ok(sections)
}

/// What a frame holds, at most `room` bytes. [`write`] states in each how much that is.
fn unpacked(frame: &[u8], room: usize) -> Result<Vec<u8>, ModelError> {
    let stated = zstd::zstd_safe::get_frame_content_size(frame).ok().flatten();
    let length = stated.and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or(ModelError::Damaged("a section that does not state its length"))?;
    if length > room {
        return Err(ModelError::Damaged("its sections are too long"));
    }
    Ok(zstd::bulk::decompress(frame, length)?)
}

/// Puts models of the language into sections.
pub fn put_syntax(syntax: &Syntax, sections: &mut Sections) {
    sections.insert("tagger".into(), table(&syntax.tagger.table));
    sections.insert("parser".into(), table(&Table::from(&syntax.parser)));
}

/// Takes them out.
pub fn syntax(sections: &Sections) -> Result<Syntax, ModelError> {
    Ok(Syntax {
        tagger: Tagger { table: table_of(section(sections, "tagger")?, tagger::BITS, tagger::CLASSES)? },
        parser: Parser::from(table_of(section(sections, "parser")?, parser::BITS, parser::CLASSES)?),
    })
}

/// Puts models of extraction into sections.
pub fn put_model(model: &Model, sections: &mut Sections) {
    for (name, crf) in [("cue", &model.cue), ("argument", &model.argument)] {
        sections.insert(name.into(), table(&crf.table));
        let transitions = crf.transitions.iter().flat_map(|weight| weight.to_le_bytes()).collect();
        sections.insert(format!("{name}.transitions"), transitions);
    }
    let mut lexicon = Vec::new();
    for (stem, class) in &model.lexicon.entries {
        lexicon.extend(stem.to_le_bytes());
        lexicon.push(*class);
    }
    sections.insert("lexicon".into(), lexicon);
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
        Ok(Crf { table: table_of(section(sections, name)?, bits, labels)?, transitions })
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

/// Puts a calibration into sections.
pub fn put_calibration(calibration: &Calibration, sections: &mut Sections) {
    let weights = calibration.weights.iter().flat_map(|weight| weight.to_le_bytes()).collect();
    sections.insert("calibration".into(), weights);
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

fn section<'s>(sections: &'s Sections, name: &'static str) -> Result<&'s [u8], ModelError> {
    sections.get(name).map(Vec::as_slice).ok_or(ModelError::Missing(name))
}

/// Scale, number of rows, the differences of their numbers, then their weights: alike things side by side compress best.
fn table(table: &Table) -> Vec<u8> {
    let mut numbers = Vec::new();
    let mut weights: Vec<Vec<u8>> = vec![Vec::new(); table.classes];
    let (mut count, mut last) = (0_u32, 0);
    for (number, row) in table.values.chunks_exact(table.classes).enumerate() {
        if row.iter().all(|&weight| weight == 0) {
            continue;
        }
        let mut difference = number - last;
        while difference >= 255 {
            numbers.push(255);
            difference -= 255;
        }
        numbers.push(difference as u8);
        last = number;
        count += 1;
        for (column, &weight) in weights.iter_mut().zip(row) {
            column.push(weight as u8);
        }
    }
    let mut out = table.scale.to_le_bytes().to_vec();
    out.extend(count.to_le_bytes());
    out.extend(numbers);
    weights.iter().for_each(|column| out.extend(column));
    out
}

fn table_of(bytes: &[u8], bits: u32, classes: usize) -> Result<Table, ModelError> {
    let mut reader = Reader { bytes };
    let scale = f32::from_le_bytes(reader.take(4)?.try_into().map_err(|_| ModelError::Damaged("a scale"))?);
    if !scale.is_finite() {
        return Err(ModelError::Damaged("a scale"));
    }
    let count = reader.u32()? as usize;
    if count > 1 << bits {
        return Err(ModelError::Damaged("a number of rows"));
    }
    let mut values = vec![0_i8; (1 << bits) * classes];
    let mut rows = Vec::new();
    let mut number = 0;
    while rows.len() < count {
        let difference = reader.take(1)?[0];
        number += usize::from(difference);
        if difference < 255 {
            if number >> bits != 0 {
                return Err(ModelError::Damaged("a row"));
            }
            rows.push(number);
        }
    }
    for class in 0..classes {
        for (&row, &weight) in rows.iter().zip(reader.take(count)?) {
            values[row * classes + class] = weight as i8;
        }
    }
    Ok(Table { bits, classes, scale, values })
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
