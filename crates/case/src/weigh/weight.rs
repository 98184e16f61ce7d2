//! Amounts of support that add exactly and can be compared: log ratios, or pairs of an order.

use model::words::plain;
use model::{Strength, Support};
use serde::Serialize;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Units of log10 of a ratio in one.
const UNITS: f64 = 1e9;
/// Ratio from which on a ratio counts as strong beside ordinals. A convention of ours.
const STRONG: f64 = 10.0;

/// What the support in use is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Nothing speaks for or against anything.
    Nothing,
    /// Likelihood ratios throughout.
    Ratios,
    /// At least one is ordinal: an order, no number.
    Order,
}

/// An amount of support. On the scale of ratios `major` is log10 in units of 1e-9; on that of order `major` counts
/// strong support and `minor` weak. Lexicographic order goes with addition: `a > b` gives `a + c > b + c`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight {
    pub major: i64,
    pub minor: i64,
}

impl Weight {
    pub const ZERO: Self = Self { major: 0, minor: 0 };

    fn of_ratio(ratio: f64) -> Self {
        Self { major: (libm::log10(ratio) * UNITS).round() as i64, minor: 0 }
    }

    fn of_strength(strength: Strength) -> Self {
        let (major, minor) = match strength {
            Strength::StrongFor => (1, 0),
            Strength::For => (0, 1),
            Strength::Neutral => (0, 0),
            Strength::Against => (0, -1),
            Strength::StrongAgainst => (-1, 0),
        };
        Self { major, minor }
    }

    /// log10, on the scale of ratios.
    pub fn log10(self) -> f64 {
        self.major as f64 / UNITS
    }
}

impl Add for Weight {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { major: self.major + other.major, minor: self.minor + other.minor }
    }
}

impl Sub for Weight {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Neg for Weight {
    type Output = Self;
    fn neg(self) -> Self {
        Self { major: -self.major, minor: -self.minor }
    }
}

/// All that an amount may be. On the scale of order both ends are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Interval {
    pub lo: Weight,
    pub hi: Weight,
}

impl Interval {
    /// What a support says on `scale`; 0 where it says nothing.
    pub fn of(support: &Support, scale: Scale) -> Self {
        match (support, scale) {
            (Support::None { .. }, _) | (_, Scale::Nothing) => Self::default(),
            (Support::Ordinal(strength), _) => Self::point(Weight::of_strength(*strength)),
            (Support::LikelihoodRatio { lo, hi, .. }, Scale::Ratios) => {
                Self { lo: Weight::of_ratio(*lo), hi: Weight::of_ratio(*hi) }
            }
            (Support::LikelihoodRatio { lo, hi, .. }, Scale::Order) => {
                let strength = match (*lo, *hi) {
                    (lo, _) if lo >= STRONG => Strength::StrongFor,
                    (lo, _) if lo > 1.0 => Strength::For,
                    (_, hi) if hi <= 1.0 / STRONG => Strength::StrongAgainst,
                    (_, hi) if hi < 1.0 => Strength::Against,
                    _ => Strength::Neutral,
                };
                Self::point(Weight::of_strength(strength))
            }
        }
    }

    fn point(at: Weight) -> Self {
        Self { lo: at, hi: at }
    }

    /// Twice the middle, which is whole where the middle may not be.
    pub fn twice_middle(self) -> Weight {
        self.lo + self.hi
    }

    pub fn is_zero(self) -> bool {
        self == Self::default()
    }

    /// The larger of two amounts, end by end: exact, as the larger grows with each.
    pub fn max(self, other: Self) -> Self {
        Self { lo: self.lo.max(other.lo), hi: self.hi.max(other.hi) }
    }
}

impl Neg for Interval {
    type Output = Self;
    fn neg(self) -> Self {
        Self { lo: -self.hi, hi: -self.lo }
    }
}

impl AddAssign for Interval {
    fn add_assign(&mut self, other: Self) {
        *self = Self { lo: self.lo + other.lo, hi: self.hi + other.hi };
    }
}

/// Takes a part out of a sum that it went into: end by end, the reverse of adding.
impl SubAssign for Interval {
    fn sub_assign(&mut self, part: Self) {
        *self = Self { lo: self.lo - part.lo, hi: self.hi - part.hi };
    }
}

/// An amount of support, for people and files.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Amount {
    /// log10 of a ratio.
    Log10(f64),
    /// On the scale of order.
    Order {
        /// Strong supports, those against taken off.
        strong: i64,
        /// Weak supports, those against taken off.
        weak: i64,
    },
}

impl Amount {
    pub(super) fn of(weight: Weight, scale: Scale) -> Self {
        match scale {
            Scale::Order => Self::Order { strong: weight.major, weak: weight.minor },
            Scale::Ratios | Scale::Nothing => Self::Log10(weight.log10()),
        }
    }

    /// For people: a ratio (`40`, `1/8`), or strong and weak supports (`+2 strong, -1 weak`).
    pub fn text(self) -> String {
        match self {
            Self::Log10(log10) => {
                let ratio = plain(libm::pow(10.0, log10.abs()));
                if log10 < 0.0 && ratio != "1" { format!("1/{ratio}") } else { ratio }
            }
            Self::Order { strong: 0, weak: 0 } => "0".to_owned(),
            Self::Order { strong, weak: 0 } => format!("{strong:+} strong"),
            Self::Order { strong: 0, weak } => format!("{weak:+} weak"),
            Self::Order { strong, weak } => format!("{strong:+} strong, {weak:+} weak"),
        }
    }

    /// The half of `twice`; on the scale of order it is whole.
    pub(super) fn half(twice: Weight, scale: Scale) -> Self {
        match Self::of(twice, scale) {
            Self::Log10(log10) => Self::Log10(log10 / 2.0),
            Self::Order { strong, weak } => Self::Order { strong: strong / 2, weak: weak / 2 },
        }
    }
}

/// From the least to the most that an amount may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Span {
    /// Least.
    pub lo: Amount,
    /// Most.
    pub hi: Amount,
}

impl Span {
    /// For people, such as `1/2 to 40`.
    pub fn text(self) -> String {
        let (lo, hi) = (self.lo.text(), self.hi.text());
        if lo == hi { lo } else { format!("{lo} to {hi}") }
    }

    pub(super) fn of(interval: Interval, scale: Scale) -> Self {
        Self { lo: Amount::of(interval.lo, scale), hi: Amount::of(interval.hi, scale) }
    }
}
