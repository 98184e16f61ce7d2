//! Which posts were taken in before.
//!
//! Feeds and exports mostly come in the order of their ids. As long as every id is larger than all before it, it is
//! new without a look-up and nothing is kept. The first id that is not turns all that was read into a hash table, and
//! from then on each post is looked up, exactly: equal hashes are settled by the ids themselves.

use crate::actions::Posts;
use crate::dictionary::spread;
use hashbrown::HashTable;
use model::Layer;
use std::hash::BuildHasher;

/// An object that a row of a bare table is about: its layer, and its code in that layer.
pub(crate) type Coded = (Layer, u32);

/// Posts, and objects of bare tables' rows, that were taken in.
#[derive(Default)]
pub(crate) struct Seen {
    /// `None` while ids ascend.
    table: Option<HashTable<Entry>>,
    hasher: foldhash::fast::RandomState,
    /// Last post with an id, while ids ascend.
    last: Option<u32>,
    /// One bit for each post while ids ascend: whether it is a row of a bare table.
    bare: Vec<u64>,
}

#[derive(Clone, Copy)]
struct Entry {
    hash: u32,
    post: u32,
    object: Option<Coded>,
}

/// What the table needs to know of the posts behind its entries.
pub(crate) struct Known<'k> {
    pub posts: &'k Posts,
    pub platform_of_account: &'k [u8],
}

impl Known<'_> {
    fn platform(&self, post: u32) -> u8 {
        self.platform_of_account[self.posts.account[post as usize] as usize]
    }
}

impl Seen {
    /// Whether the id is larger than all before, so that nothing has to be looked up.
    #[inline]
    pub fn ascends(&self, known: &Known<'_>, platform: u8, id: &str) -> bool {
        if self.table.is_some() {
            return false;
        }
        self.last.is_none_or(|last| {
            let before = known.posts.ids.get(last);
            // Shorter numbers are smaller numbers.
            (before.len(), before) < (id.len(), id) && known.platform(last) == platform
        })
    }

    /// Builds the table, if there is none yet, from all posts and the actions of bare tables' rows.
    pub fn index<'a>(
        &mut self,
        known: &Known<'_>,
        actions: impl Iterator<Item = (Layer, &'a [u32], &'a [u32])>,
    ) {
        if self.table.is_some() {
            return;
        }
        let bare = std::mem::take(&mut self.bare);
        let is_bare = |post: u32| bare[post as usize / 64] >> (post % 64) & 1 == 1;
        self.table = Some(HashTable::with_capacity(known.posts.len()));
        for post in 0..known.posts.len() as u32 {
            if !is_bare(post) {
                self.insert(known.platform(post), known.posts.ids.get(post), post, None);
            }
        }
        for (layer, objects, posts) in actions {
            for (&code, &post) in objects.iter().zip(posts) {
                if is_bare(post) {
                    self.insert(known.platform(post), known.posts.ids.get(post), post, Some((layer, code)));
                }
            }
        }
    }

    /// Whether this post, or this object of it, was taken in. Only after [`Seen::index`].
    pub fn contains(&self, known: &Known<'_>, platform: u8, id: &str, object: Option<Coded>) -> bool {
        let hash = self.hash(platform, id, object);
        let same = |entry: &Entry| {
            entry.hash == hash
                && entry.object == object
                && known.posts.ids.get(entry.post) == id
                && known.platform(entry.post) == platform
        };
        self.table.as_ref().is_some_and(|table| table.find(spread(hash), same).is_some())
    }

    /// Notes a post that was taken in; `objects` are those of a bare table's row, empty for any other post.
    pub fn note(&mut self, platform: u8, id: &str, post: u32, objects: &[Coded]) {
        if self.table.is_none() {
            let (word, bit) = (post as usize / 64, post % 64);
            self.bare.resize(word + 1, 0);
            self.bare[word] |= u64::from(!objects.is_empty()) << bit;
            if !id.is_empty() {
                self.last = Some(post);
            }
        } else if objects.is_empty() {
            self.insert(platform, id, post, None);
        } else {
            objects.iter().for_each(|&object| self.insert(platform, id, post, Some(object)));
        }
    }

    fn insert(&mut self, platform: u8, id: &str, post: u32, object: Option<Coded>) {
        if id.is_empty() {
            return;
        }
        let hash = self.hash(platform, id, object);
        if let Some(table) = &mut self.table {
            table.insert_unique(spread(hash), Entry { hash, post, object }, |e| spread(e.hash));
        }
    }

    fn hash(&self, platform: u8, id: &str, object: Option<Coded>) -> u32 {
        let object = object.map_or(0, |(layer, code)| u64::from(code) << 8 | (layer as u64 + 1));
        self.hasher.hash_one((id, object, platform)) as u32
    }
}
