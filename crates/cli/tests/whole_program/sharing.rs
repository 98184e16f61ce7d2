//! What leaves a case: nothing personal unless it is asked for.

use super::run::Place;
use std::io::Read;

/// Handles, ids, display names, addresses, numbers to call and file names of an invented case; none may leave it.
const PERSONAL: [&str; 50] = [
    // Handles.
    "wren_of_quay",
    "odile.marsh",
    "TamsinBell77",
    "brackwater_jo",
    "lamp-lighter-9",
    "nightherring",
    "old_saltmere",
    "quince.paddock",
    // Ids.
    "1200009911223344551",
    "1200009911223344552",
    "1200009911223344553",
    "1200009911223344554",
    "1200009911223344555",
    "1200009911223344556",
    "1200009911223344557",
    "1200009911223344558",
    "1700009911223300001",
    "1700009911223300002",
    "1700009911223300003",
    // Display names, one of them a word that findings use.
    "Wren Ashgrove",
    "Odile Marsh",
    "Tamsin Bellweather",
    "Jo Brackwater",
    "Ludovika Lamplighter",
    "Nigel Herring",
    "Ümit Şenlikköy",
    "Quince Paddock",
    "Ashgrove",
    "Bellweather",
    // Mail addresses.
    "wren.ashgrove@quaymail.example",
    "clerk.seven@gullpost.example",
    "tamsin@bell-house.example",
    "odile@marsh.example",
    "billing+lamps@harbour.example",
    // Numbers to call.
    "+44 1632 960123",
    "(01632) 960-457",
    "555-0142",
    "01632960888",
    // Names in texts, mails and articles.
    "Perpetua Quill",
    "Quill",
    "Anselm Tidewater",
    "Tidewater",
    "Griselda Foss",
    "Foss",
    // Addresses with names, places of mail.
    "quay.example/~wren/diary",
    "marsh.example/people/odile",
    "203.0.113.77",
    "mx1.ashgrove-house.example",
    // Names in names of files.
    "ashgrove-phone",
    "letter-from-griselda",
];

fn case() -> Place {
    let place = Place::new();
    let accounts = [
        ("1200009911223344551", "wren_of_quay", "Wren Ashgrove"),
        ("1200009911223344552", "odile.marsh", "Odile Marsh"),
        ("1200009911223344553", "TamsinBell77", "Tamsin Bellweather"),
        ("1200009911223344554", "brackwater_jo", "Jo Brackwater"),
        ("1200009911223344555", "lamp-lighter-9", "Ludovika Lamplighter"),
        ("1200009911223344556", "nightherring", "Nigel Herring"),
        ("1200009911223344557", "old_saltmere", "Ümit Şenlikköy"),
        ("1200009911223344558", "quince.paddock", "Quince Paddock"),
    ];
    let mut posts = "post_id,account_id,account_name,account_display_name,created_at,text,urls\n".to_owned();
    let says =
        "Perpetua Quill (billing+lamps@harbour.example, +44 1632 960123 or 01632960888) met Anselm Tidewater";
    for round in 0..3 {
        for (n, (id, handle, name)) in accounts.iter().enumerate() {
            let post = 1_700_009_911_223_300_001_u64 + (round * accounts.len() + n) as u64;
            posts.push_str(&format!(
                "{post},{id},{handle},{name},2024-05-0{}T10:00:{:02}Z,\"{says} and @{handle} {round}\",https://quay.example/~wren/diary/{round} https://marsh.example/people/odile/{round}\n",
                round + 1,
                n * 2,
            ));
        }
    }
    place.file("in/ashgrove-phone.csv", posts);
    let mail = |n: usize, from: &str| {
        format!(
            "Received: from mx1.ashgrove-house.example (mx1.ashgrove-house.example [203.0.113.77])\r\n\
             \tby mx.saltmere.example (Postfix) with ESMTP id A{n}; Sun, 5 May 2024 10:00:0{n} +0000\r\n\
             From: Griselda Foss <{from}>\r\nTo: tamsin@bell-house.example\r\nSubject: For Griselda Foss {n}\r\n\
             Date: Sun, 5 May 2024 10:00:00 +0000\r\nMessage-ID: <{n}@ashgrove-house.example>\r\n\r\n\
             Call Griselda Foss at (01632) 960-457 or 555-0142, or write to odile@marsh.example.\r\n"
        )
    };
    place.file("in/letter-from-griselda-1.eml", mail(1, "wren.ashgrove@quaymail.example"));
    place.file("in/letter-from-griselda-2.eml", mail(2, "clerk.seven@gullpost.example"));
    place.file(
        "in/tidewater.html",
        "<html><head><title>Anselm Tidewater accuses Perpetua Quill</title></head><body><article>\
         <h1>Anselm Tidewater accuses Perpetua Quill</h1>\
         <p>The harbour master Anselm Tidewater accused Perpetua Quill of moving the lamps at night, and said that the \
         town had paid for them twice over the last three winters.</p>\
         <p>Quill denied moving the lamps. \u{201c}I have never touched a lamp,\u{201d} Perpetua Quill said on Sunday, \
         when the council met in the old hall by the quay.</p></article></body></html>",
    );
    place.run("examine in --case quay.case --counts-only -q").ok();
    place
}

