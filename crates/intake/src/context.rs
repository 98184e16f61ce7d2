//! What a reader is given: where to put records and problems, and how much it may take.

use model::{At, Container, EvidenceNo, Post, Problem, RawRef, Severity, Shares};

/// Anything that a sink may fail with; readers pass it on unchanged and stop.
pub type SinkError = Box<dyn std::error::Error + Send + Sync>;

/// The stream that records come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Number of the file.
    pub evidence: EvidenceNo,
    /// Name of the file, without folders.
    pub name: String,
    /// From the file's bytes to this stream.
    pub path: Vec<Container>,
    /// Id of the format that was detected, such as `telegram-json`.
    pub format: String,
}

/// Where readers put what they read.
pub trait PostSink {
    /// A stream begins: the posts and problems that follow belong to it.
    fn source(&mut self, source: &Source) -> Result<(), SinkError>;
    /// One post, valid during the call.
    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError>;
    /// Rows of a bare table: posts that say no more. Sinks that see many of them take them as they are.
    fn shares(&mut self, shares: &Shares) -> Result<(), SinkError> {
        shares.posts(|post| self.post(post))
    }
    /// One problem.
    fn problem(&mut self, problem: Problem) -> Result<(), SinkError>;
}

/// Limits on what comes from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest record (line, row, array element) in bytes; longer ones are rejected and skipped.
    pub record_bytes: usize,
    /// Most fields in a row, elements in a list, columns in a header.
    pub fields: usize,
    /// Deepest nesting of JSON and of containers in containers.
    pub depth: usize,
    /// A compressed stream stops when it has grown by more than this factor and beyond `expansion_floor`.
    pub expansion: u64,
    /// Bytes below which the expansion factor does not matter.
    pub expansion_floor: u64,
    /// Most members of an archive.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record_bytes: 16 << 20,
            fields: 4096,
            depth: 64,
            expansion: 200,
            expansion_floor: 256 << 20,
            members: 100_000,
        }
    }
}

/// Counts of one stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records seen, whatever became of them.
    pub records: u64,
    /// Posts handed on.
    pub posts: u64,
    /// Records that are no posts, such as service messages: counted, not rejected.
    pub skipped: u64,
    /// Records lost.
    pub rejects: u64,
    /// Notes about records that were kept.
    pub notes: u64,
}

/// What one reader works with while it reads one stream.
pub struct Context<'s> {
    sink: &'s mut dyn PostSink,
    source: Source,
    /// Limits in force.
    pub limits: Limits,
    /// Counts so far.
    pub counts: Counts,
}

impl<'s> Context<'s> {
    /// Announces `source` to `sink`.
    pub fn new(sink: &'s mut dyn PostSink, source: Source, limits: Limits) -> Result<Self, SinkError> {
        sink.source(&source)?;
        Ok(Self { sink, source, limits, counts: Counts::default() })
    }

    /// The stream being read.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Hands on a post.
    #[inline]
    pub fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        self.counts.records += 1;
        self.counts.posts += 1;
        self.sink.post(post)
    }

    /// Hands on rows of a bare table.
    pub fn shares(&mut self, shares: &Shares) -> Result<(), SinkError> {
        self.counts.records += shares.rows().len() as u64;
        self.counts.posts += shares.rows().len() as u64;
        self.sink.shares(shares)
    }

    /// A record that is no post (a service message, a delete event): counted only.
    pub fn skip(&mut self) {
        self.counts.records += 1;
        self.counts.skipped += 1;
    }

    /// A record is lost. `message` is for a person and shows the value concerned, cut short.
    pub fn reject(
        &mut self,
        code: &'static str,
        at: At,
        message: impl Into<String>,
    ) -> Result<(), SinkError> {
        self.counts.records += 1;
        self.counts.rejects += 1;
        self.problem(code, Severity::Reject, at, message.into())
    }

    /// A record is kept, but something about it is worth knowing.
    pub fn note(&mut self, code: &'static str, at: At, message: impl Into<String>) -> Result<(), SinkError> {
        self.counts.notes += 1;
        self.problem(code, Severity::Note, at, message.into())
    }

    /// The whole stream is in no form that is read here.
    pub fn pass_over(&mut self, code: &'static str, message: impl Into<String>) -> Result<(), SinkError> {
        self.problem(code, Severity::PassedOver, At::Bytes(0, 0), message.into())
    }

    /// The rest of the stream cannot be read. What was read before stays.
    pub fn stop(&mut self, code: &'static str, at: At, message: impl Into<String>) -> Result<(), SinkError> {
        self.problem(code, Severity::Stop, at, message.into())
    }

    fn problem(
        &mut self,
        code: &'static str,
        severity: Severity,
        at: At,
        message: String,
    ) -> Result<(), SinkError> {
        let raw = RawRef { evidence: self.source.evidence, path: self.source.path.clone(), at };
        self.sink.problem(Problem { code, severity, raw, message })
    }
}
