//! The table that people read.

use super::metrics::Report;

/// One line for each measure.
pub fn table(report: &Report) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut line = |name: &str, value: String| lines.push((name.to_owned(), value));
    line("edges", report.edges.to_string());
    line("planted groups", report.planted_groups.to_string());
    line("planted accounts", report.planted_accounts.to_string());
    line("planted pairs", report.planted_pairs.to_string());
    line("ceiling: planted pairs among the edges", share(report.ceiling));
    line("average precision by surprise", share(report.average_precision));
    line("average precision by n_objects", share(report.average_precision_n_objects));
    for at in &report.at_q {
        let name = |what: &str| format!("q <= {}: {what}", at.q);
        line(&name("edges"), at.edges.to_string());
        line(&name("precision"), share(at.precision));
        line(&name("recall"), share(at.recall));
        line(&name("realised FDR"), share(at.realised_fdr));
        line(&name("accounts"), at.accounts.to_string());
        line(&name("account precision"), share(at.account_precision));
        line(&name("account recall"), share(at.account_recall));
        line(&name("account F1"), share(at.account_f1));
    }
    for at in &report.at_top {
        line(&format!("top {}: precision", at.top), share(at.precision));
        line(&format!("top {}: recall", at.top), share(at.recall));
    }
    if let Some(groups) = &report.groups {
        line("groups found", groups.found.to_string());
        line("accounts in them", groups.accounts.to_string());
        line("adjusted Rand index of groups", format!("{:.4}", groups.adjusted_rand_index));
    }
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    lines.iter().map(|(name, value)| format!("{name:width$}  {value:>10}\n")).collect()
}

/// Four digits, or `-` where there is nothing to divide by.
fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{share:.4}"))
}
