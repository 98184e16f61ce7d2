//! Training of the model of acts, a part of the claims lens.

use super::{USAGE, statements};
use crate::evaluate::gold;
use anyhow::{Context, Result, bail};
use claims::extract::Extractor;
use claims::train::{self, Statement};
use claims::{Act, Attribution, Level, Producer, ledger};

/// Trains, says how good it is, and puts the model into the file.
pub fn run(args: &[&str]) -> Result<()> {
    let (mut folders, mut files, mut path) = (Vec::new(), Vec::new(), "models/claims-en.model");
    for pair in args.chunks(2) {
        match pair {
            ["--stories", folder] => folders.push(*folder),
            ["--statements", file] => files.push(*file),
            ["--model", file] => path = file,
            _ => bail!("usage:\n{USAGE}"),
        }
    }
    if folders.is_empty() {
        bail!("usage:\n{USAGE}");
    }
    let bytes = std::fs::read(path).with_context(|| format!("reading {path}"))?;
    let mut extractor = Extractor::read(bytes).with_context(|| format!("reading {path}"))?;
    let mut all: Vec<Statement> = Vec::new();
    for folder in folders {
        for story in gold::read(folder)? {
            for article in &story.articles {
                read_article(&extractor, &story.name, article, &mut all);
            }
        }
    }
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {file}"))?;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let marked = statements::read(line).with_context(|| format!("{file}, line {}", number + 1))?;
            let analysis = extractor.analyse(&marked.text);
            let (first, others) = marked.acts.split_first().context("no act")?;
            // A story of its own: lines have nothing in common.
            let story = format!("{file} {number}");
            all.push(Statement::of(&analysis, &marked.attribution, None, &story, *first, others));
        }
    }
    let trained = train::acts(&all);
    println!(
        "{} statements: right by tables {:.1} %, by tables and a model that had not learned from them {:.1} %",
        trained.statements,
        100.0 * trained.by_tables,
        100.0 * trained.held_out
    );
    extractor.acts = Some(trained.model);
    let bytes = extractor.write();
    std::fs::write(path, &bytes).with_context(|| format!("writing {path}"))?;
    println!("{path}: {} bytes", bytes.len());
    Ok(())
}

/// Adds the statements of an article, each among the others.
fn read_article(extractor: &Extractor, story: &str, article: &gold::Article, all: &mut Vec<Statement>) {
    let analysis = extractor.analyse(&article.text);
    let mut marked: Vec<(Attribution, &gold::Gold)> = Vec::new();
    for (level, statements) in [Level::Main, Level::Nested].into_iter().zip(&article.marked) {
        for gold in statements {
            let [cue] = &gold.spans.cue[..] else { continue };
            let attribution = Attribution {
                source: gold.spans.source.clone(),
                cue: cue.clone(),
                content: gold.spans.content.clone(),
                probability: 1.0,
                by: Producer::Model,
                level,
            };
            marked.push((attribution, gold));
        }
    }
    marked.sort_by_key(|(attribution, _)| (attribution.cue.start, attribution.cue.end));
    let attributions = marked.iter().map(|(attribution, _)| attribution.clone()).collect();
    let reading = ledger::describe(&analysis, attributions, article.published, None);
    let contexts = ledger::contexts(&analysis, &reading.entries);
    for ((attribution, gold), context) in marked.iter().zip(&contexts) {
        let acts: Vec<Act> = gold.acts.iter().filter_map(|name| act(name)).collect();
        if let Some(&first) = acts.last() {
            all.push(Statement::of(&analysis, attribution, Some(context), story, first, &acts));
        }
    }
}

/// The act of a name.
pub fn act(name: &str) -> Option<Act> {
    Act::ALL.into_iter().find(|act| act.name() == name)
}
