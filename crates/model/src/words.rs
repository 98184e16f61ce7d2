//! Numbers and spans in words, as people write them.

/// A number with two digits that count, for sentences.
pub fn plain(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 1e15 => format!("{value:.1e}"),
        size if size >= 10.0 => thousands(value.round() as u64),
        size if size >= 0.01 => {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => format!("{value:.0e}"),
    }
}

/// A rate or q-value as [`plain`] writes it; one too small for a number is not 0, which no rate is.
pub fn rate(value: f64) -> String {
    if value > 0.0 { plain(value) } else { "below 1e-307".to_owned() }
}

/// A q-value within a sentence: `q = 0.02`, or that it is below what a number can tell.
pub fn q_value(q: f64) -> String {
    if q > 0.0 { format!("q = {}", plain(q)) } else { format!("q {}", rate(q)) }
}

/// A number of things, in words: `1 pair`, `2,110 pairs`.
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// The first characters of a text, with ` ...` behind them where more follow.
pub fn beginning(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        None => text.to_owned(),
        Some((end, _)) => format!("{} ...", &text[..end]),
    }
}

/// A number with separators between thousands.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Microseconds in the unit that a person would use: `10 s`, `10 min`, `1 h`.
pub fn duration(micros: i64) -> String {
    match micros {
        m if m % 86_400_000_000 == 0 && m != 0 => format!("{} d", m / 86_400_000_000),
        m if m % 3_600_000_000 == 0 && m != 0 => format!("{} h", m / 3_600_000_000),
        m if m % 60_000_000 == 0 && m > 60_000_000 => format!("{} min", m / 60_000_000),
        m => format!("{} s", m as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(1, "pair", "pairs"), "1 pair");
        assert_eq!(count(1_234_567, "pair", "pairs"), "1,234,567 pairs");
        assert_eq!(duration(60_000_000), "60 s");
        assert_eq!(duration(600_000_000), "10 min");
        assert_eq!(duration(500_000), "0.5 s");
        assert_eq!(duration(0), "0 s");
        assert_eq!([0.02, 2.4e-9, 0.0].map(q_value), ["q = 0.02", "q = 2e-9", "q below 1e-307"]);
    }
}
