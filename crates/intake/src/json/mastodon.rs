//! Statuses of Mastodon and of servers with its interface (Truth Social, Pleroma, ...).
//!
//! The `uri` names a status everywhere, `id` only on one server. `in_reply_to_id` and
//! `in_reply_to_account_id` are of the latter kind and kept as they are.

use super::markup;
use super::record::{Format, Item, Notes, Reading, created, moment, own_id};
use super::split::Layout;
use super::value::Json;
use model::{Media, Post, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "mastodon",
    title: "Mastodon statuses (API, Zeeschuimer for Truth Social)",
    layout: Layout { arrays: &["statuses"], scope: &[] },
    streams: true,
    also: "",
    recognises,
    document: |_| false,
    read,
};

fn recognises(json: Json<'_>) -> bool {
    let account = json.get("account");
    (account.has(&["acct"]) || account.has(&["username"])) && json.has(&["id", "created_at", "content"])
}

fn read<'a>(item: &Item<'a>, notes: &mut Notes) -> Reading<'a> {
    let status = item.json;
    let account = status.get("account");
    let post_id = own_id(status.any(&["uri", "url", "id"]), "missing_id")?;
    let account_id = own_id(address(account), "missing_account")?;
    let (created_at, created_precision) = created(status.get("created_at"))?;
    let original = status.get("reblog");
    let is_repost = original.is_object();
    let shown = if is_repost { original } else { status };
    let mut links = Vec::new();
    let text = markup::strip(shown.get("content").text(), item.bump, &mut links);
    let card = shown.path("card.url").text();
    Ok(Post {
        platform: site(item, account),
        post_id,
        account_id,
        account_name: handle(item, account),
        account_display_name: account.get("display_name").text(),
        text,
        created_at: Some(created_at),
        created_precision,
        edited_at: moment(status.get("edited_at")),
        lang: shown.get("language").text(),
        urls: item.unique(links.into_iter().chain([card])),
        hashtags: item.list(shown.get("tags").items().iter().map(|tag| tag.get("name").text())),
        mentions: item
            .list(shown.get("mentions").items().iter().map(|user| user.any(&["url", "acct"]).text())),
        reply_to_id: if is_repost { "" } else { notes.reference(status.get("in_reply_to_id")) },
        reply_to_account_id: if is_repost {
            ""
        } else {
            notes.reference(status.get("in_reply_to_account_id"))
        },
        is_repost,
        repost_of_id: notes.reference(original.any(&["uri", "url", "id"])),
        repost_of_account_id: notes.reference(address(original.get("account"))),
        repost_of_created_at: moment(original.get("created_at")),
        quote_of_id: if is_repost {
            ""
        } else {
            notes.reference(status.any(&["quote.quoted_status.uri", "quote.uri", "quote.url", "quote_id"]))
        },
        media: item.media(shown.get("media_attachments").items().iter().map(|media| Media {
            kind: media.get("type").text(),
            url: media.any(&["remote_url", "url"]).text(),
            ..Media::default()
        })),
        client: status.path("application.name").text(),
        metrics: item.metrics(&[
            ("replies_count", status.get("replies_count")),
            ("reblogs_count", status.get("reblogs_count")),
            ("favourites_count", status.get("favourites_count")),
            ("quotes_count", status.get("quotes_count")),
        ]),
        account_created_at: moment(account.get("created_at")),
        self_declared_bot: match account.get("bot") {
            Json::Bool(bot) => Some(bot),
            _ => None,
        },
        ..Post::default()
    })
}

/// What names an account everywhere.
fn address(account: Json<'_>) -> Json<'_> {
    account.any(&["url", "uri", "acct", "username"])
}

fn host(account: Json<'_>) -> &str {
    let url = account.get("url").text();
    url.split_once("://").map_or("", |(_, rest)| rest).split('/').next().unwrap_or_default()
}

/// `name@server`; accounts of the server that was asked come without it.
fn handle<'a>(item: &Item<'a>, account: Json<'a>) -> &'a str {
    let acct = account.any(&["acct", "username"]).text();
    match host(account) {
        host if !host.is_empty() && !acct.contains('@') => item.text(&format!("{acct}@{host}")),
        _ => acct,
    }
}

/// Closed servers with the same interface are platforms of their own.
fn site<'a>(item: &Item<'a>, account: Json<'a>) -> &'static str {
    match (item.site, host(account)) {
        ("truthsocial.com", _) | (_, "truthsocial.com") => "truthsocial",
        ("gab.com", _) | (_, "gab.com") => "gab",
        _ => platform::MASTODON,
    }
}
