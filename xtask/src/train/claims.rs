//! Training of the models of the claims lens.

use super::USAGE;
use crate::evaluate::gold;
use anyhow::{Context, Result, bail};
use claims::annotated::{self, Annotated};
use claims::extract::Extractor;
use claims::score::Quoting;
use claims::syntax::treebank;
use claims::train::{self, Example, Settings};
use std::io::Read;
use std::path::Path;
use std::time::Instant;

/// How often articles of stories are learned from in a round: they are short, and fewer than those of newspapers.
const STORIES: usize = 2;

/// Trains, says how good it is, and writes the file.
pub fn run(args: &[&str]) -> Result<()> {
    let (mut treebank_path, mut test, mut articles, mut out) =
        (None, None, Vec::new(), "models/claims-en.model");
    let mut settings = Settings::default();
    for pair in args.chunks(2) {
        match pair {
            ["--treebank", path] => treebank_path = Some(*path),
            ["--test", path] => test = Some(*path),
            ["--articles", path] => articles.push(*path),
            ["--out", path] => out = path,
            ["--starts", number] => settings.starts = number.parse().context("--starts needs a number")?,
            _ => bail!("usage:\n{USAGE}"),
        }
    }
    let (Some(treebank_path), Some(test), [_, ..]) = (treebank_path, test, &articles[..]) else {
        bail!("usage:\n{USAGE}")
    };
    let start = Instant::now();
    let (sentences, lost) = treebank::read(&text(treebank_path)?);
    println!("treebank: {} sentences, {lost} that cannot be told in our tokens", sentences.len());
    let (folders, files): (Vec<&str>, Vec<&str>) = articles.iter().partition(|path| Path::new(path).is_dir());
    let mut annotated = Vec::new();
    for path in files {
        annotated.extend(articles_of(path)?);
    }
    let newspapers = annotated.len();
    for folder in folders {
        annotated.extend(gold::annotated(folder)?);
    }
    let texts = annotated.iter().map(|article| &article.text[..]);
    let syntax = train::syntax(&sentences, texts, settings.seed);
    let accuracy = train::syntax_accuracy(&syntax, &treebank::read(&text(test)?).0);
    println!(
        "syntax on {} tokens of the test part: tags {:.2} %, heads {:.2} %, heads and relations {:.2} % ({:.0} s)",
        accuracy.tokens,
        100.0 * accuracy.tags,
        100.0 * accuracy.heads,
        100.0 * accuracy.relations,
        start.elapsed().as_secs_f64()
    );
    let mut examples: Vec<Example<'_>> =
        annotated.iter().map(|article| Example::of(article, &syntax)).collect();
    examples[newspapers..].iter_mut().for_each(|example| example.times = STORIES);
    let trained = train::fit(&examples, &settings);
    let held_out = &trained.held_out;
    let (soft, exact) = (held_out.whole_soft, held_out.whole_exact);
    println!(
        "extraction by cross-validation on {} articles: soft F1 {:.1} (direct quotations {:.1}), exact F1 {:.1}, \
         calibration error {:.3} ({:.0} s)",
        annotated.len(),
        100.0 * soft.f1(),
        100.0 * held_out.soft_of(Quoting::Direct).2,
        100.0 * exact.f1(),
        trained.calibration_error,
        start.elapsed().as_secs_f64()
    );
    let extractor = Extractor { syntax, model: trained.model, calibration: trained.calibration, acts: None };
    let bytes = extractor.write();
    if let Some(folder) = Path::new(out).parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(out, &bytes).with_context(|| format!("writing {out}"))?;
    println!("{out}: {} bytes", bytes.len());
    Ok(())
}

/// Annotated articles of a file.
pub fn articles_of(path: &str) -> Result<Vec<Annotated>> {
    annotated::read(&text(path)?).with_context(|| format!("reading {path}"))
}

/// The text of a file, which may be gzip.
pub fn text(path: &str) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {path}"))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))?;
    }
    Ok(text)
}
