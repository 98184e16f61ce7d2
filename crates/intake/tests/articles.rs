//! Articles out of pages, web archives, feeds, texts and corpora; and that each word of them can be shown in the bytes.

use model::{At, Container, EvidenceNo, Problem};
use proptest::prelude::*;
use scrutineer_intake::article::{
    ArticleFile, ArticleForm, ArticleLimits, ArticleSink, EncodingBy, RawArticle, read_articles_from,
};
use scrutineer_intake::value::html::decode_entities;
use scrutineer_intake::{IntakeError, SinkError, Source};
use std::io::Write;

#[derive(Default)]
struct Seen {
    path: Vec<Container>,
    articles: Vec<RawArticle>,
    problems: Vec<&'static str>,
}

impl ArticleSink for Seen {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        self.path.clone_from(&source.path);
        Ok(())
    }

    fn article(&mut self, article: RawArticle) -> Result<(), SinkError> {
        self.articles.push(article);
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.problems.push(problem.code);
        Ok(())
    }
}

fn read_with(bytes: &[u8], limits: &ArticleLimits) -> (Seen, Result<ArticleFile, IntakeError>) {
    let mut seen = Seen::default();
    let read = read_articles_from("given", bytes, EvidenceNo(0), limits, &mut seen);
    (seen, read)
}

/// Reads `bytes`, in which there must be articles, with these problems.
fn read(bytes: &[u8], problems: &[&str]) -> Vec<RawArticle> {
    let (seen, read) = read_with(bytes, &ArticleLimits::default());
    assert_eq!(read.expect("readable").articles, seen.articles.len() as u64);
    assert_eq!(seen.problems, problems);
    for article in &seen.articles {
        let At::Bytes(start, end) = article.at else { panic!("articles stand in bytes") };
        let place = article.places.place(0..article.text.len());
        assert_eq!(article.places.len(), article.text.len());
        assert!(
            start <= place.start && place.end <= end && end <= bytes.len() as u64,
            "{place:?} in {start}..{end}"
        );
    }
    seen.articles
}

/// Reads one article.
fn read_one(bytes: &[u8], problems: &[&str]) -> RawArticle {
    let mut articles = read(bytes, problems);
    assert_eq!(articles.len(), 1);
    articles.remove(0)
}

/// What stands in `bytes` where `words` stand in the text of `article`.
fn shown(bytes: &[u8], article: &RawArticle, words: &str) -> String {
    let at = article.text.find(words).unwrap_or_else(|| panic!("`{words}` in `{}`", article.text));
    let place = article.places.place(at..at + words.len());
    String::from_utf8_lossy(&bytes[place.start as usize..place.end as usize]).into_owned()
}

/// Each sign of the text is what stands at its place, with entities resolved and white space collapsed.
fn check_places(bytes: &[u8], article: &RawArticle) {
    let mut before = '\n';
    for (at, c) in article.text.char_indices() {
        let place = article.places.place(at..at + c.len_utf8());
        let written = String::from_utf8_lossy(&bytes[place.start as usize..place.end as usize]).into_owned();
        let is_break = c == '\n';
        if is_break {
            assert!(written.is_empty(), "{written:?}");
        } else if c == ' ' {
            assert!(!written.is_empty() && !is_break);
            let mut plain = written.as_str();
            while !plain.is_empty() {
                plain = match plain.strip_prefix('<') {
                    Some(tag) => &tag[tag.find('>').expect("a whole tag") + 1..],
                    None => {
                        let end = plain.find('<').unwrap_or(plain.len());
                        assert_eq!(decode_entities(&plain[..end]).trim(), "", "{written:?}");
                        &plain[end..]
                    }
                };
            }
            assert_ne!(before, ' ', "single spaces");
        } else {
            // Old names of characters need no semicolon: `&` before `gt` is `>`.
            let ends = if written.len() > 1 && written.starts_with('&') && !written.ends_with(';') {
                ";"
            } else {
                ""
            };
            assert_eq!(
                decode_entities(&(written.replace("&eacute;", "é") + ends)),
                c.to_string(),
                "at {at} of {:?}",
                article.text
            );
        }
        before = c;
    }
}

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en-XY"><head><meta charset="utf-8">
<title>Ferry to Lower Quay runs again | The Quay Courier</title>
<meta property="og:site_name" content="The Quay Courier">
<meta property="article:published_time" content="2031-05-01T12:00:00+02:00">
<link rel="canonical" href="https://courier.example/ferry?a=1&amp;b=2">
<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Mira Tolland"},
 "headline": "Ferry runs again"}</script>
