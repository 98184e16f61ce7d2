//! Forgetting an account: its records are cut out of the evidence, what was derived goes, and from then on its posts are
//! passed over wherever they turn up.

mod cut;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::sharing::{People, each, existing};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{UInt32Type, UInt64Type};
use case::{Case, Forgetting, Recorded, Secret};
use intake::{PostSink, ReadOptions, SinkError, Source};
use model::{EvidenceNo, Post, Problem, Sha256};
use privacy::{Commitment, Key, Salts};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

/// Largest piece of evidence that is cut.
const LARGEST: u64 = 1 << 30;

/// What became of an account.
#[derive(Clone, Debug)]
pub struct Forgotten {
    /// Records of it that were cut out.
    pub records: u64,
    /// Pieces of evidence that were replaced.
    pub replaced: usize,
    /// Names of evidence that still holds its records, as the format cannot be cut.
    pub still_held: Vec<String>,
    /// Names of evidence in which records of others, or other texts, still name it.
    pub still_named: Vec<String>,
}

/// Forgets `account`, as `platform/id`, `platform/handle`, or a handle or id that only one account has. `fresh` is what the
/// salts are made from when the case has none yet.
pub fn forget(dir: &Path, account: &str, fresh: [u8; 32], ctx: &Ctx<'_>) -> Result<Forgotten> {
    let mut case = Case::open(dir)?;
    let people = {
        let recorded = Recorded::of(&case, crate::PROGRAM)?;
        People::of(&recorded, &recorded.current_findings())?
    };
    let (platform, id) = people.find(account).ok_or_else(|| Error::Option {
        message: format!("the case has no posts of one account `{account}`"),
        hint: "name it as `platform/id`, as `accounts.parquet` has it".to_owned(),
    })?;
    let mut names: BTreeSet<String> = BTreeSet::from([id.clone()]);
    names.extend(
        people.accounts.get(&(platform.clone(), id.clone())).into_iter().flat_map(|n| n.handles.clone()),
    );

    ctx.progress.stage("looking for its records", None);
    let places = places(&case, &platform, &id)?;
    let mut forgotten =
        Forgotten { records: 0, replaced: 0, still_held: Vec::new(), still_named: Vec::new() };
    let (mut replaced, mut still_held) = (Vec::new(), Vec::new());
    let mut contents = BTreeMap::new();
    for (no, ranges) in &places {
        let row = case.evidence_row(*no)?;
        let path = case.evidence_path(&row.evidence.id);
        let cut = match ranges {
            Some(ranges) if row.evidence.bytes <= LARGEST => {
                let bytes = std::fs::read(&path).map_err(Error::file("read", &path))?;
                let without = cut::cut(&bytes, ranges);
                let name = &row.evidence.name;
                holds_the_rest(name, &bytes, &without, &platform, &id, ranges.len() as u64).then_some(without)
            }
            _ => None,
        };
        match cut {
            Some(bytes) => {
                forgotten.records += ranges.as_ref().map_or(0, |ranges| ranges.len() as u64);
                contents.insert(*no, bytes);
            }
            None => {
                forgotten.still_held.push(row.evidence.name);
                still_held.push(*no);
            }
        }
    }
    for row in case.evidence()? {
        if still_held.contains(&row.no) || row.evidence.bytes > LARGEST {
            continue;
        }
        let path = case.evidence_path(&row.evidence.id);
        let bytes = match contents.get(&row.no) {
            Some(bytes) => bytes.clone(),
            None => std::fs::read(&path).map_err(Error::file("read", &path))?,
        };
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if names.iter().any(|name| name.len() > 2 && text.contains(&name.to_lowercase())) {
            forgotten.still_named.push(row.evidence.name);
        }
    }
    replaced.extend(contents);
    forgotten.replaced = replaced.len();
    let secret = Salts::new(Key::new(case.secret(Secret::Forgotten, fresh)?));
    let commitment = commitment(&secret, &platform, &id);
    case.forget(Forgetting { commitment, replaced, still_held }, &ctx.actor, ctx.now)?;
    // What lies in `out/` without a run that lists it names accounts as well.
    for entry in std::fs::read_dir(case.out_dir()).map_err(Error::file("list", case.out_dir()))? {
        let path = entry.map_err(Error::file("list", case.out_dir()))?.path();
        if path.is_file() {
            std::fs::remove_file(&path).map_err(Error::file("remove", &path))?;
        }
    }
    Ok(forgotten)
}

