//! Accounts of one platform and language, and how much more they meet for that reason.

use crate::actions::Actions;
use libm::{exp, log};

/// Fewest accounts that make a language of a platform: fewer are no public, but may be the group that is looked for.
const LEAST_ACCOUNTS: usize = 20;
/// Most strata; the languages with fewest accounts go without.
const MOST: usize = 256;

/// Platform and main language of each account.
///
/// The first strata are the platforms, for accounts whose language is unknown or rare; those of a platform and a
/// language follow.
pub(super) struct Strata {
    of_account: Vec<u16>,
    /// Platform of each stratum.
    platform: Vec<u8>,
    /// Language of each stratum, 0 for those of a platform alone.
    language: Vec<u8>,
    platforms: usize,
}

impl Strata {
    pub fn new(actions: &Actions) -> Self {
        let platforms = actions.platforms.len();
        let mut of_account: Vec<u16> =
            actions.account_platform.iter().map(|&platform| u16::from(platform)).collect();
        let mut platform: Vec<u8> = (0..platforms).map(|platform| platform as u8).collect();
        let mut language = vec![0; platforms];
        let main = &actions.facts.main_language;
        let mut spoken: Vec<(u8, u8, u32)> = main
            .said()
            .map(|(account, language)| (actions.account_platform[account as usize], language, account))
            .collect();
        spoken.sort_unstable();
        let mut publics: Vec<&[(u8, u8, u32)]> = spoken
            .chunk_by(|x, y| (x.0, x.1) == (y.0, y.1))
            .filter(|public| public.len() >= LEAST_ACCOUNTS)
            .collect();
        publics.sort_by_key(|public| std::cmp::Reverse(public.len()));
        publics.truncate(MOST.saturating_sub(platforms));
        for public in publics {
            for &(_, _, account) in public {
                of_account[account as usize] = platform.len() as u16;
            }
            platform.push(public[0].0);
            language.push(public[0].1);
        }
        Self { of_account, platform, language, platforms }
    }

    /// Number of strata.
    pub fn len(&self) -> usize {
        self.platform.len()
    }

    /// Platforms with languages that are told apart.
    pub fn languages(&self) -> usize {
        self.len() - self.platforms
    }

    /// The stratum of posts of a platform in a language; that of the platform where the language has no public.
    pub fn of_posts(&self, platform: u8, language: u8) -> usize {
        let same = |&at: &usize| self.platform[at] == platform && self.language[at] == language;
        (self.platforms..self.len()).find(same).unwrap_or(usize::from(platform))
    }

    #[inline(always)]
    pub fn of_account(&self, account: u32) -> u16 {
        self.of_account[account as usize]
    }

    /// Logarithms of how much more often accounts of two strata meet than their shares say, and 0 where it is not
    /// more. `met` are pairs of accounts by stratum, the smaller one first; `ln_share` the logarithm of the share of
    /// each account. Where both languages are known the larger of the factors counts, of the strata or of their
    /// platforms alone: circumstances only ever raise what is expected.
    pub fn factors(&self, met: &[u64], ln_share: impl Iterator<Item = f32>) -> Vec<f32> {
        let n = self.len();
        let mut shares = vec![0.0f64; n];
        for (account, ln_share) in ln_share.enumerate() {
            shares[usize::from(self.of_account[account])] += exp(f64::from(ln_share));
        }
        let all: u64 = met.iter().sum();
        let p = self.platforms;
        let mut met_platforms = vec![0u64; p * p];
        let mut platform_shares = vec![0.0f64; p];
        for x in 0..n {
            platform_shares[usize::from(self.platform[x])] += shares[x];
            for y in x..n {
                let (a, b) = (usize::from(self.platform[x]), usize::from(self.platform[y]));
                met_platforms[a.min(b) * p + a.max(b)] += met[x * n + y];
            }
        }
        let raise = |met: u64, x: f64, y: f64, same: bool| {
            let met = met as f64 / all.max(1) as f64;
            let expected = x * y * if same { 1.0 } else { 2.0 };
            if met > expected && expected > 0.0 { log(met / expected) as f32 } else { 0.0 }
        };
        let mut factors = vec![0.0f32; n * n];
        for x in 0..n {
            for y in 0..n {
                let (a, b) = (usize::from(self.platform[x]), usize::from(self.platform[y]));
                let of_platforms = raise(
                    met_platforms[a.min(b) * p + a.max(b)],
                    platform_shares[a],
                    platform_shares[b],
                    a == b,
                );
                let told_apart = x >= p && y >= p;
                let of_strata = if told_apart {
                    raise(met[x.min(y) * n + x.max(y)], shares[x], shares[y], x == y)
                } else {
                    0.0
                };
                factors[x * n + y] = of_platforms.max(of_strata);
            }
        }
        factors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two platforms; accounts 0..40 speak one language on the first one, 40..60 have none, 60..80 are on the second.
    fn strata() -> Strata {
        let mut actions = Actions {
            platforms: vec!["x".into(), "telegram".into()],
            account_platform: (0..80).map(|account| u8::from(account >= 60)).collect(),
            ..Actions::default()
        };
        (0..40).for_each(|account| actions.facts.main_language.set(account, 1));
        (70..80).for_each(|account| actions.facts.main_language.set(account, 1));
        Strata::new(&actions)
    }

    #[test]
    fn a_language_needs_a_public() {
        let strata = strata();
        assert_eq!((strata.len(), strata.languages()), (3, 1));
        let of = [0, 39, 40, 60, 75].map(|account| strata.of_account(account));
        // The ten on the second platform are too few to be a public of their own.
        assert_eq!(of, [2, 2, 0, 1, 1]);
    }

    #[test]
    fn factors_only_raise() {
        let strata = strata();
        let even = (1.0f32 / 80.0).ln();
        let shares = || std::iter::repeat_n(even, 80);
        // As expected of the shares 0.25, 0.25, 0.5: nothing is raised.
        let met = [62, 125, 250, 0, 62, 250, 0, 0, 250];
        assert!(strata.factors(&met, shares()).iter().all(|&factor| factor.abs() < 0.02));
        // Those of one language meet among themselves only, and never across platforms.
        let met = [100, 0, 0, 0, 100, 0, 0, 0, 800];
        let factors = strata.factors(&met, shares());
        assert!((factors[2 * 3 + 2] - (0.8f32 / 0.25).ln()).abs() < 1e-3);
        assert!((factors[0] - (0.9f32 / 0.5625).ln()).abs() < 1e-3, "of the platform alone: {}", factors[0]);
        assert_eq!(factors[1], 0.0, "fewer than expected lowers nothing");
        assert!(factors.iter().all(|&factor| factor >= 0.0));
    }
}
