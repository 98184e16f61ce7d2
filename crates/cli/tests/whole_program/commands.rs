//! Each command on inputs of a few lines.

use super::run::{Place, SHARES, TALK};
use std::io::Read;
use std::process::Stdio;

macro_rules! snapshot {
    ($name:expr, $ran:expr) => {
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $ran.all())
        })
    };
}

pub(crate) use snapshot;

#[test]
fn help_is_the_manual() {
    let place = Place::new();
    snapshot!("help", place.run("--help"));
    // The help of each command stands in docs/reference/cli.md, which `cargo xtask docs --check` compares.
    assert!(place.run("coordination --help").ok().out.contains("--min-objects"));
}

#[test]
fn inspect_says_what_was_understood() {
    let place = Place::new();
    place.file("posts.csv", SHARES).file("result.json", TALK);
    snapshot!("inspect_csv", place.run("inspect posts.csv"));
    snapshot!("inspect_telegram", place.run("inspect result.json"));
    snapshot!("inspect_json", place.run("inspect result.json --format json"));
}

#[test]
fn a_printed_mapping_can_be_given_back() {
    let place = Place::new();
    place.file("posts.csv", SHARES);
    let mapping = place.run("inspect posts.csv --print-mapping").ok().out;
    place.file("posts.mapping.toml", &mapping);
    let without = place.run("coordination posts.csv --format csv").ok().out;
    let with = place.run("coordination posts.csv --format csv --mapping posts.mapping.toml").ok().out;
    assert_eq!(without, with);
}

#[test]
fn a_mapping_makes_a_foreign_table_readable() {
    let place = Place::new();
    place
        .file(
            "boats.csv",
            "wer;wann;was\nida;1714557600;https://lamps.example/a\njon;1714557610;https://lamps.example/a\n",
        )
        .file(
            "boats.mapping.toml",
            "name = \"boats\"\n[fields]\naccount_id = \"wer\"\ncreated_at = \"wann\"\nurls = \"was\"\n",
        );
    let ran = place
        .run("coordination boats.csv --mapping boats.mapping.toml --default-platform harbour --format jsonl");
    snapshot!("mapping_of_a_foreign_table", ran);
}

#[test]
fn pairs_of_accounts_in_every_form() {
    let place = Place::new();
    place.file("posts.csv", SHARES).file("result.json", TALK);
    snapshot!("coordination_table", place.run("coordination posts.csv result.json"));
    snapshot!("coordination_csv", place.run("coordination posts.csv result.json --format csv"));
    snapshot!("coordination_jsonl", place.run("coordination posts.csv result.json --format jsonl --quiet"));
}

#[test]
fn windows_layers_and_thresholds() {
    let place = Place::new();
    place.file("posts.csv", SHARES);
    // Ends of a window count: jon's second post comes 50 s after ida's, kim's 250 s after jon's.
    for (options, pairs) in [
        ("--window 49s", "ida,jon,unknown,unknown,1,1,20,url,,,\n"),
        ("--window 50s", "ida,jon,unknown,unknown,2,2,35,url,,,\n"),
        ("--window 50s --min-objects 2", "ida,jon,unknown,unknown,2,2,35,url,,,\n"),
        (
            "--window 5min --layers url",
            "ida,jon,unknown,unknown,2,2,35,url,,,\nida,kim,unknown,unknown,1,1,300,url,,,\njon,kim,unknown,unknown,1,1,250,url,,,\n",
        ),
        ("--window 1s", ""),
    ] {
        let out = place.run(&format!("coordination posts.csv --counts-only --quiet --format csv {options}"));
        let out = out.ok().out;
        let rows = out.split_once('\n').map_or("", |(_, rows)| rows);
        assert_eq!(rows.replace('\r', ""), pairs, "{options}");
    }
}

#[test]
fn too_many_windows_are_an_error_and_no_panic() {
    let place = Place::new();
    place.file("posts.csv", SHARES);
    let windows: String = (1..=9).map(|s| format!(" --window {s}s")).collect();
    let ran = place.run(&format!("coordination posts.csv{windows}"));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("9 windows are too many to compare with chance at once"), "{}", ran.err);
    place.run(&format!("coordination posts.csv --counts-only{windows}")).ok();
}

