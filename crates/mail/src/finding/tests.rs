use super::*;
use crate::campaign::{Evidence, Stability};
use crate::dkim::testing::{published, request, rsa_key, signed};
use crate::dns::Zone;
use crate::examination::{Context, examine};
use crate::intel::Intel;
use crate::limits::Limits;
use crate::message::Message;
use crate::trace::Own;
use model::Container;

const RECEIVED: &str = "Received: from relay.harbour.example (relay.harbour.example [203.0.113.7])\r\n \
                        by mx.office.example (Postfix) with ESMTP id 4X; Tue, 5 Nov 2024 09:14:02 -0500\r\n";

fn frame() -> Frame {
    Frame { parameters: BTreeMap::new() }
}

/// The mail of the file `mails.zip`, which begins at byte 1,000 of a member.
fn place(bytes: &[u8]) -> Place {
    Place {
        raw: RawRef {
            evidence: EvidenceNo(3),
            path: vec![Container::Zip("a.eml".into())],
            at: At::Bytes(1_000, 1_000 + bytes.len() as u64),
        },
        sha256: Sha256::of(bytes),
        is_in_place: true,
    }
}

fn findings(bytes: &[u8], dns: &(dyn crate::dns::DnsView + Sync)) -> (Vec<Finding>, Examination) {
    let context = Context {
        own: &Own::default(),
        trusted_sealers: &[],
        dns,
        intel: &Intel::default(),
        limits: Limits::default(),
        now: Timestamp(1_764_000_000_000_000),
    };
    let examination = examine(&Message::split(bytes, &context.limits), &context);
    let hashes = BTreeMap::from([(EvidenceNo(3), Sha256::of(b"the file"))]);
    let found = frame().mail(&place(bytes), &examination).expect("sentences can be filled");
    (found.into_iter().map(|finding| seal(finding, &hashes).expect("hashable")).collect(), examination)
}

#[test]
fn sentences_pass_the_lint() {
    for template in TEMPLATES {
        assert_eq!(template.lint(), Ok(()), "{}", template.0);
    }
}

#[test]
fn records_point_at_the_lines_that_say_it() {
    let key = rsa_key();
    let mail = signed("From: a@harbour.example\r\nSubject: Lights\r\n\r\nText.\r\n", &request(), &key);
    let bytes = format!("{RECEIVED}{mail}");
    let (found, examination) = findings(bytes.as_bytes(), &published(key.record()));
    let [way, results] = found.as_slice() else { panic!("two findings: {found:?}") };
    assert_eq!(
        way.statement,
        "mx.office.example recorded that 203.0.113.7 connected to it at 2024-11-05T14:14:02Z. The boundary is inferred."
    );
    let line = |record: &RecordRef| match record.raw.at {
        At::Bytes(start, end) => bytes[start as usize - 1_000..end as usize - 1_000].to_owned(),
        At::Row(_) => String::new(),
    };
    assert!(line(&way.records[0]).contains("203.0.113.7"), "{}", line(&way.records[0]));
    assert_eq!(way.records[0].raw.path, place(bytes.as_bytes()).raw.path);
    assert_eq!(way.inputs, [Sha256::of(b"the file")]);
    assert!(results.statement.contains("signatures pass for"), "{}", results.statement);
    assert!(results.records.iter().any(|record| line(record).starts_with("DKIM-Signature:")));
    assert_eq!(way.about, results.about);
    assert_ne!(way.id, results.id);
    let attached = Container::Attached { number: 1, copy: None };
    let handed_on = Place {
        raw: RawRef { path: vec![attached], ..place(bytes.as_bytes()).raw },
        ..place(bytes.as_bytes())
    };
    let found = frame().mail(&handed_on, &examination).expect("sentences can be filled");
    assert!(found[0].statement.ends_with("as whoever attached it handed it on."), "{}", found[0].statement);
}

#[test]
fn what_could_not_be_checked_is_no_finding_of_its_own() {
    let bytes = format!("{RECEIVED}From: a@harbour.example\r\n\r\nText.\r\n");
    let (found, examination) = findings(bytes.as_bytes(), &Zone::default());
    assert_eq!(found.len(), 1);
    let (found, _) = findings(b"From: a@harbour.example\r\n\r\nText.\r\n", &Zone::default());
    assert!(found[0].statement.starts_with("The address that connected is not recorded"));
    assert_eq!(found[0].records[0].raw.at, place(b"From: a@harbour.example\r\n\r\nText.\r\n").raw.at);
    let mut totals = Totals::default();
    totals.add(&examination);
    let [origins, results] = frame().totals(&totals, &[]).expect("sentences can be filled");
    assert_eq!(
        origins.statement,
        "The connecting address is recorded in 1 of 1 mail; the boundary is inferred in 1. Programs may show different authors of 0."
    );
    assert!(results.statement.starts_with("0 signatures in 1 mail. Holding against a key on file: 0;"));
}

#[test]
fn a_campaign_names_its_mails_and_what_else_would_explain_it() {
    let bytes = format!("{RECEIVED}From: a@harbour.example\r\n\r\nText.\r\n");
    let (_, examination) = findings(bytes.as_bytes(), &Zone::default());
    let record = place(bytes.as_bytes()).record(&examination, None);
    let campaign = Campaign {
        members: vec!["a".into(), "b".into()],
        evidence: vec![Evidence { kind: Kind::Text, pairs: 1, share: 1.0, weight: 7.0 }],
        stability: vec![Stability { without: Kind::Text, parts: 2, largest: 1 }],
        alternatives: vec![Alternative::Copycat { groups: 2 }],
    };
    let totals = CampaignTotals { campaigns: 1, members: 2, mails: 9, background: 40, same_text: 0 };
    let hashes = BTreeMap::from([(EvidenceNo(3), Sha256::of(b"the file"))]);
    let finding = frame()
        .campaign(&campaign, vec![record.clone(), record], &totals, &hashes)
        .expect("sentences can be filled");
    assert_eq!(
        finding.statement,
        "2 mails of 2024-11-05 belong together, compared with a background of 40 mails. They agree in: text in 100 % of the pairs. What each agreement weighs stands beside it; one that weighs nothing or less is no evidence."
    );
    assert!(finding.innocent_explanations[0].contains("copied"));
    assert_eq!((finding.inputs.len(), finding.records.len()), (1, 2));
    assert_eq!(finding.statistic["parts_without_text"], 2.0);
    let none = CampaignTotals { mails: 9, ..CampaignTotals::default() };
    let nothing = frame().campaigns(&none, &[]).expect("sentences can be filled");
    assert_eq!(
        nothing.statement,
        "No mails belong together among 9 mails, compared with what the mails themselves have in common."
    );
}
