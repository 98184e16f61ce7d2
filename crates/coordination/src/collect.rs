//! Taking posts in, one by one: duplicates out, ids coded, actions into columns.

use crate::actions::{Actions, Origin, Posts};
use crate::dictionary::Dictionary;
use crate::objects::{self, DEFAULT_LAYERS, RAPID};
use crate::seen::{Coded, Known, Seen};
use crate::strings::{LONGEST, Strings};
use model::{At, Container, EvidenceNo, Layer, Layers, Post, inert};

/// Characters of a near text that stand in its object's name.
const EXCERPT: usize = 80;

/// What the lens looks at.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Layers to take objects from.
    pub layers: Layers,
    /// Longest delay of a rapid repost behind the original, in microseconds.
    pub rapid: i64,
    /// How near texts are clustered.
    pub near: text::Params,
}

impl Default for Settings {
    fn default() -> Self {
        Self { layers: DEFAULT_LAYERS, rapid: RAPID, near: text::Params::default() }
    }
}

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is new and was taken in.
    New,
    /// The same post was taken in before.
    Duplicate,
    /// It has no account, no time, or an id longer than any platform's.
    Unusable,
}

/// Posts as they come, in the canonical order of the evidence.
pub struct Collector {
    settings: Settings,
    platforms: Vec<String>,
    /// Account ids of each platform.
    accounts: Vec<PlatformAccounts>,
    /// `id \0 platform` of each account: what accounts are sorted by in the end.
    account_keys: Strings,
    account_platform: Vec<u8>,
    account_names: Strings,
    account_posts: Vec<u32>,
    posts: Posts,
    seen: Seen,
    /// Objects of the post at hand.
    coded: Vec<Coded>,
    layers: [Column; Layer::ALL.len()],
    near: Option<text::Near>,
    near_posts: Vec<(u32, text::TextNo)>,
    /// Beginning of each distinct near text, by number.
    near_excerpts: Strings,
    rapid: Vec<Rapid>,
    buffer: String,
}

/// Accounts of one platform.
#[derive(Default)]
struct PlatformAccounts {
    ids: Dictionary,
    /// Number of the account among those of all platforms.
    account: Vec<u32>,
}

/// Actions of one layer, in order of arrival.
#[derive(Default)]
struct Column {
    objects: Dictionary,
    object: Vec<u32>,
    post: Vec<u32>,
}

/// A repost that may be a rapid one: decided when all posts are known.
struct Rapid {
    post: u32,
    /// Time of the original, if the repost or its id says so.
    original_time: Option<i64>,
    /// Code of the original (`platform/id`) in the repost layer.
    original: Option<u32>,
    /// Code of the original's account in `rapid` objects, if the repost names it.
    account: Option<u32>,
}

impl Collector {
    /// An empty collector.
    pub fn new(settings: Settings) -> Self {
        let near = settings.layers.contains(Layer::NearText).then(|| text::Near::new(settings.near));
        Self {
            settings,
            platforms: Vec::new(),
            accounts: Vec::new(),
            account_keys: Strings::default(),
            account_platform: Vec::new(),
            account_names: Strings::default(),
            account_posts: Vec::new(),
            posts: Posts::default(),
            seen: Seen::default(),
            coded: Vec::new(),
            layers: Default::default(),
            near,
            near_posts: Vec::new(),
            near_excerpts: Strings::default(),
            rapid: Vec::new(),
            buffer: String::new(),
        }
    }

    /// The posts that follow come from this stream.
    pub fn source(&mut self, evidence: EvidenceNo, path: &[Container]) {
        let first_post = self.posts.len() as u32;
        self.posts.origins.push(Origin { first_post, evidence, path: path.to_vec(), rows: false });
    }

