//! Training of the model of acts, a part of the claims lens.

use super::{USAGE, statements};
use crate::evaluate::gold;
use anyhow::{Context, Result, bail};
use claims::extract::Extractor;
use claims::train::{self, Statement};
use claims::{Act, Attribution, Level, Producer};

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
                let analysis = extractor.analyse(&article.text);
                for gold in article.marked.iter().flatten() {
                    let [cue] = &gold.spans.cue[..] else { continue };
                    let attribution = Attribution {
                        source: gold.spans.source.clone(),
                        cue: cue.clone(),
                        content: gold.spans.content.clone(),
                        probability: 1.0,
                        by: Producer::Model,
                        level: Level::Main,
                    };
                    let acts: Vec<Act> = gold.acts.iter().filter_map(|name| act(name)).collect();
                    let Some(&first) = acts.last() else { continue };
                    all.push(Statement::of(&analysis, &attribution, &story.name, first, &acts));
                }
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
            all.push(Statement::of(&analysis, &marked.attribution, &story, *first, others));
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

/// The act of a name.
pub fn act(name: &str) -> Option<Act> {
    Act::ALL.into_iter().find(|act| act.name() == name)
}
