//! The organisation's domain by the public suffix list.

use super::DomainName;

/// The domain one label below the public suffix of `name` (RFC 7489, section 3.2); `None` when `name` is itself a
/// public suffix. Below an unlisted top-level domain the suffix is one label, as the list's own rule `*` has it.
///
/// The list is the one compiled into the crate `psl`, private domains (shared hosting) included.
pub fn organisational_domain(name: &DomainName) -> Option<DomainName> {
    DomainName::parse(psl::domain_str(name.as_str())?).ok()
}

/// Whether everybody can register names directly below `name`, or `name` is a top-level domain that the list does not
/// have.
pub fn is_public_suffix(name: &DomainName) -> bool {
    organisational_domain(name).is_none()
}
