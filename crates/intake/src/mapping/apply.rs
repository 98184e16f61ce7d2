//! One row to one post.

use super::bare::Bare;
use super::plan::{Feed, MediaValue, Plan, like};
use super::{Field, ListSyntax};
use crate::table::row::Row;
use crate::value::snowflake::{XTime, x_time};
use crate::value::time::{DayOrder, TimeStyle};
use crate::value::zone::ambiguous;
use crate::value::{self, cut, html, ids, is_missing, is_yes, lists, tidy, time};
use crate::{Context, SinkError};
use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;
use model::post::platform;
use model::time::PLAUSIBLE;
use model::{At, Media, Object, Post, Precision, Timestamp};
use std::borrow::Cow;

/// Turns the rows of one table into posts.
pub struct Mapper {
    plan: Plan,
    bare: Option<Bare>,
    bump: Bump,
    /// Rows hold all that their records do, so that a row of empty cells is a blank line.
    has_whole_rows: bool,
    long_ids: u64,
    rounded_ids: u64,
    /// Times that are no dates, where they may count from any moment.
    undated: u64,
}

/// Why a row is lost.
struct Lost {
    code: &'static str,
    message: String,
}

/// What is worth knowing about a row that was kept.
type Remarks = Vec<(&'static str, String)>;

impl Mapper {
    /// For one table, of which each row is given with all its cells.
    pub fn new(plan: Plan) -> Self {
        Self {
            bare: Bare::of(&plan),
            plan,
            bump: Bump::new(),
            has_whole_rows: true,
            long_ids: 0,
            rounded_ids: 0,
            undated: 0,
        }
    }

    /// For records of which only the columns that the mapping takes are given: there, a row of empty cells is a record
    /// that the mapping does not fit.
    pub fn of_parts(plan: Plan) -> Self {
        Self { has_whole_rows: false, ..Self::new(plan) }
    }

    /// For one table, without the short way.
    #[cfg(test)]
    pub(super) fn general(plan: Plan) -> Self {
        Self { bare: None, ..Self::new(plan) }
    }

    /// The compiled mapping.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Hands on one row as a post, or says why not. Rows that came in short wait for others; [`Mapper::finish`] hands
    /// on the last of them.
    #[inline]
    pub fn row(&mut self, cx: &mut Context<'_>, row: &Row<'_>, at: At) -> Result<(), SinkError> {
        if let Some(bare) = &mut self.bare {
            if let Some(ids) = bare.take(row, at) {
                count_long(ids, &mut self.long_ids, &mut self.rounded_ids);
                return if bare.taken.is_full() { self.hand_on(cx) } else { Ok(()) };
            }
            self.hand_on(cx)?;
        }
        self.any(cx, row, at)
    }

    /// Hands on the rows that wait.
    pub fn hand_on(&mut self, cx: &mut Context<'_>) -> Result<(), SinkError> {
        let Some(bare) = self.bare.as_mut().filter(|bare| !bare.taken.rows().is_empty()) else {
            return Ok(());
        };
        cx.shares(&bare.taken)?;
        bare.taken.clear();
        Ok(())
    }

    /// The same for whatever a table may hold.
    fn any(&mut self, cx: &mut Context<'_>, row: &Row<'_>, at: At) -> Result<(), SinkError> {
        self.bump.reset();
        let mut remarks = Remarks::new();
        let mut post = Post { at, ..Post::default() };
        match fill(&mut post, &self.plan, row, &self.bump, cx.limits.fields, &mut remarks) {
            Ok(()) => {
                count_long([post.post_id, post.account_id], &mut self.long_ids, &mut self.rounded_ids);
                self.undated += u64::from(post.created_at.is_some_and(|at| !at.is_plausible()));
                cx.post(&post)?;
            }
            Err(_) if self.has_whole_rows && row.cells().all(|cell| cell.trim().is_empty()) => {
                cx.skip();
                return Ok(());
            }
            Err(lost) => cx.reject(lost.code, at, lost.message)?,
        }
        for (code, message) in remarks {
            cx.note(code, at, message)?;
        }
        Ok(())
    }

    /// What only shows when all rows are read.
    pub fn finish(mut self, cx: &mut Context<'_>) -> Result<(), SinkError> {
        self.hand_on(cx)?;
        for (code, message) in std::mem::take(&mut self.plan.notes) {
            cx.note(code, At::Row(0), message)?;
        }
        if !self.plan.absent.is_empty() {
            let absent = self.plan.absent.iter().map(|name| like(name, &self.plan.columns));
            cx.note(
                "columns_absent",
                At::Row(0),
                format!(
                    "the mapping names columns that the table lacks: {}",
                    absent.collect::<Vec<_>>().join(", ")
                ),
            )?;
        }
        if self.undated > 0 {
            cx.note(
                "time_origin_unknown",
                At::Row(0),
                format!(
                    "times outside 1990 to 2100 ({}): they count from a moment that the table does not name, so that what lies between them is right and the dates are not",
                    self.undated
                ),
            )?;
        }
        // One sound id in a thousand ends like this by chance.
        if self.long_ids >= 20 && self.rounded_ids * 10 > self.long_ids {
            cx.note(
                "ids_rounded",
                At::Row(0),
                format!(
                    "{} of {} long ids end in zeros behind 15 digits: a spreadsheet has probably rounded them, so that different posts or accounts share one id",
                    self.rounded_ids, self.long_ids
                ),
            )?;
        }
        Ok(())
    }
}

/// Bytes from which on a spreadsheet rounds an id of digits.
pub(super) const LONG_ID: usize = 18;

/// Counts ids that a spreadsheet would have rounded, and those that look rounded.
#[inline]
fn count_long(ids: [&str; 2], long: &mut u64, rounded: &mut u64) {
    for id in ids.into_iter().filter(|id| id.len() >= LONG_ID) {
        *long += 1;
        *rounded += u64::from(ids::ends_rounded(id));
    }
}

impl Feed {
    /// The value as it stands, trimmed; empty when nothing is there.
    #[inline]
    fn value<'r>(&'r self, row: &Row<'r>) -> &'r str {
        if self.plain {
            let value = tidy(row.get(self.columns[0]));
            return if is_missing(value) { "" } else { value };
        }
        self.chosen(row)
    }

    fn chosen<'r>(&'r self, row: &Row<'r>) -> &'r str {
        if self.only_if.is_some_and(|column| !is_yes(row.get(column))) {
            return "";
        }
        for column in &self.columns {
            let mut value = tidy(row.get(*column));
            if is_missing(value) {
                continue;
            }
            if !self.after.is_empty() {
                match ids::after_marker(value, &self.after).filter(|_| self.takes_links_to(value)) {
                    Some(found) => value = found,
                    None => continue,
                }
            }
            if self.digits && !value.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            for prefix in &self.strip {
                value = value.strip_prefix(prefix.as_str()).unwrap_or(value);
            }
            if !value.is_empty() {
                return value;
            }
        }
        &self.constant
    }

    fn takes_links_to(&self, link: &str) -> bool {
        self.hosts.is_empty() || self.hosts.iter().any(|host| ids::links_to(link, host))
    }

    /// The value as an id. `Err` holds the damaged value.
    #[inline]
    fn id<'r>(
        &'r self,
        plan: &Plan,
        row: &Row<'r>,
        bump: &'r Bump,
        remarks: &mut Remarks,
    ) -> Result<&'r str, &'r str> {
        let value = ids::unquoted(self.value(row));
        let id = match ids::damage(value) {
            None => value,
            Some(damage) => self.repaired(plan, row, value, damage, remarks)?,
        };
        Ok(match self.prefix {
            None => id,
            Some(column) => prefixed(tidy(row.get(column)), id, bump),
        })
    }

    #[cold]
    fn repaired<'r>(
        &'r self,
        plan: &Plan,
        row: &Row<'r>,
        value: &'r str,
        damage: ids::Damage,
        remarks: &mut Remarks,
    ) -> Result<&'r str, &'r str> {
        let name = plan.column_name(self);
        if damage == ids::Damage::Suffix {
            let whole = value.split('.').next().unwrap_or(value);
            remarks.push(("id_repaired", format!("column `{name}`: `{}` was read as `{whole}`", cut(value))));
            return Ok(whole);
        }
        let in_links = self.repair.iter().flat_map(|(columns, markers)| {
            let id = |column: &usize| ids::after_marker(row.get(*column), markers);
            columns.iter().filter_map(id).filter(|id| id.bytes().all(|b| b.is_ascii_digit()))
        });
        let in_links = in_links.map(|id| (id, "the link".to_owned()));
        // What a column holds as it is, another may hold sound.
        let columns = self.columns.iter().filter(|_| self.after.is_empty() && self.strip.is_empty());
        let elsewhere = columns.filter_map(|column| {
            let id = ids::unquoted(tidy(row.get(*column)));
            let sound = !is_missing(id) && ids::damage(id).is_none();
            sound.then(|| (id, format!("column `{}`", plan.columns.get(*column).map_or("", String::as_str))))
        });
        let (id, place) = in_links.chain(elsewhere).next().ok_or(value)?;
        remarks.push((
            "id_repaired",
            format!(
                "column `{name}`: `{}` was damaged by a spreadsheet; `{id}` was taken from {place}",
                cut(value)
            ),
        ));
        Ok(id)
    }
}

