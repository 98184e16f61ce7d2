//! Accuracy of the synthetic lens: ranking and answers on texts of domains and sources that were left out, attacks, posts
//! of accounts that were left out, artefacts. Each setting trains anew: all of them take about an hour on two cores.

use crate::labelled::{self, Item, REGISTERS};
use crate::train::synthetic::chosen;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use synthetic::account::{LEAST_POSTS, People};
use synthetic::answer::{Answer, Model, Outcome};
use synthetic::document::Document;
use synthetic::register::{BUCKETS, MOST_WORDS, piece};
use synthetic::stack::Stack;
use synthetic::train::{Settings, Text, Trained, calibrate, train};

/// Measures.
pub fn run(args: &[&str]) -> Result<()> {
    let (mut texts, mut posts, mut only) = (None, None, "");
    for pair in args.chunks(2) {
        match pair {
            ["--texts", path] => texts = Some(*path),
            ["--posts", path] => posts = Some(*path),
            ["--only", part] => only = part,
            _ => bail!("usage:\n{}", super::USAGE),
        }
    }
    if let Some(path) = texts {
        long_texts(Path::new(path), only)?;
    }
    if let Some(path) = posts {
        of_posts(Path::new(path))?;
    }
    if texts.is_none() && posts.is_none() {
        bail!("usage:\n{}", super::USAGE);
    }
    Ok(())
}

fn long_texts(path: &Path, only: &str) -> Result<()> {
    let (items, _) = labelled::read(path)?;
    let of = |source: &'static str| move |item: &Item| item.row.source == source;
    if only.is_empty() || only == "dev" {
        let model = without(&items, &|item| item.row.split == "dev");
        let is_dev = |item: &Item| item.row.split == "dev" && item.row.source == "detectrl";
        let (human, machine) = scores(&model, &items, &is_dev);
        println!("dev of detectrl: {}", ranking(&human, &machine));
        answers(&model, &items, &is_dev);
        attacks(&model, &items, &is_dev);
        uniformity(&items);
        beginnings(&model, &items, &is_dev);
        artefacts(&items);
    }
    let domains = ["arxiv", "news", "fiction", "review"];
    if only.is_empty() || only == "domains" || domains.contains(&only) {
        for domain in domains.into_iter().filter(|domain| !domains.contains(&only) || *domain == only) {
            let is_out = |item: &Item| item.row.source == "detectrl" && item.row.domain == domain;
            let model = without(&items, &is_out);
            let (human, machine) = scores(&model, &items, &is_out);
            println!("without the domain {domain} of detectrl: {}", ranking(&human, &machine));
            answers(&model, &items, &is_out);
        }
    }
    let sources = ["detectrl", "llmfake", "fastdetect"];
    if only.is_empty() || only == "sources" || sources.contains(&only) {
        for source in sources.into_iter().filter(|source| !sources.contains(&only) || *source == only) {
            let is_out = of(source);
            let model = without(&items, &is_out);
            let (human, machine) = scores(&model, &items, &is_out);
            println!("without the source {source}: {}", ranking(&human, &machine));
            answers(&model, &items, &is_out);
        }
    }
    Ok(())
}

/// A model of everything but what is left out.
fn without(items: &[Item], is_out: &dyn Fn(&Item) -> bool) -> Model {
    let texts: Vec<&Text> = items
        .iter()
        .filter(|item| !is_out(item) && item.row.label < 2 && item.is_chat_or_human())
        .map(|item| &item.text)
        .collect();
    let trained = train(&texts, &Settings::long());
    let calibration = calibrate(&trained, &texts, REGISTERS.len());
    let Trained { members, stack, .. } = trained;
    let registers = REGISTERS.iter().map(|&name| name.to_owned()).collect();
    Model { members, stack, calibration, registers }
}

