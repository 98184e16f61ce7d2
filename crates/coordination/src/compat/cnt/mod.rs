//! Coordination Network Toolkit 1.5.2 (Python): directed networks of messages close in time.
//!
//! The weight from `u` to `v` is the number of distinct messages of `u` that have at least one matching message of `v`
//! within the window before or after, ends included. Semantics read from the tool's source and checked against its
//! outputs.
//!
//! ```
//! use scrutineer_coordination::compat::cnt::{Kind, Message, Params, network};
//! use model::Timestamp;
//!
//! let message = |message_id, user_id, seconds: i64| Message {
//!     message_id,
//!     user_id,
//!     repost_id: "poster",
//!     time: Timestamp(seconds * 1_000_000),
//!     ..Message::default()
//! };
//! let messages = [message("1", "al", 0), message("2", "al", 10), message("3", "bo", 60)];
//! let edges = network(&messages, Kind::CoRetweet, &Params::default())?;
//! let weights: Vec<_> = edges.iter().map(|edge| (edge.user_1, edge.user_2, edge.weight)).collect();
//! assert_eq!(weights, [("al", "bo", 2), ("bo", "al", 1)]);
//! # Ok::<(), scrutineer_coordination::compat::Error>(())
//! ```

mod directed;
mod similar;

use crate::compat::{Error, check_fraction, check_rows, codes::Codes, micros};
use directed::{Row, Weight, weights};
use hashbrown::{HashMap, HashSet};
use model::Timestamp;
use rayon::prelude::*;
use serde::Serialize;
use std::time::Duration;

/// One message: a row of the tool's input. Of several with one `message_id` the first counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Message<'a> {
    /// Id of the message.
    pub message_id: &'a str,
    /// Its author.
    pub user_id: &'a str,
    /// The message that it passes on; empty for none.
    pub repost_id: &'a str,
    /// Whether it passes on a message, named or not. The tool knows those that are named, which count as reposts anyway.
    pub is_repost: bool,
    /// The message that it answers; empty for none.
    pub reply_id: &'a str,
    /// Its text.
    pub message: &'a str,
    /// Its links, separated by one space each, as the tool's input has them.
    pub urls: &'a str,
    /// When. The tool computes with floating point seconds, which agree with microseconds for whole windows.
    pub time: Timestamp,
}

impl Message<'_> {
    fn is_original(&self) -> bool {
        self.repost_id.is_empty() && !self.is_repost
    }
}

/// What makes two messages match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// They pass on the same message.
    CoRetweet,
    /// They have the same text, mentions, case and white space aside; reposts do not count.
    CoTweet,
    /// They share a link, character by character; reposts do not count.
    CoLink,
    /// They answer the same message; reposts do not count.
    CoReply,
    /// Their sets of words overlap (Jaccard) by the threshold or more; reposts do not count.
    CoSimilarTweet,
    /// Nothing but the time: the tool offers it as an upper bound of the other networks.
    CoPost,
}

impl Kind {
    /// All networks.
    pub const ALL: [Self; 6] =
        [Self::CoRetweet, Self::CoTweet, Self::CoLink, Self::CoReply, Self::CoSimilarTweet, Self::CoPost];

    /// The tool's name of the network.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CoRetweet => "co_retweet",
            Self::CoTweet => "co_tweet",
            Self::CoLink => "co_link",
            Self::CoReply => "co_reply",
            Self::CoSimilarTweet => "co_similar_tweet",
            Self::CoPost => "co_post",
        }
    }

    /// The network of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Arguments of [`network`], with the tool's defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Two messages match when they are at most this far apart.
    pub window: Duration,
    /// Edges of a smaller weight are left out.
    pub min_edge_weight: u64,
    /// Least overlap of two sets of words, 0 to 1, for [`Kind::CoSimilarTweet`].
    pub similarity: f64,
    /// Keep edges from an account to itself.
    pub loops: bool,
}

impl Default for Params {
    fn default() -> Self {
        Self { window: Duration::from_secs(60), min_edge_weight: 1, similarity: 0.9, loops: false }
    }
}

/// A directed edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edge<'a> {
    /// Whose messages are counted.
    pub user_1: &'a str,
    /// Whose messages they match.
    pub user_2: &'a str,
    /// The tool's weight.
    pub weight: u64,
    /// The weight without the artefacts of co_link: the empty link of a message without links, and links of messages
    /// that were dropped as repeated ids. The same as `weight` in the other networks.
    pub weight_corrected: u64,
}

impl Edge<'_> {
    /// Columns in their order, for a table without rows.
    pub const COLUMNS: &'static [&'static str] = &["user_1", "user_2", "weight", "weight_corrected"];
}

