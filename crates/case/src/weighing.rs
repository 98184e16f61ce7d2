//! Hypotheses and assessments as the case keeps them: what stands now in tables, everything that ever stood in the log.

use crate::custody;
use crate::error::{Result, damaged, json, sql};
use crate::findings;
use crate::folder::Case;
use model::{Assessment, Author, Hypothesis, Level, NONE_OF_THESE, Sha256, Support, Timestamp, Weighing};
use model::{canonical_json, inert};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// Largest ratio that can be entered; its inverse is the smallest. No calibration set is large enough for more.
const LARGEST_RATIO: f64 = 1e9;

/// Most hypotheses of a case.
const MOST_HYPOTHESES: usize = 100;

/// Why a hypothesis or an assessment cannot stand so.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WeighingError {
    /// No hypothesis has this name.
    #[error("the case has no hypothesis `{name}`; it has {}", known.join(", "))]
    NoHypothesis {
        /// What was asked for.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A name that is taken.
    #[error("the case has another hypothesis `{0}`")]
    Taken(String),
    /// A name that cannot be one.
    #[error(
        "`{0}` cannot name a hypothesis: at most 64 letters, digits, `.`, `_` and `-`, and not `{NONE_OF_THESE}`"
    )]
    Name(String),
    /// More than can be compared.
    #[error("the case has {MOST_HYPOTHESES} hypotheses: more are no longer a comparison")]
    TooMany,
    /// Something was left empty.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// Only a named person may say this.
    #[error("`{name}` is of the level {}, about which only a named person says anything", level.name())]
    NeedsAPerson {
        /// The hypothesis.
        name: String,
        /// Its level.
        level: Level,
    },
    /// The reference is compared with itself.
    #[error("`{0}` is the reference, with which the others are compared")]
    OfTheReference(String),
    /// The reference cannot be another while ratios compare with it.
    #[error(
        "{standing} assessments compare with `{reference}`: with another reference they would say something else"
    )]
    ReferenceInUse {
        /// The reference.
        reference: String,
        /// Number of assessments.
        standing: usize,
    },
    /// Two numbers that are no interval of ratios.
    #[error(
        "{lo} to {hi} is no interval of likelihood ratios: both lie between 1e-9 and 1e9, the lower first"
    )]
    Ratio {
        /// Lower end.
        lo: f64,
        /// Upper end.
        hi: f64,
    },
    /// A finding that the last run did not make.
    #[error("finding {} is not among those of the last run", .0.short())]
    NotCurrent(Sha256),
    /// Nothing to withdraw.
    #[error("finding {} is not assessed for `{hypothesis}`", finding.short())]
    NotAssessed {
        /// The finding.
        finding: Sha256,
        /// The hypothesis.
        hypothesis: String,
    },
}

