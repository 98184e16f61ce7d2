//! Texts exactly as Coordination Network Toolkit 1.5.2 (Python) sees them, so that its networks can be reproduced.
//!
//! Two things depend on the Python at hand and are fixed here: word boundaries follow the module `regex` 2026.11.15
//! (Unicode 18.0), lower case follows this compiler's Unicode version. Characters that newer Unicode versions added
//! may therefore differ from an older Python.

mod word_break;
mod words;

/// A message as `co_tweet` compares it: lower case, each `@` removed with everything up to the next white space
/// (so `a@b.example c` becomes `a c`), white space collapsed and trimmed. Empty when nothing is left; the toolkit
/// compares empty messages too.
pub fn cnt_normalise(message: &str) -> String {
    let cleaned = clean(message);
    let mut normal = String::with_capacity(cleaned.len());
    for word in cleaned.split(is_python_space).filter(|word| !word.is_empty()) {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    normal
}

/// The words of a message as `co_similar_tweet` compares them, ascending and without duplicates: lower case,
/// `@` and what follows removed, split at default word boundaries (UAX 29, with the deviations of Python's `regex`).
/// Punctuation marks are words of their own, except an apostrophe right behind a boundary, which is dropped.
/// With [`jaccard`](crate::jaccard) this gives the toolkit's `similarity`, and `len()` its document size.
pub fn cnt_tokens(message: &str) -> Vec<String> {
    let cleaned: Vec<char> = clean(message).chars().collect();
    let mut tokens = Vec::new();
    for piece in words::split(&cleaned) {
        // The toolkit joins the pieces with blanks and later splits them at any white space.
        for token in piece.split(|&c| is_python_space(c)).filter(|token| !token.is_empty()) {
            tokens.push(token.iter().collect::<String>());
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// Lower case without `@...`. The mention ends at white space in the sense of Unicode, which is narrower than
/// Python's `str.split`.
fn clean(message: &str) -> String {
    let lower = message.to_lowercase();
    let mut cleaned = String::with_capacity(lower.len());
    let mut rest = lower.as_str();
    while let Some((before, mention)) = rest.split_once('@') {
        cleaned.push_str(before);
        rest = mention.find(char::is_whitespace).map_or("", |end| &mention[end..]);
    }
    cleaned.push_str(rest);
    cleaned
}

fn is_python_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

#[cfg(test)]
mod tests;
