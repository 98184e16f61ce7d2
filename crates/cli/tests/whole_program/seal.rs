//! Sealed cases from outside: seal, verify, repeat, compare.

use super::run::{Place, SHARES, TALK};
use std::process::Command;

/// A case with posts of two platforms and a list of accounts.
fn examined() -> Place {
    let place = Place::new();
    place.file("quay/posts.csv", SHARES).file("quay/result.json", TALK);
    place.file("known.csv", "ida,runs the lamp shop\n");
    place.run("examine quay --actor Ada --counts-only --known known.csv").ok();
    place
}

fn sealed() -> Place {
    let place = examined();
    let ran = place.run("case seal quay.case --to quay.sealed --actor Ada").ok();
    assert_eq!(ran.out.trim().len(), 64, "{}", ran.all());
    place
}

#[test]
fn a_sealed_case_verifies_and_a_changed_one_does_not() {
    let place = sealed();
    let intact = place.run("case verify quay.sealed").ok();
    assert!(
        intact.out.starts_with("intact: every file has the bytes that the seal lists\nseal: "),
        "{}",
        intact.out
    );
    assert!(intact.out.contains("signature: none"), "{}", intact.out);
    place.run("case verify quay.case").ok();
    let seal =
        intact.out.lines().nth(1).and_then(|line| line.strip_prefix("seal: ")).expect("a seal").to_owned();
    place.run(&format!("case verify quay.sealed --expect {seal}")).ok();
    assert_eq!(place.run(&format!("case verify quay.sealed --expect {}", "0".repeat(64))).code, 1);
    let report = place.read("quay.sealed/data/out/report.html");
    place.file("quay.sealed/data/out/report.html", format!("{report} "));
    let altered = place.run("case verify quay.sealed");
    assert_eq!(altered.code, 1, "{}", altered.all());
    assert!(altered.out.contains("data/out/report.html: altered: it has the hash "), "{}", altered.out);
    let json: serde_json::Value =
        serde_json::from_str(&place.run("case verify quay.sealed --json").out).expect("JSON");
    assert_eq!(json["differences"][0]["what"], "data/out/report.html");
    let again = place.run("case seal quay.case --to quay.sealed");
    assert!(again.code == 2 && again.err.contains("is there already"), "{}", again.all());
}

/// OpenSSH makes the key and checks the signature, where it is installed.
#[test]
fn others_check_the_signature() {
    let place = examined();
    let ssh_keygen =
        |args: &[&str]| Command::new("ssh-keygen").current_dir(place.path("")).args(args).output();
    if ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-f", "key"]).is_err() {
        println!("skipped: no ssh-keygen");
        return;
    }
    place.run("case seal quay.case --to quay.sealed --key key").ok();
    let public = place.read("key.pub");
    place.file("signers", format!("ada@quay.example {public}"));
    let verified = place.run("case verify quay.sealed --signers signers").ok();
    assert!(verified.out.contains(" of ada@quay.example"), "{}", verified.out);
    let check = "ssh-keygen -Y verify -f signers -I ada@quay.example -n scrutineer-case \
                 -s quay.sealed/tagmanifest-sha256.txt.sig < quay.sealed/tagmanifest-sha256.txt";
    let checked =
        Command::new("sh").current_dir(place.path("")).args(["-c", check]).output().expect("a shell");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    // The other way round: sealed by us, signed by OpenSSH.
    place.run("case seal quay.case --to other.sealed").ok();
    ssh_keygen(&[
        "-q",
        "-Y",
        "sign",
        "-n",
        "scrutineer-case",
        "-f",
        "key",
        "other.sealed/tagmanifest-sha256.txt",
    ])
    .expect("signed");
    let verified = place.run("case verify other.sealed --signers signers").ok();
    assert!(verified.out.contains(" of ada@quay.example"), "{}", verified.out);
    // A passphrase is for ssh-keygen to ask.
    ssh_keygen(&["-q", "-t", "ed25519", "-N", "secret", "-f", "locked"]).expect("a key");
    let locked = place.run("case seal quay.case --to third.sealed --key locked");
    assert!(locked.code == 2 && locked.err.contains("it has a passphrase"), "{}", locked.all());
}

#[test]
fn every_run_is_repeated_from_a_case_and_from_a_sealed_one() {
    let place = sealed();
    // A later file, named earlier: numbers of evidence follow the time at which it came.
    place.file(
        "quay/a-late.csv",
        "post_id,account_id,created_at,urls\n9,nell,2024-05-01T10:00:05Z,https://lamps.example/a\n",
    );
    place.run("examine quay --counts-only --known known.csv --threads 1").ok();
    std::fs::remove_file(place.path("known.csv")).expect("there");
    for case in ["quay.case", "quay.sealed"] {
        let once = place.run(&format!("case rerun {case} --threads 1")).ok();
        let twice = place.run(&format!("case rerun {case} --threads 2")).ok();
        assert_eq!(once.out, twice.out);
        let runs = if case == "quay.case" { 2 } else { 1 };
        assert_eq!(
            once.out.matches("with the recorded hash, and none differs").count(),
            runs,
            "{}",
            once.out
        );
    }
    let json = place.run("case rerun quay.case --json").ok().out;
    for name in ["report.html", "findings.jsonl", "run.json", "edges.parquet", "\"posts\""] {
        assert!(json.contains(name), "{name}: {json}");
    }
    assert_eq!(place.read("quay.case/case.lock"), "", "the case itself is left alone");
}