    /// Takes in one post.
    pub fn push(&mut self, post: &Post<'_>) -> Taken {
        let Some(time) = post.created_at else { return Taken::Unusable };
        if post.account_id.is_empty() || post.post_id.len().max(post.account_id.len()) > LONGEST / 2 {
            return Taken::Unusable;
        }
        let platform = self.platform(post.platform);
        let bare = !post.objects.is_empty();
        let known = Known { posts: &self.posts, platform_of_account: &self.account_platform };
        let look_up = !post.post_id.is_empty() && !self.seen.ascends(&known, platform, post.post_id);
        if look_up {
            let columns = Layer::ALL.into_iter().zip(&self.layers);
            self.seen
                .index(&known, columns.map(|(layer, c)| (layer, c.object.as_slice(), c.post.as_slice())));
            if !bare && self.seen.contains(&known, platform, post.post_id, None) {
                return Taken::Duplicate;
            }
        }
        self.coded.clear();
        let (layers, coded) = (&mut self.layers, &mut self.coded);
        objects::objects_of(post, self.settings.layers, &mut self.buffer, |layer, object| {
            coded.push((layer, layers[layer as usize].objects.code(object).0));
        });
        // A table of bare objects repeats a post for each of its objects: there the pair of both is the identity.
        if bare && look_up {
            let id = post.post_id;
            let nothing_new = match coded.as_slice() {
                [] => self.seen.contains(&known, platform, id, None),
                _ => {
                    coded.retain(|&object| !self.seen.contains(&known, platform, id, Some(object)));
                    coded.is_empty()
                }
            };
            if nothing_new {
                return Taken::Duplicate;
            }
        }
        let account = self.account(post, platform);
        let (start, length) = match post.at {
            At::Bytes(start, end) => (start, end.saturating_sub(start).min(u64::from(u32::MAX)) as u32),
            At::Row(row) => (row, 0),
        };
        if let Some(origin) = self.posts.origins.last_mut() {
            origin.rows = matches!(post.at, At::Row(_));
        }
        let number = self.posts.push(post.post_id, account, time.0, start, length);
        self.seen.note(platform, post.post_id, number, if bare { &self.coded } else { &[] });
        self.account_posts[account as usize] += 1;
        for &(layer, code) in &self.coded {
            let column = &mut self.layers[layer as usize];
            column.object.push(code);
            column.post.push(number);
        }
        self.take_text(post, number);
        Taken::New
    }

    /// Number of posts taken in.
    pub fn len(&self) -> usize {
        self.posts.len()
    }

    /// Whether nothing was taken in.
    pub fn is_empty(&self) -> bool {
        self.posts.len() == 0
    }

    fn platform(&mut self, name: &str) -> u8 {
        match self.platforms.iter().position(|known| known == name) {
            Some(code) => code as u8,
            // Platforms come from mappings and constants; a table that names 256 of them is damaged,
            // and its surplus is put together under the last name.
            None if self.platforms.len() == usize::from(u8::MAX) => u8::MAX - 1,
            None => {
                self.platforms.push(name.to_owned());
                self.accounts.push(PlatformAccounts::default());
                (self.platforms.len() - 1) as u8
            }
        }
    }

    fn account(&mut self, post: &Post<'_>, platform: u8) -> u32 {
        let accounts = &mut self.accounts[usize::from(platform)];
        let (code, new) = accounts.ids.code(post.account_id);
        if new {
            // Sorting these keys sorts by id, then by platform: no id holds a zero byte that matters.
            self.buffer.clear();
            self.buffer.push_str(post.account_id);
            self.buffer.push('\0');
            self.buffer.push_str(&self.platforms[usize::from(platform)]);
            accounts.account.push(self.account_keys.push(&self.buffer));
            self.account_platform.push(platform);
            self.account_names.push(post.account_name);
            self.account_posts.push(0);
        }
        accounts.account[code as usize]
    }

    /// What needs more than the post itself: rapid reposts and near texts are settled in the end.
    fn take_text(&mut self, post: &Post<'_>, number: u32) {
        if post.is_repost() {
            if self.settings.layers.contains(Layer::RapidRepost) && !post.repost_of_id.is_empty() {
                self.remember_rapid(post, number);
            }
        } else if let Some(near) = &mut self.near
            && !post.text.is_empty()
        {
            let folded = text::fold(post.text);
            if let Some(text) = near.add_folded(&folded) {
                if text.0 as usize == self.near_excerpts.len() {
                    self.near_excerpts.push(&inert::shorten(&folded, EXCERPT));
                }
                self.near_posts.push((number, text));
            }
        }
    }

    fn remember_rapid(&mut self, post: &Post<'_>, number: u32) {
        let original_time = objects::original_time(post).map(|t| t.0);
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.push_str(post.platform);
        buffer.push('/');
        let platform = buffer.len();
        let account = (!post.repost_of_account_id.is_empty()).then(|| {
            buffer.push_str(post.repost_of_account_id);
            self.layers[Layer::RapidRepost as usize].objects.code(buffer).0
        });
        buffer.truncate(platform);
        buffer.push_str(post.repost_of_id);
        let original = self.layers[Layer::Repost as usize].objects.find(buffer);
        self.rapid.push(Rapid { post: number, original_time, original, account });
    }

