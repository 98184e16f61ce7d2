//! Renders an invented report, to look at it in a browser.
//!
//! `cargo run -p scrutineer-report --example demo_page -- FOLDER` writes `demo.html` (500 accounts), `null.html`
//! (no pair), `claims.html` (statements of two articles) and the graph as GEXF and GraphML. With `case` behind the folder
//! it writes the report of a case of 500 weighed findings instead.

#[path = "../tests/common/mod.rs"]
mod common;

use model::{At, EvidenceNo, Finding, Layer, MethodCard, RawRef, RecordRef, Sha256, Support, Timestamp};
use scrutineer_report::page::*;
use scrutineer_report::{Edge, Graph, Node, Page, gexf, graphml, layout};
use std::error::Error;
use std::fs::File;
use std::path::PathBuf;

/// A small generator of numbers, so that the example is the same on every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

const PLATFORMS: [&str; 4] = ["x", "telegram", "mastodon", "bluesky"];
const WORDS: [&str; 10] =
    ["harbour", "lantern", "orchard", "meadow", "kettle", "violin", "pebble", "compass", "juniper", "saddle"];
const START: i64 = 1_714_521_600_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder: PathBuf = std::env::args().nth(1).ok_or("give a folder")?.into();
    if std::env::args().nth(2).as_deref() == Some("case") {
        std::fs::write(folder.join("case.html"), render(&common::case::case_page(500, 500))?)?;
        return Ok(());
    }
    let graph = network(&mut Draw(7), 500);
    gexf(&graph, Some(&layout(&graph)), &mut File::create(folder.join("demo.gexf"))?)?;
    graphml(&graph, &mut File::create(folder.join("demo.graphml"))?)?;
    std::fs::write(folder.join("demo.html"), render(&full(graph)?)?)?;
    std::fs::write(
        folder.join("small.html"),
        render(&Page {
            coordination: Some(Coordination {
                network: Some(Network { graph: network(&mut Draw(3), 24), ..Network::default() }),
                ..Coordination::default()
            }),
            ..null()
        })?,
    )?;
    std::fs::write(folder.join("null.html"), render(&null())?)?;
    let claims = Page {
        title: "Statements in 2 articles".into(),
        claims: Some(common::sample()),
        coordination: None,
        ..null()
    };
    std::fs::write(folder.join("claims.html"), render(&claims)?)?;
    Ok(())
}

fn network(draw: &mut Draw, n: usize) -> Graph {
    let platform = |i: usize| PLATFORMS[if i % 17 == 5 { i % 4 } else { i / 60 % 5 % 4 }];
    let node = |i: usize| Node {
        key: format!("{}/{}", platform(i), 9_000_000_000_000_000_000 + i as u64),
        account: format!("{}", 9_000_000_000_000_000_000 + i as u64),
        platform: platform(i).into(),
        name: Some(match i {
            1 => "</title><script>alert(1)</script>".into(),
            2 => "abc\u{202e}gnp.exe".into(),
            3 => "=cmd|' /C calc'!A0".into(),
            _ => format!("{}_{}{}", WORDS[i % 10], WORDS[i / 10 % 10], i),
        }),
        n_posts: 20 + i as u64 % 90,
        n_actions: 12 + i as u64 % 60,
        degree: 3 + i as u64 % 9,
        first: Timestamp(START + i as i64 * 60_000_000),
        last: Timestamp(START + 86_400_000_000 + i as i64 * 60_000_000),
    };
    let nodes: Vec<Node> = (0..n).map(node).collect();
    let mut edges = Vec::new();
    let mut from = 0;
    for size in [120, 60, 45, 40, 30, 25, 20, 18, 16, 12, 10, 9, 8, 8, 7, 6, 6, 5, 5, 4, 4, 4, 3, 3, 3]
        .into_iter()
        .chain(std::iter::repeat_n(2, n / 2))
    {
        if from + size > n {
            continue;
        }
        for a in 0..size {
            for b in a + 1..size {
                let near = size <= 6 || b == a + 1 || draw.below(size as u64) < 5;
                if near {
                    let (a, b) = (from + a, from + b);
                    let n_objects = 1 + (draw.below(4) * draw.below(4) * draw.below(4)) as u32;
                    edges.push(Edge {
                        a: a as u32,
                        b: b as u32,
                        n_objects,
                        n_pairs: u64::from(n_objects) + draw.below(5),
                        mean_dt_s: draw.below(600) as f64 / 10.0,
                        layers: if draw.below(3) == 0 {
                            "url+hashtag_sequence".into()
                        } else {
                            "repost".into()
                        },
                        cross_platform: nodes[a].platform != nodes[b].platform,
                        weight: f64::from(n_objects),
                    });
                }
            }
        }
        from += size;
    }
    Graph { nodes, edges }
}

