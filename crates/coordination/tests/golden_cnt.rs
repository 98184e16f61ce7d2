//! Every edge that the Coordination Network Toolkit 1.5.2 printed for our golden inputs, and what is wrong with some.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may stop at damaged data and say what it skips"
)]

#[path = "golden_data/mod.rs"]
#[allow(dead_code, reason = "each golden test uses its part")]
mod golden_data;

use golden_data::{Table, folder, golden, golden_names, header_of};
use scrutineer_coordination::compat::cnt::{Edge, Kind, Message, Params, network};
use std::collections::BTreeMap;
use std::path::Path;

/// Input file and network of each golden file.
const CASES: [(&str, &str, Kind); 13] = [
    ("cnt_test_co_retweet_w60", "cnt_coretweet_test_input.csv", Kind::CoRetweet),
    ("cnt_russian_co_retweet_w60", "cnt_russian_input.csv.gz", Kind::CoRetweet),
    ("cnt_sample_co_retweet_w60", "cnt_sample_data.csv", Kind::CoRetweet),
    ("cnt_sample_co_tweet_w60", "cnt_sample_data.csv", Kind::CoTweet),
    ("cnt_sample_co_link_w60", "cnt_sample_data.csv", Kind::CoLink),
    ("cnt_sample_co_reply_w60", "cnt_sample_data.csv", Kind::CoReply),
    ("cnt_sample_co_similar_tweet_w60", "cnt_sample_data.csv", Kind::CoSimilarTweet),
    ("cnt_sample_co_post_w60", "cnt_sample_data.csv", Kind::CoPost),
    ("cnt_ira2016_co_retweet_w60", "cnt_ira2016_input.csv.gz", Kind::CoRetweet),
    ("cnt_ira2016_co_tweet_w60", "cnt_ira2016_input.csv.gz", Kind::CoTweet),
    ("cnt_ira2016_co_link_w60", "cnt_ira2016_input.csv.gz", Kind::CoLink),
    ("cnt_ira2016nonempty_co_similar_tweet_w60", "cnt_ira2016_input.csv.gz", Kind::CoSimilarTweet),
    ("cnt_ira2016nonempty_co_post_w60", "cnt_ira2016_input.csv.gz", Kind::CoPost),
];

fn messages(table: &Table) -> Vec<Message<'_>> {
    table
        .iter()
        .map(|row| Message {
            message_id: row.text("message_id"),
            user_id: row.text("user_id"),
            repost_id: row.text("repost_id"),
            reply_id: row.text("reply_id"),
            message: row.text("message"),
            urls: row.text("urls"),
            time: row.time("timestamp"),
            ..Message::default()
        })
        .collect()
}

/// Whether there is a letter or digit outside the `@mentions`, as in the inputs called nonempty.
fn has_word(text: &str) -> bool {
    let before_mention =
        |word: &str| word.split('@').next().is_some_and(|start| start.contains(char::is_alphanumeric));
    text.split_whitespace().any(before_mention)
}

fn edges<'a>(messages: &[Message<'a>], kind: Kind) -> Vec<Edge<'a>> {
    network(messages, kind, &Params { similarity: 0.8, ..Params::default() }).unwrap()
}

fn weights<'a>(edges: &[Edge<'a>]) -> BTreeMap<(&'a str, &'a str), u64> {
    edges.iter().map(|edge| ((edge.user_1, edge.user_2), edge.weight)).collect()
}

fn check(folder: &Path, name: &str, input: &str, kind: Kind) {
    let table = Table::read(&folder.join(input));
    let mut messages = messages(&table);
    if name.contains("nonempty") {
        let before = messages.len();
        messages.retain(|message| has_word(message.message));
        assert_eq!(before - messages.len(), 9, "{name}");
    }
    let ours = edges(&messages, kind);
    assert_eq!(header_of(&ours[0])[..3], ["user_1", "user_2", "weight"]);

    let theirs = golden(folder, name);
    assert_eq!(ours.len(), theirs.len(), "{name}: edges");
    let ours = weights(&ours);
    for row in theirs.iter() {
        let ends = (row.text("user_1"), row.text("user_2"));
        assert_eq!(ours.get(&ends).map(|&weight| weight as f64), row.number("weight"), "{name}: {ends:?}");
    }
}

#[test]
fn every_edge_is_reproduced() {
    let Some(folder) = folder() else { return };
    for (name, input, kind) in CASES {
        check(&folder, name, input, kind);
    }
}

/// A golden file that nobody compares proves nothing.
#[test]
fn every_golden_file_is_covered() {
    let Some(folder) = folder() else { return };
    let covered = CASES.map(|(name, ..)| String::from(name)).into();
    let mut names = golden_names(&folder);
    names.retain(|name| !name.starts_with("coortweet_"));
    assert_eq!(names, covered);
}

/// Defect: the link of a message without links is the empty string, which all such messages "share".
#[test]
fn co_link_edges_without_a_link() {
    let Some(folder) = folder() else { return };
    let table = Table::read(&folder.join("cnt_ira2016_input.csv.gz"));
    let ours = edges(&messages(&table), Kind::CoLink);
    assert_eq!(ours.len(), 3_210);
    assert_eq!(ours.iter().filter(|edge| edge.weight_corrected > 0).count(), 0);
}

/// Defect: the toolkit divides by zero on a message without words. Such a message is like no other, so that leaving it
/// out changes nothing.
#[test]
fn messages_without_words_do_not_stop_us() {
    let Some(folder) = folder() else { return };
    let table = Table::read(&folder.join("cnt_ira2016_input.csv.gz"));
    let all = messages(&table);
    let with_words: Vec<_> = all.iter().copied().filter(|message| has_word(message.message)).collect();
    assert_eq!(edges(&all, Kind::CoSimilarTweet), edges(&with_words, Kind::CoSimilarTweet));
}

/// Both peers count the same: the larger of the two directed weights is CooRTweet's weight.
#[test]
fn co_retweet_agrees_with_coortweet() {
    let Some(folder) = folder() else { return };
    let table = Table::read(&folder.join("cnt_russian_input.csv.gz"));
    let messages = messages(&table);
    let directed = edges(&messages, Kind::CoRetweet);
    let directed = weights(&directed);
    let theirs = golden(&folder, "coortweet_russian_w60_m1_edges_p50");
    assert_eq!(theirs.len(), 6_206);
    for row in theirs.iter() {
        let (a, b) = (row.text("from"), row.text("to"));
        let weight = directed.get(&(a, b)).max(directed.get(&(b, a)));
        assert_eq!(weight.map(|&weight| weight as f64), row.number("weight"), "{a} {b}");
    }
}
