//! Exim on two hosts of the office: one takes the mail in, the other stores it.

use super::{Arrival, MIXED, Stamp};
use crate::simulate::draw::token;
use crate::simulate::mails::date::rfc5322;
use stats::Xoshiro256;

pub fn stamp(arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Stamp {
    let (front, store) =
        (format!("mx.{}", arrival.office.domain), format!("store.{}", arrival.office.domain));
    let (recipient, from) = (&arrival.office.address, arrival.mail_from);
    let verdicts = arrival.verdicts;
    let id = |random: &mut Xoshiro256| {
        format!("1{}-{}-{}", token(random, MIXED, 5), token(random, MIXED, 11), token(random, MIXED, 4))
    };
    let date = |after: u64| rfc5322(arrival.at + after, arrival.office.zone);
    let mut results = vec![match arrival.reverse {
        Some(name) => format!("iprev=pass ({name}) smtp.remote-ip={}", arrival.peer),
        None => format!("iprev=fail smtp.remote-ip={}", arrival.peer),
    }];
    results.push(format!("spf={} smtp.mailfrom={}", verdicts.spf.name(), arrival.mail_from_domain()));
    results.extend(verdicts.dkim(|signed| {
        format!(
            "header.d={} header.s={} header.a={}",
            signed.domain,
            signed.selector,
            signed.algorithm.name()
        )
    }));
    results.push(format!("dmarc={} header.from={}", verdicts.dmarc.name(), verdicts.author));
    let peer = match arrival.reverse {
        Some(name) if name == arrival.helo => format!("{name} ([{}])", arrival.peer),
        Some(name) => format!("{name} ([{}] helo={})", arrival.peer, arrival.helo),
        // A greeting that is the address is not written twice.
        None if arrival.helo == format!("[{}]", arrival.peer) => arrival.helo.to_owned(),
        None => format!("[{}] (helo={})", arrival.peer, arrival.helo),
    };
    let manner = "with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.97)";
    let top = vec![
        format!("Return-path: <{from}>"),
        format!("Envelope-to: {recipient}"),
        format!("Delivery-date: {}", date(2)),
        format!(
            "Received: from {front} ([{}])\r\n\tby {store} {manner}\r\n\t(envelope-from <{from}>)\r\n\tid {}\r\n\tfor \
             {recipient};\r\n\t{}",
            super::private(random),
            id(random),
            date(1)
        ),
        format!(
            "Received: from {peer}\r\n\tby {front} {manner}\r\n\t(envelope-from <{from}>)\r\n\tid {}\r\n\tfor \
             {recipient};\r\n\t{}",
            id(random),
            date(0)
        ),
        format!("Authentication-Results: {front};\r\n\t{}", results.join(";\r\n\t")),
    ];
    Stamp { top, end: Vec::new() }
}
