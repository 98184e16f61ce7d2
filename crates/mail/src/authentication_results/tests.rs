use super::*;
use proptest::prelude::*;

/// A field in one line: receiver, results with properties, problems.
fn told(results: &AuthenticationResults) -> String {
    let mut text = results.receiver.clone().unwrap_or_else(|| "?".to_owned());
    if results.nothing {
        text += " nothing";
    }
    for result in &results.results {
        let code = serde_json::to_value(&result.code).unwrap();
        let code = code.as_str().map_or_else(|| code["other"].to_string(), str::to_owned);
        text += &format!(" | {}={code}", result.method);
        for property in &result.properties {
            text += &format!(" {}.{}={}", property.kind, property.name, property.value);
        }
        if let Some(reason) = &result.reason {
            text += &format!(" because {reason}");
        }
    }
    for problem in &results.problems {
        text += &format!(" !{}", serde_json::to_value(problem.kind).unwrap().as_str().unwrap());
    }
    text
}

#[track_caller]
fn check(value: &str, expected: &str) {
    assert_eq!(told(&AuthenticationResults::parse(value.as_bytes())), expected, "{value}");
}

#[test]
fn the_form_of_the_rfc() {
    check(" mx.example; none", "mx.example nothing");
    check(" mx.example 1; none", "mx.example nothing");
    check(
        " mx.example;\r\n\tspf=pass smtp.mailfrom=harbour.example;\r\n\tdkim=fail (bad hash) header.d=harbour.example",
        "mx.example | spf=pass smtp.mailfrom=harbour.example | dkim=fail header.d=harbour.example",
    );
    check(
        " mx.example; dkim=pass reason=\"good; signature\" header.i=@harbour.example header.b=\"ab=\"",
        "mx.example | dkim=pass header.i=@harbour.example header.b=ab= because good; signature",
    );
    check(
        " (a (nested) comment) mx.example (1); dkim/1 = pass (x) header.d (y) = (z) harbour.example;",
        "mx.example | dkim=pass header.d=harbour.example",
    );
    // Senders that keep the receiver's address in theirs have an equals sign in it.
    check(
        " mx.example; spf=softfail smtp.mailfrom=b-1=keeper@harbour.example",
        "mx.example | spf=softfail smtp.mailfrom=b-1=keeper@harbour.example",
    );
    check(" \"mx=a\"; SPF=HardFail", "mx=a | spf=fail");
    check(" mx.example; x-tls=skipped", "mx.example | x-tls=\"skipped\"");
}

#[test]
fn the_form_of_exchange_online() {
    let value = " spf=pass (sender IP is 192.0.2.17)\r\n smtp.mailfrom=harbour.example; dkim=pass (signature was \
                 verified)\r\n header.d=harbour.example;dmarc=pass action=none\r\n header.from=harbour.example;\
                 compauth=pass reason=100";
    check(
        value,
        "? | spf=pass smtp.mailfrom=harbour.example | dkim=pass header.d=harbour.example \
         | dmarc=pass .action=none header.from=harbour.example | compauth=pass because 100 !no_receiver",
    );
    let results = AuthenticationResults::parse(value.as_bytes());
    assert_eq!(results.sender_ip(), Some("192.0.2.17".parse().unwrap()));
    assert_eq!(results.results[1].comments, ["signature was verified"]);
    assert_eq!(
        &value[results.results[2].span.clone()],
        "dmarc=pass action=none\r\n header.from=harbour.example"
    );
}

#[test]
fn the_address_that_connected() {
    let ip =
        |value: &str| AuthenticationResults::parse(value.as_bytes()).sender_ip().map(|ip| ip.to_string());
    let gmail = " mx.example; spf=pass (mx.example: domain of desk@harbour.example designates 2001:db8::5 as \
                 permitted sender) smtp.mailfrom=desk@harbour.example";
    assert_eq!(ip(gmail).as_deref(), Some("2001:db8::5"));
    assert_eq!(ip(" mx.example; spf=none smtp.remote-ip=192.0.2.1").as_deref(), Some("192.0.2.1"));
    assert_eq!(ip(" mx.example; iprev=pass policy.iprev=192.0.2.2").as_deref(), Some("192.0.2.2"));
    assert_eq!(ip(" mx.example; spf=pass (the sender IP is unknown)"), None);
    assert_eq!(ip(" mx.example; dkim=pass (sender IP is 192.0.2.3)"), None);
}

#[test]
fn arc_fields_begin_with_their_instance() {
    let results = AuthenticationResults::parse_arc(b" i=2; mx.example 1; spf=pass");
    assert_eq!((results.instance, results.version), (Some(2), Some(1)));
    assert_eq!(told(&results), "mx.example | spf=pass");
    assert_eq!(
        told(&AuthenticationResults::parse_arc(b" mx.example; spf=pass")),
        "mx.example | spf=pass !no_instance"
    );
}

#[test]
fn what_does_not_fit_is_named() {
    check("", "? !empty");
    check(" ; spf=pass", "? | spf=pass !empty");
    check(" mx.example; ; spf=pass", "mx.example | spf=pass !no_result");
    check(" mx.example; spf; dkim=none", "mx.example | dkim=none !no_result");
    check(" mx.example; spf=pass trailing words; dkim=none", "mx.example | spf=pass | dkim=none !no_pair");
    check(" mx.example and more; spf=pass", "mx.example | spf=pass !no_pair");
    check(" mx.example; spf=pass (never closed; dkim=pass", "mx.example | spf=pass !unclosed");
    check(
        " mx.example; spf=pass smtp.helo=\"never closed",
        "mx.example | spf=pass smtp.helo=never closed !unclosed",
    );
    check(" mx.example; spf=pass smtp.helo=\"a\\", "mx.example | spf=pass smtp.helo=a !unclosed");
    check(" mx.example; spf=pass (a\\", "mx.example | spf=pass !unclosed");
    let many = format!(" mx.example{}", "; spf=pass".repeat(200));
    let results = AuthenticationResults::parse(many.as_bytes());
    assert_eq!((results.results.len(), results.problems[0].kind), (100, ProblemKind::TooMany));
    let many = format!(" mx.example{}", ";".repeat(20_000));
    let problems = AuthenticationResults::parse(many.as_bytes()).problems;
    assert_eq!((problems.len(), problems.last().map(|last| last.kind)), (101, Some(ProblemKind::TooMany)));
}

proptest! {
    #[test]
    fn any_bytes_end_in_results(value in "[a-z=;.()\"\\\\ \t\r\n@/0-9]{0,80}", arc in any::<bool>()) {
        let parse = if arc { AuthenticationResults::parse_arc } else { AuthenticationResults::parse };
        let results = parse(value.as_bytes());
        for result in &results.results {
            prop_assert!(value.get(result.span.clone()).is_some());
        }
        for problem in &results.problems {
            prop_assert!(problem.at <= value.len());
        }
    }

    #[test]
    fn bytes_beyond_ascii_do_not_stop_it(value in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = AuthenticationResults::parse(&value);
    }
}
