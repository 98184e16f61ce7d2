//! Sealed cases: written once, in one way, and every change of one is found.

use crate::{Fixture, LATER, NOW, WHO, finding};
use model::Sha256;
use scrutineer_case::{
    Against, Case, CaseError, How, Incoming, Output, Plan, Recorded, Run, SealOptions, Sealed, Signature,
    Signer, Signers, Verified, verify_bag,
};
use ssh_key::private::Ed25519Keypair;
use ssh_key::{LineEnding, PrivateKey};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const PROGRAM: &str = "Scrutineer test";

/// A case with some of everything.
fn full() -> Fixture {
    let mut fixture = Fixture::new();
    let case = &mut fixture.case;
    let incoming = [("posts.csv", "id,text\n1,hello\n"), ("more.csv", "id,text\n2,bye\n"), ("empty", "")];
    let incoming = incoming.map(|(name, text)| Incoming::reader(text.as_bytes(), name));
    let added = case.add_all(incoming.into(), WHO, NOW).expect("added");
    let mut place = case.partial_file().expect("a file");
    place.write_all(b"PAR1 records").expect("written");
    let segment = case.add_segment("posts", 1, place.path(), WHO, NOW).expect("a segment");
    let report = case.write_out("report.html", |out| out.write_all(b"<p>report</p>")).expect("written");
    let table = case.write_out("edges.parquet", |out| out.write_all(b"PAR1 edges")).expect("written");
    let plan = Plan {
        command: "examine".into(),
        version: PROGRAM.into(),
        parameters: BTreeMap::from([
            ("q".into(), serde_json::json!(0.05)),
            ("none".into(), serde_json::Value::Null),
        ]),
        seed: Some(u64::MAX),
        inputs: added.iter().map(|one| one.hash).collect(),
    };
    let outputs = vec![Output::segment("posts", segment), report, table];
    let run = Run { plan, started: NOW, finished: LATER, outputs };
    case.record_run(&run, &[finding(1), finding(2)], WHO).expect("recorded");
    fixture
}

/// A private key from a seed, written as a file.
fn key(fixture: &Fixture, seed: u8) -> (Signer, PathBuf, String) {
    let key = PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32]));
    let text = key.to_openssh(LineEnding::LF).expect("a key");
    let path = fixture.file(&format!("key{seed}"), text.as_bytes());
    (Signer::read(&path).expect("a key"), path, key.public_key().to_openssh().expect("a key"))
}

fn seal(
    fixture: &mut Fixture,
    name: &str,
    signer: Option<(&Signer, &Path)>,
    with_content: bool,
) -> (PathBuf, Sealed) {
    let to = fixture.folder.path().join(name);
    let options = SealOptions { to: &to, signer, with_content, program: PROGRAM };
    let sealed = fixture.case.seal(&options, WHO, LATER, &|_| {}).expect("sealed");
    (to, sealed)
}

fn verify(dir: &Path) -> Verified {
    verify_bag(dir, Against::default(), &|_| {})
}

/// Every file below a folder, sorted.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("below").to_string_lossy().replace('\\', "/");
                all.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    all
}

#[test]
fn a_sealed_case_is_intact_and_says_what_the_case_says() {
    let mut fixture = full();
    let (signer, path, _) = key(&fixture, 1);
    let contents = scrutineer_case::Contents::of(&fixture.case, PROGRAM).expect("read");
    let (dir, sealed) = seal(&mut fixture, "sealed", Some((&signer, &path)), true);
    let verified = verify(&dir);
    assert_eq!(verified.differences, []);
    assert_eq!(verified.seal, Some(sealed.seal));
    assert_eq!(verified.signature, Signature::Holds { key: signer.fingerprint(), who: None });
    let read = Recorded::open(&dir, "another program").expect("a sealed case");
    assert_eq!(read.contents, scrutineer_case::Contents { sealed: Some(LATER), ..contents });
    assert_eq!(read.findings(), fixture.case.findings().expect("findings"));
    assert!(read.contents.evidence.iter().all(|row| read.evidence_file(&row.evidence.id).is_some()));
    let log = fixture.case.custody().expect("the log");
    let last = log.last().expect("an entry");
    assert!(last.action == "seal" && last.details.contains(&sealed.seal.hex()), "{last:?}");
    assert_eq!(fixture.case.verify().expect("verified"), []);
}

