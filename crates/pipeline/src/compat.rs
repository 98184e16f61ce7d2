//! The compatibility modes, from files to the peers' tables.

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::filter::{Filtering, Filters, LeftOut};
use crate::inputs::gather;
use coordination::Settings;
use coordination::compat::{self, cnt, coortweet};
use coordination::objects::objects_of;
use coordination::strings::Strings;
use intake::mapping::{Field, ListSyntax};
use intake::{IntakeError, Mapping, PostSink, ReadOptions, SinkError, Source};
use model::{EvidenceNo, Layer, Post, Problem, Severity, Timestamp};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// Options of `--mode coortweet`.
#[derive(Clone, Copy, Debug)]
pub struct CooRTweetOptions {
    /// Inclusive window.
    pub window: Duration,
    /// Narrower window of the fast network.
    pub fast_window: Option<Duration>,
    /// Fewest rows of an account.
    pub min_participation: u32,
    /// Keep pairs of an account with itself.
    pub keep_loops: bool,
    /// Percentile of the edge threshold.
    pub edge_weight: f64,
}

/// Options of `--mode cnt`.
#[derive(Clone, Copy, Debug)]
pub struct CntOptions {
    /// Which network.
    pub network: cnt::Kind,
    /// Inclusive window.
    pub window: Duration,
    /// Fewest messages of an edge.
    pub min_edge_weight: u64,
    /// Similarity threshold of `co_similar_tweet`.
    pub similarity: f64,
    /// Keep loops.
    pub loops: bool,
}

/// What the modes read.
#[derive(Clone, Copy)]
pub struct CompatInputs<'i> {
    /// Files and folders.
    pub paths: &'i [PathBuf],
    /// How they are read.
    pub options: &'i ReadOptions<'i>,
    /// Which posts count.
    pub filters: &'i Filters,
}

/// What did not come in.
#[derive(Debug, Default)]
pub struct CompatLosses {
    /// Files that could not be read at all, with the reason.
    pub failed: Vec<(String, IntakeError)>,
    /// Records that could not be read, by code, with the first message of each.
    pub rejected: BTreeMap<&'static str, (u64, String)>,
    /// What the filters left out.
    pub left_out: Vec<LeftOut>,
}

/// Reads posts as CooRTweet's table (one row per object) and calls `f` with the pairs.
pub fn compat_coortweet<T>(
    inputs: CompatInputs<'_>,
    settings: &Settings,
    options: &CooRTweetOptions,
    ctx: &Ctx<'_>,
    f: impl FnOnce(&coortweet::Pairs<'_>, &coortweet::Network<'_>, &CompatLosses) -> Result<T>,
) -> Result<T> {
    let mut rows = Rows { settings: *settings, ..Rows::default() };
    let losses = read_all(inputs, ctx, &mut rows)?;
    rows.platforms.qualify([&mut rows.account, &mut rows.content]);
    let shares: Vec<coortweet::Share<'_>> = (0..rows.time.len() as u32)
        .map(|i| coortweet::Share {
            object: rows.object.get(i),
            account: rows.account.get(i),
            content: rows.content.get(i),
            time: rows.time[i as usize],
        })
        .collect();
    let params = coortweet::Params {
        window: options.window,
        min_participation: options.min_participation,
        remove_loops: !options.keep_loops,
        ..coortweet::Params::default()
    };
    ctx.progress.stage("comparing accounts", None);
    let mut pairs = coortweet::detect_groups(&shares, &params).map_err(refused)?;
    let network = match options.fast_window {
        None => coortweet::network(&pairs, options.edge_weight),
        Some(fast) => {
            pairs.flag_speed_share(fast, options.min_participation);
            coortweet::fast_network(&pairs, options.edge_weight)
        }
    };
    f(&pairs, &network.map_err(refused)?, &losses)
}

