//! Tables of the synthetic lens.

use super::{Table, column, optional};
use arrow_schema::DataType;

/// Columns of the members, in their order.
const MEMBERS: [&str; 5] = ["by_words", "by_characters", "by_patterns", "by_style", "by_surprise"];

/// Texts that were looked at alone, with what a language model of the user's own finds where one was given.
pub fn machine_texts(with_language_model: bool) -> Table {
    use DataType::{Float64, UInt32, UInt64, Utf8};
    let mut columns = vec![
        column("text", UInt32, "number of the text in this run, from 1"),
        column("name", Utf8, "file and place, or platform, account and post"),
        column("sha256", Utf8, "hash of the text"),
        column("words", UInt64, "its words"),
        column("outcome", Utf8, "`unusual_1`, `unusual_5`, `usual` or `cannot_tell`"),
        optional(
            "why",
            Utf8,
            "why nothing is said: `short`, `language`, `outside`, `few_texts` or `disagreement`",
        ),
        optional("compared_with", Utf8, "register and length of the human texts compared with"),
        optional(
            "p_conformal",
            Float64,
            "how unusual the score is among comparable human texts; never a probability that a human wrote it",
        ),
        optional("p_low", Float64, "lower end of the 95 % interval of the share of such human texts"),
        optional("p_high", Float64, "its upper end"),
        optional("above", UInt64, "human texts with a score at least as high"),
        optional("n", UInt64, "human texts compared with"),
        column("score", Float64, "the score, not calibrated: for ranking only"),
    ];
    columns.extend(
        MEMBERS.iter().map(|&member| column(member, Float64, "what this member says: log odds as learned")),
    );
    columns.push(column("disguised", Utf8, "characters that were made plain before scoring"));
    columns.push(column("phrases", Utf8, "phrases of chat models outside quotations"));
    if with_language_model {
        columns.extend([
            optional("lm_tokens", UInt64, "with `--language-model` only: tokens that it predicted"),
            optional("lm_log_prob", Float64, "the same: mean logarithm of a token's probability, in nats"),
            optional("lm_log_rank", Float64, "the same: mean logarithm of a token's rank, from 1"),
            optional("lm_entropy", Float64, "the same: mean entropy of its predictions, in nats"),
            optional(
                "lm_curvature",
                Float64,
                "the same: standard deviations by which the text is more probable than what the model would draw",
            ),
            optional("lm_state", Utf8, "the same: `calibrated` or `not calibrated` for texts of this kind"),
            optional("lm_p", Float64, "the same: how unusual the curvature is among comparable human texts"),
            optional("lm_p_low", Float64, "the same: lower end of the 95 % interval of the share of such texts"),
            optional("lm_p_high", Float64, "the same: its upper end"),
            optional("lm_above", UInt64, "the same: human texts with a curvature at least as high"),
            optional("lm_n", UInt64, "the same: human texts compared with"),
        ]);
    }
    Table {
        name: "machine_texts",
        meaning: "One row per text that was looked at alone: articles, and posts of 100 words and more.",
        columns,
    }
}

/// Accounts by their posts.
pub fn machine_accounts() -> Table {
    use DataType::{Float64, UInt64, Utf8};
    Table {
        name: "machine_accounts",
        meaning: "One row per account with posts. Levels stand where there are 20 posts or more.",
        columns: vec![
            column("platform", Utf8, "platform"),
            column("account", Utf8, "handle, or id where there is none"),
            column("posts", UInt64, "posts that were scored"),
            column("left_out", UInt64, "posts under 3 words or not in English"),
            optional("level", Float64, "mean score of the posts"),
            optional("low", Float64, "lower end of the 90 % interval of the mean of as many further posts"),
            optional("high", Float64, "its upper end"),
            optional("spreads", Float64, "distance from the mean of people, in spreads between people"),
            optional("spreads_low", Float64, "lower end of its 90 % interval"),
            optional("spreads_high", Float64, "its upper end"),
            optional("above", UInt64, "human accounts with a level at least as high"),
            optional("people", UInt64, "human accounts compared with"),
            optional("p", Float64, "rank among them: (above + 1) / (people + 1)"),
        ],
    }
}
