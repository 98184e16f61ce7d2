//! A mapping compiled against the columns of one table: the row loop looks up no names.

use super::{Field, ListSyntax, Mapping, Rule};
use crate::IntakeError;
use crate::value::cut;
use crate::value::time::{DayOrder, TimeStyle, Zone};

/// Where one field comes from, by column number.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// Candidates; the first that is not empty wins.
    pub columns: Vec<usize>,
    /// Value when no column has one.
    pub constant: String,
    /// Beginnings to take off.
    pub strip: Vec<String>,
    /// Take the id behind one of these.
    pub after: Vec<String>,
    /// Only out of links to these sites.
    pub hosts: Vec<String>,
    /// Only ids of digits.
    pub digits: bool,
    /// Column that is put before bare numbers.
    pub prefix: Option<usize>,
    /// Only where this column says yes.
    pub only_if: Option<usize>,
    /// Columns with links, and markers, from which a damaged id can be had again.
    pub repair: Option<(Vec<usize>, Vec<String>)>,
    /// How times are written.
    pub style: TimeStyle,
    /// Times may count from any moment.
    pub any_origin: bool,
    /// A time in the id of the post does not go before it.
    pub before_id: bool,
    /// How lists are written.
    pub list: ListSyntax,
    /// `\n` stands for a newline.
    pub escaped: bool,
    /// One column and nothing else: the fast way.
    pub plain: bool,
}

/// A column with objects.
#[derive(Clone, Debug)]
pub struct ObjectFeed {
    /// Layer of all rows.
    pub layer: String,
    /// Column that names the layer.
    pub layer_from: Option<usize>,
    /// Column with the ids.
    pub column: usize,
    /// Syntax.
    pub list: ListSyntax,
}

/// A column with media items.
#[derive(Clone, Debug)]
pub struct MediaFeed {
    /// Kind of all items.
    pub kind: String,
    /// Column.
    pub column: usize,
    /// What the values are.
    pub what: MediaValue,
}

/// What the values of a media column are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaValue {
    /// Addresses, paths or platform ids.
    Url,
    /// Content hashes.
    Hash,
    /// Perceptual hashes.
    Phash,
    /// Ids among the platform's things of this name.
    IdOf(String),
}

/// A compiled mapping.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the names are those of `model::Post`")]
pub struct Plan {
    /// Names of the columns, for messages.
    pub columns: Vec<String>,
    /// Platform of rows that say nothing themselves.
    pub platform: String,
    /// Column that names the platform.
    pub platform_column: Option<usize>,
    /// Platforms by the beginning of the account id.
    pub platform_prefix: Vec<(String, String)>,
    pub post_id: Option<Feed>,
    pub account_id: Option<Feed>,
    pub account_name: Option<Feed>,
    pub account_display_name: Option<Feed>,
    pub text: Option<Feed>,
    pub created_at: Option<Feed>,
    pub urls: Option<Feed>,
    pub hashtags: Option<Feed>,
    pub mentions: Option<Feed>,
    pub lang: Option<Feed>,
    pub is_repost: Option<Feed>,
    /// Fields that are ids of other things.
    pub references: Vec<(Field, Feed)>,
    /// Further times.
    pub times: Vec<(Field, Feed)>,
    /// Further short texts.
    pub words: Vec<(Field, Feed)>,
    pub self_declared_bot: Option<Feed>,
    pub metrics: Vec<(String, usize)>,
    pub media: Vec<MediaFeed>,
    pub objects: Vec<ObjectFeed>,
    /// Columns that the mapping names and the table lacks.
    pub absent: Vec<String>,
    /// What is worth knowing about the table as a whole: code and message.
    pub notes: Vec<(&'static str, String)>,
}

impl Plan {
    /// Compiles `mapping` for a table with the columns `header`. `platform` is stated where neither the
    /// mapping nor the rows do. Fails when nothing could come out: no account column, or no way to a time.
    pub fn compile(
        mapping: &Mapping,
        header: &[String],
        platform: Option<&str>,
    ) -> Result<Self, IntakeError> {
        let plan = Self::draft(mapping, header, platform)?;
        plan.check(mapping)?;
        Ok(plan)
    }

