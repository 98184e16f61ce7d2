//! Wall time and modularity of communities on a graph, read as lines `node,node` of codes from 0.
//!
//! `cargo run --release -p scrutineer-kernel --example partition_speed -- edges.csv 4 [communities.csv]`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a harness that prints what it measures")]

use scrutineer_kernel::{Graph, LeidenOptions, components, leiden, modularity};
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(path), Some(resolution)) = (args.next(), args.next().and_then(|r| r.parse::<f64>().ok()))
    else {
        eprintln!("usage: partition_speed EDGES.csv RESOLUTION [COMMUNITIES.csv]");
        return;
    };
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("cannot read {path}");
        return;
    };
    let edge = |line: &str| {
        let (a, b) = line.split_once(',')?;
        Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?))
    };
    let edges: Vec<(u32, u32)> = text.lines().filter_map(edge).collect();
    let n_nodes = edges.iter().map(|&(a, b)| a.max(b)).max().map_or(0, |n| n as usize + 1);

    let start = Instant::now();
    let graph = Graph::new(n_nodes, edges.iter().map(|&(a, b)| (a, b, 1.0)));
    println!("graph {:?}: {} edges, {n_nodes} nodes", start.elapsed(), edges.len());
    let start = Instant::now();
    let n_components = components(&graph).iter().max().map_or(0, |&n| n + 1);
    println!("components {:?}: {n_components}", start.elapsed());
    let mut last = Vec::new();
    for (refine, iterations) in [(true, 1), (true, 2), (false, 1), (false, 2)] {
        let start = Instant::now();
        last = leiden(&graph, &LeidenOptions { resolution, iterations, refine });
        let elapsed = start.elapsed();
        let n = last.iter().max().map_or(0, |&n| n + 1);
        let quality = modularity(&graph, &last, resolution);
        println!("refine {refine}, iterations {iterations}, {elapsed:?}: {n} communities, {quality:.5}");
    }
    if let Some(path) = args.next() {
        let lines: String = last.iter().map(|community| format!("{community}\n")).collect();
        if let Err(error) = std::fs::write(&path, lines) {
            eprintln!("cannot write {path}: {error}");
        }
    }
}
