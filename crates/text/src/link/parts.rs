//! A link taken apart, each part in its normal form.

use super::{MAX_LINK_BYTES, tracking};
use std::fmt;
use url::{Host, Url};

/// A link whose generic normalisation is done.
pub(super) struct Parts {
    scheme: &'static str,
    pub host: String,
    port: Option<u16>,
    /// Begins with a slash and, unless it is the root, does not end with one.
    pub path: String,
    /// Names and values, escaped and sorted. Only parameters that may choose the page.
    pub query: Vec<(String, String)>,
    /// Begins with `!`.
    pub route: Option<String>,
}

impl Parts {
    pub fn parse(link: &str) -> Option<Self> {
        let link = link.trim();
        if link.is_empty() || link.len() > MAX_LINK_BYTES {
            return None;
        }
        let url = parse_url(link)?;
        let host = match url.host()? {
            // Without dots at the end and labels at the front it may be an address: `0..` is 0.0.0.0.
            Host::Domain(name) => Host::parse(&fold_host(name.trim_end_matches('.'))?).ok()?.to_string(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => format!("[{address}]"),
        };
        // A default port, which `port` leaves out, belongs to the default scheme of either kind.
        let port = url.port();
        let scheme = if port.is_some() && url.scheme() == "http" { "http" } else { "https" };
        let path = fold_path(&normal_escapes(url.path()));
        let query = url.query().map_or_else(Vec::new, |query| parameters(query, &host));
        let route = url.fragment().filter(|f| f.len() > 1 && f.starts_with('!')).map(normal_escapes);
        Some(Self { scheme, host, port, path, query, route })
    }

    /// Value of a parameter, escaped as in the link.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Parts of the path between slashes.
    pub fn segments(&self) -> Vec<&str> {
        self.path.split('/').skip(1).collect()
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        f.write_str(&self.path)?;
        for (i, (name, value)) in self.query.iter().enumerate() {
            f.write_str(if i == 0 { "?" } else { "&" })?;
            f.write_str(name)?;
            if !value.is_empty() {
                write!(f, "={value}")?;
            }
        }
        if let Some(route) = &self.route {
            write!(f, "#{route}")?;
        }
        Ok(())
    }
}

fn parse_url(link: &str) -> Option<Url> {
    let has_scheme = |scheme: &str| link.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    if has_scheme("http:") || has_scheme("https:") {
        return Url::parse(link).ok();
    }
    if link.starts_with("//") {
        return Url::parse(&format!("https:{link}")).ok();
    }
    // `kites.org/a` is a link, `mailto:a@kites.org`, `notes.txt` and `3.14` are none.
    let host = &link[..link.find(['/', '?', '#', ':']).unwrap_or(link.len())];
    let rest = &link[host.len()..];
    let port_or_path =
        rest.strip_prefix(':').is_none_or(|port| port.starts_with(|c: char| c.is_ascii_digit()));
    if !port_or_path || host.contains('@') || host.contains(char::is_whitespace) || !host.contains('.') {
        return None;
    }
    let url = Url::parse(&format!("https://{link}")).ok()?;
    let known = psl::suffix(url.domain()?.as_bytes()).is_some_and(|suffix| suffix.is_known());
    known.then_some(url)
}

/// Hosts without the labels that only choose a layout.
fn fold_host(host: &str) -> Option<String> {
    /// Hosts that show the same pages as another.
    const ALIASES: [(&str, &str); 22] = [
        ("twitter.com", "x.com"),
        ("fxtwitter.com", "x.com"),
        ("vxtwitter.com", "x.com"),
        ("fixupx.com", "x.com"),
        ("fixvx.com", "x.com"),
        ("music.youtube.com", "youtube.com"),
        ("youtube-nocookie.com", "youtube.com"),
        ("fb.com", "facebook.com"),
        ("mbasic.facebook.com", "facebook.com"),
        ("web.facebook.com", "facebook.com"),
        ("touch.facebook.com", "facebook.com"),
        ("en-gb.facebook.com", "facebook.com"),
        ("old.reddit.com", "reddit.com"),
        ("new.reddit.com", "reddit.com"),
        ("np.reddit.com", "reddit.com"),
        ("sh.reddit.com", "reddit.com"),
        ("telegram.me", "t.me"),
        ("telegram.dog", "t.me"),
        ("instagr.am", "instagram.com"),
        ("threads.com", "threads.net"),
        ("vkontakte.ru", "vk.com"),
        ("vk.ru", "vk.com"),
    ];
    /// Wikis of which `xx.m.` is the layout for telephones.
    const WIKIS: [&str; 4] = ["wikipedia.org", "wiktionary.org", "wikinews.org", "wikiquote.org"];

    if host.is_empty() {
        return None;
    }
    let mut host = host;
    loop {
        let shorter =
            host.strip_prefix("www.").filter(|rest| psl::domain_str(rest).is_some()).or_else(|| {
                let rest =
                    ["m.", "mobile.", "amp."].into_iter().find_map(|label| host.strip_prefix(label))?;
                (psl::domain_str(rest.strip_prefix("www.").unwrap_or(rest))
                    == Some(rest.trim_start_matches("www.")))
                .then_some(rest)
            });
        match shorter {
            Some(shorter) => host = shorter,
            None => break,
        }
    }
    if let Some((_, main)) = ALIASES.iter().find(|(alias, _)| *alias == host) {
        return Some((*main).to_owned());
    }
    if let Some((language, wiki)) = host.split_once(".m.")
        && WIKIS.contains(&wiki)
    {
        return Some(format!("{language}.{wiki}"));
    }
    Some(host.to_owned())
}

/// Without slashes and AMP markers at the end.
fn fold_path(path: &str) -> String {
    let mut path = path.trim_end_matches('/');
    while let Some(shorter) = path.strip_suffix("/amp").filter(|shorter| !shorter.is_empty()) {
        path = shorter.trim_end_matches('/');
    }
    if path.is_empty() { "/".to_owned() } else { path.to_owned() }
}

fn parameters(query: &str, host: &str) -> Vec<(String, String)> {
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let parameter = normal_escapes(&parameter.replace('+', "%20"));
            let (name, value) = parameter.split_once('=').unwrap_or((&parameter, ""));
            (name.to_owned(), value.to_owned())
        })
        .filter(|(name, value)| !name.is_empty() || !value.is_empty())
        .filter(|(name, _)| !tracking::is_tracking(name, host))
        .collect();
    parameters.sort_unstable();
    parameters
}

/// Percent escapes of RFC 3986: resolved where the character is unreserved, capital digits otherwise; a percent sign
/// that escapes nothing is escaped itself.
fn normal_escapes(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        normal.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.as_bytes() {
            [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                let digits = rest[..2].to_ascii_uppercase();
                match u8::from_str_radix(&digits, 16) {
                    Ok(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                        normal.push(char::from(byte))
                    }
                    _ => {
                        normal.push('%');
                        normal.push_str(&digits);
                    }
                }
                rest = &rest[2..];
            }
            _ => normal.push_str("%25"),
        }
    }
    normal.push_str(rest);
    normal
}
