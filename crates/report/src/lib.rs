//! Findings and tables in the formats people use. Knows formats, does no analysis.
//!
//! Five outputs, each a plain value in and bytes out:
//! a [`Graph`] becomes GEXF, GraphML or a picture ([`svg`]) at the places that [`layout`] computes;
//! Arrow batches become CSV, JSON, JSON Lines, Parquet or XLSX ([`table`]);
//! [`model::Finding`]s become JSON Lines ([`findings`]);
//! a [`Page`] becomes one self-contained HTML file ([`page`]);
//! an [`export::Material`] becomes STIX, a DISARM layer, a timeline or a dossier ([`export`]).
//!
//! Text from evidence is hostile in every one of them. In HTML and pictures each value goes through
//! [`inert::shown`] and is escaped; in XML, CSV and XLSX it goes through [`inert::visible`], and in
//! CSV and XLSX also through [`model::inert::cell`].
//! Nothing here asks a clock or iterates over a hash map: the same value gives the same bytes.

pub mod error;
pub mod export;
pub mod findings;
pub mod graph;
pub mod inert;
pub mod layout;
pub mod output;
pub mod page;
pub mod svg;
pub mod table;

pub use error::{Error, Result};
pub use graph::{Edge, Graph, Node, gexf, graphml};
pub use layout::{Layout, layout};
pub use output::Written;
pub use page::Page;
pub use table::{Format, ParquetTable, TableWriter, write_batches, write_path, write_rows};
