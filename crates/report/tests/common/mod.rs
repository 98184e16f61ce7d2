//! A tiny invented network and page.
#![allow(dead_code, reason = "each test takes what it needs")]

pub mod case;

use model::{At, EvidenceNo, Finding, Layer, MethodCard, RawRef, RecordRef, Sha256, Support, Timestamp};
use scrutineer_report::page::*;
use scrutineer_report::{Edge, Graph, Node};

/// Names that would act if anybody let them.
pub const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "</title></svg><img src=x onerror=alert(1)>",
    "]]><b>\"'&amp;",
    "esc\u{1b}[31m nul\u{0} bell\u{7}",
    "abc\u{202e}gnp.exe",
    "=cmd|' /C calc'!A0",
    "line\nbreak\ttab",
    "{{ 7 * 7 }}{% raw %}",
    "\u{ffff}\u{feff}",
];

const START: i64 = 1_714_564_800_000_000;

fn node(platform: &str, account: &str, name: Option<&str>) -> Node {
    Node {
        key: format!("{platform}/{account}"),
        account: account.into(),
        platform: platform.into(),
        name: name.map(str::to_owned),
        n_posts: 12,
        n_actions: 7,
        degree: 2,
        first: Timestamp(START),
        last: Timestamp(START + 3_600_500_000),
    }
}

fn edge(a: u32, b: u32, n_objects: u32, cross_platform: bool) -> Edge {
    Edge {
        a,
        b,
        n_objects,
        n_pairs: u64::from(n_objects) + 1,
        mean_dt_s: 12.5,
        layers: "repost+url".into(),
        cross_platform,
        weight: f64::from(n_objects),
    }
}

/// Three accounts that know each other, and a pair apart.
pub fn graph() -> Graph {
    Graph {
        nodes: vec![
            node("mastodon", "9007199254740993", Some("lantern")),
            node("mastodon", "9007199254740994", None),
            node("telegram", "harbour", Some("Hafen & Söhne")),
            node("telegram", "kettle", None),
            node("telegram", "pebble", Some("pebble")),
        ],
        edges: vec![edge(0, 1, 3, false), edge(1, 2, 1, true), edge(0, 2, 2, true), edge(3, 4, 5, false)],
    }
}

/// A chain of accounts with hostile names.
pub fn hostile() -> Graph {
    let nodes: Vec<Node> = HOSTILE.iter().map(|name| node("x", name, Some(name))).collect();
    let edges = (1..nodes.len() as u32).map(|b| edge(b - 1, b, b, false)).collect();
    Graph { nodes, edges }
}

fn row(object: &str) -> EvidenceRow {
    EvidenceRow {
        layer: Layer::Url,
        object: object.into(),
        time_a: Timestamp(START),
        post_a: "1".into(),
        time_b: Timestamp(START + 12_500_000),
        post_b: "2".into(),
        dt_s: 12.5,
        source_a: "posts.csv, byte 120".into(),
        source_b: "posts.csv, byte 380".into(),
    }
}

pub fn finding() -> Finding {
    Finding {
        id: Sha256::of(b""),
        lens: "coordination".into(),
        method: "co_action".into(),
        version: 1,
        parameters: [("window_s".to_owned(), serde_json::json!(60))].into(),
        seed: None,
        inputs: vec![],
        about: vec![],
        statement: "4 pairs of 5 accounts acted on a common object within 60 s.".into(),
        statistic: [("pairs".to_owned(), 4.0)].into(),
        null_model: None,
        log10_p: Some(-12.5),
        q: Some(0.03),
        n: 11,
        error_rates: vec![],
        support: Support::None { why: "counts alone say nothing".into() },
        innocent_explanations: vec!["They read the same page.".into()],
        techniques: vec![],
        records: vec![RecordRef {
            platform: "telegram".into(),
            account: "kettle".into(),
            post: "1".into(),
            object: Some((Layer::Url, "https://news.example/a".into())),
            time: Some(Timestamp(START)),
            raw: RawRef { evidence: EvidenceNo(0), path: vec![], at: At::Bytes(0, 9) },
        }],
    }
    .seal()
    .expect("plain values")
}

