//! Which mails belong together, and what speaks for it.
//!
//! Mails are joined by what they have in common ([`Kind`]), each agreement weighted by the logarithm of a likelihood
//! ratio: how likely it is within one campaign, over how common the value is in a background ([`BaseRates`]). A free-mail
//! provider that everybody uses weighs nothing.
//!
//! There are three independent kinds of evidence: what is said (the text), who says it (key, account, network and
//! software, which one choice of provider settles together, see [`Kind::SENDER`]), and when. Two mails are joined when
//!
//! - their texts are near each other, and a value of the sender or the time agrees too, each weighing at least
//!   [`Options::least`] and both together at least [`Options::threshold`], and outweighing what was recorded of them;
//! - or their texts are exactly the same and rare, and nothing recorded speaks against it: they also share a value of
//!   the sender, however common, or one of them has no recorded fact to compare;
//! - or one verified key signed both, which no mail of a background has.
//!
//! So no value of the sender and no time joins mails of different texts: users of one small provider are no campaign. A
//! campaign is a connected component. It cannot grow along a chain of texts, as each cluster of near texts has a centre
//! that all its texts are near to.
//!
//! # What speaks against it
//!
//! Text, author and day agree for a copy as well, so they cannot tell one sender from two. What receivers recorded and
//! signatures prove can: key, network and operator. Where two mails have such records and these do not hang together, even
//! through other mails of the text, they disagree. What that weighs depends on the habit of the sender, as the other mails
//! of the text show it: the chance `c` that a mail of theirs comes with a new record is the share of pairs that
//! disagree. `ln c` is the disagreement weight of Fellegi and Sunter, with their `m` estimated from the data at hand. A
//! network that changes with each mail says nothing; one that forty mails share speaks against a forty-first from elsewhere.
//!
//! Mails that disagree are joined when
//!
//! - the weight of a common software or host of the Message-ID is still [`Options::least`] after that of the disagreement is
//!   added: both can be imitated, but come along with a copied text only by chance or with effort;
//! - or they were sent together, and `c` is more than a half; with a common software or host of weight `w`, more than a half
//!   of `exp(-w)`;
//! - or they share an account, and `c` is more than a half: a From address is text that anybody can write. Where it is
//!   authenticated by a key, the key agrees and nothing speaks against it.
//!
//! A mail without a record goes to the mails that it agrees with if these are of one part. It never joins two.
//!
//! Equal text under different senders is left apart and listed ([`SameText`]): one sender who changes everything else,
//! or somebody who copies. Nothing here tells which, nor who anybody is. Where such mails are joined by their habit, the
//! copycat stands as an [`Alternative`].
//!
//! # Known failures
//!
//! - Where copies by different people are about as many as the mails that they copy, they look like changes of one sender and
//!   are joined by the time; the copycat is then named as an alternative. Fewer stay apart.
//! - Somebody who copies a text often can make its first sender's changes look rare, and so break up a campaign that only
//!   the time holds together. All of its mails are still listed as one text.
//! - Whoever copies the software's marks too, or uses the same rare program, is joined.
//! - Two mails by one sender through two networks, with nothing else in common, are left apart; three are joined.
//! - Customers of one relay have its network and key in common, so that nothing recorded speaks against any two of them.
//!
//! The work grows with the number of mails, not of pairs: candidates come from MinHash bands and equal values.
//!
//! References: Fellegi and Sunter 1969, A Theory for Record Linkage (Journal of the American Statistical Association);
//! Winkler 1988, Using the EM Algorithm for Weight Computation in the Fellegi-Sunter Model of Record Linkage (Survey Research
//! Methods Section, American Statistical Association).

mod evidence;
mod facts;
mod link;
mod of_mail;
mod rates;
mod record;
mod same_text;
mod texts;

pub use evidence::Evidence;
pub use facts::{Facts, Kind, Text, network};
pub use rates::BaseRates;
pub use same_text::{Party, SameText};
pub use texts::{Comparisons, PARAMS, Texts};

use link::Mail;
use record::Record;
use serde::Serialize;
use std::collections::BTreeMap;

/// When mails are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Least sum of weights. The default, 6, stands for odds of 400 to 1: about what stands against two mails of an
    /// office's collection belonging together, before anything is known of them.
    pub threshold: f64,
    /// Least weight of an agreement that counts as a kind of evidence of its own. The default is 1: 2.7 times likelier
    /// within a campaign than outside.
    pub least: f64,
    /// Microseconds within which mails count as sent together. The default is a day.
    pub window: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self { threshold: 6.0, least: 1.0, window: 86_400_000_000 }
    }
}

/// The result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Campaigns {
    /// Campaigns, the largest first, then by their first member.
    pub campaigns: Vec<Campaign>,
    /// Equal or near texts that were not joined, or only in part.
    pub same_text: Vec<SameText>,
}

