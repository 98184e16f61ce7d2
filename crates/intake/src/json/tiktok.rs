//! TikTok: captures of the web client (Zeeschuimer, 4CAT) and the Research API.
//!
//! The Research API names accounts by handle only, so the handle is the account here, and both can be joined.
//! What two videos share besides text is their sound and effects. They are media whose names (`tiktok-sound/55`) say what
//! they are and not where: every video with the sound has the same, and no file or address is called so.
//! What is spoken in a video and what stands on it are paragraphs behind its description.

use super::record::{Format, Item, Notes, Reading, created, id, own_id};
use super::split::Layout;
use super::value::Json;
use bumpalo::collections::String as BumpString;
use model::{Media, Post, post::platform};

pub(super) const CAPTURE: Format = Format {
    id: "tiktok-capture",
    title: "TikTok captured from the web client (Zeeschuimer, 4CAT)",
    layout: Layout { arrays: &["itemList"], scope: &[] },
    streams: true,
    also: "",
    recognises: |json| {
        json.has(&["id", "createTime", "author"]) && (json.has(&["desc"]) || json.has(&["video"]))
    },
    document: |_| false,
    read: captured,
};

pub(super) const RESEARCH: Format = Format {
    id: "tiktok-research",
    title: "TikTok Research API (videos)",
    layout: Layout { arrays: &["data.videos", "videos"], scope: &[] },
    streams: true,
    also: "",
    recognises: |json| {
        let signs =
            ["video_description", "region_code", "music_id", "hashtag_names", "view_count", "voice_to_text"];
        json.has(&["id", "create_time"]) && signs.iter().any(|sign| json.has(&[sign]))
    },
    document: |_| false,
    read: researched,
};

fn captured<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let video = item.json;
    let author = video.get("author");
    let post_id = own_id(video.get("id"), "missing_id")?;
    // Data embedded in the page name the author by a bare string.
    let handle = if author.is_object() { author.any(&["uniqueId", "unique_id", "id"]) } else { author };
    let account_id = own_id(handle, "missing_account")?;
    let (created_at, created_precision) = created(video.get("createTime"))?;
    let extra = video.get("textExtra").items();
    let tags = extra.iter().map(|e| e.get("hashtagName").text());
    let hashtags = item.list(tags);
    let challenges = video.get("challenges").items().iter().map(|c| c.get("title").text());
    let duet = notes.reference(video.path("duetInfo.duetFromId"));
    let counters = video.get("stats");
    let counters = if counters.is_object() { counters } else { video.get("statsV2") };
    let images = video.path("imagePost.images").items().iter();
    let images =
        images.map(|image| image.path("imageURL.urlList").items().first().map_or("", |url| url.text()));
    let images = images.map(|url| Media { kind: "image", url, ..Media::default() });
    Ok(Post {
        platform: platform::TIKTOK,
        post_id,
        account_id,
        account_name: account_id,
        account_display_name: item
            .decoded(if author.is_object() { author.get("nickname") } else { video.get("nickname") }.text()),
        text: item.decoded(video.get("desc").text()),
        created_at: Some(created_at),
        created_precision,
        lang: video.get("textLanguage").text(),
        hashtags: if hashtags.is_empty() { item.list(challenges) } else { hashtags },
        mentions: item.list(
            extra.iter().map(|e| e.any(&["userUniqueId", "userId"]).text()).filter(|user| *user != "0"),
        ),
        quote_of_id: if duet == "0" { "" } else { duet },
        media: item.media(images.chain([
            shared(item, "audio", "sound", video.path("music.id")),
            Media { kind: "video", url: id(video.path("video.id")).unwrap_or_default(), ..Media::default() },
        ])),
        metrics: item.metrics(&[
            ("like_count", counters.get("diggCount")),
            ("comment_count", counters.get("commentCount")),
            ("share_count", counters.get("shareCount")),
            ("view_count", counters.get("playCount")),
        ]),
        ..Post::default()
    })
}

fn researched<'a>(item: &Item<'a>, _notes: &mut Notes) -> Reading<'a> {
    let video = item.json;
    let account_id = own_id(video.get("username"), "missing_account")?;
    let (created_at, created_precision) = created(video.get("create_time"))?;
    let sound = shared(item, "audio", "sound", video.get("music_id"));
    let effects = video.get("effect_ids").items().iter();
    let effects = effects.map(|effect| shared(item, "effect", "effect", *effect));
    let named = video.get("hashtag_info_list").items().iter().map(|tag| tag.get("hashtag_name").text());
    let hashtags = item.list(video.get("hashtag_names").items().iter().map(|tag| tag.text()));
    Ok(Post {
        platform: platform::TIKTOK,
        post_id: own_id(video.get("id"), "missing_id")?,
        account_id,
        account_name: account_id,
        text: spoken_and_shown(item),
        created_at: Some(created_at),
        created_precision,
        hashtags: if hashtags.is_empty() { item.list(named) } else { hashtags },
        mentions: item.list(
            video.get("video_mention_list").items().iter().map(|user| user.text().trim_start_matches('@')),
        ),
        media: item.media([sound].into_iter().chain(effects)),
        metrics: item.metrics(&[
            ("like_count", video.get("like_count")),
            ("comment_count", video.get("comment_count")),
            ("share_count", video.get("share_count")),
            ("view_count", video.get("view_count")),
        ]),
        ..Post::default()
    })
}

/// Something that videos share, by its name among all that TikTok has. An id of 0 is none.
fn shared<'a>(item: &Item<'a>, kind: &'static str, what: &str, thing: Json<'a>) -> Media<'a> {
    match id(thing).unwrap_or_default() {
        "" | "0" => Media::default(),
        id => Media { kind, hash: item.text(&format!("tiktok-{what}/{id}")), ..Media::default() },
    }
}

/// Description, spoken words and the words of stickers, as paragraphs.
fn spoken_and_shown<'a>(item: &Item<'a>) -> &'a str {
    let video = item.json;
    let stickers = video.get("sticker_info_list").items().iter();
    let stickers = stickers.map(|sticker| match sticker {
        Json::Text(words) => words,
        sticker => sticker.get("sticker_name").text(),
    });
    let more = [video.get("voice_to_text").text()].into_iter().chain(stickers).take(item.most);
    let mut more = more.map(str::trim).filter(|words| !words.is_empty()).peekable();
    let description = video.get("video_description").text();
    if more.peek().is_none() {
        return item.decoded(description);
    }
    let mut text = BumpString::from_str_in(description, item.bump);
    for words in more {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(words);
    }
    item.decoded(text.into_bump_str())
}
