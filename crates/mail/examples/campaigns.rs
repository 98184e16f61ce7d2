//! How long 100,000 mails take to cluster: `cargo run --release -p scrutineer-mail --example campaigns [MAILS]`.
//!
//! Invented facts: about half of the mails in campaigns of 5 to 30 with templates, rotating accounts and networks; two texts
//! that thousands of accounts send; the rest texts of their own over a few common providers.

#![allow(clippy::print_stdout, reason = "a program for developers")]

use model::Timestamp;
use scrutineer_mail::campaign::{BaseRates, Facts, Options, Texts, find, network};
use stats::Xoshiro256;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

fn main() {
    let mails: usize = std::env::args().nth(1).and_then(|mails| mails.parse().ok()).unwrap_or(100_000);
    let mut random = Xoshiro256::new(4);
    let (facts, texts) = invent(mails, &mut random);

    let start = Instant::now();
    let mut near = Texts::default();
    texts.iter().for_each(|text| near.add(text));
    let (names, comparisons) = near.finish();
    let facts: Vec<Facts> =
        facts.into_iter().zip(names).map(|(facts, text)| Facts { text, ..facts }).collect();
    println!("texts: {:.1} s, {comparisons:?}", start.elapsed().as_secs_f64());

    let rates = BaseRates::of_collection(&facts);
    println!("base rates: {:.1} s", start.elapsed().as_secs_f64());
    let found = find(&facts, &rates, &Options::default());
    let members: usize = found.campaigns.iter().map(|campaign| campaign.members.len()).sum();
    println!(
        "all: {:.1} s for {} mails: {} campaigns of {members} mails, {} texts of several senders",
        start.elapsed().as_secs_f64(),
        facts.len(),
        found.campaigns.len(),
        found.same_text.len()
    );
}

fn invent(mails: usize, random: &mut Xoshiro256) -> (Vec<Facts>, Vec<String>) {
    let (mut facts, mut texts) = (Vec::with_capacity(mails), Vec::with_capacity(mails));
    let newsletters = [words(80, random), words(120, random)];
    while facts.len() < mails {
        let size = 5 + random.below(26) as usize;
        let kind = random.below(100);
        let base = match kind {
            0..15 => newsletters[kind as usize % 2].clone(),
            _ => words(30 + random.below(100), random),
        };
        let size = if (15..20).contains(&kind) { size } else { 1 };
        let (day, server) = (random.below(1_000), random.below(1 << 24) as u32);
        for n in 0..size.min(mails - facts.len()) {
            let mut text = base.clone();
            for _ in 0..3 {
                let place = random.below(text.len() as u64) as usize;
                text[place] = word(random);
            }
            texts.push(text.join(" "));
            let provider = random.below(20);
            let address = if size > 1 { server + n as u32 % 3 } else { provider as u32 } << 8;
            facts.push(Facts {
                id: format!("{:08}", facts.len()),
                keys: vec![format!("provider{provider}.example/s")],
                accounts: vec![format!("{}@provider{provider}.example", random.below(1 << 40))],
                network: Some(network(IpAddr::V4(Ipv4Addr::from(address)))),
                fingerprint: Some(format!("program {}", if size > 1 { server.into() } else { provider })),
                sent: Some(Timestamp((day * 86_400 + random.below(86_400)) as i64 * 1_000_000)),
                ..Facts::default()
            });
        }
    }
    (facts, texts)
}

fn words(count: u64, random: &mut Xoshiro256) -> Vec<String> {
    (0..count).map(|_| word(random)).collect()
}

/// A word of a language in which some are far more frequent than others.
fn word(random: &mut Xoshiro256) -> String {
    format!("w{}", random.below(100) * random.below(100))
}
