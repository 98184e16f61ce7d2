//! Arguments of the program. What stands here is its manual.

mod case;
mod reporting;
mod seal;
mod weighing;

pub use case::{
    CaseCommand, CaseExport, CaseForget, CaseRedact, CheckCommitment, ExportAs, ExportTable, ExportTlp,
    OpenCommitment, StixProfile,
};
use clap::{Args as ClapArgs, FromArgMatches, Parser, Subcommand, ValueEnum};
use mail::domain::DomainName;
use mail::trace::{HostPattern, Network};
use model::{Layer, Layers, Timestamp};
pub use reporting::ReportArgs;
pub use seal::{CaseAdd, CaseDiff, CaseRerun, CaseSeal, CaseTimestamp, CaseVerify};
use std::path::PathBuf;
pub use weighing::{Assess, CategoryName, HypothesisCommand, LevelName, SensitivityArgs, ratio};

/// Offline, auditable evidence about election interference.
///
/// Scrutineer reads posts of any platform and shows which accounts acted together, and says of mails where they came in,
/// with the records, counts and innocent explanations behind every statement. It opens no network connection and gives no verdicts.
#[derive(Debug, Parser)]
#[command(name = "scrutineer", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Print errors only.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Threads to use; results do not depend on it [default: all cores].
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  scrutineer inspect posts.csv                      what the readers understand of a file
  scrutineer examine export/ --case harbour.case    the main job: evidence, records, network, report
  scrutineer coordination posts.csv --window 10s --window 10min --out results/
  scrutineer explain harbour.case 3f9a              a finding, and the bytes it rests on

Memory: about 60 bytes for each post and its actions, plus the distinct ids; texts are not held.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take files into a case, run the lenses over it, and write the report (the main job).
    Examine(Box<Examine>),
    /// Show what the readers understand of files: format, columns, fill, examples, rejects.
    Inspect(Inspect),
    /// Find the accounts that acted on the same objects within a window.
    Coordination(Coordination),
    /// Say where mails came in, how strongly each statement about them holds, and what nobody vouches for.
    Mail(Mail),
    /// Say who claims, accuses, denies or demands what about whom in news articles, and what answers what.
    Claims(Claims),
    /// Say how unusual texts and accounts are among comparable human texts, in the direction of machine generation.
    Synthetic(Box<Synthetic>),
    /// Say what media files state of their own origin, who signed it, and which show the same picture.
    Media(Media),
    /// Print a finding with the records and bytes it rests on.
    Explain(Explain),
    /// Ask questions in SQL of a case or of files.
    Sql(Sql),
    /// Look after a case: what is in it, which explanations compete, what would change the order, whether it is intact.
    #[command(subcommand)]
    Case(CaseCommand),
    /// Make invented, labelled sets, on which methods can be measured.
    #[command(subcommand)]
    Simulate(SimulateCommand),
    /// Print the method cards: question, statistic, assumptions, innocent explanations, known failures.
    Methods(Methods),
    /// Print the columns of a table that Scrutineer writes.
    Schema(Schema),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    #[command(hide = true)]
    Man,
    /// Read signed manifests for another process of this program, within limits.
    #[cfg(feature = "c2pa")]
    #[command(hide = true)]
    C2paWorker(C2paWorker),
}

/// `scrutineer examine`.
#[derive(Debug, ClapArgs)]
pub struct Examine {
    /// Files or folders with posts, mails, articles and media, told apart by their content; `-` is the standard input.
    /// None, with `--case`: what the case holds, once more.
    #[arg(required_unless_present = "case")]
    pub paths: Vec<PathBuf>,
    /// Folder of the case; made when it is not there [default: the first input's name with `.case`, here].
    #[arg(long, value_name = "DIR")]
    pub case: Option<PathBuf>,
    /// Who does this, for the custody log.
    #[arg(long, value_name = "NAME", env = "SCRUTINEER_ACTOR", default_value = "")]
    pub actor: String,
    /// Forms of the main tables besides Parquet.
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',')]
    pub also: Vec<FileFormat>,
    /// How posts are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Which posts count.
    #[command(flatten)]
    pub filters: FilterArgs,
    /// How accounts are compared.
    #[command(flatten)]
    pub comparing: Comparing,
    /// How mails are judged.
    #[command(flatten)]
    pub mails: MailContext,
    /// How articles are read.
    #[command(flatten)]
    pub articles: ClaimsReading,
    /// How media files are looked at.
    #[command(flatten)]
    pub media: MediaReading,
    /// Models of the synthetic lens that `synthetic calibrate` wrote; by default those of the program.
    #[arg(long, value_name = "FILE", help_heading = "Machine generation")]
    pub synthetic_model: Option<PathBuf>,
    /// Folder with `hypotheses.csv` and `assessments.csv`, which are entered into the case when the lenses are done, as
    /// `case hypothesis add --from` and `case assess --from` do.
    #[arg(long, value_name = "DIR", help_heading = "Explanations")]
    pub weighing: Option<PathBuf>,
}

