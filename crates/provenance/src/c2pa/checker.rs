//! The parent's side: child processes that look at one file after the other.

use super::{Report, Request};
use media::Container;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Limits of a look at one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest time.
    pub time: Duration,
    /// Most memory of the child process, in bytes of address space.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), memory: 2 << 30 }
    }
}

/// Longest answer: a manifest store with thousands of ingredients fits.
const MOST_ANSWER: u64 = 64 << 20;
/// Files that one child looks at before a fresh one takes over, so that nothing that leaks adds up.
const MOST_FILES: u32 = 64;
/// Bytes of a child's complaint that are kept.
const MOST_COMPLAINT: usize = 2_000;

/// Looks at files in child processes. May be used by several threads; each file has a child to itself while it is looked at.
pub struct Checker {
    program: PathBuf,
    arguments: Vec<OsString>,
    limits: Limits,
    idle: Mutex<Vec<Worker>>,
}

impl Checker {
    /// One whose children run `program` with `arguments`, which must lead it to [`work`](super::work).
    pub fn new(program: PathBuf, arguments: Vec<OsString>, limits: Limits) -> Self {
        Self { program, arguments, limits, idle: Mutex::new(Vec::new()) }
    }

    /// What the file at `path` has of manifests.
    pub fn check(&self, path: &Path, kind: Container) -> Report {
        if !super::IS_BUILT_IN {
            return Report::not_checked(
                "not_built_in",
                "this program was built without the reader of manifests",
            );
        }
        let request = Request { path: path.as_os_str().to_owned(), format: kind.mime().to_owned() };
        let Ok(line) = serde_json::to_string(&request) else {
            return Report::not_checked("worker_failed", "the file's name cannot be passed on");
        };
        let used = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(worker) = used {
            match self.ask(worker, &line) {
                Ok(report) if !is_short_of_memory(&report) => return report,
                Err(Trouble::Overrun) => return self.overrun(),
                // What a used child dies of may be left from another file: what a fresh one says counts.
                Ok(_) | Err(Trouble::Ended(_)) => {}
            }
        }
        let fresh = match Worker::start(&self.program, &self.arguments) {
            Ok(worker) => worker,
            Err(error) => {
                return Report::not_checked(
                    "worker_failed",
                    format!("the child could not be started: {error}"),
                );
            }
        };
        match self.ask(fresh, &line) {
            Ok(report) => report,
            Err(Trouble::Overrun) => self.overrun(),
            Err(Trouble::Ended(complaint)) => self.ended(&complaint),
        }
    }

    fn ask(&self, mut worker: Worker, line: &str) -> Result<Report, Trouble> {
        let report = worker.ask(line, self.limits.time)?;
        if worker.files < MOST_FILES {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
        Ok(report)
    }

    fn overrun(&self) -> Report {
        let seconds = self.limits.time.as_secs_f64();
        Report::not_checked("time_limit", format!("the reader of manifests was not done after {seconds} s"))
    }

    fn ended(&self, complaint: &str) -> Report {
        if complaint.contains("memory allocation") || complaint.contains("capacity overflow") {
            let message =
                format!("the reader of manifests asked for more than {} MiB", self.limits.memory >> 20);
            return Report::not_checked("memory_limit", message);
        }
        let first = complaint.lines().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
        Report::not_checked("reader_died", format!("the reader of manifests died: {}", first.trim()))
    }
}

fn is_short_of_memory(report: &Report) -> bool {
    report.failure.as_ref().is_some_and(|failure| failure.code == "insufficient_memory")
}

/// Why there is no answer.
enum Trouble {
    /// None came in time.
    Overrun,
    /// The child ended, or answered nonsense; what it said last.
    Ended(String),
}

/// A child process.
struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    complaint: Arc<Mutex<Vec<u8>>>,
    complaining: Option<std::thread::JoinHandle<()>>,
    files: u32,
}

