//! Arrow schemas of the tables on disk, with what each column means.
//!
//! `scrutineer schema NAME` prints them; a test keeps the reference in `docs/` equal to them.

mod media;
mod synthetic;

pub use media::{media, media_marks, media_tags, media_uses};
pub use synthetic::{machine_accounts, machine_texts};

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use std::sync::Arc;

/// Raised whenever a column changes its name, type or meaning.
pub const VERSION: u32 = 1;

/// One column: name, type, whether it may be empty, meaning.
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// Arrow type.
    pub kind: DataType,
    /// May hold nulls.
    pub nullable: bool,
    /// What it means, with the unit.
    pub meaning: &'static str,
}

/// A table on disk.
pub struct Table {
    /// Name, as in file names and `scrutineer schema`.
    pub name: &'static str,
    /// What one row is, and the order of the rows.
    pub meaning: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
}

impl Table {
    /// The Arrow schema, with table name and version as metadata.
    pub fn schema(&self) -> SchemaRef {
        let fields: Fields = self
            .columns
            .iter()
            .map(|c| Field::new(c.name, c.kind.clone(), c.nullable))
            .collect::<Vec<_>>()
            .into();
        let metadata = [
            ("scrutineer.table".to_owned(), self.name.to_owned()),
            ("scrutineer.schema".to_owned(), VERSION.to_string()),
        ];
        Arc::new(Schema::new_with_metadata(fields, metadata.into()))
    }
}

/// All tables.
pub fn tables() -> Vec<Table> {
    vec![
        posts(),
        actions(),
        edges(),
        edge_parts(),
        accounts(),
        groups(),
        account_indicators(),
        mails(),
        mail_hops(),
        mail_signatures(),
        mail_statements(),
        mail_campaigns(),
        articles(),
        statements(),
        statement_links(),
        media(),
        media_marks(),
        media_tags(),
        media_uses(),
        machine_texts(true),
        machine_accounts(),
    ]
}

fn column(name: &'static str, kind: DataType, meaning: &'static str) -> Column {
    Column { name, kind, nullable: false, meaning }
}

fn optional(name: &'static str, kind: DataType, meaning: &'static str) -> Column {
    Column { name, kind, nullable: true, meaning }
}

/// Microseconds UTC.
pub fn time() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// Text coded by a dictionary of its distinct values: ids that repeat.
pub fn coded() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8))
}

fn list(of: DataType) -> DataType {
    DataType::List(Arc::new(Field::new_list_field(of, false)))
}

/// Fields of a media item inside `posts.media`.
pub fn media_fields() -> Fields {
    ["kind", "url", "hash", "phash"].map(|name| Field::new(name, DataType::Utf8, true)).to_vec().into()
}

/// Fields of a bare object inside `posts.objects`.
pub fn object_fields() -> Fields {
    ["layer", "id"].map(|name| Field::new(name, DataType::Utf8, true)).to_vec().into()
}

