//! Taking posts in, one by one: duplicates out, ids coded, actions into columns.

use crate::acted::Acted;
use crate::actions::{Actions, Origin, Posts, reserve};
use crate::dictionary::{Dictionary, ELSEWHERE, Word, Words};
use crate::facts::{Facts, Repost};
use crate::objects::{self, DEFAULT_LAYERS, RAPID};
use crate::seen::{Coded, Key, Seen};
use crate::staging::{StagedObject, Staging};
use crate::strings::{LONGEST, Strings, ranks};
use model::post::platform;
use model::{At, Container, EvidenceNo, Layer, Layers, Post, Shares};
use std::convert::Infallible;
use std::hint::black_box;
use std::ops::Range;

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

/// What became of the posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// New and taken in.
    pub new: u64,
    /// The same post was taken in before.
    pub duplicates: u64,
    /// Those of them that name another account than the one that counts.
    pub conflicting: u64,
    /// Without account or time, or with an id longer than any platform's.
    pub unusable: u64,
}

/// Posts as they come, in the canonical order of the evidence.
pub struct Collector {
    settings: Settings,
    /// Duplicates and unusable posts; the new ones are in `posts`.
    taken: Taken,
    /// Posts that were pushed and wait for their codes.
    staging: Staging,
    /// The file at hand, until its columns have been given room.
    expected: Option<Expected>,
    platforms: Vec<String>,
    /// Accounts by id; the platform is the space.
    accounts: Words,
    /// `id \0 platform` of each account: what accounts are sorted by in the end.
    account_keys: Strings,
    account_platform: Vec<u8>,
    account_names: Strings,
    posts: Posts,
    seen: Seen,
    /// Objects of the post at hand.
    coded: Vec<Coded>,
    /// Words of the accounts and objects of rows that are looked up together.
    row_words: Vec<[Word; 2]>,
    /// Codes of these accounts, as far as they were seen at a glance.
    row_accounts: Vec<u32>,
    /// Codes of these objects.
    row_objects: Vec<u32>,
    layers: [Column; Layer::ALL.len()],
    near: Option<text::Near>,
    near_posts: Vec<(u32, text::TextNo)>,
    /// Beginning of each distinct near text, by number.
    near_excerpts: Strings,
    rapid: Vec<Rapid>,
    facts: Facts,
    /// Accounts whose posts are passed on, as `platform/id`.
    amplified: Dictionary,
    buffer: String,
}

/// A file of which the size is known.
struct Expected {
    bytes: u64,
    /// Posts taken in before it.
    before: usize,
}

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    /// It was taken in under this number.
    New(u32),
    /// Its row names further objects of a post that is known; they were taken in.
    Continued,
    /// It is known.
    Duplicate,
}

/// Code of the object of a row that counts for none.
const NO_OBJECT: u32 = u32::MAX;

/// First byte of a place and how many follow, or the number of a row.
fn extent(at: At) -> (u64, u32) {
    match at {
        At::Bytes(start, end) => (start, end.saturating_sub(start).min(u64::from(u32::MAX)) as u32),
        At::Row(row) => (row, 0),
    }
}

/// Posts of a file after which the number of the rest can be told from its size.
const SAMPLE: usize = 1 << 13;

/// Actions of one layer, in order of arrival.
#[derive(Default)]
struct Column {
    objects: Dictionary,
    object: Vec<u32>,
    post: Acted,
}

