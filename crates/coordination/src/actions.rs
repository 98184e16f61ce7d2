//! All actions of a run as integer columns, with the strings behind the codes.

use crate::acted::Acted;
use crate::dictionary::Dictionary;
use crate::facts::Facts;
use crate::strings::{Strings, ranks};
use model::{At, Container, EvidenceNo, Layer, RawRef, Timestamp};

/// Posts as columns, in the order of the evidence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Posts {
    pub ids: Strings,
    pub account: Vec<u32>,
    pub time: Vec<i64>,
    pub start: Vec<u64>,
    pub length: Vec<u32>,
    pub origins: Vec<Origin>,
}

/// Room for what `more` says of the column's length. Room is a wish: where there is none, the column grows as it must.
pub(crate) fn reserve<T>(column: &mut Vec<T>, more: impl Fn(usize) -> usize) {
    let _ = column.try_reserve_exact(more(column.len()));
}

/// The stream that posts from `first_post` on come from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub first_post: u32,
    pub evidence: EvidenceNo,
    pub path: Vec<Container>,
    /// Places are row numbers, not bytes.
    pub rows: bool,
}

impl Posts {
    pub fn len(&self) -> usize {
        self.account.len()
    }

    pub fn push(&mut self, id: &str, account: u32, time: i64, start: u64, length: u32) -> u32 {
        self.account.push(account);
        self.time.push(time);
        self.start.push(start);
        self.length.push(length);
        self.ids.push(id)
    }

    /// Room for more posts: `more` says of the length of a column how much longer it will be.
    pub fn reserve(&mut self, more: impl Fn(usize) -> usize) {
        self.ids.reserve(&more);
        reserve(&mut self.account, &more);
        reserve(&mut self.time, &more);
        reserve(&mut self.start, &more);
        reserve(&mut self.length, &more);
    }

    /// First and last time.
    pub fn span(&self) -> Option<(i64, i64)> {
        let first = *self.time.first()?;
        let wider = |(first, last): (i64, i64), &time: &i64| (first.min(time), last.max(time));
        Some(self.time.iter().fold((first, first), wider))
    }

    pub fn origin(&self, post: u32) -> Option<&Origin> {
        let after = self.origins.partition_point(|origin| origin.first_post <= post);
        self.origins.get(after.checked_sub(1)?)
    }
}

/// Actions of all layers. Accounts are coded in the order of (id, platform), objects in the order of their layers, and
/// in a layer as they came, until they are sorted.
#[derive(Clone, Debug, Default)]
pub struct Actions {
    pub(crate) platforms: Vec<String>,
    /// `id \0 platform`.
    pub(crate) account_keys: Strings,
    pub(crate) account_platform: Vec<u8>,
    pub(crate) account_names: Strings,
    pub(crate) account_posts: Vec<u32>,
    pub(crate) facts: Facts,
    pub(crate) objects: Strings,
    /// Layer of each object.
    pub(crate) layer: Vec<u8>,
    pub(crate) posts: Posts,
    /// First and last time of a post.
    pub(crate) span: Option<(i64, i64)>,
    /// Object of each action.
    pub(crate) object: Vec<u32>,
    /// Post of each action.
    pub(crate) post: Acted,
    /// Comparisons that the clustering of near texts left out in very common neighbourhoods.
    pub near_bounded: u64,
}

impl Actions {
    pub(crate) fn add_layer(&mut self, layer: Layer, objects: Dictionary, object: Vec<u32>, post: Acted) {
        let first = self.objects.len() as u32;
        if self.objects.is_empty() {
            self.objects = objects.into_strings();
            (self.object, self.post) = (object, post);
        } else {
            self.objects.extend(&objects.into_strings());
            self.object.extend(object.into_iter().map(|code| first + code));
            self.post.extend(post.iter());
        }
        self.layer.resize(self.objects.len(), layer as u8);
    }

