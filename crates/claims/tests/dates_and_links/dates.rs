//! Times of speaking against those of the gold set.

use super::gold::articles;
use scrutineer_claims::Analysis;
use scrutineer_claims::date::{dates, of_statement};

/// Prints every disagreement; the floors are a little below what was measured.
#[test]
fn times_of_speaking_agree_with_the_gold_set() {
    let (mut gold, mut given, mut same_words, mut agreed, mut dated) = (0, 0, 0, 0, 0);
    for article in articles() {
        let analysis = Analysis::of(&article.text);
        let mentions = dates(&analysis, Some(article.published));
        for entry in &article.attributions {
            let outer = article.attributions.iter().find(|outer| entry.inside.as_ref() == Some(&outer.id));
            let within = outer.map(|outer| outer.attribution.content.as_slice());
            let found =
                of_statement(&analysis, &entry.attribution, within, &mentions).map(|at| &mentions[at]);
            gold += usize::from(entry.time.is_some());
            given += usize::from(found.is_some());
            let words = found.map(|mention| &article.text[mention.range.clone()]);
            match (&entry.time, found) {
                (Some(time), Some(mention)) => {
                    let words = words.unwrap_or_default();
                    same_words += usize::from(words.contains(&time.text) || time.text.contains(words));
                    let Some(resolved) = &time.resolved else { continue };
                    dated += 1;
                    // A month agrees with a month; a day that is known from elsewhere lies in the week that was named.
                    let (from, to) = (mention.from.unwrap().to_string(), mention.to.unwrap().to_string());
                    if from[..resolved.len()] <= resolved[..] && resolved[..] <= to[..resolved.len()] {
                        agreed += 1;
                    } else {
                        println!("{}: {} is {from}..{to}, gold {} {resolved}", entry.id, words, time.text);
                    }
                }
                (Some(time), None) => println!("{}: no date, gold {}", entry.id, time.text),
                (None, Some(_)) => println!("{}: {:?}, gold none", entry.id, words.unwrap_or_default()),
                (None, None) => {}
            }
        }
    }
    println!("gold {gold}, given {given}, same words {same_words}, days agree {agreed} of {dated}");
    assert!(same_words >= 28 && given <= 32 && agreed + 1 >= dated);
}

/// Run with `--release -- --ignored --nocapture` for a time that means something.
#[test]
#[ignore = "a developer's tool"]
fn speed() {
    let all: Vec<_> = articles();
    let words: usize = all.iter().map(|article| article.text.split_whitespace().count()).sum();
    let analyses: Vec<_> = all.iter().map(|article| Analysis::of(&article.text)).collect();
    let begin = std::time::Instant::now();
    let times = 100;
    for _ in 0..times {
        for (article, analysis) in all.iter().zip(&analyses) {
            let mentions = dates(analysis, Some(article.published));
            for entry in &article.attributions {
                of_statement(analysis, &entry.attribution, None, &mentions);
            }
        }
    }
    let each = begin.elapsed().as_secs_f64() * 1000.0 * 750.0 / (words * times) as f64;
    println!("{each:.3} ms for 750 words");
    assert!(each < 20.0);
}
