//! The whole answer: standings, what carries them, and what happens when something is left out.

use super::balance::{Balance, Marks, leader, runner_up};
use super::break_even::{self, BreakEven};
use super::confidence::{self, Confidence};
use super::flip::{self, Flip};
use super::groups::Group;
use super::item::Item;
use super::judgement::Judgement;
use super::missing::{self, Missing};
use super::posterior::{Factor, Posterior, Prior};
use super::weight::{Amount, Interval, Scale, Span, Weight};
use model::template::TemplateError;
use model::{Assessment, Author, Category, Level, Sha256, Weighing};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the assessments of a case add up to, and what would change it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sensitivity {
    /// The sentences.
    pub judgement: Judgement,
    /// What the support in use is.
    pub scale: Scale,
    /// The hypothesis with which the others are compared.
    pub reference: String,
    /// The hypotheses, in the order in which they were entered.
    pub hypotheses: Vec<Standing>,
    /// What leads; `None` when two are level.
    pub lead: Option<Lead>,
    /// Hypotheses that share the top when nothing leads.
    pub level: Vec<String>,
    /// Dependence groups, in the order of their first findings.
    pub groups: Vec<Group>,
    /// Assessed findings, sorted by id.
    pub findings: Vec<Diagnosticity>,
    /// Without one finding each.
    pub without_finding: Vec<Without<Sha256>>,
    /// Without one piece of evidence each, and so without the findings that would be gone ([`Item::sources`]). Pieces without which the same findings
    /// are gone stand together.
    pub without_source: Vec<Without<Vec<Sha256>>>,
    /// Without one dependence group each.
    pub without_group: Vec<Without<String>>,
    /// How wrong each method would have to be, sorted by name; empty when nothing leads.
    pub break_even: Vec<BreakEven>,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// Assessments of findings that the last run did not make: kept, and not counted.
    pub earlier: Vec<Assessment>,
}

/// How a hypothesis stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// The explanation.
    pub statement: String,
    /// How far it reaches.
    pub level: Level,
    /// Who put it forward.
    pub author: Author,
    /// Whether the others are compared with it.
    pub is_reference: bool,
    /// Number of groups that speak for it, compared with the reference.
    pub speaking_for: usize,
    /// Number of groups that speak against it.
    pub speaking_against: usize,
    /// The sum over the groups, compared with the reference.
    pub sum: Span,
    /// Where it comes to from each prior; empty on the scale of order.
    pub posteriors: Vec<Posterior>,
    /// Priors from which it comes to one half, at the upper and the lower end; `None` on the scale of order.
    pub even_priors: Option<[f64; 2]>,
}

/// What leads.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lead {
    /// The leader.
    pub leader: String,
    /// The strongest of the others.
    pub rival: String,
    /// Lead over it, middle over middle.
    pub by: Amount,
    /// Whether it leads at every point of the intervals, or whatever a strong support is worth.
    pub clear: bool,
    /// How far the order can be relied on.
    pub confidence: Confidence,
    /// The fewest groups without which it leads no more.
    pub flip: Option<Flip>,
    /// What each group does to the lead over the rival, the widest first.
    pub tornado: Vec<Bar>,
}

/// What a group does to the lead over the strongest rival, with all other groups at their middle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// The group.
    pub group: String,
    /// Its part in the lead.
    pub part: Amount,
    /// The lead without it.
    pub without: Amount,
    /// The lead when it speaks as little for the leader as it may.
    pub lo: Amount,
    /// The lead when it speaks as much for the leader as it may.
    pub hi: Amount,
}

/// What happens when something is left out. Groups and scale stay as they are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Without<T> {
    /// What is left out.
    pub without: T,
    /// What leads then; `None` when two are level.
    pub leader: Option<String>,
    /// Lead of today's leader over its strongest rival then; negative when it is behind. `None` when nothing leads today.
    pub lead: Option<Amount>,
    /// Whether something else leads then.
    pub changes: bool,
}

/// Whether a finding tells the hypotheses apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Discriminates {
    /// It says the same of all.
    No,
    /// Its intervals have a point in common.
    Unsure,
    /// It does.
    Yes,
}

/// What an assessed finding says of each hypothesis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnosticity {
    /// The finding.
    pub finding: Sha256,
    /// Its method.
    pub method: String,
    /// Its dependence group.
    pub group: String,
    /// Kinds of evidence that it is taken for.
    pub categories: Vec<Category>,
    /// Whether it tells the hypotheses apart.
    pub discriminates: Discriminates,
    /// From the hypothesis that it speaks for most to the one that it speaks for least, middle to middle.
    pub spread: Amount,
    /// What it says, where it is assessed.
    pub supports: Vec<Supported>,
}

/// What a finding says of a hypothesis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Supported {
    /// The hypothesis.
    pub hypothesis: String,
    /// Compared with the reference.
    pub support: Span,
}