<style>p { color: red }</style></head>
<body class="page with-sidebar"><header><a href="/">The Quay Courier</a></header>
<nav><ul><li><a href="/1">Harbour</a></li><li><a href="/2">Weather, which is a long word for a short menu entry that nobody reads</a></li></ul></nav>
<div class="layout"><article>
<header><h1>Ferry to Lower&nbsp;Quay <em>runs</em> again</h1><p class="byline">By Mira Tolland, who has lived there for years</p></header>
<figure><img src="x.jpg"><figcaption>The ferry in dock. Photo: the port office, which owns the dock and the ferry.</figcaption></figure>
<p>The ferry to Lower Quay will run again from Monday, the port office said on <a href="/day">Thursday</a>.
It had been in dock since March.</p>
<p>&ldquo;We are glad,&rdquo; said harbour master Odo Brandt. &ldquo;Salt &amp; rust cost us two months.&rdquo;</p>
<div class="related"><p>Read also: the history of the ferry, in many long words that are not part of this article at all.</p></div>
<h2>A new engine</h2>
<p>The council of Nordmark paid for a new engine<!-- a comment -->, which is said to use half as much fuel as the old one did.
<p>&ldquo;No.&rdquo;
<p>Share
</article></div>
<section id="comments"><p>I do not believe a word of it, and I have seen the old engine myself, it was very fine.</p>
<p>Another comment, which is as long as the article itself, so that whoever counts letters only is led astray by it.</p></section>
<footer><p>All rights reserved, including those that nobody has ever heard of and nobody will ever claim.</p></footer>
</body></html>"#;

const TEXT: &str = "Ferry to Lower Quay runs again\n\n\
    The ferry to Lower Quay will run again from Monday, the port office said on Thursday. It had been in dock since March.\n\n\
    “We are glad,” said harbour master Odo Brandt. “Salt & rust cost us two months.”\n\n\
    A new engine\n\n\
    The council of Nordmark paid for a new engine, which is said to use half as much fuel as the old one did.\n\n\
    “No.”";

#[test]
fn a_page_is_read_as_people_read_it() {
    let article = read_one(PAGE.as_bytes(), &[]);
    assert_eq!(article.text, TEXT);
    check_places(PAGE.as_bytes(), &article);
    assert_eq!(shown(PAGE.as_bytes(), &article, "“Salt & rust"), "&ldquo;Salt &amp; rust");
    assert_eq!(article.form, ArticleForm::Page);
    let stated = |stated: Option<scrutineer_intake::article::Stated>| {
        stated.map(|stated| format!("{} ({})", stated.text, stated.found)).unwrap_or_default()
    };
    assert_eq!(stated(article.title), "Ferry to Lower Quay runs again (h1 element)");
    assert_eq!(stated(article.author), "Mira Tolland (JSON-LD author)");
    assert_eq!(stated(article.publisher), "The Quay Courier (meta og:site_name)");
    assert_eq!(stated(article.url), "https://courier.example/ferry?a=1&b=2 (link rel=canonical)");
    assert_eq!(stated(article.language.declared), "en-XY (html lang)");
    assert_eq!(article.language.detected.map(|detected| detected.code), Some("eng"));
    let published = article.published.expect("a time");
    assert_eq!(
        (published.written.as_str(), published.found),
        ("2031-05-01T12:00:00+02:00", "meta article:published_time")
    );
    assert_eq!(published.date.map(|date| date.to_string()).as_deref(), Some("2031-05-01"));
    assert_eq!(article.retrieved, None);
    let [script] = article.structured.as_slice() else { panic!("one script") };
    assert!(script.json.starts_with("{\"@type\""));
    assert_eq!(
        script.json.as_bytes(),
        &PAGE.as_bytes()[script.place.start as usize..script.place.end as usize]
    );
}

