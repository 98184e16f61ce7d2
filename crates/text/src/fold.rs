//! Folding: what makes two texts "the same text".

use crate::entities::{EntityKind, entities};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The form in which texts are compared. Two posts have the same text when their folded forms are equal and not empty.
///
/// In this order: characters without a visible shape are removed (zero-width and bidirectional controls, joiners,
/// variation selectors, soft hyphens and other controls); compatibility forms are unified (NFKC: full-width, ligatures,
/// mathematical letters); case is folded (full case folding, `ß` as `ss`; Turkish `ı` stays); links and mentions, as
/// [`entities`] finds them, become white space, because copies of one text often differ only in whom they address and
/// how they were shortened; white space is collapsed and trimmed. Hashtags, punctuation and emoji stay.
/// (A word glued to a mention by a full stop goes with it, as `@name.host` is a name on some platforms.)
/// Look-alike letters of other scripts are not folded: that is a finding of its own.
///
/// Folding a folded text changes nothing.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let folded = if text.chars().all(is_plain) { fold_plain(text) } else { fold_any(text.chars()) };
    Cow::Owned(squeeze(&folded))
}

fn fold_any(text: impl Iterator<Item = char>) -> String {
    let unified = text.filter(|&c| !is_invisible(c)).nfkc().filter(|&c| !is_invisible(c));
    unified.flat_map(fold_case).nfkc().collect()
}

/// The same for [plain](is_plain) characters.
fn fold_plain(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(fold_case(c));
        }
    }
    folded
}

/// Whether NFKC leaves a character as it is, whatever stands beside it that is plain too, and its folded form as well: what
/// almost all of western news is written with. The others of these ranges are compositions of two characters or special
/// in folding.
fn is_plain(c: char) -> bool {
    match c {
        '\0'..='\x7f' | '‘' | '’' | '“' | '”' | '–' | '—' | '€' => true,
        'À'..='ſ' => !matches!(c, 'Ĳ' | 'ĳ' | 'Ŀ' | 'ŀ' | 'ŉ' | 'ſ' | 'İ' | 'ı' | 'ß'),
        '¡' | '£' | '§' | '«' | '»' | '¿' | '°' => true,
        _ => false,
    }
}

fn fold_ascii(text: &str) -> Cow<'_, str> {
    let mut plain = !text.starts_with(' ') && !text.ends_with(' ');
    let mut previous = 0;
    for &byte in text.as_bytes() {
        plain &= matches!(byte, b' '..=b'~') && !byte.is_ascii_uppercase();
        // Every link holds a slash or `ww`, every mention an `@`.
        plain &= byte != b'@' && byte != b'/' && !(byte == previous && (byte == b'w' || byte == b' '));
        previous = byte;
    }
    if plain {
        return Cow::Borrowed(text);
    }
    let mut lower = text.to_ascii_lowercase();
    if lower.bytes().any(|byte| byte.is_ascii_control()) {
        lower.retain(|c| !is_invisible(c));
    }
    Cow::Owned(squeeze(&lower))
}

/// Without links and mentions, white space collapsed.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for entity in entities(text).filter(|e| e.kind != EntityKind::Hashtag) {
        push_words(&mut out, &text[at..entity.range.start]);
        at = entity.range.end;
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    push_words(&mut out, &text[at..]);
    out.truncate(out.trim_end().len());
    out
}

fn push_words(out: &mut String, text: &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        out.push_str(&rest[..end]);
        let next = rest[end..].trim_start();
        if end + next.len() < rest.len() && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        rest = next;
    }
}

/// Full case folding by way of the upper case, which unites what lower case alone keeps apart (`ß` and `ss`, the two
/// sigmas). Checked against Unicode's table: equal but for Cherokee, which it folds to capitals.
fn fold_case(c: char) -> impl Iterator<Item = char> {
    let (special, rest) = match c {
        'ı' => ("ı", None),
        'ẞ' => ("ss", None),
        _ => ("", Some(c)),
    };
    special.chars().chain(rest.into_iter().flat_map(char::to_uppercase).flat_map(char::to_lowercase))
}

/// Controls other than white space, and Unicode's Default_Ignorable_Code_Point: characters without a visible shape.
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected, "{text:?}");
    }

    #[test]
    fn folds() {
        check("Kites  fly\thigh\r\n", "kites fly high");
        check("@anna @bob: Kites! https://t.co/Ab1 www.kites.example", ": kites!");
        check("RT @anna: #Kites", "rt : #kites");
        check("mail anna@kites.example, 24/7", "mail anna@kites.example, 24/7");
        check("Ｋｉｔｅｓ ﬂy 𝐡𝐢𝐠𝐡", "kites fly high");
        check("ki\u{200b}te\u{200d}s \u{202e}fly\u{2069} hi\u{ad}gh\u{fe0f}", "kites fly high");
        check("STRASSE Straße STRAẞE", "strasse strasse strasse");
        check("ΟΔΟΣ οδος οδοσ", "οδοσ οδοσ οδοσ");
        check("e\u{301} \u{c9}", "é é");
        check("＠anna kites", "kites");
        check("a\u{0}b\u{1f}c", "abc");
        for nothing in ["", " \n", "@anna", "https://t.co/x", "\u{200b}\u{feff}"] {
            check(nothing, "");
        }
    }

    #[test]
    fn plain_characters_are_left_as_they_are() {
        for c in ('\0'..='\u{ffff}').filter(|&c| is_plain(c)) {
            assert_eq!(fold_plain(&String::from(c)), fold_any([c].into_iter()), "{c:?}");
        }
    }

    #[test]
    fn folded_ascii_is_borrowed() {
        assert!(matches!(fold("kites fly high, #wow"), Cow::Borrowed(_)));
        assert!(matches!(fold(""), Cow::Borrowed("")));
        assert!(matches!(fold("Kites"), Cow::Owned(_)));
    }

    proptest! {
        #[test]
        fn is_idempotent(text in "(\\PC|[ßİıẞσΣ#@＃＠./ \u{200d}\u{345}\u{301}\t]|https?://|www\\.|t\\.co/){0,30}") {
            let once = fold(&text).into_owned();
            prop_assert_eq!(fold(&once), once.as_str());
        }

        #[test]
        fn ascii_takes_no_other_way(text in "[ -~\t\n\u{1}]{0,60}|([@/ wWtT.:]|http|co){0,20}") {
            prop_assert_eq!(fold(&text), squeeze(&fold_any(text.chars())));
        }

        #[test]
        fn plain_characters_take_no_other_way(text in "([ -~\t\n\u{1}]|[¡-ſ]|[‐-⁞€]){0,60}") {
            let plain: String = text.chars().filter(|&c| is_plain(c)).collect();
            prop_assert_eq!(fold_plain(&plain), fold_any(plain.chars()));
        }
    }
}
