//! The lens as part of a run.

use super::reading::{self, Readers};
use super::{SyntheticOptions, SyntheticResult, findings, page, tables};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::Input;
use crate::lens::{Lens, Outcome, Written};
use crate::local::LanguageModel;
use crate::outputs::{Outputs, Rejects};
use ::synthetic::model_file::Models;
use intake::{IntakeError, ReadOptions};
use model::{EvidenceNo, Group, MethodCard};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The synthetic lens with its options, and with its result after a run.
pub(crate) struct SyntheticLens<'l> {
    options: &'l SyntheticOptions,
    read: &'l ReadOptions<'l>,
    models: Arc<Models>,
    language: Option<LanguageModel>,
    repeats: Vec<String>,
    /// Groups that other lenses of this run found.
    groups: Vec<Group>,
    /// Whether other lenses read the same inputs, and tell of what was lost.
    is_second: bool,
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
        Ok(Self {
            options,
            read,
            models: options.models()?,
            language: options.language_model()?,
            repeats,
            groups: Vec::new(),
            is_second: false,
            result: None,
            failed: Vec::new(),
        })
    }

    /// The same after lenses that read the same inputs: what was lost is theirs to tell.
    #[must_use]
    pub fn after_others(self) -> Self {
        Self { is_second: true, ..self }
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
        match self.language {
            Some(_) => ::synthetic::method::CARDS,
            None => ::synthetic::method::WITHOUT_LANGUAGE_MODEL,
        }
    }

    fn parameters(&self) -> BTreeMap<String, Value> {
        self.options.parameters(&self.models, self.language.as_ref())
    }

    fn take_groups(&mut self, groups: &[Group]) {
        self.groups = groups.to_vec();
    }

    fn run(
        &mut self,
        inputs: &[(EvidenceNo, Input)],
        outputs: &mut Outputs,
        rejects: &mut Rejects,
        ctx: &Ctx<'_>,
    ) -> Result<Option<Outcome>> {
        let mut result = reading::run(
            inputs,
            Readers { models: &self.models, language: self.language.as_ref() },
            if self.groups.is_empty() { &self.options.groups } else { &self.groups },
            self.read,
            (!self.is_second).then_some(rejects),
            ctx,
        )?;
        if self.is_second {
            result.problems.clear();
            result.failed.clear();
        }
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
        let mut page = page::page(&result, &self.models, self.options);
        if self.is_second {
            page.inputs.clear();
            page.title.clear();
        }
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
