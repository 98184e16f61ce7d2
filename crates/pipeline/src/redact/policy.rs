//! What a redacted copy keeps of each column. What is not named here is left out.

use privacy::Kind;

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    /// It stays.
    Keep,
    /// Accounts, whose platform stands in the column that is named.
    Account(&'static str),
    /// Pseudonyms of a kind.
    Pseudonym(Kind),
    /// Posts, whose platform stands in the column that is named.
    Post(&'static str),
    /// Platforms: those stay that the program knows.
    Platform,
    /// Languages: codes stay.
    Language,
}

use Treatment::{Account, Keep, Language, Platform, Post, Pseudonym};

/// A table of a redacted copy and the columns of it.
pub(super) type Policy = (&'static str, &'static [(&'static str, Treatment)]);

/// All tables of a redacted copy. Tables about single accounts, texts and files are not in it.
pub(super) const POLICIES: &[Policy] = &[
    (
        "posts",
        &[
            ("platform", Platform),
            ("post_id", Post("platform")),
            ("account_id", Account("platform")),
            ("created_at", Keep),
            ("created_precision", Keep),
            ("created_from", Keep),
            ("observed_at", Keep),
            ("lang", Language),
            ("urls", Pseudonym(Kind::Link)),
            ("hashtags", Pseudonym(Kind::Object)),
            ("mentions", Account("platform")),
            ("reply_to_id", Post("platform")),
            ("reply_to_account_id", Account("platform")),
            ("repost_of_id", Post("platform")),
            ("repost_of_account_id", Account("platform")),
            ("is_repost", Keep),
            ("quote_of_id", Post("platform")),
            ("thread_id", Post("platform")),
            ("channel_id", Account("platform")),
            ("evidence", Keep),
            ("offset", Keep),
            ("offset_end", Keep),
        ],
    ),
    (
        "actions",
        &[
            ("layer", Keep),
            ("object", Pseudonym(Kind::Object)),
            ("platform", Platform),
            ("account", Account("platform")),
            ("post", Post("platform")),
            ("time", Keep),
            ("evidence", Keep),
            ("offset", Keep),
        ],
    ),
    (
        "edges",
        &[
            ("account_a", Account("platform_a")),
            ("account_b", Account("platform_b")),
            ("platform_a", Platform),
            ("platform_b", Platform),
            ("n_objects", Keep),
            ("n_pairs", Keep),
            ("mean_dt_s", Keep),
            ("layers", Keep),
            ("log10_p", Keep),
            ("q", Keep),
            ("surprise", Keep),
        ],
    ),
    (
        "mails",
        &[
            ("mail", Keep),
            ("start", Keep),
            ("end", Keep),
            ("sha256", Keep),
            ("received", Keep),
            ("boundary_host", Pseudonym(Kind::Site)),
            ("boundary_assumed", Keep),
            ("receiver_profile", Keep),
            ("connecting_ip", Pseudonym(Kind::Ip)),
            ("authors", Pseudonym(Kind::Address)),
            ("ambiguous", Keep),
            ("spf", Keep),
            ("arc", Keep),
            ("dmarc", Keep),
        ],
    ),
    (
        "mail_hops",
        &[
            ("mail", Keep),
            ("hop", Keep),
            ("side", Keep),
            ("from_ip", Pseudonym(Kind::Ip)),
            ("by_host", Pseudonym(Kind::Site)),
            ("time", Keep),
            ("start", Keep),
            ("end", Keep),
        ],
    ),
    (
        "mail_signatures",
        &[
            ("mail", Keep),
            ("field", Keep),
            ("domain", Pseudonym(Kind::Site)),
            ("at_receipt", Keep),
            ("now", Keep),
            ("body", Keep),
        ],
    ),
    ("mail_campaigns", &[("campaign", Keep), ("mail", Keep)]),
    (
        "articles",
        &[
            ("article", Keep),
            ("start", Keep),
            ("sha256", Keep),
            ("published", Keep),
            ("language", Language),
            ("statements", Keep),
        ],
    ),
    (
        "statements",
        &[
            ("statement", Keep),
            ("article", Keep),
            ("speaker", Pseudonym(Kind::Name)),
            ("act", Keep),
            ("negated", Keep),
            ("p", Keep),
        ],
    ),
    ("statement_links", &[("from", Keep), ("to", Keep), ("kind", Keep), ("score", Keep), ("order", Keep)]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_schema::DataType;

    /// Text that stays has to be of the program's own making.
    const OWN_WORDS: &[&str] = &[
        "created_precision",
        "created_from",
        "layer",
        "layers",
        "sha256",
        "receiver_profile",
        "spf",
        "arc",
        "dmarc",
        "side",
        "at_receipt",
        "now",
        "body",
        "act",
        "kind",
        "order",
    ];

    #[test]
    fn columns_exist_and_only_the_programs_own_words_stay() {
        let tables = model::schema::tables();
        for (name, columns) in POLICIES {
            let table = tables.iter().find(|table| table.name == *name).expect(name);
            for (column, treatment) in *columns {
                let found = table
                    .columns
                    .iter()
                    .find(|c| c.name == *column)
                    .unwrap_or_else(|| panic!("{name}.{column}"));
                let is_text = match &found.kind {
                    DataType::Utf8 | DataType::List(_) => true,
                    DataType::Dictionary(_, value) => **value == DataType::Utf8,
                    _ => false,
                };
                assert!(
                    *treatment != Keep || !is_text || OWN_WORDS.contains(column),
                    "{name}.{column} may hold names"
                );
                if let Account(platform) | Post(platform) = treatment {
                    assert!(columns.iter().any(|(name, _)| name == platform), "{name}.{column}");
                }
            }
        }
    }
}
