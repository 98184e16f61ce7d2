use super::*;
use crate::author::Authors;
use crate::dkim::testing::{NOON, Records, name, request, rsa_key, signed, verify};
use crate::dns::{Answer, DnsView, RecordType};
use crate::domain::DomainName;
use crate::limits::Limits;
use crate::message::Message;
use crate::{dkim, spf};
use model::Timestamp;
use proptest::prelude::*;

/// An author, what authenticates the mail, and the policies on file.
struct Case<'a> {
    from: &'a str,
    /// Domain that passes SPF; `None` when the envelope is not known, empty when SPF has no pass.
    spf: Option<&'a str>,
    /// Domains whose signatures pass.
    signers: &'a [&'a str],
    policies: &'a [(&'a str, &'a str)],
    /// Whether it is on file that there are no other policies.
    complete: bool,
    /// Names of which it is on file that they do not exist.
    absent: &'a [&'a str],
}

const PLAIN: Case<'_> = Case {
    from: "desk@harbour.example",
    spf: Some(""),
    signers: &[],
    policies: &[("harbour.example", "v=DMARC1; p=reject")],
    complete: true,
    absent: &[],
};

/// Records, with the knowledge that there are no other policies.
struct OnFile {
    records: Records,
    complete: bool,
}

impl DnsView for OnFile {
    fn get(&self, name: &DomainName, record_type: RecordType, at: Timestamp) -> Answer {
        match self.records.get(name, record_type, at) {
            Answer::NotKnown(_) if self.complete && name.as_str().starts_with("_dmarc.") => {
                Answer::NoSuchName(self.records.seen())
            }
            answer => answer,
        }
    }
}

impl Case<'_> {
    fn evaluate(&self) -> Vec<Candidate> {
        let key = rsa_key();
        let mut mail = format!("From: {}\r\n\r\nThe lamp is out.\r\n", self.from);
        let mut records = Records::default();
        for signer in self.signers {
            let request = dkim::sign::Request { domain: name(signer), ..request() };
            mail = signed(&mail, &request, &key);
            records = records.with(&format!("s1._domainkey.{signer}"), key.record());
        }
        for (domain, policy) in self.policies {
            records = records.with(&format!("_dmarc.{domain}"), *policy);
        }
        for domain in self.absent {
            records = records.without(domain);
        }
        let message = Message::split(mail.as_bytes(), &Limits::default());
        let authors = Authors::of(&message);
        let spf = self.spf.map(spf_outcome);
        let dkim = verify(mail.as_bytes(), &records);
        assert!(dkim.iter().all(|outcome| outcome.verdict == dkim::Verdict::Pass));
        let inputs = Inputs { authors: &authors, spf: spf.as_ref(), dkim: &dkim, at: NOON };
        evaluate(&inputs, &OnFile { records, complete: self.complete })
    }
}

fn spf_outcome(domain: &str) -> spf::Outcome {
    spf::Outcome {
        verdict: if domain.is_empty() { spf::Verdict::None } else { spf::Verdict::Pass },
        reason: None,
        identity: spf::Identity::MailFrom,
        domain: (!domain.is_empty()).then(|| name(domain)),
        explanation: None,
        steps: Vec::new(),
        policies: Vec::new(),
        lookups: Vec::new(),
    }
}

/// Verdict, reason, and what is asked for: `fail, p=reject`.
fn told(evaluation: &Evaluation) -> String {
    let json = serde_json::to_value(evaluation).unwrap();
    let mut text = json["verdict"].as_str().unwrap().to_owned();
    if let Some(code) = json["reason"]["code"].as_str() {
        text += &format!(": {code}");
    }
    if let Some(requested) = &evaluation.requested {
        let policy = json["requested"]["policy"].as_str().unwrap_or("?");
        text += &format!(", {}={policy}{}", requested.tag, if requested.testing { " (testing)" } else { "" });
    }
    text
}

/// Checks both methods for the only author.
#[track_caller]
fn check(case: &Case<'_>, by_list: &str, by_walk: &str) {
    let candidates = case.evaluate();
    assert_eq!(candidates.len(), 1);
    assert_eq!(
        (told(&candidates[0].by_list).as_str(), told(&candidates[0].by_walk).as_str()),
        (by_list, by_walk),
        "{candidates:#?}"
    );
}

