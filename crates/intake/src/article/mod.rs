//! Articles out of files: pages in HTML, web archives, feeds, plain text and corpora, and archives of them.
//!
//! An article is text with a map back to its bytes ([`Places`]): whatever is said about a word of it can be shown in
//! the evidence. Which part of a page is the article is a guess by rules (`html`); all else, such as a title or a time
//! of publication, is handed on as it is stated, with the place where it was found, and not checked against anything.
//!
//! ```
//! use model::{EvidenceNo, Problem};
//! use scrutineer_intake::article::{ArticleLimits, ArticleSink, RawArticle, read_articles_from};
//! use scrutineer_intake::{SinkError, Source};
//!
//! struct Titles(Vec<String>);
//!
//! impl ArticleSink for Titles {
//!     fn source(&mut self, _: &Source) -> Result<(), SinkError> {
//!         Ok(())
//!     }
//!     fn article(&mut self, article: RawArticle) -> Result<(), SinkError> {
//!         self.0.extend(article.title.map(|title| title.text));
//!         Ok(())
//!     }
//!     fn problem(&mut self, _: Problem) -> Result<(), SinkError> {
//!         Ok(())
//!     }
//! }
//!
//! let page = "<html><h1>Ferry runs again</h1><p>It left Lower Quay at noon.</p>";
//! let mut titles = Titles(Vec::new());
//! read_articles_from("page", page.as_bytes(), EvidenceNo(0), &ArticleLimits::default(), &mut titles)?;
//! assert_eq!(titles.0, ["Ferry runs again"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Codes of rejects: `article_too_long`, `no_text`, `bad_json`, `missing_text`, `bad_record`, `damaged`,
//! `unsupported_compression`. Codes of notes: `bad_length` (of a record in a web archive), `bad_xml`,
//! `charset_disagrees`, `malformed_text`, `unclosed_markup`, `page_cut`. `no_article` stops a member of an archive.

mod detect;
pub mod duplicates;
mod encoding;
mod feed;
mod found;
mod html;
mod http;
mod language;
mod lines;
mod places;
mod plain;
mod published;
mod warc;

pub use detect::{Shape, looks_like, shape};
pub use encoding::{EncodingBy, TextEncoding};
pub use language::{DetectedLanguage, Language};
pub use places::Places;
pub use published::Published;

use crate::source::{self, Content, Input, Trouble, Visitor};
use crate::{IntakeError, Limits, SinkError, Source};
use found::Found;
use model::{At, Container, EvidenceNo, Problem, RawRef, Severity, Sha256, Timestamp};
use places::Body;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// One article as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct RawArticle {
    /// Where its record stands in the stream: the page, the record of a web archive, the item of a feed, the line.
    pub at: At,
    /// What it was read from.
    pub form: ArticleForm,
    /// Its text: paragraphs with an empty line between them, words with single spaces between them, characters as
    /// decoded. The title is the first paragraph, where there is one.
    pub text: String,
    /// Where each piece of the text stands in the stream.
    pub places: Places,
    /// Hash of the text with case, punctuation and white space left out ([`duplicates::text_hash`]).
    pub hash: Sha256,
    /// Its id in a feed or corpus.
    pub id: Option<Stated>,
    /// Its title.
    pub title: Option<Stated>,
    /// Who wrote it.
    pub author: Option<Stated>,
    /// Who published it: of a page the name of the site, of a feed its title.
    pub publisher: Option<Stated>,
    /// Its address. Of a page in a web archive the one that it was fetched from.
    pub url: Option<Stated>,
    /// When it was published. Never the time at which somebody archived it.
    pub published: Option<Published>,
    /// When the web archive fetched it (`WARC-Date`).
    pub retrieved: Option<Timestamp>,
    /// Its language.
    pub language: Language,
    /// The encoding of its characters.
    pub encoding: TextEncoding,
    /// Data in JSON-LD that the page holds, such as reviews of claims.
    pub structured: Vec<Structured>,
}

/// A statement about an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What is stated.
    pub text: String,
    /// Where it was found, such as `meta og:title`.
    pub found: &'static str,
}

/// A script of data in a page (JSON-LD), unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structured {
    /// What stands between its tags. Nobody has checked that it is JSON.
    pub json: String,
    /// Where that stands in the stream.
    pub place: Range<u64>,
}

