//! An account's posts together.
//!
//! A single short post says next to nothing, and many posts of one account share their writer's habits. So the model is
//! one of random effects: a post's score is the account's level plus noise, and levels of human accounts have a spread
//! that no number of posts removes. An account is told of by its level with an interval, and compared with human accounts.

use serde::{Deserialize, Serialize};

/// What scores of human accounts are like, each account scored by a model that had not seen it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// Levels of human accounts, in ascending order.
    pub levels: Vec<f64>,
    /// Their mean.
    pub mean: f64,
    /// Variance between them, their own noise taken off.
    pub between: f64,
    /// Variance of posts within an account, the mean over human accounts.
    pub within: f64,
}

/// What is said of an account.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Account {
    /// Posts that were scored.
    pub posts: u64,
    /// The account's level: the mean score of its posts.
    pub level: f64,
    /// 90 % interval of the mean of as many further posts of it.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// How far the level lies above the mean of people, in units of the spread between people. It grows no further with
    /// more posts.
    pub spreads: f64,
    /// 90 % interval of that.
    pub spreads_low: f64,
    /// Its upper end.
    pub spreads_high: f64,
    /// Human accounts with a level at least as high.
    pub above: u64,
    /// Human accounts compared with.
    pub people: u64,
    /// `(above + 1) / (people + 1)`: with few human accounts it cannot be small.
    pub p: f64,
}

/// Fewest posts of an account that is told of.
pub const LEAST_POSTS: usize = 20;

/// Weight of the people's mean variance in an account's own, in posts.
const BORROWED: f64 = 10.0;

/// Mean and variance (n - 1) of some scores.
fn moments(scores: &[f32]) -> (f64, f64) {
    let n = scores.len().max(1) as f64;
    let mean = scores.iter().map(|&score| f64::from(score)).sum::<f64>() / n;
    let squares = scores.iter().map(|&score| (f64::from(score) - mean).powi(2)).sum::<f64>();
    (mean, squares / (n - 1.0).max(1.0))
}

impl People {
    /// From the scores of the posts of each human account.
    pub fn of(accounts: &[Vec<f32>]) -> Self {
        let accounts: Vec<&Vec<f32>> = accounts.iter().filter(|scores| scores.len() >= LEAST_POSTS).collect();
        let count = accounts.len().max(1) as f64;
        let all: Vec<(f64, f64)> = accounts.iter().map(|scores| moments(scores)).collect();
        let within = all.iter().map(|(_, variance)| variance).sum::<f64>() / count;
        let mean = all.iter().map(|(mean, _)| mean).sum::<f64>() / count;
        let spread =
            all.iter().map(|(level, _)| (level - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
        let noise = accounts
            .iter()
            .zip(&all)
            .map(|(scores, (_, variance))| variance / scores.len() as f64)
            .sum::<f64>();
        let mut levels: Vec<f64> = all.iter().map(|(mean, _)| *mean).collect();
        levels.sort_by(f64::total_cmp);
        Self { levels, mean, between: (spread - noise / count).max(spread * 0.1), within }
    }

    /// What is said of an account by the scores of its posts; `None` when there are too few of them or of people.
    pub fn judge(&self, scores: &[f32]) -> Option<Account> {
        if scores.len() < LEAST_POSTS || self.levels.len() < 2 {
            return None;
        }
        let n = scores.len() as f64;
        let (level, own) = moments(scores);
        // A variance from few posts borrows from people's.
        let variance = (own * (n - 1.0) + self.within * BORROWED) / (n - 1.0 + BORROWED);
        let t = stats::student_quantile(0.95, n - 1.0 + BORROWED)?;
        let noise = libm::sqrt(variance / n);
        // The mean of as many further posts has noise of its own.
        let half = t * noise * std::f64::consts::SQRT_2;
        let spread = libm::sqrt(self.between);
        // The people's mean and spread are themselves estimates from few.
        let people = self.levels.len() as f64;
        let t_people = stats::student_quantile(0.95, people - 1.0)?;
        let wide = t_people * libm::sqrt(variance / n + self.between / people) / spread;
        let above = self.levels.iter().filter(|&&other| other >= level).count() as u64;
        let spreads = (level - self.mean) / spread;
        Some(Account {
            posts: scores.len() as u64,
            level,
            low: level - half,
            high: level + half,
            spreads,
            spreads_low: spreads - wide,
            spreads_high: spreads + wide,
            above,
            people: self.levels.len() as u64,
            p: (above + 1) as f64 / (people + 1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stats::Xoshiro256;

    /// Sums of uniform numbers around a level.
    fn posts(level: f64, n: usize, random: &mut Xoshiro256) -> Vec<f32> {
        (0..n).map(|_| (level + (0..6).map(|_| random.uniform() - 0.5).sum::<f64>()) as f32).collect()
    }

    fn people(random: &mut Xoshiro256) -> People {
        let levels = [-0.9, -0.5, -0.3, -0.1, 0.0, 0.1, 0.2, 0.4, 0.5, 0.6];
        People::of(&levels.map(|level| posts(level, 200, random)))
    }

    #[test]
    fn more_posts_never_shrink_the_doubt_below_the_spread_between_people() {
        let mut random = Xoshiro256::new(3);
        let people = people(&mut random);
        let few = people.judge(&posts(1.0, 30, &mut random)).expect("enough posts");
        let many = people.judge(&posts(1.0, 30_000, &mut random)).expect("enough posts");
        assert!(many.high - many.low < (few.high - few.low) / 10.0);
        // Ten people leave the distance in doubt by t(0.95, 9) / sqrt(10) spreads, whatever the posts.
        assert!(many.spreads_high - many.spreads_low > 2.0 * 0.5 && many.spreads < 4.0);
        assert_eq!((many.above, many.people), (0, 10));
        assert!((many.p - 1.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn few_posts_say_nothing() {
        let mut random = Xoshiro256::new(4);
        let people = people(&mut random);
        assert_eq!(people.judge(&posts(5.0, LEAST_POSTS - 1, &mut random)), None);
        assert_eq!(People::default().judge(&posts(5.0, 100, &mut random)), None);
    }

    #[test]
    fn the_interval_holds_further_posts() {
        let mut random = Xoshiro256::new(5);
        let people = people(&mut random);
        let held = (0..400).filter(|_| {
            let level = people.judge(&posts(0.7, 40, &mut random)).expect("enough posts");
            let (further, _) = moments(&posts(0.7, 40, &mut random));
            level.low <= further && further <= level.high
        });
        let held = held.count();
        assert!((340..=380).contains(&held), "{held} of 400 at 90 %");
    }
}
