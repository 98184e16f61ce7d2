//! Which post is behind each action of a column.

use std::borrow::Cow;
use std::ops::Range;

/// Post of each action. In a bare table each post acts once, on one object: then the number of the action is that of its
/// post, and posts need not be listed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Acted {
    len: u32,
    /// Empty as long as every action is that of the post with its number.
    listed: Vec<u32>,
}

impl Acted {
    /// Adds the action of a post.
    #[inline]
    pub fn push(&mut self, post: u32) {
        if !self.listed.is_empty() || post != self.len {
            if self.listed.is_empty() {
                self.listed = (0..self.len).collect();
            }
            self.listed.push(post);
        }
        self.len += 1;
    }

    /// Adds the actions of so many posts from `first` on.
    pub fn push_all(&mut self, first: u32, posts: u32) {
        match self.listed.is_empty() && first == self.len {
            true => self.len += posts,
            false => (first..first + posts).for_each(|post| self.push(post)),
        }
    }

    /// Whether each action is that of the post with its number.
    pub fn is_each_once(&self) -> bool {
        self.listed.is_empty()
    }

    /// Number of actions.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Post of an action.
    #[inline]
    pub fn get(&self, action: usize) -> u32 {
        if self.listed.is_empty() { action as u32 } else { self.listed[action] }
    }

    /// Posts of the actions in `range`.
    pub fn posts(&self, range: Range<usize>) -> Cow<'_, [u32]> {
        match self.listed.is_empty() {
            true => (range.start as u32..range.end as u32).collect(),
            false => Cow::Borrowed(&self.listed[range]),
        }
    }

    /// Posts of all actions.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len()).map(|action| self.get(action))
    }
}

impl Extend<u32> for Acted {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, posts: I) {
        posts.into_iter().for_each(|post| self.push(post));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Posts that act once each, as far as `once` goes, and then as they like.
        #[test]
        fn posts_are_those_that_were_pushed(once in 0u32..20, others in prop::collection::vec(0u32..30, 0..20)) {
            let posts: Vec<u32> = (0..once).chain(others).collect();
            let mut acted = Acted::default();
            acted.extend(posts.iter().copied());
            let mut at_once = Acted::default();
            for run in posts.chunk_by(|x, y| *y == x + 1) {
                at_once.push_all(run[0], run.len() as u32);
            }
            prop_assert!(at_once.iter().eq(acted.iter()));
            prop_assert_eq!(acted.len(), posts.len());
            prop_assert_eq!(acted.is_each_once(), posts.iter().zip(0..).all(|(&post, number)| post == number));
            prop_assert!(acted.iter().eq(posts.iter().copied()));
            for start in 0..=posts.len() {
                prop_assert_eq!(&*acted.posts(start..posts.len()), &posts[start..]);
            }
        }
    }
}
