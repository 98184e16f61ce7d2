//! Why nothing at all could be read. What can be read in part is never an error but a list of problems.

use crate::SinkError;
use std::io;

/// Reading a file failed as a whole.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// The operating system refused.
    #[error("could not {doing} `{file}`: {cause}")]
    Io {
        /// What was being done, such as "open".
        doing: &'static str,
        /// The file.
        file: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// The stream under a reader failed. Streams opened by this crate end instead and say why afterwards,
    /// so that a reader that is used through [`crate::read`] never sees this.
    #[error("could not read on: {0}")]
    Read(#[from] io::Error),
    /// The file holds nothing.
    #[error("`{file}` is empty (0 bytes)")]
    Empty {
        /// The file.
        file: String,
    },
    /// No reader understands the content.
    #[error("could not understand `{file}`: it looks like {looks_like}")]
    NotUnderstood {
        /// The file, with the way into its containers.
        file: String,
        /// What the content looks like, such as "a PDF document".
        looks_like: String,
        /// What to do about it.
        hint: String,
    },
    /// A mapping file is wrong, or does not fit the table.
    #[error("could not use the mapping `{mapping}`: {message}")]
    Mapping {
        /// Name or path of the mapping.
        mapping: String,
        /// What is wrong with it.
        message: String,
    },
    /// Whoever takes the records failed.
    #[error("could not store what was read")]
    Sink(#[from] SinkError),
}

impl IntakeError {
    /// The same of a file that came under `name`: what a case keeps is called by its hash.
    #[must_use]
    pub fn called(self, name: &str) -> Self {
        match self {
            Self::Empty { .. } => Self::Empty { file: name.to_owned() },
            Self::NotUnderstood { looks_like, hint, .. } => {
                Self::NotUnderstood { file: name.to_owned(), looks_like, hint }
            }
            other => other,
        }
    }

    /// What a person can do about it, if there is something.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Io { cause, .. } if cause.kind() == io::ErrorKind::NotFound => {
                Some("check the path; a folder is given as it is, without `*`".to_owned())
            }
            Self::Io { .. } | Self::Read(_) | Self::Sink(_) => None,
            Self::Empty { .. } => Some("the export may have failed or still be running; fetch it again".to_owned()),
            Self::NotUnderstood { hint, .. } => Some(hint.clone()),
            Self::Mapping { .. } => Some(
                "`scrutineer inspect FILE` prints the columns and a mapping to start from; give it back with `--mapping FILE`"
                    .to_owned(),
            ),
        }
    }
}
