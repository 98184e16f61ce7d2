//! Which words of a Received field belong to which clause.

use super::address::parse_ip;
use super::received::ReceivedProblem;
use super::time::begins_date;
use super::token::{self, Kind, Token};
use std::ops::Range;

/// The clauses of one field, as places in its value.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    /// `Some` when there is a from clause, its word when it has one.
    pub from: Option<Option<Range<usize>>>,
    pub from_comments: Vec<Range<usize>>,
    pub by: Option<Range<usize>>,
    /// Comments behind `by` and up to `for`, which is where programs name themselves.
    pub by_comments: Vec<Range<usize>>,
    pub via: Vec<Range<usize>>,
    pub with: Vec<Range<usize>>,
    pub id: Option<Range<usize>>,
    pub recipient: Option<Range<usize>>,
    /// Comments elsewhere.
    pub other_comments: Vec<Range<usize>>,
    pub date: Option<Range<usize>>,
    pub problems: Vec<(ReceivedProblem, Range<usize>)>,
}

impl Clauses {
    pub fn comments(&self) -> impl Iterator<Item = &Range<usize>> {
        self.from_comments.iter().chain(&self.by_comments).chain(&self.other_comments)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keyword {
    From,
    By,
    Via,
    With,
    Id,
    For,
}

fn keyword(word: &[u8]) -> Option<Keyword> {
    const KEYWORDS: [(&str, Keyword); 6] = [
        ("from", Keyword::From),
        ("by", Keyword::By),
        ("via", Keyword::Via),
        ("with", Keyword::With),
        ("id", Keyword::Id),
        ("for", Keyword::For),
    ];
    let found = KEYWORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes()));
    found.map(|&(_, keyword)| keyword)
}

/// Sorts the words and comments of a field into clauses.
pub(super) fn clauses(value: &[u8]) -> Clauses {
    let (tokens, flaws) = token::tokens(value);
    let mut clauses = Clauses::default();
    for (flaw, problem) in
        [(flaws.unclosed, ReceivedProblem::UnclosedComment), (flaws.cut, ReceivedProblem::TooLong)]
    {
        clauses.problems.extend(flaw.map(|span| (problem, span)));
    }
    let end = date_start(value, &tokens, &mut clauses);
    let mut open = None;
    // A word directly behind `from` or `by` is a host, whatever it is called.
    let mut host_next = false;
    for token in &tokens[..end] {
        let word = &value[token.span.clone()];
        match (token.kind, keyword(word)) {
            (Kind::Word, Some(keyword)) if !host_next => {
                host_next = matches!(keyword, Keyword::From | Keyword::By);
                let again = match keyword {
                    Keyword::From => clauses.from.replace(None).is_some(),
                    Keyword::By => clauses.by.is_some(),
                    _ => false,
                };
                if again {
                    clauses.problems.push((ReceivedProblem::RepeatedClause, token.span.clone()));
                }
                open = Some(keyword);
            }
            (Kind::Word, _) => {
                host_next = false;
                clauses.word(open, value, token.span.clone());
            }
            (Kind::Comment, _) => {
                host_next = false;
                clauses.comment(open, token.span.clone());
            }
            (Kind::Semicolon, _) => {}
        }
    }
    if clauses.from.is_none() && clauses.by.is_none() {
        clauses.problems.push((ReceivedProblem::NoClauses, 0..value.len()));
    }
    clauses
}

impl Clauses {
    fn word(&mut self, open: Option<Keyword>, value: &[u8], span: Range<usize>) {
        let place = match open {
            Some(Keyword::From) => match &mut self.from {
                Some(place @ None) => place,
                _ => return self.extra(value, span),
            },
            Some(Keyword::By) => &mut self.by,
            Some(Keyword::Id) => &mut self.id,
            Some(Keyword::For) => &mut self.recipient,
            Some(Keyword::Via) => return self.via.push(span),
            Some(Keyword::With) => return self.with.push(span),
            None => return self.extra(value, span),
        };
        if place.is_some() {
            return self.extra(value, span);
        }
        *place = Some(span);
    }

