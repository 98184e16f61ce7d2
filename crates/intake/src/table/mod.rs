//! Tables: text (CSV and its kin), Parquet, XLSX. All hand rows to the same [`Mapper`].

pub mod parquet;
pub mod row;
mod row_groups;
pub mod split;
pub mod text;
pub mod xlsx;

use crate::mapping::guess::{self, Sample};
use crate::mapping::plan::{self, Plan};
use crate::mapping::{Mapping, builtin, day_order};
use crate::value::cut;
use crate::{IntakeError, Limits};
use row::Row;
use std::fs::File;

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

/// The mapping for a table: the user's where it is about it, a shipped one, or a guess; compiled.
pub fn choose(
    header: &[String],
    samples: &[Sample],
    options: &TableOptions<'_>,
) -> (Mapping, Result<Plan, IntakeError>) {
    let has = |name: &str| plan::find(header, name).is_some();
    let own = options.mapping.filter(|own| own.is_about(has));
    let instead = |of: &Mapping| options.instead.iter().find(|mapping| mapping.name == of.name);
    let known = builtin::detect(header).map(|shipped| instead(shipped).unwrap_or(shipped));
    let mut mapping = match (own, known, options.mapping) {
        (Some(own), ..) => own.clone(),
        (None, Some(known), _) => known.clone(),
        // It does not fit, and nothing else does: compiling it says why.
        (None, None, Some(given)) => given.clone(),
        (None, None, None) => guess::guess(header, samples),
    };
    let mut notes = day_order::settle(&mut mapping, header, samples);
    if let (None, Some(known), Some(given)) = (own, known, options.mapping) {
        notes.push(not_used(given, &known.name));
    }
    let mut plan = Plan::compile(&mapping, header, options.platform);
    if let Ok(plan) = &mut plan {
        plan.notes = notes;
    }
    // The shipped mappings name columns that only some exports have; the user's names what should be there.
    if let (Ok(plan), None) = (&mut plan, own) {
        plan.absent.clear();
    }
    (mapping, plan)
}

/// Most lines above a header.
const TITLE_LINES: usize = 20;

/// How many of the first rows are a title above the table: single cells, behind which every row has about as many cells as the
/// one that comes first. `widths` are the numbers of cells of the first rows.
fn title_lines(widths: &[usize]) -> usize {
    let lines = widths.iter().take_while(|width| **width <= 1).count();
    let Some((header, rows)) = widths[lines..].split_first() else { return 0 };
    let is_table = !rows.is_empty() && rows.iter().all(|width| width <= header && width * 2 > *header);
    if is_table && lines <= TITLE_LINES { lines } else { 0 }
}

fn above_header(lines: usize, first: &str) -> String {
    let those =
        if lines == 1 { "1 line was passed over" } else { &format!("{lines} lines were passed over") };
    format!("{those} above the names of the columns; the first says `{}`", cut(first))
}

/// Says that a mapping which the user gave is about other data than these, which are read as `format`.
pub fn not_used(given: &Mapping, format: &str) -> (&'static str, String) {
    let accounts: Vec<String> = given.accounts().map(|name| format!("`{}`", cut(name))).collect();
    let message = format!(
        "the mapping `{}` was not used here: it takes the account from {}, which these data lack; they were read as `{format}`",
        cut(&given.name),
        if accounts.is_empty() { "no column".to_owned() } else { accounts.join(" or ") }
    );
    ("mapping_not_used", message)
}

/// What `choose` gave; where it is no plan to read by, as much of one as there is, and what it lacks. `inspect` shows both.
pub fn settled(
    plan: Result<Plan, IntakeError>,
    mapping: &Mapping,
    header: &[String],
    platform: Option<&str>,
) -> (Plan, Option<IntakeError>) {
    match plan {
        Ok(plan) => (plan, None),
        Err(lacks) => {
            let bare = || Plan { columns: header.to_vec(), ..Plan::default() };
            let mut draft = Plan::draft(mapping, header, platform).unwrap_or_else(|_| bare());
            draft.notes.push(("mapping_unfit", lacks.to_string()));
            (draft, Some(lacks))
        }
    }
}

/// Floors of the expansion of a packed stream that the cells of one workbook or Parquet file may reach: it holds a text
/// once that any number of rows show.
const TEXT_FLOORS: u64 = 64;

/// Bytes that the cells of a workbook or a Parquet file may have in all.
fn most_text(file: &File, limits: &Limits) -> u64 {
    let length = file.metadata().map_or(0, |meta| meta.len());
    length.saturating_mul(limits.expansion).max(limits.expansion_floor.saturating_mul(TEXT_FLOORS))
}

fn too_much_text(most: u64) -> String {
    format!("its rows show more than {most} bytes of text, far more than it holds; the rest was left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_single_cells_above_a_table() {
        let check = |widths: &[usize], expected| assert_eq!(title_lines(widths), expected, "{widths:?}");
        check(&[4, 4, 4], 0);
        check(&[1, 4, 4, 4], 1);
        check(&[1, 1, 4, 4, 3], 2);
        check(&[1, 4], 0);
        check(&[1, 4, 5], 0);
        check(&[1, 4, 1, 4], 0);
        check(&[1, 1, 1], 0);
        check(&[], 0);
        check(&[[1; 30].as_slice(), &[4, 4]].concat(), 0);
    }
}