#[test]
fn the_same_case_sealed_at_the_same_time_gives_the_same_bytes() {
    let sealed = || {
        let mut fixture = full();
        let (signer, path, _) = key(&fixture, 1);
        let (dir, _) = seal(&mut fixture, "sealed", Some((&signer, &path)), true);
        files(&dir)
    };
    assert!(sealed() == sealed());
}

#[test]
fn without_content_hashes_remain() {
    let mut fixture = full();
    let (dir, _) = seal(&mut fixture, "sealed", None, false);
    assert_eq!(verify(&dir).differences, []);
    assert!(!dir.join("data/evidence").exists());
    assert_eq!(Recorded::open(&dir, PROGRAM).expect("read").contents.evidence.len(), 3);
}

#[test]
fn nothing_is_sealed_that_is_not_as_listed() {
    let fixture = full();
    let evidence = files(&fixture.dir().join("evidence")).into_keys().next().expect("evidence");
    let mut fixture =
        fixture.reopen_after(|dir| fs::write(dir.join("evidence").join(evidence), "other").expect("written"));
    let to = fixture.folder.path().join("sealed");
    let options = SealOptions { to: &to, signer: None, with_content: true, program: PROGRAM };
    let refused = fixture.case.seal(&options, WHO, LATER, &|_| {});
    assert!(matches!(refused, Err(CaseError::Differs { .. })), "{refused:?}");
    let left: Vec<_> = fs::read_dir(fixture.folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "only the case: {left:?}");
    fs::create_dir(&to).and_then(|()| fs::write(to.join("x"), "")).expect("a folder");
    assert!(matches!(fixture.case.seal(&options, WHO, LATER, &|_| {}), Err(CaseError::NotEmpty(_))));
}