/// `scrutineer inspect`.
#[derive(Debug, ClapArgs)]
pub struct Inspect {
    /// Files or folders; `-` is the standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// How posts are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = InspectFormat::Table)]
    pub format: InspectFormat,
    /// Print only the mapping in force, to be saved, edited and given back with `--mapping`.
    #[arg(long, conflicts_with = "format")]
    pub print_mapping: bool,
}

/// Forms of what is no table: `inspect`, `case sensitivity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// For people.
    Table,
    /// One JSON document.
    Json,
}

/// `scrutineer coordination`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Without --out the strongest pairs are printed (or all pairs, with --format).")]
pub struct Coordination {
    /// Files or folders with posts; `-` is the standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Folder for tables, network files, findings and the report.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Form of the pairs on the standard output.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
    /// With --out: forms of edges and accounts besides Parquet.
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',', requires = "out")]
    pub also: Vec<FileFormat>,
    /// How posts are read.
    #[command(flatten)]
    pub reading: Reading,
    /// Which posts count.
    #[command(flatten)]
    pub filters: FilterArgs,
    /// How accounts are compared.
    #[command(flatten)]
    pub comparing: Comparing,
    /// Give the numbers of another program instead (see docs/peers.md).
    #[arg(long, value_enum, help_heading = "Compatibility")]
    pub mode: Option<Mode>,
    /// coortweet: fewest rows of an account [default: 2].
    #[arg(long, value_name = "N", requires = "mode", help_heading = "Compatibility")]
    pub min_participation: Option<u32>,
    /// coortweet: keep pairs of an account with itself; cnt: keep loops.
    #[arg(long, requires = "mode", help_heading = "Compatibility")]
    pub keep_loops: bool,
    /// coortweet: percentile of edge weights above which an edge is marked [default: 0.5].
    #[arg(long, value_name = "P", requires = "mode", help_heading = "Compatibility")]
    pub edge_weight: Option<f64>,
    /// coortweet: narrower window of the fast network.
    #[arg(long, value_name = "TIME", value_parser = duration, requires = "mode", help_heading = "Compatibility")]
    pub fast_window: Option<i64>,
    /// cnt: which network [default: co_retweet].
    #[arg(long, value_name = "KIND", requires = "mode", help_heading = "Compatibility",
          value_parser = ["co_retweet", "co_tweet", "co_link", "co_reply", "co_similar_tweet", "co_post"])]
    pub network: Option<String>,
    /// cnt: fewest messages of an edge [default: 1].
    #[arg(long, value_name = "N", requires = "mode", help_heading = "Compatibility")]
    pub min_edge_weight: Option<u64>,
    /// cnt: Jaccard threshold of co_similar_tweet [default: 0.9].
    #[arg(long, value_name = "J", requires = "mode", help_heading = "Compatibility")]
    pub similarity: Option<f64>,
}

/// Programs whose numbers can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// CooRTweet 2.1.3.
    Coortweet,
    /// Coordination Network Toolkit 1.5.2.
    Cnt,
}

/// Forms of tables that stand beside Parquet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// Excel workbook.
    Xlsx,
}

impl FileFormat {
    /// The file format.
    pub fn file_format(self) -> report::Format {
        match self {
            Self::Json => report::Format::Json,
            Self::Jsonl => report::Format::Jsonl,
            Self::Csv => report::Format::Csv,
            Self::Xlsx => report::Format::Xlsx,
        }
    }
}

/// Forms of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// The strongest rows, for people.
    Table,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// Excel workbook.
    Xlsx,
}

impl OutputFormat {
    /// The file format; `None` for the table.
    pub fn file_format(self) -> Option<report::Format> {
        match self {
            Self::Table => None,
            Self::Json => Some(report::Format::Json),
            Self::Jsonl => Some(report::Format::Jsonl),
            Self::Csv => Some(report::Format::Csv),
            Self::Parquet => Some(report::Format::Parquet),
            Self::Xlsx => Some(report::Format::Xlsx),
        }
    }
}

