//! The report as plain data, and its rendering into one self-contained HTML file.
//!
//! A [`Page`] holds everything that the report shows; whoever knows the results fills it. Lists may be
//! longer than a page bears: rendering cuts each at the limits in [`limits`] and says how many are left out and
//! which file has them.

pub mod case;
mod claims;
mod coordination;
mod mails;
mod media;
mod render;
mod stored;
mod synthetic;
mod view;

use model::{Finding, MethodCard};
use serde::{Deserialize, Serialize};

pub use case::CasePart;
pub use claims::{
    ActCounts, AnswerRow, ArticleDossier, Claims, Exchange, LedgerRow, Mark, MarkRole, Matrix, MatrixCell,
    Quote, ReviewRow, Run, Said, SpreadRow, UnansweredRow,
};
pub use coordination::{
    AccountRow, Accounts, Bin, Chance, ChanceRow, ConductRow, Coordination, EdgeDossier, EvidenceRow,
    GroupDossier, Hub, LayerRow, Network, PeriodRow, SettingRow, SharedRow, Timeline,
};
pub use mails::{
    AgreementRow, CampaignDossier, HopRow, MailDossier, MailRow, Mails, ResultRow, SameTextRow, StatementRow,
};
pub use media::{Media, MediaMark, MediaRow, PictureRow};
pub use render::{render, write};
pub use stored::{from_json, to_json};
pub use synthetic::{LanguageRow, MachineAccountRow, MachineTextRow, PhraseRow, SentenceRow, Synthetic};
pub use view::NEVER_SHOWN;

/// How much of each list a page shows.
pub mod limits {
    /// Inputs.
    pub const INPUTS: usize = 200;
    /// Kinds of rejects.
    pub const REJECTS: usize = 100;
    /// Examples of one kind of reject.
    pub const REJECT_EXAMPLES: usize = 3;
    /// Notes.
    pub const NOTES: usize = 50;
    /// Objects that many accounts acted on.
    pub const HUBS: usize = 50;
    /// Nodes of the network picture.
    pub const NODES: usize = 500;
    /// Edges of the network picture.
    pub const EDGES: usize = 3000;
    /// Bars of the timeline; more are merged.
    pub const BINS: usize = 240;
    /// Groups that are told of.
    pub const GROUPS: usize = 25;
    /// Members of a group that are named.
    pub const MEMBERS: usize = 40;
    /// Shared objects of a group that are named.
    pub const SHARED: usize = 8;
    /// Accounts that stand out.
    pub const ACCOUNTS: usize = 50;
    /// Pairs whose evidence is listed.
    pub const DOSSIERS: usize = 30;
    /// Evidence rows of one pair.
    pub const EVIDENCE: usize = 12;
    /// Mails in the list.
    pub const MAILS: usize = 500;
    /// Mails of which all is told.
    pub const MAIL_DOSSIERS: usize = 60;
    /// Campaigns of mails.
    pub const CAMPAIGNS: usize = 25;
    /// Mails of a campaign that are listed.
    pub const CAMPAIGN_MAILS: usize = 40;
    /// Hops of a mail.
    pub const HOPS: usize = 30;
    /// Statements about a mail.
    pub const STATEMENTS: usize = 60;
    /// Statements in the ledger.
    pub const LEDGER: usize = 1000;
    /// Articles whose text is shown.
    pub const ARTICLES: usize = 60;
    /// Characters of an article.
    pub const ARTICLE_TEXT: usize = 40_000;
    /// Speakers in the table of who speaks of whom.
    pub const MATRIX_SPEAKERS: usize = 40;
    /// Targets in it.
    pub const MATRIX_TARGETS: usize = 15;
    /// Accusations with answers; likewise those without.
    pub const EXCHANGES: usize = 100;
    /// Answers to one accusation.
    pub const ANSWERS: usize = 8;
    /// Lanes of the picture of accusations and answers.
    pub const LANES: usize = 12;
    /// Statements in several articles.
    pub const SPREADS: usize = 50;
    /// Articles of one of them.
    pub const SPREAD_PLACES: usize = 20;
    /// Reviews of claims by others.
    pub const REVIEWS: usize = 100;
    /// Articles of which quotations only are shown.
    pub const QUOTES_ONLY: usize = 100;
    /// Media files in the list.
    pub const MEDIA: usize = 500;
    /// Marks of a media file, and codes of its manifest.
    pub const MARKS: usize = 12;
    /// Pictures in several files.
    pub const PICTURES: usize = 100;
    /// Files of one of them.
    pub const PICTURE_FILES: usize = 20;
    /// Unusual texts, accounts, phrases and disguised letters in the lists.
    pub const MACHINE_TEXTS: usize = 100;
    /// Sentences of an unusual text.
    pub const SENTENCES: usize = 60;
    /// Findings.
    pub const FINDINGS: usize = 500;
    /// Findings side by side in a part of the matrix.
    pub const COLUMNS: usize = 6;
    /// Findings in the matrix.
    pub const MATRIX: usize = 60;
    /// Hypotheses with a figure of their own.
    pub const CURVES: usize = 12;
    /// Bars of a figure, and rows of what is left out.
    pub const BARS: usize = 20;
    /// Entries of the custody log, the last ones.
    pub const CUSTODY: usize = 200;
    /// Characters of an excerpt of evidence.
    pub const EXCERPT: usize = 1_200;
    /// Records named with a finding.
    pub const RECORDS: usize = 5;
    /// Characters of a text from evidence.
    pub const TEXT: usize = 200;
    /// Characters of a statement, which may name much from evidence.
    pub const STATEMENT: usize = 600;
}

