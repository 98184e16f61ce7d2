//! Which objects a post acts on, layer by layer.
//!
//! A repost acts on the post that it passes on and on nothing else: its links, tags and text are the
//! original's. Ids of posts and accounts carry their platform, as platforms number alike; links, tags, texts
//! and media do not, so that accounts of several platforms can meet on them.

use model::{Layer, Layers, Post, Timestamp, time::snowflake_time};
use std::fmt::Write;

/// Layers used unless the user says otherwise. `domain`, `hashtag` and `mention` are coarse (half the
/// platform meets on them), `text` is contained in `near_text`.
pub const DEFAULT_LAYERS: Layers =
    Layers::ALL.without(Layer::Domain).without(Layer::Hashtag).without(Layer::Mention).without(Layer::Text);

/// A repost counts as rapid when it follows the original within this many microseconds.
pub const RAPID: i64 = 10_000_000;

/// Fewest characters of folded text that can make a `text` object: shorter texts coincide by chance.
pub(crate) const SHORTEST_TEXT: usize = 20;

/// Calls `f` with each layer and object of `post` in `layers`. Near texts and rapid reposts need more than
/// the post itself; the collector adds them.
pub fn objects_of(post: &Post<'_>, layers: Layers, buffer: &mut String, mut f: impl FnMut(Layer, &str)) {
    named_objects(post, buffer, |layer, object| {
        if layers.contains(layer) {
            f(layer, object);
        }
    });
    own_objects(post, layers, buffer, f);
}

/// The objects that a row of a table names, of all layers.
pub(crate) fn named_objects(post: &Post<'_>, buffer: &mut String, mut f: impl FnMut(Layer, &str)) {
    for object in post.objects.iter().filter(|object| !object.id.is_empty()) {
        let layer = layer_of(object.layer);
        // A layer that we have no name for keeps the table's.
        let named = layer == Layer::Object && !object.layer.is_empty() && object.layer != layer.name();
        f(layer, if named { join(buffer, object.layer, ":", object.id) } else { object.id });
    }
}

/// Whether a post acts on more than the objects that its row names.
pub(crate) fn says_more(post: &Post<'_>) -> bool {
    !post.text.is_empty()
        || !post.urls.is_empty()
        || !post.hashtags.is_empty()
        || !post.mentions.is_empty()
        || !post.media.is_empty()
        || !post.reply_to_id.is_empty()
        || post.is_repost()
}

/// What the post itself acts on, in `layers`.
pub(crate) fn own_objects(
    post: &Post<'_>,
    layers: Layers,
    buffer: &mut String,
    mut f: impl FnMut(Layer, &str),
) {
    if post.is_repost() {
        if layers.contains(Layer::Repost) {
            repost_object(post, buffer, &mut f);
        }
        return;
    }
    if layers.contains(Layer::Reply) && !post.reply_to_id.is_empty() {
        f(Layer::Reply, join(buffer, post.platform, "/", post.reply_to_id));
    }
    if layers.contains(Layer::Url) || layers.contains(Layer::Domain) {
        link_objects(post, layers, &mut f);
    }
    tag_objects(post, layers, buffer, &mut f);
    if layers.contains(Layer::Mention) {
        mention_objects(post, buffer, &mut f);
    }
    if layers.contains(Layer::Text) && post.text.len() >= SHORTEST_TEXT {
        let folded = text::fold(post.text);
        if folded.chars().count() >= SHORTEST_TEXT {
            f(Layer::Text, &model::object::text(&folded));
        }
    }
    if layers.contains(Layer::Media) {
        let mut names: Vec<&str> = post.media.iter().filter_map(model::object::media).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().for_each(|name| f(Layer::Media, name));
    }
}

/// The layer that a table means by a name; a plain object where it has none that we know.
pub fn layer_of(name: &str) -> Layer {
    if name.is_empty() { Layer::Object } else { Layer::from_name(name).unwrap_or(Layer::Object) }
}

/// When the post that `post` passes on was made, if the post or its id says so.
pub fn original_time(post: &Post<'_>) -> Option<Timestamp> {
    let from_id =
        || (post.platform == model::post::platform::X).then(|| snowflake_time(post.repost_of_id)).flatten();
    post.repost_of_created_at.or_else(from_id)
}

fn repost_object(post: &Post<'_>, buffer: &mut String, f: &mut impl FnMut(Layer, &str)) {
    if !post.repost_of_id.is_empty() {
        return f(Layer::Repost, join(buffer, post.platform, "/", post.repost_of_id));
    }
    // The source says "repost" without naming the original: equal text means the same original.
    let folded = text::fold(post.text);
    if folded.chars().count() >= SHORTEST_TEXT {
        f(Layer::Repost, &model::object::text(&folded));
    }
}

fn link_objects(post: &Post<'_>, layers: Layers, f: &mut impl FnMut(Layer, &str)) {
    let mut seen: Vec<(Layer, String)> = Vec::new();
    let mut add = |layer: Layer, object: Option<String>| {
        if let Some(object) = object.filter(|_| layers.contains(layer)) {
            let entry = (layer, object);
            if !seen.contains(&entry) {
                f(layer, &entry.1);
                seen.push(entry);
            }
        }
    };
    let from_text = if post.urls.is_empty() { text::urls(post.text) } else { Vec::new() };
    for url in post.urls.iter().copied().chain(from_text).take(MOST_PER_POST) {
        if let Some(canonical) = text::canonical(url) {
            add(Layer::Domain, text::registrable_domain(&canonical));
            add(Layer::Url, Some(canonical));
        }
    }
}

