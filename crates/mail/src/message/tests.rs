use super::*;
use crate::limits::Limits;
use proptest::prelude::*;

/// `name|value` of each field, `kind|text` of each stray, then the body, and the names of the damage.
fn shown(bytes: &[u8]) -> (Vec<String>, Vec<(DamageKind, usize)>) {
    let message = Message::split(bytes, &Limits::default());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut parts: Vec<(usize, String)> = message
        .fields
        .iter()
        .map(|f| (f.span.start, format!("{}|{}", text(f.name), text(f.value))))
        .collect();
    for stray in &message.strays {
        parts.push((stray.span.start, format!("{:?}|{}", stray.kind, text(&bytes[stray.span.clone()]))));
    }
    parts.sort();
    let mut parts: Vec<String> = parts.into_iter().map(|(_, part)| part).collect();
    parts.push(text(message.body()));
    (parts, message.damage.iter().map(|d| (d.kind, d.first)).collect())
}

#[track_caller]
fn check(message: &str, parts: &[&str], damage: &[(DamageKind, usize)]) {
    let (shown_parts, shown_damage) = shown(message.as_bytes());
    assert_eq!(shown_parts, parts, "{message:?}");
    assert_eq!(shown_damage, damage, "{message:?}");
}

#[test]
fn a_sound_message_has_fields_and_a_body() {
    check(
        "From: a@b.example\r\nSubject: x\r\n\r\nbody\r\n",
        &["From| a@b.example", "Subject| x", "body\r\n"],
        &[],
    );
    check("A:1\r\nA:2\r\na:3\r\n\r\n", &["A|1", "A|2", "a|3", ""], &[]);
    check("A: 1\r\n\t2\r\n  3\r\nB:\r\n\r\n", &["A| 1\r\n\t2\r\n  3", "B|", ""], &[]);
    check("\r\nbody", &["body"], &[]);
}

#[test]
fn damage_is_named_with_its_place() {
    use DamageKind::*;
    check("", &[""], &[(NoBody, 0)]);
    check("A: 1", &["A| 1", ""], &[(NoBody, 4)]);
    check("A: 1\n\nx\n", &["A| 1", "x\n"], &[(LfLineEndings, 4)]);
    check("A: 1\r\nB: 2\n\r\nx", &["A| 1", "B| 2", "x"], &[(BareLf, 10)]);
    check("A: 1\rFrom: x\r\n\r\n", &["A| 1\rFrom: x", ""], &[(BareCr, 4)]);
    check("A: 1\r\r\n\r\r\nx", &["A| 1", "x"], &[(DoubledCr, 4)]);
    check("A: \0\r\n\r\n\0", &["A| \0", "\0"], &[(NulInHeader, 3), (NulInBody, 8)]);
    check("A: ü\r\n\r\n", &["A| ü", ""], &[(Utf8InHeader, 0)]);
    check("A : 1\r\n\r\n", &["A| 1", ""], &[(SpaceBeforeColon, 0)]);
    check("From : 1\r\n\r\n", &["From| 1", ""], &[(SpaceBeforeColon, 0)]);
    check("A\r\n : 1\r\n\r\n", &["A| 1", ""], &[(FoldedName, 0)]);
    check("A: 1\r\n \r\nB: 2\r\n\r\n", &["A| 1\r\n ", "B| 2", ""], &[(BlankFoldedLine, 6)]);
    check(
        "A: 1\r\nno field\r\n more\r\nB: 2\r\n\r\n",
        &["A| 1", "NotAField|no field\r\n more\r\n", "B| 2", ""],
        &[(NotAField, 6)],
    );
    check("Two words: 1\r\n\r\n", &["NotAField|Two words: 1\r\n", ""], &[(NotAField, 0)]);
    check(
        " From: a\r\nFrom: b\r\n\r\n",
        &["LeadingContinuation| From: a\r\n", "From| b", ""],
        &[(LeadingContinuation, 0)],
    );
    check(
        "From a@b.example Mon Jan  1 00:00:00 2024\nA: 1\n\n>From here\n>>From there\n",
        &["MboxFrom|From a@b.example Mon Jan  1 00:00:00 2024\n", "A| 1", ">From here\n>>From there\n"],
        &[(MboxFrom, 0), (LfLineEndings, 41), (QuotedFrom, 48)],
    );
    check(
        "\u{feff}A: 1\r\n\r\n",
        &["ByteOrderMark|\u{feff}", "A| 1", ""],
        &[(Utf8InHeader, 0), (ByteOrderMark, 0)],
    );
    let long = format!("A: {}\r\n\r\n{}", "x".repeat(996), "y".repeat(998));
    check(&long, &[&format!("A| {}", "x".repeat(996)), &"y".repeat(998)], &[(LongLine, 0)]);
    let eight_bit = Message::split(b"A: \xfc\r\n\r\n", &Limits::default()).damage;
    assert_eq!(eight_bit, [Damage { first: 0, kind: EightBitInHeader, count: 1 }]);
}