/// Whether p-values of human texts of groups that were left out are uniform: each scored, as calibration scores are, by
/// members that have not seen its source and register.
fn uniformity(items: &[Item]) {
    let is_dev = |item: &&Item| item.row.split == "dev";
    let texts: Vec<&Text> = items
        .iter()
        .filter(|item| !is_dev(item) && item.row.label < 2 && item.is_chat_or_human())
        .map(|item| &item.text)
        .collect();
    let trained = train(&texts, &Settings::long());
    let calibration = calibrate(&trained, &texts, REGISTERS.len());
    let registers = REGISTERS.iter().map(|&name| name.to_owned()).collect();
    let mut model =
        Model { members: trained.members.clone(), stack: trained.stack.clone(), calibration, registers };
    let mut by_bucket: Vec<Vec<f64>> = vec![Vec::new(); BUCKETS.len()];
    for (block, members) in &trained.without {
        model.members = members.clone();
        let own = items.iter().filter(is_dev).filter(|item| item.text.block == *block && item.row.label == 0);
        for item in own {
            for (bucket, values) in by_bucket.iter_mut().enumerate() {
                let answer = piece(&item.text.document, bucket).map(|view| model.judge_view(&view));
                values.extend(answer.filter(|one| one.outcome.is_answer()).and_then(|one| Some(one.p?.p)));
            }
        }
    }
    println!("groups left out, scored by members without their source and register:");
    for (least, values) in BUCKETS.iter().zip(&by_bucket) {
        let n = values.len();
        let flagged = values.iter().filter(|&&p| p <= 0.01).count();
        let (one, ks) = (100.0 * flagged as f64 / n.max(1) as f64, from_uniform(values.clone()));
        println!("  human pieces from {least} words: {n} answered, {one:.2} % at 1 %, KS of p {ks:.3}");
    }
    let all: Vec<f64> = by_bucket.concat();
    println!("  all lengths: {} answered, KS of p {:.3}", all.len(), from_uniform(all.clone()));
}

/// Scores of human texts and of chat models'.
fn scores(model: &Model, items: &[Item], is_it: &dyn Fn(&Item) -> bool) -> (Vec<f32>, Vec<f32>) {
    let of = |label: u8| {
        let chosen =
            items.iter().filter(|item| is_it(item) && item.row.label == label && item.is_chat_or_human());
        chosen.map(|item| model.judge(&item.text.document).score).collect()
    };
    (of(0), of(1))
}

/// The threshold that the share `rate` of human texts exceed at most.
fn threshold(human: &[f32], rate: f64) -> f32 {
    let mut sorted = human.to_vec();
    sorted.sort_by(f32::total_cmp);
    let at = ((1.0 - rate) * sorted.len() as f64).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or(f32::INFINITY)
}

fn share(values: &[f32], threshold: f32) -> f64 {
    values.iter().filter(|&&value| value > threshold).count() as f64 / values.len().max(1) as f64
}

/// The probability that a machine text scores above a human one, ties by half.
fn auroc(human: &[f32], machine: &[f32]) -> f64 {
    let mut sorted = human.to_vec();
    sorted.sort_by(f32::total_cmp);
    let wins: f64 = machine
        .iter()
        .map(|&score| {
            let (below, up_to) = (
                sorted.partition_point(|&other| other < score),
                sorted.partition_point(|&other| other <= score),
            );
            (below + up_to) as f64 / 2.0
        })
        .sum();
    wins / (human.len() as f64 * machine.len() as f64).max(1.0)
}

fn ranking(human: &[f32], machine: &[f32]) -> String {
    format!(
        "{} human and {} machine texts, AUROC {:.4}, TPR at 5 % {:.1}, at 1 % {:.1}",
        human.len(),
        machine.len(),
        auroc(human, machine),
        100.0 * share(machine, threshold(human, 0.05)),
        100.0 * share(machine, threshold(human, 0.01))
    )
}

