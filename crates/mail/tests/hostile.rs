//! Mails made to exhaust a reader, examined in full: what lies beyond a limit is named, what comes out is bounded, and
//! the work grows no faster than the mail. The same mails at full size: `bench/hostile_mail.py`.

use model::Timestamp;
use scrutineer_mail::authentication_results::ProblemKind;
use scrutineer_mail::author::{self, Authors};
use scrutineer_mail::content::{Content, Flaw, MAX_TEXT};
use scrutineer_mail::dkim;
use scrutineer_mail::dns::{Answer, DnsView, RecordType, Unknown};
use scrutineer_mail::domain::DomainName;
use scrutineer_mail::examination::{Context, Examination, examine};
use scrutineer_mail::intel::Intel;
use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::{DamageKind, Message};
use scrutineer_mail::trace::{Own, ReceivedProblem};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Knows nothing, and counts how often it is asked.
#[derive(Default)]
struct Counting(AtomicUsize);

impl DnsView for Counting {
    fn get(&self, _: &DomainName, _: RecordType, _: Timestamp) -> Answer {
        self.0.fetch_add(1, Ordering::Relaxed);
        Answer::NotKnown(Unknown::NotOnFile)
    }
}

/// All that the lens finds in a mail.
struct Found {
    examination: Examination,
    content: Content,
    /// Bytes of the examination as JSON.
    said: usize,
    /// Questions to the DNS.
    asked: usize,
}

fn find(mail: &[u8]) -> Found {
    let (own, intel, dns) = (Own::default(), Intel::default(), Counting::default());
    let now = Timestamp(1_764_000_000_000_000);
    let context =
        Context { own: &own, trusted_sealers: &[], dns: &dns, intel: &intel, limits: Limits::default(), now };
    let message = Message::split(mail, &context.limits);
    let examination = examine(&message, &context);
    let content = Content::of(&message, &context.limits);
    let said = serde_json::to_vec(&examination).expect("JSON").len();
    Found { examination, content, said, asked: dns.0.into_inner() }
}

/// What has to be named.
#[derive(Clone, Copy, Debug)]
enum Named {
    Damage(DamageKind),
    Flaw(Flaw),
    Author(author::Reason),
    Received(ReceivedProblem),
    /// Signatures beyond the limit.
    Signatures,
    /// Nothing is wrong with so much of it.
    Nothing,
}

impl Named {
    fn is_in(self, found: &Found) -> bool {
        let Found { examination, content, .. } = found;
        match self {
            Self::Damage(kind) => examination.damage.iter().any(|damage| damage.kind == kind),
            Self::Flaw(flaw) => content.flaws.contains(&flaw),
            Self::Author(reason) => examination.authors.reasons().contains(&reason),
            Self::Received(problem) => examination.trace.hops.iter().any(|hop| hop.line.has(problem)),
            Self::Signatures => examination
                .verdicts
                .first()
                .dkim
                .iter()
                .any(|outcome| outcome.reason == Some(dkim::Reason::OverLimit)),
            Self::Nothing => true,
        }
    }
}

/// Questions that a mail may lead to: a key for each of 100 signatures and 50 sets of two, the policies of a hundred
/// readings up to the top, all for two times.
const MOST_ASKED: usize = 2 * (100 + 2 * 50 + 100 * 10);

/// Examines a mail of so many pieces and one of twice as many.
#[track_caller]
fn check(make: impl Fn(usize) -> String, pieces: usize, named: Named) {
    let [once, twice] = [pieces, 2 * pieces].map(|pieces| find(make(pieces).as_bytes()));
    for found in [&once, &twice] {
        assert!(named.is_in(found), "{named:?} {:?} {:?}", found.examination.damage, found.content.flaws);
        let limits = Limits::default();
        let Examination { trace, authors, verdicts, .. } = &found.examination;
        assert!(trace.hops.len() <= limits.fields && trace.observations.len() <= 200);
        assert!(authors.readings.len() <= 100 && authors.flags.len() <= 300, "{}", authors.flags.len());
        let checked = |outcome: &&dkim::Outcome| outcome.reason != Some(dkim::Reason::OverLimit);
        assert!(verdicts.now.dkim.iter().filter(checked).count() <= limits.signatures);
        assert!(verdicts.now.arc.sets.len() <= limits.arc_sets);
        assert!(found.content.parts <= limits.parts && found.content.text.len() <= 3 * MAX_TEXT);
        assert!(found.asked <= MOST_ASKED, "{} questions", found.asked);
    }
    // Places in a longer mail have a digit more.
    assert!(twice.said <= 2 * once.said + once.said / 10 + 1_000, "{} bytes, then {}", once.said, twice.said);
    assert!(twice.asked <= 2 * once.asked + 10, "{} questions, then {}", once.asked, twice.asked);
}

