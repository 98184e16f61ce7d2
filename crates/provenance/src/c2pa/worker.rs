//! The child's side: limits first, then one file after the other until the parent has no more.

use super::{Limits, Report, Request, read};
use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// The child cannot do its work.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The limits cannot be set.
    #[error("setting limits: {0}")]
    Limits(#[source] std::io::Error),
    /// The anchors cannot be read.
    #[error("reading trust anchors: {0}")]
    Anchors(#[source] std::io::Error),
    /// The reader of manifests does not take the settings.
    #[error("setting up the reader of manifests: {0}")]
    Settings(#[from] c2pa::Error),
    /// The parent is gone.
    #[error("speaking with the parent: {0}")]
    Parent(#[from] std::io::Error),
}

/// How much longer than the parent the child waits before it ends itself, should the parent be gone.
const GRACE: Duration = Duration::from_secs(5);

/// Answers requests from `input` on `output`, a line each. `anchors` is a file of certificates (PEM) to which signers may lead.
pub fn work(
    limits: Limits,
    anchors: Option<&Path>,
    input: impl BufRead,
    mut output: impl Write,
) -> Result<(), WorkerError> {
    #[cfg(unix)]
    rlimit::setrlimit(rlimit::Resource::AS, limits.memory, limits.memory).map_err(WorkerError::Limits)?;
    #[cfg(unix)]
    rlimit::setrlimit(rlimit::Resource::CORE, 0, 0).map_err(WorkerError::Limits)?;
    let anchors = anchors.map(std::fs::read_to_string).transpose().map_err(WorkerError::Anchors)?;
    let context = read::context(anchors.as_deref())?;
    for line in input.lines() {
        let report = match serde_json::from_str::<Request>(&line?) {
            Ok(request) => {
                let done = watch(limits.time + GRACE);
                let report = read::read(Path::new(&request.path), &request.format, &context);
                drop(done);
                report
            }
            Err(error) => Report::not_checked("worker_failed", error.to_string()),
        };
        serde_json::to_writer(&mut output, &report).map_err(std::io::Error::from)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// Ends this process after `time`, unless what it returns is dropped before.
fn watch(time: Duration) -> impl Drop {
    struct Done(Option<std::sync::mpsc::Sender<()>>);
    impl Drop for Done {
        fn drop(&mut self) {
            self.0 = None;
        }
    }
    let (done, wait) = channel::<()>();
    std::thread::spawn(move || {
        if wait.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
            std::process::abort();
        }
    });
    Done(Some(done))
}