/// What the calibrated answers come to, for whole texts and for pieces of each length.
fn answers(model: &Model, items: &[Item], is_it: &dyn Fn(&Item) -> bool) {
    let chosen: Vec<&Item> =
        items.iter().filter(|item| is_it(item) && item.row.label < 2 && item.is_chat_or_human()).collect();
    let whole = |item: &&Item| Some(model.judge_view(&item.text.document.first(MOST_WORDS)));
    tell("whole texts", &chosen, whole);
    tell("of 100 words and more", &chosen, |item| {
        (item.text.document.words >= 100).then(|| model.judge_view(&item.text.document.first(MOST_WORDS)))
    });
    for (bucket, least) in BUCKETS.iter().enumerate() {
        tell(&format!("pieces from {least} words"), &chosen, |item| {
            Some(model.judge_view(&piece(&item.text.document, bucket)?))
        });
    }
}

fn tell(name: &str, chosen: &[&Item], judge: impl Fn(&&Item) -> Option<Answer>) {
    let judged: Vec<(bool, Answer)> =
        chosen.iter().filter_map(|item| Some((item.text.is_machine, judge(item)?))).collect();
    let mut line = format!("  {name}:");
    for is_machine in [false, true] {
        let of: Vec<&Answer> = judged.iter().filter(|one| one.0 == is_machine).map(|one| &one.1).collect();
        let answered = of.iter().filter(|one| one.outcome.is_answer()).count();
        let flagged = of.iter().filter(|one| one.outcome == Outcome::Unusual1).count();
        let all = of.len().max(1) as f64;
        let rate = flagged as f64 / answered.max(1) as f64;
        let low = stats::clopper_pearson(flagged as u64, answered as u64, 0.05).map_or(0.0, |(low, _)| low);
        line += &format!(
            " {} {}, answered {:.1} %, flagged at 1 % {:.1} % ({:.2} % of answered, 95 % lower bound {:.2} %)",
            if is_machine { "; machine" } else { "human" },
            of.len(),
            100.0 * answered as f64 / all,
            100.0 * flagged as f64 / all,
            100.0 * rate,
            100.0 * low
        );
        if !is_machine {
            let p: Vec<f64> = of.iter().filter_map(|one| one.p.map(|p| p.p)).collect();
            line += &format!(", KS of p {:.3}", from_uniform(p));
        }
    }
    println!("{line}");
}

/// The largest distance between the distribution of some p-values and the uniform one.
fn from_uniform(mut p: Vec<f64>) -> f64 {
    p.sort_by(f64::total_cmp);
    let n = p.len().max(1) as f64;
    let distance = |(at, &p): (usize, &f64)| {
        let (below, up_to) = (at as f64 / n, (at + 1) as f64 / n);
        (p - below).abs().max((up_to - p).abs())
    };
    p.iter().enumerate().map(distance).fold(0.0, f64::max)
}

/// Flagged texts by what was done to them, at the threshold of unattacked human texts; and look-alikes and invisible
/// characters put into 30 % of letters.
fn attacks(model: &Model, items: &[Item], is_it: &dyn Fn(&Item) -> bool) {
    let (human, _) = scores(model, items, &|item| is_it(item) && item.row.attack == "none");
    let limit = threshold(&human, 0.01);
    let mut by_attack: BTreeMap<&str, Vec<f32>> = BTreeMap::new();
    for item in items.iter().filter(|item| is_it(item) && item.row.label == 1) {
        by_attack.entry(&item.row.attack).or_default().push(model.judge(&item.text.document).score);
    }
    for (attack, scores) in by_attack {
        println!(
            "  {attack}: {} machine texts, {:.1} % above the 1 % threshold",
            scores.len(),
            100.0 * share(&scores, limit)
        );
    }
    let edited: Vec<f32> = items
        .iter()
        .filter(|item| is_it(item) && item.row.label == 2)
        .map(|item| model.judge(&item.text.document).score)
        .collect();
    println!(
        "  human texts that a machine paraphrased: {}, {:.1} % above it",
        edited.len(),
        100.0 * share(&edited, limit)
    );
    let plain: Vec<&Item> =
        items.iter().filter(|item| is_it(item) && item.row.label == 1 && item.row.attack == "none").collect();
    for (name, attack) in
        [("look-alikes", disguise as fn(char, u64) -> Option<String>), ("zero-width characters", pad)]
    {
        let mut scores = Vec::new();
        let mut reported = 0;
        for item in &plain {
            let mut random = stats::Xoshiro256::new(item.text.group);
            let text: String = item
                .text
                .document
                .folded
                .text
                .chars()
                .map(|c| match random.uniform() < 0.3 {
                    true => attack(c, random.next_u64()).unwrap_or(c.to_string()),
                    false => c.to_string(),
                })
                .collect();
            let document = Document::of(&text);
            reported += usize::from(!document.folded.changes.is_empty());
            scores.push(model.judge(&document).score);
        }
        println!(
            "  {name} in 30 % of letters: {:.1} % above it, reported in {reported} of {} texts",
            100.0 * share(&scores, limit),
            plain.len()
        );
    }
}

