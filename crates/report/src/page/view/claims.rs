//! Statements in articles, as the template sees them.

use super::{Cut, cut};
use crate::page::{
    ActCounts, AnswerRow, ArticleDossier, Claims, Exchange, LedgerRow, Mark, MarkRole, Matrix, MatrixCell,
    Quote, ReviewRow, Run, SpreadRow, UnansweredRow, limits,
};
use crate::svg;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Statements as the page shows them.
#[derive(Serialize)]
pub struct ClaimsView<'a> {
    claims: ClaimsHead<'a>,
    rows: Cut<LedgerView<'a>>,
    /// Kinds of statements in the rows, for the filter.
    acts: BTreeSet<&'a str>,
    dossiers: Cut<ArticleView<'a>>,
    matrix: Option<MatrixView<'a>>,
    lanes: Option<svg::Lanes>,
    exchanges: Cut<ExchangeView<'a>>,
    unanswered: Cut<&'a UnansweredRow>,
    spreads: Cut<SpreadView<'a>>,
    reviews: Cut<&'a ReviewRow>,
    quotes_only: Cut<&'a String>,
    /// Statements of which a row is shown.
    listed: Numbers,
    /// Articles that are shown.
    shown: Numbers,
}

/// What is said of all statements together.
#[derive(Serialize)]
struct ClaimsHead<'a> {
    articles: u64,
    statements: u64,
    error_rates: &'a [String],
    alternatives: &'a [String],
    would_settle: &'a [String],
}

/// A set of numbers; a map, as templates look through all of a set's members.
type Numbers = BTreeMap<u64, bool>;

/// A line of the ledger.
#[derive(Serialize)]
struct LedgerView<'a> {
    row: &'a LedgerRow,
    content: String,
    /// Whether its words are marked in an article on the page.
    is_marked: bool,
}

/// An exchange as the page shows it.
#[derive(Serialize)]
struct ExchangeView<'a> {
    exchange: &'a Exchange,
    answers: Cut<&'a AnswerRow>,
}

/// A spread as the page shows it.
#[derive(Serialize)]
struct SpreadView<'a> {
    spread: &'a SpreadRow,
    places: Cut<&'a Quote>,
}

impl<'a> ClaimsView<'a> {
    /// A view of `claims`.
    pub fn new(claims: &'a Claims) -> Self {
        let mut marked = BTreeSet::new();
        let dossiers = cut(&claims.dossiers, limits::ARTICLES, |dossier| dossier);
        let dossiers = Cut {
            more: claims.articles.saturating_sub(dossiers.rows.len() as u64),
            rows: dossiers.rows.into_iter().map(|dossier| ArticleView::new(dossier, &mut marked)).collect(),
        };
        let mut rows = cut(&claims.rows, limits::LEDGER, |row| LedgerView {
            row,
            content: row.content.join(" … "),
            is_marked: marked.contains(&row.number),
        });
        rows.more = claims.statements.saturating_sub(rows.rows.len() as u64);
        let exchanges = cut(&claims.exchanges, limits::EXCHANGES, |exchange| ExchangeView {
            exchange,
            answers: cut(&exchange.answers, limits::ANSWERS, |answer| answer),
        });
        let unanswered = cut(&claims.unanswered, limits::EXCHANGES, |row| row);
        Self {
            claims: ClaimsHead {
                articles: claims.articles,
                statements: claims.statements,
                error_rates: &claims.error_rates,
                alternatives: &claims.alternatives,
                would_settle: &claims.would_settle,
            },
            acts: rows.rows.iter().map(|view| view.row.act.as_str()).collect(),
            listed: rows.rows.iter().map(|view| (view.row.number, true)).collect(),
            shown: dossiers.rows.iter().map(|view| (view.article.number, true)).collect(),
            matrix: MatrixView::new(&claims.matrix),
            lanes: svg::lanes(
                &claims.exchanges[..exchanges.rows.len()],
                &claims.unanswered[..unanswered.rows.len()],
            ),
            spreads: cut(&claims.spreads, limits::SPREADS, |spread| SpreadView {
                spread,
                places: cut(&spread.places, limits::SPREAD_PLACES, |place| place),
            }),
            reviews: cut(&claims.reviews, limits::REVIEWS, |row| row),
            quotes_only: cut(&claims.quotes_only, limits::QUOTES_ONLY, |name| name),
            rows,
            dossiers,
            exchanges,
            unanswered,
        }
    }
}

/// An article as the page shows it.
#[derive(Serialize)]
struct ArticleView<'a> {
    article: &'a ArticleDossier,
    paragraphs: Vec<Vec<Piece>>,
    /// Whether its end is left out.
    is_cut: bool,
    /// Statements that are marked in it.
    statements: usize,
}

/// A piece of text: marks open before it, and some close after it.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Piece {
    open: Vec<Opened>,
    text: String,
    close: usize,
}

