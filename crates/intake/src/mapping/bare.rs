//! The short way from a row to a post, for tables that say only who shared what and when.
//!
//! It takes rows in which every value stands as it should. Any other row, and any table of which the mapping takes
//! more, goes the general way ([`super::apply`]), which this one agrees with.

use super::ListSyntax;
use super::apply::LONG_ID;
use super::plan::{Feed, Plan};
use crate::table::row::{Row, Span, SpanKind};
use crate::value::ends::Ends;
use crate::value::time::TimeStyle;
use crate::value::{ids, is_missing, time};
use model::post::platform;
use model::shares::Fields;
use model::time::PLAUSIBLE;
use model::{At, Shares};
use std::ops::Range;

/// The columns of a bare table.
pub struct Bare {
    /// Rows that were taken and wait to be handed on together.
    pub taken: Shares,
    post_id: Option<usize>,
    account_id: usize,
    object: usize,
    created_at: usize,
    style: TimeStyle,
}

impl Bare {
    /// The short way for `plan`; `None` when it takes more from a row, or asks more of a value.
    pub fn of(plan: &Plan) -> Option<Self> {
        let column =
            |feed: &Option<Feed>| feed.as_ref().filter(|feed| feed.plain).map(|feed| feed.columns[0]);
        let [object] = plan.objects.as_slice() else { return None };
        let post_id = column(&plan.post_id);
        let style = plan.created_at.as_ref()?.style.clone();
        let used = [column(&plan.account_id), post_id, column(&plan.created_at), Some(object.column)];
        let mut used: Vec<usize> = used.into_iter().flatten().collect();
        used.sort_unstable();
        used.dedup();
        // Times come out of ids on one platform; elsewhere they are stated.
        let bare = plan.used() == used
            && plan.post_id.is_some() == post_id.is_some()
            && plan.has_ids_and_time_only()
            && plan.platform_column.is_none()
            && plan.platform_prefix.is_empty()
            && plan.platform != platform::X
            && object.layer_from.is_none()
            && object.list == ListSyntax::Single;
        bare.then_some(Self {
            taken: Shares::new(&plan.platform, &object.layer),
            post_id,
            account_id: column(&plan.account_id)?,
            object: object.column,
            created_at: column(&plan.created_at)?,
            style,
        })
    }

    /// Takes the row in short, and gives back the ids of post and account as far as they are long, which are looked at as
    /// well; `None` when it has to go the general way.
    #[inline]
    pub fn take<'r>(&mut self, row: &Row<'r>, at: At) -> Option<[&'r str; 2]> {
        let (_, time, _) = value(row, self.created_at)?;
        let get = |field: &Range<u32>| row.text.get(field.start as usize..field.end as usize);
        let (created_at, created_precision) = time::parse(get(&time)?, &self.style)?;
        if !PLAUSIBLE.contains(&created_at) {
            return None;
        }
        let fields = Fields {
            post_id: match self.post_id {
                Some(column) => id(row, column)?,
                None => 0..0,
            },
            account_id: id(row, self.account_id)?,
            object: id(row, self.object)?,
            created_at,
            created_precision,
        };
        let long = |field: &Range<u32>| if field.len() >= LONG_ID { get(field) } else { Some("") };
        let ids = [long(&fields.post_id)?, long(&fields.account_id)?];
        self.taken.push(row.text, &fields, at).then_some(ids)
    }
}

/// A cell that stands in the row's text as it should, its place there, and its ends. Bytes do: what they are asked is asked
/// of single ones, and both ends of a tidy value are ASCII.
#[inline(always)]
fn value<'r>(row: &Row<'r>, column: usize) -> Option<(&'r [u8], Range<u32>, Ends)> {
    let &Span { start, end, kind } = row.spans.get(column)?;
    let value = row.text.as_bytes().get(start as usize..end as usize)?;
    let ends = Ends::of(value)?;
    let is_sound = kind == SpanKind::Plain && ends.are_tidy() && !is_missing(value);
    is_sound.then_some((value, start..end, ends))
}

