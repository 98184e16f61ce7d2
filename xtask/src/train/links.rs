//! Fitting of the weights of links, which stand in a table of the claims lens.

use super::USAGE;
use crate::evaluate::{as_marked, gold, line};
use anyhow::{Context, Result, bail, ensure};
use claims::annotated::Marked;
use claims::extract::{Extractor, Mode};
use claims::learn::Logistic;
use claims::ledger::{self, Reading, StatementNo};
use claims::link::{self, Params, WeighedPair};
use claims::score::{self, Ratio};
use claims::{Attribution, Level};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A kind of link that has weights.
struct Kind {
    /// What it is counted as ([`gold::group`]).
    group: &'static str,
    /// The names of its tables, and what stands above them.
    table: &'static str,
    text: &'static str,
    bias_text: &'static str,
    /// How much weights are drawn to nil: chosen by leaving out one set at a time.
    ridge: f64,
}

const ANSWER: Kind = Kind {
    group: "any answer",
    table: "ANSWER",
    text: "What speaks for an answer, and against it. The first statement is the answer, the second what it answers.",
    bias_text: "What is added to the sum of an answer's signals.",
    ridge: 7.0,
};

const SAME: Kind = Kind {
    group: "same claim",
    table: "SAME",
    text: "What speaks for the same claim, and against it.",
    bias_text: "What is added to the sum of the signals of one claim.",
    ridge: 5.0,
};

/// Pairs of a set of stories that were weighed as links of one kind.
struct Pairs {
    /// Names of the signals.
    names: Vec<&'static str>,
    pairs: Vec<WeighedPair>,
    /// Whether readers linked them.
    linked: Vec<bool>,
    /// Links of the readers, those between statements that were not found or not weighed included.
    marked: usize,
}

/// Fits, says how good links are on sets that were left out, and writes the tables.
pub fn run(args: &[&str]) -> Result<()> {
    let (mut folders, mut model, mut other, mut out) = (Vec::new(), "models/claims-en.model", None, None);
    for pair in args.chunks(2) {
        match pair {
            // A model reads the folders behind it: so each can be read by one that did not learn from it.
            ["--stories", folder] => folders.push((*folder, model)),
            ["--model", path] => model = path,
            ["--learn-from", path] => other = Some(*path),
            ["--out", path] => out = Some(*path),
            _ => bail!("usage:\n{USAGE}"),
        }
    }
    ensure!(folders.len() > 1, "one set is left out at a time, so give two or more\nusage:\n{USAGE}");
    let read = |path: &str, folder: &str| -> Result<[Pairs; 2]> {
        let bytes = std::fs::read(path).with_context(|| format!("reading {path}"))?;
        set(&Extractor::read(bytes).with_context(|| format!("reading {path}"))?, folder)
    };
    let measured: Vec<[Pairs; 2]> =
        folders.iter().map(|(folder, model)| read(model, folder)).collect::<Result<_>>()?;
    let learned: Option<Vec<[Pairs; 2]>> =
        other.map(|model| folders.iter().map(|(folder, _)| read(model, folder)).collect()).transpose()?;
    let learned = learned.as_ref().unwrap_or(&measured);
    let params = Params::default();
    let mut tables = String::new();
    for (at, kind) in [ANSWER, SAME].iter().enumerate() {
        println!("{}, each set with weights of the others", kind.group);
        let mut all = Ratio::default();
        for (out, ((folder, _), sets)) in folders.iter().zip(&measured).enumerate() {
            let others = learned.iter().enumerate().filter(|(set, _)| *set != out);
            let fitted = fit(&others.map(|(_, sets)| &sets[at]).collect::<Vec<_>>(), kind);
            let ratio = measure(&sets[at], &fitted, kind, &params);
            let linked = sets[at].linked.iter().filter(|linked| **linked).count();
            line(folder.rsplit('/').find(|part| !part.is_empty()).unwrap_or(folder), ratio);
            println!(
                "    {} of {} given are linked by readers, who have {}; {} pairs were weighed, {linked} of them linked",
                ratio.right,
                ratio.found,
                ratio.marked,
                sets[at].pairs.len()
            );
            all = Ratio {
                right: all.right + ratio.right,
                found: all.found + ratio.found,
                marked: all.marked + ratio.marked,
            };
        }
        line("all", all);
        let sets: Vec<&Pairs> = learned.iter().map(|sets| &sets[at]).collect();
        tables.push_str(&table(kind, &sets[0].names, &fit(&sets, kind)));
    }
    let Some(out) = out else { return Ok(()) };
    let text = std::fs::read_to_string(out).with_context(|| format!("reading {out}"))?;
    let text = put(&text, &tables).with_context(|| format!("{out} lacks the marks of the tables"))?;
    std::fs::write(out, text).with_context(|| format!("writing {out}"))
}

