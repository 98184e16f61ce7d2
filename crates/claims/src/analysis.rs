//! An article, taken apart: what every later step reads.

use crate::syntax::{Arc, Form, MAX_SENTENCE, Parser, Relation, Tag, Tagger, Vocabulary};
use std::borrow::Cow;
use std::ops::Range;
use text::prose::{Prose, Quotation, Token, quotations};

/// A text with its parts.
#[derive(Clone, Debug)]
pub struct Analysis<'t> {
    /// The text.
    pub text: &'t str,
    /// Paragraphs, sentences, tokens.
    pub prose: Prose,
    /// What stands in marks of quotation.
    pub quotations: Vec<Quotation>,
    /// The first paragraph, where two or more follow: it may be a headline.
    pub headline: Option<Range<usize>>,
    /// Of each token the number of its paragraph.
    pub paragraph_of: Vec<u32>,
    /// Of each token the number of its sentence.
    pub sentence_of: Vec<u32>,
    /// Of each token the number of the outermost quotation around it, from 1; nil outside. The marks belong to it.
    pub quotation_of: Vec<u32>,
    /// Of each token what features see of it.
    pub forms: Vec<Form>,
    /// Parts of speech. Empty without [`Analysis::with_syntax`].
    pub tags: Vec<Tag>,
    /// What each token depends on. Empty without [`Analysis::with_syntax`].
    pub dependencies: Vec<Dependency>,
}

/// What a token depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The number of the head among all tokens; of the root of a sentence, its own.
    pub head: u32,
    /// How.
    pub relation: Relation,
}

/// Models of the language.
#[derive(Clone, Debug, PartialEq)]
pub struct Syntax {
    /// Which words are names.
    pub vocabulary: Vocabulary,
    /// Parts of speech.
    pub tagger: Tagger,
    /// Dependencies.
    pub parser: Parser,
}

impl<'t> Analysis<'t> {
    /// Takes `text` apart, without syntax.
    pub fn of(text: &'t str) -> Self {
        let prose = Prose::of(text);
        let quotations = quotations(text, &prose);
        let paragraph_of = owners(&prose.tokens, &prose.paragraphs);
        let sentence_of = owners(&prose.tokens, &prose.sentences);
        let mut quotation_of = vec![0; prose.tokens.len()];
        for (number, quotation) in quotations.iter().enumerate().filter(|(_, quotation)| quotation.depth == 0)
        {
            for piece in &quotation.pieces {
                let from = prose.tokens.partition_point(|token| token.start < piece.start);
                let to = prose.tokens.partition_point(|token| token.start < piece.end);
                quotation_of[from..to].fill(number as u32 + 1);
            }
        }
        let forms = prose.tokens.iter().map(|&token| Form::of(token, text)).collect();
        let headline = prose.paragraphs.first().filter(|_| prose.paragraphs.len() > 2).cloned();
        Self {
            text,
            prose,
            quotations,
            headline,
            paragraph_of,
            sentence_of,
            quotation_of,
            forms,
            tags: Vec::new(),
            dependencies: Vec::new(),
        }
    }

    /// Adds parts of speech and dependencies.
    pub fn with_syntax(mut self, syntax: &Syntax) -> Self {
        self.tag(syntax);
        self.parse(syntax);
        self
    }

    /// Adds parts of speech.
    pub(crate) fn tag(&mut self, syntax: &Syntax) {
        for (form, &token) in self.forms.iter_mut().zip(&self.prose.tokens) {
            *form = syntax.vocabulary.seen(*form, token, self.text);
        }
        for piece in runs(&self.sentence_of).flat_map(|sentence| pieces(sentence, MAX_SENTENCE)) {
            syntax.tagger.tag(&self.forms[piece], &mut self.tags);
        }
    }

    /// Adds dependencies to an article with parts of speech.
    pub(crate) fn parse(&mut self, syntax: &Syntax) {
        let mut arcs: Vec<Arc> = Vec::new();
        for piece in runs(&self.sentence_of).flat_map(|sentence| pieces(sentence, MAX_SENTENCE)) {
            arcs.clear();
            syntax.parser.parse(&self.forms[piece.clone()], &self.tags[piece.clone()], &mut arcs);
            self.dependencies.extend(arcs.iter().enumerate().map(|(place, arc)| {
                let head = usize::from(arc.head);
                let head = if head < piece.len() { head } else { place };
                Dependency { head: (piece.start + head) as u32, relation: arc.relation }
            }));
        }
    }