/// A page with something in every part.
pub fn page() -> Page {
    Page {
        title: "Accounts that acted together in 1 file".into(),
        program: "Scrutineer 0.0.0".into(),
        generated_at: None,
        summary: Summary {
            figures: vec![Figure { value: 1_234, label: "posts read".into() }],
            read: vec!["1,234 posts of 5 accounts in 1 file.".into()],
            found: vec!["4 pairs acted on a common object within 60 s.".into()],
            not_shown: vec![],
        },
        parameters: vec![("window".into(), "60 s".into())],
        filters: vec![Filter {
            name: "--lang en".into(),
            meaning: "Kept posts in this language.".into(),
            left_out: 3,
        }],
        inputs: vec![Input {
            name: "posts.csv".into(),
            sha256: Sha256::of(b"").hex(),
            bytes: 2_048,
            format: "x-csv".into(),
            records: 1_240,
            posts: 1_234,
            skipped: 2,
            rejects: 1,
            duplicates: 3,
        }],
        rejects: vec![Rejects {
            code: "bad_time".into(),
            count: 1,
            meaning: "the time cannot be read".into(),
            examples: vec![Example {
                place: "posts.csv, byte 9".into(),
                message: "`noon` is not a time".into(),
            }],
        }],
        notes: vec![Note {
            code: "minute_precision".into(),
            count: 4,
            message: "Times are stated to the minute.".into(),
        }],
        coordination: Some(Coordination {
            platforms: vec![],
            layers: vec![LayerRow {
                layer: Layer::HashtagSequence,
                actions: 9,
                accounts: 5,
                objects: 3,
                shared: 2,
                pairs: 4,
            }],
            hubs: vec![Hub {
                layer: Layer::Url,
                object: "https://news.example/live".into(),
                accounts: 2_000,
                actions: 2_345,
                first: Some(Timestamp(START)),
                last: None,
                pairs: 4_321,
                within: "60 s".into(),
                is_bounded: true,
            }],
            network: Some(Network {
                graph: graph(),
                nodes_total: 50,
                edges_total: 400,
                chosen_by: "most common objects".into(),
            }),
            timeline: Some(Timeline {
                bin_s: 3600,
                bins: vec![
                    Bin {
                        start: Timestamp(START),
                        posts: vec![("mastodon".into(), 3), ("telegram".into(), 5)],
                        co_actions: 2,
                    },
                    Bin {
                        start: Timestamp(START + 7_200_000_000),
                        posts: vec![("telegram".into(), 9)],
                        co_actions: 0,
                    },
                ],
            }),
            chance: Some(Chance {
                q: 0.05,
                tested: 79_800,
                found: 3,
                communities: 2,
                no_baseline: None,
                copies: vec![0],
                rows: (3..=6)
                    .map(|digits| ChanceRow {
                        digits,
                        observed: 1 << (8 - digits),
                        exchanged: 2.0 * f64::from(6 - digits),
                        by_chance: 79.8,
                    })
                    .collect(),
                languages: 2,
                settings: vec![
                    SettingRow {
                        setting: "q = 0.01".into(),
                        pairs: 2,
                        groups: 1,
                        accounts: 3,
                        found: 1,
                        agreement: Some(1.0),
                    },
                    SettingRow { setting: "10 s alone".into(), ..SettingRow::default() },
                ],
                by_layer: vec![(Layer::Url, 3)],
                left_out: vec![("1 h".into(), 1, 4_000)],
            }),
            groups: vec![GroupDossier {
                members: ["tern", "gull", "auk"].map(|name| (name.to_owned(), "birch".to_owned())).to_vec(),
                pairs: 3,
                density: 1.0,
                moments: 4,
                objects: 2,
                window: "60 s".into(),
                observed: 12,
                expected: 0.02,
                median_span_s: 14.0,
                by_period: vec![
                    PeriodRow { start: Timestamp(0), moments: 1, members: 2, alike: None },
                    PeriodRow { start: Timestamp(3_600_000_000), moments: 3, members: 3, alike: Some(0.5) },
                ],
                continuity: Some(0.5),
                found_with: vec!["q = 0.01".into()],
                not_with: vec!["10 s alone".into()],
                tags: vec![("own site".into(), "2 of 3 link mostly to harbour.example".into())],
                conduct: vec![ConductRow {
                    indicator: "digits at the end of its handle".into(),
                    compared: 3,
                    notable: 1,
                    base_rate: 0.025,
                }],
                without_one: Some(("https://harbour.example/live".into(), 1)),
                rests_on_one: true,
                shared: vec![SharedRow {
                    layer: Layer::Url,
                    object: "https://harbour.example/live".into(),
                    members: 3,
                    moments: 3,
                    first: Timestamp(0),
                }],
                ..GroupDossier::default()
            }],
            accounts: Some(Accounts {
                base_rates: vec![("digits at the end of its handle".into(), 400, 10)],
                too_few_posts: 350,
                least_posts: 10,
                notable: 3.5,
                rows: vec![AccountRow {
                    account: "gull".into(),
                    platform: "birch".into(),
                    group: Some(1),
                    compared: 2,
                    notable: vec!["digits at the end of its handle 8 (median 0, robust z 5.1)".into()],
                }],
            }),
            pairs: vec![EdgeDossier {
                against_chance: Some((14.25, 0.0004)),
                tags: vec![(
                    "common text".into(),
                    "4 of their 5 texts were posted by many other accounts".into(),
                )],
                a: "kettle".into(),
                b: "pebble".into(),
                platform_a: "telegram".into(),
                platform_b: "telegram".into(),
                n_objects: 5,
                n_pairs: 6,
                mean_dt_s: 12.5,
                layers: "repost+url".into(),
                evidence: vec![row("https://news.example/a")],
                more: 5,
            }],
            pairs_total: 400,
        }),
        mails: None,
        claims: None,
        synthetic: None,
        media: None,
        case: None,
        findings: vec![finding()],
        cards: vec![MethodCard {
            id: "co_action",
            version: 1,
            lens: "coordination",
            question: "Who acts on the same objects within a short time?",
            statistic: "Distinct common objects.",
            null_model: "None.",
            assumptions: &["Times are right."],
            innocent_explanations: &["A link that everybody shares."],
            known_failures: &["Popular objects."],
            references: &[],
        }],
        files: vec![OutputFile {
            name: "edges.parquet".into(),
            meaning: "One row per pair.".into(),
            rows: Some(400),
            bytes: 12_345,
            sha256: Sha256::of(b"edges").hex(),
        }],
        rerun: vec!["scrutineer coordination posts.csv --window 60s".into()],
    }
}

