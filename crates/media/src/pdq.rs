//! PDQ, the perceptual hash of pictures: 256 bits that stay nearly the same when a picture is scaled, compressed or
//! slightly cropped.
//!
//! After Facebook's "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (2019): the picture's
//! luma is smoothed by two passes of a box filter (a Jarosz filter, near to a tent), sampled at 64 by 64 points, put
//! through the low 16 by 16 coefficients of a cosine transform, and each coefficient is compared with the median of all.
//! Sums run in one order and in single precision, as in the reference, so that bits agree everywhere.

use serde::{Serialize, Serializer};
use std::fmt;

/// A PDQ hash. Prints as 64 hexadecimal digits, as other programs print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pdq(pub [u8; 32]);

/// Bits in which two hashes of the same picture differ at most: the distance that the hash's authors match at.
pub const NEAR: u32 = 31;

/// Quality from which on a hash says something: flat pictures have hashes that meet by chance.
pub const LEAST_QUALITY: u8 = 50;

/// Points of the sampled picture in each direction.
const POINTS: usize = 64;
/// Coefficients kept in each direction.
const KEPT: usize = 16;
/// Passes of the box filter.
const PASSES: usize = 2;
/// Pictures narrower than this have no hash.
pub const LEAST_SIDE: usize = 5;

impl Pdq {
    /// Bits in which the two differ.
    pub fn distance(&self, other: &Self) -> u32 {
        let word = |bytes: &[u8]| u64::from_ne_bytes(bytes.try_into().unwrap_or_default());
        let words = self.0.chunks_exact(8).zip(other.0.chunks_exact(8));
        words.map(|(x, y)| (word(x) ^ word(y)).count_ones()).sum()
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digit = |c: u8| (c as char).to_digit(16);
            *byte = (digit(pair[0])? * 16 + digit(pair[1])?) as u8;
        }
        Some(Self(bytes))
    }

    /// The 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        use fmt::Write;
        let mut text = String::with_capacity(64);
        for byte in self.0 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl fmt::Display for Pdq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Serialize for Pdq {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

/// Brightness of a picture, row by row, from 0 to 255.
#[derive(Clone, Debug)]
pub struct Luma {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Luma {
    /// A picture of these values; `None` where they are not as many as its points.
    pub fn new(width: usize, height: usize, values: Vec<f32>) -> Option<Self> {
        (width.checked_mul(height)? == values.len()).then_some(Self { width, height, values })
    }

    /// Width and height.
    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }
}

/// Hash and quality (0 to 100) of a picture; `None` for one of less than [`LEAST_SIDE`] points in a direction.
pub fn hash(picture: Luma) -> Option<(Pdq, u8)> {
    if picture.width < LEAST_SIDE || picture.height < LEAST_SIDE {
        return None;
    }
    let sampled = sample(&smooth(picture));
    Some((bits(&transform(&sampled)), quality(&sampled)))
}

type Sampled = [[f32; POINTS]; POINTS];

/// Width of the box over a side of `points` points.
fn window(points: usize) -> usize {
    points.div_ceil(2 * POINTS)
}

fn smooth(mut picture: Luma) -> Luma {
    let (across, down) = (window(picture.width), window(picture.height));
    let mut other = vec![0f32; picture.values.len()];
    for _ in 0..PASSES {
        let rows = picture.values.chunks_exact(picture.width).zip(other.chunks_exact_mut(picture.width));
        for (from, to) in rows {
            along_row(from, to, across);
        }
        along_columns(&other, &mut picture.values, picture.width, down);
    }
    picture
}

/// How a box of `window` values moves over `length` of them: it grows, stands whole, and shrinks.
struct Phases {
    /// Values taken in before the first is written.
    before: usize,
    /// Values written while the box grows.
    growing: usize,
    /// Values written by the whole box.
    whole: usize,
    /// Values written while it shrinks.
    shrinking: usize,
}

impl Phases {
    fn new(length: usize, window: usize) -> Self {
        let half = (window + 2) / 2;
        Self { before: half - 1, growing: window + 1 - half, whole: length - window, shrinking: half - 1 }
    }
}

fn along_row(from: &[f32], to: &mut [f32], window: usize) {
    let phases = Phases::new(from.len(), window);
    let (mut left, mut right, mut out) = (0, 0, 0);
    let (mut sum, mut n) = (0f32, 0f32);
    for _ in 0..phases.before {
        sum += from[right];
        (n, right) = (n + 1.0, right + 1);
    }
    for _ in 0..phases.growing {
        sum += from[right];
        n += 1.0;
        to[out] = sum / n;
        (right, out) = (right + 1, out + 1);
    }
    for _ in 0..phases.whole {
        sum += from[right];
        sum -= from[left];
        to[out] = sum / n;
        (left, right, out) = (left + 1, right + 1, out + 1);
    }
    for _ in 0..phases.shrinking {
        sum -= from[left];
        n -= 1.0;
        to[out] = sum / n;
        (left, out) = (left + 1, out + 1);
    }
}

/// The same along all columns at once, row by row, so that memory is read in its order.
fn along_columns(from: &[f32], to: &mut [f32], width: usize, window: usize) {
    let phases = Phases::new(from.len() / width, window);
    let mut sums = vec![0f32; width];
    let (mut left, mut right, mut out) = (0, 0, 0);
    let mut n = 0f32;
    let row = |at: usize| &from[at * width..(at + 1) * width];
    let add =
        |sums: &mut [f32], at: usize| sums.iter_mut().zip(row(at)).for_each(|(sum, value)| *sum += value);
    let subtract =
        |sums: &mut [f32], at: usize| sums.iter_mut().zip(row(at)).for_each(|(sum, value)| *sum -= value);
    let mut write = |sums: &[f32], at: usize, n: f32| {
        let row = &mut to[at * width..(at + 1) * width];
        row.iter_mut().zip(sums).for_each(|(value, sum)| *value = sum / n);
    };
    for _ in 0..phases.before {
        add(&mut sums, right);
        (n, right) = (n + 1.0, right + 1);
    }
    for _ in 0..phases.growing {
        add(&mut sums, right);
        n += 1.0;
        write(&sums, out, n);
        (right, out) = (right + 1, out + 1);
    }
    for _ in 0..phases.whole {
        add(&mut sums, right);
        subtract(&mut sums, left);
        write(&sums, out, n);
        (left, right, out) = (left + 1, right + 1, out + 1);
    }
    for _ in 0..phases.shrinking {
        subtract(&mut sums, left);
        n -= 1.0;
        write(&sums, out, n);
        (left, out) = (left + 1, out + 1);
    }
}

fn sample(picture: &Luma) -> Sampled {
    // The middle of each of 64 equal parts: floor((i + 1/2) * side / 64), in whole numbers.
    let at = |i: usize, side: usize| (2 * i + 1) * side / (2 * POINTS);
    std::array::from_fn(|i| {
        let row = at(i, picture.height) * picture.width;
        std::array::from_fn(|j| picture.values[row + at(j, picture.width)])
    })
}

/// How much goes on in the picture: the sum of steps between neighbours, in hundredths of the range of brightness.
fn quality(sampled: &Sampled) -> u8 {
    let step = |u: f32, v: f32| ((u - v) * 100.0 / 255.0).trunc().abs() as u32;
    let mut sum = 0;
    for i in 0..POINTS {
        for j in 0..POINTS {
            if i + 1 < POINTS {
                sum += step(sampled[i][j], sampled[i + 1][j]);
            }
            if j + 1 < POINTS {
                sum += step(sampled[i][j], sampled[i][j + 1]);
            }
        }
    }
    (sum / 90).min(100) as u8
}

/// The low coefficients of the cosine transform, without the constant one.
fn transform(sampled: &Sampled) -> [[f32; KEPT]; KEPT] {
    let scale = libm::sqrt(2.0 / POINTS as f64);
    let matrix: [[f32; POINTS]; KEPT] = std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            let angle = std::f64::consts::PI / 2.0 / POINTS as f64 * (i + 1) as f64 * (2 * j + 1) as f64;
            (scale * libm::cos(angle)) as f32
        })
    });
    let half: [[f32; POINTS]; KEPT] = std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            let mut sum = 0f32;
            for k in 0..POINTS {
                sum += matrix[i][k] * sampled[k][j];
            }
            sum
        })
    });
    std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            let mut sum = 0f32;
            for k in 0..POINTS {
                sum += half[i][k] * matrix[j][k];
            }
            sum
        })
    })
}

