//! Which fields a signature covers (RFC 6376, section 5.4.2).

use crate::message::{Field, Message};
use std::collections::BTreeMap;

/// Fields of a message by name in lower case, each list from top to bottom.
#[derive(Clone, Debug)]
pub struct FieldIndex(BTreeMap<Vec<u8>, Vec<usize>>);

/// Fields that the names in `h=` stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Fields in the order in which they are hashed.
    pub fields: Vec<usize>,
    /// Names for which no field was left, as a signer writes them who wants none added.
    pub absent: Vec<String>,
    /// Fields that have a signed name and are not covered: they stand above those that are.
    pub uncovered: Vec<usize>,
}

impl FieldIndex {
    /// Sorts the fields of a message by name.
    pub fn of(message: &Message<'_>) -> Self {
        let mut index: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (i, field) in message.fields.iter().enumerate() {
            index.entry(field.name.to_ascii_lowercase()).or_default().push(i);
        }
        Self(index)
    }

    /// Fields with this name in lower case, from top to bottom.
    pub fn named(&self, name: &str) -> &[usize] {
        self.0.get(name.as_bytes()).map_or(&[], Vec::as_slice)
    }

    /// The lowest field with the name of this one.
    pub fn lowest_like(&self, field: &Field<'_>) -> Option<usize> {
        self.0.get(&field.name.to_ascii_lowercase())?.last().copied()
    }

    /// Takes for each name the lowest field that is not taken yet. The fields in `without` are not there.
    pub fn select(&self, names: &[String], without: &[usize]) -> Selection {
        let mut left: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut selection = Selection::default();
        for name in names {
            let left = left.entry(name).or_insert_with(|| {
                self.named(name).iter().copied().filter(|field| !without.contains(field)).collect()
            });
            match left.pop() {
                Some(field) => selection.fields.push(field),
                None if name.is_empty() => {}
                None => selection.absent.push(name.clone()),
            }
        }
        selection.uncovered = left.into_values().flatten().collect();
        selection.uncovered.sort_unstable();
        selection
    }
}
