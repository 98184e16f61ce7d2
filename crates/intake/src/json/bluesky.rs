//! Bluesky: events of Jetstream, and posts as the API shows them (`getAuthorFeed`, `searchPosts`, 4CAT).
//!
//! `createdAt` is whatever the client claimed. Jetstream's `time_us` and the API's `indexedAt` are a server's
//! clock; a claim that is more than a day away from it is noted, as posts can be dated back.

use super::record::{Format, Item, Lost, Notes, Reading, created, moment, own_id};
use super::split::Layout;
use super::value::Json;
use bumpalo::collections::Vec as BumpVec;
use model::{Media, Post, Precision, TimeOrigin, Timestamp, post::platform};

pub(super) const JETSTREAM: Format = Format {
    id: "bluesky-jetstream",
    title: "Bluesky Jetstream events",
    layout: Layout { arrays: &[], scope: &[] },
    streams: false,
    also: "",
    recognises: |json| json.has(&["did", "time_us"]) && (json.has(&["kind"]) || json.has(&["commit"])),
    document: |_| false,
    read: event,
};

pub(super) const VIEWS: Format = Format {
    id: "bluesky-posts",
    title: "Bluesky posts from the API or 4CAT (post views, author feeds)",
    layout: Layout { arrays: &["feed", "posts"], scope: &[] },
    streams: true,
    also: "",
    recognises: |json| is_view(json) || is_view(json.get("post")),
    document: |_| false,
    read: view,
};

const DAY: i64 = 86_400_000_000;

fn is_view(json: Json<'_>) -> bool {
    json.get("uri").text().starts_with("at://")
        && json.get("author").has(&["did"])
        && json.get("record").is_object()
}

fn event<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let commit = item.get("commit");
    let record = commit.get("record");
    let collection = commit.get("collection").text();
    let wanted = matches!(collection, "app.bsky.feed.post" | "app.bsky.feed.repost");
    if !wanted || commit.get("operation").text() == "delete" || !record.is_object() {
        return Err(Lost::Skip);
    }
    let did = own_id(item.get("did"), "missing_account")?;
    let rkey = own_id(commit.get("rkey"), "missing_id")?;
    let observed_at = moment(item.get("time_us"));
    let (created_at, created_precision, created_from) = claimed(record.get("createdAt"), observed_at, notes)?;
    let mut post = Post {
        platform: platform::BLUESKY,
        post_id: item.text(&format!("at://{did}/{collection}/{rkey}")),
        account_id: did,
        created_at: Some(created_at),
        created_precision,
        created_from,
        observed_at,
        ..Post::default()
    };
    if collection == "app.bsky.feed.repost" {
        let original = record.path("subject.uri").text();
        post.repost_of_id = original;
        post.repost_of_account_id = owner(original);
        post.is_repost = true;
    } else {
        content(item, record, &mut post);
    }
    Ok(post)
}

fn view<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let (view, reason) =
        if is_view(item.json) { (item.json, Json::Null) } else { (item.get("post"), item.get("reason")) };
    let (author, record) = (view.get("author"), view.get("record"));
    let uri = own_id(view.get("uri"), "missing_id")?;
    let did = own_id(author.get("did"), "missing_account")?;
    let indexed = moment(view.any(&["indexedAt", "indexed_at"]));
    let (created_at, created_precision, created_from) =
        claimed(record.any(&["createdAt", "created_at"]), indexed, notes)?;
    let mut post = Post {
        platform: platform::BLUESKY,
        post_id: uri,
        account_id: did,
        account_name: author.get("handle").text(),
        account_display_name: author.any(&["displayName", "display_name"]).text(),
        created_at: Some(created_at),
        created_precision,
        created_from,
        observed_at: indexed,
        metrics: item.metrics(&[
            ("like_count", view.any(&["likeCount", "like_count"])),
            ("repost_count", view.any(&["repostCount", "repost_count"])),
            ("reply_count", view.any(&["replyCount", "reply_count"])),
            ("quote_count", view.any(&["quoteCount", "quote_count"])),
        ]),
        account_created_at: moment(author.any(&["createdAt", "created_at"])),
        ..Post::default()
    };
    content(item, record, &mut post);
    let by = reason.get("by");
    if by.has(&["did"]) {
        // Somebody else's repost in an author's feed: the post that is shown is the original.
        let account = own_id(by.get("did"), "missing_account")?;
        let stated = reason.get("uri").text();
        let (at, precision) = created(reason.any(&["indexedAt", "indexed_at"]))?;
        post = Post {
            post_id: if stated.is_empty() { item.text(&format!("{account} reposts {uri}")) } else { stated },
            account_id: account,
            account_name: by.get("handle").text(),
            account_display_name: by.any(&["displayName", "display_name"]).text(),
            created_at: Some(at),
            created_precision: precision,
            created_from: TimeOrigin::Server,
            observed_at: None,
            repost_of_id: uri,
            repost_of_account_id: did,
            repost_of_created_at: Some(created_at),
            is_repost: true,
            reply_to_id: "",
            reply_to_account_id: "",
            quote_of_id: "",
            thread_id: "",
            account_created_at: moment(by.any(&["createdAt", "created_at"])),
            ..post
        };
    }
    Ok(post)
}

