//! The whole ledger against stories: spans, acts, speakers, nested statements, traps, links.

use super::gold::{self, Gold, Story};
use super::{Sums, as_marked, prediction, write};
use anyhow::Result;
use claims::annotated::Marked;
use claims::extract::{Extractor, Mode};
use claims::ledger::{self, Reading, StatementNo};
use claims::link::Params;
use claims::score::{self, Agreement, Ratio};
use claims::{Act, Attribution, Level};
use std::collections::BTreeMap;

/// Right ones and all.
#[derive(Clone, Copy, Default)]
struct Share(usize, usize);

impl Share {
    fn count(&mut self, is_right: bool) {
        self.0 += usize::from(is_right);
        self.1 += 1;
    }

    fn show(self) -> String {
        format!("{} of {} ({:.1} %)", self.0, self.1, 100.0 * self.0 as f64 / self.1.max(1) as f64)
    }
}

pub fn run(
    extractor: &Extractor,
    mode: Mode,
    folder: &str,
    predictions: Option<&str>,
    list: bool,
) -> Result<()> {
    let stories = gold::read(folder)?;
    let articles: Vec<(&Story, &gold::Article)> =
        stories.iter().flat_map(|story| story.articles.iter().map(move |article| (story, article))).collect();
    let readings: Vec<Reading> = articles
        .iter()
        .map(|(_, article)| ledger::read(extractor, &article.text, article.published, mode))
        .collect();

    let mut sums = Sums::default();
    let mut nested = Agreement::default();
    let (mut acts, mut speakers, mut unnamed, mut negated, mut traps) =
        (Share::default(), Share::default(), Share::default(), Share::default(), Share::default());
    let mut lines = Vec::new();
    // The gold statement that each of ours is aligned with.
    let mut names: BTreeMap<StatementNo, &str> = BTreeMap::new();
    for (number, ((story, article), reading)) in articles.iter().zip(&readings).enumerate() {
        let found: Vec<Attribution> = reading.entries.iter().map(|entry| entry.attribution.clone()).collect();
        lines.push(prediction(&article.id, &article.text, &found));
        for (level, marked) in [Level::Main, Level::Nested].into_iter().zip(&article.marked) {
            let spans: Vec<Marked> = marked.iter().map(|gold| gold.spans.clone()).collect();
            let ours: Vec<usize> = (0..found.len()).filter(|&entry| found[entry].level == level).collect();
            let pairs = if level == Level::Main {
                sums.add(&article.text, &spans, &found)
            } else {
                let ours: Vec<Marked> = ours.iter().map(|&entry| as_marked(&found[entry])).collect();
                let (agreement, pairs) = score::compare(&article.text, &spans, &ours);
                nested.add(&agreement);
                pairs
            };
            for (place, &entry) in ours.iter().enumerate() {
                let Some(gold) = pairs.marked[place].map(|gold| &marked[gold]) else { continue };
                names.insert(StatementNo { article: number, entry }, &gold.id);
                if level == Level::Main {
                    let ours = &reading.entries[entry];
                    acts.count(gold.acts.iter().any(|act| act == ours.judged.act.name()));
                    negated.count(gold.is_negated == ours.judged.is_negated);
                    let is_right = is_speaker(story, gold, reading, entry);
                    // As the scorer counts: where the gold names somebody. Sources without a name are judged apart.
                    if gold.speaker.is_some() {
                        speakers.count(is_right)
                    } else {
                        unnamed.count(is_right)
                    };
                    if list && !is_right {
                        let who = ours.speaker.entity.map(|entity| &reading.entities.entities[entity].name);
                        let source: Vec<&str> =
                            found[entry].source.iter().map(|piece| &article.text[piece.clone()]).collect();
                        println!(
                            "{}: speaker {who:?} ({:?}) of {source:?}, not {:?}",
                            gold.id, ours.speaker.by, gold.speaker
                        );
                    }
                    if list && !gold.acts.iter().any(|act| act == ours.judged.act.name()) {
                        let act = ours.judged.act.name();
                        println!("{}: {act} ({}), not {:?}", gold.id, ours.judged.frame, gold.acts);
                    }
                }
            }
        }
        // A trap is walked into where something that stands there is told as an accusation or a denial, and no careful
        // reader tells it so.
        for trap in &article.traps {
            let is_hit = reading.entries.iter().enumerate().any(|(entry, ours)| {
                let touches =
                    ours.attribution.content.iter().chain([&ours.attribution.cue]).any(|piece| {
                        trap.iter().any(|range| range.start < piece.end && piece.start < range.end)
                    });
                let name = names.get(&StatementNo { article: number, entry });
                let gold = article.marked.iter().flatten().find(|gold| Some(&gold.id.as_str()) == name);
                let act = ours.judged.act;
                touches
                    && matches!(act, Act::Accuse | Act::Deny)
                    && !gold.is_some_and(|gold| gold.acts.iter().any(|other| other == act.name()))
            });
            traps.count(!is_hit);
        }
    }
    println!("{} articles of {} stories", articles.len(), stories.len());
    sums.print();
    println!("nested");
    super::line("whole soft", nested.whole_soft);
    super::line("aligned", nested.aligned);
    println!(
        "of aligned outermost ones: acts {}, speakers {} (sources without a name: {}), negated cues {}",
        acts.show(),
        speakers.show(),
        unnamed.show(),
        negated.show()
    );
    println!("traps avoided: {}", traps.show());
    links(&stories, &articles, &readings, &names, list);
    write(predictions, &lines)
}

