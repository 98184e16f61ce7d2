//! The rules of both peers, one sentence and one small invented case each.

#![allow(clippy::unwrap_used, reason = "a test may stop at a wrong fixture")]

use model::Timestamp;
use proptest::prelude::*;
use scrutineer_coordination::compat::Error;
use scrutineer_coordination::compat::cnt::{self, Kind, Message};
use scrutineer_coordination::compat::coortweet::{
    AccountRow, EdgeRow, FastAccountRow, FastEdgeRow, GroupRow, PairRow, Pairs, Params, Share, Threshold,
    account_stats, detect_groups, fast_account_stats, fast_network, group_stats, network,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// Shares from lines of `object account content seconds`.
fn shares(lines: &str) -> Vec<Share<'_>> {
    lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let [object, account, content, seconds] = cells(line);
            Share { object, account, content, time: at(seconds) }
        })
        .collect()
}

fn cells<const N: usize>(line: &str) -> [&str; N] {
    line.split_whitespace().collect::<Vec<_>>().try_into().unwrap()
}

fn at(seconds: &str) -> Timestamp {
    Timestamp((seconds.parse::<f64>().unwrap() * 1e6) as i64)
}

fn params(seconds: u64, min_participation: u32) -> Params {
    Params { window: Duration::from_secs(seconds), min_participation, ..Params::default() }
}

/// The pairs as `object:older-newer+delta`, contents only.
fn listed(pairs: &Pairs<'_>) -> String {
    let row = |row: &PairRow<'_>| {
        let PairRow { object_id, content_id, content_id_y, time_delta, .. } = row;
        format!("{object_id}:{content_id}-{content_id_y}+{time_delta}")
    };
    pairs.rows().iter().map(row).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(rule: &str, params: Params, lines: &str, expected: &str) {
    assert_eq!(listed(&detect_groups(&shares(lines), &params).unwrap()), expected, "{rule}");
}

#[test]
fn coortweet_pairs() {
    check(
        "The window is inclusive, and runs from every share, not from the first one.",
        params(10, 1),
        "kite al 1 0
         kite bo 2 10
         kite cy 3 20.5",
        "kite:1-2+10",
    );
    check(
        "Shares of different objects have nothing in common.",
        params(10, 1),
        "kite al 1 0
         drum bo 2 0",
        "",
    );
    check(
        "The older share comes first, wherever it stands in the input.",
        params(10, 1),
        "kite al 1 7
         kite bo 2 3",
        "kite:2-1+4",
    );
    check(
        "Of two shares at the same time the account that appears first in the input comes first.",
        params(10, 1),
        "drum bo 9 500
         kite al 1 5
         kite bo 2 5",
        "kite:2-1+0",
    );
    check(
        "Repeated shares make a pair each: nothing is dropped as a duplicate.",
        params(10, 1),
        "kite al 1 0
         kite bo 2 1
         kite bo 3 2",
        "kite:1-2+1 kite:1-3+2",
    );
    check(
        "An account's pairs with itself, pairs of one content and pairs with the shared post itself are loops.",
        params(10, 1),
        "kite al 1 0
         kite al 2 1
         kite bo 1 2
         5 cy 5 0
         5 dy 6 1",
        "kite:2-1+1",
    );
    check(
        "Loops stay when they are asked for.",
        Params { remove_loops: false, ..params(10, 1) },
        "kite al 1 0
         kite al 2 1
         5 cy 5 0
         5 dy 6 1",
        "5:5-6+1 kite:1-2+1",
    );
}

