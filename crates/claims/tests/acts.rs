//! Acts and targets on the open half of the gold set, with its own spans.

use scrutineer_claims::{Act, Analysis, Attribution, Level, Producer, act};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../gold/claims/open")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).expect("the gold set is in the repository")
}

/// An article with its annotation.
struct Article {
    name: String,
    text: String,
    annotation: Value,
}

fn articles(stories: &[&str]) -> Vec<Article> {
    let mut all = Vec::new();
    for story in stories {
        for number in 1..=3 {
            let name = format!("{story}-{number}");
            let annotation = serde_json::from_str(&read(&format!("{name}.json"))).expect("JSON");
            all.push(Article { text: read(&format!("{name}.txt")), name, annotation });
        }
    }
    all
}

/// Places in bytes of places in code points.
fn places(text: &str, value: &Value) -> Vec<Range<usize>> {
    let byte = |point: &Value| {
        let point = point.as_u64().expect("a number") as usize;
        text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(point).expect("within the text")
    };
    value.as_array().expect("places").iter().map(|place| byte(&place[0])..byte(&place[1])).collect()
}

fn attribution(text: &str, entry: &Value) -> Attribution {
    Attribution {
        source: places(text, &entry["source"]),
        cue: places(text, &entry["cue"])[0].clone(),
        content: places(text, &entry["content"]),
        probability: 1.0,
        by: Producer::Model,
        level: if entry["level"] == "nested" { Level::Nested } else { Level::Main },
    }
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// Names, aliases and metonyms of the entities of a story.
fn aliases(story: &str) -> BTreeMap<String, Vec<String>> {
    let links: Value = serde_json::from_str(&read(&format!("{story}.links.json"))).expect("JSON");
    let entities = links["entities"].as_array().expect("entities");
    entities
        .iter()
        .map(|entity| {
            let name = entity["name"].as_str().expect("a name").to_owned();
            let mut all = vec![name.clone()];
            for key in ["aliases", "metonyms"] {
                all.extend(strings(&entity[key]).into_iter().map(str::to_owned));
            }
            (name, all)
        })
        .collect()
}

#[derive(Default)]
struct Figures {
    entries: usize,
    agreeing: usize,
    confusion: BTreeMap<(Act, Act), usize>,
    negated: [usize; 4],
    hedged: [usize; 4],
    pronouns: [usize; 2],
    /// Of what is accused, asked or praised: named by a name, named in the gold set, named by a pronoun.
    pointed: [usize; 3],
    found: usize,
    named: usize,
    right: usize,
    /// What differs, in words.
    differences: String,
}

fn measure(stories: &[&str]) -> Figures {
    let mut figures = Figures::default();
    for article in articles(stories) {
        let analysis = Analysis::of(&article.text);
        let names = aliases(&article.name[..3]);
        for entry in article.annotation["attributions"].as_array().expect("attributions") {
            figures.add(&article, &analysis, &names, entry);
        }
    }
    figures
}

impl Figures {
    fn add(
        &mut self,
        article: &Article,
        analysis: &Analysis<'_>,
        names: &BTreeMap<String, Vec<String>>,
        entry: &Value,
    ) {
        let attribution = attribution(&article.text, entry);
        let judged = act::judge(analysis, &attribution);
        let gold = by_name(entry["act"].as_str().expect("an act"));
        let any = strings(&entry["act_any"]);
        let agrees = judged.act == gold || any.contains(&judged.act.name());
        self.entries += 1;
        self.agreeing += usize::from(agrees);
        *self.confusion.entry((gold, if agrees { gold } else { judged.act })).or_default() += 1;
        let is_negated = entry["negated_cue"] == true;
        self.negated[usize::from(is_negated) * 2 + usize::from(judged.is_negated)] += 1;
        let is_hedged = entry["hedged"] == true;
        self.hedged[usize::from(is_hedged) * 2 + usize::from(!judged.hedges.is_empty())] += 1;
        // Pronouns are resolved elsewhere: counted apart.
        let targets: Vec<&str> = judged.targets.iter().map(|target| analysis.words(target)).collect();
        let wanted = strings(&entry["targets"]);
        let (pronouns, targets): (Vec<&str>, Vec<&str>) =
            targets.into_iter().partition(|target| PRONOUNS.contains(target));
        self.pronouns[usize::from(!wanted.is_empty())] += pronouns.len();
        let hits = |target: &str| {
            wanted
                .iter()
                .any(|name| names[*name].iter().any(|alias| holds(target, alias) || holds(alias, target)))
        };
        self.named += wanted.len();
        self.found += targets.len();
        let right = targets.iter().filter(|target| hits(target)).count();
        self.right += right;
        if ["accuse", "demand", "praise"].contains(&gold.name()) {
            let reached = wanted.iter().filter(|name| {
                targets.iter().any(|target| {
                    names[**name].iter().any(|alias| holds(target, alias) || holds(alias, target))
                })
            });
            self.pointed[0] += reached.count();
            self.pointed[1] += wanted.len();
            self.pointed[2] += usize::from(!wanted.is_empty() && !pronouns.is_empty());
        }
        if !agrees || right != wanted.len() || right != targets.len() || is_negated != judged.is_negated {
            let quote = |key: &str| strings(&entry["quote"][key]).join(" .. ");
            writeln!(
                self.differences,
                "{} {} is {} for {} {any:?} by `{}`, about {targets:?} for {wanted:?}\n    {} | {} | {}",
                entry["id"].as_str().unwrap_or_default(),
                if agrees { "ok" } else { "WRONG" },
                judged.act.name(),
                gold.name(),
                judged.frame,
                quote("source"),
                quote("cue"),
                quote("content"),
            )
            .expect("a string takes all");
        }
    }

    fn agreement(&self) -> f64 {
        self.agreeing as f64 / self.entries as f64
    }

    /// The figures, as lines.
    fn lines(&self) -> String {
        let confusions: Vec<String> = self
            .confusion
            .iter()
            .filter(|((gold, found), _)| gold != found)
            .map(|((gold, found), count)| format!("{count} of {} found to {}", gold.name(), found.name()))
            .collect();
        format!(
            "{} of {} acts agree ({:.3})\n\
             targets: {} right of {} found and {} in the gold set\n\
             of whom is accused, asked or praised: {} found of {}, {} more by a pronoun\n\
             pronouns where the gold set names nobody, somebody: {:?}\n\
             (neither, only found, only gold, both) negated: {:?}; hedged: {:?}\n{}\n",
            self.agreeing,
            self.entries,
            self.agreement(),
            self.right,
            self.found,
            self.named,
            self.pointed[0],
            self.pointed[1],
            self.pointed[2],
            self.pronouns,
            self.negated,
            self.hedged,
            confusions.join("\n")
        )
    }
}

fn holds(outer: &str, inner: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty() && *w != "the")
            .map(str::to_owned)
            .collect()
    };
    let (outer, inner) = (words(outer), words(inner));
    !inner.is_empty() && outer.windows(inner.len()).any(|window| window == inner)
}