#[test]
fn a_pass_needs_an_aligned_domain() {
    let reject = "pass, p=reject";
    check(&Case { signers: &["harbour.example"], ..PLAIN }, reject, reject);
    check(&Case { spf: Some("harbour.example"), ..PLAIN }, reject, reject);
    check(&Case { signers: &["other.example", "pier.harbour.example"], ..PLAIN }, reject, reject);
    check(&Case { spf: Some("bounces.harbour.example"), ..PLAIN }, reject, reject);
    let fail = "fail, p=reject";
    check(&PLAIN, fail, fail);
    check(&Case { signers: &["other.example"], spf: Some("other.example"), ..PLAIN }, fail, fail);
    // A signature of the public suffix is no signature of the organisation.
    check(&Case { signers: &["example"], ..PLAIN }, fail, fail);
}

#[test]
fn strict_alignment_wants_the_same_domain() {
    let policies = &[("harbour.example", "v=DMARC1; p=quarantine; adkim=s; aspf=s")][..];
    let case = Case { policies, ..PLAIN };
    let (pass, fail) = ("pass, p=quarantine", "fail, p=quarantine");
    check(&Case { signers: &["pier.harbour.example"], ..case }, fail, fail);
    check(&Case { spf: Some("pier.harbour.example"), ..case }, fail, fail);
    check(&Case { signers: &["harbour.example"], ..case }, pass, pass);
}

#[test]
fn policies_are_inherited() {
    let case = Case { from: "desk@pier.harbour.example", ..PLAIN };
    fn with(policy: &str) -> [(&str, &str); 1] {
        [("harbour.example", policy)]
    }
    let both = |policy: &str, expected: &str| {
        check(&Case { policies: &with(policy), ..case }, expected, expected);
    };
    both("v=DMARC1; p=reject", "fail, p=reject");
    both("v=DMARC1; p=reject; sp=none", "fail, sp=none");
    // Only RFC 9989 knows np=, t= and that a domain does not exist.
    let np = with("v=DMARC1; p=none; sp=quarantine; np=reject");
    let there = Case { policies: &np, signers: &["pier.harbour.example"], ..case };
    check(&there, "pass, sp=quarantine", "pass, np=?");
    let gone = &["pier.harbour.example"][..];
    check(&Case { policies: &np, absent: gone, ..case }, "fail, sp=quarantine", "fail, np=reject");
    check(&Case { policies: &np, ..case }, "fail, sp=quarantine", "fail, np=?");
    both("v=DMARC1; p=reject; t=y", "fail, p=reject (testing)");
}

#[test]
fn the_methods_may_differ() {
    // A public suffix with a policy of its own: RFC 9989 applies it where no organisation has one.
    let psd = [("town.example", "v=DMARC1; p=reject; psd=y")];
    let case = Case { from: "desk@harbour.town.example", policies: &psd, ..PLAIN };
    check(&case, "fail, p=reject", "fail, p=reject");
    let candidates = case.evaluate();
    assert_eq!(candidates[0].by_list.organisation, Some(name("town.example")));
    assert_eq!(candidates[0].by_walk.organisation, Some(name("harbour.town.example")));
    assert_eq!(candidates[0].by_walk.published.as_ref().unwrap().place, PolicyPlace::PublicSuffix);
    // So two names below it are one organisation by the list, two by the walk.
    let signers = &["lighthouse.town.example"][..];
    let case = Case { signers, ..case };
    check(&case, "pass, p=reject", "fail, p=reject");
    assert!(case.evaluate()[0].methods_differ());
    // A part of an organisation that declares itself one.
    let policies =
        &[("harbour.example", "v=DMARC1; p=none"), ("pier.harbour.example", "v=DMARC1; p=reject; psd=n")][..];
    let case = Case { from: "desk@pier.harbour.example", policies, signers: &["harbour.example"], ..PLAIN };
    check(&case, "pass, p=reject", "fail, p=reject");
}

