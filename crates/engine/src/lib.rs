//! SQL over the tables of a case and over single files: the only crate that knows DataFusion.
//!
//! Reading only: a query can neither create, change nor copy anything, and it sees the files that it is given and no
//! others. There are no object stores and no network. Callers stay synchronous and see Arrow types alone.
//!
//! ```
//! use scrutineer_engine::{Limits, Rows, Table};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("posts.csv");
//! std::fs::write(&path, "post_id,likes\n17,3\n18,4\n")?;
//! let tables = [Table::file(&path)];
//! let rows = Rows::of(&tables, "SELECT sum(likes) AS likes FROM posts", &Limits::default())?;
//! assert_eq!(rows.schema().field(0).name(), "likes");
//! for batch in rows {
//!     assert_eq!(batch?.num_rows(), 1);
//! }
//! # Ok(())
//! # }
//! ```

mod error;
mod file;
mod query;
mod register;
mod table;

pub use datafusion::arrow;
pub use error::{EngineError, Result};
pub use query::{Limits, Rows, sql};
pub use table::{Contents, Table};
