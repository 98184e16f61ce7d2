//! Training of the models from annotated articles.

use crate::act::context::Context;
use crate::act::learned::{self, Acts};
use crate::annotated::{Annotated, Marked};
use crate::extract::Mode;
use crate::extract::calibration::Calibration;
use crate::extract::model::{Candidate, Model, Signs};
use crate::extract::words::Words;
use crate::extract::{Lexicon, argument, cue, lexicon};
use crate::learn::{Features, Trainer, random::Random, softmax};
use crate::score::{self, Agreement, compare};
use crate::syntax::parser::Parsed;
use crate::syntax::tagger::Tagged;
use crate::syntax::treebank::Sentence;
use crate::syntax::vocabulary::Counts as WordCounts;
use crate::syntax::{Parser, Tagger, Vocabulary};
use crate::{Act, Analysis, Attribution, act, analysis::Syntax};
use std::collections::BTreeMap;
use std::ops::Range;

/// How models are trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Times through all articles.
    pub rounds: usize,
    /// Length of the first steps (AdaGrad).
    pub rate: f32,
    /// Share of features that each step leaves out.
    pub dropout: f32,
    /// Places at which a feature must have stood while the model was in doubt before it has a part.
    pub least_doubts: u8,
    /// Weights below this are left out of the model.
    pub least: f32,
    /// Times that training starts anew; the models are averaged.
    pub starts: usize,
    /// Rounds before weights are averaged.
    pub steady: usize,
    /// Articles between two moments of the average.
    pub every: usize,
    /// For the order of articles and what is left out.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rounds: 4,
            rate: 0.1,
            dropout: 0.3,
            least_doubts: 8,
            least: 0.05,
            starts: 5,
            steady: 1,
            every: 200,
            seed: 1,
        }
    }
}

/// Parts of the treebank: the parser learns from tags that a tagger gave to sentences it had not learned from, as it will
/// meet them.
const TREEBANK_PARTS: usize = 4;

/// How well the models of the language do on sentences that they did not learn from. Shares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SyntaxAccuracy {
    /// Tokens judged.
    pub tokens: usize,
    /// Tags that are right.
    pub tags: f64,
    /// Words (no marks of punctuation) with the right head.
    pub heads: f64,
    /// Words with the right head and relation.
    pub relations: f64,
}

/// Trains tagger and parser on the sentences of a treebank ([`treebank::read`]). What is a word of the language and no
/// name is read from these sentences and from `texts`.
pub fn syntax<'t>(sentences: &[Sentence], texts: impl IntoIterator<Item = &'t str>, seed: u64) -> Syntax {
    let mut counts = WordCounts::default();
    sentences.iter().for_each(|sentence| counts.add(&sentence.text));
    texts.into_iter().for_each(|text| counts.add(text));
    let vocabulary = counts.vocabulary();
    let sentences: Vec<Parsed> = sentences.iter().map(|sentence| seen(sentence, &vocabulary)).collect();
    let tagged: Vec<Tagged> = sentences
        .iter()
        .map(|sentence| Tagged { forms: sentence.forms.clone(), tags: sentence.tags.clone() })
        .collect();
    let without = |part: usize| -> Vec<&Tagged> {
        tagged
            .iter()
            .enumerate()
            .filter(|(number, _)| number % TREEBANK_PARTS != part)
            .map(|(_, one)| one)
            .collect()
    };
    let taggers: Vec<Tagger> =
        (0..TREEBANK_PARTS).map(|part| Tagger::train(&without(part), TAGGER_ROUNDS, seed)).collect();
    let parsed: Vec<Parsed> = sentences
        .iter()
        .enumerate()
        .map(|(number, sentence)| {
            let mut tags = Vec::with_capacity(sentence.tags.len());
            taggers[number % TREEBANK_PARTS].tag(&sentence.forms, &mut tags);
            Parsed { tags, ..sentence.clone() }
        })
        .collect();
    Syntax {
        vocabulary,
        tagger: Tagger::train(&tagged.iter().collect::<Vec<_>>(), TAGGER_ROUNDS, seed),
        parser: Parser::train(&parsed, PARSER_ROUNDS, seed),
    }
}

