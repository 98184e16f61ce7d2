//! What each account did altogether: the denominators of every null model.

use crate::Grouped;

/// Activity per account code, over all actions (also those that are in no pair).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Actions of each account.
    pub actions: Vec<u32>,
    /// Distinct objects of each account.
    pub objects: Vec<u32>,
    /// First and last action of each account; [`NEVER`] for accounts without one.
    pub spans: Vec<(i64, i64)>,
}

/// One account while it is counted. Actions come object by object, so the last object tells whether one is new.
#[derive(Clone, Copy)]
struct Tally {
    actions: u32,
    objects: u32,
    last_object: u32,
    span: (i64, i64),
}

/// The span of an account that did nothing: it ends before it begins.
pub const NEVER: (i64, i64) = (i64::MAX, i64::MIN);

/// The span that begins with the earlier and ends with the later of two.
fn join(x: (i64, i64), y: (i64, i64)) -> (i64, i64) {
    (x.0.min(y.0), x.1.max(y.1))
}

impl Totals {
    /// Counts `grouped`; account codes are below `n_accounts`.
    pub fn new(grouped: &Grouped, n_accounts: usize) -> Self {
        // Accounts lie all over the memory: what is known of one stands in one line.
        let mut tallies =
            vec![Tally { actions: 0, objects: 0, last_object: u32::MAX, span: NEVER }; n_accounts];
        for object in 0..grouped.n_objects() as u32 {
            for act in grouped.of_object(object) {
                let tally = &mut tallies[act.account as usize];
                tally.actions += 1;
                tally.objects += u32::from(tally.last_object != object);
                tally.last_object = object;
                tally.span = join(tally.span, (act.time, act.time));
            }
        }
        Self {
            actions: tallies.iter().map(|tally| tally.actions).collect(),
            objects: tallies.iter().map(|tally| tally.objects).collect(),
            spans: tallies.iter().map(|tally| tally.span).collect(),
        }
    }

    /// Adds the totals of a partition with other objects and the same account codes.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in [(&mut self.actions, &other.actions), (&mut self.objects, &other.objects)] {
            if mine.len() < theirs.len() {
                mine.resize(theirs.len(), 0);
            }
            mine.iter_mut().zip(theirs).for_each(|(m, t)| *m += t);
        }
        self.spans.resize(self.spans.len().max(other.spans.len()), NEVER);
        self.spans.iter_mut().zip(&other.spans).for_each(|(m, t)| *m = join(*m, *t));
    }
}
