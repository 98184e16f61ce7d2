//! Instagram and Threads as their web clients receive them (Zeeschuimer, 4CAT). Both use one kind of object;
//! Threads adds `text_post_app_info`.

use super::markup;
use super::record::{Format, Item, Notes, Reading, created, id, own_id};
use super::split::Layout;
use super::value::Json;
use model::{Media, Post, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "instagram-capture",
    title: "Instagram and Threads captured from the web client (Zeeschuimer, 4CAT)",
    layout: Layout { arrays: &[], scope: &[] },
    streams: false,
    also: "",
    recognises: |json| json.has(&["code", "taken_at", "user"]),
    document: |_| false,
    read,
};

fn read<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let media = item.json;
    let (user, threads) = (media.get("user"), media.get("text_post_app_info"));
    let (created_at, created_precision) = created(media.get("taken_at"))?;
    let text = media.path("caption.text").text();
    let reposted = threads.path("share_info.reposted_post");
    let link = threads.path("link_preview_attachment.url").text();
    let replied = threads.get("reply_to_author");
    let parts = media.get("carousel_media").items();
    let parts = if parts.is_empty() { std::slice::from_ref(item.bump.alloc(media)) } else { parts };
    Ok(Post {
        platform: if threads.is_object() { "threads" } else { platform::INSTAGRAM },
        post_id: own_id(media.get("code"), "missing_id")?,
        account_id: own_id(user.any(&["pk", "id", "username"]), "missing_account")?,
        account_name: user.get("username").text(),
        account_display_name: user.get("full_name").text(),
        text,
        created_at: Some(created_at),
        created_precision,
        urls: item.unique(markup::links(text).chain([item.text(target(link).as_str())])),
        hashtags: item.list(markup::marked(text, '#')),
        mentions: item.list(markup::marked(text, '@')),
        reply_to_account_id: notes.reference(replied.any(&["pk", "id", "username"])),
        is_repost: reposted.is_object(),
        repost_of_id: notes.reference(reposted.get("code")),
        repost_of_account_id: notes.reference(reposted.get("user").any(&["pk", "id", "username"])),
        quote_of_id: notes.reference(threads.path("share_info.quoted_post.code")),
        media: item.media(parts.iter().map(|part| file(*part))),
        metrics: item.metrics(&[
            ("like_count", media.get("like_count")),
            ("comment_count", media.get("comment_count")),
            ("view_count", media.any(&["play_count", "view_count"])),
            ("repost_count", threads.get("repost_count")),
            ("reply_count", threads.get("direct_reply_count")),
        ]),
        ..Post::default()
    })
}

/// A media item by its platform id: addresses of the content network are signed anew for every visitor.
fn file(part: Json<'_>) -> Media<'_> {
    let kind = if part.get("video_versions").is_empty() { "image" } else { "video" };
    Media { kind, url: id(part.any(&["pk", "id"])).unwrap_or_default(), ..Media::default() }
}

/// Links are wrapped in a redirect: `l.threads.com/?u=...`.
fn target(link: &str) -> String {
    let query =
        link.split_once('?').filter(|(host, _)| host.contains("://l.")).map_or("", |(_, query)| query);
    let wrapped = query.split('&').find_map(|pair| pair.strip_prefix("u="));
    wrapped.map_or_else(|| link.to_owned(), percent_decoded)
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut digits = bytes.clone();
        let mut digit = || digits.next().and_then(|b| (b as char).to_digit(16));
        match (byte, digit(), digit()) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                bytes = digits;
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
