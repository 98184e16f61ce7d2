//! CPU and wall time of the kernel's stages on a table `object_id,account_id,content_id,timestamp` of ids like `o12`.
//!
//! `cargo run --release -p scrutineer-kernel --example kernel_speed -- posts.csv 60`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a harness that prints what it measures")]

use scrutineer_kernel::{Grouped, Live, Scan};
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(path), Some(window)) = (args.next(), args.next().and_then(|w| w.parse::<i64>().ok())) else {
        eprintln!("usage: kernel_speed POSTS.csv WINDOW_SECONDS");
        return;
    };
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("cannot read {path}");
        return;
    };
    let number = |field: Option<&str>| {
        field.and_then(|f| f.trim_start_matches(char::is_alphabetic).parse::<i64>().ok()).unwrap_or(0)
    };
    let (mut object, mut account, mut time) = (Vec::new(), Vec::new(), Vec::new());
    for line in text.lines().skip(1) {
        let mut fields = line.split(',');
        object.push(number(fields.next()) as u32);
        account.push(number(fields.next()) as u32);
        time.push(number(fields.nth(1)));
    }
    let n_objects = object.iter().max().map_or(0, |&o| o as usize + 1);
    let start = Instant::now();
    let grouped = Grouped::new(&object, &account, &time, n_objects);
    println!("group {:?}", start.elapsed());
    let start = Instant::now();
    let live = Live::new(&grouped, window, 10);
    println!(
        "live {:?}: {} of {} actions, {} candidates",
        start.elapsed(),
        live.len(),
        object.len(),
        live.candidates
    );
    let start = Instant::now();
    let (mut edges, mut pairs) = (0u64, 0u64);
    let windows = [window];
    let scan = Scan::new(&grouped, &live, &windows, &[]);
    let counted: Result<(), ()> = scan.for_each_block(|block| {
        edges += block.len() as u64;
        pairs += block.iter().map(|p| p.n_pairs).sum::<u64>();
        Ok(())
    });
    println!("scan {:?}: {edges} edges, {pairs} pairs, {counted:?}", start.elapsed());
}
