//! What the readers understand of a file.

use crate::ctx::Ctx;
use crate::error::Result;
use crate::inputs::gather;
use intake::{Inspection, ReadOptions};
use std::path::PathBuf;

/// Inspects each file named or lying in a named folder; a file that cannot be understood is an entry with its error.
pub fn inspect(
    paths: &[PathBuf],
    options: &ReadOptions<'_>,
    ctx: &Ctx<'_>,
) -> Result<Vec<(String, Result<Inspection, intake::IntakeError>)>> {
    let (inputs, _) = gather(paths)?;
    let inspected = inputs.into_iter().map(|input| {
        input.announce(ctx.progress);
        let at = |bytes: u64| ctx.progress.at(bytes);
        let options = ReadOptions { progress: Some(&at), ..options.clone() };
        let result = intake::inspect(&input.path, &options);
        (input.name, result)
    });
    Ok(inspected.collect())
}
