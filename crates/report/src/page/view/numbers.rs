//! What the numbers of findings are, in words with units.

use super::super::render::{apart, number};
use model::words::count;

/// A number of a finding, by its name, as a reader understands it.
pub fn in_words(name: &str, value: f64) -> String {
    let n = |one: &str, many: &str| {
        if value >= 0.0 && value.fract() == 0.0 {
            count(value as u64, one, many)
        } else {
            format!("{} {many}", number(value))
        }
    };
    let share = || format!("{} %", number((value * 1000.0).round() / 10.0));
    match name {
        "surprise" => format!(
            "evidence against chance of {} nats, each of which makes chance 2.7 times less likely",
            number(value)
        ),
        "pairs_discovered" => n("pair discovered", "pairs discovered"),
        "density" => format!("{} of the pairs that its accounts can form are discovered (density)", share()),
        "meetings" => n("meeting of its pairs", "meetings of its pairs"),
        "meetings_expected" => format!("{} meetings expected by chance", number(value)),
        "median_span_s" => {
            format!("{} from the first to the last action of a moment (median)", apart(value))
        }
        "pairs_left_without_one_object" => {
            n("pair stays discovered", "pairs stay discovered") + " without the object that matters most"
        }
        "continuity" => format!(
            "{} of those active in one stretch of time or the next are active in both, on average (continuity)",
            share()
        ),
        "n_objects" => n("common object", "common objects"),
        "n_pairs" | "pairs" => n("pair of actions", "pairs of actions"),
        "mean_dt_s" => format!("{} between two actions of a pair, on average", apart(value)),
        "edges" => n("pair of accounts", "pairs of accounts"),
        "cross_platform_edges" => n("pair across platforms", "pairs across platforms"),
        "edges_with_5_objects_or_more" => {
            n("pair with five common objects or more", "pairs with five common objects or more")
        }
        "discoveries" => n("discovery", "discoveries"),
        "pairs_tested" => n("pair compared with chance", "pairs compared with chance"),
        "false_discoveries_per_copy" => {
            n("discovery", "discoveries") + " in a copy with exchanged labels, on average"
        }
        "bits" => format!("at most {} of 256 bits differ", number(value)),
        _ => by_ending(name, value),
    }
}

/// Families of numbers, each with a name of its own before the ending.
fn by_ending(name: &str, value: f64) -> String {
    let words = |name: &str| name.replace('_', " ");
    if let Some(what) = name.strip_suffix("_z") {
        format!("{}: robust z-score {}", words(what), number(value))
    } else if let Some(what) = name.strip_suffix("_share") {
        format!("the same {} in {} % of the pairs", words(what), number((value * 1000.0).round() / 10.0))
    } else if let Some(what) = name.strip_suffix("_weight") {
        format!("weight of the same {}: {} (logarithm of a likelihood ratio)", words(what), number(value))
    } else if let Some(what) = name.strip_prefix("parts_without_") {
        let parts = count(value as u64, "part", "parts");
        format!("{parts} when the {} is left out", words(what))
    } else {
        format!("{}: {}", words(name), number(value))
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn numbers_have_words_and_units() {
        for (name, value, expected) in [
            ("median_span_s", 12.242, "12.2 s from the first to the last action of a moment (median)"),
            ("density", 0.978, "97.8 % of the pairs that its accounts can form are discovered (density)"),
            ("pairs_discovered", 1.0, "1 pair discovered"),
            (
                "false_discoveries_per_copy",
                0.5,
                "0.5 discoveries in a copy with exchanged labels, on average",
            ),
            ("handle_digits_z", 5.1, "handle digits: robust z-score 5.1"),
            ("parts_without_text", 6.0, "6 parts when the text is left out"),
            ("some_thing", 2.0, "some thing: 2"),
        ] {
            assert_eq!(in_words(name, value), expected);
        }
    }
}
