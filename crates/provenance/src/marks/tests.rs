use super::*;
use crate::c2pa::{Code, CodeKind, Manifest, SourceType, State};

fn entry(scheme: Scheme, key: &str, value: &str) -> Entry {
    Entry { scheme, key: key.to_owned(), value: value.to_owned(), way: String::new(), start: 0, end: 0 }
}

/// The marks of one entry, as `kind: what it says`.
fn check(scheme: Scheme, key: &str, value: &str, expected: &[&str]) {
    let found = marks(&[entry(scheme, key, value)], &Report::default());
    let found: Vec<String> =
        found.iter().map(|mark| format!("{}: {}", mark.kind.name(), mark.says)).collect();
    assert_eq!(found, expected, "{key} = {value}");
    assert!(marks(&[entry(scheme, key, value)], &Report::default()).iter().all(|mark| !mark.is_signed));
}

#[test]
fn settings_are_known_by_their_words() {
    let parameters =
        "a lighthouse at night\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512";
    let web = "settings: Stable Diffusion WebUI, or a program that writes alike";
    check(Scheme::PngText, "parameters", parameters, &[web]);
    check(Scheme::Exif, "UserComment", parameters, &[web]);
    check(
        Scheme::PngText,
        "prompt",
        r#"{"3": {"class_type": "KSampler", "inputs": {}}}"#,
        &["settings: ComfyUI"],
    );
    check(Scheme::PngText, "workflow", r#"{"nodes": []}"#, &["settings: ComfyUI"]);
    check(Scheme::PngText, "Description", "a pier --v 6 Job ID: 0000", &["settings: Midjourney"]);
    check(Scheme::Exif, "ImageDescription", "a pier in fog", &[]);
    check(Scheme::PngText, "prompt", "what did you see today?", &[]);
}

#[test]
fn programs_count_where_programs_are_named() {
    check(Scheme::Exif, "Software", "Adobe Firefly 3", &["generator: Adobe Firefly"]);
    check(Scheme::Xmp, "xmp:CreatorTool", "NovelAI", &["generator: NovelAI"]);
    check(Scheme::Xmp, "xmpMM:History/stEvt:softwareAgent", "ComfyUI", &["generator: ComfyUI"]);
    check(Scheme::Id3, "TSSE", "Suno v4", &["generator: Suno"]);
    check(Scheme::Exif, "Artist", "Sora Kling", &[]);
    check(Scheme::Exif, "Software", "Sorafix 2", &[]);
    check(Scheme::Exif, "Software", "Lightroom", &[]);
    check(Scheme::Mp4, "©too", "Lavf58", &[]);
}

#[test]
fn labels_and_kinds_of_sources() {
    let uri = |name: &str| format!("http://cv.iptc.org/newscodes/digitalsourcetype/{name}");
    let source = "Iptc4xmpExt:DigitalSourceType";
    check(Scheme::Xmp, source, &uri("trainedAlgorithmicMedia"), &["source_type: made by a trained model"]);
    check(Scheme::Xmp, source, &uri("digitalCapture"), &["source_type: recorded by a digital device"]);
    check(Scheme::Xmp, source, &uri("somethingNew"), &["source_type: source type somethingNew"]);
    check(Scheme::Xmp, "photoshop:Credit", "Made with Google AI", &["label: Google AI"]);
    check(Scheme::Iptc, "Credit", "Made with Google AI", &["label: Google AI"]);
    check(Scheme::Xmp, "dc:title/rdf:Alt", "Not made with ain't", &[]);
    let label = "label: label of generated content by the Chinese standard GB 45438";
    check(Scheme::Xmp, "TC260:AIGC", r#"{"Label":"1"}"#, &[label]);
    check(Scheme::PngText, "AIGC", r#"{"Label":"1","ContentProducer":"x"}"#, &[label]);
    check(Scheme::PngText, "AIGC", "the club's initials", &[]);
}

fn manifest(label: &str, is_active: bool) -> Manifest {
    Manifest {
        label: label.to_owned(),
        is_active,
        sources: vec![SourceType {
            uri: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia".to_owned(),
            action: "c2pa.created".to_owned(),
            agent: String::new(),
        }],
        ..Manifest::default()
    }
}

#[test]
fn a_mark_is_signed_only_where_its_own_manifest_holds() {
    let code = |code: &str, label: &str| Code {
        code: code.to_owned(),
        kind: CodeKind::Failure,
        about: Some(format!("self#jumbf=/c2pa/{label}/c2pa.signature")),
        of_ingredient: false,
    };
    let check = |state: State, codes: Vec<Code>, expected: [bool; 2]| {
        let report = Report {
            state,
            codes,
            manifests: vec![manifest("urn:one", true), manifest("urn:two", false)],
            ..Report::default()
        };
        let found: Vec<bool> = marks(&[], &report).iter().map(|mark| mark.is_signed).collect();
        assert_eq!(found, expected);
    };
    check(State::Valid, Vec::new(), [true, true]);
    check(State::Valid, vec![code("signingCredential.untrusted", "urn:one")], [true, true]);
    check(State::Valid, vec![code("claimSignature.mismatch", "urn:two")], [true, false]);
    check(State::Invalid, vec![code("assertion.dataHash.mismatch", "urn:one")], [false, false]);
}
