//! A sink that writes down what it is given, so that tests compare text.
#![allow(dead_code, reason = "each test uses a part of it")]

use model::{EvidenceNo, Post, Problem, Severity};
use scrutineer_intake::{FileReport, IntakeError, PostSink, ReadOptions, SinkError, Source, read_from};

/// Everything that was handed on, one line each.
#[derive(Default)]
pub struct Recorder {
    pub lines: Vec<String>,
    pub posts: u64,
    pub rejects: u64,
    pub codes: Vec<&'static str>,
}

impl PostSink for Recorder {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        let path = scrutineer_intake::batch::container_name(&source.path);
        self.lines.push(format!("== {}{}{path}", source.format, if path.is_empty() { "" } else { " in " }));
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        self.posts += 1;
        self.lines.push(line(post));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.rejects += u64::from(problem.severity == Severity::Reject);
        self.codes.push(problem.code);
        self.lines
            .push(format!("{:?} {}: {}", problem.severity, problem.code, problem.message).to_lowercase());
        Ok(())
    }
}

/// A post with the fields that it has.
pub fn line(post: &Post<'_>) -> String {
    let mut out = format!("{} {} by {}", post.platform, post.post_id, post.account_id);
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&format!(" {name}={value}"));
        }
    };
    add("name", post.account_name.to_owned());
    add("shown", post.account_display_name.to_owned());
    if let Some(at) = post.created_at {
        add("at", format!("{}/{}/{}", at.rfc3339(), post.created_precision.name(), post.created_from.name()));
    }
    add("text", post.text.replace('\n', "⏎"));
    add("lang", post.lang.to_owned());
    add("urls", post.urls.join(" "));
    add("tags", post.hashtags.join(" "));
    add("mentions", post.mentions.join(" "));
    add("reply", post.reply_to_id.to_owned());
    add("reply_account", post.reply_to_account_id.to_owned());
    add("repost", post.repost_of_id.to_owned());
    add("repost_account", post.repost_of_account_id.to_owned());
    if post.is_repost {
        add("is", "repost".to_owned());
    }
    add("quote", post.quote_of_id.to_owned());
    add("thread", post.thread_id.to_owned());
    add("channel", post.channel_id.to_owned());
    let objects: Vec<String> = post.objects.iter().map(|o| format!("{}:{}", o.layer, o.id)).collect();
    add("objects", objects.join(" "));
    let media: Vec<String> = post.media.iter().map(|m| format!("{}:{}{}", m.kind, m.hash, m.url)).collect();
    add("media", media.join(" "));
    let metrics: Vec<String> = post.metrics.iter().map(|(n, v)| format!("{n}:{v}")).collect();
    add("metrics", metrics.join(" "));
    add("bot", post.self_declared_bot.map(|b| b.to_string()).unwrap_or_default());
    add("client", post.client.to_owned());
    out
}

/// Reads `bytes`.
pub fn read_bytes(bytes: &[u8], options: &ReadOptions<'_>) -> (Recorder, Result<FileReport, IntakeError>) {
    let mut sink = Recorder::default();
    let report = read_from("test", bytes, EvidenceNo(1), options, &mut sink);
    (sink, report)
}

/// What comes out of `bytes`, as text.
pub fn shown(bytes: &[u8]) -> String {
    let (sink, report) = read_bytes(bytes, &ReadOptions::default());
    let mut lines = sink.lines;
    match report {
        Err(error) => lines.push(format!("error: {error}")),
        Ok(report) => {
            for stream in &report.streams {
                let c = stream.counts;
                assert_eq!(c.records, c.posts + c.skipped + c.rejects, "counts add up");
            }
        }
    }
    lines.join("\n")
}
