//! Cutting chains: single linkage puts A and Z together when A is near B, B near C, and so on up to Z.

use super::Params;
use super::linkage::{Forest, similarity};

/// What cutting did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cut {
    pub texts: u64,
    pub compared: u64,
}

/// Texts among which the centre of a tree is chosen, and texts to which their similarity is measured: the first ones, and
/// all of a small tree.
const CENTRES: usize = 32;
const SAMPLE: usize = 64;

/// Clusters that one tree may fall into. A tree of more is no campaign; its remaining texts are left alone.
const PIECES: usize = 256;

/// Divides each tree into clusters in which every text has at least `params.reach` (or the threshold, where that is lower) similarity with the central one.
pub(super) fn cut(forest: &mut Forest, sets: &[Box<[u64]>], params: &Params) -> Cut {
    let mut cut = Cut::default();
    // Two near texts alone are a cluster, hence none may ask for more than that they are near.
    let reach = params.reach.min(params.threshold);
    if reach <= 0.0 || params.reach.is_nan() {
        return cut;
    }
    let mut members: Vec<(u32, u32)> = (0..sets.len() as u32).map(|rank| (forest.root(rank), rank)).collect();
    members.sort_unstable();
    for tree in members.chunk_by(|a, b| a.0 == b.0).filter(|tree| tree.len() > 2) {
        let mut rest: Vec<u32> = tree.iter().map(|&(_, rank)| rank).collect();
        for piece in 0..PIECES {
            let centre = centre(&rest, sets, &mut cut.compared);
            cut.compared += rest.len() as u64;
            let (near, far): (Vec<u32>, Vec<u32>) = rest.iter().partition(|&&rank| {
                similarity(&sets[centre as usize], &sets[rank as usize]) >= reach || rank == centre
            });
            if piece == 0 {
                cut.texts += far.len() as u64;
                if far.is_empty() {
                    break;
                }
            }
            forest.replant(&near);
            rest = far;
            if rest.is_empty() {
                break;
            }
        }
        if rest.len() < tree.len() {
            rest.iter().for_each(|&alone| forest.replant(&[alone]));
        }
    }
    cut
}

/// The text with the greatest sum of similarities to the others; the first of several.
fn centre(texts: &[u32], sets: &[Box<[u64]>], compared: &mut u64) -> u32 {
    let mut best = (f64::NEG_INFINITY, texts[0]);
    if texts.len() <= 2 {
        return best.1;
    }
    for &text in &texts[..texts.len().min(CENTRES)] {
        let sample = &texts[..texts.len().min(SAMPLE)];
        let sum: f64 =
            sample.iter().map(|&other| similarity(&sets[text as usize], &sets[other as usize])).sum();
        *compared += sample.len() as u64;
        if sum > best.0 {
            best = (sum, text);
        }
    }
    best.1
}
