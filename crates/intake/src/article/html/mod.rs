//! The article in a page.
//!
//! The text that a library such as `dom_smoothie` finds has lost its places, and its tree and selectors cost more than
//! is bounded on hostile pages. So the page is taken apart once by `html5gum`, which tells where each token stands
//! ([`tokens`]), into elements and paragraphs ([`tree`]), and the paragraphs of the article are chosen by rules
//! in the spirit of Readability ([`signs`], [`select`]). Every step takes time in proportion to the page.

mod meta;
mod select;
mod signs;
mod tokens;
mod tree;

use super::found::{Found, begins_with, fold};
use super::places::{Mapped, words};
use super::{Published, Stated};
use meta::{Field, Said};
use tree::{Page, Tag};

/// Takes the article out of a page.
pub(super) fn read(source: &Mapped) -> Found {
    let mut page = Page::new(source);
    let has_unclosed = tokens::read(source, &mut page);
    page.finish();
    let mut blocks = select::article(&page);
    let title = title(&page);
    let mut text = Mapped::default();
    if let Some((title, _)) = &title {
        let folded = fold(&title.text);
        leave_titles_out(&page, &mut blocks, &folded);
        let first = blocks.first().map_or("", |first| page.words(&page.blocks[*first]));
        if !begins_with(first, &folded) {
            text = title.clone();
        }
    }
    put_together(&page, &blocks, &mut text);
    let head = &mut page.head;
    let said = |said: &Said| Published::read(&said.value, said.found);
    Found {
        id: None,
        text,
        title: title.map(|(title, found)| Stated { text: title.text, found }),
        author: head.stated(Field::Author),
        publisher: head.stated(Field::Publisher),
        url: head.stated(Field::Url),
        language: head.stated(Field::Language),
        published: head.said(Field::Published).and_then(said),
        structured: std::mem::take(&mut head.structured),
        has_unclosed,
        is_cut: page.is_full || page.is_over,
    }
}

/// The text of a piece of HTML that is an article already, as in feeds.
pub(super) fn read_piece(source: &Mapped) -> Mapped {
    let mut page = Page::new(source);
    tokens::read(source, &mut page);
    page.finish();
    let mut text = Mapped::default();
    put_together(&page, &select::all(&page), &mut text);
    text
}

/// Leaves out headings that say what the title says, and main headings above the text: those are the name of the site.
fn leave_titles_out(page: &Page<'_>, blocks: &mut Vec<usize>, title: &str) {
    let mut is_above = true;
    blocks.retain(|block| {
        let block = &page.blocks[*block];
        let Tag::Heading(level) = page.nodes[block.node].tag else {
            is_above = false;
            return true;
        };
        !(is_above && level == 1) && fold(page.words(block)) != title
    });
}

fn put_together(page: &Page<'_>, blocks: &[usize], text: &mut Mapped) {
    for block in blocks {
        text.begin_paragraph();
        text.push_from(&page.flow, page.blocks[*block].words.clone());
    }
}

/// The title of the article, with where it was found: the main heading that agrees with what the page is called, or
/// what the page is called.
fn title(page: &Page<'_>) -> Option<(Mapped, &'static str)> {
    let said = page.head.said(Field::Title);
    let page_title = page.head.page_title.as_ref().filter(|title| title.text.len() <= LONGEST_TITLE);
    let claims: Vec<String> = said
        .map(|said| fold(&said.value))
        .into_iter()
        .chain(page_title.map(|title| fold(&title.text)))
        .collect();
    let publisher = page.head.said(Field::Publisher).map(|said| fold(&said.value));
    let headings = page.blocks.iter().filter(|block| page.nodes[block.node].tag == Tag::Heading(1));
    // Pages without end may have headings without end.
    let mut headings = headings.filter(|block| block.words.len() <= LONGEST_TITLE).take(100);
    // The name of the site stands in titles too, and often in a main heading.
    let agrees = |words: &str| {
        let heading = fold(words);
        let length = heading.len();
        let is_most_of = |claim: &String| {
            claim.contains(&heading)
                && (length * 2 >= claim.len() || (length * 3 >= claim.len() && claim.starts_with(&heading)))
        };
        length > 0 && Some(&heading) != publisher.as_ref() && claims.iter().any(is_most_of)
    };
    let heading = match claims.is_empty() {
        true => headings.next(),
        false => headings.find(|block| agrees(page.words(block))),
    };
    if let Some(block) = heading {
        return Some((page.flow.slice(block.words.clone()), "h1 element"));
    }
    if let Some(said) = said {
        let mut title = Mapped::default();
        title.push(&said.value, said.place.clone());
        return Some((title, said.found));
    }
    let title = page_title?;
    Some((title.slice(0..without_site(&title.text, publisher.as_deref())), "title element"))
}

/// What is longer is no title.
const LONGEST_TITLE: usize = 2_000;

/// Length of a page's title without the name of the site behind it.
fn without_site(title: &str, publisher: Option<&str>) -> usize {
    let last = [" | ", " – ", " — ", " - ", " :: ", " » ", " · "]
        .iter()
        .filter_map(|bar| title.rfind(bar).map(|at| (at, at + bar.len())))
        .max();
    let Some((end, tail)) = last else { return title.len() };
    let is_publisher = publisher.is_some_and(|publisher| fold(&title[tail..]) == publisher);
    let counts = (words(&title[..end]).count(), words(&title[tail..]).count());
    if is_publisher || (counts.0 >= 4 && counts.1 <= 4) { end } else { title.len() }
}
