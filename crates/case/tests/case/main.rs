//! Tests of the case folder through its public face, one file per subject.

mod custody;
mod evidence;
mod excerpt;
mod findings;
mod folder;
mod runs;
mod seal;
mod verify;
mod weighing;

use model::{Finding, Sha256, Support, Timestamp};
use scrutineer_case::Case;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NOW: Timestamp = Timestamp(1_700_000_000_000_000);
const LATER: Timestamp = Timestamp(1_700_000_100_000_000);
const WHO: &str = "A. Reader";

/// A case in a folder that goes away with it.
struct Fixture {
    folder: TempDir,
    case: Case,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let case = Case::create(&folder.path().join("case"), WHO, NOW).expect("a new case");
        Self { folder, case }
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("case")
    }

    /// A file beside the case.
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    /// Closes the case, lets `change` at its files, and opens it again.
    fn reopen_after(self, change: impl FnOnce(&Path)) -> Self {
        let Self { folder, case } = self;
        let dir = case.dir().to_owned();
        drop(case);
        change(&dir);
        let case = Case::open(&dir).expect("the case opens");
        Self { folder, case }
    }

    /// Changes rows behind the back of the case, past its triggers.
    fn tamper(self, statements: &str) -> Self {
        self.reopen_after(|dir| {
            let conn = rusqlite::Connection::open(dir.join("case.sqlite")).expect("the catalogue");
            let triggers: Vec<(String, String)> = conn
                .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
                .and_then(|mut q| q.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
                .expect("triggers");
            for (name, _) in &triggers {
                conn.execute_batch(&format!("DROP TRIGGER {name}")).expect("dropped");
            }
            conn.execute_batch("PRAGMA foreign_keys = OFF").expect("off");
            conn.execute_batch(statements).expect("statements");
            for (_, sql) in &triggers {
                conn.execute_batch(sql).expect("restored");
            }
        })
    }
}

/// An invented finding, sealed; `n` tells them apart.
fn finding(n: u64) -> Finding {
    let finding = Finding {
        id: Sha256([0; 32]),
        lens: "coordination".into(),
        method: "co_url".into(),
        version: 1,
        parameters: BTreeMap::from([("window_s".into(), serde_json::json!(60))]),
        seed: Some(7),
        inputs: vec![Sha256::of(b"evidence")],
        about: vec!["tern/ada".into(), "tern/bo".into()],
        statement: format!("Two accounts acted together on {n} objects."),
        // A number that a sloppy parser gets wrong in its last digit.
        statistic: BTreeMap::from([("score".into(), 0.1 + 0.2), ("tail".into(), 1.0e-300 / 3.0)]),
        null_model: Some("Poisson-binomial".into()),
        log10_p: Some(-12.345_678_901_234_567),
        q: Some(3.3e-9),
        n,
        error_rates: vec![],
        support: Support::None { why: "no calibration set".into() },
        innocent_explanations: vec!["They read the same newsletter.".into()],
        techniques: vec![],
        records: vec![],
    };
    finding.seal().expect("plain values")
}
