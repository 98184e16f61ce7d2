//! Claims of the ledger as schema.org `Claim`s. There is no rating in them, as nothing was checked.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// A claim to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its name: an address or a URN that is always the same.
    pub id: String,
    /// What is claimed, in the words of the article.
    pub text: String,
    /// Who is said to claim it, and what that is.
    pub author: Option<(String, AuthorKind)>,
    /// The articles in which it stands.
    pub appearances: Vec<Appearance>,
}

/// What an author is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthorKind {
    /// A person.
    Person,
    /// An organisation, a state or a group.
    Organization,
    /// Not known.
    Unknown,
}

/// An article in which a claim stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Appearance {
    /// Its day, as `2031-03-04`, or date and time.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its title.
    pub headline: Option<String>,
}

/// Claims as one JSON-LD document. They are asked for, and become JSON, one at a time while it is written: all at once they
/// would take many times their text in memory.
pub fn export<C: Iterator<Item = Claim>>(claims: impl Fn() -> C) -> impl Serialize {
    Document { graph: Graph(claims) }
}

struct Document<F> {
    graph: Graph<F>,
}

struct Graph<F>(F);

impl<F: Fn() -> C, C: Iterator<Item = Claim>> Serialize for Document<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_map(Some(2))?;
        document.serialize_entry("@context", "https://schema.org")?;
        document.serialize_entry("@graph", &self.graph)?;
        document.end()
    }
}

impl<F: Fn() -> C, C: Iterator<Item = Claim>> Serialize for Graph<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)().map(|one| claim(&one)))
    }
}

fn claim(claim: &Claim) -> Value {
    let mut object = json!({ "@type": "Claim", "@id": claim.id, "text": claim.text });
    if let Some((name, kind)) = &claim.author {
        object["author"] = match kind {
            AuthorKind::Person => json!({ "@type": "Person", "name": name }),
            AuthorKind::Organization => json!({ "@type": "Organization", "name": name }),
            AuthorKind::Unknown => json!({ "name": name }),
        };
    }
    if !claim.appearances.is_empty() {
        object["appearance"] = claim.appearances.iter().map(article).collect();
    }
    // The first is known only where every appearance has a date.
    let dated = claim.appearances.iter().filter(|appearance| appearance.published.is_some());
    if claim.appearances.iter().all(|appearance| appearance.published.is_some())
        && let Some(first) = dated.min()
    {
        object["firstAppearance"] = article(first);
    }
    object.sort_all_objects();
    object
}

fn article(appearance: &Appearance) -> Value {
    let mut object = json!({ "@type": "Article" });
    let fields = [
        ("url", &appearance.url),
        ("headline", &appearance.headline),
        ("datePublished", &appearance.published),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            object[name] = json!(value);
        }
    }
    object
}
