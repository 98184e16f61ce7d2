//! Words of likelihood, after ICD 203 (Office of the Director of National Intelligence, Analytic Standards, 2015).

use serde::Serialize;

/// A range of probabilities and its word. An end belongs to the band that is nearer to one half.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
    /// Its word.
    pub word: &'static str,
}

const fn band(lo: f64, hi: f64, word: &'static str) -> Band {
    Band { lo, hi, word }
}

/// The seven bands, lowest first. Below and above them their outermost words are used.
pub const BANDS: [Band; 7] = [
    band(0.01, 0.05, "almost no chance"),
    band(0.05, 0.20, "very unlikely"),
    band(0.20, 0.45, "unlikely"),
    band(0.45, 0.55, "roughly even chance"),
    band(0.55, 0.80, "likely"),
    band(0.80, 0.95, "very likely"),
    band(0.95, 0.99, "almost certain"),
];

/// Words of all bands that an interval touches, lowest first.
pub(super) fn words(lo: f64, hi: f64) -> Vec<&'static str> {
    BANDS[index(lo)..=index(hi)].iter().map(|band| band.word).collect()
}

fn index(p: f64) -> usize {
    BANDS.iter().filter(|band| if band.lo < 0.5 { p >= band.lo } else { p > band.lo }).count().max(1) - 1
}

/// A probability for people: whole percents, never 0 or 100.
pub fn percent(p: f64) -> String {
    match p {
        p if p < 0.01 => "under 1 %".to_owned(),
        p if p > 0.99 => "over 99 %".to_owned(),
        p => format!("{:.0} %", p * 100.0),
    }
}

/// An interval of probabilities for people: `12 to 40 %`.
pub fn percents(lo: f64, hi: f64) -> String {
    let (from, to) = (percent(lo), percent(hi));
    if from == to {
        return from;
    }
    let whole = |p: f64| (0.01..=0.99).contains(&p);
    if whole(lo) && whole(hi) {
        format!("{} to {to}", from.trim_end_matches(" %"))
    } else {
        format!("{from} to {to}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_across_bands_has_all_their_words() {
        for (lo, hi, expected) in [
            (0.001, 0.002, "almost no chance"),
            (0.05, 0.05, "very unlikely"),
            (0.45, 0.55, "roughly even chance"),
            (0.5501, 0.56, "likely"),
            (0.8, 0.81, "likely, very likely"),
            (0.3, 0.7, "unlikely, roughly even chance, likely"),
            (0.999, 0.9999, "almost certain"),
        ] {
            assert_eq!(words(lo, hi).join(", "), expected, "{lo} to {hi}");
        }
    }

    #[test]
    fn no_percentage_is_0_or_100() {
        assert_eq!(percent(0.0001), "under 1 %");
        assert_eq!(percents(0.004, 0.999), "under 1 % to over 99 %");
        assert_eq!(percents(0.12, 0.40), "12 to 40 %");
        assert_eq!(percents(0.402, 0.404), "40 %");
    }
}
