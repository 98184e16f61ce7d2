//! Text out of HTML, and links and tags out of text.

use crate::value::html::decode_entities;
use bumpalo::Bump;

/// Text of a piece of HTML: tags removed, paragraphs and line breaks kept as line breaks, entities decoded.
/// Addresses of links that are neither mentions nor hashtags are added to `links`.
pub(super) fn strip<'a>(html: &'a str, bump: &'a Bump, links: &mut Vec<&'a str>) -> &'a str {
    if !html.contains(['<', '&']) {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&decode_entities(&rest[..at]));
        rest = &rest[at..];
        let is_tag =
            rest.as_bytes().get(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'));
        match memchr::memchr(b'>', rest.as_bytes()).filter(|_| is_tag) {
            Some(end) => {
                tag(&rest[1..end], &mut out, bump, links);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(&decode_entities(rest));
    bump.alloc_str(out.trim())
}

fn tag<'a>(tag: &'a str, out: &mut String, bump: &'a Bump, links: &mut Vec<&'a str>) {
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').find(|part| !part.is_empty()).unwrap_or("");
    if name.eq_ignore_ascii_case("br") {
        out.push('\n');
    } else if tag.starts_with('/') {
        if name.eq_ignore_ascii_case("p") {
            out.push_str("\n\n");
        } else if ["div", "li", "blockquote", "pre"].iter().any(|block| name.eq_ignore_ascii_case(block)) {
            out.push('\n');
        }
    } else if name.eq_ignore_ascii_case("a") {
        let class = attribute(tag, "class").unwrap_or("");
        let marked = class.split_whitespace().any(|c| c == "mention" || c == "hashtag");
        let rel = attribute(tag, "rel").unwrap_or("").split_whitespace().any(|r| r == "tag");
        if let Some(href) = attribute(tag, "href").filter(|href| href.starts_with("http") && !marked && !rel)
        {
            links.push(bump.alloc_str(&decode_entities(href)));
        }
    }
}

/// The value of an attribute in quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag[..at].chars().next_back()?;
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        before.is_whitespace().then_some(())?;
        value[1..].split(quote).next()
    })
}

/// Links that stand in plain text, without the punctuation that follows them.
pub(super) fn links(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("://").filter_map(|(at, _)| {
        let scheme = ["https", "http"].into_iter().find(|scheme| text[..at].ends_with(scheme))?;
        let link = &text[at - scheme.len()..];
        let end =
            link.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']' | '|' | '^'));
        let link =
            link[..end.unwrap_or(link.len())].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
        (link.len() > scheme.len() + 3).then_some(link)
    })
}

/// Words that begin with `mark` (`#` or `@`), without it.
pub(super) fn marked(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.match_indices(mark).filter_map(move |(at, _)| {
        let inside_word =
            text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '&'));
        let word = &text[at + mark.len_utf8()..];
        let end = word.find(|c: char| !(c.is_alphanumeric() || c == '_' || (mark == '@' && c == '.')));
        let word = word[..end.unwrap_or(word.len())].trim_end_matches('.');
        (!inside_word && !word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_text() {
        let check = |html: &str, expected: &str, expected_links: &[&str]| {
            let bump = Bump::new();
            let mut links = Vec::new();
            assert_eq!(strip(html, &bump, &mut links), expected, "{html}");
            assert_eq!(links, expected_links, "{html}");
        };
        check("plain", "plain", &[]);
        check("<p>one<br/>two</p><p>three &amp; four</p>", "one\ntwo\n\nthree & four", &[]);
        check(
            r#"<p>see <a href="https://a.example/x?a=1&amp;b=2" rel="nofollow"><span class="invisible">https://</span>a.example/x</a></p>"#,
            "see https://a.example/x",
            &["https://a.example/x?a=1&b=2"],
        );
        check(
            r#"<a href="https://m.example/@bo" class="u-url mention">@<span>bo</span></a> <a class="mention hashtag" href="https://m.example/tags/tea" rel="tag">#tea</a>"#,
            "@bo #tea",
            &[],
        );
        check("1 < 2 <b", "1 < 2 <b", &[]);
        check("<p>ü</", "ü</", &[]);
    }

    #[test]
    fn links_and_marks_in_text() {
        let found: Vec<_> =
            links("a https://a.example/x, (http://b.example/y) [z](https://c.example). http://").collect();
        assert_eq!(found, ["https://a.example/x", "http://b.example/y", "https://c.example"]);
        assert_eq!(marked("#tea and #Käse! a#b &#39; ##x", '#').collect::<Vec<_>>(), ["tea", "Käse", "x"]);
        assert_eq!(marked("@bo.b. mail@x.example", '@').collect::<Vec<_>>(), ["bo.b"]);
    }
}
