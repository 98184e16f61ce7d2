use super::*;
use crate::dns::{Coverage, FileFacts, Seen, Source, SourceKind, Unknown, Zone};
use model::Timestamp;
use proptest::prelude::*;

const ZONE: &str = "
harbour.example: [{TXT: v=spf1 mx a:www.harbour.example -all exp=why.harbour.example}, {MX: [10, mx.harbour.example]}]
mx.harbour.example: [{A: 192.0.2.1}, {AAAA: '2001:db8::1'}]
www.harbour.example: [{A: 192.0.2.2}]
why.harbour.example: [{TXT: 'No %{i} for %{S} from %{h} at %{r}, %{t}'}]
net.example: [{TXT: 'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all'}]
list.example: [{TXT: 'v=spf1 include:net.example ?all'}]
moved.example: [{TXT: 'v=spf1 redirect=net.example'}]
user.example: [{TXT: 'v=spf1 exists:%{l1r-}.users.user.example -all'}]
desk.users.user.example: [{A: 127.0.0.2}]
ptr.example: [{TXT: 'v=spf1 ptr -all'}]
1.2.0.192.in-addr.arpa: [{PTR: other.example}, {PTR: mail.ptr.example}]
mail.ptr.example: [{A: 192.0.2.1}]
silent.example: [{TXT: other text}]
two.example: [{TXT: v=spf1 -all}, {TXT: v=spf1 +all}]
slow.example: TIMEOUT
waits.example: [{TXT: 'v=spf1 a:slow.example -all'}]
loop.example: [{TXT: 'v=spf1 include:loop.example -all'}]
voids.example: [{TXT: 'v=spf1 a:a.example a:b.example a:c.example +all'}]
hosts.example: [{TXT: v=spf1 mx +all}, {MX: [1, a.example]}, {MX: [1, b.example]}, {MX: [1, c.example]},
  {MX: [1, d.example]}, {MX: [1, e.example]}, {MX: [1, f.example]}, {MX: [1, g.example]}, {MX: [1, h.example]},
  {MX: [1, i.example]}, {MX: [1, j.example]}, {MX: [1, k.example]}]
none.example: [{TXT: 'v=spf1 include:silent.example +all'}]
nowhere.example: [{TXT: 'v=spf1 redirect=silent.example'}]
";

fn facts(coverage: Coverage) -> FileFacts {
    FileFacts { seen: Seen::undated(Source { name: "zone".into(), kind: SourceKind::Supplied }), coverage }
}

fn zone(yaml: &str, coverage: Coverage) -> Zone {
    let zone = Zone::from_yaml(yaml.as_bytes(), &facts(coverage)).expect("YAML");
    assert_eq!(zone.problems(), []);
    zone
}

fn query<'a>(ip: &str, mail_from: &'a str) -> Query<'a> {
    let at = Timestamp::parse_rfc3339("2024-05-01T12:00:00Z").expect("a time");
    Query {
        ip: ip.parse().expect(ip),
        helo: "mx.harbour.example",
        mail_from,
        receiver: Some("mx.quay.example"),
        at,
    }
}

#[track_caller]
fn check_ip(ip: &str, mail_from: &str, verdict: Verdict, reason: Option<Reason>) {
    let outcome = check(&query(ip, mail_from), &zone(ZONE, Coverage::Complete));
    assert_eq!((outcome.verdict, outcome.reason), (verdict, reason), "{mail_from} {:#?}", outcome.steps);
}

#[test]
fn policies_are_followed() {
    use Verdict::{Fail, Neutral, Pass, SoftFail};
    check_ip("192.0.2.1", "desk@harbour.example", Pass, None);
    check_ip("2001:db8::1", "desk@harbour.example", Pass, None);
    check_ip("::ffff:192.0.2.2", "desk@harbour.example", Pass, None);
    check_ip("192.0.2.3", "desk@harbour.example", Fail, None);
    check_ip("192.0.2.99", "desk@net.example", Pass, None);
    check_ip("198.51.100.1", "desk@net.example", SoftFail, None);
    check_ip("192.0.2.99", "desk@list.example", Pass, None);
    check_ip("198.51.100.1", "desk@list.example", Neutral, None);
    check_ip("192.0.2.99", "desk@moved.example", Pass, None);
    check_ip("192.0.2.1", "desk-east@user.example", Pass, None);
    check_ip("192.0.2.1", "mayor@user.example", Fail, None);
    check_ip("192.0.2.1", "desk@ptr.example", Pass, None);
    check_ip("192.0.2.2", "desk@ptr.example", Fail, None);
    // A bounce: the HELO name is checked.
    let bounce = check(&query("192.0.2.1", ""), &zone(ZONE, Coverage::Complete));
    assert_eq!((bounce.identity, bounce.verdict), (Identity::Helo, Verdict::None));
}

