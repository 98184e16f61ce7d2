//! Shared interest: communities of accounts and objects, and how much more their members meet for that reason.

use crate::actions::Actions;
use kernel::{Graph, Grouped, LeidenOptions, leiden};

/// Resolution of the communities: fine enough to tell hundreds of interests apart.
const RESOLUTION: f64 = 4.0;
/// Fewer accounts are no interest but a clique, which may be what is looked for.
const LEAST_ACCOUNTS: u32 = 20;
/// Fewer actions of a community on another one's objects say nothing about its interest in them.
const LEAST_ACTIONS: u64 = 5;
/// A community is drawn to the objects on which it acts this many times as often as accounts at large.
const LEAST_RATIO: f64 = 1.5;

/// Communities found in who acts on what *at any time*.
///
/// Objects whose actions all lie within the widest window are left out: they are bursts, the very thing under
/// test, and say nothing about lasting interest. The others make a graph of accounts and objects, which is
/// partitioned by modularity (Traag, Waltman and van Eck 2019; Reichardt and Bornholdt 2006).
pub(super) struct Interest {
    /// Community of each account, 0 for none.
    account: Vec<u32>,
    /// Community of each object, 0 for none.
    object: Vec<u32>,
    communities: u32,
}

impl Interest {
    /// Nobody has anything in common.
    pub fn none(grouped: &Grouped, n_accounts: usize) -> Self {
        Self { account: vec![0; n_accounts], object: vec![0; grouped.n_objects()], communities: 0 }
    }

    pub fn new(grouped: &Grouped, n_accounts: usize, widest: i64) -> Self {
        let lasting = |object: u32| {
            let run = grouped.of_object(object);
            match (run.first(), run.last()) {
                (Some(first), Some(last)) => {
                    last.time.abs_diff(first.time) > widest as u64
                        && run.iter().any(|act| act.account != run[0].account)
                }
                _ => false,
            }
        };
        let mut node = vec![u32::MAX; grouped.n_objects()];
        let mut n_nodes = n_accounts as u32;
        for object in 0..grouped.n_objects() as u32 {
            if lasting(object) {
                node[object as usize] = n_nodes;
                n_nodes += 1;
            }
        }
        // An account counts once an object, however often it returns.
        let mut edges: Vec<(u32, u32)> = Vec::new();
        let mut accounts: Vec<u32> = Vec::new();
        for (object, &to) in node.iter().enumerate() {
            if to == u32::MAX {
                continue;
            }
            accounts.clear();
            accounts.extend(grouped.of_object(object as u32).iter().map(|act| act.account));
            accounts.sort_unstable();
            accounts.dedup();
            edges.extend(accounts.iter().map(|&account| (account, to)));
        }
        let graph =
            Graph::new(n_nodes as usize, edges.iter().map(|&(account, object)| (account, object, 1.0)));
        drop(edges);
        let options = LeidenOptions { resolution: RESOLUTION, refine: false, ..Default::default() };
        let found = leiden(&graph, &options);
        let mut size = vec![0u32; n_nodes as usize];
        found[..n_accounts].iter().for_each(|&c| size[c as usize] += 1);
        let mut number = vec![0u32; size.len()];
        let mut communities = 0;
        for (number, _) in number.iter_mut().zip(&size).filter(|(_, size)| **size >= LEAST_ACCOUNTS) {
            communities += 1;
            *number = communities;
        }
        Self {
            account: found[..n_accounts].iter().map(|&c| number[c as usize]).collect(),
            object: node
                .iter()
                .map(|&node| if node == u32::MAX { 0 } else { number[found[node as usize] as usize] })
                .collect(),
            communities,
        }
    }

    /// Number of communities.
    pub fn communities(&self) -> u32 {
        self.communities
    }

    /// Community of an account, 0 for none.
    pub fn of_account(&self, account: u32) -> u32 {
        self.account[account as usize]
    }

    /// How much more often two communities meet in a layer than their activity says, where it is more.
    /// `object_pairs` are the pairs of actions that meet on each object.
    pub fn affinity(
        &self,
        actions: &Actions,
        grouped: &Grouped,
        layer: u8,
        object_pairs: &[f32],
    ) -> Affinity {
        let n = self.communities as usize + 1;
        let (mut of_accounts, mut on_objects, mut met) = (vec![0u64; n], vec![0u64; n], vec![0.0f64; n]);
        let (mut all, mut all_met) = (0u64, 0.0);
        let mut keys: Vec<u64> = Vec::new();
        for object in 0..grouped.n_objects() as u32 {
            if actions.layer[object as usize] != layer {
                continue;
            }
            let run = grouped.of_object(object);
            let to = self.object[object as usize];
            all += run.len() as u64;
            on_objects[to as usize] += run.len() as u64;
            met[to as usize] += f64::from(object_pairs[object as usize]);
            all_met += f64::from(object_pairs[object as usize]);
            for act in run {
                let from = self.account[act.account as usize];
                of_accounts[from as usize] += 1;
                if from > 0 && to > 0 {
                    keys.push(u64::from(to) << 32 | u64::from(from));
                }
            }
        }
        keys.sort_unstable();
        let mut drawn: Vec<(u32, f64)> = Vec::new();
        let mut raised: Vec<(u64, f64)> = Vec::new();
        for of_object in keys.chunk_by(|x, y| x >> 32 == y >> 32) {
            let to = (of_object[0] >> 32) as usize;
            drawn.clear();
            for same in of_object.chunk_by(|x, y| x == y) {
                let from = same[0] as u32;
                let expected = of_accounts[from as usize] as f64 * on_objects[to] as f64 / all as f64;
                let ratio = same.len() as f64 / expected;
                if same.len() as u64 >= LEAST_ACTIONS && ratio > LEAST_RATIO {
                    drawn.push((from, ratio));
                }
            }
            let share = met[to] / all_met.max(1.0);
            for &(x, of_x) in &drawn {
                raised.extend(
                    drawn
                        .iter()
                        .map(|&(y, of_y)| (u64::from(x) << 32 | u64::from(y), share * (of_x * of_y - 1.0))),
                );
            }
        }
        Affinity::new(raised, n)
    }
}

/// Logarithms of factors above one between communities, in compressed rows.
pub(super) struct Affinity {
    starts: Vec<u32>,
    entries: Vec<(u32, f32)>,
}

impl Affinity {
    fn new(mut raised: Vec<(u64, f64)>, communities: usize) -> Self {
        // Stable: what is added up comes in the order of the objects' communities.
        raised.sort_by_key(|&(key, _)| key);
        let mut starts = vec![0u32; communities + 1];
        let mut entries = Vec::new();
        for same in raised.chunk_by(|x, y| x.0 == y.0) {
            let factor = 1.0 + same.iter().map(|&(_, more)| more).sum::<f64>();
            entries.push((same[0].0 as u32, libm::log(factor) as f32));
            starts[(same[0].0 >> 32) as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        Self { starts, entries }
    }

    /// Logarithm of the factor between two communities, 0 where nothing is known.
    #[inline]
    pub fn ln(&self, x: u32, y: u32) -> f32 {
        if x == 0 || y == 0 {
            return 0.0;
        }
        let row = &self.entries[self.starts[x as usize] as usize..self.starts[x as usize + 1] as usize];
        row.binary_search_by_key(&y, |&(other, _)| other).map_or(0.0, |at| row[at].1)
    }
}
