//! Measuring the indicators.

use super::names::{stem, trailing_digits};
use super::{Indicator, PostsByAccount};
use crate::actions::Actions;
use crate::facts::Repost;
use hashbrown::HashMap;
use libm::{log, log2, sqrt};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// A value as measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measured {
    /// The value in its unit.
    pub value: f64,
    /// The same on the scale on which accounts are compared.
    pub scaled: f64,
    /// Standard error of `scaled` for the number of observations.
    pub error: f64,
    /// Observations.
    pub n: u32,
}

/// What is counted once for all accounts.
pub(super) struct Measures<'a> {
    actions: &'a Actions,
    posts: &'a PostsByAccount,
    /// Hashes of texts that stand in the data more than once, ascending.
    repeated: Vec<u64>,
    /// Times at which accounts were made, ascending, by platform.
    made: Vec<Vec<i64>>,
    /// Accounts by platform and stem of the handle.
    stems: HashMap<(u8, String), u32>,
}

impl<'a> Measures<'a> {
    pub fn new(actions: &'a Actions, posts: &'a PostsByAccount) -> Self {
        let facts = &actions.facts;
        let mut texts: Vec<u64> = facts.text.said().map(|(_, text)| text).collect();
        texts.sort_unstable();
        let repeated = texts.chunk_by(|x, y| x == y).filter(|same| same.len() > 1).map(|same| same[0]);
        let mut made = vec![Vec::new(); actions.platforms.len()];
        for (account, time) in facts.created.said() {
            made[actions.platform_no(account)].push(time);
        }
        made.iter_mut().for_each(|times: &mut Vec<i64>| times.sort_unstable());
        let mut stems = HashMap::new();
        for account in 0..actions.n_accounts() as u32 {
            if let Some(stem) = stem(actions.account_name(account)) {
                *stems.entry((actions.account_platform[account as usize], stem)).or_insert(0) += 1;
            }
        }
        Self { actions, posts, repeated: repeated.collect(), made, stems }
    }

    /// The value of an account, or how many observations there are, where these are too few.
    pub fn of(&self, account: u32, indicator: Indicator) -> Result<Measured, u32> {
        let facts = &self.actions.facts;
        let posts = self.posts.of(account);
        let time = |post: &u32| self.actions.posts.time[*post as usize];
        match indicator {
            Indicator::HourEntropy => {
                entropy(indicator, posts.iter().map(|post| (time(post).rem_euclid(DAY) / HOUR) as usize))
            }
            Indicator::IntervalEntropy => entropy(
                indicator,
                posts.windows(2).map(|pair| interval_class(time(&pair[1]).abs_diff(time(&pair[0])))),
            ),
            Indicator::DuplicateShare => {
                let texts = posts.iter().map(|&post| facts.text.get(post)).filter(|&text| text != 0);
                let repeated = |text: u64| self.repeated.binary_search(&text).is_ok();
                share(indicator, texts.map(repeated))
            }
            Indicator::RapidShare => {
                let reposts = posts.iter().map(|&post| facts.repost.get(post));
                let dated = reposts.filter(|repost| matches!(repost, Repost::Slow | Repost::Rapid));
                share(indicator, dated.map(|repost| repost == Repost::Rapid))
            }
            Indicator::CreationCrowd => self.creation_crowd(account),
            Indicator::HandleKin => {
                let platform = self.actions.account_platform[account as usize];
                let stem = stem(self.actions.account_name(account)).ok_or(0u32)?;
                Ok(of_count(self.stems.get(&(platform, stem)).map_or(0, |&n| n - 1)))
            }
            Indicator::HandleDigits => match self.actions.account_name(account) {
                // Where the handle is the id, its digits are the platform's.
                handle if handle.is_empty() || handle == self.actions.account_id(account) => Err(0),
                handle => Ok(of_count(trailing_digits(handle))),
            },
        }
    }

    /// Accounts made within a day before or after this one, beside what the thirty days before and after, without
    /// these, lead one to expect. A platform that grows, or was discovered by a country last year, explains itself.
    fn creation_crowd(&self, account: u32) -> Result<Measured, u32> {
        let made = self.actions.facts.created.get(account);
        let times = &self.made[self.actions.platform_no(account)];
        if made == 0 || times.len() < Indicator::CreationCrowd.least() as usize {
            return Err(if made == 0 { 0 } else { times.len() as u32 });
        }
        let within = |days: i64| {
            let (from, to) = (made.saturating_sub(days * DAY), made.saturating_add(days * DAY));
            let others = times.partition_point(|&t| t <= to) - times.partition_point(|&t| t < from);
            others.saturating_sub(1) as f64
        };
        let (day, month) = (within(1), within(30));
        let expected = (month - day) / 29.0;
        let ratio = (day + 0.5) / (expected + 0.5);
        Ok(Measured {
            value: ratio,
            scaled: log(ratio),
            error: sqrt(1.0 / (day + 0.5)),
            n: times.len() as u32,
        })
    }
}

