//! The coordination lens from files to files.

mod chance;
mod page;

pub use chance::{Chance, Compared};

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::filter::{AccountList, Filters};
use crate::inputs::{Input, gather, numbered};
use crate::lens::{self, Lens, Outcome};
use crate::media::{MediaObjects, uses_table};
use crate::outputs::{Outputs, Rejects};
use crate::read::{NoRecords, ReadSummary, Reading, Records};
use arrow_array::RecordBatch;
use chance::Found;
use coordination::method::{ChanceNumbers, Frame};
use coordination::network::Network;
use coordination::significance::Circumstances;
use coordination::tables::{self, Names};
use coordination::{Actions, Bound, Collector, MOST_ACTIONS, Model, Params, Settings, Summary};
use intake::{IntakeError, ReadOptions};
use model::words::duration;
use model::{EvidenceNo, Finding, Group, MethodCard, schema};
use report::Format;
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the coordination lens is to do.
#[derive(Clone, Debug, Default)]
pub struct CoordinationOptions {
    /// What it looks at.
    pub settings: Settings,
    /// Windows and thresholds.
    pub params: Params,
    /// How pairs are compared with chance; `None` counts only.
    pub chance: Option<Chance>,
    /// Which posts count.
    pub filters: Filters,
    /// Accounts of which something is known: they stay, and what they take part in is tagged.
    pub known: Vec<AccountList>,
    /// Formats besides Parquet in which tables are written.
    pub formats: Vec<Format>,
    /// Strongest edges that go into the network files and the report.
    pub graph_edges: usize,
    /// Pairs that become findings with their records.
    pub pair_findings: usize,
}

impl CoordinationOptions {
    /// Parameters of the network: what is bounded depends on whether pairs are compared with chance.
    pub fn network_params(&self) -> Params {
        let bound = self.chance.map_or(Bound::NONE, |chance| chance.bound());
        Params { bound, ..self.params.clone() }
    }

    /// The parameters that decide the numbers, for findings and runs.
    pub fn parameters(&self) -> BTreeMap<String, Value> {
        let windows: Vec<Value> = self.params.windows.iter().map(|&w| seconds(w)).collect();
        let known: Vec<String> = self.known.iter().map(AccountList::fingerprint).collect();
        let chance = match &self.chance {
            None => Value::Null,
            Some(chance) => json!({
                "q": number(chance.q),
                "most_pairs": chance.most_pairs,
                "copies": chance.copies,
                "seed": chance.seed,
            }),
        };
        BTreeMap::from([
            ("chance".to_owned(), chance),
            ("known".to_owned(), json!(known)),
            ("windows_s".to_owned(), json!(windows)),
            ("min_objects".to_owned(), json!(self.params.min_objects)),
            ("layers".to_owned(), json!(self.settings.layers.to_string())),
            ("rapid_s".to_owned(), seconds(self.settings.rapid)),
            ("near_threshold".to_owned(), number(self.settings.near.threshold)),
        ])
    }
}

/// Seconds of a span in microseconds.
fn seconds(micros: i64) -> Value {
    number(micros as f64 / 1e6)
}

/// A number as canonical JSON reads it back: whole numbers without a fraction.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

/// What a run gave, for whoever prints a summary.
#[derive(Debug)]
pub struct CoordinationResult {
    /// What was read.
    pub read: ReadSummary,
    /// The network in numbers.
    pub summary: Summary,
    /// The comparison with chance; `None` when only counts were asked for.
    pub compared: Option<Compared>,
    /// Findings, the one about the whole network first; none where no post could be used.
    pub findings: Vec<Finding>,
    /// Accounts with at least one action.
    pub accounts: u64,
    /// Actions.
    pub actions: u64,
    /// Strongest pairs: account, account, distinct objects, pairs, mean seconds between, layers.
    pub strongest: Vec<StrongPair>,
    /// Files written.
    pub files: Vec<report::page::OutputFile>,
    /// Where the report is.
    pub report: Option<PathBuf>,
}

