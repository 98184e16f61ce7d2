//! Which mails are joined. See the [module](super) for the rules.

use super::record::Record;
use super::{BaseRates, Facts, Kind, Options};
use kernel::{Graph, components};
use text::TextName;

/// A mail, and what was recorded of it.
#[derive(Clone, Copy)]
pub(super) struct Mail<'f> {
    pub(super) facts: &'f Facts,
    pub(super) record: Option<Record>,
}

/// The part that each mail falls into, numbered by the smallest member, when evidence of the kind `without` is left out.
/// The records leave it out too.
///
/// Mails that agree in a value are joined one with the next, so that the work grows with their number and not with that
/// of their pairs.
pub(super) fn parts(
    mails: &[Mail<'_>],
    rates: &BaseRates,
    options: &Options,
    without: Option<Kind>,
) -> Vec<u32> {
    let mut links = Links { mails, rates, options, without, joined: Vec::new(), open: Vec::new() };
    if without != Some(Kind::Key) {
        links.key_alone();
    }
    if without != Some(Kind::Text) {
        links.text_and_sender();
        links.text_and_window();
        links.exact_text();
        links.settle();
        links.exact_text_without_record();
        links.settle();
    }
    links.components()
}

struct Links<'f, 'm> {
    mails: &'m [Mail<'f>],
    rates: &'m BaseRates,
    options: &'m Options,
    without: Option<Kind>,
    joined: Vec<(u32, u32)>,
    /// A mail of which nothing is recorded, and one of which something is.
    open: Vec<(u32, u32)>,
}

/// Mails of one class can be joined with each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// Nothing is recorded.
    Bare,
    /// The mails of their text show that their sender changes what is recorded.
    Changing,
    /// Those that agree in what was recorded.
    Steady(u32),
}

/// Least [change](Record::change) that does not keep apart what a copy shares too: the address in From, which anybody can
/// write, and the time, since what is copied is what arrives just now. More than one mail in two has to differ.
const HABIT: f64 = 0.5;

