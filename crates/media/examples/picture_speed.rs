//! How long it takes to cluster made-up hashes: `cargo run --release -p scrutineer-media --example picture_speed -- 100000`.

#![allow(clippy::print_stdout, reason = "a program for developers")]

use scrutineer_media::{Pdq, near};
use std::time::Instant;

fn main() {
    let n: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let mut state = 1u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for (name, family) in [("no two alike", 1), ("ten of each picture", 10), ("one picture only", n)] {
        let mut hashes = Vec::with_capacity(n);
        let mut centre = [0u8; 32];
        for number in 0..n {
            if number % family == 0 {
                centre = std::array::from_fn(|_| (next() >> 24) as u8);
            }
            let mut hash = centre;
            for _ in 0..next() % 13 {
                let bit = (next() >> 24) as usize % 256;
                hash[bit / 8] ^= 1 << (bit % 8);
            }
            hashes.push(Pdq(hash));
        }
        let start = Instant::now();
        let mut found = near::exemplars(&hashes);
        let time = start.elapsed();
        found.sort_unstable();
        found.dedup();
        println!("{n} hashes, {name}: {} pictures in {:.2} s", found.len(), time.as_secs_f64());
    }
}
