//! X/Twitter, API v1.1: tweet objects of streams, searches, twarc v1 and account dumps.
//!
//! Text and entities of a repost are those of the original, which the repost itself cuts short.

use super::markup;
use super::record::{Format, Item, Lost, Notes, Reading, id, moment, own_id, x_time};
use super::split::Layout;
use super::value::Json;
use model::{Media, Post, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "twitter-v1",
    title: "X/Twitter API v1.1 (tweet objects, streams, searches, twarc v1)",
    layout: Layout { arrays: &["statuses"], scope: &[] },
    streams: true,
    also: "",
    recognises,
    document: |_| false,
    read,
};

/// Messages of the streaming API that are no tweets.
const STREAM_NOTICES: [&str; 8] =
    ["delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning", "friends"];

fn is_notice(json: Json<'_>) -> bool {
    matches!(json.entries(), [(name, _)] if STREAM_NOTICES.contains(name))
}

fn recognises(json: Json<'_>) -> bool {
    let tweet = json.get("user").is_object()
        && json.has(&["created_at"])
        && (json.has(&["id_str"]) || json.has(&["id"]))
        && (json.has(&["text"]) || json.has(&["full_text"]));
    (tweet && !json.has(&["legacy"]) && !json.has(&["account"])) || is_notice(json)
}

fn read<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    if is_notice(item.json) {
        return Err(Lost::Skip);
    }
    let tweet = item.json;
    let post_id = own_id(either(tweet, "id_str", "id"), "missing_id")?;
    let user = tweet.get("user");
    let account_id = own_id(either(user, "id_str", "id"), "missing_account")?;
    let (created_at, created_precision, created_from) = x_time(post_id, tweet.get("created_at"), notes)?;
    let original = tweet.get("retweeted_status");
    let is_repost = original.is_object();
    let shown = if is_repost { original } else { tweet };
    let repost_of_id = notes.reference(either(original, "id_str", "id"));
    let mut post = Post {
        platform: platform::X,
        post_id,
        account_id,
        account_name: user.get("screen_name").text(),
        account_display_name: item.decoded(user.get("name").text()),
        text: item.decoded(full_text(shown)),
        created_at: Some(created_at),
        created_precision,
        created_from,
        lang: tweet.get("lang").text(),
        repost_of_id,
        is_repost,
        repost_of_account_id: notes.reference(either(original.get("user"), "id_str", "id")),
        repost_of_created_at: original_time(repost_of_id, original.get("created_at")),
        client: markup::strip(tweet.get("source").text(), item.bump, &mut Vec::new()),
        metrics: metrics(item, tweet),
        account_created_at: moment(user.get("created_at")),
        ..Post::default()
    };
    entities(item, full(shown), &mut post);
    if !is_repost {
        post.reply_to_id =
            notes.reference(either(tweet, "in_reply_to_status_id_str", "in_reply_to_status_id"));
        post.reply_to_account_id =
            notes.reference(either(tweet, "in_reply_to_user_id_str", "in_reply_to_user_id"));
        post.quote_of_id =
            notes.reference(tweet.any(&["quoted_status_id_str", "quoted_status.id_str", "quoted_status_id"]));
    }
    Ok(post)
}

/// An id as text where there is one, else as number.
pub(super) fn either<'a>(json: Json<'a>, text: &str, number: &str) -> Json<'a> {
    let found = json.get(text);
    if found.is_empty() { json.get(number) } else { found }
}

/// Time of an original: finer in its id than as stated.
pub(super) fn original_time(id: &str, stated: Json<'_>) -> Option<model::Timestamp> {
    model::time::snowflake_time(id).or_else(|| moment(stated))
}

/// The part with the uncut text and its entities.
fn full(tweet: Json<'_>) -> Json<'_> {
    let extended = tweet.get("extended_tweet");
    if extended.is_object() { extended } else { tweet }
}

fn full_text(tweet: Json<'_>) -> &str {
    full(tweet).any(&["full_text", "text"]).text()
}

fn metrics<'a>(item: &Item<'a>, tweet: Json<'a>) -> &'a [(&'a str, i64)] {
    item.metrics(&[
        ("retweet_count", tweet.get("retweet_count")),
        ("favorite_count", tweet.get("favorite_count")),
        ("reply_count", tweet.get("reply_count")),
        ("quote_count", tweet.get("quote_count")),
    ])
}

/// Fills links, tags, mentions and media from the `entities` that v1.1 and the web client share.
pub(super) fn entities<'a>(item: &Item<'a>, tweet: Json<'a>, post: &mut Post<'a>) {
    let entities = tweet.get("entities");
    let of = |name: &str| entities.get(name).items().iter().copied();
    post.urls = item.unique(of("urls").map(|url| url.any(&["expanded_url", "url"]).text()));
    post.hashtags = item.list(of("hashtags").map(|tag| tag.get("text").text()));
    post.mentions = item.list(of("user_mentions").map(|user| {
        let found = id(either(user, "id_str", "id")).unwrap_or_default();
        if found.is_empty() { user.get("screen_name").text() } else { found }
    }));
    let extended = tweet.path("extended_entities.media");
    let media = if extended.is_empty() { entities.get("media") } else { extended };
    post.media = item.media(media.items().iter().map(|media| Media {
        kind: media.get("type").text(),
        url: media.any(&["media_url_https", "media_url"]).text(),
        ..Media::default()
    }));
}
