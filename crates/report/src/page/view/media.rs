//! Media files, as the template sees them.

use super::{Cut, cut};
use crate::page::{Media, MediaMark, MediaRow, PictureRow, limits};
use serde::Serialize;

/// Media files as the page shows them.
#[derive(Serialize)]
pub struct MediaView<'a> {
    media: MediaHead<'a>,
    rows: Cut<FileView<'a>>,
    pictures: Cut<PictureView<'a>>,
}

/// What is said of all files together.
#[derive(Serialize)]
struct MediaHead<'a> {
    files: u64,
    alternatives: &'a [String],
    would_settle: &'a [String],
}

#[derive(Serialize)]
struct FileView<'a> {
    row: &'a MediaRow,
    marks: Cut<&'a MediaMark>,
    failures: Cut<&'a String>,
}

#[derive(Serialize)]
struct PictureView<'a> {
    object: &'a str,
    n: usize,
    files: Cut<&'a (String, u64)>,
}

impl<'a> MediaView<'a> {
    /// A view of `media`.
    pub fn new(media: &'a Media) -> Self {
        Self {
            media: MediaHead {
                files: media.files,
                alternatives: &media.alternatives,
                would_settle: &media.would_settle,
            },
            rows: cut(&media.rows, limits::MEDIA, |row| FileView {
                row,
                marks: cut(&row.marks, limits::MARKS, |mark| mark),
                failures: cut(&row.failures, limits::MARKS, |code| code),
            }),
            pictures: cut(&media.pictures, limits::PICTURES, |picture: &PictureRow| PictureView {
                object: &picture.object,
                n: picture.files.len(),
                files: cut(&picture.files, limits::PICTURE_FILES, |file| file),
            }),
        }
    }
}