#[test]
fn fields_that_may_stand_once_are_named_when_they_stand_again() {
    for name in ["Date", "message-id", "Subject", "Return-Path", "Content-Type"] {
        let bytes = format!("{name}: 1\r\nReceived: a\r\nReceived: b\r\n{name}: 2\r\n\r\n").into_bytes();
        let message = Message::split(&bytes, &Limits::default());
        let again: Vec<_> = message.duplicates().map(|field| field.value).collect();
        assert_eq!(again, [b" 2"], "{name}");
        assert_eq!(
            message.damage.iter().map(|d| (d.kind, d.count)).collect::<Vec<_>>(),
            [(DamageKind::DuplicateField, 1)]
        );
    }
}

#[test]
fn each_kind_is_counted() {
    let message = Message::split(b"A: 1\rx\ry\nB: 2\n\n\n", &Limits::default());
    assert_eq!(
        message.damage,
        [
            Damage { first: 4, kind: DamageKind::BareCr, count: 2 },
            Damage { first: 8, kind: DamageKind::LfLineEndings, count: 4 },
        ]
    );
}

#[test]
fn what_a_mail_store_did_is_named_and_can_be_undone() {
    let message = Message::split(b"A: 1\r\nContent-Length: 4\r\n\r\nbodyappended", &Limits::default());
    assert!(message.has(DamageKind::ContentLength) && message.has(DamageKind::ContentLengthDiffers));
    assert_eq!(message.body_by_content_length(), Some(&b"body"[..]));
    let right = Message::split(b"Content-Length: 4\r\n\r\nbody", &Limits::default());
    assert!(right.has(DamageKind::ContentLength) && !right.has(DamageKind::ContentLengthDiffers));
    assert_eq!(right.body_by_content_length(), None);
    assert_eq!(*unquote_from(b">From a\n> From b\n>>From c\n"), *b"From a\n> From b\n>From c\n");
    assert!(matches!(unquote_from(b"> From b\n"), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn line_endings_are_repaired_on_request_only() {
    for (bytes, expected) in [
        ("a\r\nb\r\n", "a\r\nb\r\n"),
        ("a\nb\n", "a\r\nb\r\n"),
        ("a\r\nb\n\r\r\nc\rd", "a\r\nb\r\n\r\nc\rd"),
        ("\n\n", "\r\n\r\n"),
        ("", ""),
    ] {
        assert_eq!(String::from_utf8_lossy(&to_crlf(bytes.as_bytes())), expected, "{bytes:?}");
    }
    assert!(matches!(to_crlf(b"a\r\nb"), std::borrow::Cow::Borrowed(_)));
    for (bytes, ending) in
        [("a\r\nb\r\n", LineEnding::Crlf), ("a\nb\n", LineEnding::Lf), ("a\nb\r\n", LineEnding::Mixed)]
    {
        assert_eq!(Message::split(bytes.as_bytes(), &Limits::default()).line_ending, ending, "{bytes:?}");
    }
    // Translated twice: every line ends in CR CR LF.
    assert_eq!(Message::split(b"A: 1\r\r\n\r\r\n", &Limits::default()).line_ending, LineEnding::Mixed);
}

#[test]
fn folding_is_undone_on_request_only() {
    let message = Message::split(b"A:  one\r\n\ttwo\n three \r\n\r\n", &Limits::default());
    assert_eq!(message.fields[0].value, b"  one\r\n\ttwo\n three ");
    assert_eq!(*message.fields[0].unfolded(), *b"one\ttwo three");
    assert_eq!(message.fields[0].whole, b"A:  one\r\n\ttwo\n three \r\n");
}

#[test]
fn what_lies_beyond_a_limit_is_kept_in_one_piece() {
    let limits = Limits { header_bytes: 20, fields: 3, message_bytes: 60, ..Limits::default() };
    let split = |bytes: &[u8]| {
        let message = Message::split(bytes, &limits);
        tiles(&message);
        let over = message.strays.iter().find(|s| s.kind == StrayKind::OverLimit).map(|s| s.span.clone());
        (
            message.fields.len(),
            over,
            message.body.clone(),
            message.damage.iter().map(|d| d.kind).collect::<Vec<_>>(),
        )
    };
    assert_eq!(split(b"A:1\r\nB:2\r\nC:3\r\nD:4\r\nE:5\r\n\r\nx").1, Some(15..25));
    assert_eq!(split(b"A:1\r\nB:2\r\nC:3\r\nD:4\r\nE:5\r\n\r\nx").3, [DamageKind::OverFieldLimit]);
    let (fields, over, body, damage) = split(b"A:1\r\nB:a line beyond the limit\r\n C\r\n\r\nbody");
    assert_eq!((fields, over, body, damage), (1, Some(5..36), 38..42, vec![DamageKind::OverHeaderLimit]));
    let (_, _, body, damage) = split(&[b"A:1\r\n\r\n".as_slice(), &[b'x'; 100]].concat());
    assert_eq!((body, damage), (7..107, vec![DamageKind::OverMessageLimit]));
    let (_, over, body, damage) = split(&[b'x'; 100]);
    assert_eq!((over, body), (Some(0..60), 60..100));
    assert_eq!(damage, [DamageKind::OverHeaderLimit, DamageKind::NoBody, DamageKind::OverMessageLimit]);
}

#[test]
fn floods_end_and_are_named() {
    let body = b"\r\nbody".to_vec();
    for (flood, kind) in [
        (b"Received: x\r\n".repeat(20_000), DamageKind::OverFieldLimit),
        (b"x\r\n".repeat(20_000), DamageKind::OverFieldLimit),
        (b"From a@b.example\r\n".repeat(20_000), DamageKind::OverFieldLimit),
        ([b"A: ".as_slice(), &[b'x'; 3_000_000], b"\r\n"].concat(), DamageKind::OverHeaderLimit),
        ([b"A: 1\r\n".as_slice(), &b" x\r\n".repeat(500_000)].concat(), DamageKind::OverHeaderLimit),
    ] {
        let bytes = [flood, body.clone()].concat();
        let message = Message::split(&bytes, &Limits::default());
        tiles(&message);
        assert!(message.has(kind), "{:?}", message.damage);
        assert!(message.fields.len() + message.strays.len() <= 5_001);
        assert_eq!(message.body(), b"body");
    }
}

/// Fields, strays, blank line and body lie one behind the other and cover the message.
fn tiles(message: &Message<'_>) {
    let mut spans: Vec<_> = message.fields.iter().map(|f| f.span.clone()).collect();
    spans.extend(message.strays.iter().map(|s| s.span.clone()));
    spans.sort_by_key(|span| span.start);
    let mut at = 0;
    for span in spans {
        assert_eq!(span.start, at);
        assert!(span.end > span.start);
        at = span.end;
    }
    assert_eq!(at, message.header.end);
    let blank = &message.bytes[message.header.end..message.body.start];
    assert!(
        blank.is_empty() || blank.ends_with(b"\n") && blank[..blank.len() - 1].iter().all(|&b| b == b'\r')
    );
    assert_eq!(message.body.end, message.bytes.len());
    for field in &message.fields {
        assert_eq!(field.whole, &message.bytes[field.span.clone()]);
        assert_eq!(field.name, &message.bytes[field.name_span.clone()]);
        assert_eq!(field.value, &message.bytes[field.value_span.clone()]);
        assert_eq!(message.bytes[field.value_span.start - 1], b':');
    }
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let pieces: [&[u8]; 15] = [
        b"From",
        b"From ",
        b">From ",
        b"Content-Length: 3",
        b":",
        b" ",
        b"\t",
        b"\r",
        b"\n",
        b"\r\n",
        b"\r\n\r\n",
        b"\0",
        b"\xef\xbb\xbf",
        b"\xff",
        b"a@b.example",
    ];
    let piece = proptest::sample::select(pieces.to_vec());
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn parts_tile_any_bytes(bytes in prop_oneof![pieces(), proptest::collection::vec(any::<u8>(), 0..300)], small: bool) {
        let limits = match small {
            true => Limits { header_bytes: 24, fields: 3, message_bytes: 64, ..Limits::default() },
            false => Limits::default(),
        };
        let message = Message::split(&bytes, &limits);
        tiles(&message);
        for damage in &message.damage {
            prop_assert!(damage.first <= bytes.len() && damage.count > 0);
        }
    }

    #[test]
    fn repair_is_idempotent_and_changes_endings_only(bytes in pieces()) {
        let repaired = to_crlf(&bytes).into_owned();
        prop_assert_eq!(&*to_crlf(&repaired), &repaired[..]);
        let without = |bytes: &[u8]| bytes.iter().copied().filter(|b| !b"\r\n".contains(b)).collect::<Vec<_>>();
        prop_assert_eq!(without(&bytes), without(&repaired));
    }
}
