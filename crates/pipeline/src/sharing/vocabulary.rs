//! Words that the program itself uses in findings and on its pages.

use model::post::platform;
use model::{MethodCard, Template};
use privacy::Vocabulary;

/// Words of phrases that lenses put into their templates, and of the sentences of pages.
const PHRASES: &str = include_str!("words.txt");

/// All words of templates, method cards and phrases. References of cards are left out: they hold names.
pub(super) fn vocabulary() -> Vocabulary {
    let templates: [&[Template]; 6] = [
        coordination::method::TEMPLATES,
        ::mail::finding::TEMPLATES,
        ::mail::ladder::TEMPLATES,
        ::claims::finding::TEMPLATES,
        provenance::finding::TEMPLATES,
        ::synthetic::finding::TEMPLATES,
    ];
    let templates = templates.into_iter().flatten().map(|template| template.0);
    let cards = crate::methods();
    let cards = cards.iter().flat_map(texts);
    // Each word of the list stands for itself: a capital in it is one.
    let phrases = PHRASES.split_whitespace();
    let tables = intake::mapping::builtin::all().iter().map(|mapping| mapping.name.as_str());
    let formats = tables.chain(intake::json::formats().map(|(id, _)| id));
    let own = templates.chain(cards).chain(phrases);
    Vocabulary::of(own.chain(platform::KNOWN).chain(formats))
}

fn texts(card: &MethodCard) -> impl Iterator<Item = &'static str> {
    let single = [card.id, card.lens, card.question, card.statistic, card.null_model];
    let lists = [card.assumptions, card.innocent_explanations, card.known_failures];
    single.into_iter().chain(lists.into_iter().flatten().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the sentences of pages stand, which are no templates.
    const PAGES: [(&str, &str); 7] = [
        ("coordinate", include_str!("../coordinate/page.rs")),
        ("mail", include_str!("../mail/page.rs")),
        ("media", include_str!("../media/page.rs")),
        ("synthetic", include_str!("../synthetic/page.rs")),
        ("claims", include_str!("../claims/page.rs")),
        ("claims, ledger", include_str!("../claims/page/ledger.rs")),
        ("claims, links", include_str!("../claims/page/links.rs")),
    ];
    /// A text with names in it, for a field that is not masked at all.
    const NOT_MASKED: &str = "const HORIZON";

    /// Texts between quotation marks that have a space in them: sentences and pieces of them.
    fn literals(source: &str) -> Vec<String> {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let (before, after) = code.split_once(NOT_MASKED).unwrap_or((code, ""));
        let code = before.to_owned() + after.split_once("\";\n").map_or("", |(_, rest)| rest);
        let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n").replace("\\\"", "'").replace("\\\n", "");
        code.split('"').skip(1).step_by(2).filter(|text| text.contains(' ')).map(str::to_owned).collect()
    }

    #[test]
    fn sentences_of_pages_are_not_masked() {
        let vocabulary = vocabulary();
        let mut missing = Vec::new();
        for (page, source) in PAGES {
            for text in literals(source) {
                let own = Vocabulary::of([&text]);
                let unknown = own.words().filter(|word| !vocabulary.has(word, false));
                missing.extend(unknown.map(|word| format!("{page}: {word}")));
            }
        }
        assert!(missing.is_empty(), "not in `words.txt`: {missing:#?}");
    }
}
