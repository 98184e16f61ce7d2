//! The trained models of extraction, and what they find.

use super::words::Words;
use super::{Lexicon, argument, calibration, cue, repair, rules, source};
use crate::analysis::pieces;
use crate::learn::crf::Scores;
use crate::learn::{Crf, Features};
use crate::syntax::{MAX_SENTENCE, Tag};
use crate::{Analysis, Producer};
use std::ops::Range;

/// What finds attributions.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// How often words are cues.
    pub lexicon: Lexicon,
    /// Finds cues.
    pub cue: Crf,
    /// Finds the source and the content of a cue.
    pub argument: Crf,
}

/// What may be an attribution. Ranges are of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its cue.
    pub cue: Range<usize>,
    /// Its source.
    pub source: Vec<Range<usize>>,
    /// Its content; never empty.
    pub content: Vec<Range<usize>>,
    /// What found it.
    pub by: Producer,
    /// What the models think of it.
    pub signs: Signs,
}

/// What may be attributions in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
    /// In the order of their cues.
    pub found: Vec<Candidate>,
    /// Cues that stand too close together for all of them to be followed.
    pub passed_over: usize,
}

/// What models think of a candidate: logarithms of probabilities, and what else bears on whether it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Signs {
    /// That exactly these words are a cue.
    pub cue: f32,
    /// That any of these words belongs to a cue.
    pub cue_any: f32,
    /// Of the labels of the source, a mean.
    pub source: f32,
    /// Of the labels of the content, a mean.
    pub content: f32,
    /// Of the least certain label of the content.
    pub content_least: f32,
    /// That nothing else in the window is content or source, a mean.
    pub outside: f32,
    /// Tokens of the content.
    pub length: f32,
    /// Whether there is a source.
    pub has_source: f32,
    /// Share of the content that is quoted.
    pub quoted: f32,
    /// Whether the cue stands in a quotation.
    pub cue_quoted: f32,
    /// Class of the cue's words in the lexicon, the highest.
    pub class: f32,
    /// How probable another cue is in whose content this one stands.
    pub within: f32,
    /// How probable another cue is that stands in this one's content.
    pub around: f32,
    /// Tokens of the cue, at most 5.
    pub cue_length: f32,
    /// Whether the cue has a verb.
    pub is_verb: f32,
    /// Pieces of the content, at most 4.
    pub pieces: f32,
    /// Whether it is a verb of statements with a subject.
    pub is_statement: f32,
    /// Whether another rule proposed it.
    pub by_rule: f32,
    /// Whether the model has seen no content at first.
    pub is_raised: f32,
    /// Whether a clause of the content depends on the cue, or the cue on it.
    pub is_clause: f32,
    /// Whether the content has words on both sides of the cue and nobody is the source: `Sela was appointed to lead it`.
    pub is_wrapped: f32,
}

/// A cue that was found or proposed, with the probabilities of exactly these words, and of any of them.
struct Cue {
    place: Range<usize>,
    exact: f32,
    any: f32,
    proposal: Option<rules::Proposal>,
    /// Whether the model has found it itself.
    is_found: bool,
    /// Whether the words before it tell what caused it: their subject is no source.
    is_caused: bool,
}

/// Most cues of a stretch of [`STRETCH`] tokens whose source and content are looked for: the most probable ones. In a
/// thousand articles of newspapers no stretch has more than 11. Each cue costs a look at up to 220 tokens, which a text of
/// nothing but cues would have to pay for each of its words.
const MOST_CUES: usize = 12;
/// Tokens of a stretch.
const STRETCH: usize = 100;

/// Tokens of a sentence in which cues are looked for at once. Features take 300 bytes of memory for each of them.
const LONGEST_SENTENCE: usize = 8 * MAX_SENTENCE;

/// Least probability of a cue that others are told to stand beside.
const LIKELY: f32 = 0.5;

/// By how much the score of being outside of cues is lowered, step by step: what each step finds beside the earlier ones
/// is a candidate too.
const STEPS: [f32; 2] = [0.0, 1.0];

