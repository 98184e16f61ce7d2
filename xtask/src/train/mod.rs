//! Training of the models that the program carries.

mod acts;
mod claims;
mod links;
mod statements;
pub mod synthetic;

pub use self::acts::run as acts;
pub use self::claims::{articles_of, run as claims};
pub use self::links::run as links;

pub const USAGE: &str = "\
cargo xtask train claims --treebank CONLLU --test CONLLU --articles JSONL|FOLDER ...
    [--starts 5] [--out FILE]
                                      train the models of the claims lens; files may be gzip, folders are
                                      stories (gold/claims/...)
cargo xtask train acts --stories FOLDER ... [--statements FILE ...] [--model FILE]
                                      train the model of acts and put it into the file
cargo xtask train links [--model FILE] --stories FOLDER [--model FILE] --stories FOLDER ...
    [--learn-from FILE] [--out crates/claims/src/link/weights.rs]
                                      fit the weights of links, each folder measured with weights of the others; a
                                      model reads the folders named behind it, so that none need be read by one that
                                      learned from it; --learn-from fits on what this other model finds
cargo xtask train synthetic --texts JSONL.ZST --posts JSONL.ZST [--out FILE]
                                      train the models of the synthetic lens";
