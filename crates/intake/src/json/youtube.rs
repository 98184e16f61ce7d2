//! YouTube Data API: comments, comment threads with their replies, and videos.

use super::markup;
use super::record::{Format, Item, Notes, Reading, created, moment, own_id};
use super::split::Layout;
use model::{Media, Post, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "youtube",
    title: "YouTube Data API (comments, comment threads, videos)",
    layout: Layout { arrays: &["items"], scope: &[] },
    streams: true,
    also: "replies.comments",
    recognises: |json| {
        let snippet = json.get("snippet");
        snippet.has(&["topLevelComment"])
            || snippet.has(&["authorDisplayName", "publishedAt"])
            || snippet.has(&["channelId", "publishedAt", "title"])
    },
    document: |json| json.get("kind").text().starts_with("youtube#"),
    read,
};

fn read<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let top = item.json.path("snippet.topLevelComment");
    let comment = if top.is_object() { top } else { item.json };
    let snippet = comment.get("snippet");
    if !snippet.has(&["authorDisplayName"]) {
        return video(item);
    }
    let (created_at, created_precision) = created(snippet.get("publishedAt"))?;
    let mut links = Vec::new();
    let text = match snippet.get("textOriginal").text() {
        "" => markup::strip(snippet.get("textDisplay").text(), item.bump, &mut links),
        text => text,
    };
    let name = snippet.get("authorDisplayName").text();
    let account = snippet.any(&["authorChannelId.value", "authorChannelId", "authorDisplayName"]);
    let edited = moment(snippet.get("updatedAt")).filter(|at| *at != created_at);
    let video_id = notes.reference(snippet.get("videoId"));
    let parent = notes.reference(snippet.get("parentId"));
    Ok(Post {
        platform: platform::YOUTUBE,
        post_id: own_id(comment.get("id"), "missing_id")?,
        account_id: own_id(account, "missing_account")?,
        account_name: name.trim_start_matches('@'),
        account_display_name: name,
        text,
        created_at: Some(created_at),
        created_precision,
        edited_at: edited,
        urls: item.unique(links.into_iter().chain(markup::links(text))),
        hashtags: item.list(markup::marked(text, '#')),
        mentions: item.list(markup::marked(text, '@')),
        reply_to_id: if parent.is_empty() { video_id } else { parent },
        thread_id: video_id,
        channel_id: notes
            .reference(item.json.any(&["snippet.channelId", "snippet.topLevelComment.snippet.channelId"])),
        metrics: item.metrics(&[
            ("like_count", snippet.get("likeCount")),
            ("reply_count", item.json.path("snippet.totalReplyCount")),
        ]),
        ..Post::default()
    })
}

fn video<'a>(item: &Item<'a>) -> Reading<'a> {
    let (video, snippet) = (item.json, item.get("snippet"));
    let (created_at, created_precision) = created(snippet.get("publishedAt"))?;
    // Search results wrap the id, videos do not.
    let id = video.get("id");
    let post_id = own_id(if id.is_object() { id.get("videoId") } else { id }, "missing_id")?;
    let channel = own_id(snippet.get("channelId"), "missing_account")?;
    let title = snippet.get("title").text();
    let description = snippet.get("description").text();
    let text = if description.is_empty() { title } else { item.text(&format!("{title}\n\n{description}")) };
    Ok(Post {
        platform: platform::YOUTUBE,
        post_id,
        account_id: channel,
        account_display_name: snippet.get("channelTitle").text(),
        text: item.decoded(text),
        created_at: Some(created_at),
        created_precision,
        lang: snippet.any(&["defaultLanguage", "defaultAudioLanguage"]).text(),
        urls: item.unique(markup::links(text)),
        hashtags: item.list(markup::marked(text, '#')),
        channel_id: channel,
        media: item.media([Media { kind: "video", url: post_id, ..Media::default() }].into_iter()),
        metrics: item.metrics(&[
            ("view_count", video.path("statistics.viewCount")),
            ("like_count", video.path("statistics.likeCount")),
            ("comment_count", video.path("statistics.commentCount")),
        ]),
        ..Post::default()
    })
}