/// Weighs the assessments of `findings`, the findings of the last run, and shows each hypothesis from each prior.
///
/// # Errors
/// A sentence could not be filled: a mistake of ours, never in the data.
pub fn weigh(weighing: &Weighing, findings: &[Item], priors: &[Prior]) -> Result<Sensitivity, TemplateError> {
    let balance = Balance::new(weighing, findings);
    let scale = balance.scale;
    let leading = leader(&balance.totals);
    let current: BTreeSet<Sha256> = findings.iter().map(|item| item.id).collect();
    let earlier: Vec<Assessment> =
        weighing.assessments.iter().filter(|a| !current.contains(&a.finding)).cloned().collect();
    let mut told = Sensitivity {
        judgement: Judgement::default(),
        scale,
        reference: balance.name(balance.reference).to_owned(),
        hypotheses: (0..balance.n()).map(|h| standing(&balance, h, priors)).collect(),
        lead: None,
        level: if leading.is_none() { level(&balance) } else { Vec::new() },
        groups: groups(&balance),
        findings: (0..balance.items.len()).map(|i| diagnosticity(&balance, i)).collect(),
        without_finding: Vec::new(),
        without_source: Vec::new(),
        without_group: Vec::new(),
        break_even: leading.map_or_else(Vec::new, |leading| break_even::all(&balance, leading)),
        missing: missing::of(&balance, current.len(), earlier.len()),
        earlier,
    };
    leave_out(&balance, leading, &mut told);
    if let Some(leading) = leading
        && let Some((rival, by)) = runner_up(&balance.totals, leading)
    {
        let clear = is_clear(&balance, leading);
        told.lead = Some(Lead {
            leader: balance.name(leading).to_owned(),
            rival: balance.name(rival).to_owned(),
            by: Amount::half(by, scale),
            clear,
            confidence: confidence::grade(&balance, &told, leading, rival, clear),
            flip: flip::smallest(&balance, leading).map(|(groups, rival)| Flip {
                groups: groups.into_iter().map(|group| balance.groups[group].name.clone()).collect(),
                rival: balance.name(rival).to_owned(),
            }),
            tornado: tornado(&balance, leading, rival, by),
        });
    }
    told.judgement = Judgement::of(&told, balance.in_use)?;
    Ok(told)
}

fn standing(balance: &Balance<'_>, h: usize, priors: &[Prior]) -> Standing {
    let hypothesis = &balance.weighing.hypotheses[h];
    let parts = || (0..balance.groups.len()).map(|group| balance.parts(group)[h].twice_middle());
    let factor = match balance.scale {
        Scale::Order => None,
        Scale::Ratios | Scale::Nothing => Factor::of(h, &balance.totals),
    };
    Standing {
        name: hypothesis.name.clone(),
        statement: hypothesis.statement.clone(),
        level: hypothesis.level,
        author: hypothesis.author.clone(),
        is_reference: h == balance.reference,
        speaking_for: parts().filter(|&part| part > Weight::ZERO).count(),
        speaking_against: parts().filter(|&part| part < Weight::ZERO).count(),
        sum: Span::of(balance.totals[h], balance.scale),
        posteriors: factor.iter().flat_map(|f| priors.iter().map(|&prior| f.posterior(prior))).collect(),
        even_priors: factor.map(Factor::even_priors),
    }
}

fn level(balance: &Balance<'_>) -> Vec<String> {
    let best = balance.totals.iter().map(|total| total.twice_middle()).max();
    let at_the_top = (0..balance.n()).filter(|&h| Some(balance.totals[h].twice_middle()) == best);
    at_the_top.map(|h| balance.name(h).to_owned()).collect()
}

fn groups(balance: &Balance<'_>) -> Vec<Group> {
    let each = balance.groups.iter().enumerate().map(|(g, group)| Group {
        name: group.name.clone(),
        declared: group.declared,
        findings: group.items.iter().map(|&i| balance.items[i].id).collect(),
        categories: group
            .items
            .iter()
            .flat_map(|&i| &balance.categories[i])
            .copied()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        adds: balance.parts(g).iter().map(|&part| Span::of(part, balance.scale)).collect(),
    });
    each.collect()
}

fn diagnosticity(balance: &Balance<'_>, i: usize) -> Diagnosticity {
    let item = balance.items[i];
    let mut all = vec![Interval::default(); balance.n()];
    for &(hypothesis, support) in &balance.assessed[i] {
        all[hypothesis] = support;
    }
    let ends = |end: fn(&Interval) -> Weight| all.iter().map(end);
    let common = ends(|s| s.lo).max() <= ends(|s| s.hi).min();
    let discriminates = match common {
        _ if all.iter().all(|support| *support == all[0]) => Discriminates::No,
        true => Discriminates::Unsure,
        false => Discriminates::Yes,
    };
    let most = ends(|s| s.twice_middle()).max().unwrap_or_default();
    let least = ends(|s| s.twice_middle()).min().unwrap_or_default();
    let supports = balance.assessed[i].iter().map(|&(hypothesis, support)| Supported {
        hypothesis: balance.name(hypothesis).to_owned(),
        support: Span::of(support, balance.scale),
    });
    Diagnosticity {
        finding: item.id,
        method: item.method.clone(),
        group: balance.groups[balance.group_of[i]].name.clone(),
        categories: balance.categories[i].clone(),
        discriminates,
        spread: Amount::half(most - least, balance.scale),
        supports: supports.collect(),
    }
}