/// Coefficients above the median of all, from the last to the first, so that digits stand as other programs print them.
fn bits(coefficients: &[[f32; KEPT]; KEPT]) -> Pdq {
    let mut sorted: Vec<f32> = coefficients.iter().flatten().copied().collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let median = sorted[sorted.len() / 2 - 1];
    let mut bytes = [0u8; 32];
    for (bit, coefficient) in coefficients.iter().flatten().enumerate() {
        if *coefficient > median {
            bytes[31 - bit / 8] |= 1 << (bit % 8);
        }
    }
    Pdq(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of soft spots at places without a pattern, others for each seed.
    fn picture(width: usize, height: usize, seed: u32) -> Luma {
        let mut state = seed.wrapping_mul(0x9e37_79b9).wrapping_add(1);
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        };
        let spots: Vec<[f32; 4]> = (0..60).map(|_| [next(), next(), 0.01 + next() / 12.0, next()]).collect();
        let value = |at: usize| {
            let (x, y) = ((at % width) as f32 / width as f32, (at / width) as f32 / height as f32);
            let spot = |[across, down, size, light]: &[f32; 4]| {
                let distance = (x - across) * (x - across) + (y - down) * (y - down);
                (light - 0.5) * 255.0 / (1.0 + distance / (size * size))
            };
            (127.0 + spots.iter().map(spot).sum::<f32>()).clamp(0.0, 255.0)
        };
        Luma::new(width, height, (0..width * height).map(value).collect()).expect("as many values as points")
    }

    #[test]
    fn a_scaled_picture_has_nearly_the_same_hash() {
        let (hash_large, quality) = hash(picture(640, 480, 1)).expect("large enough");
        let (hash_small, _) = hash(picture(320, 240, 1)).expect("large enough");
        let (hash_other, _) = hash(picture(320, 240, 4)).expect("large enough");
        assert!(hash_large.distance(&hash_small) <= 10, "{}", hash_large.distance(&hash_small));
        assert!(hash_large.distance(&hash_other) > 2 * NEAR, "{}", hash_large.distance(&hash_other));
        assert!(quality >= LEAST_QUALITY, "{quality}");
    }

    #[test]
    fn flat_pictures_have_no_quality() {
        let flat = Luma::new(64, 64, vec![127.0; 64 * 64]).expect("as many values as points");
        assert_eq!(hash(flat).expect("large enough").1, 0);
        let tiny = Luma::new(4, 64, vec![127.0; 256]).expect("as many values as points");
        assert!(hash(tiny).is_none());
        assert!(Luma::new(4, 64, Vec::new()).is_none());
    }

    #[test]
    fn half_of_the_bits_are_set() {
        let (hash, _) = hash(picture(200, 99, 2)).expect("large enough");
        let set: u32 = hash.0.iter().map(|byte| byte.count_ones()).sum();
        assert_eq!(set, 128);
        assert_eq!(Pdq::from_hex(&hash.hex()), Some(hash));
        assert_eq!(Pdq::from_hex("zz"), None);
    }
}
