use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, expected: Result<&[(&str, &str)], MalformedKind>) {
    let read = TagList::parse(text.as_bytes());
    let read = match &read {
        Ok(list) => {
            Ok(list.tags.iter().map(|t| (t.name, std::str::from_utf8(t.value).unwrap())).collect::<Vec<_>>())
        }
        Err(malformed) => Err(malformed.kind),
    };
    assert_eq!(read, expected.map(<[_]>::to_vec), "{text:?}");
}

#[test]
fn lists_are_read_as_the_grammar_has_them() {
    use MalformedKind::*;
    check("v=1", Ok(&[("v", "1")]));
    check("v=1; d=harbour.example;", Ok(&[("v", "1"), ("d", "harbour.example")]));
    check("v = 1 ;\r\n\td=\r\n harbour.example ; ", Ok(&[("v", "1"), ("d", "harbour.example")]));
    check("b=ab\r\n cd==", Ok(&[("b", "ab\r\n cd==")]));
    check("p=", Ok(&[("p", "")]));
    check("p=; D=a; d=b", Ok(&[("p", ""), ("D", "a"), ("d", "b")]));
    check("d=bücher.example", Ok(&[("d", "bücher.example")]));
    // A list has at least one tag, and no holes.
    check("", Err(NoTag));
    check(" \r\n ", Err(NoTag));
    check(";", Err(NoTag));
    check("v=1;; d=a", Err(NoTag));
    check("v=1;;", Err(NoTag));
    check("v", Err(NoEquals));
    check("v=DKIM1; k", Err(NoEquals));
    check("=1", Err(BadName));
    check("1v=1", Err(BadName));
    check("v-x=1", Err(BadName));
    check("v x=1", Err(BadName));
    check("d=a\u{0}b", Err(BadByte));
    check("d=a\rb", Err(BadByte));
    check("d=a; d=a", Err(Duplicate));
    check("d=a; s=b; d=c", Err(Duplicate));
    check(&(0..101).map(|i| format!("a{i}=1;")).collect::<String>(), Err(TooMany));
}

#[test]
fn a_lenient_reading_keeps_what_can_be_read() {
    let (list, malformed) = TagList::parse_leniently(b"v=DMARC1; p=reject;; sp; p=none; adkim=s ;");
    let tags: Vec<_> = list.tags.iter().map(|t| (t.name, t.value)).collect();
    assert_eq!(tags, [("v", &b"DMARC1"[..]), ("p", b"reject"), ("adkim", b"s")]);
    use MalformedKind::*;
    assert_eq!(
        malformed.iter().map(|m| (m.kind, m.at)).collect::<Vec<_>>(),
        [(NoTag, 19), (NoEquals, 20), (Duplicate, 24)]
    );
}

#[test]
fn bytes_that_are_no_utf_8_are_named_with_their_place() {
    let malformed = TagList::parse(b"v=1; d=a\xffb").unwrap_err();
    assert_eq!(malformed, Malformed { kind: MalformedKind::BadByte, at: 8 });
}

proptest! {
    #[test]
    fn any_bytes_end_in_a_list_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        match TagList::parse(&bytes) {
            Ok(list) => for tag in &list.tags {
                prop_assert_eq!(bytes[tag.span.clone()].trim_ascii(), tag.value);
                prop_assert_eq!(list.get(tag.name), Some(tag));
            },
            Err(malformed) => prop_assert!(malformed.at <= bytes.len()),
        }
        let (list, malformed) = TagList::parse_leniently(&bytes);
        if let Ok(strict) = TagList::parse(&bytes) {
            prop_assert_eq!((list, malformed), (strict, Vec::new()));
        }
    }

    #[test]
    fn what_was_written_is_read(tags in prop::collection::btree_map("[a-z][a-z0-9_]{0,5}", "[!-:<-~]{0,9}", 1..9)) {
        let text: String = tags.iter().map(|(name, value)| format!(" {name} =\r\n {value} ;")).collect();
        let list = TagList::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(list.tags.len(), tags.len());
        for (name, value) in &tags {
            prop_assert_eq!(list.value(name), Some(value.as_bytes()));
        }
    }
}
