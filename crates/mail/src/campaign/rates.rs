//! How often mails that have nothing to do with each other agree.

use super::{Facts, Kind};
use model::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use text::TextName;

/// Fewest mails that a text's base rate is based on. Texts of eight words and more do not coincide by chance, however
/// few mails there are to show it.
const LEAST_TEXTS: f64 = 1_000.0;

/// Base rates of values and times.
///
/// Mails with nearly the same text count once for each value: a campaign or a newsletter of a thousand mails does not make
/// its own server common, but a provider that a thousand different texts came through is.
#[derive(Clone, Debug)]
pub struct BaseRates {
    /// Different texts that show a value of a kind, and those that show any.
    values: BTreeMap<Kind, Values>,
    /// Mails of the background with nearly this text.
    texts: BTreeMap<TextName, u64>,
    mails: u64,
    /// First time of each text, ascending.
    times: Vec<Timestamp>,
    is_own: bool,
}

#[derive(Clone, Debug, Default)]
struct Values {
    counts: BTreeMap<String, u64>,
    total: u64,
}

/// A text, or a mail without one.
type Unit = Result<TextName, usize>;

impl BaseRates {
    /// Base rates from mails that have nothing to do with the case.
    pub fn of(background: &[Facts]) -> Self {
        let mut texts: BTreeMap<TextName, u64> = BTreeMap::new();
        background
            .iter()
            .filter_map(|mail| mail.text)
            .for_each(|text| *texts.entry(text.near).or_default() += 1);
        Self { texts, is_own: false, ..Self::of_collection(background) }
    }

    /// Base rates from the very mails that are to be compared, where there is no background. Every text is taken for
    /// rare: one that many unrelated people send, such as an automatic reply, then looks like a campaign.
    pub fn of_collection(mails: &[Facts]) -> Self {
        let unit =
            |(number, mail): (usize, &Facts)| -> Unit { mail.text.map(|text| text.near).ok_or(number) };
        let units: Vec<Unit> = mails.iter().enumerate().map(unit).collect();
        let values = Kind::SENDER.iter().map(|&kind| (kind, count(kind, mails, &units))).collect();
        let mut times: BTreeMap<Unit, Timestamp> = BTreeMap::new();
        for (mail, unit) in mails.iter().zip(&units) {
            if let Some(sent) = mail.sent {
                times.entry(*unit).and_modify(|first| *first = sent.min(*first)).or_insert(sent);
            }
        }
        let mut times: Vec<Timestamp> = times.into_values().collect();
        times.sort_unstable();
        Self { values, texts: BTreeMap::new(), mails: mails.len() as u64, times, is_own: true }
    }

    /// Whether the rates come from the mails that are to be compared.
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    /// Different texts that show this value, and those that show any of the kind.
    pub fn count(&self, kind: Kind, value: &str) -> (u64, u64) {
        self.values
            .get(&kind)
            .map_or((0, 0), |known| (known.counts.get(value).copied().unwrap_or(0), known.total))
    }

    /// Weight of agreeing on a value: natural logarithm of how many times likelier that is within a campaign than among
    /// other mails (Fellegi and Sunter 1969, with the value's own frequency as in Winkler 1989).
    pub fn weight(&self, kind: Kind, value: &str) -> f64 {
        let (count, total) = self.count(kind, value);
        weight(kind, count, total as f64)
    }

    /// Weight of having nearly the same text.
    pub fn text_weight(&self, near: &TextName) -> f64 {
        let count = self.texts.get(near).copied().unwrap_or(0);
        weight(Kind::Text, count, LEAST_TEXTS.max(self.mails as f64))
    }

    /// Weight of being sent within `window` microseconds of a mail sent at `sent`.
    pub fn window_weight(&self, sent: Timestamp, window: i64) -> f64 {
        let first = self.times.partition_point(|time| time.0 < sent.0.saturating_sub(window));
        let last = self.times.partition_point(|time| time.0 <= sent.0.saturating_add(window));
        weight(Kind::Window, (last - first) as u64, self.times.len() as f64)
    }
}

fn count(kind: Kind, mails: &[Facts], units: &[Unit]) -> Values {
    let mut pairs: BTreeSet<(&str, Unit)> = BTreeSet::new();
    for (mail, unit) in mails.iter().zip(units) {
        pairs.extend(mail.values(kind).into_iter().map(|value| (value, *unit)));
    }
    let total = pairs.iter().map(|(_, unit)| unit).collect::<BTreeSet<_>>().len() as u64;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (value, _) in pairs {
        match counts.get_mut(value) {
            Some(count) => *count += 1,
            None => drop(counts.insert(value.to_owned(), 1)),
        }
    }
    Values { counts, total }
}

/// Half a mail is added, so that what was never seen is rare and not impossible (Jeffreys' prior).
fn weight(kind: Kind, count: u64, total: f64) -> f64 {
    libm::log(kind.agreement() * (total + 1.0) / (count as f64 + 0.5))
}
