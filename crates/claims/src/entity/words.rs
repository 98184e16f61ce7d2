//! The words of an article with what finding mentions asks of them.

use super::lexicon::{Senses, plain, senses};
use crate::{Analysis, Attribution, Level};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// Most words of a heading or a line about the author.
const SHORT: usize = 30;
/// Words within which a dateline ends.
const DATELINE: usize = 14;

/// A word or mark.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    /// Where it stands; with the apostrophe of a possessive.
    pub range: Range<usize>,
    /// Its text without the ending of a possessive.
    pub text: &'t str,
    /// The same, as it is compared.
    pub plain: Cow<'t, str>,
    /// What it can be.
    pub senses: Senses,
    /// Whether it is a mark of punctuation.
    pub is_mark: bool,
    /// Whether it begins with a capital.
    pub is_capital: bool,
    /// Whether it is the first word of a sentence or of a quotation.
    pub is_first: bool,
    /// Whether it ends in `'s` or an apostrophe after `s`.
    pub is_possessive: bool,
    /// Its sentence.
    pub sentence: usize,
    /// Sentences of the article's own before it: those that are all quotation are not counted.
    pub told: usize,
    /// Its paragraph.
    pub paragraph: usize,
    /// What part of the article it is in.
    pub zone: Zone,
    /// Whether it is quoted.
    pub is_quoted: bool,
    /// The innermost attribution in whose content it is.
    pub content_of: Option<u32>,
    /// The innermost attribution in whose source it is.
    pub source_of: Option<u32>,
    /// Whether it is one of the words of saying of an attribution.
    pub is_cue: bool,
}

/// Parts of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// The headline and the points under it: what they name is told below.
    Heading,
    /// A headline in which most words have capitals.
    TitleCase,
    /// Who wrote it, or where: names nobody that speaks.
    Aside,
    /// The rest.
    Body,
}

/// Whether a word is a part of a time: `11:15`, or `11` and `15` of it.
fn is_time(text: &str, token: &Range<usize>) -> bool {
    let word = text[token.clone()].trim_end_matches(['a', 'p', 'm']);
    let is_digits =
        |part: &str| (1..3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let beside = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)) == Some(&b':');
    word.split_once([':', '.']).is_some_and(|(hour, minute)| is_digits(hour) && is_digits(minute))
        || is_digits(word) && (beside(Some(token.end)) || beside(token.start.checked_sub(1)))
}

