//! Any bytes as articles: no panic, and each byte of a text has its place in the stream.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_intake::article::{ArticleLimits, ArticleSink, RawArticle, read_articles_from};
use scrutineer_intake::{SinkError, Source};
use scrutineer_model::{EvidenceNo, Problem};

/// Checks what comes, and keeps nothing.
struct Checked;

impl ArticleSink for Checked {
    fn source(&mut self, _: &Source) -> Result<(), SinkError> {
        Ok(())
    }

    fn article(&mut self, article: RawArticle) -> Result<(), SinkError> {
        assert_eq!(article.places.len(), article.text.len());
        let all = article.places.place(0..article.text.len());
        for (at, c) in article.text.char_indices() {
            let place = article.places.place(at..at + c.len_utf8());
            assert!(place.start <= place.end && place.end <= all.end, "{c:?} at {at}");
        }
        Ok(())
    }

    fn problem(&mut self, _: Problem) -> Result<(), SinkError> {
        Ok(())
    }
}

fuzz_target!(|bytes: &[u8]| {
    for article_bytes in [16 << 20, 256] {
        let limits = ArticleLimits { article_bytes, ..ArticleLimits::default() };
        // What is no article is an error, and no matter here.
        let _ = read_articles_from("fuzz", bytes, EvidenceNo(0), &limits, &mut Checked);
    }
});
