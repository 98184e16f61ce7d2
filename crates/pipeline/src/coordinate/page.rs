//! The lens's part of the report.

use super::{Compared, CoordinationOptions, CoordinationResult, windows_in_words};
use crate::read::{place, source_name};
use coordination::Group;
use coordination::accounts::{Accounts, BaseRate, LEAST_POSTS, NOTABLE, Profile};
use coordination::groups::Period;
use coordination::method::in_words;
use coordination::network::{Meeting, Network, Summary};
use coordination::sensitivity::{Change, Setting};
use coordination::significance::DIGITS;
use coordination::tags::Tag;
use model::words::{count, duration, plain, thousands};
use model::{Severity, Timestamp};
use report::graph::{Edge, Graph, Node};
use report::page::case::DegreeRow;
use report::page::{self, Page};
use std::collections::BTreeMap;

/// Pairs whose records the report lists.
const DOSSIERS: usize = 25;

/// The strongest edges as a graph; nodes sorted by account.
pub(super) fn graph(network: &Network<'_>, summary: &Summary) -> Graph {
    let actions = network.actions();
    let mut members: Vec<u32> = summary.strongest.iter().flat_map(|edge| [edge.a, edge.b]).collect();
    members.sort_unstable();
    members.dedup();
    let index = |account: u32| members.binary_search(&account).unwrap_or(0) as u32;
    let spans = &network.totals().spans;
    let node = |&account: &u32| Node {
        key: format!("{}/{}", actions.platform(account), actions.account_id(account)),
        account: actions.account_id(account).to_owned(),
        platform: actions.platform(account).to_owned(),
        name: Some(actions.account_name(account).to_owned()).filter(|name| !name.is_empty()),
        n_posts: u64::from(actions.posts_of_account(account)),
        n_actions: u64::from(network.totals().actions[account as usize]),
        degree: u64::from(summary.degree[account as usize]),
        first: Timestamp(spans[account as usize].0),
        last: Timestamp(spans[account as usize].1),
    };
    let edge = |edge: &coordination::Edge| Edge {
        a: index(edge.a),
        b: index(edge.b),
        n_objects: edge.n_objects,
        n_pairs: edge.n_pairs,
        mean_dt_s: edge.mean_dt_s(),
        layers: edge.layers.to_string(),
        cross_platform: actions.platform(edge.a) != actions.platform(edge.b),
        weight: f64::from(edge.n_objects),
    };
    Graph { nodes: members.iter().map(node).collect(), edges: summary.strongest.iter().map(edge).collect() }
}

/// What the report shows of it.
pub(super) fn page(
    network: &Network<'_>,
    result: &CoordinationResult,
    graph: Graph,
    options: &CoordinationOptions,
) -> Page {
    let names: Vec<&str> = result.read.files.iter().map(|file| file.name.as_str()).collect();
    let title = match names.as_slice() {
        [one] => format!("Who acted together in {one}"),
        many => format!("Who acted together in {} files", many.len()),
    };
    Page {
        title,
        summary: summary(network, result, options),
        parameters: parameters(options),
        filters: result
            .read
            .left_out
            .iter()
            .map(|f| page::Filter { name: f.name.clone(), meaning: f.in_words(), left_out: f.posts })
            .collect(),
        inputs: inputs(result),
        rejects: rejects(result),
        notes: notes(network, result),
        coordination: Some(page::Coordination {
            layers: layers(network),
            platforms: by_platform(network),
            hubs: hubs(network),
            network: (!graph.edges.is_empty()).then(|| page::Network {
                graph,
                nodes_total: result.summary.degree.iter().filter(|&&d| d > 0).count() as u64,
                edges_total: result.summary.edges,
                chosen_by: match result.compared {
                    Some(_) => "the pairs that chance explains least".to_owned(),
                    None => "the pairs with most common objects".to_owned(),
                },
            }),
            timeline: timeline(network),
            chance: result.compared.as_ref().map(|compared| chance(network, compared)),
            groups: result.compared.as_ref().map(|compared| groups(network, compared)).unwrap_or_default(),
            accounts: result.compared.as_ref().map(|compared| accounts(network, compared)),
            pairs: dossiers(network, result),
            pairs_total: result.summary.edges,
        }),
        ..Page::default()
    }
}