#[test]
fn what_changed_is_named() {
    let mut fixture = full();
    let (signer, path, _) = key(&fixture, 1);
    let (sealed, _) = seal(&mut fixture, "sealed", Some((&signer, &path)), true);
    let content = files(&sealed);
    let evidence = content.iter().find(|(name, text)| name.starts_with("data/evidence") && text.len() > 5);
    let evidence = evidence.expect("evidence").0.clone();
    let append = |name: &str| {
        let name = name.to_owned();
        move |dir: &Path| {
            let path = dir.join(&name);
            let text = fs::read(&path).expect("readable");
            fs::write(&path, [&text, &b"\n"[..]].concat()).expect("written");
        }
    };
    type Is = fn(&How) -> bool;
    let is = |what: &str, how: Is| (what.to_owned(), how);
    let altered: Is = |how| matches!(how, How::Altered { .. });
    type Change = (&'static str, Box<dyn Fn(&Path)>, Vec<(String, Is)>);
    let cases: Vec<Change> = vec![
        ("evidence", Box::new(append(&evidence)), vec![is(&evidence, altered)]),
        ("report", Box::new(append("data/out/report.html")), vec![is("data/out/report.html", altered)]),
        ("declaration", Box::new(append("bagit.txt")), vec![is("bagit.txt", altered)]),
        ("info", Box::new(append("bag-info.txt")), vec![is("bag-info.txt", altered)]),
        ("manifest", Box::new(append("manifest-sha256.txt")), vec![is("manifest-sha256.txt", altered)]),
        (
            "tag manifest",
            Box::new(append("tagmanifest-sha256.txt")),
            vec![is("tagmanifest-sha256.txt", altered)],
        ),
        (
            "signature",
            Box::new(append("tagmanifest-sha256.txt.sig")),
            vec![is("tagmanifest-sha256.txt.sig", altered)],
        ),
        (
            "query",
            Box::new(append("tagmanifest-sha256.txt.tsq")),
            vec![is("tagmanifest-sha256.txt.tsq", altered)],
        ),
        (
            "unsigned",
            Box::new(|dir| fs::remove_file(dir.join("tagmanifest-sha256.txt.sig")).expect("there")),
            vec![is("tagmanifest-sha256.txt.sig", |how| *how == How::Missing)],
        ),
        (
            "added",
            Box::new(|dir| fs::write(dir.join("data/out/more.csv"), "x").expect("written")),
            vec![is("data/out/more.csv", |how| *how == How::Unlisted)],
        ),
        (
            "added above",
            Box::new(|dir| fs::write(dir.join("README.txt"), "x").expect("written")),
            vec![is("README.txt", |how| *how == How::Unlisted)],
        ),
        (
            "an empty folder",
            Box::new(|dir| fs::create_dir(dir.join("data/other")).expect("made")),
            vec![is("data/other", |how| *how == How::Unlisted)],
        ),
        (
            "renamed",
            Box::new(|dir| {
                fs::rename(dir.join("data/out/report.html"), dir.join("data/report.html")).expect("there")
            }),
            vec![is(
                "data/out/report.html",
                |how| matches!(how, How::Renamed { to } if to == "data/report.html"),
            )],
        ),
    ];
    for (what, change, expected) in cases {
        let copy = copy(&content);
        change(copy.path());
        let verified = verify(copy.path());
        for (name, how) in &expected {
            let found = verified.differences.iter().any(|d| d.what == *name && how(&d.how));
            assert!(found, "{what}: {:?}", verified.differences);
        }
    }
}

/// A folder with these files.
fn copy(content: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in content {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
    folder
}

/// Numbers from a seed (SplitMix64).
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// One random change, undone by the function that it returns; what it was, for a person.
fn mutate(
    dir: &Path,
    content: &BTreeMap<String, Vec<u8>>,
    draw: &mut Draw,
) -> Option<(String, Box<dyn FnOnce()>)> {
    let names: Vec<&String> = content.keys().collect();
    let name = names[draw.below(names.len())].clone();
    let (path, bytes) = (dir.join(&name), content[&name].clone());
    let restore = {
        let (path, bytes) = (path.clone(), bytes.clone());
        move || fs::write(path, bytes).expect("written")
    };
    let other = |draw: &mut Draw| match draw.below(3) {
        0 => dir.join(format!("{name}.{}", draw.below(1000))),
        1 => dir.join(format!("data/out/{}", draw.below(1000))),
        _ => dir.join(format!("data/evidence/{:02x}", draw.below(256))),
    };
    Some(match draw.below(7) {
        0 | 1 if !bytes.is_empty() => {
            let (at, mask) = (draw.below(bytes.len()), 1 + draw.below(255) as u8);
            let mut changed = bytes;
            changed[at] ^= mask;
            fs::write(&path, changed).expect("written");
            (format!("byte {at} of {name} changed by {mask}"), Box::new(restore))
        }
        2 if !bytes.is_empty() => {
            let keep = draw.below(bytes.len());
            fs::write(&path, &bytes[..keep]).expect("written");
            (format!("{name} cut to {keep}"), Box::new(restore))
        }
        3 => {
            let at = draw.below(bytes.len() + 1);
            let mut changed = bytes;
            changed.insert(at, draw.below(256) as u8);
            fs::write(&path, changed).expect("written");
            (format!("a byte put into {name} at {at}"), Box::new(restore))
        }
        4 => {
            fs::remove_file(&path).expect("there");
            (format!("{name} removed"), Box::new(restore))
        }
        5 => {
            let to = other(draw);
            if to.exists() {
                return None;
            }
            fs::rename(&path, &to).expect("there");
            let said = format!("{name} renamed to {}", to.display());
            (said, Box::new(move || fs::rename(to, path).expect("there")))
        }
        6 => {
            let to = other(draw);
            if to.exists() {
                return None;
            }
            fs::write(&to, &bytes[..draw.below(bytes.len() + 1)]).expect("written");
            (format!("{} added", to.display()), Box::new(move || fs::remove_file(to).expect("there")))
        }
        _ => return None,
    })
}

/// `SCRUTINEER_MUTATIONS=10000` makes it the full measurement.
#[test]
fn every_random_change_is_found() {
    let wanted = std::env::var("SCRUTINEER_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    for is_signed in [true, false] {
        let mut fixture = full();
        let (signer, path, _) = key(&fixture, 1);
        let (dir, _) = seal(&mut fixture, "sealed", is_signed.then_some((&signer, path.as_path())), true);
        let content = files(&dir);
        let mut draw = Draw(if is_signed { 7 } else { 8 });
        let (mut done, mut missed) = (0, Vec::new());
        while done < wanted {
            let Some((what, undo)) = mutate(&dir, &content, &mut draw) else { continue };
            if verify(&dir).differences.is_empty() {
                missed.push(what);
            }
            undo();
            done += 1;
        }
        assert_eq!(verify(&dir).differences, [], "all changes were undone");
        assert_eq!(missed, [] as [String; 0], "{} of {done} were not found", missed.len());
        println!("{done} changes, signed: {is_signed}, all found");
    }
}

#[test]
fn a_signature_counts_for_whom_the_user_trusts() {
    let mut fixture = full();
    let (signer, path, public) = key(&fixture, 1);
    let (_, _, stranger) = key(&fixture, 2);
    let (dir, sealed) = seal(&mut fixture, "sealed", Some((&signer, &path)), true);
    let check = |list: &str| {
        let list = fixture.file("signers", list.as_bytes());
        let signers = Signers::read(&list);
        signers.map(|signers| {
            verify_bag(&dir, Against { signers: Some(&signers), ..Against::default() }, &|_| {})
        })
    };
    let by = |list: &str| match check(list).expect("a list") {
        Verified { signature: Signature::Holds { who: Some(who), .. }, differences, .. }
            if differences.is_empty() =>
        {
            Some(who)
        }
        verified => {
            assert!(!verified.differences.is_empty(), "{list}");
            None
        }
    };
    assert_eq!(by(&format!("# ours\n\nada@quay.example {public}\n")).as_deref(), Some("ada@quay.example"));
    assert_eq!(by(&format!("ada namespaces=\"git,scrutineer-case\" {public}\n")).as_deref(), Some("ada"));
    assert_eq!(by(&format!("ada namespaces=\"git\" {public}\n")), None);
    assert_eq!(by(&format!("bo {stranger}\n")), None);
    assert_eq!(by(""), None);
    assert!(check(&format!("ada valid-before=\"20240101\" {public}\n")).is_err());
    assert!(check("ada\n").is_err());
    // Somebody else's signature in place of the promised one.
    let tags = fs::read(dir.join("tagmanifest-sha256.txt")).expect("there");
    let other = PrivateKey::from(Ed25519Keypair::from_seed(&[2; 32]));
    let other = other.sign("scrutineer-case", ssh_key::HashAlg::Sha512, &tags).expect("signed");
    fs::write(dir.join("tagmanifest-sha256.txt.sig"), other.to_pem(LineEnding::LF).expect("armor"))
        .expect("written");
    let why = &verify(&dir).differences[0].how;
    assert!(
        matches!(why, How::Altered { why } if why.contains("not by the one that the seal names")),
        "{why:?}"
    );
    // The seal noted elsewhere.
    let noted =
        |seal| verify_bag(&dir, Against { seal: Some(seal), ..Against::default() }, &|_| {}).differences;
    assert!(!noted(sealed.seal).iter().any(|d| d.what == "seal"));
    assert!(noted(Sha256([0; 32])).iter().any(|d| d.what == "seal"));
}

#[test]
fn a_key_that_cannot_sign_says_why() {
    let fixture = Fixture::new();
    let public =
        PrivateKey::from(Ed25519Keypair::from_seed(&[1; 32])).public_key().to_openssh().expect("a key");
    for (text, part) in [("words", "no private key"), (public.as_str(), "public key"), ("", "no private key")]
    {
        let path = fixture.file("key", text.as_bytes());
        let error = Signer::read(&path).expect_err("no key").to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_hostile_folder_is_a_difference_and_nothing_outside_is_read() {
    use std::os::unix::fs::symlink;
    let mut fixture = full();
    let secret = fixture.file("secret", b"not in the case");
    let (sealed, _) = seal(&mut fixture, "sealed", None, true);
    let content = files(&sealed);
    let line = |path: &str| format!("{}  {path}\n", Sha256::of(b"not in the case"));
    let manifest = |dir: &Path, path: &str| {
        let name = dir.join("manifest-sha256.txt");
        let text = fs::read_to_string(&name).expect("text");
        fs::write(name, text + &line(path)).expect("written");
    };
    let report = "data/out/report.html";
    type Change<'c> = (&'c str, Box<dyn Fn(&Path) + 'c>);
    let changes: Vec<Change<'_>> = vec![
        (
            "a link in place of a file",
            Box::new(|dir| {
                fs::remove_file(dir.join(report)).expect("there");
                symlink(&secret, dir.join(report)).expect("made");
            }),
        ),
        (
            "a link in place of a folder",
            Box::new(|dir| {
                fs::rename(dir.join("data/out"), dir.with_extension("moved")).expect("there");
                symlink(dir.with_extension("moved"), dir.join("data/out")).expect("made");
            }),
        ),
        (
            "a folder in place of a file",
            Box::new(|dir| {
                fs::remove_file(dir.join(report)).expect("there");
                fs::create_dir(dir.join(report)).expect("made");
            }),
        ),
        (
            "a folder in place of a manifest",
            Box::new(|dir| {
                fs::remove_file(dir.join("manifest-sha256.txt")).expect("there");
                fs::create_dir(dir.join("manifest-sha256.txt")).expect("made");
            }),
        ),
        ("a path out of the folder", Box::new(|dir| manifest(dir, "data/../../secret"))),
        ("an absolute path", Box::new(|dir| manifest(dir, "/etc/hostname"))),
        (
            "a name that only case tells apart",
            Box::new(|dir| fs::write(dir.join("data/out/REPORT.html"), "x").expect("written")),
        ),
        (
            "a name that is no text",
            Box::new(|dir| {
                use std::os::unix::ffi::OsStrExt;
                fs::write(dir.join("data").join(std::ffi::OsStr::from_bytes(b"\xff\xfe")), "x")
                    .expect("written");
            }),
        ),
        (
            "a sparse file",
            Box::new(|dir| {
                fs::File::create(dir.join("data/out/edges.parquet"))
                    .and_then(|f| f.set_len(1 << 42))
                    .expect("made");
            }),
        ),
        (
            "a huge signature",
            Box::new(|dir| {
                fs::File::create(dir.join("tagmanifest-sha256.txt.sig"))
                    .and_then(|f| f.set_len(1 << 42))
                    .expect("made");
            }),
        ),
        (
            "a pipe",
            Box::new(|dir| {
                let made = std::process::Command::new("mkfifo").arg(dir.join("data/out/pipe")).status();
                assert!(made.is_ok_and(|status| status.success()));
            }),
        ),
        (
            "deep folders",
            Box::new(|dir| fs::create_dir_all(dir.join("data").join("x/".repeat(200))).expect("made")),
        ),
        (
            "nothing but its name",
            Box::new(|dir| {
                for name in content.keys().filter(|name| *name != "bagit.txt") {
                    fs::remove_file(dir.join(name)).expect("there");
                }
            }),
        ),
    ];
    for (what, change) in changes {
        let copy = copy(&content);
        change(copy.path());
        assert!(!verify(copy.path()).differences.is_empty(), "{what}");
        let _ = Recorded::open(copy.path(), PROGRAM);
        let _ = fs::remove_dir_all(copy.path().with_extension("moved"));
    }
}

#[test]
fn a_case_and_a_sealed_case_are_told_apart() {
    let mut fixture = full();
    let (dir, _) = seal(&mut fixture, "sealed", None, true);
    assert!(
        scrutineer_case::is_bag(&dir) && !scrutineer_case::is_bag(&fixture.dir()) && !Case::is_case(&dir)
    );
    let nothing = fixture.folder.path().join("nothing");
    assert!(matches!(Recorded::open(&nothing, PROGRAM), Err(CaseError::NeitherCaseNorBag(_))));
}
