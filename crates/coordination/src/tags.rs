//! Ordinary patterns: what openly run accounts, audiences and share buttons look like.
//!
//! A tag says that some accounts look like one of these, and by what. It explains nothing away: the pattern can be
//! imitated. It tells a reader where to look first.

use crate::accounts::{LEAST_LETTERS, PostsByAccount, squashed, words};
use crate::actions::Actions;
use crate::facts::Repost;
use hashbrown::HashMap;
use model::Layer;
use std::borrow::Cow;

/// Share of the accounts that have to show a pattern.
const MOST_OF: f64 = 0.5;
/// Share of an account's links that go to its own site; share of reposts that pass on one account.
const MAINLY: f64 = 0.6;
/// Fewest links of an account, or reposts of a group, that say anything.
const LEAST: usize = 5;
/// Share of all other accounts that may have a word in their names that names a brand.
const RARE: f64 = 0.01;
/// As many other accounts for each of the group make an object common property.
const CROWD: u64 = 3;

/// A pattern that is often harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// Names share a word that few others have: pages of one owner or brand.
    SharedName,
    /// Each links mostly to one and the same site and carries its name: a newsroom, shop or organisation.
    OwnSite,
    /// They pass on one account more than all else: its audience, a fan club.
    OneAudience,
    /// Their texts were posted word for word by many others: a share button, petition or joke.
    CommonText,
    /// What they shared was shared by many others: news of the day.
    CommonObjects,
    /// They call themselves automated.
    SelfDeclared,
    /// The user's own list names them.
    Listed,
}

impl Pattern {
    /// Stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SharedName => "shared name",
            Self::OwnSite => "own site",
            Self::OneAudience => "one audience",
            Self::CommonText => "common text",
            Self::CommonObjects => "common objects",
            Self::SelfDeclared => "self-declared automation",
            Self::Listed => "listed",
        }
    }
}

/// A pattern that some accounts show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Which.
    pub pattern: Pattern,
    /// By what they show it, in words.
    pub because: String,
}

/// Looks for ordinary patterns.
pub struct Tags<'a> {
    actions: &'a Actions,
    posts: &'a PostsByAccount,
    /// Accounts that have each word in their names.
    named: HashMap<String, u32>,
    /// Distinct accounts that posted each text that stands in the data more than once.
    authors: HashMap<u64, u32>,
    /// First action of the layer of links, and the posts of all its actions, which ascend.
    first_url: usize,
    url_posts: Cow<'a, [u32]>,
}

impl<'a> Tags<'a> {
    /// Counts names and texts of all accounts.
    pub fn new(actions: &'a Actions, posts: &'a PostsByAccount) -> Self {
        let mut named = HashMap::new();
        for account in 0..actions.n_accounts() as u32 {
            for word in names_of(actions, account) {
                *named.entry(word).or_insert(0) += 1;
            }
        }
        let mut wrote: Vec<(u64, u32)> = actions
            .facts
            .text
            .said()
            .map(|(post, text)| (text, actions.posts.account[post as usize]))
            .collect();
        wrote.sort_unstable();
        wrote.dedup();
        let authors = wrote
            .chunk_by(|x, y| x.0 == y.0)
            .filter(|same| same.len() > 1)
            .map(|same| (same[0].0, same.len() as u32))
            .collect();
        // Actions of a layer stand together, in the order of layers.
        let bound =
            |layer: u8| actions.object.partition_point(|&object| actions.layer[object as usize] < layer);
        let first_url = bound(Layer::Url as u8);
        let url_posts = actions.post.posts(first_url..bound(Layer::Url as u8 + 1));
        Self { actions, posts, named, authors, first_url, url_posts }
    }

    /// Tags of some accounts, given in ascending order, that acted together on `objects`: object, how many accounts
    /// of all the data acted on it, and how many of these.
    pub fn of(&self, members: &[u32], objects: &[(u64, u64)]) -> Vec<Tag> {
        let found = [
            self.shared_name(members),
            self.own_site(members),
            self.one_audience(members),
            self.common_text(members),
            common_objects(objects),
            self.self_declared(members),
        ];
        found.into_iter().flatten().collect()
    }

    fn shared_name(&self, members: &[u32]) -> Option<Tag> {
        let mut words: Vec<String> =
            members.iter().flat_map(|&account| names_of(self.actions, account)).collect();
        words.sort_unstable();
        let others = self.actions.n_accounts() - members.len();
        let (n, word) = words
            .chunk_by(|x, y| x == y)
            .filter(|same| {
                let elsewhere = self.named.get(&same[0]).map_or(0, |&n| n as usize - same.len());
                is_most(same.len(), members.len()) && elsewhere as f64 <= RARE * others as f64
            })
            .map(|same| (same.len(), &same[0]))
            .max_by_key(|&(n, word)| (n, std::cmp::Reverse(word)))?;
        Some(Tag {
            pattern: Pattern::SharedName,
            because: format!("{n} of {} names hold the word “{word}”, which few others do", members.len()),
        })
    }

