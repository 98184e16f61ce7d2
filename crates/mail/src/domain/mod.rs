//! Domain names: as they are asked for in the DNS, and the organisation's domain that they belong to.

mod name;
mod organisation;

pub use name::{DomainName, MAX_NAME, NameError};
pub use organisation::{is_public_suffix, organisational_domain};
