//! Texts of posts: folding, entities, canonical links, tokens, and clusters of near-duplicate texts; running text of
//! articles: paragraphs, sentences and quotations ([`prose`]).
//!
//! No I/O: links are never fetched. Every function takes any string, however hostile, and gives the same answer on
//! every platform and in every order of calls.

mod cnt;
mod entities;
mod fold;
mod link;
mod near;
pub mod prose;
mod sets;

pub use cnt::{cnt_normalise, cnt_tokens};
pub use entities::{Entities, Entity, EntityKind, entities, hashtags, mentions, urls};
pub use fold::{fold, is_invisible};
pub use link::{MAX_LINK_BYTES, TRACKING, TRACKING_ON, canonical, registrable_domain};
pub use near::{Cluster, Clusters, Near, Params, TextName, TextNo, shingles};
pub use sets::jaccard;