/// How posts are read.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Which column is what, for a table that is not understood by itself (see `inspect --print-mapping`).
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Platform of posts whose file does not name one.
    #[arg(long, value_name = "NAME")]
    pub default_platform: Option<String>,
}

/// Which posts count.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Filters (what they leave out is counted and reported)")]
pub struct FilterArgs {
    /// Only posts from this time on (`2024-05-01` or `2024-05-01T18:00`); UTC if it has no zone.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub since: Option<Timestamp>,
    /// Only posts before this time; UTC if it has no zone.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub until: Option<Timestamp>,
    /// Only posts in these languages, as the source states them.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub lang: Vec<String>,
    /// Only posts of these platforms.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub platform: Vec<String>,
    /// Only posts of the accounts in this list (ids, handles or platform/id, one a line).
    #[arg(long, value_name = "FILE")]
    pub account: Option<PathBuf>,
    /// No posts of the accounts in this list, such as those known to be benign or out of scope.
    #[arg(long, value_name = "FILE")]
    pub without: Vec<PathBuf>,
}

/// How accounts are compared.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Comparing")]
pub struct Comparing {
    /// Inclusive window, such as 10s, 10min, 1h, or a bare number of seconds; may be given several times [default: 10s, 60s, 10min and 1h; 60s with --counts-only].
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub window: Vec<i64>,
    /// Count only: no comparison with chance, no groups.
    #[arg(long)]
    pub counts_only: bool,
    /// False discovery rate, over all pairs of accounts that could have met, up to which a pair is a discovery.
    #[arg(long, default_value_t = 0.05, value_name = "RATE", value_parser = rate)]
    pub q: f64,
    /// Pairs of actions above which an object is left out of windows wider than a minute, as too common.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub most_pairs: u64,
    /// Copies with exchanged account labels over which the method is run as a check; 0 for none.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub copies: u32,
    /// Accounts known to be run openly or otherwise harmless: `account,what is known` on each line. They stay in the data, and what they take part in is tagged.
    #[arg(long, value_name = "FILE")]
    pub known: Vec<PathBuf>,
    /// Seed of the exchange of labels.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Layers to look at, or `all` [default: all but domain, hashtag, mention and text].
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = layer_name)]
    pub layers: Vec<LayerName>,
    /// Fewest distinct common objects of a pair.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub min_objects: u32,
    /// Longest delay of a rapid repost behind the original.
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "10s")]
    pub rapid: i64,
    /// Share of word sequences in common that makes two texts near.
    #[arg(long, value_name = "J", default_value_t = 0.8, value_parser = fraction)]
    pub near: f64,
    /// Strongest pairs that go into network files.
    #[arg(long, value_name = "N", default_value_t = 3_000)]
    pub graph_edges: usize,
}

impl Comparing {
    /// What holds where nothing is said.
    pub fn usual() -> Result<Self, clap::Error> {
        let command = Self::augment_args(clap::Command::new("coordination"));
        Self::from_arg_matches(&command.try_get_matches_from(["coordination"])?)
    }
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate > 0.0 && rate < 1.0 => Ok(rate),
        _ => Err("a rate lies between 0 and 1, such as 0.05".to_owned()),
    }
}

/// A layer, or all of them.
#[derive(Clone, Copy, Debug)]
pub struct LayerName(pub Layers);

/// `scrutineer mail`.
#[derive(Debug, ClapArgs)]
#[command(after_help = MAIL_EXAMPLES)]
pub struct Mail {
    /// Mails (.eml), mbox files, Maildir folders, archives of them; `-` is the standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = MailFormat::Table)]
    pub format: MailFormat,
    /// Folder for tables, findings and the report.
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    pub out: Option<PathBuf>,
    /// With --out: forms of the tables besides Parquet.
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',', requires = "out")]
    pub also: Vec<FileFormat>,
    /// Write a digest of the mails, with which another office can compare its own: keyed hashes, no text.
    #[arg(
        long,
        value_name = "FILE",
        requires = "secret",
        conflicts_with = "out",
        help_heading = "Other offices"
    )]
    pub digest: Option<PathBuf>,
    /// Digest of another office: campaigns are told of that its mails and yours are in.
    #[arg(
        long = "match",
        value_name = "FILE",
        requires = "secret",
        conflicts_with = "out",
        help_heading = "Other offices"
    )]
    pub matches: Vec<PathBuf>,
    /// File with the secret that the offices share: 16 bytes or more, drawn at random. Whoever has it can test a digest
    /// against guessed addresses and texts.
    #[arg(long, value_name = "FILE", help_heading = "Other offices")]
    pub secret: Option<PathBuf>,
    /// What is known beside the mails.
    #[command(flatten)]
    pub context: MailContext,
}