    /// Words without a clause that follow each other are one problem.
    fn extra(&mut self, value: &[u8], span: Range<usize>) {
        match self.problems.last_mut() {
            Some((ReceivedProblem::ExtraWords, last))
                if value[last.end..span.start].iter().all(u8::is_ascii_whitespace) =>
            {
                last.end = span.end;
            }
            _ => self.problems.push((ReceivedProblem::ExtraWords, span)),
        }
    }

    fn comment(&mut self, open: Option<Keyword>, span: Range<usize>) {
        match open {
            Some(Keyword::From) => self.from_comments.push(span),
            Some(Keyword::By | Keyword::Via | Keyword::With | Keyword::Id) => self.by_comments.push(span),
            Some(Keyword::For) | None => self.other_comments.push(span),
        }
    }
}

/// Finds the time: behind the last semicolon, or where the words of a date begin. Gives the number of tokens before it.
fn date_start(value: &[u8], tokens: &[Token], clauses: &mut Clauses) -> usize {
    let text_end = clauses.problems.first().map_or(value.len(), |(_, span)| span.start);
    if let Some(last) = tokens.iter().rposition(|token| token.kind == Kind::Semicolon) {
        let start = tokens[last].span.end;
        if !value[start..text_end].trim_ascii().is_empty() {
            clauses.date = Some(start..text_end);
        }
        return last;
    }
    let text = |token: &Token| (token.kind == Kind::Word).then(|| &value[token.span.clone()]);
    let begins = |place: &usize| {
        let next = tokens.get(place + 1).and_then(text);
        text(&tokens[*place]).is_some_and(|word| begins_date(word, next))
    };
    let Some(first) = (0..tokens.len()).find(begins) else { return tokens.len() };
    clauses.date = Some(tokens[first].span.start..text_end);
    first
}

/// What a comment of a from or by clause says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FromComment {
    /// What the peer called itself, so the word before the comment is not that.
    Helo(Range<usize>),
    /// The address that was seen.
    Address { ip: Range<usize>, name: Option<Range<usize>>, helo: Option<Range<usize>>, doubted: bool },
    /// Something else.
    Note,
}

/// Reads `[ip]`, `name [ip]`, `user@name [ip]:port helo=x`, `HELO x`, `port=1 helo=x` and the like.
///
/// An address counts only as first or second word, where programs write it; what comes later may be the peer's text.
pub(super) fn read_comment(value: &[u8], comment: &Range<usize>) -> FromComment {
    const MOST: usize = 8;
    let text = &value[comment.clone()];
    let words: Vec<Range<usize>> = token::words(text)
        .take(MOST)
        .map(|word| comment.start + word.start..comment.start + word.end)
        .collect();
    let word = |place: usize| words.get(place).map(|span| &value[span.clone()]);
    let is_greeting =
        |word: &[u8]| [b"helo", b"ehlo", b"lhlo"].iter().any(|greeting| word.eq_ignore_ascii_case(*greeting));
    let assigned = words.iter().find_map(|span| {
        let text = &value[span.clone()];
        let is_helo = text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"helo="));
        is_helo.then(|| span.start + 5..span.end)
    });
    if word(0).is_some_and(is_greeting) {
        return words.get(1).map_or(FromComment::Note, |span| FromComment::Helo(span.clone()));
    }
    let is_address = |place: &usize| word(*place).is_some_and(|word| parse_ip(word).is_some());
    // A name may look like an address, and whoever holds the reverse zone writes it: the bracketed one behind it is what
    // the host saw.
    let bracketed = |place: &usize| word(*place).is_some_and(|word| word.starts_with(b"["));
    let Some(place) =
        Some(1).filter(|place| is_address(place) && bracketed(place)).or((0..2).find(is_address))
    else {
        return assigned.map_or(FromComment::Note, FromComment::Helo);
    };
    let doubted = words.iter().skip(place + 1).any(|span| value[span.clone()].starts_with(b"(may be forged"));
    let name = (place == 1).then(|| {
        let name = &words[0];
        let user = memchr::memrchr(b'@', &value[name.clone()]).map_or(0, |at| at + 1);
        name.start + user..name.end
    });
    let is_no_name = name.as_ref().is_some_and(|name| parse_ip(&value[name.clone()]).is_some());
    let doubted = doubted || is_no_name || text.ends_with(b"may be forged");
    let name = name.filter(|_| !is_no_name);
    FromComment::Address { ip: words[place].clone(), name, helo: assigned, doubted }
}