/// A sentence as the models see it.
fn seen(sentence: &Sentence, vocabulary: &Vocabulary) -> Parsed {
    let mut parsed = sentence.parsed.clone();
    for (form, &token) in parsed.forms.iter_mut().zip(&sentence.tokens) {
        *form = vocabulary.seen(*form, token, &sentence.text);
    }
    parsed
}

const TAGGER_ROUNDS: usize = 6;
const PARSER_ROUNDS: usize = 10;

/// Judges tagger and parser; the parser works on the tagger's tags.
pub fn syntax_accuracy(syntax: &Syntax, sentences: &[Sentence]) -> SyntaxAccuracy {
    let (mut tokens, mut words, mut tags, mut heads, mut relations) = (0, 0, 0, 0, 0);
    for sentence in sentences {
        let (mut found, mut arcs) = (Vec::new(), Vec::new());
        let Parsed { forms, tags: right, arcs: right_arcs } = seen(sentence, &syntax.vocabulary);
        syntax.tagger.tag(&forms, &mut found);
        syntax.parser.parse(&forms, &found, &mut arcs);
        for place in 0..found.len() {
            tokens += 1;
            tags += usize::from(found[place] == right[place]);
            if sentence.tokens[place].is_word() {
                words += 1;
                heads += usize::from(arcs[place].head == right_arcs[place].head);
                relations += usize::from(arcs[place] == right_arcs[place]);
            }
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    SyntaxAccuracy {
        tokens,
        tags: share(tags, tokens),
        heads: share(heads, words),
        relations: share(relations, words),
    }
}

/// An annotated article, taken apart; ranges of attributions are of tokens.
pub struct Example<'t> {
    /// As people marked it.
    pub annotated: &'t Annotated,
    /// The article.
    pub article: Analysis<'t>,
    /// What is marked in it.
    pub marked: Vec<Spans>,
    /// How often it is learned from in each round.
    pub times: usize,
}

/// A marked attribution in tokens.
pub struct Spans {
    /// By which words.
    pub cue: Range<usize>,
    /// Who.
    pub source: Vec<Range<usize>>,
    /// What.
    pub content: Vec<Range<usize>>,
}

impl<'t> Example<'t> {
    /// Takes an annotated article apart.
    pub fn of(annotated: &'t Annotated, syntax: &Syntax) -> Self {
        let article = Analysis::of(&annotated.text).with_syntax(syntax);
        let mut marked: Vec<Spans> =
            annotated.attributions.iter().filter_map(|marked| spans(&article, marked)).collect();
        marked.sort_by_key(|spans| (spans.cue.start, spans.cue.end));
        Self { annotated, article, marked, times: 1 }
    }

    fn cues(&self) -> Vec<Range<usize>> {
        let mut cues: Vec<Range<usize>> = self.marked.iter().map(|spans| spans.cue.clone()).collect();
        cues.dedup();
        cues
    }
}

fn spans(article: &Analysis<'_>, marked: &Marked) -> Option<Spans> {
    let overlapping = |piece: &Range<usize>| {
        let tokens = &article.prose.tokens;
        let from = tokens.partition_point(|token| token.end <= piece.start);
        from..tokens.partition_point(|token| token.start < piece.end).max(from)
    };
    let pieces =
        |pieces: &[Range<usize>]| pieces.iter().map(overlapping).filter(|piece| !piece.is_empty()).collect();
    let (first, last) = (marked.cue.first()?, marked.cue.last()?);
    let cue = overlapping(&(first.start..last.end));
    (!cue.is_empty()).then(|| Spans { cue, source: pieces(&marked.source), content: pieces(&marked.content) })
}

/// Of stems: how often they stand in articles, and how often as part of a cue.
type Counts = BTreeMap<u32, (u32, u32)>;

fn count(example: &Example<'_>, counts: &mut Counts) {
    let mut is_cue = vec![false; example.article.forms.len()];
    for spans in &example.marked {
        is_cue[spans.cue.clone()].fill(true);
    }
    for (form, is_cue) in example.article.forms.iter().zip(is_cue) {
        let count = counts.entry(form.stem).or_default();
        count.0 += 1;
        count.1 += u32::from(is_cue);
    }
}

/// Classes of an example's tokens as the other examples have them: as classes of articles that nobody has marked are.
fn classes_without(example: &Example<'_>, counts: &Counts) -> Vec<u8> {
    let mut own = Counts::new();
    count(example, &mut own);
    let class = |stem: &u32| {
        let (all, own) =
            (counts.get(stem).copied().unwrap_or_default(), own.get(stem).copied().unwrap_or_default());
        lexicon::class(all.0 - own.0, all.1 - own.1)
    };
    example.article.forms.iter().map(|form| class(&form.stem)).collect()
}

/// Parts into which articles are divided to measure and calibrate: each part is judged by models that the others made.
const FOLDS: usize = 5;

/// What training gives.
#[derive(Debug)]
pub struct Trained {
    /// The models, of all articles.
    pub model: Model,
    /// What makes probabilities of what they think, from candidates in articles that models did not learn from.
    pub calibration: Calibration,
    /// Agreement of the balanced mode on articles that models did not learn from.
    pub held_out: Agreement,
    /// Expected error of the probabilities there ([`score::calibration_error`]); the regression is fitted to two halves
    /// in turn for this.
    pub calibration_error: f64,
}

/// Trains models, and calibrates them by cross-validation.
pub fn fit(examples: &[Example<'_>], settings: &Settings) -> Trained {
    let mut candidates: Vec<Vec<Candidate>> = Vec::with_capacity(examples.len());
    let stories = numbered(examples.iter().map(|example| &example.annotated.story[..]));
    let fold_of = |number: usize| stories[number] % FOLDS;
    let judged = |fold: usize| -> Vec<Vec<Candidate>> {
        let others: Vec<&Example<'_>> = part(examples, |number| fold_of(number) != fold);
        let model = train(&others, settings);
        part(examples, |number| fold_of(number) == fold)
            .iter()
            .map(|example| model.candidates(&example.article).found)
            .collect()
    };
    let (folds, model) = std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let folds: Vec<_> = (0..FOLDS / 2).map(judged).collect();
            (folds, train(&part(examples, |_| true), settings))
        });
        let rest: Vec<_> = (FOLDS / 2..FOLDS).map(judged).collect();
        let (mut folds, model) = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        folds.extend(rest);
        (folds, model)
    });
    let mut folds: Vec<_> = folds.into_iter().map(Vec::into_iter).collect();
    for number in 0..examples.len() {
        candidates.extend(folds[fold_of(number)].next());
    }
    let rows: Vec<Vec<(Signs, bool)>> = examples
        .iter()
        .zip(&candidates)
        .map(|(example, candidates)| {
            let found: Vec<Marked> =
                candidates.iter().map(|candidate| marked(&example.article, candidate)).collect();
            let (_, pairs) = compare(&example.annotated.text, &example.annotated.attributions, &found);
            candidates.iter().zip(pairs.soft).map(|(candidate, soft)| (candidate.signs, soft)).collect()
        })
        .collect();
    let of = |keep: &dyn Fn(usize) -> bool| -> Calibration {
        let rows: Vec<(Signs, bool)> = rows
            .iter()
            .enumerate()
            .filter(|&(number, _)| keep(number))
            .flat_map(|(_, rows)| rows.clone())
            .collect();
        Calibration::fit(&rows)
    };
    // Halves by whole stories, so that no article helps to judge itself.
    let halves = [of(&|number| stories[number] % 2 == 1), of(&|number| stories[number].is_multiple_of(2))];
    let mut held_out = Agreement::default();
    let mut judged: Vec<(f64, bool)> = Vec::new();
    for (number, (example, candidates)) in examples.iter().zip(&candidates).enumerate() {
        let kept: Vec<(Marked, f64)> = candidates
            .iter()
            .map(|candidate| (candidate, halves[stories[number] % 2].probability(&candidate.signs)))
            .filter(|&(_, probability)| probability >= Mode::Balanced.least())
            .map(|(candidate, probability)| (marked(&example.article, candidate), probability))
            .collect();
        let found: Vec<Marked> = kept.iter().map(|(found, _)| found.clone()).collect();
        let (agreement, pairs) = compare(&example.annotated.text, &example.annotated.attributions, &found);
        held_out.add(&agreement);
        judged.extend(kept.iter().zip(pairs.soft).map(|((_, probability), soft)| (*probability, soft)));
    }
    Trained {
        model,
        calibration: of(&|_| true),
        held_out,
        calibration_error: score::calibration_error(&judged),
    }
}

