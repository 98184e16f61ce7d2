//! Accounts beside their peers.

use super::measure::{Measured, Measures};
use super::{Indicator, PostsByAccount, Telling};
use crate::actions::Actions;
use libm::sqrt;
use stats::robust_scale;

/// Fewest posts of an account that is looked at for its own sake; members of discovered pairs always are.
pub const LEAST_POSTS: u32 = 10;
/// Fewest accounts of a platform with enough data that make a yardstick.
pub const LEAST_PEERS: u32 = 30;
/// Robust z-score from which a value is worth telling (Iglewicz and Hoaglin 1993).
pub const NOTABLE: f64 = 3.5;

/// Indicators in which an account that is told of by itself stands out: one is common.
const MANY: u32 = 2;

/// What could be said of one indicator of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Compared.
    Compared,
    /// The account has too few observations, or none.
    InsufficientData,
    /// Too few accounts of its platform have enough data.
    FewPeers,
    /// All accounts with enough data have the same value.
    NoSpread,
}

impl State {
    /// All, in their fixed order.
    pub const ALL: [Self; 4] = [Self::Compared, Self::InsufficientData, Self::FewPeers, Self::NoSpread];

    /// Stable name, as in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compared => "compared",
            Self::InsufficientData => "insufficient data",
            Self::FewPeers => "too few accounts to compare with",
            Self::NoSpread => "all accounts alike",
        }
    }
}

/// One indicator of one account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Which.
    pub indicator: Indicator,
    /// What could be said.
    pub state: State,
    /// The value in its unit, where there are enough observations.
    pub value: Option<f64>,
    /// Observations.
    pub n: u32,
    /// Accounts compared with, itself included.
    pub peers: u32,
    /// Their median.
    pub median: Option<f64>,
    /// Robust standard deviations above the median; the account's own sampling error is part of the yardstick, so
    /// that few observations never stand out by chance.
    pub z: Option<f64>,
}

impl Reading {
    /// Whether it stands out in the direction that is worth telling.
    pub fn is_notable(&self) -> bool {
        self.z.is_some_and(|z| match self.indicator.telling() {
            Telling::Low => z <= -NOTABLE,
            Telling::High => z >= NOTABLE,
            Telling::Both => z.abs() >= NOTABLE,
        })
    }
}

/// One account.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The account.
    pub account: u32,
    /// A reading for each indicator of the data.
    pub readings: Vec<Reading>,
}

impl Profile {
    /// Readings that stand out.
    pub fn notable(&self) -> impl Iterator<Item = &Reading> {
        self.readings.iter().filter(|reading| reading.is_notable())
    }
}

/// How often an indicator stands out among all accounts that were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseRate {
    /// Which.
    pub indicator: Indicator,
    /// Accounts compared.
    pub compared: u64,
    /// Accounts that stand out.
    pub notable: u64,
}

/// All accounts of the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accounts {
    /// Accounts with enough posts and those asked for, ascending.
    pub profiles: Vec<Profile>,
    /// For each indicator that any account of the data has.
    pub base_rates: Vec<BaseRate>,
    /// Accounts with fewer posts than [`LEAST_POSTS`] that were not asked for.
    pub too_few_posts: u64,
    /// Accounts with profile by the number of indicators that stand out, from none on.
    pub by_notable: Vec<u64>,
}

