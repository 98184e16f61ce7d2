//! Gmail: the host that takes the mail in, and a store that has no name.

use super::verdicts::{Spf, spf_sentence};
use super::{Arrival, DIGITS, HEX, LETTERS, MIXED, Stamp};
use crate::simulate::draw::token;
use crate::simulate::mails::date::{format, rfc5322};
use stats::Xoshiro256;

/// Minutes that Gmail's hosts are behind UTC in winter.
const PACIFIC: i32 = -480;

pub fn stamp(arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Stamp {
    let date = |after: u64| format!("{} (PST)", rfc5322(arrival.at + after, PACIFIC));
    // A private address in 6to4 form (RFC 3056): `0a..` is `10.`.
    let mut part = || format!("{:x}", 0x100 + random.below(0xff00));
    let (network, host) = ([part(), part()].join(":"), [part(), part(), part()].join(":"));
    let store = format!("2002:a{}:{network}:b0:{host}", token(random, DIGITS, 2));
    let queue =
        format!("{}csp{}{}", token(random, LETTERS, 3), token(random, DIGITS, 7), token(random, LETTERS, 3));
    let ids = format!("{}-{}si{}", token(random, HEX, 14), token(random, HEX, 12), token(random, DIGITS, 8));
    let id = format!(
        "{ids}{}.{}",
        token(random, LETTERS, 3),
        format(arrival.at, PACIFIC, "%-d.%Y.%m.%d.%H.%M.%S")
    );
    let recipient = &arrival.office.address;
    let peer = match arrival.reverse {
        Some(name) => format!("{} ({name}. [{}])", arrival.helo, arrival.peer),
        None => format!("{} ([{}])", arrival.helo, arrival.peer),
    };
    let verdicts = arrival.verdicts;
    let sentence = spf_sentence(arrival, "google.com");
    let mut results = verdicts.dkim(|signed| {
        let note = if signed.holds { "" } else { "(body hash did not verify) " };
        format!("{note}header.i=@{} header.s={} header.b={}", signed.domain, signed.selector, signed.start)
    });
    let spf = if verdicts.spf == Spf::None { "neutral" } else { verdicts.spf.name() };
    results.push(format!("spf={spf} ({sentence}) smtp.mailfrom={}", arrival.mail_from));
    if let Some(policy) = verdicts.policy {
        let policy = policy.to_uppercase();
        let result = verdicts.dmarc.name();
        results.push(format!(
            "dmarc={result} (p={policy} sp={policy} dis=NONE) header.from={}",
            verdicts.author
        ));
    }
    let top = vec![
        format!("Delivered-To: {recipient}"),
        format!("Received: by {store} with SMTP id {queue};\r\n        {}", date(1)),
        format!("X-Google-Smtp-Source: {}", token(random, MIXED, 60)),
        format!("Return-Path: <{}>", arrival.mail_from),
        format!(
            "Received: from {peer}\r\n        by mx.google.com with ESMTPS id {id}\r\n        for <{recipient}>\r\n        \
             (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n        {}",
            date(0)
        ),
        format!("Received-SPF: {spf} ({sentence}) client-ip={};", arrival.peer),
        format!("Authentication-Results: mx.google.com;\r\n       {}", results.join(";\r\n       ")),
    ];
    Stamp { top, end: Vec::new() }
}