/// Everything that the HTML report shows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Page {
    /// What the report is about, such as `Coordination in 3 files`.
    pub title: String,
    /// Program and version, such as `Scrutineer 0.1.0`.
    pub program: String,
    /// When it was made, as text; absent for a report that is the same bytes on every run.
    pub generated_at: Option<String>,
    /// The first screen.
    pub summary: Summary,
    /// Parameters of the run: name and value.
    pub parameters: Vec<(String, String)>,
    /// Filters in force.
    pub filters: Vec<Filter>,
    /// Files that were read.
    pub inputs: Vec<Input>,
    /// Rows that could not be read, by code.
    pub rejects: Vec<Rejects>,
    /// Things worth knowing about records that were kept, and other remarks of the run.
    pub notes: Vec<Note>,
    /// What posts show of accounts that act together; absent where no posts were read.
    pub coordination: Option<Coordination>,
    /// What mails show; absent where none were read.
    pub mails: Option<Mails>,
    /// What articles report that somebody said; absent where none were read.
    pub claims: Option<Claims>,
    /// What media files say of their origin; absent where none were read.
    pub media: Option<Media>,
    /// What texts and posts show of machine generation; absent where none were looked at.
    pub synthetic: Option<Synthetic>,
    /// The case around it; absent where a report is of an examination alone.
    pub case: Option<CasePart>,
    /// Findings, in the order in which they should be read. Stored by their ids.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// Cards of the methods that were used. Stored by their ids.
    #[serde(skip)]
    pub cards: Vec<MethodCard>,
    /// Files written beside the report.
    pub files: Vec<OutputFile>,
    /// Command lines that do the same again.
    pub rerun: Vec<String>,
}

impl Page {
    /// Takes in the part of a further lens: lists grow, and of the sections each has its own.
    pub fn join(&mut self, part: Self) {
        if self.title.is_empty() {
            self.title = part.title;
        } else if !part.title.is_empty() {
            self.title = format!("{}. {}", self.title, part.title);
        }
        self.summary.figures.extend(part.summary.figures);
        self.summary.read.extend(part.summary.read);
        self.summary.found.extend(part.summary.found);
        self.summary.not_shown.extend(part.summary.not_shown);
        self.parameters.extend(part.parameters);
        self.filters.extend(part.filters);
        self.inputs.extend(part.inputs);
        self.rejects.extend(part.rejects);
        self.notes.extend(part.notes);
        self.coordination = self.coordination.take().or(part.coordination);
        self.mails = self.mails.take().or(part.mails);
        self.claims = self.claims.take().or(part.claims);
        self.media = self.media.take().or(part.media);
        self.synthetic = self.synthetic.take().or(part.synthetic);
        self.case = self.case.take().or(part.case);
        self.findings.extend(part.findings);
        self.cards.extend(part.cards);
        self.files.extend(part.files);
        self.rerun.extend(part.rerun);
    }
}

/// What was read, what was found, and what that does not mean, in plain sentences; with a few numbers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    /// Numbers that stand out, four or so.
    pub figures: Vec<Figure>,
    /// What was read.
    pub read: Vec<String>,
    /// What was found; for a null result the sentence that says so.
    pub found: Vec<String>,
    /// What this does not show.
    pub not_shown: Vec<String>,
}

/// A number with its meaning.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Figure {
    /// The number.
    pub value: u64,
    /// What it counts, such as `posts read`.
    pub label: String,
}

impl Figure {
    /// A number with what it counts, of one and of any other number.
    pub fn of(value: u64, one: &str, many: &str) -> Self {
        Self { value, label: if value == 1 { one } else { many }.to_owned() }
    }
}

/// A filter, and how many posts it left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Filter {
    /// As on the command line, such as `--since 2024-05-01`.
    pub name: String,
    /// What it did, in words.
    pub meaning: String,
    /// Posts left out.
    pub left_out: u64,
}

/// A file that was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Input {
    /// Name, without folders.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
    /// Format as detected.
    pub format: String,
    /// Records seen.
    pub records: u64,
    /// Posts or mails among them.
    pub posts: u64,
    /// Records that are neither.
    pub skipped: u64,
    /// Records lost.
    pub rejects: u64,
    /// Those that were there already.
    pub duplicates: u64,
}

/// Rejects of one kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rejects {
    /// Code.
    pub code: String,
    /// How many.
    pub count: u64,
    /// What it means, in words; may be empty.
    pub meaning: String,
    /// A few of them.
    pub examples: Vec<Example>,
}

/// One reject.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Example {
    /// File and place, such as `posts.csv, byte 1024`.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

/// A remark, with how often it applies.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Note {
    /// Code, where it has one.
    pub code: String,
    /// How many records; 0 for a remark about the run.
    pub count: u64,
    /// The remark.
    pub message: String,
}

/// A file written beside the report.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OutputFile {
    /// Name.
    pub name: String,
    /// What is in it.
    pub meaning: String,
    /// Rows, where it has rows.
    pub rows: Option<u64>,
    /// Size.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}
