use super::*;
use crate::domain::DomainName;
use model::Timestamp;
use proptest::prelude::*;

fn facts() -> FileFacts {
    FileFacts::of(Source { name: "file".into(), kind: SourceKind::Supplied })
}

fn at(date: &str) -> Timestamp {
    Timestamp::parse_rfc3339(&format!("{date}T00:00:00Z")).expect(date)
}

/// The answer in short: values in order, or the name of what else it is.
fn short(answer: &Answer) -> String {
    match answer {
        Answer::Records(records) => records.iter().map(|r| value(&r.data)).collect::<Vec<_>>().join(", "),
        Answer::NoData(_) => "no data".to_owned(),
        Answer::NoSuchName(_) => "no such name".to_owned(),
        Answer::Failed(failure, _) => format!("{failure:?}"),
        Answer::NotKnown(unknown) => format!("{unknown:?}"),
    }
}

fn value(data: &RecordData) -> String {
    match data {
        RecordData::A(address) => address.to_string(),
        RecordData::Aaaa(address) => address.to_string(),
        RecordData::Cname(name) | RecordData::Ptr(name) => name.to_string(),
        RecordData::Mx { preference, exchange } => {
            format!("{preference} {}", exchange.as_ref().map_or(".", DomainName::as_str))
        }
        RecordData::Txt(text) => String::from_utf8_lossy(text).into_owned(),
    }
}

/// Asks `name TYPE` and compares.
#[track_caller]
fn check(zone: &Zone, questions: &[(&str, &str)]) {
    check_at(zone, Timestamp::default(), questions);
}

#[track_caller]
fn check_at(zone: &Zone, at: Timestamp, questions: &[(&str, &str)]) {
    for (question, expected) in questions {
        let (name, record_type) = question.split_once(' ').expect(question);
        let name = DomainName::parse(name).expect(name);
        let answer = zone.get(&name, RecordType::from_name(record_type).expect(record_type), at);
        assert_eq!(short(&answer), *expected, "{question} at {}", at.rfc3339());
    }
}

#[test]
fn yaml_maps_names_to_records() {
    let file = b"
harbour.example:
  - MX: [10, mx.harbour.example]
  - MX: 20 Backup.Harbour.Example.
  - TXT: v=spf1 mx -all
  - TXT: ['in ', 'parts']
  - AAAA: TIMEOUT
mx.harbour.example:
  - A: 192.0.2.1
  - AAAA: 2001:db8::1
short.harbour.example: a text
www.harbour.example:
  - CNAME: mx.harbour.example
gone.harbour.example: NXDOMAIN
quiet.harbour.example:
  - MX: [0, '']
  - TXT: NONE
broken.harbour.example:
  - A: 192.0.2
  - LOC: somewhere
  - 7
a..example:
  - A: 192.0.2.1
";
    let zone = Zone::from_yaml(file, &facts()).expect("YAML");
    check(
        &zone,
        &[
            ("HARBOUR.example MX", "10 mx.harbour.example, 20 backup.harbour.example"),
            ("harbour.example TXT", "v=spf1 mx -all, in parts"),
            ("harbour.example AAAA", "Timeout"),
            ("harbour.example A", "NotOnFile"),
            ("www.harbour.example A", "192.0.2.1"),
            ("www.harbour.example CNAME", "mx.harbour.example"),
            ("www.harbour.example TXT", "NotOnFile"),
            ("gone.harbour.example A", "no such name"),
            ("short.harbour.example TXT", "a text"),
            ("quiet.harbour.example MX", "0 ."),
            ("quiet.harbour.example TXT", "no data"),
            ("quiet.harbour.example A", "NotOnFile"),
            ("other.example TXT", "NotOnFile"),
        ],
    );
    let problems: Vec<_> = zone.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "a..example: a label of the name is empty",
            "broken.harbour.example: no value for A: \"192.0.2\"",
            "broken.harbour.example: records of type LOC are not read",
            "broken.harbour.example: not a record: 7",
        ]
    );
}

#[test]
fn what_is_no_mapping_is_an_error() {
    assert!(matches!(Zone::from_yaml(b"- a\n- b\n", &facts()), Err(ZoneError::Shape)));
    assert!(matches!(Zone::from_yaml(b"a: [", &facts()), Err(ZoneError::Yaml(_))));
    assert!(matches!(Zone::from_yaml(b"a: \xff", &facts()), Err(ZoneError::NotUtf8 { offset: 3 })));
    assert!(Zone::from_yaml(b"", &facts()).is_ok());
    // Aliases that multiply: the parser's budget ends it.
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
                g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]\n";
    assert!(matches!(Zone::from_yaml(bomb.as_bytes(), &facts()), Err(ZoneError::Yaml(_))));
}

