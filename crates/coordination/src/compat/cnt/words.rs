//! The tool's two ways of folding a text.

use unicode_segmentation::UnicodeSegmentation;

/// White space as the tool's language splits on it: Unicode's, and four control characters.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Lower case, without everything from an `@` to the next Unicode white space.
fn without_mentions(text: &str) -> String {
    let text = text.to_lowercase();
    let mut rest = text.as_str();
    let mut kept = String::with_capacity(text.len());
    while let Some(at) = rest.find('@') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = &rest[rest.find(char::is_whitespace).unwrap_or(rest.len())..];
    }
    kept + rest
}

/// Text as co_tweet compares it.
pub(super) fn normalise(text: &str) -> String {
    without_mentions(text).split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Distinct words as co_similar_tweet compares them, sorted: the segments between Unicode word boundaries, punctuation
/// included, less an apostrophe that starts a segment.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let text = without_mentions(text);
    let mut words: Vec<String> = text
        .split_word_bounds()
        .map(|segment| segment.trim_start_matches(is_space))
        .map(|segment| segment.strip_prefix('\'').unwrap_or(segment))
        .flat_map(|segment| segment.split(is_space))
        .filter(|word| !word.is_empty())
        .map(String::from)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn co_tweet_ignores_mentions_case_and_white_space() {
        let check = |text, expected| assert_eq!(normalise(text), expected, "{text:?}");
        check("  Paint\tthe   TOWN \n", "paint the town");
        check("@al @bo paint @cy", "paint");
        check("mail al@example.org now", "mail al now");
        check("@al\nnext line", "next line");
        check("@al", "");
        check("@al\u{1c}goes too", "too");
    }

    #[test]
    fn words_keep_punctuation_but_not_leading_apostrophes() {
        let check = |text, expected: &str| assert_eq!(tokens(text).join(" "), expected, "{text:?}");
        check("don't 'orange' x", "don't orange x");
        check("e.g. 3.14 #tag, tag", "# , . 3.14 e.g tag");
        check("x'' ' y", "x y");
        check("日本語 テスト", "テスト 日 本 語");
        check("b b a @b", "a b");
        check("'@al'", "");
    }
}