/// A pair of accounts by name.
#[derive(Clone, Debug, serde::Serialize)]
pub struct StrongPair {
    /// First account, as `platform/id`.
    pub account_a: String,
    /// Second account.
    pub account_b: String,
    /// Handle of the first, where the source has one.
    pub name_a: String,
    /// Handle of the second.
    pub name_b: String,
    /// Distinct common objects.
    pub n_objects: u32,
    /// Pairs of actions.
    pub n_pairs: u64,
    /// Mean time between them.
    pub mean_dt_s: f64,
    /// Layers.
    pub layers: String,
    /// Evidence against chance in nats, and q-value, where they were compared.
    pub against_chance: Option<(f64, f64)>,
}

/// Where the results go.
pub enum Target<'t> {
    /// A folder of files with report.
    Folder(&'t Path),
    /// One call for each batch of edges; nothing else is written.
    Edges(&'t mut dyn FnMut(&RecordBatch) -> report::Result<()>),
}

/// Reads posts from `paths` and writes the lens's results to `target`.
pub fn coordinate(
    paths: &[PathBuf],
    options: &CoordinationOptions,
    read_options: &ReadOptions<'_>,
    target: Target<'_>,
    ctx: &Ctx<'_>,
) -> Result<CoordinationResult> {
    let (inputs, repeats) = gather(paths)?;
    let inputs = numbered(inputs);
    match target {
        Target::Edges(take) => edges(&inputs, repeats, options, read_options, take, ctx),
        Target::Folder(dir) => {
            let mut records = NoRecords;
            let mut lens = CoordinationLens::new(options, read_options, &mut records, repeats);
            let written = crate::results::run(dir, vec![(&mut lens, inputs)], ctx)?;
            lens.finish(&written).ok_or_else(|| Error::NoInput("the inputs".into()))
        }
    }
}

/// Only the edges, batch by batch.
fn edges(
    inputs: &[(EvidenceNo, Input)],
    repeats: Vec<String>,
    options: &CoordinationOptions,
    read_options: &ReadOptions<'_>,
    take: &mut dyn FnMut(&RecordBatch) -> report::Result<()>,
    ctx: &Ctx<'_>,
) -> Result<CoordinationResult> {
    check_windows(options)?;
    let mut collector = Collector::new(options.settings);
    let reading =
        Reading { collector: &mut collector, filters: &options.filters, rejects: None, media: None };
    let summary = reading.run(inputs, read_options, &mut NoRecords, ctx)?;
    if summary.files.is_empty() {
        return Err(Error::nothing_read(summary.failed));
    }
    if let Some(nothing) = summary.nothing {
        return Err(Error::NothingUsable(nothing));
    }
    ctx.progress.stage("comparing accounts", None);
    let actions = finish(collector, options)?;
    let network = Network::new(&actions, options.network_params());
    let weighed = options
        .chance
        .map(|chance| (Model::weigh(&network, Circumstances::All), Found::new(chance.q), chance));
    let (significance, mut found) = match weighed {
        None => (None, None),
        Some(((model, significance), found, chance)) => (Some(significance), Some((model, found, chance))),
    };
    let names = Names::new(&actions)?;
    let edges = network.scan(options.graph_edges, significance.as_ref(), |block| {
        if let Some((_, found, _)) = &mut found {
            found.take(block.edges, block.parts);
        }
        block.to_batch(&actions, &names).map_err(Error::from).and_then(|batch| Ok(take(&batch)?))
    })?;
    let compared = significance.zip(found).map(|(s, (model, found, chance))| {
        let weighed = model.parts(&looked_at(&model, &found));
        Compared::new(&network, &model, &s, found, &weighed, &chance)
    });
    let (result, _) = conclude(ReadSummary { repeats, ..summary }, &network, edges, compared, options)?;
    Ok(result)
}

/// The actions, their objects sorted where chance asks for it; counting does not, and is spared a million names.
fn finish(collector: Collector, options: &CoordinationOptions) -> Result<Actions> {
    let actions = collector.finish();
    check_size(actions.n_posts().max(actions.len()))?;
    Ok(if options.chance.is_some() { actions.sorted() } else { actions })
}

fn check_size(actions: usize) -> Result<()> {
    if actions <= MOST_ACTIONS {
        return Ok(());
    }
    Err(Error::Option {
        message: format!("{actions} posts or actions are more than can be compared at once ({MOST_ACTIONS})"),
        hint: "take fewer with --since and --until, --platform or --layers".to_owned(),
    })
}

/// Pairs whose parts are weighed: candidates are all discoveries up to a rate of one half; at a higher one there are more.
fn looked_at(model: &Model<'_>, found: &Found) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = model.candidates.iter().map(|pair| (pair.a, pair.b)).collect();
    pairs.extend(&found.pairs);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn check_windows(options: &CoordinationOptions) -> Result<()> {
    let windows = options.params.windows.len();
    if options.chance.is_none() || windows <= Chance::MOST_WINDOWS {
        return Ok(());
    }
    Err(Error::Option {
        message: format!("{windows} windows are too many to compare with chance at once"),
        hint: format!("give at most {}, or count only", Chance::MOST_WINDOWS),
    })
}

/// The lens as part of a run.
pub(crate) struct CoordinationLens<'l> {
    options: &'l CoordinationOptions,
    read_options: &'l ReadOptions<'l>,
    records: &'l mut dyn Records,
    repeats: Vec<String>,
    /// Media files that posts may show, once the lens before has looked at them.
    media: Option<&'l OnceCell<MediaObjects>>,
    /// Whether it is no error that no post could be used, as other lenses have their part in the run.
    is_beside_others: bool,
    result: Option<CoordinationResult>,
    /// What could not be read where nothing could.
    failed: Vec<(String, IntakeError)>,
}

impl<'l> CoordinationLens<'l> {
    /// The lens over posts that `records` may keep; `repeats` are names of inputs whose bytes came twice.
    pub fn new(
        options: &'l CoordinationOptions,
        read_options: &'l ReadOptions<'l>,
        records: &'l mut dyn Records,
        repeats: Vec<String>,
    ) -> Self {
        Self {
            options,
            read_options,
            records,
            repeats,
            media: None,
            is_beside_others: false,
            result: None,
            failed: Vec::new(),
        }
    }

    /// In a run with other lenses, which goes on where no post could be used.
    #[must_use]
    pub fn beside_others(self) -> Self {
        Self { is_beside_others: true, ..self }
    }

    /// Joins what posts show with the files that stand in `cell` when the lens runs.
    #[must_use]
    pub fn joining(self, cell: &'l OnceCell<MediaObjects>) -> Self {
        Self { media: Some(cell), ..self }
    }

    /// The result, once the run has written its files; `None` when nothing could be read.
    pub fn finish(self, written: &lens::Written) -> Option<CoordinationResult> {
        let mut result = self.result?;
        result.files.clone_from(&written.files);
        result.report = Some(written.report.clone());
        Some(result)
    }
}

impl Lens for CoordinationLens<'_> {
    fn name(&self) -> &'static str {
        "coordination"
    }

    fn methods(&self) -> &'static [MethodCard] {
        coordination::method::CARDS
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        self.options.parameters()
    }

    fn run(
        &mut self,
        inputs: &[(EvidenceNo, Input)],
        outputs: &mut Outputs,
        rejects: &mut Rejects,
        ctx: &Ctx<'_>,
    ) -> Result<Option<Outcome>> {
        let options = self.options;
        check_windows(options)?;
        let mut collector = Collector::new(options.settings);
        let reading = Reading {
            collector: &mut collector,
            filters: &options.filters,
            rejects: Some(rejects),
            media: self.media.and_then(OnceCell::get),
        };
        let mut summary = reading.run(inputs, self.read_options, self.records, ctx)?;
        if summary.files.is_empty() {
            self.failed = summary.failed;
            return Ok(None);
        }
        if let Some(nothing) = summary.nothing.take_if(|_| !self.is_beside_others) {
            return Err(Error::NothingUsable(nothing));
        }
        summary.repeats = std::mem::take(&mut self.repeats);
        ctx.progress.stage("comparing accounts", None);
        let actions = finish(collector, options)?;
        let network = Network::new(&actions, options.network_params());
        let (edges, compared) = write_tables(&network, options, outputs, ctx)?;
        if !summary.media_uses.is_empty() {
            let (table, batch) = uses_table(&summary.media_uses)?;
            outputs.whole_table(&table, [Ok::<_, Error>(batch)])?;
        }
        let (result, groups) = conclude(summary, &network, edges, compared, options)?;
        let graph = page::graph(&network, &result.summary);
        outputs.file("network.gexf", "The strongest pairs as a network for Gephi (GEXF 1.3).", |out| {
            report::gexf(&graph, None, out).map(|()| 0)
        })?;
        outputs.file("network.graphml", "The same for other programs (GraphML).", |out| {
            report::graphml(&graph, out).map(|()| 0)
        })?;
        let page = page::page(&network, &result, graph, options);
        let outcome = Outcome {
            findings: result.findings.clone(),
            groups: result.compared.is_some().then_some(groups),
            page,
        };
        self.result = Some(result);
        Ok(Some(outcome))
    }

    fn failed(&mut self) -> &mut Vec<(String, IntakeError)> {
        match &mut self.result {
            Some(result) => &mut result.read.failed,
            None => &mut self.failed,
        }
    }
}

