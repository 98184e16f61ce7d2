//! What a media file says of its own origin, and what stands behind it.
//!
//! [`c2pa`] checks the signed manifests that files carry, in a child process with limits; [`metadata`] reads what stands
//! in a file unsigned, and which anyone can write there; [`marks`] knows the words by which programs that generate media, and
//! rules about labels, say so in either. Nothing is fetched: a manifest that is kept elsewhere is named by its address.
//!
//! That a file has none of this says nothing: most platforms remove it.

pub mod c2pa;
pub mod finding;
pub mod marks;
pub mod metadata;
pub mod method;

pub use marks::{Mark, MarkKind};
pub use metadata::{Entry, Metadata, Scheme};