    fn own_site(&self, members: &[u32]) -> Option<Tag> {
        let mut sites: Vec<(String, u32)> =
            members.iter().filter_map(|&account| Some((self.main_site(account)?, account))).collect();
        sites.sort_unstable();
        let own = |same: &[(String, u32)]| {
            same.iter().filter(|(site, account)| self.carries_name_of(*account, site)).count()
        };
        let (n, site) = sites
            .chunk_by(|x, y| x.0 == y.0)
            .map(|same| (own(same), &same[0].0))
            .max_by_key(|&(n, site)| (n, std::cmp::Reverse(site)))
            .filter(|&(n, _)| is_most(n, members.len()))?;
        Some(Tag {
            pattern: Pattern::OwnSite,
            because: format!("{n} of {} link mostly to {site} and carry its name", members.len()),
        })
    }

    fn carries_name_of(&self, account: u32, site: &str) -> bool {
        let label = squashed(site.split('.').next().unwrap_or_default());
        let names = [self.actions.account_name(account), self.actions.facts.display_name(account)];
        label.chars().count() >= LEAST_LETTERS && names.iter().any(|name| squashed(name).contains(&label))
    }

    /// The site to which most of an account's links go.
    fn main_site(&self, account: u32) -> Option<String> {
        let url_posts = &self.url_posts;
        let mut sites: Vec<String> = Vec::new();
        for &post in self.posts.of(account) {
            let from = url_posts.partition_point(|&other| other < post);
            for at in (from..url_posts.len()).take_while(|&at| url_posts[at] == post) {
                let (_, url) = self.actions.object(self.actions.object[self.first_url + at]);
                sites.extend(text::registrable_domain(url));
            }
        }
        sites.sort_unstable();
        let all = sites.len();
        let most = sites.chunk_by(|x, y| x == y).max_by_key(|same| same.len())?;
        (all >= LEAST && most.len() as f64 >= MAINLY * all as f64).then(|| most[0].clone())
    }

    fn one_audience(&self, members: &[u32]) -> Option<Tag> {
        let facts = &self.actions.facts;
        let mut reposts = 0;
        // Whose post each repost passes on, and which member did.
        let mut amplified: Vec<(u32, u32)> = Vec::new();
        for &member in members {
            for &post in self.posts.of(member) {
                reposts += usize::from(facts.repost.get(post) != Repost::No);
                amplified.push((facts.amplified.get(post), member));
            }
        }
        amplified.retain(|&(account, _)| account > 0);
        amplified.sort_unstable();
        let most = amplified.chunk_by(|x, y| x.0 == y.0).max_by_key(|same| same.len())?;
        let by = most.chunk_by(|x, y| x.1 == y.1).count();
        let share = most.len() as f64 / reposts as f64;
        let name = facts.amplified_names.get(most[0].0 - 1);
        (reposts >= LEAST && share >= MAINLY && is_most(by, members.len())).then(|| Tag {
            pattern: Pattern::OneAudience,
            because: format!("{:.0} % of their reposts pass on {name}", share * 100.0),
        })
    }

    fn common_text(&self, members: &[u32]) -> Option<Tag> {
        let facts = &self.actions.facts;
        let posts = members.iter().flat_map(|&account| self.posts.of(account));
        let texts: Vec<u64> = posts.map(|&post| facts.text.get(post)).filter(|&text| text > 0).collect();
        let crowd = members.len() as u64 * (1 + CROWD);
        let common = texts
            .iter()
            .filter(|text| self.authors.get(*text).is_some_and(|&n| u64::from(n) >= crowd))
            .count();
        (texts.len() >= LEAST && is_most(common, texts.len())).then(|| Tag {
            pattern: Pattern::CommonText,
            because: format!(
                "{common} of their {} texts were posted word for word by many other accounts",
                texts.len()
            ),
        })
    }

    fn self_declared(&self, members: &[u32]) -> Option<Tag> {
        let n = members.iter().filter(|&&account| self.actions.facts.automated.get(account)).count();
        (n > 0).then(|| Tag {
            pattern: Pattern::SelfDeclared,
            because: format!("{n} of {} call themselves automated", members.len()),
        })
    }
}

fn common_objects(objects: &[(u64, u64)]) -> Option<Tag> {
    let common = objects.iter().filter(|&&(all, own)| all >= own * (1 + CROWD)).count();
    (objects.len() >= LEAST && is_most(common, objects.len())).then(|| Tag {
        pattern: Pattern::CommonObjects,
        because: format!(
            "{common} of the {} objects looked at were shared by at least {CROWD} times as many other accounts",
            objects.len()
        ),
    })
}

fn is_most(n: usize, of: usize) -> bool {
    n > 1 && n as f64 >= MOST_OF * of as f64
}

/// Distinct words of an account's handle and display name.
fn names_of(actions: &Actions, account: u32) -> Vec<String> {
    let names = [actions.account_name(account), actions.facts.display_name(account)];
    let mut words: Vec<String> = names.into_iter().flat_map(words).collect();
    words.sort_unstable();
    words.dedup();
    words
}
