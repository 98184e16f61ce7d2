//! Whether dates such as `03/04/2024` have the day or the month first: each column has one order, which the rows looked at
//! before reading begins settle.

use super::guess::Sample;
use super::{Field, Mapping, plan};
use crate::value::cut;

/// Fields that hold times.
pub const TIMES: [Field; 5] =
    [Field::CreatedAt, Field::ObservedAt, Field::EditedAt, Field::RepostOfCreatedAt, Field::AccountCreatedAt];

/// Writes the order of each column of times into `mapping`, where that leaves it open and the `samples` of the columns show
/// another one than the separator suggests. Returns what to note of columns that show none.
pub fn settle(mapping: &mut Mapping, header: &[String], samples: &[Sample]) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    for field in TIMES {
        let Some(rule) = mapping.fields.get_mut(&field).filter(|rule| rule.day_first.is_none()) else {
            continue;
        };
        for column in rule.from.iter().filter_map(|name| plan::find(header, name)) {
            let Some(sample) = samples.get(column) else { continue };
            // Dates with dots have the day first wherever they are written.
            let Some(separator @ ('/' | '-' | '.')) = sample.separator else { continue };
            let suggested = separator != '/';
            let (days, months) = (sample.day_first, sample.month_first);
            if days != months {
                let day_first = days > months;
                if day_first != suggested {
                    rule.day_first = Some(day_first);
                }
            } else if let Some(date) = sample.either_first.as_deref().filter(|_| separator != '.') {
                let close = closer(sample);
                let day_first = close.unwrap_or(suggested);
                if day_first != suggested {
                    rule.day_first = Some(day_first);
                }
                notes.push((
                    "day_order_unclear",
                    format!(
                        "column `{}`: dates such as `{}` can be read in two ways, and {}: they were read with the {} first{}; say `day_first = {}` in a mapping if that is wrong",
                        cut(&header[column]),
                        cut(date),
                        if days > 0 {
                            "rows looked at before reading contradict each other"
                        } else {
                            "no row looked at before reading settles it"
                        },
                        if day_first { "day" } else { "month" },
                        if close.is_some() { ", as they lie much closer together so" } else { "" },
                        !day_first
                    ),
                ));
            }
            break;
        }
    }
    notes
}

/// Times as far apart as that are much further apart.
const MUCH: i64 = 4;

/// Whether the day stands first, where the dates that can be read in two ways lie much closer together in one of them: the
/// first days of a month, read the wrong way, are spread over the year.
fn closer(sample: &Sample) -> Option<bool> {
    let [month_first, day_first] = sample.either_spans.map(|span| span.map(|(first, last)| last.0 - first.0));
    let (month_first, day_first) = (month_first?, day_first?);
    match (day_first.saturating_mul(MUCH) < month_first, month_first.saturating_mul(MUCH) < day_first) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Rule;

    fn check(dates: &[&str], expected: &str) {
        let rule = Rule { from: vec!["when".to_owned()], ..Rule::default() };
        let mut mapping =
            Mapping { fields: [(Field::CreatedAt, rule)].into_iter().collect(), ..Mapping::default() };
        let mut sample = Sample::default();
        dates.iter().for_each(|date| sample.add(date));
        let notes = settle(&mut mapping, &["when".to_owned()], &[sample]);
        let order = mapping.fields[&Field::CreatedAt].day_first;
        let found = match order {
            Some(true) => "day first",
            Some(false) => "month first",
            None => "by separator",
        };
        let noted = if notes.is_empty() { "" } else { ", noted" };
        assert_eq!(format!("{found}{noted}"), expected, "{dates:?}");
    }

    #[test]
    fn one_date_that_can_only_be_read_one_way_settles_the_column() {
        check(&["03/04/2024 08:00", "25/04/2024 08:00", "04/05/2024 08:00"], "day first");
        check(&["03/04/24", "4/25/24"], "by separator");
        check(&["03/04/2024", "04/05/2024"], "by separator, noted");
        check(&["04/04/2024"], "by separator");
        // The first days of a month, whichever way it is written.
        check(&["01/04/2024", "05/04/2024", "12/04/2024"], "day first, noted");
        check(&["04/01/2024", "04/05/2024", "04/12/2024"], "by separator, noted");
        check(&["04-01-2024", "04-05-2024", "04-12-2024"], "month first, noted");
        check(&["03.04.2024", "04.05.2024"], "by separator");
        check(&["03.04.2024", "04.25.2024"], "month first");
        check(&["03-04-2024"], "by separator, noted");
        check(&["03-25-2024"], "month first");
        check(&["2024-03-04", "1709625600"], "by separator");
        // Where rows contradict each other most of them count; the others are refused.
        check(&["25/04/2024", "26/04/2024", "04/27/2024"], "day first");
    }
}
