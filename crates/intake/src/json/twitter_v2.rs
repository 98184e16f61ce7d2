//! X/Twitter, API v2: pages with `data` and `includes` as the API and twarc give them, single tweets in `data` (streams,
//! look-ups), and tweets that `twarc2 flatten` has made whole.
//!
//! The text of a repost is cut short; the referenced tweet has it in full.

use super::record::{Format, Item, Lost, Notes, Reading, id, moment, own_id, x_time};
use super::split::Layout;
use super::twitter_v1::original_time;
use super::value::Json;
use bumpalo::collections::Vec as BumpVec;
use model::{Media, Post, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "twitter-v2",
    title: "X/Twitter API v2 (pages or flattened tweets, twarc 2)",
    layout: Layout { arrays: &["data"], scope: &[] },
    // Accounts and originals stand behind the tweets, in `includes`: a page is read as a whole.
    streams: false,
    also: "",
    recognises,
    document: |json| json.path("meta.newest_id") != Json::Null || json.path("includes.users").is_array(),
    read,
};

/// A page without tweets, or with errors only.
fn is_bare_page(json: Json<'_>) -> bool {
    let empty = !json.has(&["id"]) && json.get("data").is_empty();
    empty && (json.get("meta").has(&["result_count"]) || (json.has(&["errors"]) && json.has(&["title"])))
}

fn recognises(json: Json<'_>) -> bool {
    is_tweet(json) || is_tweet(json.get("data")) || is_bare_page(json)
}

fn is_tweet(json: Json<'_>) -> bool {
    const SIGNS: [&str; 6] = [
        "author_id",
        "edit_history_tweet_ids",
        "conversation_id",
        "public_metrics",
        "referenced_tweets",
        "reply_settings",
    ];
    let signs = SIGNS.iter().filter(|sign| json.has(&[sign])).count();
    json.has(&["id", "text"]) && signs > 0 && !json.has(&["user"])
}

fn read<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    if is_bare_page(item.json) {
        return Err(Lost::Skip);
    }
    // Streams and look-ups give each tweet a page of its own.
    let alone = item.json.get("data");
    let (tweet, page) = if alone.is_object() { (alone, item.json) } else { (item.json, item.parent) };
    let includes = page.get("includes");
    let post_id = own_id(tweet.get("id"), "missing_id")?;
    let author = tweet.get("author");
    let account_id = own_id(tweet.any(&["author_id", "author.id"]), "missing_account")?;
    let author = if author.is_object() { author } else { with_id(includes.get("users"), account_id) };
    let (created_at, created_precision, created_from) = x_time(post_id, tweet.get("created_at"), notes)?;
    let original = reference(tweet, "retweeted");
    let is_repost = original.is_object();
    let repost_of_id = notes.reference(original.get("id"));
    let whole =
        if original.has(&["text"]) { original } else { with_id(includes.get("tweets"), repost_of_id) };
    let shown = if whole.is_object() { whole } else { tweet };
    let mut post = Post {
        platform: platform::X,
        post_id,
        account_id,
        account_name: author.get("username").text(),
        account_display_name: item.decoded(author.get("name").text()),
        text: item.decoded(shown.any(&["note_tweet.text", "text"]).text()),
        created_at: Some(created_at),
        created_precision,
        created_from,
        observed_at: moment(tweet.path("__twarc.retrieved_at"))
            .or_else(|| moment(page.path("__twarc.retrieved_at"))),
        lang: tweet.get("lang").text(),
        is_repost,
        repost_of_id,
        repost_of_account_id: notes.reference(whole.any(&["author_id", "author.id"])),
        repost_of_created_at: original_time(repost_of_id, whole.get("created_at")),
        thread_id: notes.reference(tweet.get("conversation_id")),
        client: tweet.get("source").text(),
        metrics: metrics(item, tweet.get("public_metrics")),
        account_created_at: moment(author.get("created_at")),
        ..Post::default()
    };
    entities(item, shown, &mut post);
    post.media = media(item, shown, includes);
    if !is_repost {
        post.reply_to_id = notes.reference(reference(tweet, "replied_to").get("id"));
        post.reply_to_account_id =
            notes.reference(tweet.any(&["in_reply_to_user_id", "in_reply_to_user.id"]));
        post.quote_of_id = notes.reference(reference(tweet, "quoted").get("id"));
    }
    Ok(post)
}

fn reference<'a>(tweet: Json<'a>, kind: &str) -> Json<'a> {
    tweet
        .get("referenced_tweets")
        .items()
        .iter()
        .copied()
        .find(|r| r.get("type").text() == kind)
        .unwrap_or_default()
}

fn with_id<'a>(things: Json<'a>, wanted: &str) -> Json<'a> {
    if wanted.is_empty() {
        return Json::Null;
    }
    things.items().iter().copied().find(|thing| id(thing.get("id")) == Ok(wanted)).unwrap_or_default()
}

fn metrics<'a>(item: &Item<'a>, counters: Json<'a>) -> &'a [(&'a str, i64)] {
    let counters = counters.entries().iter().filter_map(|(name, value)| Some((*name, value.integer()?)));
    BumpVec::from_iter_in(counters.take(item.most), item.bump).into_bump_slice()
}

fn entities<'a>(item: &Item<'a>, tweet: Json<'a>, post: &mut Post<'a>) {
    let long = tweet.path("note_tweet.entities");
    let entities = if long.is_object() { long } else { tweet.get("entities") };
    let of = |name: &str| entities.get(name).items().iter().copied();
    // Links to the tweet's own pictures carry a media key.
    let links = of("urls").filter(|url| !url.has(&["media_key"]));
    post.urls = item.unique(links.map(|url| url.any(&["expanded_url", "url"]).text()));
    post.hashtags = item.list(of("hashtags").map(|tag| tag.get("tag").text()));
    post.mentions = item.list(of("mentions").map(|user| {
        let found = id(user.get("id")).unwrap_or_default();
        if found.is_empty() { user.get("username").text() } else { found }
    }));
}

fn media<'a>(item: &Item<'a>, tweet: Json<'a>, includes: Json<'a>) -> &'a [Media<'a>] {
    let one = |media: Json<'a>| Media {
        kind: media.get("type").text(),
        url: media.any(&["url", "preview_image_url", "media_key"]).text(),
        ..Media::default()
    };
    let attached = tweet.path("attachments.media");
    if !attached.is_empty() {
        return item.media(attached.items().iter().map(|media| one(*media)));
    }
    let all = includes.get("media").items();
    item.media(tweet.path("attachments.media_keys").items().iter().take(64).map(|key| {
        match all.iter().find(|media| media.get("media_key") == *key && !key.is_empty()) {
            Some(media) => one(*media),
            None => Media { url: key.text(), ..Media::default() },
        }
    }))
}