fn commitment(salts: &Salts, platform: &str, id: &str) -> Sha256 {
    let account = format!("{platform}/{id}");
    // One salt for the case: every account that is read is held against the list.
    Commitment::of(&salts.of("forgotten"), account.as_bytes()).0
}

/// Accounts that a case has forgotten, as far as reading needs to know them: by commitments only.
pub(crate) struct Absent {
    salts: Salts,
    commitments: BTreeSet<Sha256>,
}

impl Absent {
    /// `None` where nothing was forgotten.
    pub fn of(case: &Case) -> Result<Option<Self>> {
        let commitments: BTreeSet<Sha256> = case.forgotten()?.into_iter().collect();
        let secret = case.known_secret(Secret::Forgotten)?.filter(|_| !commitments.is_empty());
        Ok(secret.map(|secret| Self { salts: Salts::new(Key::new(secret)), commitments }))
    }

    /// Whether the account is one of them.
    pub fn covers(&self, platform: &str, id: &str) -> bool {
        self.commitments.contains(&commitment(&self.salts, platform, id))
    }

    /// The commitments, which are part of what decides a run.
    pub fn commitments(&self) -> impl Iterator<Item = &Sha256> {
        self.commitments.iter()
    }
}

/// Places of the account's records by evidence; `None` where one of them has no bytes of its own in the file.
type Places = BTreeMap<EvidenceNo, Option<Vec<Range<usize>>>>;

fn places(case: &Case, platform: &str, id: &str) -> Result<Places> {
    let mut places = Places::new();
    for segment in case.segments("posts")? {
        for batch in existing(Some(&case.segment_path(&segment.hash)))? {
            let batch = batch?;
            let mut cells = vec![[const { String::new() }; 3]; batch.num_rows()];
            for (i, column) in ["platform", "account_id", "container"].iter().enumerate() {
                each(&batch, column, |row, text| cells[row][i] = text.to_owned());
            }
            let evidence =
                batch.column_by_name("evidence").and_then(|array| array.as_primitive_opt::<UInt32Type>());
            let whole = |name: &str| {
                batch.column_by_name(name).and_then(|array| array.as_primitive_opt::<UInt64Type>())
            };
            let (Some(evidence), Some(start), Some(end)) = (evidence, whole("offset"), whole("offset_end"))
            else {
                continue;
            };
            for (row, [of, account, container]) in cells.iter().enumerate() {
                if of != platform || account != id {
                    continue;
                }
                let place = places.entry(EvidenceNo(evidence.value(row))).or_insert_with(|| Some(Vec::new()));
                let range = (container.is_empty() && end.is_valid(row)).then(|| {
                    Some(usize::try_from(start.value(row)).ok()?..usize::try_from(end.value(row)).ok()?)
                });
                match (place.as_mut(), range.flatten()) {
                    (Some(ranges), Some(range)) => ranges.push(range),
                    _ => *place = None,
                }
            }
        }
    }
    for ranges in places.values_mut().flatten() {
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges.dedup();
    }
    Ok(places)
}

/// Whether what is left reads as before, without the account's posts and with everybody else's.
fn holds_the_rest(name: &str, before: &[u8], after: &[u8], platform: &str, id: &str, cut: u64) -> bool {
    let count = |bytes: &[u8]| {
        let mut sink = Counting { platform, id, of_account: 0, of_others: 0 };
        let options = ReadOptions::default();
        intake::read_from(name, bytes, EvidenceNo(0), &options, &mut sink).ok()?;
        Some((sink.of_account, sink.of_others))
    };
    match (count(before), count(after)) {
        (Some((of_account, others)), Some((0, left))) => of_account >= cut && left == others,
        // Nobody else was in it: there is nothing to read.
        (Some((_, 0)), None) => true,
        _ => false,
    }
}

struct Counting<'a> {
    platform: &'a str,
    id: &'a str,
    of_account: u64,
    of_others: u64,
}

impl PostSink for Counting<'_> {
    fn source(&mut self, _source: &Source) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>) -> std::result::Result<(), SinkError> {
        let is_it = post.platform == self.platform && post.account_id == self.id;
        *if is_it { &mut self.of_account } else { &mut self.of_others } += 1;
        Ok(())
    }

    fn problem(&mut self, _problem: Problem) -> std::result::Result<(), SinkError> {
        Ok(())
    }
}
