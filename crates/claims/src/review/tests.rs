use super::*;

fn read(input: &str) -> Imported {
    reviews(input, &Limits::default())
}

#[test]
fn shapes_in_which_publishers_write_reviews() {
    for (input, claims) in [
        (r#"{"@type": "ClaimReview", "claimReviewed": "A"}"#, "A"),
        (r#"[{"@type": ["Review", "ClaimReview"], "claimReviewed": ["A", "B"]}]"#, "A"),
        (
            r#"{"@type": "http://schema.org/ClaimReview", "http://schema.org/claimReviewed": {"@value": "A"}}"#,
            "A",
        ),
        (r#"{"@type": "schema:ClaimReview", "schema:claimReviewed": "A"}"#, "A"),
        (r#"{"@graph": [{"@type": "WebPage"}, {"@type": "ClaimReview", "claimReviewed": "A"}]}"#, "A"),
        (r#"{"dataFeedElement": [{"item": [{"@type": "ClaimReview", "claimReviewed": "A"}]}]}"#, "A"),
        (
            "{\"@type\": \"ClaimReview\", \"claimReviewed\": \"A\"}\n{\"@type\": \"ClaimReview\", \"claimReviewed\": \"B\"}\n",
            "A|B",
        ),
        (r#"{"@type": "ClaimReview", "itemReviewed": {"@type": "Claim", "text": "A"}}"#, "A"),
        (
            r#"<html><script type='application/ld+json'>
            //<![CDATA[
            {"@type": "ClaimReview", "claimReviewed": "A"}
            //]]></SCRIPT><SCRIPT TYPE="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "B"}</script>"#,
            "A|B",
        ),
        (r#"<script>var x = {"@type": "ClaimReview"}</script>"#, ""),
        (r#"{"@type": "NewsArticle", "claimReviewed": "A"}"#, ""),
        (r#"{"@type": "ClaimReview"}"#, "-"),
    ] {
        let found: Vec<String> = read(input)
            .reviews
            .iter()
            .map(|review| review.claim_reviewed.clone().unwrap_or_else(|| "-".to_owned()))
            .collect();
        assert_eq!(found.join("|"), claims, "{input}");
    }
}

#[test]
fn all_fields_are_kept_as_given() {
    let read = read(
        r##"{"@graph": [
            {"@id": "#desk", "@type": "Organization", "name": "Reef Desk"},
            {"@type": "ClaimReview", "url": "https://reef.example/1", "datePublished": "2031-03-04T10:00:00Z",
             "author": {"@id": "#desk"}, "claimReviewed": "The mill is closed",
             "itemReviewed": {"@type": "Claim", "author": [{"@type": "Person", "name": "Ada Holm"}],
                "firstAppearance": {"@type": "Article", "url": "https://quay.example/a"},
                "appearance": ["https://quay.example/a", {"name": "Evening programme"}]},
             "reviewRating": {"ratingValue": "1", "bestRating": 1, "worstRating": 7.5, "alternateName": " Upside down "}}
        ]}"##,
    );
    assert_eq!(read.problems, []);
    let review = &read.reviews[0];
    assert_eq!(review.url.as_deref(), Some("https://reef.example/1"));
    assert_eq!(review.publisher.as_deref(), Some("Reef Desk"));
    assert_eq!(review.published.as_deref(), Some("2031-03-04T10:00:00Z"));
    assert_eq!(review.day, Some(jiff::civil::date(2031, 3, 4)));
    assert_eq!(review.claimant.as_deref(), Some("Ada Holm"));
    assert_eq!(review.appearances, ["https://quay.example/a", "Evening programme"]);
    let rating = review.rating.clone().unwrap_or_default();
    assert_eq!(rating.value.as_deref(), Some("1"));
    assert_eq!(rating.best.as_deref(), Some("1"));
    assert_eq!(rating.worst.as_deref(), Some("7.5"));
    assert_eq!(rating.alternate_name.as_deref(), Some("Upside down"));
    assert!(review.raw.contains("firstAppearance"));
}

#[test]
fn works_in_place_of_claims() {
    let read = read(
        r#"{"@type": "ClaimReview", "author": "Reef Desk", "datePublished": "in spring",
            "itemReviewed": {"@type": "CreativeWork", "author": "Ada Holm", "sameAs": ["https://quay.example/b"]}}"#,
    );
    let review = &read.reviews[0];
    assert_eq!(review.claimant.as_deref(), Some("Ada Holm"));
    assert_eq!(review.appearances, ["https://quay.example/b"]);
    assert_eq!((review.published.as_deref(), review.day), (Some("in spring"), None));
    assert_eq!(review.rating, None);
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let broken = "{\"@type\": \"ClaimReview\", \"claimReviewed\": \"A\"}{\"@type\"";
    let read = read(broken);
    assert_eq!(read.reviews.len(), 1);
    assert!(
        matches!(read.problems[..], [Problem { at: 46, kind: ProblemKind::Json(_) }]),
        "{:?}",
        read.problems
    );

    let deep = format!("{}{}{}", "[".repeat(100), r#"{"@type": "ClaimReview"}"#, "]".repeat(100));
    let read = reviews(&deep, &Limits::default());
    assert_eq!((read.reviews.len(), &read.problems[0].kind), (0, &ProblemKind::TooDeep));
    // Deeper than any parser should follow.
    let deep = "[".repeat(1_000_000);
    assert!(matches!(reviews(&deep, &Limits::default()).problems[0].kind, ProblemKind::Json(_)));

    let two = r#"[{"@type": "ClaimReview"}, {"@type": "ClaimReview"}]"#;
    let read = reviews(two, &Limits { reviews: 1, ..Limits::default() });
    assert_eq!((read.reviews.len(), &read.problems[0].kind), (1, &ProblemKind::TooMany));
    let read = reviews(two, &Limits { bytes: 10, ..Limits::default() });
    assert_eq!(read.problems[0].kind, ProblemKind::TooLong { bytes: two.len() });
}

#[test]
fn hostile_pages_end_soon() {
    for part in ["<script ", "<script>", "<script type=application/ld+json>{", "</script>"] {
        reviews(&part.repeat(1_000_000 / part.len()), &Limits::default());
    }
}

#[test]
fn claims_are_written_without_a_rating() {
    let appearance = |published: Option<&str>, url: &str| Appearance {
        published: published.map(str::to_owned),
        url: Some(url.to_owned()),
        headline: None,
    };
    let mut claim = Claim {
        id: "urn:claim:1".to_owned(),
        text: "the mill is closed".to_owned(),
        author: Some(("Ada Holm".to_owned(), AuthorKind::Person)),
        appearances: vec![
            appearance(Some("2031-03-05"), "https://quay.example/b"),
            appearance(Some("2031-03-04"), "https://quay.example/a"),
        ],
    };
    let written =
        |claim: &Claim| serde_json::to_value(export(|| std::iter::once(claim.clone()))).expect("JSON");
    let first = written(&claim);
    let object = &first["@graph"][0];
    assert_eq!(object["@id"], "urn:claim:1");
    assert_eq!(object["author"]["@type"], "Person");
    assert_eq!(object["appearance"].as_array().map(Vec::len), Some(2));
    assert_eq!(object["firstAppearance"]["url"], "https://quay.example/a");
    assert!(!first.to_string().contains("Rating"));
    // Which came first is not known where one has no date.
    claim.appearances.push(appearance(None, "https://quay.example/c"));
    assert!(written(&claim)["@graph"][0].get("firstAppearance").is_none());
}
