//! The checks of the public suffix list: lines of domain, tab, registrable domain or `-`.

use super::{Report, SuiteError};
use crate::domain::{DomainName, organisational_domain};

/// Runs `test_psl.txt` in tab-separated form. Names are compared in their ASCII form.
pub fn psl(text: &str) -> Result<Report, SuiteError> {
    let mut report = Report::default();
    for (n, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (domain, expected) = line.split_once('\t').ok_or(SuiteError::Line { line: n + 1 })?;
        let registrable =
            |name: &str| DomainName::parse(name).ok().and_then(|name| organisational_domain(&name));
        let got = registrable(domain);
        let wanted = (expected != "-").then(|| DomainName::parse(expected).ok()).flatten();
        let shown = got.as_ref().map_or("-".to_owned(), DomainName::to_string);
        report.add(domain.to_owned(), expected.to_owned(), shown, got == wanted);
    }
    Ok(report)
}