#[test]
fn every_failure_has_a_name() {
    use Verdict::{PermError, TempError};
    let check = |mail_from: &str, verdict, reason| check_ip("192.0.2.9", mail_from, verdict, Some(reason));
    check("desk@silent.example", Verdict::None, Reason::NoRecord);
    check("desk@absent.example", Verdict::None, Reason::NoRecord);
    check("desk@localhost", Verdict::None, Reason::NoDomain);
    check("desk@[192.0.2.1]", Verdict::None, Reason::NoDomain);
    check("desk@harbour..example", Verdict::None, Reason::NoDomain);
    check(&format!("{}@harbour.example", "a".repeat(2_000)), Verdict::None, Reason::LongIdentity);
    check("desk@two.example", PermError, Reason::SeveralRecords);
    check("desk@slow.example", TempError, Reason::LookupFailed(crate::dns::Failure::Timeout));
    check("desk@waits.example", TempError, Reason::LookupFailed(crate::dns::Failure::Timeout));
    check("desk@loop.example", PermError, Reason::TooManyLookups);
    check("desk@voids.example", PermError, Reason::TooManyVoidLookups);
    check("desk@hosts.example", PermError, Reason::TooManyMailHosts);
    check("desk@none.example", PermError, Reason::IncludeWithoutPolicy);
    check("desk@nowhere.example", PermError, Reason::RedirectWithoutPolicy);
}

#[test]
fn syntax_is_checked_to_the_end_before_anything_matches() {
    for (policy, reason) in [
        ("v=spf1 +all moo", Reason::UnknownMechanism),
        ("v=spf1 +all ip4:192.0.2.0/33", Reason::PrefixLength),
        ("v=spf1 +all ip4:192.0.2.0/032", Reason::PrefixLength),
        ("v=spf1 +all ip4:192.0.2", Reason::Network),
        ("v=spf1 +all ip6:192.0.2.1", Reason::Network),
        ("v=spf1 +all ip4", Reason::Arguments),
        ("v=spf1 +all all:x", Reason::Arguments),
        ("v=spf1 +all a/24/64", Reason::PrefixLength),
        ("v=spf1 +all a/24/24", Reason::Arguments),
        ("v=spf1 +all a:net.example/24/24", Reason::DomainSpec),
        ("v=spf1 +all include:", Reason::DomainSpec),
        ("v=spf1 +all a:net.123", Reason::DomainSpec),
        ("v=spf1 +all exists:%{x}.net.example", Reason::Macro),
        ("v=spf1 +all exists:%{c}.net.example", Reason::Macro),
        ("v=spf1 +all exists:%{d0}.net.example", Reason::Macro),
        ("v=spf1 +all exists:100%", Reason::Macro),
        ("v=spf1 +all redirect=net.example redirect=net.example", Reason::DuplicateModifier),
        ("v=spf1 +all 1up=x", Reason::ModifierName),
        ("v=spf1 +all redirect:net.example", Reason::UnknownMechanism),
        ("v=spf1 +all a:n\u{fc}t.example", Reason::NotPrintable),
        ("v=spf1 +all\ta", Reason::NotPrintable),
    ] {
        let zone = zone(&serde_json::json!({"p.example": [{"TXT": policy}]}).to_string(), Coverage::Complete);
        let outcome = check(&query("192.0.2.1", "desk@p.example"), &zone);
        assert_eq!((outcome.verdict, outcome.reason), (Verdict::PermError, Some(reason)), "{policy}");
        assert!(
            matches!(outcome.steps.last().map(|s| s.effect), Some(Effect::Stop(r)) if r == reason),
            "{policy}"
        );
    }
}