#[test]
fn coortweet_participation() {
    check(
        "First filter: an account needs two rows in the whole input, on whatever object and at whatever time.",
        params(10, 2),
        "kite al 1 0
         kite bo 2 1
         drum al 3 900
         drum bo 4 1800",
        "",
    );
    check(
        "Second filter: it needs two rows with a paired content; one such side is enough to keep a pair (an OR).",
        params(10, 2),
        "kite al 1 0
         kite bo 2 1
         drum al 3 100
         drum cy 4 101
         oboe bo 5 900
         oboe cy 6 1800",
        "drum:3-4+1 kite:1-2+1",
    );
    check(
        "A content counts once per row, also through an object that nobody else shared.",
        params(10, 2),
        "kite al 1 0
         solo al 1 0
         kite bo 2 1
         oboe bo 5 900",
        "kite:1-2+1",
    );
}

#[test]
fn coortweet_weights_count_pairs() {
    let lines = shares(
        "kite bo 1 0
         kite al 2 1
         kite al 3 2
         drum al 4 100
         drum bo 5 104",
    );
    let pairs = detect_groups(&lines, &params(10, 1)).unwrap();
    let rows = network(&pairs, 0.5).unwrap().rows();
    let [edge] = &rows[..] else { panic!("one pair of accounts, one edge") };
    assert_eq!((edge.from, edge.to), ("al", "bo"), "ends are in the order of their names");
    assert_eq!(edge.weight, 3, "pairs, not objects");
    assert_eq!(edge.avg_time_delta, 7.0 / 3.0);
    assert_eq!(edge.object_ids, "drum,kite");
    assert_eq!(
        (edge.n_content_id, edge.n_content_id_y),
        (2, 3),
        "older posts 4 1, newer 5 2 3: not per account"
    );
    assert_eq!((edge.n_content_from, edge.n_content_to), (3, 2), "al wrote 2 3 4, bo 1 5");
    assert_eq!(edge.weight_threshold, 0, "strictly above the percentile, so a lone edge never is");
}

#[test]
fn coortweet_narrower_window() {
    let lines = shares(
        "kite al 1 0
         kite bo 2 5
         drum al 3 100
         drum cy 4 150",
    );
    let mut pairs = detect_groups(&lines, &params(60, 1)).unwrap();
    assert_eq!(fast_network(&pairs, 0.5).unwrap_err(), Error::NoFastWindow);
    pairs.flag_speed_share(Duration::from_secs(5), 1);
    let fast: Vec<_> = pairs.rows().iter().map(|row| (row.object_id, row.fast)).collect();
    assert_eq!(fast, [("drum", Some(0)), ("kite", Some(1))]);
    let rows = fast_network(&pairs, 0.5).unwrap().fast_rows();
    let weights: Vec<_> = rows.iter().map(|row| (row.to, row.weight_full, row.weight_fast)).collect();
    assert_eq!(weights, [("bo", 1, Some(1)), ("cy", 1, None)], "empty where no pair is that fast");
}

#[test]
fn coortweet_statistics() {
    // al meets bo and cy after 4 s each, and dy after 10 s.
    let lines = shares(
        "kite al 1 0
         kite bo 2 4
         drum al 3 100
         drum cy 4 104
         oboe al 5 200
         oboe dy 6 210",
    );
    let pairs = detect_groups(&lines, &params(10, 1)).unwrap();
    let network = network(&pairs, 0.5).unwrap();
    let al = &account_stats(&network, &pairs, Threshold::None)[0];
    assert_eq!((al.account_id, al.unique_shares_count), ("al", 3));
    assert_eq!(al.avg_time_delta, 7.0, "the two equal edges count once");
    assert_eq!(al.avg_time_delta_corrected, 6.0);
    assert!(account_stats(&network, &pairs, Threshold::Full).is_empty(), "all weights are equal");
    for row in group_stats(&network, Threshold::None) {
        assert_eq!(
            (row.num_accounts, row.num_accounts_corrected),
            (1, 2),
            "only one side of each edge is counted"
        );
    }
}

