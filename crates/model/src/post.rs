//! A post as a reader understood it, borrowed from the reader's buffers.

use crate::{At, Precision, TimeOrigin, Timestamp};

/// Names of platforms that readers know. A platform is text, so that nobody has to wait for us to add one.
pub mod platform {
    /// X, formerly Twitter.
    pub const X: &str = "x";
    /// Facebook.
    pub const FACEBOOK: &str = "facebook";
    /// Instagram.
    pub const INSTAGRAM: &str = "instagram";
    /// Telegram.
    pub const TELEGRAM: &str = "telegram";
    /// Bluesky.
    pub const BLUESKY: &str = "bluesky";
    /// Mastodon and other servers with its interface.
    pub const MASTODON: &str = "mastodon";
    /// TikTok.
    pub const TIKTOK: &str = "tiktok";
    /// Reddit.
    pub const REDDIT: &str = "reddit";
    /// YouTube.
    pub const YOUTUBE: &str = "youtube";
    /// The source does not say.
    pub const UNKNOWN: &str = "unknown";
    /// All of these. Any other name of a platform is a word of the source.
    pub const KNOWN: [&str; 10] =
        [X, FACEBOOK, INSTAGRAM, TELEGRAM, BLUESKY, MASTODON, TIKTOK, REDDIT, YOUTUBE, UNKNOWN];

    /// Other names that sources and people give to platforms.
    const SYNONYMS: [(&str, &str); 3] = [("twitter", X), ("twitter.com", X), ("x.com", X)];

    /// The name under which posts of a platform are known here: that of `Twitter` is `x`. A name that is no synonym is
    /// itself, in lower case where it is one of those known.
    pub fn known_as(name: &str) -> &str {
        let named = |known: &str| name.eq_ignore_ascii_case(known);
        let synonym = SYNONYMS.iter().find(|(synonym, _)| named(synonym)).map(|(_, known)| *known);
        synonym.or_else(|| KNOWN.into_iter().find(|known| named(known))).unwrap_or(name)
    }
}

/// One post. Empty text means "absent"; ids are text, never numbers. Valid only inside the sink's call:
/// readers reuse their buffers for the next record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Post<'a> {
    /// Platform, lower case (see [`platform`]).
    pub platform: &'a str,
    /// Id of the post on its platform.
    pub post_id: &'a str,
    /// Stable id of the account; its handle where the source has no id.
    pub account_id: &'a str,
    /// Handle, without `@`.
    pub account_name: &'a str,
    /// Display name.
    pub account_display_name: &'a str,
    /// Text with HTML entities decoded and markup removed.
    pub text: &'a str,
    /// When it was posted.
    pub created_at: Option<Timestamp>,
    /// How finely that is stated.
    pub created_precision: Precision,
    /// Who states it.
    pub created_from: TimeOrigin,
    /// When a collector or server saw it.
    pub observed_at: Option<Timestamp>,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Language code as the source states it; several are joined by commas, the first before others
    /// ([`Post::languages`]).
    pub lang: &'a str,
    /// Links, expanded where the source expands them.
    pub urls: &'a [&'a str],
    /// Hashtags without `#`, in the order of the text.
    pub hashtags: &'a [&'a str],
    /// Accounts mentioned: ids where the source has them, else handles without `@`.
    pub mentions: &'a [&'a str],
    /// Post that this one answers.
    pub reply_to_id: &'a str,
    /// Account that this post answers.
    pub reply_to_account_id: &'a str,
    /// Post that this one passes on unchanged.
    pub repost_of_id: &'a str,
    /// Account whose post is passed on.
    pub repost_of_account_id: &'a str,
    /// Time of the post that is passed on, where the source has it.
    pub repost_of_created_at: Option<Timestamp>,
    /// Set when the source says "repost" without naming the original.
    pub is_repost: bool,
    /// Post that this one quotes.
    pub quote_of_id: &'a str,
    /// Conversation.
    pub thread_id: &'a str,
    /// Channel, group, subreddit or page.
    pub channel_id: &'a str,
    /// Pictures, videos, files.
    pub media: &'a [Media<'a>],
    /// Objects of a bare table that says only who shared what (CooRTweet and the like).
    pub objects: &'a [Object<'a>],
    /// Program that posted, as stated.
    pub client: &'a str,
    /// Counters such as likes, by the source's names.
    pub metrics: &'a [(&'a str, i64)],
    /// When the account was made.
    pub account_created_at: Option<Timestamp>,
    /// The account calls itself automated.
    pub self_declared_bot: Option<bool>,
    /// Place in the evidence.
    pub at: At,
}

impl Post<'_> {
    /// The languages that the source states, in its order.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.lang.split(',').map(str::trim).filter(|code| !code.is_empty())
    }

    /// Whether it only passes on another post.
    pub fn is_repost(&self) -> bool {
        self.is_repost || !self.repost_of_id.is_empty()
    }
}

/// A media item that a post shows. Whatever is known of path, address and hash; empty means absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Media<'a> {
    /// `image`, `video`, `audio`, `file`, ... as the source names it.
    pub kind: &'a str,
    /// Address or path or platform id of the item.
    pub url: &'a str,
    /// Content hash as the source states it (SHA-256, a content id, ...).
    pub hash: &'a str,
    /// Perceptual hash as the source states it.
    pub phash: &'a str,
}

/// Something that an account shared, from a table that says no more about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Object<'a> {
    /// Layer as the table names it (`url`, `hashtag`, ...); empty for a plain object.
    pub layer: &'a str,
    /// The shared thing.
    pub id: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_known_by_one_name() {
        for (name, known) in
            [("Twitter", "x"), ("x.com", "x"), ("X", "x"), ("TELEGRAM", "telegram"), ("VK", "VK")]
        {
            assert_eq!(platform::known_as(name), known, "{name}");
        }
    }

    #[test]
    fn languages_one_by_one() {
        let of = |lang| Post { lang, ..Post::default() }.languages().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(of("de, en"), ["de", "en"]);
        assert_eq!(of(""), [""; 0]);
    }
}
