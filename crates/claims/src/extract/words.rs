//! What the features of cues, sources and contents have in common: a view of an article's tokens.

use super::Lexicon;
use crate::Analysis;
use crate::syntax::{Form, Relation, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// An article's tokens as features see them.
#[derive(Clone, Debug)]
pub struct Words<'a, 't> {
    /// The article.
    pub article: &'a Analysis<'t>,
    /// Class of each token in the lexicon of cues.
    pub classes: Vec<u8>,
    /// Of each token the relations of its dependents, one bit for each.
    pub dependents: Vec<u32>,
    /// Of each token its subject, [`NONE`] without one.
    pub subject: Vec<u32>,
    /// Of each token the first word of the clause that depends on it as object (`that`, `to`), [`NONE`] without one.
    pub clause: Vec<u32>,
}

/// Steps from a word up to one that it depends on; trees of sentences are flatter.
const DEEPEST: usize = 32;

/// No token.
pub const NONE: u32 = u32::MAX;

impl<'a, 't> Words<'a, 't> {
    /// Looks at an article.
    pub fn of(article: &'a Analysis<'t>, lexicon: &Lexicon) -> Self {
        let classes = article.forms.iter().map(|form| lexicon.class(form.stem)).collect();
        Self::with_classes(article, classes)
    }

    /// The same with other classes than a lexicon's.
    pub fn with_classes(article: &'a Analysis<'t>, classes: Vec<u8>) -> Self {
        let count = article.forms.len();
        let (mut dependents, mut subject, mut clause) =
            (vec![0; count], vec![NONE; count], vec![NONE; count]);
        for (place, dependency) in article.dependencies.iter().enumerate() {
            let head = dependency.head as usize;
            if head == place {
                continue;
            }
            dependents[head] |= 1 << dependency.relation as u32;
            match dependency.relation {
                Relation::Subject | Relation::SubjectPassive if subject[head] == NONE => {
                    subject[head] = place as u32
                }
                Relation::Ccomp | Relation::Xcomp | Relation::Advcl | Relation::Acl
                    if clause[head] == NONE =>
                {
                    clause[head] = place as u32;
                }
                _ => {}
            }
        }
        Self { article, classes, dependents, subject, clause }
    }

    /// The token of a place in small letters ([`Analysis::lower`]).
    pub fn lower(&self, place: usize) -> Cow<'t, str> {
        self.article.lower(place)
    }

    /// The form of a place, if there is one in `range`.
    pub fn form(&self, place: usize) -> Form {
        self.article.forms.get(place).copied().unwrap_or_default()
    }

    /// The tag of a place as a number.
    pub fn tag(&self, place: usize) -> u64 {
        self.article.tags.get(place).map_or(98, |&tag| tag as u64)
    }

    /// The tag of a place.
    pub fn part(&self, place: usize) -> Option<Tag> {
        self.article.tags.get(place).copied()
    }

    /// How a place depends on its head, as a number.
    pub fn relation(&self, place: usize) -> u64 {
        self.article.dependencies.get(place).map_or(98, |dependency| dependency.relation as u64)
    }

    /// The head of a place; the place itself for roots.
    pub fn head(&self, place: usize) -> usize {
        self.article.dependencies.get(place).map_or(place, |dependency| dependency.head as usize)
    }

    /// Whether a place depends on another one, directly or through others; of itself too.
    pub fn is_below(&self, mut place: usize, other: usize) -> bool {
        for _ in 0..DEEPEST {
            if place == other {
                return true;
            }
            let above = self.head(place);
            if above == place {
                return false;
            }
            place = above;
        }
        false
    }

    /// Whether a place is in a quotation.
    pub fn is_quoted(&self, place: usize) -> u64 {
        self.article.quotation_of.get(place).map_or(0, |&quotation| u64::from(quotation > 0))
    }

    /// Whether the stem of a place is among `stems`, which are sorted.
    pub fn has_stem(&self, place: usize, stems: &[u32]) -> bool {
        stems.binary_search(&self.form(place).stem).is_ok()
    }

    /// Whether the word of a place, in lower case, is among `words`, which are hashed and sorted.
    pub fn has_word(&self, place: usize, words: &[u32]) -> bool {
        words.binary_search(&self.form(place).lower).is_ok()
    }

    /// Whether a place has the head of the clause that `verb` tells: one depends on the other, `verb` where it comes last.
    pub fn is_clause_of(&self, place: usize, verb: &Range<usize>) -> bool {
        let relation = |place: usize| self.article.dependencies.get(place).map(|one| one.relation);
        let is_below = verb.contains(&self.head(place))
            && matches!(relation(place), Some(Relation::Ccomp | Relation::Parataxis));
        is_below
            || verb
                .clone()
                .any(|verb| self.head(verb) == place && relation(verb) == Some(Relation::Parataxis))
    }

    /// Whether a place has a verb of statements by its stem.
    pub fn is_statement(&self, place: usize) -> bool {
        self.has_stem(place, &super::rules::STATEMENT_VERBS)
    }

    /// A token's text is a mark of quotation.
    pub fn is_quote_mark(&self, place: usize) -> bool {
        self.article.prose.tokens.get(place).is_some_and(|token| {
            !token.is_word()
                && matches!(
                    token.text(self.article.text),
                    "\"" | "“" | "”" | "«" | "»" | "„" | "‘" | "’" | "'"
                )
        })
    }
}
