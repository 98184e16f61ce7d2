//! Statements that say something like words from elsewhere.

use super::Params;
use super::similarity::{Bm25, Similarity};
use super::terms::{Lexicon, Terms};

/// Statements for one question at most.
const MOST: usize = 20;

/// For each of `questions` the `contents` that are like it, by their places, with their likeness (BM25 as in
/// [`Bm25`]); the most alike first. Likeness is at least [`Params::alike`], and two terms are shared: who speaks is not known
/// of a question. What is alike may say the same.
pub fn alike(contents: &[&str], questions: &[&str], params: &Params) -> Vec<Vec<(usize, f64)>> {
    let mut lexicon = Lexicon::new();
    let terms: Vec<Terms> = contents.iter().chain(questions).map(|text| lexicon.terms(text)).collect();
    let mut bm25 = Bm25::new(&terms, lexicon.len(), params.hub);
    (contents.len()..terms.len())
        .map(|question| {
            let near = bm25.near(question as u32, MOST + questions.len());
            near.into_iter()
                .map(|(other, alike)| (other as usize, alike))
                .filter(|&(other, alike)| {
                    other < contents.len()
                        && alike >= params.alike
                        && terms[other].shared(&terms[question]) > 1
                })
                .take(MOST)
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_from_elsewhere_find_what_is_like_them() {
        let contents = [
            "the ferry company hid its losses from the council",
            "the lamps will be white by May",
            "that Norvale paid for the posters in the harbour",
        ];
        let found = alike(
            &contents,
            &["Norvale paid for posters in the harbour", "The mill is closed", ""],
            &Params::default(),
        );
        let places: Vec<Vec<usize>> =
            found.iter().map(|found| found.iter().map(|(place, _)| *place).collect()).collect();
        assert_eq!(places, [vec![2], vec![], vec![]]);
        assert!(found[0][0].1 > 0.8, "{found:?}");
    }
}
