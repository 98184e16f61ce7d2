//! From posts to edges: what is a duplicate, what a repost acts on, who meets whom. The collector and the kernel
//! together equal the definition, whatever the order of ids.

use model::{At, EvidenceNo, Layer, Layers, Media, Object, Post, Timestamp};
use proptest::prelude::*;
use scrutineer_coordination::{Actions, Bound, Collector, Network, Params, Settings};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

fn post<'a>(platform: &'a str, id: &'a str, account: &'a str, second: i64) -> Post<'a> {
    Post {
        platform,
        post_id: id,
        account_id: account,
        created_at: Timestamp::from_seconds(1_700_000_000 + second),
        at: At::Row(0),
        ..Post::default()
    }
}

/// Reads `posts`; says what became of each and prints the edges, strongest first: `a+b objects pairs layers`.
fn edges(posts: &[Post<'_>], layers: Layers) -> (Vec<&'static str>, Vec<String>) {
    let mut collector = Collector::new(Settings { layers, ..Settings::default() });
    collector.source(EvidenceNo(0), &[]);
    let became = |post| {
        let before = collector.taken();
        collector.push(post);
        match collector.taken() {
            after if after.new > before.new => "new",
            after if after.duplicates > before.duplicates => "duplicate",
            _ => "unusable",
        }
    };
    let taken = posts.iter().map(became).collect();
    let actions = collector.finish();
    let network = Network::new(&actions, Params::default());
    let summary =
        network.scan(100, None, |_| Ok::<(), Infallible>(())).unwrap_or_else(|never| match never {});
    let name = |account: u32| format!("{}/{}", actions.platform(account), actions.account_id(account));
    let print = |e: &scrutineer_coordination::Edge| {
        format!("{} {} {} {} {}", name(e.a), name(e.b), e.n_objects, e.n_pairs, e.layers)
    };
    (taken, summary.strongest.iter().map(print).collect())
}

#[test]
fn accounts_of_two_platforms_meet_on_a_link_but_not_on_a_post_id() {
    let urls = ["https://town.example/ferry"];
    let posts = [
        Post { urls: &urls, ..post("x", "1", "ann", 0) },
        Post { urls: &urls, ..post("telegram", "c/1", "ann", 30) },
        Post { repost_of_id: "7", ..post("x", "2", "bob", 0) },
        Post { repost_of_id: "7", ..post("telegram", "c/2", "cem", 0) },
    ];
    assert_eq!(edges(&posts, Layers::ALL.without(Layer::Domain)).1, ["telegram/ann x/ann 1 1 url"]);
}

#[test]
fn the_window_is_inclusive_and_an_account_never_meets_itself() {
    let object = [Object { layer: "", id: "o" }];
    let row = |id, account, second| Post { objects: &object, ..post("unknown", id, account, second) };
    let posts = [row("1", "a", 0), row("2", "a", 1), row("3", "b", 61), row("4", "c", 122)];
    assert_eq!(edges(&posts, Layers::ALL).1, ["unknown/a unknown/b 1 1 object"]);
}

#[test]
fn the_same_post_twice_counts_once_also_behind_a_later_id() {
    let tags = ["lights", "harbour"];
    let one = |id, account, second| Post { hashtags: &tags, ..post("x", id, account, second) };
    let posts = [one("5", "a", 0), one("9", "b", 5), one("5", "a", 0), one("7", "c", 7), one("9", "b", 5)];
    let (taken, edges) = edges(&posts, Layers::default().with(Layer::HashtagSequence));
    assert_eq!(taken, ["new", "new", "duplicate", "new", "duplicate"]);
    assert_eq!(edges.len(), 3);
    assert!(edges.iter().all(|edge| edge.ends_with("1 1 hashtag_sequence")), "{edges:?}");
}

/// A second capture may say more than the first; it counts as if it had never been read.
#[test]
fn what_only_a_duplicate_says_leaves_no_trace() {
    let (first, second) = (["https://a.example/"], ["https://b.example/"]);
    let mut collector = Collector::new(Settings { layers: Layers::ALL, ..Settings::default() });
    collector.source(EvidenceNo(0), &[]);
    collector.push(&Post { urls: &first, ..post("x", "1", "a", 0) });
    collector.push(&Post { urls: &second, reply_to_id: "7", ..post("x", "1", "a", 0) });
    assert_eq!(collector.taken().duplicates, 1);
    let actions = collector.finish();
    let layers: Vec<_> = Network::new(&actions, Params::default())
        .layer_counts()
        .iter()
        .map(|c| (c.layer, c.objects, c.actions))
        .collect();
    assert_eq!(layers, [(Layer::Url, 1, 1), (Layer::Domain, 1, 1)]);
}

/// Of the accounts of a set with one layer and of one with two, those count that acted in the layer.
#[test]
fn a_layer_has_the_accounts_that_acted_in_it() {
    let accounts = |layers: Layers| {
        let mut collector = Collector::new(Settings { layers, ..Settings::default() });
        collector.source(EvidenceNo(0), &[]);
        collector.push(&Post { urls: &["https://a.example/"], hashtags: &["t"], ..post("x", "1", "a", 0) });
        collector.push(&Post { urls: &["https://b.example/"], ..post("x", "2", "a", 0) });
        collector.push(&Post { hashtags: &["t"], ..post("x", "3", "b", 0) });
        collector.push(&post("x", "4", "c", 0));
        let actions = collector.finish();
        let counts = Network::new(&actions, Params::default()).layer_counts();
        counts.iter().map(|count| (count.layer, count.accounts)).collect::<Vec<_>>()
    };
    let (url, hashtag) = (Layers::default().with(Layer::Url), Layers::default().with(Layer::Hashtag));
    assert_eq!(accounts(url), [(Layer::Url, 1)]);
    assert_eq!(accounts(hashtag), [(Layer::Hashtag, 2)]);
    assert_eq!(accounts(url.union(hashtag)), [(Layer::Url, 1), (Layer::Hashtag, 2)]);
}

#[test]
fn what_no_platform_would_call_an_id_is_not_compared() {
    let long = "n".repeat(70_000);
    let objects = [Object { layer: &long, id: "o" }, Object { layer: "", id: "o" }];
    let row = |id, account| Post { objects: &objects, ..post("x", id, account, 0) };
    let (taken, edges) = edges(&[row("1", "a"), row("2", "b"), post(&long, "3", "c", 0)], Layers::ALL);
    assert_eq!(taken, ["new", "new", "unusable"]);
    assert_eq!(edges, ["x/a x/b 1 1 object"]);
}

/// A table with a row for each object of a post repeats the post; only what it said before is a duplicate.
#[test]
fn rows_of_one_post_in_a_bare_table_add_their_objects() {
    let (u1, u2, t) = (
        Object { layer: "url", id: "u1" },
        Object { layer: "url", id: "u2" },
        Object { layer: "hashtag", id: "t" },
    );
    let (first, second, third) = ([u1, t], [u2, t], [u1]);
    let posts = [
        Post { objects: &first, ..post("x", "1", "a", 0) },
        Post { objects: &second, ..post("x", "1", "a", 0) },
        Post { objects: &third, ..post("x", "1", "a", 0) },
        Post { objects: &second, ..post("x", "2", "b", 3) },
    ];
    let (taken, edges) = edges(&posts, Layers::ALL);
    assert_eq!(taken, ["new", "new", "duplicate", "new"]);
    // One meeting on u2 and one on t: the tag of post 1 is counted once, though two rows name it.
    assert_eq!(edges, ["x/a x/b 2 2 url+hashtag"]);
}

/// A row may name objects of a post and repeat its text, links and reply too: those count once.
#[test]
fn rows_that_name_objects_repeat_what_the_post_says_itself() {
    let text = "the harbour lights will stay dark tonight because the ferry company forgot to pay for them";
    let (o1, o2) = ([Object { layer: "", id: "o1" }], [Object { layer: "", id: "o2" }]);
    let urls = ["https://town.example/ferry"];
    let row = |id, account, objects| Post {
        objects,
        text,
        urls: &urls,
        reply_to_id: "9",
        ..post("x", id, account, 0)
    };
    let posts = [
        row("1", "a", &[][..]),
        row("1", "a", &o1),
        row("1", "a", &o2),
        row("1", "a", &o1),
        row("2", "b", &o1),
        row("2", "b", &o2),
    ];
    let (taken, edges) = edges(&posts, Layers::ALL);
    assert_eq!(taken, ["new", "new", "new", "duplicate", "new", "new"]);
    // Two objects, the text as it is and nearly, the link, its domain, the reply: each once.
    assert_eq!(edges, ["x/a x/b 7 7 url+domain+text+near_text+reply+object"]);
}

/// A row without text or links may still answer, mention, show or pass on something.
#[test]
fn rows_that_name_objects_act_on_more() {
    let object = [Object { layer: "", id: "o" }];
    let row = |id, account| Post { objects: &object, reply_to_id: "9", ..post("x", id, account, 0) };
    assert_eq!(edges(&[row("1", "a"), row("2", "b")], Layers::ALL).1, ["x/a x/b 2 2 reply+object"]);
}

#[test]
fn which_rows_are_duplicates_does_not_depend_on_the_layers() {
    let (link, tag) = ([Object { layer: "url", id: "u" }], [Object { layer: "hashtag", id: "t" }]);
    let row = |id, account, objects| Post { objects, ..post("x", id, account, 0) };
    let posts = [row("1", "a", &link), row("1", "a", &tag), row("1", "a", &tag), row("2", "b", &tag)];
    for layers in [Layers::ALL, Layers::default().with(Layer::Url), Layers::default().with(Layer::Media)] {
        assert_eq!(edges(&posts, layers).0, ["new", "new", "duplicate", "new"], "{layers}");
    }
}

#[test]
fn what_a_post_shows_twice_counts_once() {
    let item = |url| Media { url, ..Media::default() };
    let (twice, once) = ([item("https://a.example/1.jpg"); 2], [item("https://a.example/1.jpg")]);
    let posts =
        [Post { media: &twice, ..post("x", "1", "a", 0) }, Post { media: &once, ..post("x", "2", "b", 0) }];
    assert_eq!(edges(&posts, Layers::ALL).1, ["x/a x/b 1 1 media"]);
    let object = [Object { layer: "", id: "o" }; 2];
    let posts = [
        Post { objects: &object, ..post("x", "1", "a", 0) },
        Post { objects: &object[1..], ..post("x", "2", "b", 0) },
    ];
    assert_eq!(edges(&posts, Layers::ALL).1, ["x/a x/b 1 1 object"]);
}

/// Tables of unknown platforms number their rows from one.
#[test]
fn a_number_is_an_id_only_where_a_platform_gave_it() {
    let posts = [
        post("unknown", "1", "a", 0),
        post("unknown", "1", "b", 0),
        post("unknown", "1", "b", 9),
        post("unknown", "1", "a", 0),
    ];
    assert_eq!(edges(&posts, Layers::ALL).0, ["new", "new", "new", "duplicate"]);
    let mut collector = Collector::new(Settings::default());
    collector.source(EvidenceNo(0), &[]);
    [post("x", "1", "a", 0), post("x", "1", "b", 0), post("x", "1", "a", 7)]
        .iter()
        .for_each(|post| collector.push(post));
    let taken = collector.taken();
    assert_eq!((taken.new, taken.duplicates, taken.conflicting), (1, 2, 1));
}

#[test]
fn posts_without_account_or_time_are_not_compared() {
    let (taken, _) =
        edges(&[post("x", "1", "", 0), Post { created_at: None, ..post("x", "2", "a", 0) }], Layers::ALL);
    assert_eq!(taken, ["unusable", "unusable"]);
}

#[test]
fn a_rapid_repost_follows_the_original_within_seconds() {
    let repost = |id, account, second| Post {
        repost_of_id: "1",
        repost_of_account_id: "star",
        ..post("telegram", id, account, second)
    };
    let posts =
        [post("telegram", "1", "star", 0), repost("2", "a", 4), repost("3", "b", 9), repost("4", "c", 40)];
    let (_, found) = edges(&posts, Layers::default().with(Layer::Repost).with(Layer::RapidRepost));
    assert_eq!(
        found,
        [
            "telegram/a telegram/b 2 2 repost+rapid_repost",
            "telegram/a telegram/c 1 1 repost",
            "telegram/b telegram/c 1 1 repost"
        ]
    );
    let unnamed = posts.map(|post| Post { repost_of_account_id: "", ..post });
    for posts in [posts, unnamed] {
        let (_, found) = edges(&posts, Layers::default().with(Layer::RapidRepost));
        assert_eq!(found, ["telegram/a telegram/b 1 1 rapid_repost"]);
    }
}

#[test]
fn near_texts_meet_and_are_named_by_their_beginning() {
    let a = "the harbour lights will stay dark tonight because the ferry company forgot to pay for them";
    let b = "the harbour lights will stay dark tonight because the ferry company forgot to pay for it";
    let text = |id, account, text, second| Post { text, ..post("x", id, account, second) };
    let posts = [
        text("1", "a", a, 0),
        text("2", "b", b, 20),
        text("3", "c", "good morning to everyone in town today", 21),
    ];
    assert_eq!(edges(&posts, Layers::default().with(Layer::NearText)).1, ["x/a x/b 1 1 near_text"]);
}

fn collect(rows: &[(u8, u8, u16, u16)]) -> Actions {
    let mut collector = Collector::new(Settings::default());
    collector.source(EvidenceNo(0), &[]);
    for &(object, account, second, id) in rows {
        let (object, account, id) = (format!("o{object}"), format!("a{account}"), format!("p{id}"));
        let objects = [Object { layer: "", id: &object }];
        collector.push(&Post { objects: &objects, ..post("unknown", &id, &account, i64::from(second)) });
    }
    collector.finish()
}

proptest! {
    /// Rows in any order of ids, with repeats: of the rows that say the same, one counts.
    #[test]
    fn equals_the_definition(rows in prop::collection::vec((0u8..6, 0u8..6, 0u16..300, 0u16..400), 0..600)) {
        let mut known = BTreeSet::new();
        let kept: Vec<_> = rows.iter().filter(|row| known.insert(**row)).collect();
        let mut expected: BTreeMap<(String, String), (BTreeSet<u8>, u64)> = BTreeMap::new();
        for (i, x) in kept.iter().enumerate() {
            for y in &kept[i + 1..] {
                if x.0 == y.0 && x.1 != y.1 && x.2.abs_diff(y.2) <= 60 {
                    let entry = expected.entry((format!("a{}", x.1.min(y.1)), format!("a{}", x.1.max(y.1)))).or_default();
                    entry.0.insert(x.0);
                    entry.1 += 1;
                }
            }
        }
        let actions = collect(&rows);
        let network = Network::new(&actions, Params::default());
        let mut found = Vec::new();
        let _ = network.scan(0, None, |block| {
            found.extend(block.edges.iter().map(|e| {
                let name = |account| actions.account_id(account).to_owned();
                ((name(e.a), name(e.b)), (e.n_objects, e.n_pairs))
            }));
            Ok::<(), Infallible>(())
        });
        let expected: Vec<_> = expected.into_iter().map(|(k, (o, n))| (k, (o.len() as u32, n))).collect();
        prop_assert_eq!(found, expected);
    }

    /// Every pair of actions that an edge counts can be listed, and no other: neither of too common an object.
    #[test]
    fn meetings_are_what_edges_count(
        rows in prop::collection::vec((0u8..5, 0u8..5, 0u16..300, any::<u16>()), 0..60),
        bound in 0u64..60,
    ) {
        let actions = collect(&rows);
        let windows = vec![10_000_000, 60_000_000];
        let bound = Bound { in_full: windows[0], pairs: bound };
        let network = Network::new(&actions, Params { windows, bound, ..Params::default() });
        let summary = network.scan(1000, None, |_| Ok::<(), Infallible>(())).unwrap_or_default();
        let accounts: Vec<(u32, u32)> = summary.strongest.iter().map(|edge| (edge.a, edge.b)).collect();
        for (edge, (meetings, total)) in summary.strongest.iter().zip(network.meetings_of(&accounts, usize::MAX)) {
            prop_assert_eq!(total, edge.n_pairs);
            let sum: u64 = meetings.iter().map(|m| m.time_a.abs_diff(m.time_b)).sum();
            prop_assert_eq!(sum, edge.sum_dt);
            prop_assert!(meetings.iter().all(|m| actions.post_account(m.post_a) == edge.a && actions.post_account(m.post_b) == edge.b));
        }
    }

    /// However few are kept, they are the first of all.
    #[test]
    fn those_that_are_kept_are_the_strongest(
        rows in prop::collection::vec((0u8..9, 0u8..9, 0u16..300, any::<u16>()), 0..120),
        keep in 1usize..9,
    ) {
        let actions = collect(&rows);
        let network = Network::new(&actions, Params::default());
        let strongest =
            |keep| network.scan(keep, None, |_| Ok::<(), Infallible>(())).unwrap_or_default().strongest;
        let all = strongest(1000);
        prop_assert_eq!(strongest(keep), &all[..all.len().min(keep)]);
    }
}
