//! The ledger: what the statements of an article are, and how those of several articles hang together.
//!
//! [`read`] makes a [`Reading`] of one article; [`connect`] takes many and gives a [`Corpus`]: actors over articles, links
//! between statements, and accusations to which nothing in these articles is an answer.

mod corpus;

pub use corpus::{Corpus, Source, StatementNo, connect, described};

use crate::act::context::{self, Context, Other};
use crate::act::learned::Acts;
use crate::act::{self, Judged, Seen};
use crate::date::{self, DateMention};
use crate::entity::{self, Entities, EntityNo, Speaker, Way};
use crate::extract::{Extraction, Extractor, Mode};
use crate::{Act, Analysis, Attribution, Level, Producer};
use jiff::civil::Date;
use std::ops::Range;

/// A statement of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Who, by which words, what.
    pub attribution: Attribution,
    /// What kind of statement it is.
    pub judged: Judged,
    /// Who speaks.
    pub speaker: Speaker,
    /// Whom it is about.
    pub targets: Vec<Target>,
    /// When it was made, where the article tells: an index into [`Reading::dates`].
    pub said: Option<usize>,
    /// The statement in whose content it stands: an index into [`Reading::entries`].
    pub inside: Option<usize>,
    /// The number of the paragraph that its cue stands in.
    pub paragraph: u32,
    /// The number of the sentence that its cue stands in.
    pub sentence: u32,
}

/// Whom a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The words.
    pub range: Range<usize>,
    /// Who that is, where it is known.
    pub entity: Option<EntityNo>,
}

/// An article, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its statements, in the order of their cues.
    pub entries: Vec<Entry>,
    /// Who is named in it.
    pub entities: Entities,
    /// Time expressions.
    pub dates: Vec<DateMention>,
    /// Where its first paragraph ends: what stands before may be a headline.
    pub headline_end: usize,
    /// Bytes of the text that were read: all, up to [`MOST_TEXT`].
    pub read: usize,
    /// What was not looked into ([`Extraction::passed_over`]).
    pub passed_over: usize,
}

/// Longest text that is read, in bytes; of a longer one its beginning. That is 350,000 words, more than the longest
/// transcripts have; reading takes a hundred times the text in memory.
pub const MOST_TEXT: usize = 2 << 20;

/// An article's text and the day of its publication, where it is known.
pub type Dated<'t> = (&'t str, Option<Date>);

/// Reads an article.
pub fn read(extractor: &Extractor, text: &str, published: Option<Date>, mode: Mode) -> Reading {
    read_all(extractor, &[(text, published)], mode).swap_remove(0)
}

/// Reads articles, each as [`read`] does. Each step is done for all of them before the next, because models are larger than
/// the caches of a processor: fetching them once spares a tenth of the time of the whole command. All are in memory at
/// once, so [`TOGETHER`] is enough.
pub fn read_all(extractor: &Extractor, articles: &[Dated<'_>], mode: Mode) -> Vec<Reading> {
    let analyses = extractor.analyse_all(articles.iter().map(|(text, _)| beginning(text)));
    let found: Vec<Extraction> = analyses.iter().map(|article| extractor.extract(article, mode)).collect();
    let all = analyses.iter().zip(found).zip(articles);
    all.map(|((article, found), &(_, published))| Reading {
        passed_over: found.passed_over,
        ..describe(article, found.attributions, published, extractor.acts.as_ref())
    })
    .collect()
}

/// Bytes of texts that are well read together: a dozen articles.
pub const TOGETHER: usize = 64 << 10;

/// As much of a text as is read.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST_TEXT)]
}

/// What is quoted in an article of another language: contents without a source, an act or a probability of their own.
pub fn quotations_only(text: &str) -> Reading {
    let article = Analysis::of(beginning(text));
    let entries = article
        .quotations
        .iter()
        .filter(|quotation| quotation.depth == 0)
        .filter(|quotation| {
            let words = quotation
                .pieces
                .iter()
                .flat_map(|piece| article.tokens(piece))
                .filter(|token| token.is_word());
            let letters: usize = words.clone().map(|token| token.end - token.start).sum();
            words.count() >= LEAST_QUOTED || letters >= LEAST_LETTERS
        })
        .map(|quotation| {
            let start = quotation.range().start;
            let (paragraph, sentence) = place(&article, start);
            Entry {
                attribution: Attribution {
                    source: Vec::new(),
                    cue: start..start,
                    content: quotation.pieces.clone(),
                    probability: 0.0,
                    by: Producer::Rule(QUOTATION),
                    level: Level::Main,
                },
                judged: Judged {
                    act: Act::Assert,
                    is_negated: false,
                    hedges: Vec::new(),
                    targets: Vec::new(),
                    frame: QUOTATION,
                },
                speaker: Speaker { entity: None, by: Way::None, alternatives: Vec::new() },
                targets: Vec::new(),
                said: None,
                inside: None,
                paragraph,
                sentence,
            }
        })
        .collect();
    Reading {
        entries,
        entities: Entities::default(),
        dates: Vec::new(),
        headline_end: 0,
        read: article.text.len(),
        passed_over: 0,
    }
}

