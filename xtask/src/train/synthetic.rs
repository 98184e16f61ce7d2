//! Training of the models of the synthetic lens.

use super::USAGE;
use crate::labelled::{self, Item, REGISTERS};
use anyhow::{Result, bail};
use std::path::Path;
use std::time::Instant;
use synthetic::account::{LEAST_POSTS, People};
use synthetic::answer::Model;
use synthetic::calibration::Calibration;
use synthetic::model_file::Models;
use synthetic::register::{BUCKETS, bucket_name};
use synthetic::stack::Stack;
use synthetic::train::{Settings, Text, Trained, calibrate, train};

/// Trains both models, says what they are compared with, and writes the file.
pub fn run(args: &[&str]) -> Result<()> {
    let (mut texts, mut posts, mut out) = (None, None, "models/synthetic-en.safetensors");
    for pair in args.chunks(2) {
        match pair {
            ["--texts", path] => texts = Some(*path),
            ["--posts", path] => posts = Some(*path),
            ["--out", path] => out = path,
            _ => bail!("usage:\n{USAGE}"),
        }
    }
    let (Some(texts), Some(posts)) = (texts, posts) else { bail!("usage:\n{USAGE}") };
    let start = Instant::now();
    let (items, _) = labelled::read(Path::new(texts))?;
    let chosen = chosen(&items);
    let trained = train(&chosen, &Settings::long());
    let calibration = calibrate(&trained, &chosen, REGISTERS.len());
    println!(
        "long texts: {} ({:.0} s)\nstack {:.2?}",
        chosen.len(),
        start.elapsed().as_secs_f64(),
        trained.stack.weights
    );
    for (bucket, strata) in calibration.strata.iter().enumerate().take(BUCKETS.len()) {
        let sizes: Vec<String> = REGISTERS
            .iter()
            .zip(strata)
            .filter(|(_, stratum)| !stratum.scores.is_empty())
            .map(|(name, stratum)| format!("{name} {}", stratum.scores.len()))
            .collect();
        println!("  {}: human {}", bucket_name(bucket), sizes.join(", "));
    }
    let long = model(&trained, calibration, &REGISTERS);
    let (items, accounts) = labelled::read(Path::new(posts))?;
    let chosen = self::chosen(&items);
    let trained = train(&chosen, &Settings::posts());
    let people = people(&trained, &trained.stack, &chosen, accounts.len());
    println!(
        "posts: {} of {} accounts, {} of people with {LEAST_POSTS} posts or more ({:.0} s)\nstack {:.2?}",
        chosen.len(),
        accounts.len(),
        people.levels.len(),
        start.elapsed().as_secs_f64(),
        trained.stack.weights
    );
    println!(
        "  levels {:.2?}, variance between people {:.3}, within {:.3}",
        people.levels, people.between, people.within
    );
    let posts = model(&trained, Calibration::empty(1), &["post"]);
    let bytes = Models::write(&long, &posts, &people, &[])?;
    std::fs::write(out, &bytes)?;
    println!("{out}: {:.1} MB", bytes.len() as f64 / 1e6);
    Ok(())
}

/// Texts to learn from: those of people and of chat models.
pub fn chosen(items: &[Item]) -> Vec<&Text> {
    let use_it = |item: &&Item| item.row.label < 2 && item.is_chat_or_human();
    items.iter().filter(use_it).map(|item| &item.text).collect()
}

fn model(trained: &Trained, calibration: Calibration, registers: &[&str]) -> Model {
    Model {
        members: trained.members.clone(),
        stack: trained.stack.clone(),
        calibration,
        registers: registers.iter().map(|&name| name.to_owned()).collect(),
    }
}

/// What posts of people score, each account by members that have not seen it.
pub fn people(trained: &Trained, stack: &Stack, posts: &[&Text], accounts: usize) -> People {
    let mut scores = vec![Vec::new(); accounts];
    for post in posts.iter().filter(|post| !post.is_machine) {
        let margins = trained.without[&post.block].margins(&post.document.view());
        scores[post.block as usize].push(stack.score(&margins, post.document.words));
    }
    People::of(&scores)
}