/// Reads the stories of a folder as one corpus, as the program does, and weighs pairs of the statements that it finds.
fn set(extractor: &Extractor, folder: &str) -> Result<[Pairs; 2]> {
    let stories = gold::read(folder)?;
    let articles: Vec<&gold::Article> = stories.iter().flat_map(|story| &story.articles).collect();
    let readings: Vec<Reading> = articles
        .iter()
        .map(|article| ledger::read(extractor, &article.text, article.published, Mode::Balanced))
        .collect();
    // The readers' statement that each of ours is aligned with.
    let mut names: BTreeMap<StatementNo, &str> = BTreeMap::new();
    for (number, (article, reading)) in articles.iter().zip(&readings).enumerate() {
        for (level, marked) in [Level::Main, Level::Nested].into_iter().zip(&article.marked) {
            let (entries, ours): (Vec<usize>, Vec<&Attribution>) = reading
                .entries
                .iter()
                .map(|entry| &entry.attribution)
                .enumerate()
                .filter(|(_, ours)| ours.level == level)
                .unzip();
            let spans: Vec<Marked> = marked.iter().map(|gold| gold.spans.clone()).collect();
            let ours: Vec<Marked> = ours.into_iter().map(as_marked).collect();
            let (_, pairs) = score::compare(&article.text, &spans, &ours);
            for (entry, gold) in entries.into_iter().zip(pairs.marked) {
                if let Some(gold) = gold {
                    names.insert(StatementNo { article: number, entry }, &marked[gold].id);
                }
            }
        }
    }
    let sources = gold::sources(articles.iter().copied(), &readings);
    let corpus = ledger::connect(&sources, &Params::default());
    let (statements, actors) = ledger::described(&sources, &corpus);
    let weighed = link::weighed(&statements, &actors, &Params::default());
    let name = |place: usize| names.get(&corpus.statements[place]).copied();
    let pairs = |kind: &Kind, (signals, pairs): (Vec<&'static str>, Vec<WeighedPair>), is_mutual: bool| {
        let marked: BTreeSet<(&str, &str)> = stories
            .iter()
            .flat_map(|story| &story.links)
            .filter(|(_, _, named)| gold::group(named) == kind.group)
            .map(|(from, to, _)| (from.as_str(), to.as_str()))
            .collect();
        let is_linked = |from: usize, to: usize| {
            let Some((from, to)) = name(from).zip(name(to)) else { return false };
            marked.contains(&(from, to)) || (is_mutual && marked.contains(&(to, from)))
        };
        let linked = pairs.iter().map(|(from, to, _)| is_linked(*from, *to)).collect();
        Pairs { names: signals, pairs, linked, marked: marked.len() }
    };
    Ok([pairs(&ANSWER, weighed.answers, false), pairs(&SAME, weighed.same, true)])
}

/// Fits weights, rounded as they are written.
fn fit(sets: &[&Pairs], kind: &Kind) -> Logistic {
    let rows: Vec<(&[f64], bool)> = sets
        .iter()
        .flat_map(|set| set.pairs.iter().zip(&set.linked))
        .map(|((_, _, signals), linked)| (&signals[..], *linked))
        .collect();
    let fitted = Logistic::fit(&rows, kind.ridge);
    Logistic { bias: rounded(fitted.bias), weights: fitted.weights.into_iter().map(rounded).collect() }
}

