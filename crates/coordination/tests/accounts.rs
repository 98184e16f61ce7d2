//! Accounts one by one, ordinary patterns, and languages: what stands out, what has too little data, and what is
//! explained away.

use model::{At, EvidenceNo, Layers, Post, Timestamp};
use scrutineer_coordination::accounts::{Accounts, Indicator, PostsByAccount, State};
use scrutineer_coordination::significance::Circumstances;
use scrutineer_coordination::tags::{Pattern, Tags};
use scrutineer_coordination::{Actions, Collector, Model, Network, Params, Settings};
use stats::Xoshiro256;

const MINUTE: u64 = 60;
const DAY: u64 = 86_400;

/// What one invented account posts.
#[derive(Clone, Default)]
struct Line {
    account: String,
    name: String,
    display: String,
    second: u64,
    text: String,
    url: String,
    lang: &'static str,
    /// Post and account that are passed on, and how long after the original.
    repost: Option<(String, String, u64)>,
    /// Days before the data when the account was made.
    made: Option<u64>,
    declared: bool,
}

fn actions(lines: &[Line]) -> Actions {
    let mut collector = Collector::new(Settings { layers: Layers::ALL, ..Settings::default() });
    collector.source(EvidenceNo(0), &[]);
    let start = 1_700_000_000;
    for (i, line) in lines.iter().enumerate() {
        let (id, urls) = (i.to_string(), [line.url.as_str()]);
        let time = Timestamp::from_seconds(start + line.second as i64);
        let (repost, author, delay) = line.repost.clone().unwrap_or_default();
        collector.push(&Post {
            platform: "birch",
            post_id: &id,
            account_id: &line.account,
            account_name: &line.name,
            account_display_name: &line.display,
            created_at: time,
            text: &line.text,
            urls: if line.url.is_empty() { &[] } else { &urls },
            lang: line.lang,
            repost_of_id: &repost,
            repost_of_account_id: &author,
            repost_of_created_at: line
                .repost
                .is_some()
                .then(|| Timestamp::from_seconds(start + (line.second - delay) as i64))
                .flatten(),
            account_created_at: line
                .made
                .and_then(|days| Timestamp::from_seconds(start - (days * DAY) as i64)),
            self_declared_bot: line.declared.then_some(true),
            at: At::Row(i as u64),
            ..Post::default()
        });
    }
    collector.finish()
}

/// Sixty people with habits of their own: some forty posts in three weeks, awake by day, their own words, slow
/// reposts, handles and joining dates of no pattern.
fn people() -> Vec<Line> {
    let mut random = Xoshiro256::new(11);
    let mut lines = Vec::new();
    for person in 0..60u64 {
        let wakes = 5 + random.below(4);
        for post in 0..30 + random.below(20) {
            let hour = wakes + random.below(14);
            let line = Line {
                account: format!("p{person}"),
                name: format!("{}{}", NAMES[person as usize % NAMES.len()], LETTERS[person as usize / 20]),
                second: random.below(21) * DAY + hour * 60 * MINUTE + random.below(3600),
                made: Some(100 + person * 37),
                ..Line::default()
            };
            lines.push(if post % 3 == 0 {
                let original = (format!("o{person}-{post}"), format!("o{post}"), 100 + random.below(9_000));
                Line { second: line.second + DAY, repost: Some(original), ..line }
            } else {
                let text = format!("walk number {post} of person {person} along the harbour wall today");
                Line { text, ..line }
            });
        }
    }
    lines
}

const NAMES: [&str; 20] = [
    "anker", "birke", "cedar", "delta", "ember", "fjord", "gable", "hazel", "inlet", "jetty", "kelpie",
    "linden", "meadow", "nettle", "orchid", "pebble", "quarry", "rowan", "sorrel", "thistle",
];
const LETTERS: [&str; 3] = ["miller", "weaver", "cooper"];