/// The page with hostile text in every place that evidence reaches.
pub fn hostile_page() -> Page {
    let mut page = page();
    let all = HOSTILE.concat();
    page.title = all.clone();
    page.parameters = HOSTILE.map(|text| (text.to_owned(), text.to_owned())).into();
    page.filters[0].name = all.clone();
    page.inputs[0].name = all.clone();
    page.inputs[0].format = all.clone();
    page.rejects[0].examples =
        HOSTILE.map(|text| Example { place: text.into(), message: text.into() }).into();
    page.notes[0].message = all.clone();
    page.findings[0].statement = all.clone();
    page.findings[0].records[0].account = all.clone();
    page.findings[0].records[0].object = Some((Layer::Url, all.clone()));
    page.rerun = vec![all.clone()];
    page.mails = Some(mails(&all));
    page.claims = Some(claims(&all));
    let part = page.coordination.get_or_insert_default();
    part.hubs[0].object = all.clone();
    if let Some(accounts) = &mut part.accounts {
        accounts.rows = HOSTILE
            .map(|text| AccountRow {
                account: text.into(),
                platform: text.into(),
                ..accounts.rows[0].clone()
            })
            .into();
    }
    part.groups[0].tags = HOSTILE.map(|text| ("own site".to_owned(), text.to_owned())).into();
    part.pairs = HOSTILE
        .map(|text| EdgeDossier {
            against_chance: None,
            a: text.into(),
            b: text.into(),
            platform_a: text.into(),
            layers: text.into(),
            evidence: vec![row(text)],
            ..part.pairs[0].clone()
        })
        .into();
    if let Some(timeline) = &mut part.timeline {
        timeline.bins[0].posts = vec![(all, 3)];
    }
    part.network = Some(Network { graph: hostile(), ..Network::default() });
    page
}

