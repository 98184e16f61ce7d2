//! Which mails belong together.

use mail::campaign::{BaseRates, Campaign, Campaigns, Facts, Options, Texts, find};
use mail::finding::{alternative_in_words, kind};
use model::Sha256;
use std::collections::HashSet;

/// Facts of a mail, and its text in the form in which texts are compared.
pub(super) type Clue = (Facts, String);

/// What can tie mails together, first of the background, then of the mails.
#[derive(Default)]
pub(super) struct Clues {
    texts: Texts,
    facts: Vec<(Facts, Sha256)>,
    background: usize,
}

/// Campaigns, and what they were compared with.
#[derive(Debug)]
pub struct FoundCampaigns {
    /// The campaigns, and texts that several senders share.
    pub found: Campaigns,
    /// Mails of the background; 0 where the mails themselves had to serve.
    pub background: u64,
    /// Mails of the background that are among the mails themselves and so were left out of it.
    pub overlap: u64,
}

/// A campaign in words.
#[derive(Clone, Debug)]
pub struct Told {
    /// Number of its mails.
    pub mails: u64,
    /// Its mails.
    pub members: Vec<String>,
    /// In what they agree, with the share of their pairs.
    pub agree: String,
    /// What is left when one kind of evidence is not believed, where it falls apart.
    pub without: Vec<String>,
    /// What else would explain it.
    pub alternatives: Vec<&'static str>,
}

impl Clues {
    pub fn add(&mut self, facts: Facts, text: &str, sha256: Sha256) {
        self.texts.add(text);
        self.facts.push((facts, sha256));
    }

    /// What comes from now on is looked at for its own sake.
    pub fn background_ends(&mut self) {
        self.background = self.facts.len();
    }

    pub fn find(self) -> FoundCampaigns {
        let (texts, _) = self.texts.finish();
        let named = self.facts.into_iter().zip(texts);
        let mut background: Vec<(Facts, Sha256)> =
            named.map(|((facts, sha256), text)| (Facts { text, ..facts }, sha256)).collect();
        let mails = background.split_off(self.background);
        let own: HashSet<Sha256> = mails.iter().map(|(_, sha256)| *sha256).collect();
        let before = background.len();
        // A campaign that is part of its own background would look common.
        background.retain(|(_, sha256)| !own.contains(sha256));
        let overlap = (before - background.len()) as u64;
        let without_hash = |facts: Vec<(Facts, Sha256)>| facts.into_iter().map(|(facts, _)| facts).collect();
        let (background, mails): (Vec<Facts>, Vec<Facts>) = (without_hash(background), without_hash(mails));
        let rates =
            if background.is_empty() { BaseRates::of_collection(&mails) } else { BaseRates::of(&background) };
        let found = find(&mails, &rates, &Options::default());
        FoundCampaigns { found, background: background.len() as u64, overlap }
    }
}

impl FoundCampaigns {
    /// The campaigns in words, the largest first.
    pub fn told(&self) -> Vec<Told> {
        self.found.campaigns.iter().map(told).collect()
    }
}

pub(super) fn told(campaign: &Campaign) -> Told {
    let agree =
        campaign.evidence.iter().map(|row| format!("{} in {:.0} %", kind(row.kind), row.share * 100.0));
    let falls = campaign.stability.iter().filter(|row| row.parts > 1);
    let without =
        falls.map(|row| format!("without {} it falls into {} parts", kind(row.without), row.parts)).collect();
    Told {
        mails: campaign.members.len() as u64,
        members: campaign.members.clone(),
        agree: agree.collect::<Vec<_>>().join(", "),
        without,
        alternatives: campaign.alternatives.iter().map(alternative_in_words).collect(),
    }
}
