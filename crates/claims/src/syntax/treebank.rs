//! Sentences of a treebank in the CoNLL-U format (Universal Dependencies), in the tokens that this program makes.

use super::parser::Parsed;
use super::{Arc, Form, MAX_SENTENCE, Relation, Tag};
use text::prose::{Prose, Token, TokenKind};

/// A sentence of the treebank, in our tokens.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Words, tags and arcs.
    pub parsed: Parsed,
    /// The text.
    pub text: String,
    /// Where the words stand in it.
    pub tokens: Vec<Token>,
}

/// A line of the treebank.
struct Line<'l> {
    form: &'l str,
    tag: &'l str,
    /// From 1; nil is the root.
    head: usize,
    relation: &'l str,
}

/// All sentences that can be told in our tokens; and the number of the others.
pub fn read(conllu: &str) -> (Vec<Sentence>, usize) {
    let (mut sentences, mut lost) = (Vec::new(), 0);
    for block in conllu.split("\n\n").filter(|block| !block.trim().is_empty()) {
        match sentence(block) {
            Some(sentence) => sentences.push(sentence),
            None => lost += 1,
        }
    }
    (sentences, lost)
}

fn sentence(block: &str) -> Option<Sentence> {
    let text = block.lines().find_map(|line| line.strip_prefix("# text = "))?;
    let lines: Vec<Line<'_>> = block.lines().filter_map(line).collect();
    // Where each word of the treebank stands in the text.
    let mut places = Vec::with_capacity(lines.len());
    let mut at = 0;
    for line in &lines {
        let start = at + text[at..].find(line.form)?;
        if !text[at..start].trim().is_empty() {
            return None;
        }
        at = start + line.form.len();
        places.push(start..at);
    }
    let tokens = Prose::of(text).tokens;
    if tokens.is_empty() || tokens.len() > MAX_SENTENCE {
        return None;
    }
    // Our token of each word of the treebank, and the words of each of ours: both ways are n to m.
    let owner = |word: usize| -> Option<usize> {
        let number = tokens.partition_point(|token| token.end <= places[word].start);
        (number < tokens.len()).then_some(number)
    };
    let owners: Vec<usize> = (0..lines.len()).map(owner).collect::<Option<_>>()?;
    let mut tags = Vec::with_capacity(tokens.len());
    let mut arcs = Vec::with_capacity(tokens.len());
    for (number, token) in tokens.iter().enumerate() {
        let words: Vec<usize> = (0..lines.len())
            .filter(|&word| places[word].start < token.end && places[word].end > token.start)
            .collect();
        // The word whose head is outside; for parts of one word, that word.
        let outer = words.iter().copied().find(|&word| {
            lines[word].head.checked_sub(1).is_none_or(|head| owners.get(head) != owners.get(word))
        });
        let word = outer.or(words.first().copied())?;
        let line = &lines[word];
        let tag = if token.kind == TokenKind::Mark && token.end - token.start < places[word].len() {
            mark(token.text(text))
        } else {
            let tag = match line.tag {
                "HYPH" if token.is_word() => words.last().map_or(line.tag, |&last| lines[last].tag),
                tag => tag,
            };
            Tag::of_name(tag).unwrap_or(Tag::Sym)
        };
        let arc = if owners[word] == number {
            match line.head.checked_sub(1) {
                Some(head) => Arc {
                    head: u16::try_from(*owners.get(head)?).ok()?,
                    relation: Relation::of_treebank(line.relation),
                },
                None => Arc { head: u16::try_from(tokens.len()).ok()?, relation: Relation::Root },
            }
        } else {
            // The later part of a word that we divide.
            let relation = if token.kind == TokenKind::Mark { Relation::Punct } else { Relation::Compound };
            Arc { head: u16::try_from(owners[word]).ok()?, relation }
        };
        tags.push(tag);
        arcs.push(arc);
    }
    // A tree: from every word one comes to the root.
    for start in 0..tokens.len() {
        let mut word = start;
        for _ in 0..=tokens.len() {
            if word == tokens.len() {
                break;
            }
            word = usize::from(arcs[word].head);
        }
        if word != tokens.len() {
            return None;
        }
    }
    let forms = tokens.iter().map(|&token| Form::of(token, text)).collect();
    Some(Sentence { parsed: Parsed { forms, tags, arcs }, text: text.to_owned(), tokens })
}

fn line(line: &str) -> Option<Line<'_>> {
    let mut fields = line.split('\t');
    // Ranges (`1-2`) and empty words (`1.1`) are no words of the tree.
    fields.next().filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty())?;
    let form = fields.next()?;
    let tag = fields.nth(2)?;
    let head = fields.nth(1)?.parse().ok()?;
    Some(Line { form, tag, head, relation: fields.next()? })
}

fn mark(mark: &str) -> Tag {
    match mark {
        "," => Tag::Comma,
        "." | "!" | "?" => Tag::Stop,
        "-" | "–" => Tag::Hyph,
        "(" => Tag::Bracket,
        ")" => Tag::BracketEnd,
        "$" => Tag::Dollar,
        "“" | "‘" => Tag::Opening,
        "”" | "’" | "\"" => Tag::Closing,
        _ => Tag::Colon,
    }
}
