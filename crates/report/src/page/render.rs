//! The HTML: one template, style and script inside, allowed by their hashes only.

use super::view::{
    AccountsView, CaseView, ChanceView, ClaimsView, Cut, FindingView, GroupView, MailsView, MediaView,
    NEVER_SHOWN, NetworkView, PairView, PlotView, SyntheticView, cut, handles, not_shown,
};
use super::{Coordination, Filter, Hub, Input, LayerRow, Note, OutputFile, Page, Rejects, Summary, limits};
use crate::Result;
use crate::inert::shown;
use crate::svg;
use base64::Engine as _;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior};
use model::words::thousands;
use model::{MethodCard, Timestamp};
use serde::Serialize;
use sha2::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// The page, and the parts that it is put together from.
const TEMPLATES: [(&str, &str); 12] = [
    ("macros.html", include_str!("../../templates/macros.html")),
    ("case_head.html", include_str!("../../templates/case_head.html")),
    ("case_weighing.html", include_str!("../../templates/case_weighing.html")),
    ("case_custody.html", include_str!("../../templates/case_custody.html")),
    ("findings.html", include_str!("../../templates/findings.html")),
    ("coordination.html", include_str!("../../templates/coordination.html")),
    ("layers.html", include_str!("../../templates/layers.html")),
    ("mails.html", include_str!("../../templates/mails.html")),
    ("claims.html", include_str!("../../templates/claims.html")),
    ("media.html", include_str!("../../templates/media.html")),
    ("synthetic.html", include_str!("../../templates/synthetic.html")),
    ("report.html", include_str!("../../templates/report.html")),
];
const CSS: &str = include_str!("../../templates/report.css");
const JS: &str = include_str!("../../templates/report.js");

/// What the template sees.
#[derive(Serialize)]
struct View<'a> {
    page: Head<'a>,
    policy: String,
    css: &'a str,
    js: &'a str,
    not_shown: Vec<&'a str>,
    never_shown: [&'a str; NEVER_SHOWN.len()],
    /// Elements of the headings of lenses' parts and within them: in a case these parts stand below its own.
    h_part: &'a str,
    h_sub: &'a str,
    /// Sentences of the summary, with the finding that says the same.
    found: Vec<(&'a str, Option<String>)>,
    findings: Cut<FindingView<'a>>,
    /// Place of the finding from which on they are folded; their number where none are.
    fold: usize,
    case: Option<CaseView<'a>>,
    coordination: Option<CoordinationView<'a>>,
    mails: Option<MailsView<'a>>,
    claims: Option<ClaimsView<'a>>,
    media: Option<MediaView<'a>>,
    synthetic: Option<SyntheticView<'a>>,
    inputs: Cut<&'a Input>,
    /// Whether any input lost a row.
    lost: bool,
    rejects: Cut<&'a Rejects>,
    notes: Cut<&'a Note>,
}

/// What the template needs of the page itself.
#[derive(Serialize)]
struct Head<'a> {
    title: &'a str,
    program: &'a str,
    generated_at: Option<&'a str>,
    summary: &'a Summary,
    parameters: &'a [(String, String)],
    filters: &'a [Filter],
    cards: &'a [MethodCard],
    files: &'a [OutputFile],
    rerun: &'a [String],
}

impl<'a> Head<'a> {
    fn new(page: &'a Page) -> Self {
        Self {
            title: &page.title,
            program: &page.program,
            generated_at: page.generated_at.as_deref(),
            summary: &page.summary,
            parameters: &page.parameters,
            filters: &page.filters,
            cards: &page.cards,
            files: &page.files,
            rerun: &page.rerun,
        }
    }
}

/// Accounts that act together, as the template sees them.
#[derive(Serialize)]
struct CoordinationView<'a> {
    network: Option<NetworkView>,
    plot: Option<PlotView>,
    chance: Option<ChanceView<'a>>,
    groups: Cut<GroupView<'a>>,
    groups_total: u64,
    accounts: Option<AccountsView<'a>>,
    pairs: Cut<PairView<'a>>,
    pairs_total: u64,
    layers: &'a [LayerRow],
    hubs: Cut<&'a Hub>,
}