/// The text of a page made of `body`.
fn text_of(body: &str) -> String {
    let page = format!("<html><body>{body}</body></html>");
    let article = read_one(page.as_bytes(), &[]);
    check_places(page.as_bytes(), &article);
    article.text
}

const LONG: &str = "The port office said on Thursday that the ferry to Lower Quay, which had been in dock since March, \
                    would run again from Monday, and that tickets, as before, would be sold on board by the crew.";

#[test]
fn pages_are_built_in_many_ways() {
    let check =
        |body: &str, expected: &str| assert_eq!(text_of(body), expected.replace("LONG", LONG), "{body}");
    let with = |body: &str| body.replace("LONG", LONG);
    // Line breaks in place of paragraphs.
    check(
        &with("<div><div>LONG<br><br>\"Yes,\" he said.<br>And so on.<br> <br>Indeed</div></div>"),
        "LONG\n\n\"Yes,\" he said. And so on.\n\nIndeed",
    );
    // The body is marked, and the comments are longer.
    check(
        &with(
            "<div itemprop=articleBody><p>LONG<p>LONG But no.</div><div class=x><p>a LONG<p>b LONG<p>c LONG<p>d LONG</div>",
        ),
        "LONG\n\nLONG But no.",
    );
    // Two halves with an advertisement in between.
    check(
        &with("<main><div><p>LONG</div><div class=ad><p>Buy: LONG</div><div><p>LONG Again.</div></main>"),
        "LONG\n\nLONG Again.",
    );
    // Everything stands in an element with a name like that of a sidebar.
    check(&with("<div class=sidebar><p>LONG</p><p>LONG Again.</div>"), "LONG\n\nLONG Again.");
    // The first sentences stand in the top of the article.
    check(
        &with(
            "<header><p>LONG</header><article><header><h1>x</h1><p>LONG Lead.<p>By Mira Tolland</header><p>LONG</article>",
        ),
        "x\n\nLONG Lead.\n\nLONG",
    );
    // A quotation and a list.
    check(
        &with(
            "<article><p>LONG</p><blockquote>LONG Quoted.</blockquote><ul><li>One thing is fuel.<li>The other is rust.</ul></article>",
        ),
        "LONG\n\nLONG Quoted.\n\nOne thing is fuel.\n\nThe other is rust.",
    );
    // Twice, for narrow and for wide screens.
    check(&with("<article><p>LONG</p><p>LONG</p><p>Then LONG</p></article>"), "LONG\n\nThen LONG");
    // What is not shown.
    check(
        &with(
            "<p>LONG<span hidden> no <span>no</span> no</span> yes. <script>var p = '<p>x</p>';</script>Really.</p><p style='display: none'>LONG hidden</p><noscript>Switch it on.</noscript>",
        ),
        "LONG yes. Really.",
    );
    // A short page is taken as it is.
    check("<p>It runs.</p>", "It runs.");
}

#[test]
fn titles_come_from_where_they_agree() {
    let check = |head: &str, body: &str, title: &str, found: &str| {
        let page =
            format!("<html><head>{head}</head><body>{body}<p>{LONG}</p><p>{LONG} Again.</p></body></html>");
        let article = read_one(page.as_bytes(), &[]);
        let stated = article.title.expect("a title");
        assert_eq!((stated.text.as_str(), stated.found), (title, found));
        assert!(article.text.starts_with(&format!("{title}\n\n{LONG}")), "{}", article.text);
        assert_eq!(article.text.matches(title).count(), 1);
    };
    check(
        "<title>Ferry runs - Courier</title>",
        "<h1>Courier</h1><h1>Ferry runs</h1>",
        "Ferry runs",
        "h1 element",
    );
    check(
        "<meta property=og:title content='Ferry &amp; quay'>",
        "<h1>Courier</h1>",
        "Ferry & quay",
        "meta og:title",
    );
    check(
        "<title>The ferry now runs again | The Courier</title>",
        "",
        "The ferry now runs again",
        "title element",
    );
    check(
        "<title>Ferry - Courier</title><meta property=og:site_name content=Courier>",
        "",
        "Ferry",
        "title element",
    );
    check("", "<h1>Ferry runs</h1>", "Ferry runs", "h1 element");
    check(
        "<title>渡船再開へ - 港新聞</title>",
        "<h1>港新聞</h1><h1>渡船再開へ</h1>",
        "渡船再開へ",
        "h1 element",
    );
    let head = "<title>The ferry runs again | The Quay Courier</title>";
    check(head, "<h1>The Quay Courier</h1>", "The ferry runs again", "title element");
}