/// The words of an article.
pub(super) fn words<'t>(analysis: &Analysis<'t>, attributions: &[Attribution]) -> Vec<Word<'t>> {
    let text = analysis.text;
    let prose = &analysis.prose;
    let mut marks: Vec<usize> = Vec::new();
    let mut quoted: Vec<Range<usize>> = Vec::new();
    for quotation in &analysis.quotations {
        for piece in &quotation.pieces {
            marks.push(piece.start);
            if quotation.is_closed {
                marks.push(
                    text[piece.clone()].char_indices().next_back().map_or(piece.end, |c| piece.start + c.0),
                );
            }
        }
        if quotation.depth == 0 {
            quoted.extend(quotation.pieces.iter().cloned());
        }
    }
    marks.sort_unstable();
    quoted.sort_unstable_by_key(|piece| piece.start);

    let mut words: Vec<Word<'t>> = Vec::with_capacity(prose.tokens.len());
    let (mut sentence, mut paragraph, mut quote) = (0, 0, 0);
    let mut is_first = true;
    for token in &prose.tokens {
        while prose.sentences.get(sentence).is_some_and(|range| range.end <= token.start) {
            sentence += 1;
            is_first = true;
        }
        while prose.paragraphs.get(paragraph).is_some_and(|range| range.end <= token.start) {
            paragraph += 1;
        }
        while quoted.get(quote).is_some_and(|piece| piece.end <= token.start) {
            quote += 1;
        }
        let whole = token.text(text);
        if !token.is_word() {
            // The apostrophe of `the students' lawyer`.
            let is_apostrophe = matches!(whole, "'" | "’") && marks.binary_search(&token.start).is_err();
            if is_apostrophe
                && let Some(last) = words.last_mut()
                && !last.is_mark
                && last.range.end == token.start
                && last.plain.ends_with('s')
            {
                last.range.end = token.end;
                last.is_possessive = true;
                continue;
            }
            if marks.binary_search(&token.start).is_ok() {
                is_first = true;
            }
        }
        // `Reed|'s`; but `it|'s` and `that|'s` are no possessives.
        if matches!(whole, "'s" | "’s" | "'S" | "’S")
            && let Some(last) = words.last_mut()
            && !last.is_mark
            && last.range.end == token.start
            && !last.senses.any(Senses::CLOSED)
        {
            last.range.end = token.end;
            last.is_possessive = true;
            continue;
        }
        // The country, not the pronoun.
        let plain_form = if whole == "US" { Cow::Borrowed("u.s") } else { plain(whole) };
        // The time at which a post of a live blog begins names nobody.
        let is_mark = !token.is_word() || is_first && is_time(text, &token.range());
        let word_senses = if is_mark { Senses::default() } else { senses(&plain_form) };
        words.push(Word {
            range: token.range(),
            text: whole,
            senses: word_senses,
            is_mark,
            is_capital: whole.chars().next().is_some_and(char::is_uppercase) && plain_form != "i",
            is_first: is_first && !is_mark,
            is_possessive: false,
            sentence,
            told: 0,
            paragraph,
            zone: Zone::Body,
            is_quoted: quoted.get(quote).is_some_and(|piece| piece.start <= token.start),
            content_of: None,
            source_of: None,
            is_cue: false,
            plain: plain_form,
        });
        if !is_mark {
            is_first = false;
        }
    }
    mark_zones(&mut words);
    mark_told(&mut words);
    let contents = innermost(&words, attributions, |attribution| &attribution.content);
    let sources = innermost(&words, attributions, |attribution| &attribution.source);
    for ((word, content), source) in words.iter_mut().zip(contents).zip(sources) {
        word.content_of = content;
        word.source_of = source;
    }
    for attribution in attributions {
        let from = words.partition_point(|word| word.range.start < attribution.cue.start);
        let to = words.partition_point(|word| word.range.start < attribution.cue.end);
        words[from..to.max(from)].iter_mut().for_each(|word| word.is_cue = true);
    }
    words
}

