//! The reply of a time-stamping authority, stored in a sealed case.

use super::{MAX_SMALL, TAGS, read_within, reply_name};
use crate::error::{CaseError, Result, io_at};
use crate::store;
use crate::timestamp::{self, Authority, Stamp};
use model::Sha256;
use std::io::Write;
use std::path::Path;

/// Stores the reply in the file `reply` in the sealed case `dir`, once it is known to speak about this seal.
pub fn add_stamp(dir: &Path, reply: &Path, authority: Option<&Authority>) -> Result<Stamp> {
    let refuse = |why: String| CaseError::Reply { path: reply.to_owned(), why };
    let tags = dir.join(TAGS);
    let seal = Sha256::of(&read_within(&tags, MAX_SMALL).map_err(io_at("reading", &tags))?);
    let bytes = read_within(reply, MAX_SMALL).map_err(io_at("reading", reply))?;
    let mut stamp = timestamp::read(&bytes, &seal, authority).map_err(refuse)?;
    stamp.file = reply_name(&bytes);
    let path = dir.join(&stamp.file);
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(io_at("creating a file in", dir))?;
    file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).map_err(io_at("writing", &path))?;
    file.persist(&path).map_err(|e| io_at("naming", &path)(e.error))?;
    store::sync_dir(dir)?;
    Ok(stamp)
}