/// To two places behind the point, without a sign of nil.
fn rounded(weight: f64) -> f64 {
    (100.0 * weight).round() / 100.0 + 0.0
}

/// Links that the program would give by these weights, against the readers'. Runs of the same words, which are found in
/// another way, are left out.
fn measure(set: &Pairs, fitted: &Logistic, kind: &Kind, params: &Params) -> Ratio {
    // What each statement is weighed with: the probability, and which pair it is.
    let mut scored: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
    for (place, (from, _, signals)) in set.pairs.iter().enumerate() {
        scored.entry(*from).or_default().push((fitted.probability(signals), place));
    }
    let is_answer = kind.group == ANSWER.group;
    let chosen: Vec<usize> = scored
        .into_values()
        .flat_map(|scored| {
            let scored = scored.into_iter();
            if is_answer {
                link::chosen_answers(scored, params.answer)
            } else {
                link::chosen_same(scored, params.same_claim)
            }
        })
        .map(|(_, place)| place)
        .collect();
    let right = chosen.iter().filter(|&&place| set.linked[place]).count();
    Ratio { right: right as f64, found: chosen.len() as f64, marked: set.marked as f64 }
}

/// The table of a kind, as it stands in the program.
fn table(kind: &Kind, names: &[&str], fitted: &Logistic) -> String {
    let mut table =
        format!("/// {}\npub(super) const {}: [Weight; {}] = [\n", kind.text, kind.table, names.len());
    for (name, weight) in names.iter().zip(&fitted.weights) {
        let _ = writeln!(table, "    ({name:?}, {weight:.2}),");
    }
    let _ = write!(
        table,
        "];\n\n/// {}\npub(super) const {}_BIAS: f64 = {:.2};\n\n",
        kind.bias_text, kind.table, fitted.bias
    );
    table
}

/// The file with other tables between its marks: the lines that begin with them stay.
fn put(file: &str, tables: &str) -> Option<String> {
    let begin = file.find(BEGIN)?;
    let begin = begin + file[begin..].find('\n')? + 1;
    let end = begin + file[begin..].find(END)?;
    Some(format!("{}\n{tables}{}", &file[..begin], &file[end..]))
}

const BEGIN: &str = "// <fitted>";
const END: &str = "// </fitted>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_put_between_the_marks() {
        let fitted = Logistic { bias: -2.5, weights: vec![rounded(0.304), rounded(-0.001)] };
        let tables = table(&SAME, &["near", "far"], &fitted);
        let file = "above\n// <fitted> by a command\n\nold\n\n// </fitted>\nbelow\n";
        let expected = "above\n// <fitted> by a command\n\n\
            /// What speaks for the same claim, and against it.\n\
            pub(super) const SAME: [Weight; 2] = [\n    (\"near\", 0.30),\n    (\"far\", 0.00),\n];\n\n\
            /// What is added to the sum of the signals of one claim.\n\
            pub(super) const SAME_BIAS: f64 = -2.50;\n\n\
            // </fitted>\nbelow\n";
        assert_eq!(put(file, &tables).as_deref(), Some(expected));
        assert_eq!(put(expected, &tables).as_deref(), Some(expected));
        assert_eq!(put("above\nbelow\n", &tables), None);
    }

    #[test]
    fn what_is_given_is_measured_against_the_links_of_readers() {
        let pair = |from, to, signal| (from, to, vec![signal]);
        let set = Pairs {
            names: vec!["near"],
            // Of the first two, which one statement may answer, the second is far behind.
            pairs: vec![pair(0, 1, 4.0), pair(0, 2, 0.5), pair(3, 1, 0.2), pair(4, 1, -9.0)],
            linked: vec![true, true, false, true],
            marked: 5,
        };
        let fitted = Logistic { bias: 0.0, weights: vec![1.0] };
        let ratio = measure(&set, &fitted, &ANSWER, &Params::default());
        assert_eq!((ratio.right, ratio.found, ratio.marked), (1.0, 2.0, 5.0));
        let ratio = measure(&set, &fitted, &SAME, &Params::default());
        assert_eq!((ratio.right, ratio.found, ratio.marked), (2.0, 3.0, 5.0));
    }
}
