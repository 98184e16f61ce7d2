//! Reads JSON and prints what came out, compactly and completely.
#![allow(dead_code, reason = "each test uses its part")]

use model::{At, EvidenceNo, Post, Problem, Timestamp};
use scrutineer_intake::{Context, Counts, JsonOptions, Limits, PostSink, SinkError, Source, json};
use std::fmt::Write as _;

/// A sink that prints.
#[derive(Default)]
pub struct Printer(pub String);

impl PostSink for Printer {
    fn source(&mut self, _: &Source) -> Result<(), SinkError> {
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        let time = |at: Option<Timestamp>| at.map(Timestamp::rfc3339).unwrap_or_default();
        let out = &mut self.0;
        write!(out, "{} {} by {}", post.platform, post.post_id, post.account_id)?;
        for (open, name) in [(" @", post.account_name), (" named ", post.account_display_name)] {
            if !name.is_empty() {
                write!(out, "{open}{name}")?;
            }
        }
        writeln!(
            out,
            ", {} ({}, {}), {}",
            time(post.created_at),
            post.created_precision.name(),
            post.created_from.name(),
            place(post.at)
        )?;
        let mut line = |name: &str, value: &str| {
            if value.is_empty() { Ok(()) } else { writeln!(out, "  {name}: {value}") }
        };
        let text = if post.text.is_empty() { String::new() } else { format!("{:?}", post.text) };
        line("text", &text)?;
        line("lang", post.lang)?;
        line("urls", &post.urls.join(" "))?;
        line("hashtags", &post.hashtags.join(" "))?;
        line("mentions", &post.mentions.join(" "))?;
        line("reply to", &pair(post.reply_to_id, post.reply_to_account_id))?;
        let repost = pair(post.repost_of_id, post.repost_of_account_id);
        line("repost of", if post.is_repost() && repost.is_empty() { "?" } else { &repost })?;
        line("  made", &time(post.repost_of_created_at))?;
        line("quote of", post.quote_of_id)?;
        line("thread", post.thread_id)?;
        line("channel", post.channel_id)?;
        let media: Vec<_> = post.media.iter().map(|m| format!("{} {}{}", m.kind, m.url, m.hash)).collect();
        line("media", &media.join(", "))?;
        line("client", post.client)?;
        let metrics: Vec<_> = post.metrics.iter().map(|(name, n)| format!("{name} {n}")).collect();
        line("metrics", &metrics.join(", "))?;
        line("observed", &time(post.observed_at))?;
        line("edited", &time(post.edited_at))?;
        line("account made", &time(post.account_created_at))?;
        line("bot", &post.self_declared_bot.map(|b| b.to_string()).unwrap_or_default())?;
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        let severity = format!("{:?}", problem.severity).to_lowercase();
        writeln!(self.0, "{severity} {} {}: {}", problem.code, place(problem.raw.at), problem.message)?;
        Ok(())
    }
}

fn place(at: At) -> String {
    match at {
        At::Bytes(start, end) => format!("{start}..{end}"),
        At::Row(row) => format!("row {row}"),
    }
}

fn pair(post: &str, account: &str) -> String {
    match (post, account) {
        (post, "") => post.to_owned(),
        (post, account) => format!("{post} by {account}"),
    }
}

/// Reads `input` as `format`.
pub fn read_as(format: &str, input: &[u8], limits: Limits, options: &JsonOptions) -> (String, Counts) {
    let mut printer = Printer::default();
    let source = Source {
        evidence: EvidenceNo(0),
        name: "invented.json".into(),
        path: Vec::new(),
        format: format.to_owned(),
    };
    let mut cx = Context::new(&mut printer, source, limits).expect("printer takes it");
    let mut input = input;
    json::read(format, &mut input, &mut cx, options).expect("readable");
    let counts = cx.counts;
    assert_eq!(counts.records, counts.posts + counts.skipped + counts.rejects, "every record has one fate");
    (printer.0, counts)
}

/// Detects the format, reads, and compares what came out; ends with the number of skipped records.
#[track_caller]
pub fn check(input: &str, format: &str, expected: &str) {
    assert_eq!(json::detect(input.as_bytes()), Some(format), "detected format");
    let (mut found, counts) = read_as(format, input.as_bytes(), Limits::default(), &JsonOptions::default());
    if counts.skipped > 0 {
        found.push_str(&format!("{} skipped\n", counts.skipped));
    }
    same(&found, expected);
}

/// Compares what came out, white space around it aside.
#[track_caller]
pub fn same(found: &str, expected: &str) {
    let (found, expected) = (found.trim(), expected.trim());
    assert!(found == expected, "--- expected\n{expected}\n--- found\n{found}\n--- end");
}
