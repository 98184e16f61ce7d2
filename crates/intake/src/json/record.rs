//! What a format gets and gives: one record in, a post, nothing or a reject out.

use super::split::{Layout, Scope};
use super::value::Json;
use crate::value::{cut, html, ids, snowflake, time};
use bumpalo::Bump;
use bumpalo::collections::Vec as BumpVec;
use model::{At, Media, Post, Precision, TimeOrigin, Timestamp};

/// One way in which a source writes posts as JSON.
pub(super) struct Format {
    /// Stable id, such as `telegram-json`.
    pub(super) id: &'static str,
    /// What it is, for a person.
    pub(super) title: &'static str,
    /// Where its records stand in a document.
    pub(super) layout: Layout,
    /// Large documents of it are read element by element; otherwise the whole document is needed at once.
    pub(super) streams: bool,
    /// Arrays inside a record that hold further records, such as replies.
    pub(super) also: &'static str,
    /// Whether a record is of this format; also of records that are no posts.
    pub(super) recognises: fn(Json<'_>) -> bool,
    /// Whether a document (perhaps cut) is of this format, where its records do not tell.
    pub(super) document: fn(Json<'_>) -> bool,
    /// Reads a record.
    pub(super) read: for<'a> fn(&Item<'a>, &mut Notes) -> Reading<'a>,
}

/// One record with what stands around it.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    /// The record, without the wrapper of a capture tool.
    pub(super) json: Json<'a>,
    /// The document it stands in, where that is at hand.
    pub(super) parent: Json<'a>,
    /// Values around the array it stands in.
    pub(super) scope: &'a Scope,
    /// Scratch space for this record.
    pub(super) bump: &'a Bump,
    /// Place in the stream.
    pub(super) at: At,
    /// When a capture tool saw it.
    pub(super) observed_at: Option<Timestamp>,
    /// Site that the capture tool names, such as `truthsocial.com`.
    pub(super) site: &'a str,
    /// Server that the records come from, where the beginning of the stream names one; for formats whose ids count on one
    /// server only.
    pub(super) server: &'a str,
    /// Most values in a list.
    pub(super) most: usize,
}

/// Why a record gives no post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// It is none: a service message, a delete event.
    Skip,
    /// Code and message of the reject.
    Reject(&'static str, String),
}

/// A post, or why there is none.
pub(super) type Reading<'a> = Result<Post<'a>, Lost>;

/// Things worth knowing about a record that is kept.
#[derive(Debug, Default)]
pub(super) struct Notes(pub(super) Vec<(&'static str, String)>);

impl Notes {
    pub(super) fn add(&mut self, code: &'static str, message: String) {
        self.0.push((code, message));
    }

    /// The id of another post or account. A damaged one is left out and noted: the post itself is sound.
    pub(super) fn reference<'a>(&mut self, json: Json<'a>) -> &'a str {
        id(json).unwrap_or_else(|damaged| {
            self.add("id_damaged", format!("reference left out, digits are lost: {}", cut(damaged)));
            ""
        })
    }
}

/// An id as text, empty when absent. `Err` holds the value when it has gone through a floating-point number.
pub(super) fn id(json: Json<'_>) -> Result<&str, &str> {
    match json {
        Json::Text(text) => {
            let text = text.trim();
            if ids::damage(text).is_some() { Err(text) } else { Ok(text) }
        }
        Json::Number(digits) => {
            let whole = digits.strip_prefix('-').unwrap_or(digits).bytes().all(|b| b.is_ascii_digit());
            if whole { Ok(digits) } else { Err(digits) }
        }
        _ => Ok(""),
    }
}

/// The id of the post or of its account, without which it is nothing.
pub(super) fn own_id<'a>(json: Json<'a>, missing: &'static str) -> Result<&'a str, Lost> {
    match id(json) {
        Ok("") => {
            Err(Lost::Reject(missing, format!("there is no {}", missing.trim_start_matches("missing_"))))
        }
        Ok(id) => Ok(id),
        Err(damaged) => {
            Err(Lost::Reject("id_damaged", format!("digits of the id are lost: {}", cut(damaged))))
        }
    }
}

/// A time in whatever form, `None` when it is absent or none.
pub(super) fn time(json: Json<'_>) -> Option<(Timestamp, Precision)> {
    match json {
        Json::Number(text) | Json::Text(text) => time::parse(text, &time::TimeStyle::default()),
        _ => None,
    }
}

/// A time that need not be there.
pub(super) fn moment(json: Json<'_>) -> Option<Timestamp> {
    time(json).map(|(at, _)| at).filter(|at| at.is_plausible())
}

