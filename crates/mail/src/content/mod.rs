//! What a mail says: subject, visible text, links and language, and the form in which texts of one campaign are equal.
//!
//! Everything here was written by the sender. Nothing is fetched, and no attachment is opened, decoded or inflated.

mod attached;
mod comparable;
mod decode;
mod flaw;
mod html;
mod part;
mod walk;

pub use attached::{Attached, AttachedMail, attached};
pub use comparable::Addressees;
pub use flaw::Flaw;
pub use part::MAX_FIELD;

use crate::limits::Limits;
use crate::message::Message;
use flaw::Flaws;
use serde::Serialize;
use std::collections::BTreeSet;
use walk::{Leaf, Structure, walk};

/// Most bytes of text that are read from one message, counted as they are encoded.
pub const MAX_TEXT: usize = 4 << 20;
/// Most links of one message whose domains are kept.
pub const MAX_LINKS: usize = 1_000;
/// Shortest text whose language is guessed, in letters, and how much of a long one is looked at, in characters.
const MIN_LANGUAGE: usize = 40;
const MAX_LANGUAGE: usize = 800;

/// What a mail says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Content {
    /// The Subject, encoded words decoded; empty where there is none.
    pub subject: String,
    /// The text that a reader sees, one block for each part. Of alternatives the HTML, as programs show it, unless it
    /// shows nothing.
    pub text: String,
    /// Registrable domains that links lead to, the targets of HTML links and links in the text, ascending.
    pub link_domains: BTreeSet<String>,
    /// Charset of the first text, in lower case; `None` where it names none.
    pub charset: Option<String>,
    /// Transfer encoding of the first text, in lower case; `None` where it names none.
    pub transfer_encoding: Option<String>,
    /// Boundary of the outermost multipart.
    pub boundary: Option<String>,
    /// Language of the text by trigrams (ISO 639-3), where that is reliable.
    pub language: Option<&'static str>,
    /// Parts that were looked at, the message itself included.
    pub parts: usize,
    /// What is unusual, ascending.
    pub flaws: Vec<Flaw>,
}

impl Content {
    /// Reads the parts of a message, those of mails attached to it included.
    pub fn of(message: &Message<'_>, limits: &Limits) -> Self {
        let mut flaws = Flaws::default();
        let structure = walk(message, limits, &mut flaws);
        Self::read(message, structure, flaws)
    }

    /// Reads the parts of a message without those of mails attached to it, which are mails of their own: to be compared
    /// with such, and not to be taken for a copy of them.
    pub fn without_attached(message: &Message<'_>, limits: &Limits) -> Self {
        let mut flaws = Flaws::default();
        let mut structure = walk(message, limits, &mut flaws);
        let attached = std::mem::take(&mut structure.messages);
        structure.leaves.retain(|leaf| !attached.iter().any(|mail| mail.span.contains(&leaf.span.start)));
        Self::read(message, structure, flaws)
    }

    fn read(message: &Message<'_>, structure: Structure, mut flaws: Flaws) -> Self {
        let shown = show(message.bytes, &structure.leaves, &mut flaws);
        let subject = message.named("Subject").next().map(|field| decode::free_text(field.value));
        let (text, links) = join(shown);
        let first = structure.leaves.first().map(|leaf| &leaf.text);
        Self {
            subject: subject.unwrap_or_default(),
            link_domains: link_domains(&links, &text, &mut flaws),
            charset: first.and_then(|text| text.charset.clone()),
            transfer_encoding: first.and_then(|text| text.encoding.clone()),
            boundary: structure.boundary.map(|boundary| String::from_utf8_lossy(&boundary).into_owned()),
            language: language(&text),
            text,
            parts: structure.parts,
            flaws: flaws.finish(),
        }
    }
}

/// One text as it is shown.
struct Shown {
    text: String,
    links: Vec<String>,
    is_html: bool,
    alternative: Option<usize>,
}

fn show(bytes: &[u8], leaves: &[Leaf], flaws: &mut Flaws) -> Vec<Shown> {
    let mut left = MAX_TEXT;
    let mut shown = Vec::new();
    for leaf in leaves {
        let encoded = &bytes[leaf.span.clone()];
        if encoded.len() > left {
            flaws.note(Flaw::TooMuchText);
        }
        let encoded = &encoded[..encoded.len().min(left)];
        left -= encoded.len();
        let text = decode::decode(encoded, &leaf.text, flaws);
        let (is_html, alternative) = (leaf.text.html, leaf.alternative);
        if !is_html {
            shown.push(Shown { text, links: Vec::new(), is_html, alternative });
            continue;
        }
        let page = html::read(&text);
        if page.has_hidden {
            flaws.note(Flaw::HiddenText);
        }
        shown.push(Shown { text: page.text, links: page.links, is_html, alternative });
    }
    shown
}

/// Puts texts together, leaving out plain text to which there is an alternative in HTML.
fn join(shown: Vec<Shown>) -> (String, Vec<String>) {
    let with_html: BTreeSet<usize> = shown
        .iter()
        .filter(|shown| shown.is_html && !shown.text.trim().is_empty())
        .filter_map(|shown| shown.alternative)
        .collect();
    let (mut text, mut links) = (String::new(), Vec::new());
    for part in shown {
        links.extend(part.links);
        if part.is_html || !part.alternative.is_some_and(|number| with_html.contains(&number)) {
            text.push_str(part.text.trim());
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    (text, links)
}

fn link_domains(links: &[String], text: &str, flaws: &mut Flaws) -> BTreeSet<String> {
    let written = text::urls(text);
    if links.len() + written.len() > MAX_LINKS {
        flaws.note(Flaw::TooManyLinks);
    }
    let links = links.iter().map(String::as_str).filter(|link| text::canonical(link).is_some());
    links.chain(written).take(MAX_LINKS).filter_map(text::registrable_domain).collect()
}

fn language(text: &str) -> Option<&'static str> {
    // The beginning says enough: trigrams of all of it would take longer than everything else here.
    let beginning: String = text.chars().take(MAX_LANGUAGE).collect();
    if beginning.chars().filter(|c| c.is_alphabetic()).count() < MIN_LANGUAGE {
        return None;
    }
    whatlang::detect(&beginning).filter(whatlang::Info::is_reliable).map(|info| info.lang().code())
}

#[cfg(test)]
mod tests;
