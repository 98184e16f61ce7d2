//! Mappings of known tables, embedded from `mappings/*.toml`.

use super::{Mapping, plan};
use std::sync::LazyLock;

/// Files in the order in which they are tried when two fit equally well.
const FILES: [(&str, &str); 16] = [
    ("x-archive", include_str!("../../mappings/x-archive.toml")),
    ("ira-clemson", include_str!("../../mappings/ira-clemson.toml")),
    ("twarc-csv", include_str!("../../mappings/twarc-csv.toml")),
    ("4cat-telegram", include_str!("../../mappings/4cat-telegram.toml")),
    ("4cat-x", include_str!("../../mappings/4cat-x.toml")),
    ("4cat-tiktok", include_str!("../../mappings/4cat-tiktok.toml")),
    ("4cat", include_str!("../../mappings/4cat.toml")),
    ("crowdtangle-facebook", include_str!("../../mappings/crowdtangle-facebook.toml")),
    ("crowdtangle-instagram", include_str!("../../mappings/crowdtangle-instagram.toml")),
    ("youtube-comments", include_str!("../../mappings/youtube-comments.toml")),
    ("youtube-videos", include_str!("../../mappings/youtube-videos.toml")),
    ("coordination-network-toolkit", include_str!("../../mappings/coordination-network-toolkit.toml")),
    ("coortweet", include_str!("../../mappings/coortweet.toml")),
    ("community-notes", include_str!("../../mappings/community-notes.toml")),
    ("multi-object", include_str!("../../mappings/multi-object.toml")),
    ("tcat", include_str!("../../mappings/tcat.toml")),
];

/// All mappings that are shipped.
pub fn all() -> &'static [Mapping] {
    static ALL: LazyLock<Vec<Mapping>> = LazyLock::new(|| {
        FILES.iter().filter_map(|(name, text)| Mapping::from_toml(text, name).ok()).collect()
    });
    &ALL
}

/// The shipped mapping of that name.
pub fn named(name: &str) -> Option<&'static Mapping> {
    all().iter().find(|mapping| mapping.name == name)
}

/// The shipped mapping whose signature fits the columns `header` best.
pub fn detect(header: &[String]) -> Option<&'static Mapping> {
    let has = |name: &String| name.split('|').any(|name| plan::find(header, name).is_some());
    let fits = |mapping: &&Mapping| {
        !mapping.header.is_empty()
            && mapping.header.iter().all(has)
            && !mapping.header_without.iter().any(has)
    };
    let longest = all().iter().filter(fits).map(|m| m.header.len()).max()?;
    all().iter().filter(fits).find(|m| m.header.len() == longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_named_after_itself() {
        for (name, text) in FILES {
            let mapping = Mapping::from_toml(text, name).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(mapping.name, name);
            assert!(!mapping.header.is_empty() && !mapping.title.is_empty(), "{name}");
            let again = Mapping::from_toml(&mapping.to_toml().expect("serialises"), name)
                .expect("reads its own output");
            assert_eq!(again, mapping, "{name}");
        }
    }

    #[test]
    fn every_signature_chooses_its_own_mapping() {
        for mapping in all() {
            let header: Vec<String> =
                mapping.header.iter().map(|name| name.split('|').next().unwrap_or(name).to_owned()).collect();
            assert_eq!(detect(&header).map(|m| m.name.as_str()), Some(mapping.name.as_str()));
        }
    }
}
