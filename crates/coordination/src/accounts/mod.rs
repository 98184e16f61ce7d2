//! How single accounts behave, beside the other accounts of their platform.
//!
//! Each [`Indicator`] is measured where an account has enough data, and compared with all accounts of its platform
//! that have: a robust z-score says how far it stands from the median of these. Nothing here says what an account
//! is: programs, newsrooms and busy people stand out as well.

mod by_account;
mod measure;
mod names;
mod standing;

pub(crate) use names::{LEAST_LETTERS, squashed, words};

pub use by_account::PostsByAccount;
pub use standing::{Accounts, BaseRate, LEAST_PEERS, LEAST_POSTS, NOTABLE, Profile, Reading, State};

/// What is measured of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indicator {
    /// Entropy of the hours of the day at which it posts.
    HourEntropy,
    /// Entropy of the times between its posts.
    IntervalEntropy,
    /// Share of its texts that others or it itself posted as well.
    DuplicateShare,
    /// Share of its reposts that follow the original within seconds.
    RapidShare,
    /// Accounts made at about the time at which it was made.
    CreationCrowd,
    /// Other accounts whose handles differ from its own by digits and separators only.
    HandleKin,
    /// Digits at the end of its handle.
    HandleDigits,
}

/// In which direction a value is worth telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Far below the others.
    Low,
    /// Far above the others.
    High,
    /// Either.
    Both,
}

impl Indicator {
    /// All, in their fixed order.
    pub const ALL: [Self; 7] = [
        Self::HourEntropy,
        Self::IntervalEntropy,
        Self::DuplicateShare,
        Self::RapidShare,
        Self::CreationCrowd,
        Self::HandleKin,
        Self::HandleDigits,
    ];

    /// Stable name, as in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HourEntropy => "hour_entropy",
            Self::IntervalEntropy => "interval_entropy",
            Self::DuplicateShare => "duplicate_share",
            Self::RapidShare => "rapid_share",
            Self::CreationCrowd => "creation_crowd",
            Self::HandleKin => "handle_kin",
            Self::HandleDigits => "handle_digits",
        }
    }

    /// What it is, in words, with the unit.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::HourEntropy => "spread of its posts over the hours of the day (bits)",
            Self::IntervalEntropy => "irregularity of the times between its posts (bits)",
            Self::DuplicateShare => "share of its texts that stand in the data more than once",
            Self::RapidShare => "share of its reposts within seconds of the original",
            Self::CreationCrowd => {
                "accounts made within a day of it, as a multiple of what the month around leads one to expect"
            }
            Self::HandleKin => "other handles that differ from its own by digits and separators only",
            Self::HandleDigits => "digits at the end of its handle",
        }
    }

    /// Fewest observations (posts, intervals, texts, reposts, dated accounts, handles) that say anything.
    pub const fn least(self) -> u32 {
        match self {
            Self::HourEntropy | Self::IntervalEntropy => 20,
            Self::DuplicateShare | Self::RapidShare => 10,
            Self::CreationCrowd => 30,
            Self::HandleKin | Self::HandleDigits => 1,
        }
    }

    /// In which direction a value is worth telling.
    pub const fn telling(self) -> Telling {
        match self {
            Self::HourEntropy => Telling::Both,
            Self::IntervalEntropy => Telling::Low,
            _ => Telling::High,
        }
    }
}
