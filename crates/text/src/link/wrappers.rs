//! Links that carry another link: forwarders of platforms, and AMP caches.

use super::parts::Parts;

/// Host, path and parameter of forwarders.
const FORWARDERS: [(&str, &str, &str); 14] = [
    ("l.facebook.com", "/l.php", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("facebook.com", "/l.php", "u"),
    ("facebook.com", "/flx/warn", "u"),
    ("l.instagram.com", "/", "u"),
    ("l.threads.net", "/", "u"),
    ("youtube.com", "/redirect", "q"),
    ("google.com", "/url", "q"),
    ("google.com", "/url", "url"),
    ("vk.com", "/away.php", "to"),
    ("out.reddit.com", "/", "url"),
    ("t.umblr.com", "/redirect", "z"),
    ("linkedin.com", "/redir/redirect", "url"),
    ("slack-redir.net", "/link", "url"),
];

/// The link inside `parts`, when it is one of these.
pub(super) fn target(parts: &Parts) -> Option<String> {
    let forwarded = FORWARDERS
        .iter()
        .filter(|(host, path, _)| parts.host == *host && parts.path == *path)
        .find_map(|(_, _, name)| parts.parameter(name))
        .and_then(unescape)
        .filter(|inner| has_scheme(inner));
    forwarded.or_else(|| cached(parts))
}

/// `google.com/amp/s/HOST/PATH` and `x.cdn.ampproject.org/c/s/HOST/PATH`; `s` stands for https.
fn cached(parts: &Parts) -> Option<String> {
    let rest = if parts.host == "google.com" {
        parts.path.strip_prefix("/amp/")?
    } else if parts.host.ends_with(".cdn.ampproject.org") {
        ["/c/", "/v/", "/wp/"].into_iter().find_map(|prefix| parts.path.strip_prefix(prefix))?
    } else {
        return None;
    };
    let (scheme, page) = rest.strip_prefix("s/").map_or(("http", rest), |page| ("https", page));
    let host = page.split('/').next()?;
    if !host.contains('.') {
        return None;
    }
    let mut link = format!("{scheme}://{page}");
    for (i, (name, value)) in parts.query.iter().enumerate() {
        link.push(if i == 0 { '?' } else { '&' });
        link.push_str(name);
        if !value.is_empty() {
            link.push('=');
            link.push_str(value);
        }
    }
    Some(link)
}

fn has_scheme(link: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| link.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)))
}

/// Percent escapes resolved; `None` when the bytes are not UTF-8.
fn unescape(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, more @ ..] = rest {
        let escaped =
            more.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &more[2..];
            }
            None => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8(bytes).ok()
}
