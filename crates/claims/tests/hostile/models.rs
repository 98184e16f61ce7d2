//! Model files that are no such files, cut, changed, or full of numbers that cannot be: each is refused by name, or is
//! another model that reads texts without failing.

use proptest::prelude::*;
use scrutineer_claims::extract::{Extractor, Mode};
use scrutineer_claims::ledger;
use scrutineer_claims::model_file::{self, Bytes, ModelError, Sections};
use std::sync::LazyLock;

/// The version that the program reads.
const VERSION: u32 = 3;

static BUILT_IN: &[u8] = include_bytes!("../../../../models/claims-en.model");

/// The sections of the model that the program carries.
static SECTIONS: LazyLock<Sections> = LazyLock::new(|| read(BUILT_IN).expect("a model"));

fn read(bytes: &[u8]) -> Result<Sections, ModelError> {
    model_file::read(&Bytes::from(bytes.to_vec()))
}

fn small() -> Sections {
    Sections::from([
        ("calibration".to_owned(), vec![0; 29 * 8].into()),
        ("lexicon".to_owned(), b"said\x03".repeat(40).into()),
        ("last".to_owned(), vec![7].into()),
    ])
}

/// A head that says what it likes: magic, version, number of sections, then each name with its length.
fn head(version: u32, count: u32, sections: &[(u32, &[u8], u64)]) -> Vec<u8> {
    let mut bytes = b"SCRMODEL".to_vec();
    bytes.extend(version.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    for (name_length, name, length) in sections {
        bytes.extend(name_length.to_le_bytes());
        bytes.extend(*name);
        bytes.extend(length.to_le_bytes());
    }
    bytes
}

#[test]
fn sections_come_back() {
    let sections = small();
    assert_eq!(read(&model_file::write(&sections)).expect("sections"), sections);
}

#[test]
fn a_file_that_ends_early_is_refused_wherever_it_ends() {
    let whole = model_file::write(&small());
    for end in 0..whole.len() {
        let error = read(&whole[..end]).expect_err("it is cut");
        assert!(matches!(error, ModelError::Damaged(_)), "{end}: {error}");
    }
    for tenth in 0..10 {
        assert!(Extractor::read(BUILT_IN[..BUILT_IN.len() * tenth / 10].to_vec()).is_err());
    }
}

#[test]
fn other_files_and_versions_are_named() {
    assert!(matches!(read(b"\x7fELF and so on"), Err(ModelError::Magic)));
    assert!(matches!(read(&head(7, 0, &[])), Err(ModelError::Version(7))));
    assert!(matches!(Extractor::read(head(VERSION, 0, &[])), Err(ModelError::Missing(_))));
}

#[test]
fn numbers_that_cannot_be_are_refused_before_anything_is_made_for_them() {
    for bytes in [
        head(VERSION, u32::MAX, &[]),
        head(VERSION, 1, &[(u32::MAX, b"cue", 4)]),
        head(VERSION, 1, &[(3, b"cue", u64::MAX)]),
        head(VERSION, 2, &[(3, b"cue", 1 << 40)]),
        head(VERSION, 2, &[(3, b"cue", u64::MAX), (3, b"two", 9)]),
        head(VERSION, 2, &[(3, b"cue", 0), (3, b"cue", 0)]),
    ] {
        let error = read(&bytes).expect_err("it cannot be");
        assert!(matches!(error, ModelError::Damaged(_)), "{error}");
    }
}

/// Section by section: counts and numbers of rows beyond the table, scales and weights that are no numbers.
#[test]
fn damaged_sections_are_refused() {
    let check = |name: &str, bytes: Vec<u8>| {
        let mut sections = SECTIONS.clone();
        sections.insert(name.to_owned(), bytes.into());
        let read = match name {
            "vocabulary" | "tagger" | "parser" => model_file::syntax(&sections).map(drop),
            "calibration" => model_file::calibration(&sections).map(drop),
            _ => model_file::model(&sections).map(drop),
        };
        assert!(matches!(read, Err(ModelError::Damaged(_))), "{name}");
    };
    let scale = 0.1_f32.to_le_bytes();
    let count = |count: u32| count.to_le_bytes().to_vec();
    for name in ["tagger", "parser", "cue", "argument"] {
        check(name, Vec::new());
        check(name, scale.to_vec());
        check(name, [&scale[..], &count(u32::MAX)].concat());
        check(name, [&scale[..], &count(u32::MAX), &[1; 100]].concat());
        // A row without a bit that says whose it is.
        check(name, [&scale[..], &count(1), &vec![0; 1 << 20]].concat());
        check(name, [&f32::NAN.to_le_bytes()[..], &count(0)].concat());
        check(name, [&f32::INFINITY.to_le_bytes()[..], &count(0)].concat());
    }
    check("vocabulary", vec![0; 7]);
    check("cue.transitions", vec![0; 8 * 4]);
    check("argument.transitions", f32::NAN.to_le_bytes().repeat(16));
    check("calibration", vec![0; 100]);
    check("calibration", f64::NAN.to_le_bytes().repeat(29));
}

/// What a damaged file may still be: a model with other weights, and the worst ones at that.
#[test]
fn any_weights_read_texts() {
    const TEXT: &str =
        "The mayor said on Monday that the vote would wait. “No,” she added, according to Ada Vell.";
    for scale in [f32::MAX, f32::MIN, f32::MIN_POSITIVE, -0.0] {
        let mut sections = SECTIONS.clone();
        for name in ["tagger", "parser", "cue", "argument"] {
            if let Some(table) = sections.get_mut(name) {
                table.to_mut()[..4].copy_from_slice(&scale.to_le_bytes());
            }
        }
        sections.insert("cue.transitions".to_owned(), scale.to_le_bytes().repeat(9).into());
        sections.insert("argument.transitions".to_owned(), scale.to_le_bytes().repeat(16).into());
        let extractor = Extractor {
            acts: None,
            syntax: model_file::syntax(&sections).expect("weights"),
            model: model_file::model(&sections).expect("weights"),
            calibration: model_file::calibration(&sections).expect("weights"),
        };
        ledger::read(&extractor, TEXT, None, Mode::Recall);
    }
}

proptest! {
    #[test]
    fn changed_bytes_are_refused_or_are_other_sections(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = model_file::write(&small());
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] ^= byte;
        }
        if let Ok(sections) = read(&bytes) {
            prop_assert!(sections.values().map(|section| section.len()).sum::<usize>() <= bytes.len());
        }
    }

    #[test]
    fn any_bytes_behind_the_magic_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [&b"SCRMODEL\x02\0\0\0"[..], &bytes].concat();
        prop_assert!(Extractor::read(bytes).is_err());
    }
}

/// One bit anywhere in the file that the program carries.
#[test]
fn a_bit_that_is_turned_in_a_real_model_does_no_harm() {
    const TURNED: usize = 8;
    for number in 0..TURNED {
        let mut bytes = BUILT_IN.to_vec();
        let at = if number < 4 { 8 + number * 9 } else { bytes.len() / TURNED * number + 7 };
        bytes[at] ^= 1 << (number % 8);
        if let Ok(extractor) = Extractor::read(bytes) {
            ledger::read(&extractor, "“No,” the mayor said on Monday.", None, Mode::Recall);
        }
    }
}
