//! Published data, where they are at hand.

use std::path::PathBuf;

/// A file of the conformance data; `None` when there is none.
pub fn conformance(path: &str) -> Option<PathBuf> {
    let data = std::env::var_os("SCRUTINEER_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = data.join("mail/conformance").join(path);
    path.is_file().then_some(path)
}
