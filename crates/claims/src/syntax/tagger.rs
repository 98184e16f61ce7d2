//! Parts of speech by an averaged perceptron from left to right (Collins 2002; features after Toutanova et al. 2003).

use super::{Form, Tag};
use crate::learn::{Features, Perceptron, Row, Table, hash, random::Random, table::LINE};

/// Bits of the numbers of rows.
pub(crate) const BITS: u32 = 18;
pub(crate) const CLASSES: usize = Tag::ALL.len();
/// Features that learning changed less often have no say (Goldberg & Elhadad 2011): they are of words seen once or twice.
const LEAST_CHANGES: u8 = 5;
/// Weights below this make no difference that can be measured.
const LEAST: f32 = 0.02;

/// A trained tagger.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagger {
    pub(crate) table: Table<LINE>,
}

/// A sentence with its right tags.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// Its words.
    pub forms: Vec<Form>,
    /// Their tags.
    pub tags: Vec<Tag>,
}

impl Tagger {
    /// Tags of a sentence, appended to `tags`.
    pub fn tag(&self, forms: &[Form], tags: &mut Vec<Tag>) {
        let mut features = Features::new(BITS);
        let (mut before, mut last) = (START, START);
        for place in 0..forms.len() {
            features.clear();
            describe(forms, place, before, last, &mut features.place());
            let sums = self.table.sum(features.rows(0));
            let mut best = 0;
            for class in 1..CLASSES {
                if sums[class] > sums[best] {
                    best = class;
                }
            }
            let tag = Tag::ALL[best];
            tags.push(tag);
            (before, last) = (last, tag as u64);
        }
    }

    /// Learns from sentences, `rounds` times through all of them.
    pub fn train(sentences: &[&Tagged], rounds: usize, seed: u64) -> Self {
        let mut perceptron = Perceptron::new(BITS, CLASSES, LEAST_CHANGES);
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        let mut random = Random::new(seed);
        let mut features = Features::new(BITS);
        let mut scores = [0.0_f32; CLASSES];
        for _ in 0..rounds {
            random.shuffle(&mut order);
            for &number in &order {
                let sentence = sentences[number];
                let (mut before, mut last) = (START, START);
                for place in 0..sentence.forms.len() {
                    features.clear();
                    describe(&sentence.forms, place, before, last, &mut features.place());
                    perceptron.score(features.rows(0), &mut scores);
                    let mut best = 0;
                    for class in 1..CLASSES {
                        if scores[class] > scores[best] {
                            best = class;
                        }
                    }
                    let right = sentence.tags[place] as usize;
                    if best != right {
                        perceptron.correct(features.rows(0), right, best);
                    }
                    perceptron.tick();
                    (before, last) = (last, best as u64);
                }
            }
        }
        Self { table: perceptron.table(LEAST) }
    }
}

/// Stands before the first word.
const START: u64 = 99;

/// What decides the tag of a place: `before` and `last` are the tags of the two words before it.
fn describe(forms: &[Form], place: usize, before: u64, last: u64, row: &mut Row<'_>) {
    let none = Form::default();
    let at =
        |offset: isize| place.checked_add_signed(offset).and_then(|place| forms.get(place)).unwrap_or(&none);
    let word = at(0);
    let lower = u64::from(word.lower);
    row.add(1, lower);
    row.add(2, u64::from(word.last_three));
    row.add(3, u64::from(word.last_two));
    row.add(4, u64::from(word.shape));
    row.pair(5, u64::from(word.shape), u64::from(word.last_two));
    row.add(6, last);
    row.pair(7, before, last);
    row.pair(8, lower, last);
    row.add(9, u64::from(at(-1).lower));
    row.add(10, u64::from(at(-1).last_three));
    row.add(11, u64::from(at(-2).lower));
    row.add(12, u64::from(at(1).lower));
    row.add(13, u64::from(at(1).last_three));
    row.add(14, u64::from(at(2).lower));
    row.pair(15, lower, u64::from(at(1).lower));
    row.pair(16, u64::from(word.stem), u64::from(at(1).last_two));
    row.pair(17, last, u64::from(at(1).lower));
    row.pair(18, u64::from(word.shape), u64::from(at(1).shape));
    row.triple(19, u64::from(word.shape), u64::from(word.last_three), u64::from(place == 0));
    row.pair(20, u64::from(word.last_three), last);
    row.add(21, hash::mix(u64::from(word.first), u64::from(word.shape)));
}
