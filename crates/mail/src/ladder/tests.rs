use super::*;
use crate::dns::{FileFacts, Source, SourceKind, Zone};
use crate::examination::{Context, Examination, examine};
use crate::intel::{Intel, Subject, Table};
use crate::limits::Limits;
use crate::trace::{HostPattern, Own};
use proptest::prelude::*;

#[test]
fn sentences_pass_the_lint() {
    for template in TEMPLATES {
        assert_eq!(template.lint(), Ok(()), "{}", template.0);
    }
}

/// Words that join a mail to a place or a person.
const JOINING: [&str; 6] = ["sent by", "sent from", "came from", "comes from", "originat", "origin "];

#[test]
fn no_sentence_joins_a_place_to_a_sender() {
    for template in TEMPLATES {
        let text = template.0.to_lowercase();
        assert!(JOINING.iter().all(|words| !text.contains(words)), "{text}");
        // What a table says is said of a recorded address, with the table.
        if text.contains("{value}") || text.contains("{values}") {
            assert!(text.contains("recorded address {ip}") && text.contains("table"), "{text}");
        }
    }
}

/// A mail whose author is at a domain below `.tld`, that came in from `ip` at `mx.office.example`.
fn mail(tld: &str, ip: &str) -> String {
    format!(
        "Return-Path: <desk@harbour.{tld}>\r\n\
         Received: from relay.harbour.{tld} (relay.harbour.{tld} [{ip}])\r\n \
         by mx.office.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n\
         Received: from mx.office.example ([198.51.100.77]) by mx.office.example; Tue, 5 Nov 2024 14:13:00 +0000\r\n\
         X-Originating-IP: [198.51.100.99]\r\n\
         From: Harbour desk <desk@harbour.{tld}>\r\nSubject: Lights\r\nDate: Tue, 5 Nov 2024 14:12:00 +0000\r\n\
         Message-ID: <1@harbour.{tld}>\r\n\r\nText.\r\n"
    )
}

fn examined(bytes: &str, countries: &str, zone: &str) -> Examination {
    let source = Source { name: "dns".into(), kind: SourceKind::Captured };
    let table = Table::read(Subject::Country, "countries.csv", countries.as_bytes().to_vec());
    let intel = Intel { tables: table.into_iter().collect(), ..Intel::default() };
    let context = Context {
        own: &Own {
            hosts: vec!["mx.office.example".parse::<HostPattern>().expect("a host")],
            ..Own::default()
        },
        trusted_sealers: &[],
        dns: &Zone::from_master(zone.as_bytes(), &FileFacts::of(source)).expect("a zone"),
        intel: &intel,
        limits: Limits::default(),
        now: Timestamp(1_764_000_000_000_000),
    };
    examine(&Message::split(bytes.as_bytes(), &context.limits), &context)
}

fn texts(examination: &Examination) -> Vec<(Level, String)> {
    examination.ladder.iter().map(|statement| (statement.level, statement.text.clone())).collect()
}

#[test]
fn a_country_is_said_of_the_recorded_address_only() {
    let examination = examined(
        &mail("aa", "203.0.113.7"),
        "203.0.113.0/24,BB\n198.51.100.0/24,CC\n",
        "harbour.aa. IN TXT \"v=spf1 ip4:203.0.113.0/24 -all\"\n",
    );
    let texts = texts(&examination);
    let has = |level, text: &str| texts.iter().any(|(l, t)| *l == level && t.contains(text));
    assert!(has(Level::R2, "mx.office.example recorded that 203.0.113.7 connected to it"), "{texts:#?}");
    assert!(has(Level::R2, "lists the recorded address 203.0.113.7 under BB"), "{texts:#?}");
    assert!(has(Level::R2, "harbour.aa listed 203.0.113.7 among the addresses"), "{texts:#?}");
    assert!(has(Level::R0, "The mail names desk@harbour.aa as its author."));
    assert!(has(Level::R0, "The name harbour.aa ends in .aa"));
    assert!(has(Level::R0, "The field X-Originating-IP names 198.51.100.99."));
    // What the sender could have written is nowhere above R1, and no table is asked about it.
    assert!(
        !texts.iter().any(|(level, text)| *level > Level::R1 && text.contains("198.51.100")),
        "{texts:#?}"
    );
    assert!(!texts.iter().any(|(_, text)| text.contains("under CC")));
    assert!(texts.is_sorted_by_key(|(level, _)| std::cmp::Reverse(*level)), "the strongest first");
}

#[test]
fn every_statement_rests_on_bytes_of_the_mail() {
    let mail = mail("aa", "203.0.113.7");
    let examination = examined(&mail, "203.0.113.0/24,BB\n", "");
    for statement in &examination.ladder {
        assert!(!statement.basis.is_empty() || statement.kind == Kind::Alignment, "{statement:?}");
        assert!(statement.basis.iter().all(|span| span.start < span.end && span.end <= mail.len()));
    }
}

#[test]
fn without_a_receiver_nothing_is_recorded() {
    let examination = examined("From: a@b.aa\r\n\r\n", "0.0.0.0/0,BB\n", "");
    assert!(
        examination.ladder.iter().all(|statement| statement.level <= Level::R1),
        "{:?}",
        examination.ladder
    );
    assert!(examination.opinions.is_empty(), "there is no address to ask the tables about");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Swapping registries and countries changes these words and nothing else.
    #[test]
    fn no_country_is_treated_unlike_another(tld in "[a-z]{2}", country in "[A-Z]{2}") {
        let expected: Vec<(Level, String)> = texts(&examined(&mail("zz", "203.0.113.7"), "203.0.113.0/24,ZZ\n", ""))
            .into_iter()
            .map(|(level, text)| {
                let text = text.replace(".zz", &format!(".{tld}")).replace("under ZZ", &format!("under {country}"));
                (level, text)
            })
            .collect();
        let table = format!("203.0.113.0/24,{country}\n");
        prop_assert_eq!(texts(&examined(&mail(&tld, "203.0.113.7"), &table, "")), expected);
    }

    #[test]
    fn any_bytes_end_in_statements(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let examination = examined(&text, "0.0.0.0/0,BB\n", "");
        // A place in a template that got no value would show as an error.
        let unfilled = |statement: &Statement| statement.text.contains("which has no value");
        prop_assert!(!examination.ladder.iter().any(unfilled));
    }

    /// Lines added below the boundary change nothing that the receiver recorded.
    #[test]
    fn what_is_forged_below_lifts_nothing(lines in prop::collection::vec("[ -~]{0,80}", 0..6)) {
        let forged: String = lines
            .iter()
            .map(|line| format!("Received: {line}\r\nAuthentication-Results: mx.office.example; {line}\r\n"))
            .collect();
        let plain = mail("aa", "203.0.113.7");
        let with = plain.replace("X-Originating-IP", &format!("{forged}X-Originating-IP"));
        let recorded = |mail: &str| -> Vec<(Level, String)> {
            texts(&examined(mail, "203.0.113.0/24,BB\n", "")).into_iter().filter(|(level, _)| *level > Level::R1).collect()
        };
        prop_assert_eq!(recorded(&with), recorded(&plain));
    }
}