impl WeighingError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoHypothesis { .. } => "`scrutineer case hypothesis add` adds one",
            Self::Taken(_) => "remove it first (`scrutineer case hypothesis remove`); the log keeps it",
            Self::NeedsAPerson { .. } => "say who you are with `--actor NAME`",
            Self::OfTheReference(_) => "assess the others against it; what speaks for it speaks against them",
            Self::ReferenceInUse { .. } => {
                "withdraw them first (`scrutineer case assess --withdraw`) and give them anew; the log keeps them"
            }
            Self::Ratio { .. } => {
                "a ratio is how likely the finding is under the hypothesis, over how likely it is under the reference"
            }
            Self::NotCurrent(_) => "`scrutineer explain CASE` lists the findings of the last run",
            Self::Name(_) | Self::TooMany | Self::Empty(_) | Self::NotAssessed { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

impl Case {
    /// Hypotheses, reference and assessments as they stand. Assessments of findings of earlier runs are among them;
    /// [`weigh`](crate::weigh) does not count those.
    pub fn weighing(&self) -> Result<Weighing> {
        weighing(&self.conn)
    }

    /// Adds a hypothesis, last but for "none of these". The same one again changes nothing.
    pub fn add_hypothesis(&mut self, hypothesis: &Hypothesis, actor: &str, now: Timestamp) -> Result<()> {
        self.add_hypotheses(std::slice::from_ref(hypothesis), actor, now)
    }

    /// Adds hypotheses in their order: all, or none.
    pub fn add_hypotheses(&mut self, added: &[Hypothesis], actor: &str, now: Timestamp) -> Result<()> {
        self.write("adding a hypothesis", |tx| {
            added.iter().try_for_each(|hypothesis| add(tx, hypothesis, actor, now))
        })
    }

    /// Takes a hypothesis out, and withdraws what was assessed for it. The log keeps both.
    pub fn remove_hypothesis(&mut self, name: &str, reason: &str, actor: &str, now: Timestamp) -> Result<()> {
        let doing = "removing a hypothesis";
        self.write(doing, |tx| {
            required(reason, "the reason")?;
            let standing = weighing(tx)?;
            find(&standing, name)?;
            if name == NONE_OF_THESE {
                return Err(WeighingError::Name(name.to_owned()).into());
            }
            if name == standing.reference {
                return Err(WeighingError::OfTheReference(name.to_owned()).into());
            }
            for assessment in standing.assessments.iter().filter(|a| a.hypothesis == name) {
                withdraw(tx, &assessment.finding, name, reason, actor, now)?;
            }
            tx.execute("DELETE FROM hypotheses WHERE name = ?", [name]).map_err(sql(doing))?;
            let removed = Removed { name, reason };
            custody::append(tx, actor, custody::REMOVE_HYPOTHESIS, &removed, now).map(drop)
        })
    }

    /// Chooses the hypothesis with which the others are compared. Refused while assessments compare with another.
    pub fn set_reference(&mut self, name: &str, actor: &str, now: Timestamp) -> Result<()> {
        let doing = "choosing the reference";
        self.write(doing, |tx| {
            let standing = weighing(tx)?;
            find(&standing, name)?;
            if name == standing.reference {
                return Ok(());
            }
            if !standing.assessments.is_empty() {
                let (reference, standing) = (standing.reference, standing.assessments.len());
                return Err(WeighingError::ReferenceInUse { reference, standing }.into());
            }
            tx.execute("INSERT OR REPLACE INTO reference VALUES (1, ?)", [name]).map_err(sql(doing))?;
            let reference = Reference { hypothesis: name.to_owned() };
            custody::append(tx, actor, custody::SET_REFERENCE, &reference, now).map(drop)
        })
    }

    /// Enters what a finding says for a hypothesis, in the place of what was entered before; the log keeps that.
    pub fn assess(&mut self, assessment: &Assessment, actor: &str, now: Timestamp) -> Result<()> {
        self.assess_all(std::slice::from_ref(assessment), actor, now)
    }

    /// Enters assessments: all, or none.
    pub fn assess_all(&mut self, assessments: &[Assessment], actor: &str, now: Timestamp) -> Result<()> {
        let current: BTreeSet<Sha256> = match self.latest_run("examine")? {
            Some(run) => findings::ids(&self.conn, &run.plan.id()?)?.into_iter().collect(),
            None => BTreeSet::new(),
        };
        self.write("entering an assessment", |tx| {
            let standing = weighing(tx)?;
            for assessment in assessments {
                check(assessment, &standing, &current)?;
                enter(tx, assessment, actor, now)?;
            }
            Ok(())
        })
    }

    /// Takes an assessment back. The log keeps it, and why it was taken back.
    pub fn withdraw_assessment(
        &mut self,
        finding: &Sha256,
        hypothesis: &str,
        reason: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<()> {
        self.write("withdrawing an assessment", |tx| {
            required(reason, "the reason")?;
            withdraw(tx, finding, hypothesis, reason, actor, now)
        })
    }
}

/// A hypothesis as the log states it.
#[derive(Serialize)]
pub(crate) struct Listed {
    position: u32,
    #[serde(flatten)]
    hypothesis: Hypothesis,
}

/// The reference as the log states it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Reference {
    hypothesis: String,
}

#[derive(Serialize)]
struct Removed<'a> {
    name: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Withdrawn<'a> {
    finding: &'a Sha256,
    hypothesis: &'a str,
    reason: &'a str,
}