fn write_tables(
    network: &Network<'_>,
    options: &CoordinationOptions,
    outputs: &mut Outputs,
    ctx: &Ctx<'_>,
) -> Result<(Summary, Option<Compared>)> {
    let actions = network.actions();
    let names = Names::new(actions)?;
    let (edges_table, parts_table) = (schema::edges(), schema::edge_parts());
    // Parts say nothing new when there is one window and one layer.
    let with_parts = options.params.windows.len() > 1 || actions.n_layers() > 1;
    let mut edges_file = outputs.table(&edges_table)?;
    let mut parts_file = if with_parts { Some(outputs.table(&parts_table)?) } else { None };
    let windows = &options.params.windows;
    let mut compared = None;
    let summary = match options.chance {
        None => network.scan(options.graph_edges, None, |block| -> Result<()> {
            edges_file.write(&block.to_batch(actions, &names)?)?;
            if let Some(file) = &mut parts_file {
                file.write(&tables::edge_parts(block.parts, &[], windows, &names)?)?;
            }
            Ok(())
        })?,
        Some(chance) => {
            let (model, significance) = Model::weigh(network, Circumstances::All);
            ctx.progress.stage("writing tables", None);
            let mut found = Found::new(chance.q);
            let summary = network.scan(options.graph_edges, Some(&significance), |block| -> Result<()> {
                found.take(block.edges, block.parts);
                edges_file.write(&block.to_batch(actions, &names)?)?;
                Ok(())
            })?;
            let weighed = model.parts(&looked_at(&model, &found));
            if let Some(file) = &mut parts_file {
                file.write(&tables::edge_parts(&found.parts, &weighed, windows, &names)?)?;
            }
            ctx.progress.stage("finding groups", None);
            let mut result = Compared::new(network, &model, &significance, found, &weighed, &chance);
            drop(model);
            result.tag(network, &summary, &options.known);
            ctx.progress.stage("checking against exchanged labels", None);
            result.calibrate(actions, &options.network_params(), &significance, &chance);
            outputs.whole_table(
                &schema::groups(),
                [tables::groups(&result.groups, actions, &names).map_err(Error::from)],
            )?;
            outputs.whole_table(
                &schema::account_indicators(),
                tables::account_indicators(&result.accounts, actions, &names),
            )?;
            compared = Some(result);
            summary
        }
    };
    outputs.finish(&edges_table, edges_file)?;
    if let Some(file) = parts_file {
        outputs.finish(&parts_table, file)?;
    }
    ctx.progress.stage("writing tables", None);
    outputs.whole_table(
        &schema::accounts(),
        tables::accounts(network, &summary)?.into_iter().map(Ok::<_, Error>),
    )?;
    outputs.whole_table(&schema::actions(), tables::actions(actions, &names))?;
    for &format in &options.formats {
        outputs.convert(&edges_table, format)?;
        outputs.convert(&schema::accounts(), format)?;
        if compared.is_some() {
            outputs.convert(&schema::groups(), format)?;
            outputs.convert(&schema::account_indicators(), format)?;
        }
    }
    Ok((summary, compared))
}

