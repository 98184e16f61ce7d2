//! The comparison with chance: what is asked for, and what it gave.

use crate::filter::AccountList;
use coordination::accounts::{Accounts, PostsByAccount};
use coordination::groups::groups;
use coordination::sensitivity::{Setting, sensitivity};
use coordination::significance::{Candidate, MOST_WINDOWS, Part};
use coordination::tags::{Pattern, Tag, Tags};
use coordination::{
    Actions, Bound, Calibration, Edge, Group, Model, Network, Pair, Params, Significance, Summary,
};
use hashbrown::HashMap;
use model::Layer;
use std::cell::RefCell;

/// How pairs are compared with chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// False discovery rate up to which a pair counts as a discovery.
    pub q: f64,
    /// In windows wider than a minute, objects with more pairs of actions than this are left out.
    pub most_pairs: u64,
    /// Copies with exchanged labels over which the method is run as a check.
    pub copies: u32,
    /// Seed of the exchange.
    pub seed: u64,
}

impl Chance {
    /// Most windows that can be compared with chance at once.
    pub const MOST_WINDOWS: usize = MOST_WINDOWS;

    /// What is left out of wide windows.
    pub fn bound(&self) -> Bound {
        Bound { in_full: 60_000_000, pairs: self.most_pairs }
    }
}

impl Default for Chance {
    fn default() -> Self {
        Self { q: 0.05, most_pairs: 1_000, copies: 1, seed: 1 }
    }
}

/// What the comparison gave.
#[derive(Debug)]
pub struct Compared {
    /// False discovery rate asked for.
    pub q: f64,
    /// Pairs of accounts that could have met.
    pub tested: u64,
    /// Communities of common interest in the null model.
    pub communities: u32,
    /// Languages in the null model, each counted once a platform.
    pub languages: u32,
    /// Discovered pairs, in the order of their accounts.
    pub found: Vec<Edge>,
    /// Groups among them, strongest first.
    pub groups: Vec<Group>,
    /// The check over exchanged labels.
    pub calibration: Option<Calibration>,
    /// Why significance means nothing here, where that is so.
    pub no_baseline: Option<String>,
    /// Discovered pairs whose evidence in a layer alone would be enough, by layer.
    pub by_layer: Vec<(Layer, u64)>,
    /// Pairs and groups under other settings.
    pub settings: Vec<Setting>,
    /// Single accounts beside the others.
    pub accounts: Accounts,
    /// Posts of each account.
    pub posts: PostsByAccount,
    /// Ordinary patterns that each group shows.
    pub group_tags: Vec<Vec<Tag>>,
    /// Ordinary patterns that each of the strongest pairs shows.
    pub pair_tags: Vec<Vec<Tag>>,
}

impl Compared {
    /// Ordinary patterns that the pair at `index` among the strongest shows.
    pub fn tags_of_pair(&self, index: usize) -> &[Tag] {
        self.pair_tags.get(index).map_or(&[], Vec::as_slice)
    }
}

/// Fewest actions of an account that is asked whether it is in a discovered pair.
const ACTIVE: u32 = 5;
/// Share of active accounts in discovered pairs above which there is no background to compare with.
const MOST_FOUND: f64 = 0.5;
/// Pairs that are looked at for ordinary patterns.
const TAGGED_PAIRS: usize = 100;
/// Meetings of a pair that are looked at for that.
const TAGGED_MEETINGS: usize = 1_000;

impl Compared {
    pub(crate) fn new(
        network: &Network<'_>,
        model: &Model<'_>,
        significance: &Significance,
        found: Found,
        weighed: &[Part],
        chance: &Chance,
    ) -> Self {
        let threshold = significance.threshold(chance.q).unwrap_or(f32::NEG_INFINITY);
        let mut by_layer: Vec<(Layer, u64)> = Vec::new();
        for parts in weighed.chunk_by(|x, y| (x.a, x.b, x.layer) == (y.a, y.b, y.layer)) {
            let discovered = found.pairs.binary_search(&(parts[0].a, parts[0].b)).is_ok();
            if discovered && parts.iter().any(|part| part.log10_p <= threshold) {
                let layer = Layer::ALL[usize::from(parts[0].layer)];
                match by_layer.iter_mut().find(|(known, _)| *known == layer) {
                    Some((_, n)) => *n += 1,
                    None => by_layer.push((layer, 1)),
                }
            }
        }
        by_layer.sort_unstable();
        let groups = groups(network, model, &found.edges, threshold);
        let windows = network.params().windows.len();
        let enough = |pair: &&Candidate| found.candidates.binary_search(&(pair.a, pair.b)).is_ok();
        let candidates: Vec<Candidate> = model.candidates.iter().filter(enough).copied().collect();
        let posts = PostsByAccount::new(network.actions());
        let mut in_pairs: Vec<u32> = found.pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        in_pairs.sort_unstable();
        in_pairs.dedup();
        Self {
            q: chance.q,
            tested: significance.tested,
            communities: model.communities(),
            languages: model.languages(),
            no_baseline: no_baseline(network, &found.edges),
            settings: sensitivity(
                &candidates,
                model.n_layers(),
                significance,
                &groups,
                weighed,
                windows,
                chance.q,
            ),
            groups,
            found: found.edges,
            calibration: None,
            by_layer,
            accounts: Accounts::new(network.actions(), &posts, &in_pairs),
            posts,
            group_tags: Vec::new(),
            pair_tags: Vec::new(),
        }
    }