/// Of each of some stories its number: those of one name have the same one.
fn numbered<'s>(stories: impl Iterator<Item = &'s str>) -> Vec<usize> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    stories
        .map(|story| {
            let next = numbers.len();
            *numbers.entry(story).or_insert(next)
        })
        .collect()
}

fn part<'e, 't>(examples: &'e [Example<'t>], keep: impl Fn(usize) -> bool) -> Vec<&'e Example<'t>> {
    examples.iter().enumerate().filter(|&(number, _)| keep(number)).map(|(_, example)| example).collect()
}

fn marked(article: &Analysis<'_>, candidate: &Candidate) -> Marked {
    let places = |pieces: &[Range<usize>]| pieces.iter().map(|piece| article.place(piece)).collect();
    Marked {
        source: places(&candidate.source),
        cue: vec![article.place(&candidate.cue)],
        content: places(&candidate.content),
    }
}

/// A statement with the acts that readers give it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it shares with others that tell of the same: they are judged by models that learned from none of them.
    pub story: String,
    /// What the model sees ([`act::Seen`]).
    pub features: Features,
    /// What the tables say.
    pub by_tables: Act,
    /// The act that its reader gave it.
    pub act: Act,
    /// Others that are as right to a careful reader.
    pub others: Vec<Act>,
}