#[test]
fn a_complete_file_knows_what_does_not_exist() {
    let facts = FileFacts { coverage: Coverage::Complete, ..facts() };
    let zone = Zone::from_yaml(b"a.b.harbour.example:\n  - A: 192.0.2.1\n", &facts).expect("YAML");
    check(
        &zone,
        &[
            ("a.b.harbour.example MX", "no data"),
            // A name above one that exists, exists (RFC 8020).
            ("b.harbour.example A", "no data"),
            ("c.harbour.example A", "no such name"),
            ("xa.b.harbour.example A", "no such name"),
        ],
    );
}

#[test]
fn aliases_are_followed_and_circles_are_failures() {
    let file = b"
a.example: [{CNAME: b.example}]
b.example: [{CNAME: c.example}]
c.example: [{CNAME: a.example}]
d.example: [{CNAME: unknown.example}]
e.example: [{CNAME: f.example}]
g.example: [{CNAME: NONE}]
f.example: NXDOMAIN
";
    let zone = Zone::from_yaml(file, &facts()).expect("YAML");
    check(
        &zone,
        &[
            ("a.example A", "AliasLoop"),
            ("d.example A", "NotOnFile"),
            ("e.example A", "no such name"),
            ("g.example A", "NotOnFile"),
        ],
    );
}

#[test]
fn captured_answers_are_read_from_json() {
    let file = br#"{"name": "harbour.example", "type": "txt", "records": ["v=spf1 -all", ["in ", "parts"]]}
{"name": "harbour.example", "type": "MX", "records": ["10 mx.harbour.example", [20, "mx2.harbour.example"]]}
not JSON
{"name": "harbour.example", "type": "A", "records": []} {"name": "gone.example", "type": "A", "status": "NXDOMAIN"}
{"name": "slow.example", "status": "TIMEOUT"}
{"name": "odd.example", "type": "SRV", "records": ["1 2 3"]}
{"name": "odd.example", "type": "A", "records": ["nowhere"]}
{"name": "odd.example", "records": ["nowhere"]}
{"name": "odd.example", "type": "A", "records": ["192.0.2.1"], "seen_at": "yesterday"}
{"as.example": [{"A": "192.0.2.7"}]}
[{"name": "list.example", "type": "A", "records": ["192.0.2.1"]},
 {"name": "list.example", "type": "AAAA", "status": "SERVFAIL"}, 5]
"#;
    let zone = Zone::from_json(file, &facts()).expect("JSON");
    check(
        &zone,
        &[
            ("harbour.example TXT", "v=spf1 -all, in parts"),
            ("harbour.example MX", "10 mx.harbour.example, 20 mx2.harbour.example"),
            ("harbour.example A", "no data"),
            ("gone.example MX", "no such name"),
            ("slow.example MX", "Timeout"),
            ("list.example A", "192.0.2.1"),
            ("list.example AAAA", "Server"),
            ("as.example A", "192.0.2.7"),
            ("odd.example A", "NotOnFile"),
        ],
    );
    let problems: Vec<_> = zone.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "line 3: no JSON",
            "odd.example: records of type SRV are not read",
            "odd.example: no value for A: \"nowhere\"",
            "odd.example: an answer without a type",
            "odd.example: seen_at is no time in RFC 3339: \"yesterday\"",
            "JSON: not an answer of at most a megabyte: 5",
        ]
    );
}

#[test]
fn zone_files_are_read() {
    let file = br#"; the harbour's zone
$ORIGIN harbour.example.
$TTL 1h
@       IN SOA ns hostmaster ( 2024050101 ; serial
                               3600 900 1209600 300 )
        3600 IN MX 10 mx
        IN MX 20 mx.other.example.
        TXT "v=spf1 mx " "-all"
mx  1h30m IN A 192.0.2.1
    AAAA 2001:db8::1
s1._domainkey IN TXT ( "v=DKIM1; k=rsa; "  ; a key in two parts
                       "p=AAAA" )
esc TXT "a\"b\059c" plain\;word
www CNAME mx
none MX 0 .
bad A 192.0.2
$INCLUDE other
$ORIGIN .
top.example. A 192.0.2.9
"#;
    let zone = Zone::from_master(file, &facts()).expect("zone file");
    check(
        &zone,
        &[
            ("harbour.example MX", "10 mx.harbour.example, 20 mx.other.example"),
            ("harbour.example TXT", "v=spf1 mx -all"),
            ("mx.harbour.example A", "192.0.2.1"),
            ("www.harbour.example AAAA", "2001:db8::1"),
            ("s1._domainkey.harbour.example TXT", "v=DKIM1; k=rsa; p=AAAA"),
            ("esc.harbour.example TXT", "a\"b;cplain;word"),
            ("none.harbour.example MX", "0 ."),
            ("top.example A", "192.0.2.9"),
        ],
    );
    let problems: Vec<_> = zone.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "line 4: records of type SOA are not read",
            "line 16: no value for A: 192.0.2",
            "line 17: $INCLUDE is not read",
        ]
    );
}

