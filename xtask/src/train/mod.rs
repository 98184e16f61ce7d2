//! Training of the models that the program carries.

mod claims;
pub mod synthetic;

pub use self::claims::{articles_of, run as claims};

pub const USAGE: &str = "\
cargo xtask train claims --treebank CONLLU --test CONLLU --articles JSONL [--out FILE]
                                      train the models of the claims lens; files may be gzip
cargo xtask train synthetic --texts JSONL.ZST --posts JSONL.ZST [--out FILE]
                                      train the models of the synthetic lens";