#[test]
fn an_entity_or_a_tag_within_a_word_does_not_break_it() {
    assert_eq!(
        text_of("<p>caf&eacute;s in Nord<b>mark</b>s &lt;port&gt;&#8230; a<br>b</p>"),
        "cafés in Nordmarks <port>… a b"
    );
}

#[test]
fn encodings_keep_their_places() {
    let body = "<html><head><meta charset=windows-1251></head><body><p>Паром снова ходит, сообщила администрация порта в четверг.</p>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(body);
    let article = read_one(&bytes, &[]);
    assert_eq!((article.encoding.name, article.encoding.by), ("windows-1251", EncodingBy::Meta));
    let at = article.text.find("порта").expect("there");
    let place = article.places.place(at..at + "порта".len());
    let shown =
        encoding_rs::WINDOWS_1251.decode(&bytes[place.start as usize..place.end as usize]).0.into_owned();
    assert_eq!(shown, "порта");
    assert!(article.places.runs() < 40, "{} runs", article.places.runs());
    // The declaration is wrong.
    let article = read_one(body.as_bytes(), &["charset_disagrees"]);
    assert_eq!((article.encoding.name, article.encoding.by), ("UTF-8", EncodingBy::Disagrees));
    // The end is cut within a letter.
    let cut = &PAGE.as_bytes()[..PAGE.find('“').unwrap_or(PAGE.len())];
    let cut = [cut, "<p>é".as_bytes(), b"\xc3"].concat();
    read_one(&cut, &["malformed_text"]);
    let zeros = PAGE.replace("Monday", "Mon\0day");
    assert!(read_one(zeros.as_bytes(), &[]).text.contains("Mon day"));
}

// Web archives.

fn record(kind: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    record_of_length(kind, content_type, block, &block.len().to_string())
}

fn record_of_length(kind: &str, content_type: &str, block: &[u8], length: &str) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://courier.example/{kind}\r\n\
         WARC-Date: 2031-06-01T00:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(fields: &str, body: &[u8]) -> Vec<u8> {
    let header = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}\r\n");
    record("response", "application/http; msgtype=response", &[header.as_bytes(), body].concat())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).expect("packed");
    gzip.finish().expect("closed")
}