#[test]
fn coortweet_limits() {
    let lines = shares("kite al 1 0\nkite bo 2 1\nkite cy 3 2");
    let few = Params { max_pairs: 2, ..params(10, 1) };
    assert_eq!(detect_groups(&lines, &few).unwrap_err(), Error::TooManyPairs { pairs: 3, limit: 2 });
    let pairs = detect_groups(&lines, &params(10, 1)).unwrap();
    assert_eq!(network(&pairs, 1.5).unwrap_err(), Error::NotAFraction { name: "edge weight" });
    let nothing = detect_groups(&[], &Params::default()).unwrap();
    assert!(network(&nothing, 0.5).unwrap().edges.is_empty());
}

#[test]
fn tables_are_written_under_the_peers_names() {
    fn csv_of<R: serde::Serialize>(rows: &[R]) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|row| writer.serialize(row).unwrap());
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }
    #[track_caller]
    fn check<R: serde::Serialize>(rows: &[R], columns: &[&str], first: &str) {
        assert_eq!(csv_of(rows).lines().take(2).collect::<Vec<_>>(), [&columns.join(","), first]);
    }
    let lines = shares("kite al 1 0\nkite bo 2 5\ndrum al 3 10.5\ndrum cy 4 12");
    let mut pairs = detect_groups(&lines, &params(10, 1)).unwrap();
    let plain = network(&pairs, 0.5).unwrap();
    check(&pairs.rows(), PairRow::COLUMNS, "drum,al,cy,3,4,1.5");
    check(&plain.rows(), EdgeRow::COLUMNS, "al,bo,1,5,1,1,1,kite,0,1,1,1");
    check(&account_stats(&plain, &pairs, Threshold::None), AccountRow::COLUMNS, "al,3.25,1,2,3.25,1");
    check(&group_stats(&plain, Threshold::None), GroupRow::COLUMNS, "drum,1,2");
    pairs.flag_speed_share(Duration::from_secs(2), 1);
    let fast = fast_network(&pairs, 0.5).unwrap();
    check(&fast.fast_rows(), FastEdgeRow::COLUMNS, "al,bo,1,,5,,1,1,,,1,,0,,1,1,,,1,");
    let stats = fast_account_stats(&fast, &pairs, Threshold::None);
    check(&stats, FastAccountRow::COLUMNS, "al,3.25,1.5,1,1,2,3.25,1.5,1,1");
    let messages = messages("1 al 0\n2 bo 1", &Message::default());
    let edges = cnt::network(&messages, Kind::CoPost, &RULES).unwrap();
    check(&edges, cnt::Edge::COLUMNS, "al,bo,1,1");
}

/// Messages from lines of `id user seconds`; the rest is the same for all.
fn messages<'a>(lines: &'a str, like: &Message<'a>) -> Vec<Message<'a>> {
    lines
        .lines()
        .map(|line| {
            let [message_id, user_id, seconds] = cells(line);
            Message { message_id, user_id, time: at(seconds), ..*like }
        })
        .collect()
}

/// The edges as `u>v=weight`, with `/corrected` where that differs.
fn directed(messages: &[Message<'_>], kind: Kind, params: &cnt::Params) -> String {
    let edge = |edge: &cnt::Edge<'_>| {
        let cnt::Edge { user_1, user_2, weight, weight_corrected } = edge;
        let corrected =
            if weight == weight_corrected { String::new() } else { format!("/{weight_corrected}") };
        format!("{user_1}>{user_2}={weight}{corrected}")
    };
    cnt::network(messages, kind, params).unwrap().iter().map(edge).collect::<Vec<_>>().join(" ")
}

const RULES: cnt::Params =
    cnt::Params { window: Duration::from_secs(60), min_edge_weight: 1, similarity: 0.5, loops: false };

