//! Human texts of the user's own as a further kind of writing to compare with.

use super::SyntheticOptions;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::gather;
use crate::local::LanguageModel;
use ::synthetic::calibration::LEAST;
use ::synthetic::document::Document;
use ::synthetic::model_file::Models;
use ::synthetic::perplexity::{self, Curvatures};
use ::synthetic::register::{bucket_name, piece};
use intake::article::{ArticleLimits, ArticleSink, RawArticle, read_articles};
use intake::{IntakeError, SinkError, Source};
use model::{EvidenceNo, Problem, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Adds the texts in `paths` as the register `name` and writes the models to `out`. Gives for each length its name, the
/// texts compared with, and whether they are enough to answer.
pub fn calibrate(
    paths: &[PathBuf],
    name: &str,
    options: &SyntheticOptions,
    out: &Path,
    ctx: &Ctx<'_>,
) -> Result<Vec<(String, u64, bool)>> {
    let language = options.language_model()?;
    let (inputs, _) = gather(paths)?;
    let mut sink = Sink::default();
    let mut failed = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        input.announce(ctx.progress);
        let number = EvidenceNo(number as u32);
        match read_articles(&input.path, number, &ArticleLimits::default(), None, &mut sink) {
            Ok(_) => {}
            Err(error @ IntakeError::Sink(_)) => return Err(Error::from(error)),
            Err(error) => failed.push((input.name.clone(), error)),
        }
    }
    if sink.texts.is_empty() && !failed.is_empty() {
        return Err(Error::nothing_read(failed));
    }
    ctx.progress.stage("scoring", None);
    let mut models = Models::clone(&*options.models()?);
    let sizes = models.long.add_register(name, &sink.texts);
    if sizes.iter().all(|&size| size < LEAST) {
        return Err(Error::Option {
            message: format!("{} texts are too few: no length has {LEAST} that are alike", sink.texts.len()),
            hint: "Give more texts by people, of the kind that is to be compared.".to_owned(),
        });
    }
    if let Some(language) = language {
        ctx.progress.stage("reading with the language model", None);
        let curvatures = curvatures(&models, &sizes, &sink.texts, &language)?;
        models.perplexity.push(curvatures);
    }
    let bytes = Models::write(&models.long, &models.posts, &models.people, &models.perplexity)?;
    std::fs::write(out, bytes).map_err(Error::file("write", out))?;
    let told = sizes.into_iter().enumerate();
    Ok(told.map(|(bucket, size)| (bucket_name(bucket), size as u64, size >= LEAST)).collect())
}

/// What a language model finds in the texts of the last register, in the pieces with which answers compare.
fn curvatures(
    models: &Models,
    sizes: &[usize],
    texts: &[Document],
    language: &LanguageModel,
) -> Result<Curvatures> {
    let register = models.long.registers.len() - 1;
    let mut buckets = Vec::new();
    for (bucket, &size) in sizes.iter().enumerate() {
        let mut found = Vec::new();
        for view in texts.iter().filter_map(|text| piece(text, bucket)).filter(|_| size >= LEAST) {
            if models.long.judge_view(&view).comparable() == Some((bucket, register)) {
                let reading = language.read(perplexity::plain(&view))?;
                found.extend(reading.map(|reading| reading.curvature as f32));
            }
        }
        buckets.push(found);
    }
    Ok(Curvatures::of(language.hash(), register, buckets))
}

/// Texts that are not the same.
#[derive(Default)]
struct Sink {
    texts: Vec<Document>,
    seen: BTreeSet<Sha256>,
}

impl ArticleSink for Sink {
    fn source(&mut self, _source: &Source) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn article(&mut self, article: RawArticle) -> std::result::Result<(), SinkError> {
        if self.seen.insert(article.hash) {
            self.texts.push(Document::of(&article.text));
        }
        Ok(())
    }

    fn problem(&mut self, _problem: Problem) -> std::result::Result<(), SinkError> {
        Ok(())
    }
}