fn weighing(conn: &Connection) -> Result<Weighing> {
    let mut hypotheses: Vec<Hypothesis> = listed(conn)?.into_iter().map(|row| row.hypothesis).collect();
    hypotheses.push(Hypothesis::none_of_these());
    let reference = chosen_reference(conn)?.map_or_else(|| NONE_OF_THESE.to_owned(), |row| row.hypothesis);
    Ok(Weighing { hypotheses, reference, assessments: assessments(conn)? })
}

/// The hypotheses that were entered, in their order.
pub(crate) fn listed(conn: &Connection) -> Result<Vec<Listed>> {
    let query = "SELECT name, position, body FROM hypotheses ORDER BY position";
    each(conn, "reading hypotheses", query, |(name, position, body): (String, u32, String)| {
        let what = || format!("hypothesis {name}");
        let hypothesis: Hypothesis = read(&body, what)?;
        if hypothesis.name != name {
            return Err(damaged(what()));
        }
        Ok(Listed { position, hypothesis })
    })
}

/// All assessments, sorted by finding and hypothesis.
pub(crate) fn assessments(conn: &Connection) -> Result<Vec<Assessment>> {
    let query = "SELECT finding, hypothesis, body FROM assessments ORDER BY finding, hypothesis";
    each(conn, "reading assessments", query, |(finding, hypothesis, body): (String, String, String)| {
        let what = || format!("the assessment of {finding} for {hypothesis}");
        let assessment: Assessment = read(&body, what)?;
        if assessment.finding.hex() != finding || assessment.hypothesis != hypothesis {
            return Err(damaged(what()));
        }
        Ok(assessment)
    })
}

/// Each row of a query, read and checked.
fn each<R, T>(
    conn: &Connection,
    doing: &'static str,
    query: &str,
    checked: impl FnMut(R) -> Result<T>,
) -> Result<Vec<T>>
where
    R: for<'r> TryFrom<&'r Row<'r>, Error = rusqlite::Error>,
{
    let rows: Vec<R> = conn
        .prepare_cached(query)
        .and_then(|mut query| query.query_map([], |row| row.try_into())?.collect())
        .map_err(sql(doing))?;
    rows.into_iter().map(checked).collect()
}

/// The reference that somebody chose.
pub(crate) fn chosen_reference(conn: &Connection) -> Result<Option<Reference>> {
    conn.query_row("SELECT hypothesis FROM reference", [], |row| row.get(0))
        .optional()
        .map(|name| name.map(|hypothesis| Reference { hypothesis }))
        .map_err(sql("reading the reference"))
}

fn add(conn: &Connection, hypothesis: &Hypothesis, actor: &str, now: Timestamp) -> Result<()> {
    let doing = "adding a hypothesis";
    let Hypothesis { name, statement, level, author } = hypothesis;
    if !is_name(name) {
        return Err(WeighingError::Name(name.clone()).into());
    }
    required(statement, "the statement")?;
    by_a_person(hypothesis, author)?;
    let rows = listed(conn)?;
    if let Some(row) = rows.iter().find(|row| row.hypothesis.name == *name) {
        let same = row.hypothesis.statement == *statement && row.hypothesis.level == *level;
        return if same { Ok(()) } else { Err(WeighingError::Taken(name.clone()).into()) };
    }
    if rows.len() >= MOST_HYPOTHESES {
        return Err(WeighingError::TooMany.into());
    }
    let position = rows.last().map_or(1, |row| row.position + 1);
    let body = canonical_json(hypothesis).map_err(json(doing))?;
    conn.execute("INSERT INTO hypotheses VALUES (?, ?, ?)", params![name, position, body])
        .map_err(sql(doing))?;
    let row = Listed { position, hypothesis: hypothesis.clone() };
    custody::append(conn, actor, custody::ADD_HYPOTHESIS, &row, now).map(drop)
}

/// Names stand in tables, sentences and command lines, in any script.
fn is_name(name: &str) -> bool {
    let plain = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !inert::is_active(c)
            && !matches!(c, ',' | ';' | '"' | '\'' | '`' | '\u{201c}' | '\u{201d}')
    };
    (1..=64).contains(&name.chars().count())
        && name.chars().all(plain)
        && !name.starts_with('-')
        && !name.eq_ignore_ascii_case(NONE_OF_THESE)
}

