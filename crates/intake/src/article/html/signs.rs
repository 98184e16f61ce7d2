//! What names of classes say about an element.
//!
//! Words that many sites use for the same things, in the spirit of Readability (Arc90, Mozilla): what is navigation,
//! advertising or talk is told by whole words of `class` and `id`, so that `download` is no ad and `header` no head.

use super::tokens::Attributes;
use super::tree::{Signs, Tag};

/// Words for what stands beside an article.
const BESIDE: [&str; 64] = [
    "ad",
    "ads",
    "adbox",
    "advert",
    "advertisement",
    "advertising",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "captcha",
    "consent",
    "cookie",
    "cookies",
    "credits",
    "donate",
    "donation",
    "foot",
    "footer",
    "footnav",
    "gallery",
    "gdpr",
    "infobox",
    "keywords",
    "legal",
    "login",
    "masthead",
    "menu",
    "meta",
    "metadata",
    "mod-footer",
    "modal",
    "more",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "popular",
    "popup",
    "promo",
    "promoted",
    "promotion",
    "recommended",
    "related",
    "share",
    "sharing",
    "shares",
    "sidebar",
    "signup",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "teaser",
    "toolbar",
    "widget",
];

/// Words for what readers write.
const COMMENTS: [&str; 7] =
    ["comment", "comments", "commentlist", "disqus", "discussion", "replies", "respond"];

/// Words that take back what the words above say.
const WITHIN: [&str; 9] = ["article", "body", "content", "main", "story", "text", "entry", "with", "has"];
/// Words that are not taken back.
const FIRM: [&str; 14] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "footer",
    "nav",
    "newsletter",
    "related",
    "share",
    "sharing",
    "social",
    "recommended",
    "sponsored",
    "tags",
];

pub(super) fn read(tag: Tag, attributes: &Attributes) -> Signs {
    let mut signs =
        Signs { is_beside: matches!(tag, Tag::Aside | Tag::Header | Tag::Caption), ..Signs::default() };
    if let Some(property) = attributes.get("itemprop") {
        signs.is_article_body = property.split_whitespace().any(|word| word == "articleBody");
        signs.is_comments = property.split_whitespace().any(|word| word == "comment");
    }
    let is_aside = |role: &str| {
        matches!(
            role,
            "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "dialog" | "menu"
        )
    };
    signs.is_beside |= attributes.get("role").is_some_and(is_aside);
    if signs.is_article_body || matches!(tag, Tag::Body | Tag::Article | Tag::Main | Tag::Hidden) {
        return signs;
    }
    let (mut is_beside, mut is_within, mut is_firm) = (false, false, false);
    for value in ["class", "id"].into_iter().filter_map(|name| attributes.get(name)) {
        // Tools that write styles into classes write long ones.
        for word in value[..value.floor_char_boundary(400)].split(|c: char| !c.is_ascii_alphanumeric()) {
            each_part(word, |part| {
                is_beside |= BESIDE.contains(&part);
                is_within |= WITHIN.contains(&part);
                is_firm |= FIRM.contains(&part);
                signs.is_comments |= COMMENTS.contains(&part);
            });
        }
    }
    signs.is_beside |= signs.is_comments || (is_beside && (is_firm || !is_within));
    signs
}

/// The parts of a word such as `relatedArticles`, in small letters.
fn each_part(word: &str, mut take: impl FnMut(&str)) {
    let bytes = word.as_bytes();
    let mut room = [0; 24];
    let mut start = 0;
    for at in 1..=bytes.len() {
        let ends =
            at == bytes.len() || (bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase());
        if !ends {
            continue;
        }
        let part = &bytes[start..at];
        start = at;
        if let Some(small) = room.get_mut(..part.len()) {
            small.copy_from_slice(part);
            small.make_ascii_lowercase();
            if let Ok(small) = std::str::from_utf8(small) {
                take(small);
            }
        }
    }
}

/// Whether the attributes say that an element is not shown.
pub(super) fn is_hidden(attributes: &Attributes) -> bool {
    if attributes.get("hidden").is_some() {
        return true;
    }
    let style = attributes.get("style").unwrap_or("");
    let style: String =
        style.chars().take(400).filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::html::tokens;
    use crate::article::html::tree::Page;
    use crate::article::places::Mapped;

    fn check(element: &str, expected: &str) {
        let source = Mapped { text: element.to_owned(), ..Mapped::default() };
        let mut page = Page::new(&source);
        tokens::read(&source, &mut page);
        let node = page.nodes[1];
        let found = match node.signs {
            _ if node.is_hidden => "hidden",
            Signs { is_article_body: true, .. } => "article body",
            Signs { is_comments: true, .. } => "comments",
            Signs { is_beside: true, .. } => "beside",
            Signs { .. } => "unknown",
        };
        assert_eq!(found, expected, "{element}");
    }

    #[test]
    fn elements_by_their_names() {
        check("<div>", "unknown");
        check("<div class='story-text'>", "unknown");
        check("<div class='download header-image'>", "unknown");
        check("<div class='c-ad'>", "beside");
        check("<div id=relatedArticles>", "beside");
        check("<div class='content with-sidebar'>", "unknown");
        check("<div class='article-footer'>", "beside");
        check("<section class='article-comments'>", "comments");
        check("<body class='sidebar'>", "unknown");
        check("<div itemprop='articleBody' class='more'>", "article body");
        check("<nav>", "beside");
        check("<div role=banner>", "beside");
        check("<div style='color:red; display : none'>", "hidden");
        check("<div hidden>", "hidden");
        check("<style>", "hidden");
    }
}