    /// Looks for ordinary patterns among groups and the strongest pairs, and for accounts that are on a list.
    pub(crate) fn tag(&mut self, network: &Network<'_>, summary: &Summary, known: &[AccountList]) {
        let actions = network.actions();
        let tags = Tags::new(actions, &self.posts);
        // Popular objects come up again and again, and each count looks at all its actions.
        let counted = RefCell::new(HashMap::new());
        let accounts_on = |object: u32| {
            *counted.borrow_mut().entry(object).or_insert_with(|| network.object_span(object).0)
        };
        let of = |members: &[u32], objects: &[(u64, u64)]| {
            let listed = known.iter().filter_map(|list| listed(list, actions, members));
            tags.of(members, objects).into_iter().chain(listed).collect::<Vec<Tag>>()
        };
        let of_group = |group: &Group| {
            let objects = group.objects.iter().map(|o| (accounts_on(o.object), u64::from(o.members)));
            of(&group.members, &objects.collect::<Vec<_>>())
        };
        let strongest = &summary.strongest[..summary.strongest.len().min(TAGGED_PAIRS)];
        let accounts: Vec<(u32, u32)> = strongest.iter().map(|edge| (edge.a, edge.b)).collect();
        let of_pair = |(edge, (meetings, _)): (&Edge, (Vec<coordination::Meeting>, u64))| {
            let mut objects: Vec<u32> = meetings.iter().map(|meeting| meeting.object).collect();
            objects.dedup();
            let objects: Vec<(u64, u64)> =
                objects.into_iter().map(|object| (accounts_on(object), 2)).collect();
            of(&[edge.a, edge.b], &objects)
        };
        self.group_tags = self.groups.iter().map(of_group).collect();
        let meetings = network.meetings_of(&accounts, TAGGED_MEETINGS);
        self.pair_tags = strongest.iter().zip(meetings).map(of_pair).collect();
    }

    pub(crate) fn calibrate(
        &mut self,
        actions: &Actions,
        params: &Params,
        significance: &Significance,
        chance: &Chance,
    ) {
        if chance.copies > 0 {
            self.calibration =
                Some(Calibration::of(actions, params, significance, chance.q, chance.copies, chance.seed));
        }
    }
}

/// Which of some accounts a list names, and what it says of them.
fn listed(list: &AccountList, actions: &Actions, members: &[u32]) -> Option<Tag> {
    let find = |&account: &u32| {
        list.find(actions.platform(account), actions.account_id(account), actions.account_name(account))
    };
    let found: Vec<&str> = members.iter().filter_map(find).map(|(_, label)| label).collect();
    let mut labels: Vec<&str> = found.iter().copied().filter(|label| !label.is_empty()).collect();
    labels.sort_unstable();
    labels.dedup();
    let said = if labels.is_empty() { String::new() } else { format!(": {}", labels.join(", ")) };
    (!found.is_empty()).then(|| Tag {
        pattern: Pattern::Listed,
        because: format!("{} of {} stand in {}{said}", found.len(), members.len(), list.name),
    })
}

fn no_baseline(network: &Network<'_>, found: &[Edge]) -> Option<String> {
    let mut is_found = vec![false; network.actions().n_accounts()];
    found.iter().flat_map(|edge| [edge.a, edge.b]).for_each(|account| is_found[account as usize] = true);
    let active = network.totals().actions.iter().zip(&is_found).filter(|(actions, _)| **actions >= ACTIVE);
    let (active, found) = active.fold((0u64, 0u64), |(n, found), (_, &is)| (n + 1, found + u64::from(is)));
    let share = found as f64 / active.max(1) as f64;
    (share > MOST_FOUND).then(|| {
        format!(
            "{:.0} % of the accounts with {ACTIVE} actions or more are in a discovered pair, so there is no background of accounts that act on their own",
            share * 100.0
        )
    })
}

/// The pairs whose q-value is within the limit, as they come.
pub(crate) struct Found {
    log10_q: f32,
    pub edges: Vec<Edge>,
    pub pairs: Vec<(u32, u32)>,
    /// Their counts by layer and window.
    pub parts: Vec<Pair>,
    /// Pairs with a q-value below 1 that have enough common objects.
    candidates: Vec<(u32, u32)>,
}

impl Found {
    pub fn new(q: f64) -> Self {
        Self {
            log10_q: libm::log10(q) as f32,
            edges: Vec::new(),
            pairs: Vec::new(),
            parts: Vec::new(),
            candidates: Vec::new(),
        }
    }

    pub fn take(&mut self, edges: &[Edge], parts: &[Pair]) {
        let is_candidate = |edge: &&Edge| edge.significance.is_some_and(|s| s.log10_q < 0.0);
        self.candidates.extend(edges.iter().filter(is_candidate).map(|edge| (edge.a, edge.b)));
        for edge in edges.iter().filter(|edge| edge.significance.is_some_and(|s| s.log10_q <= self.log10_q)) {
            self.edges.push(*edge);
            self.pairs.push((edge.a, edge.b));
            let from = parts.partition_point(|part| (part.a, part.b) < (edge.a, edge.b));
            self.parts.extend(
                parts[from..].iter().take_while(|part| (part.a, part.b) == (edge.a, edge.b)).copied(),
            );
        }
    }
}
