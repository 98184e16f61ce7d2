//! `scrutineer sql`.

use crate::args::Sql;
use anyhow::Result;
use std::io::Write;
use std::process::ExitCode;

/// This build has no SQL engine: says how to get it.
#[cfg(not(feature = "sql"))]
pub fn run(_args: Sql, _out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    anyhow::bail!(
        "this build has no SQL engine; build it with `cargo build --release --features sql` (about ten minutes more), \
         or read the Parquet files with any other tool"
    )
}

/// Answers a query over the tables of a case, of a folder of results, or over files.
#[cfg(feature = "sql")]
pub fn run(args: Sql, out: &mut (dyn Write + Send)) -> Result<ExitCode> {
    use anyhow::Context;
    let (query, places) = args.places_and_query.split_last().context("name a place and a query")?;
    let mut tables = Vec::new();
    let mut files = Vec::new();
    for place in places {
        let path = std::path::PathBuf::from(place);
        match path.is_dir() {
            true => tables.extend(folder_tables(&path)?),
            false => files.push(path),
        }
    }
    tables.extend(engine::Table::files(&files));
    let limits = engine::Limits { memory: args.memory << 20, ..engine::Limits::default() };
    let rows = engine::Rows::of(&tables, query, &limits)?;
    let schema = rows.schema().clone();
    match args.format.file_format() {
        Some(format) => {
            let mut writer = report::TableWriter::new(format, &schema, out)?;
            for batch in rows {
                writer.write(&batch?)?;
            }
            writer.finish()?;
        }
        None => {
            let mut batches = Vec::new();
            for batch in rows {
                batches.push(batch?);
            }
            let mut csv = Vec::new();
            report::write_batches(report::Format::Csv, &schema, batches.into_iter().map(Ok), &mut csv)?;
            print_csv(&csv, out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Tables of a case: the segments and results of its last run. Of a folder of results: its Parquet files.
#[cfg(feature = "sql")]
fn folder_tables(dir: &std::path::Path) -> Result<Vec<engine::Table>> {
    let mut tables = Vec::new();
    let results = if case::Case::is_case(dir) {
        let case = case::Case::open_read_only(dir)?;
        let segments: Vec<_> = case.segments("posts")?.iter().map(|s| case.segment_path(&s.hash)).collect();
        if !segments.is_empty() {
            tables.push(engine::Table::parquet("posts", segments));
        }
        case.out_dir()
    } else {
        dir.to_owned()
    };
    for table in model::schema::tables() {
        let file = results.join(format!("{}.parquet", table.name));
        if file.is_file() {
            tables.push(engine::Table::parquet(table.name, vec![file]));
        }
    }
    anyhow::ensure!(
        !tables.is_empty(),
        "`{}` holds no tables: it is neither a case nor a folder of results",
        dir.display()
    );
    Ok(tables)
}

/// A small answer, aligned for people.
#[cfg(feature = "sql")]
fn print_csv(csv: &[u8], out: &mut dyn Write) -> Result<()> {
    let mut reader = csv::Reader::from_reader(csv);
    let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut table = crate::terminal::Table::owned(headers);
    for record in reader.records() {
        table.row(&record?.iter().collect::<Vec<_>>());
    }
    Ok(table.print(out)?)
}