impl Statement {
    /// What an annotated statement teaches.
    pub fn of(
        article: &Analysis<'_>,
        attribution: &Attribution,
        context: Option<&Context>,
        story: &str,
        act: Act,
        others: &[Act],
    ) -> Self {
        let (judged, seen) = act::judge_and_see(article, attribution);
        Self {
            story: story.to_owned(),
            features: match context {
                Some(context) => seen.among(context),
                None => seen.alone(),
            },
            by_tables: judged.act,
            act,
            others: others.iter().copied().filter(|&other| other != act).collect(),
        }
    }

    fn example(&self) -> softmax::Example<{ learned::CLASSES }> {
        let mut right = [0.0; learned::CLASSES];
        for &other in &self.others {
            right[other as usize] = OTHERS / self.others.len() as f32;
        }
        right[self.act as usize] = 1.0 - right.iter().sum::<f32>();
        softmax::Example { rows: self.features.rows(0).to_vec(), right }
    }
}

/// What acts that are right as well count together.
const OTHERS: f32 = 0.3;

const ACT_SETTINGS: softmax::Settings =
    softmax::Settings { rounds: 12, rate: 0.1, dropout: 0.5, starts: 7, least_examples: 2, seed: 1 };

/// A model of acts, and how well it does.
#[derive(Debug)]
pub struct TrainedActs {
    /// The model, of all statements.
    pub model: Acts,
    /// Statements judged.
    pub statements: usize,
    /// Share that the tables judge rightly.
    pub by_tables: f64,
    /// Share that tables and models that had not learned from the statement judge rightly.
    pub held_out: f64,
}

