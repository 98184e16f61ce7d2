//! Arguments of `scrutineer case`.

use super::reporting::ReportArgs;
use super::seal::{CaseAdd, CaseDiff, CaseRerun, CaseSeal, CaseTimestamp, CaseVerify};
use super::weighing::{Assess, HypothesisCommand, SensitivityArgs, Who};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use pipeline::CampaignWord;
use std::path::PathBuf;

/// `scrutineer case`.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// Make an empty case; `examine` makes one by itself.
    New {
        /// Case folder.
        case: PathBuf,
        /// Who does this.
        #[command(flatten)]
        who: Who,
    },
    /// The explanations that compete: put them forward, list them, take them out.
    #[command(subcommand)]
    Hypothesis(HypothesisCommand),
    /// Enter what a finding says for or against a hypothesis, and why.
    Assess(Box<Assess>),
    /// What leads, what drives it, what would flip it and what is missing.
    Sensitivity(SensitivityArgs),
    /// The report of the case: findings, explanations, what would change them, custody; one HTML file.
    Report(ReportArgs),
    /// Enter what came of it, with a source; the report shows it as that person's word.
    Effect {
        /// Case folder.
        case: PathBuf,
        /// What came of it, in a sentence.
        statement: String,
        /// Where that is known from, so that others can look.
        #[arg(long, value_name = "TEXT")]
        source: String,
        /// Who does this.
        #[command(flatten)]
        who: Who,
    },
    /// What is in the case: evidence, records, runs.
    Show {
        /// Case folder.
        case: PathBuf,
    },
    /// The custody log: who did what, when, to which bytes.
    Log {
        /// Case folder.
        case: PathBuf,
        /// Print JSON, one entry a line.
        #[arg(long)]
        json: bool,
    },
    /// Take files into a case as evidence, with what is known about them.
    Add(CaseAdd),
    /// Write a sealed copy that anyone can verify: evidence, records, results, signature.
    Seal(CaseSeal),
    /// Store the reply of a time-stamping authority in a sealed case.
    Timestamp(CaseTimestamp),
    /// Hash everything again and compare: exit code 0 intact, 1 altered, 2 cannot tell.
    Verify(CaseVerify),
    /// Repeat every run from the evidence and compare: exit code 0 the same, 1 different, 2 cannot tell.
    Rerun(CaseRerun),
    /// Say what differs between two cases.
    Diff(CaseDiff),
    /// Write the results for other programs: by default with pseudonyms, without text, without sets of few accounts.
    Export(CaseExport),
    /// Make a copy to share: pseudonyms, no text, no evidence, and commitments in the place of what is left out.
    Redact(CaseRedact),
    /// Show one item that a redacted copy left out, with its salt, as JSON.
    OpenCommitment(OpenCommitment),
    /// Check what was shown against a redacted copy: exit code 0 it holds, 1 it does not, 2 cannot tell.
    CheckCommitment(CheckCommitment),
    /// Cut an account's records out of the evidence and pass over its posts from then on.
    Forget(CaseForget),
}

/// `scrutineer case export`.
#[derive(Debug, ClapArgs)]
pub struct CaseExport {
    /// Case folder.
    pub case: PathBuf,
    /// For which program.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub r#as: ExportAs,
    /// File to write, or a folder that is there.
    #[arg(long, value_name = "FILE|DIR")]
    pub to: PathBuf,
    /// Names, ids, addresses and words as they are.
    #[arg(long)]
    pub reveal: bool,
    /// Words of evidence in sentences; names that the case knows stay masked.
    #[arg(long)]
    pub with_text: bool,
    /// Sets of fewer than five accounts too; the reason stands in the custody log.
    #[arg(long, value_name = "REASON")]
    pub allow_small: Option<String>,
    /// How far STIX objects may be passed on (Traffic Light Protocol).
    #[arg(long, value_enum, value_name = "COLOUR", default_value_t = ExportTlp::Amber)]
    pub tlp: ExportTlp,
    /// For which reader STIX is.
    #[arg(long, value_enum, value_name = "WHO", default_value_t = StixProfile::Standard)]
    pub profile: StixProfile,
    /// A campaign by your word, with its findings (`METHOD#N` or the beginning of an id, several with commas): it goes into the STIX export under this name, which is not masked. May be given several times.
    #[arg(long, value_name = "NAME=FINDING", value_parser = campaign)]
    pub campaign: Vec<CampaignWord>,
    /// The DISARM framework's STIX bundle: its attack patterns go into the STIX export.
    #[arg(long, value_name = "FILE")]
    pub disarm: Option<PathBuf>,
    /// Form of a dossier [default: by the ending of the file, else CSV].
    #[arg(long, value_enum)]
    pub format: Option<ExportTable>,
    /// Who does this, for the custody log.
    #[arg(long, value_name = "NAME", env = "SCRUTINEER_ACTOR", default_value = "")]
    pub actor: String,
}