#[test]
fn cnt_weights_are_directed() {
    let repost = Message { repost_id: "kite", ..Message::default() };
    let rows = messages("1 al 0\n2 al 20\n3 bo 60\n4 al 121", &repost);
    let check = |rule: &str, params: cnt::Params, expected: &str| {
        assert_eq!(directed(&rows, Kind::CoRetweet, &params), expected, "{rule}");
    };
    check(
        "Messages that meet one of the other side within an inclusive window are counted.",
        RULES,
        "al>bo=2 bo>al=1",
    );
    check("Light edges are left out.", cnt::Params { min_edge_weight: 2, ..RULES }, "al>bo=2");
    check(
        "Every message matches itself; such loops are shown when asked for.",
        cnt::Params { loops: true, ..RULES },
        "al>al=3 al>bo=2 bo>al=1 bo>bo=1",
    );
    let repeated = messages("1 al 0\n1 bo 1\n2 bo 30", &repost);
    assert_eq!(
        directed(&repeated, Kind::CoRetweet, &RULES),
        "al>bo=1 bo>al=1",
        "Of several messages with one id the first counts."
    );
}

#[test]
fn cnt_networks() {
    let al = Message { message_id: "1", user_id: "al", ..Message::default() };
    let bo = Message { message_id: "2", user_id: "bo", ..Message::default() };
    let check = |rule: &str, kind: Kind, messages: [Message<'_>; 2], expected: &str| {
        assert_eq!(directed(&messages, kind, &RULES), expected, "{rule}");
    };
    let both = "al>bo=1 bo>al=1";
    check(
        "co_post asks for nothing but the time.",
        Kind::CoPost,
        [al, Message { repost_id: "9", ..bo }],
        both,
    );
    check("Passing on nothing is not passing on the same.", Kind::CoRetweet, [al, bo], "");
    check("Answering nothing is not answering the same.", Kind::CoReply, [al, bo], "");
    let reply = |message| Message { reply_id: "9", ..message };
    check("co_reply asks for the same message answered.", Kind::CoReply, [reply(al), reply(bo)], both);
    let passed_on = Message { repost_id: "8", ..reply(bo) };
    check("Reposts are no replies.", Kind::CoReply, [reply(al), passed_on], "");
    let say = |message, text| Message { message: text, ..message };
    let alike = [say(al, "Paint  the TOWN"), say(bo, "@cy paint the town")];
    check("co_tweet ignores mentions, case and white space.", Kind::CoTweet, alike, both);
    let half = [say(al, "paint the town"), say(bo, "paint the wall")];
    check(
        "Two of four words in common are a similarity of 0.5; the threshold is inclusive.",
        Kind::CoSimilarTweet,
        half,
        both,
    );
    let third = [say(al, "paint town"), say(bo, "paint wall")];
    check("One of three is less.", Kind::CoSimilarTweet, third, "");
    let wordless = [say(al, "@cy"), say(bo, "@dy")];
    check("Messages without words are like no other (the tool stops).", Kind::CoSimilarTweet, wordless, "");
    check("They do have the same text, though: none.", Kind::CoTweet, wordless, both);
}

#[test]
fn cnt_links() {
    let al = Message { message_id: "1", user_id: "al", ..Message::default() };
    let bo = Message { message_id: "2", user_id: "bo", ..Message::default() };
    let check = |rule: &str, urls: [&str; 2], expected: &str| {
        let [a, b] = urls;
        let rows = [Message { urls: a, ..al }, Message { urls: b, ..bo }];
        assert_eq!(directed(&rows, Kind::CoLink, &RULES), expected, "{rule}");
    };
    check("Links are compared character by character.", ["x.example", "X.example"], "");
    check("A message that shares two links counts once.", ["a b", "b a"], "al>bo=1 bo>al=1");
    check("Defect: messages without links share the empty link.", ["", ""], "al>bo=1/0 bo>al=1/0");
    check("Defect: so do fields with a space too many.", ["a ", ""], "al>bo=1/0 bo>al=1/0");

    let again = [
        Message { urls: "a", ..al },
        Message { message_id: "1", urls: "b", ..bo },
        Message { message_id: "3", urls: "b", ..al },
    ];
    assert_eq!(
        directed(&again, Kind::CoLink, &RULES),
        "al>bo=1/0 bo>al=1/0",
        "Defect: a message dropped as a repeated id leaves its new links behind."
    );
}

