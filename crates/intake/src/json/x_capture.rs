//! X as its web client receives it: what Zeeschuimer captures and 4CAT keeps (`rest_id`, `legacy`, `core`).

use super::markup;
use super::record::{Format, Item, Lost, Notes, Reading, id, moment, own_id, x_time};
use super::split::Layout;
use super::twitter_v1::{entities, original_time};
use super::value::Json;
use model::{Post, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "x-capture",
    title: "X/Twitter captured from the web client (Zeeschuimer, 4CAT)",
    layout: Layout { arrays: &[], scope: &[] },
    streams: false,
    also: "",
    recognises,
    document: |_| false,
    read,
};

fn is_gone(json: Json<'_>) -> bool {
    matches!(json.get("__typename").text(), "TweetTombstone" | "TweetUnavailable")
}

fn recognises(json: Json<'_>) -> bool {
    let json = inner(json);
    is_gone(json)
        || (json.get("legacy").is_object() && (json.has(&["rest_id"]) || json.get("legacy").has(&["id_str"])))
}

/// Sometimes a level deeper, sometimes not.
fn inner(json: Json<'_>) -> Json<'_> {
    let tweet = json.get("tweet");
    if tweet.has(&["legacy"]) { tweet } else { json }
}

fn read<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let tweet = inner(item.json);
    if is_gone(tweet) {
        return Err(Lost::Skip);
    }
    let legacy = tweet.get("legacy");
    let post_id = own_id(tweet.any(&["rest_id", "legacy.id_str"]), "missing_id")?;
    let user = user(tweet);
    let account_id = own_id(account(tweet), "missing_account")?;
    let (created_at, created_precision, created_from) = x_time(post_id, legacy.get("created_at"), notes)?;
    let original = inner(legacy.any(&["retweeted_status_result.result"]));
    let original =
        if original.is_object() { original } else { inner(tweet.path("retweeted_status_result.result")) };
    let is_repost = original.is_object();
    let shown = if original.has(&["legacy"]) { original } else { tweet };
    let repost_of_id = notes.reference(original.any(&["rest_id", "legacy.id_str"]));
    let source = tweet.any(&["source", "legacy.source"]).text();
    let mut post = Post {
        platform: platform::X,
        post_id,
        account_id,
        account_name: user.any(&["core.screen_name", "legacy.screen_name", "screen_name"]).text(),
        account_display_name: item.decoded(user.any(&["core.name", "legacy.name", "name"]).text()),
        text: item.decoded(text(shown)),
        created_at: Some(created_at),
        created_precision,
        created_from,
        lang: legacy.get("lang").text(),
        is_repost,
        repost_of_id,
        repost_of_account_id: notes.reference(account(original)),
        repost_of_created_at: original_time(repost_of_id, original.path("legacy.created_at")),
        thread_id: notes.reference(legacy.get("conversation_id_str")),
        client: markup::strip(source, item.bump, &mut Vec::new()),
        metrics: item.metrics(&[
            ("retweet_count", legacy.get("retweet_count")),
            ("favorite_count", legacy.get("favorite_count")),
            ("reply_count", legacy.get("reply_count")),
            ("quote_count", legacy.get("quote_count")),
            ("view_count", tweet.any(&["views.count", "ext_views.count"])),
        ]),
        account_created_at: moment(user.any(&["core.created_at", "legacy.created_at", "created_at"])),
        ..Post::default()
    };
    entities(item, shown.get("legacy"), &mut post);
    let long = note(shown).get("entity_set");
    if long.is_object() {
        let media = post.media;
        entities(
            item,
            Json::Object(super::value::Fields {
                entries: item.bump.alloc([("entities", long)]),
                start: 0,
                end: 0,
            }),
            &mut post,
        );
        post.media = media;
    }
    if !is_repost {
        post.reply_to_id = notes.reference(legacy.get("in_reply_to_status_id_str"));
        let replied = id(legacy.get("in_reply_to_user_id_str")).unwrap_or_default();
        post.reply_to_account_id =
            if replied.is_empty() { legacy.get("in_reply_to_screen_name").text() } else { replied };
        let quoted = inner(tweet.path("quoted_status_result.result"));
        let quoted_id = quoted.get("rest_id");
        post.quote_of_id = notes.reference(if quoted_id.is_empty() {
            legacy.get("quoted_status_id_str")
        } else {
            quoted_id
        });
    }
    Ok(post)
}

fn user(tweet: Json<'_>) -> Json<'_> {
    tweet.any(&["core.user_results.result", "core.user_result.result", "user"])
}

fn account(tweet: Json<'_>) -> Json<'_> {
    let stated = tweet.path("legacy.user_id_str");
    if stated.is_empty() { user(tweet).any(&["rest_id", "id_str"]) } else { stated }
}

/// Posts beyond 280 characters have their text apart.
fn note(tweet: Json<'_>) -> Json<'_> {
    tweet.path("note_tweet.note_tweet_results.result")
}

fn text(tweet: Json<'_>) -> &str {
    let long = note(tweet).get("text").text();
    if long.is_empty() { tweet.path("legacy.full_text").text() } else { long }
}