/// A bare number behind what it is a number of, such as a message behind its chat.
#[cold]
fn prefixed<'r>(prefix: &str, id: &'r str, bump: &'r Bump) -> &'r str {
    let is_number = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    if !is_number || is_missing(prefix) {
        return id;
    }
    bumpalo::format!(in bump, "{}-{}", prefix, id).into_bump_str()
}

fn damaged(plan: &Plan, feed: &Feed, what: &str, value: &str) -> Lost {
    Lost {
        code: "id_damaged",
        message: format!(
            "{what}: column `{}` holds `{}`, so that digits are lost: the file was opened and saved by a spreadsheet, or written with ids as numbers; get the original, or name a column with links in `repair` of the mapping",
            plan.column_name(feed),
            cut(value)
        ),
    }
}

/// Fills `post` from a row. In place: a post is large, and this is the hot loop.
#[inline]
fn fill<'r>(
    post: &mut Post<'r>,
    plan: &'r Plan,
    row: &Row<'r>,
    bump: &'r Bump,
    most: usize,
    remarks: &mut Remarks,
) -> Result<(), Lost> {
    if let Some(feed) = &plan.account_id {
        post.account_id =
            feed.id(plan, row, bump, remarks).map_err(|value| damaged(plan, feed, "account id", value))?;
    }
    if let Some(feed) = &plan.account_name {
        let name = ids::unquoted(feed.value(row));
        post.account_name = name.strip_prefix('@').unwrap_or(name);
    }
    if post.account_id.is_empty() {
        post.account_id = post.account_name;
        if post.account_id.is_empty() {
            return Err(missing_account(plan));
        }
        if let Some(feed) = &plan.account_id {
            remarks.push(("account_by_handle", without_id(plan, feed, post.account_name)));
        }
    }
    if let Some(feed) = &plan.post_id {
        post.post_id =
            feed.id(plan, row, bump, remarks).map_err(|value| damaged(plan, feed, "post id", value))?;
    }
    post.platform = platform_of(plan, row, post.account_id, bump);
    created(plan, row, post, remarks)?;
    objects(plan, row, bump, most, post, remarks)?;
    if let Some(feed) = &plan.text {
        post.text = text(feed, feed.value(row), bump);
    }
    if let Some(feed) = &plan.urls {
        post.urls = list(feed, row, bump, most, '\0');
    }
    if let Some(feed) = &plan.hashtags {
        post.hashtags = list(feed, row, bump, most, '#');
    }
    if let Some(feed) = &plan.mentions {
        post.mentions = list(feed, row, bump, most, '@');
    }
    if let Some(feed) = &plan.lang {
        post.lang = languages(feed.value(row), bump);
    }
    if let Some(feed) = &plan.account_display_name {
        post.account_display_name = text(feed, feed.value(row), bump);
    }
    if let Some(feed) = &plan.is_repost {
        post.is_repost = is_yes(feed.value(row));
    }
    if let Some(feed) = &plan.self_declared_bot {
        let value = feed.value(row);
        post.self_declared_bot = (!value.is_empty()).then(|| is_yes(value));
    }
    for (field, feed) in &plan.references {
        let value = reference(plan, feed, row, bump, remarks);
        match field {
            Field::ReplyToId => post.reply_to_id = value,
            Field::ReplyToAccountId => post.reply_to_account_id = value,
            Field::RepostOfId => post.repost_of_id = value,
            Field::RepostOfAccountId => post.repost_of_account_id = value,
            Field::QuoteOfId => post.quote_of_id = value,
            Field::ThreadId => post.thread_id = value,
            _ => post.channel_id = value,
        }
    }
    for (field, feed) in &plan.times {
        let found =
            time::parse(feed.value(row), &feed.style).map(|(at, _)| at).filter(|at| at.is_plausible());
        match field {
            Field::ObservedAt => post.observed_at = found,
            Field::EditedAt => post.edited_at = found,
            Field::RepostOfCreatedAt => post.repost_of_created_at = found,
            _ => post.account_created_at = found,
        }
    }
    for (_, feed) in &plan.words {
        post.client = text(feed, feed.value(row), bump);
    }
    if !plan.metrics.is_empty() {
        let mut metrics = BumpVec::with_capacity_in(plan.metrics.len(), bump);
        for (name, column) in &plan.metrics {
            metrics.extend(value::count(row.get(*column)).map(|n| (name.as_str(), n)));
        }
        post.metrics = metrics.into_bump_slice();
    }
    if !plan.media.is_empty() {
        post.media = media(plan, row, bump, most);
    }
    Ok(())
}

