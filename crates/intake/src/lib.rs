//! Readers: bytes in, posts and problems out.
//!
//! A reader never stops at the first bad record and never panics on input: what it cannot read becomes a
//! [`model::Problem`] with a code and the place, and reading goes on. Everything from outside has a limit
//! ([`Limits`]). Nothing here opens a socket, follows a link or looks at a clock.

pub mod article;
pub mod batch;
mod context;
mod detect;
mod draft;
mod error;
pub mod inspect;
pub mod json;
mod kind;
pub mod mail;
pub mod mapping;
mod options;
pub mod outlook;
mod read;
mod source;
pub mod table;
mod text_file;
pub mod value;

pub use batch::PostBatch;
pub use context::{Context, Counts, Limits, PostSink, SinkError, Source};
pub use error::IntakeError;
pub use inspect::{Inspection, inspect};
pub use kind::{Kinds, kinds};
pub use mapping::Mapping;
pub use options::{JsonOptions, LeaveOut, ReadOptions};
pub use read::{FileReport, StreamReport, read, read_from};
pub use source::hash_file;
pub use text_file::read_text;
