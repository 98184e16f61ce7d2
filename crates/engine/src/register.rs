//! From files to tables that DataFusion can scan.

use crate::error::{EngineError, Result, io_at};
use crate::file::{self, Format, Plain};
use crate::table::{Contents, Table};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;
use datafusion::common::TableReference;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::csv::CsvFormat;
use datafusion::datasource::file_format::json::JsonFormat;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use std::path::Path;
use std::sync::Arc;

/// Makes `table` known under its name. Unpacked copies go into `scratch`, at most `limit` bytes each.
pub(crate) async fn register(ctx: &SessionContext, table: &Table, scratch: &Path, limit: u64) -> Result<()> {
    let refuse = |why| EngineError::Table { name: table.name.clone(), why };
    let reference = TableReference::bare(table.name.as_str());
    if ctx.table_exist(reference.clone())? {
        return Err(refuse("another has the same name"));
    }
    let mut plain = Vec::with_capacity(table.files.len());
    for path in &table.files {
        plain.push(match table.contents {
            Contents::Parquet => Plain { path: path.clone(), format: Format::Parquet },
            Contents::Detect => file::plain(path, scratch, limit)?,
        });
    }
    let Some(first) = plain.first() else { return Err(refuse("it has no files")) };
    if plain.iter().any(|file| file.format != first.format) {
        return Err(refuse("its files have different formats"));
    }
    let format = first.format;
    // Without an extension as filter: the files are named exactly, whatever they are called.
    let options = ListingOptions::new(reader(format)).with_file_extension("");

    let state = ctx.state();
    let mut urls = Vec::with_capacity(plain.len());
    let mut schemas = Vec::with_capacity(plain.len());
    for (Plain { path, .. }, given) in plain.iter().zip(&table.files) {
        let url = url_of(path)?;
        let schema = infer(&state, &options, &url, format, given).await?;
        schemas.push(schema.as_ref().clone());
        urls.push(url);
    }
    let schema = merge(schemas).map_err(|e| EngineError::Format {
        path: table.files[0].clone(),
        format: format.name(),
        why: format!("it does not fit the other files of table `{}`: {e}", table.name),
    })?;
    let config = ListingTableConfig::new_with_multi_paths(urls)
        .with_listing_options(options)
        .with_schema(Arc::new(schema));
    ctx.register_table(reference, Arc::new(ListingTable::try_new(config)?))?;
    Ok(())
}

fn reader(format: Format) -> Arc<dyn FileFormat> {
    match format {
        Format::Parquet => Arc::new(ParquetFormat::default()),
        // Types are inferred from all rows, not from the first: a query should not fail in the middle of a file.
        Format::Csv(delimiter) => Arc::new(
            CsvFormat::default()
                .with_has_header(true)
                .with_delimiter(delimiter)
                .with_newlines_in_values(true)
                .with_truncated_rows(true)
                .with_schema_infer_max_rec(usize::MAX),
        ),
        Format::JsonLines | Format::JsonArray => Arc::new(
            JsonFormat::default()
                .with_newline_delimited(format == Format::JsonLines)
                .with_schema_infer_max_rec(usize::MAX),
        ),
    }
}

/// The URL of exactly this file. Through a path DataFusion would read `*` and `[` as patterns.
fn url_of(path: &Path) -> Result<ListingTableUrl> {
    let full = std::fs::canonicalize(path).map_err(io_at("opening", path))?;
    if !full.is_file() {
        return Err(io_at("opening", path)(std::io::Error::other("it is not a file")));
    }
    let wrong = |why: String| EngineError::Format { path: path.to_owned(), format: "a table", why };
    let url = url::Url::from_file_path(&full)
        .map_err(|()| wrong("its path cannot be written as a URL".to_owned()))?;
    ListingTableUrl::try_new(url, None).map_err(|e| wrong(e.strip_backtrace()))
}

async fn infer(
    state: &SessionState,
    options: &ListingOptions,
    url: &ListingTableUrl,
    format: Format,
    given: &Path,
) -> Result<SchemaRef> {
    let wrong = |why: String| EngineError::Format { path: given.to_owned(), format: format.name(), why };
    let schema = options
        .infer_schema(state, url)
        .await
        .map_err(|e: DataFusionError| wrong(e.find_root().strip_backtrace()))?;
    if schema.fields().is_empty() {
        return Err(wrong("it has no columns".to_owned()));
    }
    Ok(if matches!(format, Format::Csv(_)) { ids_as_text(&schema) } else { schema })
}

/// One schema for all files. Segments of older versions may lack columns: these are null there.
fn merge(schemas: Vec<Schema>) -> Result<Schema, ArrowError> {
    let merged = Schema::try_merge(schemas.iter().cloned())?;
    let fields = merged.fields().iter().map(|field| {
        let everywhere = schemas.iter().all(|schema| schema.field_with_name(field.name()).is_ok());
        Field::clone(field).with_nullable(field.is_nullable() || !everywhere)
    });
    Ok(Schema::new(fields.collect::<Vec<_>>()))
}

/// Ids are text, as everywhere in Scrutineer: numbers would lose leading zeros and not join with the case's tables.
fn ids_as_text(schema: &Schema) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| {
        if field.data_type() == &DataType::Int64 && names_an_id(field.name()) {
            Arc::new(Field::new(field.name(), DataType::Utf8, true))
        } else {
            field.clone()
        }
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// `id`, `post_id`, `Author ID`, `tweetId`, but not `paid`.
fn names_an_id(name: &str) -> bool {
    let Some(before) = name.len().checked_sub(2).filter(|&i| name.is_char_boundary(i)) else { return false };
    let (before, end) = name.split_at(before);
    match end {
        "Id" | "ID" => true,
        "id" => before.chars().next_back().is_none_or(|c| !c.is_alphanumeric()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_known_by_their_names() {
        for (name, id) in [
            ("id", true),
            ("ID", true),
            ("post_id", true),
            ("Author ID", true),
            ("tweetId", true),
            ("paid", false),
            ("Id of", false),
            ("likes", false),
            ("", false),
            ("ü", false),
        ] {
            assert_eq!(names_an_id(name), id, "{name}");
        }
    }
}
