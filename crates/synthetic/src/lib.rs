//! The synthetic lens: is a text, or an account's text, consistent with machine generation, and how unusual is that among
//! comparable human texts?
//!
//! A text is folded ([`fold`]) and taken apart ([`document`]); five members look at it ([`members`], [`features`]), a stack
//! makes one score of what they say ([`stack`]), and the score is compared with human texts of the same length and register
//! ([`register`], [`calibration`]): the [`answer`] is a conformal p-value, or that nothing can be said. Posts, which say
//! little alone, are told of together ([`account`], [`campaign`]). What a language model of the user's own finds stands beside
//! it ([`perplexity`]). No score is a probability that a machine wrote a text.
//!
//! Pure functions of texts and a model file ([`model_file`]), which [`train`] makes.

pub mod account;
pub mod answer;
pub mod calibration;
pub mod campaign;
pub mod document;
pub mod explain;
pub mod features;
pub mod finding;
pub mod fold;
pub mod learn;
pub mod members;
pub mod method;
pub mod model_file;
pub mod perplexity;
pub mod phrases;
pub mod register;
pub mod stack;
pub mod train;
pub mod words;