impl Column {
    #[inline]
    fn push(&mut self, object: u32, post: u32) {
        self.object.push(object);
        self.post.push(post);
    }
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
            taken: Taken::default(),
            staging: Staging::default(),
            expected: None,
            platforms: Vec::new(),
            accounts: Words::default(),
            account_keys: Strings::default(),
            account_platform: Vec::new(),
            account_names: Strings::default(),
            posts: Posts::default(),
            seen: Seen::default(),
            coded: Vec::new(),
            row_words: Vec::new(),
            row_accounts: Vec::new(),
            row_objects: Vec::new(),
            layers: Default::default(),
            near,
            near_posts: Vec::new(),
            near_excerpts: Strings::default(),
            rapid: Vec::new(),
            facts: Facts::default(),
            amplified: Dictionary::default(),
            buffer: String::new(),
        }
    }

    /// The posts that follow come from this stream.
    pub fn source(&mut self, evidence: EvidenceNo, path: &[Container]) {
        self.settle();
        let first_post = self.posts.len() as u32;
        self.posts.origins.push(Origin { first_post, evidence, path: path.to_vec(), rows: false });
    }

    /// The posts that follow come from a file of so many bytes: columns that know how far they will grow need not be
    /// moved when they do. A wrong size costs time only.
    pub fn expect(&mut self, bytes: u64) {
        self.settle();
        self.expected = Some(Expected { bytes, before: self.posts.len() });
    }

    /// Gives the columns room for what the sizes of the file and of the posts so far let expect.
    #[cold]
    fn make_room(&mut self, file: &Expected) {
        let (Some(start), Some(length)) = (self.posts.start.last(), self.posts.length.last()) else { return };
        let (read, posts) = (start + u64::from(*length), self.posts.len());
        if *length == 0 || read >= file.bytes {
            return;
        }
        // Later records may be a little shorter: without a margin, the last of them would make everything move.
        let rest = (file.bytes - read) as f64 / read as f64 * 1.05;
        let share = (posts - file.before) as f64 / posts as f64 * rest;
        let more = |held: usize| ((held as f64 * share) as usize).min(u32::MAX as usize);
        self.posts.reserve(more);
        for column in &mut self.layers {
            reserve(&mut column.object, more);
        }
    }

    /// Takes in one post. It may wait for others before it is looked up; [`Collector::taken`] waits no longer.
    pub fn push(&mut self, post: &Post<'_>) {
        let Some(time) = post.created_at else { return self.taken.unusable += 1 };
        let longest = post.post_id.len().max(post.account_id.len()).max(post.platform.len());
        if post.account_id.is_empty() || longest >= LONGEST / 2 {
            return self.taken.unusable += 1;
        }
        let platform = self.platform(post.platform);
        if !Facts::any(post) {
            self.stage(post, platform, time.0);
            if self.staging.is_full() {
                self.settle();
            }
            return;
        }
        // More is worth a look only if the post is new.
        self.settle();
        self.stage(post, platform, time.0);
        if let Some(Became::New(number)) = self.settle() {
            self.take_more(post, number);
        }
    }

    /// Takes in rows of a bare table, as [`Collector::push`] does with the posts that they are.
    pub fn push_shares(&mut self, shares: &Shares) {
        if shares.rows().is_empty() {
            return;
        }
        // Objects that are named anew, and names of platforms that are refused, go the general way.
        if !shares.layer().is_empty() || shares.platform().len() >= LONGEST / 2 {
            let _ = shares.posts(|post| {
                self.push(post);
                Ok::<(), Infallible>(())
            });
            return;
        }
        self.settle();
        let platform = self.platform(shares.platform());
        let objects = &mut self.layers[Layer::Object as usize].objects;
        self.row_words.clear();
        self.row_words.extend(shares.rows().iter().map(|row| {
            let account = self.accounts.word(shares.get(row.account_id), platform);
            [account, objects.word(shares.get(row.object))]
        }));
        // Loops that do nothing else wait for memory side by side, and leave it in the cache.
        let touched = self.row_words.iter().fold(0, |touched, [account, object]| {
            touched ^ self.accounts.touch(account) ^ objects.touch(object)
        });
        black_box(touched);
        self.row_accounts.clear();
        self.row_accounts.extend(self.row_words.iter().map(|[account, _]| self.accounts.glance(account)));
        self.row_objects.clear();
        self.row_objects.extend(self.row_words.iter().map(|[_, object]| objects.glance(object)));
        for ((row, [_, word]), code) in shares.rows().iter().zip(&self.row_words).zip(&mut self.row_objects) {
            let object = shares.get(row.object);
            if object.is_empty() {
                *code = NO_OBJECT;
            } else if *code == ELSEWHERE {
                *code = objects.code_of(object, word);
            }
        }
        if self.seen.is_indexed() {
            let mut touched = 0;
            for (row, &code) in shares.rows().iter().zip(&self.row_objects) {
                let object = (code != NO_OBJECT).then_some((Layer::Object, code));
                touched ^= self.seen.touch(Key { platform, id: shares.get(row.post_id), object });
            }
            black_box(touched);
        }
        // Ids that ascend are new, and such rows are taken column by column.
        let ids = shares.rows().iter().map(|row| shares.get(row.post_id));
        let new = self.seen.ascending(&self.posts, platform, ids);
        self.append_rows(shares, platform, new);
        for (number, row) in shares.rows().iter().enumerate().skip(new) {
            let (id, code) = (shares.get(row.post_id), self.row_objects[number]);
            let object = [(Layer::Object, code)];
            let objects = &object[usize::from(code == NO_OBJECT)..];
            let [word, _] = self.row_words[number];
            let account = match self.row_accounts[number] {
                ELSEWHERE => self.known_account(platform, shares.get(row.account_id), &word),
                account => Some(account),
            };
            if !id.is_empty() && !self.seen.ascends(&self.posts, platform, id) {
                self.coded.clear();
                self.coded.extend_from_slice(objects);
                if self.look_up(platform, id, account, row.created_at.0, objects.is_empty())
                    == Some(Became::Duplicate)
                {
                    self.taken.duplicates += 1;
                    continue;
                }
            }
            let account =
                account.unwrap_or_else(|| self.new_account(platform, shares.get(row.account_id), "", &word));
            let post = self.append(id, account, row.created_at.0, row.at);
            self.seen.note(platform, id, post, objects, objects.is_empty());
            if code != NO_OBJECT {
                self.layers[Layer::Object as usize].push(code, post);
            }
        }
        self.look_ahead();
    }

    #[inline]
    fn stage(&mut self, post: &Post<'_>, platform: u8, time: i64) {
        let (layers, staging) = (&self.layers, &mut self.staging);
        // Those that a row names are taken in whatever layers are looked at, so that the same rows are duplicates.
        objects::named_objects(post, &mut self.buffer, |layer, object| {
            stage_object(staging, layers, layer, object);
        });
        let named = staging.objects.len();
        objects::own_objects(post, self.settings.layers, &mut self.buffer, |layer, object| {
            stage_object(staging, layers, layer, object);
        });
        staging.post(post, named, platform, self.accounts.word(post.account_id, platform), time);
    }

    /// Looks up what is staged, all at once, and takes in what is new. Says what became of the last post.
    fn settle(&mut self) -> Option<Became> {
        if self.staging.posts.is_empty() {
            return None;
        }
        let mut staging = std::mem::take(&mut self.staging);
        let mut touched = 0;
        for object in &staging.objects {
            touched ^= self.layers[object.layer as usize].objects.touch(&object.word);
        }
        for post in &staging.posts {
            touched ^= self.accounts.touch(&post.account_word);
        }
        for number in 0..staging.posts.len() {
            let post = staging.posts[number];
            self.code_objects(post.named(), &mut staging);
            if self.seen.is_indexed() {
                let named = staging.objects[post.named()].first().filter(|_| !post.is_whole);
                let object = named.map(|object| (object.layer, object.code));
                touched ^= self.seen.touch(Key { platform: post.platform, id: staging.get(post.id), object });
            }
        }
        black_box(touched);
        let mut last = None;
        for number in 0..staging.posts.len() {
            let became = self.take(number, &mut staging);
            self.taken.duplicates += u64::from(became == Became::Duplicate);
            last = Some(became);
        }
        staging.clear();
        self.staging = staging;
        self.look_ahead();
        last
    }

    /// Gives the columns room, once enough of a file is known.
    fn look_ahead(&mut self) {
        if let Some(file) = self.expected.take_if(|file| self.posts.len() >= file.before + SAMPLE) {
            self.make_room(&file);
        }
    }

    /// Gives objects their codes.
    fn code_objects(&mut self, range: Range<usize>, staging: &mut Staging) {
        for n in range {
            let object = staging.objects[n];
            let text = staging.get(object.text);
            staging.objects[n].code = self.layers[object.layer as usize].objects.code_of(text, &object.word);
        }
    }

    /// Takes in a post, unless it is known. What its row names has codes already; what it acts on besides is looked at
    /// only if it is new, so that what only a duplicate says leaves no trace.
    fn take(&mut self, number: usize, staging: &mut Staging) -> Became {
        let post = staging.posts[number];
        let (platform, id) = (post.platform, staging.get(post.id));
        self.coded.clear();
        self.coded.extend(staging.objects[post.named()].iter().map(StagedObject::coded));
        if self.coded.len() > 1 {
            self.coded.sort_unstable();
            self.coded.dedup();
        }
        let account = self.known_account(platform, staging.get(post.account), &post.account_word);
        let known = (!id.is_empty() && !self.seen.ascends(&self.posts, platform, id))
            .then(|| self.look_up(platform, id, account, post.time, post.is_whole))
            .flatten();
        if known == Some(Became::Duplicate) {
            return Became::Duplicate;
        }
        let names = !self.coded.is_empty();
        if known.is_none() && !post.own().is_empty() {
            self.code_objects(post.own(), staging);
            self.coded.extend(staging.objects[post.own()].iter().map(StagedObject::coded));
            if names {
                self.coded.sort_unstable();
                self.coded.dedup();
            }
        }
        let account = account.unwrap_or_else(|| {
            let (name, id) = (staging.get(post.account_name), staging.get(post.account));
            self.new_account(platform, id, name, &post.account_word)
        });
        let id = staging.get(post.id);
        let number = self.append(id, account, post.time, post.at);
        self.seen.note(
            platform,
            id,
            number,
            if names { &self.coded } else { &[] },
            post.is_whole && known.is_none(),
        );
        for &(layer, code) in &self.coded {
            self.layers[layer as usize].push(code, number);
        }
        known.unwrap_or(Became::New(number))
    }

    /// Adds the first `n` rows, which are new and have ids; accounts and objects have been looked up.
    fn append_rows(&mut self, shares: &Shares, platform: u8, n: usize) {
        let rows = &shares.rows()[..n];
        let Some(last) = rows.last() else { return };
        for (number, row) in rows.iter().enumerate() {
            if self.row_accounts[number] == ELSEWHERE {
                let ([word, _], id) = (self.row_words[number], shares.get(row.account_id));
                self.row_accounts[number] = match self.known_account(platform, id, &word) {
                    Some(account) => account,
                    None => self.new_account(platform, id, "", &word),
                };
            }
        }
        let (first, posts) = (self.posts.len() as u32, &mut self.posts);
        posts.account.extend_from_slice(&self.row_accounts[..n]);
        posts.time.extend(rows.iter().map(|row| row.created_at.0));
        posts.start.extend(rows.iter().map(|row| extent(row.at).0));
        posts.length.extend(rows.iter().map(|row| extent(row.at).1));
        for row in rows {
            posts.ids.push(shares.get(row.post_id));
        }
        if let Some(origin) = posts.origins.last_mut() {
            origin.rows = matches!(last.at, At::Row(_));
        }
        let codes = &self.row_objects[..n];
        let column = &mut self.layers[Layer::Object as usize];
        if codes.contains(&NO_OBJECT) {
            let objects = (first..).zip(codes).filter(|&(_, &code)| code != NO_OBJECT);
            objects.for_each(|(post, &code)| column.push(code, post));
        } else {
            column.object.extend_from_slice(codes);
            column.post.push_all(first, n as u32);
        }
        let names = codes.iter().map(|&code| code != NO_OBJECT);
        self.seen.note_ascending(platform, first, names, shares.get(last.post_id));
    }

    /// Adds a post that is new to the columns; returns its number.
    #[inline]
    fn append(&mut self, id: &str, account: u32, time: i64, at: At) -> u32 {
        let (start, length) = extent(at);
        if let Some(origin) = self.posts.origins.last_mut() {
            origin.rows = matches!(at, At::Row(_));
        }
        self.posts.push(id, account, time, start, length)
    }

    /// Looks a post up; `None` when it is new. Tables repeat a post for each of its objects: `coded` is left with those that
    /// are new for it. Where no platform vouches for ids, they number alike in every table: there a post is known only
    /// under its account and time.
    fn look_up(
        &mut self,
        platform: u8,
        id: &str,
        account: Option<u32>,
        time: i64,
        is_whole: bool,
    ) -> Option<Became> {
        let columns = Layer::ALL.into_iter().zip(&self.layers);
        let columns = columns.map(|(layer, c)| (layer, c.object.as_slice(), &c.post));
        self.seen.index(&self.posts, &self.account_platform, columns);
        let (seen, posts) = (&self.seen, &self.posts);
        let is_numbered = self.platforms[usize::from(platform)] != platform::UNKNOWN;
        let author = |post: u32| Some(posts.account[post as usize]);
        let is_it = |post: u32| is_numbered || author(post) == account && posts.time[post as usize] == time;
        let find = |object| seen.find(posts, Key { platform, id, object }, is_it);
        let itself = if is_whole { find(None) } else { None };
        let mut known = itself;
        self.coded.retain(|&object| {
            let found = find(Some(object));
            known = known.or(found);
            found.is_none()
        });
        if is_whole && itself.is_none() || !self.coded.is_empty() {
            return itself.map(|_| Became::Continued);
        }
        self.taken.conflicting += u64::from(known.is_some_and(|post| author(post) != account));
        Some(Became::Duplicate)
    }

    /// What became of the posts so far.
    pub fn taken(&mut self) -> Taken {
        self.settle();
        Taken { new: self.posts.len() as u64, ..self.taken }
    }

    fn platform(&mut self, name: &str) -> u8 {
        match self.platforms.iter().position(|known| known == name) {
            Some(code) => code as u8,
            // Platforms come from mappings and constants; a table that names 256 of them is damaged,
            // and its surplus is put together under the last name.
            None if self.platforms.len() == usize::from(u8::MAX) => u8::MAX - 1,
            None => {
                self.platforms.push(name.to_owned());
                (self.platforms.len() - 1) as u8
            }
        }
    }

    /// Code of an account, if somebody posted under the id on the platform before.
    #[inline]
    fn known_account(&self, platform: u8, id: &str, word: &Word) -> Option<u32> {
        let platform_name = &self.platforms[usize::from(platform)];
        self.accounts.find(word, |code| {
            let key = self.account_keys.get(code);
            key.strip_suffix(platform_name).and_then(|key| key.strip_suffix('\0')) == Some(id)
        })
    }

    /// Code of an account that is new.
    fn new_account(&mut self, platform: u8, id: &str, name: &str, word: &Word) -> u32 {
        // Sorting these keys sorts by id, then by platform: no id holds a zero byte that matters.
        let key = objects::join(&mut self.buffer, id, "\0", &self.platforms[usize::from(platform)]);
        let account = self.account_keys.push(key);
        self.accounts.insert(word, account);
        self.account_platform.push(platform);
        self.account_names.push(name);
        account
    }

    /// What needs more than the columns: what posts say of themselves; near texts and rapid reposts, which are
    /// settled in the end.
    fn take_more(&mut self, post: &Post<'_>, number: u32) {
        let own_text = !post.is_repost() && !post.text.is_empty();
        let folded = own_text.then(|| text::fold(post.text));
        let amplified = (!post.repost_of_account_id.is_empty()).then(|| {
            let name = objects::join(&mut self.buffer, post.platform, "/", post.repost_of_account_id);
            self.amplified.code(name)
        });
        let account = self.posts.account[number as usize];
        self.facts.take(post, number, account, folded.as_deref(), amplified);
        if let (Some(near), Some(folded)) = (&mut self.near, folded)
            && let Some(text) = near.add_folded(&folded)
        {
            if text.0 as usize == self.near_excerpts.len() {
                self.near_excerpts.push(&model::object::excerpt(&folded));
            }
            self.near_posts.push((number, text));
        }
        if !post.repost_of_id.is_empty() && self.settings.layers.contains(Layer::RapidRepost) {
            self.remember_rapid(post, number);
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
            self.layers[Layer::RapidRepost as usize].objects.code(buffer)
        });
        buffer.truncate(platform);
        buffer.push_str(post.repost_of_id);
        // The layer numbers originals, whether it is looked at or not.
        let originals = &mut self.layers[Layer::Repost as usize].objects;
        let original = (buffer.len() < LONGEST).then(|| originals.code(buffer));
        self.rapid.push(Rapid { post: number, original_time, original, account });
    }

    /// Ends the intake: clusters near texts, decides rapid reposts, recodes accounts by the order of their names.
    pub fn finish(mut self) -> Actions {
        self.settle();
        let near_bounded = self.add_near_texts();
        self.add_rapid_reposts();
        drop((std::mem::take(&mut self.seen), std::mem::take(&mut self.accounts)));
        let Self { platforms, account_keys, account_platform, account_names, mut posts, layers, .. } = self;
        let Self { facts, amplified, settings, .. } = self;
        let order = account_keys.sorted();
        let rank = ranks(&order);
        let mut account_posts = vec![0u32; order.len()];
        for account in &mut posts.account {
            *account = rank[*account as usize];
            account_posts[*account as usize] += 1;
        }
        let mut actions = Actions {
            platforms,
            account_keys: account_keys.permuted(&order),
            account_platform: order.iter().map(|&old| account_platform[old as usize]).collect(),
            account_names: account_names.permuted(&order),
            account_posts,
            facts: facts.finish(&order, &posts.account, amplified.finish()),
            span: posts.span(),
            posts,
            near_bounded,
            ..Actions::default()
        };
        let chosen = |(layer, _): &(Layer, _)| settings.layers.contains(*layer);
        for (layer, column) in Layer::ALL.into_iter().zip(layers).filter(chosen) {
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
            let object = model::object::text_name(&name, self.near_excerpts.get(first_of[cluster]));
            let code = column.objects.code(&object);
            column.push(code, post);
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
            let is_rapid = (0..=self.settings.rapid).contains(&delay);
            self.facts.repost.set(rapid.post, if is_rapid { Repost::Rapid } else { Repost::Slow });
            if !is_rapid {
                continue;
            }
            let object = rapid.account.or_else(|| {
                let key = self.account_keys.get(known?.1);
                let (id, platform) = key.split_once('\0')?;
                self.buffer.clear();
                self.buffer.push_str(platform);
                self.buffer.push('/');
                self.buffer.push_str(id);
                Some(self.layers[Layer::RapidRepost as usize].objects.code(&self.buffer))
            });
            rows.extend(object.map(|object| (object, rapid.post)));
        }
        let column = &mut self.layers[Layer::RapidRepost as usize];
        for (object, post) in rows {
            column.push(object, post);
        }
    }
}

