//! Which posts were taken in before.
//!
//! Feeds and exports mostly come in the order of their ids. As long as every id is larger than all before it, it is
//! new without a look-up and nothing is kept. The first id that is not turns all that was read into a hash table, and
//! from then on each post is looked up, exactly: equal hashes are settled by the ids themselves.

use crate::acted::Acted;
use crate::actions::Posts;
use crate::dictionary::spread;
use hashbrown::HashTable;
use model::Layer;
use std::hash::BuildHasher;

/// An object that a row names: its layer, and its code in that layer.
pub(crate) type Coded = (Layer, u32);

/// Posts, and objects that their rows name, that were taken in.
#[derive(Default)]
pub(crate) struct Seen {
    /// `None` while ids ascend.
    table: Option<HashTable<Entry>>,
    hasher: foldhash::fast::RandomState,
    /// The last post with an id, its platform and what its id is compared by, while ids ascend.
    last: Option<(u32, u8, Rank)>,
    /// One bit for each post while ids ascend: whether its row names objects.
    naming: Vec<u64>,
    /// Those of them that count by themselves too.
    whole: Vec<u32>,
}

/// What ids are compared by first: their length, as shorter numbers are smaller numbers, and their beginnings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u32, u64, u64);

impl Rank {
    /// Longest id that its rank holds whole.
    const WHOLE: usize = 16;

    /// Loads of fixed size that may overlap: ids of one length are in the same order without a byte that stands twice.
    #[inline]
    fn of(id: &str) -> Self {
        let bytes = &id.as_bytes()[..id.len().min(Self::WHOLE)];
        let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) => (u64::from_be_bytes(*first), u64::from_be_bytes(*last)),
            _ => (bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)), 0),
        };
        Self(id.len() as u32, first, last)
    }
}

/// What a look-up asks for.
#[derive(Clone, Copy)]
pub(crate) struct Key<'k> {
    pub platform: u8,
    pub id: &'k str,
    /// An object that its row names; `None` for the post itself.
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
        self.ascending(posts, platform, std::iter::once(id)) == 1
    }

    /// How many of these ids, from the first on, are each larger than all before.
    pub fn ascending<'i>(&self, posts: &'i Posts, platform: u8, ids: impl Iterator<Item = &'i str>) -> usize {
        let mut before = match self.last {
            _ if self.table.is_some() => return 0,
            Some((_, its_platform, _)) if its_platform != platform => return 0,
            last => last.map(|(post, _, rank)| (rank, posts.ids.get(post))),
        };
        let mut ascending = 0;
        for id in ids {
            let it = (Rank::of(id), id);
            if id.is_empty() || before.is_some_and(|before| before >= it) {
                break;
            }
            before = Some(it);
            ascending += 1;
        }
        ascending
    }

    /// Whether posts have to be looked up.
    pub fn is_indexed(&self) -> bool {
        self.table.is_some()
    }

    /// Builds the table, if there is none yet, from all posts and the actions of those whose rows name objects.
    pub fn index<'a>(
        &mut self,
        posts: &Posts,
        platform_of_account: &[u8],
        actions: impl Iterator<Item = (Layer, &'a [u32], &'a Acted)>,
    ) {
        if self.table.is_some() {
            return;
        }
        let (naming, whole) = (std::mem::take(&mut self.naming), std::mem::take(&mut self.whole));
        let names = |post: u32| naming[post as usize / 64] >> (post % 64) & 1 == 1;
        let key = |post: u32, object: Option<Coded>| Key {
            platform: platform_of_account[posts.account[post as usize] as usize],
            id: posts.ids.get(post),
            object,
        };
        self.table = Some(HashTable::with_capacity(posts.len()));
        for post in (0..posts.len() as u32).filter(|&post| !names(post)).chain(whole) {
            self.insert(key(post, None), post);
        }
        for (layer, objects, acted) in actions {
            for (&code, post) in objects.iter().zip(acted.iter()).filter(|&(_, post)| names(post)) {
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

    /// The number under which this post, or this object of it, was taken in, if `is_it` agrees. Only after
    /// [`Seen::index`].
    pub fn find(&self, posts: &Posts, key: Key<'_>, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = self.hash(key);
        let (layer, code) = parts(key.object);
        let same = |entry: &Entry| {
            entry.hash == hash
                && (entry.layer, entry.code, entry.platform) == (layer, code, key.platform)
                && posts.ids.get(entry.post) == key.id
                && is_it(entry.post)
        };
        self.table.as_ref()?.find(spread(hash), same).map(|entry| entry.post)
    }

    /// Notes a post that was taken in: `objects` that its row names, and itself if `is_whole`.
    #[inline]
    pub fn note(&mut self, platform: u8, id: &str, post: u32, objects: &[Coded], is_whole: bool) {
        if self.table.is_none() {
            if is_whole && !objects.is_empty() {
                self.whole.push(post);
            }
            return self.pass(platform, id, post, !objects.is_empty());
        }
        if is_whole {
            self.insert(Key { platform, id, object: None }, post);
        }
        objects.iter().for_each(|&object| self.insert(Key { platform, id, object: Some(object) }, post));
    }

    /// Notes posts from `first` on, of which each has an id that ascends, `last` being the last; for each it is said whether
    /// its row names an object.
    pub fn note_ascending(
        &mut self,
        platform: u8,
        first: u32,
        names: impl ExactSizeIterator<Item = bool>,
        last: &str,
    ) {
        let end = first + names.len() as u32;
        for (post, names) in (first..).zip(names) {
            self.mark(post, names);
        }
        self.last = Some((end - 1, platform, Rank::of(last)));
    }

    /// Notes a post while ids ascend.
    #[inline]
    fn pass(&mut self, platform: u8, id: &str, post: u32, names: bool) {
        self.mark(post, names);
        if !id.is_empty() {
            self.last = Some((post, platform, Rank::of(id)));
        }
    }

    /// Notes whether the row of a post, the next one, names objects.
    #[inline]
    fn mark(&mut self, post: u32, names: bool) {
        if post as usize / 64 >= self.naming.len() {
            self.naming.resize(post as usize / 64 + 1, 0);
        }
        self.naming[post as usize / 64] |= u64::from(names) << (post % 64);
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
