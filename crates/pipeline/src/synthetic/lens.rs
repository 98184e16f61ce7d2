//! The lens as part of a run.

use super::{SyntheticOptions, SyntheticResult, findings, page, reading, tables};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::lens::{Lens, Outcome, Written};
use crate::outputs::{Outputs, Rejects};
use ::synthetic::model_file::Models;
use intake::{IntakeError, ReadOptions};
use model::{EvidenceNo, MethodCard};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The synthetic lens with its options, and with its result after a run.
pub(crate) struct SyntheticLens<'l> {
    options: &'l SyntheticOptions,
    read: &'l ReadOptions<'l>,
    models: Arc<Models>,
    repeats: Vec<String>,
    result: Option<SyntheticResult>,
    failed: Vec<(String, IntakeError)>,
}

impl<'l> SyntheticLens<'l> {
    /// The lens; `repeats` are names of inputs whose bytes came twice.
    pub fn new(
        options: &'l SyntheticOptions,
        read: &'l ReadOptions<'l>,
        repeats: Vec<String>,
    ) -> Result<Self> {
        Ok(Self { options, read, models: options.models()?, repeats, result: None, failed: Vec::new() })
    }

    /// The result, once the run has written its files; `None` when nothing could be read.
    pub fn finish(self, written: &Written) -> Option<SyntheticResult> {
        Some(SyntheticResult { written: written.files.clone(), ..self.result? })
    }
}

impl Lens for SyntheticLens<'_> {
    fn name(&self) -> &'static str {
        "synthetic"
    }

    fn methods(&self) -> &'static [MethodCard] {
        ::synthetic::method::CARDS
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        SyntheticOptions::parameters(&self.models)
    }

    fn run(
        &mut self,
        inputs: &[(EvidenceNo, Input)],
        outputs: &mut Outputs,
        rejects: &mut Rejects,
        ctx: &Ctx<'_>,
    ) -> Result<Option<Outcome>> {
        let mut result = reading::run(inputs, &self.models, self.read, Some(rejects), ctx)?;
        if result.files.is_empty() {
            self.failed = result.failed;
            return Ok(None);
        }
        result.repeats = std::mem::take(&mut self.repeats);
        for (table, batch) in tables::tables(&result)? {
            outputs.whole_table(&table, [Ok::<_, Error>(batch)])?;
            for &format in &self.options.formats {
                outputs.convert(&table, format)?;
            }
        }
        let findings = findings::findings(&result, &self.parameters())?;
        let page = page::page(&result, &self.models);
        self.result = Some(result);
        Ok(Some(Outcome { findings, groups: None, page }))
    }

    fn failed(&mut self) -> &mut Vec<(String, IntakeError)> {
        match &mut self.result {
            Some(result) => &mut result.failed,
            None => &mut self.failed,
        }
    }
}
