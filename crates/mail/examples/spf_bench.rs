//! Makes questions for SPF and answers them: the bench beside other programs (`bench/spf.sh`).
//!
//! `spf_bench make FOLDER COUNT` writes a zone of invented domains (`answers.json`) and questions about them
//! (`questions.tsv`: address, HELO name, envelope sender); `spf_bench check FOLDER` prints how often each verdict came.

#![allow(clippy::print_stdout, reason = "a program for developers")]

use model::Timestamp;
use scrutineer_mail::dns::{FileFacts, Source, SourceKind, Zone};
use scrutineer_mail::spf::{Query, check};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const ANSWERS: &str = "answers.json";
const QUESTIONS: &str = "questions.tsv";
/// Domains of each kind of policy.
const DOMAINS: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["make", folder, count] => make(Path::new(folder), count.parse()?),
        ["check", folder] => answer(Path::new(folder)),
        _ => Err("usage: spf_bench make FOLDER COUNT | spf_bench check FOLDER".into()),
    }
}

/// Policies as they are common: networks, own hosts, providers, providers of providers, macros, none.
const POLICIES: [&str; 7] = [
    "v=spf1 ip4:192.0.2.0/25 ip6:2001:db8::/32 -all",
    "v=spf1 mx a:www.{domain} ~all",
    "v=spf1 include:one.provider.example include:two.provider.example -all",
    "v=spf1 include:all.provider.example mx ?all",
    "v=spf1 redirect=all.provider.example",
    "v=spf1 exists:%{ir}.%{l1r-}.allowed.{domain} -all",
    "no policy",
];

fn make(folder: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let mut answers = String::new();
    let mut record = |name: &str, kind: &str, records: serde_json::Value| {
        let answer = serde_json::json!({"name": name, "type": kind, "records": records});
        answers += &format!("{answer}\n");
    };
    let all = "v=spf1 include:one.provider.example include:two.provider.example include:three.provider.example -all";
    record("all.provider.example", "TXT", serde_json::json!([all]));
    for (name, network) in
        [("one", "192.0.2.128/26"), ("two", "198.51.100.0/25"), ("three", "203.0.113.0/24")]
    {
        let policy = format!("v=spf1 ip4:{network} a:out.{name}.provider.example -all");
        record(&format!("{name}.provider.example"), "TXT", serde_json::json!([policy]));
        record(&format!("out.{name}.provider.example"), "A", serde_json::json!(["198.51.100.200"]));
        record(&format!("out.{name}.provider.example"), "AAAA", serde_json::json!(["2001:db8:1::1"]));
    }
    for number in 0..DOMAINS {
        for (kind, policy) in POLICIES.iter().enumerate() {
            let domain = format!("d{number}k{kind}.example");
            record(&domain, "TXT", serde_json::json!([policy.replace("{domain}", &domain)]));
            record(
                &domain,
                "MX",
                serde_json::json!([[10, format!("mx.{domain}")], [20, format!("www.{domain}")]]),
            );
            for host in ["mx", "www"] {
                record(&format!("{host}.{domain}"), "A", serde_json::json!([format!("192.0.2.{number}")]));
                // Without it a host counts as a void look-up, of which pyspf counts each and we count terms.
                record(
                    &format!("{host}.{domain}"),
                    "AAAA",
                    serde_json::json!([format!("2001:db8::{number}")]),
                );
            }
            record(&format!("{number}.2.0.192.desk.allowed.{domain}"), "A", serde_json::json!(["127.0.0.2"]));
        }
    }
    fs::write(folder.join(ANSWERS), answers)?;
    let mut questions = String::new();
    for n in 0..count {
        let (number, kind) = (n * 31 % DOMAINS, n % POLICIES.len());
        let ip = match n % 5 {
            0 => format!("198.51.100.{}", n % 256),
            1 => format!("203.0.113.{}", n % 256),
            2 => format!("2001:db8::{:x}", n % 65_536),
            3 => format!("192.0.2.{}", n % 256),
            _ => format!("192.0.2.{number}"),
        };
        writeln!(questions, "{ip}\tmx.d{number}k{kind}.example\tdesk-{n}@d{number}k{kind}.example")?;
    }
    fs::write(folder.join(QUESTIONS), questions)?;
    Ok(())
}

fn answer(folder: &Path) -> Result<(), Box<dyn Error>> {
    let source = Source { name: ANSWERS.into(), kind: SourceKind::Supplied };
    // What the file does not list is not there, as it is for the peer.
    let facts = FileFacts { coverage: scrutineer_mail::dns::Coverage::Complete, ..FileFacts::of(source) };
    let zone = Zone::from_json(&fs::read(folder.join(ANSWERS))?, &facts)?;
    let questions = fs::read_to_string(folder.join(QUESTIONS))?;
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for question in questions.lines() {
        let [ip, helo, mail_from] = question.split('\t').collect::<Vec<_>>()[..] else {
            return Err("a question has three words".into());
        };
        let query = Query { ip: ip.parse()?, helo, mail_from, receiver: None, at: Timestamp::default() };
        *verdicts.entry(check(&query, &zone).verdict.name()).or_default() += 1;
    }
    let told: Vec<String> = verdicts.iter().map(|(verdict, count)| format!("{verdict} {count}")).collect();
    println!("{}", told.join(", "));
    Ok(())
}
