//! Clusters a million distinct invented short texts, to be timed from outside:
//! `/usr/bin/time -v cargo run --release -p scrutineer-text --example near_text_speed [TEXTS]`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use scrutineer_text::{Near, Params};
use stats::Xoshiro256;

fn main() {
    let wanted = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let mut random = Xoshiro256::new(1);
    let mut near = Near::new(Params::default());
    // A third of the texts are edits of earlier ones; words are as unevenly frequent as in real text.
    let mut recent: Vec<Vec<u64>> = Vec::new();
    while near.len() < wanted {
        let text = if !recent.is_empty() && random.below(3) == 0 {
            let mut text = recent[random.below(recent.len() as u64) as usize].clone();
            let at = random.below(text.len() as u64) as usize;
            text[at] = word(&mut random);
            text
        } else {
            (0..8 + random.below(25)).map(|_| word(&mut random)).collect()
        };
        near.add(&text.iter().map(|w| format!("word{w:x}")).collect::<Vec<_>>().join(" "));
        if recent.len() < 10_000 {
            recent.push(text);
        } else {
            let at = random.below(10_000) as usize;
            recent[at] = text;
        }
    }
    let texts = near.len();
    let clusters = near.finish();
    let several = clusters.clusters.iter().filter(|cluster| cluster.texts > 1).count();
    println!(
        "{texts} texts, {} clusters, {several} of several texts; {} compared, {} bounded, {} cut",
        clusters.clusters.len(),
        clusters.compared,
        clusters.bounded,
        clusters.cut
    );
}

fn word(random: &mut Xoshiro256) -> u64 {
    let u = random.uniform();
    ((1.0 - u).powf(-1.2) * 20.0).min(100_000.0) as u64
}
