//! Which mails belong together.

use mail::campaign::{BaseRates, Campaign, Campaigns, Facts, Options, Texts, find};
use mail::finding::{alternative_in_words, kind};

/// Facts of a mail, and its text in the form in which texts are compared.
pub(super) type Clue = (Facts, String);

/// What can tie mails together, first of the background, then of the mails.
#[derive(Default)]
pub(super) struct Clues {
    texts: Texts,
    facts: Vec<Facts>,
    background: usize,
}

/// Campaigns, and what they were compared with.
#[derive(Debug)]
pub struct FoundCampaigns {
    /// The campaigns, and texts that several senders share.
    pub found: Campaigns,
    /// Mails of the background; 0 where the mails themselves had to serve.
    pub background: u64,
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
    pub fn add(&mut self, facts: Facts, text: &str) {
        self.texts.add(text);
        self.facts.push(facts);
    }

    /// What comes from now on is looked at for its own sake.
    pub fn background_ends(&mut self) {
        self.background = self.facts.len();
    }

    pub fn find(self) -> FoundCampaigns {
        let (texts, _) = self.texts.finish();
        let mut facts: Vec<Facts> =
            self.facts.into_iter().zip(texts).map(|(facts, text)| Facts { text, ..facts }).collect();
        let mails = facts.split_off(self.background);
        let rates = if facts.is_empty() { BaseRates::of_collection(&mails) } else { BaseRates::of(&facts) };
        FoundCampaigns { found: find(&mails, &rates, &Options::default()), background: facts.len() as u64 }
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
