//! Kinds of conduct that people are charged with, so that the denial of one is not taken for the denial of another.

use crate::analysis::lower;
use crate::syntax::form::stem;
use hashbrown::HashMap;
use std::sync::LazyLock;

/// Words of each kind, without endings.
const KINDS: [&[&str]; 8] = [
    // Interference with a vote.
    &[
        "interfere",
        "interference",
        "meddle",
        "meddling",
        "influence",
        "sway",
        "rig",
        "tamper",
        "manipulate",
        "manipulation",
    ],
    // Violence and threats.
    &[
        "bomb", "threat", "threaten", "attack", "shoot", "kill", "assault", "violence", "hoax", "sabotage",
        "arson",
    ],
    // Money.
    &[
        "bribe", "bribery", "kickback", "launder", "embezzle", "fraud", "theft", "steal", "stole", "payment",
        "payoff",
    ],
    // Breaking into systems, and what comes out of them.
    &[
        "hack",
        "hacker",
        "breach",
        "leak",
        "malware",
        "phish",
        "phishing",
        "intrusion",
        "wiretap",
        "spy",
        "espionage",
    ],
    // False words.
    &[
        "lie",
        "lied",
        "mislead",
        "misled",
        "disinformation",
        "misinformation",
        "propaganda",
        "smear",
        "fake",
        "slander",
        "libel",
    ],
    // Breach of an agreement or a law.
    &["violate", "violation", "treaty", "illegal", "unlawful", "contract"],
    // Pressure on people.
    &[
        "intimidate",
        "intimidation",
        "coerce",
        "harass",
        "harassment",
        "blackmail",
        "silence",
        "censor",
        "censorship",
    ],
    // Neglect.
    &["neglect", "negligence", "fail", "failure", "ignore", "delay"],
];

/// The kinds of each stem, a bit for each.
static KINDS_OF: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let mut kinds_of = HashMap::new();
    for (number, kind) in KINDS.iter().enumerate() {
        for word in *kind {
            *kinds_of.entry(stem(word)).or_default() |= 1 << number;
        }
    }
    kinds_of
});

/// Words of a content that are looked at.
const MOST: usize = 200;

/// The kinds that a content speaks of, a bit for each.
pub(super) fn of(content: &str) -> u32 {
    let words = content.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).take(MOST);
    words.fold(0, |kinds, word| kinds | KINDS_OF.get(stem(&lower(word))).copied().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn conducts_are_told_apart() {
        assert_ne!(of("We have not interfered in any vote") & of("meddling with the council election"), 0);
        assert_eq!(of("We have not interfered in any vote") & of("was behind the bomb threats"), 0);
        assert_eq!(of("The lamps are old"), 0);
    }
}
