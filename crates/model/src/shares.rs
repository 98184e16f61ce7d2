//! Rows of bare tables, which say no more than who shared what and when.

use crate::{At, Object, Post, Precision, Timestamp};
use std::ops::Range;

/// Rows of a bare table in short, a few hundred together: in each, one account shared one object at one moment. Such
/// tables have millions of rows, for each of which a whole [`Post`] would be mostly empty.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    platform: String,
    layer: String,
    text: String,
    rows: Vec<Share>,
}

/// One row; its fields are places in the text of all.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// Id of the post; an empty place where there is none.
    pub post_id: Place,
    /// Stable id of the account; never empty.
    pub account_id: Place,
    /// The shared thing.
    pub object: Place,
    /// When it was posted.
    pub created_at: Timestamp,
    /// How finely that is stated.
    pub created_precision: Precision,
    /// Place in the evidence.
    pub at: At,
}

/// A place in the text of [`Shares`].
#[derive(Clone, Copy, Debug)]
pub struct Place {
    start: u32,
    end: u32,
}

/// Where a row has its fields, and what it says besides.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Id of the post; empty where there is none.
    pub post_id: Range<u32>,
    /// Stable id of the account.
    pub account_id: Range<u32>,
    /// The shared thing.
    pub object: Range<u32>,
    /// When it was posted.
    pub created_at: Timestamp,
    /// How finely that is stated.
    pub created_precision: Precision,
}

impl Shares {
    /// Rows taken together: enough to wait for memory side by side, few enough to stay in the cache.
    const MOST: usize = 256;
    /// Longest text of a row, in bytes.
    pub const LONGEST: usize = 256;

    /// No rows, on a platform (lower case), of objects of a layer as the table names it; empty for plain objects.
    pub fn new(platform: &str, layer: &str) -> Self {
        Self { platform: platform.to_owned(), layer: layer.to_owned(), ..Self::default() }
    }

    /// Platform of all rows.
    pub fn platform(&self) -> &str {
        &self.platform
    }

    /// Layer of all objects as the table names it; empty for plain objects.
    pub fn layer(&self) -> &str {
        &self.layer
    }

    /// Takes a row, its text as a whole. False when the text is longer than [`Shares::LONGEST`] or names no account.
    #[inline(always)]
    pub fn push(&mut self, text: &str, fields: &Fields, at: At) -> bool {
        if text.len() > Self::LONGEST || fields.account_id.is_empty() {
            return false;
        }
        let base = self.text.len() as u32;
        let place = |field: &Range<u32>| Place { start: base + field.start, end: base + field.end };
        self.text.push_str(text);
        self.rows.push(Share {
            post_id: place(&fields.post_id),
            account_id: place(&fields.account_id),
            object: place(&fields.object),
            created_at: fields.created_at,
            created_precision: fields.created_precision,
            at,
        });
        true
    }

    /// Whether it is time to hand the rows on.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.rows.len() >= Self::MOST
    }

    /// The rows.
    pub fn rows(&self) -> &[Share] {
        &self.rows
    }

    /// The text of a field.
    #[inline]
    pub fn get(&self, place: Place) -> &str {
        self.text.get(place.start as usize..place.end as usize).unwrap_or_default()
    }

    /// Forgets the rows.
    pub fn clear(&mut self) {
        self.text.clear();
        self.rows.clear();
    }

    /// Shows each row to `f` as the post that it is. Stops at the first error.
    pub fn posts<E>(&self, mut f: impl FnMut(&Post<'_>) -> Result<(), E>) -> Result<(), E> {
        self.rows.iter().try_for_each(|row| {
            f(&Post {
                platform: &self.platform,
                post_id: self.get(row.post_id),
                account_id: self.get(row.account_id),
                created_at: Some(row.created_at),
                created_precision: row.created_precision,
                objects: &[Object { layer: &self.layer, id: self.get(row.object) }],
                at: row.at,
                ..Post::default()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(ends: [u32; 3]) -> Fields {
        Fields {
            post_id: 0..ends[0],
            account_id: ends[0]..ends[1],
            object: ends[1]..ends[2],
            created_at: Timestamp(5),
            created_precision: Precision::Second,
        }
    }

    #[test]
    fn rows_are_the_posts_that_they_say() {
        let mut shares = Shares::new("forum", "url");
        assert!(shares.push("p1annlink", &fields([2, 5, 9]), At::Row(0)));
        assert!(shares.push("bobé", &fields([0, 3, 5]), At::Row(1)));
        let mut seen = Vec::new();
        let all = shares.posts(|post| {
            seen.push(format!("{}|{}|{:?}", post.post_id, post.account_id, post.objects));
            Ok::<(), ()>(())
        });
        assert_eq!(all, Ok(()));
        assert_eq!(
            seen,
            [r#"p1|ann|[Object { layer: "url", id: "link" }]"#, r#"|bob|[Object { layer: "url", id: "é" }]"#]
        );
        shares.clear();
        assert!(shares.rows().is_empty());
    }

    #[test]
    fn long_rows_and_rows_without_account_are_refused() {
        let mut shares = Shares::default();
        assert!(!shares.push("po", &fields([1, 1, 2]), At::Row(0)));
        assert!(!shares.push(&"x".repeat(Shares::LONGEST + 1), &fields([1, 2, 3]), At::Row(0)));
        assert!(shares.rows().is_empty());
    }
}