/// Links, tags and mentions looked at in one post; more are the mark of a directory, not of a post.
const MOST_PER_POST: usize = 64;

fn tag_objects(post: &Post<'_>, layers: Layers, buffer: &mut String, f: &mut impl FnMut(Layer, &str)) {
    if !layers.contains(Layer::Hashtag) && !layers.contains(Layer::HashtagSequence) {
        return;
    }
    let from_text = if post.hashtags.is_empty() { text::hashtags(post.text) } else { Vec::new() };
    let tags: Vec<String> = post
        .hashtags
        .iter()
        .copied()
        .chain(from_text)
        .map(|tag| tag.trim_start_matches('#').to_lowercase())
        .filter(|tag| !tag.is_empty())
        .take(MOST_PER_POST)
        .collect();
    if layers.contains(Layer::HashtagSequence) && tags.len() > 1 {
        buffer.clear();
        for tag in &tags {
            // Writing to a String cannot fail.
            let _ = write!(buffer, "{}#{tag}", if buffer.is_empty() { "" } else { " " });
        }
        f(Layer::HashtagSequence, buffer);
    }
    if layers.contains(Layer::Hashtag) {
        let mut distinct = tags;
        distinct.sort_unstable();
        distinct.dedup();
        distinct.iter().for_each(|tag| f(Layer::Hashtag, tag));
    }
}

fn mention_objects(post: &Post<'_>, buffer: &mut String, f: &mut impl FnMut(Layer, &str)) {
    let from_text = if post.mentions.is_empty() { text::mentions(post.text) } else { Vec::new() };
    let mut names: Vec<String> = post
        .mentions
        .iter()
        .copied()
        .chain(from_text)
        .map(|name| name.trim_start_matches('@').to_lowercase())
        .filter(|name| !name.is_empty())
        .take(MOST_PER_POST)
        .collect();
    names.sort_unstable();
    names.dedup();
    for name in &names {
        f(Layer::Mention, join(buffer, post.platform, "/", name));
    }
}

pub(crate) fn join<'b>(buffer: &'b mut String, left: &str, between: &str, right: &str) -> &'b str {
    buffer.clear();
    buffer.push_str(left);
    buffer.push_str(between);
    buffer.push_str(right);
    buffer
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Media, Object};

    fn check(post: Post<'_>, layers: Layers, expected: &[&str]) {
        let mut found = Vec::new();
        objects_of(&post, layers, &mut String::new(), |layer, object| {
            found.push(format!("{layer} {object}"))
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn a_repost_acts_only_on_the_original() {
        let post = Post {
            platform: "x",
            repost_of_id: "77",
            text: "RT: read this now https://example.org/a #one #two",
            urls: &["https://example.org/a"],
            ..Post::default()
        };
        check(post, Layers::ALL, &["repost x/77"]);
    }

    #[test]
    fn a_repost_without_a_named_original_is_known_by_its_text() {
        let post = Post {
            platform: "x",
            is_repost: true,
            text: "the harbour lights were out again",
            ..Post::default()
        };
        check(post, Layers::ALL, &[&format!("repost {}", model::object::text(&text::fold(post.text)))]);
    }

    #[test]
    fn links_meet_in_canonical_form() {
        let post = Post {
            platform: "x",
            urls: &["https://www.example.org/a?utm_source=b", "http://example.org/a"],
            ..Post::default()
        };
        let canonical = text::canonical(post.urls[0]).expect("a link");
        check(post, Layers::ALL, &["domain example.org", &format!("url {canonical}")]);
    }

    #[test]
    fn tags_keep_their_order_in_a_sequence() {
        let post = Post { hashtags: &["Zeta", "alpha", "zeta"], ..Post::default() };
        check(post, Layers::ALL, &["hashtag_sequence #zeta #alpha #zeta", "hashtag alpha", "hashtag zeta"]);
    }

    #[test]
    fn tables_name_their_own_layers() {
        let objects = [
            Object { layer: "", id: "o1" },
            Object { layer: "image", id: "p1" },
            Object { layer: "emoji", id: "e1" },
            Object { layer: "url", id: "" },
        ];
        let post = Post { objects: &objects, ..Post::default() };
        check(post, Layers::ALL, &["object o1", "media p1", "object emoji:e1"]);
        check(post, Layers::ALL.without(Layer::Object), &["media p1"]);
    }

    #[test]
    fn media_meet_on_the_best_key() {
        let item = Media::default();
        let media = [
            Media { hash: "abc", url: "https://example.org/a.jpg", ..item },
            Media { url: "https://example.org/b.jpg", ..item },
            Media { url: "photos/photo_1.jpg", ..item },
        ];
        let post = Post { media: &media, ..Post::default() };
        check(post, DEFAULT_LAYERS, &["media abc", "media https://example.org/b.jpg"]);
    }
}
