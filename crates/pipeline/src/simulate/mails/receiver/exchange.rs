//! Exchange Online: a filtering host takes the mail in, a front end hands it to the mailbox host, which stores it.

use super::verdicts::{Dmarc, Spf};
use super::{Arrival, HEX, Stamp, UPPER_HEX};
use crate::simulate::draw::{pick, token};
use crate::simulate::mails::date::rfc5322;
use stats::Xoshiro256;

const TLS: &str = "(version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)";
/// Regions: of names, and of the second part of addresses.
const REGIONS: [(&str, &str); 4] = [("EUR", "10a6"), ("NAM", "10b6"), ("APC", "1096"), ("GBR", "10a6")];

pub fn stamp(arrival: &Arrival<'_>, random: &mut Xoshiro256) -> Stamp {
    let (region, block) = pick(random, &REGIONS);
    let number = 1 + random.below(20);
    let hall = format!("{region}PRD{number:02}");
    let name = |kind: &str, random: &mut Xoshiro256| {
        format!("{}{kind}{:04}", token(random, "ABCDEGHLMPSV", 3), random.below(10_000))
    };
    let address = |random: &mut Xoshiro256| {
        format!("2603:{block}:{}:{}::{}", random.below(900), token(random, HEX, 3), 1 + random.below(40))
    };
    let (store, mailbox, front) = (name("MB", random), name("MB", random), name("CA", random));
    let filter = format!("{}PEPF{}", name("", random), token(random, UPPER_HEX, 8));
    let (mailbox_ip, front_ip) = (address(random), address(random));
    let filter_ip = front_ip.replace("::", ":cafe::");
    let version =
        |random: &mut Xoshiro256| format!("15.20.{}.{}", 7000 + random.below(999), random.below(50));
    let date = |after: u64| rfc5322(arrival.at + after, 0);
    let long = format!("{hall}.PROD.OUTLOOK.COM");
    let short = hall.to_lowercase();
    let verdicts = arrival.verdicts;
    let from_domain = arrival.mail_from_domain();
    let spf = match verdicts.spf {
        Spf::Pass => format!(
            "Pass (protection.outlook.com: domain of {from_domain}\r\n designates {} as permitted sender)\r\n \
             receiver=protection.outlook.com; client-ip={};\r\n helo={}; pr=C",
            arrival.peer, arrival.peer, arrival.helo
        ),
        Spf::None => format!(
            "None (protection.outlook.com: {from_domain} does not\r\n designate permitted sender hosts)"
        ),
        result => format!(
            "{} (protection.outlook.com: domain of\r\n {from_domain} does not designate {} as permitted\r\n \
             sender) receiver=protection.outlook.com; client-ip={}; helo={};",
            if result == Spf::Fail { "Fail" } else { "SoftFail" },
            arrival.peer,
            arrival.peer,
            arrival.helo
        ),
    };
    let dkim = match verdicts.signatures.first() {
        None => "dkim=none (message not signed)\r\n header.d=none".to_owned(),
        Some(signed) if signed.holds => {
            format!("dkim=pass (signature was verified)\r\n header.d={}", signed.domain)
        }
        Some(signed) => format!("dkim=fail (body hash did not verify)\r\n header.d={}", signed.domain),
    };
    let (action, reason) = match (verdicts.dmarc, verdicts.policy) {
        (Dmarc::Fail, Some("reject")) => ("oreject", "compauth=fail reason=000"),
        (Dmarc::Fail, Some("quarantine")) => ("quarantine", "compauth=fail reason=000"),
        (Dmarc::Pass, _) => ("none", "compauth=pass reason=100"),
        _ => ("none", "compauth=none reason=405"),
    };
    let top = vec![
        format!(
            "Received: from {mailbox}.{long} ({mailbox_ip})\r\n by {store}.{long} with HTTPS; {}",
            date(4)
        ),
        format!(
            "Received: from {front}.{short}.prod.outlook.com ({front_ip})\r\n by {mailbox}.{long} ({mailbox_ip}) with\r\n \
             Microsoft SMTP Server {TLS} id {};\r\n {}",
            version(random),
            date(2)
        ),
        format!(
            "Received: from {filter}.{short}.prod.outlook.com\r\n ({filter_ip}) by {front}.outlook.office365.com\r\n \
             ({front_ip}) with Microsoft SMTP Server {TLS} id {} via Frontend\r\n Transport; {}",
            version(random),
            date(1)
        ),
        format!(
            "Authentication-Results: spf={} (sender IP is {})\r\n smtp.mailfrom={from_domain}; {dkim};dmarc={} \
             action={action}\r\n header.from={};{reason}",
            verdicts.spf.name(),
            arrival.peer,
            verdicts.dmarc.name(),
            verdicts.author
        ),
        format!("Received-SPF: {spf}"),
        format!(
            "Received: from {} ({}) by\r\n {filter}.mail.protection.outlook.com ({}) with Microsoft SMTP\r\n \
             Server {TLS} id {} via Frontend\r\n Transport; {}",
            arrival.helo,
            arrival.peer,
            super::private(random),
            version(random),
            date(0)
        ),
    ];
    let network = token(random, HEX, 32);
    let end = vec![
        format!("Return-Path: {}", arrival.mail_from),
        format!("X-MS-Exchange-Organization-ExpirationStartTime: {}", rfc5322(arrival.at + 1, 0)),
        format!("X-MS-Exchange-Organization-Network-Message-Id:\r\n {network}"),
        "X-MS-Exchange-Organization-MessageDirectionality: Incoming".to_owned(),
        "X-MS-Exchange-Organization-SCL: 1".to_owned(),
        format!("X-MS-Exchange-Transport-CrossTenantHeadersStamped: {mailbox}"),
    ];
    Stamp { top, end }
}
