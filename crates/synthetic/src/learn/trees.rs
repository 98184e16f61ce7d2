//! Gradient-boosted small trees over numeric features (Friedman 2001), with exact additive contributions.

use serde::{Deserialize, Serialize};
use stats::Xoshiro256;

/// Most bins that a feature is cut into.
const BINS: usize = 64;

/// A forest: its margin is `bias` plus one leaf of each tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Forest {
    /// What every text has.
    pub bias: f32,
    /// The trees.
    pub trees: Vec<Tree>,
}

/// Nodes in an order in which children come after parents; the first is the root.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree(pub Vec<Node>);

/// A node of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// The feature that is asked for.
    pub feature: u16,
    /// Values above it go to the second child.
    pub threshold: f32,
    /// Number of the first child, which the second follows; 0 at a leaf.
    pub child: u16,
    /// What the margin is when the walk ends here: at inner nodes the mean of what is below, for contributions.
    pub value: f32,
}

impl Forest {
    /// The margin of a text.
    pub fn score(&self, values: &[f32]) -> f32 {
        self.trees.iter().fold(self.bias, |sum, tree| sum + tree.leaf(values))
    }

    /// Whether each question is about one of `width` features and each walk ends.
    pub fn fits(&self, width: usize) -> bool {
        self.trees.iter().all(|Tree(nodes)| {
            let is_sound = |(at, node): (usize, &Node)| {
                let child = usize::from(node.child);
                child == 0 || (child > at && child + 1 < nodes.len() && usize::from(node.feature) < width)
            };
            !nodes.is_empty() && nodes.iter().enumerate().all(is_sound)
        })
    }

    /// What each feature adds to the margin: the change of the expected value along each walk, shared out to the
    /// features asked (Saabas 2014). The sum of all and the roots' values is the margin.
    pub fn contributions(&self, values: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; values.len()];
        for Tree(nodes) in &self.trees {
            let mut node = &nodes[0];
            while node.child != 0 {
                let next = &nodes[usize::from(node.child)
                    + usize::from(values[usize::from(node.feature)] > node.threshold)];
                out[usize::from(node.feature)] += next.value - node.value;
                node = next;
            }
        }
        out
    }
}

impl Tree {
    fn leaf(&self, values: &[f32]) -> f32 {
        let mut node = &self.0[0];
        while node.child != 0 {
            let side = usize::from(values[usize::from(node.feature)] > node.threshold);
            node = &self.0[usize::from(node.child) + side];
        }
        node.value
    }
}

/// How a forest is grown.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Number of trees.
    pub trees: u32,
    /// Most questions on the way to a leaf.
    pub depth: u32,
    /// How much of each tree counts.
    pub rate: f32,
    /// Least weight in a leaf.
    pub least: f64,
    /// Share of features that each tree may ask.
    pub features: f64,
    /// Seed of that choice.
    pub seed: u64,
}

/// One text to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'t> {
    /// Its features.
    pub values: &'t [f32],
    /// Whether a machine wrote it.
    pub is_machine: bool,
    /// How much it counts.
    pub weight: f32,
}

/// Gradient and curvature of the loss over some texts.
#[derive(Clone, Copy, Default)]
struct Sums {
    gradient: f64,
    curvature: f64,
    weight: f64,
}

impl Sums {
    fn plus(&mut self, other: &Self) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
        self.weight += other.weight;
    }
    fn minus(&self, other: &Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            weight: self.weight - other.weight,
        }
    }
    /// Regularised so that few texts move little.
    fn gain(&self) -> f64 {
        self.gradient * self.gradient / (self.curvature + RIDGE)
    }
    fn value(&self) -> f64 {
        -self.gradient / (self.curvature + RIDGE)
    }
}

const RIDGE: f64 = 1.0;

