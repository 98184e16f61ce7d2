//! How well campaigns were found.

use super::invent::Role;
use mail::campaign::{Campaigns, Facts};
use std::collections::BTreeMap;
use std::fmt;

/// Counts of pairs with at least one invented mail, and what happened to those that should stay alone.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Pairs of one campaign that were found together.
    hits: u64,
    /// Other pairs that were found together.
    false_pairs: u64,
    /// Pairs of one campaign.
    pairs: u64,
    decoys: usize,
    decoys_joined: usize,
    copycats: usize,
    /// With the campaign that they copy.
    copycats_joined: usize,
    copycats_listed: usize,
    real: usize,
    real_campaigns: usize,
    real_mails: usize,
}

pub fn score(facts: &[Facts], roles: &[Role], found: &Campaigns) -> Score {
    let role_of: BTreeMap<&str, Role> =
        facts.iter().zip(roles).map(|(facts, role)| (facts.id.as_str(), *role)).collect();
    let count = |wanted: fn(&Role) -> bool| roles.iter().filter(|role| wanted(role)).count();
    let mut score = Score {
        decoys: count(|role| *role == Role::Decoy),
        copycats: count(|role| matches!(role, Role::Copycat(_))),
        real: count(|role| *role == Role::Real),
        ..Score::default()
    };
    let sizes = |roles: &mut dyn Iterator<Item = Role>| {
        let mut sizes: BTreeMap<Role, u64> = BTreeMap::new();
        roles.for_each(|role| *sizes.entry(role).or_default() += 1);
        sizes
    };
    let is_campaign = |role: &Role| matches!(role, Role::Campaign(_));
    let pairs = |mails: u64| mails * mails.saturating_sub(1) / 2;
    let all = sizes(&mut roles.iter().copied());
    score.pairs = all.iter().filter(|(role, _)| is_campaign(role)).map(|(_, &mails)| pairs(mails)).sum();
    for campaign in &found.campaigns {
        let members = sizes(&mut campaign.members.iter().map(|id| role_of[id.as_str()]));
        let real = members.get(&Role::Real).copied().unwrap_or(0);
        let hits: u64 =
            members.iter().filter(|(role, _)| is_campaign(role)).map(|(_, &mails)| pairs(mails)).sum();
        score.hits += hits;
        score.false_pairs += pairs(campaign.members.len() as u64) - pairs(real) - hits;
        for (role, &mails) in &members {
            match role {
                Role::Decoy => score.decoys_joined += mails as usize,
                Role::Copycat(of) if members.contains_key(&Role::Campaign(*of)) => {
                    score.copycats_joined += mails as usize
                }
                Role::Real if real > 1 => {
                    (score.real_campaigns, score.real_mails) =
                        (score.real_campaigns + 1, score.real_mails + mails as usize)
                }
                _ => {}
            }
        }
    }
    let is_copy = |id: &&String| matches!(role_of[id.as_str()], Role::Copycat(_));
    let parties = found.same_text.iter().flat_map(|same| &same.parties);
    let apart = parties.filter(|party| !party.mails.iter().any(|id| is_campaign(&role_of[id.as_str()])));
    score.copycats_listed = apart.flat_map(|party| &party.mails).filter(is_copy).count();
    score
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: u64, whole: u64| part as f64 / whole as f64;
        let found = self.hits + self.false_pairs;
        writeln!(f, "  pairs of hidden campaigns      {:>8}", self.pairs)?;
        writeln!(f, "  precision                      {:>8.4}", share(self.hits, found))?;
        writeln!(f, "  recall                         {:>8.4}", share(self.hits, self.pairs))?;
        writeln!(f, "  F1                             {:>8.4}", share(2 * self.hits, found + self.pairs))?;
        writeln!(f, "  decoys joined                  {:>8} of {}", self.decoys_joined, self.decoys)?;
        writeln!(f, "  copycats joined to the original{:>8} of {}", self.copycats_joined, self.copycats)?;
        writeln!(f, "  copycats listed as alternative {:>8} of {}", self.copycats_listed, self.copycats)?;
        let Self { real, real_campaigns, real_mails, .. } = self;
        writeln!(
            f,
            "  real mails in campaigns        {real_mails:>8} of {real}, in {real_campaigns}, not judged"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail::campaign::{BaseRates, Options, find};

    #[test]
    fn pairs_are_judged_by_what_was_hidden() {
        let roles = [
            Role::Real,
            Role::Real,
            Role::Campaign(0),
            Role::Campaign(0),
            Role::Campaign(0),
            Role::Copycat(0),
            Role::Decoy,
        ];
        let facts: Vec<Facts> =
            (0..roles.len()).map(|n| Facts { id: n.to_string(), ..Facts::default() }).collect();
        let mut found = find(&facts, &BaseRates::of_collection(&facts), &Options::default());
        assert_eq!(found.campaigns, []);
        let missed = score(&facts, &roles, &found);
        assert_eq!((missed.pairs, missed.hits, missed.false_pairs), (3, 0, 0));

        // Two of three, with the copycat, a decoy and both real mails.
        found.campaigns = vec![mail::campaign::Campaign {
            members: ["0", "1", "2", "3", "5", "6"].map(str::to_owned).to_vec(),
            evidence: Vec::new(),
            stability: Vec::new(),
            alternatives: Vec::new(),
        }];
        let mixed = score(&facts, &roles, &found);
        assert_eq!((mixed.hits, mixed.false_pairs), (1, 13));
        assert_eq!((mixed.decoys_joined, mixed.copycats_joined, mixed.real_mails), (1, 1, 2));
    }
}