#[test]
fn a_web_archive_holds_pages_among_other_things() {
    let picture = record(
        "response",
        "application/http",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\0",
    );
    let moved = record(
        "response",
        "application/http",
        b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n<p>Moved.",
    );
    let warc = [
        record("warcinfo", "application/warc-fields", b"software: none\r\n"),
        record("request", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        picture,
        response("", PAGE.as_bytes()),
        moved,
        record("resource", "text/html", PAGE.as_bytes()),
        record("conversion", "text/plain", b"Ferry runs\n\nIt left at noon.\n"),
    ]
    .concat();
    for packed in [warc.clone(), gzip(&warc)] {
        let (seen, file) = read_with(&packed, &ArticleLimits::default());
        assert_eq!(file.expect("readable").skipped, 2);
        assert_eq!(seen.problems, [""; 0]);
        let [page, resource, conversion] = seen.articles.as_slice() else { panic!("three articles") };
        assert_eq!((page.text.as_str(), page.form), (TEXT, ArticleForm::WarcPage));
        check_places(&warc, page);
        assert_eq!(page.url.as_ref().map(|url| url.text.as_str()), Some("https://courier.example/response"));
        assert_eq!(page.retrieved.map(|at| at.rfc3339()).as_deref(), Some("2031-06-01T00:00:00Z"));
        assert_eq!((page.encoding.by, page.hash), (EncodingBy::Http, resource.hash));
        assert_eq!(
            (conversion.text.as_str(), conversion.form),
            ("Ferry runs\n\nIt left at noon.", ArticleForm::WarcText)
        );
        assert_eq!(conversion.published, None, "the time of archiving is not that of publication");
    }
}

#[test]
fn transfer_encodings_are_undone() {
    let chunked = PAGE.as_bytes().chunks(100).fold(Vec::new(), |mut all, chunk| {
        all.extend_from_slice(format!("{:x};x=y\r\n", chunk.len()).as_bytes());
        all.extend_from_slice(chunk);
        all.extend_from_slice(b"\r\n");
        all
    });
    let chunked = [chunked, b"0\r\n\r\n".to_vec()].concat();
    let warc = response("Transfer-Encoding: chunked\r\n", &chunked);
    let article = read_one(&warc, &[]);
    assert_eq!(article.text, TEXT);
    assert_eq!(shown(&warc, &article, "glad"), "glad");
    // Joined already, whatever the header says.
    assert_eq!(read_one(&response("Transfer-Encoding: chunked\r\n", PAGE.as_bytes()), &[]).text, TEXT);
    // Of packed pages the whole is shown.
    let packed = gzip(PAGE.as_bytes());
    let warc = response("Content-Encoding: gzip\r\n", &packed);
    let article = read_one(&warc, &[]);
    assert_eq!(article.text, TEXT);
    let place = article.places.place(0..1);
    assert_eq!(&warc[place.start as usize..place.end as usize], packed.as_slice());
    assert_eq!(read_one(&response("Content-Encoding: gzip\r\n", PAGE.as_bytes()), &[]).text, TEXT);
    assert_eq!(
        read(&response("Content-Encoding: br\r\n", b"\xff\xfe\xfd"), &["unsupported_compression"]).len(),
        0
    );
}

#[test]
fn wrong_lengths_cost_nothing_but_a_note() {
    let good = response("", PAGE.as_bytes());
    for length in ["10", "0", "-5", "99999", "18446744073709551616", "x", ""] {
        let bad = record_of_length("resource", "text/html", PAGE.as_bytes(), length);
        let warc = [good.as_slice(), &bad, &good].concat();
        let articles = read(&warc, &["bad_length"]);
        assert_eq!(articles.len(), 3, "{length}");
        assert!(articles.iter().all(|article| article.text == TEXT), "{length}");
    }
    // Longer than the limit, with the next record behind it all the same.
    let long = record_of_length("resource", "text/html", &[b'x'; 9_000], "9000");
    let limits = ArticleLimits { article_bytes: 8_000, ..ArticleLimits::default() };
    let (seen, _) = read_with(&[long.as_slice(), &good].concat(), &limits);
    assert_eq!((seen.articles.len(), seen.problems.as_slice()), (1, &["article_too_long"][..]));
    // Something else in between.
    let (seen, _) =
        read_with(&[&good, b"!!! lost bytes\r\nmore".as_slice(), b"\r\n", &good].concat(), &limits);
    assert_eq!((seen.articles.len(), seen.problems.as_slice()), (2, &["bad_record"][..]));
    // Cut short.
    let cut = &good[..good.len() - 300];
    assert_eq!(read(cut, &["bad_length"]).len(), 1);
}

// Feeds.

#[test]
fn feeds_hold_articles_or_summaries() {
    let feed = r#"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rss [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Quay Courier</title><language>en</language>
<item><title>Ferry &amp; quay</title><link>https://courier.example/1</link><guid>1</guid>
 <pubDate>Thu, 01 May 2031 12:00:00 +0200</pubDate>
 <description>&lt;p&gt;The ferry runs, &amp;amp; soon.&lt;/p&gt;</description></item>
<item><title><![CDATA[Nordmark votes]]></title><description>Short.</description>
 <content:encoded><![CDATA[<p>Nordmark votes on <b>Sunday</b>.</p><p>So it goes &amp; went.</p>]]></content:encoded></item>
<item><description>&lol2; plain &unknown; text</description></item>
</channel></rss>"#;
    let articles = read(feed.as_bytes(), &[]);
    let [first, second, third] = articles.as_slice() else { panic!("{} articles", articles.len()) };
    assert_eq!(first.text, "Ferry & quay\n\nThe ferry runs, & soon.");
    assert_eq!(shown(feed.as_bytes(), first, "runs, & soon"), "runs, &amp;amp; soon");
    assert_eq!(first.form, ArticleForm::FeedItem { is_summary: true });
    assert_eq!(first.published.as_ref().map(|at| at.found), Some("feed pubDate"));
    assert_eq!(first.publisher.as_ref().map(|publisher| publisher.text.as_str()), Some("The Quay Courier"));
    assert_eq!(second.text, "Nordmark votes\n\nNordmark votes on Sunday.\n\nSo it goes & went.");
    assert_eq!(second.form, ArticleForm::FeedItem { is_summary: false });
    assert_eq!(shown(feed.as_bytes(), second, "Sunday"), "Sunday");
    assert_eq!(third.text, "&lol2; plain &unknown; text", "entities of the feed's own are not expanded");
}

#[test]
fn atom_holds_text_html_and_xhtml() {
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Courier</title>
<entry><title type="text">A &lt;b&gt; title</title><link rel="alternate" href="https://courier.example/a?x=1&amp;y=2"/>
<id>urn:a</id><updated>2031-05-02T00:00:00Z</updated><author><name>Mira Tolland</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One &amp; two.</p><p>Three.</p></div></content></entry>
<entry><title>B</title><published>2031-05-01T00:00:00Z</published><content type="html">&lt;p&gt;Four.</content></entry></feed>"#;
    let articles = read(feed.as_bytes(), &[]);
    let [first, second] = articles.as_slice() else { panic!("{} articles", articles.len()) };
    assert_eq!(first.text, "A <b> title\n\nOne & two.\n\nThree.");
    assert_eq!(first.author.as_ref().map(|author| author.text.as_str()), Some("Mira Tolland"));
    assert_eq!(first.url.as_ref().map(|url| url.text.as_str()), Some("https://courier.example/a?x=1&y=2"));
    assert_eq!(first.published, None, "an update is no publication");
    assert_eq!(second.text, "B\n\nFour.");
}

#[test]
fn a_broken_feed_loses_what_is_broken() {
    let feed = "<rss><channel><item><title>One item</title></item><item><title>Two < items</title></item>\
                <item><title>Three items</title></item><item><title>Four items</tit";
    let (seen, _) = read_with(feed.as_bytes(), &ArticleLimits::default());
    let texts: Vec<&str> = seen.articles.iter().map(|article| article.text.as_str()).collect();
    assert!(texts.contains(&"One item") && texts.contains(&"Three items"), "{texts:?} {:?}", seen.problems);
}

// Texts and corpora.

#[test]
fn a_plain_text_is_an_article() {
    let text = format!("Ferry runs again\n{LONG}\n{LONG} Again.\n");
    let article = read_one(text.as_bytes(), &[]);
    assert_eq!(article.text, format!("Ferry runs again\n\n{LONG}\n\n{LONG} Again."));
    assert_eq!(article.title.as_ref().map(|title| title.found), Some("first line"));
    check_places(text.as_bytes(), &article);
}

#[test]
fn a_corpus_has_one_article_a_line() {
    let corpus = concat!(
        r#"{"id": "n-1", "title": "Ferry \u0026 quay", "text": "Ferry & quay\nIt \"runs\" \ud83d\ude00 again.", "date": "2031-05-01", "publisher": "Courier", "url": "https://courier.example/1", "language": "en"}"#,
        "\n\n",
        r#"{"id": 2, "text": "Caf\u00e9 \ud83d x."}"#,
        "\nnot json\n",
        r#"{"id": 3, "title": "No text"}"#,
        "\n",
    );
    let articles = read(corpus.as_bytes(), &["bad_json", "missing_text"]);
    let [first, second] = articles.as_slice() else { panic!("{} articles", articles.len()) };
    assert_eq!(first.text, "Ferry & quay\n\nIt \"runs\" 😀 again.");
    assert_eq!(shown(corpus.as_bytes(), first, "\"runs\" 😀"), r#"\"runs\" \ud83d\ude00"#);
    assert_eq!(
        first.published.as_ref().and_then(|at| at.date).map(|day| day.to_string()).as_deref(),
        Some("2031-05-01")
    );
    assert_eq!(first.id.as_ref().map(|id| id.text.as_str()), Some("n-1"));
    assert_eq!(second.text, "Café \u{fffd} x.");
    assert_eq!((second.id.as_ref().map(|id| id.text.as_str()), second.title.as_ref()), (Some("2"), None));
}

#[test]
fn a_line_beyond_the_limit_costs_only_itself() {
    let corpus = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Short.\"}}\n", "x".repeat(5_000));
    let limits = ArticleLimits { article_bytes: 4_000, ..ArticleLimits::default() };
    let (seen, _) = read_with(corpus.as_bytes(), &limits);
    assert_eq!((seen.articles.len(), seen.problems.as_slice()), (1, &["article_too_long"][..]));
    assert_eq!(seen.articles[0].at, At::Bytes(5_013, 5_031));
}

// Archives, and what is no article.

#[test]
fn archives_are_opened_and_what_is_no_article_is_counted() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let table = b"account,object,time\na,b,2024-01-01\n".as_slice();
    for (name, bytes) in [("a.html", PAGE.as_bytes()), ("b.csv", table), ("c.png", b"\x89PNG\r\n\x1a\n\0\0")]
    {
        zip.start_file(name, options).expect("a member");
        zip.write_all(bytes).expect("written");
    }
    let bytes = zip.finish().expect("closed").into_inner();
    let (seen, _) = read_with(&bytes, &ArticleLimits::default());
    assert_eq!((seen.articles.len(), seen.problems.as_slice()), (1, &["no_article", "no_article"][..]));
    let (seen, _) = read_with(&bytes, &ArticleLimits { others_are_read: true, ..ArticleLimits::default() });
    assert_eq!((seen.articles.len(), seen.problems.len()), (1, 0));
    for bytes in [table, b"%PDF-1.4 \x00\x01", b"Dear all"] {
        let (_, read) = read_with(bytes, &ArticleLimits::default());
        assert!(matches!(read, Err(IntakeError::NotUnderstood { .. })));
    }
}