const TOP: &str = "Received: from relay.harbour.example (relay.harbour.example [203.0.113.7]) by mx.office.example \
                   (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n";

fn multipart(body: &str) -> String {
    format!("{TOP}From: a@pier.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{body}")
}

/// A field of so many pieces, in front of a mail.
fn field(name: &str, piece: &str, pieces: usize) -> String {
    format!("{TOP}{name}: {}\r\nFrom: z@pier.example\r\n\r\nText.\r\n", piece.repeat(pieces))
}

#[test]
fn parts() {
    let nested = |pieces| {
        let part = |n| format!("--b{n}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n", n + 1);
        multipart("--b\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n")
            + &(0..pieces).map(part).collect::<String>()
    };
    check(nested, 1_000, Named::Flaw(Flaw::TooDeep));
    let message = "Content-Type: message/rfc822\r\n\r\n";
    check(|pieces| format!("{TOP}{}", message.repeat(pieces)), 10_000, Named::Flaw(Flaw::TooDeep));
    let reused = "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    check(|pieces| multipart(&reused.repeat(pieces)), 10_000, Named::Flaw(Flaw::TooDeep));
    check(|pieces| multipart(&"--b\r\n\r\nx\r\n".repeat(pieces)), 10_000, Named::Flaw(Flaw::TooManyParts));
    let nearly = "--bb\r\n-- b\r\n--b-\r\n";
    check(|pieces| multipart(&nearly.repeat(pieces)), 10_000, Named::Flaw(Flaw::Unterminated));
    let dashes =
        |pieces| multipart(&"-".repeat(pieces)).replace("=b\r", &format!("=\"{}\"\r", "-".repeat(69)));
    check(dashes, 500_000, Named::Flaw(Flaw::Unterminated));
    let continued = |pieces| {
        let parameters: String = (0..pieces).map(|n| format!(";\r\n boundary*{n}*=%62")).collect();
        format!("{TOP}Content-Type: multipart/mixed{parameters}\r\n\r\n--b\r\n")
    };
    check(continued, 5_000, Named::Flaw(Flaw::LongField));
    let page = |pieces: usize| format!("{TOP}Content-Type: text/html\r\n\r\n{}", "<div>".repeat(pieces));
    check(page, 100_000, Named::Nothing);
    check(page, MAX_TEXT / 5 + 1, Named::Flaw(Flaw::TooMuchText));
}

#[test]
fn headers_beyond_the_limits() {
    let over = |kind| Named::Damage(kind);
    check(|pieces| field("X-Long", "x", pieces), 1_000_000, over(DamageKind::OverHeaderLimit));
    check(|pieces| TOP.repeat(pieces) + "\r\n", 5_001, over(DamageKind::OverFieldLimit));
    check(
        |pieces| TOP.replace("4X", &"4X".repeat(100)).repeat(pieces) + "\r\n",
        4_000,
        over(DamageKind::OverHeaderLimit),
    );
    let addresses = |pieces| {
        let list: String = (0..pieces).map(|n| format!("a{n}@pier.example, ")).collect();
        format!("{TOP}From: {list}\r\n\r\n")
    };
    check(addresses, 60_000, over(DamageKind::OverHeaderLimit));
    for piece in ["(", "\"", "a:;", "=?utf-8?q?=41?= "] {
        let pieces = 1_000_000 / piece.len() + 1;
        check(|pieces| field("From", piece, pieces), pieces, over(DamageKind::OverHeaderLimit));
    }
}

