//! What may leave a case, for exports and for redacted copies: who is known, what takes the place of their names, and
//! which sets are too small to be shown.

mod mask;
mod origin;
mod people;
mod vocabulary;

use model::Finding;
use privacy::{Key, Masker};

pub(crate) use mask::{LEAST, Sharing, large};
pub(crate) use origin::{Origin, refuse_sealed};
pub(crate) use people::{Named, People, each, existing};

/// The masker of a case whose pseudonyms have the key `secret`.
pub(crate) fn masker(secret: [u8; 32], people: &People, findings: &[Finding]) -> Masker {
    let key = Key::new(secret);
    let known = people.known(&key, findings);
    Masker::new(key, known, vocabulary::vocabulary())
}

/// How many things single people out and are left out for it, in a sentence.
pub(crate) fn left_out(n: usize, one: &str, many: &str, what: &str) -> Option<String> {
    let n = u64::try_from(n).unwrap_or(u64::MAX);
    let counted = model::words::count(n, one, many);
    let verb = if n == 1 { "is" } else { "are" };
    (n > 0).then(|| format!("{counted} {what} of fewer than {LEAST} accounts {verb} left out."))
}
