//! Groups of accounts that act together, and what each rests on.

use crate::actions::Actions;
use crate::method::CO_GROUP;
use crate::network::{Edge, Network};
use crate::significance::Model;
use kernel::{ByAccount, Graph, LeidenOptions, components, leiden};
use model::{Sha256, Timestamp};
use stats::poisson_upper_log10;

/// Fewest accounts of a group; two are a pair.
const LEAST_MEMBERS: usize = 3;
/// Objects that are named.
const NAMED_OBJECTS: usize = 20;
/// Stretches of the data's time in which a group is looked for.
const PERIODS: usize = 8;
const SECOND: i64 = 1_000_000;

/// Accounts whose pairs act together more than chance explains: a community of the network of discoveries.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Accounts, ascending.
    pub members: Vec<u32>,
    /// Number of the connected component that the group belongs to; components are numbered by size.
    pub component: u32,
    /// Discovered pairs inside.
    pub edges: Vec<(u32, u32)>,
    /// Evidence of these pairs in all, in nats.
    pub surprise: f64,
    /// The window, as an index, in which the group stands out most.
    pub window: usize,
    /// Meetings inside, of all pairs, in that window: distinct objects of each pair, added up.
    pub observed: u64,
    /// Meetings that chance is expected to give.
    pub expected: f64,
    /// Base-10 logarithm of the chance of so many. The group was chosen for having many: this describes, it does
    /// not test.
    pub log10_p: f64,
    /// Moments in which two members or more acted on one object within the widest window of each other.
    pub moments: u64,
    /// Median time from the first to the last action of a moment, in seconds.
    pub median_span_s: f64,
    /// First and last moment.
    pub first: Timestamp,
    /// Last moment.
    pub last: Timestamp,
    /// Objects acted on together, those of most members and moments first.
    pub objects: Vec<SharedObject>,
    /// Number of such objects.
    pub n_objects: u64,
    /// Fewest discovered pairs that remain when one object is left out, and that object.
    pub without_one: Option<(u32, usize)>,
    /// Eight equal stretches of the data's time.
    pub by_period: Vec<Period>,
    /// How alike the active members of one stretch and the next active one are: Jaccard's index, on average.
    pub continuity: Option<f64>,
}

impl Group {
    /// Share of the possible pairs that are discoveries.
    pub fn density(&self) -> f64 {
        let n = self.members.len() as f64;
        self.edges.len() as f64 / (n * (n - 1.0) / 2.0)
    }

    /// The group as other lenses take it; `number` counts from 1.
    pub fn hand_on(&self, number: usize, actions: &Actions, finding: Option<Sha256>) -> model::Group {
        let mut members: Vec<String> =
            self.members.iter().map(|&account| actions.account_key(account)).collect();
        members.sort_unstable();
        let method = CO_GROUP.id.to_owned();
        model::Group { id: format!("g{number}"), members, method, finding }
    }

    /// Whether most of its pairs are discoveries because of one object.
    pub fn rests_on_one_object(&self) -> bool {
        self.without_one.is_some_and(|(_, left)| left * 2 < self.edges.len())
    }
}

/// What a group did in one stretch of the data's time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// When it begins.
    pub start: Timestamp,
    /// Moments that begin in it.
    pub moments: u64,
    /// Members active in them.
    pub members: u32,
    /// How alike these and those of the active stretch before are: Jaccard's index.
    pub alike: Option<f64>,
}

/// An object on which members of a group acted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedObject {
    /// The object.
    pub object: u32,
    /// Members that acted on it together with another.
    pub members: u32,
    /// Moments.
    pub moments: u32,
    /// First action of the first moment.
    pub first: Timestamp,
}

/// Members and actions on one object close together.
struct Moment {
    object: u32,
    first: i64,
    last: i64,
    members: Vec<u32>,
}

/// Finds the groups among discovered pairs, strongest first. `threshold` is the base-10 logarithm of the p-value up
/// to which a pair is one.
///
/// The network of discoveries, weighted by surprise, is taken apart by the Leiden algorithm (Traag, Waltman and van
/// Eck 2019) at resolution 1, without randomness.
pub fn groups(network: &Network<'_>, model: &Model<'_>, found: &[Edge], threshold: f32) -> Vec<Group> {
    let weight = |edge: &Edge| edge.significance.map_or(0.0, |s| s.surprise.max(0.0));
    let partition = Partition::new(found.iter().map(|edge| (edge.a, edge.b, weight(edge))).collect());
    let mut edges: Vec<Vec<&Edge>> = vec![Vec::new(); partition.members.len()];
    for edge in found {
        let community = partition.community_of(edge.a);
        if community == partition.community_of(edge.b) {
            edges[community].push(edge);
        }
    }
    let span = network.actions().span().map_or((0, 0), |(first, last)| (first.0, last.0));
    let by_account = network.live.by_account(&network.grouped);
    let mut groups: Vec<Group> = partition
        .members
        .iter()
        .zip(edges)
        .filter(|(members, _)| members.len() >= LEAST_MEMBERS)
        .map(|(members, edges)| {
            let component = partition.component_of(members[0]);
            let surprise = edges.iter().map(|edge| f64::from(weight(edge))).sum();
            let pairs = edges.iter().map(|edge| (edge.a, edge.b)).collect();
            let acts = acts_of(network, &by_account, members);
            describe(network, model, members.clone(), &acts, pairs, component, surprise, threshold, span)
        })
        .collect();
    groups.sort_by(|x, y| y.surprise.total_cmp(&x.surprise).then(x.members.cmp(&y.members)));
    groups
}

