//! Reddit submissions and comments: Pushshift and Arctic Shift dumps, and objects of the API.
//!
//! The account is the name, which cannot be changed and is never given twice; many rows lack
//! `author_fullname`, so that using it would split accounts. A record whose author is `[deleted]` cannot be
//! attributed to anybody and is rejected as `missing_account`. `[removed]` is not a text that somebody wrote.

use super::markup;
use super::record::{Format, Item, Lost, Notes, Reading, created, id, moment, own_id};
use super::split::Layout;
use super::value::Json;
use crate::value::cut;
use model::{Media, Post, Precision, Timestamp, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "reddit",
    title: "Reddit submissions and comments (Pushshift, Arctic Shift, API)",
    layout: Layout { arrays: &["data.children", "data"], scope: &[] },
    streams: true,
    also: "",
    recognises: |json| {
        let json = inner(json);
        json.has(&["id", "author", "created_utc"]) && (is_comment(json) || is_submission(json))
    },
    document: |_| false,
    read,
};

/// Objects of the API come as `{"kind":"t1","data":{...}}`.
fn inner(json: Json<'_>) -> Json<'_> {
    let data = json.get("data");
    if json.has(&["kind"]) && data.is_object() { data } else { json }
}

fn is_comment(json: Json<'_>) -> bool {
    json.has(&["body"]) && (json.has(&["link_id"]) || json.has(&["parent_id"]))
}

fn is_submission(json: Json<'_>) -> bool {
    json.has(&["title"]) && (json.has(&["selftext"]) || json.has(&["url"]) || json.has(&["subreddit"]))
}

fn read<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let thing = inner(item.json);
    let comment = is_comment(thing);
    let number = own_id(thing.get("id"), "missing_id")?;
    let post_id = with_prefix(item, number, if comment { "t1_" } else { "t3_" });
    let author = own_id(thing.get("author"), "missing_account")?;
    if author == "[deleted]" || author == "[removed]" {
        return Err(Lost::Reject(
            "missing_account",
            format!("the author is {author}: nobody to attribute it to"),
        ));
    }
    let (created_at, created_precision) = created_in_seconds(thing.get("created_utc"))?;
    let crosspost = notes.reference(thing.get("crosspost_parent"));
    let original = thing.get("crosspost_parent_list").items().first().copied().unwrap_or_default();
    let text = if comment {
        item.decoded(written(thing.get("body")))
    } else {
        let (title, body) =
            (item.decoded(thing.get("title").text()), item.decoded(written(thing.get("selftext"))));
        if body.is_empty() { title } else { item.text(&format!("{title}\n\n{body}")) }
    };
    let link = if comment { "" } else { item.decoded(thing.any(&["url_overridden_by_dest", "url"]).text()) };
    let link = if thing.get("is_self").is_true() || !link.starts_with("http") { "" } else { link };
    let parent = if comment { notes.reference(thing.get("parent_id")) } else { "" };
    Ok(Post {
        platform: platform::REDDIT,
        post_id,
        account_id: author,
        account_name: author,
        text,
        created_at: Some(created_at),
        created_precision,
        observed_at: moment(thing.any(&["retrieved_on", "retrieved_utc"])),
        edited_at: moment(thing.get("edited")),
        urls: item.unique([link].into_iter().chain(markup::links(text))),
        reply_to_id: parent,
        is_repost: !crosspost.is_empty(),
        repost_of_id: if crosspost.is_empty() { "" } else { with_prefix(item, crosspost, "t3_") },
        repost_of_account_id: id(original.get("author")).unwrap_or_default(),
        repost_of_created_at: moment(original.get("created_utc")),
        thread_id: if comment { notes.reference(thing.get("link_id")) } else { post_id },
        channel_id: thing.get("subreddit").text(),
        media: item.media(media(link).into_iter()),
        metrics: item.metrics(&[
            ("score", thing.get("score")),
            ("num_comments", thing.get("num_comments")),
            ("num_crossposts", thing.get("num_crossposts")),
        ]),
        account_created_at: moment(thing.get("author_created_utc")),
        ..Post::default()
    })
}

/// The time of a post. The field counts seconds: a number of milliseconds is a slip that must not pass for another year.
fn created_in_seconds(json: Json<'_>) -> Result<(Timestamp, Precision), Lost> {
    // 2100-01-01.
    const MOST: f64 = 4_102_444_800.0;
    match json {
        Json::Number(text) | Json::Text(text)
            if text.trim().parse().is_ok_and(|seconds: f64| seconds >= MOST) =>
        {
            Err(Lost::Reject("bad_time", format!("not a number of seconds up to 2100: {}", cut(text))))
        }
        json => created(json),
    }
}

fn with_prefix<'a>(item: &Item<'a>, id: &'a str, prefix: &str) -> &'a str {
    if id.starts_with(prefix) { id } else { item.text(&format!("{prefix}{id}")) }
}

fn written(body: Json<'_>) -> &str {
    match body.text() {
        "[deleted]" | "[removed]" => "",
        text => text,
    }
}

fn media(link: &str) -> Option<Media<'_>> {
    let path = link.split(['?', '#']).next().unwrap_or(link);
    let image = [".jpg", ".jpeg", ".png", ".gif", ".webp"].iter().any(|end| path.ends_with(end));
    let kind = if link.contains("://v.redd.it/") {
        "video"
    } else if image || link.contains("://i.redd.it/") {
        "image"
    } else {
        return None;
    };
    Some(Media { kind, url: link, ..Media::default() })
}
