//! Services that pass a mail on: those the sender logs in to, mailing lists, forwarders.

use super::date::rfc5322;
use super::letter::Letter;
use super::network::name_of_connection;
use super::receiver::queue_id;
use super::sender::Host;
use super::service::{Service, Trade};
use crate::simulate::draw::token;
use stats::Xoshiro256;
use std::net::IpAddr;

/// The line of a service into which the sender has logged in.
pub fn received_by_service(host: &Host, client: IpAddr, at: u64, random: &mut Xoshiro256) -> String {
    let claimed = format!("device-{}", random.below(1000));
    format!(
        "Received: from {claimed} ({} [{client}])\r\n\tby {} (Postfix) with ESMTPSA id {};\r\n\t{}",
        name_of_connection(client),
        host.helo,
        queue_id(random),
        rfc5322(at, 0)
    )
}

/// Passes a mail on: a list with a footer and a mark in the subject, a forwarder as it is. Returns the new envelope sender.
pub fn pass_on(
    service: &Service,
    letter: &mut Letter,
    peer: &Host,
    mail_from: &str,
    at: u64,
    random: &mut Xoshiro256,
) -> String {
    let ip = match peer.ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("IPv6:{ip}"),
    };
    letter.put_on_top([format!(
        "Received: from {} ({} [{ip}])\r\n\tby in.{} (Postfix) with ESMTPS id {};\r\n\t{}",
        peer.helo,
        peer.reverse.as_deref().unwrap_or("unknown"),
        service.domain,
        queue_id(random),
        rfc5322(at, 0)
    )]);
    if service.changes_mails() {
        add_footer(service, letter);
        return format!("notices-bounces@{}", service.domain);
    }
    // The Sender Rewriting Scheme: hash, day, domain, local part.
    let (local, domain) = mail_from.rsplit_once('@').unwrap_or((mail_from, ""));
    let hash = token(random, super::receiver::MIXED, 4);
    format!("SRS0={hash}=UK={domain}={local}@{}", service.domain)
}

fn add_footer(service: &Service, letter: &mut Letter) {
    for field in &mut letter.fields {
        if let Some(subject) = field.strip_prefix("Subject: ") {
            *field = format!("Subject: [notices] {subject}");
        }
    }
    letter.put_on_top([
        format!("List-Id: Notices of the quay <notices.{}>", service.domain),
        format!("List-Post: <mailto:notices@{}>", service.domain),
        "Precedence: list".to_owned(),
    ]);
    letter.body += "_______________________________________________\r\n";
    letter.body += &format!("notices mailing list: https://{}/notices\r\n", service.domain);
}

impl Service {
    /// Whether mails are changed on the way, which breaks their signatures.
    pub fn changes_mails(&self) -> bool {
        self.trade == Trade::List
    }
}
