//! Actions that can be in a pair at all, and the objects that make most of the pairs.

use crate::{Act, Grouped, RowAct};

/// How much one object contributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectLoad {
    /// The object.
    pub object: u32,
    /// Actions on it.
    pub actions: u32,
    /// Pairs of actions within the widest window, those of one account with itself included:
    /// what it costs to count the object in full.
    pub pairs: u64,
}

/// When an object is too common for a wide window: it is counted in the narrower ones only.
///
/// Pairs on a popular object grow with the square of its actions and the width of the window, and each says
/// next to nothing; this is where a scan would spend nearly all its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Windows up to this width are counted in full whatever they cost.
    pub in_full: i64,
    /// In wider ones an object with more pairs of actions than this is left out.
    pub pairs: u64,
}

impl Bound {
    /// Everything is counted.
    pub const NONE: Self = Self { in_full: i64::MAX, pairs: u64::MAX };
}

/// What a [`Bound`] left out of one window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Objects.
    pub objects: u64,
    /// Their pairs of actions within the window.
    pub pairs: u64,
}

/// The actions that have a different account within the window on the same object, with an index by account.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// In the order (object, time, account).
    pub(crate) acts: Vec<Act>,
    /// Positions in `acts`, by account: those of the actions that lead ascend, then the others do. An action leads
    /// when an account with a larger code acted near it; only such an action starts a pair.
    positions: Vec<u32>,
    /// `starts[2 * a]..starts[2 * a + 1]` are the positions of account `a` that lead, up to `starts[2 * a + 2]` stand
    /// its others.
    starts: Vec<u32>,
    /// Neighbours to visit for each account: what a row costs.
    pub(crate) work: Vec<u64>,
    /// Widest window of each object, as an index; empty when it is the last one for all.
    reach: Vec<u8>,
    windows: Vec<i64>,
    /// The objects with most pairs, most first.
    pub hubs: Vec<ObjectLoad>,
    /// What the bound left out, by window.
    pub left_out: Vec<LeftOut>,
    /// All pairs of actions within the window, those of one account with itself included.
    pub candidates: u64,
}

impl Live {
    /// Keeps the live actions of `grouped` for windows up to `widest`, and the `n_hubs` heaviest objects.
    pub fn new(grouped: &Grouped, widest: i64, n_hubs: usize) -> Self {
        Self::bounded(grouped, &[widest], Bound::NONE, n_hubs)
    }

    /// The same for ascending `windows`, the wider of which leave out what `bound` says.
    ///
    /// # Panics
    /// When there is no window, or more than 255: mistakes of the caller.
    pub fn bounded(grouped: &Grouped, windows: &[i64], bound: Bound, n_hubs: usize) -> Self {
        assert!(!windows.is_empty() && windows.len() <= 255, "between 1 and 255 windows");
        let n_accounts = grouped.acts().iter().map(|row| row.account).max().map_or(0, |a| a as usize + 1);
        let last = windows.len() - 1;
        let mut live = Self {
            windows: windows.to_vec(),
            left_out: vec![LeftOut::default(); windows.len()],
            work: vec![0u64; n_accounts],
            ..Self::default()
        };
        let mut neighbours = Vec::new();
        let mut company = Vec::new();
        // Room for all, of which only what is used will be touched.
        let mut leads = Vec::with_capacity(grouped.len());
        live.acts.reserve_exact(grouped.len());
        for object in 0..grouped.n_objects() as u32 {
            let run = grouped.of_object(object);
            if run.len() < 2 {
                continue;
            }
            let mut reach = last;
            let mut pairs = count_neighbours(run, windows[last], &mut neighbours);
            while reach > 0 && windows[reach] > bound.in_full && pairs > bound.pairs {
                live.left_out[reach].objects += 1;
                live.left_out[reach].pairs += pairs;
                reach -= 1;
                pairs = count_neighbours(run, windows[reach], &mut neighbours);
            }
            if reach < last {
                if live.reach.is_empty() {
                    live.reach = vec![last as u8; grouped.n_objects()];
                }
                live.reach[object as usize] = reach as u8;
            }
            if pairs == 0 {
                continue;
            }
            live.candidates += pairs;
            remember(&mut live.hubs, n_hubs, ObjectLoad { object, actions: run.len() as u32, pairs });
            company_of(run, windows[reach], &mut company);
            for ((&RowAct { time, account, .. }, company), &near) in run.iter().zip(&company).zip(&neighbours)
            {
                if *company != Company::None {
                    live.acts.push(Act { time, account, object });
                    leads.push(*company == Company::Larger);
                    live.work[account as usize] += near;
                }
            }
        }
        live.acts.shrink_to_fit();
        (live.positions, live.starts) = index_by_account(&live.acts, &leads, n_accounts);
        live
    }

    /// Index of the widest window in which an object is counted.
    pub fn reach(&self, object: u32) -> usize {
        self.reach.get(object as usize).map_or(self.windows.len() - 1, |&reach| usize::from(reach))
    }

    /// Widest window in which an object is counted.
    pub(crate) fn widest(&self, object: u32) -> u64 {
        self.windows[self.reach(object)] as u64
    }

    /// Number of accounts, by code.
    pub fn n_accounts(&self) -> usize {
        self.starts.len() / 2
    }

    /// Number of live actions.
    pub fn len(&self) -> usize {
        self.acts.len()
    }