#[test]
fn filters_are_counted_not_silent() {
    let place = Place::new();
    place.file("posts.csv", SHARES).file("known.txt", "# newsroom\nkim\n");
    snapshot!(
        "filters",
        place.run("coordination posts.csv --window 10min --since 2024-05-01T11:00:00Z --without known.txt")
    );
}

#[test]
fn nothing_found_is_a_result() {
    let place = Place::new();
    place.file(
        "posts.csv",
        "post_id,account_id,created_at,urls\n1,ida,2024-05-01T10:00:00Z,https://a.example/\n",
    );
    snapshot!("null_result", place.run("coordination posts.csv --out results"));
    assert!(place.read("results/report.html").contains("No two accounts acted on a common object"));
    // What stands on the standard output in the place of a table is not said again beside it.
    let listed = place.run("coordination posts.csv").ok();
    assert!(
        listed.out.starts_with("No two accounts acted on a common object") && !listed.err.contains("No two"),
        "{}",
        listed.all()
    );
    snapshot!("null_result_csv", place.run("coordination posts.csv --format csv"));
}

#[test]
fn the_standard_input_is_a_file_too() {
    let place = Place::new();
    place.file("posts.csv", SHARES);
    let named = place.run("coordination posts.csv --format csv --quiet").ok().out;
    let piped = place.run_with("coordination - --format csv --quiet", SHARES.as_bytes()).ok().out;
    assert_eq!(named, piped);
}

