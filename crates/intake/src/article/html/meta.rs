//! What a page says of itself: `meta` elements, schema.org's data in JSON-LD, `time` elements.

use super::tokens::Attributes;
use crate::article::places::{Mapped, Places, words};
use crate::article::{Stated, Structured};
use serde_json::Value;
use std::ops::Range;

/// What can be said of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Author,
    Publisher,
    Url,
    Published,
    Language,
}

const FIELDS: usize = 6;

/// A statement, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) value: String,
    pub(super) found: &'static str,
    pub(super) place: Range<u64>,
    rank: u8,
}

/// What the page says of itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Text of its `title`.
    pub(super) page_title: Option<Mapped>,
    /// Scripts with data in JSON-LD.
    pub(super) structured: Vec<Structured>,
    said: [Option<Said>; FIELDS],
}

/// Keys of `meta` elements, with how far each is trusted: less is better. What publishers fill for machines that
/// show the article elsewhere comes first.
const META: [(&str, Field, u8, &str); 31] = [
    ("article:published_time", Field::Published, 1, "meta article:published_time"),
    ("og:article:published_time", Field::Published, 2, "meta og:article:published_time"),
    ("datepublished", Field::Published, 3, "meta datePublished"),
    ("parsely-pub-date", Field::Published, 3, "meta parsely-pub-date"),
    ("dc.date.issued", Field::Published, 4, "meta DC.date.issued"),
    ("dcterms.issued", Field::Published, 4, "meta DCTERMS.issued"),
    ("pubdate", Field::Published, 4, "meta pubdate"),
    ("publishdate", Field::Published, 4, "meta publishdate"),
    ("publish-date", Field::Published, 4, "meta publish-date"),
    ("publication_date", Field::Published, 4, "meta publication_date"),
    ("sailthru.date", Field::Published, 5, "meta sailthru.date"),
    ("dcterms.created", Field::Published, 6, "meta DCTERMS.created"),
    ("dc.date", Field::Published, 6, "meta DC.date"),
    ("dcterms.date", Field::Published, 6, "meta DCTERMS.date"),
    ("date", Field::Published, 7, "meta date"),
    ("og:title", Field::Title, 0, "meta og:title"),
    ("dc.title", Field::Title, 2, "meta DC.title"),
    ("twitter:title", Field::Title, 3, "meta twitter:title"),
    ("author", Field::Author, 1, "meta author"),
    ("parsely-author", Field::Author, 2, "meta parsely-author"),
    ("dc.creator", Field::Author, 2, "meta DC.creator"),
    ("article:author", Field::Author, 3, "meta article:author"),
    ("og:site_name", Field::Publisher, 1, "meta og:site_name"),
    ("publisher", Field::Publisher, 2, "meta publisher"),
    ("dc.publisher", Field::Publisher, 2, "meta DC.publisher"),
    ("application-name", Field::Publisher, 3, "meta application-name"),
    ("og:url", Field::Url, 1, "meta og:url"),
    ("content-language", Field::Language, 1, "meta content-language"),
    ("dc.language", Field::Language, 2, "meta DC.language"),
    ("og:locale", Field::Language, 3, "meta og:locale"),
    ("inlanguage", Field::Language, 3, "meta inLanguage"),
];

/// Longest statement in bytes; what is longer is none.
const LONGEST: usize = 2_000;
/// Most scripts that are handed on, and the largest that is looked into.
const SCRIPTS: usize = 64;
const LARGEST_SCRIPT: usize = 1 << 20;

impl Head {
    /// What is said of a field in the most trusted place.
    pub(super) fn said(&self, field: Field) -> Option<&Said> {
        self.said[field as usize].as_ref()
    }

    /// The same as text and place.
    pub(super) fn stated(&self, field: Field) -> Option<Stated> {
        self.said(field).map(|said| Stated { text: said.value.clone(), found: said.found })
    }