/// By how much the score of being content is raised, as long as a cue has none: its likeliest one is a candidate, with the
/// little that the model thinks of it.
const RAISE: f32 = 1.0;
/// How often it is raised.
const RAISES: usize = 3;

impl Model {
    /// What may be attributions.
    pub fn candidates(&self, article: &Analysis<'_>) -> Candidates {
        self.candidates_if(article, |_| true)
    }

    /// The same; nothing where no cue, as [`Candidate::cue`] has it, `is_wanted`. Most of the work is spared then.
    pub(super) fn candidates_if(
        &self,
        article: &Analysis<'_>,
        is_wanted: impl Fn(&Range<usize>) -> bool,
    ) -> Candidates {
        let words = Words::of(article, &self.lexicon);
        let mut cues: Vec<Cue> = Vec::new();
        let mut features = Features::new(self.cue.table.bits);
        let (mut scores, mut lowered) = (Scores::default(), Scores::default());
        for sentence in article.sentences().flat_map(|sentence| pieces(sentence, LONGEST_SENTENCE)) {
            cue::describe(&words, &sentence, &mut features);
            self.cue.score(&features, &mut scores);
            let mut found: Vec<Range<usize>> = Vec::new();
            lowered.labels = scores.labels;
            lowered.values.clone_from(&scores.values);
            for step in STEPS {
                for row in lowered.values.chunks_exact_mut(cue::LABELS) {
                    row[usize::from(cue::OUTSIDE)] -= step;
                }
                let mut new = cue::cues(&sentence, &self.cue.best(&lowered));
                new.retain(|cue| overlapping(&found, cue).is_none());
                found.extend(new);
                found.sort_unstable_by_key(|cue| cue.start);
            }
            let mut proposals = rules::proposals(&words, &sentence);
            // What a phrase matched beyond the end of its sentence is no cue of it.
            proposals.retain(|one| sentence.start <= one.cue.start && one.cue.end <= sentence.end);
            if found.is_empty() && proposals.is_empty() {
                continue;
            }
            let marginals = self.cue.marginals(&scores);
            let cues_of = |which: fn(&rules::Proposal) -> bool| -> Vec<Range<usize>> {
                proposals.iter().filter(|one| which(one)).map(|one| one.cue.clone()).collect()
            };
            // A rule that knows source and content takes the place of what the model found; another one only backs it.
            let known = cues_of(|proposal| proposal.arguments.is_some() && !proposal.is_fallback);
            found.retain(|cue| {
                let is_none = rules::is_task(&words, cue) || rules::is_conjunction(&words, cue);
                overlapping(&known, cue).is_none() && !is_none
            });
            let proposed = cues_of(|_| true);
            let backed = found.iter().map(|cue| {
                (cue.clone(), overlapping(&proposed, cue).map(|number| proposals[number].clone()), true)
            });
            let others = proposals
                .iter()
                .filter(|proposal| overlapping(&found, &proposal.cue).is_none())
                .map(|proposal| (proposal.cue.clone(), Some(proposal.clone()), false));
            for (place, proposal, is_found) in backed.chain(others) {
                let (place, is_caused) = match rules::without_cause(&words, &place) {
                    Some(rest) => (rest, true),
                    None => (place, false),
                };
                let place = repair::without_name(&words, &place);
                let place = match &proposal {
                    Some(proposal) if proposal.rule == rules::PHRASE => {
                        repair::without_object(&words, place, proposal.cue.end)
                    }
                    _ => place,
                };
                let from = place.start - sentence.start;
                let mut run: Vec<u8> = vec![cue::INSIDE; place.len()];
                run[0] = cue::BEGIN;
                if place.end < sentence.end {
                    run.push(cue::OUTSIDE);
                }
                let exact = marginals.run(from, &run);
                let any = (from..from + place.len())
                    .map(|place| 1.0 - marginals.of(place, usize::from(cue::OUTSIDE)))
                    .fold(0.0_f32, f32::max);
                let place = repair::without_charge(&words, &place);
                cues.push(Cue { place, exact, any, proposal, is_found, is_caused });
            }
        }
        cues.sort_by_key(|cue| cue.place.start);
        let all = cues.len();
        let cues = thinned(cues);
        let passed_over = all - cues.len();
        if !cues.iter().any(|cue| is_wanted(&repair::without_time(&words, &cue.place))) {
            return Candidates { found: Vec::new(), passed_over };
        }
        // Models have learned what stands between from cues that hold.
        let places: Vec<Range<usize>> =
            cues.iter().filter(|cue| cue.any >= LIKELY).map(|cue| cue.place.clone()).collect();
        let mut features = Features::new(self.argument.table.bits);
        let mut found: Vec<Candidate> = cues
            .into_iter()
            .filter_map(|cue| {
                let mut candidate = self.arguments(&words, &cue.place, &places, &mut features, &mut scores);
                if let Some(proposal) = cue.proposal {
                    // What the model finds counts before what a rule falls back on.
                    let is_whole = |one: &Candidate, arguments: &rules::Arguments| {
                        let who = arguments.source.as_ref();
                        one.signs.is_raised == 0.0
                            && who.is_none_or(|who| {
                                one.source.first().is_some_and(|source| {
                                    // Who is behind the `by` of a passive is not before it.
                                    source.start >= one.cue.start || who.start < one.cue.start
                                })
                            })
                    };
                    let arguments = proposal.arguments.filter(|arguments| {
                        !proposal.is_fallback
                            || candidate.as_ref().is_none_or(|candidate| !is_whole(candidate, arguments))
                    });
                    if let Some(rules::Arguments { source, content }) = arguments {
                        let source: Vec<Range<usize>> = source.into_iter().collect();
                        let signs = candidate.map_or_else(Signs::default, |candidate| candidate.signs);
                        let has_source = f32::from(u8::from(!source.is_empty()));
                        let signs = Signs { has_source, ..signs };
                        candidate =
                            Some(Candidate { cue: cue.place, source, content, by: Producer::Model, signs });
                    }
                    if let Some(candidate) = &mut candidate {
                        if proposal.rule == rules::VERB {
                            candidate.signs.is_statement = 1.0;
                        } else {
                            candidate.signs.by_rule = 1.0;
                        }
                        let clause = Some(&*candidate)
                            .filter(|one| one.signs.is_raised > 0.0 && proposal.rule == rules::VERB)
                            .and_then(|one| rules::clause_before(&words, &one.cue, &one.source));
                        if let Some(clause) = clause {
                            candidate.content = vec![clause];
                            candidate.by = Producer::Rule(rules::CLAUSE);
                        } else if proposal.rule != rules::VERB || !cue.is_found {
                            candidate.by = Producer::Rule(proposal.rule);
                        }
                    }
                }
                let mut candidate = candidate?;
                if candidate.by == Producer::Rule(rules::PASSIVE)
                    || source::is_done_to(&words, &candidate.source, &candidate.cue)
                {
                    rules::without_subject(&mut candidate);
                }
                if cue.is_caused {
                    candidate.source.clear();
                    candidate.signs.has_source = 0.0;
                }
                candidate.signs.cue = log(cue.exact);
                candidate.signs.cue_any = log(cue.any);
                Some(candidate)
            })
            .collect();
        calibration::see_each_other(&mut found);
        repair::apart(&words, &mut found);
        Candidates { found, passed_over }
    }

