//! The posts of each account.

use crate::actions::Actions;

/// Posts of each account, in the order of time, each once.
#[derive(Clone, Debug)]
pub struct PostsByAccount {
    starts: Vec<u32>,
    posts: Vec<u32>,
}

impl PostsByAccount {
    /// Sorts the posts of `actions`.
    pub fn new(actions: &Actions) -> Self {
        let mut starts = vec![0u32; actions.n_accounts() + 1];
        for (account, &posts) in actions.account_posts.iter().enumerate() {
            starts[account + 1] = starts[account] + posts;
        }
        let mut next = starts.clone();
        let mut posts = vec![0u32; actions.n_posts()];
        for (post, &account) in (0..).zip(&actions.posts.account) {
            let at = &mut next[account as usize];
            posts[*at as usize] = post;
            *at += 1;
        }
        // A bare table has a row for each object of a post: the same id at the same time is one post.
        let (time, ids) = (&actions.posts.time, &actions.posts.ids);
        let one = |x: u32, y: u32| {
            time[x as usize] == time[y as usize] && !ids.get(x).is_empty() && ids.get(x) == ids.get(y)
        };
        let mut kept = 0;
        let mut kept_starts = vec![0u32; starts.len()];
        for account in 0..actions.n_accounts() {
            let range = starts[account] as usize..starts[account + 1] as usize;
            posts[range.clone()].sort_unstable_by_key(|&post| (time[post as usize], post));
            let first = kept;
            for at in range {
                if kept == first || !one(posts[kept - 1], posts[at]) {
                    posts[kept] = posts[at];
                    kept += 1;
                }
            }
            kept_starts[account + 1] = kept as u32;
        }
        posts.truncate(kept);
        Self { starts: kept_starts, posts }
    }

    /// Posts of an account.
    pub fn of(&self, account: u32) -> &[u32] {
        &self.posts[self.starts[account as usize] as usize..self.starts[account as usize + 1] as usize]
    }
}
