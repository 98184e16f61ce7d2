//! Message templates: the only sentences that findings may say, and the lint that each passes.

use std::fmt::Write;
use thiserror::Error;

/// A sentence with places in braces, such as `{a} and {b} acted on {n} common objects`.
/// Lenses register their templates; a test puts each through [`Template::lint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template(pub &'static str);

/// Why a template or a filling is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// A place has no value.
    #[error("the template names `{{{0}}}`, which has no value")]
    Missing(String),
    /// A brace is not closed.
    #[error("a brace is not closed in the template `{0}`")]
    Unclosed(&'static str),
    /// A word that gives a verdict or names a culprit.
    #[error("the template says `{0}`, which is a verdict")]
    Verdict(&'static str),
    /// Likelihood and confidence in one sentence.
    #[error("likelihood and confidence share a sentence")]
    LikelihoodWithConfidence,
}

/// Words that no template may use: they judge, where a method can only describe.
const VERDICTS: &[&str] = &[
    "proves",
    "proof",
    "proven",
    "guilty",
    "culprit",
    "troll",
    "bot",
    "bots",
    "bot-like",
    "fake",
    "disinformation",
    "propaganda",
    "state-sponsored",
    "state-run",
    "operative",
    "foreign agent",
    "inauthentic",
    "liar",
    "lie",
    "lies",
    "false claim",
    "true claim",
    "fraud",
    "perpetrator",
    "responsible for",
];
const LIKELIHOOD: &[&str] =
    &["likely", "unlikely", "probable", "probably", "probability", "odds", "almost certain", "chance that"];
const CONFIDENCE: &[&str] = &["confidence", "confident"];

impl Template {
    /// Puts `values` into the places.
    pub fn fill(self, values: &[(&str, &str)]) -> Result<String, TemplateError> {
        let mut out = String::with_capacity(self.0.len() + 32);
        let mut rest = self.0;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            let after = &rest[open + 1..];
            let close = after.find('}').ok_or(TemplateError::Unclosed(self.0))?;
            let name = &after[..close];
            let value = values
                .iter()
                .find(|(key, _)| *key == name)
                .ok_or_else(|| TemplateError::Missing(name.to_owned()))?;
            // Writing to a String cannot fail.
            let _ = out.write_str(value.1);
            rest = &after[close + 1..];
        }
        out.push_str(rest);
        Ok(out)
    }

    /// Refuses verdicts, and likelihood and confidence in one sentence.
    pub fn lint(self) -> Result<(), TemplateError> {
        for sentence in self.0.to_lowercase().split_inclusive(['.', ';', '!', '?']) {
            if let Some(word) = VERDICTS.iter().find(|word| has_words(sentence, word)) {
                return Err(TemplateError::Verdict(word));
            }
            let has = |list: &[&str]| list.iter().any(|word| has_words(sentence, word));
            if has(LIKELIHOOD) && has(CONFIDENCE) {
                return Err(TemplateError::LikelihoodWithConfidence);
            }
        }
        Ok(())
    }
}

/// Whether `words` stand in `sentence` as whole words.
fn has_words(sentence: &str, words: &str) -> bool {
    sentence.match_indices(words).any(|(start, found)| {
        let before = sentence[..start].chars().next_back();
        let after = sentence[start + found.len()..].chars().next();
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
        !inside(before) && !inside(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_places() {
        let template = Template("{a} and {b} acted on {n} objects.");
        assert_eq!(
            template.fill(&[("a", "x"), ("b", "y"), ("n", "3")]).as_deref(),
            Ok("x and y acted on 3 objects.")
        );
        assert_eq!(template.fill(&[("a", "x")]), Err(TemplateError::Missing("b".into())));
        assert_eq!(Template("{a").fill(&[]), Err(TemplateError::Unclosed("{a")));
    }

    #[test]
    fn lint_refuses_verdicts_but_not_parts_of_words() {
        assert_eq!(Template("{a} is a bot.").lint(), Err(TemplateError::Verdict("bot")));
        assert_eq!(Template("Both robots and bottles pass.").lint(), Ok(()));
        assert_eq!(
            Template("We say with high confidence that this is likely.").lint(),
            Err(TemplateError::LikelihoodWithConfidence)
        );
        assert_eq!(Template("This is likely. Confidence is low.").lint(), Ok(()));
    }
}