// Hostile input: small here; the bounds are those of the parts, which take time in proportion to the bytes.

#[test]
fn nesting_without_end_is_only_long() {
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", "</i>"),
        ("<div>", "</section>"),
        ("<p><ul><li>", ""),
        ("<table><td>", "</ul>"),
        ("<blockquote><a href=x>", "</p>"),
    ] {
        let page = format!("<html><body>{}{LONG} {LONG}{}", open.repeat(30_000), close.repeat(30_000));
        let article = read_one(page.as_bytes(), &[]);
        assert_eq!(article.text, format!("{LONG} {LONG}"), "{open}");
    }
}

#[test]
fn what_has_no_end_is_said_and_read_as_text() {
    for start in ["<!-- ", "<a href=\"", "<script>", "<style>", "<title>", "<textarea>"] {
        let page = format!("<html><body><p>{LONG} One.</p>{start}<p>{LONG} Two.</p>");
        let article = read_one(page.as_bytes(), &["unclosed_markup"]);
        assert!(article.text.contains(&format!("{LONG} Two.")), "{start}: {}", article.text);
    }
    // More elements than are kept.
    let page = format!("<html><body>{}{LONG} {LONG}", "<div>".repeat(600_000));
    assert_eq!(read_one(page.as_bytes(), &["page_cut"]).text, format!("{LONG} {LONG}"));
    // Again and again: reading is given up after a few.
    let page = format!("<html><body><p>{LONG}</p>{}", "<!-- <script> <a href='".repeat(20_000));
    assert!(read_one(page.as_bytes(), &["unclosed_markup"]).text.contains(LONG));
}