#[test]
fn the_order_of_files_and_the_number_of_threads_decide_nothing() {
    let place = examined();
    let other = "examine quay/result.json quay/posts.csv --case other.case --counts-only --known known.csv --threads 1";
    place.run(other).ok();
    let diff = place.run("case diff quay.case other.case").ok().out;
    let same = ["Evidence: the same", "Findings: the same", "Parameters: the same", "Results: the same"];
    assert!(same.iter().all(|line| diff.contains(line)), "{diff}");
}

#[test]
fn a_repetition_that_cannot_be_done_says_why() {
    let place = examined();
    place.run("case seal quay.case --to bare.sealed --no-content").ok();
    place.run("case verify bare.sealed").ok();
    let bare = place.run("case rerun bare.sealed");
    assert_eq!(bare.code, 2, "{}", bare.all());
    assert!(bare.out.contains("known.csv") && bare.out.contains("--aid"), "{}", bare.out);
    let bare = place.run("case rerun bare.sealed --aid known.csv");
    assert!(
        bare.code == 2 && bare.out.contains("2 of its 2 pieces of evidence are not kept here"),
        "{}",
        bare.all()
    );
    // Somebody changed a result and the record of its hash with it: only a repetition shows that.
    place.run("case seal quay.case --to quay.sealed").ok();
    let case = place.read("quay.sealed/data/case.json");
    let (before, after) = case.split_once("\"name\":\"edges.parquet\"").expect("an output");
    let at = before.rfind("\"hash\":\"").expect("its hash") + 8;
    let forged =
        format!("{}{}{}\"name\":\"edges.parquet\"{after}", &before[..at], "0".repeat(64), &before[at + 64..]);
    place.file("quay.sealed/data/case.json", forged);
    let differs = place.run("case rerun quay.sealed");
    assert_eq!(differs.code, 1, "{}", differs.all());
    assert!(differs.out.contains("edges.parquet: recorded 000000000000, now "), "{}", differs.out);
}

#[test]
fn a_case_is_compared_with_an_earlier_state() {
    let place = sealed();
    let same = place.run("case diff quay.sealed quay.case").ok();
    assert_eq!(
        same.out,
        "Custody logs: the second goes on by 1 entry\nEvidence: the same\nFindings: the same\nParameters: the same\n\
         Weighing: the same\nResults: the same\n"
    );
    place.file(
        "quay/late.csv",
        "post_id,account_id,created_at,urls\n9,nell,2024-05-01T10:00:05Z,https://lamps.example/a\n",
    );
    place.run("examine quay --counts-only --window 10min --known known.csv").ok();
    let changed = place.run("case diff quay.sealed quay.case").ok().out;
    for part in ["late.csv", "examine: windows", "~ out/report.html: ", "Findings: "] {
        assert!(changed.contains(part), "{part}: {changed}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&place.run("case diff quay.sealed quay.case --json").ok().out).expect("JSON");
    assert_eq!(json["evidence"].as_array().map(Vec::len), Some(1));
    // What people entered is sealed with the rest.
    let hypothesis = ["case", "hypothesis", "add", "quay.case", "one-hand", "One hand keeps both accounts."];
    place.run_words(&[&hypothesis[..], &["--level", "common-control", "--actor", "Ada"]].concat()).ok();
    let weighed = place.run("case diff quay.sealed quay.case").ok().out;
    assert!(weighed.contains("+ hypothesis one-hand One hand keeps both accounts."), "{weighed}");
    place.run("case seal quay.case --to later.sealed").ok();
    place.run("case verify later.sealed").ok();
    let same = place.run("case diff later.sealed quay.case").ok().out;
    assert!(same.contains("Weighing: the same"), "{same}");
}

#[test]
fn evidence_comes_with_what_is_known_about_it() {
    let place = Place::new();
    place.file("quay/posts.csv", SHARES).file("quay/result.json", TALK);
    let words = [
        "case",
        "add",
        "quay.case",
        "quay",
        "--actor",
        "Ada",
        "--how",
        "export of the town archive",
        "--by",
        "Bo",
        "--when",
        "2024-05-02",
        "--licence",
        "with consent",
        "--sensitivity",
        "restricted",
        "--category",
        "contextual",
    ];
    let added = place.run_words(&words).ok();
    assert_eq!(added.out.lines().count(), 2, "{}", added.all());
    let log = place.run("case log quay.case --json").ok().out;
    for part in
        ["export of the town archive", "with consent", "restricted", "contextual", "\\\"by\\\":\\\"Bo\\\""]
    {
        assert!(log.contains(part), "{part}: {log}");
    }
    let again = place.run("case add quay.case quay").ok();
    assert!(again.err.contains("2 files were there already"), "{}", again.err);
    assert_eq!(place.run("case add quay.case quay --how found").code, 2);
    place.run("case verify quay.case").ok();
}
