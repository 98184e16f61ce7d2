//! What handles and display names have in common.

/// Fewest letters of a word or stem that two names can share without it being chance.
pub(crate) const LEAST_LETTERS: usize = 4;

/// Letters of a name in lower case, without digits and anything else.
pub(crate) fn squashed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The handle without what accounts made in series differ by; `None` where too little is left.
pub(super) fn stem(handle: &str) -> Option<String> {
    let stem = squashed(handle);
    (stem.chars().count() >= LEAST_LETTERS).then_some(stem)
}

/// Digits at the end of a handle.
pub(super) fn trailing_digits(handle: &str) -> u32 {
    handle.chars().rev().take_while(char::is_ascii_digit).count() as u32
}

/// Words of a name in lower case, sorted: split where letters end and where a small letter meets a capital.
/// Words of fewer than four letters say nothing.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_small = false;
    for c in name.chars().chain([' ']) {
        if !c.is_alphabetic() || (c.is_uppercase() && was_small) {
            if word.chars().count() >= LEAST_LETTERS {
                words.push(std::mem::take(&mut word));
            }
            word.clear();
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_made_in_series_have_one_stem() {
        for (handle, expected) in [
            ("anna_keller83", Some("annakeller")),
            ("AnnaKeller_1902", Some("annakeller")),
            ("anna.keller", Some("annakeller")),
            ("al_77", None),
            ("8839201", None),
            ("", None),
        ] {
            assert_eq!(stem(handle).as_deref(), expected, "{handle}");
        }
        assert_eq!(["x", "anna83", "a1b22", "2024"].map(trailing_digits), [0, 2, 2, 4]);
    }

    #[test]
    fn words_of_names() {
        for (name, expected) in [
            ("Harbour Post – Sports", vec!["harbour", "post", "sports"]),
            ("HarbourPost_sports", vec!["harbour", "post", "sports"]),
            ("the of HARBOUR", vec!["harbour"]),
            ("Порт Новости", vec!["новости", "порт"]),
            ("12 — ?!", vec![]),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }
}
