use super::*;
use crate::domain::DomainName;

fn check(csv: &str, ip: &str, expected: Option<&str>) {
    let table = Table::read(Subject::Country, "t.csv", csv.as_bytes().to_vec()).expect("a table");
    let opinion = table.about(ip.parse().expect("an address"));
    assert_eq!(opinion.value.as_deref(), expected, "{ip} in {csv}");
}

#[test]
fn ranges_are_read_in_every_form() {
    let csv = "first,last,country\n192.0.2.0,192.0.2.127,AA\n198.51.100.0/24,BB,x\n2001:db8::/32,CC\n203.0.113.9,DD\n";
    check(csv, "192.0.2.0", Some("AA"));
    check(csv, "192.0.2.127", Some("AA"));
    check(csv, "192.0.2.128", None);
    check(csv, "198.51.100.200", Some("BB x"));
    check(csv, "2001:db8:1::1", Some("CC"));
    check(csv, "203.0.113.9", Some("DD"));
    check(csv, "::ffff:203.0.113.9", Some("DD"));
    check(csv, "::1", None);
}

#[test]
fn the_inner_one_of_two_ranges_counts() {
    let csv = "192.0.2.0/24,AA\n192.0.2.64/26,BB\n";
    check(csv, "192.0.2.63", Some("AA"));
    check(csv, "192.0.2.64", Some("BB"));
    check(csv, "192.0.2.128", Some("AA"));
}

#[test]
fn what_is_no_table_is_an_error() {
    for bytes in
        [b"".as_slice(), b"no,ranges\n", b"\xff\xfe\n", b"192.0.2.9,192.0.2.1,AA\n", b"192.0.2.0/40,x\n"]
    {
        assert!(matches!(
            Table::read(Subject::Country, "t", bytes.to_vec()),
            Err(TableError::NoRanges { .. })
        ));
    }
    let broken = [b"rubbish".as_slice(), b"\xab\xcd\xefMaxMind.com", b"\xff\xff"].concat();
    assert!(matches!(Table::read(Subject::Country, "t", broken), Err(TableError::Mmdb { .. })));
}

#[test]
fn look_alikes_are_named_by_what_makes_them_so() {
    let name = |text: &str| DomainName::parse(text).expect("a name");
    let protected = [name("saltmere-office.example"), name("lampen.example")];
    for (domain, expected) in [
        ("mail.saltmere-office.example", None),
        ("saltmere-office.test", Some(Likeness::OtherSuffix)),
        ("saltmere-0ffice.example", Some(Likeness::SameShape)),
        ("saltmere-ofice.example", Some(Likeness::OneEdit)),
        ("saltmere-office-login.example", Some(Likeness::Contains)),
        // Cyrillic а and е.
        ("lаmpеn.example", Some(Likeness::SameShape)),
        ("gulls.example", None),
    ] {
        let found = look_alikes(&name(domain), &protected);
        assert_eq!(found.first().map(|found| found.likeness), expected, "{domain}");
    }
}

#[test]
fn lists_hold_what_lies_below_their_domains() {
    let list = DomainList::read("free", "# free mail\nPost.example\n[\"letters.test\", \"x y\"]\n");
    assert_eq!(list.len(), 2);
    for (domain, held) in
        [("post.example", true), ("eu.post.example", true), ("example", false), ("letters.test", true)]
    {
        assert_eq!(list.holds(&DomainName::parse(domain).expect("a name")), held, "{domain}");
    }
}