    /// The same as far as it goes: account or time may be missing.
    pub fn draft(mapping: &Mapping, header: &[String], platform: Option<&str>) -> Result<Self, IntakeError> {
        let mut names = Names { header, absent: Vec::new() };
        let mut plan = Self { columns: header.to_vec(), ..Self::default() };
        let named = mapping.platform.constant.as_deref().or(platform);
        let named = named.map_or(model::post::platform::UNKNOWN, model::post::platform::known_as);
        plan.platform = named.to_ascii_lowercase();
        plan.platform_column = mapping.platform.column.as_deref().and_then(|name| names.find(name));
        // The longest prefix first, so that `fb_group_` is not taken for `fb_`.
        plan.platform_prefix = mapping.platform.account_prefix.clone().into_iter().collect();
        plan.platform_prefix.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        for (field, rule) in &mapping.fields {
            let Some(feed) = feed(rule, &mut names, mapping)? else { continue };
            match field {
                Field::PostId => plan.post_id = Some(feed),
                Field::AccountId => plan.account_id = Some(feed),
                Field::AccountName => plan.account_name = Some(feed),
                Field::AccountDisplayName => plan.account_display_name = Some(feed),
                Field::Text => plan.text = Some(feed),
                Field::CreatedAt => plan.created_at = Some(feed),
                Field::Urls => plan.urls = Some(feed),
                Field::Hashtags => plan.hashtags = Some(feed),
                Field::Mentions => plan.mentions = Some(feed),
                Field::Lang => plan.lang = Some(feed),
                Field::IsRepost => plan.is_repost = Some(feed),
                Field::SelfDeclaredBot => plan.self_declared_bot = Some(feed),
                Field::ObservedAt | Field::EditedAt | Field::RepostOfCreatedAt | Field::AccountCreatedAt => {
                    plan.times.push((*field, feed));
                }
                Field::Client => plan.words.push((*field, feed)),
                Field::ReplyToId
                | Field::ReplyToAccountId
                | Field::RepostOfId
                | Field::RepostOfAccountId
                | Field::QuoteOfId
                | Field::ThreadId
                | Field::ChannelId => plan.references.push((*field, feed)),
            }
        }
        for (name, column) in &mapping.metrics {
            plan.metrics.extend(names.find(column).map(|n| (name.clone(), n)));
        }
        for rule in &mapping.media {
            let what = match (rule.hash, rule.phash) {
                _ if !rule.ids_of.is_empty() => MediaValue::IdOf(rule.ids_of.clone()),
                (_, true) => MediaValue::Phash,
                (true, false) => MediaValue::Hash,
                (false, false) => MediaValue::Url,
            };
            plan.media.extend(names.find(&rule.from).map(|column| MediaFeed {
                kind: rule.kind.clone(),
                column,
                what,
            }));
        }
        for rule in &mapping.objects {
            let layer_from = rule.layer_from.as_deref().and_then(|name| find(header, name));
            plan.objects.extend(names.find(&rule.from).map(|column| ObjectFeed {
                layer: rule.layer.clone(),
                layer_from,
                column,
                list: rule.list,
            }));
        }
        plan.absent = names.absent;
        Ok(plan)
    }

    fn check(&self, mapping: &Mapping) -> Result<(), IntakeError> {
        let (missing, fields) = if self.account_id.is_none() && self.account_name.is_none() {
            ("the account", [Field::AccountId, Field::AccountName].as_slice())
        } else if self.created_at.is_none()
            && (self.post_id.is_none() || self.platform != model::post::platform::X)
        {
            ("the time", [Field::CreatedAt].as_slice())
        } else {
            return Ok(());
        };
        let named: Vec<String> = fields
            .iter()
            .filter_map(|field| mapping.fields.get(field))
            .flat_map(|rule| rule.from.iter().map(|name| like(name, &self.columns)))
            .collect();
        let columns = self.columns.iter().map(|c| cut(c)).collect::<Vec<_>>().join(", ");
        let message = match named.as_slice() {
            [] => format!("no column is known to hold {missing}; the table has: {columns}"),
            names => {
                format!("there is no column {} for {missing}; the table has: {columns}", names.join(", "))
            }
        };
        Err(IntakeError::Mapping { mapping: mapping.name.clone(), message })
    }

    /// Whether it takes from a row only ids of post and account, a time, and objects.
    pub fn has_ids_and_time_only(&self) -> bool {
        let others = [
            &self.account_name,
            &self.account_display_name,
            &self.text,
            &self.urls,
            &self.hashtags,
            &self.mentions,
            &self.lang,
            &self.is_repost,
            &self.self_declared_bot,
        ];
        others.into_iter().all(Option::is_none)
            && self.references.is_empty()
            && self.times.is_empty()
            && self.words.is_empty()
            && self.metrics.is_empty()
            && self.media.is_empty()
    }

    /// Name of a column, for messages.
    pub fn column_name(&self, feed: &Feed) -> &str {
        feed.columns.first().and_then(|n| self.columns.get(*n)).map_or("", String::as_str)
    }