/// Whether the speaker is the gold one by any of its names, or nobody where the gold has nobody.
fn is_speaker(story: &Story, gold: &Gold, reading: &Reading, entry: usize) -> bool {
    let entity = reading.entries[entry].speaker.entity.map(|entity| &reading.entities.entities[entity]);
    let Some(name) = &gold.speaker else {
        // Whoever has no name may be found, but must not be taken for one who has.
        let is_known = |name: &String| story.names.values().any(|names| names.contains(&gold::fold(name)));
        return entity.is_none_or(|entity| !is_known(&entity.name));
    };
    let Some(entity) = entity else { return false };
    let names = story.names.get(name).cloned().unwrap_or_else(|| vec![gold::fold(name)]);
    std::iter::once(&entity.name).chain(&entity.aliases).any(|ours| names.contains(&gold::fold(ours)))
}

/// Links over all articles in one corpus. Only those between statements that gold has too can be right.
fn links(
    stories: &[Story],
    articles: &[(&Story, &gold::Article)],
    readings: &[Reading],
    names: &BTreeMap<StatementNo, &str>,
    list: bool,
) {
    let sources = gold::sources(articles.iter().map(|(_, article)| *article), readings);
    let corpus = ledger::connect(&sources, &Params::default());
    let mut gold: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
    for (from, to, kind) in stories.iter().flat_map(|story| &story.links) {
        for class in [gold::group(kind).to_owned(), format!("  {kind}")] {
            gold.entry((from, to, class)).or_default();
        }
    }
    let mut sums: BTreeMap<String, Ratio> = BTreeMap::new();
    for (_, _, class) in gold.keys() {
        sums.entry(class.clone()).or_default().marked += 1.0;
    }
    let mut missed: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    if list {
        let all = stories.iter().flat_map(|story| &story.links);
        missed.extend(all.map(|(from, to, kind)| ((from.as_str(), to.as_str()), kind.as_str())));
    }
    let mut seen = std::collections::BTreeSet::new();
    for link in &corpus.links.links {
        let name = |place: usize| names.get(&corpus.statements[place]).copied();
        let (from, to) = (name(link.from), name(link.to));
        let kind = link.kind.name();
        if list && missed.remove(&(from.unwrap_or_default(), to.unwrap_or_default())).is_none() {
            println!("link {from:?} to {to:?}: {kind} by {}, not in the set", link.basis.name());
        }
        for class in [gold::group(kind).to_owned(), format!("  {kind}")] {
            if !seen.insert((link.from, link.to, class.clone())) {
                continue;
            }
            let sum = sums.entry(class.clone()).or_default();
            sum.found += 1.0;
            if let (Some(from), Some(to)) = (from, to) {
                let both = [(from, to, class.clone()), (to, from, class.clone())];
                let is_symmetric =
                    class.trim() == "same claim" || class.trim() == "same_claim" || class.contains("contra");
                sum.right += f64::from(u8::from(
                    gold.contains_key(&both[0]) || (is_symmetric && gold.contains_key(&both[1])),
                ));
            }
        }
    }
    let found: Vec<&&str> = names.values().collect();
    for ((from, to), kind) in missed {
        let lacks: Vec<&str> = [from, to].into_iter().filter(|name| !found.contains(&name)).collect();
        println!("link {from} to {to}: no {kind} was found; statements not found: {lacks:?}");
    }
    println!("links, exact pairs of statements");
    for (class, ratio) in &sums {
        super::line(class, *ratio);
    }
    let expected: Vec<&str> =
        stories.iter().flat_map(|story| &story.unanswered).map(String::as_str).collect();
    let found =
        corpus.links.unanswered.iter().map(|one| names.get(&corpus.statements[one.statement]).copied());
    let right = found.clone().flatten().filter(|name| expected.contains(name)).count();
    super::line(
        "unanswered",
        Ratio { right: right as f64, found: found.count() as f64, marked: expected.len() as f64 },
    );
}
