use super::*;
use crate::dkim::Canon::{self, Relaxed, Simple};
use crate::dkim::Repair;
use crate::limits::Limits;
use crate::message::Message;
use proptest::prelude::*;

fn body(text: &[u8], canon: Canon) -> Vec<u8> {
    let mut out = Vec::new();
    let mut last = 0;
    canonical_body(text, canon, |piece, at| {
        assert!(last <= at && at <= text.len(), "pieces come in order");
        last = at;
        out.extend_from_slice(piece);
    });
    out
}

fn field(name: &str, value: &str, canon: Canon) -> String {
    let bytes = format!("{name}:{value}\r\n");
    let message = Message::split(bytes.as_bytes(), &Limits::default());
    let mut out = Vec::new();
    canonical_field(&mut out, &message.fields[0], canon, Repair::default());
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn check_body(text: &str, simple: &str, relaxed: &str) {
    assert_eq!(String::from_utf8(body(text.as_bytes(), Simple)).unwrap(), simple, "simple {text:?}");
    assert_eq!(String::from_utf8(body(text.as_bytes(), Relaxed)).unwrap(), relaxed, "relaxed {text:?}");
}

#[test]
fn bodies() {
    check_body("a b\r\n", "a b\r\n", "a b\r\n");
    check_body(" c \r\nd \t e\r\n\r\n\r\n", " c \r\nd \t e\r\n", " c\r\nd e\r\n");
    // An empty body is one line ending when it is simple, nothing when it is relaxed.
    check_body("", "\r\n", "");
    check_body("\r\n\r\n", "\r\n", "");
    check_body("  \r\n\t\r\n", "  \r\n\t\r\n", "");
    // A last line without an ending gets one.
    check_body("a", "a\r\n", "a\r\n");
    check_body("a  ", "a  \r\n", "a\r\n");
    check_body("a\r\n\r\nb", "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n");
    check_body("a\r\n \t\r\n\r\n", "a\r\n \t\r\n", "a\r\n");
    // Only CR LF ends a line.
    check_body("a \nb\n", "a \nb\n\r\n", "a \nb\n\r\n");
    check_body("a\r\r\n", "a\r\r\n", "a\r\r\n");
    check_body("a \rb\r\n", "a \rb\r\n", "a \rb\r\n");
}

#[test]
fn fields() {
    // RFC 6376, section 3.4.5.
    assert_eq!(field("A", " X", Relaxed), "a:X\r\n");
    assert_eq!(field("B ", " Y\t\r\n\tZ  ", Relaxed), "b:Y Z\r\n");
    assert_eq!(field("B ", " Y\t\r\n\tZ  ", Simple), "B : Y\t\r\n\tZ  \r\n");
    assert_eq!(field("Subject", "", Relaxed), "subject:\r\n");
    assert_eq!(field("Subject", "\r\n ", Relaxed), "subject:\r\n");
}

proptest! {
    #[test]
    fn a_canonical_body_is_its_own_canonical_form(text in "[ab \t\r\n]{0,40}") {
        for canon in [Simple, Relaxed] {
            let once = body(text.as_bytes(), canon);
            prop_assert_eq!(body(&once, canon), once);
        }
    }

    #[test]
    fn a_canonical_field_is_its_own_canonical_form(value in "([ab \t]|\r\n ){0,40}") {
        let once = field("Name", &value, Relaxed);
        let again = once.strip_prefix("name:").and_then(|v| v.strip_suffix("\r\n")).unwrap();
        prop_assert_eq!(field("name", again, Relaxed), once);
    }

    #[test]
    fn relaxed_bodies_are_as_if_read_line_by_line(text in "[ab \t\r\n]{0,40}") {
        let mut lines: Vec<String> = text.split("\r\n").map(|line| {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|w| !w.is_empty()).collect();
            let indent = if line.starts_with([' ', '\t']) { " " } else { "" };
            format!("{indent}{}", words.join(" ")).trim_end_matches([' ', '\t']).to_owned()
        }).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let expected: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        prop_assert_eq!(String::from_utf8(body(text.as_bytes(), Relaxed)).unwrap(), expected);
    }
}