#[cold]
fn without_id(plan: &Plan, feed: &Feed, handle: &str) -> String {
    format!(
        "no id in `{}`: the handle `{}` stands for the account, which counts as another one where rows have its id",
        plan.column_name(feed),
        cut(handle)
    )
}

#[cold]
fn missing_account(plan: &Plan) -> Lost {
    let feeds = [&plan.account_id, &plan.account_name];
    let columns: Vec<&str> = feeds
        .into_iter()
        .flatten()
        .flat_map(|feed| &feed.columns)
        .filter_map(|n| plan.columns.get(*n))
        .map(String::as_str)
        .collect();
    let message = match columns.as_slice() {
        [] => "no column holds an account".to_owned(),
        columns => format!("no account in `{}`", columns.join("`, `")),
    };
    Lost { code: "missing_account", message }
}

#[inline]
fn platform_of<'r>(plan: &'r Plan, row: &Row<'r>, account: &str, bump: &'r Bump) -> &'r str {
    if let Some(column) = plan.platform_column {
        let named = platform::known_as(row.get(column).trim());
        if !is_missing(named) {
            let upper = named.bytes().any(|b| b.is_ascii_uppercase());
            return if upper { bump.alloc_str(&named.to_ascii_lowercase()) } else { named };
        }
    }
    for (prefix, name) in &plan.platform_prefix {
        if account.starts_with(prefix.as_str()) {
            return name;
        }
    }
    &plan.platform
}

