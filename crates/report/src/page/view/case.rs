//! A case, as the template sees it.

use super::{Cut, cut};
use crate::page::case::{
    BarRow, BreakEvenRow, CasePart, Column, CustodyRow, DegreeRow, Entered, Excerpt, Head, HypothesisRow,
    RuleRow, Said, Weighed, WithoutRow,
};
use crate::page::limits;
use crate::svg;
use model::Sha256;
use serde::Serialize;

/// A case as the page shows it.
#[derive(Serialize)]
pub struct CaseView<'a> {
    id: &'a str,
    as_of: &'a Head,
    sentences: &'a [String],
    claimed: &'a [String],
    not_claimed: &'a [String],
    actors: &'a [Entered],
    degree: &'a [DegreeRow],
    effects: &'a [Entered],
    checks: &'a [(String, String)],
    left_out: &'a [String],
    /// The last entries.
    custody: &'a [CustodyRow],
    /// Entries before those.
    earlier: u64,
    weighing: Option<WeighedView<'a>>,
}

/// What is weighed, as the page shows it.
#[derive(Serialize)]
struct WeighedView<'a> {
    order: &'a str,
    confidence: &'a str,
    flips: &'a [String],
    reference: &'a str,
    is_order: bool,
    hypotheses: Vec<HypothesisView<'a>>,
    /// Findings, a few side by side.
    blocks: Vec<&'a [Column]>,
    /// Findings that the matrix has no room for.
    more: u64,
    rules: &'a [RuleRow],
    lead: Option<&'a (String, String)>,
    bars: Cut<&'a BarRow>,
    flipping: &'a [String],
    without: Cut<&'a WithoutRow>,
    break_even: Cut<&'a BreakEvenRow>,
    missing: &'a [String],
    earlier: Cut<&'a Said>,
    posteriors_svg: String,
    bars_svg: String,
    break_even_svg: String,
}

/// A hypothesis without its figure.
#[derive(Serialize)]
struct HypothesisView<'a> {
    name: &'a str,
    row: HypothesisRow,
}

impl<'a> CaseView<'a> {
    /// A view of `part`.
    pub fn new(part: &'a CasePart) -> Self {
        let earlier = part.custody.len().saturating_sub(limits::CUSTODY);
        Self {
            id: &part.id,
            as_of: &part.as_of,
            sentences: &part.sentences,
            claimed: &part.claimed,
            not_claimed: &part.not_claimed,
            actors: &part.actors,
            degree: &part.degree,
            effects: &part.effects,
            checks: &part.checks,
            left_out: &part.left_out,
            custody: &part.custody[earlier..],
            earlier: earlier as u64,
            weighing: part.weighing.as_ref().map(WeighedView::new),
        }
    }
}

impl<'a> WeighedView<'a> {
    fn new(weighed: &'a Weighed) -> Self {
        let shown = weighed.columns.len().min(limits::MATRIX);
        let hypothesis = |row: &'a HypothesisRow| HypothesisView {
            name: &row.name,
            row: HypothesisRow { curve: Vec::new(), ..row.clone() },
        };
        Self {
            order: &weighed.order,
            confidence: &weighed.confidence,
            flips: &weighed.flips,
            reference: &weighed.reference,
            is_order: weighed.is_order,
            hypotheses: weighed.hypotheses.iter().map(hypothesis).collect(),
            blocks: weighed.columns[..shown].chunks(limits::COLUMNS).collect(),
            more: (weighed.columns.len() - shown) as u64,
            rules: &weighed.rules,
            lead: weighed.lead.as_ref(),
            bars: cut(&weighed.bars, limits::BARS, |row| row),
            flipping: &weighed.flipping,
            without: cut(&weighed.without, 2 * limits::BARS, |row| row),
            break_even: cut(&weighed.break_even, limits::BARS, |row| row),
            missing: &weighed.missing,
            earlier: cut(&weighed.earlier, limits::BARS, |row| row),
            posteriors_svg: svg::posteriors(&weighed.hypotheses),
            bars_svg: svg::bars(&weighed.bars),
            break_even_svg: svg::break_even(&weighed.break_even),
        }
    }
}

/// What a case adds to a finding: how it was assessed, and the bytes that it rests on.
#[derive(Default, Serialize)]
pub struct Beside<'a> {
    said: &'a [Said],
    excerpts: &'a [Excerpt],
}

impl<'a> Beside<'a> {
    /// What `part` has of the finding.
    pub fn of(part: Option<&'a CasePart>, finding: &Sha256) -> Self {
        let Some(part) = part else { return Self::default() };
        let columns = part.weighing.iter().flat_map(|weighed| &weighed.columns);
        let said = columns.into_iter().find(|column| column.finding == *finding);
        let excerpts = part.excerpts.iter().find(|excerpts| excerpts.finding == *finding);
        Self {
            said: said.map_or(&[], |column| &column.said),
            excerpts: excerpts.map_or(&[], |excerpts| &excerpts.rows),
        }
    }
}
