//! Small cases whose numbers can be checked by hand.

use crate::{assess, item, ordinal, ratio, told, weighing};
use model::{Assessment, Category, Strength};
use scrutineer_case::weigh::{Amount, Discriminates, Grade, Item, Missing, Prior, Scale, Span, weigh};

fn log10(span: Span) -> (f64, f64) {
    match (span.lo, span.hi) {
        (Amount::Log10(lo), Amount::Log10(hi)) => (lo, hi),
        _ => panic!("no number: {span:?}"),
    }
}

/// Two lenses with a source each.
fn items() -> Vec<Item> {
    vec![
        item("pairs", "coordination", &["posts"]),
        item("group", "coordination", &["posts"]),
        item("headers", "mail", &["mails"]),
    ]
}

#[test]
fn one_ratio_against_one_rival_is_bayes_rule() {
    let items = [item("pairs", "coordination", &["posts"])];
    let told = told(&weighing(&["one-hand"], vec![assess("pairs", "one-hand", ratio(9.0, 99.0))]), &items);
    let standing = &told.hypotheses[0];
    let even = &standing.posteriors[2];
    assert!((even.lo - 0.9).abs() < 1e-8 && (even.hi - 0.99).abs() < 1e-8, "{even:?}");
    assert_eq!(even.words, ["very likely", "almost certain"]);
    let [least, most] = standing.even_priors.expect("a number");
    assert!((least - 0.01).abs() < 1e-8 && (most - 0.1).abs() < 1e-8, "{least} {most}");
    // From 10 % on, a ratio of 9 comes to one half.
    assert!((standing.posteriors[1].lo - 0.5).abs() < 1e-8);
    assert!(told.missing.contains(&Missing::Rival));
}

#[test]
fn others_share_the_rest_of_the_prior() {
    let assessments = vec![
        assess("headers", "one-hand", ratio(10.0, 10.0)),
        assess("headers", "copycats", ratio(4.0, 4.0)),
    ];
    let told = told(&weighing(&["one-hand", "copycats"], assessments), &items());
    // 10 * 1/2 against 4 * 1/4 + 1 * 1/4.
    let even = &told.hypotheses[0].posteriors[2];
    assert!((even.lo - 5.0 / 6.25).abs() < 1e-8 && (even.hi - even.lo).abs() < 1e-12, "{even:?}");
}

#[test]
fn in_a_group_the_strongest_for_and_against_count_and_groups_add() {
    let assessments = vec![
        assess("pairs", "one-hand", ratio(10.0, 1000.0)),
        assess("group", "one-hand", ratio(100.0, 200.0)),
        assess("headers", "one-hand", ratio(0.1, 0.5)),
    ];
    let told = told(&weighing(&["one-hand", "news"], assessments), &items());
    let names: Vec<&str> = told.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"all of coordination") && names.contains(&"all of mail"), "{names:?}");
    // The larger of the two is at least 100 and at most 1,000.
    let (lo, hi) = log10(told.hypotheses[0].sum);
    assert!((lo - (2.0 - 1.0)).abs() < 1e-8, "{lo}");
    assert!((hi - (3.0 + 0.5_f64.log10())).abs() < 1e-8, "{hi}");
    assert_eq!(told.scale, Scale::Ratios);
}

#[test]
fn a_declared_group_joins_and_parts() {
    let declared = |finding: &str, group: &str| Assessment {
        group: Some(group.to_owned()),
        ..assess(finding, "one-hand", ratio(10.0, 10.0))
    };
    let sum = |assessments| {
        log10(told(&weighing(&["one-hand", "news"], assessments), &items()).hypotheses[0].sum).0
    };
    assert_eq!(sum(vec![declared("pairs", "a"), declared("group", "a"), declared("headers", "a")]), 1.0);
    assert_eq!(sum(vec![declared("pairs", "a"), declared("group", "b"), declared("headers", "c")]), 3.0);
    // What is said of a finding for one hypothesis holds for the other, too.
    let mut other = declared("pairs", "b");
    other.hypothesis = "news".to_owned();
    assert_eq!(sum(vec![declared("pairs", "a"), declared("group", "b"), other]), 1.0);
}

#[test]
fn one_ordinal_takes_the_numbers_away() {
    let assessments = vec![
        assess("pairs", "one-hand", ratio(50.0, 60.0)),
        assess("headers", "news", ordinal(Strength::For)),
    ];
    let told = told(&weighing(&["one-hand", "news"], assessments), &items());
    assert_eq!(told.scale, Scale::Order);
    assert!(told.hypotheses.iter().all(|h| h.posteriors.is_empty() && h.even_priors.is_none()));
    // 50 is strong by its weaker end; no number of weak ones outweighs it.
    let lead = told.lead.as_ref().expect("one leads");
    assert_eq!((lead.leader.as_str(), lead.rival.as_str()), ("one-hand", "news"));
    assert_eq!(lead.by, Amount::Order { strong: 1, weak: -1 });
    // Were a strong one worth no more than a weak one, they would be level.
    assert!(!lead.clear);
    let json = serde_json::to_string(&told).expect("JSON");
    assert!(!json.contains('%') && told.judgement.likelihood.len() == 1, "{:?}", told.judgement);
}