/// Languages, joined by commas however a cell lists them.
fn languages<'r>(stated: &'r str, bump: &'r Bump) -> &'r str {
    if !stated.contains(['[', ';', '|']) {
        return stated;
    }
    let mut codes = BumpVec::new_in(bump);
    lists::parse(stated, ListSyntax::Auto, MOST_LANGUAGES, bump, &mut codes);
    bump.alloc_str(&codes.join(","))
}

/// Languages of one post; more are no statement about it.
const MOST_LANGUAGES: usize = 16;

/// Sets time, precision and origin.
#[inline]
fn created(plan: &Plan, row: &Row<'_>, post: &mut Post<'_>, remarks: &mut Remarks) -> Result<(), Lost> {
    let stated = match &plan.created_at {
        Some(feed) => {
            let value = feed.value(row);
            if value.is_empty() { None } else { Some(stated_time(plan, feed, value)?) }
        }
        None => None,
    };
    let by_id = post.platform == platform::X && !plan.created_at.as_ref().is_some_and(|feed| feed.before_id);
    let time = if by_id { x_time(post.post_id, stated) } else { stated.map(XTime::stated) };
    let XTime { at, precision, origin, disagreement } = time.ok_or_else(|| missing_time(plan))?;
    post.created_at = Some(at);
    post.created_precision = precision;
    post.created_from = origin;
    if let Some(message) = disagreement {
        remarks.push(("id_time_disagrees", message));
    }
    Ok(())
}