/// Mails in which `text` stands wherever text from a mail can.
pub fn mails(text: &str) -> Mails {
    let text = || text.to_owned();
    let row = MailRow {
        name: text(),
        received: Some(Timestamp(START)),
        origin: Some("203.0.113.7".into()),
        boundary: Some(text()),
        assumed: true,
        authors: vec![text(), text()],
        ambiguous: true,
        signed_by: vec![text()],
        campaign: Some(1),
        dossier: Some(1),
    };
    let bare = MailRow { name: "bare.eml".into(), ..MailRow::default() };
    let statement = StatementRow {
        level: "R2".into(),
        text: text(),
        writer: text(),
        places: "bytes 0 to 120".into(),
        as_of: Some(Timestamp(START)),
        caveats: vec![text()],
    };
    let hop = HopRow {
        side: "the receiver".into(),
        is_text: true,
        claimed: text(),
        name: text(),
        ip: "203.0.113.7".into(),
        by: text(),
        time: Some(Timestamp(START)),
        delay_s: Some(-3.0),
    };
    let result = ResultRow {
        what: text(),
        theirs: vec![text()],
        at_receipt: "pass".into(),
        now: "not_known".into(),
        difference: text(),
    };
    let campaign = CampaignDossier {
        mails: vec![row.clone(), row.clone()],
        first: Some(Timestamp(START)),
        last: Some(Timestamp(START + 60_000_000)),
        agreements: vec![AgreementRow {
            kind: "text".into(),
            pairs: 1,
            share: 1.0,
            weight: 7.1,
            parts: 2,
            largest: 1,
        }],
        alternatives: vec!["somebody may have copied the text".into()],
    };
    Mails {
        rows: vec![row.clone(), bare.clone()],
        dossiers: vec![
            MailDossier {
                row: row.clone(),
                sha256: Sha256::of(b"mail").hex(),
                statements: vec![statement],
                hops: vec![hop],
                results: vec![result],
                damage: vec![text()],
            },
            MailDossier { row: bare, ..MailDossier::default() },
        ],
        campaigns: vec![campaign],
        same_text: vec![SameTextRow {
            exact: true,
            parties: vec![(Some(1), 2), (None, 1)],
            examples: vec![text()],
        }],
        background: 0,
        alternatives: vec!["an account that somebody else took over".into()],
        would_settle: vec!["logs of the receiver".into()],
    }
}

const DAY: i64 = 86_400_000_000;

/// The given day of March 2031.
fn march(day: i64) -> Option<Timestamp> {
    Some(Timestamp(1_930_089_600_000_000 + (day - 1) * DAY))
}

/// `[1c text]` marks the content of statement 1, `s` a source, `q` a cue; marks stand within others.
fn runs(text: &str) -> Vec<Run> {
    let (mut runs, mut stack) = (Vec::new(), Vec::<Mark>::new());
    let mut put = |text: &str, marks: &[Mark]| {
        if !text.is_empty() {
            runs.push(Run { text: text.into(), marks: marks.into() });
        }
    };
    let mut rest = text;
    while let Some(at) = rest.find(['[', ']']) {
        put(&rest[..at], &stack);
        if rest[at..].starts_with(']') {
            stack.pop();
            rest = &rest[at + 1..];
        } else {
            let (mark, after) = rest[at + 1..].split_once(' ').expect("a mark");
            let (number, role) = mark.split_at(mark.len() - 1);
            let role = match role {
                "s" => MarkRole::Source,
                "q" => MarkRole::Cue,
                _ => MarkRole::Content,
            };
            stack.push(Mark { statement: number.parse().expect("a number"), role });
            rest = after;
        }
    }
    put(rest, &stack);
    runs
}

