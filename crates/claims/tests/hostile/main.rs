//! Texts and model files made to do harm: everything is read or refused, nothing fails.

mod models;
mod texts;
