//! DKIM (RFC 6376, 8301, 8463): which domain's key signed which bytes of a message.
//!
//! A pass states one thing: the holder of a key of `d=` signed these fields and this part of the body
//! ([`KeyHolderSigned`]). It does not say who that was, nor that the domain is the author's, nor that nothing was added.
//! What could have been added, and what was, is named in the [`Caveat`]s.
//!
//! Verdicts are for a time: keys are asked for that time, and a signature may have expired since. A key that is not on
//! hand makes a verdict "not known", whatever else is wrong; [`Outcome::body`] still tells whether the body is the one
//! that was signed.

mod algorithm;
mod body_hash;
pub(crate) mod canonical;
pub(crate) mod check;
mod crypto;
mod hash;
mod key;
pub(crate) mod lookup;
mod outcome;
mod repair;
mod select;
pub mod sign;
pub(crate) mod signature;
pub(crate) mod trial;
mod verify;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use algorithm::{Algorithm, Canon, Canonicalization, Hash, KeyType};
pub use key::{KeyError, KeyRecord, PublicKey};
pub use outcome::{
    Caveat, Claims, Coverage, Covered, Holds, KeyHolderSigned, KeyResult, KeyTried, Outcome, Reason, Verdict,
};
pub use repair::Repair;
pub use signature::{Identity, Signature, SignatureError, key_name};
pub use verify::Signatures;
