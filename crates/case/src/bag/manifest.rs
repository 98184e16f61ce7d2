//! Manifests: `<hash>  <path>` on each line, sorted by path. There is one way to write one.

use model::Sha256;
use std::collections::BTreeMap;

/// Hashes by path, with `/`.
pub(super) type Manifest = BTreeMap<String, Sha256>;

/// Longest path, in characters; most folders in folders.
const LONGEST: usize = 512;
const DEEPEST: usize = 6;

pub(super) fn text(manifest: &Manifest) -> String {
    manifest.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect()
}

/// Reads a manifest. The error says which line is not as it has to be; a path that could lead out of the bag is one.
pub(super) fn parse(text: &str) -> Result<Manifest, String> {
    let mut manifest = Manifest::new();
    for (line, n) in text.lines().zip(1u64..) {
        let (hash, path) = line
            .split_once("  ")
            .and_then(|(hash, path)| Some((Sha256::from_hex(hash)?, path)))
            .ok_or_else(|| format!("line {n} is not a hash and a path"))?;
        if !is_safe(path) {
            return Err(format!("line {n} names a path that a sealed case does not have"));
        }
        if manifest.insert(path.to_owned(), hash).is_some() {
            return Err(format!("line {n} names a path again"));
        }
    }
    match self::text(&manifest) == text {
        true => Ok(manifest),
        false => {
            Err("it is not in its one form (sorted, lower-case hashes, a line end after each line)"
                .to_owned())
        }
    }
}

/// Plain names that mean the same on every system and stay below the folder.
pub(super) fn is_safe(path: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    path.len() <= LONGEST && path.split('/').count() <= DEEPEST && path.split('/').all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_way_to_write_a_manifest_is_read() {
        let hash = Sha256::of(b"a").hex();
        let good = format!("{hash}  data/a\n{hash}  data/b\n");
        assert_eq!(text(&parse(&good).expect("as written")), good);
        for (why, bad) in [
            ("upper case", good.to_uppercase().replace("DATA", "data")),
            ("order", format!("{hash}  data/b\n{hash}  data/a\n")),
            ("no line end", good.trim_end().to_owned()),
            ("carriage returns", good.replace('\n', "\r\n")),
            ("empty line", format!("{good}\n")),
            ("one space", good.replace("  ", " ")),
            ("twice", format!("{hash}  data/a\n{hash}  data/a\n")),
            ("out of the folder", format!("{hash}  data/../../a\n")),
            ("absolute", format!("{hash}  /etc/passwd\n")),
            ("home", format!("{hash}  ~/a\n")),
            ("drive", format!("{hash}  C:\\a\n")),
            ("hidden", format!("{hash}  data/.a\n")),
            ("control character", format!("{hash}  data/a\u{1b}\n")),
        ] {
            assert!(parse(&bad).is_err(), "{why}");
        }
    }
}
