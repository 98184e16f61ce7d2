//! Weighs a drawn case and prints how long it took: `weigh [FINDINGS] [HYPOTHESES] [lenses|apart|sources|order]`.
//!
//! `lenses` puts the findings of a lens in one group, `apart` each in its own, `sources` gives each two of a thousand
//! pieces of evidence, `order` is `lenses` with ordinals.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers, which measures time"
)]

use model::{
    Assessment, Author, Category, Hypothesis, Level, NONE_OF_THESE, Sha256, Strength, Support, Weighing,
};
use scrutineer_case::weigh::{DEFAULT_PRIORS, Item, weigh};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let findings: u64 = args.next().map_or(Ok(10_000), |n| n.parse())?;
    let hypotheses: u64 = args.next().map_or(Ok(8), |n| n.parse())?;
    let shape = args.next().unwrap_or_else(|| "apart".to_owned());
    let (weighing, items) = drawn(findings, hypotheses, &shape);
    let start = Instant::now();
    let told = weigh(&weighing, &items, &DEFAULT_PRIORS)?;
    let weighed = start.elapsed();
    let json = serde_json::to_string(&told)?.len();
    let flip = told.lead.as_ref().and_then(|lead| lead.flip.as_ref()).map_or(0, |flip| flip.groups.len());
    println!(
        "{shape}: {findings} findings x {hypotheses} hypotheses, {} groups, {} sets of sources, flip {flip}: {:.0} ms; {} MB of JSON after {:.0} ms",
        told.groups.len(),
        told.without_source.len(),
        weighed.as_secs_f64() * 1e3,
        json / 1_000_000,
        start.elapsed().as_secs_f64() * 1e3,
    );
    Ok(())
}

fn drawn(findings: u64, hypotheses: u64, shape: &str) -> (Weighing, Vec<Item>) {
    let mut state = 1_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let name = |h: u64| format!("hypothesis-{h}");
    let author = || Author::Person(String::new());
    let named = (1..hypotheses).map(|h| Hypothesis {
        name: name(h),
        statement: format!("The explanation number {h}."),
        level: Level::Behaviour,
        author: author(),
    });
    let hypotheses_all = named.chain([Hypothesis::none_of_these()]).collect();
    let (mut items, mut assessments) = (Vec::new(), Vec::new());
    for n in 0..findings {
        let id = Sha256::of(&n.to_le_bytes());
        let lens = ["coordination", "mail", "claims", "synthetic"][draw(4) as usize];
        let inputs = match shape {
            "sources" => vec![draw(1000), draw(1000)],
            "apart" => vec![n],
            _ => vec![0, 1, 2],
        };
        let inputs: Vec<Sha256> =
            inputs.iter().map(|input| Sha256::of(format!("file {input}").as_bytes())).collect();
        items.push(Item {
            id,
            lens: lens.to_owned(),
            method: format!("{lens}_{}", draw(5)),
            sources: inputs.clone(),
            inputs,
            category: Category::Behavioural,
            error_rates: Vec::new(),
        });
        for h in 1..hypotheses {
            let support = if shape == "order" {
                Support::Ordinal(Strength::ALL[draw(5) as usize])
            } else {
                let lo = 0.05 * draw(100).max(1) as f64;
                Support::LikelihoodRatio { lo, hi: lo * 3.0, calibration: "drawn".to_owned() }
            };
            assessments.push(Assessment {
                finding: id,
                hypothesis: name(h),
                support,
                group: None,
                category: None,
                author: author(),
                reason: "Drawn.".to_owned(),
            });
        }
    }
    assessments.sort_by(|a, b| (a.finding, &a.hypothesis).cmp(&(b.finding, &b.hypothesis)));
    (Weighing { hypotheses: hypotheses_all, reference: NONE_OF_THESE.to_owned(), assessments }, items)
}
