//! The lens's tables, in the schemas of [`model::schema`].

use super::{MediaFile, MediaResult};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray, UInt8Array, UInt32Array, UInt64Array};
use arrow_schema::{ArrowError, DataType, Field};
use model::schema::{self, Table};
use provenance::c2pa::Manifest;
use provenance::{Entry, Mark};
use std::collections::BTreeSet;
use std::sync::Arc;

/// All tables.
pub(super) fn tables(result: &MediaResult) -> Result<[(Table, RecordBatch); 3], ArrowError> {
    Ok([files(result)?, marks(result)?, tags(result)?])
}

fn texts<S: AsRef<str>>(values: impl Iterator<Item = Option<S>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values))
}

fn lists(values: impl Iterator<Item = Vec<String>>) -> ArrayRef {
    let item = Arc::new(Field::new_list_field(DataType::Utf8, false));
    let mut builder = ListBuilder::new(StringBuilder::new()).with_field(item);
    for list in values {
        builder.append_value(list.into_iter().map(Some));
    }
    Arc::new(builder.finish())
}

/// The table of files.
pub(super) fn files(result: &MediaResult) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::media();
    let all = || result.files.iter();
    let active = |of: fn(&Manifest) -> &Option<String>| {
        texts(all().map(move |file| file.c2pa.active().and_then(|manifest| of(manifest).as_deref())))
    };
    let picture = |file: &MediaFile| file.picture.as_ref().ok().copied();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(UInt32Array::from_iter_values(all().map(|file| file.no.0))),
        texts(all().map(|file| Some(&file.name))),
        texts(all().map(|file| Some(file.sha256.hex()))),
        Arc::new(UInt64Array::from_iter_values(all().map(|file| file.bytes))),
        texts(all().map(|file| Some(file.container.name()))),
        texts(all().map(|file| Some(file.container.mime()))),
        Arc::new(BooleanArray::from_iter(all().map(|file| file.name_fits))),
        Arc::new(UInt32Array::from_iter(all().map(|file| file.size.map(|size| size.width)))),
        Arc::new(UInt32Array::from_iter(all().map(|file| file.size.map(|size| size.height)))),
        texts(all().map(|file| picture(file).map(|picture| picture.pdq.hex()))),
        Arc::new(UInt8Array::from_iter(all().map(|file| picture(file).map(|picture| picture.quality)))),
        texts(all().map(|file| file.picture.as_ref().err().map(ToString::to_string))),
        texts(all().map(|file| Some(&file.object))),
        texts(all().map(|file| Some(file.c2pa.state.name()))),
        texts(
            all().map(|file| file.c2pa.failure.as_ref().map(|why| format!("{}: {}", why.code, why.message))),
        ),
        lists(all().map(MediaFile::failures)),
        active(|manifest| &manifest.signer),
        active(|manifest| &manifest.signed_at),
        active(|manifest| &manifest.generator),
        lists(all().map(|file| {
            let sources = file.c2pa.manifests.iter().flat_map(|manifest| &manifest.sources);
            sources.map(|source| source.uri.clone()).collect::<BTreeSet<_>>().into_iter().collect()
        })),
        texts(all().map(|file| file.c2pa.remote_url.as_deref())),
        lists(all().map(|file| file.marks.iter().map(in_words).collect())),
    ];
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}

/// A mark in a few words: `made by a trained model (c2pa.created, signed)`.
pub(super) fn in_words(mark: &Mark) -> String {
    let standing = if mark.is_signed { "signed" } else { "unsigned" };
    format!("{} ({}, {standing})", mark.says, mark.key)
}

fn marks(result: &MediaResult) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::media_marks();
    let all: Vec<(&MediaFile, &Mark)> =
        result.files.iter().flat_map(|file| file.marks.iter().map(move |mark| (file, mark))).collect();
    let of = |value: fn(&Mark) -> &str| texts(all.iter().map(move |(_, mark)| Some(value(mark))));
    let place = |value: fn(&Mark) -> u64| -> ArrayRef {
        let places = all.iter().map(move |(_, mark)| (mark.end > 0).then(|| value(mark)));
        Arc::new(UInt64Array::from_iter(places))
    };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(UInt32Array::from_iter_values(all.iter().map(|(file, _)| file.no.0))),
        texts(all.iter().map(|(file, _)| Some(file.sha256.hex()))),
        of(|mark| mark.kind.name()),
        of(|mark| &mark.says),
        Arc::new(BooleanArray::from_iter(all.iter().map(|(_, mark)| Some(mark.is_of_generation)))),
        Arc::new(BooleanArray::from_iter(all.iter().map(|(_, mark)| Some(mark.is_signed)))),
        of(|mark| mark.scheme.name()),
        of(|mark| &mark.key),
        of(|mark| &mark.value),
        of(|mark| &mark.way),
        place(|mark| mark.start),
        place(|mark| mark.end),
    ];
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}

fn tags(result: &MediaResult) -> Result<(Table, RecordBatch), ArrowError> {
    let table = schema::media_tags();
    let all: Vec<(&MediaFile, &Entry)> =
        result.files.iter().flat_map(|file| file.tags.iter().map(move |tag| (file, tag))).collect();
    let of = |value: fn(&Entry) -> &str| texts(all.iter().map(move |(_, tag)| Some(value(tag))));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(UInt32Array::from_iter_values(all.iter().map(|(file, _)| file.no.0))),
        texts(all.iter().map(|(file, _)| Some(file.sha256.hex()))),
        of(|tag| tag.scheme.name()),
        of(|tag| &tag.key),
        of(|tag| &tag.value),
        of(|tag| &tag.way),
        Arc::new(UInt64Array::from_iter_values(all.iter().map(|(_, tag)| tag.start))),
        Arc::new(UInt64Array::from_iter_values(all.iter().map(|(_, tag)| tag.end))),
    ];
    let batch = RecordBatch::try_new(table.schema(), columns)?;
    Ok((table, batch))
}
