//! Which mails are joined. See the [module](super) for the rules.

use super::{BaseRates, Facts, Kind, Options};
use kernel::{Graph, components};

/// The part that each mail falls into, numbered by the smallest member, when evidence of the kind `without` is left out.
///
/// Mails that agree in a value are joined one with the next, so that the work grows with their number and not with that
/// of their pairs.
pub(super) fn parts(
    mails: &[&Facts],
    rates: &BaseRates,
    options: &Options,
    without: Option<Kind>,
) -> Vec<u32> {
    let mut links = Links { mails, rates, options, without, joined: Vec::new() };
    if without != Some(Kind::Text) {
        links.text_and_sender();
        links.text_and_window();
        links.exact_text();
    }
    if without != Some(Kind::Key) {
        links.key_alone();
    }
    let parts = links.components();
    if without == Some(Kind::Text) {
        return parts;
    }
    links.exact_text_without_record(&parts);
    links.components()
}

/// The parts that hang together by what receivers recorded and signatures prove alone, whatever it weighs.
pub(super) fn recorded_parts(mails: &[&Facts]) -> Vec<u32> {
    let mut rows: Vec<(Kind, &str, u32)> = Vec::new();
    for (mail, facts) in numbered(mails) {
        for kind in Kind::SENDER.into_iter().filter(|kind| kind.is_recorded()) {
            rows.extend(facts.values(kind).into_iter().map(|value| (kind, value, mail)));
        }
    }
    rows.sort_unstable();
    let equal = rows.windows(2).filter(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1));
    let joined: Vec<(u32, u32)> = equal.map(|pair| (pair[0].2, pair[1].2)).collect();
    components(&Graph::new(mails.len(), joined.iter().map(|&(a, b)| (a, b, 1.0))))
}

struct Links<'f, 'm> {
    mails: &'m [&'f Facts],
    rates: &'m BaseRates,
    options: &'m Options,
    without: Option<Kind>,
    joined: Vec<(u32, u32)>,
}

fn numbered<'f>(mails: &[&'f Facts]) -> impl Iterator<Item = (u32, &'f Facts)> {
    mails.iter().enumerate().map(|(mail, facts)| (mail as u32, *facts))
}

impl<'f> Links<'f, '_> {
    fn components(&self) -> Vec<u32> {
        components(&Graph::new(self.mails.len(), self.joined.iter().map(|&(a, b)| (a, b, 1.0))))
    }

    /// Mails with values of the sender, by `key`: what they must have in common besides.
    fn by_value<K: Ord + Copy>(
        &self,
        key: impl Fn(&'f Facts) -> Option<K>,
    ) -> Vec<((K, Kind, &'f str), u32)> {
        let mut rows = Vec::new();
        for (mail, facts) in numbered(self.mails) {
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
            if weight >= self.options.least && self.rates.text_weight(near) + weight >= self.options.threshold
            {
                self.chain(equal.iter().map(|&(_, mail)| mail));
            }
        }
    }

    /// Nearly the same text, sent at nearly the same time.
    fn text_and_window(&mut self) {
        if self.without == Some(Kind::Window) {
            return;
        }
        let mut rows: Vec<_> = numbered(self.mails)
            .filter_map(|(mail, facts)| Some((facts.text?.near, facts.sent?, mail)))
            .collect();
        rows.sort_unstable();
        for pair in rows.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let ((near, first, a), (_, second, b)) = (pair[0], pair[1]);
            let weight = self.rates.window_weight(first, self.options.window);
            let is_enough = weight >= self.options.least
                && self.rates.text_weight(&near) + weight >= self.options.threshold;
            if second.0.saturating_sub(first.0) <= self.options.window && is_enough {
                self.joined.push((a, b));
            }
        }
    }

    /// Exactly the same text, and any value of the sender in common: nothing speaks against it.
    fn exact_text(&mut self) {
        let rows = self.by_value(|facts| facts.text.filter(|text| self.is_rare(text)).map(|text| text.exact));
        for equal in rows.chunk_by(|a, b| a.0 == b.0) {
            self.chain(equal.iter().map(|&(_, mail)| mail));
        }
    }

    /// Exactly the same text where nothing is recorded that could speak against it: such mails are joined with each other,
    /// and with the others of that text if these are of one part. They never join two parts.
    fn exact_text_without_record(&mut self, parts: &[u32]) {
        let mut rows: Vec<_> = numbered(self.mails)
            .filter_map(|(mail, facts)| {
                let text = facts.text.filter(|text| self.is_rare(text))?;
                Some((text.exact, facts.is_recorded(), mail))
            })
            .collect();
        rows.sort_unstable();
        for equal in rows.chunk_by(|a, b| a.0 == b.0) {
            let (bare, recorded) = equal.split_at(equal.partition_point(|&(_, is_recorded, _)| !is_recorded));
            self.chain(bare.iter().map(|row| row.2));
            let mut part_of = recorded.iter().map(|row| parts[row.2 as usize]);
            if let (Some(&(_, _, bare)), Some(&(_, _, other)), Some(part)) =
                (bare.first(), recorded.first(), part_of.next())
                && part_of.all(|of| of == part)
            {
                self.joined.push((bare, other));
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
                self.chain(equal.iter().map(|&(_, mail)| mail));
            }
        }
    }

    fn is_rare(&self, text: &super::Text) -> bool {
        self.rates.text_weight(&text.near) >= self.options.threshold
    }

    fn chain(&mut self, mails: impl Iterator<Item = u32> + Clone) {
        self.joined.extend(mails.clone().zip(mails.skip(1)));
    }
}