fn disguise(c: char, _: u64) -> Option<String> {
    let latin = "aceopxyijsABCEHIKMOPTXS";
    let other = [
        "а", "с", "е", "о", "р", "х", "у", "і", "ј", "ѕ", "А", "В", "С", "Е", "Н", "І", "К", "М", "О", "Р",
        "Т", "Х", "Ѕ",
    ];
    latin.chars().position(|known| known == c).map(|at| other[at].to_owned())
}

fn pad(c: char, draw: u64) -> Option<String> {
    let invisible = ['\u{200b}', '\u{200c}', '\u{2060}'];
    c.is_ascii_alphabetic().then(|| format!("{c}{}", invisible[draw as usize % invisible.len()]))
}

/// Whether the model lives on how texts begin: the ranking without their first words.
fn beginnings(model: &Model, items: &[Item], is_it: &dyn Fn(&Item) -> bool) {
    for words in [5, 20, 50] {
        let of = |label: u8| -> Vec<f32> {
            let chosen =
                items.iter().filter(|item| is_it(item) && item.row.label == label && item.is_chat_or_human());
            chosen
                .filter_map(|item| {
                    let document = &item.text.document;
                    let start = document.first(words).tokens.len();
                    let rest = document.cut(start..document.tokens.len());
                    (rest.words >= BUCKETS[0]).then(|| model.judge_view(&rest).score)
                })
                .collect()
        };
        println!("  without the first {words} words: {}", ranking(&of(0), &of(1)));
    }
}

/// What there is to live on in 20 characters alone: the first of each text, and as many from its middle. (White space is
/// folded before anything is looked at.)
fn artefacts(items: &[Item]) {
    for (name, place) in [("first", 0.0), ("middle", 0.5)] {
        let cut: Vec<Item> = items
            .iter()
            .filter(|item| item.row.label < 2 && item.is_chat_or_human() && item.row.source == "detectrl")
            .map(|item| {
                let text = &item.text.document.folded.text;
                let start = text.floor_char_boundary((text.len() as f64 * place) as usize);
                let start =
                    text[start..].find(' ').filter(|_| start > 0).map_or(start, |gap| start + gap + 1);
                let piece: String = text[start..].chars().take(20).collect();
                let text = Text { document: Document::of(&piece), ..item.text.clone() };
                Item { row: item.row.clone(), text }
            })
            .collect();
        let texts: Vec<&Text> =
            cut.iter().filter(|item| item.row.split == "train").map(|item| &item.text).collect();
        let trained = train(&texts, &Settings { pieces: false, ..Settings::long() });
        let of = |label: u8| -> Vec<f32> {
            let chosen = cut.iter().filter(|item| item.row.split == "dev" && item.row.label == label);
            chosen
                .map(|item| {
                    let view = item.text.document.view();
                    trained.stack.score(&trained.members.margins(&view), view.words)
                })
                .collect()
        };
        println!("  {name} 20 characters alone: {}", ranking(&of(0), &of(1)));
    }
}