/// Accounts of a network of pairs by community and component.
pub(crate) struct Partition {
    /// Accounts, ascending.
    accounts: Vec<u32>,
    /// Community of each.
    community: Vec<u32>,
    /// Component of each, numbered by falling size.
    component: Vec<u32>,
    /// Accounts of each community, ascending; empty where the number is not used.
    pub members: Vec<Vec<u32>>,
}

impl Partition {
    /// Takes pairs with their weights apart by the Leiden algorithm.
    pub fn new(pairs: Vec<(u32, u32, f32)>) -> Self {
        let mut accounts: Vec<u32> = pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let node = |account: u32| accounts.partition_point(|&other| other < account) as u32;
        let graph =
            Graph::new(accounts.len(), pairs.iter().map(|&(a, b, weight)| (node(a), node(b), weight)));
        let community = leiden(&graph, &LeidenOptions::default());
        let component = by_size(&components(&graph));
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); accounts.len()];
        for (node, &community) in community.iter().enumerate() {
            members[community as usize].push(accounts[node]);
        }
        Self { accounts, community, component, members }
    }

    /// Communities of three accounts or more.
    pub fn groups(&self) -> impl Iterator<Item = &[u32]> {
        self.members.iter().map(Vec::as_slice).filter(|members| members.len() >= LEAST_MEMBERS)
    }

    fn node(&self, account: u32) -> usize {
        self.accounts.partition_point(|&other| other < account)
    }

    fn community_of(&self, account: u32) -> usize {
        self.community[self.node(account)] as usize
    }

    fn component_of(&self, account: u32) -> u32 {
        self.component[self.node(account)]
    }
}

/// Component numbers by falling size; of equals the one with the smaller member first.
fn by_size(components: &[u32]) -> Vec<u32> {
    let mut size = vec![0u32; components.len()];
    components.iter().for_each(|&c| size[c as usize] += 1);
    let mut order: Vec<u32> = (0..size.len() as u32).filter(|&c| size[c as usize] > 0).collect();
    order.sort_by_key(|&c| (std::cmp::Reverse(size[c as usize]), c));
    let mut rank = vec![0u32; size.len()];
    order.iter().enumerate().for_each(|(i, &c)| rank[c as usize] = i as u32);
    components.iter().map(|&c| rank[c as usize]).collect()
}

#[expect(clippy::too_many_arguments, reason = "the parts of one group, put together once")]
fn describe(
    network: &Network<'_>,
    model: &Model<'_>,
    members: Vec<u32>,
    acts: &[(u32, i64, u32)],
    edges: Vec<(u32, u32)>,
    component: u32,
    surprise: f64,
    threshold: f32,
    span: (i64, i64),
) -> Group {
    let moments = moments(network, acts);
    let objects = shared_objects(&moments);
    let observed = meetings(network, acts);
    let mut expected = vec![0.0; observed.len()];
    for (i, &a) in members.iter().enumerate() {
        for &b in &members[i + 1..] {
            expected.iter_mut().zip(model.expected(a, b)).for_each(|(sum, more)| *sum += more);
        }
    }
    let tails = observed.iter().zip(&expected).map(|(&n, &mean)| poisson_upper_log10(n, mean));
    let (window, log10_p) = tails.enumerate().min_by(|x, y| x.1.total_cmp(&y.1)).unwrap_or((0, 0.0));
    let mut spans: Vec<f64> = moments.iter().map(|m| m.last.abs_diff(m.first) as f64 / 1e6).collect();
    spans.sort_unstable_by(f64::total_cmp);
    let without_one = objects
        .iter()
        .take(3)
        .map(|shared| {
            let left = model
                .log10_p_without(&edges, shared.object)
                .into_iter()
                .filter(|&log10_p| log10_p <= threshold)
                .count();
            (shared.object, left)
        })
        .min_by_key(|&(object, left)| (left, object));
    let (by_period, continuity) = over_time(&moments, span);
    let n_objects = objects.len() as u64;
    Group {
        component,
        surprise,
        window,
        observed: observed[window],
        expected: expected[window],
        log10_p,
        moments: moments.len() as u64,
        median_span_s: stats::median(&spans).unwrap_or(0.0),
        first: Timestamp(moments.iter().map(|m| m.first).min().unwrap_or(0)),
        last: Timestamp(moments.iter().map(|m| m.last).max().unwrap_or(0)),
        n_objects,
        objects: objects.into_iter().take(NAMED_OBJECTS).collect(),
        without_one,
        by_period,
        continuity,
        members,
        edges,
    }
}