impl<'a> CoordinationView<'a> {
    fn new(part: &'a Coordination) -> Self {
        let mut pairs = cut(&part.pairs, limits::DOSSIERS, PairView::new);
        pairs.more = pairs.more.max(part.pairs_total.saturating_sub(pairs.rows.len() as u64));
        Self {
            network: part.network.as_ref().and_then(|network| NetworkView::new(network, &part.groups)),
            plot: part.timeline.as_ref().and_then(PlotView::new),
            chance: part.chance.as_ref().map(ChanceView::new),
            groups: cut(&part.groups, limits::GROUPS, GroupView::new),
            groups_total: part.groups.len() as u64,
            accounts: part.accounts.as_ref().map(AccountsView::new),
            pairs_total: pairs.rows.len() as u64 + pairs.more,
            pairs,
            layers: &part.layers,
            hubs: cut(&part.hubs, limits::HUBS, |hub| hub),
        }
    }
}

/// The page as HTML.
pub fn render(page: &Page) -> Result<String> {
    let handles = handles(page);
    let view = View {
        page: Head::new(page),
        policy: policy(),
        css: CSS,
        js: JS,
        not_shown: not_shown(page),
        never_shown: NEVER_SHOWN,
        h_part: if page.case.is_some() { "h3" } else { "h2" },
        h_sub: if page.case.is_some() { "h4" } else { "h3" },
        found: found(page),
        findings: cut(&page.findings, limits::FINDINGS, |finding| {
            FindingView::new(finding, page.case.as_ref(), &handles)
        }),
        fold: fold(page),
        case: page.case.as_ref().map(CaseView::new),
        coordination: page.coordination.as_ref().map(CoordinationView::new),
        mails: page.mails.as_ref().map(MailsView::new),
        claims: page.claims.as_ref().map(ClaimsView::new),
        media: page.media.as_ref().map(MediaView::new),
        synthetic: page.synthetic.as_ref().map(SyntheticView::new),
        inputs: cut(&page.inputs, limits::INPUTS, |input| input),
        lost: page.inputs.iter().any(|input| input.rejects > 0),
        rejects: cut(&page.rejects, limits::REJECTS, |rejects| rejects),
        notes: cut(&page.notes, limits::NOTES, |note| note),
    };
    let environment = environment()?;
    Ok(environment.get_template("report.html")?.render(Serde(view))?)
}

/// Findings of a case that nobody weighed and that are told of in sight.
const IN_SIGHT: usize = 10;

/// Where the findings of a case are folded: after the first few that nobody weighed, where many follow.
fn fold(page: &Page) -> usize {
    let shown = page.findings.len().min(limits::FINDINGS);
    let weighed = page.case.iter().filter_map(|case| case.weighing.as_ref()).flat_map(|w| &w.columns);
    let weighed: BTreeSet<_> = weighed.map(|column| column.finding).collect();
    let last = page.findings[..shown].iter().rposition(|finding| weighed.contains(&finding.id));
    let from = last.map_or(0, |at| at + 1) + IN_SIGHT;
    if page.case.is_some() && from + 1 < shown { from } else { shown }
}

/// What was found, each sentence with the finding that it is.
fn found(page: &Page) -> Vec<(&str, Option<String>)> {
    let shown = page.findings.iter().take(limits::FINDINGS);
    let by_statement: BTreeMap<&str, String> =
        shown.rev().map(|finding| (finding.statement.as_str(), finding.id.short())).collect();
    let sentences = page.summary.found.iter();
    sentences.map(|text| (text.as_str(), by_statement.get(text.as_str()).cloned())).collect()
}

/// Writes the page as HTML.
pub fn write(page: &Page, out: &mut dyn Write) -> Result<()> {
    out.write_all(render(page)?.as_bytes())?;
    Ok(())
}

fn environment() -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_formatter(inert);
    environment.add_filter("n", |value: u64| thousands(value));
    environment.add_filter("f", number);
    // A number for `data-v`, by which the script sorts.
    environment.add_filter("v", |value: f64| format!("{value:e}"));
    environment.add_filter("prose", prose);
    environment.add_filter("kept", percent_kept);
    environment.add_filter("apart", apart);
    environment.add_filter("size", size);
    environment.add_filter("clock", clock);
    environment.add_filter("day", day);
    environment
        .add_filter("second", |micros: i64| clock(micros.div_euclid(1_000_000).saturating_mul(1_000_000)));
    environment.add_filter("words", |text: &str| text.replace('_', " ").replace('+', ", "));
    environment.add_filter("cut", |text: &str| model::inert::shorten(text, limits::TEXT).into_owned());
    environment
        .add_filter("cut_long", |text: &str| model::inert::shorten(text, limits::STATEMENT).into_owned());
    environment.add_filter("chance", |value: f64| format!("{value:.2}"));
    environment.add_filter("percent", |value: f64| format!("{value:.0}"));
    for (name, template) in TEMPLATES {
        environment.add_template(name, template)?;
    }
    Ok(environment)
}