/// `scrutineer synthetic`.
#[derive(Debug, ClapArgs)]
#[command(after_help = SYNTHETIC_EXAMPLES, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Synthetic {
    /// What to do instead of looking at texts.
    #[command(subcommand)]
    pub command: Option<SyntheticCommand>,
    /// Files or folders with articles (HTML, WARC, feeds, plain text) or posts, told apart by their content; `-` is the
    /// standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Form of the texts' table on the standard output.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
    /// Folder for tables, findings and the report.
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    pub out: Option<PathBuf>,
    /// With --out: forms of the tables besides Parquet.
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',', requires = "out")]
    pub also: Vec<FileFormat>,
    /// Models that `synthetic calibrate` wrote; by default those of the program.
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Folder of a causal language model (Llama or Qwen2: config.json, tokenizer.json, model.safetensors), which reads the
    /// texts besides: its numbers stand beside the answers and change none. Needs a build with the feature `local-models`.
    #[arg(long, value_name = "DIR")]
    pub language_model: Option<PathBuf>,
    /// Share of machine texts that you expect among these, such as 0.02: says how many flagged texts would be by people.
    /// Can be given several times.
    #[arg(long, value_name = "SHARE", value_parser = rate)]
    pub expect: Vec<f64>,
    /// Groups of accounts to be taken together: the `groups.jsonl` of `coordination`.
    #[arg(long, value_name = "FILE")]
    pub groups: Option<PathBuf>,
    /// How posts are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// Commands of `scrutineer synthetic`.
#[derive(Debug, Subcommand)]
pub enum SyntheticCommand {
    /// Add human texts of your own as a kind of writing to compare with.
    Calibrate(SyntheticCalibrate),
}

/// `scrutineer synthetic calibrate`.
#[derive(Debug, ClapArgs)]
pub struct SyntheticCalibrate {
    /// Files or folders with texts that people wrote: 200 or more of each length that is to be answered.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Name of this kind of writing, as answers state it.
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// File for the models, to be given with --model.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Models to start from; by default those of the program.
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Folder of a causal language model that reads these texts too, so that what it finds later in others can be compared.
    /// Needs a build with the feature `local-models`.
    #[arg(long, value_name = "DIR")]
    pub language_model: Option<PathBuf>,
}

const SYNTHETIC_EXAMPLES: &str = "\
An answer says how unusual a text is among human texts of its length and kind, never who wrote it. Texts under 25 words,
in other languages than English or unlike every known kind of writing are not answered; posts are scored together by
account.

Examples:
  scrutineer synthetic articles/                              one line a text
  scrutineer synthetic posts.jsonl --out results/             with accounts, findings and a report
  scrutineer synthetic posts.jsonl --groups found/groups.jsonl  accounts that act together, as one
  scrutineer synthetic calibrate ours/ --name \"our minutes\" --out ours.safetensors
  scrutineer synthetic leaflet.txt --model ours.safetensors";

/// `scrutineer media`.
#[derive(Debug, ClapArgs)]
#[command(after_help = MEDIA_EXAMPLES)]
pub struct Media {
    /// Media files or folders of them: JPEG, PNG, WebP, GIF, HEIC, AVIF, TIFF, SVG, MP4, MOV, M4A, MP3, WAV, PDF; `-` is the
    /// standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Form of the files' table on the standard output.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
    /// Folder for tables, findings and the report.
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    pub out: Option<PathBuf>,
    /// With --out: forms of the tables besides Parquet.
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',', requires = "out")]
    pub also: Vec<FileFormat>,
    /// How media files are looked at.
    #[command(flatten)]
    pub reading: MediaReading,
}