/// The claimed time; the server's where the claim cannot be.
fn claimed(
    claim: Json<'_>,
    server: Option<Timestamp>,
    notes: &mut Notes,
) -> Result<(Timestamp, Precision, TimeOrigin), Lost> {
    match (created(claim), server) {
        (Ok((at, precision)), server) => {
            if let Some(server) = server.filter(|server| (server.0 - at.0).abs() > DAY) {
                let message =
                    format!("the client claims {}, the server saw it at {}", at.rfc3339(), server.rfc3339());
                notes.add("claimed_time_disagrees", message);
            }
            Ok((at, precision, TimeOrigin::Stated))
        }
        (Err(Lost::Reject(code, message)), Some(server)) => {
            notes.add(code, format!("the server's time is used; {message}"));
            Ok((server, Precision::Microsecond, TimeOrigin::Server))
        }
        (Err(lost), _) => Err(lost),
    }
}

/// The account in an `at://` address.
fn owner(uri: &str) -> &str {
    uri.strip_prefix("at://").and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

fn content<'a>(item: &Item<'a>, record: Json<'a>, post: &mut Post<'a>) {
    post.text = record.get("text").text();
    post.lang = item.joined(record.get("langs").items().iter().map(|lang| lang.text()));
    let features = features(item, record);
    let embed = record.get("embed");
    let embeds = [embed, embed.get("media")];
    let cards = embeds.iter().map(|e| e.path("external.uri").text());
    let field = |name: &'static str| features.iter().map(move |f| f.get(name).text());
    post.urls = item.unique(field("uri").chain(cards));
    post.hashtags = item.list(field("tag").chain(record.get("tags").items().iter().map(|tag| tag.text())));
    post.mentions = item.list(field("did"));
    let quoted = embed.any(&["record.uri", "record.record.uri"]).text();
    if quoted.contains("/app.bsky.feed.post/") {
        post.quote_of_id = quoted;
    }
    let parent = record.path("reply.parent.uri").text();
    post.reply_to_id = parent;
    post.reply_to_account_id = owner(parent);
    let root = record.path("reply.root.uri").text();
    post.thread_id = if root.is_empty() { post.post_id } else { root };
    let images =
        embeds.iter().flat_map(|e| e.get("images").items()).map(|image| ("image", image.get("image")));
    let videos = embeds.iter().map(|e| ("video", e.get("video")));
    post.media = item.media(images.chain(videos).map(|(kind, blob)| Media {
        kind,
        hash: blob.any(&["ref.$link", "ref.link", "cid"]).text(),
        ..Media::default()
    }));
}

/// Features of the facets in the order of the text, which facets give in bytes of UTF-8.
fn features<'a>(item: &Item<'a>, record: Json<'a>) -> &'a [Json<'a>] {
    let mut facets = BumpVec::new_in(item.bump);
    for facet in record.get("facets").items().iter().take(item.most) {
        let start = facet.get("index").any(&["byteStart", "byte_start"]).integer().unwrap_or(i64::MAX);
        facets.push((start, *facet));
    }
    facets.sort_by_key(|(start, _)| *start);
    let features = facets.iter().flat_map(|(_, facet)| facet.get("features").items().iter().copied());
    BumpVec::from_iter_in(features, item.bump).into_bump_slice()
}
