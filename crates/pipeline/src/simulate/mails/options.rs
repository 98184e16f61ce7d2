//! What a set of mails is to be like, and whether it can be.

use super::receiver::Receiver;
use crate::error::Result;
use crate::simulate::options::{fits, range, within};

/// What a simulated set of mails is to be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulateMailOptions {
    /// Mails.
    pub mails: u32,
    /// Decides all draws.
    pub seed: u64,
    /// Campaigns; without it one for 200 mails, at least 2 and at most 200.
    pub campaigns: Option<u32>,
    /// Fewest and most mails of a campaign.
    pub group_size: (u32, u32),
    /// Mails that copy a campaign's text, for each campaign.
    pub copycats: u32,
    /// Mails from the provider that a campaign uses, for each campaign that uses one.
    pub decoys: u32,
    /// Kinds of receivers; not empty.
    pub receivers: Vec<Receiver>,
    /// Most forged Received lines below the receiver's.
    pub forged_lines: u32,
    /// One mbox file in place of one file for each mail.
    pub mbox: bool,
}

impl Default for SimulateMailOptions {
    fn default() -> Self {
        Self {
            mails: 1_000,
            seed: 1,
            campaigns: None,
            group_size: (8, 30),
            copycats: 3,
            decoys: 4,
            receivers: Receiver::ALL.to_vec(),
            forged_lines: 4,
            mbox: false,
        }
    }
}

/// As many as there are networks for.
pub const MOST_CAMPAIGNS: u32 = 200;
/// More would make a folder that few programs can open.
const MOST_MAILS: u32 = 1_000_000;

impl SimulateMailOptions {
    /// Campaigns, with nothing left open.
    pub fn campaigns(&self) -> u32 {
        self.campaigns.unwrap_or((self.mails / 200).clamp(2, MOST_CAMPAIGNS))
    }

    /// Refuses what cannot be.
    pub fn check(&self) -> Result<()> {
        within("--mails", self.mails.into(), (1, MOST_MAILS.into()))?;
        within("--campaigns", self.campaigns().into(), (0, MOST_CAMPAIGNS.into()))?;
        within("--copycats", self.copycats.into(), (0, 1_000))?;
        within("--decoys", self.decoys.into(), (0, 1_000))?;
        within("--forged-lines", self.forged_lines.into(), (0, 20))?;
        range("--group-size", self.group_size, 2)?;
        let none = || "no receiver in --profiles".to_owned();
        fits(!self.receivers.is_empty(), none, || "name at least one".to_owned())
    }

    /// Whether `planted` mails fit into the set.
    pub fn check_planted(&self, planted: usize) -> Result<()> {
        let message = || format!("campaigns, copycats and decoys alone would give {planted} mails");
        fits(planted <= self.mails as usize, message, || {
            "lower --campaigns, --group-size, --copycats or --decoys, or raise --mails".to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_said() {
        let default = SimulateMailOptions::default;
        let cases = [
            (default(), ""),
            (SimulateMailOptions { mails: 0, ..default() }, "--mails is 0"),
            (SimulateMailOptions { campaigns: Some(201), ..default() }, "--campaigns is 201"),
            (SimulateMailOptions { campaigns: Some(0), ..default() }, ""),
            (SimulateMailOptions { group_size: (1, 5), ..default() }, "--group-size 1 5"),
            (SimulateMailOptions { forged_lines: 21, ..default() }, "--forged-lines is 21"),
            (SimulateMailOptions { receivers: Vec::new(), ..default() }, "no receiver"),
            (SimulateMailOptions { copycats: 1_001, ..default() }, "--copycats is 1001"),
            (SimulateMailOptions { decoys: u32::MAX, ..default() }, "--decoys is"),
        ];
        for (options, expected) in cases {
            match options.check() {
                Ok(()) => assert_eq!(expected, "", "{options:?}"),
                Err(error) => {
                    assert!(!expected.is_empty() && error.to_string().starts_with(expected), "{error}");
                    assert!(error.hint().is_some());
                }
            }
        }
    }
}