/// What an article was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleForm {
    /// A page in HTML.
    Page,
    /// A page in a web archive.
    WarcPage,
    /// Text that somebody made of a page in a web archive (a `conversion` record).
    WarcText,
    /// An item of a feed.
    FeedItem {
        /// Whether there is a summary only, or a description that may be one.
        is_summary: bool,
    },
    /// A plain text.
    PlainText,
    /// An object of a corpus in JSON lines.
    JsonLine,
}

/// Where articles go.
pub trait ArticleSink {
    /// A stream begins: the articles and problems that follow belong to it.
    fn source(&mut self, source: &Source) -> Result<(), SinkError>;
    /// One article.
    fn article(&mut self, article: RawArticle) -> Result<(), SinkError>;
    /// One problem.
    fn problem(&mut self, problem: Problem) -> Result<(), SinkError>;
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleFile {
    /// Hash of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub bytes: u64,
    /// Articles handed on.
    pub articles: u64,
    /// Records of web archives that hold no article, such as pictures and redirections.
    pub skipped: u64,
}

/// Limits on articles, beside those on containers.
#[derive(Clone, Copy, Debug)]
pub struct ArticleLimits {
    /// Largest page, feed, text or line in bytes; of a longer one nothing is read. At most 1 GiB.
    pub article_bytes: usize,
    /// Limits on containers.
    pub containers: Limits,
    /// Whether what is no article in an archive is passed over in silence, because other readers take it.
    pub others_are_read: bool,
    /// Whether nobody asks for the language of a text: telling it costs a third of reading.
    pub skips_language: bool,
}

impl Default for ArticleLimits {
    fn default() -> Self {
        Self {
            article_bytes: 16 << 20,
            containers: Limits::default(),
            others_are_read: false,
            skips_language: false,
        }
    }
}

/// Places count bytes of texts in 32 bits.
const MOST_BYTES: usize = 1 << 30;

/// Reads the articles in the file at `path`. An error means that nothing of it could be read, or that the sink
/// failed; everything else is a problem, handed to the sink.
pub fn read_articles(
    path: &Path,
    number: EvidenceNo,
    limits: &ArticleLimits,
    progress: Option<&dyn Fn(u64)>,
    sink: &mut dyn ArticleSink,
) -> Result<ArticleFile, IntakeError> {
    let file = source::open(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    run(&name, Input::File(file), number, limits, progress, sink)
}

/// Reads from memory, a pipe or anything else that has no path. `name` stands for a file name.
pub fn read_articles_from(
    name: &str,
    input: impl Read,
    number: EvidenceNo,
    limits: &ArticleLimits,
    sink: &mut dyn ArticleSink,
) -> Result<ArticleFile, IntakeError> {
    run(name, Input::Stream(Box::new(input)), number, limits, None, sink)
}

fn run(
    name: &str,
    input: Input<'_>,
    number: EvidenceNo,
    limits: &ArticleLimits,
    progress: Option<&dyn Fn(u64)>,
    sink: &mut dyn ArticleSink,
) -> Result<ArticleFile, IntakeError> {
    let limits = ArticleLimits { article_bytes: limits.article_bytes.min(MOST_BYTES), ..*limits };
    let mut reader = Reader { name, number, limits, sink, articles: 0, skipped: 0 };
    let digest = source::walk(name, input, &limits.containers, progress, &mut reader)?;
    let Reader { articles, skipped, .. } = reader;
    Ok(ArticleFile { sha256: digest.sha256, bytes: digest.bytes, articles, skipped })
}

struct Reader<'a> {
    name: &'a str,
    number: EvidenceNo,
    limits: ArticleLimits,
    sink: &'a mut dyn ArticleSink,
    articles: u64,
    skipped: u64,
}

impl Visitor for Reader<'_> {
    fn visit(
        &mut self,
        path: &[Container],
        content: Content<'_>,
        trouble: &Trouble,
    ) -> Result<(), IntakeError> {
        let (head, reader, looks_like) = match content {
            Content::Empty => return Err(IntakeError::Empty { file: self.name.to_owned() }),
            Content::Broken => {
                return match trouble.take() {
                    Some((code, message)) => self.lost(path, code, message),
                    None => Ok(()),
                };
            }
            // The reader of posts, which goes through all archives, says so.
            Content::Hidden(_) => return Ok(()),
            Content::Text { head, reader } => (head, reader, "text that is no prose"),
            Content::Unknown { unknown, head, reader } => (head, reader, unknown.looks_like),
            Content::Parquet(_) => return self.no_article(path, "a Parquet file"),
            Content::Workbook(_) => return self.no_article(path, "a workbook"),
            Content::Outlook(_) => return self.no_article(path, "a mail of Outlook's (.msg)"),
        };
        // Where others read too, what may be theirs is left to them.
        let is_mine = !self.limits.others_are_read || detect::looks_like(&head);
        let Some(shape) = shape(&head).filter(|_| is_mine) else {
            trouble.take();
            return self.no_article(path, looks_like);
        };
        let mut stream = self.stream(path, shape.id())?;
        stream.read(shape, reader)?;
        if let Some((code, message)) = trouble.take() {
            stream.problem(code, Severity::Stop, 0..0, message)?;
        }
        let (articles, skipped) = (stream.articles, stream.skipped);
        self.articles += articles;
        self.skipped += skipped;
        Ok(())
    }
}

