//! What the models are made of: hashed features, a linear-chain conditional random field, an averaged perceptron,
//! logistic regression, and tables of small whole numbers to keep them in.

pub mod crf;
pub mod features;
pub mod hash;
pub mod logistic;
pub mod perceptron;
pub mod random;
pub mod softmax;
pub mod table;

pub use crf::{Crf, Trainer};
pub use features::{Features, Row};
pub use logistic::Logistic;
pub use perceptron::Perceptron;
pub use table::Table;