/// How media files are looked at.
#[derive(Debug, ClapArgs)]
pub struct MediaReading {
    /// Certificates (PEM) that you trust: a signer whose certificate leads to one of them is called trusted. Without them
    /// nobody is.
    #[arg(long, value_name = "FILE", help_heading = "Media")]
    pub trust_anchors: Option<PathBuf>,
    /// Longest time that the reader of signed manifests may take for one file.
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "30s", help_heading = "Media")]
    pub time_limit: i64,
    /// Most memory that it may take, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(256..=65_536),
        help_heading = "Media")]
    pub memory_limit: u64,
    /// Do not read signed manifests.
    #[arg(long, help_heading = "Media")]
    pub without_manifests: bool,
}

/// What a process is told that reads manifests for another one.
#[cfg(feature = "c2pa")]
#[derive(Debug, ClapArgs)]
pub struct C2paWorker {
    /// Longest time for one file, in milliseconds.
    #[arg(long)]
    pub time_ms: u64,
    /// Most memory, in MiB.
    #[arg(long)]
    pub memory_mib: u64,
    /// Certificates to which signers may lead.
    #[arg(long)]
    pub trust_anchors: Option<PathBuf>,
}

const MEDIA_EXAMPLES: &str = "\
Nothing is fetched: a manifest that is kept elsewhere is named by its address.

Examples:
  scrutineer media pictures/                                  what each file says of its origin
  scrutineer media pictures/ --trust-anchors anchors.pem --out results/
  scrutineer media film.mp4 --format json";

/// `scrutineer claims`.
#[derive(Debug, ClapArgs)]
#[command(after_help = CLAIMS_EXAMPLES, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Claims {
    /// What to do instead of reading articles.
    #[command(subcommand)]
    pub command: Option<ClaimsCommand>,
    /// Articles: HTML pages, web archives (WARC), RSS and Atom feeds, plain text, JSON lines with `text`, archives of
    /// them; `-` is the standard input.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = ClaimsFormat::Table)]
    pub format: ClaimsFormat,
    /// Folder for tables, findings and the report.
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    pub out: Option<PathBuf>,
    /// With --out: forms of the tables besides Parquet.
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',', requires = "out")]
    pub also: Vec<FileFormat>,
    /// How articles are read.
    #[command(flatten)]
    pub reading: ClaimsReading,
}

/// How articles are read.
#[derive(Debug, ClapArgs)]
pub struct ClaimsReading {
    /// How sure a statement must be: few wrong ones, a balance, or few missing ones.
    #[arg(long, value_enum, default_value_t = ClaimsMode::Balanced, help_heading = "Articles")]
    pub mode: ClaimsMode,
    /// Model file of your own, as `scrutineer claims train` writes it [default: the one in the program].
    #[arg(long, value_name = "FILE", help_heading = "Articles")]
    pub model: Option<PathBuf>,
    /// Reviews of claims by others: JSON-LD, a data feed or a saved page with schema.org `ClaimReview`. They are shown as
    /// given, beside statements that are like the claim. May be repeated; reviews in the articles' own pages are taken too.
    #[arg(long, value_name = "FILE", help_heading = "Articles")]
    pub reviews: Vec<PathBuf>,
}

/// What `claims` can do besides.
#[derive(Debug, Subcommand)]
pub enum ClaimsCommand {
    /// Train a model of your own on articles that you annotated.
    Train(ClaimsTrain),
}

/// `scrutineer claims train`.
#[derive(Debug, ClapArgs)]
pub struct ClaimsTrain {
    /// Annotated articles: JSON lines with `id`, `text` and `attributions`, each with lists of places `source`, `cue`,
    /// `content` in Unicode code points. About a hundred articles buy most of what can be had.
    #[arg(required = true)]
    pub articles: PathBuf,
    /// Where the model goes.
    #[arg(long, value_name = "FILE", default_value = "claims.model")]
    pub out: PathBuf,
}

/// How sure a statement must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClaimsMode {
    /// Few that are wrong.
    Precision,
    /// A balance of both.
    Balanced,
    /// Few that are missing.
    Recall,
}

/// Forms of `claims`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClaimsFormat {
    /// For people.
    Table,
    /// One JSON object a line, one line an article.
    Jsonl,
}

const CLAIMS_EXAMPLES: &str = "\
Examples:
  scrutineer claims article.html
  scrutineer claims pages.warc.gz --out results/ --also csv,xlsx
  scrutineer claims feed.xml --format jsonl > ledger.jsonl
  scrutineer claims train annotated.jsonl --out our.model

The ledger says what articles report. It does not check it.";