    /// Some of its tokens alone, as an article of their own in which nothing is quoted: what somebody says, seen from the
    /// inside. Places are still those of the whole text, whose paragraphs and sentences are not told again.
    pub fn part(&self, tokens: &[Range<usize>]) -> Self {
        let numbers: Vec<usize> = tokens.iter().flat_map(Range::clone).collect();
        let pick = |values: &[u32]| numbers.iter().map(|&number| values[number]).collect();
        let place = |head: u32| numbers.binary_search(&(head as usize)).ok();
        Self {
            text: self.text,
            prose: Prose {
                tokens: numbers.iter().map(|&number| self.prose.tokens[number]).collect(),
                ..Prose::default()
            },
            quotations: Vec::new(),
            headline: self.headline.clone(),
            paragraph_of: pick(&self.paragraph_of),
            sentence_of: pick(&self.sentence_of),
            quotation_of: vec![0; numbers.len()],
            forms: numbers.iter().map(|&number| self.forms[number]).collect(),
            tags: numbers.iter().filter_map(|&number| self.tags.get(number).copied()).collect(),
            dependencies: numbers
                .iter()
                .enumerate()
                .filter_map(|(at, &number)| {
                    let dependency = self.dependencies.get(number)?;
                    let head = place(dependency.head).unwrap_or(at);
                    Some(Dependency { head: head as u32, relation: dependency.relation })
                })
                .collect(),
        }
    }

    /// What stands in `range`.
    pub fn words(&self, range: &Range<usize>) -> &'t str {
        &self.text[range.clone()]
    }

    /// A token in small letters and with straight apostrophes; nothing where there is none.
    pub fn lower(&self, token: usize) -> Cow<'t, str> {
        lower(self.prose.tokens.get(token).map_or("", |token| token.text(self.text)))
    }

    /// Tokens that begin within `range` of the text.
    pub fn tokens(&self, range: &Range<usize>) -> &[Token] {
        self.prose.tokens_in(range)
    }

    /// Numbers of the tokens that begin within `range` of the text.
    pub fn token_range(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.prose.tokens.partition_point(|token| token.start < range.start);
        let to = self.prose.tokens.partition_point(|token| token.start < range.end);
        from..to.max(from)
    }

    /// The range of the text from the first of some tokens to the last one.
    pub fn place(&self, tokens: &Range<usize>) -> Range<usize> {
        match self.prose.tokens.get(tokens.clone()) {
            Some([]) | None => 0..0,
            Some(tokens) => tokens[0].start..tokens[tokens.len() - 1].end,
        }
    }

    /// The sentences, each as the numbers of its tokens.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        runs(&self.sentence_of)
    }

    /// Numbers of the tokens of the sentence that a token stands in.
    pub fn sentence_around(&self, token: usize) -> Range<usize> {
        around(&self.sentence_of, token)
    }

    /// Numbers of the tokens of the paragraph that a token stands in.
    pub fn paragraph_around(&self, token: usize) -> Range<usize> {
        around(&self.paragraph_of, token)
    }
}

/// A word in small letters and with straight apostrophes.
pub(crate) fn lower(word: &str) -> Cow<'_, str> {
    if !word.is_ascii() {
        return Cow::Owned(word.to_lowercase().replace('’', "'"));
    }
    match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(word.to_ascii_lowercase()),
        false => Cow::Borrowed(word),
    }
}

/// Of each token the number of the range that it begins in. Ranges are in order and cover all tokens.
fn owners(tokens: &[Token], ranges: &[Range<usize>]) -> Vec<u32> {
    let mut number = 0;
    tokens
        .iter()
        .map(|token| {
            while ranges.get(number).is_some_and(|range| range.end <= token.start) {
                number += 1;
            }
            number as u32
        })
        .collect()
}

/// Runs of equal numbers.
fn runs(numbers: &[u32]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    numbers.chunk_by(|a, b| a == b).map(move |run| {
        let range = start..start + run.len();
        start = range.end;
        range
    })
}

/// A sentence, or pieces of one that has more than `most` tokens.
pub(crate) fn pieces(sentence: Range<usize>, most: usize) -> impl Iterator<Item = Range<usize>> {
    let end = sentence.end;
    sentence.step_by(most).map(move |start| start..end.min(start + most))
}

/// The run of equal numbers that a place stands in. Numbers never fall.
fn around(numbers: &[u32], place: usize) -> Range<usize> {
    let Some(&number) = numbers.get(place) else { return place..place };
    numbers.partition_point(|&other| other < number)..numbers.partition_point(|&other| other <= number)
}
