use super::*;
use crate::extract::Extractor;

const CARRIED: &[u8] = include_bytes!("../../../../models/claims-en.model");

fn read_table(bytes: Bytes) -> Result<Table<LINE>, ModelError> {
    table_of(&bytes, 12)
}

fn some_table() -> Table<LINE> {
    let mut weights = vec![0.0; 3 << 12];
    for (place, weight) in weights.iter_mut().enumerate().filter(|(place, _)| place % 7 == 0) {
        *weight = place as f32 / 100.0 - 50.0;
    }
    Table::round(12, 3, &weights)
}

#[test]
fn a_table_is_read_as_it_was_written() {
    let written = some_table();
    assert_eq!(read_table(table(&written)).expect("whole"), written);
    let none: Table<LINE> = Table::round(12, 3, &[]);
    assert_eq!(read_table(table(&none)).expect("whole"), none);
}

#[test]
fn a_damaged_table_is_told() {
    let whole = table(&some_table()).into_owned();
    for length in [0, 3, 8, 63, 64, 200, whole.len() - 1] {
        assert!(read_table(whole[..length].to_vec().into()).is_err(), "{length} bytes");
    }
    // One row more than there are bits, then none of the bits, then a scale that is no number.
    for (place, bytes) in [(4, [0xFF; 4]), (64, [0; 4]), (0, [0xFF; 4])] {
        let mut damaged = whole.clone();
        damaged[place..place + 4].copy_from_slice(&bytes);
        assert!(read_table(damaged.into()).is_err(), "byte {place}");
    }
}

/// In place or copied, the carried model is the same, and is written as it was.
#[test]
fn the_carried_model_is_written_as_it_was() {
    let copied = Extractor::read(CARRIED.to_vec()).expect("it is carried");
    assert_eq!(&copied, Extractor::built_in().expect("it is carried"));
    assert!(copied.write() == CARRIED, "other bytes");
}

#[test]
fn other_files_are_told() {
    let read = |bytes: &[u8]| Extractor::read(bytes.to_vec());
    assert!(matches!(read(b""), Err(ModelError::Damaged(_))));
    assert!(matches!(read(b"GIF89a, or so"), Err(ModelError::Magic)));
    assert!(matches!(read(b"SCRMODEL\x01\0\0\0\0\0\0\0"), Err(ModelError::Version(1))));
    assert!(matches!(read(b"SCRMODEL\x03\0\0\0\0\0\0\0"), Err(ModelError::Missing("vocabulary"))));
    for length in [20, 100, 5_000, CARRIED.len() / 2, CARRIED.len() - 1] {
        assert!(matches!(read(&CARRIED[..length]), Err(ModelError::Damaged(_))), "{length} bytes");
    }
}