/// A mark that opens.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Opened {
    statement: u64,
    role: MarkRole,
    /// The role as a letter: S who, Q by which words (the cue), C what.
    letter: char,
    /// How many others it stands in, at most 3.
    depth: usize,
    /// Whether nothing of the statement stands before it on the page: it is where links lead.
    is_anchor: bool,
    /// Whether it goes on from the piece before, closed only because another mark ends within it.
    goes_on: bool,
}

impl<'a> ArticleView<'a> {
    /// A view of `article`; the statements that it marks are added to `marked`.
    fn new(article: &'a ArticleDossier, marked: &mut BTreeSet<u64>) -> Self {
        let (before, mut left) = (marked.len(), limits::ARTICLE_TEXT);
        let mut paragraphs = Vec::new();
        let mut is_cut = false;
        for runs in &article.paragraphs {
            is_cut = left == 0;
            if is_cut {
                break;
            }
            paragraphs.push(pieces(runs, &mut left, marked));
        }
        let statements = marked.len() - before;
        Self { article, paragraphs, is_cut, statements }
    }
}

/// The runs of a paragraph as text with marks that open and close like brackets. `left` characters may be shown.
fn pieces(runs: &[Run], left: &mut usize, marked: &mut BTreeSet<u64>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(runs.len());
    let mut stack: &[Mark] = &[];
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        if *left == 0 {
            break;
        }
        let text = model::inert::shorten(&run.text, *left).into_owned();
        *left = left.saturating_sub(run.text.chars().count());
        let common = stack.iter().zip(&run.marks).take_while(|(a, b)| a == b).count();
        if let Some(last) = pieces.last_mut() {
            last.close = stack.len() - common;
        }
        let open = run.marks.iter().enumerate().skip(common);
        let open = open.map(|(depth, mark)| Opened {
            statement: mark.statement,
            role: mark.role,
            letter: letter(mark.role),
            depth: depth.min(3),
            is_anchor: marked.insert(mark.statement),
            goes_on: stack.contains(mark),
        });
        pieces.push(Piece { open: open.collect(), text, close: 0 });
        stack = &run.marks;
    }
    if let Some(last) = pieces.last_mut() {
        last.close = stack.len();
    }
    pieces
}

fn letter(role: MarkRole) -> char {
    match role {
        MarkRole::Source => 'S',
        MarkRole::Cue => 'Q',
        MarkRole::Content => 'C',
    }
}

/// Who speaks of whom, cut to the most frequent.
#[derive(Serialize)]
struct MatrixView<'a> {
    targets: Vec<&'a str>,
    rows: Vec<MatrixRow<'a>>,
    /// Over all speakers.
    totals: Vec<Tally>,
    total: Tally,
    more_speakers: usize,
    more_targets: usize,
}

#[derive(Serialize)]
struct MatrixRow<'a> {
    speaker: &'a str,
    cells: Vec<Tally>,
    /// Over all targets.
    total: Tally,
}

/// Counts, and how they are written: `A3 D1`, and in words.
#[derive(Serialize)]
struct Tally {
    sum: u64,
    short: String,
    long: String,
}

impl From<ActCounts> for Tally {
    fn from(counts: ActCounts) -> Self {
        let named = [
            ("A", "accuse", counts.accuse),
            ("D", "deny", counts.deny),
            ("P", "praise", counts.praise),
            ("W", "demand", counts.demand),
            ("O", "other", counts.other),
        ];
        let some = || named.iter().filter(|(.., count)| *count > 0);
        let short: Vec<String> = some().map(|(letter, _, count)| format!("{letter}{count}")).collect();
        let long: Vec<String> = some().map(|(_, name, count)| format!("{name} {count}")).collect();
        Self { sum: counts.sum(), short: short.join(" "), long: long.join(", ") }
    }
}

impl<'a> MatrixView<'a> {
    /// A view of `matrix`; `None` where it is empty.
    fn new(matrix: &'a Matrix) -> Option<Self> {
        let cells = || matrix.cells.iter().filter(|cell| cell.counts.sum() > 0);
        let speakers = ranked(cells(), |cell| &cell.speaker);
        let targets = ranked(cells(), |cell| &cell.target);
        let mut by_pair: BTreeMap<(&str, &str), ActCounts> = BTreeMap::new();
        for cell in cells() {
            by_pair.entry((&cell.speaker, &cell.target)).or_default().add(cell.counts);
        }
        let at = |speaker, target| by_pair.get(&(speaker, target)).copied().unwrap_or_default();
        let total = targets.iter().fold(ActCounts::default(), |mut sum, (_, counts)| {
            sum.add(*counts);
            sum
        });
        let shown = || targets.iter().take(limits::MATRIX_TARGETS);
        let row = |(speaker, counts): &(&'a str, ActCounts)| MatrixRow {
            speaker,
            cells: shown().map(|(target, _)| at(*speaker, *target).into()).collect(),
            total: (*counts).into(),
        };
        (!speakers.is_empty()).then(|| Self {
            rows: speakers.iter().take(limits::MATRIX_SPEAKERS).map(row).collect(),
            totals: shown().map(|(_, counts)| (*counts).into()).collect(),
            targets: shown().map(|(target, _)| *target).collect(),
            total: total.into(),
            more_speakers: speakers.len().saturating_sub(limits::MATRIX_SPEAKERS),
            more_targets: targets.len().saturating_sub(limits::MATRIX_TARGETS),
        })
    }
}

