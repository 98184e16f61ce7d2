//! A mapping as data: which columns feed which field of a post. Users may write and edit it (TOML).

use crate::IntakeError;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// Which columns of a table feed which fields of a [`model::Post`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Short name, such as `coortweet`; becomes the format id of the stream.
    pub name: String,
    /// What kind of table this is, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Columns that must all be present for this mapping to be chosen without being asked for.
    /// `a|b` accepts either. Empty: never chosen by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<String>,
    /// Columns none of which may be present.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header_without: Vec<String>,
    /// Platform of the posts.
    #[serde(skip_serializing_if = "PlatformRule::is_empty")]
    pub platform: PlatformRule,
    /// Where each field comes from.
    pub fields: BTreeMap<Field, Rule>,
    /// Counters: name to column.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metrics: BTreeMap<String, String>,
    /// Columns with media items.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaRule>,
    /// Columns with bare objects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<ObjectRule>,
}

/// Fields that a rule can feed, in the order in which mapping files list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of `model::Post`")]
pub enum Field {
    PostId,
    AccountId,
    AccountName,
    AccountDisplayName,
    Text,
    CreatedAt,
    ObservedAt,
    EditedAt,
    Lang,
    Urls,
    Hashtags,
    Mentions,
    ReplyToId,
    ReplyToAccountId,
    RepostOfId,
    RepostOfAccountId,
    RepostOfCreatedAt,
    IsRepost,
    QuoteOfId,
    ThreadId,
    ChannelId,
    Client,
    AccountCreatedAt,
    SelfDeclaredBot,
}

/// Where one field comes from. In a mapping file a bare column name, or a list of names, stands for the
/// whole rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub struct Rule {
    /// Columns, by name; the first that is present and not empty wins (lists are joined from all).
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Value when no column has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
    /// Beginnings to take off, such as `@`.
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "Vec::is_empty")]
    pub strip_prefix: Vec<String>,
    /// Take the id that follows one of these (`/status/`) instead of the whole value.
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// Sites whose links have such ids, with what is before their names, such as `www.`; empty: all.
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Only ids of digits are taken.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub digits: bool,
    /// Column that tells numbers of one value from those of another, such as the chat of a message: it is put before a
    /// bare number, so that `17` of the chat `spices` becomes `spices-17`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_from: Option<String>,
    /// Only where this column says yes (`1`, `true`, `yes`) or is neither empty nor a no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<String>,
    /// Time zone of times that do not state one: an IANA name, an offset (`+02:00`) or `UTC` (the default).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Order of day and month in dates with slashes or dots; when absent it is told from the dates of the first rows, and
    /// where these do not tell, from the separator (`/`: month first, `.`: day first).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_first: Option<bool>,
    /// Times may count from any moment, so that they need not be plausible dates.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub any_origin: bool,
    /// The time is the platform's own, to the last digit: one in the id of the post does not go before it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub before_id: bool,
    /// Syntax of lists.
    #[serde(skip_serializing_if = "is_auto")]
    pub list: ListSyntax,
    /// `\n` in the text stands for a newline.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub escaped_newlines: bool,
    /// Where a damaged id can be had again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repair: Option<Repair>,
}

impl Rule {
    /// These columns and nothing else.
    pub fn of_columns(from: Vec<String>) -> Self {
        Self { from, ..Self::default() }
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if *self != Self::of_columns(self.from.clone()) {
            return Self::serialize(self, serializer);
        }
        match self.from.as_slice() {
            [name] => name.serialize(serializer),
            names => names.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = Rule;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a column, a list of names, or a table with `from`")
            }

            fn visit_str<E>(self, name: &str) -> Result<Rule, E> {
                Ok(Rule::of_columns(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Rule, A::Error> {
                OneOrMore.visit_seq(names).map(Rule::of_columns)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Rule, A::Error> {
                Rule::deserialize(MapAccessDeserializer::new(map))
            }
        }

        deserializer.deserialize_any(Form)
    }
}

/// A list, in which a single value needs no brackets.
struct OneOrMore;

impl<'de> Visitor<'de> for OneOrMore {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(vec![value.to_owned()])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
        let mut out = Vec::new();
        while let Some(value) = values.next_element()? {
            out.push(value);
        }
        Ok(out)
    }
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_any(OneOrMore)
}

/// Repairs ids that a spreadsheet has rounded, from a link that still holds them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repair {
    /// Columns with links.
    #[serde(deserialize_with = "one_or_more")]
    pub from: Vec<String>,
    /// The id follows one of these, such as `/status/`; an empty entry: it is the first part of the path
    /// that is a number.
    #[serde(deserialize_with = "one_or_more")]
    pub after: Vec<String>,
}

/// How a list is written in one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListSyntax {
    /// Brackets (JSON, Python, `[a, b]`) where there are brackets, else whatever separates the values.
    #[default]
    Auto,
    /// Separated by commas; a comma inside a link does not separate.
    Comma,
    /// Separated by white space.
    Space,
    /// Separated by `|`.
    Pipe,
    /// Separated by `;`.
    Semicolon,
    /// One value, never split.
    Single,
    /// The cell as it stands, with white space at its ends, and words for nothing too.
    Whole,
}