/// Posts as read.
pub fn posts() -> Table {
    use DataType::{Boolean, UInt32, UInt64, Utf8};
    let metrics = list(DataType::Struct(
        vec![Field::new("name", Utf8, false), Field::new("value", DataType::Int64, false)].into(),
    ));
    Table {
        name: "posts",
        meaning: "One row per post, in the order of evidence and place in it. Empty text in the source is null here.",
        columns: vec![
            column("platform", Utf8, "platform, lower case"),
            column("post_id", Utf8, "id of the post on its platform, as text"),
            column("account_id", Utf8, "id of the account, or its handle where the source has no id"),
            optional("account_name", Utf8, "handle"),
            optional("account_display_name", Utf8, "display name"),
            optional("text", Utf8, "text, HTML entities decoded"),
            optional("created_at", time(), "when it was posted"),
            column("created_precision", Utf8, "microsecond, millisecond, second, minute or day"),
            column("created_from", Utf8, "stated (by the record), id (snowflake) or server"),
            optional("observed_at", time(), "when a collector or server saw it"),
            optional("edited_at", time(), "last edit"),
            optional("lang", Utf8, "language code as the source states it; several are joined by commas"),
            column("urls", list(Utf8), "links"),
            column("hashtags", list(Utf8), "hashtags without #"),
            column("mentions", list(Utf8), "accounts mentioned"),
            optional("reply_to_id", Utf8, "post answered"),
            optional("reply_to_account_id", Utf8, "account answered"),
            optional("repost_of_id", Utf8, "post passed on"),
            optional("repost_of_account_id", Utf8, "account whose post is passed on"),
            optional("repost_of_created_at", time(), "time of the post passed on"),
            column("is_repost", Boolean, "only passes on another post"),
            optional("quote_of_id", Utf8, "post quoted"),
            optional("thread_id", Utf8, "conversation"),
            optional("channel_id", Utf8, "channel, group, subreddit or page"),
            column("media", list(DataType::Struct(media_fields())), "media items"),
            column("objects", list(DataType::Struct(object_fields())), "objects of a bare table"),
            optional("client", Utf8, "program that posted, as stated"),
            column("metrics", metrics, "counters by the source's names"),
            optional("account_created_at", time(), "when the account was made"),
            optional("self_declared_bot", Boolean, "the account calls itself automated"),
            column("evidence", UInt32, "number of the evidence in the catalogue"),
            column(
                "container",
                Utf8,
                "way from the file's bytes to the stream, such as gz or zip:posts.csv; empty when none",
            ),
            column(
                "offset",
                UInt64,
                "first byte in the stream, or the row number where the format has no bytes",
            ),
            optional("offset_end", UInt64, "byte after the last; null where offset is a row number"),
        ],
    }
}

/// Actions taken out of posts.
pub fn actions() -> Table {
    use DataType::{UInt32, UInt64, Utf8};
    Table {
        name: "actions",
        meaning: "One row per action, ordered by layer, then by place in the evidence.",
        columns: vec![
            column("layer", coded(), "kind of object"),
            column(
                "object",
                coded(),
                "object: link, post id, text cluster, ... (ids of posts and accounts carry their platform)",
            ),
            column("platform", coded(), "platform of the account"),
            column("account", coded(), "account id"),
            column("post", Utf8, "post id"),
            column("time", time(), "when"),
            column("evidence", UInt32, "number of the evidence in the catalogue"),
            column("offset", UInt64, "first byte (or row number) of the record in its stream"),
        ],
    }
}

/// Pairs of accounts that acted together.
pub fn edges() -> Table {
    use DataType::{Float32, Float64, UInt32, UInt64};
    Table {
        name: "edges",
        meaning: "One row per pair of accounts that acted on a common object within the widest window, ordered by account_a, account_b.",
        columns: vec![
            column("account_a", coded(), "account that sorts first"),
            column("account_b", coded(), "the other account"),
            column("platform_a", coded(), "platform of account_a"),
            column("platform_b", coded(), "platform of account_b"),
            column(
                "n_objects",
                UInt32,
                "distinct objects on which both acted within the window, over all layers",
            ),
            column("n_pairs", UInt64, "pairs of actions within the window, repeated shares counted"),
            column("mean_dt_s", Float64, "mean time between the two actions of a pair, in seconds"),
            column("layers", coded(), "layers in which they met, joined by +"),
            optional(
                "log10_p",
                Float32,
                "base-10 logarithm of the p-value against chance, all layers and windows fused; null where only counts were asked for",
            ),
            optional(
                "q",
                Float32,
                "q-value: the false discovery rate, over all pairs of accounts that could have met, at which this pair would just be a discovery",
            ),
            optional("surprise", Float32, "score by which pairs are ranked, in nats of evidence"),
        ],
    }
}

