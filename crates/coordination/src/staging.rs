//! Posts that wait to be looked up together.

use crate::dictionary::Word;
use crate::objects::says_more;
use crate::seen::Coded;
use model::{At, Layer, Post};
use std::ops::Range;

/// Posts that are looked up at once: enough to wait for memory side by side, few enough to stay in the cache.
const BATCH: usize = 256;

/// Posts and their objects, with the text of both in one buffer that is used again and again.
#[derive(Default)]
pub(crate) struct Staging {
    pub posts: Vec<StagedPost>,
    pub objects: Vec<StagedObject>,
    text: String,
}

/// A place in the text of a [`Staging`].
#[derive(Clone, Copy)]
pub(crate) struct Place {
    start: u32,
    end: u32,
}

/// A post as far as the columns hold it.
#[derive(Clone, Copy)]
pub(crate) struct StagedPost {
    pub platform: u8,
    pub id: Place,
    pub account: Place,
    pub account_word: Word,
    pub account_name: Place,
    pub time: i64,
    pub at: At,
    /// Whether it acts on more than what its row names, or its row names nothing: then it counts once by itself.
    pub is_whole: bool,
    /// Where its objects begin, those that its row names end, and all end.
    objects: [u32; 3],
}

impl StagedPost {
    /// The objects that its row names, among those of the staging.
    pub fn named(&self) -> Range<usize> {
        self.objects[0] as usize..self.objects[1] as usize
    }

    /// Those that it acts on besides.
    pub fn own(&self) -> Range<usize> {
        self.objects[1] as usize..self.objects[2] as usize
    }
}

/// An object, and its code as soon as it is known.
#[derive(Clone, Copy)]
pub(crate) struct StagedObject {
    pub layer: Layer,
    pub text: Place,
    pub word: Word,
    pub code: u32,
}

impl StagedObject {
    /// Layer and code.
    pub fn coded(&self) -> Coded {
        (self.layer, self.code)
    }
}

impl Staging {
    #[inline]
    pub fn get(&self, place: Place) -> &str {
        &self.text[place.start as usize..place.end as usize]
    }

    #[inline]
    fn put(&mut self, text: &str) -> Place {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Place { start, end: self.text.len() as u32 }
    }

    /// An object of the post that is staged next.
    #[inline]
    pub fn object(&mut self, layer: Layer, text: &str, word: Word) {
        let text = self.put(text);
        self.objects.push(StagedObject { layer, text, word, code: 0 });
    }

    /// A post, after its objects; `named` of all objects stand before its own.
    #[inline]
    pub fn post(&mut self, post: &Post<'_>, named: usize, platform: u8, account_word: Word, time: i64) {
        let first = self.posts.last().map_or(0, |before| before.objects[2]);
        let staged = StagedPost {
            platform,
            id: self.put(post.post_id),
            account: self.put(post.account_id),
            account_word,
            account_name: self.put(post.account_name),
            time,
            at: post.at,
            is_whole: named as u32 == first || says_more(post),
            objects: [first, named as u32, self.objects.len() as u32],
        };
        self.posts.push(staged);
    }

    /// Whether it is time to look up what was staged. Texts count too: a batch stays small whatever they hold.
    pub fn is_full(&self) -> bool {
        self.posts.len() >= BATCH || self.text.len() >= 1 << 20
    }

    pub fn clear(&mut self) {
        self.posts.clear();
        self.objects.clear();
        self.text.clear();
    }
}
