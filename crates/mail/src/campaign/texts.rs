//! Names for texts that are equal or near each other.

use super::Text;
use serde::Serialize;
use text::{Near, Params, TextName, TextNo};

/// Texts of one investigation, those of the background included: what is near depends on all of them.
#[derive(Clone, Debug)]
pub struct Texts {
    near: Near,
    numbers: Vec<Option<(TextNo, TextName)>>,
}

/// How much work clustering was, and where it was cut short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparisons {
    /// Pairs of texts whose similarity was computed.
    pub compared: u64,
    /// Candidates that were not compared, because too many texts looked alike.
    pub bounded: u64,
    /// Texts that were taken out of a chain of similar ones, because they were too far from its centre.
    pub cut: u64,
}

/// Mails of one campaign differ in more than names and numbers, and unrelated ones have far less in common than this:
/// 0.6 of all pairs of words, and 0.35 with the centre of their cluster. Texts of fewer than eight words coincide.
pub const PARAMS: Params =
    Params { threshold: 0.6, reach: 0.35, words: 2, chars: 4, min_words: 8, min_chars: 16, bucket: 64 };

impl Default for Texts {
    fn default() -> Self {
        Self { near: Near::new(PARAMS), numbers: Vec::new() }
    }
}

impl Texts {
    /// Adds the text of the next mail in its [comparable](crate::content::Content::comparable) form.
    pub fn add(&mut self, comparable: &str) {
        let number = self.near.add_folded(comparable);
        self.numbers.push(number.and_then(|number| Some((number, self.near.name(number)?))));
    }

    /// Names for all texts in the order in which they were added; `None` for those too short to be compared.
    pub fn finish(self) -> (Vec<Option<Text>>, Comparisons) {
        let clusters = self.near.finish();
        let name =
            |(number, exact): (TextNo, TextName)| Some(Text { exact, near: clusters.of(number)?.name });
        let names = self.numbers.iter().map(|number| number.and_then(name)).collect();
        (names, Comparisons { compared: clusters.compared, bounded: clusters.bounded, cut: clusters.cut })
    }
}
