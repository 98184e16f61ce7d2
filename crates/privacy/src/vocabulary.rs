//! Words that the program itself uses: the only ones that a masked sentence keeps.

use std::collections::BTreeSet;

/// Words of the program's own sentences, as it writes them.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary(BTreeSet<String>);

impl Vocabulary {
    /// The words of `texts`; places of templates (`{name}`) are left out.
    pub fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut words = BTreeSet::new();
        for text in texts {
            let mut is_place = false;
            for piece in text.as_ref().split_inclusive(['{', '}']) {
                if !is_place {
                    words.extend(
                        piece
                            .split(|c: char| !c.is_alphanumeric())
                            .filter(|w| !w.is_empty())
                            .map(str::to_owned),
                    );
                }
                is_place = piece.ends_with('{');
            }
        }
        Self(words)
    }

    /// Whether the program writes `word` so; at the beginning of a sentence with a capital.
    pub fn has(&self, word: &str, begins_sentence: bool) -> bool {
        self.0.contains(word) || (begins_sentence && self.has_uncapitalised(word))
    }

    fn has_uncapitalised(&self, word: &str) -> bool {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return false };
        self.0.contains(first.to_lowercase().chain(chars).collect::<String>().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_no_words_and_case_counts() {
        let vocabulary = Vocabulary::of(["{speaker} may speak of {n} mails.", "SPF"]);
        assert!(vocabulary.has("may", false) && vocabulary.has("SPF", false));
        assert!(!vocabulary.has("May", false), "a name");
        assert!(vocabulary.has("May", true));
        assert!(!vocabulary.has("speaker", false));
    }
}