#[cold]
fn missing_time(plan: &Plan) -> Lost {
    let message = match &plan.created_at {
        Some(feed) => format!("no time in `{}`", plan.column_name(feed)),
        None => "no column holds a time".to_owned(),
    };
    Lost { code: "missing_time", message }
}

#[inline]
fn stated_time(plan: &Plan, feed: &Feed, value: &str) -> Result<(Timestamp, Precision), Lost> {
    if feed.any_origin {
        let found = time::unix(value).or_else(|| time::parse(value, &feed.style));
        return found.ok_or_else(|| bad_time(plan, feed, value, None));
    }
    match time::parse(value, &feed.style) {
        Some((at, precision)) if PLAUSIBLE.contains(&at) => Ok((at, precision)),
        found => Err(bad_time(plan, feed, value, found)),
    }
}

#[cold]
fn bad_time(plan: &Plan, feed: &Feed, value: &str, found: Option<(Timestamp, Precision)>) -> Lost {
    let column = plan.column_name(feed);
    let (value_as_it_stands, value) = (value, cut(value));
    let message = match found {
        Some((at, _)) => {
            format!("column `{column}`: `{value}` would be {}, outside 1990 to 2100", at.rfc3339())
        }
        None => format!("column `{column}`: `{value}` is no time{}", no_time(value_as_it_stands, feed)),
    };
    Lost { code: "bad_time", message }
}

/// Why a value that looks like a time is none in this column.
fn no_time(value: &str, feed: &Feed) -> String {
    if let Some((zone, places)) = ambiguous(value) {
        return format!(
            ", as `{zone}` is the time of {places}: name the `zone` in a mapping, such as `Asia/Kolkata`"
        );
    }
    let either_way = TimeStyle { order: DayOrder::Any, ..feed.style.clone() };
    if time::parse(value, &either_way).is_none() {
        return String::new();
    }
    let other = match time::day_order(value).and_then(|seen| seen.day_first) {
        Some(true) => "day",
        _ => "month",
    };
    format!(
        " unless the {other} stands first, which it does not in this column: see `day_first` of the mapping"
    )
}

