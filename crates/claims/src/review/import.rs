//! Reading reviews.

use super::json_ld::{Named, is_a, property, property_text, text, values};
use super::{Imported, Limits, Problem, ProblemKind, Rating, Review};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Reads all reviews of an input: JSON, lines of JSON, or a page with JSON in its script blocks.
pub fn reviews(input: &str, limits: &Limits) -> Imported {
    let mut imported = Imported::default();
    if input.len() > limits.bytes {
        let kind = ProblemKind::TooLong { bytes: input.len() };
        imported.problems.push(Problem { at: 0, kind });
        return imported;
    }
    let input = input.strip_prefix('\u{feff}').unwrap_or(input);
    if input.trim_start().starts_with('<') {
        for (at, block) in blocks(input) {
            read(at, block, limits, &mut imported);
        }
    } else {
        read(0, input, limits, &mut imported);
    }
    imported
}

/// Reads the JSON values of a part, one after another.
fn read(start: usize, part: &str, limits: &Limits, imported: &mut Imported) {
    let mut values = serde_json::Deserializer::from_str(part).into_iter::<Value>();
    loop {
        let at = start + values.byte_offset();
        match values.next() {
            None => return,
            Some(Ok(value)) => {
                let mut found = Found::default();
                collect(&value, limits.depth, &mut found);
                if found.is_too_deep {
                    imported.problems.push(Problem { at, kind: ProblemKind::TooDeep });
                }
                for object in found.reviews {
                    if imported.reviews.len() >= limits.reviews {
                        imported.problems.push(Problem { at, kind: ProblemKind::TooMany });
                        return;
                    }
                    imported.reviews.push(review(object, &found.named, limits));
                }
            }
            Some(Err(error)) => {
                imported.problems.push(Problem { at, kind: ProblemKind::Json(error.to_string()) });
                return;
            }
        }
    }
}

/// Contents of the script blocks with JSON-LD in a page, and where they begin.
fn blocks(page: &str) -> Vec<(usize, &str)> {
    const OPEN: &str = "<script";
    let lower = page.to_ascii_lowercase();
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(tag) = lower[at..].find(OPEN).map(|found| at + found) {
        let Some(open) = lower[tag..].find('>').map(|found| tag + found + 1) else { break };
        let end = lower[open..].find("</script").map_or(page.len(), |found| open + found);
        if lower[tag..open].contains("application/ld+json") {
            let (skip, block) = unwrapped(&page[open..end]);
            blocks.push((open + skip, block));
        }
        at = end.max(open);
    }
    blocks
}

/// A block without the comment or CDATA marks that some publishers put around it, and how much was taken at its front.
fn unwrapped(block: &str) -> (usize, &str) {
    let mut rest = block;
    let mut skip = 0;
    loop {
        let trimmed = rest.trim_start();
        let mark = ["<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA["]
            .into_iter()
            .find(|mark| trimmed.starts_with(mark));
        skip += rest.len() - trimmed.len() + mark.map_or(0, str::len);
        rest = &block[skip..];
        if mark.is_none() {
            break;
        }
    }
    loop {
        let trimmed = rest.trim_end();
        let mark = ["-->", "//]]>", "// ]]>", "/*]]>*/", "]]>", "//"]
            .into_iter()
            .find(|mark| trimmed.ends_with(mark));
        rest = mark.and_then(|mark| trimmed.strip_suffix(mark)).unwrap_or(trimmed);
        if mark.is_none() {
            return (skip, rest);
        }
    }
}

#[derive(Debug, Default)]
struct Found<'v> {
    reviews: Vec<&'v Map<String, Value>>,
    named: Named<'v>,
    is_too_deep: bool,
}

/// Finds reviews and named objects. A review within a review is a part of it.
fn collect<'v>(value: &'v Value, depth: usize, found: &mut Found<'v>) {
    collect_in(value, depth, false, found);
}

fn collect_in<'v>(value: &'v Value, depth: usize, is_in_review: bool, found: &mut Found<'v>) {
    let Some(depth) = depth.checked_sub(1) else {
        found.is_too_deep |= value.is_object() || value.is_array();
        return;
    };
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect_in(value, depth, is_in_review, found)),
        Value::Object(object) => {
            found.named.add(object);
            let is_review = !is_in_review && is_a(object, "ClaimReview");
            if is_review {
                found.reviews.push(object);
            }
            object.values().for_each(|value| collect_in(value, depth, is_in_review || is_review, found));
        }
        _ => {}
    }
}

fn review(object: &Map<String, Value>, named: &Named<'_>, limits: &Limits) -> Review {
    // The lifetimes of both are those of the document.
    let item = named.objects(object, "itemReviewed").next();
    let published = property_text(object, "datePublished");
    Review {
        url: property_text(object, "url"),
        publisher: named.name(object, "author").or_else(|| named.name(object, "publisher")),
        day: published.as_deref().and_then(day),
        published,
        claim_reviewed: property_text(object, "claimReviewed").or_else(|| {
            item.and_then(|item| property_text(item, "text").or_else(|| property_text(item, "name")))
        }),
        claimant: item.and_then(|item| named.name(item, "author")),
        appearances: item.map(|item| appearances(item, named, limits.appearances)).unwrap_or_default(),
        rating: named.objects(object, "reviewRating").next().map(|rating| Rating {
            value: property_text(rating, "ratingValue"),
            best: property_text(rating, "bestRating"),
            worst: property_text(rating, "worstRating"),
            alternate_name: property_text(rating, "alternateName"),
        }),
        raw: serde_json::to_string(object).unwrap_or_default(),
    }
}

/// Where a claim appeared: each address once, in order. Older reviews have a work in its place, with its address.
fn appearances(item: &Map<String, Value>, named: &Named<'_>, most: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let of_claim = ["firstAppearance", "appearance"].iter().filter_map(|name| property(item, name));
    let own = ["sameAs", "url"].iter().filter_map(|name| property(item, name));
    for value in of_claim.chain(own).flat_map(values) {
        if found.len() >= most {
            break;
        }
        let place = match value {
            Value::Object(object) => {
                let object = named.meant(object);
                ["url", "sameAs", "@id", "name"].iter().find_map(|name| property_text(object, name))
            }
            value => text(value),
        };
        found.extend(place.filter(|place| !found.contains(place)));
    }
    found
}

/// The day of a date as publishers write it: `2031-03-04`, with or without a time.
fn day(given: &str) -> Option<Date> {
    given.get(..10)?.parse().ok()
}