/// Platform of the posts of a table. The first that applies: column, account prefix, constant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlatformRule {
    /// Column that names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// By the beginning of the account id: `fb_` = "facebook".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub account_prefix: BTreeMap<String, String>,
    /// For all posts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
}

impl PlatformRule {
    /// Says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A column that holds media items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaRule {
    /// `image`, `video`, ...
    pub kind: String,
    /// Column with addresses, paths or platform ids.
    pub from: String,
    /// The values are content hashes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hash: bool,
    /// The values are perceptual hashes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub phash: bool,
    /// The values are a platform's ids of such things, which become `ids_of/id`; 0 is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ids_of: String,
}

/// A column that holds objects that an account shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectRule {
    /// Layer of the objects; empty for a plain object.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub layer: String,
    /// Column that names the layer of each row, when it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer_from: Option<String>,
    /// Column with the ids.
    pub from: String,
    /// Syntax, when a cell holds several.
    #[serde(default = "single", skip_serializing_if = "is_single")]
    pub list: ListSyntax,
}

fn single() -> ListSyntax {
    ListSyntax::Single
}

fn is_single(list: &ListSyntax) -> bool {
    *list == ListSyntax::Single
}

fn is_auto(list: &ListSyntax) -> bool {
    *list == ListSyntax::Auto
}

impl Mapping {
    /// Reads a mapping file. `origin` names it in messages.
    pub fn from_toml(text: &str, origin: &str) -> Result<Self, IntakeError> {
        let mut mapping: Self = toml::from_str(text)
            .map_err(|e| IntakeError::Mapping { mapping: origin.to_owned(), message: e.to_string() })?;
        if mapping.name.is_empty() {
            mapping.name = "own".to_owned();
        }
        Ok(mapping)
    }

    /// Columns that it takes the account from; any of them will do.
    pub fn accounts(&self) -> impl Iterator<Item = &str> {
        [Field::AccountId, Field::AccountName]
            .into_iter()
            .filter_map(|field| self.fields.get(&field))
            .flat_map(|rule| rule.from.iter().map(String::as_str))
    }

    /// Whether it is about a table that has the columns for which `has` says yes: one with the account is the least.
    pub fn is_about(&self, has: impl Fn(&str) -> bool) -> bool {
        let fields = [Field::AccountId, Field::AccountName];
        let constant = |field: &Field| self.fields.get(field).is_some_and(|rule| rule.constant.is_some());
        fields.iter().any(constant) || self.accounts().any(has)
    }

    /// The mapping as a file that a user can edit.
    pub fn to_toml(&self) -> Result<String, IntakeError> {
        toml::to_string_pretty(self)
            .map_err(|e| IntakeError::Mapping { mapping: self.name.clone(), message: e.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(created_at: &str) -> Result<Rule, String> {
        let text = format!("[fields]\ncreated_at = {created_at}\n");
        let mapping = Mapping::from_toml(&text, "mine.toml").map_err(|e| e.to_string())?;
        let rule = mapping.fields[&Field::CreatedAt].clone();
        let again = Mapping::from_toml(&mapping.to_toml().expect("serialises"), "again").expect("its own");
        assert_eq!(again.fields[&Field::CreatedAt], rule, "{text}");
        Ok(rule)
    }

    #[test]
    fn a_rule_is_a_name_a_list_or_a_table() {
        let check = |text, from: &[&str], zone: Option<&str>| {
            let rule = read(text).expect("a rule");
            assert_eq!(
                (rule.from.as_slice(), rule.zone.as_deref()),
                (&*from.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>(), zone)
            );
        };
        check("\"c2\"", &["c2"], None);
        check("[\"c2\", \"c3\"]", &["c2", "c3"], None);
        check("{ from = \"c2\", zone = \"UTC\" }", &["c2"], Some("UTC"));
        check("{ from = [\"c2\"], zone = \"UTC\" }", &["c2"], Some("UTC"));
    }

    #[test]
    fn what_is_wrong_is_named_with_what_would_be_right() {
        let check = |text, words: &[&str]| {
            let error = read(text).expect_err("is wrong");
            for word in words {
                assert!(error.contains(word), "{word}: {error}");
            }
        };
        check("{ from = \"c2\", zon = \"UTC\" }", &["`zon`", "`zone`", "`day_first`"]);
        check("{ from = \"c2\", list = \"spaces\" }", &["`spaces`", "`space`", "`whole`"]);
        check("{ from = 3 }", &["a text or a list of texts"]);
        check("3", &["the name of a column, a list of names, or a table with `from`"]);
    }
}
