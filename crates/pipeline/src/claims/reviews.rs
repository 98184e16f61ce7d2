//! Reviews of claims by others (`ClaimReview`), from files of reviews and from the pages that were read.

use super::{ClaimsResult, lines::rounded};
use crate::error::{Error, Result};
use crate::lost::Lost;
use claims::link::{self, Params};
use claims::review::{self, Limits, Review};
use model::Severity;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// A review as its publisher gives it, with the statements of the ledger that are like its claim.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewedClaim {
    /// The review.
    pub review: Review,
    /// The file it was found in, with the place of an article.
    pub found_in: String,
    /// Statements that may say the same, by their places among all, and how alike they are.
    pub statements: Vec<(usize, f64)>,
}

/// Reads the reviews in `files` and in the articles of `result`; a review that comes again is kept once.
pub(super) fn read(files: &[PathBuf], result: &mut ClaimsResult) -> Result<()> {
    let limits = Limits::default();
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut take = |name: &str, text: &str| {
        let imported = review::reviews(text, &limits);
        problems.extend(imported.problems.into_iter().map(|problem| Lost {
            code: "bad_review",
            severity: Severity::Note,
            place: format!("{name}, byte {}", problem.at),
            message: problem.kind.to_string(),
        }));
        let is_empty = imported.reviews.is_empty();
        found.extend(imported.reviews.into_iter().map(|review| (review, name.to_owned())));
        is_empty
    };
    let mut empty = Vec::new();
    for path in files {
        let bytes = std::fs::read(path).map_err(Error::file("open", path))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        if take(&name, &String::from_utf8_lossy(&bytes)) {
            empty.push(name);
        }
    }
    for article in &result.articles {
        for script in article.read.structured.iter().filter(|script| script.json.contains("ClaimReview")) {
            take(&article.name, &script.json);
        }
    }
    problems.extend(empty.into_iter().map(|name| Lost {
        code: "no_review",
        severity: Severity::Note,
        place: name,
        message: "no ClaimReview of schema.org in it".to_owned(),
    }));
    let mut seen = BTreeSet::new();
    found.retain(|(review, _)| seen.insert(review.raw.clone()));
    result.reviews = found
        .into_iter()
        .map(|(review, found_in)| ReviewedClaim { review, found_in, statements: Vec::new() })
        .collect();
    result.problems.extend(problems);
    Ok(())
}

/// Finds the statements that are like the reviewed claims.
pub(super) fn find_statements(result: &mut ClaimsResult) {
    if result.reviews.is_empty() {
        return;
    }
    let contents: Vec<String> = result
        .articles
        .iter()
        .flat_map(|article| {
            article.reading.entries.iter().map(|entry| article.words(&entry.attribution.content))
        })
        .collect();
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let questions: Vec<&str> =
        result.reviews.iter().map(|one| one.review.claim_reviewed.as_deref().unwrap_or_default()).collect();
    let found = link::alike(&contents, &questions, &Params::default());
    for (one, statements) in result.reviews.iter_mut().zip(found) {
        one.statements = statements;
    }
}

/// Writes the reviews, one JSON object a line.
pub(super) fn write(result: &ClaimsResult, out: &mut dyn Write) -> std::io::Result<u64> {
    for ReviewedClaim { review, found_in, statements } in &result.reviews {
        let rating = review.rating.as_ref().map(|rating| {
            json!({
                "value": rating.value,
                "best": rating.best,
                "worst": rating.worst,
                "alternate_name": rating.alternate_name,
            })
        });
        let statements: Vec<_> = statements
            .iter()
            .map(|&(number, alike)| json!({ "statement": number + 1, "alike": rounded(alike) }))
            .collect();
        let mut line = json!({
            "found_in": found_in,
            "url": review.url,
            "publisher": review.publisher,
            "published": review.published,
            "claim_reviewed": review.claim_reviewed,
            "claimant": review.claimant,
            "appearances": review.appearances,
            "rating_as_given": rating,
            "statements_like_it": statements,
            "raw": review.raw,
        });
        line.sort_all_objects();
        serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(result.reviews.len() as u64)
}