#[test]
fn errors_name_the_file_and_what_to_do() {
    let place = Place::new();
    place
        .file("posts.csv", SHARES)
        .file("empty.csv", "")
        .file("noise.bin", [0u8, 159, 146, 150, 255, 0, 7].repeat(400));
    std::fs::create_dir(place.path("nothing")).expect("a folder");
    for (name, args) in [
        ("error_missing_file", "coordination absent.csv"),
        ("error_binary_file", "coordination noise.bin"),
        ("error_empty_file", "coordination empty.csv"),
        ("error_empty_folder", "examine nothing"),
        ("error_unknown_layer", "coordination posts.csv --layers url,lamps"),
        ("error_bad_window", "coordination posts.csv --window soon"),
        ("error_bad_mapping", "coordination posts.csv --mapping posts.csv"),
        ("error_no_such_finding", "explain nothing 3f9a"),
        ("error_unknown_method", "methods guess"),
        ("error_unknown_table", "schema lamps"),
    ] {
        let ran = place.run(args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        snapshot!(name, ran);
    }
}

#[test]
fn one_unreadable_file_does_not_spoil_the_others() {
    let place = Place::new();
    place.file("posts.csv", SHARES).file("noise.bin", [0u8, 159, 146, 150, 255, 0, 7].repeat(400));
    snapshot!("one_of_two_unreadable", place.run("coordination posts.csv noise.bin"));
}

#[test]
fn whoever_has_read_enough_may_go() {
    let place = Place::new();
    let mut rows = String::from("post_id,account_id,created_at,urls\n");
    for i in 0..3000 {
        rows.push_str(&format!(
            "{i},account{i},2024-05-01T10:00:{:02}Z,https://a.example/{}\n",
            i % 60,
            i / 60
        ));
    }
    place.file("posts.csv", rows);
    let mut child = place
        .command()
        .args(["coordination", "posts.csv", "--format", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut first = [0u8; 64];
    child.stdout.take().expect("piped").read_exact(&mut first).expect("some output");
    let ended = child.wait_with_output().expect("the program ends");
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(!String::from_utf8_lossy(&ended.stderr).contains("error"));
}

#[test]
fn nobody_needs_to_read_on() {
    let place = Place::new();
    place
        .file("quay/posts.csv", SHARES)
        .file("hall.eml", "From: a@quay.example\r\nSubject: Hall\r\n\r\nLate.\r\n");
    place.run("examine quay --counts-only").ok();
    for args in [
        "--help",
        "examine quay --counts-only",
        "inspect quay",
        "inspect quay --format json",
        "coordination quay",
        "coordination quay --format csv",
        "coordination quay --format jsonl",
        "mail hall.eml",
        "mail hall.eml --format jsonl",
        "synthetic quay",
        "explain quay.case",
        "explain quay.case --json",
        "case show quay.case",
        "case log quay.case",
        "case verify quay.case",
        "case sensitivity quay.case",
        "case assess quay.case",
        "case hypothesis list quay.case",
        "methods",
        "methods --json",
        "schema",
        "schema edges --json",
        "completions bash",
        "completions zsh",
        "man",
    ] {
        // Neither who reads the results nor who reads the messages is there any more.
        let closed = || {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            writer
        };
        let mut results_closed = place.command();
        let ran = results_closed.args(args.split(' ')).stdout(closed()).output().expect("the program runs");
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(0), "{args}: {said}");
        assert!(!said.contains("panicked") && !said.contains("error"), "{args}: {said}");
        let mut messages_closed = place.command();
        let ran = messages_closed.args(args.split(' ')).stderr(closed()).output().expect("the program runs");
        assert_eq!(ran.status.code(), Some(0), "{args}");
        assert!(!ran.stdout.is_empty(), "{args}: no results, as nobody reads messages");
    }
}

#[test]
fn a_wrong_argument_is_told_what_was_meant() {
    let place = Place::new();
    place.file("posts.csv", SHARES);
    for (args, tip) in [
        ("coordination posts.csv --case x.case", "tip: `--case` is an option of `scrutineer examine`"),
        ("coordination posts.csv --window -5s", "tip: windows, rates and counts cannot be negative"),
        (
            "inspect posts.csv --window 10s",
            "tip: `--window` is an option of `scrutineer examine` and `scrutineer coordination`",
        ),
        ("coordination posts.csv --windo 10s", "tip: a similar argument exists: '--window'"),
    ] {
        let ran = place.run(args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert!(ran.err.contains(tip), "{args}: {}", ran.err);
        assert!(!ran.err.contains("as a value"), "{args}: {}", ran.err);
    }
}

#[test]
fn what_the_file_system_refuses_comes_with_a_hint() {
    let place = Place::new();
    place.file("posts.csv", SHARES).file("taken", "a file");
    let spelling = "hint: check the spelling of the path";
    for (args, hint) in [
        ("examine absent", spelling),
        ("coordination absent.csv", spelling),
        ("coordination posts.csv --mapping absent.toml", spelling),
        ("coordination posts.csv --without absent.txt", spelling),
        ("mail absent.eml", spelling),
        ("inspect absent.csv", spelling),
        ("case log absent.case", spelling),
        ("case assess absent.case --from absent.csv", spelling),
        ("explain absent.case", "hint: name the folder that"),
        ("coordination posts.csv --out taken", "hint: a file stands where a folder is needed"),
        ("examine posts.csv --case taken", "hint: a file stands where a folder is needed"),
        ("case log taken", "hint: `scrutineer examine FILES --case DIR` makes a case"),
        ("examine posts.csv --weighing taken", "is no folder"),
    ] {
        let ran = place.run(args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert!(ran.err.contains(hint), "{args}: {}", ran.err);
        assert_eq!(
            ran.err.matches("hint: ").count(),
            usize::from(hint.starts_with("hint")),
            "{args}: {}",
            ran.err
        );
    }
}

#[test]
fn methods_and_tables_describe_themselves() {
    let place = Place::new();
    snapshot!("methods", place.run("methods co_action"));
    snapshot!("schema_edges", place.run("schema edges"));
    assert!(place.run("completions bash").ok().out.contains("scrutineer"));
    assert!(place.run("man").ok().out.contains(".TH scrutineer"));
}

#[test]
fn numbers_of_other_programs() {
    let place = Place::new();
    place
        .file("shares.csv", "object_id,account_id,content_id,timestamp_share\no1,a,c1,1714557600\no1,b,c2,1714557605\no2,a,c3,1714557700\no2,b,c4,1714557730\n")
        .file(
            "messages.csv",
            "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n1,a,a,99,,RT,1714557600,\n2,b,b,99,,RT,1714557605,\n",
        );
    snapshot!(
        "coortweet",
        place.run("coordination shares.csv --mode coortweet --window 10s --min-participation 1")
    );
    snapshot!("cnt", place.run("coordination messages.csv --mode cnt --network co_retweet --window 60s"));
    snapshot!("error_mode_format", place.run("coordination shares.csv --mode coortweet --format xlsx"));
}

/// Filters hold there too, options of the other program are refused, and platforms are told apart.
#[test]
fn numbers_of_other_programs_heed_what_is_asked() {
    let place = Place::new();
    let cnt = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n1,a,a,,,hello town,1714557600,\n2,b,b,,,hello town,1714557605,\n";
    let post = |id: &str, account: &str| {
        format!(
            "{{\"id\":\"{id}\",\"author_id\":\"{account}\",\"text\":\"hello town\",\"created_at\":\"2024-05-01T10:00:03Z\"}}\n"
        )
    };
    place
        .file("messages.csv", cnt)
        .file("posts.jsonl", format!("{}{}", post("9", "c"), post("1", "a")))
        .file("letter.eml", "From: a@town.example\r\nSubject: ferry\r\n\r\nhello\r\n")
        .file("reposts.csv", "platform,id,account,text,created_at,is_repost\nxx,1,a,hello town,1714557600,yes\nxx,2,b,hello town,1714557600,yes\n");
    let edges =
        |command: &str| place.run(&format!("coordination {command} --mode cnt --network co_tweet")).ok();
    // Four accounts, as those of two platforms differ though they are called alike; a table of the toolkit beside another.
    for files in ["messages.csv posts.jsonl", "posts.jsonl messages.csv"] {
        let out = edges(files).out;
        assert_eq!(out.lines().count(), 1 + 4 * 3, "{out}");
        assert!(out.contains("unknown/a,x/a,1,1"), "{out}");
    }
    let filtered = edges("messages.csv --until 2024-05-01T10:00:05Z");
    assert_eq!(filtered.out.lines().count(), 1, "{}", filtered.out);
    assert!(filtered.err.starts_with("1 left out by --until"), "{}", filtered.err);
    let beside = edges("messages.csv letter.eml");
    assert_eq!(beside.out.lines().count(), 3, "{}", beside.all());
    assert!(beside.err.starts_with("not read: letter.eml"), "{}", beside.err);
    assert_eq!(edges("reposts.csv").out.lines().count(), 1, "reposts without a named original are reposts");
    snapshot!("error_mode_option", place.run("coordination messages.csv --mode cnt --min-participation 3"));
    let near = place.run("coordination messages.csv --mode cnt --near 0.5");
    assert!(near.code == 2 && near.err.contains("does not know --near"), "{}", near.all());
    snapshot!("cnt_out", place.run("coordination messages.csv --mode cnt --network co_tweet --out result"));
    let again = place.run("coordination messages.csv --mode cnt --out result");
    assert!(again.code == 2 && again.err.contains("is not empty"), "{}", again.all());
}

/// A folder holds the results of one run, whole. What people put beside them stays, what they changed is not lost.
#[test]
fn a_folder_of_results_holds_one_run() {
    let place = Place::new();
    place
        .file(
            "shares.csv",
            "object_id,account_id,content_id,timestamp_share\no1,a,c1,1714557600\no1,b,c2,1714557605\n",
        )
        .file("drafts/report.html", "my own story");
    let run = |options: &str| place.run(&format!("coordination shares.csv {options}"));
    let names = |folder: &str| {
        let entries = std::fs::read_dir(place.path(folder)).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|e| e.expect("an entry").file_name().into_string().expect("text")).collect();
        names.sort();
        names
    };
    snapshot!("error_out_of_others", run("--out drafts"));
    assert_eq!(place.read("drafts/report.html"), "my own story");

    run("--out result").ok();
    let first = names("result");
    assert!(first.contains(&"groups.parquet".to_owned()) && !first.iter().any(|name| name.starts_with('.')));
    place.file("result/notes.txt", "to be asked").file("result/.scrutineer-left/edges.parquet", "half");
    run("--out result --counts-only --also csv").ok();
    let second = names("result");
    assert!(
        second.contains(&"edges.csv".to_owned()) && second.contains(&"notes.txt".to_owned()),
        "{second:?}"
    );
    assert!(!second.iter().any(|name| name.starts_with("groups") || name.starts_with('.')), "{second:?}");

    place.file("result/edges.csv", "with my remarks");
    snapshot!("error_out_changed", run("--out result"));
    assert_eq!(place.read("result/edges.csv"), "with my remarks");
    assert_eq!(names("result"), second);
    assert_eq!(place.run("coordination nothing.csv --out fresh").code, 2);
    assert!(!place.path("fresh").exists());
}
