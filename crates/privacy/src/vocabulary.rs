//! Words that the program itself uses: the only ones that a masked sentence keeps.

use std::collections::BTreeSet;

/// Words of the program's own sentences, as it writes them.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary(BTreeSet<String>);

impl Vocabulary {
    /// The words of `texts`; places of templates (`{name}`) are left out, and a capital at the beginning of a sentence is
    /// none.
    pub fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut words = BTreeSet::new();
        for text in texts {
            let (mut is_place, mut begins) = (false, true);
            for piece in text.as_ref().split_inclusive(|c: char| !c.is_alphanumeric()) {
                let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
                if !word.is_empty() {
                    if !is_place {
                        words.insert(if begins { uncapitalised(word) } else { word.to_owned() });
                    }
                    begins = false;
                }
                begins |= piece.ends_with(['.', '!', '?', ':']);
                is_place = (is_place || piece.ends_with('{')) && !piece.ends_with('}');
            }
        }
        Self(words)
    }

    /// All of them, sorted.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether the program writes `word` so; at the beginning of a sentence with a capital.
    pub fn has(&self, word: &str, begins_sentence: bool) -> bool {
        self.0.contains(word) || (begins_sentence && self.0.contains(&uncapitalised(word)))
    }
}

/// The word with a small first letter, unless it is written in capitals.
fn uncapitalised(word: &str) -> String {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return String::new() };
    let rest = chars.as_str();
    if rest.chars().any(|c| c.is_uppercase() || c.is_ascii_digit()) {
        return word.to_owned();
    }
    first.to_lowercase().chain(rest.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_no_words_and_case_counts() {
        let vocabulary = Vocabulary::of(["{speaker} may speak of {n} mails. Odd hours.", "SPF"]);
        assert!(vocabulary.has("may", false) && vocabulary.has("SPF", false));
        assert!(!vocabulary.has("May", false), "a name");
        assert!(vocabulary.has("May", true));
        assert!(vocabulary.has("odd", false) && !vocabulary.has("Odd", false));
        assert!(!vocabulary.has("speaker", false));
    }
}