/// Every text goes through here: what would act becomes visible, then markup is escaped.
fn inert(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> std::result::Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => minijinja::escape_formatter(out, state, &Value::from(shown(text))),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// The policy: nothing may load, and only the blocks of this file may style or run.
fn policy() -> String {
    let hash =
        |text: &str| base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}' 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(CSS),
        hash(svg::STYLE),
        hash(JS)
    )
}

/// A number with three digits or so.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        "not defined".into()
    } else if value.fract() == 0.0 && size < 1e15 {
        let sign = if value < 0.0 { "-" } else { "" };
        format!("{sign}{}", thousands(size as u64))
    } else if (1e3..1e15).contains(&size) {
        format!("{}{}", if value < 0.0 { "-" } else { "" }, thousands(size.round() as u64))
    } else if size >= 100.0 {
        format!("{value:.1}")
    } else if size >= 0.001 {
        format!("{value:.3}").trim_end_matches('0').to_owned()
    } else {
        format!("{value:.2e}")
    }
}

/// A sentence of the program as HTML: words in backticks are code, and a number stays with its `%`.
fn prose(text: &str) -> Value {
    let mut html = String::with_capacity(text.len());
    let mut parts = text.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        let tag = is_code && parts.peek().is_some();
        let escaped = crate::graph::escaped(&shown(part)).to_string();
        match (is_code, tag) {
            (true, true) => html.extend(["<code>", &escaped, "</code>"]),
            (true, false) => html.extend(["`", &percent_kept(&escaped)]),
            _ => html.push_str(&percent_kept(&escaped)),
        }
        is_code = !is_code;
    }
    Value::from_safe_string(html)
}

/// The text with no line break between a number and its `%`.
fn percent_kept(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let is_gap = c == ' ' && last.is_ascii_digit() && text[at + 1..].starts_with('%');
        out.push(if is_gap { '\u{a0}' } else { c });
        last = c;
    }
    out
}

/// A time between two actions.
pub fn apart(seconds: f64) -> String {
    let size = seconds.abs();
    if !seconds.is_finite() {
        "not defined".into()
    } else if size < 60.0 {
        let digits = if seconds.fract() == 0.0 { 0 } else { 1 };
        format!("{seconds:.digits$} s")
    } else if size < 3600.0 {
        format!("{:.1} min", seconds / 60.0)
    } else if size < 172_800.0 {
        format!("{:.1} h", seconds / 3600.0)
    } else {
        format!("{:.1} days", seconds / 86_400.0)
    }
}

/// Width of a bin in words.
pub fn span(seconds: u64) -> String {
    let unit = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let (size, name) =
        unit.into_iter().find(|(size, _)| seconds.is_multiple_of(*size)).unwrap_or((1, "second"));
    let count = seconds / size;
    format!("{} {name}{}", thousands(count), if count == 1 { "" } else { "s" })
}

fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = if value < 10.0 { 1 } else { 0 };
    format!("{value:.digits$} {}", UNITS[unit])
}

/// `2024-05-01 12:00:00`, with the fraction where there is one; UTC, as captions say.
fn clock(micros: i64) -> String {
    let text = Timestamp(micros).rfc3339();
    match text.strip_suffix('Z') {
        Some(stated) => stated.replacen('T', " ", 1),
        None => text,
    }
}

/// `2024-05-01`, in UTC.
fn day(micros: i64) -> String {
    Timestamp(micros).rfc3339().split('T').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(
            [3.0, -1500.0, 0.25, 123.456, 500_592.26, 1e-7].map(number),
            ["3", "-1,500", "0.25", "123.5", "500,592", "1.00e-7"]
        );
        assert_eq!([0.0, 4.2, 12.5, 90.0, 7200.0].map(apart), ["0 s", "4.2 s", "12.5 s", "1.5 min", "2.0 h"]);
        assert_eq!([60, 86_400, 7200, 90].map(span), ["1 minute", "1 day", "2 hours", "90 seconds"]);
        assert_eq!([12, 1500, 250_000, 999_600].map(size), ["12 B", "1.5 kB", "250 kB", "1.0 MB"]);
        let in_html = |text: &str| prose(text).as_str().map(str::to_owned);
        assert_eq!(in_html("`a<b` at 5 % `c"), Some("<code>a&lt;b</code> at 5\u{a0}% `c".to_owned()));
        assert_eq!(clock(1_714_564_800_000_000), "2024-05-01 12:00:00");
    }
}