#[test]
fn the_answer_in_force_depends_on_the_time() {
    let file = br#"
{"name": "k.example", "type": "TXT", "records": ["undated"]}
{"name": "k.example", "type": "TXT", "records": ["seen 2022"], "seen_at": "2022-01-01T00:00:00Z"}
{"name": "k.example", "type": "TXT", "records": ["seen 2024"], "seen_at": "2024-01-01T00:00:00Z"}
{"name": "k.example", "type": "TXT", "records": ["valid 2023"], "valid_from": "2023-01-01T00:00:00Z", "valid_until": "2023-07-01T00:00:00Z"}
{"name": "late.example", "type": "TXT", "records": ["seen 2024"], "seen_at": "2024-01-01T00:00:00Z"}
{"name": "revoked.example", "type": "TXT", "records": [], "seen_at": "2024-01-01T00:00:00Z"}
{"name": "ended.example", "type": "TXT", "records": ["x"], "seen_at": "2022-01-01T00:00:00Z"}
{"name": "ended.example", "status": "NXDOMAIN", "seen_at": "2024-01-01T00:00:00Z"}
{"name": "span.example", "type": "TXT", "records": ["x"], "valid_until": "2023-01-01T00:00:00Z"}
"#;
    let zone = Zone::from_json(file, &facts()).expect("JSON");
    for (date, expected) in [
        ("2021-06-01", "undated"),
        ("2022-06-01", "seen 2022"),
        ("2023-01-01", "valid 2023"),
        ("2023-07-01", "seen 2022"),
        ("2024-01-01", "seen 2024"),
    ] {
        check_at(&zone, at(date), &[("k.example TXT", expected)]);
    }
    // A record may have been there before it was seen, its absence says nothing about the time before.
    check_at(
        &zone,
        at("2023-01-01"),
        &[("late.example TXT", "seen 2024"), ("revoked.example TXT", "OtherTimes")],
    );
    check_at(
        &zone,
        at("2024-06-01"),
        &[("revoked.example TXT", "no data"), ("span.example TXT", "OtherTimes")],
    );
    // A newer answer about the name goes before an older one about the type.
    check_at(&zone, at("2023-01-01"), &[("ended.example TXT", "x")]);
    check_at(&zone, at("2024-06-01"), &[("ended.example TXT", "no such name")]);
    check_at(&zone, at("2022-12-31"), &[("span.example TXT", "x")]);
}

#[test]
fn files_add_up_whatever_their_order() {
    let read = |name: &str, json: &[u8]| {
        let source = Source { name: name.into(), kind: SourceKind::Captured };
        Zone::from_json(json, &FileFacts::of(source)).expect("JSON")
    };
    let one = read("one", br#"{"name": "a.example", "type": "A", "records": ["192.0.2.1", "192.0.2.2"]}"#);
    let two = read("two", br#"{"name": "a.example", "type": "A", "records": ["192.0.2.3"]} {"name": "b.example", "status": "NXDOMAIN"}"#);
    let merged = |zones: [&Zone; 3]| {
        let mut sum = Zone::default();
        zones.into_iter().for_each(|zone| sum.merge(zone.clone()));
        sum
    };
    assert_eq!(merged([&one, &two, &one]), merged([&two, &one, &two]));
    check(
        &merged([&one, &two, &two]),
        &[("a.example A", "192.0.2.1, 192.0.2.2"), ("b.example A", "no such name")],
    );
}

#[test]
fn a_name_with_too_many_records_is_cut() {
    let file = "a.example. A 192.0.2.1\n".repeat(5_000);
    let zone = Zone::from_master(file.as_bytes(), &facts()).expect("zone file");
    let answer =
        zone.get(&DomainName::parse("a.example").expect("name"), RecordType::A, Timestamp::default());
    assert!(matches!(answer, Answer::Records(records) if records.len() == 4_096));
    assert_eq!(zone.problems().len(), 5_000 - 4_096);
    let junk = Zone::from_json("x\n".repeat(5_000).as_bytes(), &facts()).expect("JSON");
    assert_eq!((junk.problems().len(), junk.problems().last()), (1_001, Some(&ZoneProblem::Further)));
}

proptest! {
    #[test]
    fn readers_take_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[a-zA.@$ \\t\\n\"\\\\;(){}\\[\\]:,0-9-]{0,120}") {
        for input in [&bytes[..], text.as_bytes()] {
            let _ = Zone::from_yaml(input, &facts());
            let _ = Zone::from_json(input, &facts());
            prop_assert!(Zone::from_master(input, &facts()).is_ok());
        }
    }
}