/// The network of `messages`, sorted by the two accounts.
///
/// Costs time in proportion to the pairs of matching messages within the window (for co_post and co_similar_tweet, of
/// all messages within it), and memory in proportion to the messages and edges.
pub fn network<'a>(messages: &[Message<'a>], kind: Kind, params: &Params) -> Result<Vec<Edge<'a>>, Error> {
    check_rows(messages.len())?;
    check_fraction("similarity", params.similarity)?;
    let users = Codes::new(messages.iter().map(|message| message.user_id));
    let first = first_of_each_id(messages);
    let window = micros(params.window);
    let kept = || (0..messages.len()).filter(|&at| first[at] as usize == at);
    let posts = || kept().filter(|&at| messages[at].is_original());
    let row = |at: usize, object: u32| Row {
        object,
        time: messages[at].time.0,
        user: users.of[at],
        message: first[at],
    };
    let by_id = |rows: Vec<usize>, id: fn(&Message<'a>) -> &'a str| {
        let rows: Vec<usize> = rows.into_iter().filter(|&at| !id(&messages[at]).is_empty()).collect();
        let ids = Codes::new(rows.iter().map(|&at| id(&messages[at])));
        weights(rows.iter().zip(ids.of).map(|(&at, id)| row(at, id)).collect(), window, |_, _| true)
    };

    let (weights, corrected) = match kind {
        Kind::CoRetweet => (by_id(kept().collect(), |message| message.repost_id), None),
        Kind::CoReply => (by_id(posts().collect(), |message| message.reply_id), None),
        Kind::CoPost => (weights(kept().map(|at| row(at, 0)).collect(), window, |_, _| true), None),
        Kind::CoTweet => {
            let posts: Vec<usize> = posts().collect();
            let folded: Vec<String> =
                posts.par_iter().map(|&at| text::cnt_normalise(messages[at].message)).collect();
            let texts = Codes::new(folded.iter().map(String::as_str));
            (
                weights(
                    posts.iter().zip(texts.of).map(|(&at, text)| row(at, text)).collect(),
                    window,
                    |_, _| true,
                ),
                None,
            )
        }
        Kind::CoSimilarTweet => {
            let posts: Vec<usize> = posts().collect();
            let words: Vec<Vec<String>> =
                posts.par_iter().map(|&at| text::cnt_tokens(messages[at].message)).collect();
            let sets = similar::WordSets::new(&words);
            // The tool divides by zero when a message has no word and stops; here such a message is like no other.
            let mut rows = Vec::new();
            for (set, &at) in posts.iter().enumerate() {
                rows.extend(sets.prefix(set, params.similarity).iter().map(|&word| (row(at, word), set)));
            }
            (directed::weights_of(rows, window, |&a, &b| sets.similar(a, b, params.similarity)), None)
        }
        Kind::CoLink => {
            let (rows, sound) = links(messages, &first, row);
            let corrected = weights(sound, window, |_, _| true);
            (weights(rows, window, |_, _| true), Some(corrected))
        }
    };

    // What is corrected only takes matches away, so that every corrected edge is among the tool's.
    let corrected: Option<HashMap<(u32, u32), u64>> =
        corrected.map(|edges| edges.into_iter().map(|edge| ((edge.from, edge.to), edge.weight)).collect());
    let edge = |Weight { from, to, weight }: Weight| Edge {
        user_1: users.names[from as usize],
        user_2: users.names[to as usize],
        weight,
        weight_corrected: corrected.as_ref().map_or(weight, |of| of.get(&(from, to)).copied().unwrap_or(0)),
    };
    let kept =
        |edge: &Weight| edge.weight >= params.min_edge_weight && (params.loops || edge.from != edge.to);
    Ok(weights.into_iter().filter(kept).map(edge).collect())
}

/// For each row the first row with its message id.
fn first_of_each_id(messages: &[Message<'_>]) -> Vec<u32> {
    let mut first = HashMap::with_capacity(messages.len());
    messages
        .iter()
        .enumerate()
        .map(|(at, message)| *first.entry(message.message_id).or_insert(at as u32))
        .collect()
}

/// The tool's rows of links, and those of them that are sound.
///
/// The tool splits the field on single spaces, so that an empty field, a trailing space and two spaces in a row yield an
/// empty link, which then is "shared" by all such messages. It also keeps new links of a message id that it has seen.
fn links(messages: &[Message<'_>], first: &[u32], row: impl Fn(usize, u32) -> Row) -> (Vec<Row>, Vec<Row>) {
    let mut seen = HashSet::new();
    let found: Vec<(usize, &str)> = messages
        .iter()
        .enumerate()
        .filter(|(_, message)| message.is_original())
        .flat_map(|(at, message)| message.urls.split(' ').map(move |url| (at, url)))
        .filter(|&(at, url)| seen.insert((first[at], url)))
        .collect();
    let urls = Codes::new(found.iter().map(|&(_, url)| url));
    let all: Vec<Row> = found.iter().zip(&urls.of).map(|(&(at, _), &url)| row(at, url)).collect();
    let sound = |&(at, url): &(usize, &str)| first[at] as usize == at && !url.is_empty();
    let sound = found.iter().zip(&all).filter(|(link, _)| sound(link)).map(|(_, &row)| row).collect();
    (all, sound)
}
