//! Pairs against chance: what was planted is found, what is chance is not, and nothing depends on threads.

use model::{At, EvidenceNo, Object, Post, Timestamp};
use scrutineer_coordination::groups::{Group, groups};
use scrutineer_coordination::significance::Circumstances;
use scrutineer_coordination::{
    Actions, Bound, Calibration, Collector, Edge, Model, Network, Params, Settings,
};
use stats::Xoshiro256;
use std::convert::Infallible;

const DAY: u64 = 86_400;

/// `accounts` share `shares` objects at times of their own; popular objects more often. Then `members` accounts
/// share each of `waves` fresh objects within 20 seconds.
fn posts(seed: u64, accounts: u64, shares: u64, members: u64, waves: u64) -> Vec<(String, String, u64)> {
    let mut random = Xoshiro256::new(seed);
    let mut posts = Vec::new();
    for _ in 0..shares {
        // The product of two uniform numbers prefers small ones: some objects are popular.
        let object = random.below(random.clone().below(shares / 4) + 1);
        posts.push((
            format!("user{}", random.below(accounts)),
            format!("news{object}"),
            random.below(10 * DAY),
        ));
    }
    for wave in 0..waves {
        let start = random.below(10 * DAY);
        for member in 0..members {
            posts.push((format!("member{member}"), format!("wave{wave}"), start + random.below(20)));
        }
    }
    posts
}

fn actions(posts: &[(String, String, u64)]) -> Actions {
    let mut collector = Collector::new(Settings::default());
    collector.source(EvidenceNo(0), &[]);
    for (i, (account, object, second)) in posts.iter().enumerate() {
        let (id, objects) = (i.to_string(), [Object { layer: "", id: object }]);
        collector.push(&Post {
            platform: "birch",
            post_id: &id,
            account_id: account,
            created_at: Timestamp::from_seconds(1_700_000_000 + *second as i64),
            at: At::Row(i as u64),
            objects: &objects,
            ..Post::default()
        });
    }
    collector.finish()
}

fn params() -> Params {
    Params {
        windows: vec![10_000_000, 60_000_000, 600_000_000, 3_600_000_000],
        bound: Bound { in_full: 60_000_000, pairs: 1_000 },
        ..Params::default()
    }
}

struct Found {
    edges: Vec<Edge>,
    discoveries: Vec<(String, String)>,
    groups: Vec<Group>,
    calibration: Calibration,
}

fn run(actions: &Actions) -> Found {
    let network = Network::new(actions, params());
    let (model, significance) = Model::weigh(&network, Circumstances::All);
    let mut edges: Vec<Edge> = Vec::new();
    let scanned = network.scan(10, Some(&significance), |block| {
        edges.extend(block.edges);
        Ok::<(), Infallible>(())
    });
    assert_eq!(scanned.map(|summary| summary.edges), Ok(significance.len() as u64));
    let discovered: Vec<Edge> =
        edges.iter().filter(|e| e.significance.is_some_and(|s| s.q() <= 0.05)).copied().collect();
    let threshold = significance.threshold(0.05).unwrap_or(f32::NEG_INFINITY);
    let name = |account: u32| actions.account_id(account).to_owned();
    Found {
        discoveries: discovered.iter().map(|e| (name(e.a), name(e.b))).collect(),
        groups: groups(&network, &model, &discovered, threshold),
        calibration: Calibration::of(actions, &params(), &significance, 0.05, 3, 1),
        edges,
    }
}

#[test]
fn a_planted_group_is_found_and_the_background_is_not() {
    let actions = actions(&posts(5, 300, 6_000, 5, 12));
    let found = run(&actions);
    let planted = |name: &str| name.starts_with("member");
    assert!(found.discoveries.iter().all(|(a, b)| planted(a) && planted(b)), "{:?}", found.discoveries);
    assert_eq!(found.discoveries.len(), 10, "all pairs of five");
    let [group] = found.groups.as_slice() else { panic!("{} groups", found.groups.len()) };
    assert_eq!((group.members.len(), group.n_objects, group.moments), (5, 12, 12));
    assert_eq!(group.observed, 120);
    assert!(group.expected < 30.0 && group.log10_p < -20.0, "{} {}", group.expected, group.log10_p);
    assert!(!group.rests_on_one_object());
    assert_eq!(found.calibration.mean_false(), 0.0);
    assert!(found.calibration.observed[3] >= 10, "{:?}", found.calibration.observed);
}

#[test]
fn chance_alone_gives_no_discovery() {
    for seed in 0..6 {
        let found = run(&actions(&posts(seed, 200, 4_000, 0, 0)));
        assert!(found.edges.len() > 100, "{}", found.edges.len());
        assert_eq!(found.discoveries.len(), 0, "seed {seed}");
        assert!(found.groups.is_empty());
    }
}

#[test]
fn one_common_burst_is_no_group() {
    // Eight accounts pass one piece of news on within seconds: one meeting each is not enough.
    let found = run(&actions(&posts(9, 300, 6_000, 8, 1)));
    assert_eq!(found.discoveries.len(), 0, "{:?}", found.discoveries);
}

#[test]
fn evidence_is_a_probability_and_ranks() {
    let found = run(&actions(&posts(5, 300, 6_000, 5, 12)));
    let mut best: Vec<&Edge> = found.edges.iter().collect();
    best.sort_by(|x, y| x.by_strength(y));
    for (i, edge) in best.iter().enumerate() {
        let s = edge.significance.expect("weighed");
        assert!(s.log10_p <= 0.0 && s.log10_q <= 0.0 && s.log10_q >= s.log10_p, "{s:?}");
        assert!(s.surprise >= 0.0 && s.surprise.is_finite());
        assert_eq!(s.q() <= 0.05, i < 10, "the ten planted pairs rank first");
    }
}

#[test]
fn threads_change_nothing() {
    let actions = actions(&posts(5, 300, 6_000, 5, 12));
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| run(&actions))
    };
    let (one, three) = (with(1), with(3));
    assert!(one.edges == three.edges && one.groups == three.groups && one.calibration == three.calibration);
}

#[test]
fn nothing_is_fine() {
    let found = run(&actions(&[]));
    assert!(found.edges.is_empty() && found.groups.is_empty());
}

/// Posts with two objects each, of which some are common, read forwards and backwards: what is compared with chance does
/// not depend on which object came first, once they are sorted.
#[test]
fn nothing_depends_on_which_object_came_first() {
    let posts = posts(9, 200, 4_000, 6, 40);
    let read = |backwards: bool| {
        let mut order: Vec<usize> = (0..posts.len()).collect();
        if backwards {
            order.reverse();
        }
        let mut collector = Collector::new(Settings::default());
        collector.source(EvidenceNo(0), &[]);
        for i in order {
            let (account, object, second) = &posts[i];
            let topic = object.len() * 7 % 5 + second.count_ones() as usize % 3;
            let (id, common) = (i.to_string(), format!("topic{topic}"));
            let objects = [object, &common].map(|id| Object { layer: "", id });
            collector.push(&Post {
                platform: "birch",
                post_id: &id,
                account_id: account,
                created_at: Timestamp::from_seconds(1_700_000_000 + *second as i64),
                objects: &objects,
                ..Post::default()
            });
        }
        collector.finish()
    };
    let edges = |actions: Actions| format!("{:?}", run(&actions).edges);
    assert!(edges(read(false).sorted()) == edges(read(true).sorted()));
}
