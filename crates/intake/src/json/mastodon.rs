//! Statuses of Mastodon and of servers with its interface (Truth Social, Pleroma, ...).
//!
//! The `uri` names a status everywhere, `id` only on the server that was asked. `in_reply_to_id` and
//! `in_reply_to_account_id` are of the latter kind: they are kept with that server in front (`m.example/111`), so that
//! answers to two posts of one number on two servers do not meet. Which server it was shows in accounts of its own, which
//! alone come without `@server`. The `uri` of the answered status is not looked for, even where the file has it: what one
//! file shows another does not, and answers to one post would part.

use super::markup;
use super::record::{Format, Item, Notes, Reading, created, id, moment, own_id};
use super::split::Layout;
use super::value::Json;
use model::{Media, Post, post::platform};

pub(super) const FORMAT: Format = Format {
    id: "mastodon",
    title: "Mastodon statuses (API, Zeeschuimer for Truth Social)",
    layout: Layout { arrays: &["statuses", "ancestors", "descendants"], scope: &[] },
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
        reply_to_id: if is_repost {
            ""
        } else {
            on_server(item, notes.reference(status.get("in_reply_to_id")))
        },
        reply_to_account_id: if is_repost { "" } else { answered(item, notes) },
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

/// The server that showed a status, as far as the status tells by accounts of that server.
pub(super) fn server(status: Json<'_>) -> &str {
    let shown = [status, status.get("reblog")];
    let authors = shown.iter().map(|status| status.get("account"));
    let mentioned = shown.iter().flat_map(|status| status.get("mentions").items().iter().copied());
    authors
        .chain(mentioned)
        .filter(
            |account| matches!(account.get("acct").text(), acct if !acct.is_empty() && !acct.contains('@')),
        )
        .map(host)
        .find(|host| !host.is_empty())
        .unwrap_or_default()
}

/// An id that counts on the server that was asked only; bare where nothing names that server.
fn on_server<'a>(item: &Item<'a>, id: &'a str) -> &'a str {
    let servers = [server(item.json), item.server, item.site];
    match servers.into_iter().find(|server| !server.is_empty()) {
        Some(server) if !id.is_empty() => item.text(&format!("{server}/{id}")),
        _ => id,
    }
}

/// The account that is answered: by its address where it is the author or mentioned, as is usual.
fn answered<'a>(item: &Item<'a>, notes: &mut Notes) -> &'a str {
    let status = item.json;
    let wanted = notes.reference(status.get("in_reply_to_account_id"));
    if wanted.is_empty() {
        return "";
    }
    let known = status.get("mentions").items().iter().copied().chain([status.get("account")]);
    let found = known.into_iter().find(|account| id(account.get("id")) == Ok(wanted));
    match found.map(|account| address(account).text()) {
        Some(address) if !address.is_empty() => address,
        _ => on_server(item, wanted),
    }
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
