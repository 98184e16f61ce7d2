//! Makes signed mail and verifies it: the bench beside other programs (`bench/dkim.sh`).
//!
//! `dkim_bench sign FOLDER COUNT` writes invented mails with RSA-2048 signatures and the answer that holds the key;
//! `dkim_bench verify FOLDER` reads them and prints how many pass.

#![allow(clippy::print_stdout, reason = "a program for developers")]

use model::Timestamp;
use scrutineer_mail::author::Authors;
use scrutineer_mail::dkim::sign::{PrivateKey, Request, sign};
use scrutineer_mail::dkim::{Canonicalization, Signatures, Verdict};
use scrutineer_mail::dns::{FileFacts, Source, SourceKind, Zone};
use scrutineer_mail::domain::DomainName;
use scrutineer_mail::limits::Limits;
use scrutineer_mail::message::Message;
use std::error::Error;
use std::fs;
use std::path::Path;

const KEY: &[u8] = include_bytes!("../tests/keys/rsa-2048.der");
const ANSWERS: &str = "answers.json";
const WORDS: [&str; 12] =
    ["lamp", "pier", "harbour", "keeper", "the", "of", "on", "rope", "tide", "boat", "rail", "light"];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["sign", folder, count] => make(Path::new(folder), count.parse()?),
        ["verify", folder] => verify(Path::new(folder)),
        _ => Err("usage: dkim_bench sign FOLDER COUNT | dkim_bench verify FOLDER".into()),
    }
}

fn make(folder: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let key = PrivateKey::rsa(KEY)?;
    let names = ["from", "from", "to", "subject", "date", "message-id", "mime-version", "content-type"];
    let request = Request {
        domain: DomainName::parse("harbour.example")?,
        selector: DomainName::parse("s1")?,
        canonicalization: Canonicalization::RELAXED,
        names: names.map(str::to_owned).to_vec(),
        length: None,
        signed_at: None,
        expires_at: None,
        identity: None,
    };
    for number in 0..count {
        let mail = mail(number);
        let signature = sign(mail.as_bytes(), &request, &key)?;
        fs::write(folder.join(format!("{number:05}.eml")), [&signature, mail.as_bytes()].concat())?;
    }
    let name = "s1._domainkey.harbour.example";
    let record = key.record();
    let answer = format!(r#"{{"name": "{name}", "type": "TXT", "records": ["{record}"]}}"#);
    fs::write(folder.join(ANSWERS), answer + "\n")?;
    Ok(())
}

/// An invented mail of 1 to 16 kB with the fields of a common one.
fn mail(number: usize) -> String {
    let mut mail = String::new();
    for hop in 0..3 {
        mail += &format!(
            "Received: from relay{hop}.example (relay{hop}.example [192.0.2.{hop}])\r\n\
             \tby mx{hop}.lighthouse.example with ESMTPS id {number:08x}{hop};\r\n\
             \tTue, 14 Nov 2023 22:13:2{hop} +0000\r\n"
        );
    }
    mail += &format!(
        "From: Harbour office <desk@harbour.example>\r\nTo: Keeper <keeper{number}@lighthouse.example>\r\n\
         Subject: Lights on the pier, part {number}\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\n\
         Message-ID: <{number}@harbour.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n"
    );
    let mut state = number as u64 + 1;
    let length = 1_000 + number * 7_919 % 15_000;
    while mail.len() < length {
        for _ in 0..10 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            mail += WORDS[(state >> 33) as usize % WORDS.len()];
            mail += " ";
        }
        mail += "\r\n";
    }
    mail
}

fn verify(folder: &Path) -> Result<(), Box<dyn Error>> {
    let source = Source { name: ANSWERS.into(), kind: SourceKind::Supplied };
    let zone = Zone::from_json(&fs::read(folder.join(ANSWERS))?, &FileFacts::of(source))?;
    let limits = Limits::default();
    let mut paths =
        fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    paths.sort();
    let mut passed = 0;
    for path in &paths {
        let bytes = fs::read(path)?;
        let message = Message::split(&bytes, &limits);
        let authors = Authors::of(&message);
        let outcomes = Signatures::of(&message, &authors, &limits).verify(&zone, Timestamp::default());
        passed += outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Pass).count();
    }
    println!("{passed} of {} pass", paths.len());
    Ok(())
}