/// Meetings of all pairs of members in each window: distinct objects of each pair, added up.
fn meetings(network: &Network<'_>, acts: &[(u32, i64, u32)]) -> Vec<u64> {
    let windows = &network.params().windows;
    // Object, accounts, and the narrowest window in which they met on it.
    let mut met: Vec<(u32, u32, u32, usize)> = Vec::new();
    for (i, &(object, time, account)) in acts.iter().enumerate() {
        let widest = windows[network.live.reach(object)] as u64;
        let near = |other: &&(u32, i64, u32)| other.0 == object && other.1.abs_diff(time) <= widest;
        for &(_, other_time, other) in acts[i + 1..].iter().take_while(near) {
            if other != account {
                let narrowest = windows.partition_point(|&w| (w as u64) < other_time.abs_diff(time));
                met.push((object, account.min(other), account.max(other), narrowest));
            }
        }
    }
    met.sort_unstable();
    met.dedup_by_key(|met| (met.0, met.1, met.2));
    let mut counts = vec![0; windows.len()];
    for &(object, _, _, narrowest) in &met {
        counts[narrowest..=network.live.reach(object)].iter_mut().for_each(|count| *count += 1);
    }
    counts
}

/// Live actions of some accounts, by object, time and account.
fn acts_of(network: &Network<'_>, by_account: &ByAccount, members: &[u32]) -> Vec<(u32, i64, u32)> {
    let mut acts: Vec<(u32, i64, u32)> = members
        .iter()
        .flat_map(|&account| by_account.of(account))
        .map(|place| (place.object, network.grouped.acts()[place.position as usize]))
        .map(|(object, act)| (object, act.time, act.account))
        .collect();
    acts.sort_unstable();
    acts
}

/// Moments of a group, by object and time.
fn moments(network: &Network<'_>, acts: &[(u32, i64, u32)]) -> Vec<Moment> {
    let windows = &network.params().windows;
    let close = |x: &(u32, i64, u32), y: &(u32, i64, u32)| {
        x.0 == y.0 && y.1.abs_diff(x.1) <= windows[network.live.reach(x.0)] as u64
    };
    acts.chunk_by(close)
        .filter_map(|run| {
            let mut members: Vec<u32> = run.iter().map(|act| act.2).collect();
            members.sort_unstable();
            members.dedup();
            let (first, last) = (run.first()?, run.last()?);
            (members.len() > 1).then_some(Moment { object: first.0, first: first.1, last: last.1, members })
        })
        .collect()
}

fn shared_objects(moments: &[Moment]) -> Vec<SharedObject> {
    let mut objects: Vec<SharedObject> = moments
        .chunk_by(|x, y| x.object == y.object)
        .map(|same| {
            let mut members: Vec<u32> = same.iter().flat_map(|m| m.members.iter().copied()).collect();
            members.sort_unstable();
            members.dedup();
            SharedObject {
                object: same[0].object,
                members: members.len() as u32,
                moments: same.len() as u32,
                first: Timestamp(same[0].first),
            }
        })
        .collect();
    objects.sort_by_key(|o| (std::cmp::Reverse((o.members, o.moments)), o.object));
    objects
}

/// What happened in each stretch of the data's time, and how alike the members active in one and the next are.
fn over_time(moments: &[Moment], (start, end): (i64, i64)) -> (Vec<Period>, Option<f64>) {
    let mut counts = [0u64; PERIODS];
    let mut active: [Vec<u32>; PERIODS] = Default::default();
    // Whole seconds, as people read them; beyond 2^63 microseconds the last stretch takes the rest.
    let start = start.div_euclid(SECOND).saturating_mul(SECOND);
    let length = (end.saturating_sub(start).max(0) / PERIODS as i64 / SECOND + 1) * SECOND;
    for moment in moments {
        let at = (moment.first.saturating_sub(start).max(0) / length) as usize;
        let at = at.min(PERIODS - 1);
        counts[at] += 1;
        active[at].extend(&moment.members);
    }
    let mut before: Option<Vec<u32>> = None;
    let mut periods = Vec::with_capacity(PERIODS);
    for (at, mut members) in active.into_iter().enumerate() {
        members.sort_unstable();
        members.dedup();
        let known = before.as_ref().filter(|_| !members.is_empty());
        periods.push(Period {
            start: Timestamp(start.saturating_add(at as i64 * length)),
            moments: counts[at],
            members: members.len() as u32,
            alike: known.map(|before| jaccard(before, &members)),
        });
        if !members.is_empty() {
            before = Some(members);
        }
    }
    let alike: Vec<f64> = periods.iter().filter_map(|period| period.alike).collect();
    let continuity = (!alike.is_empty()).then(|| alike.iter().sum::<f64>() / alike.len() as f64);
    (periods, continuity)
}

/// Jaccard's index of two ascending lists, not both of them empty.
pub(crate) fn jaccard(x: &[u32], y: &[u32]) -> f64 {
    let common = x.iter().filter(|account| y.binary_search(account).is_ok()).count();
    common as f64 / (x.len() + y.len() - common) as f64
}
