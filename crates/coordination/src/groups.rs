//! Groups of accounts that act together, and what each rests on.

use crate::network::{Edge, Network};
use crate::significance::Model;
use kernel::{Graph, LeidenOptions, components, leiden};
use model::Timestamp;
use stats::poisson_upper_log10;

/// Fewest accounts of a group; two are a pair.
const LEAST_MEMBERS: usize = 3;
/// Objects that are named.
const NAMED_OBJECTS: usize = 20;
/// Stretches of the data's time in which a group is looked for.
const PERIODS: usize = 8;

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
    /// Moments in each of eight equal stretches of the data's time.
    pub by_period: Vec<u64>,
    /// How alike the active members of one stretch and the next active one are: Jaccard's index, on average.
    pub continuity: Option<f64>,
}

impl Group {
    /// Share of the possible pairs that are discoveries.
    pub fn density(&self) -> f64 {
        let n = self.members.len() as f64;
        self.edges.len() as f64 / (n * (n - 1.0) / 2.0)
    }

    /// Whether most of its pairs are discoveries because of one object.
    pub fn rests_on_one_object(&self) -> bool {
        self.without_one.is_some_and(|(_, left)| left * 2 < self.edges.len())
    }
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
    let mut accounts: Vec<u32> = found.iter().flat_map(|edge| [edge.a, edge.b]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let node = |account: u32| accounts.partition_point(|&other| other < account) as u32;
    let weight = |edge: &Edge| edge.significance.map_or(0.0, |s| s.surprise.max(0.0));
    let graph = Graph::new(accounts.len(), found.iter().map(|e| (node(e.a), node(e.b), weight(e))));
    let communities = leiden(&graph, &LeidenOptions::default());
    let component = by_size(&components(&graph));
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); accounts.len()];
    for (node, &community) in communities.iter().enumerate() {
        members[community as usize].push(accounts[node]);
    }
    let mut edges: Vec<Vec<&Edge>> = vec![Vec::new(); accounts.len()];
    for edge in found {
        let community = communities[node(edge.a) as usize];
        if community == communities[node(edge.b) as usize] {
            edges[community as usize].push(edge);
        }
    }
    let span = network.actions().span().map_or((0, 0), |(first, last)| (first.0, last.0));
    let mut groups: Vec<Group> = members
        .into_iter()
        .zip(edges)
        .filter(|(members, _)| members.len() >= LEAST_MEMBERS)
        .map(|(members, edges)| {
            let component = component[node(members[0]) as usize];
            let surprise = edges.iter().map(|edge| f64::from(weight(edge))).sum();
            let pairs = edges.iter().map(|edge| (edge.a, edge.b)).collect();
            describe(network, model, members, pairs, component, surprise, threshold, span)
        })
        .collect();
    groups.sort_by(|x, y| y.surprise.total_cmp(&x.surprise).then(x.members.cmp(&y.members)));
    groups
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
    edges: Vec<(u32, u32)>,
    component: u32,
    surprise: f64,
    threshold: f32,
    span: (i64, i64),
) -> Group {
    let acts = acts_of(network, &members);
    let moments = moments(network, &acts);
    let objects = shared_objects(&moments);
    let observed = meetings(network, &acts);
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
fn acts_of(network: &Network<'_>, members: &[u32]) -> Vec<(u32, i64, u32)> {
    let mut acts: Vec<(u32, i64, u32)> = members
        .iter()
        .flat_map(|&account| network.live.of_account(account))
        .map(|act| (act.object, act.time, act.account))
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

/// Moments in each stretch of the data's time, and how alike the members active in one and the next are.
fn over_time(moments: &[Moment], (start, end): (i64, i64)) -> (Vec<u64>, Option<f64>) {
    let mut counts = vec![0u64; PERIODS];
    let mut active: Vec<Vec<u32>> = vec![Vec::new(); PERIODS];
    let length = end.abs_diff(start).max(1);
    for moment in moments {
        let at =
            (u128::from(moment.first.abs_diff(start)) * PERIODS as u128 / (u128::from(length) + 1)) as usize;
        let at = at.min(PERIODS - 1);
        counts[at] += 1;
        active[at].extend(&moment.members);
    }
    for members in &mut active {
        members.sort_unstable();
        members.dedup();
    }
    active.retain(|members| !members.is_empty());
    let alike = |pair: &[Vec<u32>]| {
        let common = pair[0].iter().filter(|account| pair[1].binary_search(account).is_ok()).count();
        common as f64 / (pair[0].len() + pair[1].len() - common) as f64
    };
    let steps = active.len().saturating_sub(1);
    let continuity = (steps > 0).then(|| active.windows(2).map(alike).sum::<f64>() / steps as f64);
    (counts, continuity)
}