/// Edges by layer and window.
pub fn edge_parts() -> Table {
    use DataType::{Float64, UInt32, UInt64};
    Table {
        name: "edge_parts",
        meaning: "One row per pair of accounts, layer and window, written when there is more than one layer or window; of pairs with a q-value within the limit when pairs were compared with chance, of all otherwise.",
        columns: vec![
            column("account_a", coded(), "account that sorts first"),
            column("account_b", coded(), "the other account"),
            column("layer", coded(), "layer"),
            column("window_s", Float64, "inclusive window, in seconds"),
            column("n_objects", UInt32, "distinct objects on which both acted within the window"),
            column("n_pairs", UInt64, "pairs of actions within the window"),
            column("mean_dt_s", Float64, "mean time between the two actions of a pair, in seconds"),
            optional("expected", Float64, "meetings that chance is expected to give the two"),
            optional("log10_p", Float64, "base-10 logarithm of the p-value in this layer and window"),
            optional("surprise", Float64, "evidence in this layer and window, in nats"),
        ],
    }
}

/// Accounts that acted.
pub fn accounts() -> Table {
    use DataType::{UInt32, UInt64, Utf8};
    Table {
        name: "accounts",
        meaning: "One row per account with at least one action, ordered by account id, platform.",
        columns: vec![
            column("account", Utf8, "account id"),
            column("platform", coded(), "platform"),
            optional("name", Utf8, "handle, as first seen"),
            column("n_posts", UInt64, "posts read"),
            column("n_actions", UInt64, "actions taken out of them"),
            column("n_objects", UInt64, "distinct objects acted on"),
            column("n_partners", UInt32, "accounts it shares an edge with"),
            column("first", time(), "first action"),
            column("last", time(), "last action"),
        ],
    }
}

/// Members of groups.
pub fn groups() -> Table {
    use DataType::{UInt32, Utf8};
    Table {
        name: "groups",
        meaning: "One row per account of a group, strongest group first, ordered by group, account. Findings of the method co_group tell what each group did.",
        columns: vec![
            column("group_id", UInt32, "number of the group, from 1"),
            column("account", Utf8, "account id"),
            column("platform", coded(), "platform"),
            optional("name", Utf8, "handle, as first seen"),
            column("n_partners", UInt32, "members with which it forms a discovered pair"),
            column(
                "component",
                UInt32,
                "connected component of the network of discovered pairs, from 1, by size",
            ),
        ],
    }
}

/// How single accounts behave.
pub fn account_indicators() -> Table {
    use DataType::{Float64, UInt32, Utf8};
    Table {
        name: "account_indicators",
        meaning: "One row per account and indicator, ordered by account, indicator; of accounts with ten posts or more and of those in discovered pairs. The method card co_account says what each indicator is.",
        columns: vec![
            column("account", coded(), "account id"),
            column("platform", coded(), "platform"),
            optional("name", Utf8, "handle, as first seen"),
            column("indicator", coded(), "indicator"),
            optional("value", Float64, "value in the indicator's unit; null without enough observations"),
            column("n", UInt32, "observations: posts, intervals, texts, reposts, dated accounts or handles"),
            column("peers", UInt32, "accounts of the platform with enough observations, this one included"),
            optional("median", Float64, "their median"),
            optional(
                "z",
                Float64,
                "robust standard deviations above the median, the account's own sampling error included",
            ),
            column(
                "state",
                coded(),
                "compared, insufficient data, too few accounts to compare with, or all accounts alike",
            ),
        ],
    }
}