prop_compose! {
    /// Few objects, accounts and seconds, so that everything meets everything.
    fn any_shares()(rows in prop::collection::vec((0..3u8, 0..5u8, 0..20u8, 0..40i64), 0..60)) -> Vec<[String; 3]> {
        rows.into_iter()
            .map(|(object, account, content, second)| {
                [format!("o{object}"), format!("a{account}"), format!("c{content}_{second}")]
            })
            .collect()
    }
}

fn as_shares(rows: &[[String; 3]]) -> Vec<Share<'_>> {
    rows.iter()
        .map(|[object, account, content]| {
            let (_, second) = content.split_once('_').unwrap();
            Share { object, account, content, time: at(second) }
        })
        .collect()
}

proptest! {
    /// The window slides over sorted times; comparing all with all gives the same pairs.
    #[test]
    fn pairs_are_those_of_the_definition(rows in any_shares(), window in 0..20u64) {
        let shares = as_shares(&rows);
        let pairs = detect_groups(&shares, &Params { remove_loops: false, ..params(window, 0) }).unwrap();
        let expected = (0..shares.len())
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .filter(|&(i, j)| shares[i].object == shares[j].object)
            .filter(|&(i, j)| shares[i].time.0.abs_diff(shares[j].time.0) <= window * 1_000_000)
            .count();
        prop_assert_eq!(pairs.len(), expected);
    }

    /// The order of the input decides which share of a tie comes first, and nothing else.
    #[test]
    fn order_of_rows_does_not_matter(rows in any_shares(), turn in 0..60usize) {
        let shares = as_shares(&rows);
        let mut turned = shares.clone();
        turned.rotate_left(turn.min(shares.len()));
        let edges = |shares: &[Share<'_>]| -> Vec<(String, String, u64, f64, u64, u64)> {
            let pairs = detect_groups(shares, &params(10, 2)).unwrap();
            let rows = network(&pairs, 0.5).unwrap().rows();
            rows.iter()
                .map(|row| {
                    let ends = (row.from.to_string(), row.to.to_string());
                    (ends.0, ends.1, row.weight, row.avg_time_delta, row.n_content_from, row.n_content_to)
                })
                .collect()
        };
        prop_assert_eq!(edges(&shares), edges(&turned));
    }

    /// Directed weights are those of comparing all messages with all.
    #[test]
    fn weights_are_those_of_the_definition(
        rows in prop::collection::vec((0..3u8, 0..4u8, 0..200u16), 0..40),
    ) {
        let cells: Vec<[String; 3]> = rows
            .iter()
            .enumerate()
            .map(|(id, (object, user, _))| [format!("m{id}"), format!("u{user}"), format!("o{object}")])
            .collect();
        let messages: Vec<Message<'_>> = cells
            .iter()
            .zip(&rows)
            .map(|([message_id, user_id, repost_id], &(_, _, second))| Message {
                message_id,
                user_id,
                repost_id,
                time: Timestamp(i64::from(second) * 1_000_000),
                ..Message::default()
            })
            .collect();
        let mut expected = BTreeMap::<(&str, &str), u64>::new();
        for mine in &messages {
            let meets = |other: &&Message<'_>| {
                other.repost_id == mine.repost_id && other.time.0.abs_diff(mine.time.0) <= 60_000_000
            };
            let others: std::collections::BTreeSet<&str> =
                messages.iter().filter(meets).map(|other| other.user_id).collect();
            for other in others {
                *expected.entry((mine.user_id, other)).or_default() += 1;
            }
        }
        let edges = cnt::network(&messages, Kind::CoRetweet, &cnt::Params { loops: true, ..RULES }).unwrap();
        let ours: BTreeMap<_, _> = edges.iter().map(|edge| ((edge.user_1, edge.user_2), edge.weight)).collect();
        prop_assert_eq!(ours, expected);
    }
}