fn check(assessment: &Assessment, standing: &Weighing, current: &BTreeSet<Sha256>) -> Result<()> {
    let hypothesis = find(standing, &assessment.hypothesis)?;
    if assessment.hypothesis == standing.reference {
        return Err(WeighingError::OfTheReference(assessment.hypothesis.clone()).into());
    }
    by_a_person(hypothesis, &assessment.author)?;
    if !current.contains(&assessment.finding) {
        return Err(WeighingError::NotCurrent(assessment.finding).into());
    }
    required(&assessment.reason, "the reason")?;
    if let Some(group) = &assessment.group {
        required(group, "the name of the group")?;
    }
    if let Support::LikelihoodRatio { lo, hi, calibration } = &assessment.support {
        required(calibration, "the calibration of the ratio")?;
        let (lo, hi) = (*lo, *hi);
        let fits = lo <= hi && lo >= LARGEST_RATIO.recip() && hi <= LARGEST_RATIO;
        if !fits {
            return Err(WeighingError::Ratio { lo, hi }.into());
        }
    }
    Ok(())
}

fn enter(conn: &Connection, assessment: &Assessment, actor: &str, now: Timestamp) -> Result<()> {
    let doing = "entering an assessment";
    let body = canonical_json(assessment).map_err(json(doing))?;
    let key = params![assessment.finding.hex(), assessment.hypothesis, body];
    let standing = conn
        .prepare_cached("SELECT 1 FROM assessments WHERE finding = ? AND hypothesis = ? AND body = ?")
        .and_then(|mut query| query.exists(key))
        .map_err(sql(doing))?;
    if standing {
        return Ok(());
    }
    conn.prepare_cached("INSERT OR REPLACE INTO assessments VALUES (?, ?, ?)")
        .and_then(|mut insert| insert.execute(key))
        .map_err(sql(doing))?;
    custody::append(conn, actor, custody::ASSESS, assessment, now).map(drop)
}

fn withdraw(
    conn: &Connection,
    finding: &Sha256,
    hypothesis: &str,
    reason: &str,
    actor: &str,
    now: Timestamp,
) -> Result<()> {
    let gone = conn
        .execute(
            "DELETE FROM assessments WHERE finding = ? AND hypothesis = ?",
            params![finding.hex(), hypothesis],
        )
        .map_err(sql("withdrawing an assessment"))?;
    if gone == 0 {
        let (finding, hypothesis) = (*finding, hypothesis.to_owned());
        return Err(WeighingError::NotAssessed { finding, hypothesis }.into());
    }
    custody::append(conn, actor, custody::WITHDRAW, &Withdrawn { finding, hypothesis, reason }, now).map(drop)
}

fn find<'w>(standing: &'w Weighing, name: &str) -> Result<&'w Hypothesis> {
    let known = || standing.hypotheses.iter().map(|hypothesis| hypothesis.name.clone()).collect();
    let found = standing.hypotheses.iter().find(|hypothesis| hypothesis.name == name);
    Ok(found.ok_or_else(|| WeighingError::NoHypothesis { name: name.to_owned(), known: known() })?)
}

/// Who did it or who ordered it is said by somebody who stands by it with a name.
fn by_a_person(hypothesis: &Hypothesis, author: &Author) -> Result<()> {
    let named = matches!(author, Author::Person(name) if !name.trim().is_empty());
    if hypothesis.level.needs_a_person() && !named {
        let (name, level) = (hypothesis.name.clone(), hypothesis.level);
        return Err(WeighingError::NeedsAPerson { name, level }.into());
    }
    Ok(())
}

fn required(text: &str, what: &'static str) -> Result<()> {
    if text.trim().is_empty() { Err(WeighingError::Empty(what).into()) } else { Ok(()) }
}

fn read<T: for<'de> Deserialize<'de>>(body: &str, what: impl FnOnce() -> String) -> Result<T> {
    serde_json::from_str(body).map_err(|_| damaged(what()))
}