#[test]
fn long_things_of_all_kinds() {
    let n = 200_000;
    for page in [
        format!("<html><p>{}", "word ".repeat(n)),
        format!("<html><p>{}", "x".repeat(n)),
        format!("<html><p>{}", "&amp;".repeat(n)),
        format!("<html><p>x{}x", " \n".repeat(n)),
        format!("<html><p x{}>x", " a=b".repeat(n)),
        format!("<html><p class='{}'>x", "nav-".repeat(n)),
        format!("<html><h1>{}", "<h1>x y".repeat(n / 10)),
        format!("<html><title>{}</title><h1>a b</h1>", "<h1>x y</h1>".repeat(n / 10)),
        format!("<html><body>x{}", "<br>".repeat(n)),
        format!("<html><body>x{}", "</div>".repeat(n)),
        format!("<html><script type=application/ld+json>{}</script>x", "[".repeat(n)),
        format!("<rss>{}", "<item><title>x".repeat(n / 20)),
        format!("<rss>{}", "<item><![CDATA[".repeat(n / 20)),
        format!("<rss><item>{}", "<description>x</item>".repeat(n / 20)),
        format!("WARC/1.0\n\n{}", "\nWARC/1.0\nContent-Length: 9999999\n\nx".repeat(n / 40)),
        format!("WARC/1.0\n{}", "x".repeat(n)),
        format!("{{\"text\":\"{}\"}}", "\\u00e9".repeat(n)),
    ] {
        let (seen, read) = read_with(page.as_bytes(), &ArticleLimits::default());
        assert!(read.is_ok());
        assert!(seen.problems.len() <= 2 + n / 20, "{}", seen.problems.len());
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[а-я]{1,5}",
        Just("&amp;".to_owned()),
        Just("&nbsp;".to_owned()),
        Just("&#8220;".to_owned()),
        Just("caf&eacute;".replace("&eacute;", "é")),
        Just(" ".to_owned()),
        Just(" \r\n\t".to_owned()),
        Just("<b>".to_owned()),
        Just("</b>".to_owned()),
        Just("<br>".to_owned()),
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<div class=x>".to_owned()),
        Just("</div>".to_owned()),
        Just("<li>".to_owned()),
        Just("<!-- c -->".to_owned()),
        Just("<h2>".to_owned()),
        Just("船は".to_owned()),
        Just("&".to_owned()),
        Just("x < y".to_owned()),
    ]
}