    /// Codes the objects of each layer by the order of their names. What chance is compared with depends on the order of
    /// objects here and there, and must not depend on which came first: which communities accounts form, and on
    /// which of several tags two posts are taken to meet.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        let mut order = self.objects.sorted();
        order.sort_by_key(|&object| self.layer[object as usize]);
        let rank = ranks(&order);
        self.objects = self.objects.permuted(&order);
        self.object.iter_mut().for_each(|code| *code = rank[*code as usize]);
        self
    }

    /// Number of actions.
    pub fn len(&self) -> usize {
        self.object.len()
    }

    /// Whether no post acted on anything.
    pub fn is_empty(&self) -> bool {
        self.object.is_empty()
    }

    /// Number of accounts that posted.
    pub fn n_accounts(&self) -> usize {
        self.account_keys.len()
    }

    /// Number of objects.
    pub fn n_objects(&self) -> usize {
        self.objects.len()
    }

    /// Number of posts.
    pub fn n_posts(&self) -> usize {
        self.posts.len()
    }

    /// Id of an account.
    pub fn account_id(&self, account: u32) -> &str {
        let key = self.account_keys.get(account);
        key.rsplit_once('\0').map_or(key, |(id, _)| id)
    }

    /// Handle of an account, as first seen; empty when the source has none.
    pub fn account_name(&self, account: u32) -> &str {
        self.account_names.get(account)
    }

    /// Platform of an account.
    pub fn platform(&self, account: u32) -> &str {
        &self.platforms[usize::from(self.account_platform[account as usize])]
    }

    /// The account in full, as `platform/id`.
    pub fn account_key(&self, account: u32) -> String {
        format!("{}/{}", self.platform(account), self.account_id(account))
    }

    /// Platforms, in the order of arrival.
    pub fn platforms(&self) -> &[String] {
        &self.platforms
    }

    /// Number of an account's platform in [`Actions::platforms`].
    pub fn platform_no(&self, account: u32) -> usize {
        usize::from(self.account_platform[account as usize])
    }

    /// Posts read of an account.
    pub fn posts_of_account(&self, account: u32) -> u32 {
        self.account_posts[account as usize]
    }

    /// Layer and name of an object.
    pub fn object(&self, object: u32) -> (Layer, &str) {
        (Layer::ALL[usize::from(self.layer[object as usize])], self.objects.get(object))
    }

    /// Id of a post.
    pub fn post_id(&self, post: u32) -> &str {
        self.posts.ids.get(post)
    }

    /// Account of a post.
    pub fn post_account(&self, post: u32) -> u32 {
        self.posts.account[post as usize]
    }

    /// Time of a post.
    pub fn post_time(&self, post: u32) -> Timestamp {
        Timestamp(self.posts.time[post as usize])
    }

    /// Where a post stands in the evidence.
    pub fn post_raw(&self, post: u32) -> RawRef {
        let start = self.posts.start[post as usize];
        let end = start + u64::from(self.posts.length[post as usize]);
        match self.posts.origin(post) {
            None => RawRef { evidence: EvidenceNo(0), path: Vec::new(), at: At::Row(start) },
            Some(origin) => RawRef {
                evidence: origin.evidence,
                path: origin.path.clone(),
                at: if origin.rows { At::Row(start) } else { At::Bytes(start, end) },
            },
        }
    }

    /// Number of the evidence of a post.
    pub fn post_evidence(&self, post: u32) -> EvidenceNo {
        self.posts.origin(post).map_or(EvidenceNo(0), |origin| origin.evidence)
    }

    /// First byte (or row number) of a post in its stream.
    pub fn post_offset(&self, post: u32) -> u64 {
        self.posts.start[post as usize]
    }

    /// Post behind an action.
    pub fn action_post(&self, action: u32) -> u32 {
        self.post.get(action as usize)
    }

    /// Number of layers that hold an action.
    pub fn n_layers(&self) -> usize {
        let mut layers = self.layer.clone();
        layers.dedup();
        layers.len()
    }

    /// First and last time of a post; `None` when there is none.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        self.span.map(|(first, last)| (Timestamp(first), Timestamp(last)))
    }

    /// Posts per platform, by name.
    pub fn posts_per_platform(&self) -> Vec<(String, u64)> {
        let mut counts = vec![0u64; self.platforms.len()];
        for (account, &posts) in self.account_posts.iter().enumerate() {
            counts[usize::from(self.account_platform[account])] += u64::from(posts);
        }
        let mut named: Vec<(String, u64)> = self.platforms.iter().cloned().zip(counts).collect();
        named.sort_unstable();
        named
    }
}
