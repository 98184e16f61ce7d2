//! Articles as plain text.
//!
//! Paragraphs are parted by empty lines; where no line is broken for width, each line is one. The first line is
//! the title where it looks like one. Above the text may stand a block of lines such as `Title: ...`.

use super::found::Found;
use super::places::Mapped;
use super::{Published, Stated};
use std::ops::Range;

/// A line longer than this was not broken to fit a width.
const WIDTH: usize = 120;
/// Longest title in bytes.
const TITLE: usize = 300;
/// Most lines of a block above the text.
const BLOCK: usize = 12;

/// Reads an article.
pub(super) fn read(source: &Mapped) -> Found {
    let mut found = Found::default();
    let mut title = Mapped::default();
    let start = block(source, &mut found, &mut title);
    found.text = paragraphs(source, start..source.text.len());
    if found.title.is_none() {
        let first = found.text.text.split("\n\n").next().unwrap_or("");
        if first.len() < found.text.text.len() && looks_like_title(first) {
            found.title = Some(Stated { text: first.to_owned(), found: "first line" });
        }
    } else {
        found.put_title_first(&title);
    }
    found
}

/// The words of `range`, in paragraphs.
pub(super) fn paragraphs(source: &Mapped, range: Range<usize>) -> Mapped {
    let mut text = Mapped::default();
    let Some(piece) = source.text.get(range.clone()) else { return text };
    let lines = || piece.split_inclusive('\n');
    let is_wrapped = lines().all(|line| line.len() <= WIDTH) && lines().any(|line| line.trim().is_empty());
    let mut at = range.start;
    let mut paragraph = at..at;
    for line in lines() {
        let end = at + line.len();
        if !is_wrapped || line.trim().is_empty() {
            push(source, paragraph.start..if is_wrapped { at } else { end }, &mut text);
            paragraph = end..end;
        }
        at = end;
    }
    push(source, paragraph.start..range.end, &mut text);
    text
}

fn push(source: &Mapped, paragraph: Range<usize>, text: &mut Mapped) {
    if source.text[paragraph.clone()].contains(|c| !super::places::is_space(c)) {
        text.begin_paragraph();
        text.push_words(source, paragraph);
    }
}

/// A line of some words that does not end like a sentence.
fn looks_like_title(line: &str) -> bool {
    let end = line.trim_end_matches(['"', '”', '’', '»']);
    line.len() <= TITLE
        && line.contains(char::is_alphabetic)
        && !end.ends_with(['.', ':', ',', ';', '。', '।', '۔'])
}

/// Reads the block above the text, if there is one: lines of known names up to an empty one. Returns where the
/// text begins.
fn block(source: &Mapped, found: &mut Found, title: &mut Mapped) -> usize {
    let mut at = 0;
    let mut read = Found::default();
    let mut read_title = Mapped::default();
    for line in source.text.split_inclusive('\n').take(BLOCK) {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            if start == 0 {
                return 0;
            }
            (*found, *title) = (read, read_title);
            return at;
        }
        let Some((name, value)) = line.split_once(':') else { return 0 };
        let stated = |found| {
            let text = value.trim().to_owned();
            (!text.is_empty()).then_some(Stated { text, found })
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "title" | "headline" => {
                read.title = stated("line `Title:`");
                read_title = Mapped::default();
                read_title.push_words(source, start + name.len() + 1..at);
            }
            "date" | "published" => read.published = Published::read(value, "line `Date:`"),
            "publisher" | "source" => read.publisher = stated("line `Publisher:`"),
            "author" | "by" => read.author = stated("line `Author:`"),
            "url" | "link" => read.url = stated("line `URL:`"),
            "language" => read.language = stated("line `Language:`"),
            _ => return 0,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, title: Option<&str>, expected: &str) -> Found {
        let source = Mapped { text: text.to_owned(), places: super::super::Places::same(text.len(), 0) };
        let found = read(&source);
        assert_eq!(found.title.as_ref().map(|title| title.text.as_str()), title);
        assert_eq!(found.text.text, expected);
        found
    }

    #[test]
    fn lines_and_paragraphs() {
        check(
            "Ferry runs again\nIt left at noon.\nAll were glad.\n",
            Some("Ferry runs again"),
            "Ferry runs again\n\nIt left at noon.\n\nAll were glad.",
        );
        // Broken for width.
        check("It left\nat  noon.\n\nAll were\r\nglad.", None, "It left at noon.\n\nAll were glad.");
        check("One line.", None, "One line.");
        check("", None, "");
    }

    #[test]
    fn a_block_above_the_text() {
        let found = check(
            "Title: Ferry runs again\nDate: 2024-05-01\nPublisher: The Quay\nURL: https://quay.example/1\n\nIt left at noon.\n",
            Some("Ferry runs again"),
            "Ferry runs again\n\nIt left at noon.",
        );
        assert_eq!(found.text.places.place(0..5), 7..12, "the title stands in its line");
        assert_eq!(found.published.map(|p| p.found), Some("line `Date:`"));
        assert_eq!(found.publisher.map(|p| p.text).as_deref(), Some("The Quay"));
        // An article may begin with a word and a colon.
        check(
            "Exclusive: ferry runs\n\nIt left.",
            Some("Exclusive: ferry runs"),
            "Exclusive: ferry runs\n\nIt left.",
        );
    }
}
