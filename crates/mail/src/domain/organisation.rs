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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        let name = DomainName::parse(name).expect(name);
        assert_eq!(organisational_domain(&name).as_ref().map(DomainName::as_str), expected, "{name}");
        assert_eq!(is_public_suffix(&name), expected.is_none(), "{name}");
    }

    #[test]
    fn the_domain_below_the_suffix_is_the_organisations() {
        check("Mail.Harbour.example", Some("harbour.example"));
        check("_dmarc.harbour.example", Some("harbour.example"));
        check("example", None);
        check("a.harbour.co.uk", Some("harbour.co.uk"));
        check("co.uk", None);
        // Shared hosting: its customers are organisations of their own.
        check("harbour.github.io", Some("harbour.github.io"));
        check("github.io", None);
        check("www.bücher.公司.cn", Some("xn--bcher-kva.xn--55qx5d.cn"));
    }
}
