//! Runs repeated from the evidence, and what comes out compared with what was recorded.

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::examine::{ExamineOptions, Examined, examine_case};
use crate::invocation::Aid;
use case::{Case, Output, Place, Plan, Recorded, RecordedRun};
use intake::ReadOptions;
use model::{Sha256, Timestamp};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A recorded run, and what its repetition gave.
#[derive(Clone, Debug, Serialize)]
pub struct Repeated {
    /// Id of the run.
    pub run: Sha256,
    /// What was done.
    pub command: String,
    /// When it was recorded.
    pub finished: Timestamp,
    /// What the repetition gave.
    pub repetition: Repetition,
}

/// What a repetition gave.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Repetition {
    /// It could be done.
    Done {
        /// Outputs with the recorded hashes.
        same: Vec<Output>,
        /// Outputs with other hashes, or on one side only.
        different: Vec<ChangedOutput>,
    },
    /// It could not be done.
    CannotTell {
        /// Why not, and what would help.
        why: String,
    },
}

/// An output that came out differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedOutput {
    /// Where it lies.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Recorded hashes: of segments of one table there can be several.
    pub recorded: Vec<Sha256>,
    /// Hashes of the repetition.
    pub repeated: Vec<Sha256>,
}

/// Makes options of the words of a recorded command line.
pub type Rebuild<'r> = dyn Fn(&[String]) -> Result<Rebuilt, RebuildError> + 'r;
/// Options of a recorded command line.
pub type Rebuilt = (ExamineOptions, ReadOptions<'static>);
/// Why there are none.
pub type RebuildError = Box<dyn std::error::Error + Send + Sync>;

/// Repeats every run of a case or a sealed case in temporary folders. `aids` are files and folders that runs were given
/// and the case does not keep; `rebuild` makes options of recorded words, as the command line does.
///
/// Runs of other versions are not repeated: their methods may differ.
pub fn rerun(
    recorded: &Recorded,
    aids: &[PathBuf],
    rebuild: &Rebuild<'_>,
    ctx: &Ctx<'_>,
) -> Result<Vec<Repeated>> {
    let mut given = BTreeMap::new();
    for path in aids {
        let aid = Aid::read(path)?;
        given.insert(aid.sha256, aid);
    }
    let mut all = Vec::new();
    // Reading posts is part of the examinations, whose outputs list the segments; a report rests on what people entered.
    let is_repeated = |run: &&RecordedRun| !matches!(run.plan.command.as_str(), "read" | "report");
    for run in recorded.contents.runs.iter().filter(is_repeated) {
        let repetition = match repeat(recorded, run, &given, rebuild, ctx) {
            Ok(outputs) => compare(&run.outputs, &outputs),
            Err(Refused::CannotTell(why)) => Repetition::CannotTell { why },
            Err(Refused::Failed(error)) => return Err(error),
        };
        let command = run.plan.command.clone();
        all.push(Repeated { run: run.id, command, finished: run.finished, repetition });
    }
    Ok(all)
}

enum Refused {
    CannotTell(String),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

fn repeat(
    recorded: &Recorded,
    run: &RecordedRun,
    given: &BTreeMap<Sha256, Aid>,
    rebuild: &Rebuild<'_>,
    ctx: &Ctx<'_>,
) -> Result<Vec<Output>, Refused> {
    let cannot = |why: String| Refused::CannotTell(why);
    let plan = &run.plan;
    if plan.command != "examine" {
        return Err(cannot(format!("this program does not repeat `{}`", plan.command)));
    }
    if plan.version != crate::PROGRAM {
        let why = format!(
            "it was made by {}, and this is {}: repeat it with that version",
            plan.version,
            crate::PROGRAM
        );
        return Err(cannot(why));
    }
    let folder = tempfile::tempdir()?;
    let options = plan.parameters.get("options").and_then(|options| {
        options.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    });
    let options = options.ok_or_else(|| cannot("its options were not recorded".to_owned()))?;
    let mut words = Vec::with_capacity(options.len());
    for (n, option) in options.iter().enumerate() {
        words.push(with_aid(option, recorded, given, &folder.path().join(format!("aid-{n}")))?);
    }
    let (options_again, read) =
        rebuild(&words).map_err(|e| cannot(format!("its options are not understood: {e}")))?;
    let mut options_again = ExamineOptions { ..options_again };
    options_again.invocation.options = options;
    options_again.invocation.aids.clear();

    let rows = recorded.contents.evidence_at(&run.id).unwrap_or_default();
    let wanted: BTreeSet<Sha256> = plan.inputs.iter().copied().collect();
    let known: BTreeSet<Sha256> = rows.iter().map(|(row, _)| row.evidence.id).collect();
    if wanted != known {
        return Err(cannot("the custody log does not say which evidence there was".to_owned()));
    }
    if let Some(hash) = wanted.iter().find(|hash| recorded.evidence_file(hash).is_none()) {
        let missing = wanted.iter().filter(|hash| recorded.evidence_file(hash).is_none()).count();
        return Err(cannot(format!(
            "{missing} of its {} pieces of evidence are not kept here, such as {hash}",
            wanted.len()
        )));
    }
    let dir = folder.path().join("case");
    let mut case = Case::create(&dir, "", ctx.now)?;
    match case.restore_evidence(&rows, |hash| recorded.evidence_file(hash), "") {
        Ok(()) => {}
        Err(e @ case::CaseError::Differs { .. }) => return Err(cannot(e.to_string())),
        Err(e) => return Err(e.into()),
    }
    if options_again.now.is_none() {
        options_again.mail.now = case.newest_evidence()?.unwrap_or_default();
    }
    let mut rows = case.evidence()?;
    rows.sort_by_key(|row| row.evidence.id);
    examine_case(&mut case, &rows, options_again, &read, ctx, Examined::default())?;
    let again = case.latest_run("examine")?.ok_or(Error::NoResults { place: dir })?;
    if again.plan.id()? != run.id {
        return Err(cannot(format!(
            "its parameters come out differently here: {}",
            differing(plan, &again.plan)
        )));
    }
    Ok(again.outputs)
}

/// Parameters that differ, by name.
fn differing(a: &Plan, b: &Plan) -> String {
    let names: BTreeSet<&String> = a.parameters.keys().chain(b.parameters.keys()).collect();
    let differ = names.into_iter().filter(|name| a.parameters.get(*name) != b.parameters.get(*name));
    differ.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// An option with the file that it names put at `place` under its name.
fn with_aid(
    option: &str,
    recorded: &Recorded,
    given: &BTreeMap<Sha256, Aid>,
    place: &Path,
) -> Result<String, Refused> {
    let Some((name, value)) = option.split_once('=') else { return Ok(option.to_owned()) };
    let Some((hash, file)) = Aid::named(value) else { return Ok(option.to_owned()) };
    let kept = Output { place: Place::Aids, name: file.to_owned(), hash };
    // A name out of a stranger's case is a name here, and no path.
    let plain = Path::new(file).file_name().filter(|plain| plain.to_str() == Some(file));
    let plain = plain.ok_or_else(|| Refused::CannotTell(format!("`{name}` names a strange file")))?;
    std::fs::create_dir_all(place).map_err(Error::file("make the folder", place))?;
    let to = place.join(plain);
    let path = if let Some(from) = recorded.output_file(&kept) {
        std::fs::copy(&from, &to).map_err(Error::file("copy", &from))?;
        if intake::hash_file(&to)?.0 != hash {
            return Err(Refused::CannotTell(format!(
                "the case's copy of `{file}` has another hash than recorded"
            )));
        }
        to
    } else if let Some(aid) = given.get(&hash) {
        if aid.path.is_dir() {
            aid.path.clone()
        } else {
            std::fs::copy(&aid.path, &to).map_err(Error::file("copy", &aid.path))?;
            to
        }
    } else {
        return Err(Refused::CannotTell(format!(
            "it was given `{file}` ({hash}), which is not kept here: name it with `--aid`"
        )));
    };
    Ok(format!("{name}={}", path.display()))
}

/// By place and name. Aids are what was given, not what came out.
fn compare(recorded: &[Output], repeated: &[Output]) -> Repetition {
    let by_name = |outputs: &[Output]| {
        let mut sorted = BTreeMap::<(Place, String), Vec<Sha256>>::new();
        for output in outputs.iter().filter(|output| output.place != Place::Aids) {
            sorted.entry((output.place, output.name.clone())).or_default().push(output.hash);
        }
        sorted.values_mut().for_each(|hashes| hashes.sort_unstable());
        sorted
    };
    let (recorded, mut repeated) = (by_name(recorded), by_name(repeated));
    let (mut same, mut different) = (Vec::new(), Vec::new());
    for ((place, name), hashes) in recorded {
        let again = repeated.remove(&(place, name.clone())).unwrap_or_default();
        if again == hashes {
            same.extend(hashes.into_iter().map(|hash| Output { place, name: name.clone(), hash }));
        } else {
            different.push(ChangedOutput { place, name, recorded: hashes, repeated: again });
        }
    }
    different.extend(repeated.into_iter().map(|((place, name), repeated)| ChangedOutput {
        place,
        name,
        recorded: Vec::new(),
        repeated,
    }));
    Repetition::Done { same, different }
}
