//! The lens's part of the report.

mod articles;
mod ledger;
mod links;

use super::{ArticleFile, ClaimsOptions, ClaimsResult};
use crate::lost::{note_rows, reject_rows};
use claims::Act;
use claims::ledger::Corpus;
use claims::link::LinkKind;
use claims::method::{CLAIMS_LEDGER, CLAIMS_LINKS};
use model::words::{count, thousands};
use report::page::{Claims, Figure, Input, Note, Page, Summary};

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
        claims: result.corpus.as_ref().map(|corpus| section(result, corpus)),
        ..Page::default()
    }
}

/// What the lens shows beside findings: the ledger, the articles, accusations with their answers.
fn section(result: &ClaimsResult, corpus: &Corpus) -> Claims {
    let sentences = |of: &[&str]| of.iter().map(|&text| text.to_owned()).collect();
    Claims {
        articles: result.articles.len() as u64,
        statements: result.statements(),
        rows: ledger::rows(result, corpus),
        dossiers: articles::dossiers(result),
        matrix: ledger::matrix(result, corpus),
        exchanges: links::exchanges(result, corpus),
        unanswered: links::unanswered(result, corpus),
        spreads: links::spreads(result, corpus),
        reviews: links::reviews(result),
        error_rates: sentences(&claims::finding::ERROR_RATES),
        quotes_only: result
            .articles
            .iter()
            .filter(|article| article.quotes_only)
            .map(|article| article.name.clone())
            .collect(),
        alternatives: sentences(
            &[CLAIMS_LEDGER.innocent_explanations, CLAIMS_LINKS.innocent_explanations].concat(),
        ),
        would_settle: sentences(&WOULD_SETTLE),
    }
}

/// What would tell whether the ledger is right, and whether what it holds was said.
const WOULD_SETTLE: [&str; 4] = [
    "The words in the article: each number leads to them.",
    "The statement, letter or recording that the article quotes, from the one who made it.",
    "Articles of other outlets on the same days, and asking the accused: an answer may stand elsewhere.",
    "Whether articles with the same words took them from one agency.",
];

fn summary(result: &ClaimsResult) -> Summary {
    let links =
        |which: fn(LinkKind) -> bool| result.corpus.as_ref().map_or(0, |corpus| corpus.links.count(which));
    let articles = result.articles.len() as u64;
    let unanswered = result.corpus.as_ref().map_or(0, |corpus| corpus.links.unanswered.len() as u64);
    let entries = || result.articles.iter().flat_map(|article| &article.reading.entries);
    let accusations = entries().filter(|entry| entry.judged.act == Act::Accuse).count() as u64;
    let foreign = result.articles.iter().filter(|article| article.quotes_only).count() as u64;
    let foreign = (foreign > 0).then(|| {
        let are = count(foreign, "is not in English", "are not in English");
        format!("Of these, {are}: quotations alone are listed, and nothing was measured of them.")
    });
    Summary {
        figures: vec![
            Figure::of(articles, "article read", "articles read"),
            Figure::of(result.statements(), "statement found", "statements found"),
            Figure::of(accusations, "of them accuses", "of them accuse"),
            Figure::of(
                unanswered,
                "of these, with no answer found in these articles",
                "of these, with no answer found in these articles",
            ),
        ],
        read: std::iter::once(format!(
            "{} from {}.",
            count(articles, "article", "articles"),
            count(result.files.len() as u64, "file", "files")
        ))
        .chain(foreign)
        .collect(),
        found: vec![
            format!("{} that the articles report.", count(result.statements(), "statement", "statements")),
            format!(
                "{}, {}, {} and {} between them.",
                LinkKind::Answers.counted(links(|kind| kind == LinkKind::Answers)),
                LinkKind::GenericDenial.counted(links(|kind| kind == LinkKind::GenericDenial)),
                LinkKind::PossibleAnswer.counted(links(|kind| kind == LinkKind::PossibleAnswer)),
                LinkKind::SameClaim.counted(links(LinkKind::is_repetition)),
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
    let near = result.articles.iter().filter(|article| article.near.is_some()).count();
    let same = result.articles.iter().filter(|article| article.same_as.is_some()).count();
    let undated = result.articles.iter().filter(|article| article.day.is_none()).count();
    [
        note(same, "Articles with the same text as an earlier one."),
        note(
            near,
            "Articles with nearly the same text as an earlier one: copies of one source count as one.",
        ),
        note(
            undated,
            "Articles that state no day of publication: the order of their statements is not known.",
        ),
    ]
    .into_iter()
    .flatten()
    .chain(note_rows(&result.problems))
    .collect()
}
