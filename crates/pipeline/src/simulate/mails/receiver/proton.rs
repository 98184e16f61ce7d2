//! Proton Mail: one host with a line of Postfix; the store behind it writes none.

use super::verdicts::key_size;
use super::{Arrival, Stamp, postfix_peer, queue_id};
use crate::simulate::mails::date::rfc5322;
use stats::Xoshiro256;

const SERVER: &str = "mail.protonmail.ch";

pub fn stamp(arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Stamp {
    let verdicts = arrival.verdicts;
    let results = |text: String| format!("Authentication-Results: {SERVER}; {text}");
    let policy = verdicts.policy.unwrap_or("none");
    let mut top = vec![
        format!("Return-Path: <{}>", arrival.mail_from),
        format!("X-Original-To: {}", arrival.office.address),
        format!("Delivered-To: {}", arrival.office.address),
        results(match verdicts.policy {
            Some(_) => {
                format!(
                    "dmarc={} (p={policy}\r\n dis=none) header.from={}",
                    verdicts.dmarc.name(),
                    verdicts.author
                )
            }
            None => format!("dmarc=none (p=none dis=none)\r\n header.from={}", verdicts.author),
        }),
        results(format!("spf={}\r\n smtp.mailfrom={}", verdicts.spf.name(), arrival.mail_from_domain())),
    ];
    if verdicts.signatures.is_empty() {
        top.push(results("dkim=none".to_owned()));
    } else {
        let each = verdicts.dkim(|signed| {
            format!(
                "({}) header.d={}\r\n header.i=@{} header.b=\"{}\"",
                key_size(signed),
                signed.domain,
                signed.domain,
                signed.start
            )
        });
        top.push(results(each.join(";\r\n ")));
    }
    top.push(format!(
        "Received: from {} (using TLSv1.3 with cipher\r\n TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 \
         server-signature\r\n RSA-PSS (2048 bits)) (No client certificate requested) by\r\n mailin{:03}.protonmail.ch \
         (Postfix) with ESMTPS id {} for\r\n <{}>; {} (UTC)",
        postfix_peer(arrival),
        random.below(60),
        queue_id(random),
        arrival.office.address,
        rfc5322(arrival.at, 0)
    ));
    Stamp { top, end: vec!["X-Pm-Spamscore: 0".to_owned()] }
}