/// Whose hosts are whose, and what files know beside the mails.
#[derive(Debug, ClapArgs)]
pub struct MailContext {
    /// Host of your own that writes Received lines: `mx.office.example`, or `.office.example` for all below it.
    #[arg(long, value_name = "HOST", help_heading = "Mails: trust")]
    pub own_host: Vec<HostPattern>,
    /// Network in which only hosts of your own are, such as 192.0.2.0/24.
    #[arg(long, value_name = "NETWORK", help_heading = "Mails: trust")]
    pub own_network: Vec<Network>,
    /// Name under which your receiver writes Authentication-Results.
    #[arg(long, value_name = "NAME", help_heading = "Mails: trust")]
    pub authserv_id: Vec<String>,
    /// Domain of a forwarder or list whose seals (ARC) you believe.
    #[arg(long, value_name = "DOMAIN", help_heading = "Mails: trust", value_parser = domain)]
    pub trust_sealer: Vec<DomainName>,
    /// DNS answers and keys: JSON, YAML with `zonedata:`, or a zone file. Nothing is ever looked up.
    #[arg(long, value_name = "FILE", help_heading = "Mails: knowledge")]
    pub dns: Vec<PathBuf>,
    /// Table of countries: MMDB or CSV. Give two of different makers: they disagree more often than one would think.
    #[arg(long, value_name = "FILE", help_heading = "Mails: knowledge")]
    pub geo: Vec<PathBuf>,
    /// Table of networks (AS numbers): MMDB or CSV.
    #[arg(long, value_name = "FILE", help_heading = "Mails: knowledge")]
    pub asn: Vec<PathBuf>,
    /// Table of hosting, VPN and Tor addresses: MMDB or CSV.
    #[arg(long, value_name = "FILE", help_heading = "Mails: knowledge")]
    pub hosting: Vec<PathBuf>,
    /// List of domains, such as free-mail or disposable ones.
    #[arg(long, value_name = "FILE", help_heading = "Mails: knowledge")]
    pub list: Vec<PathBuf>,
    /// Other mails, which show what is common: campaigns are told from what they share by that.
    #[arg(long, value_name = "PATH", help_heading = "Mails: knowledge")]
    pub background: Vec<PathBuf>,
    /// Domain that others may imitate, such as your own.
    #[arg(long, value_name = "DOMAIN", help_heading = "Mails: knowledge", value_parser = domain)]
    pub protect: Vec<DomainName>,
    /// Time for which the verdicts called "now" are given [default: the clock; in a case, when its newest evidence came].
    #[arg(long, value_name = "TIME", value_parser = moment, help_heading = "Mails: knowledge")]
    pub now: Option<Timestamp>,
}

const MAIL_EXAMPLES: &str = "\
Examples:
  scrutineer mail threat.eml --own-host .office.example --dns captured.json
  scrutineer mail mailbox.mbox --geo country-a.mmdb --geo country-b.mmdb --format jsonl > mails.jsonl
  scrutineer mail Maildir/ --out results/
  head -c 32 /dev/urandom > secret; scrutineer mail Maildir/ --digest ours.jsonl --secret secret
  scrutineer mail Maildir/ --match theirs.jsonl --secret secret

Received lines below those of your own hosts are text that the sender could have written. Without --own-host the
boundary is inferred and marked as assumed.";

/// Forms of `mail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MailFormat {
    /// For people: all statements about one mail, a line for each of many.
    Table,
    /// One JSON object a line, one line a mail.
    Jsonl,
}

fn domain(text: &str) -> Result<DomainName, String> {
    DomainName::parse(text).map_err(|error| error.to_string())
}

/// `scrutineer explain`.
#[derive(Debug, ClapArgs)]
pub struct Explain {
    /// Case folder, or folder of results.
    pub place: PathBuf,
    /// Id of the finding, of which the first characters are enough, or its method and number such as `co_group#1`. Without it the findings are listed.
    pub finding: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `scrutineer sql`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  scrutineer sql harbour.case \"SELECT layers, count(*) FROM edges GROUP BY layers\"\n  scrutineer sql edges.parquet \"SELECT * FROM edges ORDER BY n_objects DESC LIMIT 10\" --format csv"
)]
pub struct Sql {
    /// Case folder, folder of results, or files (Parquet, CSV, JSON Lines); the query comes last.
    #[arg(required = true, num_args = 2.., value_names = ["PLACE", "QUERY"])]
    pub places_and_query: Vec<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = OutputFormat::Table)]
    pub format: OutputFormat,
    /// Most memory to use, in MiB.
    #[arg(long, default_value_t = 2048, value_name = "MIB")]
    pub memory: usize,
}