    /// Numbers of all columns that are used, in order.
    pub fn used(&self) -> Vec<usize> {
        let feeds = [
            &self.post_id,
            &self.account_id,
            &self.account_name,
            &self.account_display_name,
            &self.text,
            &self.created_at,
            &self.urls,
            &self.hashtags,
            &self.mentions,
            &self.lang,
            &self.is_repost,
            &self.self_declared_bot,
        ];
        let more = self.references.iter().chain(&self.times).chain(&self.words).map(|(_, feed)| feed);
        let mut used: Vec<usize> = feeds
            .into_iter()
            .flatten()
            .chain(more)
            .flat_map(|feed| {
                let repair = feed.repair.iter().flat_map(|(columns, _)| columns);
                feed.columns
                    .iter()
                    .chain(&feed.only_if)
                    .chain(&feed.prefix)
                    .chain(repair)
                    .copied()
                    .collect::<Vec<_>>()
            })
            .chain(self.platform_column)
            .chain(self.metrics.iter().map(|(_, n)| *n))
            .chain(self.media.iter().map(|m| m.column))
            .chain(self.objects.iter().flat_map(|o| [Some(o.column), o.layer_from].into_iter().flatten()))
            .collect();
        used.sort_unstable();
        used.dedup();
        used
    }
}

fn feed(rule: &Rule, names: &mut Names<'_>, mapping: &Mapping) -> Result<Option<Feed>, IntakeError> {
    let columns: Vec<usize> = rule.from.iter().filter_map(|name| find(names.header, name)).collect();
    if columns.is_empty() {
        // Of several columns one is enough.
        names.absent.extend(rule.from.iter().cloned());
    }
    if columns.is_empty() && rule.constant.is_none() {
        return Ok(None);
    }
    let only_if = match &rule.only_if {
        Some(name) => match names.find(name) {
            Some(n) => Some(n),
            None => return Ok(None),
        },
        None => None,
    };
    let zone = match rule.zone.as_deref() {
        None => Zone::UTC,
        Some(name) => Zone::parse(name).ok_or_else(|| IntakeError::Mapping {
            mapping: mapping.name.clone(),
            message: format!(
                "`{name}` is no time zone; use an IANA name, an offset such as `+02:00`, or `UTC`"
            ),
        })?,
    };
    let repair = rule.repair.as_ref().map(|repair| {
        (repair.from.iter().filter_map(|name| find(names.header, name)).collect(), repair.after.clone())
    });
    let mut feed = Feed {
        columns,
        constant: rule.constant.clone().unwrap_or_default(),
        strip: rule.strip_prefix.clone(),
        after: rule.after.clone(),
        hosts: rule.hosts.clone(),
        digits: rule.digits,
        prefix: rule.prefix_from.as_deref().and_then(|name| names.find(name)),
        any_origin: rule.any_origin,
        before_id: rule.before_id,
        only_if,
        repair,
        style: TimeStyle { zone, order: DayOrder::of_column(rule.day_first) },
        list: rule.list,
        escaped: rule.escaped_newlines,
        plain: false,
    };
    feed.plain = feed.columns.len() == 1
        && feed.constant.is_empty()
        && feed.strip.is_empty()
        && feed.after.is_empty()
        && !feed.digits
        && feed.prefix.is_none()
        && feed.only_if.is_none();
    Ok(Some(feed))
}

struct Names<'h> {
    header: &'h [String],
    absent: Vec<String>,
}

impl Names<'_> {
    /// The column of that name; capitals and white space around it do not matter when nothing fits exactly.
    fn find(&mut self, name: &str) -> Option<usize> {
        let found = find(self.header, name);
        if found.is_none() {
            self.absent.push(name.to_owned());
        }
        found
    }
}

/// The column of that name (see [`Plan::compile`]).
pub fn find(header: &[String], name: &str) -> Option<usize> {
    header
        .iter()
        .position(|column| column == name)
        .or_else(|| header.iter().position(|column| column.trim().eq_ignore_ascii_case(name.trim())))
}

/// A name that is no column, with the column that was probably meant.
pub fn like(name: &str, header: &[String]) -> String {
    let small = name.trim().to_lowercase();
    let most = match small.chars().count() {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    };
    let distance = |column: &&String| strsim::osa_distance(&column.trim().to_lowercase(), &small);
    match header.iter().min_by_key(distance).filter(|column| distance(column) <= most) {
        Some(column) => format!("`{}` (did you mean `{}`?)", cut(name), cut(column)),
        None => format!("`{}`", cut(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_column_comes_with_the_one_that_was_meant() {
        let header = ["seite", "Nutzername", "c1"].map(str::to_owned);
        let check = |name, expected| assert_eq!(like(name, &header), expected);
        check("site", "`site` (did you mean `seite`?)");
        check("nutzrenamen", "`nutzrenamen` (did you mean `Nutzername`?)");
        check("c2", "`c2`");
        check("urls", "`urls`");
        assert_eq!(like("x", &[]), "`x`");
    }
}