/// Numbers the sentences that are not all quotation.
fn mark_told(words: &mut [Word<'_>]) {
    let mut told = 0;
    let mut from = 0;
    while from < words.len() {
        let sentence = words[from].sentence;
        let to = from + words[from..].partition_point(|word| word.sentence == sentence);
        told += usize::from(words[from..to].iter().any(|word| !word.is_mark && !word.is_quoted));
        words[from..to].iter_mut().for_each(|word| word.told = told);
        from = to;
    }
}

/// Finds headline, points, author and dateline.
fn mark_zones(words: &mut [Word<'_>]) {
    let mut from = 0;
    let mut is_top = true;
    while from < words.len() {
        let paragraph = words[from].paragraph;
        let to = from + words[from..].partition_point(|word| word.paragraph == paragraph);
        let is_last = to == words.len();
        let range = &mut words[from..to];
        let ends = range.last().is_some_and(|word| matches!(word.text, "." | "!" | "…"));
        let is_short = range.len() <= SHORT && !ends;
        let is_point = matches!(range[0].text, "•" | "·" | "▪" | "*");
        let is_author = range[0].plain == "by"
            && range.get(1).is_some_and(|word| word.is_capital)
            && range.len() <= SHORT
            && !ends
            && range.iter().all(|word| !word.is_quoted);
        let is_title = range.len() <= SHORT && is_title_case(range);
        // `(Reporting by ...; editing by ...)`
        let is_credit = range
            .iter()
            .take(3)
            .any(|word| matches!(word.plain.as_ref(), "reporting" | "editing" | "writing" | "compiled"))
            && range.iter().take(5).any(|word| word.plain == "by")
            && !range[0].is_quoted
            && matches!(range[0].text, "(" | "[");
        let zone = if is_author && is_top || is_credit {
            Some(Zone::Aside)
        } else if !is_last && is_title && (from == 0 || is_short && is_heading(range)) {
            Some(Zone::TitleCase)
        } else if is_top && !is_last && (is_point || (from == 0 && is_short)) {
            Some(if is_title { Zone::TitleCase } else { Zone::Heading })
        } else {
            is_top = false;
            None
        };
        match zone {
            Some(zone) => range.iter_mut().for_each(|word| word.zone = zone),
            None => {
                let end = dateline(range);
                range[..end].iter_mut().for_each(|word| word.zone = Zone::Aside);
                if let Some(word) = range.get_mut(end).filter(|_| end > 0) {
                    word.is_first = true;
                }
            }
        }
        from = to;
    }
}

/// Whether most of the longer words have capitals.
fn is_title_case(words: &[Word<'_>]) -> bool {
    let longer = words.iter().skip(1).filter(|word| word.text.len() > 3 && !word.is_mark && !word.is_quoted);
    let (mut capital, mut all) = (0, 0);
    for word in longer {
        all += 1;
        capital += usize::from(word.is_capital);
    }
    all > 1 && capital * 4 >= all * 3
}

/// Whether a paragraph without an end looks like a heading within the text: no marks, nothing quoted.
fn is_heading(words: &[Word<'_>]) -> bool {
    words.len() <= 12 && words.iter().all(|word| !word.is_quoted && !word.is_mark)
}

/// Words of a dateline: `OSTREL, March 4 (Agency) -`, `LORN.`, `LORN, Essovia —`.
fn dateline(words: &[Word<'_>]) -> usize {
    let is_upper = |word: &Word<'_>| word.text.len() > 2 && word.text.chars().all(|c| !c.is_lowercase());
    if !words.first().is_some_and(|word| !word.is_mark && is_upper(word)) {
        return 0;
    }
    let head = &words[..words.len().min(DATELINE)];
    if let Some(dash) = head.iter().position(|word| matches!(word.text, "-" | "—" | "–")) {
        return dash + 1;
    }
    let upper = head.iter().take_while(|word| !word.is_mark && is_upper(word)).count();
    match head.get(upper) {
        Some(mark) if mark.text == "." && head.get(upper + 1).is_some_and(|word| word.is_capital) => {
            upper + 1
        }
        _ => 0,
    }
}

/// For each word the attribution with the shortest of the ranges that `of` gives and that hold the word; nested ones are
/// shorter than those around them.
fn innermost(
    words: &[Word<'_>],
    attributions: &[Attribution],
    of: impl Fn(&Attribution) -> &Vec<Range<usize>>,
) -> Vec<Option<u32>> {
    let mut ranges: Vec<(usize, usize, usize, u32)> = Vec::new();
    for (number, attribution) in attributions.iter().enumerate() {
        let level = usize::from(attribution.level == Level::Main);
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        ranges.extend(of(attribution).iter().map(|range| (range.start, range.end, level, number)));
    }
    ranges.sort_unstable();
    let mut next = ranges.into_iter().peekable();
    // By length, then nested ones first. Those that have ended are removed when they come to the front.
    let mut active: BTreeSet<(usize, usize, u32, usize)> = BTreeSet::new();
    words
        .iter()
        .map(|word| {
            while let Some((start, end, level, number)) = next.next_if(|range| range.0 <= word.range.start) {
                active.insert((end.saturating_sub(start), level, number, end));
            }
            while let Some(&first) = active.first()
                && first.3 <= word.range.start
            {
                active.remove(&first);
            }
            active.first().map(|first| first.2)
        })
        .collect()
}