#[inline]
fn objects<'r>(
    plan: &'r Plan,
    row: &Row<'r>,
    bump: &'r Bump,
    most: usize,
    post: &mut Post<'r>,
    remarks: &mut Remarks,
) -> Result<(), Lost> {
    if plan.objects.is_empty() {
        return Ok(());
    }
    let mut out = BumpVec::with_capacity_in(plan.objects.len(), bump);
    for feed in &plan.objects {
        let cell = row.get(feed.column);
        let value = if feed.list == ListSyntax::Whole { cell } else { tidy(cell) };
        if value.is_empty() || feed.list != ListSyntax::Whole && is_missing(value) {
            continue;
        }
        let layer = match feed.layer_from {
            Some(column) if !row.get(column).is_empty() => row.get(column),
            _ => &feed.layer,
        };
        if feed.list == ListSyntax::Single {
            let value = ids::unquoted(value);
            let id = match ids::damage(value) {
                None => value,
                Some(ids::Damage::Suffix) => {
                    let whole = value.split('.').next().unwrap_or(value);
                    remarks.push(("id_repaired", format!("object `{}` was read as `{whole}`", cut(value))));
                    whole
                }
                Some(ids::Damage::Rounded) => {
                    let feed = Feed { columns: vec![feed.column], ..Feed::default() };
                    return Err(damaged(plan, &feed, "object id", value));
                }
            };
            out.push(Object { layer, id });
        } else {
            let mut ids = BumpVec::new_in(bump);
            lists::parse(value, feed.list, most, bump, &mut ids);
            out.extend(ids.iter().map(|id| Object { layer, id }));
        }
    }
    post.objects = out.into_bump_slice();
    Ok(())
}

/// An id that names something else. A damaged one would join what does not belong together: it is left out.
fn reference<'r>(
    plan: &Plan,
    feed: &'r Feed,
    row: &Row<'r>,
    bump: &'r Bump,
    remarks: &mut Remarks,
) -> &'r str {
    match feed.id(plan, row, bump, remarks) {
        Ok(id) => id,
        Err(value) => {
            let lost = damaged(plan, feed, "left out", value);
            remarks.push((lost.code, lost.message));
            ""
        }
    }
}

fn text<'r>(feed: &Feed, value: &'r str, bump: &'r Bump) -> &'r str {
    let decoded = match html::decode_entities(value) {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => bump.alloc_str(&text),
    };
    if feed.escaped && decoded.contains("\\n") {
        bump.alloc_str(&decoded.replace("\\n", "\n"))
    } else {
        decoded
    }
}

/// The values of all columns of a list field, without `sign` before them.
fn list<'r>(feed: &'r Feed, row: &Row<'r>, bump: &'r Bump, most: usize, sign: char) -> &'r [&'r str] {
    let mut out = BumpVec::new_in(bump);
    if feed.only_if.is_some_and(|column| !is_yes(row.get(column))) {
        return &[];
    }
    for column in &feed.columns {
        let value = row.get(*column);
        if !value.is_empty() {
            lists::parse(value, feed.list, most, bump, &mut out);
        }
    }
    for value in &mut out {
        *value = value.strip_prefix(sign).unwrap_or(value);
    }
    // A link may stand in two columns, such as the link and the final link.
    if feed.columns.len() > 1 {
        let mut seen = std::collections::BTreeSet::new();
        out.retain(|value| seen.insert(*value));
    }
    out.into_bump_slice()
}

fn media<'r>(plan: &'r Plan, row: &Row<'r>, bump: &'r Bump, most: usize) -> &'r [Media<'r>] {
    let mut out = BumpVec::new_in(bump);
    for feed in &plan.media {
        let value = row.get(feed.column);
        if value.is_empty() {
            continue;
        }
        let mut values = BumpVec::new_in(bump);
        lists::parse(value, ListSyntax::Auto, most, bump, &mut values);
        let is_id = matches!(feed.what, MediaValue::IdOf(_));
        out.extend(values.iter().filter(|value| !is_id || **value != "0").map(|value| {
            let item = Media { kind: &feed.kind, ..Media::default() };
            match &feed.what {
                MediaValue::IdOf(kind) => Media { hash: bump.alloc_str(&format!("{kind}/{value}")), ..item },
                MediaValue::Url => Media { url: value, ..item },
                MediaValue::Hash => Media { hash: value, ..item },
                MediaValue::Phash => Media { phash: value, ..item },
            }
        }));
    }
    out.into_bump_slice()
}
