//! Running a query: planned at once, answered batch by batch.

use crate::error::{EngineError, Result};
use crate::register::register;
use crate::table::Table;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::TableReference;
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::{SendableRecordBatchStream, SessionState};
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::Statement as Sql;
use futures_util::StreamExt;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::{Builder, Handle, Runtime};

/// How much a query may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory for sorting, joining and grouping; beyond, intermediate results go to disk.
    pub memory: usize,
    /// Bytes of disk for intermediate results, and for each file that has to be unpacked.
    pub disk: u64,
    /// Folder for these; the system's when `None`. What is put there is readable by its owner only and removed with
    /// the [`Rows`].
    pub scratch: Option<PathBuf>,
    /// Number of streams in which the data are read and worked on. With 1 the same query over the same files gives
    /// the same bytes. With more it is faster, but rows without ORDER BY come in any order and sums of fractions may
    /// differ in their last digits.
    pub streams: NonZeroUsize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 1 << 30, disk: 64 << 30, scratch: None, streams: NonZeroUsize::MIN }
    }
}

/// The answer to a query, batch by batch. Nothing runs before the first batch is asked for.
pub struct Rows {
    // Dropped in this order: what is running, the threads that it runs on, the files that it reads.
    stream: SendableRecordBatchStream,
    runtime: Runtime,
    _scratch: TempDir,
    schema: SchemaRef,
    failed: bool,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// The whole answer at once.
pub fn sql(tables: &[Table], query: &str, limits: &Limits) -> Result<(SchemaRef, Vec<RecordBatch>)> {
    let rows = Rows::of(tables, query, limits)?;
    let schema = rows.schema().clone();
    Ok((schema, rows.collect::<Result<_>>()?))
}

impl Rows {
    /// Reads the schemas of `tables`, then plans `query` over them.
    pub fn of(tables: &[Table], query: &str, limits: &Limits) -> Result<Self> {
        if Handle::try_current().is_ok() {
            return Err(EngineError::Asynchronous);
        }
        let failed = |e: std::io::Error| EngineError::Internal(format!("starting: {e}"));
        let mut builder = match limits.streams.get() {
            1 => Builder::new_current_thread(),
            _ => Builder::new_multi_thread(),
        };
        let runtime = builder.worker_threads(limits.streams.get()).enable_time().build().map_err(failed)?;
        let mut scratch = tempfile::Builder::new();
        scratch.prefix("scrutineer-sql-");
        let scratch = match &limits.scratch {
            Some(folder) => scratch.tempdir_in(folder),
            None => scratch.tempdir(),
        };
        let scratch = scratch.map_err(failed)?;
        let stream = runtime.block_on(async {
            let ctx = session(limits, &scratch)?;
            for table in tables {
                register(&ctx, table, scratch.path(), limits.disk).await?;
            }
            let plan = plan(&ctx.state(), tables, query).await?;
            Ok::<_, EngineError>(ctx.execute_logical_plan(plan).await?.execute_stream().await?)
        })?;
        let schema = plain_schema(&stream.schema());
        Ok(Self { stream, runtime, _scratch: scratch, schema, failed: false })
    }

    /// Columns of the answer. Text is `Utf8` (or a dictionary of it), never a view.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }
}

impl Iterator for Rows {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let batch = self.runtime.block_on(self.stream.next())?;
        let batch = batch.map_err(EngineError::from).and_then(|batch| plain_batch(&batch, &self.schema));
        self.failed = batch.is_err();
        Some(batch)
    }
}

/// Memory that a sort keeps for merging what it spilled: DataFusion's default, less where little is allowed at all.
const MERGE_RESERVE: usize = 10 << 20;

