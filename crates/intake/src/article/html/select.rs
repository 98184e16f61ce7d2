//! Which paragraphs of a page are the article.
//!
//! An article is where most of the running text stands: paragraphs of some length with few links. From the element
//! that is marked as the article, or else from the page, the way goes down as long as one element alone holds nearly
//! all of that text. In the element where it ends, what stands beside the article is left out. When too little is
//! left, this is done again with less left out.

use super::tree::{Block, Page, Tag};
use std::collections::BTreeSet;

/// What is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strictness {
    /// All that looks like something beside the article.
    Names,
    /// What its element says is beside it.
    Elements,
    /// What is not shown.
    Nothing,
}

/// Letters of a paragraph that counts as running text.
const LONG: usize = 80;
/// Letters below which a piece of text must end like a sentence.
const SHORT: usize = 25;
/// Letters that make an article.
const ENOUGH: usize = 250;

/// Numbers of the blocks that are the article, in their order.
pub(super) fn article(page: &Page<'_>) -> Vec<usize> {
    let mut best = (0, Vec::new());
    for strictness in [Strictness::Names, Strictness::Elements, Strictness::Nothing] {
        let found = select(page, strictness);
        let letters = found.iter().map(|block| page.blocks[*block].letters).sum();
        if letters > best.0 {
            best = (letters, found);
        }
        if best.0 >= ENOUGH {
            break;
        }
    }
    best.1
}

/// Numbers of the blocks of a piece of a page that is an article already, as in feeds.
pub(super) fn all(page: &Page<'_>) -> Vec<usize> {
    (0..page.blocks.len()).filter(|block| page.nodes[page.blocks[*block].node].tag != Tag::Caption).collect()
}

/// What is known of each element.
struct Tally {
    /// Whether it or one around it is left out.
    out: Vec<bool>,
    /// Running text in it, in letters.
    running: Vec<usize>,
    /// Text that stands in it directly, in letters.
    loose: Vec<usize>,
    /// The last element in it.
    last: Vec<usize>,
    /// The element directly in it with most running text.
    best: Vec<usize>,
}

fn tally(page: &Page<'_>, strictness: Strictness) -> Tally {
    let nodes = &page.nodes;
    let count = nodes.len();
    let mut all = vec![0; count];
    let mut loose = vec![0; count];
    for block in &page.blocks {
        all[block.node] += block.letters;
        loose[block.node] += block.letters;
    }
    for node in (1..count).rev() {
        all[nodes[node].parent] += all[node];
    }
    // Something with most of the text in it is not beside it, whatever its name.
    let is_out = |node: usize| match strictness {
        Strictness::Names if nodes[node].signs.is_comments => true,
        Strictness::Names => nodes[node].signs.is_beside && all[node] * 2 <= all[0],
        Strictness::Elements => {
            matches!(nodes[node].tag, Tag::Aside | Tag::Header | Tag::Caption) && all[node] * 2 <= all[0]
        }
        Strictness::Nothing => false,
    };
    let mut out = vec![false; count];
    for node in 1..count {
        out[node] = out[nodes[node].parent] || is_out(node);
    }
    let mut running = vec![0; count];
    for block in page.blocks.iter().filter(|block| is_running(block) && !out[block.node]) {
        running[block.node] += block.letters;
    }
    let mut last: Vec<usize> = (0..count).collect();
    let mut best = vec![0; count];
    for node in (1..count).rev() {
        let parent = nodes[node].parent;
        running[parent] += running[node];
        last[parent] = last[parent].max(last[node]);
        if best[parent] == 0 || running[node] >= running[best[parent]] {
            best[parent] = node;
        }
    }
    Tally { out, running, loose, last, best }
}

fn is_running(block: &Block) -> bool {
    block.letters >= LONG && block.linked * 3 <= block.letters
}

fn select(page: &Page<'_>, strictness: Strictness) -> Vec<usize> {
    let tally = tally(page, strictness);
    let (mut node, is_marked) = start(page, &tally);
    while !is_marked && tally.best[node] != 0 {
        let best = tally.best[node];
        let is_text = matches!(page.nodes[best].tag, Tag::Paragraph | Tag::Item | Tag::Heading(_));
        if is_text || tally.running[best] == 0 || tally.running[best] * 5 < tally.running[node] * 4 {
            break;
        }
        node = best;
    }
    let within = node..=tally.last[node];
    let candidates = (0..page.blocks.len()).filter(|block| {
        let block = &page.blocks[*block];
        within.contains(&block.node)
            && !tally.out[block.node]
            && (strictness == Strictness::Nothing || is_kept(page, block, &tally))
    });
    without_repeats(page, candidates.collect())
}

/// The element where to begin, and whether it is marked as the article itself.
fn start(page: &Page<'_>, tally: &Tally) -> (usize, bool) {
    let running = |node: &usize| tally.running[*node];
    let most = |is_it: &dyn Fn(usize) -> bool, share: usize| {
        let nodes = (0..page.nodes.len()).filter(|node| is_it(*node) && !tally.out[*node]);
        // Of equals the outermost.
        let best = nodes.rev().max_by_key(running)?;
        (tally.running[best] >= ENOUGH && tally.running[best] * 100 >= tally.running[0] * share)
            .then_some(best)
    };
    if let Some(body) = most(&|node| page.nodes[node].signs.is_article_body, 25) {
        return (body, true);
    }
    if let Some(article) = most(&|node| page.nodes[node].tag == Tag::Article, 40) {
        return (article, true);
    }
    (most(&|node| page.nodes[node].tag == Tag::Main, 50).unwrap_or(0), false)
}

/// Whether a block in the article's element is part of the article.
fn is_kept(page: &Page<'_>, block: &Block, tally: &Tally) -> bool {
    let words = page.words(block);
    let is_linked = |tenths: usize| block.linked * 10 > block.letters * tenths;
    let is_sentence = block.letters >= SHORT || ends_like_a_sentence(words);
    match page.nodes[block.node].tag {
        Tag::Paragraph | Tag::Quote => is_sentence && !is_linked(6),
        Tag::Heading(_) => !is_linked(8),
        Tag::Item => is_sentence && !is_linked(3),
        Tag::Pre => block.letters >= LONG,
        Tag::Caption | Tag::Title | Tag::Hidden => false,
        // Text without a paragraph around it, as on pages that part paragraphs by line breaks.
        _ if tally.loose[block.node] >= ENOUGH => !is_linked(5),
        _ => block.letters >= LONG && !is_linked(3),
    }
}

fn ends_like_a_sentence(words: &str) -> bool {
    let end = words.trim_end_matches(['"', '\'', '”', '’', '»', '“', '«', '」', ')', ']']);
    end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '।', '۔', '።', '։'])
        || end.len() < words.len()
}

/// Leaves out headings with nothing below them, and long paragraphs that were there before (pages hold some twice, for
/// narrow and for wide screens).
fn without_repeats(page: &Page<'_>, found: Vec<usize>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::with_capacity(found.len());
    for block in found {
        let words = page.words(&page.blocks[block]);
        if page.blocks[block].letters < LONG || seen.insert(words) {
            kept.push(block);
        }
    }
    let is_heading = |block: &usize| matches!(page.nodes[page.blocks[*block].node].tag, Tag::Heading(2..));
    while kept.last().is_some_and(is_heading) {
        kept.pop();
    }
    kept
}
