//! What posts and accounts say of themselves, besides what they act on.

use crate::objects::SHORTEST_TEXT;
use crate::strings::Strings;
use model::Post;

/// Most languages that are told apart; a file with more names none that could be relied on.
const MOST_LANGUAGES: usize = u8::MAX as usize - 1;

/// A column that ends where nothing more is said: every further row holds the default.
/// Tables of bare objects say nothing, and cost nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sparse<T>(Vec<T>);

impl<T: Copy + Default + PartialEq> Sparse<T> {
    pub fn set(&mut self, row: u32, value: T) {
        if value == T::default() && row as usize >= self.0.len() {
            return;
        }
        if row as usize >= self.0.len() {
            self.0.resize(row as usize + 1, T::default());
        }
        self.0[row as usize] = value;
    }

    pub fn get(&self, row: u32) -> T {
        self.0.get(row as usize).copied().unwrap_or_default()
    }

    /// Sets what is not set yet.
    fn settle(&mut self, row: u32, value: T) {
        if self.get(row) == T::default() {
            self.set(row, value);
        }
    }

    /// Values of the rows that say something, and these.
    pub fn said(&self) -> impl Iterator<Item = (u32, T)> + '_ {
        (0..).zip(self.0.iter().copied()).filter(|(_, value)| *value != T::default())
    }

    fn permuted(&self, order: &[u32]) -> Self {
        let mut permuted = Self::default();
        for (new, &old) in order.iter().enumerate() {
            permuted.set(new as u32, self.get(old));
        }
        permuted
    }
}

/// Whether a post passes another one on, and how soon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Repost {
    /// It says something of its own.
    #[default]
    No,
    /// Nobody knows when the original was made.
    Undated,
    /// Later than a rapid one.
    Slow,
    /// Within the delay of the layer `rapid_repost`.
    Rapid,
}

/// Facts by the numbers of posts and accounts. Of several statements about an account the first one counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Languages; sorted as soon as all posts are in.
    pub languages: Vec<String>,
    /// By post: number of its language counted from 1, 0 where unknown.
    pub language: Sparse<u8>,
    /// By post: 64 bits of the hash of its own folded text; 0 for reposts and short texts.
    pub text: Sparse<u64>,
    /// By post.
    pub repost: Sparse<Repost>,
    /// By post: whose post it passes on, counted from 1 in `amplified_names`.
    pub amplified: Sparse<u32>,
    /// `platform/account`, sorted as soon as all posts are in.
    pub amplified_names: Strings,
    /// By account: when it was made, in microseconds.
    pub created: Sparse<i64>,
    /// By account: it calls itself automated.
    pub automated: Sparse<bool>,
    /// By account: its display name, counted from 1 in `display_names`.
    display: Sparse<u32>,
    display_names: Strings,
    /// By account: the language of at least half of its posts with one, counted from 1.
    pub main_language: Sparse<u8>,
}

impl Facts {
    /// Whether a post says anything that is kept here.
    #[inline]
    pub fn any(post: &Post<'_>) -> bool {
        !post.lang.is_empty()
            || !post.text.is_empty()
            || post.is_repost()
            || post.account_created_at.is_some()
            || !post.account_display_name.is_empty()
            || post.self_declared_bot.is_some()
    }

    /// Takes in what a new post says. `folded` is its own folded text, `amplified` the number of the account that it
    /// passes on.
    pub fn take(
        &mut self,
        post: &Post<'_>,
        number: u32,
        account: u32,
        folded: Option<&str>,
        amplified: Option<u32>,
    ) {
        if let Some(language) = post.languages().next().and_then(main_subtag) {
            let language = self.language_no(&language);
            self.language.set(number, language);
        }
        if let Some(folded) = folded.filter(|text| text.chars().count() >= SHORTEST_TEXT) {
            self.text.set(number, hash(folded));
        }
        if post.is_repost() {
            self.repost.set(number, Repost::Undated);
        }
        self.amplified.set(number, amplified.map_or(0, |code| code + 1));
        self.created.settle(account, post.account_created_at.map_or(0, |time| time.0));
        self.automated.settle(account, post.self_declared_bot.unwrap_or(false));
        if !post.account_display_name.is_empty() && self.display.get(account) == 0 {
            let name = self.display_names.push(post.account_display_name);
            self.display.set(account, name + 1);
        }
    }

    fn language_no(&mut self, language: &str) -> u8 {
        match self.languages.iter().position(|known| known == language) {
            Some(at) => at as u8 + 1,
            None if self.languages.len() == MOST_LANGUAGES => 0,
            None => {
                self.languages.push(language.to_owned());
                self.languages.len() as u8
            }
        }
    }

