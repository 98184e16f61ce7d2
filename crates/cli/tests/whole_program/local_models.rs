//! A language model of the user's own beside the synthetic lens: numbers, calibration apart, and what it never changes.

use super::run::Place;
use super::tiny;
use serde_json::{Value, json};

const TEXT: [&str; 12] = [
    "The harbour board of Brackwater has asked everybody to be patient.",
    "The new engine came in pieces and nobody has found the drawing yet.",
    "Two men from the yard have been at it since Monday with a torch.",
    "The cook says that they sing when the tide goes out.",
    "The council will hear the losses of the ferry in May.",
    "Posters about the lamps hang on the wall of the ticket office.",
    "The clerk has read all of them twice and would rather have none.",
    "People who wait have started a list of excuses in three colours.",
    "Grown people pay four and children two on the morning boat.",
    "The lamps on the pier will be white before the winter comes.",
    "Nobody hid the letters, and nobody has answered them either.",
    "She wrote to the board again and kept a copy for her sister.",
];

/// The sentences in another order for each number.
fn text(mut number: u64) -> String {
    let mut left = TEXT.to_vec();
    let mut words = Vec::new();
    while !left.is_empty() {
        let size = left.len() as u64;
        words.push(left.remove((number % size) as usize));
        number /= size;
    }
    words.join(" ")
}

fn place() -> Place {
    let place = Place::new();
    tiny::decoder(false).write(&place.path("lm"));
    place.file("texts/one.txt", text(77_777_777));
    place.file("texts/short.txt", "Lamps.");
    place
}

fn rows(place: &Place, options: &[&str]) -> Vec<Value> {
    let ran = place.run_words(&[&["synthetic", "texts", "--format", "jsonl"][..], options].concat()).ok();
    ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn of<'r>(rows: &'r [Value], name: &str) -> &'r Value {
    rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name}: {rows:?}"))
}

/// Raw numbers stand beside the answer, which stays; without a calibration they are called so.
#[test]
fn numbers_stand_beside_and_change_nothing() {
    let place = place();
    let (with, without) = (rows(&place, &["--language-model", "lm"]), rows(&place, &[]));
    let one = of(&with, "one.txt");
    assert_eq!(one["lm_state"], "not calibrated");
    assert!(one["lm_curvature"].is_f64() && one["lm_log_prob"].as_f64() < Some(0.0), "{one}");
    assert!(one["lm_p"].is_null());
    for (with, without) in with.iter().zip(&without) {
        let plain = without.as_object().expect("an object");
        assert!(plain.keys().all(|name| !name.starts_with("lm_")), "{without}");
        assert!(plain.iter().all(|(name, value)| with[name] == *value), "{with}\n{without}");
    }
}

/// Human texts that the model has read make its curvature comparable, for their kind and under that model alone; threads
/// change no byte.
#[test]
fn a_model_is_calibrated_by_texts_of_ones_own() {
    let place = place();
    let lines: String =
        (0..230).map(|number| format!("{}\n", json!({ "text": text(number * 999_983) }))).collect();
    place.file("ours.jsonl", lines);
    place
        .run_words(&[
            "synthetic",
            "calibrate",
            "ours.jsonl",
            "--name",
            "minutes",
            "--language-model",
            "lm",
            "--out",
            "ours",
        ])
        .ok();
    let options = ["--model", "ours", "--language-model", "lm"];
    let found = rows(&place, &options);
    let one = of(&found, "one.txt");
    assert_eq!(one["lm_state"], "calibrated", "{one}");
    assert!(one["lm_n"].as_u64() >= Some(200) && one["lm_p"].as_f64() > Some(0.0), "{one}");
    assert!(one["compared_with"].as_str().expect("words").starts_with("minutes"), "{one}");

    tiny::decoder(true).write(&place.path("other"));
    let other = rows(&place, &["--model", "ours", "--language-model", "other"]);
    assert_eq!(of(&other, "one.txt")["lm_state"], "not calibrated");

    let run = |threads: &str, folder: &str| {
        let words = ["--threads", threads, "synthetic", "texts", "--out", folder];
        place.run_words(&[&words[..], &options].concat()).ok();
    };
    run("2", "x");
    run("1", "y");
    let findings = place.read("x/findings.jsonl");
    assert!(
        findings.contains("The language model given read") && findings.contains("No answer depends on it")
    );
    let report = place.read("x/report.html");
    assert!(report.contains("id=\"machine-perplexity\"") && report.contains("local_language_model"));
    for file in ["machine_texts.parquet", "findings.jsonl"] {
        assert!(place.files("x").iter().any(|(name, _)| name == file));
        let bytes = |folder: &str| std::fs::read(place.path(&format!("{folder}/{file}"))).expect("readable");
        assert_eq!(bytes("x"), bytes("y"), "{file}");
    }
}

/// What cannot be used is named before anything is read.
#[test]
fn other_kinds_of_models_are_named() {
    let place = place();
    let mut tiny = tiny::decoder(false);
    tiny.config["model_type"] = json!("gpt2");
    tiny.write(&place.path("lm"));
    let ran = place.run("synthetic texts --language-model lm");
    assert!(ran.code != 0 && ran.err.contains("`gpt2`") && ran.err.contains("llama, qwen2"), "{}", ran.all());
    let ran = place.run("synthetic texts --language-model nowhere");
    assert!(ran.code != 0 && ran.err.contains("config.json"), "{}", ran.all());
}