fn full(graph: Graph) -> Result<Page, Box<dyn Error>> {
    let mut draw = Draw(11);
    let mut ranked: Vec<&Edge> = graph.edges.iter().collect();
    ranked.sort_by_key(|edge| std::cmp::Reverse(edge.n_objects));
    let pairs = ranked
        .iter()
        .take(60)
        .map(|edge| {
            let (a, b) = (&graph.nodes[edge.a as usize], &graph.nodes[edge.b as usize]);
            let row = |i: u64| EvidenceRow {
                layer: if i.is_multiple_of(3) { Layer::HashtagSequence } else { Layer::Url },
                object: if i.is_multiple_of(3) { "lanternfair harbourlights".into() } else { format!("https://news.example/2024/05/{i:02}/lantern-fair-opens-on-the-harbour-with-a-very-long-slug") },
                time_a: Timestamp(START + i as i64 * 7_200_000_000),
                post_a: format!("178{:016}", 31_415_926_535 * (i + 1)),
                time_b: Timestamp(START + i as i64 * 7_200_000_000 + 4_000_000),
                post_b: format!("178{:016}", 27_182_818_284 * (i + 1)),
                dt_s: 4.0 + i as f64,
                source_a: format!("posts-may.csv, byte {}", 1024 * (i + 1)),
                source_b: format!("channel.json, byte {}", 4096 * (i + 1)),
            };
            let shown = u64::from(edge.n_objects).min(6);
            EdgeDossier {
                against_chance: None,
                tags: Vec::new(),
                a: a.label().into(),
                b: b.label().into(),
                platform_a: a.platform.clone(),
                platform_b: b.platform.clone(),
                n_objects: edge.n_objects.into(),
                n_pairs: edge.n_pairs,
                mean_dt_s: edge.mean_dt_s,
                layers: edge.layers.clone(),
                evidence: (0..shown).map(row).collect(),
                more: edge.n_pairs - shown,
            }
        })
        .collect();
    let bins = (0..14 * 24u32)
        .map(|hour| {
            let wave = 20 + 40 * u64::from((hour % 24).min(24 - hour % 24));
            Bin {
                start: Timestamp(START + i64::from(hour) * 3_600_000_000),
                posts: PLATFORMS
                    .iter()
                    .enumerate()
                    .map(|(i, name)| ((*name).to_owned(), wave / (i as u64 + 1) + draw.below(60)))
                    .collect(),
                co_actions: draw.below(40) + if hour / 24 == 6 { 160 } else { 0 },
            }
        })
        .collect();
    let edges_total = 48_211;
    Ok(Page {
        summary: Summary {
            figures: [(184_220, "posts read, in 3 files"), (6_412, "accounts that acted"), (edges_total, "pairs within 60 s"), (37, "rows rejected")]
                .map(|(value, label)| Figure { value, label: label.into() })
                .into(),
            read: vec![
                "184,220 posts of 6,412 accounts on 4 platforms, from 1 to 14 May 2024 (UTC), in 3 files.".into(),
                "37 rows could not be read; 112 posts were there twice and counted once.".into(),
            ],
            found: vec![
                "48,211 pairs of accounts acted on at least one common object within 60 s.".into(),
                "The pair with most common objects shares 16. 1,204 pairs are on different platforms.".into(),
                "31 objects with more than 1,000 accounts each were left out of the count, as sharing them says little.".into(),
            ],
            not_shown: vec![],
        },
        parameters: [("window", "60 s"), ("layers", "repost, url, hashtag_sequence"), ("min objects", "1"), ("hub limit", "1000"), ("seed", "1")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        filters: vec![Filter { name: "--without newsrooms.txt".into(), meaning: "Left out 14 accounts that the list names as out of scope.".into(), left_out: 2_204 }],
        rejects: vec![
            Rejects { code: "bad_time".into(), count: 31, meaning: "the time cannot be read".into(), examples: vec![Example { place: "posts-may.csv, byte 88123".into(), message: "`yesterday` is not a time".into() }] },
            Rejects { code: "wrong_field_count".into(), count: 6, meaning: String::new(), examples: vec![Example { place: "posts-may.csv, byte 91002".into(), message: "12 fields where the header has 14: `<b>x</b>,=1+1\u{1b}[31m`".into() }] },
        ],
        notes: vec![Note { code: "minute_precision".into(), count: 4_102, message: "Times are stated to the minute: windows below 60 s cannot be honoured for them.".into() }],
        coordination: Some(Coordination {
        layers: vec![
            LayerRow { layer: Layer::Repost, actions: 90_112, accounts: 5_020, objects: 31_222, shared: 8_123, pairs: 30_118 },
            LayerRow { layer: Layer::Url, actions: 44_901, accounts: 4_410, objects: 12_017, shared: 3_320, pairs: 21_776 },
            LayerRow { layer: Layer::HashtagSequence, actions: 9_213, accounts: 1_205, objects: 2_811, shared: 911, pairs: 4_105 },
        ],
        hubs: vec![Hub { layer: Layer::Url, object: "https://harbour.example/live".into(), accounts: 4_230, actions: 9_870, first: Some(Timestamp(START)), last: Some(Timestamp(START + 999_000_000_000)), pairs: 38_220, within: "60 s".into(), is_bounded: false }],
        network: Some(Network { nodes_total: 6_120, edges_total, chosen_by: "most common objects, then shortest mean time apart".into(), graph }),
        timeline: Some(Timeline { bin_s: 3600, bins }),
        pairs,
        pairs_total: edges_total,
            ..Coordination::default()
        }),
        findings: vec![finding()?],
        ..null()
    })
}

fn null() -> Page {
    Page {
        title: "Accounts that acted together in 3 files".into(),
        program: "Scrutineer 0.1.0".into(),
        generated_at: None,
        summary: Summary {
            figures: [
                (5_210, "posts read, in 3 files"),
                (640, "accounts that acted"),
                (0, "pairs within 60 s"),
                (0, "rows rejected"),
            ]
            .map(|(value, label)| Figure { value, label: label.into() })
            .into(),
            read: vec![
                "5,210 posts of 640 accounts on 2 platforms, from 1 to 14 May 2024 (UTC), in 3 files.".into(),
            ],
            found: vec!["No two accounts acted on a common object within 60 s.".into()],
            not_shown: vec![],
        },
        parameters: vec![("window".into(), "60 s".into())],
        inputs: ["posts-may.csv", "channel.json", "<img src=x onerror=alert(1)>.jsonl.gz"]
            .iter()
            .enumerate()
            .map(|(i, name)| Input {
                name: (*name).to_owned(),
                sha256: Sha256::of(name.as_bytes()).hex(),
                bytes: 48_123_456 / (i as u64 * 7 + 1),
                format: ["x-csv", "telegram-json", "mastodon-jsonl"][i].into(),
                records: 120_000 / (i as u64 + 1),
                posts: 119_960 / (i as u64 + 1),
                skipped: 3,
                rejects: 37 / (i as u64 + 1),
                duplicates: 112 / (i as u64 + 1),
            })
            .collect(),
        cards: vec![MethodCard {
            id: "co_action",
            version: 1,
            lens: "coordination",
            question: "Which accounts act on the same objects within a short time?",
            statistic: "Distinct common objects with at least one pair of actions within the window.",
            null_model: "None: counts only.",
            assumptions: &["Times are right to within the window.", "An account id is one account."],
            innocent_explanations: &[
                "Both read the same newsroom's feed.",
                "One organisation with several accounts.",
                "A link that everybody shares on that day.",
            ],
            known_failures: &[
                "Popular objects join accounts that have nothing else in common.",
                "Times stated to the minute make everything within a minute look simultaneous.",
            ],
            references: &["Pacheco et al. 2021, Uncovering Coordinated Networks on Social Media, ICWSM."],
        }],
        files: vec![OutputFile {
            name: "edges.parquet".into(),
            meaning: "One row per pair of accounts.".into(),
            rows: Some(48_211),
            bytes: 1_204_118,
            sha256: Sha256::of(b"edges").hex(),
        }],
        coordination: Some(Coordination::default()),
        rerun: vec!["scrutineer coordination posts-may.csv channel.json --window 60s --out result".into()],
        ..Page::default()
    }
}

fn finding() -> Result<Finding, serde_json::Error> {
    let record = |i: u64| RecordRef {
        platform: "x".into(),
        account: format!("{}", 9_000_000_000_000_000_000 + i),
        post: format!("178{:016}", 31_415_926_535 * (i + 1)),
        object: Some((Layer::Url, "https://news.example/2024/05/01/lantern-fair".into())),
        time: Some(Timestamp(START + i as i64 * 4_000_000)),
        raw: RawRef { evidence: EvidenceNo(0), path: vec![], at: At::Bytes(i * 100, i * 100 + 90) },
    };
    Finding {
        id: Sha256::of(b""),
        lens: "coordination".into(),
        method: "co_action".into(),
        version: 1,
        parameters: [("window_s".to_owned(), serde_json::json!(60))].into(),
        seed: None,
        inputs: vec![],
        about: vec![],
        statement: "48,211 pairs of 6,120 accounts acted on at least one common object within 60 s of each other, in 3 layers.".into(),
        statistic: [("accounts".to_owned(), 6120.0), ("pairs".to_owned(), 48_211.0), ("median_dt_s".to_owned(), 21.5)].into(),
        null_model: None,
        log10_p: None,
        q: None,
        n: 144_226,
        error_rates: vec![],
        support: Support::None { why: "counts alone say nothing for or against a plan; no calibration set matches".into() },
        innocent_explanations: vec!["Accounts follow the same newsroom and pass on its posts as they appear.".into(), "An event at that hour: everybody writes about it.".into()],
        techniques: vec![],
        records: (0..9).map(record).collect(),
    }
    .seal()
}