/// Names with their counts, the most frequent first, then by name.
fn ranked<'a>(
    cells: impl Iterator<Item = &'a MatrixCell>,
    name: impl Fn(&'a MatrixCell) -> &'a str,
) -> Vec<(&'a str, ActCounts)> {
    let mut sums: BTreeMap<&str, ActCounts> = BTreeMap::new();
    for cell in cells {
        sums.entry(name(cell)).or_default().add(cell.counts);
    }
    let mut ranked: Vec<_> = sums.into_iter().collect();
    ranked.sort_by_key(|(_, counts)| Reverse(counts.sum()));
    ranked
}

impl ActCounts {
    /// All of them.
    fn sum(self) -> u64 {
        [self.accuse, self.deny, self.praise, self.demand, self.other]
            .into_iter()
            .fold(0, u64::saturating_add)
    }

    fn add(&mut self, more: Self) {
        let Self { accuse, deny, praise, demand, other } = self;
        for (sum, count) in [
            (accuse, more.accuse),
            (deny, more.deny),
            (praise, more.praise),
            (demand, more.demand),
            (other, more.other),
        ] {
            *sum = sum.saturating_add(count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes marks as brackets: `(1c` opens the content of statement 1.
    fn check(runs: &[(&str, &[(u64, MarkRole)])], limit: usize, expected: &str) {
        let runs: Vec<Run> = runs
            .iter()
            .map(|(text, marks)| Run {
                text: (*text).into(),
                marks: marks.iter().map(|&(statement, role)| Mark { statement, role }).collect(),
            })
            .collect();
        let mut out = String::new();
        let mut left = limit;
        for piece in pieces(&runs, &mut left, &mut BTreeSet::new()) {
            for opened in &piece.open {
                let letter = opened.letter.to_ascii_lowercase();
                let sign = if opened.is_anchor { "#" } else { "" };
                let again = if opened.goes_on { "+" } else { "" };
                out += &format!("({sign}{}{letter}{}{again}:", opened.statement, opened.depth);
            }
            out += &piece.text;
            out += &")".repeat(piece.close);
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn marks_open_and_close_like_brackets() {
        use MarkRole::{Content, Cue, Source};
        check(&[("plain", &[])], 99, "plain");
        check(
            &[
                ("Ada", &[(1, Source)]),
                (" ", &[]),
                ("says", &[(1, Cue)]),
                (" yes", &[(1, Content)]),
                (".", &[]),
            ],
            99,
            "(#1s0:Ada) (1q0:says)(1c0: yes).",
        );
        // A statement within another: the outer mark stays open.
        check(
            &[
                ("that ", &[(1, Content)]),
                ("Bo", &[(1, Content), (2, Source)]),
                (" denied ", &[(1, Content), (2, Cue)]),
                ("it", &[(1, Content), (2, Content)]),
                (" twice", &[(1, Content)]),
            ],
            99,
            "(#1c0:that (#2s1:Bo)(2q1: denied )(2c1:it) twice)",
        );
        // Marks that overlap: the inner one is closed with the outer one and goes on after it.
        check(
            &[("a", &[(1, Content)]), ("b", &[(1, Content), (2, Content)]), ("c", &[(2, Content)])],
            99,
            "(#1c0:a(#2c1:b))(2c0+:c)",
        );
        check(&[("long text", &[(1, Content)]), ("gone", &[(2, Content)])], 4, "(#1c0:long…)");
        check(&[("", &[(1, Content)])], 9, "");
    }

    #[test]
    fn the_matrix_keeps_the_most_frequent_and_counts_all() {
        let cell = |speaker: u64, target: u64, accuse| MatrixCell {
            speaker: format!("s{speaker:03}"),
            target: format!("t{target:03}"),
            counts: ActCounts { accuse, deny: u64::from(speaker == 0), ..ActCounts::default() },
        };
        let n = limits::MATRIX_SPEAKERS as u64 + 5;
        let mut cells: Vec<_> = (0..n).map(|i| cell(i, i, 1 + i % 2)).collect();
        cells.push(cell(0, 1, 9));
        let matrix = Matrix { cells };
        let view = MatrixView::new(&matrix).expect("cells");
        assert_eq!((view.rows.len(), view.targets.len()), (limits::MATRIX_SPEAKERS, limits::MATRIX_TARGETS));
        assert_eq!((view.more_speakers, view.more_targets), (5, n as usize - limits::MATRIX_TARGETS));
        let first = &view.rows[0];
        assert_eq!(
            (first.speaker, view.targets[0], first.cells[0].short.as_str()),
            ("s000", "t001", "A9 D1")
        );
        assert_eq!(first.total.long, "accuse 10, deny 2");
        assert_eq!(view.total.sum, matrix.cells.iter().map(|cell| cell.counts.sum()).sum::<u64>());
        assert!(MatrixView::new(&Matrix::default()).is_none());
    }
}
