//! Actions that can be in a pair at all, and the objects that make most of the pairs.

use crate::{Act, Grouped};
use std::ops::Range;

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

/// Which actions have a different account within the window on the same object, with an index by account.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// Of each action, by position.
    company: Vec<Company>,
    /// Actions that lead: an account with a larger code acted near them. Only such an action starts a pair.
    leads: ByAccount,
    /// Neighbours of what leads of each account: what its row costs.
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
    /// Number of live actions.
    len: usize,
}

/// What an account has to do with larger codes.
#[derive(Clone, Copy, Default)]
struct Row {
    neighbours: u64,
    leads: u32,
}

/// Where an action stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its position in [`Grouped::acts`].
    pub position: u32,
    /// Its object.
    pub object: u32,
}

/// Chosen actions of each account, ordered by object and time.
#[derive(Clone, Debug, Default)]
pub struct ByAccount {
    places: Vec<Place>,
    /// `starts[a]..starts[a + 1]` are those of account `a`.
    starts: Vec<u32>,
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
        let last = windows.len() - 1;
        let mut live = Self {
            windows: windows.to_vec(),
            left_out: vec![LeftOut::default(); windows.len()],
            ..Self::default()
        };
        let mut near = Vec::new();
        live.company.reserve_exact(grouped.len());
        // Accounts lie all over the memory: what is counted of one stands in one line.
        let mut rows = vec![Row::default(); grouped.n_accounts()];
        for object in 0..grouped.n_objects() as u32 {
            let run = grouped.of_object(object);
            let before = live.company.len();
            live.company.resize(before + run.len(), Company::None);
            if run.len() < 2 {
                continue;
            }
            let mut reach = last;
            let mut pairs = find_near(run, windows[last], &mut near);
            while reach > 0 && windows[reach] > bound.in_full && pairs > bound.pairs {
                live.left_out[reach].objects += 1;
                live.left_out[reach].pairs += pairs;
                reach -= 1;
                pairs = find_near(run, windows[reach], &mut near);
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
            for ((act, near), company) in run.iter().zip(&near).zip(&mut live.company[before..]) {
                *company = Company::of(act.account, &run[near.start as usize..near.end as usize]);
                live.len += usize::from(*company != Company::None);
                if *company == Company::Larger {
                    let row = &mut rows[act.account as usize];
                    row.leads += 1;
                    row.neighbours += u64::from(near.end - near.start - 1);
                }
            }
        }
        live.work = rows.iter().map(|row| row.neighbours).collect();
        let leads = rows.iter().map(|row| row.leads).chain([0]).collect();
        drop(rows);
        live.leads = ByAccount::new(leads, grouped, |position| live.company[position] == Company::Larger);
        live
    }

    /// The live actions of each account.
    pub fn by_account(&self, grouped: &Grouped) -> ByAccount {
        let mut counts = vec![0; self.n_accounts() + 1];
        for (act, company) in grouped.acts().iter().zip(&self.company) {
            counts[act.account as usize] += u32::from(*company != Company::None);
        }
        ByAccount::new(counts, grouped, |position| self.company[position] != Company::None)
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
        self.work.len()
    }

    /// Number of live actions.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no action is live.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether the action at a position of [`Grouped::acts`] is live.
    pub fn is_live(&self, position: u32) -> bool {
        self.company[position as usize] != Company::None
    }

    /// What leads of an account.
    #[inline]
    pub(crate) fn leading(&self, account: u32) -> &[Place] {
        self.leads.of(account)
    }
}

impl ByAccount {
    /// Puts the positions that are `chosen` in the order of accounts; `counts` holds how many each account has, and a
    /// zero behind.
    fn new(counts: Vec<u32>, grouped: &Grouped, chosen: impl Fn(usize) -> bool) -> Self {
        let mut starts = counts;
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let mut places = vec![Place::default(); end as usize];
        // From the back: each start moves from the end of its account to its beginning.
        for object in (0..grouped.n_objects() as u32).rev() {
            let first = grouped.start(object) as usize;
            for (in_run, act) in grouped.of_object(object).iter().enumerate().rev() {
                let position = first + in_run;
                if chosen(position) {
                    let start = &mut starts[act.account as usize];
                    *start -= 1;
                    places[*start as usize] = Place { position: position as u32, object };
                }
            }
        }
        Self { places, starts }
    }

    /// Those of one account; none for an account that is not known.
    #[inline]
    pub fn of(&self, account: u32) -> &[Place] {
        let account = account as usize;
        match (self.starts.get(account), self.starts.get(account + 1)) {
            (Some(&start), Some(&end)) => &self.places[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// Writes into `out`, for each action of a run in time order, which ones lie within the window, itself among them;
/// returns the number of pairs.
fn find_near(run: &[Act], window: i64, out: &mut Vec<Range<u32>>) -> u64 {
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
        out.push(from as u32..to as u32 + 1);
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

impl Company {
    /// That of an account among those that acted near.
    fn of(account: u32, near: &[Act]) -> Self {
        let mut company = Self::None;
        for other in near {
            if other.account > account {
                return Self::Larger;
            }
            if other.account < account {
                company = Self::Smaller;
            }
        }
        company
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_actions_with_company_are_live() {
        // Object 0: accounts 1 and 2 within 10 of each other; account 3 far away.
        // Object 1: account 1 alone, twice.
        let grouped = Grouped::new(&[0, 0, 0, 1, 1], &[1, 2, 3, 1, 1], &[0, 10, 100, 0, 1], 2);
        let live = Live::new(&grouped, 10, 4);
        assert_eq!(live.len(), 2);
        let live_positions: Vec<u32> = (0..5).filter(|&position| live.is_live(position)).collect();
        assert_eq!(live_positions, [0, 1]);
        assert_eq!(
            live.hubs,
            [ObjectLoad { object: 0, actions: 3, pairs: 1 }, ObjectLoad { object: 1, actions: 2, pairs: 1 }]
        );
    }

    #[test]
    fn an_action_leads_when_an_account_with_a_larger_code_acted_near() {
        let grouped = Grouped::new(&[0, 0, 0, 1, 1], &[2, 1, 3, 2, 1], &[0, 5, 100, 0, 99], 2);
        let live = Live::new(&grouped, 10, 1);
        let leading = |account: u32| live.leading(account).iter().map(|lead| (lead.position, lead.object));
        assert!(leading(1).eq([(1, 0)]));
        assert!(leading(2).eq([]));
        assert_eq!(live.by_account(&grouped).of(2), [Place { position: 0, object: 0 }]);
        assert!(live.by_account(&grouped).of(99).is_empty());
        assert!(live.is_live(0) && !live.is_live(2));
    }

    #[test]
    fn a_long_run_of_one_account_does_not_hide_its_neighbour() {
        let grouped = Grouped::new(&[0; 5], &[1, 1, 1, 1, 2], &[0, 1, 2, 3, 4], 1);
        assert_eq!(Live::new(&grouped, 60, 1).len(), 5);
    }
}
