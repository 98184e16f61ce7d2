//! Reads files into a sink that only counts, and says how long it took: `read_speed FILE... [--list]`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a developer's tool")]

use model::{EvidenceNo, Post, Problem};
use scrutineer_intake::{PostSink, ReadOptions, SinkError, Source, read};
use std::collections::BTreeMap;

#[derive(Default)]
struct Count {
    posts: u64,
    characters: usize,
    problems: BTreeMap<&'static str, (u64, String)>,
}

impl PostSink for Count {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        println!("  {} {:?}", source.format, source.path);
        Ok(())
    }
    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        self.posts += 1;
        self.characters += post.account_id.len();
        Ok(())
    }
    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.problems.entry(problem.code).or_insert((0, problem.message)).0 += 1;
        Ok(())
    }
}

fn main() {
    for path in std::env::args().skip(1) {
        let mut sink = Count::default();
        let start = std::time::Instant::now();
        let cpu = cpu_seconds();
        let report = read(path.as_ref(), EvidenceNo(0), &ReadOptions::default(), &mut sink);
        let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
        match report {
            Ok(report) => {
                for stream in &report.streams {
                    println!("  {:?}", stream.counts);
                }
                println!("{path}: {} posts, {} bytes, {wall:.3} s, CPU {cpu:.3} s", sink.posts, report.bytes);
            }
            Err(error) => println!("{path}: {error} ({:?})", error.hint()),
        }
        for (code, (count, first)) in sink.problems {
            println!("  {code} {count}: {first}");
        }
    }
}

/// User and system time of this process, from the kernel's clock ticks.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