/// Reads posts as the Coordination Network Toolkit's messages and calls `f` with the directed edges.
pub fn compat_cnt<T>(
    inputs: CompatInputs<'_>,
    options: &CntOptions,
    ctx: &Ctx<'_>,
    f: impl FnOnce(&[cnt::Edge<'_>], &CompatLosses) -> Result<T>,
) -> Result<T> {
    // The toolkit splits its own column of links at each space, whatever stands in it.
    let own = raw_links();
    let options_of_read = ReadOptions { instead: own.as_slice(), ..inputs.options.clone() };
    let mut messages = Messages::default();
    let losses = read_all(CompatInputs { options: &options_of_read, ..inputs }, ctx, &mut messages)?;
    messages.platforms.qualify([
        &mut messages.id,
        &mut messages.user,
        &mut messages.repost,
        &mut messages.reply,
    ]);
    let m = &messages;
    let borrowed: Vec<cnt::Message<'_>> = (0..m.time.len() as u32)
        .map(|i| cnt::Message {
            message_id: m.id.get(i),
            user_id: m.user.get(i),
            repost_id: m.repost.get(i),
            is_repost: m.is_repost[i as usize],
            reply_id: m.reply.get(i),
            message: &m.text[i as usize],
            urls: &m.urls[i as usize],
            time: m.time[i as usize],
        })
        .collect();
    let params = cnt::Params {
        window: options.window,
        min_edge_weight: options.min_edge_weight,
        similarity: options.similarity,
        loops: options.loops,
    };
    ctx.progress.stage("comparing accounts", None);
    let edges = cnt::network(&borrowed, options.network, &params).map_err(refused)?;
    f(&edges, &losses)
}

/// The shipped mapping for the toolkit's own table, with the column of links left as it is.
fn raw_links() -> Option<Mapping> {
    let mut mapping = intake::mapping::builtin::named("coordination-network-toolkit")?.clone();
    mapping.fields.get_mut(&Field::Urls)?.list = ListSyntax::Whole;
    Some(mapping)
}

fn refused(error: compat::Error) -> Error {
    Error::Option {
        message: error.to_string(),
        hint: "`scrutineer coordination` without `--mode` has no such limit".into(),
    }
}

fn read_all(inputs: CompatInputs<'_>, ctx: &Ctx<'_>, sink: &mut dyn Take) -> Result<CompatLosses> {
    let mut counting =
        Counting { sink, filtering: Filtering::new(inputs.filters), rejected: BTreeMap::new() };
    let (files, _) = gather(inputs.paths)?;
    let mut failed = Vec::new();
    for (no, input) in files.iter().enumerate() {
        ctx.progress.stage(&format!("reading {}", input.name), None);
        match intake::read(&input.path, EvidenceNo(no as u32), inputs.options, &mut counting) {
            Ok(_) => {}
            Err(error @ IntakeError::Sink(_)) => return Err(error.into()),
            Err(error) => failed.push((input.name.clone(), error)),
        }
    }
    if failed.len() == files.len() {
        return Err(Error::nothing_read(failed));
    }
    Ok(CompatLosses { failed, rejected: counting.rejected, left_out: counting.filtering.left_out() })
}

/// Takes in a post with a time.
trait Take {
    fn take(&mut self, post: &Post<'_>, time: Timestamp);
}

/// Filters posts, and counts what does not come in.
struct Counting<'s, 'f> {
    sink: &'s mut dyn Take,
    filtering: Filtering<'f>,
    rejected: BTreeMap<&'static str, (u64, String)>,
}

impl PostSink for Counting<'_, '_> {
    fn source(&mut self, _source: &Source) -> Result<(), SinkError> {
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        if let (Some(time), true) = (post.created_at, self.filtering.keeps(post)) {
            self.sink.take(post, time);
        }
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        if problem.severity > Severity::Note {
            self.rejected.entry(problem.code).or_insert_with(|| (0, problem.message.clone())).0 += 1;
        }
        Ok(())
    }
}

/// The platform of each row. The peers know one; platforms number alike, so that ids are told apart where there are more.
#[derive(Default)]
struct Platforms {
    names: Vec<String>,
    of: Vec<u16>,
}

impl Platforms {
    fn push(&mut self, name: &str) {
        let known = self.names.iter().position(|known| known == name);
        let number = known.unwrap_or_else(|| {
            // A table that names more than any number of platforms is damaged: the surplus counts as the last.
            if self.names.len() < usize::from(u16::MAX) {
                self.names.push(name.to_owned());
            }
            self.names.len() - 1
        });
        self.of.push(number as u16);
    }

    /// Writes the platform before the ids in `columns`, if there are several; what is empty stays so.
    fn qualify<const N: usize>(&self, columns: [&mut Strings; N]) {
        if self.names.len() < 2 {
            return;
        }
        for column in columns {
            let mut qualified = Strings::default();
            for (row, &platform) in (0..).zip(&self.of) {
                match column.get(row) {
                    "" => qualified.push(""),
                    id => qualified.push(&format!("{}/{id}", self.names[usize::from(platform)])),
                };
            }
            *column = qualified;
        }
    }
}

/// Rows of CooRTweet's table. Input order is kept, repeats too: the peer keeps them.
#[derive(Default)]
struct Rows {
    settings: Settings,
    object: Strings,
    account: Strings,
    content: Strings,
    time: Vec<Timestamp>,
    platforms: Platforms,
    buffer: String,
}

impl Take for Rows {
    fn take(&mut self, post: &Post<'_>, time: Timestamp) {
        let Self { object, account, content, time: times, platforms, .. } = self;
        objects_of(post, self.settings.layers, &mut self.buffer, |layer, id| {
            // Layers number alike, so an id carries its layer, as users of the peer do by hand.
            match layer {
                Layer::Object => object.push(id),
                layer => object.push(&format!("{layer}_{id}")),
            };
            account.push(post.account_id);
            content.push(post.post_id);
            times.push(time);
            platforms.push(post.platform);
        });
    }
}

#[derive(Default)]
struct Messages {
    id: Strings,
    user: Strings,
    repost: Strings,
    is_repost: Vec<bool>,
    reply: Strings,
    text: Vec<String>,
    urls: Vec<String>,
    time: Vec<Timestamp>,
    platforms: Platforms,
}

impl Take for Messages {
    fn take(&mut self, post: &Post<'_>, time: Timestamp) {
        self.id.push(post.post_id);
        self.user.push(post.account_id);
        self.repost.push(post.repost_of_id);
        self.is_repost.push(post.is_repost());
        self.reply.push(post.reply_to_id);
        self.text.push(post.text.to_owned());
        self.urls.push(post.urls.join(" "));
        self.time.push(time);
        self.platforms.push(post.platform);
    }
}