/// Mails.
pub fn mails() -> Table {
    use DataType::{Boolean, UInt32, UInt64, Utf8};
    Table {
        name: "mails",
        meaning: "One row per mail, in the order of evidence and place in it. Verdicts are for the time of receipt where that is known, else for now.",
        columns: vec![
            column("mail", UInt32, "number of the mail in this run, from 0"),
            column("path", Utf8, "file, with the way into archives"),
            column("start", UInt64, "first byte of the mail in the file or archive member"),
            column("end", UInt64, "byte after its last one"),
            column("sha256", Utf8, "hash of the mail's bytes"),
            optional("received", time(), "when the receiver's last host took it"),
            optional("boundary_host", Utf8, "the receiver's last host"),
            column("boundary_assumed", Boolean, "the boundary is inferred, not stated by the user"),
            optional("receiver_profile", Utf8, "kind of receiver"),
            optional("connecting_ip", Utf8, "address that connected to the receiver (level R2)"),
            optional("no_origin", Utf8, "why the connecting address is not known"),
            column("authors", Utf8, "readings of the author, joined"),
            column("ambiguous", Boolean, "programs may disagree about the author"),
            optional("spf", Utf8, "SPF of the envelope sender or the HELO name"),
            optional("arc", Utf8, "the ARC chain"),
            optional("dmarc", Utf8, "DMARC of the first reading of the author (RFC 9989)"),
        ],
    }
}

/// Received lines of mails.
pub fn mail_hops() -> Table {
    use DataType::{UInt32, UInt64, Utf8};
    Table {
        name: "mail_hops",
        meaning: "One row per Received field, from top to bottom. Below the boundary they are text that the sender could have written.",
        columns: vec![
            column("mail", UInt32, "number of the mail in this run"),
            column("hop", UInt32, "number of the line from the top, from 1"),
            column("side", Utf8, "inside, boundary or outside"),
            optional("from_claimed", Utf8, "what the peer called itself"),
            optional("from_name", Utf8, "the name that the receiving host found for its address"),
            optional("from_ip", Utf8, "its address"),
            optional("by_host", Utf8, "the receiving host"),
            optional("protocol", Utf8, "protocol"),
            optional("time", time(), "time as stated"),
            column("start", UInt64, "first byte of the field in the mail"),
            column("end", UInt64, "byte after its last one"),
        ],
    }
}

/// DKIM signatures of mails.
pub fn mail_signatures() -> Table {
    use DataType::{UInt32, Utf8};
    Table {
        name: "mail_signatures",
        meaning: "One row per DKIM signature, in the order of their fields.",
        columns: vec![
            column("mail", UInt32, "number of the mail in this run"),
            column("field", UInt32, "number of the field in the header, from 0"),
            optional("domain", Utf8, "d="),
            optional("selector", Utf8, "s="),
            column("at_receipt", Utf8, "verdict for the time of receipt (for now where that is not known)"),
            column("now", Utf8, "verdict for now"),
            optional("reason", Utf8, "why it is not a pass"),
            optional("body", Utf8, "whether the body is the one that was signed: yes, no or not_checked"),
        ],
    }
}

/// Mails that belong together.
pub fn mail_campaigns() -> Table {
    use DataType::{UInt32, Utf8};
    Table {
        name: "mail_campaigns",
        meaning: "One row per mail of a campaign, the largest campaign first, ordered by campaign, name. In what the mails of a campaign agree stands in campaigns.json.",
        columns: vec![
            column("campaign", UInt32, "number of the campaign, from 1"),
            column("mail", UInt32, "number of the mail in this run"),
            column("name", Utf8, "file, and place where the mail is not the first in it"),
        ],
    }
}

/// Articles.
pub fn articles() -> Table {
    use DataType::{UInt32, UInt64, Utf8};
    Table {
        name: "articles",
        meaning: "One row per article, in the order of evidence and place in it. What an article states of itself is as it states it.",
        columns: vec![
            column("article", UInt32, "number of the article in this run, from 1"),
            column("path", Utf8, "file, with the way into archives"),
            column("start", UInt64, "first byte of the article in the file or archive member, or its row"),
            column("sha256", Utf8, "hash of the article's text"),
            optional("title", Utf8, "its title"),
            optional("publisher", Utf8, "who published it"),
            optional("published", time(), "when, as it states"),
            optional("published_from", Utf8, "where that was found"),
            optional("url", Utf8, "its address"),
            optional("language", Utf8, "its language"),
            column("statements", UInt32, "statements found in it"),
            optional("same_text_as", UInt32, "an earlier article with the same text"),
            optional(
                "near_text_of",
                UInt32,
                "the first article of which half of the runs of five words are the same, where the text is another one",
            ),
        ],
    }
}

