//! Tables: text (CSV and its kin), Parquet, XLSX. All hand rows to the same [`Mapper`].

pub mod parquet;
pub mod row;
pub mod split;
pub mod text;
pub mod xlsx;

use crate::mapping::guess::{self, Sample};
use crate::mapping::{Mapping, builtin, day_order, plan::Plan};
use crate::{IntakeError, Limits};
use row::Row;

/// Watches the raw rows of a table, for `inspect`.
pub trait TableObserver {
    /// A table begins.
    fn table(&mut self, header: &[String], mapping: &Mapping);
    /// One row, whatever becomes of it.
    fn row(&mut self, row: &Row<'_>);
}

/// What the caller of a table reader wants.
pub struct TableOptions<'o> {
    /// Mapping that the user gave.
    pub mapping: Option<&'o Mapping>,
    /// Mappings that take the place of shipped ones of their names.
    pub instead: &'o [Mapping],
    /// Platform to state where the data do not say.
    pub platform: Option<&'o str>,
    /// Limits in force.
    pub limits: Limits,
}

/// The mapping for a table: the user's, a shipped one, or a guess; compiled.
pub fn choose(
    header: &[String],
    samples: &[Sample],
    options: &TableOptions<'_>,
) -> (Mapping, Result<Plan, IntakeError>) {
    let shipped = || {
        let mapping = builtin::detect(header)?;
        Some(options.instead.iter().find(|instead| instead.name == mapping.name).unwrap_or(mapping).clone())
    };
    let mut mapping = match options.mapping {
        Some(mapping) => mapping.clone(),
        None => shipped().unwrap_or_else(|| guess::guess(header, samples)),
    };
    let notes = day_order::settle(&mut mapping, header, samples);
    let mut plan = Plan::compile(&mapping, header, options.platform);
    if let Ok(plan) = &mut plan {
        plan.notes = notes;
    }
    // The shipped mappings name columns that only some exports have; the user's names what should be there.
    if let (Ok(plan), None) = (&mut plan, options.mapping) {
        plan.absent.clear();
    }
    (mapping, plan)
}

/// What `choose` gave; where it is no plan to read by, as much of one as there is, and what it lacks. `inspect` shows both.
pub fn settled(
    plan: Result<Plan, IntakeError>,
    mapping: &Mapping,
    header: &[String],
    options: &TableOptions<'_>,
) -> (Plan, Option<IntakeError>) {
    let bare = || Plan { columns: header.to_vec(), ..Plan::default() };
    match plan {
        Ok(plan) => (plan, None),
        Err(lacks) => {
            let draft = Plan::draft(mapping, header, options.platform);
            (draft.unwrap_or_else(|_| bare()), Some(lacks))
        }
    }
}
