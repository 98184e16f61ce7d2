//! Words that the program itself uses in findings.

use model::{MethodCard, Template};
use privacy::Vocabulary;

/// Words of phrases that lenses put into their templates.
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
    Vocabulary::of(templates.chain(cards).chain(phrases))
}

fn texts(card: &MethodCard) -> impl Iterator<Item = &'static str> {
    let single = [card.id, card.lens, card.question, card.statistic, card.null_model];
    let lists = [card.assumptions, card.innocent_explanations, card.known_failures];
    single.into_iter().chain(lists.into_iter().flatten().copied())
}
