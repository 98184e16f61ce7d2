//! Why a run could not be done.

use crate::read::Nothing;
use std::path::PathBuf;

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A run failed as a whole. What is wrong with single records is in the results instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No input was named, or the folder holds none.
    #[error("there is nothing to read in {0}")]
    NoInput(String),
    /// A file or folder could not be used.
    #[error("could not {doing} `{path}`: {cause}")]
    File {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        cause: std::io::Error,
    },
    /// None of the inputs could be read.
    #[error("none of the {0} inputs could be read; the first: {1}")]
    NothingRead(usize, Box<intake::IntakeError>),
    /// Inputs were read, and no post of them could be used.
    #[error("{}", .0.why)]
    NothingUsable(Nothing),
    /// A reader failed as a whole.
    #[error(transparent)]
    Intake(#[from] intake::IntakeError),
    /// An output could not be written.
    #[error("could not write the results: {0}")]
    Report(#[from] report::Error),
    /// The list of rejects could not be written.
    #[error("could not write the list of rejects: {0}")]
    Rejects(#[from] std::io::Error),
    /// The case folder could not be used.
    #[error(transparent)]
    Case(#[from] case::CaseError),
    /// A batch could not be built: our mistake.
    #[error("could not build a table: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// A finding could not be made: our mistake.
    #[error("could not make a finding: {0}")]
    Finding(#[from] model::FindingError),
    /// The models of the synthetic lens could not be read.
    #[error("could not read the models: {0}")]
    SyntheticModel(#[from] ::synthetic::model_file::ModelError),
    /// A model folder of the user's own cannot be used.
    #[cfg(feature = "local-models")]
    #[error(transparent)]
    LocalModel(#[from] local_models::LocalModelError),
    /// The models of the claims lens could not be read.
    #[error("could not read the model: {0}")]
    Model(#[from] claims::model_file::ModelError),
    /// A sentence could not be filled: our mistake.
    #[error("could not fill a sentence: {0}")]
    Template(#[from] model::template::TemplateError),
    /// Something could not be written as JSON: our mistake.
    #[error("could not write JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// An invented mail could not be signed: our mistake.
    #[error("could not sign a mail: {0}")]
    Sign(#[from] mail::dkim::sign::SignError),
    /// An option does not fit.
    #[error("{message}")]
    Option {
        /// What does not fit.
        message: String,
        /// What to do.
        hint: String,
    },
    /// A folder for new files that holds others already.
    #[error("the folder `{path}` is not empty")]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A result that somebody has changed since it was written.
    #[error("`{path}` was changed since it was written")]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A place that is neither a case nor a folder of results.
    #[error("`{place}` is neither a case nor a folder of results")]
    NoResults {
        /// The place.
        place: PathBuf,
    },
    /// No finding of that id.
    #[error("there is no finding `{id}` in `{place}`")]
    NoFinding {
        /// Id or beginning of it.
        id: String,
        /// Case or folder.
        place: PathBuf,
    },
}

impl Error {
    /// What a person can do about it, if there is something.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoInput(_) => Some(
                "name files or folders with posts, mails, articles or media; `scrutineer inspect FILE` shows what is understood".into(),
            ),
            Self::NothingRead(_, cause) => cause.hint(),
            Self::NothingUsable(nothing) => Some(nothing.hint.to_owned()),
            Self::Intake(cause) => cause.hint(),
            Self::Case(cause) => cause.hint(),
            Self::Option { hint, .. } => Some(hint.clone()),
            Self::NotEmpty { .. } => Some("name a folder that is empty or does not exist yet".into()),
            Self::Changed { .. } => {
                Some("a new run would take its place: move it elsewhere, or name another folder".into())
            }
            Self::NoFinding { place, .. } => Some(format!(
                "`scrutineer explain {}` lists the findings; the first characters of an id are enough",
                place.display()
            )),
            Self::NoResults { .. } => Some(
                "name the folder that `scrutineer examine --case` or `scrutineer coordination --out` made"
                    .into(),
            ),
            _ => None,
        }
    }

    /// Why nothing could be read, from the reasons for each input.
    pub(crate) fn nothing_read(failed: Vec<(String, intake::IntakeError)>) -> Self {
        let n = failed.len();
        match failed.into_iter().next() {
            Some((_, only)) if n == 1 => only.into(),
            Some((_, first)) => Self::NothingRead(n, Box::new(first)),
            None => Self::NoInput("the inputs".into()),
        }
    }

    pub(crate) fn file(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |cause| Self::File { doing, path, cause }
    }
}
