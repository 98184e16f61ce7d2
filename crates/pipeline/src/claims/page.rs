//! The lens's part of the report.

use super::{ArticleFile, ClaimsOptions, ClaimsResult};
use crate::lost::{note_rows, reject_rows};
use claims::Act;
use claims::link::LinkKind;
use model::words::{count, thousands};
use report::page::{Figure, Input, Note, Page, Summary};

/// What the report says of articles.
pub(super) fn page(result: &ClaimsResult, options: &ClaimsOptions) -> Page {
    let title = match result.files.as_slice() {
        [one] => format!("Who is reported to say what in {}", one.name),
        many => format!("Who is reported to say what in {} files", thousands(many.len() as u64)),
    };
    Page {
        title,
        summary: summary(result),
        parameters: vec![(
            "articles: how sure a statement must be".to_owned(),
            options.mode.name().to_owned(),
        )],
        inputs: result.files.iter().map(input).collect(),
        rejects: reject_rows(&result.problems),
        notes: notes(result),
        ..Page::default()
    }
}

fn summary(result: &ClaimsResult) -> Summary {
    let links =
        |which: fn(LinkKind) -> bool| result.corpus.as_ref().map_or(0, |corpus| corpus.links.count(which));
    let articles = result.articles.len() as u64;
    let unanswered = result.corpus.as_ref().map_or(0, |corpus| corpus.links.unanswered.len() as u64);
    let entries = || result.articles.iter().flat_map(|article| &article.reading.entries);
    let accusations = entries().filter(|entry| entry.judged.act == Act::Accuse).count() as u64;
    let figure = |value: u64, label: &str| Figure { value, label: label.to_owned() };
    Summary {
        figures: vec![
            figure(articles, "articles read"),
            figure(result.statements(), "statements found"),
            figure(accusations, "of them accuse"),
            figure(unanswered, "with no answer found in these articles"),
        ],
        read: vec![format!(
            "{} from {}.",
            count(articles, "article", "articles"),
            count(result.files.len() as u64, "file", "files")
        )],
        found: vec![
            format!("{} that the articles report.", count(result.statements(), "statement", "statements")),
            format!(
                "{}, {}, {} and {} between them.",
                count(links(|kind| kind == LinkKind::Answers), "answer", "answers"),
                count(links(|kind| kind == LinkKind::GenericDenial), "generic denial", "generic denials"),
                count(links(|kind| kind == LinkKind::PossibleAnswer), "possible answer", "possible answers"),
                count(links(LinkKind::is_repetition), "repetition", "repetitions")
            ),
        ],
        not_shown: vec![
            "Whether what is said is so, and whether it was said: the ledger holds what articles report."
                .to_owned(),
            "Whether somebody answered elsewhere: no answer found means in these articles.".to_owned(),
        ],
    }
}

fn input(file: &ArticleFile) -> Input {
    Input {
        name: file.name.clone(),
        sha256: file.sha256.hex(),
        bytes: file.bytes,
        format: "articles".to_owned(),
        records: file.articles + file.rejects,
        posts: file.articles,
        rejects: file.rejects,
        ..Input::default()
    }
}

fn notes(result: &ClaimsResult) -> Vec<Note> {
    let note = |count: usize, message: &str| {
        (count > 0).then(|| Note { code: String::new(), count: count as u64, message: message.to_owned() })
    };
    let quotes = result.articles.iter().filter(|article| article.quotes_only).count();
    let same = result.articles.iter().filter(|article| article.same_as.is_some()).count();
    let undated = result.articles.iter().filter(|article| article.day.is_none()).count();
    let rates = claims::finding::ERROR_RATES.map(|text| note(1, text).map(|note| Note { count: 0, ..note }));
    [
        note(
            quotes,
            "Articles that are not in English: quotations alone are listed, the speaker unverified.",
        ),
        note(same, "Articles with the same text as an earlier one."),
        note(
            undated,
            "Articles that state no day of publication: the order of their statements is not known.",
        ),
    ]
    .into_iter()
    .chain(rates)
    .flatten()
    .chain(note_rows(&result.problems))
    .collect()
}
