//! Points in time as microseconds since 1970-01-01T00:00:00Z, with how precise they are and who states them.

use serde::{Deserialize, Serialize};

/// Microseconds since the UNIX epoch, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// How finely a source states a time. A window narrower than the precision cannot be honoured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Microseconds.
    Microsecond,
    /// Milliseconds, as in snowflake ids.
    Millisecond,
    /// Whole seconds: the commonest.
    #[default]
    Second,
    /// Whole minutes, as in several archives.
    Minute,
    /// A calendar day.
    Day,
}

impl Precision {
    /// Width of one step in microseconds.
    pub const fn micros(self) -> i64 {
        match self {
            Self::Microsecond => 1,
            Self::Millisecond => 1_000,
            Self::Second => 1_000_000,
            Self::Minute => 60_000_000,
            Self::Day => 86_400_000_000,
        }
    }

    /// Stable name, as in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Microsecond => "microsecond",
            Self::Millisecond => "millisecond",
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Day => "day",
        }
    }
}

/// Who states a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeOrigin {
    /// The record's own time field. On federated platforms this is what the client claimed.
    #[default]
    Stated,
    /// Computed from a snowflake id.
    Id,
    /// The receiving server's clock.
    Server,
}

impl TimeOrigin {
    /// Stable name, as in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Id => "id",
            Self::Server => "server",
        }
    }
}

/// Times outside 1990-01-01 to 2100-01-01 are refused: in posts they are damage, not data.
pub const PLAUSIBLE: std::ops::Range<Timestamp> =
    Timestamp(631_152_000_000_000)..Timestamp(4_102_444_800_000_000);

impl Timestamp {
    /// From whole seconds; `None` on overflow.
    pub const fn from_seconds(seconds: i64) -> Option<Self> {
        match seconds.checked_mul(1_000_000) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// From milliseconds; `None` on overflow.
    pub const fn from_millis(millis: i64) -> Option<Self> {
        match millis.checked_mul(1_000) {
            Some(micros) => Some(Self(micros)),
            None => None,
        }
    }

    /// Whether a post can carry this time (see [`PLAUSIBLE`]).
    pub fn is_plausible(self) -> bool {
        PLAUSIBLE.contains(&self)
    }

    /// RFC 3339 in UTC with no more digits than needed, such as `2024-05-01T12:00:00Z`;
    /// the bare number of microseconds when the time lies outside the calendar.
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map_or_else(|_| format!("{} µs", self.0), |t| t.to_string())
    }

    /// Reads RFC 3339 / ISO 8601 with a zone, such as `2024-05-01T12:00:00Z`.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|t| Self(t.as_microsecond()))
    }
}

/// First millisecond of X/Twitter's snowflake ids (2010-11-04T01:42:54.657Z).
const SNOWFLAKE_EPOCH_MS: u64 = 1_288_834_974_657;
/// Ids below this were given before snowflakes began; their bits mean nothing.
const FIRST_SNOWFLAKE: u64 = 29_700_859_247;

/// Time inside an X/Twitter snowflake id, to the millisecond: `(id >> 22) + 1288834974657` ms.
/// `None` for ids from before snowflakes, and for text that is not a plain number.
pub fn snowflake_time(id: &str) -> Option<Timestamp> {
    if id.is_empty() || id.len() > 19 || !id.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let id: u64 = id.parse().ok()?;
    if id < FIRST_SNOWFLAKE {
        return None;
    }
    Timestamp::from_millis(((id >> 22) + SNOWFLAKE_EPOCH_MS) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snowflake_has_milliseconds() {
        // The id of an invented post: 2020-01-01T00:00:00.123Z, worker 7, sequence 9.
        let id = ((1_577_836_800_123 - SNOWFLAKE_EPOCH_MS) << 22) | (7 << 12) | 9;
        assert_eq!(
            snowflake_time(&id.to_string()).map(Timestamp::rfc3339).as_deref(),
            Some("2020-01-01T00:00:00.123Z")
        );
        assert_eq!(snowflake_time("20"), None);
        assert_eq!(snowflake_time("9.1458E+17"), None);
        assert_eq!(snowflake_time(""), None);
    }

    #[test]
    fn far_times_print_and_are_not_plausible() {
        assert!(!Timestamp(i64::MAX).is_plausible());
        assert!(Timestamp(i64::MAX).rfc3339().ends_with("µs"));
        assert_eq!(Timestamp::from_seconds(i64::MAX), None);
        let year_30000 = Timestamp::from_seconds(884_541_600_000).expect("fits");
        assert!(!year_30000.is_plausible());
    }
}