    fn say(&mut self, field: Field, rank: u8, found: &'static str, value: &str, place: Range<u64>) {
        let known = &mut self.said[field as usize];
        if known.as_ref().is_some_and(|known| known.rank <= rank) || value.len() > LONGEST {
            return;
        }
        let is_address = value.starts_with("http://") || value.starts_with("https://");
        // An author's page is no name, and half an address is none.
        if (field == Field::Author && is_address) || (field == Field::Url && !is_address) {
            return;
        }
        let value = words(value).map(|word| &value[word]).collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            *known = Some(Said { value, found, place, rank });
        }
    }

    /// The attribute `lang` of an element that holds all.
    pub(super) fn language(&mut self, attributes: &Attributes, found: &'static str) {
        if let Some(language) = attributes.get("lang").or_else(|| attributes.get("xml:lang")) {
            self.say(Field::Language, 0, found, language, 0..0);
        }
    }

    pub(super) fn meta(&mut self, attributes: &Attributes, places: &Places) {
        let Some((value, at)) = attributes.find("content") else { return };
        for key in
            ["property", "name", "itemprop", "http-equiv"].into_iter().filter_map(|k| attributes.get(k))
        {
            let known = META.iter().find(|(known, ..)| key.eq_ignore_ascii_case(known));
            if let Some((_, field, rank, found)) = known {
                self.say(*field, *rank, found, value, places.place(at.clone()));
            }
        }
    }

    pub(super) fn link(&mut self, attributes: &Attributes, places: &Places) {
        let is_canonical = attributes.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
        if let Some((url, at)) = attributes.find("href").filter(|_| is_canonical) {
            self.say(Field::Url, 0, "link rel=canonical", url, places.place(at));
        }
    }

    /// A `time` element outside of what is not shown. The first one is taken for want of anything better.
    pub(super) fn time(&mut self, attributes: &Attributes, is_hidden: bool) {
        if let Some(time) = attributes.get("datetime").filter(|_| !is_hidden) {
            let rank = if attributes.get("pubdate").is_some() { 8 } else { 9 };
            self.say(Field::Published, rank, "time element", time, 0..0);
        }
    }

    /// An element with an `itemprop` of schema.org's.
    pub(super) fn property(&mut self, property: &str, attributes: &Attributes) {
        let value = attributes.get("datetime").or_else(|| attributes.get("content"));
        if let Some(value) = value.filter(|_| property.split_whitespace().any(|word| word == "datePublished"))
        {
            self.say(Field::Published, 2, "itemprop datePublished", value, 0..0);
        }
    }

    /// A script with JSON-LD.
    pub(super) fn script(&mut self, script: &Mapped) {
        if script.text.trim().is_empty() || self.structured.len() >= SCRIPTS {
            return;
        }
        let place = script.places.place(0..script.text.len());
        if script.text.len() <= LARGEST_SCRIPT
            && let Ok(value) = serde_json::from_str::<Value>(&script.text)
        {
            self.articles(&value, &place);
        }
        self.structured.push(Structured { json: script.text.clone(), place });
    }

    /// Goes through the objects in `value` and takes what the first article in it says.
    fn articles(&mut self, value: &Value, place: &Range<u64>) {
        let mut left = vec![value];
        while let Some(value) = left.pop() {
            match value {
                Value::Array(items) => left.extend(items.iter().rev()),
                Value::Object(fields) => {
                    if fields.get("@type").is_some_and(is_article) {
                        let mut say = |field, rank, found, value: Option<&Value>| {
                            if let Some(text) = value.and_then(name) {
                                self.say(field, rank, found, text, place.clone());
                            }
                        };
                        say(Field::Title, 1, "JSON-LD headline", fields.get("headline"));
                        say(Field::Published, 0, "JSON-LD datePublished", fields.get("datePublished"));
                        say(Field::Author, 0, "JSON-LD author", fields.get("author"));
                        say(Field::Publisher, 0, "JSON-LD publisher", fields.get("publisher"));
                        say(Field::Language, 4, "JSON-LD inLanguage", fields.get("inLanguage"));
                        say(Field::Url, 2, "JSON-LD url", fields.get("url"));
                        say(Field::Url, 3, "JSON-LD mainEntityOfPage", fields.get("mainEntityOfPage"));
                    }
                    left.extend(fields.get("@graph"));
                }
                _ => {}
            }
        }
    }
}

/// Types of schema.org's that are articles, and what is derived from them.
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            ["Article", "Posting", "NewsArticle", "Report"].iter().any(|end| kind.ends_with(end))
        }
        Value::Array(kinds) => kinds.iter().any(|kind| kind.is_string() && is_article(kind)),
        _ => false,
    }
}

/// A value's text: itself, its name or id, or those of the first of several.
fn name(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => items.first().filter(|first| !first.is_array()).and_then(name),
        Value::Object(fields) => fields.get("name").or_else(|| fields.get("@id")).and_then(Value::as_str),
        _ => None,
    }
}
