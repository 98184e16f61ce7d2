//! A fresh folder for each test, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder that is gone after the test.
pub struct Place(TempDir);

/// What a run gave.
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// All of it together, for snapshots.
    pub fn all(&self) -> String {
        format!(
            "exit code {}\n----- stdout\n{}\n----- stderr\n{}",
            self.code,
            self.out.trim_end(),
            self.err.trim_end()
        )
    }

    /// Fails, with everything that was printed, unless the run ended well.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.all());
        self
    }
}

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("writable");
        self
    }

    pub fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}")))
            .into_owned()
    }

    /// Runs the program here; `args` are separated by spaces.
    pub fn run(&self, args: &str) -> Ran {
        let words: Vec<&str> = args.split(' ').collect();
        self.run_words(&words)
    }

    pub fn run_words(&self, args: &[&str]) -> Ran {
        ran(self.command().args(args).output().expect("the program runs"))
    }

    /// Runs the program with `input` on its standard input.
    pub fn run_with(&self, args: &str, input: &[u8]) -> Ran {
        use std::io::Write;
        let mut child = self
            .command()
            .args(args.split(' '))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("piped").write_all(input).expect("read to the end");
        ran(child.wait_with_output().expect("the program ends"))
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("scrutineer"));
        command.current_dir(self.0.path()).stdin(Stdio::null()).env("COLUMNS", "100");
        for name in ["SCRUTINEER_ACTOR", "RUST_BACKTRACE", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    /// All files below `folder` with their bytes, sorted by name.
    pub fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let root = self.path(folder);
        collect(&root, &root, &mut files);
        files.sort();
        files
    }
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("not killed by a signal"),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            files.push((name, std::fs::read(&path).expect("readable")));
        }
    }
}

/// Three accounts share links; `ida` and `jon` do so together twice. One row is damaged.
pub const SHARES: &str = "\
post_id,account_id,created_at,text,urls
1,ida,2024-05-01T10:00:00Z,The lamp is lit again,https://lamps.example/a
2,jon,2024-05-01T10:00:20Z,See here,https://www.lamps.example/a?utm_source=x
3,ida,2024-05-01T12:00:00Z,And another,https://lamps.example/b
4,jon,2024-05-01T12:00:50Z,Another one,https://lamps.example/b
5,kim,2024-05-01T12:05:00Z,Late but here,https://lamps.example/b
6,kim,someday,No time,https://lamps.example/c
";

/// The same town in Telegram's form: `lev` shares a link of [`SHARES`] ten seconds after `ida`.
pub const TALK: &str = r#"{"name":"Quay Talk","type":"public_supergroup","id":77,"messages":[
 {"id":1,"type":"service","date":"2024-05-01T09:00:00","date_unixtime":"1714554000","action":"create_group"},
 {"id":2,"type":"message","date":"2024-05-01T12:00:10","date_unixtime":"1714557610","from":"Lev","from_id":"user501",
  "text":["look ",{"type":"link","text":"https://lamps.example/a"}],
  "text_entities":[{"type":"plain","text":"look "},{"type":"link","text":"https://lamps.example/a"}]}
]}"#;
