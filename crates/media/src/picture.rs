//! Pixels of a picture, decoded under limits, and its perceptual hash.

use crate::pdq::{self, Luma, Pdq};
use crate::{Container, Source};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::{BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pictures with more points are not decoded: no platform shows such, and a header of a few bytes can claim any number.
pub const MOST_PIXELS: u64 = 60_000_000;
/// Bytes that a decoder may take besides the picture.
const MOST_BYTES: u64 = 512 << 20;
/// Points above which neighbours are averaged before the hash's own filter, which smooths over more of them anyway.
const MANY_PIXELS: usize = 4_000_000;

/// Hash of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureHash {
    /// The hash.
    pub pdq: Pdq,
    /// From 0 (flat) to 100.
    pub quality: u8,
}

/// Why a file has no perceptual hash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHashed {
    /// Only JPEG, PNG, WebP and GIF are decoded.
    #[error("files of this kind are not hashed")]
    Kind,
    /// The picture claims more points than any that is shown.
    #[error("the picture claims {width} x {height} points; at most {MOST_PIXELS} are decoded")]
    TooLarge {
        /// Points across.
        width: u32,
        /// Points down.
        height: u32,
    },
    /// The picture is a few points only.
    #[error("the picture is smaller than {} points in one direction", pdq::LEAST_SIDE)]
    TooSmall,
    /// The decoder refused.
    #[error("the picture could not be decoded: {0}")]
    Damaged(String),
}

impl NotHashed {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Kind => "not_hashed",
            Self::TooLarge { .. } => "picture_too_large",
            Self::TooSmall => "picture_too_small",
            Self::Damaged(_) => "picture_damaged",
        }
    }
}

/// The hash of the picture in `file`; of an animation its first one.
pub fn hash<R: Read + Seek>(file: &mut Source<R>, kind: Container) -> Result<PictureHash, NotHashed> {
    let format = match kind {
        Container::Jpeg => ImageFormat::Jpeg,
        Container::Png => ImageFormat::Png,
        Container::Webp => ImageFormat::WebP,
        Container::Gif => ImageFormat::Gif,
        _ => return Err(NotHashed::Kind),
    };
    // Decoders are others' code under hostile bytes: a mistake of theirs is this file's damage, not the run's end.
    let picture = catch_unwind(AssertUnwindSafe(|| decode(file, format)))
        .unwrap_or_else(|_| Err(NotHashed::Damaged("the decoder gave up".to_owned())))?;
    let (pdq, quality) = pdq::hash(luma(picture)?).ok_or(NotHashed::TooSmall)?;
    Ok(PictureHash { pdq, quality })
}

fn decode<R: Read + Seek>(file: &mut Source<R>, format: ImageFormat) -> Result<DynamicImage, NotHashed> {
    let damaged = |error: ImageError| NotHashed::Damaged(error.to_string());
    let inner = file.rewound().map_err(|error| NotHashed::Damaged(error.to_string()))?;
    let mut reader = ImageReader::with_format(BufReader::new(inner), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(NotHashed::TooLarge { width, height });
    }
    DynamicImage::from_decoder(decoder).map_err(damaged)
}

/// Brightness, by the weights of the hash's reference.
fn luma(picture: DynamicImage) -> Result<Luma, NotHashed> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let factor = (width * height).div_ceil(MANY_PIXELS).isqrt().max(1);
    let factor = if factor * factor * MANY_PIXELS < width * height { factor + 1 } else { factor };
    let (across, down) = (width / factor, height / factor);
    let mut values = vec![0f32; across * down];
    let share = 1.0 / (factor * factor) as f32;
    let mut add = |x: usize, y: usize, value: f32| {
        let (x, y) = (x / factor, y / factor);
        // Points that make no whole block at the edge are left out.
        if x < across && y < down {
            let place = &mut values[y * across + x];
            *place = if factor == 1 { value } else { *place + value * share };
        }
    };
    match picture {
        DynamicImage::ImageLuma8(grey) => {
            for (at, &value) in grey.as_raw().iter().enumerate() {
                add(at % width, at / width, f32::from(value));
            }
        }
        other => {
            let colours = match other {
                DynamicImage::ImageRgb8(colours) => colours,
                other => other.to_rgb8(),
            };
            for (at, point) in colours.as_raw().chunks_exact(3).enumerate() {
                let [red, green, blue] = [point[0], point[1], point[2]].map(f32::from);
                add(at % width, at / width, 0.299 * red + 0.587 * green + 0.114 * blue);
            }
        }
    }
    Luma::new(across, down, values).ok_or(NotHashed::TooSmall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Rgb};
    use std::io::Cursor;

    /// Discs of one brightness each, at places without a pattern.
    fn picture(width: u32, height: u32) -> DynamicImage {
        let mut state = 7u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        };
        let discs: Vec<[f32; 4]> = (0..40).map(|_| [next(), next(), next() / 6.0, next()]).collect();
        DynamicImage::ImageRgb8(ImageBuffer::from_fn(width, height, |x, y| {
            let (x, y) = (x as f32 / width as f32, y as f32 / height as f32);
            let inside = |[across, down, size, _]: &&[f32; 4]| {
                (x - across) * (x - across) + (y - down) * (y - down) < size * size
            };
            let light = discs.iter().rev().find(inside).map_or(0.5, |disc| disc[3]);
            Rgb([(light * 255.0) as u8, (light * 200.0) as u8, (255.0 - light * 99.0) as u8])
        }))
    }

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("written");
        bytes.into_inner()
    }

    fn hashed(bytes: Vec<u8>, kind: Container) -> Result<PictureHash, NotHashed> {
        hash(&mut Source::new(Cursor::new(bytes)).expect("a file"), kind)
    }

    #[test]
    fn one_picture_has_one_hash_in_all_formats_and_sizes() {
        let large = picture(800, 600);
        let first = hashed(written(&large, ImageFormat::Png), Container::Png).expect("a picture");
        assert!(first.quality >= 50);
        for (picture, format, kind) in [
            (&large, ImageFormat::Jpeg, Container::Jpeg),
            (&large, ImageFormat::Gif, Container::Gif),
            (&large, ImageFormat::WebP, Container::Webp),
            (&picture(3000, 2250), ImageFormat::Png, Container::Png),
        ] {
            let other = hashed(written(picture, format), kind).expect("a picture");
            assert!(first.pdq.distance(&other.pdq) <= 16, "{kind:?}: {}", first.pdq.distance(&other.pdq));
        }
    }

    #[test]
    fn what_is_no_picture_says_why() {
        let bytes = written(&picture(60, 40), ImageFormat::Png);
        assert!(matches!(
            hashed(bytes[..bytes.len() / 2].to_vec(), Container::Png),
            Err(NotHashed::Damaged(_))
        ));
        assert!(matches!(hashed(bytes.clone(), Container::Jpeg), Err(NotHashed::Damaged(_))));
        assert_eq!(hashed(bytes, Container::Heic), Err(NotHashed::Kind));
        assert_eq!(
            hashed(written(&picture(60, 3), ImageFormat::Png), Container::Png),
            Err(NotHashed::TooSmall)
        );
    }
}