    /// Ends the intake: clusters near texts, decides rapid reposts, recodes ids by their sorted order.
    pub fn finish(mut self) -> Actions {
        let near_bounded = self.add_near_texts();
        self.add_rapid_reposts();
        drop(std::mem::take(&mut self.seen));
        let Self {
            platforms,
            accounts,
            account_keys,
            account_platform,
            account_names,
            account_posts,
            mut posts,
            layers,
            ..
        } = self;
        drop(accounts);
        let order = account_keys.sorted();
        let mut rank = vec![0u32; order.len()];
        for (new, &old) in order.iter().enumerate() {
            rank[old as usize] = new as u32;
        }
        posts.account.iter_mut().for_each(|account| *account = rank[*account as usize]);
        let mut actions = Actions {
            platforms,
            account_keys: account_keys.permuted(&order),
            account_platform: order.iter().map(|&old| account_platform[old as usize]).collect(),
            account_names: account_names.permuted(&order),
            account_posts: order.iter().map(|&old| account_posts[old as usize]).collect(),
            posts,
            near_bounded,
            ..Actions::default()
        };
        for (layer, column) in Layer::ALL.into_iter().zip(layers) {
            actions.add_layer(layer, column.objects, column.object, column.post);
        }
        actions
    }

    /// Near texts become objects, named by the text that names their cluster, when at least two posts have one;
    /// returns how many comparisons the clustering left out.
    fn add_near_texts(&mut self) -> u64 {
        let Some(near) = self.near.take() else { return 0 };
        let names: Vec<_> = (0..near.len() as u32).map(|text| near.name(text::TextNo(text))).collect();
        let clusters = near.finish();
        let mut posts = vec![0u32; clusters.clusters.len()];
        let mut first_of = vec![0u32; clusters.clusters.len()];
        for (text, &cluster) in clusters.cluster_of.iter().enumerate() {
            if names[text] == Some(clusters.clusters[cluster as usize].name) {
                first_of[cluster as usize] = text as u32;
            }
        }
        for (_, text) in &self.near_posts {
            posts[clusters.cluster_of[text.0 as usize] as usize] += 1;
        }
        let column = &mut self.layers[Layer::NearText as usize];
        for &(post, text) in &self.near_posts {
            let cluster = clusters.cluster_of[text.0 as usize] as usize;
            if posts[cluster] < 2 {
                continue;
            }
            let name = clusters.clusters[cluster].name.to_string();
            let object = format!("{}: {}", &name[..16], self.near_excerpts.get(first_of[cluster]));
            let (code, _) = column.objects.code(&object);
            column.object.push(code);
            column.post.push(post);
        }
        clusters.bounded
    }

    fn add_rapid_reposts(&mut self) {
        if self.rapid.is_empty() {
            return;
        }
        // Posts by `platform/id`, only for the originals that are looked for.
        let originals = &self.layers[Layer::Repost as usize].objects;
        let mut found: Vec<Option<(i64, u32)>> = vec![None; originals.len()];
        for number in 0..self.posts.len() {
            let account = self.posts.account[number];
            let platform = &self.platforms[usize::from(self.account_platform[account as usize])];
            self.buffer.clear();
            self.buffer.push_str(platform);
            self.buffer.push('/');
            self.buffer.push_str(self.posts.ids.get(number as u32));
            if let Some(code) = originals.find(&self.buffer) {
                found[code as usize].get_or_insert((self.posts.time[number], account));
            }
        }
        let mut rows: Vec<(u32, u32)> = Vec::new();
        for rapid in std::mem::take(&mut self.rapid) {
            let known = rapid.original.and_then(|code| found[code as usize]);
            let Some(original_time) = rapid.original_time.or(known.map(|(time, _)| time)) else { continue };
            let delay = self.posts.time[rapid.post as usize].saturating_sub(original_time);
            if !(0..=self.settings.rapid).contains(&delay) {
                continue;
            }
            let object = rapid.account.or_else(|| {
                let key = self.account_keys.get(known?.1);
                let (id, platform) = key.split_once('\0')?;
                self.buffer.clear();
                self.buffer.push_str(platform);
                self.buffer.push('/');
                self.buffer.push_str(id);
                Some(self.layers[Layer::RapidRepost as usize].objects.code(&self.buffer).0)
            });
            rows.extend(object.map(|object| (object, rapid.post)));
        }
        let column = &mut self.layers[Layer::RapidRepost as usize];
        (column.object, column.post) = rows.into_iter().unzip();
    }
}
