//! An invented case: two explanations, two findings, and what would change the order.

use super::{claims, finding, mails, page};
use model::{Finding, Sha256, Timestamp};
use scrutineer_report::page::Page;
use scrutineer_report::page::case::*;

/// A finding with a number of its own, so that its id differs from others'.
pub fn numbered(n: u64) -> Finding {
    let statement = format!("x/{n} and x/{} acted on {n} common objects within 60 s of each other.", n + 1);
    Finding { statement, n, ..finding() }.seal().expect("plain values")
}

/// A page with every part: the lenses', and a case around them in which the first `weighed` of `n` findings were weighed.
pub fn case_page(n: u64, weighed: u64) -> Page {
    let findings: Vec<Finding> = (0..n).map(numbered).collect();
    let case = Some(case_part(&findings[..weighed as usize]));
    Page { case, findings, claims: Some(claims("plain")), mails: Some(mails("plain")), ..page() }
}

fn said(finding: Sha256, hypothesis: &str, says: &str) -> Said {
    Said {
        finding: finding.short(),
        hypothesis: hypothesis.into(),
        says: format!("{says} times as likely"),
        calibration: "Quay set of 2024".into(),
        reason: "At most 1 of 100 ordinary groups looks like this.".into(),
        by: "Ada".into(),
    }
}

fn column(finding: &Finding) -> Column {
    let cell = |says: &str, direction| Cell { says: says.into(), direction };
    Column {
        finding: finding.id,
        method: finding.method.clone(),
        group: "posts".into(),
        discriminates: "yes".into(),
        cells: vec![cell("20 to 200", 2), cell("0.2 to 0.6", -1), Cell::default()],
        said: vec![said(finding.id, "one-hand", "20 to 200"), said(finding.id, "news", "0.2 to 0.6")],
    }
}

fn hypothesis(name: &str, statement: &str, factor: f64) -> HypothesisRow {
    let after = |prior: f64, by: f64| prior * by / (prior * by + 1.0 - prior);
    let curve = (1..10).map(|i| f64::from(i) / 10.0);
    HypothesisRow {
        name: name.into(),
        statement: statement.into(),
        level: "behaviour".into(),
        by: "Ada".into(),
        is_given: false,
        is_reference: false,
        groups_for: 1,
        groups_against: 0,
        sum: "20 to 200".into(),
        likelihood: vec![format!(
            "Held to be 10 % before the findings, “{name}” comes to 69 to 96 % after them: likely, very likely."
        )],
        posteriors: vec![PosteriorRow {
            prior: "10 %".into(),
            range: "69 to 96 %".into(),
            words: "likely, very likely".into(),
        }],
        curve: curve.map(|p| (p, after(p, factor), after(p, 10.0 * factor))).collect(),
    }
}

/// A case in which `weighed` were weighed.
pub fn case_part(weighed: &[Finding]) -> CasePart {
    let mut none = hypothesis("none", "None of these.", 1.0);
    (none.is_reference, none.is_given, none.by) = (true, true, String::new());
    let mut columns: Vec<Column> = weighed.iter().map(column).collect();
    if let Some(last) = columns.last_mut() {
        last.discriminates = "no".into();
    }
    let bar = BarRow {
        group: "posts".into(),
        kinds: "behavioural".into(),
        findings: weighed.iter().map(|finding| finding.id.short()).collect(),
        part: "63".into(),
        range: "20 to 200".into(),
        without: "1".into(),
        drawn: Drawn::Ratio { lo: 1.3, hi: 2.3, without: 0.0 },
    };
    CasePart {
        id: "0123456789ab".into(),
        as_of: Head { entry: 2, hash: Sha256::of(b"log").hex(), time: Timestamp(1_714_564_800_000_000) },
        sentences: vec![
            "In the lead: “one-hand”, ahead of “news”.".into(),
            "Held to be 10 % before the findings, “one-hand” comes to 69 to 96 % after them: likely, very likely.".into(),
            "Confidence in this order is low.".into(),
        ],
        claimed: vec!["Ada put forward “one-hand” (common control): One hand runs the accounts.".into()],
        not_claimed: vec!["Nobody entered who did it or who ordered it.".into()],
        weighing: Some(Weighed {
            order: "In the lead: “one-hand”, ahead of “news”.".into(),
            confidence: "Confidence in this order is low.".into(),
            flips: vec!["Without what is grouped as “posts”, “news” would be level with “one-hand” or ahead.".into()],
            reference: "none".into(),
            is_order: false,
            hypotheses: vec![
                hypothesis("one-hand", "One hand runs the accounts.", 20.0),
                hypothesis("news", "A piece of news set them off.", 0.2),
                none,
            ],
            columns,
            rules: vec![RuleRow {
                needed_for: "moderate".into(),
                met: false,
                rule: "at least two independent groups of findings carry the lead".into(),
                found: "1".into(),
            }],
            lead: Some(("one-hand".into(), "news".into())),
            bars: vec![bar],
            flipping: vec!["posts".into()],
            without: vec![WithoutRow {
                kind: "evidence".into(),
                what: "posts.csv".into(),
                then: "two are level".into(),
                lead: "1".into(),
                changes: true,
            }],
            break_even: vec![BreakEvenRow {
                method: "co_action".into(),
                findings: weighed.len() as u64,
                takes: "such findings come up 63 times as often elsewhere as was assumed".into(),
                factor: Some(63.0),
                stated: "none".into(),
            }],
            missing: vec!["No technical evidence is assessed.".into()],
            earlier: vec![said(Sha256::of(b"earlier"), "news", "2 to 4")],
        }),
        actors: vec![Entered {
            statement: "The mayor's office runs the accounts.".into(),
            source: "hypothesis “office”, actor".into(),
            by: "Ada".into(),
        }],
        degree: vec![DegreeRow {
            of: "posts, x".into(),
            accounts: Some(5),
            records: 1_234,
            first: Some(Timestamp(1_714_564_800_000_000)),
            last: Some(Timestamp(1_714_568_400_000_000)),
        }],
        effects: vec![],
        custody: vec![CustodyRow {
            entry: 1,
            time: Timestamp(1_714_564_800_000_000),
            actor: "Ada".into(),
            action: "add_evidence".into(),
            what: "posts.csv".into(),
            hash: "0123456789ab".into(),
        }],
        excerpts: weighed
            .iter()
            .map(|finding| Excerpts {
                finding: finding.id,
                rows: vec![Excerpt {
                    place: "posts.csv, bytes 0 to 20".into(),
                    text: "1,ida,The lamp is lit".into(),
                }],
            })
            .collect(),
        checks: vec![("scrutineer case verify CASE".into(), "Hashes everything again.".into())],
        left_out: vec![],
    }
}