impl Worker {
    fn start(program: &Path, arguments: &[OsString]) -> std::io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            // Nothing that the environment says may change what it reads.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        let (send, lines) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                let mut output = BufReader::new(output);
                loop {
                    let mut line = String::new();
                    let read = output.by_ref().take(MOST_ANSWER).read_line(&mut line);
                    if !matches!(read, Ok(1..)) || !line.ends_with('\n') || send.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        let complaint = Arc::new(Mutex::new(Vec::new()));
        let complaining = child.stderr.take().map(|mut errors| {
            let complaint = Arc::clone(&complaint);
            std::thread::spawn(move || {
                let mut bytes = [0u8; 1024];
                while let Ok(n @ 1..) = errors.read(&mut bytes) {
                    let mut kept = complaint.lock().unwrap_or_else(PoisonError::into_inner);
                    let room = MOST_COMPLAINT.saturating_sub(kept.len()).min(n);
                    kept.extend_from_slice(&bytes[..room]);
                }
            })
        });
        Ok(Self { child, input, lines, complaint, complaining, files: 0 })
    }

    fn ask(&mut self, line: &str, time: Duration) -> Result<Report, Trouble> {
        self.files += 1;
        let asked = match &mut self.input {
            Some(input) => writeln!(input, "{line}").and_then(|()| input.flush()).is_ok(),
            None => false,
        };
        let answer = if asked { self.lines.recv_timeout(time) } else { Err(RecvTimeoutError::Disconnected) };
        match answer {
            Ok(answer) => serde_json::from_str(&answer).map_err(|error| Trouble::Ended(error.to_string())),
            Err(RecvTimeoutError::Timeout) => Err(Trouble::Overrun),
            Err(RecvTimeoutError::Disconnected) => {
                self.end();
                // The thread ends with the child.
                if let Some(complaining) = self.complaining.take() {
                    let _ = complaining.join();
                }
                let complaint = self.complaint.lock().unwrap_or_else(PoisonError::into_inner);
                Err(Trouble::Ended(String::from_utf8_lossy(&complaint).into_owned()))
            }
        }
    }

    /// Stops the child; it may have ended by itself.
    fn end(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(all(test, unix, feature = "c2pa"))]
mod tests {
    use super::*;
    use crate::c2pa::State;

    /// A child that does what a shell script says with each request.
    fn ask(script: &str, files: usize) -> Vec<Report> {
        let limits = Limits { time: Duration::from_millis(700), ..Limits::default() };
        let checker = Checker::new("/bin/sh".into(), vec!["-c".into(), script.into()], limits);
        (0..files).map(|_| checker.check(Path::new("picture.jpg"), Container::Jpeg)).collect()
    }

    fn code(report: &Report) -> &str {
        report.failure.as_ref().map_or("", |failure| &failure.code)
    }

    #[test]
    fn a_child_answers_for_many_files() {
        let reports = ask(r#"while read line; do echo '{"state":"none"}'; done"#, 3);
        assert!(reports.iter().all(|report| report.state == State::None), "{reports:?}");
    }

    #[test]
    fn what_goes_wrong_has_a_code() {
        for (script, expected) in [
            ("read line; read another", "time_limit"),
            ("read line; echo 'memory allocation of 9 bytes failed' >&2", "memory_limit"),
            ("read line; echo 'thread has overflowed its stack' >&2", "reader_died"),
            ("read line; echo nonsense", "reader_died"),
            ("exit 1", "reader_died"),
        ] {
            let reports = ask(script, 1);
            assert_eq!((reports[0].state, code(&reports[0])), (State::NotChecked, expected), "{script}");
        }
        let limits = Limits::default();
        let nobody = Checker::new("/nonexistent/program".into(), Vec::new(), limits);
        assert_eq!(code(&nobody.check(Path::new("a.jpg"), Container::Jpeg)), "worker_failed");
    }

    /// A child that dies of its second file is asked no more; a fresh one says what is to be said of that file.
    #[test]
    fn what_a_used_child_dies_of_is_asked_again() {
        let reports = ask(r#"read line; echo '{"state":"valid"}'; read line; exit 1"#, 4);
        assert!(reports.iter().all(|report| report.state == State::Valid), "{reports:?}");
    }
}
