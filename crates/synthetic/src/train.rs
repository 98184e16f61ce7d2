//! Training: members, stack and the scores of human texts for calibration, each from texts that it has not seen.

use crate::calibration::{Calibration, Stratum};
use crate::document::{Document, View};
use crate::features::style;
use crate::features::surprisal::{Counts, LanguageModel};
use crate::learn::{linear, trees};
use crate::members::{Features, Margins, Members};
use crate::register::{BUCKETS, Registers, piece, random};
use crate::stack::Stack;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// A text to learn from.
#[derive(Clone, Debug)]
pub struct Text {
    /// It.
    pub document: Document,
    /// Whether a machine wrote it.
    pub is_machine: bool,
    /// Its register, as a number.
    pub register: usize,
    /// Texts of one block are left out together: a register of a source.
    pub block: u32,
    /// Texts of one group share a seed text or an author, and are never split.
    pub group: u64,
}

/// A piece of a text with its features.
struct Sample<'t> {
    text: &'t Text,
    /// Its tokens.
    tokens: Range<usize>,
    words: usize,
    features: Features,
}

impl Sample<'_> {
    fn view(&self) -> View<'_> {
        self.text.document.cut(self.tokens.clone())
    }

    fn is_whole(&self) -> bool {
        self.tokens.len() == self.text.document.tokens.len()
    }
}

/// How members are trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Bits of the hash of linear members.
    pub bits: u32,
    /// Passes of linear members.
    pub epochs: u32,
    /// Their step.
    pub rate: f32,
    /// Their penalty.
    pub l2: f32,
    /// Trees of a forest.
    pub trees: u32,
    /// Their depth.
    pub depth: u32,
    /// Whether a shorter piece of each text is learned from too.
    pub pieces: bool,
    /// How strongly the stack is drawn to equal trust.
    pub ridge: f64,
    /// Blocks weigh by their size to this power.
    pub size: f32,
    /// Seed of everything.
    pub seed: u64,
}

impl Settings {
    /// For texts of 25 words and more.
    pub fn long() -> Self {
        Self {
            bits: 20,
            epochs: 4,
            rate: 0.4,
            l2: 1e-5,
            trees: 300,
            depth: 4,
            pieces: true,
            ridge: 0.2,
            size: 0.25,
            seed: 1,
        }
    }

    /// For posts.
    pub fn posts() -> Self {
        Self { bits: 18, trees: 120, depth: 3, pieces: false, ridge: 0.02, size: 0.5, ..Self::long() }
    }
}

/// Parts into which groups are dealt for the language model.
const PARTS: usize = 5;

/// What training gives.
#[derive(Clone, Debug)]
pub struct Trained {
    /// Members trained on all texts.
    pub members: Members,
    /// Their stack.
    pub stack: Stack,
    /// For each block, members trained on all others.
    pub without: BTreeMap<u32, Members>,
}

/// Trains on all texts, and once more without each block.
pub fn train(texts: &[&Text], settings: &Settings) -> Trained {
    let samples: Vec<Sample<'_>> = texts
        .par_iter()
        .flat_map_iter(|text| {
            let whole = std::iter::once(0..text.document.tokens.len());
            let piece = settings.pieces.then(|| some_piece(text)).flatten();
            whole.chain(piece).map(|tokens| {
                let view = text.document.cut(tokens.clone());
                Sample { text, tokens, words: view.words, features: Features::of(&view) }
            })
        })
        .collect();
    let all: Vec<&Sample<'_>> = samples.iter().collect();
    let mut blocks: Vec<u32> = texts.iter().map(|text| text.block).collect();
    blocks.sort_unstable();
    blocks.dedup();
    let jobs: Vec<Option<u32>> = std::iter::once(None).chain(blocks.into_iter().map(Some)).collect();
    let mut trained: Vec<(Option<u32>, Members)> = jobs
        .into_par_iter()
        .map(|left_out| {
            let rest: Vec<&Sample<'_>> =
                all.iter().copied().filter(|sample| Some(sample.text.block) != left_out).collect();
            (left_out, members(&rest, settings))
        })
        .collect();
    let (_, full) = trained.remove(0);
    let without: BTreeMap<u32, Members> =
        trained.into_iter().filter_map(|(block, members)| Some((block?, members))).collect();
    let weights = weights(&all, settings.size);
    let rows: Vec<(Margins, usize, bool, f32)> = samples
        .par_iter()
        .zip(weights)
        .map(|(sample, weight)| {
            (
                without[&sample.text.block].margins(&sample.view()),
                sample.words,
                sample.text.is_machine,
                weight,
            )
        })
        .collect();
    Trained { members: full, stack: Stack::train(&rows, settings.ridge), without }
}

/// A piece of 20 to 400 words that begins with some sentence, drawn from the text itself: how texts begin is a habit of
/// data sets, and nothing to live on. `None` of a text that is shorter.
fn some_piece(text: &Text) -> Option<Range<usize>> {
    let document = &text.document;
    let mut random = random(document, u64::MAX);
    let words = (20.0 * (random.uniform() * 20f64.log2()).exp2()) as usize;
    let after = |start: usize| document.cut(start..document.tokens.len()).words;
    let starts: Vec<usize> = document.sentences.iter().map(|sentence| sentence.start).collect();
    let possible = starts.partition_point(|&start| after(start) >= words);
    let start = *starts.get(random.below(possible.max(1) as u64) as usize)?;
    let mut seen = 0;
    let length = document.tokens[start..].iter().position(|token| {
        seen += usize::from(token.kind.is_word());
        seen > words
    })?;
    Some(start..start + length)
}

