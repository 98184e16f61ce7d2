//! Dates as mail writes them.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// Seconds since 1970 in the form of RFC 5322, section 3.3, in a zone of so many minutes ahead of UTC.
pub fn rfc5322(at: u64, zone: i32) -> String {
    format(at, zone, "%a, %d %b %Y %H:%M:%S %z")
}

/// Any other form, such as `%Y.%m.%d`.
pub fn format(at: u64, zone: i32, form: &str) -> String {
    let moment = i64::try_from(at).ok().and_then(|at| Timestamp::from_second(at).ok()).unwrap_or_default();
    let offset = Offset::from_seconds(zone * 60).unwrap_or(Offset::UTC);
    moment.to_zoned(TimeZone::fixed(offset)).strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_their_zone() {
        assert_eq!(rfc5322(1_704_067_200, 0), "Mon, 01 Jan 2024 00:00:00 +0000");
        assert_eq!(rfc5322(1_704_067_200, 330), "Mon, 01 Jan 2024 05:30:00 +0530");
        assert_eq!(rfc5322(1_704_067_200, -480), "Sun, 31 Dec 2023 16:00:00 -0800");
    }
}
