//! A mapping as data: which columns feed which field of a post. Users may write and edit it (TOML).

use crate::IntakeError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
#[serde(from = "RuleForm", into = "RuleForm")]
pub struct Rule {
    /// Columns, by name; the first that is present and not empty wins (lists are joined from all).
    pub from: Vec<String>,
    /// Value when no column has one.
    pub constant: Option<String>,
    /// Beginnings to take off, such as `@`.
    pub strip_prefix: Vec<String>,
    /// Take the id that follows one of these (`/status/`) instead of the whole value.
    pub after: Vec<String>,
    /// Where a damaged id can be had again.
    pub repair: Option<Repair>,
    /// Only where this column says yes (`1`, `true`, `yes`) or is neither empty nor a no.
    pub only_if: Option<String>,
    /// Time zone of times that do not state one: an IANA name, an offset (`+02:00`) or `UTC` (the default).
    pub zone: Option<String>,
    /// Order of day and month in dates with slashes or dots; guessed from the separator when absent
    /// (`/`: month first, `.`: day first).
    pub day_first: Option<bool>,
    /// Syntax of lists.
    pub list: ListSyntax,
    /// `\n` in the text stands for a newline.
    pub escaped_newlines: bool,
}

/// Repairs ids that a spreadsheet has rounded, from a link that still holds them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repair {
    /// Columns with links.
    pub from: Vec<String>,
    /// The id follows one of these, such as `/status/`; an empty entry: it is the first part of the path
    /// that is a number.
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

/// The three ways to write a rule.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum RuleForm {
    Column(String),
    Columns(Vec<String>),
    Full(FullRule),
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FullRule {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    from: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    constant: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    strip_prefix: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_if: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day_first: Option<bool>,
    #[serde(skip_serializing_if = "is_auto")]
    list: ListSyntax,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    escaped_newlines: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<Repair>,
}

fn is_auto(list: &ListSyntax) -> bool {
    *list == ListSyntax::Auto
}

impl From<RuleForm> for Rule {
    fn from(form: RuleForm) -> Self {
        match form {
            RuleForm::Column(name) => Self { from: vec![name], ..Self::default() },
            RuleForm::Columns(from) => Self { from, ..Self::default() },
            RuleForm::Full(full) => Self {
                from: full.from,
                constant: full.constant,
                strip_prefix: full.strip_prefix,
                after: full.after,
                repair: full.repair,
                only_if: full.only_if,
                zone: full.zone,
                day_first: full.day_first,
                list: full.list,
                escaped_newlines: full.escaped_newlines,
            },
        }
    }
}

impl From<Rule> for RuleForm {
    fn from(rule: Rule) -> Self {
        let bare = Rule { from: rule.from.clone(), ..Rule::default() };
        if rule == bare {
            return match <[String; 1]>::try_from(rule.from) {
                Ok([name]) => Self::Column(name),
                Err(names) => Self::Columns(names),
            };
        }
        Self::Full(FullRule {
            from: rule.from,
            constant: rule.constant,
            strip_prefix: rule.strip_prefix,
            after: rule.after,
            only_if: rule.only_if,
            zone: rule.zone,
            day_first: rule.day_first,
            list: rule.list,
            escaped_newlines: rule.escaped_newlines,
            repair: rule.repair,
        })
    }
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

    /// The mapping as a file that a user can edit.
    pub fn to_toml(&self) -> Result<String, IntakeError> {
        toml::to_string_pretty(self)
            .map_err(|e| IntakeError::Mapping { mapping: self.name.clone(), message: e.to_string() })
    }
}