/// A count, compared by the logarithm of one more than itself, with the error of a count of that size: where most
/// accounts have none, one alone says nothing.
fn of_count(count: u32) -> Measured {
    let more = 1.0 + f64::from(count);
    Measured { value: f64::from(count), scaled: log(more), error: 1.0 / sqrt(more), n: 1 }
}

/// Entropy of the classes of some observations in bits, corrected for their number (Miller 1955), with the standard
/// error of the plug-in estimate (Basharin 1959).
fn entropy(indicator: Indicator, classes: impl Iterator<Item = usize>) -> Result<Measured, u32> {
    let mut counts = [0u32; CLASSES];
    classes.for_each(|class| counts[class.min(CLASSES - 1)] += 1);
    let n: u32 = counts.iter().sum();
    if n < indicator.least() {
        return Err(n);
    }
    let total = f64::from(n);
    let (mut sum, mut squares, mut used) = (0.0, 0.0, 0u32);
    for &count in counts.iter().filter(|&&count| count > 0) {
        let p = f64::from(count) / total;
        let bits = -log2(p);
        sum += p * bits;
        squares += p * bits * bits;
        used += 1;
    }
    let correction = f64::from(used - 1) / (2.0 * total * std::f64::consts::LN_2);
    let most = if indicator == Indicator::HourEntropy { log2(24.0) } else { f64::MAX };
    let value = (sum + correction).min(most);
    // The plug-in error is 0 for one class and for equal ones, however few the observations.
    let error = sqrt((squares - sum * sum).max(0.0) / total + correction * correction + 1.0 / total);
    Ok(Measured { value, scaled: value, error, n })
}

/// Classes of an entropy: intervals of up to some hundred years in half octaves of seconds, or hours.
const CLASSES: usize = 68;

/// Class of an interval in microseconds: half octaves of a second more than it has.
fn interval_class(micros: u64) -> usize {
    let seconds = micros / 1_000_000 + 1;
    let octave = seconds.ilog2();
    let upper_half = u128::from(seconds) * u128::from(seconds) >= 1u128 << (2 * octave + 1);
    2 * octave as usize + usize::from(upper_half)
}

/// Share of those that are, with the standard error of Agresti and Coull (1998), which is not 0 at the ends.
fn share(indicator: Indicator, are: impl Iterator<Item = bool>) -> Result<Measured, u32> {
    let (n, yes) = are.fold((0u32, 0u32), |(n, yes), is| (n + 1, yes + u32::from(is)));
    if n < indicator.least() {
        return Err(n);
    }
    let (total, yes) = (f64::from(n), f64::from(yes));
    let middle = (yes + 2.0) / (total + 4.0);
    let error = sqrt(middle * (1.0 - middle) / (total + 4.0));
    let value = yes / total;
    Ok(Measured { value, scaled: value, error, n })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_fall_into_half_octaves() {
        let class = |seconds: u64| interval_class(seconds * 1_000_000);
        // 1 s more: 1, 2, 3 (above the square root of 8), 4, 6, 3601.
        assert_eq!([0, 1, 2, 3, 5, 3600].map(class), [0, 2, 3, 4, 5, 23]);
    }

    #[test]
    fn entropy_is_that_of_a_fair_die_and_nothing_for_a_clock() {
        let dice = (0..800).map(|i| i % 8);
        let measured = entropy(Indicator::HourEntropy, dice).expect("enough");
        assert!((measured.value - 3.0).abs() < 0.01, "{}", measured.value);
        assert!(measured.error < 0.04, "{}", measured.error);
        let every_hour_once = entropy(Indicator::HourEntropy, 0..24).expect("enough");
        assert!(every_hour_once.value <= log2(24.0) && every_hour_once.error > 0.2);
        let clock = entropy(Indicator::IntervalEntropy, std::iter::repeat_n(12, 30)).expect("enough");
        assert_eq!((clock.value, clock.n), (0.0, 30));
        assert_eq!(entropy(Indicator::HourEntropy, 0..19), Err(19));
    }

    #[test]
    fn a_share_of_few_is_uncertain_at_the_ends_too() {
        let few = share(Indicator::DuplicateShare, std::iter::repeat_n(true, 10)).expect("enough");
        let many = share(Indicator::DuplicateShare, std::iter::repeat_n(true, 1000)).expect("enough");
        assert_eq!((few.value, many.value), (1.0, 1.0));
        assert!(few.error > 0.05 && many.error < 0.01, "{} {}", few.error, many.error);
        assert_eq!(share(Indicator::RapidShare, [true; 9].into_iter()), Err(9));
    }
}