    /// Display name of an account, empty where the source has none.
    pub fn display_name(&self, account: u32) -> &str {
        self.display.get(account).checked_sub(1).map_or("", |name| self.display_names.get(name))
    }

    /// Recodes when all posts are in: accounts come in `order`, `account_of_post` has their new codes, `amplified`
    /// is what dictionary and ranks became of the accounts that are passed on.
    pub fn finish(
        mut self,
        order: &[u32],
        account_of_post: &[u32],
        (names, rank): (Strings, Vec<u32>),
    ) -> Self {
        let mut sorted: Vec<usize> = (0..self.languages.len()).collect();
        sorted.sort_unstable_by(|&x, &y| self.languages[x].cmp(&self.languages[y]));
        let mut code = vec![0u8; sorted.len() + 1];
        for (new, &old) in sorted.iter().enumerate() {
            code[old + 1] = new as u8 + 1;
        }
        self.languages = sorted.iter().map(|&at| std::mem::take(&mut self.languages[at])).collect();
        self.language.0.iter_mut().for_each(|language| *language = code[usize::from(*language)]);
        for amplified in self.amplified.0.iter_mut().filter(|amplified| **amplified > 0) {
            *amplified = rank[*amplified as usize - 1] + 1;
        }
        self.amplified_names = names;
        self.created = self.created.permuted(order);
        self.automated = self.automated.permuted(order);
        self.display = self.display.permuted(order);
        self.main_language = main_languages(&self.language, account_of_post);
        self
    }
}

/// The language of at least half of an account's posts that have one; of two halves the first by name.
fn main_languages(language: &Sparse<u8>, account_of_post: &[u32]) -> Sparse<u8> {
    let mut stated: Vec<(u32, u8)> =
        language.said().map(|(post, language)| (account_of_post[post as usize], language)).collect();
    stated.sort_unstable();
    let mut main = Sparse::default();
    for of_account in stated.chunk_by(|x, y| x.0 == y.0) {
        let half = |same: &&[(u32, u8)]| same.len() * 2 >= of_account.len();
        if let Some(same) = of_account.chunk_by(|x, y| x == y).find(half) {
            main.set(same[0].0, same[0].1);
        }
    }
    main
}

/// The language of a code such as `en-GB`, in lower case; `None` where the code says that it is not known
/// (`und`, `zxx`, `mul`, `mis` and what ISO 639-2 leaves to local use, `qaa` to `qtz`).
fn main_subtag(code: &str) -> Option<String> {
    let tag = code.split(['-', '_']).next().unwrap_or_default();
    let language = (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphabetic());
    let tag = tag.to_ascii_lowercase();
    let local = tag.len() == 3 && tag.as_bytes()[0] == b'q' && tag.as_bytes()[1] <= b't';
    (language && !local && !matches!(tag.as_str(), "und" | "zxx" | "mul" | "mis")).then_some(tag)
}

fn hash(text: &str) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&model::Sha256::of(text.as_bytes()).0[..8]);
    // 0 says that there is no text.
    u64::from_be_bytes(first).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_from_codes_that_say_nothing() {
        for (code, expected) in [
            ("en", Some("en")),
            ("en-GB", Some("en")),
            ("PT_br", Some("pt")),
            ("gsw", Some("gsw")),
            ("und", None),
            ("zxx", None),
            ("qme", None),
            ("que", Some("que")),
            ("", None),
            ("english", None),
            ("e1", None),
        ] {
            assert_eq!(main_subtag(code).as_deref(), expected, "{code}");
        }
    }

    #[test]
    fn a_column_ends_where_nothing_more_is_said() {
        let mut column = Sparse::default();
        column.set(5, 0u8);
        assert_eq!(column.0.len(), 0);
        column.set(2, 7);
        assert_eq!([column.get(1), column.get(2), column.get(9)], [0, 7, 0]);
        column.settle(2, 8);
        column.settle(1, 8);
        assert_eq!(column.said().collect::<Vec<_>>(), [(1, 8), (2, 7)]);
    }

    #[test]
    fn the_main_language_is_that_of_half_of_the_posts() {
        let mut language = Sparse::default();
        for (post, code) in [(0, 1u8), (1, 2), (2, 2), (3, 1), (4, 3), (5, 2), (6, 1)] {
            language.set(post, code);
        }
        // Account 0 has 1, 2, 2; account 1 has 1 and 3; account 2 has 2; account 3 has none.
        let main = main_languages(&language, &[0, 0, 0, 1, 1, 2, 0]);
        // With the last post account 0 is split in halves: the first by name counts.
        assert_eq!([main.get(0), main.get(1), main.get(2), main.get(3)], [1, 1, 2, 0]);
    }
}