/// `scrutineer simulate`.
#[derive(Debug, Subcommand)]
pub enum SimulateCommand {
    /// Posts with groups that act together, and with much that looks like it but is not.
    Posts(SimulatePosts),
    /// Mails with known origins, signatures and campaigns, and the records to verify them with.
    Mail(SimulateMail),
}

/// `scrutineer simulate posts`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Writes posts.csv, truth.csv (which accounts act together) and README.txt. Nothing in them was ever posted: there are
ids, times and kinds of acts, and no text. The same options give the same bytes.

Examples:
  scrutineer simulate posts --out made/ --rows 100000 --interests 20 --evade 0.25
  scrutineer coordination made/posts.csv --out results/")]
pub struct SimulatePosts {
    /// Folder for the files; must be empty or absent.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Posts.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub rows: u32,
    /// Decides all draws; another seed gives a fresh set of the same kind.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Accounts [default: one for 12 posts, at least 200].
    #[arg(long, value_name = "N")]
    pub accounts: Option<u32>,
    /// Days over which posts spread.
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub days: u32,
    /// Platforms over which accounts spread (1 to 8).
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub platforms: usize,
    /// Layers over which objects spread: url, repost, media, reply, hashtag_sequence (1 to 5).
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub layers: usize,
    /// Permute accounts over the posts of their platform, so that nothing is coordinated.
    #[arg(long)]
    pub shuffle: bool,
    /// Groups that act together [default: one for 400 accounts, at least 4].
    #[arg(long, value_name = "N", help_heading = "Groups")]
    pub groups: Option<u32>,
    /// Fewest and most members of a group.
    #[arg(long, num_args = 2, value_names = ["MIN", "MAX"], default_values_t = [4, 12], help_heading = "Groups")]
    pub group_size: Vec<u32>,
    /// Fewest and most campaigns of a group: each is one object at one moment.
    #[arg(long, num_args = 2, value_names = ["MIN", "MAX"], default_values_t = [15, 40], help_heading = "Groups")]
    pub campaigns: Vec<u32>,
    /// Chance that a member takes part in a campaign.
    #[arg(long, value_name = "F", default_value_t = 0.6, value_parser = fraction, help_heading = "Groups")]
    pub duty: f64,
    /// Members act within this time of a campaign's moment, before or after; in whole seconds.
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration, help_heading = "Groups")]
    pub jitter: i64,
    /// Share of the groups that evade by spreading 60 times as wide.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = fraction, help_heading = "Groups")]
    pub evade: f64,
    /// Interests that accounts and objects belong to: accounts with one in common meet often; 0 for none.
    #[arg(long, value_name = "K", default_value_t = 0, help_heading = "What looks like groups")]
    pub interests: u32,
    /// With --interests: chance that an account picks an object of its own interest.
    #[arg(long, value_name = "F", default_value_t = 0.7, value_parser = fraction, help_heading = "What looks like groups")]
    pub homophily: f64,
    /// Share of the accounts that are hyperactive, but in no group.
    #[arg(long, value_name = "SHARE", default_value_t = 0.001, value_parser = fraction, help_heading = "What looks like groups")]
    pub hyper: f64,
}

/// `scrutineer simulate mail`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Writes the mails, truth.csv (where each came from, what was forged, which belong together), zone.txt and zone.jsonl (keys,
SPF and DMARC records) and README.txt. Nothing in them was ever sent; all names and addresses are reserved ones. The same
options give the same bytes. 100,000 mails take about 35 seconds of processor time and 360 MB.

Examples:
  scrutineer simulate mail --out made/ --mails 5000
  scrutineer simulate mail --out made/ --profiles postfix,exim --forged-lines 2 --mbox")]