/// Posts of accounts that were left out, members and stack.
fn of_posts(path: &Path) -> Result<()> {
    let (items, accounts) = labelled::read(path)?;
    let posts = chosen(&items);
    let trained = train(&posts, &Settings::posts());
    let margins: Vec<_> =
        posts.iter().map(|post| trained.without[&post.block].margins(&post.document.view())).collect();
    let is_machine: Vec<bool> = (0..accounts.len())
        .map(|account| posts.iter().any(|post| post.block as usize == account && post.is_machine))
        .collect();
    // The stack of each account learns from the others.
    let scores: Vec<Vec<f32>> = (0..accounts.len())
        .map(|account| {
            let others: Vec<_> = posts
                .iter()
                .zip(&margins)
                .filter(|(post, _)| post.block as usize != account)
                .map(|(post, margins)| {
                    let size = posts.iter().filter(|other| other.block == post.block).count() as f32;
                    (*margins, post.document.words, post.is_machine, 100.0 / size.sqrt())
                })
                .collect();
            let stack = Stack::train(&others, Settings::posts().ridge);
            let own = posts.iter().zip(&margins).filter(|(post, _)| post.block as usize == account);
            own.map(|(post, margins)| stack.score(margins, post.document.words)).collect()
        })
        .collect();
    let people = |left_out: usize| {
        let others: Vec<Vec<f32>> = (0..accounts.len())
            .filter(|&one| one != left_out && !is_machine[one])
            .map(|one| scores[one].clone())
            .collect();
        People::of(&others)
    };
    let mut random = stats::Xoshiro256::new(7);
    let bag = |account: usize, size: u64, random: &mut stats::Xoshiro256| {
        let own = &scores[account];
        let drawn = random.sample(own.len() as u64, size.min(own.len() as u64));
        drawn.iter().map(|&at| own[at as usize]).sum::<f32>() / drawn.len() as f32
    };
    for size in [1, 5, 10, 20, 50] {
        let (mut human, mut machine) = (Vec::new(), Vec::new());
        for (account, &is_machine) in is_machine.iter().enumerate() {
            for _ in 0..40 {
                let level = bag(account, size, &mut random);
                if is_machine { machine.push(level) } else { human.push(level) }
            }
        }
        println!("posts, accounts left out, bags of {size}: AUROC {:.3}", auroc(&human, &machine));
    }
    let (humans, machines): (Vec<usize>, Vec<usize>) = (0..accounts.len()).partition(|&one| !is_machine[one]);
    let mut boot: Vec<f64> = (0..500)
        .map(|_| {
            let mut draw = |from: &[usize]| -> Vec<f32> {
                (0..from.len())
                    .flat_map(|_| {
                        let account = from[random.below(from.len() as u64) as usize];
                        (0..5).map(|_| bag(account, 20, &mut random)).collect::<Vec<f32>>()
                    })
                    .collect()
            };
            let (human, machine) = (draw(&humans), draw(&machines));
            auroc(&human, &machine)
        })
        .collect();
    boot.sort_by(f64::total_cmp);
    println!(
        "  bags of 20, accounts drawn anew 500 times: 95 % interval {:.3} to {:.3}",
        boot[12], boot[487]
    );
    let (mut held, mut all) = (0, 0);
    for account in (0..accounts.len()).filter(|&account| scores[account].len() >= 2 * LEAST_POSTS) {
        let people = people(account);
        for repeat in 0..50 {
            let mut own = scores[account].clone();
            stats::Xoshiro256::stream(repeat, account as u64).shuffle(&mut own);
            let (one, other) = own.split_at(own.len() / 2);
            let other = other.iter().map(|&score| f64::from(score)).sum::<f64>() / other.len() as f64;
            if let Some(level) = people.judge(one) {
                all += 1;
                held += u32::from(level.low <= other && other <= level.high);
            }
        }
    }
    println!(
        "  90 % interval of one half of an account's posts holds the mean of the other in {held} of {all} halvings"
    );
    Ok(())
}