impl Accounts {
    /// Measures and compares. `wanted` are accounts that get a profile however little they posted, ascending.
    pub fn new(actions: &Actions, posts: &PostsByAccount, wanted: &[u32]) -> Self {
        let measures = Measures::new(actions, posts);
        let is_chosen =
            |a: u32| posts.of(a).len() >= LEAST_POSTS as usize || wanted.binary_search(&a).is_ok();
        let mut profiles: Vec<Profile> = (0..actions.n_accounts() as u32)
            .filter(|&account| is_chosen(account))
            .map(|account| Profile { account, readings: Vec::new() })
            .collect();
        let mut base_rates = Vec::new();
        for indicator in Indicator::ALL {
            // Everybody is a peer, also those who are not looked at for their own sake.
            let measured: Vec<Result<Measured, u32>> =
                (0..actions.n_accounts() as u32).map(|account| measures.of(account, indicator)).collect();
            if measured.iter().all(Result::is_err) {
                continue;
            }
            let mut base = BaseRate { indicator, compared: 0, notable: 0 };
            let yardsticks = yardsticks(actions, &measured);
            let mut told = profiles.iter_mut().peekable();
            for (account, measured) in (0..).zip(&measured) {
                let reading = yardsticks[actions.platform_no(account)].read(indicator, measured);
                base.compared += u64::from(reading.state == State::Compared);
                base.notable += u64::from(reading.is_notable());
                if let Some(profile) = told.next_if(|profile| profile.account == account) {
                    profile.readings.push(reading);
                }
            }
            base_rates.push(base);
        }
        let mut by_notable = vec![0; base_rates.len() + 1];
        profiles.iter().for_each(|profile| by_notable[profile.notable().count()] += 1);
        let too_few_posts = (actions.n_accounts() - profiles.len()) as u64;
        Self { profiles, base_rates, too_few_posts, by_notable }
    }

    /// Accounts that stand out in two indicators or more, those with most of them first, then those farthest out.
    pub fn standing_out(&self) -> Vec<&Profile> {
        let rank = |profile: &Profile| {
            let (n, z) = profile
                .notable()
                .fold((0, 0.0), |(n, sum), reading| (n + 1, sum + reading.z.map_or(0.0, f64::abs)));
            (std::cmp::Reverse(n), -z)
        };
        let mut ranked: Vec<((std::cmp::Reverse<u32>, f64), &Profile)> =
            self.profiles.iter().map(|profile| (rank(profile), profile)).collect();
        ranked.retain(|((n, _), _)| n.0 >= MANY);
        ranked.sort_by(|(x, a), (y, b)| {
            x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(a.account.cmp(&b.account))
        });
        ranked.into_iter().map(|(_, profile)| profile).collect()
    }

    /// The profile of an account.
    pub fn of(&self, account: u32) -> Option<&Profile> {
        let at = self.profiles.binary_search_by_key(&account, |profile| profile.account).ok()?;
        Some(&self.profiles[at])
    }
}

/// What the accounts of one platform are measured with.
struct Yardstick {
    peers: u32,
    /// Median in the unit of the indicator.
    median: Option<f64>,
    /// Median and spread on the scale of the comparison.
    scale: Option<(f64, f64)>,
}

fn yardsticks(actions: &Actions, measured: &[Result<Measured, u32>]) -> Vec<Yardstick> {
    let mut values: Vec<(Vec<f64>, Vec<f64>)> = vec![Default::default(); actions.platforms.len()];
    for (account, measured) in (0..).zip(measured) {
        if let Ok(measured) = measured {
            let (values, scaled) = &mut values[actions.platform_no(account)];
            values.push(measured.value);
            scaled.push(measured.scaled);
        }
    }
    let yardstick = |(values, scaled): &(Vec<f64>, Vec<f64>)| Yardstick {
        peers: values.len() as u32,
        median: stats::median(values),
        scale: robust_scale(scaled),
    };
    values.iter().map(yardstick).collect()
}

impl Yardstick {
    fn read(&self, indicator: Indicator, measured: &Result<Measured, u32>) -> Reading {
        let mut reading = Reading {
            indicator,
            state: State::InsufficientData,
            value: None,
            n: 0,
            peers: self.peers,
            median: self.median,
            z: None,
        };
        match (measured, self.scale) {
            (&Err(n), _) => reading.n = n,
            (Ok(measured), scale) => {
                (reading.value, reading.n) = (Some(measured.value), measured.n);
                reading.state = match scale {
                    _ if self.peers < LEAST_PEERS => State::FewPeers,
                    None => State::NoSpread,
                    Some((centre, spread)) => {
                        let yardstick = sqrt(spread * spread + measured.error * measured.error);
                        reading.z = Some((measured.scaled - centre) / yardstick);
                        State::Compared
                    }
                };
            }
        }
        reading
    }
}
