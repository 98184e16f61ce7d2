use super::super::time::{self, Zone};

#[track_caller]
fn check(text: &str, at: Option<&str>, zone: Zone) {
    let read = time::read(text.as_bytes(), 0);
    assert_eq!((read.at.map(|at| at.rfc3339()).as_deref(), read.zone), (at, zone), "{text:?}");
}

#[test]
fn times_have_a_zone_as_stated() {
    check("Tue, 5 Nov 2024 09:14:02 -0500 (EST)", Some("2024-11-05T14:14:02Z"), Zone::Offset(-300));
    check(" \r\n\t5 Nov 2024 14:14 +0000", Some("2024-11-05T14:14:00Z"), Zone::Offset(0));
    check("5 Nov 24 14:14:02 GMT", Some("2024-11-05T14:14:02Z"), Zone::Offset(0));
    check("5 Nov 2024 06:14:02 PST", Some("2024-11-05T14:14:02Z"), Zone::Offset(-480));
    check("5 Nov 2024 14:14:02 -0000", Some("2024-11-05T14:14:02Z"), Zone::Unstated);
    check("Tue Nov  5 14:14:02 2024 +0100", Some("2024-11-05T13:14:02Z"), Zone::Offset(60));
    check("Tuesday, 5 November 2024 14:14:02.250 +05:30", Some("2024-11-05T08:44:02Z"), Zone::Offset(330));
    check("2024-11-05 14:14:02.5 +0000 UTC", Some("2024-11-05T14:14:02Z"), Zone::Offset(0));
    check("31 Dec 2016 23:59:60 +0000", Some("2016-12-31T23:59:59Z"), Zone::Offset(0));
}

#[test]
fn a_time_without_a_known_zone_is_no_moment() {
    check("Tue, 5 Nov 2024 09:14:02", None, Zone::Missing);
    check("5 Nov 2024 09:14:02 XST", None, Zone::Unknown);
    check("5 Nov 2024 09:14:02 +9900", None, Zone::Unknown);
    check("5 Nov 2024 09:14:02 +53", None, Zone::Unknown);
}

#[test]
fn what_is_no_time_is_unreadable() {
    for text in [
        "",
        "soon",
        "32 Nov 2024 09:14:02 +0000",
        "5 Nov 2024 25:00:00 +0000",
        "5 Nov 2024",
        "30 Feb 2024 1:1:1 +0000",
    ] {
        check(text, None, Zone::Unreadable);
    }
    check(&"9".repeat(100_000), None, Zone::Unreadable);
}
