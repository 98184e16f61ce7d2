//! Packing of boxes: each goes to the lowest free place of the skyline (Burke, Kendall and Whitwell 2004).

/// Boxes in one picture.
pub struct Packed {
    pub width: f64,
    pub height: f64,
    /// Upper left corner of each box.
    pub at: Vec<(f64, f64)>,
}

/// A level stretch of the skyline.
#[derive(Clone, Copy)]
struct Step {
    x: f64,
    width: f64,
    y: f64,
}

/// Packs boxes given as width and height into a picture of about `aspect` width to height.
pub fn pack(boxes: &[(f64, f64)], aspect: f64) -> Packed {
    let area: f64 = boxes.iter().map(|(w, h)| w * h).sum();
    let widest = boxes.iter().map(|b| b.0).fold(1.0, f64::max);
    let limit = (area * aspect).sqrt().max(widest);
    let mut skyline = vec![Step { x: 0.0, width: limit, y: 0.0 }];
    let mut packed = Packed { width: 1.0, height: 1.0, at: Vec::with_capacity(boxes.len()) };
    for &(width, height) in boxes {
        let (x, y) = lowest(&skyline, width, limit);
        packed.at.push((x, y));
        packed.width = packed.width.max(x + width);
        packed.height = packed.height.max(y + height);
        raise(&mut skyline, x, width, y + height);
    }
    packed
}

/// Lowest, then leftmost place where a box of `width` fits.
fn lowest(skyline: &[Step], width: f64, limit: f64) -> (f64, f64) {
    let mut best = (0.0, f64::INFINITY);
    for (i, step) in skyline.iter().enumerate() {
        // Rounding must not send the widest box nowhere.
        if step.x + width > limit + 1e-6 {
            break;
        }
        let under = skyline[i..].iter().take_while(|s| s.x < step.x + width - 1e-9);
        let y = under.map(|s| s.y).fold(0.0, f64::max);
        if y < best.1 {
            best = (step.x, y);
        }
    }
    if best.1.is_finite() { best } else { (0.0, skyline.iter().map(|s| s.y).fold(0.0, f64::max)) }
}

fn raise(skyline: &mut Vec<Step>, x: f64, width: f64, y: f64) {
    let end = x + width;
    let mut next = Vec::with_capacity(skyline.len() + 2);
    for step in skyline.iter() {
        let step_end = step.x + step.width;
        if step.x < x && step_end > step.x {
            next.push(Step { width: step_end.min(x) - step.x, ..*step });
        }
        if step_end > end {
            let from = step.x.max(end);
            next.push(Step { x: from, width: step_end - from, y: step.y });
        }
    }
    next.push(Step { x, width, y });
    next.sort_by(|a, b| a.x.total_cmp(&b.x));
    *skyline = next;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn boxes_do_not_overlap(boxes in prop::collection::vec((1u8..40, 1u8..40), 0..40)) {
            let boxes: Vec<(f64, f64)> = boxes.into_iter().map(|(w, h)| (f64::from(w), f64::from(h))).collect();
            let packed = pack(&boxes, 1.4);
            let placed: Vec<_> = packed.at.iter().zip(&boxes).collect();
            for (i, (a, size_a)) in placed.iter().enumerate() {
                prop_assert!(a.0 + size_a.0 <= packed.width + 1e-6 && a.1 + size_a.1 <= packed.height + 1e-6);
                for (b, size_b) in &placed[i + 1..] {
                    let apart = a.0 + size_a.0 <= b.0 + 1e-6 || b.0 + size_b.0 <= a.0 + 1e-6
                        || a.1 + size_a.1 <= b.1 + 1e-6 || b.1 + size_b.1 <= a.1 + 1e-6;
                    prop_assert!(apart, "{a:?} {size_a:?} {b:?} {size_b:?}");
                }
            }
        }
    }
}
