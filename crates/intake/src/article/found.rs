//! What a reader of one form has found, on the way to an article.

use super::places::Mapped;
use super::{ArticleForm, Published, RawArticle, Stated, Structured, TextEncoding, duplicates, language};
use model::At;
use std::ops::Range;

/// An article without its circumstances.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) id: Option<Stated>,
    pub(super) text: Mapped,
    pub(super) title: Option<Stated>,
    pub(super) author: Option<Stated>,
    pub(super) publisher: Option<Stated>,
    pub(super) url: Option<Stated>,
    pub(super) language: Option<Stated>,
    pub(super) published: Option<Published>,
    pub(super) structured: Vec<Structured>,
    /// Something in its markup has no end.
    pub(super) has_unclosed: bool,
    /// It has more parts than are kept.
    pub(super) is_cut: bool,
}

impl Found {
    /// Puts the title in front of the text unless it stands there already.
    pub(super) fn put_title_first(&mut self, title: &Mapped) {
        let folded = fold(&title.text);
        if folded.is_empty() || begins_with(self.text.text.split("\n\n").next().unwrap_or(""), &folded) {
            return;
        }
        let mut text = Mapped::default();
        text.push_words(title, 0..title.text.len());
        if !self.text.text.is_empty() {
            text.begin_paragraph();
            text.push_from(&self.text, 0..self.text.text.len());
        }
        self.text = text;
    }

    /// The article, which stands at `at`.
    pub(super) fn into_article(
        self,
        at: Range<u64>,
        form: ArticleForm,
        encoding: TextEncoding,
    ) -> RawArticle {
        let Mapped { text, places } = self.text;
        RawArticle {
            at: At::Bytes(at.start, at.end),
            form,
            hash: duplicates::text_hash(&text),
            language: language::Language { declared: self.language, detected: None },
            text,
            places,
            id: self.id,
            title: self.title,
            author: self.author,
            publisher: self.publisher,
            url: self.url,
            published: self.published,
            retrieved: None,
            encoding,
            structured: self.structured,
        }
    }
}

/// Whether a paragraph is a title, or begins with one that is too long to begin a sentence by chance. The title is folded.
pub(super) fn begins_with(paragraph: &str, title: &str) -> bool {
    let start = fold(&paragraph[..paragraph.floor_char_boundary(title.len() * 2 + 40)]);
    start == title || (start.starts_with(title) && title.split(' ').count() >= 6)
}

/// Letters and digits in small with single spaces between words, for comparing titles.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            if c.is_ascii() { folded.push(c.to_ascii_lowercase()) } else { folded.extend(c.to_lowercase()) }
        } else if !folded.is_empty() && !folded.ends_with(' ') && !matches!(c, '\'' | '’' | '\u{ad}') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}
