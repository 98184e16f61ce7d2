use super::*;
use model::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeSet;

const DAY: i64 = 86_400_000_000;

/// A mail with a text of its own number, `exact` and near alike, and nothing else.
fn mail(id: &str, text: u8) -> Facts {
    Facts { id: id.to_owned(), text: Some(named(text, 0)), ..Facts::default() }
}

fn named(near: u8, variant: u8) -> Text {
    let name = |byte| text::TextName([near, byte, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    Text { exact: name(variant), near: name(0) }
}

trait With: Sized {
    fn variant(self, variant: u8) -> Self;
    fn key(self, key: &str) -> Self;
    fn account(self, account: &str) -> Self;
    fn network(self, network: &str) -> Self;
    fn software(self, software: &str) -> Self;
    fn on_day(self, day: i64) -> Self;
}

impl With for Facts {
    fn variant(self, variant: u8) -> Self {
        Self { text: self.text.map(|text| named(text.near.0[0], variant)), ..self }
    }
    fn key(mut self, key: &str) -> Self {
        self.keys.push(key.to_owned());
        self
    }
    fn account(mut self, account: &str) -> Self {
        self.accounts.push(account.to_owned());
        self
    }
    fn network(self, network: &str) -> Self {
        Self { network: Some(network.to_owned()), ..self }
    }
    fn software(self, software: &str) -> Self {
        Self { fingerprint: Some(software.to_owned()), ..self }
    }
    fn on_day(self, day: i64) -> Self {
        Self { sent: Some(Timestamp(day * DAY)), ..self }
    }
}

/// 1,000 mails over 1,000 days: half of them through one provider with its own key, network and web page, the others each
/// through a server of its own. One automatic reply occurs 40 times.
fn background() -> Vec<Facts> {
    (0..1_000u32)
        .map(|n| {
            let text = (n % 25 == 0).then(|| named(99, 0));
            let plain = Facts { id: format!("b{n}"), text, ..Facts::default() }
                .account(&format!("a{n}@post.example"))
                .on_day(i64::from(n));
            match n % 2 {
                0 => plain.key("post.example/s1").network("198.51.100.0/24").software("postweb"),
                _ => plain.key(&format!("k{n}")).network(&format!("net{n}")).software(&format!("program{n}")),
            }
        })
        .collect()
}

fn members(campaigns: &Campaigns) -> Vec<String> {
    campaigns.campaigns.iter().map(|campaign| campaign.members.join(" ")).collect()
}

#[track_caller]
fn check(story: &str, mails: &[Facts], expected: &[&str]) -> Campaigns {
    let rates = BaseRates::of(&background());
    let found = find(mails, &rates, &Options::default());
    assert_eq!(members(&found), expected, "{story}");
    found
}

#[test]
fn two_kinds_of_evidence_join() {
    let pair = |f: fn(Facts) -> Facts| [f(mail("a", 1)), f(mail("b", 1).variant(1))];
    check("near text alone", &pair(|m| m), &[]);
    check("and one private server", &pair(|m| m.network("192.0.2.0/24")), &["a b"]);
    check("and one account", &pair(|m| m.account("x@lights.example")), &["a b"]);
    check("and rare software", &pair(|m| m.software("lampwriter")), &["a b"]);
    check(
        "and the provider that everybody uses",
        &pair(|m| m.network("198.51.100.0/24").key("post.example/s1")),
        &[],
    );
    let days = |day| [mail("a", 1).on_day(500), mail("b", 1).variant(1).on_day(day)];
    check("and the same day", &days(501), &["a b"]);
    check("and another day", &days(502), &[]);
}

#[test]
fn exact_text_joins_unless_something_recorded_speaks_against_it() {
    check("exact text, nothing else known", &[mail("a", 1), mail("b", 1)], &["a b"]);
    let rotating = [mail("a", 1).account("x@post.example"), mail("b", 1).account("y@post.example")];
    check("two accounts, nothing recorded", &rotating, &["a b"]);
    let provider = rotating.clone().map(|mail| mail.key("post.example/s1"));
    check("two accounts at the common provider", &provider, &["a b"]);
    let apart = [mail("a", 1).network("192.0.2.0/24"), mail("b", 1).network("203.0.113.0/24")];
    check("two networks", &apart, &[]);
    let bare = [apart.as_slice(), &[mail("c", 1)]].concat();
    check("a third one without record joins neither", &bare, &[]);
    let bare = [mail("a", 1).network("192.0.2.0/24"), mail("c", 1)];
    check("but it joins a single one", &bare, &["a c"]);
    check("an automatic reply that many send", &[mail("a", 99), mail("b", 99)], &[]);
}

#[test]
fn senders_alone_never_join() {
    let everything = |id, text| {
        mail(id, text).key("post.example/s1").network("198.51.100.0/24").software("postweb").on_day(7)
    };
    check("users of a large provider", &[everything("a", 1), everything("b", 2), everything("c", 3)], &[]);
    let small = |id, text| mail(id, text).network("192.0.2.0/24").software("smallweb").on_day(7);
    check("users of a small provider on one day", &[small("a", 1), small("b", 2)], &[]);
    let private = |id, text| mail(id, text).key("lights.example/s1");
    check("a verified key that nobody else has", &[private("a", 1), private("b", 2)], &["a b"]);
    let own = find(
        &[private("a", 1), private("b", 2)],
        &BaseRates::of_collection(&background()),
        &Options::default(),
    );
    assert_eq!(members(&own), [""; 0], "without a background no key is known to be private");
}

/// Twelve mails through four accounts and four networks, templates filled in, over six days.
fn rotating() -> Vec<Facts> {
    (0..12u8)
        .map(|n| {
            let account = n % 4;
            mail(&format!("m{n:02}"), 1)
                .variant(n)
                .account(&format!("x{account}@post.example"))
                .network(&format!("192.0.{account}.0/24"))
                .software("lampwriter")
                .on_day(500 + i64::from(n) / 2)
        })
        .collect()
}

#[test]
fn evidence_stability_and_the_copycat_stand_beside_a_campaign() {
    let found = check("rotating accounts", &rotating(), &["m00 m01 m02 m03 m04 m05 m06 m07 m08 m09 m10 m11"]);
    let campaign = &found.campaigns[0];
    let share =
        |kind| campaign.evidence.iter().find(|row| row.kind == kind).map(|row| (row.pairs, row.weight > 1.0));
    assert_eq!(share(Kind::Text), Some((66, true)));
    assert_eq!(share(Kind::Account), Some((12, true)));
    assert_eq!(share(Kind::Network), Some((12, true)));
    assert_eq!(share(Kind::Fingerprint), Some((66, true)));
    // Six pairs on one day, and four times each of the five pairs of neighbouring days.
    assert_eq!(share(Kind::Window), Some((26, true)));
    assert_eq!(share(Kind::Key), None);
    let held =
        |kind| campaign.stability.iter().find(|row| row.without == kind).map(|row| (row.parts, row.largest));
    assert_eq!(held(Kind::Text), Some((12, 1)));
    assert_eq!(held(Kind::Fingerprint), Some((1, 12)));
    assert_eq!(campaign.alternatives, [Alternative::Copycat { groups: 4 }]);
    assert_eq!(found.same_text, []);
}

#[test]
fn copies_by_others_are_listed_and_not_joined() {
    let copy = mail("z", 1).network("203.0.113.0/24").account("y@quay.example").software("other").on_day(700);
    let mails = [rotating(), vec![copy]].concat();
    let found = check("a copycat", &mails, &["m00 m01 m02 m03 m04 m05 m06 m07 m08 m09 m10 m11"]);
    let same = &found.same_text[0];
    assert!(same.exact);
    assert_eq!(
        same.parties.iter().map(|party| (party.campaign, party.mails.len())).collect::<Vec<_>>(),
        [(Some(0), 12), (None, 1)]
    );
}

/// Mails of one text on one day, from networks by number.
fn from_networks(networks: &[u8]) -> Vec<Facts> {
    let one = |(n, network): (usize, &u8)| {
        mail(&format!("{n}"), 1).variant(n as u8).network(&format!("192.0.{network}.0/24")).on_day(500)
    };
    networks.iter().enumerate().map(one).collect()
}

#[test]
fn a_day_joins_other_networks_only_where_changing_them_is_the_habit() {
    let cases: [(&str, &[u8], &[&str]); 7] = [
        ("two mails show no habit", &[1, 2], &[]),
        ("three networks do", &[1, 2, 3], &["0 1 2"]),
        ("each mail from elsewhere", &[1, 2, 3, 4, 5, 6, 7, 8], &["0 1 2 3 4 5 6 7"]),
        ("a few networks in turn", &[1, 2, 3, 4, 1, 2, 3, 4], &["0 1 2 3 4 5 6 7"]),
        ("one network, and a copy", &[1, 1, 1, 1, 1, 2], &["0 1 2 3 4"]),
        ("and three copies", &[1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4], &["0 1 2 3 4 5 6 7"]),
        ("two senders, each from one network", &[1, 1, 1, 2, 2, 2], &["0 1 2", "3 4 5"]),
    ];
    for (story, networks, expected) in cases {
        check(story, &from_networks(networks), expected);
    }
    let found = check("a copy is listed", &from_networks(&[1, 1, 1, 1, 1, 2]), &["0 1 2 3 4"]);
    assert_eq!(found.same_text[0].parties.len(), 2);
    let found = check("and a habit has its alternative", &from_networks(&[1, 2, 3]), &["0 1 2"]);
    assert_eq!(found.campaigns[0].alternatives, [Alternative::Copycat { groups: 3 }]);
}

#[test]
fn what_anybody_can_write_weighs_against_what_was_recorded() {
    let with = |f: fn(Facts) -> Facts| -> Vec<Facts> {
        from_networks(&[1, 1, 1, 1, 1, 2]).into_iter().map(f).collect()
    };
    let apart = &["0 1 2 3 4"];
    check("the author's address", &with(|m| m.account("desk@lights.example")), apart);
    check("the address, in the same words", &with(|m| m.variant(1).account("desk@lights.example")), apart);
    check("software that many use", &with(|m| m.software("postweb")), apart);
    check("software that nobody else uses", &with(|m| m.software("lampwriter")), &["0 1 2 3 4 5"]);
    check("the same key from another network", &with(|m| m.key("lights.example/s1")), &["0 1 2 3 4 5"]);
    let mut unknown = with(|m| m.account("desk@lights.example"));
    unknown[5].network = None;
    check("the address, and nothing recorded", &unknown, &["0 1 2 3 4 5"]);
    unknown[5].network = Some("192.0.2.0/24".to_owned());
    unknown.push(mail("6", 1).variant(6).account("desk@lights.example").on_day(500));
    check("a mail without record goes to neither of two", &unknown, apart);
}

#[test]
fn pairs_with_several_keys_count_once() {
    let both = |id| mail(id, 1).key("a").key("b").key("b");
    let mails = [both("1"), both("2"), mail("3", 1).key("b"), mail("4", 1).key("c")];
    let sorted: Vec<&Facts> = mails.iter().collect();
    let rows = evidence::evidence(&sorted, &BaseRates::of(&background()), &Options::default());
    assert_eq!(rows.iter().find(|row| row.kind == Kind::Key).map(|row| row.pairs), Some(3));
}

#[test]
fn a_value_of_many_texts_is_common_and_one_of_many_copies_is_not() {
    let copies: Vec<Facts> = (0..100).map(|n| mail(&format!("{n}"), 1).network("one")).collect();
    let texts: Vec<Facts> = (0..100).map(|n| mail(&format!("t{n}"), n + 2).network("many")).collect();
    let rates = BaseRates::of_collection(&[copies, texts].concat());
    assert_eq!(rates.count(Kind::Network, "one"), (1, 101));
    assert_eq!(rates.count(Kind::Network, "many"), (100, 101));
    assert!(rates.weight(Kind::Network, "many") < 0.0 && rates.weight(Kind::Network, "one") > 3.0);
}

#[test]
fn texts_are_named_by_what_they_share() {
    let mut texts = Texts::default();
    let base = "the harbour office will close early this week because the lamps along the quay are being mended by the keeper";
    for text in [
        base,
        base,
        &base.replace("early", "late"),
        "too short",
        "boats with red sails may enter by the northern gate when the tide is high",
    ] {
        texts.add(text);
    }
    let (names, _) = texts.finish();
    let (Some(a), Some(b), Some(c), None, Some(e)) = (names[0], names[1], names[2], names[3], names[4])
    else {
        panic!("{names:?}")
    };
    assert_eq!(a, b);
    assert!(a.exact != c.exact && a.near == c.near && a.near != e.near);
}

fn any_mails() -> impl Strategy<Value = Vec<Facts>> {
    let small = || prop::option::of(0u8..4);
    let one = (small(), 0u8..3, small(), small(), small(), small(), prop::option::of(0i64..20));
    prop::collection::vec(one, 0..30).prop_map(|rows| {
        let value = |kind: &str, n: Option<u8>| n.map(|n| format!("{kind}{n}"));
        let facts = |(n, (text, variant, key, account, network, software, day)): (usize, _)| Facts {
            id: format!("m{n:02}"),
            text: Option::map(text, |text| named(text, variant)),
            keys: value("key", key).into_iter().collect(),
            accounts: value("account", account).into_iter().collect(),
            network: value("net", network),
            fingerprint: value("software", software),
            sent: Option::map(day, |day: i64| Timestamp(day * DAY / 2)),
            ..Facts::default()
        };
        rows.into_iter().enumerate().map(facts).collect()
    })
}

fn merge<T: Ord>(groups: &mut Vec<BTreeSet<T>>, a: &T, b: &T) {
    let both: Vec<_> = groups.extract_if(.., |group| group.contains(a) || group.contains(b)).collect();
    groups.push(both.into_iter().flatten().collect());
}

fn pairs(mails: &[Facts]) -> impl Iterator<Item = (&Facts, &Facts)> {
    mails.iter().flat_map(move |a| mails.iter().map(move |b| (a, b))).filter(|(a, b)| a.id < b.id)
}

/// By definition, for each mail: those of its text whose records hang together with its own, and the share of disagreeing
/// pairs among the others. All mails have a record.
fn records_by_definition(mails: &[Facts]) -> BTreeMap<&str, (BTreeSet<&str>, f64)> {
    let agree = |a: &Facts, b: &Facts| {
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.is_recorded());
        a.text.zip(b.text).is_some_and(|(a, b)| a.near == b.near)
            && kinds.into_iter().any(|kind| a.values(kind).iter().any(|value| b.values(kind).contains(value)))
    };
    let mut parts: Vec<BTreeSet<&str>> =
        mails.iter().map(|mail| BTreeSet::from([mail.id.as_str()])).collect();
    pairs(mails)
        .filter(|(a, b)| agree(a, b))
        .for_each(|(a, b)| merge(&mut parts, &a.id.as_str(), &b.id.as_str()));
    let part = |mail: &Facts| parts.iter().find(|part| part.contains(mail.id.as_str())).cloned();
    let groups: Vec<(&Facts, BTreeSet<&str>)> =
        mails.iter().filter_map(|mail| Some((mail, part(mail)?))).collect();
    let near = |mail: &Facts| mail.text.map(|text| text.near);
    let change = |mail: &Facts, own: &BTreeSet<&str>| {
        let is_other = |other: &&(&Facts, BTreeSet<&str>)| near(other.0) == near(mail) && other.1 != *own;
        let others: Vec<_> = groups.iter().filter(is_other).map(|(_, group)| group).collect();
        let pairs =
            || others.iter().enumerate().flat_map(|(n, a)| others[n + 1..].iter().map(move |b| a != b));
        let differing = pairs().filter(|differ| *differ).count() as f64 / pairs().count().max(1) as f64;
        let comparisons = others.len().max(1) as f64 - 1.0;
        ((differing * comparisons + 0.5) / (comparisons + 1.0)).max(0.05)
    };
    groups.iter().map(|(mail, own)| (mail.id.as_str(), (own.clone(), change(mail, own)))).collect()
}

/// The rules of the module page, pair by pair, for mails of which all have a recorded network.
fn joined_by_definition(mails: &[Facts], rates: &BaseRates) -> BTreeSet<BTreeSet<String>> {
    let options = Options::default();
    let records = records_by_definition(mails);
    let mut groups: Vec<BTreeSet<String>> =
        mails.iter().map(|mail| BTreeSet::from([mail.id.clone()])).collect();
    for (a, b) in pairs(mails) {
        let shared: Vec<(Kind, f64)> = Kind::SENDER
            .iter()
            .flat_map(|&kind| {
                let other = b.values(kind);
                a.values(kind)
                    .into_iter()
                    .filter(move |v| other.contains(v))
                    .map(move |v| (kind, v.to_owned()))
            })
            .map(|(kind, value)| (kind, rates.weight(kind, &value)))
            .collect();
        let strong = |text: f64, weight: f64| weight >= options.least && text + weight >= options.threshold;
        let by_text = a.text.zip(b.text).filter(|(x, y)| x.near == y.near).is_some_and(|(x, y)| {
            let text = rates.text_weight(&x.near);
            let (of_a, of_b) = (&records[a.id.as_str()], &records[b.id.as_str()]);
            let allow = |habit: f64| of_a.0 == of_b.0 || (of_a.1 > habit && of_b.1 > habit);
            let window = a.sent.zip(b.sent).is_some_and(|(x, y)| {
                (x.0 - y.0).abs() <= options.window
                    && strong(text, rates.window_weight(x.min(y), options.window))
            });
            let value = |&(kind, weight): &(Kind, f64)| {
                strong(text, weight)
                    && match kind {
                        Kind::Account => allow(0.5),
                        _ => {
                            allow(libm::exp(options.least - weight))
                                || (window && allow(0.5 * libm::exp(-weight)))
                        }
                    }
            };
            (window && allow(0.5))
                || shared.iter().any(value)
                || (x.exact == y.exact && text >= options.threshold && !shared.is_empty() && allow(1.0))
        });
        let is_private = |key: &&str| {
            !rates.is_own()
                && rates.count(Kind::Key, key).0 == 0
                && rates.weight(Kind::Key, key) >= options.threshold
        };
        let by_key =
            a.values(Kind::Key).iter().filter(|key| b.values(Kind::Key).contains(key)).any(is_private);
        if by_text || by_key {
            merge(&mut groups, &a.id, &b.id);
        }
    }
    groups.into_iter().filter(|group| group.len() > 1).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn order_of_input_changes_nothing(mails in any_mails(), seed: u64) {
        let mut shuffled = mails.clone();
        shuffled.sort_by_key(|mail| text::TextName::of(&format!("{seed}{}", mail.id)));
        let rates = |mails: &[Facts]| BaseRates::of_collection(mails);
        prop_assert_eq!(
            find(&mails, &rates(&mails), &Options::default()),
            find(&shuffled, &rates(&shuffled), &Options::default())
        );
    }

    #[test]
    fn unrelated_mails_never_split_a_campaign(mails in any_mails(), others in any_mails()) {
        let rates = BaseRates::of(&background());
        let before = find(&mails, &rates, &Options::default());
        // Other texts and keys; accounts, networks, software and days may be the same.
        let others = others.into_iter().map(|other| Facts {
            id: format!("other {}", other.id),
            text: other.text.map(|text| named(text.near.0[0] + 10, text.exact.0[1])),
            keys: other.keys.iter().map(|key| format!("other {key}")).collect(),
            ..other
        });
        let all: Vec<Facts> = mails.into_iter().chain(others).collect();
        let after = members(&find(&all, &rates, &Options::default()));
        for campaign in members(&before) {
            prop_assert!(after.contains(&campaign), "{} not in {:?}", campaign, after);
        }
    }

    #[test]
    fn mails_without_record_join_no_others(mails in any_mails()) {
        let rates = BaseRates::of(&background());
        let together = |mails: &[Facts]| -> BTreeSet<BTreeSet<String>> {
            let recorded = |id: &String| mails.iter().any(|mail| mail.id == *id && record::is_recorded(mail, None));
            let campaigns = find(mails, &rates, &Options::default()).campaigns.into_iter();
            let members = campaigns.map(|campaign| campaign.members.into_iter().filter(recorded).collect());
            members.filter(|members: &BTreeSet<String>| members.len() > 1).collect()
        };
        let recorded: Vec<Facts> = mails.iter().filter(|mail| record::is_recorded(mail, None)).cloned().collect();
        prop_assert_eq!(together(&mails), together(&recorded));
    }

    #[test]
    fn campaigns_are_what_the_rules_say_of_pairs(mut mails in any_mails(), weighed in any::<bool>()) {
        for (n, mail) in mails.iter_mut().enumerate() {
            mail.network.get_or_insert_with(|| format!("alone{n}"));
        }
        let rates = if weighed { BaseRates::of(&background()) } else { BaseRates::of_collection(&background()) };
        let found = find(&mails, &rates, &Options::default());
        let found: BTreeSet<BTreeSet<String>> =
            found.campaigns.into_iter().map(|campaign| campaign.members.into_iter().collect()).collect();
        prop_assert_eq!(found, joined_by_definition(&mails, &rates));
    }

    #[test]
    fn shares_are_counts_of_pairs(mails in any_mails()) {
        let rates = BaseRates::of(&background());
        let sorted: Vec<&Facts> = mails.iter().collect();
        let pairs: Vec<(&Facts, &Facts)> =
            sorted.iter().enumerate().flat_map(|(n, a)| sorted[n + 1..].iter().map(move |b| (*a, *b))).collect();
        for row in evidence::evidence(&sorted, &rates, &Options::default()) {
            let agree = |(a, b): &&(&Facts, &Facts)| match row.kind {
                Kind::Text => a.text.zip(b.text).is_some_and(|(a, b)| a.near == b.near),
                Kind::Window => a.sent.zip(b.sent).is_some_and(|(a, b)| (a.0 - b.0).abs() <= DAY),
                kind => a.values(kind).iter().any(|value| b.values(kind).contains(value)),
            };
            prop_assert_eq!(row.pairs, pairs.iter().filter(agree).count() as u64, "{:?}", row.kind);
        }
    }
}
