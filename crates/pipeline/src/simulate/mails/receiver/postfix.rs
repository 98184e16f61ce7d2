//! Postfix on the office's own host, with amavis behind it on the same host.

use super::verdicts::key_size;
use super::{Arrival, Stamp, postfix_peer, queue_id};
use crate::simulate::mails::date::rfc5322;
use stats::Xoshiro256;

pub fn stamp(arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Stamp {
    let host = format!("mx.{}", arrival.office.domain);
    let verdicts = arrival.verdicts;
    let recipient = &arrival.office.address;
    let date = |after: u64| rfc5322(arrival.at + after, arrival.office.zone);
    let mut results = verdicts.dkim(|signed| {
        format!("({}) header.d={} header.s={}", key_size(signed), signed.domain, signed.selector)
    });
    results.push(format!("spf={} smtp.mailfrom={}", verdicts.spf.name(), arrival.mail_from));
    results.push(format!("dmarc={} header.from={}", verdicts.dmarc.name(), verdicts.author));
    let top = vec![
        format!("Return-Path: <{}>", arrival.mail_from),
        format!("X-Original-To: {recipient}"),
        format!("Delivered-To: {recipient}"),
        format!(
            "Received: from localhost (localhost [127.0.0.1])\r\n\tby {host} (Postfix) with ESMTP id {}\r\n\tfor \
             <{recipient}>; {}",
            queue_id(random),
            date(2)
        ),
        format!("X-Virus-Scanned: amavis at {}", arrival.office.domain),
        format!(
            "Received: from {host} ([127.0.0.1])\r\n\tby localhost ({host} [127.0.0.1]) (amavis, port 10024)\r\n\twith \
             ESMTP id {} for <{recipient}>;\r\n\t{}",
            queue_id(random),
            date(1)
        ),
        format!("Authentication-Results: {host};\r\n\t{}", results.join(";\r\n\t")),
        format!(
            "Received-SPF: {} (mailfrom) identity=mailfrom; client-ip={};\r\n\thelo={}; envelope-from={}; receiver={}",
            capital(verdicts.spf.name()),
            arrival.peer,
            arrival.helo,
            arrival.mail_from,
            arrival.office.domain
        ),
        format!(
            "Received: from {}\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n\t \
             key-exchange X25519 server-signature RSA-PSS (2048 bits))\r\n\t(No client certificate requested)\r\n\tby \
             {host} (Postfix) with ESMTPS id {}\r\n\tfor <{recipient}>; {}",
            postfix_peer(arrival),
            queue_id(random),
            date(0)
        ),
    ];
    Stamp { top, end: Vec::new() }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
