//! A table of a redacted copy: columns that may stay, pseudonyms, and a commitment to the rest of each row.

use super::item::Item;
use super::policy::Treatment;
use crate::error::Result;
use crate::sharing::{Sharing, each};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use model::canonical_json;
use privacy::{Commitment, Kind, Salts};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Column with the commitments.
pub(super) const COMMITMENT: &str = "commitment";

/// Columns of a table, and what becomes of each.
type Columns = &'static [(&'static str, Treatment)];

/// How one table is redacted.
pub(super) struct Redacting<'r> {
    /// Its name, which commitments are made under.
    pub name: String,
    pub columns: Columns,
    pub sharing: &'r Sharing<'r>,
    pub salts: &'r Salts,
    /// Rows so far.
    pub row: u64,
}

impl Redacting<'_> {
    /// The columns that are left of `full`.
    pub fn schema(&self, full: &Schema) -> SchemaRef {
        let fields = self.columns.iter().filter_map(|(name, treatment)| {
            let field = full.field_with_name(name).ok()?;
            let kind = match (treatment, field.data_type()) {
                (Treatment::Keep, kind) => kind.clone(),
                (_, DataType::List(_)) => {
                    DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)))
                }
                _ => DataType::Utf8,
            };
            Some(Field::new(*name, kind, field.is_nullable()))
        });
        let mut fields: Vec<Field> = fields.collect();
        fields.push(Field::new(COMMITMENT, DataType::Utf8, false));
        Arc::new(Schema::new(fields))
    }

    pub fn batch(&mut self, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
        let commitments = self.commitments(batch)?;
        let mut columns = Vec::<ArrayRef>::with_capacity(schema.fields().len());
        for field in schema.fields() {
            let treatment =
                self.columns.iter().find(|(name, _)| name == field.name()).map(|(_, treatment)| treatment);
            columns.push(match (treatment, batch.column_by_name(field.name())) {
                (Some(Treatment::Keep), Some(array)) => Arc::clone(array),
                (Some(treatment), Some(array)) => self.masked(batch, field, array, *treatment),
                _ => Arc::new(StringArray::from_iter_values(&commitments)),
            });
        }
        Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
    }

    fn masked(&self, batch: &RecordBatch, field: &Field, array: &ArrayRef, treatment: Treatment) -> ArrayRef {
        let mut platforms = vec![String::new(); batch.num_rows()];
        if let Treatment::Account(column) | Treatment::Post(column) = treatment {
            each(batch, column, |row, text| platforms[row] = text.to_owned());
        }
        let mask = |row: usize, text: &str| match treatment {
            Treatment::Account(_) => {
                let platform = platforms[row].as_str();
                let (platform, id) = self.sharing.people.resolve(platform, text).unwrap_or((platform, text));
                self.sharing.account(platform, id)
            }
            Treatment::Post(_) => {
                self.sharing.masker.pseudonym(Kind::Post, &format!("{}/{text}", platforms[row]))
            }
            Treatment::Pseudonym(kind) => self.sharing.masker.pseudonym(kind, text),
            Treatment::Platform => self.sharing.platform(text),
            Treatment::Language => self.sharing.language(text),
            Treatment::Keep => text.to_owned(),
        };
        let mut cells = vec![Vec::new(); batch.num_rows()];
        // An empty text says that there is none.
        each(batch, field.name(), |row, text| {
            cells[row].push(if text.is_empty() { String::new() } else { mask(row, text) });
        });
        if matches!(array.data_type(), DataType::List(_)) {
            let mut lists = ListBuilder::new(StringBuilder::new());
            for (row, cells) in cells.into_iter().enumerate() {
                cells.iter().for_each(|cell| lists.values().append_value(cell));
                lists.append(array.is_valid(row));
            }
            return Arc::new(lists.finish());
        }
        let empty = if field.is_nullable() { None } else { Some(String::new()) };
        Arc::new(
            cells
                .into_iter()
                .map(|cells| cells.into_iter().next().or_else(|| empty.clone()))
                .collect::<StringArray>(),
        )
    }

    /// For each row the commitment to what is not in the copy of it.
    fn commitments(&mut self, batch: &RecordBatch) -> Result<Vec<String>> {
        let mut all = Vec::with_capacity(batch.num_rows());
        for content in removed(batch, self.columns)? {
            let salt = self.salts.of(&Item::Row(self.name.clone(), self.row).to_string());
            all.push(Commitment::of(&salt, content.as_bytes()).0.hex());
            self.row += 1;
        }
        Ok(all)
    }
}

/// For each row the canonical JSON of all cells that do not stay, as text by column.
pub(super) fn removed(batch: &RecordBatch, columns: Columns) -> Result<Vec<String>> {
    let is_kept = |name: &str| columns.contains(&(name, Treatment::Keep));
    let options = FormatOptions::default();
    let schema = batch.schema();
    let removed: Vec<(&str, ArrayRef)> = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .filter(|(field, _)| !is_kept(field.name()))
        .map(|(field, array)| Ok((field.name().as_str(), plain(array)?)))
        .collect::<Result<_>>()?;
    let removed: Vec<(&str, ArrayFormatter<'_>)> = removed
        .iter()
        .map(|(name, array)| Ok((*name, ArrayFormatter::try_new(array.as_ref(), &options)?)))
        .collect::<Result<_>>()?;
    let content = |row: usize| {
        let cells: BTreeMap<&str, String> =
            removed.iter().map(|(name, cells)| (*name, cells.value(row).to_string())).collect();
        Ok(canonical_json(&cells)?)
    };
    (0..batch.num_rows()).map(content).collect()
}

/// Times as microseconds: as text they depend on the version of a library.
fn plain(array: &ArrayRef) -> Result<ArrayRef> {
    Ok(match array.data_type() {
        DataType::Timestamp(..) => arrow_cast::cast(array.as_ref(), &DataType::Int64)?,
        _ => Arc::clone(array),
    })
}