impl<'f> Links<'f, '_> {
    fn numbered(&self) -> impl Iterator<Item = (u32, &'f Facts)> + use<'f, '_> {
        (0u32..).zip(self.mails.iter().map(|mail| mail.facts))
    }

    fn components(&self) -> Vec<u32> {
        components(&Graph::new(self.mails.len(), self.joined.iter().map(|&(a, b)| (a, b, 1.0))))
    }

    /// Mails with values of the sender, by `key`: what they must have in common besides.
    fn by_value<K: Ord + Copy>(
        &self,
        key: impl Fn(&'f Facts) -> Option<K>,
    ) -> Vec<((K, Kind, &'f str), u32)> {
        let mut rows = Vec::new();
        for (mail, facts) in self.numbered() {
            let Some(key) = key(facts) else { continue };
            for kind in Kind::SENDER.into_iter().filter(|kind| Some(*kind) != self.without) {
                rows.extend(facts.values(kind).into_iter().map(|value| ((key, kind, value), mail)));
            }
        }
        rows.sort_unstable();
        rows
    }

    /// Nearly the same text, and a value of the sender that is not too common.
    fn text_and_sender(&mut self) {
        let rows = self.by_value(|facts| Some(facts.text?.near));
        for equal in rows.chunk_by(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1) {
            let (near, kind, value) = &equal[0].0;
            let weight = self.rates.weight(*kind, value);
            if self.is_enough(near, weight) {
                let mails = || equal.iter().map(|&(_, mail)| mail);
                if *kind == Kind::Account {
                    self.tie(mails(), HABIT);
                } else {
                    self.tie(mails(), libm::exp(self.options.least - weight));
                    self.tie_in_time(mails(), HABIT * libm::exp(-weight));
                }
            }
        }
    }

    /// Nearly the same text, sent at nearly the same time.
    fn text_and_window(&mut self) {
        let rows = self.numbered().filter_map(|(mail, facts)| Some((facts.text?.near, mail)));
        let mut rows: Vec<_> = rows.collect();
        rows.sort_unstable();
        for text in rows.chunk_by(|a, b| a.0 == b.0).filter(|text| text.len() > 1) {
            self.tie_in_time(text.iter().map(|row| row.1), HABIT);
        }
    }

    /// As [`tie`](Self::tie), for mails of one text that were sent at nearly the same time. A mail of which nothing is
    /// recorded counts with those just before and after it.
    fn tie_in_time(&mut self, mails: impl Iterator<Item = u32>, change: f64) {
        if self.without == Some(Kind::Window) {
            return;
        }
        let timed = mails
            .filter_map(|mail| Some((self.mails[mail as usize].facts.sent?, self.class(mail, change), mail)));
        let mut rows: Vec<_> = timed.collect();
        rows.sort_unstable();
        for pair in rows.windows(2) {
            let ((_, class, a), (_, other, b)) = (pair[0], pair[1]);
            if (class == Class::Bare) != (other == Class::Bare) && self.is_close(a, b) {
                self.open.push(if class == Class::Bare { (a, b) } else { (b, a) });
            }
        }
        rows.sort_unstable_by_key(|&(sent, class, mail)| (class, sent, mail));
        for pair in rows.windows(2).filter(|pair| pair[0].1 == pair[1].1) {
            let (a, b) = (pair[0].2, pair[1].2);
            if self.is_close(a, b) {
                self.joined.push((a, b));
            }
        }
    }

    /// Exactly the same text, and any value of the sender in common, where nothing recorded speaks against it.
    fn exact_text(&mut self) {
        let rows = self.by_value(|facts| facts.text.filter(|text| self.is_rare(text)).map(|text| text.exact));
        for equal in rows.chunk_by(|a, b| a.0 == b.0) {
            self.tie(equal.iter().map(|&(_, mail)| mail), 1.0);
        }
    }

    /// Exactly the same text where nothing is recorded that could speak against it.
    fn exact_text_without_record(&mut self) {
        let parts = self.components();
        let mut is_recorded = vec![false; self.mails.len()];
        for (mail, part) in self.mails.iter().zip(&parts) {
            is_recorded[*part as usize] |= mail.record.is_some();
        }
        let rows = self.numbered().filter_map(|(mail, facts)| {
            let text = facts.text.filter(|text| self.is_rare(text))?;
            Some((text.exact, is_recorded[parts[mail as usize] as usize], mail))
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_unstable();
        for equal in rows.chunk_by(|a, b| a.0 == b.0) {
            let (bare, recorded) = equal.split_at(equal.partition_point(|&(_, is_recorded, _)| !is_recorded));
            chain(&mut self.joined, bare.iter().map(|row| row.2));
            if let Some(&(_, _, first)) = bare.first() {
                self.open.extend(recorded.iter().map(|row| (first, row.2)));
            }
        }
    }

    /// A verified key that the background does not know. Without a background nothing tells a private key from that of
    /// a small provider.
    fn key_alone(&mut self) {
        if self.rates.is_own() {
            return;
        }
        let rows = self.by_value(|_| Some(()));
        for equal in rows.chunk_by(|a, b| a.0 == b.0) {
            let (_, kind, key) = equal[0].0;
            let is_private = kind == Kind::Key && self.rates.count(kind, key).0 == 0;
            if is_private && self.rates.weight(kind, key) >= self.options.threshold {
                chain(&mut self.joined, equal.iter().map(|&(_, mail)| mail));
            }
        }
    }

    /// Joins mails of one text that agree in something, where nothing recorded speaks against it, or where the sender's
    /// habit of change, at least `change`, outweighs it.
    fn tie(&mut self, mails: impl Iterator<Item = u32>, change: f64) {
        let mut rows: Vec<(Class, u32)> = mails.map(|mail| (self.class(mail, change), mail)).collect();
        rows.sort_unstable();
        let bare = rows.first().filter(|(class, _)| *class == Class::Bare).map(|row| row.1);
        for class in rows.chunk_by(|a, b| a.0 == b.0) {
            chain(&mut self.joined, class.iter().map(|row| row.1));
            if let Some(bare) = bare
                && class[0].0 != Class::Bare
            {
                self.open.push((bare, class[0].1));
            }
        }
    }

    /// Mails of which nothing is recorded go to the others that they agree with if these are of one part. They never join
    /// two parts that something recorded keeps apart.
    fn settle(&mut self) {
        let parts = self.components();
        let part = |mail: u32| parts[mail as usize];
        let open = self.open.drain(..).map(|(bare, other)| (part(bare), part(other), bare, other));
        let mut open: Vec<_> = open.collect();
        open.sort_unstable();
        open.dedup_by_key(|&mut (bare, other, ..)| (bare, other));
        let sole = open.chunk_by(|a, b| a.0 == b.0).filter(|others| others.len() == 1);
        self.joined.extend(sole.map(|others| (others[0].2, others[0].3)));
    }

    fn class(&self, mail: u32, change: f64) -> Class {
        match self.mails[mail as usize].record {
            None => Class::Bare,
            Some(record) if record.change > change => Class::Changing,
            Some(record) => Class::Steady(record.group),
        }
    }

    /// Whether two mails of one text were sent together, `first` not after `second`.
    fn is_close(&self, first: u32, second: u32) -> bool {
        let [first, second] = [first, second].map(|mail| self.mails[mail as usize].facts);
        let (Some(text), Some(from), Some(to)) = (first.text, first.sent, second.sent) else { return false };
        to.0.saturating_sub(from.0) <= self.options.window
            && self.is_enough(&text.near, self.rates.window_weight(from, self.options.window))
    }

    /// Whether this weight counts, and is enough beside the text.
    fn is_enough(&self, near: &TextName, weight: f64) -> bool {
        weight >= self.options.least && self.rates.text_weight(near) + weight >= self.options.threshold
    }

    fn is_rare(&self, text: &super::Text) -> bool {
        self.rates.text_weight(&text.near) >= self.options.threshold
    }
}

fn chain(joined: &mut Vec<(u32, u32)>, mails: impl Iterator<Item = u32> + Clone) {
    joined.extend(mails.clone().zip(mails.skip(1)));
}
