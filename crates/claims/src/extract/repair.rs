//! What is mended in what the models find.

use crate::Analysis;
use std::ops::Range;

/// Longest gap in a content that is closed, in bytes.
const GAP: usize = 40;

/// Joins pieces of a content across short gaps, and widens those that cover half of a quotation to all of it. All ranges
/// are of tokens; `taken` says which tokens belong to the cue or the source.
pub fn content(
    article: &Analysis<'_>,
    content: &[Range<usize>],
    taken: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for piece in content {
        match joined.last_mut() {
            Some(last)
                if !(last.end..piece.start).any(&taken)
                    && article.paragraph_of[last.start] == article.paragraph_of[piece.start]
                    && article.place(piece).start - article.place(last).end < GAP =>
            {
                last.end = piece.end;
            }
            _ => joined.push(piece.clone()),
        }
    }
    let mut widened: Vec<Range<usize>> = Vec::new();
    for piece in joined {
        let piece = widen(article, piece, &taken);
        match widened.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => widened.push(piece),
        }
    }
    widened
}

fn widen(article: &Analysis<'_>, mut piece: Range<usize>, taken: &impl Fn(usize) -> bool) -> Range<usize> {
    let numbers: Vec<u32> = [piece.start, piece.end - 1]
        .into_iter()
        .map(|place| article.quotation_of[place])
        .filter(|&number| number > 0)
        .collect();
    for number in numbers {
        let near = |place: usize| article.quotation_of.get(place) == Some(&number);
        let inside = piece.clone().find(|&place| near(place)).unwrap_or(piece.start);
        let (mut from, mut to) = (inside, inside + 1);
        while from > 0 && near(from - 1) && article.paragraph_of[from - 1] == article.paragraph_of[inside] {
            from -= 1;
        }
        while near(to) && article.paragraph_of[to] == article.paragraph_of[inside] {
            to += 1;
        }
        let covered = piece.start.max(from)..piece.end.min(to);
        if covered.len() * 2 >= to - from && !(from..to).any(taken) {
            piece = piece.start.min(from)..piece.end.max(to);
        }
    }
    piece
}
