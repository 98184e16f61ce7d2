//! Creating, opening, locking, versions, leftovers of a crash, permissions.

use crate::{Fixture, NOW, WHO};
use scrutineer_case::{Case, CaseError, Incoming};
use std::fs;

#[test]
fn a_folder_without_a_case_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    assert!(matches!(Case::open(folder.path()), Err(CaseError::NotACase(_))));
    assert!(matches!(Case::open_read_only(&folder.path().join("none")), Err(CaseError::NotACase(_))));
    assert!(!Case::is_case(folder.path()));
    // Looking must not leave anything behind.
    assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 0);
}

#[test]
fn other_sqlite_files_and_plain_text_are_no_cases() {
    for plain in [true, false] {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("case.sqlite");
        if plain {
            fs::write(&path, "name,value\n".repeat(100)).expect("text");
        } else {
            let conn = rusqlite::Connection::open(&path).expect("a database");
            conn.execute_batch("CREATE TABLE t (x)").expect("a table");
        }
        assert!(matches!(Case::open(folder.path()), Err(CaseError::NotACase(_))), "plain: {plain}");
        assert!(matches!(Case::open_read_only(folder.path()), Err(CaseError::NotACase(_))), "plain: {plain}");
        assert!(matches!(Case::create(folder.path(), WHO, NOW), Err(CaseError::Occupied { .. })));
    }
}

#[test]
fn create_leaves_strangers_alone_and_does_not_take_their_names() {
    let folder = tempfile::tempdir().expect("folder");
    fs::write(folder.path().join("notes.txt"), "mine").expect("a note");
    let case = Case::create(folder.path(), WHO, NOW).expect("beside other files");
    drop(case);
    assert_eq!(fs::read_to_string(folder.path().join("notes.txt")).expect("the note"), "mine");
    assert!(matches!(
        Case::create(folder.path(), WHO, NOW),
        Err(CaseError::Occupied { name: "case.sqlite", .. })
    ));

    let other = tempfile::tempdir().expect("folder");
    fs::create_dir(other.path().join("out")).expect("their folder");
    fs::write(other.path().join("out/theirs.csv"), "x").expect("their file");
    assert!(matches!(Case::create(other.path(), WHO, NOW), Err(CaseError::Occupied { name: "out", .. })));
}

#[test]
fn open_or_create_does_either_and_the_identity_stays() {
    let folder = tempfile::tempdir().expect("folder");
    let dir = folder.path().join("deep/case");
    let id = Case::open_or_create(&dir, WHO, NOW).and_then(|case| case.id()).expect("created");
    let again = Case::open_or_create(&dir, "somebody else", NOW).and_then(|case| case.id()).expect("opened");
    assert_eq!(id, again);
}

#[test]
fn a_creation_that_was_cut_off_can_be_repeated() {
    let folder = tempfile::tempdir().expect("folder");
    fs::create_dir(folder.path().join("evidence")).expect("an empty folder");
    fs::create_dir(folder.path().join("tmp")).expect("a folder");
    fs::write(folder.path().join("tmp/.x.partial"), "half a catalogue").expect("a leftover");
    assert!(matches!(Case::open(folder.path()), Err(CaseError::NotACase(_))));
    let case = Case::open_or_create(folder.path(), WHO, NOW).expect("finished now");
    assert_eq!(case.verify().expect("verified"), []);
}

#[test]
fn one_writes_while_many_read() {
    let mut fixture = Fixture::new();
    assert!(matches!(Case::open(&fixture.dir()), Err(CaseError::InUse(_))));
    let mut reader = Case::open_read_only(&fixture.dir()).expect("reading beside the writer");
    let other = Case::open_read_only(&fixture.dir()).expect("reading beside both");
    assert_eq!(reader.evidence().expect("rows").len(), 0);
    fixture.case.add_evidence(Incoming::reader(&b"x"[..], "x"), WHO, NOW).expect("added");
    assert_eq!(reader.evidence().expect("rows").len(), 1);
    assert_eq!(other.evidence().expect("rows").len(), 1);
    let refused = reader.add_evidence(Incoming::reader(&b"y"[..], "y"), WHO, NOW);
    assert!(matches!(refused, Err(CaseError::ReadOnly(_))));
    assert!(matches!(reader.log(WHO, "note", &"hello", NOW), Err(CaseError::ReadOnly(_))));
    drop(fixture.case);
    Case::open(reader.dir()).expect("the writer is gone");
}

#[test]
fn a_case_of_a_newer_program_is_refused_with_both_versions() {
    let fixture = Fixture::new();
    let dir = fixture.dir();
    drop(fixture.case);
    let conn = rusqlite::Connection::open(dir.join("case.sqlite")).expect("the catalogue");
    conn.pragma_update(None, "user_version", 99).expect("raised");
    drop(conn);
    for error in [Case::open(&dir).err(), Case::open_read_only(&dir).err()] {
        let error = error.expect("refused");
        assert!(matches!(error, CaseError::Newer { found: 99, known: 2.., .. }), "{error}");
        assert!(error.to_string().contains("use a newer Scrutineer"), "{error}");
    }
}

#[test]
fn a_case_of_an_older_program_is_not_raised_by_reading_it() {
    let fixture = Fixture::new();
    let dir = fixture.dir();
    drop(fixture.case);
    let conn = rusqlite::Connection::open(dir.join("case.sqlite")).expect("the catalogue");
    conn.pragma_update(None, "user_version", 0).expect("lowered");
    drop(conn);
    assert!(matches!(Case::open_read_only(&dir), Err(CaseError::Older { found: 0, known: 2.., .. })));
}

#[test]
fn leftovers_of_a_crash_go_when_the_case_is_opened_and_nothing_else_does() {
    let fixture = Fixture::new().reopen_after(|dir| {
        fs::create_dir_all(dir.join("tmp")).expect("tmp");
        fs::write(dir.join("tmp/.abc.partial"), "half a file").expect("a leftover");
        fs::write(dir.join("tmp/.scrutineer-abc.tmp"), "half a table").expect("a leftover");
        fs::write(dir.join("tmp/mine.txt"), "not ours").expect("a stranger");
    });
    assert!(!fixture.dir().join("tmp/.scrutineer-abc.tmp").exists());
    assert!(!fixture.dir().join("tmp/.abc.partial").exists());
    assert!(fixture.dir().join("tmp/mine.txt").exists());
}

#[test]
fn readers_leave_unfinished_files_to_the_writer() {
    let fixture = Fixture::new();
    let half = fixture.case.partial_file().expect("a file");
    let _reader = Case::open_read_only(&fixture.dir()).expect("reading");
    assert!(half.path().exists());
}

#[cfg(unix)]
#[test]
fn everything_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let mut fixture = Fixture::new();
    let loose = fixture.file("posts.parquet", b"PAR1");
    fs::set_permissions(&loose, fs::Permissions::from_mode(0o644)).expect("mode");
    fixture.case.add_evidence(Incoming::file(&loose), WHO, NOW).expect("added");
    fixture.case.add_segment("posts", 1, &loose, WHO, NOW).expect("added");
    fixture.case.write_out("report.html", |out| out.write_all(b"<p>")).expect("written");

    let mut folders = vec![fixture.dir()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        let mode =
            |path: &std::path::Path| fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in fs::read_dir(&folder).expect("entries") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
                files += 1;
            }
        }
    }
    // Evidence, segment, report, catalogue, its journal and shared memory, lock.
    assert_eq!(files, 7);
}
