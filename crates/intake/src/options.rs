//! What a caller may ask of the readers.

use crate::{Limits, Mapping};

/// Options of the JSON readers.
#[derive(Clone, Debug, Default)]
pub struct JsonOptions {
    /// Platform to state where the data do not say.
    pub platform: Option<String>,
    /// Mapping over dotted paths (`user.id`), for JSON of no known format.
    pub mapping: Option<Mapping>,
}

/// Says of a platform and an account whether its posts are left out.
pub type LeaveOut<'a> = dyn Fn(&str, &str) -> bool + Sync + 'a;

/// Options of [`crate::read`].
#[derive(Clone, Default)]
pub struct ReadOptions<'a> {
    /// Limits in force.
    pub limits: Limits,
    /// Mapping that the user gave; without it the format is detected and unknown tables are guessed.
    pub mapping: Option<Mapping>,
    /// Mappings that take the place of shipped ones of their names.
    pub instead: &'a [Mapping],
    /// Platform to state where the data do not say.
    pub platform: Option<String>,
    /// Name under which the file came, where its path does not tell: what a case keeps is called by its hash.
    pub name: Option<&'a str>,
    /// Whether mails and articles in an archive are passed over in silence, because their readers take them.
    pub others_are_read: bool,
    /// Accounts whose posts are left out, as if they were not there.
    pub leave_out: Option<&'a LeaveOut<'a>>,
    /// Called now and then with the number of bytes read from the file so far.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}
