//! How well found attributions agree with marked ones.
//!
//! The measures are those of the scorer that the figures in this field's literature on PolNeAR can be compared with:
//! words are compared, marks of punctuation are not; each found attribution is aligned with at most one marked one.

use crate::annotated::Marked;
use std::ops::Range;
use text::prose::Prose;

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratio {
    /// What is right.
    pub right: f64,
    /// What is found.
    pub found: f64,
    /// What is marked.
    pub marked: f64,
}

impl Ratio {
    /// Share of what is found that is right.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of what is marked that is found.
    pub fn recall(self) -> f64 {
        share(self.right, self.marked)
    }

    /// Their harmonic mean.
    pub fn f1(self) -> f64 {
        share(2.0 * self.precision() * self.recall(), self.precision() + self.recall())
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.marked += other.marked;
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Whether a content is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quoting {
    /// All of it.
    Direct,
    /// Part of it.
    Mixed,
    /// Nothing.
    Indirect,
}

/// Agreement over some articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Found and marked attributions that belong together.
    pub aligned: Ratio,
    /// The words of one role are the same: source, cue, content.
    pub exact: [Ratio; 3],
    /// Words of one role within aligned pairs.
    pub overlap: [Ratio; 3],
    /// All three roles have the same words.
    pub whole_exact: Ratio,
    /// The cues share a word, and content and source agree by at least half (F1).
    pub whole_soft: Ratio,
    /// The same for direct, mixed and indirect contents: right and marked by the marked one's kind, found by the found
    /// one's. Right among the found ones is `soft_found`.
    pub soft: [Ratio; 3],
    /// Softly right ones by the found one's kind.
    pub soft_found: [f64; 3],
}

impl Agreement {
    /// Adds another article's.
    pub fn add(&mut self, other: &Self) {
        self.aligned.add(other.aligned);
        self.whole_exact.add(other.whole_exact);
        self.whole_soft.add(other.whole_soft);
        for kind in 0..3 {
            self.exact[kind].add(other.exact[kind]);
            self.overlap[kind].add(other.overlap[kind]);
            self.soft[kind].add(other.soft[kind]);
            self.soft_found[kind] += other.soft_found[kind];
        }
    }

    /// Precision, recall and F1 of softly right ones of a kind.
    pub fn soft_of(&self, kind: Quoting) -> (f64, f64, f64) {
        let kind = kind as usize;
        let precision = share(self.soft_found[kind], self.soft[kind].found);
        let recall = self.soft[kind].recall();
        (precision, recall, share(2.0 * precision * recall, precision + recall))
    }
}

/// What became of each found attribution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The marked one that each found one is aligned with.
    pub marked: Vec<Option<usize>>,
    /// Whether it is softly right.
    pub soft: Vec<bool>,
    /// Whether it is exactly right.
    pub exact: Vec<bool>,
}

/// Expected error of probabilities: in ten bins of equal width, how far the mean probability is from the share that holds,
/// weighted by the number in the bin (Naeini, Cooper & Hauskrecht 2015).
pub fn calibration_error(judged: &[(f64, bool)]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for &(probability, holds) in judged {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin.0 += probability;
        bin.1 += f64::from(u8::from(holds));
    }
    share(bins.iter().map(|bin| f64::abs(bin.0 - bin.1)).sum(), judged.len() as f64)
}

