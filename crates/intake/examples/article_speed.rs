//! Reads articles into a sink that only counts, and says how long it took: `article_speed [--text] FILE...`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a developer's tool")]

use model::{EvidenceNo, Problem};
use scrutineer_intake::article::{ArticleLimits, ArticleSink, RawArticle, read_articles};
use scrutineer_intake::{SinkError, Source};
use std::collections::BTreeMap;

#[derive(Default)]
struct Count {
    prints: bool,
    articles: u64,
    letters: usize,
    runs: usize,
    problems: BTreeMap<&'static str, (u64, String)>,
}

impl ArticleSink for Count {
    fn source(&mut self, _: &Source) -> Result<(), SinkError> {
        Ok(())
    }
    fn article(&mut self, article: RawArticle) -> Result<(), SinkError> {
        self.articles += 1;
        self.letters += article.text.len();
        self.runs += article.places.runs();
        if self.prints {
            println!(
                "{:?}\n{:?}\n{:?}\n{:?}\n\n{}\n",
                article.title, article.published, article.language, article.encoding, article.text
            );
        }
        Ok(())
    }
    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.problems.entry(problem.code).or_insert((0, problem.message)).0 += 1;
        Ok(())
    }
}

fn main() {
    let prints = std::env::args().any(|argument| argument == "--text");
    // Room for what the default leaves out, to see what it costs.
    let limits = ArticleLimits { article_bytes: 1 << 30, ..ArticleLimits::default() };
    for path in std::env::args().skip(1).filter(|argument| argument != "--text") {
        let mut sink = Count { prints, ..Count::default() };
        let start = std::time::Instant::now();
        let read = read_articles(path.as_ref(), EvidenceNo(0), &limits, None, &mut sink);
        let seconds = start.elapsed().as_secs_f64();
        let mb = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
        match read {
            Ok(_) => println!(
                "{path}: {} articles, {} bytes of text in {} runs, {seconds:.3} s, {:.1} MB/s, {} MiB at most",
                sink.articles,
                sink.letters,
                sink.runs,
                mb / seconds,
                peak_mib()
            ),
            Err(error) => println!("{path}: {error}"),
        }
        for (code, (count, message)) in &sink.problems {
            println!("    {code} x {count}: {message}");
        }
    }
}

/// Most memory that the process has had, on Linux.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().split(' ').next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