    /// Whether no action is live.
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// All live actions, ordered by object, time and account.
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// Live actions of one account, ordered by object and time.
    pub fn of_account(&self, account: u32) -> impl Iterator<Item = Act> + '_ {
        let mut positions = self.slice(account, 0..2).to_vec();
        positions.sort_unstable();
        positions.into_iter().map(|p| self.acts[p as usize])
    }

    /// Positions of an account's actions that an account with a larger code acted near, in order.
    pub(crate) fn leading(&self, account: u32) -> &[u32] {
        self.slice(account, 0..1)
    }

    /// Positions of an account between two of its starts; none for an account that is not known.
    fn slice(&self, account: u32, part: std::ops::Range<usize>) -> &[u32] {
        let first = account as usize * 2;
        match (self.starts.get(first + part.start), self.starts.get(first + part.end)) {
            (Some(&start), Some(&end)) => &self.positions[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// Writes into `out`, for each action of a run in time order, how many others lie within the window;
/// returns the number of pairs.
fn count_neighbours(run: &[RowAct], window: i64, out: &mut Vec<u64>) -> u64 {
    out.clear();
    let (mut from, mut to, mut total) = (0usize, 0usize, 0u64);
    for (i, act) in run.iter().enumerate() {
        while act.time.abs_diff(run[from].time) > window as u64 {
            from += 1;
        }
        to = to.max(i);
        while to + 1 < run.len() && run[to + 1].time.abs_diff(act.time) <= window as u64 {
            to += 1;
        }
        out.push((to - from) as u64);
        total += (to - i) as u64;
    }
    total
}

/// Who acted near an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Company {
    /// Nobody but its own account.
    None,
    /// Other accounts, all with smaller codes.
    Smaller,
    /// An account with a larger code, and perhaps others.
    Larger,
}

/// Writes into `out`, for each action of a run in time order, who else acted within the window.
fn company_of(run: &[RowAct], window: i64, out: &mut Vec<Company>) {
    out.clear();
    out.extend(run.iter().enumerate().map(|(i, act)| {
        let near = |other: &&RowAct| act.time.abs_diff(other.time) <= window as u64;
        let before = run[..i].iter().rev().take_while(near);
        let after = run[i + 1..].iter().take_while(near);
        let mut company = Company::None;
        for other in before.chain(after) {
            if other.account > act.account {
                return Company::Larger;
            }
            if other.account < act.account {
                company = Company::Smaller;
            }
        }
        company
    }));
}

/// Keeps the `limit` heaviest; of equals the one with the smaller code.
fn remember(hubs: &mut Vec<ObjectLoad>, limit: usize, load: ObjectLoad) {
    if hubs.len() == limit && hubs.last().is_none_or(|last| last.pairs >= load.pairs) {
        return;
    }
    let at = hubs.partition_point(|hub| hub.pairs >= load.pairs);
    hubs.insert(at, load);
    hubs.truncate(limit);
}

/// Positions by account, in two parts for each: see [`Live::starts`].
fn index_by_account(acts: &[Act], leads: &[bool], n_accounts: usize) -> (Vec<u32>, Vec<u32>) {
    let part = |act: &Act, leads: bool| act.account as usize * 2 + usize::from(!leads);
    let mut starts = vec![0u32; n_accounts * 2 + 1];
    for (act, &leads) in acts.iter().zip(leads) {
        starts[part(act, leads) + 1] += 1;
    }
    for i in 0..n_accounts * 2 {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut positions = vec![0u32; acts.len()];
    for (position, (act, &leads)) in (0..).zip(acts.iter().zip(leads)) {
        let slot = &mut next[part(act, leads)];
        positions[*slot as usize] = position;
        *slot += 1;
    }
    (positions, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_only_actions_with_company() {
        // Object 0: accounts 1 and 2 within 10 of each other; account 3 far away.
        // Object 1: account 1 alone, twice.
        let grouped = Grouped::new(&[0, 0, 0, 1, 1], &[1, 2, 3, 1, 1], &[0, 10, 100, 0, 1], 2);
        let live = Live::new(&grouped, 10, 4);
        assert_eq!(live.len(), 2);
        assert_eq!(live.of_account(1).count(), 1);
        assert_eq!(live.of_account(3).count(), 0);
        assert_eq!(live.of_account(99).count(), 0);
        assert_eq!(
            live.hubs,
            [ObjectLoad { object: 0, actions: 3, pairs: 1 }, ObjectLoad { object: 1, actions: 2, pairs: 1 }]
        );
    }

    #[test]
    fn an_action_leads_when_an_account_with_a_larger_code_acted_near() {
        let grouped = Grouped::new(&[0, 0, 0, 1, 1], &[2, 1, 3, 2, 1], &[0, 5, 100, 0, 99], 2);
        let live = Live::new(&grouped, 10, 1);
        let leading = |account: u32| live.leading(account).iter().map(|&p| live.acts()[p as usize].time);
        assert!(leading(1).eq([5]));
        assert!(leading(2).eq([]));
        assert!(live.of_account(2).map(|act| act.time).eq([0]));
    }

    #[test]
    fn a_long_run_of_one_account_does_not_hide_its_neighbour() {
        let grouped = Grouped::new(&[0; 5], &[1, 1, 1, 1, 2], &[0, 1, 2, 3, 4], 1);
        assert_eq!(Live::new(&grouped, 60, 1).len(), 5);
    }
}