/// Statements of articles.
pub fn statements() -> Table {
    use DataType::{Boolean, Float64, UInt32, UInt64, Utf8};
    Table {
        name: "statements",
        meaning: "One row per statement that an article reports, in the order of articles and of words in them.",
        columns: vec![
            column("statement", UInt32, "number of the statement in this run, from 1"),
            column("article", UInt32, "number of the article"),
            optional(
                "speaker",
                Utf8,
                "who speaks, by the fullest name in these articles; nothing where that is not known",
            ),
            column("speaker_by", Utf8, "by what words that is known"),
            column("act", Utf8, "kind of statement"),
            column("negated", Boolean, "the words of saying are negated, as in `did not deny`"),
            column("source", Utf8, "the words for who speaks"),
            column("cue", Utf8, "the words of saying"),
            column("content", Utf8, "what is said; pieces joined by ` [...] `"),
            column("targets", Utf8, "whom it is about, joined by `; `"),
            column("hedges", Utf8, "words that keep it open, joined by `; `"),
            optional("said_from", Utf8, "first day of the time when it was said, where the article tells"),
            optional("said_to", Utf8, "last day of it"),
            optional("said_basis", Utf8, "from what that is known"),
            optional("p", Float64, "how probable it is that a careful reader marks the same"),
            column("by", Utf8, "the model or rule that found it"),
            optional("inside", UInt32, "the statement in whose content it stands"),
            column("start", UInt64, "first byte of its words in the evidence's stream"),
            column("end", UInt64, "byte after the last one"),
        ],
    }
}

/// Links between statements.
pub fn statement_links() -> Table {
    use DataType::{Float64, UInt32, Utf8};
    Table {
        name: "statement_links",
        meaning: "One row per link between two statements. Scores compare within a kind only.",
        columns: vec![
            column("from", UInt32, "the later statement, or the one that answers"),
            column("to", UInt32, "the other one"),
            column(
                "kind",
                Utf8,
                "same_claim, near_verbatim, answers, generic_denial, possible_answer, contradicts_possibly",
            ),
            column("basis", Utf8, "what decided"),
            column("score", Float64, "how sure the measure is, 0 to 1"),
            column("order", Utf8, "what is known of their order in time"),
        ],
    }
}

/// Statements about mails.
pub fn mail_statements() -> Table {
    use DataType::{UInt32, Utf8};
    Table {
        name: "mail_statements",
        meaning: "One row per statement about a mail, the strongest first.",
        columns: vec![
            column("mail", UInt32, "number of the mail in this run"),
            column("statement", UInt32, "number of the statement, from 1"),
            optional(
                "level",
                Utf8,
                "R0 text of the sender, R1 held against other parts, R2 recorded by the receiver, R3 attested by a trusted party, R4 verified again",
            ),
            optional("kind", Utf8, "what it is about"),
            column("text", Utf8, "the sentence"),
            optional("as_of", time(), "time for which it holds, where that is not the mail's own"),
            column("caveats", Utf8, "what limits it"),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_named_once_and_explained() {
        for table in tables() {
            let mut names: Vec<_> = table.columns.iter().map(|c| c.name).collect();
            names.sort_unstable();
            let n = names.len();
            names.dedup();
            assert_eq!(names.len(), n, "{}", table.name);
            assert!(table.columns.iter().all(|c| !c.meaning.is_empty()), "{}", table.name);
            assert_eq!(table.schema().fields().len(), n);
        }
    }
}