/// Marks of quotation alone: who speaks is not looked at.
pub const QUOTATION: &str = "quotation";
/// Fewest words of a quotation that is listed; shorter ones are mostly names and single words.
const LEAST_QUOTED: usize = 4;
/// The same in letters (bytes), for scripts without spaces.
const LEAST_LETTERS: usize = 24;

/// Says what attributions are that are known already.
pub fn describe(
    article: &Analysis<'_>,
    attributions: Vec<Attribution>,
    published: Option<Date>,
    acts: Option<&Acts>,
) -> Reading {
    let mut entities = entity::resolve(article, &attributions);
    let dates = date::dates(article, published);
    let speakers = std::mem::take(&mut entities.speakers);
    let mut entries: Vec<Entry> = Vec::with_capacity(attributions.len());
    let mut seen: Vec<Seen> = Vec::new();
    for (attribution, speaker) in attributions.into_iter().zip(speakers) {
        let judged = if acts.is_some() {
            let (judged, one) = act::judge_and_see(article, &attribution);
            seen.push(one);
            judged
        } else {
            act::judge(article, &attribution)
        };
        let targets = targets(&judged, &entities);
        let (paragraph, sentence) = place(article, attribution.cue.start);
        entries.push(Entry {
            attribution,
            judged,
            speaker,
            targets,
            said: None,
            inside: None,
            paragraph,
            sentence,
        });
    }
    if let Some(acts) = acts {
        overrule(article, &mut entries, seen, &entities, acts);
    }
    for number in 0..entries.len() {
        let inside = outer(&entries, number);
        let within = inside.map(|outer| entries[outer].attribution.content.clone());
        entries[number].said =
            date::of_statement(article, &entries[number].attribution, within.as_deref(), &dates);
        entries[number].inside = inside;
    }
    let headline_end = article.headline.as_ref().map_or(0, |headline| headline.end);
    Reading { entries, entities, dates, headline_end, read: article.text.len(), passed_over: 0 }
}

/// Lets a model of acts say where it is far surer of another act than of the tables'.
fn overrule(
    article: &Analysis<'_>,
    entries: &mut [Entry],
    seen: Vec<Seen>,
    entities: &Entities,
    acts: &Acts,
) {
    let contexts = contexts(article, entries);
    for ((entry, seen), context) in entries.iter_mut().zip(seen).zip(&contexts) {
        let Some(act) = acts.other(&seen.among(context), entry.judged.act) else { continue };
        entry.judged = act::overruled(article, &entry.attribution, &entry.judged, act);
        entry.targets = targets(&entry.judged, entities);
    }
}

/// What each statement stands among.
pub fn contexts(article: &Analysis<'_>, entries: &[Entry]) -> Vec<Context> {
    let others: Vec<Other> = entries
        .iter()
        .map(|entry| Other {
            act: entry.judged.act,
            level: entry.attribution.level,
            is_headline: act::is_headline(article, &entry.attribution),
            speaker: entry.speaker.entity,
            targets: entry.targets.iter().filter_map(|target| target.entity).collect(),
        })
        .collect();
    context::contexts(&others)
}

fn targets(judged: &Judged, entities: &Entities) -> Vec<Target> {
    let target =
        |range: &Range<usize>| Target { range: range.clone(), entity: entity::entity_at(entities, range) };
    judged.targets.iter().map(target).collect()
}

/// The numbers of the paragraph and of the sentence that a place of the text stands in.
fn place(article: &Analysis<'_>, at: usize) -> (u32, u32) {
    let token = article.token_range(&(at..at)).start;
    let of = |numbers: &[u32]| numbers.get(token).or(numbers.last()).copied().unwrap_or(0);
    (of(&article.paragraph_of), of(&article.sentence_of))
}

/// The statement whose content holds the cue of a nested one, the innermost.
fn outer(entries: &[Entry], number: usize) -> Option<usize> {
    /// Statements on both sides among which it is looked for.
    const NEAR: usize = 24;
    let one = &entries[number].attribution;
    if one.level == Level::Main {
        return None;
    }
    let holds = |other: &Entry| {
        other
            .attribution
            .content
            .iter()
            .find(|piece| piece.start <= one.cue.start && one.cue.end <= piece.end)
            .map(Range::len)
    };
    (number.saturating_sub(NEAR)..entries.len().min(number + NEAR + 1))
        .filter(|&other| other != number)
        .filter_map(|other| holds(&entries[other]).map(|length| (length, other)))
        .min()
        .map(|(_, other)| other)
}
