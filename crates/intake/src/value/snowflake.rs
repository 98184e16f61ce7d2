//! When a post on X was made. Its id says so to the millisecond, and was given by the platform itself; what the record
//! states beside it may have been rounded, moved to another zone or changed.

use super::cut;
use model::time::snowflake_time;
use model::{Precision, TimeOrigin, Timestamp};

/// Slack for clocks that state a time a little before or after the id is given, and for rounding.
const ROUNDING: i64 = 1_000_000;

/// Ids of a later time than this were not given by the platform: numbers drawn at random in their place, such as
/// pseudonyms, mostly look like ids of the next decades. 2035-01-01.
const LATEST: Timestamp = Timestamp(2_051_222_400_000_000);

/// The time of a post on X.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XTime {
    /// When it was made.
    pub at: Timestamp,
    /// How finely that is known.
    pub precision: Precision,
    /// Who says so.
    pub origin: TimeOrigin,
    /// What there is to note as `id_time_disagrees`: the stated time is another one.
    pub disagreement: Option<String>,
}

impl XTime {
    /// A time of which the id says nothing.
    #[inline]
    pub fn stated((at, precision): (Timestamp, Precision)) -> Self {
        Self { at, precision, origin: TimeOrigin::Stated, disagreement: None }
    }
}

/// The time of the post `id`: the one in the id where there is one, else the stated one. `None` when there is neither.
#[inline]
pub fn x_time(id: &str, stated: Option<(Timestamp, Precision)>) -> Option<XTime> {
    let Some(at) = snowflake_time(id).filter(|at| at.is_plausible() && *at < LATEST) else {
        return stated.map(XTime::stated);
    };
    let disagreement = stated
        .filter(|(stated, precision)| {
            at.0.abs_diff(stated.0) > (precision.micros() + ROUNDING).unsigned_abs()
        })
        .map(|(stated, _)| disagreement(id, at, stated));
    Some(XTime { at, precision: Precision::Millisecond, origin: TimeOrigin::Id, disagreement })
}

#[cold]
fn disagreement(id: &str, at: Timestamp, stated: Timestamp) -> String {
    format!(
        "the id `{}` was given at {}, the stated time is {}; the time of the id was taken",
        cut(id),
        at.rfc3339(),
        stated.rfc3339()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::time::{TimeStyle, parse};

    /// An invented post of 2020-01-01T00:00:00.123Z.
    const POST: &str = "1212161512559374345";

    fn check(id: &str, stated: &str, expected: &str) {
        let found = match x_time(id, parse(stated, &TimeStyle::default())) {
            Some(XTime { at, precision, origin, disagreement }) => format!(
                "{} {} {}{}",
                at.rfc3339(),
                precision.name(),
                origin.name(),
                if disagreement.is_some() { " disagrees" } else { "" }
            ),
            None => "no time".to_owned(),
        };
        assert_eq!(found, expected, "{id} {stated}");
    }

    #[test]
    fn the_id_is_taken_however_finely_the_time_is_stated() {
        let of_id = "2020-01-01T00:00:00.123Z millisecond id";
        check(POST, "", of_id);
        check(POST, "2020-01-01", of_id);
        check(POST, "2020-01-01 00:00", of_id);
        check(POST, "2020-01-01 00:00:00", of_id);
        check(POST, "2020-01-01 00:00:00.123", of_id);
        check(POST, "2020-01-01 00:00:00.123001", of_id);
    }

    #[test]
    fn a_disagreement_is_what_precision_and_rounding_do_not_explain() {
        let noted = "2020-01-01T00:00:00.123Z millisecond id disagrees";
        let agrees = "2020-01-01T00:00:00.123Z millisecond id";
        check(POST, "2020-01-03", noted);
        check(POST, "2020-01-01 00:02", noted);
        check(POST, "2020-01-01 00:00:02", agrees);
        check(POST, "2020-01-01 00:00:03", noted);
        check(POST, "2020-01-01 00:00:01.5", noted);
        check(POST, "2020-01-01 00:00:01.1", agrees);
        check(POST, "2019-12-31 23:59:59.2", agrees);
        check(POST, "2020-01-01 01:00:00.123456", noted);
    }

    #[test]
    fn without_a_time_in_the_id_the_stated_one_stays() {
        check("20", "2006-03-21 20:50:14", "2006-03-21T20:50:14Z second stated");
        check("5123456789012345678", "2024-03-05 08:00:00", "2024-03-05T08:00:00Z second stated");
        check("5123456789012345678", "", "no time");
        check("1.2E+18", "2020-01-01 00:00:00.5", "2020-01-01T00:00:00.5Z millisecond stated");
        check("", "", "no time");
    }
}