/// When the post was made, or why the record is rejected.
pub(super) fn created(json: Json<'_>) -> Result<(Timestamp, Precision), Lost> {
    match json {
        Json::Number(text) | Json::Text(text) if !text.trim().is_empty() => {
            time(json).filter(|(at, _)| at.is_plausible()).ok_or_else(|| {
                Lost::Reject("bad_time", format!("not a time at which a post can be made: {}", cut(text)))
            })
        }
        _ => Err(Lost::Reject("missing_time", "there is no time".to_owned())),
    }
}

/// The time of a post on X, by the rule that tables have too ([`snowflake`]).
pub(super) fn x_time(
    post: &str,
    stated: Json<'_>,
    notes: &mut Notes,
) -> Result<(Timestamp, Precision, TimeOrigin), Lost> {
    let stated = created(stated);
    let Some(time) = snowflake::x_time(post, stated.as_ref().ok().copied()) else {
        return Err(stated.err().unwrap_or(Lost::Skip));
    };
    if let Err(Lost::Reject("bad_time", message)) = stated {
        notes.add("bad_time", format!("the time in the id is used; {message}"));
    }
    if let Some(message) = time.disagreement {
        notes.add("id_time_disagrees", message);
    }
    Ok((time.at, time.precision, time.origin))
}

impl<'a> Item<'a> {
    /// Shorthand for [`Json::get`].
    pub(super) fn get(&self, name: &str) -> Json<'a> {
        self.json.get(name)
    }

    /// Text with HTML entities decoded.
    pub(super) fn decoded(&self, text: &'a str) -> &'a str {
        match html::decode_entities(text) {
            std::borrow::Cow::Borrowed(_) => text,
            std::borrow::Cow::Owned(text) => self.bump.alloc_str(&text),
        }
    }

    /// A string that lives as long as the record.
    pub(super) fn text(&self, text: &str) -> &'a str {
        self.bump.alloc_str(text)
    }

    /// What is not empty, with commas between.
    pub(super) fn joined(&self, values: impl Iterator<Item = &'a str>) -> &'a str {
        match self.list(values) {
            [] => "",
            [one] => one,
            several => self.text(&several.join(",")),
        }
    }

    /// A list of what is not empty.
    pub(super) fn list(&self, values: impl Iterator<Item = &'a str>) -> &'a [&'a str] {
        let values = values.filter(|value| !value.is_empty()).take(self.most);
        BumpVec::from_iter_in(values, self.bump).into_bump_slice()
    }

    /// A list without repetitions, in the order of first occurrence.
    pub(super) fn unique(&self, values: impl Iterator<Item = &'a str>) -> &'a [&'a str] {
        let mut out = BumpVec::new_in(self.bump);
        for value in values {
            if !value.is_empty() && out.len() < self.most && !out.contains(&value) {
                out.push(value);
            }
        }
        out.into_bump_slice()
    }

    /// Media items that can be told from others.
    pub(super) fn media(&self, items: impl Iterator<Item = Media<'a>>) -> &'a [Media<'a>] {
        let items = items.filter(|m| !(m.url.is_empty() && m.hash.is_empty() && m.phash.is_empty()));
        BumpVec::from_iter_in(items.take(self.most), self.bump).into_bump_slice()
    }

    /// The counters among these.
    pub(super) fn metrics(&self, counters: &[(&'static str, Json<'a>)]) -> &'a [(&'a str, i64)] {
        let counters = counters.iter().filter_map(|(name, json)| Some((*name, json.integer()?)));
        BumpVec::from_iter_in(counters, self.bump).into_bump_slice()
    }
}

/// Drops what other times cannot be, and refuses a post without its three corners: id, account, time.
pub(super) fn checked<'a>(mut post: Post<'a>, item: &Item<'a>) -> Reading<'a> {
    let missing = |code, what| Err(Lost::Reject(code, format!("there is no {what}")));
    if post.post_id.is_empty() {
        return missing("missing_id", "id of the post");
    }
    if post.account_id.is_empty() {
        return missing("missing_account", "account");
    }
    match post.created_at {
        None => return missing("missing_time", "time"),
        Some(at) if !at.is_plausible() => {
            return Err(Lost::Reject(
                "bad_time",
                format!("not a time at which a post can be made: {}", at.rfc3339()),
            ));
        }
        Some(_) => {}
    }
    let plausible = |at: Option<Timestamp>| at.filter(|at| at.is_plausible());
    post.observed_at = plausible(post.observed_at.or(item.observed_at));
    post.edited_at = plausible(post.edited_at);
    post.account_created_at = plausible(post.account_created_at);
    post.repost_of_created_at = plausible(post.repost_of_created_at);
    post.at = item.at;
    Ok(post)
}