#[inline]
fn stage_object(staging: &mut Staging, layers: &[Column], layer: Layer, object: &str) {
    // Longer ones are no ids; what a column of strings would cut never equals itself again.
    if object.len() < LONGEST {
        staging.object(layer, object, layers[layer as usize].objects.word(object));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::shares::Fields;
    use model::{Object, Precision, Timestamp};
    use proptest::prelude::*;

    /// A row as text, and where its fields are in it.
    fn row(post: &str, account: &str, object: &str, time: i64) -> (String, Fields) {
        let text = format!("{post},{account},{object}");
        let ends = [post.len(), post.len() + 1 + account.len(), text.len()].map(|end| end as u32);
        let fields = Fields {
            post_id: 0..ends[0],
            account_id: ends[0] + 1..ends[1],
            object: ends[1] + 1..ends[2],
            created_at: Timestamp(time),
            created_precision: Precision::Second,
        };
        (text, fields)
    }

    /// Reads rows of bare tables, some in short at a time, or each as the post that it is.
    fn read(
        rows: &[(String, u8, u8, i64, bool)],
        layers: Layers,
        together: usize,
        in_short: bool,
    ) -> (String, Taken) {
        let mut collector = Collector::new(Settings { layers, ..Settings::default() });
        collector.source(EvidenceNo(0), &[]);
        let hand_on = |collector: &mut Collector, shares: &mut Shares| {
            match in_short {
                true => collector.push_shares(shares),
                false => {
                    let each = |post: &Post<'_>| {
                        collector.push(post);
                        Ok::<(), Infallible>(())
                    };
                    let _ = shares.posts(each);
                }
            }
            shares.clear();
        };
        let layer = |named: bool| if named { "url" } else { "" };
        let mut shares = Shares::new("unknown", "");
        for (n, (post, account, object, time, named)) in rows.iter().enumerate() {
            let (account, object) =
                (["", "a", "b", "c"][usize::from(*account)], "o".repeat(usize::from(*object)));
            let at = At::Bytes(n as u64, n as u64 + 1);
            if shares.layer() != layer(*named) || shares.rows().len() == together {
                hand_on(&mut collector, &mut shares);
                shares = Shares::new("unknown", layer(*named));
            }
            let (text, fields) = row(post, account, &object, *time);
            if !shares.push(&text, &fields, at) {
                hand_on(&mut collector, &mut shares);
                collector.push(&Post {
                    platform: "unknown",
                    post_id: post,
                    account_id: account,
                    created_at: Some(Timestamp(*time)),
                    objects: &[Object { layer: layer(*named), id: &object }],
                    at,
                    ..Post::default()
                });
            }
        }
        hand_on(&mut collector, &mut shares);
        let taken = collector.taken();
        (format!("{:?}", collector.finish()), taken)
    }

    /// Sizes that are right, and those of files that grow, are sparse or hold compressed tables.
    #[test]
    fn the_size_of_a_file_decides_nothing() {
        let length = "p00000,a,o".len() as u64;
        let read = |bytes: Option<u64>| {
            let mut collector = Collector::new(Settings::default());
            collector.source(EvidenceNo(0), &[]);
            if let Some(bytes) = bytes {
                collector.expect(bytes);
            }
            let mut shares = Shares::new("unknown", "");
            for n in 0..2 * SAMPLE as u64 {
                let account = ["a", "b", "c"][n as usize % 3];
                let (text, fields) = row(&format!("p{n:05}"), account, "o", n as i64);
                assert!(shares.push(&text, &fields, At::Bytes(n * length, (n + 1) * length)));
                if shares.is_full() {
                    collector.push_shares(&shares);
                    shares.clear();
                }
            }
            format!("{:?}", collector.finish())
        };
        let without = read(None);
        for bytes in [0, 1, length * SAMPLE as u64, 2 * length * SAMPLE as u64, u64::MAX] {
            assert!(read(Some(bytes)) == without, "{bytes}");
        }
    }

    proptest! {
        /// Ids that ascend, repeat and lack; accounts that lack; objects longer than a row that is taken in short.
        #[test]
        fn a_share_counts_as_the_post_that_it_is(
            rows in prop::collection::vec(
                ("p[0-9]{0,2}|", 0u8..4, prop_oneof![0u8..5, Just(255)], 0i64..100, any::<bool>()), 0..400),
            all in any::<bool>(),
            together in 1usize..50,
        ) {
            let layers = if all { Layers::ALL } else { Layers::ALL.without(Layer::Object) };
            prop_assert_eq!(read(&rows, layers, together, true), read(&rows, layers, together, false));
        }
    }
}