    /// The source and the content of a cue; `None` where there is no content.
    pub fn arguments(
        &self,
        words: &Words<'_, '_>,
        cue: &Range<usize>,
        cues: &[Range<usize>],
        features: &mut Features,
        scores: &mut Scores,
    ) -> Option<Candidate> {
        let article = words.article;
        let window = argument::window(words, cue);
        argument::describe(words, &window, cue, cues, features);
        self.argument.score(features, scores);
        force(scores, &window, cue);
        let mut labels = self.argument.best(scores);
        let is_empty = |labels: &[u8]| {
            let is_told = |(offset, &label): (usize, &u8)| {
                label == argument::CONTENT && article.prose.tokens[window.start + offset].is_word()
            };
            !labels.iter().enumerate().any(is_told)
        };
        let is_raised = is_empty(&labels);
        if is_raised {
            let mut raised = scores.clone();
            for _ in 0..RAISES {
                for row in raised.values.chunks_exact_mut(argument::LABELS) {
                    row[usize::from(argument::CONTENT)] += RAISE;
                }
                labels = self.argument.best(&raised);
                if !is_empty(&labels) {
                    break;
                }
            }
            if is_empty(&labels) {
                return None;
            }
        }
        let pieces = |label: u8| -> Vec<Range<usize>> {
            let mut pieces: Vec<Range<usize>> = Vec::new();
            for (offset, _) in labels.iter().enumerate().filter(|&(_, &other)| other == label) {
                let place = window.start + offset;
                match pieces.last_mut() {
                    Some(last) if last.end == place => last.end = place + 1,
                    _ => pieces.push(place..place + 1),
                }
            }
            pieces
        };
        let mut source = pieces(argument::SOURCE);
        let content = pieces(argument::CONTENT);
        let marginals = self.argument.marginals(scores);
        let has_source = !source.is_empty();
        let source_was = source.clone();
        let taken =
            |place: usize| cue.contains(&place) || source_was.iter().any(|piece| piece.contains(&place));
        let certain = |label: u8| {
            let chosen: Vec<f32> = labels
                .iter()
                .enumerate()
                .filter(|&(offset, &other)| other == label && !cue.contains(&(window.start + offset)))
                .map(|(offset, _)| log(marginals.of(offset, usize::from(label))))
                .collect();
            let least = chosen.iter().copied().fold(0.0_f32, f32::min);
            (if chosen.is_empty() { 0.0 } else { chosen.iter().sum::<f32>() / chosen.len() as f32 }, least)
        };
        repair::without_time_of_day(words, &mut source);
        source::without_marks(words, &mut source);
        if source.is_empty() {
            source.extend(repair::subject(words, cue, &content));
            repair::without_time_of_day(words, &mut source);
        }
        repair::whole_subject(words, &mut source, cue, &content);
        repair::whole_phrase(words, &mut source, |place| {
            cue.contains(&place) || content.iter().any(|piece| piece.contains(&place))
        });
        repair::with_name(words, &mut source, |place| {
            cue.contains(&place) || content.iter().any(|piece| piece.contains(&place))
        });
        repair::without_link(words, &mut source);
        repair::last_clause(words, &mut source, cue);
        let (content_mean, content_least) = certain(argument::CONTENT);
        let mut content = repair::content(article, &content, taken);
        repair::complete(words, &mut content, cue, taken);
        repair::with_agent(words, &mut content, cue, taken);
        repair::from_start(words, &mut content, cue, taken);
        repair::charge(words, &mut content, cue, taken);
        repair::without_relative(words, &mut source, cue);
        if let [piece] = &mut source[..]
            && words.part(piece.end) == Some(Tag::Cc)
            && piece.end + 1 == cue.start
        {
            // `Holm, a former baker, accused him and | called on`
            *piece = repair::without_clause(words, piece.clone());
        }
        repair::without_place(words, &mut source);
        source::of_own_clause(words, &mut source, cue);
        let is_relative = |piece: &Range<usize>| {
            piece.len() == 1 && matches!(words.part(piece.start), Some(Tag::Wp | Tag::Wdt))
        };
        if (source.is_empty() || source.iter().all(is_relative))
            && let Some(beyond) =
                repair::beyond_relative(words, &article.sentence_around(cue.start), cue.start)
            && !content.iter().any(|piece| piece.start < beyond.end && beyond.start < piece.end)
        {
            source = vec![beyond];
        }
        repair::charge_in_source(words, &mut source, &mut content, cue);
        repair::unbroken(words, &mut content, cue, taken);
        if source.is_empty() {
            source.extend(repair::speaker_in_content(words, &mut content, cue));
        }
        if source.is_empty() {
            source.extend(repair::phrase_before(words, &mut content, cue));
            content.retain(|piece| !piece.is_empty());
        }
        let dateline = repair::dateline(article, &article.paragraph_around(cue.start));
        repair::without(&mut source, &dateline);
        repair::without(&mut content, &dateline);
        if source.is_empty() {
            source.extend(source::inverted(words, &mut content, cue));
        }
        if source.is_empty() {
            source.extend(source::name_before(words, &content, cue, dateline.end));
        }
        if source.is_empty() {
            source.extend(source::before_aside(words, &content, cue, dateline.end));
        }
        if let Some(first) = source::shared(words, &source, cue, dateline.end) {
            source = vec![first];
        }
        repair::with_complement(words, &mut content, &source, cue);
        if let Some(end) = content.iter().find_map(|piece| rules::end_before_consequence(words, piece)) {
            content.retain_mut(|piece| {
                piece.end = piece.end.min(end.max(piece.start));
                piece.start < piece.end
            });
        }
        if content.is_empty() {
            return None;
        }
        let length: usize = content.iter().map(Range::len).sum();
        let quoted =
            content.iter().flat_map(Range::clone).filter(|&place| article.quotation_of[place] > 0).count();
        let signs = Signs {
            source: certain(argument::SOURCE).0,
            content: content_mean,
            content_least,
            outside: certain(argument::OUTSIDE).0,
            length: length as f32,
            has_source: f32::from(u8::from(has_source))
                + 0.5 * f32::from(u8::from(!has_source && !source.is_empty())),
            quoted: quoted as f32 / length as f32,
            cue_quoted: f32::from(u8::from(article.quotation_of[cue.start] > 0)),
            class: cue.clone().map(|place| f32::from(words.classes[place])).fold(0.0, f32::max),
            cue_length: cue.len().min(5) as f32,
            is_verb: f32::from(u8::from(
                cue.clone().any(|place| words.part(place).is_some_and(|tag| tag.is_verb())),
            )),
            pieces: content.len().min(4) as f32,
            is_raised: f32::from(u8::from(is_raised)),
            is_clause: f32::from(u8::from(
                content.iter().flat_map(Range::clone).any(|place| words.is_clause_of(place, cue)),
            )),
            is_wrapped: f32::from(u8::from(
                source.is_empty()
                    && content.first().is_some_and(|first| first.start < cue.start)
                    && content.last().is_some_and(|last| last.end > cue.end),
            )),
            ..Signs::default()
        };
        Some(Candidate { cue: repair::without_time(words, cue), source, content, by: Producer::Model, signs })
    }
}