/// Grows a forest by Newton steps on the logistic loss, over features cut into [`BINS`] bins of equal frequency.
pub fn train(samples: &[Sample<'_>], settings: &Settings) -> Forest {
    let Some(first) = samples.first() else { return Forest::default() };
    let width = first.values.len();
    let cuts: Vec<Vec<f32>> = (0..width).map(|feature| cuts(samples, feature)).collect();
    let mut bins = vec![0u8; samples.len() * width];
    for (row, sample) in samples.iter().enumerate() {
        for (feature, &value) in sample.values.iter().enumerate() {
            bins[row * width + feature] = cuts[feature].partition_point(|&cut| cut < value) as u8;
        }
    }
    let mut margins = vec![0f32; samples.len()];
    let mut random = Xoshiro256::new(settings.seed);
    let mut forest = Forest::default();
    for _ in 0..settings.trees {
        let gradients: Vec<Sums> = samples
            .iter()
            .zip(&margins)
            .map(|(sample, &margin)| {
                let p = 1.0 / (1.0 + libm::exp(-f64::from(margin)));
                let weight = f64::from(sample.weight);
                let error = p - f64::from(u8::from(sample.is_machine));
                Sums { gradient: error * weight, curvature: p * (1.0 - p) * weight, weight }
            })
            .collect();
        let asked = (settings.features * width as f64).ceil() as u64;
        let asked: Vec<usize> =
            random.sample(width as u64, asked).into_iter().map(|feature| feature as usize).collect();
        let grower =
            Grower { bins: &bins, width, cuts: &cuts, gradients: &gradients, asked: &asked, settings };
        let (tree, leaves) = grower.grow();
        for (leaf, rows) in leaves {
            for row in rows {
                margins[row as usize] += tree.0[leaf].value;
            }
        }
        forest.trees.push(tree);
    }
    forest
}

/// Places between values, at most `BINS - 1`, of about equal frequency.
fn cuts(samples: &[Sample<'_>], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = samples.iter().map(|sample| sample.values[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = (1..BINS).map(|bin| values[bin * (values.len() - 1) / BINS]).collect();
    cuts.dedup();
    cuts
}

struct Grower<'g> {
    bins: &'g [u8],
    width: usize,
    cuts: &'g [Vec<f32>],
    gradients: &'g [Sums],
    asked: &'g [usize],
    settings: &'g Settings,
}

type Leaves = Vec<(usize, Vec<u32>)>;

impl Grower<'_> {
    fn grow(&self) -> (Tree, Leaves) {
        let rows: Vec<u32> = (0..self.gradients.len() as u32).collect();
        let mut nodes = vec![self.node(&rows)];
        let mut open = vec![(0usize, rows)];
        let mut leaves = Vec::new();
        for _ in 0..self.settings.depth {
            let mut next = Vec::new();
            for (at, rows) in open {
                let Some((feature, bin)) = self.split(&rows) else {
                    leaves.push((at, rows));
                    continue;
                };
                let (low, high): (Vec<u32>, Vec<u32>) = rows
                    .iter()
                    .partition(|&&row| usize::from(self.bins[row as usize * self.width + feature]) <= bin);
                let child = nodes.len();
                nodes[at].feature = feature as u16;
                nodes[at].threshold = self.cuts[feature][bin];
                nodes[at].child = child as u16;
                nodes.push(self.node(&low));
                nodes.push(self.node(&high));
                next.push((child, low));
                next.push((child + 1, high));
            }
            open = next;
        }
        leaves.extend(open);
        (Tree(nodes), leaves)
    }

    fn node(&self, rows: &[u32]) -> Node {
        let mut sums = Sums::default();
        for &row in rows {
            sums.plus(&self.gradients[row as usize]);
        }
        let value = (sums.value() as f32) * self.settings.rate;
        Node { feature: 0, threshold: 0.0, child: 0, value }
    }

    /// The question that gains most, as a feature and the last bin of its low side.
    fn split(&self, rows: &[u32]) -> Option<(usize, usize)> {
        let mut table = vec![Sums::default(); self.asked.len() * BINS];
        for &row in rows {
            let bins = &self.bins[row as usize * self.width..][..self.width];
            let gradient = &self.gradients[row as usize];
            for (place, &feature) in self.asked.iter().enumerate() {
                table[place * BINS + usize::from(bins[feature])].plus(gradient);
            }
        }
        let mut best = None::<(f64, usize, usize)>;
        for (place, &feature) in self.asked.iter().enumerate() {
            let bins = &table[place * BINS..][..BINS];
            let mut all = Sums::default();
            bins.iter().for_each(|bin| all.plus(bin));
            let mut low = Sums::default();
            for (bin, sums) in bins.iter().enumerate().take(self.cuts[feature].len()) {
                low.plus(sums);
                let high = all.minus(&low);
                if low.weight < self.settings.least || high.weight < self.settings.least {
                    continue;
                }
                let gain = low.gain() + high.gain() - all.gain();
                if gain > 1e-9 && best.is_none_or(|(most, _, _)| gain > most) {
                    best = Some((gain, feature, bin));
                }
            }
        }
        best.map(|(_, feature, bin)| (feature, bin))
    }
}
