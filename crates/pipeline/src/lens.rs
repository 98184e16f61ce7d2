//! What a lens is to a run: inputs in; tables, findings, groups and a part of the report out.

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::outputs::{Outputs, Rejects};
use intake::IntakeError;
use model::{EvidenceNo, Finding, Group, MethodCard, Sha256};
use report::page::{self, OutputFile, Page};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A lens with its options, and with its results after a run.
pub(crate) trait Lens {
    /// Its name, as findings carry it.
    fn name(&self) -> &'static str;
    /// Cards of its methods.
    fn methods(&self) -> &'static [MethodCard];
    /// Parameters that decide its results.
    fn parameters(&self) -> BTreeMap<String, Value>;
    /// Takes the groups that lenses before it found.
    fn take_groups(&mut self, _groups: &[Group]) {}
    /// Reads `inputs` and writes its tables; `None` when none of them could be read.
    fn run(
        &mut self,
        inputs: &[(EvidenceNo, Input)],
        outputs: &mut Outputs,
        rejects: &mut Rejects,
        ctx: &Ctx<'_>,
    ) -> Result<Option<Outcome>>;
    /// Inputs that could not be read at all, with the reason.
    fn failed(&mut self) -> &mut Vec<(String, IntakeError)>;
}

/// What a lens gives to the run that it is part of.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Findings in the order in which they should be read.
    pub findings: Vec<Finding>,
    /// Groups for other lenses; `None` where none were looked for.
    pub groups: Option<Vec<Group>>,
    /// Its part of the report: everything but what the run itself knows.
    pub page: Page,
}

/// What says of a folder of results which run wrote what.
pub(crate) const RUN: &str = "run.json";

/// Groups as other lenses take them.
pub(crate) const GROUPS: &str = "groups.jsonl";

/// Lenses in the order in which their findings are read.
const READ_FIRST: [&str; 5] = ["coordination", "mail", "claims", "synthetic", "provenance"];

/// A lens and what it is to read.
pub(crate) type Task<'l> = (&'l mut dyn Lens, Vec<(EvidenceNo, Input)>);

/// What a run wrote.
pub(crate) struct Written {
    pub files: Vec<OutputFile>,
    pub findings: Vec<Finding>,
    pub report: PathBuf,
    /// Inputs of lenses that could read nothing: name and reason. What others could not read stands in their results.
    pub not_read: Vec<(String, String)>,
}

/// Runs lenses one after the other, and writes what they give into one folder with one report. An error of theirs ends
/// the run; that a lens could read nothing does so only when all of them could not. The data of the report are kept in a
/// file called `keep`.
pub(crate) fn run(dir: &Path, tasks: Vec<Task<'_>>, keep: Option<&str>, ctx: &Ctx<'_>) -> Result<Written> {
    let mut outputs = Outputs::new(dir)?;
    let mut rejects = Rejects::create(&outputs)?;
    let mut groups = None::<Vec<Group>>;
    let mut page = Page { program: crate::PROGRAM.to_owned(), ..Page::default() };
    let (mut parameters, mut failed, mut some) = (BTreeMap::new(), Vec::new(), false);
    let (mut not_read, mut parts) = (Vec::new(), Vec::new());
    let numbers: Numbers =
        tasks.iter().flat_map(|(_, inputs)| inputs).map(|(no, input)| (input.sha256, *no)).collect();
    for (lens, inputs) in tasks {
        lens.take_groups(groups.as_deref().unwrap_or_default());
        if let Some(outcome) = lens.run(&inputs, &mut outputs, &mut rejects, ctx)? {
            some = true;
            if let Some(found) = outcome.groups {
                groups.get_or_insert_default().extend(found);
            }
            parts.push((lens.name(), outcome.findings, lens.methods(), outcome.page));
        } else {
            not_read.extend(lens.failed().iter().map(|(name, error)| (name.clone(), error.to_string())));
        }
        parameters.insert(lens.name(), lens.parameters());
        failed.push(lens.failed());
    }
    for (name, error) in failed.iter().flat_map(|failed| failed.iter()) {
        rejects.add(&json!({"code": "not_read", "place": name, "message": error.to_string()}))?;
    }
    if !some {
        return Err(Error::nothing_read(failed.into_iter().flat_map(std::mem::take).collect()));
    }
    // Lenses run in the order in which they need each other; what acted together is read first.
    parts.sort_by_key(|(name, ..)| READ_FIRST.iter().position(|lens| lens == name));
    for (_, findings, cards, part) in parts {
        page.findings.extend(findings);
        page.cards.extend_from_slice(cards);
        page.join(part);
    }
    outputs.close_rejects(rejects)?;
    ctx.progress.stage("writing the report", None);
    outputs.file("findings.jsonl", "Findings with the records they rest on, one a line.", |out| {
        report::findings::write(&page.findings, out)
    })?;
    if let Some(groups) = &groups {
        outputs.file(GROUPS, "Groups as other lenses take them, one a line, strongest first.", |out| {
            report::findings::write(groups, out)
        })?;
    }
    let told = not_read.iter().map(|(name, error)| format!("{name} could not be read at all: {error}."));
    page.summary.read.extend(told);
    page.rerun = ctx.command.lines().map(str::to_owned).collect();
    page.files = outputs.list_files().to_vec();
    if let Some(name) = keep {
        let json = report::page::to_json(&page)?;
        outputs.file(
            name,
            "What the report shows, as data: it can be made again without the lenses.",
            |out| {
                out.write_all(json.as_bytes())?;
                Ok(0)
            },
        )?;
        page.files = outputs.list_files().to_vec();
    }
    outputs.file("report.html", "This report.", |out| report::page::write(&page, out).map(|()| 0))?;
    let names: Vec<&str> =
        failed.iter().flat_map(|failed| failed.iter()).map(|(name, _)| name.as_str()).collect();
    let run = run_json(&page, &numbers, &parameters, &names, outputs.list_files())?;
    outputs.file(RUN, "Program, parameters, hashes of inputs and outputs.", |out| {
        out.write_all(run.as_bytes())?;
        Ok(0)
    })?;
    Ok(Written {
        files: outputs.list_files().to_vec(),
        findings: page.findings,
        report: outputs.path("report.html"),
        not_read,
    })
}

/// Numbers of inputs by their hashes; of an only one, which is not hashed beforehand, without.
type Numbers = BTreeMap<Option<Sha256>, EvidenceNo>;

/// What another person needs to run the same again and compare: no clock, no folder names.
fn run_json(
    page: &Page,
    numbers: &Numbers,
    parameters: &BTreeMap<&str, BTreeMap<String, Value>>,
    not_read: &[&str],
    files: &[OutputFile],
) -> Result<String> {
    // Records name the file they stand in by its number.
    let no = |input: &page::Input| {
        numbers.get(&Sha256::from_hex(&input.sha256)).or_else(|| numbers.get(&None)).map(|no| no.0)
    };
    let inputs: Vec<Value> = page
        .inputs
        .iter()
        .map(|input| json!({"no": no(input), "name": input.name, "sha256": input.sha256, "bytes": input.bytes}))
        .collect();
    let outputs: Vec<Value> = files
        .iter()
        .map(|file| json!({"name": file.name, "sha256": file.sha256, "rows": file.rows}))
        .collect();
    let mut run = json!({
        "program": crate::PROGRAM,
        "lenses": parameters,
        "filters": page.filters,
        "inputs": inputs,
        "not_read": not_read,
        "outputs": outputs,
    });
    run.sort_all_objects();
    Ok(serde_json::to_string_pretty(&run)? + "\n")
}
