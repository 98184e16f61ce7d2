//! Telegram Desktop's export `result.json`, of one chat or of a whole account.
//!
//! After `export_output_json.cpp` of Telegram Desktop. `date` is local time without a zone and never used.
//! `forwarded_from` is a name that anybody can take, not an id: it marks a forward, and no more.
//! Message ids count up in each chat anew, so that the id of a post is the chat's with the message's.

use super::record::{Format, Item, Lost, Notes, Reading, created, id, moment, own_id};
use super::split::Layout;
use super::value::Json;
use model::{Media, Post, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "telegram-json",
    title: "Telegram Desktop export (result.json)",
    layout: Layout {
        arrays: &["messages", "chats.list[].messages", "left_chats.list[].messages"],
        scope: &["id", "type", "name"],
    },
    streams: true,
    also: "",
    recognises,
    document: |json| {
        let account = json.has(&["about"])
            && ["chats", "left_chats", "personal_information", "contacts"]
                .iter()
                .any(|part| json.has(&[part]));
        account || (json.has(&["name", "type", "id", "messages"]))
    },
    read,
};

fn recognises(json: Json<'_>) -> bool {
    let kind = json.get("type").text();
    let dated = json.has(&["date_unixtime"]) || (json.has(&["date"]) && json.has(&["text"]));
    json.has(&["id"]) && (kind == "unsupported" || (matches!(kind, "message" | "service") && dated))
}

fn read<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let message = item.json;
    if message.get("type").text() != "message" {
        return Err(Lost::Skip);
    }
    let number = own_id(message.get("id"), "missing_id")?;
    let chat = item.text(item.scope.get("id"));
    let in_chat = |chat: &str, number: &str| match chat {
        "" => item.text(number),
        chat => item.text(&format!("{chat}/{number}")),
    };
    let unixtime = message.get("date_unixtime");
    let (created_at, created_precision) = match created(unixtime) {
        Err(Lost::Reject("missing_time", _)) => {
            let message =
                "only a local time without a zone is stated; export again with a newer Telegram Desktop";
            return Err(Lost::Reject("missing_time", message.to_owned()));
        }
        other => other?,
    };
    let text = text(item, message);
    let is_repost = message.has(&["forwarded_from"]) || message.has(&["forwarded_from_id"]);
    let reply = notes.reference(message.get("reply_to_message_id"));
    let reply_chat = id(message.get("reply_to_peer_id"))
        .unwrap_or_default()
        .trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let entities = message.get("text_entities");
    let entities = if entities.is_array() { entities } else { message.get("text") }.items();
    let typed = |kinds: &'static [&'static str], field: &'static str| {
        entities.iter().filter(move |e| kinds.contains(&e.get("type").text())).map(move |e| e.get(field))
    };
    Ok(Post {
        platform: platform::TELEGRAM,
        post_id: in_chat(chat, number),
        account_id: account(item)?,
        account_display_name: message.get("from").text(),
        text,
        created_at: Some(created_at),
        created_precision,
        edited_at: moment(message.get("edited_unixtime")),
        urls: item.unique(typed(&["link"], "text").chain(typed(&["text_link"], "href")).map(Json::text)),
        hashtags: item.list(typed(&["hashtag"], "text").map(|t| t.text().trim_start_matches('#'))),
        mentions: item.list(entities.iter().map(|e| match e.get("type").text() {
            "mention" => e.get("text").text().trim_start_matches('@'),
            "mention_name" => peer(item, e.get("user_id")),
            _ => "",
        })),
        reply_to_id: match (reply, reply_chat) {
            ("", _) => "",
            (reply, "") => in_chat(chat, reply),
            (reply, other) => in_chat(other, reply),
        },
        is_repost,
        repost_of_account_id: peer(item, message.get("forwarded_from_id")),
        channel_id: chat,
        media: media(item, message),
        client: message.get("via_bot").text().trim_start_matches('@'),
        metrics: item.metrics(&[("reactions", reactions(item, message))]),
        ..Post::default()
    })
}

/// Who wrote it. In channels posts may be unsigned: then it is the channel.
fn account<'a>(item: &Item<'a>) -> Result<&'a str, Lost> {
    let from = item.json.get("from_id");
    let found = peer(item, from);
    if !found.is_empty() {
        return Ok(found);
    }
    let chat = item.scope.get("id");
    if item.scope.get("type").ends_with("channel") && !chat.is_empty() {
        return Ok(item.text(&format!("channel{chat}")));
    }
    own_id(from, "missing_account")
}

/// `user123`, `channel456`, `chat789`. Exports before 2021 wrote numbers with the kind in the bits above 32.
fn peer<'a>(item: &Item<'a>, json: Json<'a>) -> &'a str {
    let Ok(found) = id(json) else { return "" };
    if found.is_empty() || !found.bytes().all(|b| b.is_ascii_digit()) {
        return found;
    }
    let Ok(number) = found.parse::<u64>() else { return found };
    let kind = match number >> 32 {
        1 => "chat",
        2 => "channel",
        _ => return item.text(&format!("user{found}")),
    };
    item.text(&format!("{kind}{}", number & 0xffff_ffff))
}

fn text<'a>(item: &Item<'a>, message: Json<'a>) -> &'a str {
    let text = message.get("text");
    match text {
        Json::Array(parts) => {
            let mut out = bumpalo::collections::String::new_in(item.bump);
            for part in parts {
                out.push_str(if part.is_object() { part.get("text").text() } else { part.text() });
            }
            out.into_bump_str()
        }
        _ if text.text().is_empty() => message.path("poll.question").text(),
        _ => text.text(),
    }
}

/// Path of a file that the export holds. Where it does not, a sentence in brackets stands in its place.
fn media<'a>(item: &Item<'a>, message: Json<'a>) -> &'a [Media<'a>] {
    let path = |name: &str| {
        let path = message.get(name).text();
        if path.starts_with('(') || path.contains(" (File ") { "" } else { path }
    };
    let kind = message.get("media_type").text();
    let file =
        Media { kind: if kind.is_empty() { "file" } else { kind }, url: path("file"), ..Media::default() };
    let photo = Media { kind: "photo", url: path("photo"), ..Media::default() };
    item.media([photo, file].into_iter())
}

fn reactions<'a>(item: &Item<'a>, message: Json<'a>) -> Json<'a> {
    let reactions = message.get("reactions").items();
    if reactions.is_empty() {
        return Json::Null;
    }
    let total = reactions.iter().filter_map(|r| r.get("count").integer()).fold(0i64, i64::saturating_add);
    Json::Number(item.text(&total.to_string()))
}
