//! Articles that have nearly the text of an earlier one: edited copies of an agency's text, the same page fetched twice.

use super::Article;
use std::collections::HashMap;
use text::{Near, Params};

/// Half of the runs of five words in common, as of statements that are near copies.
const PARAMS: Params =
    Params { threshold: 0.5, reach: 0.25, words: 5, chars: 8, min_words: 20, min_chars: 60, bucket: 64 };

/// Marks the articles that are near copies of an earlier one with another text.
pub(super) fn mark(articles: &mut [Article]) {
    let mut near = Near::new(PARAMS);
    let numbers: Vec<_> = articles.iter().map(|article| near.add(&article.read.text)).collect();
    let clusters = near.finish();
    let mut first: HashMap<u32, usize> = HashMap::new();
    for (article, number) in numbers.iter().enumerate() {
        let Some(cluster) = number.and_then(|number| clusters.cluster_of.get(number.0 as usize)) else {
            continue;
        };
        let earlier = *first.entry(*cluster).or_insert(article);
        if earlier != article && articles[earlier].read.hash != articles[article].read.hash {
            articles[article].near = Some(earlier);
        }
    }
}