/// Fewest texts of a register, human and machine, that give it a place among the registers.
const LEAST_OF_REGISTER: usize = 300;

/// Places of registers by length, and strata of human texts, each scored by members without its block.
pub fn calibrate(trained: &Trained, texts: &[&Text], registers: usize) -> Calibration {
    let mut calibration = Calibration::default();
    for bucket in 0..BUCKETS.len() {
        let pieces: Vec<(&Text, View<'_>)> =
            texts.iter().filter_map(|text| Some((*text, piece(&text.document, bucket)?))).collect();
        let measured: Vec<(Vec<f32>, usize)> = pieces
            .par_iter()
            .map(|(text, view)| (style::measure(view.tokens, &view.sentences), text.register))
            .collect();
        let places = Registers::train(&measured, registers, LEAST_OF_REGISTER);
        let scored: Vec<Option<(usize, f32, Margins)>> = pieces
            .par_iter()
            .zip(&measured)
            .map(|((text, view), (measures, _))| {
                let (register, is_within) = places.as_ref()?.of(measures)?;
                if text.is_machine || !is_within {
                    return None;
                }
                let margins = trained.without[&text.block].margins_of(view, measures);
                Some((register, trained.stack.score(&margins, view.words), margins))
            })
            .collect();
        let strata = (0..registers)
            .map(|number| {
                let own: Vec<(f32, Margins)> = scored
                    .iter()
                    .flatten()
                    .filter(|(register, ..)| *register == number)
                    .map(|&(_, score, margins)| (score, margins))
                    .collect();
                Stratum::of(&own)
            })
            .collect();
        calibration.places.push(places);
        calibration.strata.push(strata);
    }
    calibration
}

/// Within each block machine and human texts weigh the same, so that no topic speaks for either; blocks weigh by a
/// power of their size.
fn weights(samples: &[&Sample<'_>], size: f32) -> Vec<f32> {
    let mut counts: BTreeMap<u32, [f32; 2]> = BTreeMap::new();
    for sample in samples {
        counts.entry(sample.text.block).or_default()[usize::from(sample.text.is_machine)] += 1.0;
    }
    let weights: Vec<f32> = samples
        .iter()
        .map(|sample| {
            let [human, machine] = counts[&sample.text.block];
            let own = if sample.text.is_machine { machine } else { human };
            (human.min(machine).max(1.0) * (human + machine) / 2.0).powf(size) / own
        })
        .collect();
    let mean = weights.iter().sum::<f32>() / weights.len().max(1) as f32;
    weights.into_iter().map(|weight| (weight / mean).min(8.0)).collect()
}

fn members(samples: &[&Sample<'_>], settings: &Settings) -> Members {
    let weights = weights(samples, settings.size);
    let linear = |features: fn(&Features) -> &Vec<u32>, stream: u64| {
        let samples: Vec<linear::Sample<'_>> = samples
            .iter()
            .zip(&weights)
            .map(|(sample, &weight)| linear::Sample {
                hashes: features(&sample.features),
                is_machine: sample.text.is_machine,
                weight,
            })
            .collect();
        let Settings { bits, epochs, rate, l2, seed, .. } = *settings;
        linear::train(&samples, &linear::Settings { bits, epochs, rate, l2, seed: seed.wrapping_add(stream) })
    };
    let forest = |values: &[&[f32]], stream: u64| {
        let samples: Vec<trees::Sample<'_>> = samples
            .iter()
            .zip(values)
            .zip(&weights)
            .map(|((sample, values), &weight)| trees::Sample {
                values,
                is_machine: sample.text.is_machine,
                weight,
            })
            .collect();
        let Settings { trees, depth, seed, .. } = *settings;
        let seed = seed.wrapping_add(stream);
        trees::train(
            &samples,
            &trees::Settings { trees, depth, rate: 0.15, least: 20.0, features: 0.4, seed },
        )
    };
    // Each text is measured by a language model that has not read its group.
    let part = |sample: &Sample<'_>| (sample.text.group % PARTS as u64) as usize;
    let mut counts: Vec<Counts> = (0..PARTS).map(|_| Counts::default()).collect();
    for sample in samples.iter().filter(|sample| !sample.text.is_machine && sample.is_whole()) {
        counts[part(sample)].add(&sample.text.document.tokens);
    }
    let without = |left_out: Option<usize>| {
        let mut sum = Counts::default();
        for (number, counts) in counts.iter().enumerate() {
            if Some(number) != left_out {
                sum.merge(counts);
            }
        }
        LanguageModel::of(&sum, 2)
    };
    let partial: Vec<LanguageModel> = (0..PARTS).map(|number| without(Some(number))).collect();
    let language = without(None);
    let measures: Vec<Vec<f32>> =
        samples.par_iter().map(|sample| partial[part(sample)].measure(sample.view().tokens)).collect();
    let style: Vec<&[f32]> = samples.iter().map(|sample| sample.features.style.as_slice()).collect();
    let measures: Vec<&[f32]> = measures.iter().map(Vec::as_slice).collect();
    Members {
        word: linear(|features| &features.word, 1),
        chars: linear(|features| &features.chars, 2),
        pattern: linear(|features| &features.pattern, 3),
        style: forest(&style, 4),
        surprisal: forest(&measures, 5),
        language,
    }
}