fn ledger(
    number: u64,
    article: u64,
    speaker: Option<&str>,
    act: &str,
    cue: &str,
    content: &[&str],
) -> LedgerRow {
    LedgerRow {
        number,
        article,
        publisher: if article == 1 { "Quay Gazette" } else { "Hill Courier" }.into(),
        published: march(if article == 1 { 4 } else { 6 }),
        speaker: speaker.map(str::to_owned),
        speaker_by: if speaker.is_some() { "name" } else { "unresolved" }.into(),
        act: act.into(),
        cue: cue.into(),
        content: content.iter().map(|&piece| piece.to_owned()).collect(),
        p: Some(0.91),
        by: "model".into(),
        ..LedgerRow::default()
    }
}

fn quote(row: &LedgerRow) -> Quote {
    Quote {
        statement: row.number,
        article: row.article,
        publisher: row.publisher.clone(),
        day: row.published,
        speaker: row.speaker.clone(),
        cue: row.cue.clone(),
        text: row.content.join(" … "),
    }
}

/// Two invented articles about two invented countries.
pub fn sample() -> Claims {
    let mut rows = vec![
        ledger(1, 1, Some("Ada Brook"), "accuse", "accused", &["Lowmark of copying the tide tables"]),
        ledger(2, 1, Some("Bo Finch"), "deny", "denied", &["that Lowmark had copied anything"]),
        ledger(3, 1, None, "assert", "said", &["“Finch may know more,”", "“than he told us.”"]),
        ledger(4, 2, Some("Ada Brook"), "accuse", "has accused", &["Lowmark of copying the tide tables"]),
        ledger(5, 2, Some("Lowmark"), "deny", "denied", &["it"]),
        ledger(6, 2, Some("Cy Reed"), "accuse", "said", &["the harbour board lost the keys"]),
    ];
    rows[0].targets = vec!["Lowmark".into()];
    rows[0].said =
        Some(Said { when: "2031-03-03".into(), basis: "Monday, from the day of publication".into() });
    rows[0].links = vec![("answers".into(), 1), ("near_verbatim".into(), 1)];
    rows[1].targets = vec!["Ada Brook".into()];
    rows[2].speaker_by = "unresolved".into();
    rows[2].may_be = vec!["Ada Brook".into(), "Cy Reed".into()];
    rows[2].hedges = vec!["may".into()];
    rows[4].is_nested = true;
    rows[4].p = Some(0.4);
    rows[4].by = "verb_of_saying".into();
    rows[5].is_negated = true;
    let dossiers = vec![
        ArticleDossier {
            number: 1,
            name: "pages.warc, byte 1024".into(),
            title: Some("Tide tables: Highmark and Lowmark at odds".into()),
            publisher: Some("Quay Gazette".into()),
            published: march(4),
            published_from: "meta article:published_time".into(),
            url: Some("https://quay.example/tide-tables".into()),
            language: "English".into(),
            sha256: "0f1e2d3c4b5a".into(),
            paragraphs: vec![
                runs("Tide tables: Highmark and Lowmark at odds"),
                runs(
                    "On Monday, [1s Ada Brook], harbour master of Highmark, [1q accused] [1c Lowmark of copying the tide tables]. Her neighbour [2s Bo Finch] [2q denied] [2c that Lowmark had copied anything].",
                ),
                runs("[3c “Finch may know more,”] [3s an official] [3q said], [3c “than he told us.”]"),
            ],
        },
        ArticleDossier {
            number: 2,
            name: "courier.html".into(),
            publisher: Some("Hill Courier".into()),
            published: march(6),
            published_from: "meta date".into(),
            language: "English".into(),
            sha256: "a1b2c3d4e5f6".into(),
            paragraphs: vec![
                runs("[4s Ada Brook] [4q has accused] [4c Lowmark of copying the tide tables]."),
                runs(
                    "[6s Cy Reed] [6q said] [6c the harbour board lost the keys, and that [5s Lowmark] had [5q denied] [5c it]].",
                ),
            ],
            ..ArticleDossier::default()
        },
    ];
    let cell = |speaker: &str, target: &str, counts| MatrixCell {
        speaker: speaker.into(),
        target: target.into(),
        counts,
    };
    let matrix = Matrix {
        cells: vec![
            cell("Ada Brook", "Lowmark", ActCounts { accuse: 2, ..ActCounts::default() }),
            cell("Bo Finch", "Ada Brook", ActCounts { deny: 1, ..ActCounts::default() }),
            cell("Cy Reed", "harbour board", ActCounts { accuse: 1, demand: 1, ..ActCounts::default() }),
        ],
    };
    let answer = |row: &LedgerRow, kind: &str, basis: &str, order: &str| AnswerRow {
        quote: quote(row),
        kind: kind.into(),
        basis: basis.into(),
        score: 0.62,
        order: order.into(),
    };
    Claims {
        articles: 2,
        statements: 6,
        matrix,
        exchanges: vec![Exchange {
            accused: "Lowmark".into(),
            accusation: quote(&rows[0]),
            answers: vec![
                answer(&rows[1], "answers", "the accused denies the same conduct", "same_day"),
                answer(&rows[4], "generic_denial", "the accused denies in general words", "later"),
            ],
        }],
        unanswered: vec![UnansweredRow {
            accused: "harbour board".into(),
            accusation: quote(&rows[5]),
            wording: "no answer found in these 2 articles".into(),
        }],
        spreads: vec![SpreadRow {
            first: "First in Quay Gazette, as it states its day.".into(),
            basis: "five words in a row in common".into(),
            places: vec![quote(&rows[0]), quote(&rows[3])],
        }],
        reviews: vec![ReviewRow {
            publisher: "Lantern Checks".into(),
            published: "2031-03-09".into(),
            url: "https://lantern.example/tide".into(),
            claim: "Lowmark copied the tide tables".into(),
            claimant: "Ada Brook".into(),
            rating: "Half of it".into(),
            value: "3".into(),
            scale: ("1".into(), "5".into()),
            statements: vec![1, 4],
        }],
        error_rates: vec![
            "Of 100 statements found in articles like these, about 70 are those that a careful reader marks."
                .into(),
        ],
        quotes_only: vec!["hafen.html (German)".into()],
        alternatives: vec!["The article may have misquoted somebody.".into()],
        would_settle: vec!["A recording of what was said.".into()],
        dossiers,
        rows,
    }
}

