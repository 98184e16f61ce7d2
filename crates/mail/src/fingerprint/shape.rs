//! The shape of a generated token: what its generator fixes, without what it draws.

/// Words that generators put into tokens, in lower case. Other letters may be drawn.
const WORDS: [&str; 18] = [
    "nextpart",
    "part",
    "boundary",
    "apple",
    "mail",
    "mime",
    "alt",
    "alternative",
    "mixed",
    "mix",
    "related",
    "rel",
    "multipart",
    "phpmailer",
    "swift",
    "javamail",
    "evolution",
    "message",
];
/// Longest token that is looked at, in characters; the rest is named by a `…`.
const MAX_TOKEN: usize = 200;

/// Each run of letters and digits as a class with its length: `9` digits, `h` hexadecimal, `x` others; known words and
/// everything between runs as they stand, repeated characters with their number.
///
/// `----=_NextPart_000_0012_01D9` gives `-{4}=_NextPart_9{3}_9{4}_h{4}`. A drawn run that happens to hold digits only
/// gets another class: a few in a hundred tokens of a generator do not show its usual shape.
pub(super) fn shape(token: &str) -> String {
    let mut out = String::new();
    let mut rest = match token.char_indices().nth(MAX_TOKEN) {
        Some((end, _)) => &token[..end],
        None => token,
    };
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_ascii_alphanumeric();
        let length = rest.find(|c: char| if is_word { !c.is_ascii_alphanumeric() } else { c != first });
        let (run, behind) = rest.split_at(length.unwrap_or(rest.len()));
        let count = run.chars().count();
        let class = if is_word { class(run) } else { first };
        if is_word && WORDS.contains(&run.to_ascii_lowercase().as_str()) {
            out.push_str(run);
        } else if count == 1 && !is_word {
            out.push(class);
        } else {
            out.push_str(&format!("{class}{{{count}}}"));
        }
        rest = behind;
    }
    if token.chars().nth(MAX_TOKEN).is_some() {
        out.push('…');
    }
    out
}

fn class(run: &str) -> char {
    match run {
        _ if run.bytes().all(|b| b.is_ascii_digit()) => '9',
        _ if run.bytes().all(|b| b.is_ascii_hexdigit()) => 'h',
        _ => 'x',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(token: &str, expected: &str) {
        assert_eq!(shape(token), expected, "{token}");
    }

    #[test]
    fn what_is_drawn_becomes_a_class() {
        check("----=_NextPart_000_0012_01D9", "-{4}=_NextPart_9{3}_9{4}_h{4}");
        check("----=_NextPart_000_0A7B_01C2", "-{4}=_NextPart_9{3}_h{4}_h{4}");
        check("===============1234567890==", "={15}9{10}={2}");
        check("b1_kQ8zPo", "h{2}_x{6}");
        check("Apple-Mail=_A0", "Apple-Mail=_h{2}");
        check("grün", "x{2}üx{1}");
        check("", "");
    }

    #[test]
    fn equal_generators_give_equal_shapes() {
        assert_eq!(shape("0000000000001f2e3d"), shape("000000000000aabbc9"));
        assert_ne!(shape("0000000000001f2e3d"), shape("000000000000aabbc"));
        let long = "a1-".repeat(1_000);
        assert!(shape(&long).ends_with('…') && shape(&long).len() < 1_000);
    }
}
