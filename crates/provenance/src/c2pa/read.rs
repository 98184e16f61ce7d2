//! One file's manifests, read in this process.

use super::{Code, CodeKind, Failure, Manifest, Report, SourceType, State};
use c2pa::{Context, Error, Reader, Settings, ValidationState};
use serde_json::{Value, json};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// Longest text that is passed on.
const MOST_TEXT: usize = 2_000;
/// Most manifests, sources, agents, ingredients and codes of a file that are passed on.
const MOST: usize = 256;
/// Levels of an assertion's data that are searched.
const DEEPEST: usize = 24;

/// How manifests are read: nothing is fetched, and signers are compared with `anchors`.
pub(super) fn context(anchors: Option<&str>) -> c2pa::Result<Arc<Context>> {
    let mut settings = json!({
        "core": {"allowed_network_hosts": []},
        "verify": {"remote_manifest_fetch": false, "ocsp_fetch": false, "verify_trust": true},
    });
    if let Some(anchors) = anchors {
        settings["trust"] = json!({"trust_anchors": anchors});
    }
    let settings = Settings::new().with_json(&settings.to_string())?;
    Ok(Context::new().with_settings(settings)?.into_shared())
}

/// What the file at `path` has of manifests.
pub(super) fn read(path: &Path, format: &str, context: &Arc<Context>) -> Report {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return Report::not_checked("io", error.to_string()),
    };
    let read = || Reader::from_shared_context(context).with_stream(format, file);
    match catch_unwind(AssertUnwindSafe(|| read().map(|reader| report(&reader)))) {
        Ok(Ok(report)) => report,
        Ok(Err(error)) => failed(&error),
        Err(_) => Report {
            state: State::Unreadable,
            failure: Some(Failure::new("reader_gave_up", "the reader of manifests gave up on this file")),
            ..Report::default()
        },
    }
}

fn failed(error: &Error) -> Report {
    let (state, remote_url) = match error {
        Error::JumbfNotFound => return Report { state: State::None, ..Report::default() },
        Error::RemoteManifestUrl(url) | Error::RemoteManifestFetch(url) => (State::Remote, Some(cut(url))),
        Error::UnsupportedType => (State::Unsupported, None),
        _ => (State::Unreadable, None),
    };
    let failure = (state == State::Unreadable).then(|| Failure::new(code(error), cut(&error.to_string())));
    Report { state, failure, remote_url, ..Report::default() }
}

/// The name of the error in snake case.
fn code(error: &Error) -> String {
    let name = format!("{error:?}");
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let mut code = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(c.to_ascii_lowercase());
    }
    code
}

fn report(reader: &Reader) -> Report {
    let state = match reader.validation_state() {
        ValidationState::Invalid => State::Invalid,
        ValidationState::Valid => State::Valid,
        ValidationState::Trusted => State::Trusted,
        // A state that this program does not know is no reason to trust.
        #[allow(unreachable_patterns, reason = "the list may grow")]
        _ => State::Invalid,
    };
    let json: Value = serde_json::from_str(&reader.json()).unwrap_or_default();
    Report {
        state,
        failure: None,
        codes: codes(&json["validation_results"]),
        manifests: manifests(&json),
        remote_url: reader.remote_url().map(cut),
    }
}

fn codes(results: &Value) -> Vec<Code> {
    let mut found = Vec::new();
    add_codes(&results["activeManifest"], false, &mut found);
    for delta in results["ingredientDeltas"].as_array().into_iter().flatten() {
        add_codes(&delta["validationDeltas"], true, &mut found);
    }
    found
}

fn add_codes(lists: &Value, of_ingredient: bool, found: &mut Vec<Code>) {
    let kinds = [
        ("success", CodeKind::Success),
        ("informational", CodeKind::Informational),
        ("failure", CodeKind::Failure),
    ];
    for (name, kind) in kinds {
        for status in lists[name].as_array().into_iter().flatten() {
            // Failures always count, however many successes stand before them.
            if found.len() < MOST || kind == CodeKind::Failure && found.len() < 16 * MOST {
                let code = text(&status["code"]).unwrap_or_default();
                found.push(Code { code, kind, about: text(&status["url"]), of_ingredient });
            }
        }
    }
}

fn manifests(json: &Value) -> Vec<Manifest> {
    let active = json["active_manifest"].as_str().unwrap_or_default();
    let all = json["manifests"].as_object().into_iter().flatten();
    let mut found: Vec<Manifest> =
        all.map(|(label, manifest)| manifest_of(label, manifest, label == active)).collect();
    found.sort_by(|x, y| (!x.is_active, &x.label).cmp(&(!y.is_active, &y.label)));
    found.truncate(MOST);
    found
}

fn manifest_of(label: &str, manifest: &Value, is_active: bool) -> Manifest {
    let signature = &manifest["signature_info"];
    let list = |name: &str| manifest[name].as_array().into_iter().flatten();
    let programs: Vec<String> = list("claim_generator_info").filter_map(program).collect();
    let generator = text(&manifest["claim_generator"]).or_else(|| {
        let joined = programs.join(" ");
        (!joined.is_empty()).then_some(joined)
    });
    let mut stated = Stated::default();
    for assertion in list("assertions") {
        stated.search(&assertion["data"], "", "", 0);
    }
    let Stated { mut sources, mut agents } = stated;
    agents.extend(programs);
    sources.sort();
    sources.dedup();
    agents.sort();
    agents.dedup();
    Manifest {
        label: cut(label),
        is_active,
        generator,
        title: text(&manifest["title"]),
        signer: text(&signature["issuer"]),
        signer_name: text(&signature["common_name"]),
        serial: text(&signature["cert_serial_number"]),
        signed_at: text(&signature["time"]),
        sources,
        agents,
        ingredients: list("ingredients").filter_map(|one| text(&one["title"])).take(MOST).collect(),
    }
}

/// What assertions state of sources and programs, wherever in their data it stands.
#[derive(Default)]
struct Stated {
    sources: Vec<SourceType>,
    agents: Vec<String>,
}

impl Stated {
    fn search(&mut self, value: &Value, action: &str, agent: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.search(one, action, agent, depth + 1)),
            Value::Object(fields) => {
                let own_action = text(&value["action"]);
                let action = own_action.as_deref().unwrap_or(action);
                let own_agent = text(&value["softwareAgent"]).or_else(|| program(&value["softwareAgent"]));
                let agent = own_agent.as_deref().unwrap_or(agent);
                if let Some(agent) = &own_agent
                    && self.agents.len() < MOST
                {
                    self.agents.push(agent.clone());
                }
                for (name, inner) in fields {
                    let local = name.rsplit(':').next().unwrap_or(name);
                    if local.eq_ignore_ascii_case("digitalSourceType") {
                        self.add_sources(inner, action, agent);
                    } else {
                        self.search(inner, action, agent, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn add_sources(&mut self, value: &Value, action: &str, agent: &str) {
        let one = std::slice::from_ref(value);
        for uri in value.as_array().map_or(one, Vec::as_slice).iter().filter_map(text) {
            if self.sources.len() < MOST {
                self.sources.push(SourceType { uri, action: cut(action), agent: cut(agent) });
            }
        }
    }
}

/// `{"name": "Program", "version": "1.0"}` in words.
fn program(value: &Value) -> Option<String> {
    let name = text(&value["name"])?;
    Some(match text(&value["version"]) {
        Some(version) => format!("{name} {version}"),
        None => name,
    })
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(cut)
}

fn cut(text: &str) -> String {
    text[..text.floor_char_boundary(MOST_TEXT)].to_owned()
}
