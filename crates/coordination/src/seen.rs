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
    /// Last post with an id and its platform, while ids ascend.
    last: Option<(u32, u8)>,
    /// One bit for each post while ids ascend: whether it is a row of a bare table.
    bare: Vec<u64>,
}

/// What a look-up asks for.
#[derive(Clone, Copy)]
pub(crate) struct Key<'k> {
    pub platform: u8,
    pub id: &'k str,
    /// For a row of a bare table one of its objects.
    pub object: Option<Coded>,
}

#[derive(Clone, Copy)]
struct Entry {
    hash: u32,
    post: u32,
    code: u32,
    /// Layer of the object, [`NO_LAYER`] when the post as a whole is meant.
    layer: u8,
    platform: u8,
}

const NO_LAYER: u8 = u8::MAX;

impl Seen {
    /// Whether the id is larger than all before, so that nothing has to be looked up.
    #[inline]
    pub fn ascends(&self, posts: &Posts, platform: u8, id: &str) -> bool {
        self.table.is_none()
            && self.last.is_none_or(|(last, its_platform)| {
                let before = posts.ids.get(last);
                // Shorter numbers are smaller numbers.
                (before.len(), before) < (id.len(), id) && its_platform == platform
            })
    }

    /// Whether posts have to be looked up.
    pub fn is_indexed(&self) -> bool {
        self.table.is_some()
    }

    /// Builds the table, if there is none yet, from all posts and the actions of bare tables' rows.
    pub fn index<'a>(
        &mut self,
        posts: &Posts,
        platform_of_account: &[u8],
        actions: impl Iterator<Item = (Layer, &'a [u32], &'a [u32])>,
    ) {
        if self.table.is_some() {
            return;
        }
        let bare = std::mem::take(&mut self.bare);
        let is_bare = |post: u32| bare[post as usize / 64] >> (post % 64) & 1 == 1;
        let key = |post: u32, object: Option<Coded>| Key {
            platform: platform_of_account[posts.account[post as usize] as usize],
            id: posts.ids.get(post),
            object,
        };
        self.table = Some(HashTable::with_capacity(posts.len()));
        for post in (0..posts.len() as u32).filter(|&post| !is_bare(post)) {
            self.insert(key(post, None), post);
        }
        for (layer, objects, acted) in actions {
            for (&code, &post) in objects.iter().zip(acted).filter(|&(_, &post)| is_bare(post)) {
                self.insert(key(post, Some((layer, code))), post);
            }
        }
    }

    /// Brings the line where `key` will be looked up into the cache; the number means nothing.
    pub fn touch(&self, key: Key<'_>) -> u32 {
        let hash = self.hash(key);
        let found = self.table.as_ref().and_then(|table| table.iter_hash(spread(hash)).next());
        found.map_or(0, |entry| entry.post)
    }

    /// Whether this post, or this object of it, was taken in. Only after [`Seen::index`].
    pub fn contains(&self, posts: &Posts, key: Key<'_>) -> bool {
        let hash = self.hash(key);
        let (layer, code) = parts(key.object);
        let same = |entry: &Entry| {
            entry.hash == hash
                && (entry.layer, entry.code, entry.platform) == (layer, code, key.platform)
                && posts.ids.get(entry.post) == key.id
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
                self.last = Some((post, platform));
            }
        } else if objects.is_empty() {
            self.insert(Key { platform, id, object: None }, post);
        } else {
            objects.iter().for_each(|&object| self.insert(Key { platform, id, object: Some(object) }, post));
        }
    }

    fn insert(&mut self, key: Key<'_>, post: u32) {
        if key.id.is_empty() {
            return;
        }
        let hash = self.hash(key);
        let (layer, code) = parts(key.object);
        if let Some(table) = &mut self.table {
            let entry = Entry { hash, post, code, layer, platform: key.platform };
            table.insert_unique(spread(hash), entry, |e| spread(e.hash));
        }
    }

    fn hash(&self, key: Key<'_>) -> u32 {
        let (layer, code) = parts(key.object);
        let about = u64::from(code) << 16 | u64::from(layer) << 8 | u64::from(key.platform);
        self.hasher.hash_one((about, key.id)) as u32
    }
}

fn parts(object: Option<Coded>) -> (u8, u32) {
    object.map_or((NO_LAYER, 0), |(layer, code)| (layer as u8, code))
}
