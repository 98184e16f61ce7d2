//! The compatibility modes, from files to the peers' tables.

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::inputs::gather;
use coordination::Settings;
use coordination::compat::{self, cnt, coortweet};
use coordination::objects::objects_of;
use coordination::strings::Strings;
use intake::mapping::{Field, ListSyntax};
use intake::{Mapping, PostSink, ReadOptions, SinkError, Source};
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

/// Reads posts as CooRTweet's table (one row per object) and calls `f` with the pairs.
pub fn compat_coortweet<T>(
    paths: &[PathBuf],
    settings: &Settings,
    options: &CooRTweetOptions,
    read_options: &ReadOptions<'_>,
    ctx: &Ctx<'_>,
    f: impl FnOnce(&coortweet::Pairs<'_>, &coortweet::Network<'_>, &Lost) -> Result<T>,
) -> Result<T> {
    let mut rows = Rows { settings: *settings, ..Rows::default() };
    read_all(paths, read_options, ctx, &mut rows)?;
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
    f(&pairs, &network.map_err(refused)?, &rows.lost)
}

/// Reads posts as the Coordination Network Toolkit's messages and calls `f` with the directed edges.
pub fn compat_cnt<T>(
    paths: &[PathBuf],
    options: &CntOptions,
    read_options: &ReadOptions<'_>,
    ctx: &Ctx<'_>,
    f: impl FnOnce(&[cnt::Edge<'_>], &Lost) -> Result<T>,
) -> Result<T> {
    let mut messages = Messages::default();
    match read_all(paths, read_options, ctx, &mut messages) {
        // The toolkit splits its own column of links at each space, whatever stands in it: read again, unsplit.
        Err(_) if messages.own_table && read_options.mapping.is_none() => {
            messages = Messages { raw_links: true, ..Messages::default() };
            read_all(
                paths,
                &ReadOptions { mapping: raw_links(), ..read_options.clone() },
                ctx,
                &mut messages,
            )?;
        }
        read => read?,
    }
    let m = &messages;
    let borrowed: Vec<cnt::Message<'_>> = (0..m.time.len() as u32)
        .map(|i| cnt::Message {
            message_id: m.id.get(i),
            user_id: m.user.get(i),
            repost_id: m.repost.get(i),
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
    f(&edges, &messages.lost)
}

/// Name of the shipped mapping for the toolkit's own table.
const OWN_TABLE: &str = "coordination-network-toolkit";

/// That mapping with the column of links left as it is.
fn raw_links() -> Option<Mapping> {
    let mut mapping = intake::mapping::builtin::named(OWN_TABLE)?.clone();
    mapping.fields.get_mut(&Field::Urls)?.list = ListSyntax::Single;
    Some(mapping)
}

fn refused(error: compat::Error) -> Error {
    Error::Option {
        message: error.to_string(),
        hint: "`scrutineer coordination` without `--mode` has no such limit".into(),
    }
}

fn read_all(
    paths: &[PathBuf],
    options: &ReadOptions<'_>,
    ctx: &Ctx<'_>,
    sink: &mut dyn PostSink,
) -> Result<()> {
    let (inputs, _) = gather(paths)?;
    for (no, input) in inputs.iter().enumerate() {
        ctx.progress.stage(&format!("reading {}", input.name), None);
        intake::read(&input.path, EvidenceNo(no as u32), options, sink)?;
    }
    Ok(())
}

/// Records that could not be read, by code, with the first message of each.
pub type Lost = BTreeMap<&'static str, (u64, String)>;

trait Note {
    fn note(&mut self, problem: &Problem);
}

impl Note for Lost {
    fn note(&mut self, problem: &Problem) {
        if problem.severity > Severity::Note {
            self.entry(problem.code).or_insert_with(|| (0, problem.message.clone())).0 += 1;
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
    lost: Lost,
    buffer: String,
}

impl PostSink for Rows {
    fn source(&mut self, _source: &Source) -> Result<(), SinkError> {
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        let Some(time) = post.created_at else { return Ok(()) };
        let (object, account, content, times) =
            (&mut self.object, &mut self.account, &mut self.content, &mut self.time);
        objects_of(post, self.settings.layers, &mut self.buffer, |layer, id| {
            // Layers number alike, so an id carries its layer, as users of the peer do by hand.
            match layer {
                Layer::Object => object.push(id),
                layer => object.push(&format!("{layer}_{id}")),
            };
            account.push(post.account_id);
            content.push(post.post_id);
            times.push(time);
        });
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.lost.note(&problem);
        Ok(())
    }
}

#[derive(Default)]
struct Messages {
    /// The toolkit's own table was met, and links are not left as they are yet.
    own_table: bool,
    raw_links: bool,

    id: Strings,
    user: Strings,
    repost: Strings,
    reply: Strings,
    text: Vec<String>,
    urls: Vec<String>,
    time: Vec<Timestamp>,
    lost: Lost,
}

impl PostSink for Messages {
    fn source(&mut self, source: &Source) -> Result<(), SinkError> {
        if source.format.starts_with(OWN_TABLE) && !self.raw_links {
            self.own_table = true;
            return Err("the toolkit's own table is read in its own way".into());
        }
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>) -> Result<(), SinkError> {
        let Some(time) = post.created_at else { return Ok(()) };
        self.id.push(post.post_id);
        self.user.push(post.account_id);
        self.repost.push(post.repost_of_id);
        self.reply.push(post.reply_to_id);
        self.text.push(post.text.to_owned());
        self.urls.push(post.urls.join(" "));
        self.time.push(time);
        Ok(())
    }

    fn problem(&mut self, problem: Problem) -> Result<(), SinkError> {
        self.lost.note(&problem);
        Ok(())
    }
}