#[test]
fn neither_and_cannot_tell_leave_the_numbers() {
    let assessments = vec![
        assess("pairs", "one-hand", ratio(50.0, 60.0)),
        assess("headers", "one-hand", ordinal(Strength::Neutral)),
        assess("group", "one-hand", model::Support::None { why: "too few".to_owned() }),
    ];
    let told = told(&weighing(&["one-hand", "news"], assessments), &items());
    assert_eq!(told.scale, Scale::Ratios);
    let says = |name: &str| {
        let id = model::Sha256::of(name.as_bytes());
        told.findings.iter().find(|f| f.finding == id).map(|f| f.discriminates)
    };
    assert_eq!(says("pairs"), Some(Discriminates::Yes));
    assert_eq!(says("headers"), Some(Discriminates::No));
    assert_eq!(says("group"), Some(Discriminates::No));
}

#[test]
fn equal_ratios_tell_two_hypotheses_from_the_reference_only() {
    let equal = |hypothesis: &str| assess("pairs", hypothesis, ratio(5.0, 5.0));
    let told = told(&weighing(&["one-hand", "news"], vec![equal("one-hand"), equal("news")]), &items());
    assert_eq!(told.lead, None);
    assert_eq!(told.level, ["one-hand", "news"]);
    assert_eq!(told.judgement.order, "Nothing is in the lead: “one-hand” and “news” are level.");
    assert_eq!(told.findings[0].discriminates, Discriminates::Yes);
}

#[test]
fn what_would_flip_it() {
    let assessments = vec![
        assess("pairs", "one-hand", ratio(20.0, 20.0)),
        assess("group", "one-hand", ratio(10.0, 10.0)),
        assess("headers", "news", ratio(15.0, 15.0)),
    ];
    let told = told(&weighing(&["one-hand", "news"], assessments), &items());
    let lead = told.lead.as_ref().expect("one leads");
    let flip = lead.flip.as_ref().expect("a set");
    assert_eq!(
        (flip.groups.as_slice(), flip.rival.as_str()),
        (&["all of coordination".to_owned()][..], "news")
    );
    // Without `pairs` what `group` says comes to light, and is less than what speaks for the rival.
    let changing: Vec<_> = told.without_finding.iter().filter(|w| w.changes).collect();
    assert_eq!(changing.len(), 1);
    assert_eq!(changing[0].leader.as_deref(), Some("news"));
    assert_eq!(told.without_source.iter().filter(|w| w.changes).count(), 1);
    // 20 would have to be 20 / 15 times too strong.
    let method = told.break_even.iter().find(|b| b.method == "coordination_method").expect("listed");
    assert!((method.factor.expect("a factor") - 20.0 / 15.0).abs() < 1e-8, "{method:?}");
    let mail = told.break_even.iter().find(|b| b.method == "mail_method").expect("listed");
    assert_eq!((mail.factor, mail.without.as_deref()), (None, Some("one-hand")));
    assert_eq!(lead.confidence.grade, Grade::Low);
}

#[test]
fn the_reference_can_lead() {
    let assessments = ["one-hand", "news"].map(|h| assess("headers", h, ratio(0.01, 0.05))).to_vec();
    let told = told(&weighing(&["one-hand", "news"], assessments), &items());
    assert_eq!(told.judgement.order, "In the lead: “none of these”, ahead of “one-hand”.");
    // One ratio above 0.05 at its middle draws level: sqrt(0.01 * 0.05) = 1 / 44.7.
    let factor = told.break_even[0].factor.expect("a factor");
    assert!((factor - 100.0).abs() < 1e-6, "{factor}");
}

#[test]
fn confidence_is_high_by_rules_that_are_all_met() {
    let three = ["pairs", "headers", "record"];
    let mut items = items();
    items.push(Item { category: Category::Technical, ..item("record", "provenance", &["film"]) });
    let assessments =
        |support: model::Support| three.map(|finding| assess(finding, "one-hand", support.clone())).to_vec();
    let grade = |assessments| {
        let told = told(&weighing(&["one-hand", "news"], assessments), &items);
        told.lead.map(|lead| lead.confidence.grade)
    };
    assert_eq!(grade(assessments(ratio(5.0, 10.0))), Some(Grade::High));
    assert_eq!(grade(assessments(ordinal(Strength::For))), Some(Grade::Moderate));
    assert_eq!(grade(assessments(ratio(0.5, 10.0))), Some(Grade::Moderate));
    assert_eq!(grade(assessments(ratio(5.0, 10.0))[..1].to_vec()), Some(Grade::Low));
}

#[test]
fn an_earlier_run_is_listed_and_not_counted() {
    let assessments =
        vec![assess("pairs", "one-hand", ratio(5.0, 5.0)), assess("gone", "news", ratio(500.0, 500.0))];
    let told = told(&weighing(&["one-hand", "news"], assessments), &items());
    assert_eq!(told.lead.as_ref().map(|lead| lead.leader.as_str()), Some("one-hand"));
    assert_eq!(told.earlier.len(), 1);
    assert!(told.missing.contains(&Missing::Earlier { assessments: 1 }));
    assert!(told.missing.contains(&Missing::Hypothesis { name: "news".to_owned() }));
    assert!(told.missing.contains(&Missing::Assessments { findings: 2, of: 3 }));
}

#[test]
fn nothing_is_an_answer() {
    let told = weigh(&weighing(&[], vec![]), &[], &[]).expect("sentences");
    assert_eq!((told.scale, told.lead), (Scale::Nothing, None));
    assert_eq!(
        told.judgement.order,
        "Nothing is in the lead: no assessment speaks for or against a hypothesis."
    );
    assert_eq!(Prior::new(0.0), None);
    assert_eq!(Prior::new(1.0), None);
    assert_eq!(Prior::new(f64::NAN), None);
}
