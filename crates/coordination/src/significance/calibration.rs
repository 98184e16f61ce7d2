//! The check that chance is what the null model says it is: the same run over exchanged labels.

use super::strata::Strata;
use super::{Circumstances, Model, Significance};
use crate::actions::Actions;
use crate::network::{Network, Params};
use stats::Xoshiro256;

/// p-values, as digits behind the point, at which a calibration is read.
pub const DIGITS: [f32; 10] = [3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0];

/// How the method does where no two accounts act in concert.
///
/// The labels of accounts are exchanged between posts of one platform and, where it has a public, language: what was posted on what and when stays,
/// bursts included, and so does the activity of each account, but who acted with whom is chance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    /// Seed of the first copy; the others follow.
    pub seed: u64,
    /// Pairs that could have met.
    pub tested: u64,
    /// Discoveries in each copy: all of them false.
    pub false_discoveries: Vec<u64>,
    /// Pairs of the data with a p-value of at most ten to the power of minus each of [`DIGITS`].
    pub observed: Vec<u64>,
    /// The same of the copies, on average.
    pub exchanged: Vec<f64>,
}

impl Calibration {
    /// Runs the method over `copies` with exchanged labels, at false discovery rate `q`.
    pub fn of(
        actions: &Actions,
        params: &Params,
        significance: &Significance,
        q: f64,
        copies: u32,
        seed: u64,
    ) -> Self {
        let mut calibration = Self {
            seed,
            tested: significance.tested,
            observed: significance.tail_counts(&DIGITS),
            exchanged: vec![0.0; DIGITS.len()],
            ..Self::default()
        };
        for copy in 0..u64::from(copies) {
            let labels = exchanged(actions, Xoshiro256::stream(seed, copy));
            let network = Network::relabelled(actions, &labels, params.clone());
            let (_, found) = Model::weigh(&network, Circumstances::NoInterest);
            calibration.false_discoveries.push(found.significant(q) as u64);
            for (sum, n) in calibration.exchanged.iter_mut().zip(found.tail_counts(&DIGITS)) {
                *sum += n as f64 / f64::from(copies);
            }
        }
        calibration
    }

    /// Discoveries per copy, on average.
    pub fn mean_false(&self) -> f64 {
        self.false_discoveries.iter().sum::<u64>() as f64 / self.false_discoveries.len().max(1) as f64
    }
}

/// The account of each post, exchanged within platforms and languages that have a public: in a rarer language the
/// group that is looked for would only be exchanged with itself.
fn exchanged(actions: &Actions, mut random: Xoshiro256) -> Vec<u32> {
    let mut labels = actions.posts.account.clone();
    let strata = Strata::new(actions);
    // Few languages and many posts: each is looked up once.
    let languages = actions.facts.languages.len() + 1;
    let stratum: Vec<usize> = (0..actions.platforms.len() * languages)
        .map(|at| strata.of_posts((at / languages) as u8, (at % languages) as u8))
        .collect();
    let mut alike: Vec<Vec<u32>> = vec![Vec::new(); strata.len()];
    for (post, &account) in labels.iter().enumerate() {
        let platform = usize::from(actions.account_platform[account as usize]);
        let language = usize::from(actions.facts.language.get(post as u32));
        alike[stratum[platform * languages + language]].push(post as u32);
    }
    for posts in &alike {
        for i in (1..posts.len()).rev() {
            let j = random.below(i as u64 + 1) as usize;
            labels.swap(posts[i] as usize, posts[j] as usize);
        }
    }
    labels
}