/// Findings and groups from the network, and the numbers for a summary.
fn conclude(
    read: ReadSummary,
    network: &Network<'_>,
    summary: Summary,
    compared: Option<Compared>,
    options: &CoordinationOptions,
) -> Result<(CoordinationResult, Vec<Group>)> {
    let frame = Frame { parameters: options.parameters(), inputs: read.hashes() };
    let mut findings = Vec::new();
    if read.nothing.is_none() {
        findings.push(frame.network(network, &summary)?);
    }
    let mut groups = Vec::new();
    if let (Some(compared), None) = (&compared, &read.nothing) {
        findings.push(frame.chance(
            network,
            &ChanceNumbers {
                q: compared.q,
                found: compared.found.len() as u64,
                tested: compared.tested,
                calibration: compared.calibration.as_ref(),
                no_baseline: compared.no_baseline.as_deref(),
            },
        )?);
        for (number, group) in (1..).zip(&compared.groups) {
            let tags = compared.group_tags.get(number - 1).map_or(&[][..], Vec::as_slice);
            let told = number <= options.pair_findings;
            let finding = told.then(|| frame.group(network, group, tags)).transpose()?;
            groups.push(group.hand_on(number, network.actions(), finding.as_ref().map(|finding| finding.id)));
            findings.extend(finding);
        }
    }
    let worth_telling = |edge: &coordination::Edge| match (&compared, edge.significance) {
        (Some(compared), Some(significance)) => significance.q() <= compared.q,
        _ => edge.n_objects > 1,
    };
    let pairs = summary.strongest.iter().enumerate().filter(|(_, edge)| worth_telling(edge));
    let pairs: Vec<_> = pairs.take(options.pair_findings).collect();
    let accounts: Vec<(u32, u32)> = pairs.iter().map(|(_, edge)| (edge.a, edge.b)).collect();
    for ((at, edge), (meetings, _)) in pairs.into_iter().zip(network.meetings_of(&accounts, MOST_RECORDS)) {
        let tags = compared.as_ref().map_or(&[][..], |compared| compared.tags_of_pair(at));
        findings.push(frame.pair(network, edge, &meetings, tags)?);
    }
    if let Some(compared) = &compared {
        for profile in compared.accounts.standing_out().into_iter().take(options.pair_findings) {
            let posts = compared.posts.of(profile.account);
            findings.push(frame.account(network.actions(), &compared.accounts, profile, posts)?);
        }
    }
    let result = CoordinationResult {
        accounts: network.totals().actions.iter().filter(|&&n| n > 0).count() as u64,
        actions: network.actions().len() as u64,
        strongest: strongest(network, &summary),
        read,
        summary,
        compared,
        findings,
        files: Vec::new(),
        report: None,
    };
    Ok((result, groups))
}