/// Accounts and posts of each platform, and when the first and the last action was.
fn by_platform(network: &Network<'_>) -> Vec<DegreeRow> {
    let (actions, totals) = (network.actions(), network.totals());
    let mut rows: BTreeMap<&str, DegreeRow> = BTreeMap::new();
    for account in 0..actions.n_accounts() as u32 {
        let platform = actions.platform(account);
        let row = rows
            .entry(platform)
            .or_insert_with(|| DegreeRow { of: format!("posts, {platform}"), ..DegreeRow::default() });
        row.accounts = Some(row.accounts.unwrap_or_default() + 1);
        row.records += u64::from(actions.posts_of_account(account));
        if totals.actions[account as usize] > 0 {
            let (first, last) = totals.spans[account as usize];
            row.first = Some(row.first.map_or(Timestamp(first), |at| at.min(Timestamp(first))));
            row.last = Some(row.last.map_or(Timestamp(last), |at| at.max(Timestamp(last))));
        }
    }
    rows.into_values().collect()
}

fn summary(
    network: &Network<'_>,
    result: &CoordinationResult,
    options: &CoordinationOptions,
) -> page::Summary {
    let actions = network.actions();
    let read = &result.read;
    let posts = actions.n_posts() as u64;
    let mut sentences = vec![format!(
        "{} of {} on {} were taken in from {}.",
        count(posts, "post", "posts"),
        count(actions.n_accounts() as u64, "account", "accounts"),
        platforms(actions),
        count(read.files.len() as u64, "file", "files"),
    )];
    if let Some((first, last)) = actions.span() {
        sentences.push(format!("They date from {} to {}.", minute(first), minute(last)));
    }
    let left_out: u64 = read.left_out.iter().map(|f| f.posts).sum();
    let mut losses = Vec::new();
    for (n, one, many) in [
        (read.duplicates(), "duplicate was counted once", "duplicates were counted once"),
        (
            read.conflicting(),
            "of them names another account than the post of the same id that counts",
            "of them name another account than the post of the same id that counts",
        ),
        (read.rejects(), "record could not be read", "records could not be read"),
        (left_out, "post was left out by filters", "posts were left out by filters"),
    ] {
        if n > 0 {
            losses.push(count(n, one, many));
        }
    }
    if !losses.is_empty() {
        sentences.push(format!("{}.", losses.join("; ")));
    }
    for (name, error) in &read.failed {
        sentences.push(format!("{name} could not be read at all: {error}."));
    }
    let s = &result.summary;
    let windows = windows_in_words(&options.params);
    let mut found = match &read.nothing {
        // That nobody met among no accounts at all says nothing.
        Some(nothing) => vec![nothing.sentence()],
        None => vec![result.findings[0].statement.clone()],
    };
    if let (Some(compared), None) = (&result.compared, &read.nothing) {
        found.insert(0, result.findings[1].statement.clone());
        if !compared.groups.is_empty() {
            let rest = compared.groups.iter().filter(|group| group.rests_on_one_object()).count() as u64;
            let mut sentence = format!(
                "{} found among them",
                count(
                    compared.groups.len() as u64,
                    "group of three accounts or more was",
                    "groups of three accounts or more were"
                )
            );
            if rest > 0 {
                sentence.push_str(&format!("; {} on one object", count(rest, "rests", "rest")));
            }
            found.push(sentence + ".");
        }
    }
    if s.edges > 0 {
        found.push(format!(
            "{} of the pairs share one object only, {} two, {} three or four, {} five to nine, {} ten or more.",
            thousands(s.by_objects[0]),
            thousands(s.by_objects[1]),
            thousands(s.by_objects[2]),
            thousands(s.by_objects[3]),
            thousands(s.by_objects[4])
        ));
        if s.cross_platform > 0 {
            found.push(format!(
                "{} between accounts of different platforms.",
                count(s.cross_platform, "pair is", "pairs are")
            ));
        }
    }
    let first = match result.compared {
        None => {
            "These are counts. Accounts that are very active, or that share what everybody shares, meet by chance; nothing here says how often."
        }
        Some(_) => {
            "More than chance explains is not more than ordinary life explains: openly run pages, schedulers and feeds stand out as well."
        }
    };
    let mut not_shown = vec![
        first.to_owned(),
        "Acting together is not the same as being run together: people who follow the same broadcast, newsroom or event do it too.".to_owned(),
        format!("Accounts that act further apart than {windows} are not seen, and neither is anything that is not in the files."),
    ];
    if posts > 0 && result.actions == 0 {
        not_shown.push(
            "No post in these files acts on an object of the chosen layers, so there was nothing to compare."
                .to_owned(),
        );
    }
    page::Summary {
        figures: vec![
            page::Figure::of(posts, "post", "posts"),
            page::Figure::of(actions.n_accounts() as u64, "account", "accounts"),
            page::Figure::of(result.actions, "action", "actions"),
            match &result.compared {
                None => page::Figure::of(s.edges, "pair of accounts that met", "pairs of accounts that met"),
                Some(compared) => page::Figure::of(
                    compared.found.len() as u64,
                    "pair that chance does not explain",
                    "pairs that chance does not explain",
                ),
            },
        ],
        read: sentences,
        found,
        not_shown,
    }
}