pub struct SimulateMail {
    /// Folder for the files; must be empty or absent.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Mails (1 to 1,000,000).
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub mails: u32,
    /// Decides all draws; another seed gives a fresh set of the same kind.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Kinds of receivers, with commas between them.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = receiver_names(),
        default_value = "exchange-online,gmail,yahoo,proton,icloud,postfix,exim")]
    pub profiles: Vec<String>,
    /// Most forged Received lines below the receiver's (0 to 20).
    #[arg(long, value_name = "MAX", default_value_t = 4)]
    pub forged_lines: u32,
    /// Write one mbox file in place of one file for each mail.
    #[arg(long)]
    pub mbox: bool,
    /// Campaigns (0 to 200) [default: one for 200 mails, at least 2].
    #[arg(long, value_name = "N", help_heading = "Groups")]
    pub campaigns: Option<u32>,
    /// Fewest and most mails of a campaign.
    #[arg(long, num_args = 2, value_names = ["MIN", "MAX"], default_values_t = [8, 30], help_heading = "Groups")]
    pub group_size: Vec<u32>,
    /// Mails with a campaign's text from somebody else, for each campaign.
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "What looks like groups")]
    pub copycats: u32,
    /// Other mails through the provider or relay that a campaign uses, for each campaign that uses one.
    #[arg(long, value_name = "N", default_value_t = 4, help_heading = "What looks like groups")]
    pub decoys: u32,
}

/// Names of the kinds of receivers.
fn receiver_names() -> clap::builder::PossibleValuesParser {
    pipeline::Receiver::ALL.map(pipeline::Receiver::name).into()
}

/// `scrutineer methods`.
#[derive(Debug, ClapArgs)]
pub struct Methods {
    /// Only this method.
    pub id: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `scrutineer schema`.
#[derive(Debug, ClapArgs)]
pub struct Schema {
    /// Table; without it the tables are listed.
    pub table: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Microseconds of `10s`, `500ms`, `10min`, `1h`, `2d`, or bare seconds.
fn duration(text: &str) -> Result<i64, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number: f64 =
        text[..digits].parse().map_err(|_| format!("`{text}` is no time span; write 10s, 10min or 1h"))?;
    let unit = match text[digits..].trim() {
        "ms" => 1e3,
        "" | "s" | "sec" => 1e6,
        "m" | "min" => 60e6,
        "h" => 3600e6,
        "d" => 86_400e6,
        other => return Err(format!("`{other}` is no unit of time; write ms, s, min, h or d")),
    };
    let micros = (number * unit).round();
    if micros > 3.2e15 { Err("the longest time span is 100 years".to_owned()) } else { Ok(micros as i64) }
}

/// A time; without a zone it is one in UTC, without a time of day it is midnight.
fn moment(text: &str) -> Result<Timestamp, String> {
    // A civil time would pass over the name of a zone in brackets as if it were not there.
    let unzoned = Some(text).filter(|text| !text.contains('['));
    let in_utc =
        |text: &str| text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    Timestamp::parse_rfc3339(text)
        .or_else(|| unzoned.and_then(in_utc).map(|zoned| Timestamp(zoned.timestamp().as_microsecond())))
        .ok_or_else(|| {
            format!("`{text}` is no time; write 2024-05-01, 2024-05-01T18:00 or 2024-05-01T18:00:00+02:00")
        })
}

fn fraction(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("write a number between 0 and 1".to_owned()),
    }
}

fn layer_name(text: &str) -> Result<LayerName, String> {
    if text == "all" {
        return Ok(LayerName(Layers::ALL));
    }
    let names = || Layer::ALL.map(Layer::name).join(", ");
    let layer = Layer::from_name(text)
        .ok_or_else(|| format!("`{text}` is no layer; there are {}, and all", names()))?;
    Ok(LayerName(Layers::default().with(layer)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn times_read_as_people_write_them() {
        for (text, micros) in [
            ("10s", 10_000_000),
            ("60", 60_000_000),
            ("1.5 min", 90_000_000),
            ("1h", 3_600_000_000),
            ("500ms", 500_000),
        ] {
            assert_eq!(duration(text), Ok(micros), "{text}");
        }
        assert!(duration("ten").is_err() && duration("5 weeks").is_err() && duration("9e9d").is_err());
        for (text, utc) in [
            ("2024-05-01", "2024-05-01T00:00:00Z"),
            ("2024-05-01T23:00", "2024-05-01T23:00:00Z"),
            ("2024-05-01T23:00:03", "2024-05-01T23:00:03Z"),
            ("2024-05-01 23:00:03", "2024-05-01T23:00:03Z"),
            ("2024-05-01T23:00:03Z", "2024-05-01T23:00:03Z"),
            ("2024-05-01T23:00:03+02:00", "2024-05-01T21:00:03Z"),
        ] {
            assert_eq!(moment(text).map(Timestamp::rfc3339).as_deref(), Ok(utc), "{text}");
        }
        for text in ["yesterday", "2024-05-01T25:00", "2024-05-01T23:00[Europe/Oslo]"] {
            assert!(moment(text).is_err(), "{text}");
        }
    }
}