/// What a sender can do who stays within the limits on the header.
#[test]
fn headers_within_the_limits() {
    use author::Reason;
    let addresses = |pieces| {
        let list: String = (0..pieces).map(|n| format!("a{n}@pier.example, ")).collect();
        format!("{TOP}From: {list}\r\n\r\n")
    };
    check(addresses, 5_000, Named::Author(Reason::TooManyAuthors));
    for (piece, reason) in [
        ("(", Reason::Unterminated),
        // Quotes in pairs hold nothing.
        ("\"", Reason::MultipleFrom),
        ("<", Reason::Unterminated),
        ("a:;", Reason::Group),
        ("@a", Reason::SeveralAts),
        ("<a@b.example>", Reason::TrailingAfterAngle),
        ("(a@b.example)", Reason::AddressInComment),
        ("=?utf-8?q?a=40b.example?= ", Reason::EncodedAddrSpec),
        ("=?a.", Reason::MultipleFrom),
        ("\\", Reason::QuotedPairOutsideQuotes),
    ] {
        check(|pieces| field("From", piece, pieces), 30_000 / piece.len(), Named::Author(reason));
    }
    check(|pieces| TOP.repeat(pieces) + "\r\n", 500, Named::Nothing);
    let received = |piece: &'static str| move |pieces| field("Received", piece, pieces);
    check(received("from a by b "), 5_000, Named::Received(ReceivedProblem::RepeatedClause));
    check(received("("), 50_000, Named::Received(ReceivedProblem::UnclosedComment));
    check(received("(a [192.0.2.1])"), 3_000, Named::Received(ReceivedProblem::NoClauses));
    for piece in ["a=b;", ";", "(a)", "a=b ", "a"] {
        check(|pieces| field("Authentication-Results", piece, pieces), 20_000, Named::Nothing);
    }
    let results = find("Authentication-Results: a; b=c\r\n".repeat(1_000).as_bytes()).examination.theirs;
    let unread = results
        .iter()
        .filter(|theirs| theirs.results.problems.iter().any(|problem| problem.kind == ProblemKind::TooMany))
        .count();
    assert_eq!((results.len(), unread), (1_000, 900));
    check(|pieces| field("Subject", "=?utf-8?q?=41?= ", pieces), 5_000, Named::Nothing);
    check(
        |pieces| "Date: soon\r\n".repeat(pieces) + "\r\n",
        2_000,
        Named::Damage(DamageKind::DuplicateField),
    );
}

fn signature(length: usize, names: &str) -> String {
    format!(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=harbour.example; s=s1; l={length};\r\n h=from{names}; \
         bh={}=; b={}==\r\n",
        "A".repeat(43),
        "A".repeat(342)
    )
}

#[test]
fn signatures() {
    let distinct = |pieces| {
        let fields: String = (0..pieces).map(|n| signature(n, "")).collect();
        format!("{TOP}{fields}From: a@harbour.example\r\n\r\n{}", "The lamps are lit.\r\n".repeat(pieces))
    };
    check(distinct, 1_000, Named::Signatures);
    let flood = |pieces| field("DKIM-Signature", "a=b;", pieces);
    check(flood, 20_000, Named::Nothing);
    let unreadable = find(flood(20_000).as_bytes()).examination.verdicts.now.dkim.remove(0);
    assert_eq!(unreadable.verdict, dkim::Verdict::PermError);
    let names = |pieces| signature(0, &":x".repeat(pieces)) + "From: a@harbour.example\r\n\r\n";
    check(names, 5_000, Named::Nothing);
    let sets = |pieces| {
        let set = |n| {
            format!(
                "ARC-Seal: i={n}; x\r\nARC-Message-Signature: i={n}; x\r\nARC-Authentication-Results: i={n}; x\r\n"
            )
        };
        (1..=pieces).map(set).collect::<String>() + "From: a@harbour.example\r\n\r\n"
    };
    check(sets, 50, Named::Nothing);
}

#[test]
fn authors_are_read_once_however_many_lines_look_like_one() {
    for line in
        [" From: a@pier.example\r\n", "X: y\r\n From: a@pier.example\r\n", "From\0: a@pier.example\r\n"]
    {
        let mail = line.repeat(2_000) + "\r\n";
        let authors = Authors::of(&Message::split(mail.as_bytes(), &Limits::default()));
        assert_eq!(authors.readings.len(), 1, "{line:?}");
        assert!(authors.is_ambiguous(), "{line:?}");
    }
}
