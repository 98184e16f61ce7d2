//! Any bytes as a receiver's results: no panic, and spans that lie in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scrutineer_mail::authentication_results::AuthenticationResults;

fuzz_target!(|bytes: &[u8]| {
    for results in [AuthenticationResults::parse(bytes), AuthenticationResults::parse_arc(bytes)] {
        for result in &results.results {
            assert!(bytes.get(result.span.clone()).is_some());
        }
        assert!(results.problems.iter().all(|problem| problem.at <= bytes.len()));
    }
});
