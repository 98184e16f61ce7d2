//! What the report shows of statements in articles: who said what about whom, as the articles have it.
//!
//! Statements and articles are named by their numbers, from 1, the same in every list. Nothing here says whether a
//! statement is so.

use model::Timestamp;
use serde::{Deserialize, Serialize};

/// Statements that articles report, one by one and together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Claims {
    /// Articles that were read.
    pub articles: u64,
    /// Statements in them.
    pub statements: u64,
    /// The ledger, in the order of the statements' numbers: the first of them, at least as many as the page shows.
    pub rows: Vec<LedgerRow>,
    /// Articles with the places of their statements: the first of them, at least as many as the page shows.
    pub dossiers: Vec<ArticleDossier>,
    /// Who speaks of whom.
    pub matrix: Matrix,
    /// Accusations and what answers them.
    pub exchanges: Vec<Exchange>,
    /// Accusations to which nothing in these articles is an answer.
    pub unanswered: Vec<UnansweredRow>,
    /// Statements that stand in several articles in nearly the same words.
    pub spreads: Vec<SpreadRow>,
    /// Reviews of claims by others, as given.
    pub reviews: Vec<ReviewRow>,
    /// How often such statements are found rightly, in sentences that stand beside the ledger.
    pub error_rates: Vec<String>,
    /// Articles of which quotations only are shown, because of their language.
    pub quotes_only: Vec<String>,
    /// What else would explain what stands here, whatever was found.
    pub alternatives: Vec<String>,
    /// What would settle it.
    pub would_settle: Vec<String>,
}

/// A statement in a line of the ledger.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LedgerRow {
    /// Its number.
    pub number: u64,
    /// The number of its article.
    pub article: u64,
    /// Who published the article, or its file.
    pub publisher: String,
    /// When, as the article states.
    pub published: Option<Timestamp>,
    /// Who speaks; `None` where the article does not tell.
    pub speaker: Option<String>,
    /// By which words that is known: `name`, `surname`, `pronoun`, `role`, or `unresolved`; `unverified` where nothing but
    /// marks of quotation was looked at.
    pub speaker_by: String,
    /// Those words, in pieces where other words stand between.
    pub source: Vec<String>,
    /// Others whom the words may mean.
    pub may_be: Vec<String>,
    /// The words that report it, such as `has never denied`.
    pub cue: String,
    /// What kind of statement it is: `accuse`, `deny`, `demand`, `praise` and so on; `quotation` where that was not looked at.
    pub act: String,
    /// Whether it is reported not to be made, as in `declined to say`.
    pub is_negated: bool,
    /// Words that keep it open, such as `may`.
    pub hedges: Vec<String>,
    /// What is said, in pieces where other words stand between.
    pub content: Vec<String>,
    /// Whom it is about.
    pub targets: Vec<String>,
    /// When it was made, where the article tells.
    pub said: Option<Said>,
    /// How probable it is that a careful reader marks the same statement; `None` where that was not measured.
    pub p: Option<f64>,
    /// What found it: `model`, or the name of a rule.
    pub by: String,
    /// Whether it stands within another statement.
    pub is_nested: bool,
    /// Links to other statements: what kind, in words, and how many.
    pub links: Vec<(String, u64)>,
}

/// When a statement was made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Said {
    /// The day or days, such as `2031-03-04` or `2031-03`.
    pub when: String,
    /// How that is known, such as `Tuesday, from the day of publication`.
    pub basis: String,
}

/// An article with the places of its statements.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ArticleDossier {
    /// Its number.
    pub number: u64,
    /// File and place, such as `pages.warc, byte 1024`.
    pub name: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Who published it, where it says so.
    pub publisher: Option<String>,
    /// When, as it states: midnight where that is a day only.
    pub published: Option<Timestamp>,
    /// Where that was found, such as `meta article:published_time`.
    pub published_from: String,
    /// Its address. It is shown as text.
    pub url: Option<String>,
    /// Its language.
    pub language: String,
    /// The first characters of the SHA-256 of its bytes.
    pub sha256: String,
    /// Its text.
    pub paragraphs: Vec<Vec<Run>>,
}

/// A piece of text within which no mark begins or ends.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Run {
    /// The text.
    pub text: String,
    /// What it is part of, from the outermost to the innermost.
    pub marks: Vec<Mark>,
}

/// What a piece of an article is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The number of the statement.
    pub statement: u64,
    /// Which part of it.
    pub role: MarkRole,
}

/// A part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkRole {
    /// Who says it.
    Source,
    /// The words that report it.
    Cue,
    /// What is said.
    Content,
}

/// Who speaks of whom. The page chooses the most frequent speakers and targets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Matrix {
    /// One cell for each two that occur. A statement about several counts in the cell of each.
    pub cells: Vec<MatrixCell>,
}

/// Statements of one about one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MatrixCell {
    /// Who speaks: a name that nobody else here has.
    pub speaker: String,
    /// Whom it is about: likewise.
    pub target: String,
    /// How many of each kind.
    pub counts: ActCounts,
}

/// Statements by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActCounts {
    /// That somebody did something wrong.
    pub accuse: u64,
    /// That something is not so.
    pub deny: u64,
    /// That somebody did well.
    pub praise: u64,
    /// That somebody should do something.
    pub demand: u64,
    /// Everything else.
    pub other: u64,
}

/// A statement where it stands beside others.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Quote {
    /// Its number.
    pub statement: u64,
    /// The number of its article.
    pub article: u64,
    /// Who published that.
    pub publisher: String,
    /// The day that places it in time: when it was made or, failing that, published.
    pub day: Option<Timestamp>,
    /// Who speaks; `None` where the article does not tell.
    pub speaker: Option<String>,
    /// The words that report it.
    pub cue: String,
    /// What is said.
    pub text: String,
}

/// An accusation and what answers it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Exchange {
    /// Who is accused.
    pub accused: String,
    /// The accusation.
    pub accusation: Quote,
    /// What answers it, the likeliest first.
    pub answers: Vec<AnswerRow>,
}

/// What answers an accusation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AnswerRow {
    /// The answer.
    pub quote: Quote,
    /// `answers`, `generic_denial` or `possible_answer`.
    pub kind: String,
    /// Why it counts as one, in words.
    pub basis: String,
    /// How alike the two are, from 0 to 1.
    pub score: f64,
    /// When it came: `later`, `same_day`, `earlier` or `unknown`.
    pub order: String,
}

/// An accusation to which nothing in these articles is an answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UnansweredRow {
    /// Who is accused.
    pub accused: String,
    /// The accusation.
    pub accusation: Quote,
    /// What was found, such as `no answer found in 12 articles`.
    pub wording: String,
}

/// A statement that stands in several articles in nearly the same words.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SpreadRow {
    /// Which article has it first, as stated, in words.
    pub first: String,
    /// Why these count as the same, in words.
    pub basis: String,
    /// Where it stands, the earliest first, those without a day last.
    pub places: Vec<Quote>,
}

/// A review of a claim, as its publisher gives it. Nothing of it is compared or judged.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReviewRow {
    /// Who published it.
    pub publisher: String,
    /// When, as given.
    pub published: String,
    /// Its address. It is shown as text.
    pub url: String,
    /// The claim in the publisher's words.
    pub claim: String,
    /// Who made it, as given.
    pub claimant: String,
    /// The rating in words, as given.
    pub rating: String,
    /// The rating as a value, as given.
    pub value: String,
    /// The bounds of the publisher's scale, as given: `worstRating` and `bestRating`.
    pub scale: (String, String),
    /// Statements of the ledger that say something like it.
    pub statements: Vec<u64>,
}