#[test]
fn records_that_cannot_be_used_say_why() {
    let both = |policies: &[(&str, &str)], expected: &str| {
        check(&Case { policies, ..PLAIN }, expected, expected);
    };
    both(&[], "none: no_policy");
    both(&[("harbour.example", "v=spf1 -all")], "none: no_policy");
    both(&[("harbour.example", "v=dmarc1; p=reject")], "none: no_policy");
    both(&[("harbour.example", "p=reject; v=DMARC1")], "none: no_policy");
    both(&[("harbour.example", "v=DMARC1; p=perhaps")], "none: unusable_policy");
    both(&[("harbour.example", "v=DMARC1")], "none: unusable_policy");
    both(&[("harbour.example", "v=DMARC1; rua=mailto:reports@harbour.example")], "fail, p=none");
    both(
        &[("harbour.example", "v=DMARC1; p=reject; sp=perhaps; rua=mailto:reports@harbour.example")],
        "fail, p=none",
    );
    // Tags may be wrong or unknown without harm.
    both(&[("harbour.example", "v = DMARC1 ;p=Reject ; fo=9; lamp; x=1;")], "fail, p=reject");
    // Two records are as good as none; the walk goes on above them.
    let several = [("harbour.example", "v=DMARC1; p=reject"), ("harbour.example", "v=DMARC1; p=none")];
    check(&Case { policies: &several, ..PLAIN }, "none: several_policies", "none: no_policy");
}

#[test]
fn what_is_not_on_file_is_not_known_and_never_a_failure() {
    let policy_open = "not_known: policy_not_on_file";
    check(&Case { policies: &[], complete: false, ..PLAIN }, policy_open, policy_open);
    // Without an envelope, SPF could have passed.
    let open = "not_known: authentication_not_known, p=reject";
    check(&Case { spf: None, ..PLAIN }, open, open);
    check(&Case { spf: None, signers: &["harbour.example"], ..PLAIN }, "pass, p=reject", "pass, p=reject");
    // The walk needs the names between the two domains and above them.
    let case = Case { complete: false, signers: &["pier.harbour.example"], ..PLAIN };
    check(&case, "pass, p=reject", "not_known: alignment_not_known, p=reject");
    let Some(Reason::AlignmentNotKnown { domains }) = case.evaluate()[0].by_walk.reason.clone() else {
        panic!()
    };
    assert_eq!(domains, [name("example"), name("pier.harbour.example")]);
}

#[test]
fn each_reading_of_the_author_is_evaluated() {
    let case = Case {
        from: "desk@harbour.example\r\nFrom: keeper@lighthouse.example",
        signers: &["lighthouse.example"],
        policies: &[("harbour.example", "v=DMARC1; p=reject"), ("lighthouse.example", "v=DMARC1; p=none")],
        ..PLAIN
    };
    let told: Vec<_> = case.evaluate().iter().map(|c| format!("{} {}", c.domain, told(&c.by_list))).collect();
    assert_eq!(told, ["harbour.example fail, p=reject", "lighthouse.example pass, p=none"]);
}

#[test]
fn a_walk_asks_at_most_eight_names() {
    struct Asked(std::cell::RefCell<Vec<String>>);
    impl DnsView for Asked {
        fn get(&self, name: &DomainName, _: RecordType, at: Timestamp) -> Answer {
            self.0.borrow_mut().push(name.to_string());
            Records::default().without("example").get(name, RecordType::Txt, at)
        }
    }
    let asked = Asked(Vec::new().into());
    let mut discovery = discovery::Discovery::new(&asked, NOON);
    discovery.walk(&name("a.b.c.d.e.f.g.h.i.j.mail.harbour.example"));
    let names: Vec<String> = asked.0.borrow().iter().map(|name| name.replace("_dmarc.", "")).collect();
    assert_eq!(
        names,
        [
            "a.b.c.d.e.f.g.h.i.j.mail.harbour.example",
            "g.h.i.j.mail.harbour.example",
            "h.i.j.mail.harbour.example",
            "i.j.mail.harbour.example",
            "j.mail.harbour.example",
            "mail.harbour.example",
            "harbour.example",
            "example",
        ]
    );
}

proptest! {
    #[test]
    fn no_record_makes_it_panic(text in "v=DMARC1;[ -~]{0,60}|[ -~;=]{0,60}") {
        if let Some(record) = PolicyRecord::parse(text.as_bytes()) {
            prop_assert!(record.percent.is_none_or(|percent| percent <= 100));
        }
    }
}
