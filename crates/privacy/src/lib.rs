//! What may leave a case: keyed pseudonyms, masked sentences and salted commitments.
//!
//! A sentence of a finding is a filled template, and what it was filled with is not kept apart. So masking does not look
//! for what is personal; it lets through what is known not to be: words that the program itself uses, numbers, dates.
//! Names that the case knows become pseudonyms, so that sentences still tell who is who; everything else is left out.
//!
//! ```
//! use scrutineer_privacy::{Key, Kind, Known, Masker, Vocabulary};
//!
//! let key = Key::new([7; 32]);
//! let mut known = Known::default();
//! known.account(&key, "x/100200300", ["harbour_jo"]);
//! let jo = key.pseudonym(Kind::Account, "x/100200300");
//! let masker = Masker::new(key, known, Vocabulary::of(["{a} and {b} acted on {n} objects."]));
//! assert_eq!(
//!     masker.sentence("harbour_jo and Wren Tolliver acted on 3 objects."),
//!     format!("{jo} and [...] acted on 3 objects."),
//! );
//! ```

mod commitment;
mod known;
mod mask;
mod pseudonym;
mod token;
mod vocabulary;

pub use commitment::{Commitment, Committing, Salts};
pub use known::Known;
pub use mask::{LEFT_OUT, Masker};
pub use pseudonym::{Key, Kind};
pub use vocabulary::Vocabulary;
