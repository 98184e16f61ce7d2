//! Training of the models that the program carries.

mod acts;
mod claims;
mod statements;
pub mod synthetic;

pub use self::acts::run as acts;
pub use self::claims::{articles_of, run as claims};

pub const USAGE: &str = "\
cargo xtask train claims --treebank CONLLU --test CONLLU --articles JSONL|FOLDER ...
    [--starts 5] [--out FILE]
                                      train the models of the claims lens; files may be gzip, folders are
                                      stories (gold/claims/...)
cargo xtask train acts --stories FOLDER ... [--statements FILE ...] [--model FILE]
                                      train the model of acts and put it into the file
cargo xtask train synthetic --texts JSONL.ZST --posts JSONL.ZST [--out FILE]
                                      train the models of the synthetic lens";
