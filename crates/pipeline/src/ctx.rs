//! What the outside world decides.

use model::Timestamp;

/// Time, person and progress of a run. Nothing else in this crate asks a clock or the environment.
pub struct Ctx<'a> {
    /// The moment of the run, for the custody log only.
    pub now: Timestamp,
    /// Who runs it, for the custody log only.
    pub actor: String,
    /// How to run this again, for the report; one command on each line.
    pub command: String,
    /// Told how the work goes.
    pub progress: &'a dyn Progress,
}

/// Told how the work goes. Called often; must be cheap.
pub trait Progress: Sync {
    /// A stage begins, such as `reading posts.csv`, with the number of steps if it is known.
    fn stage(&self, name: &str, steps: Option<u64>);
    /// The stage has come so far.
    fn at(&self, step: u64);
    /// All stages are over.
    fn done(&self);
}

/// Tells nobody.
pub struct Quiet;

impl Progress for Quiet {
    fn stage(&self, _name: &str, _steps: Option<u64>) {}
    fn at(&self, _step: u64) {}
    fn done(&self) {}
}
