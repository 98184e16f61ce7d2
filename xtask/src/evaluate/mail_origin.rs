//! The connecting address by Received lines alone, beside the one that the receiver recorded in a field of its own.
//!
//! Fields that give the answer away are taken out of each mail before it is read. Mails fall into two halves by their
//! names, so that rules can be made on one half and judged on the other.

use anyhow::{Context, Result, ensure};
use mail::limits::Limits;
use mail::message::Message;
use mail::trace::{Own, Received, Trace, is_no_host, is_private, parse_ip};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// The receiver's record.
const ANSWER: &str = "X-Sender-IP";
/// Fields whose names begin like this hold the answer, or may.
const GIVES_AWAY: [&str; 15] = [
    "X-Sender-IP",
    "Authentication-Results",
    "ARC-",
    "Received-SPF",
    "X-Forefront-",
    "X-Microsoft-",
    "X-MS-",
    "X-EOP",
    "X-SID-",
    "X-IncomingTopHeaderMarker",
    "X-Mailgun-Sending-Ip",
    "X-Originating-IP",
    "X-ClientProxiedBy",
    "X-CLX",
    "X-Sonic-",
];

/// How many mails have the recorded address as their origin.
#[derive(Default)]
struct Score {
    mails: usize,
    equal: usize,
    naive_equal: usize,
}

/// Reads all `.eml` files of a folder and prints how many agree with the receiver's record.
pub fn run(folder: &str) -> Result<()> {
    let (mut halves, mut without, mut differing) = ([Score::default(), Score::default()], 0, Vec::new());
    for path in files(Path::new(folder))? {
        let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let Some(answer) = answer(&bytes) else {
            without += 1;
            continue;
        };
        let bytes = without_answers(&bytes);
        let message = Message::split(&bytes, &Limits::default());
        let trace = Trace::of(&message, &Own::default());
        let score = &mut halves[half(&path)];
        score.mails += 1;
        score.naive_equal += usize::from(naive(&message) == Some(answer));
        match trace.origin {
            Ok(origin) if origin.ip == answer => score.equal += 1,
            Ok(origin) => differing.push((path, answer, origin.ip.to_string())),
            Err(why) => differing.push((path, answer, format!("{why:?}"))),
        }
    }
    for (path, answer, ours) in &differing {
        println!("{}: recorded {answer}, by Received lines {ours}", path.display());
    }
    let [first, second] = &halves;
    let all = Score {
        mails: first.mails + second.mails,
        equal: first.equal + second.equal,
        naive_equal: first.naive_equal + second.naive_equal,
    };
    ensure!(all.mails > 0, "no mail in {folder} has a field {ANSWER}");
    println!("{without} mails without {ANSWER}");
    println!("{:12} {:>6} {:>6} {:>7} {:>9}", "", "mails", "equal", "share", "bottom-most");
    for (name, score) in [("first half", first), ("second half", second), ("all", &all)] {
        let share = |part: usize| 100.0 * part as f64 / score.mails.max(1) as f64;
        println!(
            "{name:12} {:>6} {:>6} {:>6.2}% {:>10.2}%",
            score.mails,
            score.equal,
            share(score.equal),
            share(score.naive_equal)
        );
    }
    Ok(())
}

/// Files in the order of their names.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let reading = || format!("reading {}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(reading)? {
        let path = entry.with_context(reading)?.path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// 0 or 1, by the file's name.
fn half(path: &Path) -> usize {
    let name = path.file_stem().unwrap_or_default().as_encoded_bytes();
    name.iter().map(|&b| usize::from(b)).sum::<usize>() % 2
}

fn answer(bytes: &[u8]) -> Option<IpAddr> {
    let message = Message::split(bytes, &Limits::default());
    parse_ip(&message.named(ANSWER).next()?.unfolded())
}

fn without_answers(bytes: &[u8]) -> Vec<u8> {
    let message = Message::split(bytes, &Limits::default());
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for field in &message.fields {
        let gives_away = |start: &str| {
            field.name.get(..start.len()).is_some_and(|name| name.eq_ignore_ascii_case(start.as_bytes()))
        };
        if GIVES_AWAY.iter().any(|start| gives_away(start)) {
            kept.extend_from_slice(&bytes[at..field.span.start]);
            at = field.span.end;
        }
    }
    kept.extend_from_slice(&bytes[at..]);
    kept
}

/// The rule of thumb: the lowest public address in a Received line.
fn naive(message: &Message<'_>) -> Option<IpAddr> {
    let lines = message.named("Received").rev();
    let addresses = lines.filter_map(|field| Received::parse(field.value, field.value_span.start).from_ip);
    addresses.map(|from| from.ip).find(|&ip| !is_private(ip) && !is_no_host(ip))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_gives_the_answer_away_is_left() {
        let bytes = b"X-Sender-IP: 192.0.2.1\r\nReceived: from a\r\n by b\r\nARC-Seal: i=1;\r\n b=x\r\n\
            x-ms-exchange-a: 192.0.2.1\r\nSubject: x\r\n\r\nX-Sender-IP: body\r\n";
        assert_eq!(answer(bytes), parse_ip(b"192.0.2.1"));
        let left = without_answers(bytes);
        assert_eq!(
            String::from_utf8_lossy(&left),
            "Received: from a\r\n by b\r\nSubject: x\r\n\r\nX-Sender-IP: body\r\n"
        );
        assert_eq!(answer(&left), None);
    }

    #[test]
    fn the_rule_of_thumb_takes_the_lowest_public_address() {
        let bytes = b"Received: from a ([192.0.2.1]) by b\r\nReceived: from c ([192.0.2.2]) by d\r\n\
            Received: from e ([10.0.0.1]) by f\r\n\r\n";
        assert_eq!(naive(&Message::split(bytes, &Limits::default())), parse_ip(b"192.0.2.2"));
    }
}
