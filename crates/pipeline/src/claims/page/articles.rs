//! Articles with their statements marked.

use crate::claims::{Article, ClaimsResult, stated};
use claims::ledger::Reading;
use report::page::{ArticleDossier, Mark, MarkRole, Run, limits};
use std::ops::Range;
use text::prose::Prose;

/// Characters of a hash that tell articles apart.
const SHORT_HASH: usize = 16;

/// The first articles in which there is something to show, as many as a page bears.
pub(super) fn dossiers(result: &ClaimsResult) -> Vec<ArticleDossier> {
    let articles = result.articles.iter().zip(result.starts()).enumerate();
    articles
        .filter(|(_, (article, _))| !article.reading.entries.is_empty())
        .take(limits::ARTICLES)
        .map(|(number, (article, start))| dossier(number, article, start))
        .collect()
}

fn dossier(number: usize, article: &Article, first: usize) -> ArticleDossier {
    let read = &article.read;
    let stated = |of| stated(of).map(str::to_owned);
    ArticleDossier {
        number: number as u64 + 1,
        name: article.name.clone(),
        title: stated(&read.title),
        publisher: stated(&read.publisher),
        published: article.published,
        published_from: read.published.as_ref().map_or_else(String::new, |one| one.found.to_owned()),
        url: stated(&read.url),
        language: read.language.detected.as_ref().map_or_else(String::new, |one| one.code.to_owned()),
        sha256: read.hash.hex()[..SHORT_HASH].to_owned(),
        paragraphs: paragraphs(&read.text, &marks(&article.reading, first)),
    }
}

/// A mark with its place in the text.
type Placed = (Range<usize>, Mark);

/// The parts of all statements, outer before inner where they begin together. The first statement has the number
/// `first + 1`.
fn marks(reading: &Reading, first: usize) -> Vec<Placed> {
    let mut marks: Vec<Placed> = Vec::new();
    for (number, entry) in (first as u64 + 1..).zip(&reading.entries) {
        let attribution = &entry.attribution;
        let mut put = |piece: &Range<usize>, role| {
            if !piece.is_empty() {
                marks.push((piece.clone(), Mark { statement: number, role }));
            }
        };
        attribution.source.iter().for_each(|piece| put(piece, MarkRole::Source));
        put(&attribution.cue, MarkRole::Cue);
        attribution.content.iter().for_each(|piece| put(piece, MarkRole::Content));
    }
    marks.sort_by_key(|(place, mark)| (place.start, std::cmp::Reverse(place.end), mark.statement));
    marks
}

/// The paragraphs of a text in runs within which no mark begins or ends. What is beyond the text that a page shows is left
/// out, but for a run by which the page sees that there is more.
fn paragraphs(text: &str, marks: &[Placed]) -> Vec<Vec<Run>> {
    let mut next = marks.iter().peekable();
    let mut open: Vec<&Placed> = Vec::new();
    let mut length = 0;
    let mut paragraphs = Vec::new();
    for paragraph in Prose::of(text).paragraphs {
        let mut runs = Vec::new();
        let mut at = paragraph.start;
        let mut is_beyond = false;
        while at < paragraph.end && !is_beyond {
            is_beyond = length >= limits::ARTICLE_TEXT;
            while let Some(mark) = next.next_if(|(place, _)| place.start <= at) {
                open.push(mark);
            }
            open.retain(|(place, _)| place.end > at);
            let ends = open.iter().map(|(place, _)| place.end);
            let starts = next.peek().map(|(place, _)| place.start);
            let end = ends.chain(starts).min().unwrap_or(paragraph.end).min(paragraph.end);
            let marks = open.iter().map(|(_, mark)| *mark).collect();
            length += text[at..end].chars().count();
            runs.push(Run { text: text[at..end].to_owned(), marks });
            at = end;
        }
        paragraphs.push(runs);
        if is_beyond {
            break;
        }
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(Range<usize>, u64, MarkRole)], expected: &[&[(&str, &[u64])]]) {
        let marks: Vec<Placed> = marks
            .iter()
            .map(|(place, statement, role)| (place.clone(), Mark { statement: *statement, role: *role }))
            .collect();
        let found = paragraphs(text, &marks);
        let plain: Vec<Vec<(&str, Vec<u64>)>> = found
            .iter()
            .map(|runs| {
                let numbers = |run: &Run| run.marks.iter().map(|mark| mark.statement).collect();
                runs.iter().map(|run| (run.text.as_str(), numbers(run))).collect()
            })
            .collect();
        let expected: Vec<Vec<(&str, Vec<u64>)>> = expected
            .iter()
            .map(|runs| runs.iter().map(|(text, marks)| (*text, marks.to_vec())).collect())
            .collect();
        assert_eq!(plain, expected);
    }

    #[test]
    fn runs_hold_marks_from_the_outermost_in() {
        use MarkRole::{Content, Cue, Source};
        check("Ada says no.\n\nNo more.", &[], &[&[("Ada says no.", &[])], &[("No more.", &[])]]);
        check(
            "Ada says Bo lied.",
            &[(0..3, 1, Source), (4..8, 1, Cue), (9..16, 1, Content), (9..11, 2, Source)],
            &[&[
                ("Ada", &[1]),
                (" ", &[]),
                ("says", &[1]),
                (" ", &[]),
                ("Bo", &[1, 2]),
                (" lied", &[1]),
                (".", &[]),
            ]],
        );
        // A content goes on in the next paragraph: the empty line between belongs to none.
        check(
            "“One\n\ntwo”",
            &[(0.."“One\n\ntwo”".len(), 7, Content)],
            &[&[("“One", &[7])], &[("two”", &[7])]],
        );
    }
}