/// Every way in which bytes of a file can be read: as they are, rows of Parquet, members of a workbook.
fn readings(name: &str, bytes: &[u8], place: &Place, folder: &str) -> Vec<String> {
    let mut all = vec![format!("{name} {}", String::from_utf8_lossy(bytes))];
    if name.ends_with(".parquet") {
        let path = place.path(&format!("{folder}/{name}"));
        let batches: Vec<_> = report::table::read_parquet(&path).expect("a table").collect();
        // A table without rows says nothing.
        let Some(first) = batches.first() else { return all };
        let schema = first.as_ref().expect("readable").schema();
        let mut rows = Vec::new();
        report::write_batches(report::Format::Jsonl, &schema, batches, &mut rows).expect("written");
        assert!(!rows.is_empty(), "{name}");
        all.push(String::from_utf8(rows).expect("UTF-8"));
    }
    if name.ends_with(".xlsx") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
        for i in 0..archive.len() {
            let mut text = String::new();
            archive.by_index(i).expect("a member").read_to_string(&mut text).expect("XML");
            all.push(text);
        }
    }
    all
}

#[track_caller]
fn nothing_personal(place: &Place, folder: &str) {
    let mut leaks = Vec::new();
    for (name, bytes) in place.files(folder) {
        for text in readings(&name, &bytes, place, folder) {
            let lower = text.to_lowercase();
            let found = PERSONAL.iter().filter(|secret| lower.contains(&secret.to_lowercase()));
            leaks.extend(found.map(|secret| format!("{name}: {secret}")));
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
}

const FORMATS: [(&str, &str); 8] = [
    ("stix", "stix.json"),
    ("navigator", "layer.json"),
    ("gexf", "network.gexf"),
    ("graphml", "network.graphml"),
    ("timesketch", "timeline.csv"),
    ("dossier", "dossier.csv"),
    ("dossier", "dossier.xlsx"),
    ("prov", "prov.json"),
];

/// The report for others of a case in which people named names, too.
fn shared_report(place: &Place, folder: &str) {
    let finding = place.run("explain quay.case").ok().out;
    let finding =
        finding.lines().nth(1).and_then(|line| line.split(' ').next()).expect("a finding").to_owned();
    let who = ["--actor", "Griselda Foss"];
    for words in [
        &[
            "case",
            "hypothesis",
            "add",
            "quay.case",
            "foss-did-it",
            "Griselda Foss runs wren_of_quay.",
            "--level",
            "actor",
        ][..],
        &[
            "case",
            "assess",
            "quay.case",
            &finding,
            "foss-did-it",
            "--for",
            "--reason",
            "Anselm Tidewater told Quill.",
        ],
        &["case", "effect", "quay.case", "Perpetua Quill resigned.", "--source", "odile@marsh.example"],
    ] {
        place.run_words(&[words, &who[..]].concat()).ok();
    }
    let to = format!("{folder}/report.html");
    place.run_words(&["case", "report", "quay.case", "--share", "--to", &to]).ok();
    let html = place.read(&to);
    assert!(html.contains("A version for others") && html.contains("hypothesis-"), "{html}");
    place.run("case report quay.case").ok();
    assert!(place.read("quay.case/out/case-report.html").contains("Griselda Foss"));
}

/// A campaign by the word of a person who is named, for OpenCTI; some finding is about mails.
fn campaign(place: &Place, folder: &str) {
    let listed = place.run("explain quay.case").ok().out;
    let to = format!("{folder}/opencti.json");
    let export = |finding: &str| {
        let campaign = format!("Lamps=put out={finding}");
        let words = ["case", "export", "quay.case", "--as", "stix", "--to", &to, "--profile", "opencti"];
        let more = ["--allow-small", "a test", "--campaign", &campaign, "--actor", "Griselda Foss"];
        place.run_words(&[&words[..], &more].concat())
    };
    let held =
        listed.lines().skip(1).filter_map(|line| line.split(' ').next()).find(|id| export(id).code == 0);
    held.expect("a finding about accounts or mails");
    let bundle: serde_json::Value = serde_json::from_str(&place.read(&to)).expect("JSON");
    let objects = bundle["objects"].as_array().expect("a list");
    let campaign = objects.iter().find(|object| object["type"] == "campaign").expect("a campaign");
    assert_eq!(campaign["name"], "Lamps=put out");
    let creator = objects.iter().find(|object| object["id"] == campaign["created_by_ref"]).expect("a person");
    assert_eq!(creator["name"], "The person who exported the case");
    assert!(
        objects
            .iter()
            .any(|object| object["type"] == "relationship" && object["source_ref"] == campaign["id"])
    );
    assert_eq!(export("co_action#99").code, 2);
    let gexf = place.run("case export quay.case --as gexf --to x.gexf --campaign A=co_action#1");
    assert_eq!((gexf.code, gexf.err.contains("--as stix")), (2, true), "{}", gexf.all());
}

/// Accounts of a platform and a language that a table names in words of its own.
fn odd_platform(place: &Place) {
    let mut posts = "post_id,account_id,created_at,text,url,platform,lang\n".to_owned();
    for n in 0..12 {
        let (account, day, second) = (31 + n % 6, 1 + n / 6, n % 6);
        posts.push_str(&format!(
            "{n},{account},2024-05-0{day}T11:00:0{second}Z,lamps {n},https://lamps.example/{day},\
             tamsin@bell-house.example,odile.marsh\n"
        ));
    }
    place.file("in/net.csv", posts);
    place.run("examine in --case quay.case --counts-only -q").ok();
}

#[test]
fn nothing_personal_leaves_a_case() {
    let place = case();
    odd_platform(&place);
    for (folder, more) in [("default", &[][..]), ("small", &["--allow-small", "a test"])] {
        std::fs::create_dir(place.path(folder)).expect("a folder");
        for (format, file) in FORMATS {
            let to = format!("{folder}/{file}");
            place
                .run_words(&[&["case", "export", "quay.case", "--as", format, "--to", &to], more].concat())
                .ok();
        }
        if folder == "default" {
            shared_report(&place, folder);
        }
        campaign(&place, folder);
        let copy = format!("{folder}/redacted");
        place.run_words(&[&["case", "redact", "quay.case", "--to", &copy], more].concat()).ok();
        // Out of a sealed case, with keys of its own.
        let (sealed, keys) = (format!("{folder}.sealed"), format!("{folder}.keys"));
        place.run_words(&["case", "seal", "quay.case", "--to", &sealed, "--actor", "Griselda Foss"]).ok();
        let copy = format!("{folder}/redacted-sealed");
        place.run_words(&[&["case", "redact", &sealed, "--keys", &keys, "--to", &copy], more].concat()).ok();
        for part in ["weighing.json", "report.html", "redacted.json", "findings.jsonl"] {
            assert!(place.path(&format!("{copy}/{part}")).is_file(), "{part}");
        }
        assert!(place.read(&format!("{copy}/weighing.json")).contains("\"assessment/1\""));
        nothing_personal(&place, folder);
    }
    // The fixture is worth something: all of it is in the case, and what was small is there when it was asked for.
    let all: String = ["in", "quay.case/out"]
        .iter()
        .flat_map(|f| place.files(f))
        .map(|(n, b)| n + &String::from_utf8_lossy(&b))
        .collect();
    let missing: Vec<_> = PERSONAL.iter().filter(|secret| !all.contains(**secret)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let (few, many) = (place.read("default/dossier.csv"), place.read("small/dossier.csv"));
    assert!(many.contains("account-") && many.lines().count() > few.lines().count());
    assert!(place.run("case log quay.case").ok().out.contains("a test"), "the reason is in the log");
    assert!(place.run("case verify quay.case").ok().out.starts_with("intact"));
}

#[test]
fn who_asks_for_names_gets_them_and_a_second_export_is_the_same() {
    let place = case();
    let export = |to: &str, more: &[&str]| {
        let words = ["case", "export", "quay.case", "--as", "stix", "--to", to];
        place.run_words(&[&words, more].concat()).ok();
        place.read(to)
    };
    let open = export("open.json", &["--reveal"]);
    for secret in [
        "1200009911223344551",
        "wren_of_quay",
        "clerk.seven@gullpost.example",
        "203.0.113.77",
        "Griselda Foss",
    ] {
        assert!(open.contains(secret), "{secret}");
    }
    for never in ["threat-actor", "intrusion-set", "\"campaign\""] {
        assert!(!open.contains(never), "{never}");
    }
    assert_eq!(open, export("again.json", &["--reveal"]));
    assert_eq!(export("masked.json", &[]), export("masked-again.json", &[]));
    let text = export("text.json", &["--with-text"]);
    assert!(text.contains("of moving the lamps at night") && !text.contains("Tidewater"), "{text}");
}

#[test]
fn a_redacted_copy_is_whole_and_each_item_can_be_shown_alone() {
    let place = case();
    std::fs::create_dir(place.path("shared")).expect("a folder");
    shared_report(&place, "shared");
    place.run("case seal quay.case --to quay.sealed -q").ok();
    place.run("case redact quay.case --to copy -q").ok();
    // The same out of the sealed case with the case's keys, which is only read.
    place.run("case redact quay.sealed --keys quay.case --to of-sealed -q").ok();
    assert!(place.run("case verify quay.sealed").ok().out.starts_with("intact"));
    let alike = |name: &str| place.read(&format!("copy/{name}")) == place.read(&format!("of-sealed/{name}"));
    for name in ["findings.jsonl", "groups.jsonl", "weighing.json", "posts.parquet", "mails.parquet"] {
        assert!(alike(name), "{name}");
    }
    place.run("case redact quay.sealed --keys others --to of-others -q").ok();
    for (item, shows) in [
        ("evidence/1/names", "ashgrove-phone.csv"),
        ("hypothesis/1", "Griselda Foss runs wren_of_quay."),
        ("assessment/1", "Anselm Tidewater told Quill."),
        ("posts#3", "brackwater_jo"),
        ("statements#0", "Tidewater"),
    ] {
        let shown = place.run(&format!("case open-commitment quay.case {item} --actor Ada")).ok().out;
        let opened: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
        let content = opened["content"].as_str().expect("text");
        if item != "evidence/1/names" {
            assert!(content.contains(shows), "{content}");
        }
        place.file("shown.json", &shown);
        for copy in ["copy", "of-sealed"] {
            let held = place.run(&format!("case check-commitment {copy} shown.json")).ok().out;
            assert!(held.starts_with("holds: "), "{held}");
        }
        let other = place.run("case check-commitment of-others shown.json");
        assert_eq!((other.code, other.out.starts_with("does not hold: ")), (1, true));
        // By hand, as docs/exports.md says.
        let salt = model::Sha256::from_hex(opened["salt"].as_str().expect("text")).expect("a salt").0;
        let by_hand = model::Sha256::of(&[&salt[..], content.as_bytes()].concat());
        assert_eq!(opened["commitment"], by_hand.hex());
        place.file("shown.json", shown.replace(shows, "somebody else"));
        if content.contains(shows) {
            assert_eq!(place.run("case check-commitment copy shown.json").code, 1, "{item}");
        }
    }
    // A piece of evidence is handed over as a file.
    let shown = place.run("case open-commitment quay.sealed evidence/2/content --keys others -q").ok().out;
    let opened: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    place.file("shown.json", &shown);
    let hash = opened["sha256"].as_str().expect("a hash");
    let file = format!("quay.case/evidence/{}/{hash}", &hash[..2]);
    place.run(&format!("case check-commitment of-others shown.json --content {file}")).ok();
    let missing = place.run("case check-commitment of-others shown.json");
    assert_eq!((missing.code, missing.err.contains("--content")), (2, true), "{}", missing.all());
    for bad in ["posts#100000", "evidence/99/names", "hypothesis/0", "../posts#1", "nothing"] {
        assert_eq!(place.run(&format!("case open-commitment quay.case {bad}")).code, 2, "{bad}");
    }
    // A copy is neither a case nor a sealed one, and it is said what can be checked of it.
    let verified = place.run("case verify copy");
    assert_eq!(verified.code, 2, "{}", verified.all());
    assert!(
        verified.err.contains("it is a redacted copy") && verified.err.contains("case check-commitment"),
        "{}",
        verified.err
    );
    let log = place.run("case log quay.case").ok().out;
    assert!(log.lines().any(|line| line.contains(" Ada ") && line.contains(" open_commitment ")), "{log}");
    for (words, says) in [
        ("case check-commitment quay.case shown.json", "no redacted copy"),
        ("case export quay.sealed --as prov --to x.json", "case redact"),
        ("case report quay.sealed --share --to x.html", "case redact"),
    ] {
        let refused = place.run(words);
        assert_eq!((refused.code, refused.err.contains(says)), (2, true), "{}", refused.all());
    }
}

#[test]
fn a_sealed_case_without_bytes_or_with_other_bytes() {
    let place = case();
    place.run("case seal quay.case --to bare --no-content -q").ok();
    let said = place.run("case redact bare --keys keys --to copy").ok().err;
    assert!(said.contains("no bytes of evidence"), "{said}");
    assert!(place.read("copy/redacted.json").contains("\"content\": null"));
    assert_eq!(place.run("case redact bare --to other").code, 2, "it has no keys");
    place.file("bare/data/out/groups.jsonl", "{}");
    let refused = place.run("case redact bare --keys keys --to other");
    assert_eq!((refused.code, refused.err.contains("case verify")), (2, true), "{}", refused.all());
    assert!(!place.path("other").exists());
}

#[test]
fn provenance_leaves_as_sealed_cases_carry_it_and_without_names() {
    let place = case();
    place.run("case seal quay.case --to quay.sealed --actor Griselda -q").ok();
    let export = |to: &str, more: &str| {
        place.run(&format!("case export quay.case --as prov --to {to} --actor Griselda -q{more}")).ok();
        place.read(to)
    };
    let (open, masked) = (export("open.json", " --reveal"), export("masked.json", ""));
    assert_eq!(open, place.read("quay.sealed/data/prov.json"));
    assert_eq!(masked, export("again.json", ""));
    let small = export("small.json", " --allow-small why");
    for (text, expected) in [(&open, true), (&masked, false), (&small, false)] {
        assert_eq!(text.contains("ashgrove-phone.csv"), expected);
    }
    let findings = |text: &str| text.matches("\"sc:finding-").count();
    assert!(findings(&masked) < findings(&small), "findings about few accounts are not named");
    assert_eq!(findings(&small), findings(&open));
}

#[test]
fn a_forgotten_account_is_cut_out_and_stays_out() {
    let place = case();
    place.file(
        "more/talk.jsonl",
        "{\"id\":\"1\",\"account_id\":\"1200009911223344556\",\"created_at\":\"2024-05-02T09:00:00Z\",\"text\":\"lamps\",\"url\":\"https://lamps.example/a\"}\n\
         {\"id\":\"2\",\"account_id\":\"777\",\"created_at\":\"2024-05-02T09:00:09Z\",\"text\":\"lamps\",\"url\":\"https://lamps.example/a\"}\n",
    );
    place.run("examine in more --case quay.case --counts-only -q").ok();
    let forgot = place.run("case forget quay.case nightherring --actor Ada").ok();
    assert!(forgot.out.starts_with("4 records cut out of 2 pieces of evidence.\n"), "{}", forgot.all());
    assert!(place.run("case verify quay.case").ok().out.starts_with("intact"));
    let log = place.run("case log quay.case --json").ok().out;
    assert!(
        log.contains("\"action\":\"forget\"")
            && !log.contains("nightherring")
            && !log.contains("1200009911223344556")
    );
    // Nothing of it is left: neither in copies nor in what was derived, the database included.
    let holds = |place: &Place| {
        let files = place.files("quay.case");
        let all = files.iter().flat_map(|(name, bytes)| readings(name, bytes, place, "quay.case"));
        all.filter(|text| text.contains("1200009911223344556") || text.contains("Nigel Herring")).count()
    };
    assert_eq!(holds(&place), 0);
    let again = place.run("examine --case quay.case --counts-only").ok();
    assert!(!again.err.contains("Nothing has changed"), "{}", again.err);
    assert_eq!(holds(&place), 0);
    // Whoever gives the original files once more does not bring it back into the results.
    place.run("examine in more --case quay.case --counts-only -q").ok();
    let results: String =
        place.files("quay.case/out").iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    assert!(!results.contains("1200009911223344556") && results.contains("1200009911223344551"));
    let unknown = place.run("case forget quay.case nobody");
    assert_eq!(unknown.code, 2, "{}", unknown.all());
}