const HINT: &str = "articles are read from web pages (`.html`), web archives (`.warc`, `.warc.gz`), feeds, plain text and \
                    JSON lines with a field `text`";

impl Reader<'_> {
    /// Announces a stream to the sink.
    fn stream(&mut self, path: &[Container], format: &str) -> Result<Stream<'_>, SinkError> {
        let source = Source {
            evidence: self.number,
            name: self.name.to_owned(),
            path: path.to_vec(),
            format: format.to_owned(),
        };
        self.sink.source(&source)?;
        Ok(Stream { sink: self.sink, source, limits: self.limits, articles: 0, skipped: 0 })
    }

    fn lost(&mut self, path: &[Container], code: &'static str, message: String) -> Result<(), IntakeError> {
        Ok(self.stream(path, "article")?.problem(code, Severity::Stop, 0..0, message)?)
    }

    /// Alone in its file, what is no article is an error; in an archive, a problem.
    fn no_article(&mut self, path: &[Container], looks_like: &str) -> Result<(), IntakeError> {
        if path.iter().any(|step| matches!(step, Container::Zip(_))) {
            if self.limits.others_are_read {
                return Ok(());
            }
            return self.lost(path, "no_article", format!("this is no article; it looks like {looks_like}"));
        }
        Err(IntakeError::NotUnderstood {
            file: self.name.to_owned(),
            looks_like: looks_like.to_owned(),
            hint: HINT.to_owned(),
        })
    }
}

/// What is known about a body from around it.
#[derive(Clone, Copy, Debug)]
struct Context<'a> {
    content_type: Option<&'a str>,
    content_language: Option<&'a str>,
    url: Option<&'a str>,
    retrieved: Option<Timestamp>,
    form: ArticleForm,
}

/// One stream on its way to the sink.
struct Stream<'a> {
    sink: &'a mut dyn ArticleSink,
    source: Source,
    limits: ArticleLimits,
    articles: u64,
    skipped: u64,
}

