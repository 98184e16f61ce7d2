//! Names of things that several lenses speak about, so that they mean the same thing by them.

use crate::post::Media;
use crate::{Sha256, inert};

/// Hexadecimal digits of the hash in the name of a text.
const DIGITS: usize = 16;
/// Characters of the text in its name.
const EXCERPT: usize = 80;

/// The beginning of a folded text, as its name shows it.
pub fn excerpt(folded: &str) -> String {
    inert::shorten(folded, EXCERPT).into_owned()
}

/// Name of a text or of a cluster of near texts: the first digits of a SHA-256 hash, which tell it apart, and its
/// [`excerpt`], which tells people what it is.
pub fn text_name(hash: &str, excerpt: &str) -> String {
    format!("{hash:.DIGITS$}: {excerpt}")
}

/// Name of one folded text.
pub fn text(folded: &str) -> String {
    text_name(&Sha256::of(folded.as_bytes()).hex(), &excerpt(folded))
}

/// Name of a media item: its content hash, else its perceptual hash, else its address. `None` where nothing says
/// which item it is: a path inside somebody's export names a different picture in every export.
pub fn media<'m>(item: &Media<'m>) -> Option<&'m str> {
    let address = Some(item.url).filter(|url| url.starts_with("http"));
    [item.hash, item.phash].into_iter().find(|key| !key.is_empty()).or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_apart_by_its_hash_and_known_by_its_beginning() {
        let name = text("the harbour lights were out again");
        let hash = Sha256::of(b"the harbour lights were out again").hex();
        assert_eq!(name, format!("{}: the harbour lights were out again", &hash[..16]));
    }

    #[test]
    fn media_are_known_by_the_best_key() {
        let item = Media { url: "https://example.org/a.jpg", ..Media::default() };
        assert_eq!(media(&Media { hash: "abc", phash: "p", ..item }), Some("abc"));
        assert_eq!(media(&Media { phash: "p", ..item }), Some("p"));
        assert_eq!(media(&item), Some("https://example.org/a.jpg"));
        assert_eq!(media(&Media { url: "photos/1.jpg", ..item }), None);
    }
}