/// `scrutineer case redact`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  scrutineer case redact harbour.case --to harbour-shared
  scrutineer case redact harbour.sealed --keys harbour.case --to harbour-shared
  scrutineer case open-commitment harbour.case evidence/1/names > shown.json
  scrutineer case check-commitment harbour-shared shown.json")]
pub struct CaseRedact {
    /// Case folder or sealed case, which is only read.
    pub case: PathBuf,
    /// Folder of the copy; it must be empty or not there yet.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Folder of the keys for pseudonyms and salts: the original case of a sealed one, or a new folder to be kept. A case
    /// has its own.
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Sets of fewer than five accounts too; the reason stands in the custody log, and masked in the copy.
    #[arg(long, value_name = "REASON")]
    pub allow_small: Option<String>,
    /// Who does this, for the custody log.
    #[arg(long, value_name = "NAME", env = "SCRUTINEER_ACTOR", default_value = "")]
    pub actor: String,
}

/// `scrutineer case open-commitment`.
#[derive(Debug, ClapArgs)]
pub struct OpenCommitment {
    /// Case folder or sealed case that the copy was made of.
    pub case: PathBuf,
    /// Name of the item: `evidence/NO/content`, `evidence/NO/names`, `hypothesis/N`, `assessment/N`, or `TABLE#ROW` with the row from 0.
    pub item: String,
    /// Folder of the keys that the copy was made with, where that is not the case.
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Who does this.
    #[command(flatten)]
    pub who: Who,
}

/// `scrutineer case check-commitment`.
#[derive(Debug, ClapArgs)]
pub struct CheckCommitment {
    /// Folder of the redacted copy.
    pub copy: PathBuf,
    /// What `case open-commitment` printed.
    pub shown: PathBuf,
    /// The file, where a piece of evidence is shown.
    #[arg(long, value_name = "FILE")]
    pub content: Option<PathBuf>,
}

/// `scrutineer case forget`.
#[derive(Debug, ClapArgs)]
pub struct CaseForget {
    /// Case folder.
    pub case: PathBuf,
    /// The account: `platform/id`, `platform/handle`, or an id or handle that only one account has.
    pub account: String,
    /// Who does this, for the custody log.
    #[arg(long, value_name = "NAME", env = "SCRUTINEER_ACTOR", default_value = "")]
    pub actor: String,
}

/// For which program a case is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportAs {
    /// STIX 2.1 bundle for threat-intelligence platforms.
    Stix,
    /// Layer for the DISARM Navigator.
    Navigator,
    /// Network for Gephi.
    Gexf,
    /// Network for networkx, igraph, yEd, Cytoscape.
    Graphml,
    /// Timeline for Timesketch.
    Timesketch,
    /// Table with one row a finding.
    Dossier,
    /// PROV-JSON of the W3C: who did what with what.
    Prov,
}

/// For which reader STIX is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StixProfile {
    /// Any.
    Standard,
    /// OpenCTI: accounts as channels too, and ids under which it merges channels and campaigns.
    #[value(name = "opencti")]
    OpenCti,
}

/// Forms of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ExportTable {
    Csv,
    Xlsx,
}

/// How far something may be passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportTlp {
    /// To anybody.
    Clear,
    /// Within the community.
    Green,
    /// Within the receiving organisation and its clients.
    Amber,
    /// To nobody but the recipients.
    Red,
}

/// `NAME=FINDING`, several findings with commas.
fn campaign(text: &str) -> Result<CampaignWord, String> {
    let shape = "a name, `=` and a finding, such as `Lamp petition=co_group#1`";
    let (name, findings) = text.rsplit_once('=').ok_or(shape)?;
    let findings: Vec<String> = findings.split(',').map(|finding| finding.trim().to_owned()).collect();
    if name.trim().is_empty() || findings.iter().any(String::is_empty) {
        return Err(shape.to_owned());
    }
    Ok(CampaignWord { name: name.trim().to_owned(), findings })
}
