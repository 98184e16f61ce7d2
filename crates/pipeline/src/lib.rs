//! The order of work: inputs, readers, lenses, tables, case, report.
//!
//! [`coordinate`] reads posts, [`mail()`] reads mails, [`claims()`] reads articles and [`media()`] looks at media files, and each writes its lens's tables and report into a folder;
//! [`examine`] runs all lenses inside a case folder that keeps the evidence; [`inspect`] says what the readers understand;
//! [`explain`] walks from a finding back to bytes; [`simulate_posts`] makes labelled sets to measure methods on. All of them take what the outside world decides (time, threads, progress) as a [`Ctx`], so that the
//! same inputs give the same bytes.

mod claims;
mod compat;
mod coordinate;
mod ctx;
mod error;
mod examine;
mod explain;
mod export;
mod filter;
mod forget;
mod inputs;
mod inspect;
mod invocation;
mod lens;
mod local;
mod lost;
mod mail;
mod media;
mod outputs;
mod read;
mod redact;
mod report_case;
mod rerun;
mod results;
mod sharing;
mod simulate;
mod synthetic;

pub use crate::claims::{
    Article, ArticleFile, ClaimsOptions, ClaimsResult, ClaimsTarget, ReviewedClaim, claims,
};
pub use crate::media::{
    ManifestOptions, MediaFile, MediaOptions, MediaResult, MediaTarget, WORKER_COMMAND, media,
};
pub use crate::synthetic::{
    AccountRead, SyntheticOptions, SyntheticResult, SyntheticTarget, TextRead, base_rates,
    calibrate_synthetic, synthetic,
};
pub use compat::{CntOptions, CompatInputs, CompatLosses, CooRTweetOptions, compat_cnt, compat_coortweet};
pub use coordinate::{
    Chance, Compared, CoordinationOptions, CoordinationResult, StrongPair, Target, coordinate,
};
pub use ctx::{Ctx, Progress, Quiet};
pub use error::{Error, Result};
pub use examine::{ExamineOptions, Examined, examine};
pub use explain::{Explained, ExplainedRecord, explain, findings};
pub use export::{CampaignWord, ExportFormat, ExportOptions, Exported, export};
pub use filter::{AccountList, Filters, LeftOut};
pub use forget::{Forgotten, forget};
pub use inputs::gather;
pub use inspect::inspect;
pub use invocation::{Aid, Invocation};
pub use lost::Lost as LostRecord;
pub use mail::{
    ExchangeOptions, Exchanged, FoundCampaigns, MailKnowledge, MailOptions, MailResult, MailSummary,
    MailTarget, ReadFile, Told, exchange_mail, mail,
};
pub use outputs::check_empty;
pub use read::{FileSummary, Nothing, ProblemKind, ReadSummary};
pub use redact::{Opened, RedactOptions, Redacted, check_commitment, open_commitment, redact};
pub use report_case::{
    CaseReport, CaseReportOptions, EFFECT, ShareOptions, is_weighed, report_case, share_report,
};
pub use rerun::{ChangedOutput, Rebuild, RebuildError, Rebuilt, Repeated, Repetition, rerun};
pub use simulate::{
    Receiver, SimulateMailOptions, SimulateOptions, Simulated, SimulatedMail, simulate_mail, simulate_posts,
};

/// Name and version of the program, as reports and runs state it.
pub const PROGRAM: &str = concat!("Scrutineer ", env!("CARGO_PKG_VERSION"));

/// All method cards, in the order of the lenses.
pub fn methods() -> Vec<model::MethodCard> {
    [
        coordination::method::CARDS,
        ::mail::method::CARDS,
        ::claims::method::CARDS,
        provenance::method::CARDS,
        ::synthetic::method::CARDS,
    ]
    .concat()
}