fn by_name(name: &str) -> Act {
    Act::ALL.into_iter().find(|act| act.name() == name).expect("a known act")
}

const PRONOUNS: &[&str] =
    &["it", "he", "she", "they", "him", "her", "them", "us", "me", "you", "we", "We", "his", "their", "its"];

const FIRST: &[&str] = &["s01", "s03", "s05", "s07", "s09"];
const SECOND: &[&str] = &["s02", "s04", "s06", "s08", "s10"];

#[test]
fn acts_agree_with_the_open_half() {
    // 482 of 497 when it was written.
    let (first, second) = (measure(FIRST), measure(SECOND));
    assert!(first.agreement() >= 0.96, "{}", first.agreement());
    assert!(second.agreement() >= 0.96, "{}", second.agreement());
    for figures in [first, second] {
        assert_eq!(figures.negated[1] + figures.negated[2], 0, "all negated cues, and no others");
        assert!(figures.hedged[1] <= 4 && figures.hedged[2] <= 1);
        assert!(figures.right * 100 >= figures.found * 80, "four of five targets are right");
        assert!(figures.pointed[0] * 100 >= figures.pointed[1] * 38);
    }
}

#[test]
fn nobody_is_accused_who_is_not_accused() {
    for stories in [FIRST, SECOND] {
        let figures = measure(stories);
        let wrong: usize = figures
            .confusion
            .iter()
            .filter(|((gold, found), _)| gold != found && *found == Act::Accuse)
            .map(|(_, n)| n)
            .sum();
        assert_eq!(wrong, 0);
    }
}

#[test]
#[ignore = "prints what differs from the gold set"]
fn differences() {
    for stories in [FIRST, SECOND] {
        let figures = measure(stories);
        println!("{}\n{}", figures.differences, figures.lines());
    }
}
