//! Letters of other scripts within Latin words.

use super::{Change, Folded, Trick};
use unicode_security::confusable_detection::skeleton;

/// Whether a letter is written by languages of the Latin script.
const fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// The Latin letter that a letter of another script, or of phonetic alphabets, looks like.
fn latin(c: char) -> Option<char> {
    if is_latin(c) || !c.is_alphabetic() {
        return None;
    }
    let mut buffer = [0; 4];
    let mut prototype = skeleton(c.encode_utf8(&mut buffer));
    match (prototype.next(), prototype.next()) {
        // The prototype of the capital I of all scripts is the small l.
        (Some('l'), None) if c.is_uppercase() => Some('I'),
        (Some(plain), None) if plain.is_ascii_alphabetic() => Some(plain),
        _ => None,
    }
}

/// Replaces look-alikes, in a text whose letters are mostly Latin: in words that have a Latin letter too, and in words
/// of which each letter looks like a Latin one.
pub(super) fn fold(folded: &mut Folded) {
    let letters = folded.text.chars().filter(|c| c.is_alphabetic());
    let (latins, others) =
        letters.fold(
            (0usize, 0usize),
            |(latins, others), c| {
                if is_latin(c) { (latins + 1, others) } else { (latins, others + 1) }
            },
        );
    if others == 0 || latins < others {
        return;
    }
    let mut out = Folded { changes: std::mem::take(&mut folded.changes), ..Folded::default() };
    let mut at = 0;
    while let Some(c) = folded.text[at..].chars().next() {
        if !c.is_alphabetic() {
            let start = at;
            at += c.len_utf8();
            out.push(c.encode_utf8(&mut [0; 4]), folded.raw(start)..folded.raw(at));
            continue;
        }
        let rest = &folded.text[at..];
        let word = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
        let is_mixed = word.chars().any(is_latin);
        let is_disguised = !word.is_ascii()
            && word.chars().any(|c| latin(c).is_some())
            && (is_mixed || word.chars().all(|c| latin(c).is_some()));
        for c in word.chars() {
            let start = folded.raw(at);
            at += c.len_utf8();
            let raw = start..folded.raw(at);
            let plain = latin(c).filter(|_| is_disguised);
            out.push(plain.unwrap_or(c).encode_utf8(&mut [0; 4]), raw.clone());
            if plain.is_some() {
                out.changes.push(Change { trick: Trick::LookAlike, range: raw });
            }
        }
    }
    out.finish();
    *folded = out;
}
