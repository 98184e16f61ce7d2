//! Accuracy of the claims lens: spans against annotated articles; spans, acts, speakers and links against a gold set of
//! stories.

pub mod gold;
mod speech;
mod stories;

use crate::train;
use anyhow::{Context, Result, bail};
use claims::annotated::Marked;
use claims::extract::{Extractor, Mode};
use claims::score::{self, Agreement, Quoting, Ratio};
use claims::{Attribution, Level};
use serde_json::{Value, json};

const USAGE: &str = "\
cargo xtask evaluate claims [--model FILE] [--mode precision|balanced|recall]
    --articles JSONL                  spans, as the usual scorer measures them
    | --gold FOLDER                   spans, acts, speakers, links and traps of stories (gold/claims/...)
      [--list errors]                 name each wrong act, speaker and trap
    [--predictions FILE]              write what was found in the scorer's format";

/// Reads articles and says how far the result agrees with what people marked.
pub fn run(args: &[&str]) -> Result<()> {
    let (mut articles, mut gold, mut model, mut predictions, mut list) = (None, None, None, None, false);
    let mut mode = Mode::Balanced;
    for pair in args.chunks(2) {
        match pair {
            ["--articles", path] => articles = Some(*path),
            ["--gold", path] => gold = Some(*path),
            ["--model", path] => model = Some(*path),
            ["--predictions", path] => predictions = Some(*path),
            ["--list", "errors"] => list = true,
            ["--mode", "precision"] => mode = Mode::Precision,
            ["--mode", "balanced"] => mode = Mode::Balanced,
            ["--mode", "recall"] => mode = Mode::Recall,
            _ => bail!("usage:\n{USAGE}"),
        }
    }
    let path = model.unwrap_or("models/claims-en.model");
    let bytes = std::fs::read(path).with_context(|| format!("reading {path}"))?;
    let extractor = Extractor::read(bytes).with_context(|| format!("reading {path}"))?;
    match (articles, gold) {
        (Some(articles), None) => spans(&extractor, mode, articles, predictions),
        (None, Some(folder)) => stories::run(&extractor, mode, folder, predictions, list),
        _ => bail!("usage:\n{USAGE}"),
    }
}

fn spans(extractor: &Extractor, mode: Mode, path: &str, predictions: Option<&str>) -> Result<()> {
    let articles = train::articles_of(path)?;
    let mut sum = Sums::default();
    let mut lines = Vec::new();
    for article in &articles {
        let found = extractor.extract(&extractor.analyse(&article.text), mode).attributions;
        sum.add(&article.text, &article.attributions, &found);
        lines.push(prediction(&article.id, &article.text, &found));
    }
    println!("{} articles", articles.len());
    sum.print();
    write(predictions, &lines)
}

/// What is added up over articles.
#[derive(Default)]
struct Sums {
    agreement: Agreement,
    judged: Vec<(f64, bool)>,
    /// Marked attributions whose cue has a verb of speech, and others: marked, softly found.
    speech: [(usize, usize); 2],
}

impl Sums {
    /// Adds an article; gives what became of the outermost ones that were found.
    fn add(&mut self, text: &str, marked: &[Marked], found: &[Attribution]) -> score::Pairs {
        let main: Vec<&Attribution> = found.iter().filter(|one| one.level == Level::Main).collect();
        let ours: Vec<Marked> = main.iter().map(|one| as_marked(one)).collect();
        let (agreement, pairs) = score::compare(text, marked, &ours);
        self.agreement.add(&agreement);
        self.judged.extend(main.iter().zip(&pairs.soft).map(|(one, &soft)| (one.probability, soft)));
        for (number, one) in marked.iter().enumerate() {
            let is_speech = one.cue.iter().any(|piece| speech::has_verb(&text[piece.clone()]));
            let is_found =
                pairs.marked.iter().zip(&pairs.soft).any(|(&pair, &soft)| pair == Some(number) && soft);
            let sums = &mut self.speech[usize::from(!is_speech)];
            sums.0 += 1;
            sums.1 += usize::from(is_found);
        }
        pairs
    }

    fn print(&self) {
        let agreement = &self.agreement;
        println!(
            "marked {:.0}, found {:.0}, aligned {:.0}",
            agreement.aligned.marked, agreement.aligned.found, agreement.aligned.right
        );
        for (role, name) in ["source", "cue", "content"].into_iter().enumerate() {
            line(&format!("{name} exact"), agreement.exact[role]);
            line(&format!("{name} overlap"), agreement.overlap[role]);
        }
        line("aligned", agreement.aligned);
        line("whole exact", agreement.whole_exact);
        line("whole soft", agreement.whole_soft);
        for (kind, name) in
            [(Quoting::Direct, "direct"), (Quoting::Mixed, "mixed"), (Quoting::Indirect, "indirect")]
        {
            let (precision, recall, f1) = agreement.soft_of(kind);
            println!(
                "  {:22} P {:5.1}  R {:5.1}  F1 {:5.1}",
                format!("whole soft, {name}"),
                100.0 * precision,
                100.0 * recall,
                100.0 * f1
            );
        }
        for (sums, name) in self.speech.iter().zip(["cues with a verb of speech", "other cues"]) {
            println!(
                "  soft recall, {name}: {:.1} % of {}",
                100.0 * sums.1 as f64 / sums.0.max(1) as f64,
                sums.0
            );
        }
        println!(
            "  expected calibration error against whole soft: {:.3}",
            score::calibration_error(&self.judged)
        );
    }
}

/// Prints precision, recall and F1.
pub fn line(name: &str, ratio: Ratio) {
    println!(
        "  {name:22} P {:5.1}  R {:5.1}  F1 {:5.1}",
        100.0 * ratio.precision(),
        100.0 * ratio.recall(),
        100.0 * ratio.f1()
    );
}

/// An attribution as annotators mark it.
pub fn as_marked(one: &Attribution) -> Marked {
    Marked { source: one.source.clone(), cue: vec![one.cue.clone()], content: one.content.clone() }
}

/// An article's line in the scorer's format; places count code points.
fn prediction(id: &str, text: &str, found: &[Attribution]) -> Value {
    let mut points = vec![0_usize; text.len() + 1];
    let mut count = 0;
    for (at, c) in text.char_indices() {
        points[at..at + c.len_utf8()].fill(count);
        count += 1;
    }
    points[text.len()] = count;
    let places = |pieces: &[std::ops::Range<usize>]| -> Vec<[usize; 2]> {
        pieces.iter().map(|piece| [points[piece.start], points[piece.end]]).collect()
    };
    let attributions: Vec<Value> = found
        .iter()
        .filter(|one| one.level == Level::Main)
        .map(|one| {
            json!({
                "source": places(&one.source),
                "cue": places(std::slice::from_ref(&one.cue)),
                "content": places(&one.content),
                "p": one.probability,
            })
        })
        .collect();
    json!({ "id": id, "attributions": attributions })
}

fn write(path: Option<&str>, lines: &[Value]) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(path, text).with_context(|| format!("writing {path}"))
}
