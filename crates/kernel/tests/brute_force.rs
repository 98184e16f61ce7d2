//! The kernel equals the definition, whatever the data: every unordered pair of actions by different
//! accounts on one object within an inclusive window.

use proptest::prelude::*;
use scrutineer_kernel::{Bound, Grouped, LeftOut, Live, Pair, Scan, Totals, merge};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
struct Row {
    object: u32,
    account: u32,
    time: i64,
}

type Key = (u32, u32, u8, u8);

/// Straight from the definition, quadratic.
fn definition(rows: &[Row], windows: &[i64], layers: &[u8]) -> Vec<Pair> {
    let mut sums: BTreeMap<Key, (BTreeSet<u32>, u64, u64)> = BTreeMap::new();
    for (i, x) in rows.iter().enumerate() {
        for y in &rows[i + 1..] {
            let dt = x.time.abs_diff(y.time);
            if x.object != y.object || x.account == y.account {
                continue;
            }
            for (w, &window) in windows.iter().enumerate().filter(|&(_, &window)| dt <= window as u64) {
                let _ = window;
                let layer = layers.get(x.object as usize).copied().unwrap_or(0);
                let key = (x.account.min(y.account), x.account.max(y.account), layer, w as u8);
                let sum = sums.entry(key).or_default();
                sum.0.insert(x.object);
                sum.1 += 1;
                sum.2 += dt;
            }
        }
    }
    sums.into_iter()
        .map(|((a, b, layer, window), (objects, n_pairs, sum_dt))| Pair {
            a,
            b,
            layer,
            window,
            n_objects: objects.len() as u32,
            n_pairs,
            sum_dt,
        })
        .collect()
}

fn grouped(rows: &[Row]) -> Grouped {
    let object: Vec<u32> = rows.iter().map(|r| r.object).collect();
    let account: Vec<u32> = rows.iter().map(|r| r.account).collect();
    let time: Vec<i64> = rows.iter().map(|r| r.time).collect();
    let n_objects = object.iter().max().map_or(0, |&o| o as usize + 1);
    Grouped::new(&object, &account, &time, n_objects)
}

fn scan(rows: &[Row], windows: &[i64], layers: &[u8]) -> Vec<Pair> {
    let grouped = grouped(rows);
    let live = Live::new(&grouped, windows[windows.len() - 1], 3);
    Scan::new(&grouped, &live, windows, layers).collect()
}

fn rows(objects: u32, accounts: u32, span: i64, n: usize) -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(
        (0..objects, 0..accounts, 0..span).prop_map(|(object, account, time)| Row { object, account, time }),
        0..n,
    )
}

fn windows() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::btree_set(0i64..400, 1..4).prop_map(|set| set.into_iter().collect())
}

/// Too common an object is left out of the wider windows only, and that is counted.
#[test]
fn a_bound_leaves_common_objects_out_of_wide_windows() {
    // Object 0: four accounts a second apart, and again 50 seconds later. Object 1: two accounts 50 seconds apart.
    let mut rows: Vec<Row> = (0..4)
        .flat_map(|account| [0, 50].map(|start| Row { object: 0, account, time: start + i64::from(account) }))
        .collect();
    rows.extend([(0, 0), (1, 50)].map(|(account, time)| Row { object: 1, account, time }));
    let (windows, grouped) = ([5, 100], grouped(&rows));
    let bound = Bound { in_full: 5, pairs: 20 };
    let live = Live::bounded(&grouped, &windows, bound, 3);
    assert_eq!(live.left_out, [LeftOut::default(), LeftOut { objects: 1, pairs: 28 }]);
    assert_eq!((live.reach(0), live.reach(1)), (0, 1));
    let pairs: Vec<Pair> = Scan::new(&grouped, &live, &windows, &[]).collect();
    let of = |window| {
        pairs.iter().find(|p| (p.a, p.b, p.window) == (0, 1, window)).map(|p| (p.n_objects, p.n_pairs))
    };
    // What meets within the narrow window meets within the wide one as well.
    assert_eq!((of(0), of(1)), (Some((1, 2)), Some((2, 3))));
    assert!(Live::bounded(&grouped, &windows, Bound { pairs: 28, ..bound }, 3).left_out[1].objects == 0);
}

proptest! {
    #[test]
    fn equals_the_definition(rows in rows(12, 9, 900, 160), windows in windows()) {
        prop_assert_eq!(scan(&rows, &windows, &[]), definition(&rows, &windows, &[]));
    }

    #[test]
    fn layers_are_kept_apart(rows in rows(12, 6, 300, 120), windows in windows(), cut in 0usize..12) {
        let layers: Vec<u8> = (0..12).map(|object| if object < cut { 2 } else { 5 }).collect();
        prop_assert_eq!(scan(&rows, &windows, &layers), definition(&rows, &windows, &layers));
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(8, 8, 500, 100), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        shuffled.sort_by_key(|r| (u64::from(r.object) ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ r.time as u64);
        prop_assert_eq!(scan(&rows, &[60], &[]), scan(&shuffled, &[60], &[]));
    }

    #[test]
    fn partitions_by_object_merge(rows in rows(10, 7, 400, 120)) {
        let (left, right): (Vec<Row>, Vec<Row>) = rows.iter().cloned().partition(|r| r.object % 2 == 0);
        let merged = merge(scan(&left, &[10, 60], &[]), scan(&right, &[10, 60], &[]));
        prop_assert_eq!(merged, scan(&rows, &[10, 60], &[]));
        let mut totals = Totals::new(&grouped(&left), 7);
        totals.merge(&Totals::new(&grouped(&right), 7));
        prop_assert_eq!(totals, Totals::new(&grouped(&rows), 7));
    }

    #[test]
    fn hubs_are_the_heaviest_objects(rows in rows(10, 7, 400, 120)) {
        let grouped = grouped(&rows);
        let live = Live::new(&grouped, 60, 3);
        let mut loads: Vec<(u64, u32)> = (0..grouped.n_objects() as u32).map(|object| {
            let run = grouped.of_object(object);
            let pairs = (0..run.len()).flat_map(|i| (i + 1..run.len()).map(move |j| (i, j)))
                .filter(|&(i, j)| run[j].time - run[i].time <= 60).count() as u64;
            (pairs, object)
        }).filter(|&(pairs, _)| pairs > 0).collect();
        prop_assert_eq!(live.candidates, loads.iter().map(|l| l.0).sum::<u64>());
        loads.sort_by_key(|&(pairs, object)| (std::cmp::Reverse(pairs), object));
        loads.truncate(3);
        prop_assert_eq!(live.hubs.iter().map(|h| (h.pairs, h.object)).collect::<Vec<_>>(), loads);
    }
}

/// One object on which everybody acts at once: the row tables must grow, blocks must split.
#[test]
fn a_hub_is_counted_in_full() {
    let rows: Vec<Row> =
        (0..1_500).map(|account| Row { object: 0, account, time: i64::from(account % 7) }).collect();
    let pairs = scan(&rows, &[60], &[]);
    assert_eq!(pairs.len(), 1_500 * 1_499 / 2);
    assert!(pairs.is_sorted_by_key(Pair::key));
    assert!(pairs.iter().all(|p| p.n_objects == 1 && p.n_pairs == 1));
}

#[test]
fn times_at_the_ends_of_the_range_do_not_overflow() {
    let rows = [Row { object: 0, account: 0, time: i64::MIN }, Row { object: 0, account: 1, time: i64::MAX }];
    assert!(scan(&rows, &[60], &[]).is_empty());
}