/// Measures all accounts and says how each indicator of `account` stands.
fn check(lines: &[Line], account: &str, expected: &[(Indicator, State, bool)]) {
    let actions = actions(lines);
    let number = (0..actions.n_accounts() as u32).find(|&a| actions.account_id(a) == account).expect("there");
    let accounts = Accounts::new(&actions, &PostsByAccount::new(&actions), &[number]);
    let profile = accounts.of(number).expect("asked for");
    for &(indicator, state, notable) in expected {
        let reading = profile.readings.iter().find(|r| r.indicator == indicator).expect("measured");
        assert_eq!((reading.state, reading.is_notable()), (state, notable), "{account}: {reading:?}");
    }
}

use Indicator::*;
use State::*;

#[test]
fn people_do_not_stand_out() {
    let actions = actions(&people());
    let accounts = Accounts::new(&actions, &PostsByAccount::new(&actions), &[]);
    assert_eq!(accounts.profiles.len(), 60);
    let notable: u64 = accounts.base_rates.iter().map(|base| base.notable).sum();
    assert!(notable <= 4, "{:?}", accounts.base_rates);
    assert!(accounts.standing_out().is_empty());
}

#[test]
fn a_clock_stands_out_by_its_intervals() {
    let mut lines = people();
    for tick in 0..200 {
        lines.push(Line { account: "clock".into(), second: tick * 37 * MINUTE, ..Line::default() });
    }
    // Nobody says what it is called or when it was made, and it has no words of its own.
    check(
        &lines,
        "clock",
        &[
            (IntervalEntropy, Compared, true),
            (HourEntropy, Compared, true),
            (DuplicateShare, InsufficientData, false),
            (RapidShare, InsufficientData, false),
            (CreationCrowd, InsufficientData, false),
            (HandleKin, InsufficientData, false),
        ],
    );
}

#[test]
fn copies_and_fast_reposts_stand_out_where_there_are_enough_of_them() {
    let mut lines = people();
    for copy in 0..40 {
        let at = copy * 733 * MINUTE;
        let text = "sign for green lamps in the harbour, tell your cousin".to_owned();
        lines.push(Line { account: "copier".into(), second: at, text: text.clone(), ..Line::default() });
        let original = (format!("f{copy}"), "harbour".to_owned(), 3);
        lines.push(Line {
            account: "copier".into(),
            second: at + 60,
            repost: Some(original),
            ..Line::default()
        });
        if copy < 5 {
            lines.push(Line { account: "guest".into(), second: at + 90, text, ..Line::default() });
        }
    }
    check(&lines, "copier", &[(DuplicateShare, Compared, true), (RapidShare, Compared, true)]);
    // Five copies are all that the guest wrote, and say nothing.
    check(&lines, "guest", &[(DuplicateShare, InsufficientData, false)]);
    check(&lines, "p7", &[(DuplicateShare, Compared, false), (RapidShare, Compared, false)]);
}

#[test]
fn accounts_made_in_series_stand_out_by_name_and_date() {
    let mut lines = people();
    for number in 0..12u64 {
        lines.push(Line {
            account: format!("s{number}"),
            name: format!("lamp_friend{}", 88_213_001 + 7 * number),
            second: number * 3_000,
            made: Some(40),
            ..Line::default()
        });
    }
    check(
        &lines,
        "s3",
        &[(CreationCrowd, Compared, true), (HandleKin, Compared, true), (HandleDigits, Compared, true)],
    );
    check(&lines, "p3", &[(CreationCrowd, Compared, false), (HandleKin, Compared, false)]);
}

#[test]
fn few_accounts_are_no_yardstick() {
    let lines: Vec<Line> = people().into_iter().filter(|line| line.account.len() == 2).collect();
    check(&lines, "p3", &[(HourEntropy, FewPeers, false), (HandleDigits, FewPeers, false)]);
}

/// The patterns that some accounts show.
fn patterns(lines: &[Line], members: &[&str], objects: &[(u64, u64)]) -> Vec<Pattern> {
    let actions = actions(lines);
    let posts = PostsByAccount::new(&actions);
    let mut members: Vec<u32> = (0..actions.n_accounts() as u32)
        .filter(|&account| members.contains(&actions.account_id(account)))
        .collect();
    members.sort_unstable();
    Tags::new(&actions, &posts).of(&members, objects).into_iter().map(|tag| tag.pattern).collect()
}