impl Stream<'_> {
    fn read(&mut self, shape: Shape, reader: impl Read) -> Result<(), SinkError> {
        match shape {
            Shape::Warc => return warc::read(reader, self),
            Shape::Lines => return lines::read(reader, self),
            Shape::Page | Shape::Feed | Shape::Plain => {}
        }
        let limit = self.limits.article_bytes as u64;
        let mut bytes = Vec::new();
        // A read error ends the stream; the guard below keeps the reason.
        let _ = reader.take(limit + 1).read_to_end(&mut bytes);
        let at = 0..bytes.len() as u64;
        if at.end > limit {
            return self.too_long(at);
        }
        self.shaped(shape, &Body::in_place(&bytes, 0), at, None)
    }

    /// Reads the body of a record in a web archive; what cannot hold an article is skipped.
    fn body(&mut self, body: &Body<'_>, at: Range<u64>, context: &Context<'_>) -> Result<(), SinkError> {
        let kind =
            context.content_type.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        let shape = match kind.as_str() {
            "text/html" | "application/xhtml+xml" => Some(Shape::Page),
            "text/plain" if context.form == ArticleForm::WarcText => Some(Shape::Plain),
            ""
            | "text/plain"
            | "text/xml"
            | "application/xml"
            | "application/rss+xml"
            | "application/atom+xml"
            | "application/octet-stream" => {
                let head = &body.bytes[..body.bytes.len().min(source::HEAD)];
                shape(head).filter(|shape| matches!(shape, Shape::Page | Shape::Feed | Shape::Plain))
            }
            _ => None,
        };
        match shape {
            Some(shape) => self.shaped(shape, body, at, Some(context)),
            None => {
                self.skipped += 1;
                Ok(())
            }
        }
    }

    fn shaped(
        &mut self,
        shape: Shape,
        body: &Body<'_>,
        at: Range<u64>,
        context: Option<&Context<'_>>,
    ) -> Result<(), SinkError> {
        let (text, encoding) = encoding::decode(body, context.and_then(|context| context.content_type));
        match shape {
            Shape::Feed => feed::read(&text, &mut |item| match item {
                Ok(item) => {
                    let form = ArticleForm::FeedItem { is_summary: item.is_summary };
                    self.found(item.found, text.places.place(item.at), form, encoding, context)
                }
                Err(broken) => {
                    let at = text.places.place(broken.at..broken.at);
                    self.problem("bad_xml", Severity::Note, at, broken.message)
                }
            }),
            Shape::Plain => self.found(plain::read(&text), at, ArticleForm::PlainText, encoding, context),
            _ => self.found(html::read(&text), at, ArticleForm::Page, encoding, context),
        }
    }

    /// Hands on an article with what is to be said about it.
    fn found(
        &mut self,
        mut found: Found,
        at: Range<u64>,
        form: ArticleForm,
        encoding: TextEncoding,
        context: Option<&Context<'_>>,
    ) -> Result<(), SinkError> {
        if encoding.by == EncodingBy::Disagrees {
            let message =
                format!("the declared encoding is not that of the bytes; read as {}", encoding.name);
            self.problem("charset_disagrees", Severity::Note, at.clone(), message)?;
        }
        if encoding.malformed > 0 {
            let message =
                format!("{} sequences of bytes mean nothing in {}", encoding.malformed, encoding.name);
            self.problem("malformed_text", Severity::Note, at.clone(), message)?;
        }
        if found.has_unclosed {
            let message = "a comment, tag or script has no end; it was read as text".to_owned();
            self.problem("unclosed_markup", Severity::Note, at.clone(), message)?;
        }
        if found.is_cut {
            let message =
                "the page has more elements or paragraphs than are kept; not all of it was read".to_owned();
            self.problem("page_cut", Severity::Note, at.clone(), message)?;
        }
        if found.text.text.is_empty() {
            return self.problem("no_text", Severity::Reject, at, "there is no text in it".to_owned());
        }
        let Some(context) = context else {
            return self.hand_on(found.into_article(at, form, encoding));
        };
        if !matches!(form, ArticleForm::FeedItem { .. })
            && let Some(url) = context.url
        {
            found.url = Some(Stated { text: url.to_owned(), found: "WARC-Target-URI" });
        }
        if found.language.is_none() {
            let stated = |text: &str| Stated { text: text.to_owned(), found: "HTTP Content-Language" };
            found.language = context.content_language.map(stated);
        }
        let form =
            if form == ArticleForm::PlainText || form == ArticleForm::Page { context.form } else { form };
        let mut article = found.into_article(at, form, encoding);
        article.retrieved = context.retrieved;
        self.hand_on(article)
    }

    fn hand_on(&mut self, mut article: RawArticle) -> Result<(), SinkError> {
        if !self.limits.skips_language {
            article.language.detected = language::detect(&article.text);
        }
        self.articles += 1;
        self.sink.article(article)
    }

    fn too_long(&mut self, at: Range<u64>) -> Result<(), SinkError> {
        let message =
            format!("an article of more than {} MiB; it was passed over", self.limits.article_bytes >> 20);
        self.problem("article_too_long", Severity::Reject, at, message)
    }

    fn problem(
        &mut self,
        code: &'static str,
        severity: Severity,
        at: Range<u64>,
        message: String,
    ) -> Result<(), SinkError> {
        let at = At::Bytes(at.start, at.end);
        let raw = RawRef { evidence: self.source.evidence, path: self.source.path.clone(), at };
        self.sink.problem(Problem { code, severity, raw, message })
    }
}