/// Cues in order, without the least probable ones where there are too many.
fn thinned(mut cues: Vec<Cue>) -> Vec<Cue> {
    let mut is_kept = vec![true; cues.len()];
    let mut from = 0;
    for stretch in cues.chunk_by(|a, b| a.place.start / STRETCH == b.place.start / STRETCH) {
        if stretch.len() > MOST_CUES {
            let mut order: Vec<usize> = (0..stretch.len()).collect();
            order.sort_by(|&a, &b| stretch[b].any.total_cmp(&stretch[a].any));
            order[MOST_CUES..].iter().for_each(|&number| is_kept[from + number] = false);
        }
        from += stretch.len();
    }
    let mut is_kept = is_kept.into_iter();
    cues.retain(|_| is_kept.next() == Some(true));
    cues
}

/// The first of some ranges that a range overlaps. They are in order, and no two of them overlap.
pub(super) fn overlapping(ranges: &[Range<usize>], range: &Range<usize>) -> Option<usize> {
    let first = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(first).filter(|other| other.start < range.end).map(|_| first)
}

/// The cue's tokens are the cue, and no others.
fn force(scores: &mut Scores, window: &Range<usize>, cue: &Range<usize>) {
    for (offset, row) in scores.values.chunks_exact_mut(argument::LABELS).enumerate() {
        let is_cue = cue.contains(&(window.start + offset));
        for (label, score) in row.iter_mut().enumerate() {
            if is_cue != (label == usize::from(argument::CUE)) {
                *score = -50.0;
            } else if is_cue {
                *score = 0.0;
            }
        }
    }
}

fn log(probability: f32) -> f32 {
    libm::logf(probability.max(1e-6))
}