/// Statements in which `text` stands wherever text from an article can.
pub fn claims(text: &str) -> Claims {
    let mut part = sample();
    let text = || text.to_owned();
    let fill = |quote: &mut Quote| {
        (quote.publisher, quote.speaker, quote.cue, quote.text) = (text(), Some(text()), text(), text());
    };
    for row in &mut part.rows {
        (row.publisher, row.speaker, row.speaker_by, row.cue) = (text(), Some(text()), text(), text());
        (row.act, row.by, row.content, row.targets) = (text(), text(), vec![text(), text()], vec![text()]);
        (row.may_be, row.hedges, row.links) = (vec![text()], vec![text()], vec![(text(), 2)]);
        row.said = Some(Said { when: text(), basis: text() });
    }
    for article in &mut part.dossiers {
        (article.name, article.title, article.publisher) = (text(), Some(text()), Some(text()));
        (article.url, article.published_from, article.language) = (Some(text()), text(), text());
        article.sha256 = text();
        article.paragraphs.iter_mut().flatten().for_each(|run| run.text = text());
    }
    for cell in &mut part.matrix.cells {
        (cell.speaker, cell.target) = (text(), text());
    }
    for exchange in &mut part.exchanges {
        exchange.accused = text();
        fill(&mut exchange.accusation);
        for answer in &mut exchange.answers {
            fill(&mut answer.quote);
            (answer.kind, answer.basis, answer.order) = (text(), text(), text());
        }
    }
    for row in &mut part.unanswered {
        (row.accused, row.wording) = (text(), text());
        fill(&mut row.accusation);
    }
    for spread in &mut part.spreads {
        (spread.first, spread.basis) = (text(), text());
        spread.places.iter_mut().for_each(fill);
    }
    part.reviews = vec![ReviewRow {
        publisher: text(),
        published: text(),
        url: text(),
        claim: text(),
        claimant: text(),
        rating: text(),
        value: text(),
        scale: (text(), text()),
        statements: vec![1],
    }];
    part.error_rates = vec![text()];
    part.quotes_only = vec![text()];
    part
}
