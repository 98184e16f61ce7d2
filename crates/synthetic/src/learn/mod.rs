//! Arithmetic of the models: hashes, hashed linear models, small trees.

pub(crate) mod hash;
pub mod linear;
pub mod trees;