#[test]
fn the_way_to_the_verdict_is_told() {
    let outcome = check(&query("192.0.2.3", "de sk@harbour.example"), &zone(ZONE, Coverage::Complete));
    assert_eq!(
        outcome.explanation.as_deref(),
        Some(
            "No 192.0.2.3 for de%20sk%40harbour.example from mx.harbour.example at mx.quay.example, 1714564800"
        )
    );
    let steps: Vec<_> = outcome.steps.iter().map(|s| (s.term.as_str(), s.effect)).collect();
    assert_eq!(
        steps,
        [("mx", Effect::NoMatch), ("a:www.harbour.example", Effect::NoMatch), ("-all", Effect::Match)]
    );
    let asked: Vec<_> = outcome
        .lookups
        .iter()
        .map(|l| format!("{} {} {:?}", l.name, l.record_type.name(), l.found))
        .collect();
    assert_eq!(
        asked,
        [
            "harbour.example TXT Records(1)",
            "harbour.example MX Records(1)",
            "mx.harbour.example A Records(1)",
            "www.harbour.example A Records(1)",
            "why.harbour.example TXT Records(1)",
        ]
    );
    assert_eq!(outcome.policies.len(), 1);
    let include = check(&query("192.0.2.3", "desk@list.example"), &zone(ZONE, Coverage::Complete));
    let steps: Vec<_> =
        include.steps.iter().map(|s| (s.domain.as_str(), s.term.as_str(), s.effect)).collect();
    assert_eq!(
        steps,
        [
            ("list.example", "include:net.example", Effect::Follow),
            ("net.example", "ip4:192.0.2.0/24", Effect::Match),
            ("list.example", "include:net.example", Effect::Match),
        ]
    );
}

#[test]
fn what_is_not_on_file_is_not_known() {
    let not_on_file = Some(Reason::NotOnFile(Unknown::NotOnFile));
    for (yaml, ip, verdict, reason) in [
        ("other.example: [{A: 192.0.2.1}]", "192.0.2.1", Verdict::NotKnown, not_on_file),
        ("p.example: v=spf1 a -all", "192.0.2.1", Verdict::NotKnown, not_on_file),
        ("p.example: v=spf1 ip4:192.0.2.1 a -all", "192.0.2.1", Verdict::Pass, None),
        ("p.example: v=spf1 include:q.example -all", "192.0.2.1", Verdict::NotKnown, not_on_file),
        ("p.example: v=spf1 ptr -all", "192.0.2.1", Verdict::NotKnown, not_on_file),
        ("p.example: 'v=spf1 exists:%{p}.p.example -all'", "192.0.2.1", Verdict::NotKnown, not_on_file),
        // The name that is not on file would be the better one.
        (
            "p.example: 'v=spf1 exists:%{p}.p.example -all'
1.2.0.192.in-addr.arpa: [{PTR: other.example}, {PTR: mail.p.example}]
other.example: [{A: 192.0.2.1}]
other.example.p.example: NXDOMAIN",
            "192.0.2.1",
            Verdict::NotKnown,
            not_on_file,
        ),
        // An explanation that is missing changes no verdict.
        ("p.example: v=spf1 -all exp=why.p.example", "192.0.2.1", Verdict::Fail, None),
        ("p.example: NXDOMAIN", "192.0.2.1", Verdict::None, Some(Reason::NoRecord)),
        ("p.example: [{TXT: v=spf1 a -all}, {A: NONE}]", "192.0.2.1", Verdict::Fail, None),
    ] {
        let outcome = check(&query(ip, "desk@p.example"), &zone(yaml, Coverage::Partial));
        assert_eq!((outcome.verdict, outcome.reason), (verdict, reason), "{yaml}");
    }
}

#[test]
fn the_verdict_is_that_of_the_time() {
    let yaml = "
p.example:
  - {TXT: 'v=spf1 ip4:192.0.2.1 -all', seen_at: '2024-01-01T00:00:00Z'}
  - {TXT: v=spf1 -all, seen_at: '2025-01-01T00:00:00Z'}
";
    let zone = zone(yaml, Coverage::Partial);
    let at_receipt = query("192.0.2.1", "desk@p.example");
    let now = Query { at: Timestamp::parse_rfc3339("2026-01-01T00:00:00Z").expect("a time"), ..at_receipt };
    assert_eq!(check(&at_receipt, &zone).verdict, Verdict::Pass);
    assert_eq!(check(&now, &zone).verdict, Verdict::Fail);
    assert_eq!(
        check(&now, &zone).policies[0].seen.seen_at.map(Timestamp::rfc3339).as_deref(),
        Some("2025-01-01T00:00:00Z")
    );
}

