//! What two contents have in common by the beginnings of their words.

use super::terms::Terms;

/// Weight that both contents are taken to have beside their words, so that one word in common is not all of them.
const BESIDE: f64 = 4.0;

/// Rarity of beginnings of words in a corpus.
#[derive(Debug)]
pub(super) struct Roots {
    rarity: Vec<f64>,
    /// Weight of each content.
    own: Vec<f64>,
    /// Of each content a bit for the last six binary digits of each beginning: contents without a common one share nothing.
    marks: Vec<u64>,
}

impl Roots {
    pub fn of(terms: &[Terms], roots: usize) -> Self {
        let mut spread = vec![0_u32; roots];
        for &root in terms.iter().flat_map(|terms| &terms.roots) {
            spread[root as usize] += 1;
        }
        let total = terms.len() as f64;
        let rarity: Vec<f64> =
            spread.iter().map(|&n| libm::log(1.0 + total / (1.0 + f64::from(n)))).collect();
        let own =
            terms.iter().map(|terms| terms.roots.iter().map(|&root| rarity[root as usize]).sum()).collect();
        let mark = |terms: &Terms| terms.roots.iter().fold(0, |mark, root| mark | 1 << (root % u64::BITS));
        Self { rarity, own, marks: terms.iter().map(mark).collect() }
    }

    /// The weight that two contents share, as a share of the lighter one's: 0..=1. The same both ways.
    pub fn shared(&self, terms: &[Terms], a: u32, b: u32) -> f64 {
        let (a, b) = (a as usize, b as usize);
        if self.marks[a] & self.marks[b] == 0 {
            return 0.0;
        }
        let mut others = terms[b].roots.iter().peekable();
        let mut weight = 0.0;
        for root in &terms[a].roots {
            while others.next_if(|other| *other < root).is_some() {}
            if others.next_if_eq(&root).is_some() {
                weight += self.rarity[*root as usize];
            }
        }
        weight / (BESIDE + self.own[a].min(self.own[b]))
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::Lexicon;
    use super::*;

    #[test]
    fn forms_of_one_root_are_shared() {
        let mut lexicon = Lexicon::new();
        let contents = ["that staff were intimidated", "clear intimidation", "the ferry was late"];
        let terms: Vec<Terms> = contents.iter().map(|content| lexicon.terms(content)).collect();
        let roots = Roots::of(&terms, lexicon.roots());
        assert!(roots.shared(&terms, 0, 1) > 0.0);
        assert_eq!(roots.shared(&terms, 0, 1), roots.shared(&terms, 1, 0));
        assert_eq!(roots.shared(&terms, 0, 2), 0.0);
    }
}
