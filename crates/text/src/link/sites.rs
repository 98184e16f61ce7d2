//! One form for each post or video of platforms that have several.

use super::parts::Parts;

/// Rewrites links to posts and videos. What is not recognised stays as it is.
pub(super) fn unify(parts: &mut Parts) {
    match parts.host.as_str() {
        "x.com" => x(parts),
        "youtube.com" | "youtu.be" => youtube(parts),
        "instagram.com" => instagram(parts),
        "t.me" => telegram(parts),
        _ => {}
    }
}

/// `x.com/i/status/ID`: the number alone names a post; the name before it is not checked and may change. Profiles in
/// lower case.
fn x(parts: &mut Parts) {
    // Until 2012 all pages were `#!` routes.
    if let Some(path) = parts.route.take_if(|route| route.starts_with("!/")) {
        parts.path = path[1..].trim_end_matches('/').to_owned();
        if parts.path.is_empty() {
            parts.path = "/".to_owned();
        }
    }
    let is_number = |id: &str| (1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    match parts.segments()[..] {
        ["i", "web", "status", id, ..] | [_, "status" | "statuses", id, ..] if is_number(id) => {
            parts.path = format!("/i/status/{id}");
            parts.query.clear();
            parts.route = None;
        }
        [_] => parts.path.make_ascii_lowercase(),
        _ => {}
    }
}

/// `youtube.com/watch?v=ID`, without list and time. A channel's own page stays.
fn youtube(parts: &mut Parts) {
    let is_id =
        |id: &&str| id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let id = match parts.segments()[..] {
        [id] if parts.host == "youtu.be" => Some(id),
        ["watch"] => parts.parameter("v"),
        ["shorts" | "live" | "embed" | "v" | "e", id, ..] => Some(id),
        _ => None,
    };
    if let Some(id) = id.filter(is_id).map(str::to_owned) {
        "youtube.com".clone_into(&mut parts.host);
        "/watch".clone_into(&mut parts.path);
        parts.query = vec![("v".to_owned(), id)];
        parts.route = None;
    }
}

/// `instagram.com/p/CODE` for posts, reels and videos alike, with or without the account's name.
fn instagram(parts: &mut Parts) {
    let code = match parts.segments()[..] {
        ["p" | "reel" | "reels" | "tv", code, ..] | [_, "p" | "reel" | "tv", code, ..] => code,
        _ => return,
    };
    if code.len() >= 5 && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
        parts.path = format!("/p/{code}");
        parts.query.clear();
        parts.route = None;
    }
}

/// `t.me/channel/NUMBER`: without the `/s` of the web preview, names in lower case (invitations, which begin with `+`,
/// keep theirs).
fn telegram(parts: &mut Parts) {
    let mut path = parts.path.as_str();
    while let Some(rest) = path.strip_prefix("/s/").filter(|rest| !rest.is_empty()) {
        path = &path[path.len() - rest.len() - 1..];
    }
    let name = path[1..].find('/').map_or(path.len(), |at| at + 1);
    parts.path = if path.starts_with("/+") || path.starts_with("/%2B") {
        path.to_owned()
    } else {
        path[..name].to_ascii_lowercase() + &path[name..]
    };
    parts.query.retain(|(name, _)| name != "single");
}