proptest! {
    #[test]
    fn every_sign_stands_in_the_evidence(words in prop::collection::vec(word(), 0..60), begins in 0..3_usize) {
        let before = ["<html><body>", "<html><title>A title</title><article>", "<html><head><meta charset=utf-8></head><p>"];
        let page = format!("{}x{}", before[begins], words.concat());
        let (seen, read) = read_with(page.as_bytes(), &ArticleLimits::default());
        prop_assert!(read.is_ok());
        for article in &seen.articles {
            prop_assert_eq!(article.places.len(), article.text.len());
            check_places(page.as_bytes(), article);
        }
    }

    #[test]
    fn any_bytes_are_read(begins in 0..6_usize, bytes in prop::collection::vec(any::<u8>(), 0..400), pieces in prop::collection::vec(word(), 0..20)) {
        let begin = ["<html>", "<rss><item>", "WARC/1.0\r\n", "{\"text\":\"", "<feed><entry><content>", "\u{feff}<html>"][begins];
        let all = [begin.as_bytes(), pieces.concat().as_bytes(), &bytes, pieces.concat().as_bytes()].concat();
        let (seen, _) = read_with(&all, &ArticleLimits::default());
        for article in &seen.articles {
            prop_assert_eq!(article.places.len(), article.text.len());
            for (at, c) in article.text.char_indices() {
                let place = article.places.place(at..at + c.len_utf8());
                prop_assert!(place.start <= place.end && place.end <= all.len() as u64);
            }
        }
    }
}