#[test]
fn a_newsroom_links_to_itself_and_carries_its_name() {
    let mut lines = people();
    for story in 0..12u64 {
        for (account, name) in
            [("n1", "SaltmerePost"), ("n2", "saltmere_post_desk"), ("g1", "gullwatch"), ("g2", "x17")]
        {
            let site = if account.starts_with('n') { "saltmere-post.example" } else { "green-lamps.example" };
            lines.push(Line {
                account: account.into(),
                name: name.into(),
                second: story * 40_000,
                url: format!("https://{site}/{story}"),
                declared: account == "n2",
                ..Line::default()
            });
        }
    }
    let desk = [Pattern::SharedName, Pattern::OwnSite, Pattern::SelfDeclared];
    assert_eq!(patterns(&lines, &["n1", "n2"], &[]), desk);
    // Two strangers that push one site look like nothing of the kind.
    assert_eq!(patterns(&lines, &["g1", "g2"], &[]), []);
}

#[test]
fn an_audience_and_a_petition() {
    let mut lines = people();
    let petition = "i sign for a quieter harbour and ask you to do the same".to_owned();
    for fan in 0..12u64 {
        let account = format!("f{fan}");
        for song in 0..4u64 {
            let original = (format!("song{song}"), "the-tidal-band".to_owned(), 400);
            let second = song * 80_000 + fan * 50 + 400;
            lines.push(Line { account: account.clone(), second, repost: Some(original), ..Line::default() });
        }
        lines.push(Line { account, second: 900_000 + fan, text: petition.clone(), ..Line::default() });
    }
    for signs in 0..5u64 {
        let (account, text) = ("f0".to_owned(), petition.clone());
        lines.push(Line { account, second: 950_000 + signs * 40, text, ..Line::default() });
    }
    let fans = patterns(&lines, &["f0", "f1"], &[]);
    assert_eq!(fans, [Pattern::OneAudience, Pattern::CommonText]);
    // What all the world shared explains itself; what hardly anybody else shared does not.
    assert_eq!(patterns(&lines, &["p1", "p2"], &[(90, 2); 6]), [Pattern::CommonObjects]);
    assert_eq!(patterns(&lines, &["p1", "p2"], &[(3, 2); 6]), []);
}

/// Accounts of two languages that pass links of their own language on within minutes of each other.
fn two_languages(stated: bool) -> Vec<Line> {
    let mut random = Xoshiro256::new(5);
    let mut lines = Vec::new();
    for story in 0..400u64 {
        let (lang, from) = if story % 2 == 0 { ("aa", 0) } else { ("bb", 50) };
        let start = random.below(20 * DAY);
        for _ in 0..6 {
            lines.push(Line {
                account: format!("a{}", from + random.below(50)),
                second: start + random.below(600),
                url: format!("https://paper{story}.example/front"),
                lang: if stated { lang } else { "" },
                ..Line::default()
            });
        }
    }
    lines
}

#[test]
fn a_common_language_explains_meetings_and_never_makes_them() {
    let expected = |stated: bool| -> Vec<f64> {
        let actions = actions(&two_languages(stated));
        let network = Network::new(&actions, Params { windows: vec![600_000_000], ..Params::default() });
        // Communities of interest would find the languages by themselves here; they are left out.
        let (model, _) = Model::weigh(&network, Circumstances::NoInterest);
        assert_eq!(model.languages(), if stated { 2 } else { 0 });
        let n = actions.n_accounts() as u32;
        let number =
            |id: u32| (0..n).find(|&a| actions.account_id(a) == format!("a{id}")).expect("everybody posts");
        [(1, 2), (60, 61), (1, 60)].map(|(a, b)| model.expected(number(a), number(b))[0]).to_vec()
    };
    let (with, without) = (expected(true), expected(false));
    for same in [0, 1] {
        let factor = with[same] / without[same];
        assert!((1.7..2.2).contains(&factor), "two publics of equal size meet twice as often: {factor}");
    }
    assert!((with[2] / without[2] - 1.0).abs() < 0.05, "never lowered: {with:?} {without:?}");
}