#[test]
fn hostile_policies_end() {
    // Eleven policies of 20,000 terms, each of which expands a long sender.
    let long = format!("v=spf1 {}", "%{s}.".repeat(12_000).split_at(48_000).0);
    let policies = [
        format!("v=spf1 {}include:p.example", "ip4:192.0.2.9 ".repeat(4_000)),
        format!("v=spf1 exists:{}example.com -all", "%{s}".repeat(15_000)),
        format!("v=spf1 {}", "a ".repeat(30_000)),
        long,
    ];
    let sender = format!("{}@p.example", "x".repeat(1_000));
    for policy in policies {
        let file = format!(
            "p.example. TXT {}",
            policy
                .as_bytes()
                .chunks(250)
                .map(|c| format!("\"{}\" ", String::from_utf8_lossy(c)))
                .collect::<String>()
        );
        let zone = Zone::from_master(file.as_bytes(), &facts(Coverage::Complete)).expect("zone file");
        let outcome = check(&query("192.0.2.1", &sender), &zone);
        assert!(
            outcome.verdict == Verdict::PermError || outcome.verdict == Verdict::Fail,
            "{:?}",
            outcome.reason
        );
        assert!(outcome.steps.len() <= MAX_STEPS);
    }
}

fn term() -> impl Strategy<Value = String> {
    let target = prop_oneof![
        Just(""),
        Just(":a.example"),
        Just(":b.example"),
        Just(":%{p}.example"),
        Just(":%{l}.example"),
        Just(":c.example"),
    ];
    let name = prop_oneof![
        Just("a"),
        Just("mx"),
        Just("ptr"),
        Just("include"),
        Just("exists"),
        Just("ip4:192.0.2.0/31"),
        Just("all"),
    ];
    (prop_oneof![Just(""), Just("-"), Just("~"), Just("?")], name, target).prop_map(
        |(qualifier, name, target)| match name {
            "all" | "ip4:192.0.2.0/31" => format!("{qualifier}{name}"),
            "include" | "exists" if target.is_empty() => format!("{qualifier}{name}:a.example"),
            _ => format!("{qualifier}{name}{target}"),
        },
    )
}

proptest! {
    /// Taking records out of the files can make a verdict unknown, never another one.
    #[test]
    fn missing_records_make_no_verdict(
        policies in proptest::collection::vec(proptest::collection::vec(term(), 0..4), 3),
        addresses in proptest::collection::vec(0_u8..4, 3),
        pointers in proptest::collection::vec(0_usize..3, 0..3),
        kept in proptest::collection::vec(any::<bool>(), 12),
        last in 0_u8..4,
    ) {
        let names = ["a.example", "b.example", "c.example"];
        let mut lines = Vec::new();
        for (n, name) in names.iter().enumerate() {
            lines.push(format!("{name}. TXT \"v=spf1 {}\"", policies[n].join(" ")));
            lines.push(format!("{name}. A 192.0.2.{}", addresses[n]));
            lines.push(format!("{name}. MX 10 {}.", names[(n + 1) % 3]));
        }
        for pointer in pointers {
            lines.push(format!("{last}.2.0.192.in-addr.arpa. PTR {}.", names[pointer]));
        }
        // Records of one name and type are one answer: they are on file together or not at all.
        let keep = |n: usize| kept[n.min(9)];
        let some: Vec<_> = lines.iter().enumerate().filter(|(n, _)| keep(*n)).map(|(_, line)| line.clone()).collect();
        let read = |lines: &[String], coverage| {
            Zone::from_master(lines.join("\n").as_bytes(), &facts(coverage)).expect("zone file")
        };
        let query = query(&format!("192.0.2.{last}"), "b@a.example");
        let all = check(&query, &read(&lines, Coverage::Complete));
        let part = check(&query, &read(&some, Coverage::Partial));
        prop_assert!(part.verdict == Verdict::NotKnown || part.verdict == all.verdict, "{:?} {:?}", part, all);
    }

    #[test]
    fn any_policy_is_read(text in "[a-z0-9%{}:/.=+?~ -]{0,80}", mail_from in "[ -~]{0,40}", bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let policy = [b"v=spf1 ", text.as_bytes(), &bytes].concat();
        let file = format!("p.example. TXT {}", policy.iter().map(|b| format!("\\{b:03}")).collect::<String>());
        let zone = Zone::from_master(file.as_bytes(), &facts(Coverage::Complete)).expect("zone file");
        let _ = check(&query("192.0.2.1", &format!("{mail_from}@p.example")), &zone);
    }
}