/// Trains a model of acts, and measures it by cross-validation.
pub fn acts(statements: &[Statement]) -> TrainedActs {
    let stories = numbered(statements.iter().map(|one| &one.story[..]));
    let fold = |keep: &dyn Fn(usize) -> bool| -> Vec<&Statement> {
        statements
            .iter()
            .zip(&stories)
            .filter(|&(_, story)| keep(story % FOLDS))
            .map(|(one, _)| one)
            .collect()
    };
    let learn = |statements: Vec<&Statement>| -> Acts {
        let examples: Vec<_> = statements.into_iter().map(Statement::example).collect();
        Acts { table: softmax::train(&examples, learned::BITS, &ACT_SETTINGS) }
    };
    let is_right = |one: &Statement, act: Act| act == one.act || one.others.contains(&act);
    let right = (0..FOLDS)
        .map(|number| {
            let model = learn(fold(&|other| other != number));
            let judged = |one: &Statement| model.other(&one.features, one.by_tables).unwrap_or(one.by_tables);
            fold(&|other| other == number).into_iter().filter(|one| is_right(one, judged(one))).count()
        })
        .sum::<usize>();
    let by_tables = statements.iter().filter(|one| is_right(one, one.by_tables)).count();
    let share = |part: usize| part as f64 / statements.len().max(1) as f64;
    TrainedActs {
        model: learn(fold(&|_| true)),
        statements: statements.len(),
        by_tables: share(by_tables),
        held_out: share(right),
    }
}

/// Trains both models.
pub fn train(examples: &[&Example<'_>], settings: &Settings) -> Model {
    let mut counts = Counts::new();
    examples.iter().for_each(|example| count(example, &mut counts));
    let words: Vec<Words<'_, '_>> = examples
        .iter()
        .map(|example| Words::with_classes(&example.article, classes_without(example, &counts)))
        .collect();
    let lexicon = Lexicon::of(counts.into_iter().map(|(stem, (all, cues))| (stem, all, cues)));
    let mut order: Vec<usize> = examples
        .iter()
        .enumerate()
        .flat_map(|(number, example)| std::iter::repeat_n(number, example.times))
        .collect();
    let mut random = Random::new(settings.seed);
    let trainer = |bits: u32, labels: usize, seed: u64| {
        Trainer::new(bits, labels, settings.rate, settings.dropout, settings.least_doubts, seed)
    };
    let mut cues = trainer(cue::BITS, cue::LABELS, settings.seed);
    let mut arguments = trainer(argument::BITS, argument::LABELS, settings.seed ^ 1);
    let mut cue_features = Features::new(cue::BITS);
    let mut argument_features = Features::new(argument::BITS);
    for round in 0..settings.rounds * settings.starts {
        if round > 0 && round % settings.rounds == 0 {
            cues.restart(settings.seed + round as u64);
            arguments.restart(settings.seed + 1000 + round as u64);
        }
        random.shuffle(&mut order);
        for (step, &number) in order.iter().enumerate() {
            if round % settings.rounds >= settings.steady && step % settings.every == 0 {
                cues.note();
                arguments.note();
            }
            let (example, words) = (examples[number], &words[number]);
            let marked = example.cues();
            for sentence in example.article.sentences() {
                cue::describe(words, &sentence, &mut cue_features);
                cues.step(&cue_features, &cue::labels(&sentence, &marked), |_| false);
            }
            for spans in &example.marked {
                let window = argument::window(words, &spans.cue);
                argument::describe(words, &window, &spans.cue, &marked, &mut argument_features);
                let mut labels = vec![argument::OUTSIDE; window.len()];
                let mut fill = |pieces: &[Range<usize>], label: u8| {
                    for piece in pieces {
                        let (from, to) = (piece.start.max(window.start), piece.end.min(window.end));
                        if from < to {
                            labels[from - window.start..to - window.start].fill(label);
                        }
                    }
                };
                fill(&spans.content, argument::CONTENT);
                fill(&spans.source, argument::SOURCE);
                fill(std::slice::from_ref(&spans.cue), argument::CUE);
                let (window, cue) = (window.clone(), spans.cue.clone());
                arguments.step(&argument_features, &labels, |offset| cue.contains(&(window.start + offset)));
            }
        }
    }
    Model { lexicon, cue: cues.finish(settings.least), argument: arguments.finish(settings.least) }
}