/// Meetings whose records a pair finding lists.
const MOST_RECORDS: usize = 200;

fn strongest(network: &Network<'_>, summary: &Summary) -> Vec<StrongPair> {
    let actions = network.actions();
    let name = |account: u32| format!("{}/{}", actions.platform(account), actions.account_id(account));
    let pair = |edge: &coordination::Edge| StrongPair {
        account_a: name(edge.a),
        account_b: name(edge.b),
        name_a: actions.account_name(edge.a).to_owned(),
        name_b: actions.account_name(edge.b).to_owned(),
        n_objects: edge.n_objects,
        n_pairs: edge.n_pairs,
        mean_dt_s: edge.mean_dt_s(),
        layers: edge.layers.to_string(),
        against_chance: edge.significance.map(|s| (f64::from(s.surprise), s.q())),
    };
    summary.strongest.iter().take(100).map(pair).collect()
}

/// The windows in words, such as `60 s` or `10 s, 10 min`.
fn windows_in_words(params: &Params) -> String {
    params.windows.iter().map(|&w| duration(w)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_actions_than_can_be_numbered_are_refused_with_a_hint() {
        assert!(check_size(MOST_ACTIONS).is_ok());
        let refused = check_size(MOST_ACTIONS + 1).expect_err("is too many");
        assert!(refused.to_string().starts_with("2147483648 posts or actions"), "{refused}");
    }
}