/// Mails that belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Campaign {
    /// Names of the mails, ascending.
    pub members: Vec<String>,
    /// In what their pairs agree.
    pub evidence: Vec<Evidence>,
    /// What is left of it when one kind of evidence is not believed.
    pub stability: Vec<Stability>,
    /// What else would explain it.
    pub alternatives: Vec<Alternative>,
}

/// A campaign without one kind of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stability {
    /// The kind that is left out.
    pub without: Kind,
    /// Parts that the campaign falls into; 1 when it holds.
    pub parts: usize,
    /// Mails of the largest part.
    pub largest: usize,
}

/// An innocent or at least different explanation of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alternative {
    /// What was recorded or proved falls into several groups with nothing in common; only what a sender writes holds them
    /// together. Somebody may have copied it.
    Copycat {
        /// Such groups.
        groups: usize,
    },
    /// There was no background: whatever many unrelated people send, such as an automatic reply, looks like this.
    NoBackground,
}

/// Finds the campaigns among mails. The order of the mails changes nothing.
pub fn find(mails: &[Facts], rates: &BaseRates, options: &Options) -> Campaigns {
    let mut sorted: Vec<&Facts> = mails.iter().collect();
    sorted.sort_unstable();
    let records = Records::of(&sorted);
    let parts = link::parts(&records.beside(&sorted, 0..sorted.len(), None), rates, options, None);
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    (0..).zip(&parts).for_each(|(mail, part)| members.entry(*part).or_default().push(mail));
    let mut groups: Vec<(u32, Vec<usize>)> =
        members.into_iter().filter(|(_, group)| group.len() > 1).collect();
    // Mails are in order, and so are their numbers.
    groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.1.cmp(&b.1)));
    let number: BTreeMap<u32, usize> =
        groups.iter().enumerate().map(|(number, (part, _))| (*part, number)).collect();
    let same_text = same_text::find(&sorted, &parts, &number);
    let campaign = |(_, group): &(u32, Vec<usize>)| campaign(&sorted, group, &records, rates, options);
    Campaigns { campaigns: groups.iter().map(campaign).collect(), same_text }
}

/// Records of all mails, with all kinds of evidence and without each. What is a sender's habit is told from all mails of
/// a text, not from those of a campaign alone.
struct Records {
    all: Vec<Option<Record>>,
    without: BTreeMap<Kind, Vec<Option<Record>>>,
}

impl Records {
    fn of(mails: &[&Facts]) -> Self {
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.is_recorded());
        let without = kinds.map(|kind| (kind, record::records(mails, Some(kind)))).collect();
        Self { all: record::records(mails, None), without }
    }

    /// Mails by number, with their records.
    fn beside<'f>(
        &self,
        mails: &[&'f Facts],
        numbers: impl IntoIterator<Item = usize>,
        without: Option<Kind>,
    ) -> Vec<Mail<'f>> {
        let records = without.and_then(|kind| self.without.get(&kind)).unwrap_or(&self.all);
        numbers.into_iter().map(|mail| Mail { facts: mails[mail], record: records[mail] }).collect()
    }
}

fn campaign(
    all: &[&Facts],
    numbers: &[usize],
    records: &Records,
    rates: &BaseRates,
    options: &Options,
) -> Campaign {
    let mails: Vec<&Facts> = numbers.iter().map(|&mail| all[mail]).collect();
    let evidence = evidence::evidence(&mails, rates, options);
    let without = |row: &Evidence| {
        let without = Some(row.kind);
        let mails = records.beside(all, numbers.iter().copied(), without);
        let (parts, largest) = sizes(&link::parts(&mails, rates, options, without));
        Stability { without: row.kind, parts, largest }
    };
    Campaign {
        members: mails.iter().map(|mail| mail.id.clone()).collect(),
        stability: evidence.iter().map(without).collect(),
        evidence,
        alternatives: alternatives(&mails, rates),
    }
}

fn alternatives(mails: &[&Facts], rates: &BaseRates) -> Vec<Alternative> {
    let recorded: Vec<&Facts> =
        mails.iter().copied().filter(|facts| record::is_recorded(facts, None)).collect();
    let (groups, _) = sizes(&record::groups(&recorded, None, |_| Some(())));
    let copycat = (groups > 1).then_some(Alternative::Copycat { groups });
    copycat.into_iter().chain(rates.is_own().then_some(Alternative::NoBackground)).collect()
}

/// Number of parts and size of the largest.
fn sizes(parts: &[u32]) -> (usize, usize) {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    parts.iter().for_each(|part| *sizes.entry(*part).or_default() += 1);
    (sizes.len(), sizes.values().copied().max().unwrap_or(0))
}

#[cfg(test)]
mod tests;
