//! What the models are made of: hashed features, a linear-chain conditional random field, an averaged perceptron, and
//! tables of small whole numbers to keep them in.

pub mod crf;
pub mod features;
pub mod hash;
pub mod perceptron;
pub mod random;
pub mod softmax;
pub mod table;

pub use crf::{Crf, Trainer};
pub use features::{Features, Row};
pub use perceptron::Perceptron;
pub use table::Table;
