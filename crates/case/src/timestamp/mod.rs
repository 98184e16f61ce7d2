//! Time-stamps of seals (RFC 3161): the query that somebody sends to an authority, and what its reply shows.

mod der;
mod reply;

pub(crate) use reply::read;
pub use reply::{Authority, Stamp, Vouched};

use der::{BOOLEAN, BYTES, INTEGER, NULL, OID, SEQUENCE, short};
use model::Sha256;

/// id-sha256, RFC 5754 section 2.2.
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

/// TimeStampReq over the file with this hash, in DER; it asks for the authority's certificate.
///
/// It has no nonce. A nonce tells an old reply from a new one; here an older reply to the same hash shows more. And
/// without one the query follows from the seal, so that no byte of it can change unnoticed.
pub(crate) fn query(hash: &Sha256) -> Vec<u8> {
    let algorithm = short(SEQUENCE, &[short(OID, SHA256), short(NULL, &[])].concat());
    let imprint = short(SEQUENCE, &[algorithm, short(BYTES, &hash.0)].concat());
    short(SEQUENCE, &[short(INTEGER, &[1]), imprint, short(BOOLEAN, &[0xff])].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_its_59_bytes() {
        let query = query(&Sha256([7; 32]));
        assert_eq!(query.len(), 59);
        assert_eq!(&query[..5], [0x30, 57, 2, 1, 1]);
        assert_eq!(&query[56..], [1, 1, 0xff]);
    }
}