fn session(limits: &Limits, scratch: &TempDir) -> Result<SessionContext> {
    const NAMED_CONSUMERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(2);
    let pool = TrackConsumersPool::new(FairSpillPool::new(limits.memory), NAMED_CONSUMERS);
    let environment = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(pool))
        .with_temp_file_path(scratch.path())
        .with_max_temp_directory_size(limits.disk)
        .build_arc()?;
    // `SHOW TABLES`, `SHOW COLUMNS` and `DESCRIBE` read the information schema.
    let config = SessionConfig::new()
        .with_target_partitions(limits.streams.get())
        .with_information_schema(true)
        .with_sort_spill_reservation_bytes(MERGE_RESERVE.min(limits.memory / 8));
    Ok(SessionContext::new_with_config_rt(config, environment))
}

/// Plans one statement that only reads.
async fn plan(state: &SessionState, tables: &[Table], query: &str) -> Result<LogicalPlan> {
    let dialect = state.config().options().sql_parser.dialect;
    let statement = state.sql_to_statement(query, &dialect)?;
    let refused = || {
        let word = query.split_whitespace().next().unwrap_or_default();
        EngineError::ReadOnly(word.chars().take(40).collect::<String>().to_uppercase())
    };
    if !reads(&statement) {
        return Err(refused());
    }
    let references = state.resolve_table_references(&statement)?;
    let plan = state.statement_to_plan(statement).await;
    let plan =
        plan.map_err(|error| unknown_table(state, tables, &references).unwrap_or_else(|| error.into()))?;
    // A second line: statements that hide in others, such as SELECT INTO.
    let reading = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    reading.verify_plan(&plan).map_err(|_: DataFusionError| refused())?;
    Ok(plan)
}

/// Whether a statement is of a kind that reads.
fn reads(statement: &Statement) -> bool {
    match statement {
        Statement::Explain(explain) => reads(&explain.statement),
        Statement::Statement(sql) => reads_sql(sql),
        _ => false,
    }
}

fn reads_sql(sql: &Sql) -> bool {
    match sql {
        Sql::Explain { statement, .. } => reads_sql(statement),
        Sql::Query(_)
        | Sql::ExplainTable { .. }
        | Sql::ShowTables { .. }
        | Sql::ShowColumns { .. }
        | Sql::ShowFunctions { .. }
        | Sql::ShowVariable { .. } => true,
        _ => false,
    }
}

/// The error that names the first table of the query which is not there.
fn unknown_table(
    state: &SessionState,
    tables: &[Table],
    references: &[TableReference],
) -> Option<EngineError> {
    let missing = references.iter().find(|reference| {
        reference.schema().is_none_or(|schema| schema != "information_schema")
            && !tables.iter().any(|table| table.name == reference.table())
            && !state.table_functions().contains_key(reference.table())
    })?;
    let mut known: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
    known.sort_unstable();
    Some(EngineError::UnknownTable { name: missing.table().to_owned(), known })
}

/// The type without views, which few programs outside DataFusion know.
fn plain_type(data_type: &DataType) -> DataType {
    let plain = |field: &Arc<Field>| Arc::new(plain_field(field));
    match data_type {
        DataType::Utf8View => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::List(item) => DataType::List(plain(item)),
        DataType::LargeList(item) => DataType::LargeList(plain(item)),
        DataType::FixedSizeList(item, n) => DataType::FixedSizeList(plain(item), *n),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(plain).collect()),
        other => other.clone(),
    }
}

fn plain_field(field: &Field) -> Field {
    field.clone().with_data_type(plain_type(field.data_type()))
}

fn plain_schema(schema: &Schema) -> SchemaRef {
    let fields: Vec<Field> = schema.fields().iter().map(|field| plain_field(field)).collect();
    Arc::new(Schema::new(fields))
}

fn plain_batch(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| {
        if column.data_type() == field.data_type() {
            Ok(column.clone())
        } else {
            cast(column, field.data_type())
        }
    });
    let columns = columns.collect::<Result<Vec<_>, _>>().map_err(|e| EngineError::Run(e.to_string()))?;
    // The number of rows is stated, because an answer may have rows without columns.
    let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
        .map_err(|e| EngineError::Internal(e.to_string()))
}