fn leave_out(balance: &Balance<'_>, leading: Option<usize>, told: &mut Sensitivity) {
    let mut gone = Marks::none(balance.items.len());
    let mut without = |items: &[usize]| {
        let totals = balance.without(items, &mut gone);
        let then = leader(&totals);
        let lead = leading.and_then(|leading| runner_up(&totals, leading));
        let lead = lead.map(|(_, by)| Amount::half(by, balance.scale));
        (then.map(|h| balance.name(h).to_owned()), lead, then != leading)
    };
    told.without_finding = (0..balance.items.len())
        .map(|i| {
            let (leader, lead, changes) = without(&[i]);
            Without { without: balance.items[i].id, leader, lead, changes }
        })
        .collect();
    told.without_source = sources(balance)
        .into_iter()
        .map(|(sources, items)| {
            let (leader, lead, changes) = without(&items);
            Without { without: sources, leader, lead, changes }
        })
        .collect();
    told.without_group = balance
        .groups
        .iter()
        .map(|group| {
            let (leader, lead, changes) = without(&group.items);
            Without { without: group.name.clone(), leader, lead, changes }
        })
        .collect();
}

/// Pieces of evidence and the items that are gone without them; those with the same items together. Sorted by the first piece.
fn sources(balance: &Balance<'_>) -> Vec<(Vec<Sha256>, Vec<usize>)> {
    // Items of a run often name the same pieces: each list is walked once.
    let mut lists = BTreeMap::<&[Sha256], Vec<usize>>::new();
    for (i, item) in balance.items.iter().enumerate() {
        lists.entry(&item.sources).or_default().push(i);
    }
    let items_of: Vec<&Vec<usize>> = lists.values().collect();
    let mut lists_of = BTreeMap::<Sha256, Vec<usize>>::new();
    for (list, sources) in lists.keys().enumerate() {
        for &source in sources.iter() {
            lists_of.entry(source).or_default().push(list);
        }
    }
    let mut alike = BTreeMap::<Vec<usize>, Vec<Sha256>>::new();
    for (source, mut lists) in lists_of {
        lists.dedup();
        alike.entry(lists).or_default().push(source);
    }
    let together = alike.into_iter().map(|(lists, sources)| {
        (sources, lists.into_iter().flat_map(|list| items_of[list].iter().copied()).collect())
    });
    let mut together: Vec<(Vec<Sha256>, Vec<usize>)> = together.collect();
    together.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    together
}

/// Whether the lead over each rival holds at every point of the intervals, or for every worth of a strong support.
fn is_clear(balance: &Balance<'_>, leading: usize) -> bool {
    let rivals = (0..balance.n()).filter(|&h| h != leading).map(|h| balance.totals[h]);
    let own = balance.totals[leading];
    rivals.into_iter().all(|rival| {
        // A strong support is worth at least one weak one; with more it only gains, as the lead is lexicographic.
        let over = own.lo - rival.hi;
        over > Weight::ZERO && over.major + over.minor > 0
    })
}

fn tornado(balance: &Balance<'_>, leading: usize, rival: usize, twice_by: Weight) -> Vec<Bar> {
    let scale = balance.scale;
    let bars = balance.groups.iter().enumerate().map(|(g, group)| {
        let parts = balance.parts(g);
        let part = balance.twice_lead(g, leading, rival);
        let without = twice_by - part;
        let twice = |weight: Weight| weight + weight;
        let lo = without + twice(parts[leading].lo - parts[rival].hi);
        let hi = without + twice(parts[leading].hi - parts[rival].lo);
        let ends = [twice_by, without, lo, hi];
        let width =
            ends.iter().max().copied().unwrap_or_default() - ends.iter().min().copied().unwrap_or_default();
        let half = |weight| Amount::half(weight, scale);
        (
            width,
            Bar {
                group: group.name.clone(),
                part: half(part),
                without: half(without),
                lo: half(lo),
                hi: half(hi),
            },
        )
    });
    let mut bars: Vec<(Weight, Bar)> = bars.filter(|(width, _)| *width > Weight::ZERO).collect();
    // Stable: groups of equal width stay in their order.
    bars.sort_by_key(|(width, _)| -*width);
    bars.into_iter().map(|(_, bar)| bar).collect()
}
