//! What every part of Scrutineer agrees on.
//!
//! Data types first: [`Evidence`] is bytes somebody gave us, a [`Post`] is a record that a reader took
//! out of it, an [`Action`] is one account acting on one object at one time, a [`Finding`] is the output
//! of one method over named records. Nothing here reads a file, asks a clock or prints.

pub mod action;
mod canonical;
pub mod card;
pub mod digits;
pub mod evidence;
pub mod finding;
pub mod group;
pub mod hash;
pub mod hypothesis;
pub mod inert;
pub mod object;
pub mod post;
pub mod problem;
pub mod schema;
pub mod shares;
pub mod template;
pub mod time;
pub mod transfer;
pub mod words;

pub use action::{Action, Layer, Layers};
pub use canonical::canonical_json;
pub use card::MethodCard;
pub use evidence::{
    At, Category, Container, Encoded, Evidence, EvidenceNo, MailForm, Obtained, RawRef, Rebuilt, Sensitivity,
};
pub use finding::{Finding, FindingError, RecordRef, Strength, Support};
pub use group::Group;
pub use hash::Sha256;
pub use hypothesis::{Assessment, Author, Hypothesis, Level, NONE_OF_THESE, Weighing};
pub use post::{Media, Object, Post};
pub use problem::{Problem, Severity};
pub use shares::{Share, Shares};
pub use template::Template;
pub use time::{Precision, TimeOrigin, Timestamp};
pub use transfer::TransferEncoding;