/// A time as people write it, to the minute.
fn minute(time: Timestamp) -> String {
    let text = time.rfc3339();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day}, {minute} UTC"),
        _ => text,
    }
}

fn platforms(actions: &coordination::Actions) -> String {
    let names: Vec<String> = actions
        .posts_per_platform()
        .into_iter()
        .map(|(name, _)| {
            if name == model::post::platform::UNKNOWN {
                "a platform that the file does not name".to_owned()
            } else {
                name
            }
        })
        .collect();
    match names.split_last() {
        None => "no platform".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

fn parameters(options: &CoordinationOptions) -> Vec<(String, String)> {
    let bound = options.params.bound;
    let most_pairs = (bound.pairs < u64::MAX).then(|| {
        (
            format!("most pairs of actions of an object in windows wider than {}", duration(bound.in_full)),
            thousands(bound.pairs),
        )
    });
    let mut all = vec![
        ("windows".to_owned(), windows_in_words(&options.params)),
        ("layers".to_owned(), options.settings.layers.to_string().replace('+', ", ")),
        ("fewest common objects of a pair".to_owned(), options.params.min_objects.to_string()),
        ("a repost is rapid within".to_owned(), duration(options.settings.rapid)),
        (
            "near texts have at least".to_owned(),
            format!("{} of their word sequences in common", options.settings.near.threshold),
        ),
    ];
    all.extend(most_pairs);
    all
}

fn inputs(result: &CoordinationResult) -> Vec<page::Input> {
    result
        .read
        .files
        .iter()
        .map(|file| {
            let sum = |f: fn(&intake::Counts) -> u64| file.report.streams.iter().map(|s| f(&s.counts)).sum();
            let mut formats: Vec<&str> =
                file.report.streams.iter().map(|s| s.source.format.as_str()).collect();
            formats.dedup();
            page::Input {
                name: file.name.clone(),
                sha256: file.report.sha256.hex(),
                bytes: file.report.bytes,
                format: formats.join(", "),
                records: sum(|c| c.records),
                posts: sum(|c| c.posts),
                skipped: sum(|c| c.skipped),
                rejects: sum(|c| c.rejects),
                duplicates: file.duplicates,
            }
        })
        .collect()
}

fn rejects(result: &CoordinationResult) -> Vec<page::Rejects> {
    let lost = result.read.problems.iter().filter(|((_, severity), _)| *severity > Severity::Note);
    lost.map(|((code, _), kind)| page::Rejects {
        code: (*code).to_owned(),
        count: kind.count,
        meaning: String::new(),
        examples: kind
            .examples
            .iter()
            .map(|(name, at, message)| page::Example {
                place: format!("{name}, {at}"),
                message: message.clone(),
            })
            .collect(),
    })
    .collect()
}

fn notes(network: &Network<'_>, result: &CoordinationResult) -> Vec<page::Note> {
    let kept = result.read.problems.iter().filter(|((_, severity), _)| *severity == Severity::Note);
    let mut notes: Vec<page::Note> = kept
        .map(|((code, _), kind)| page::Note {
            code: (*code).to_owned(),
            count: kind.count,
            message: kind
                .examples
                .first()
                .map_or_else(String::new, |(name, at, message)| format!("{message} ({name}, {at})")),
        })
        .collect();
    let mut remark =
        |count: u64, message: String| notes.push(page::Note { code: String::new(), count, message });
    for name in &result.read.repeats {
        remark(0, format!("{name} has the same bytes as another input and was read once"));
    }
    let unusable: u64 = result.read.files.iter().map(|file| file.unusable).sum();
    if unusable > 0 {
        remark(
            unusable,
            "posts without a time or account, or with an id of impossible length, were not compared"
                .to_owned(),
        );
    }
    if network.actions().near_bounded > 0 {
        remark(
            network.actions().near_bounded,
            "comparisons of texts in very common neighbourhoods were left out; equal texts were all found"
                .to_owned(),
        );
    }
    notes
}

fn layers(network: &Network<'_>) -> Vec<page::LayerRow> {
    network
        .layer_counts()
        .into_iter()
        .map(|c| page::LayerRow {
            layer: c.layer,
            actions: c.actions,
            accounts: c.accounts,
            objects: c.objects,
            shared: c.shared,
            pairs: c.pairs,
        })
        .collect()
}

fn hubs(network: &Network<'_>) -> Vec<page::Hub> {
    let actions = network.actions();
    let widest = network.params().windows.last().copied().unwrap_or(0);
    network
        .hubs()
        .iter()
        .map(|hub| {
            let (layer, object) = actions.object(hub.object);
            let (accounts, first, last) = network.object_span(hub.object);
            page::Hub {
                layer,
                object: object.to_owned(),
                accounts,
                actions: u64::from(hub.actions),
                first: Some(first),
                last: Some(last),
                pairs: hub.pairs,
                within: duration(network.counted_within(hub.object)),
                is_bounded: network.counted_within(hub.object) < widest,
            }
        })
        .collect()
}

/// Widths that people read easily, in seconds.
const BIN_WIDTHS: [u64; 10] =
    [60, 300, 900, 3600, 3 * 3600, 6 * 3600, 86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400];

/// Counts times by bin and kind. Neighbours mostly share both: a division, or a look at the counts, for each time would
/// cost more than all else here.
fn tally(
    times: impl Iterator<Item = (i64, usize)>,
    start: i64,
    width: i64,
    mut add: impl FnMut(usize, usize, u64),
) {
    let (mut bin, mut kind, mut n) = (0, 0, 0);
    let mut from = start * width;
    for (time, of_kind) in times {
        if !(from..from + width).contains(&time) || of_kind != kind {
            add(bin, kind, n);
            bin = (time.div_euclid(width) - start) as usize;
            (from, kind, n) = ((start + bin as i64) * width, of_kind, 0);
        }
        n += 1;
    }
    add(bin, kind, n);
}

fn timeline(network: &Network<'_>) -> Option<page::Timeline> {
    let actions = network.actions();
    let (first, last) = actions.span()?;
    let seconds = (last.0 - first.0).unsigned_abs() / 1_000_000;
    let bin_s = BIN_WIDTHS.into_iter().find(|width| seconds / width <= 200).unwrap_or(BIN_WIDTHS[9]);
    let width = bin_s as i64 * 1_000_000;
    let start = first.0.div_euclid(width);
    let platforms = actions.platforms();
    let n_bins = (last.0.div_euclid(width) - start) as usize + 1;
    let mut posts = vec![vec![0u64; platforms.len()]; n_bins];
    let mut company = vec![0u64; n_bins];
    let of_post = |post: u32| {
        // Accounts lie all over the memory: their platform is not asked where there is but one.
        let platform = if platforms.len() > 1 { actions.platform_no(actions.post_account(post)) } else { 0 };
        (actions.post_time(post).0, platform)
    };
    let times = (0..actions.n_posts() as u32).map(of_post);
    tally(times, start, width, |bin, platform, n| posts[bin][platform] += n);
    tally(network.live_times().map(|time| (time, 0)), start, width, |bin, _, n| company[bin] += n);
    let bins = posts.iter().zip(company).enumerate().filter(|(_, (posts, _))| posts.iter().any(|&n| n > 0));
    let bins = bins
        .map(|(number, (posts, co_actions))| {
            let mut of_platform: Vec<(String, u64)> =
                platforms.iter().cloned().zip(posts.iter().copied()).collect();
            of_platform.retain(|&(_, n)| n > 0);
            of_platform.sort_unstable();
            page::Bin { start: Timestamp((start + number as i64) * width), posts: of_platform, co_actions }
        })
        .collect();
    Some(page::Timeline { bin_s, bins })
}

fn chance(network: &Network<'_>, compared: &Compared) -> page::Chance {
    let row = |(i, &digits): (usize, &f32)| page::ChanceRow {
        digits: digits as u32,
        observed: compared.calibration.as_ref().map_or(0, |c| c.observed[i]),
        exchanged: compared.calibration.as_ref().map_or(0.0, |c| c.exchanged[i]),
        by_chance: compared.tested as f64 * libm::exp10(f64::from(-digits)),
    };
    let windows = network.params().windows.iter().zip(network.left_out());
    page::Chance {
        q: compared.q,
        tested: compared.tested,
        found: compared.found.len() as u64,
        communities: u64::from(compared.communities),
        languages: u64::from(compared.languages),
        no_baseline: compared.no_baseline.clone(),
        copies: compared.calibration.as_ref().map(|c| c.false_discoveries.clone()).unwrap_or_default(),
        rows: match compared.calibration {
            Some(_) => DIGITS.iter().enumerate().map(row).collect(),
            None => Vec::new(),
        },
        settings: compared.settings.iter().map(|setting| setting_row(network, setting)).collect(),
        by_layer: compared.by_layer.clone(),
        left_out: windows
            .filter(|(_, left_out)| left_out.objects > 0)
            .map(|(&window, left_out)| (duration(window), left_out.objects, left_out.pairs))
            .collect(),
    }
}

fn setting_row(network: &Network<'_>, setting: &Setting) -> page::SettingRow {
    page::SettingRow {
        setting: setting_in_words(network, setting.change),
        pairs: setting.pairs,
        groups: setting.groups,
        accounts: setting.accounts,
        found: setting.found.iter().filter(|&&found| found).count() as u64,
        agreement: setting.agreement,
    }
}

fn setting_in_words(network: &Network<'_>, change: Change) -> String {
    match change {
        Change::Rate(rate) => format!("q = {}", plain(rate)),
        Change::Window(window) => format!("{} alone", duration(network.params().windows[window])),
    }
}

fn groups(network: &Network<'_>, compared: &Compared) -> Vec<page::GroupDossier> {
    (0..compared.groups.len()).map(|at| group_dossier(network, compared, at)).collect()
}

fn group_dossier(network: &Network<'_>, compared: &Compared, at: usize) -> page::GroupDossier {
    let group = &compared.groups[at];
    let actions = network.actions();
    let (mut found_with, mut not_with) = (Vec::new(), Vec::new());
    for setting in &compared.settings {
        let list = if setting.found[at] { &mut found_with } else { &mut not_with };
        list.push(setting_in_words(network, setting.change));
    }
    let member = |&account: &u32| (label(actions, account), actions.platform(account).to_owned());
    let index = |account: u32| group.members.binary_search(&account).unwrap_or(0) as u32;
    let node = |&account: &u32| Node {
        key: format!("{}/{}", actions.platform(account), actions.account_id(account)),
        account: actions.account_id(account).to_owned(),
        platform: actions.platform(account).to_owned(),
        name: Some(actions.account_name(account).to_owned()).filter(|name| !name.is_empty()),
        degree: group.edges.iter().filter(|&&(a, b)| a == account || b == account).count() as u64,
        ..Node::default()
    };
    let edge = |&(a, b): &(u32, u32)| {
        let found = compared.found.binary_search_by_key(&(a, b), |edge| (edge.a, edge.b)).ok();
        let found = found.map(|at| &compared.found[at]);
        let n_objects = found.map_or(1, |edge| edge.n_objects);
        Edge {
            a: index(a),
            b: index(b),
            n_objects,
            layers: found.map(|edge| edge.layers.to_string()).unwrap_or_default(),
            cross_platform: actions.platform(a) != actions.platform(b),
            weight: f64::from(n_objects),
            ..Edge::default()
        }
    };
    page::GroupDossier {
        members: group.members.iter().map(member).collect(),
        pairs: group.edges.len() as u64,
        density: group.density(),
        moments: group.moments,
        objects: group.n_objects,
        window: duration(network.params().windows[group.window]),
        observed: group.observed,
        expected: group.expected,
        median_span_s: group.median_span_s,
        first: group.first,
        last: group.last,
        by_period: group.by_period.iter().map(period_row).collect(),
        continuity: group.continuity,
        found_with,
        not_with,
        tags: tag_rows(&compared.group_tags[at]),
        conduct: conduct(&compared.accounts, group),
        without_one: group
            .without_one
            .map(|(object, left)| (actions.object(object).1.to_owned(), left as u64)),
        rests_on_one: group.rests_on_one_object(),
        shared: group
            .objects
            .iter()
            .map(|shared| {
                let (layer, object) = actions.object(shared.object);
                page::SharedRow {
                    layer,
                    object: object.to_owned(),
                    members: u64::from(shared.members),
                    moments: u64::from(shared.moments),
                    first: shared.first,
                }
            })
            .collect(),
        graph: Graph {
            nodes: group.members.iter().map(node).collect(),
            edges: group.edges.iter().map(edge).collect(),
        },
    }
}

fn period_row(period: &Period) -> page::PeriodRow {
    page::PeriodRow {
        start: period.start,
        moments: period.moments,
        members: u64::from(period.members),
        alike: period.alike,
    }
}

fn tag_rows(tags: &[Tag]) -> Vec<(String, String)> {
    tags.iter().map(|tag| (tag.pattern.name().to_owned(), tag.because.clone())).collect()
}

/// How the members of a group behave one by one, beside all accounts.
fn conduct(accounts: &Accounts, group: &Group) -> Vec<page::ConductRow> {
    let members: Vec<&Profile> = group.members.iter().filter_map(|&account| accounts.of(account)).collect();
    let row = |base: &BaseRate| {
        let of_members = members.iter().flat_map(|profile| &profile.readings);
        let own: Vec<_> = of_members.filter(|r| r.indicator == base.indicator && r.z.is_some()).collect();
        page::ConductRow {
            indicator: base.indicator.meaning().to_owned(),
            compared: own.len() as u64,
            notable: own.iter().filter(|reading| reading.is_notable()).count() as u64,
            base_rate: base.notable as f64 / base.compared.max(1) as f64,
        }
    };
    let rows = accounts.base_rates.iter().map(row);
    rows.filter(|row| row.compared > 0).collect()
}

fn accounts(network: &Network<'_>, compared: &Compared) -> page::Accounts {
    let actions = network.actions();
    let accounts = &compared.accounts;
    let group_of = |account: u32| {
        let is_in = |group: &Group| group.members.binary_search(&account).is_ok();
        compared.groups.iter().position(is_in).map(|at| at as u64 + 1)
    };
    let row = |profile: &Profile| page::AccountRow {
        account: label(actions, profile.account),
        platform: actions.platform(profile.account).to_owned(),
        group: group_of(profile.account),
        compared: profile.readings.iter().filter(|reading| reading.z.is_some()).count() as u64,
        notable: profile.notable().map(in_words).collect(),
    };
    page::Accounts {
        base_rates: accounts
            .base_rates
            .iter()
            .map(|base| (base.indicator.meaning().to_owned(), base.compared, base.notable))
            .collect(),
        too_few_posts: accounts.too_few_posts,
        least_posts: u64::from(LEAST_POSTS),
        notable: NOTABLE,
        rows: accounts.standing_out().into_iter().map(row).collect(),
    }
}

/// Handle of an account, or its id.
fn label(actions: &coordination::Actions, account: u32) -> String {
    match actions.account_name(account) {
        "" => actions.account_id(account).to_owned(),
        name => name.to_owned(),
    }
}

fn dossiers(network: &Network<'_>, result: &CoordinationResult) -> Vec<page::EdgeDossier> {
    let actions = network.actions();
    let files: BTreeMap<u32, &str> =
        result.read.files.iter().map(|file| (file.no.0, file.name.as_str())).collect();
    let source = |post: u32| {
        let raw = actions.post_raw(post);
        let name = files.get(&raw.evidence.0).copied().unwrap_or_default();
        format!("{}, {}", source_name(name, &raw.path), place(raw.at))
    };
    let row = |meeting: &Meeting| {
        let (layer, object) = actions.object(meeting.object);
        page::EvidenceRow {
            layer,
            object: object.to_owned(),
            time_a: Timestamp(meeting.time_a),
            post_a: actions.post_id(meeting.post_a).to_owned(),
            time_b: Timestamp(meeting.time_b),
            post_b: actions.post_id(meeting.post_b).to_owned(),
            dt_s: meeting.time_a.abs_diff(meeting.time_b) as f64 / 1e6,
            source_a: source(meeting.post_a),
            source_b: source(meeting.post_b),
        }
    };
    let label = |account: u32| label(actions, account);
    let strongest = &result.summary.strongest;
    let accounts: Vec<(u32, u32)> = strongest.iter().take(DOSSIERS).map(|edge| (edge.a, edge.b)).collect();
    strongest
        .iter()
        .zip(network.meetings_of(&accounts, page::limits::EVIDENCE))
        .enumerate()
        .map(|(at, (edge, (meetings, total)))| page::EdgeDossier {
            a: label(edge.a),
            b: label(edge.b),
            platform_a: actions.platform(edge.a).to_owned(),
            platform_b: actions.platform(edge.b).to_owned(),
            n_objects: u64::from(edge.n_objects),
            n_pairs: edge.n_pairs,
            mean_dt_s: edge.mean_dt_s(),
            layers: edge.layers.to_string(),
            against_chance: edge.significance.map(|s| (f64::from(s.surprise), s.q())),
            tags: result.compared.as_ref().map_or_else(Vec::new, |c| tag_rows(c.tags_of_pair(at))),
            more: total - meetings.len() as u64,
            evidence: meetings.iter().map(row).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Times before 1970 too, in runs and in no order, of two kinds.
        #[test]
        fn each_time_is_counted_in_its_bin(
            times in prop::collection::vec((-50i64..50, 0usize..2), 0..60),
            width in 1i64..20,
        ) {
            let start = (-50i64).div_euclid(width);
            let bins = (50i64.div_euclid(width) - start) as usize + 1;
            let mut counts = vec![[0u64; 2]; bins];
            tally(times.iter().copied(), start, width, |bin, kind, n| counts[bin][kind] += n);
            let mut expected = vec![[0u64; 2]; bins];
            for (time, kind) in times {
                expected[(time.div_euclid(width) - start) as usize][kind] += 1;
            }
            prop_assert_eq!(counts, expected);
        }
    }
}
