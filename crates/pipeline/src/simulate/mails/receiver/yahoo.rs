//! Yahoo Mail: the host that takes the mail in is known by its private address.

use super::{Arrival, HEX, Stamp};
use crate::simulate::draw::{pick, token};
use crate::simulate::mails::date::rfc5322;
use stats::Xoshiro256;

pub fn stamp(arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Stamp {
    let site = pick(random, &["bf1", "gq1", "ne1", "ir2"]);
    let hall = 1 + random.below(4);
    let store = format!("atlas-production.v2-mail-prod{hall}-{site}.omega.yahoo.com");
    let front = super::private(random);
    let verdicts = arrival.verdicts;
    let mut results =
        verdicts.dkim(|signed| format!("header.i=@{} header.s={}", signed.domain, signed.selector));
    results.push(format!("spf={} smtp.mailfrom={}", verdicts.spf.name(), arrival.mail_from_domain()));
    let policy = verdicts.policy.map_or("NULL".to_owned(), str::to_uppercase);
    let dmarc = if verdicts.policy.is_some() { verdicts.dmarc.name() } else { "unknown" };
    results.push(format!("dmarc={dmarc}(p={policy}) header.from={}", verdicts.author));
    let spf = match verdicts.spf.name() {
        "pass" => format!(
            "pass (domain of {} designates {} as permitted sender)",
            arrival.mail_from_domain(),
            arrival.peer
        ),
        result => format!("{result} (domain of {} and {})", arrival.mail_from_domain(), arrival.peer),
    };
    let top = vec![
        format!("X-Apparently-To: {}; {}", arrival.office.address, rfc5322(arrival.at + 1, 0)),
        format!("Return-Path: <{}>", arrival.mail_from),
        format!("X-Originating-Ip: [{}]", arrival.peer),
        format!("Received-SPF: {spf}"),
        format!("Authentication-Results: {store};\r\n {};", results.join(";\r\n ")),
        format!("X-YMailISG: {}", token(random, HEX, 48)),
        format!("Received: from {front} by {store} pod-id NONE with HTTPS; {}", rfc5322(arrival.at + 1, 0)),
        format!(
            "Received: from {} (EHLO {})\r\n by {front} with SMTPs\r\n (version=TLS1_3 \
             cipher=TLS_AES_128_GCM_SHA256);\r\n {}",
            arrival.peer,
            arrival.helo,
            rfc5322(arrival.at, 0)
        ),
    ];
    Stamp { top, end: Vec::new() }
}
