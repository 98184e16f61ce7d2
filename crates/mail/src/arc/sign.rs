//! Sealing, for simulated mail and for tests of the validator. The lens itself seals nothing.

use super::ChainStatus;
use crate::dkim::canonical::canonical_field;
use crate::dkim::sign::{Request, SignError, SigningKey, finish_field, sign_as};
use crate::dkim::{Canon, Repair};
use crate::limits::Limits;
use crate::message::Message;

/// A message with a new ARC set on top of it, all of its lines ending in CR LF.
///
/// `results` is what the relay found, such as `relay.example; spf=pass smtp.mailfrom=harbour.example`; `status` what it
/// says about the chain as it got it.
pub fn seal(
    message: &[u8],
    instance: u32,
    results: &str,
    status: ChainStatus,
    request: &Request,
    key: &dyn SigningKey,
) -> Result<Vec<u8>, SignError> {
    let results = format!("ARC-Authentication-Results: i={instance}; {results}\r\n").into_bytes();
    let signature = sign_as(&format!("ARC-Message-Signature: i={instance}"), message, request, key)?;
    let sealed = [signature, results, message.to_vec()].concat();
    let status = match status {
        ChainStatus::None => "none",
        ChainStatus::Fail => "fail",
        ChainStatus::Pass => "pass",
    };
    let field = format!(
        "ARC-Seal: i={instance}; a={}; cv={status}; d={}; s={}; b=",
        key.algorithm().name(),
        request.domain,
        request.selector
    );
    let seal = finish_field(field, earlier_fields(&sealed, instance), Canon::Relaxed, key)?;
    Ok([seal, sealed].concat())
}

/// Canonical ARC fields of a message without the newest seal: set by set, results, signature and seal.
fn earlier_fields(message: &[u8], newest: u32) -> Vec<u8> {
    let message = Message::split(message, &Limits::default());
    let mut data = Vec::new();
    for instance in 1..=newest {
        for name in ["ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"] {
            let prefix = format!(" i={instance};");
            let of_set = |f: &&crate::message::Field<'_>| f.value.starts_with(prefix.as_bytes());
            for field in message.named(name).filter(of_set) {
                canonical_field(&mut data, field, Canon::Relaxed, Repair::default());
            }
        }
    }
    data
}