/// Compares what was found in a text with what is marked in it.
pub fn compare(text: &str, marked: &[Marked], found: &[Marked]) -> (Agreement, Pairs) {
    let words = words(text);
    let gold: Vec<[Vec<u32>; 3]> = marked.iter().map(|one| roles(one, &words)).collect();
    let ours: Vec<[Vec<u32>; 3]> = found.iter().map(|one| roles(one, &words)).collect();
    let mut possible: Vec<(f64, usize, usize)> = Vec::new();
    for (i, ours) in ours.iter().enumerate() {
        for (j, gold) in gold.iter().enumerate() {
            let share_cue = common(&ours[1], &gold[1]) > 0;
            let content = f1(&ours[2], &gold[2]);
            if share_cue || content >= 0.5 {
                let cue = if ours[1].is_empty() && gold[1].is_empty() { 0.0 } else { f1(&ours[1], &gold[1]) };
                possible.push((3.0 * cue + content + 0.5 * f1(&ours[0], &gold[0]), i, j));
            }
        }
    }
    possible.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut pairs = Pairs {
        marked: vec![None; ours.len()],
        soft: vec![false; ours.len()],
        exact: vec![false; ours.len()],
    };
    let mut is_taken = vec![false; gold.len()];
    for (_, i, j) in possible {
        if pairs.marked[i].is_none() && !is_taken[j] {
            pairs.marked[i] = Some(j);
            is_taken[j] = true;
        }
    }
    let mut agreement = Agreement::default();
    let count =
        |right: usize| Ratio { right: right as f64, found: ours.len() as f64, marked: gold.len() as f64 };
    let gold_kinds: Vec<Quoting> = marked.iter().map(|one| quoting(text, &one.content)).collect();
    let our_kinds: Vec<Quoting> = found.iter().map(|one| quoting(text, &one.content)).collect();
    for &kind in &gold_kinds {
        agreement.soft[kind as usize].marked += 1.0;
    }
    for &kind in &our_kinds {
        agreement.soft[kind as usize].found += 1.0;
    }
    let mut same = [0; 3];
    for (i, ours) in ours.iter().enumerate() {
        let Some(j) = pairs.marked[i] else { continue };
        let gold = &gold[j];
        for role in 0..3 {
            same[role] += usize::from(ours[role] == gold[role]);
            agreement.overlap[role].right += common(&ours[role], &gold[role]) as f64;
        }
        pairs.exact[i] = ours == gold;
        pairs.soft[i] = (ours[1].is_empty() || common(&ours[1], &gold[1]) > 0)
            && f1(&ours[2], &gold[2]) >= 0.5
            && f1(&ours[0], &gold[0]) >= 0.5;
        if pairs.soft[i] {
            agreement.soft[gold_kinds[j] as usize].right += 1.0;
            agreement.soft_found[our_kinds[i] as usize] += 1.0;
        }
    }
    for role in 0..3 {
        agreement.exact[role] = count(same[role]);
        agreement.overlap[role].found = ours.iter().map(|ours| ours[role].len() as f64).sum();
        agreement.overlap[role].marked = gold.iter().map(|gold| gold[role].len() as f64).sum();
    }
    agreement.aligned = count(pairs.marked.iter().flatten().count());
    agreement.whole_exact = count(pairs.exact.iter().filter(|&&exact| exact).count());
    agreement.whole_soft = count(pairs.soft.iter().filter(|&&soft| soft).count());
    (agreement, pairs)
}

/// Words as the scorer has them: what English joins by an apostrophe is part of the word.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for token in Prose::of(text).tokens.iter().filter(|token| token.is_word()) {
        match words.last_mut() {
            Some(last) if last.end == token.start => last.end = token.end,
            _ => words.push(token.range()),
        }
    }
    words
}

fn roles(marked: &Marked, words: &[Range<usize>]) -> [Vec<u32>; 3] {
    [&marked.source, &marked.cue, &marked.content].map(|pieces| {
        let mut numbers: Vec<u32> = pieces
            .iter()
            .flat_map(|piece| {
                let from = words.partition_point(|word| word.end <= piece.start);
                let to = words.partition_point(|word| word.start < piece.end);
                from as u32..to.max(from) as u32
            })
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    })
}

/// Numbers that two sorted lists share.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
        }
    }
    count
}

fn f1(a: &[u32], b: &[u32]) -> f64 {
    if a.is_empty() && b.is_empty() {
        1.0
    } else {
        share(2.0 * common(a, b) as f64, (a.len() + b.len()) as f64)
    }
}

/// Whether a content is quoted, by its marks.
pub fn quoting(text: &str, content: &[Range<usize>]) -> Quoting {
    let is_mark = |c: char| matches!(c, '“' | '”' | '"' | '«' | '»' | '„');
    if !content.iter().any(|piece| text[piece.clone()].contains(is_mark)) {
        return Quoting::Indirect;
    }
    let is_direct = content.iter().all(|piece| {
        let piece = text[piece.clone()].trim_matches(|c: char| " ,.;:!?\n".contains(c));
        piece.starts_with(['“', '"', '«', '„', '‘']) && piece.ends_with(['”', '"', '»', '“', '’'])
    });
    if is_direct { Quoting::Direct } else { Quoting::Mixed }
}
