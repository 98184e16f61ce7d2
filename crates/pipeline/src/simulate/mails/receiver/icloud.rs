//! iCloud Mail: a host with a line of Postfix, and a gateway to the store whose name has no domain.

use super::verdicts::{key_size, spf_sentence};
use super::{Arrival, DIGITS, HEX, LETTERS, Stamp, postfix_peer};
use crate::simulate::draw::token;
use crate::simulate::mails::date::rfc5322;
use stats::Xoshiro256;

pub fn stamp(arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Stamp {
    let hall = 10 + random.below(80);
    let front = format!("{}{hall:02}p00im-{}.me.com", token(random, "cmprs", 2), token(random, LETTERS, 12));
    let gateway = format!("p{:02}-mailgateway-smtp-{}", random.below(100), token(random, HEX, 10));
    let verdicts = arrival.verdicts;
    let results = |server: &str, text: String| format!("Authentication-Results: {server}.icloud.com; {text}");
    let mut top = vec![
        format!(
            "Received: from {front}\r\n by {gateway} (mailgateway 2413B{})\r\n with SMTP id {}-{}\r\n for <{}>; {} (GMT)",
            random.below(90) + 10,
            token(random, HEX, 8),
            token(random, HEX, 4),
            arrival.office.address,
            rfc5322(arrival.at + 1, 0)
        ),
        "X-Apple-MoveToFolder: INBOX".to_owned(),
        format!("Return-Path: <{}>", arrival.mail_from),
        format!(
            "Received: from {}\r\n by {front} (Postfix) with ESMTPS id {}\r\n for <{}>; {} (UTC)",
            postfix_peer(arrival),
            token(random, DIGITS, 11),
            arrival.office.address,
            rfc5322(arrival.at, 0)
        ),
        results("dmarc", format!("dmarc={} header.from={}", verdicts.dmarc.name(), verdicts.author)),
    ];
    let dkim = verdicts.dkim(|signed| {
        format!(
            "({}) header.d={} header.i=@{} header.b={}",
            key_size(signed),
            signed.domain,
            signed.domain,
            signed.start
        )
    });
    top.extend(dkim.into_iter().map(|text| results("dkim-verifier", text)));
    let spf = format!(
        "spf={} ({})\r\n smtp.mailfrom={}",
        verdicts.spf.name(),
        spf_sentence(arrival, "spf.icloud.com"),
        arrival.mail_from
    );
    top.push(results("spf", spf));
    Stamp { top, end: Vec::new() }
}
