//! A layer for the DISARM Navigator (layer format 4.4): which techniques findings are consistent with.

use super::Material;
use super::disarm::{Shown, technique};
use crate::{Error, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// Writes the layer. Only techniques that a method may name are in it.
pub fn navigator(material: &Material, out: &mut dyn Write) -> Result<()> {
    let mut findings = BTreeMap::<&str, Vec<String>>::new();
    for finding in &material.findings {
        for id in &finding.techniques {
            if let Some(technique) = technique(id) {
                findings.entry(technique.id).or_default().push(finding.id.short());
            }
        }
    }
    let techniques: Vec<Value> =
        findings.iter().filter_map(|(id, findings)| Some(entry(technique(id)?, findings))).collect();
    let mut layer = json!({
        "name": material.title,
        "versions": {"attack": "1", "navigator": "4.8.2", "layer": "4.4"},
        "domain": "DISARM",
        "description": format!(
            "Techniques with which findings are consistent, by {}. A technique that is not marked may have been used all \
             the same: most leave nothing in data of this kind.",
            material.program
        ),
        "sorting": 0,
        "hideDisabled": false,
        "techniques": techniques,
        "gradient": {"colors": ["#ffffff", "#4a90d9"], "minValue": 0, "maxValue": findings.values().map(Vec::len).max().unwrap_or(1)},
        "metadata": [{"name": "made", "value": material.made.rfc3339()}],
    });
    layer.sort_all_objects();
    serde_json::to_writer_pretty(&mut *out, &layer).map_err(|source| Error::Json { line: 0, source })?;
    Ok(out.write_all(b"\n")?)
}

fn entry(technique: &super::disarm::Technique, findings: &[String]) -> Value {
    let shown = match technique.shown {
        Shown::Direct => "data of this kind show the act itself",
        Shown::Partial | Shown::Context => "data of this kind show a part of it",
    };
    json!({
        "techniqueID": technique.id,
        "score": findings.len(),
        "enabled": true,
        "comment": format!("Findings {}; {shown}.", findings.join(", ")),
        "metadata": [{"name": "lens", "value": technique.lens}],
        "showSubtechniques": technique.id.contains('.'),
    })
}
