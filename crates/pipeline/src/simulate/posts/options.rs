//! What a set is to be like, and whether it can be.

use super::names::{LAYERS, PLATFORMS};
use crate::error::Result;
use crate::simulate::options::{fits, range, within};
use std::ops::Deref;

/// What a simulated set is to be like. Shares and chances are between 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulateOptions {
    /// Posts.
    pub rows: u32,
    /// Decides all draws.
    pub seed: u64,
    /// Accounts; without it one for 12 rows, at least 200.
    pub accounts: Option<u32>,
    /// Days over which posts spread.
    pub days: u32,
    /// Groups; without it one for 400 accounts, at least 4.
    pub groups: Option<u32>,
    /// Fewest and most members of a group.
    pub group_size: (u32, u32),
    /// Fewest and most campaigns of a group.
    pub campaigns: (u32, u32),
    /// Chance that a member takes part in a campaign.
    pub duty: f64,
    /// Members act within so many seconds of a campaign's moment, before or after.
    pub jitter: u32,
    /// Share of the groups that evade: they spread 60 times as wide.
    pub evade: f64,
    /// Interests that accounts and objects belong to; 0 for none.
    pub interests: u32,
    /// Chance that an account picks an object of its own interest.
    pub homophily: f64,
    /// Share of the accounts that are hyperactive, but not coordinated.
    pub hyper: f64,
    /// Layers over which objects spread.
    pub layers: usize,
    /// Platforms over which accounts spread.
    pub platforms: usize,
    /// Permute accounts over the rows of their platform, so that nothing is coordinated.
    pub shuffle: bool,
}

impl Default for SimulateOptions {
    fn default() -> Self {
        Self {
            rows: 100_000,
            seed: 1,
            accounts: None,
            days: 30,
            groups: None,
            group_size: (4, 12),
            campaigns: (15, 40),
            duty: 0.6,
            jitter: 30,
            evade: 0.0,
            interests: 0,
            homophily: 0.7,
            hyper: 0.001,
            layers: 1,
            platforms: 1,
            shuffle: false,
        }
    }
}

/// How much wider a group that evades spreads.
pub const EVADING: u32 = 60;
/// Most rows: what is counted in 32 bits stays far from its end.
const MOST_ROWS: u32 = 1_000_000_000;

/// Options that fit together, with nothing left open.
#[derive(Clone, Debug)]
pub struct Plan {
    options: SimulateOptions,
    pub accounts: u32,
    pub groups: u32,
    /// Objects that are not a campaign's own.
    pub objects: u32,
    /// Seconds.
    pub span: u32,
}

impl Deref for Plan {
    type Target = SimulateOptions;

    fn deref(&self) -> &SimulateOptions {
        &self.options
    }
}

impl Plan {
    /// Fills in what was left open.
    pub fn new(options: &SimulateOptions) -> Result<Self> {
        let accounts = options.accounts.unwrap_or((options.rows / 12).max(200));
        let plan = Self {
            options: options.clone(),
            accounts,
            groups: options.groups.unwrap_or((accounts / 400).max(4)),
            objects: (options.rows / 5).max(100),
            span: options.days.saturating_mul(86_400),
        };
        plan.check()?;
        Ok(plan)
    }

    fn check(&self) -> Result<()> {
        within("--rows", self.rows.into(), (1, MOST_ROWS.into()))?;
        within("--accounts", self.accounts.into(), (1, MOST_ROWS.into()))?;
        within("--days", self.days.into(), (1, 3650))?;
        within("--layers", self.layers as u64, (1, LAYERS.len() as u64))?;
        within("--platforms", self.platforms as u64, (1, PLATFORMS.len() as u64))?;
        within("--interests", self.interests.into(), (0, u16::MAX.into()))?;
        for (name, share) in [
            ("--duty", self.duty),
            ("--evade", self.evade),
            ("--homophily", self.homophily),
            ("--hyper", self.hyper),
        ] {
            let message = || format!("{name} is {share}, but must be between 0 and 1");
            fits((0.0..=1.0).contains(&share), message, || format!("choose another {name}"))?;
        }
        range("--group-size", self.group_size, 2)?;
        range("--campaigns", self.campaigns, 1)?;
        let widest = u64::from(self.jitter) * u64::from(if self.evade > 0.0 { EVADING } else { 1 });
        fits(
            2 * widest <= u64::from(self.span),
            || {
                format!(
                    "campaigns that spread over {} seconds do not fit into {} days",
                    2 * widest,
                    self.days
                )
            },
            || format!("shorten --jitter (groups that evade take {EVADING} times as long) or raise --days"),
        )?;
        self.check_members(u64::from(self.groups) * u64::from(self.group_size.0))
    }

    /// Whether `members` accounts in groups leave enough others.
    pub fn check_members(&self, members: u64) -> Result<()> {
        let room = u64::from(self.accounts) / 2;
        let message = || {
            format!(
                "{} groups would have {members} members or more, but at most half of the {} accounts can be in groups",
                self.groups, self.accounts
            )
        };
        fits(members <= room, message, || "lower --groups or --group-size, or raise --accounts".to_owned())
    }

    /// Whether `planted` rows of campaigns fit into the set.
    pub fn check_planted(&self, planted: u64) -> Result<()> {
        let message = || format!("the campaigns alone would give more than {} rows", self.rows);
        fits(planted <= u64::from(self.rows), message, || {
            "lower --groups, --group-size, --campaigns or --duty, or raise --rows".to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_said() {
        let default = SimulateOptions::default;
        let cases = [
            (SimulateOptions { rows: 0, ..default() }, "--rows is 0"),
            (SimulateOptions { days: 0, ..default() }, "--days is 0"),
            (SimulateOptions { days: u32::MAX, ..default() }, "--days is 4294967295"),
            (SimulateOptions { layers: 9, ..default() }, "--layers is 9"),
            (SimulateOptions { platforms: 0, ..default() }, "--platforms is 0"),
            (SimulateOptions { duty: f64::NAN, ..default() }, "--duty is NaN"),
            (SimulateOptions { hyper: -0.1, ..default() }, "--hyper is -0.1"),
            (SimulateOptions { group_size: (1, 3), ..default() }, "--group-size 1 3"),
            (SimulateOptions { campaigns: (9, 3), ..default() }, "--campaigns 9 3"),
            (SimulateOptions { jitter: 40_000, days: 1, ..default() }, ""),
            (SimulateOptions { jitter: 43_201, days: 1, ..default() }, "campaigns that spread over 86402"),
            (SimulateOptions { jitter: 3600, evade: 0.5, days: 1, ..default() }, "campaigns that spread"),
            (SimulateOptions { accounts: Some(10), ..default() }, "4 groups would have 16 members or more"),
            (SimulateOptions { groups: Some(u32::MAX), ..default() }, "4294967295 groups"),
            (SimulateOptions { groups: Some(0), ..default() }, ""),
        ];
        for (options, expected) in cases {
            match Plan::new(&options) {
                Ok(_) => assert_eq!(expected, "", "{options:?}"),
                Err(error) => {
                    assert!(!expected.is_empty() && error.to_string().starts_with(expected), "{error}");
                    assert!(error.hint().is_some());
                }
            }
        }
    }
}
