//! The posts of each account.

use crate::actions::Actions;

/// Posts of each account, in the order of time.
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
        let mut by_account = Self { starts, posts };
        let time = &actions.posts.time;
        for account in 0..actions.n_accounts() {
            let range = by_account.starts[account] as usize..by_account.starts[account + 1] as usize;
            by_account.posts[range].sort_unstable_by_key(|&post| (time[post as usize], post));
        }
        by_account
    }

    /// Posts of an account.
    pub fn of(&self, account: u32) -> &[u32] {
        &self.posts[self.starts[account as usize] as usize..self.starts[account as usize + 1] as usize]
    }
}