/// The place of an id that does not even look as if a spreadsheet had damaged it.
#[inline(always)]
fn id(row: &Row<'_>, column: usize) -> Option<Range<u32>> {
    let (id, place, ends) = value(row, column)?;
    (!ends.may_be_number() || ids::looks_sound(id)).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::Mapping;
    use crate::mapping::apply::Mapper;
    use crate::table::row::RowBuffer;
    use crate::{Context, Limits, PostSink, SinkError, Source};
    use model::{EvidenceNo, Post, Problem};
    use proptest::prelude::*;

    const TABLE: &str = r#"
name = "shares"
[fields]
account_id = "who"
post_id = "post"
created_at = "when"
[[objects]]
from = "what"
"#;
    const HEADER: [&str; 5] = ["post", "who", "what", "when", "more"];

    fn plan(mapping: &str) -> Plan {
        let mapping = Mapping::from_toml(mapping, "a test").expect("a mapping");
        Plan::compile(&mapping, &HEADER.map(str::to_owned), None).expect("fits")
    }

    /// Writes down everything; counts what came in short.
    #[derive(Default)]
    struct Notes {
        lines: Vec<String>,
        shares: usize,
    }

    impl PostSink for Notes {
        fn source(&mut self, _: &Source) -> Result<(), SinkError> {
            Ok(())
        }

        fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
            self.lines.push(format!("{post:?}"));
            Ok(())
        }

        fn shares(&mut self, shares: &Shares) -> Result<(), SinkError> {
            self.shares += shares.rows().len();
            shares.posts(|post| self.post(post))
        }

        fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
            self.lines.push(format!("{problem:?}"));
            Ok(())
        }
    }

    fn read(mut mapper: Mapper, rows: &[Vec<String>]) -> (Notes, String) {
        let mut notes = Notes::default();
        let (evidence, name, format) = (EvidenceNo(0), "t.csv".to_owned(), "shares-csv".to_owned());
        let source = Source { evidence, name, path: Vec::new(), format };
        let mut cx = Context::new(&mut notes, source, Limits::default()).expect("takes all");
        let mut buffer = RowBuffer::default();
        for (n, cells) in rows.iter().enumerate() {
            buffer.clear();
            cells.iter().for_each(|cell| buffer.push(cell));
            mapper.row(&mut cx, &buffer.row(), At::Bytes(n as u64 * 9, n as u64 * 9 + 8)).expect("takes all");
        }
        mapper.finish(&mut cx).expect("takes all");
        let counts = format!("{:?}", cx.counts);
        (notes, counts)
    }

    fn id() -> impl Strategy<Value = String> {
        prop_oneof![
            6 => "[a-z0-9]{2,24}",
            1 => "[0-9]{3}[0-9]{12}(000|001)",
            1 => Just("914580356430536000".to_owned()),
            2 => prop::sample::select(vec!["", " ", "NA", "7", "12.0", "9.1E+17", "=\"x1\"", "\"x1\"", "abc=", " a1", "'b2", "é3é", "None"])
                .prop_map(str::to_owned),
        ]
    }

    fn moment() -> impl Strategy<Value = String> {
        prop_oneof![
            6 => (1_600_000_000u32..1_700_000_000).prop_map(|t| t.to_string()),
            2 => prop::sample::select(vec!["", "soon", "59", "2024-05-01 12:00", "1606451170.5", "99999999999999", "'1606451170"])
                .prop_map(str::to_owned),
        ]
    }

    proptest! {
        #[test]
        fn both_ways_agree(
            rows in prop::collection::vec((id(), id(), id(), moment(), "[a-z]{0,3}"), 0..60),
            times in prop_oneof![4 => Just(1usize), 1 => 10usize..20],
        ) {
            // Again and again, so that there are more rows than are handed on together.
            let rows: Vec<Vec<String>> =
                rows.iter().cycle().take(rows.len() * times).cloned().map(|(post, who, what, when, more)| vec![post, who, what, when, more]).collect();
            let (short, short_counts) = read(Mapper::new(plan(TABLE)), &rows);
            let (general, general_counts) = read(Mapper::general(plan(TABLE)), &rows);
            prop_assert_eq!(short.lines, general.lines);
            prop_assert_eq!(short_counts, general_counts);
            prop_assert_eq!(general.shares, 0);
        }
    }

    #[test]
    fn a_row_in_order_comes_in_short() {
        let row = ["c1", "a1", "o1", "1606451170", ""].map(str::to_owned).to_vec();
        assert_eq!(read(Mapper::new(plan(TABLE)), &[row]).0.shares, 1);
    }

    #[test]
    fn only_mappings_that_take_no_more_have_the_short_way() {
        let check = |from: &str, to: &str, short: bool| {
            assert_eq!(Bare::of(&plan(&TABLE.replace(from, to))).is_some(), short, "{to}");
        };
        check("", "", true);
        check("post_id = \"post\"\n", "", true);
        check("[fields]", "[fields]\ntext = \"more\"", false);
        check("[fields]", "[fields]\nreply_to_id = \"more\"", false);
        check("from = \"what\"", "from = \"what\"\nlayer_from = \"more\"", false);
        check("from = \"what\"", "from = \"what\"\nlayer = \"url\"", true);
        check("[fields]", "[platform]\nconstant = \"x\"\n[fields]", false);
        check("[fields]", "[platform]\ncolumn = \"more\"\n[fields]", false);
        check("[[objects]]", "[[objects]]\nfrom = \"more\"\n[[objects]]", false);
    }
}
