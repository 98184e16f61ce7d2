//! Time and memory that hostile mails cost: `cargo run --release -p scrutineer-mail --example hostile_parts [NAME]`.
//!
//! Peak memory is that of the whole process so far, so give a name to see that of one mail.

#![allow(clippy::print_stdout, reason = "a program for developers")]

#[path = "../tests/common/hostile.rs"]
mod hostile;

use scrutineer_mail::content::{Addressees, Content};
use scrutineer_mail::{limits::Limits, message::Message};
use std::time::Instant;

fn main() {
    let asked = std::env::args().nth(1);
    for (name, make) in hostile::MAILS {
        if asked.as_deref().is_some_and(|asked| asked != name) {
            continue;
        }
        let mail = make(1);
        let limits = Limits::default();
        let start = Instant::now();
        let message = Message::split(&mail, &limits);
        let content = Content::of(&message, &limits);
        let comparable = content.comparable(&Addressees::of(&message));
        let seconds = start.elapsed().as_secs_f64();
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
        println!(
            "{name}: {:.1} MB, {seconds:.2} s, {} parts, {} bytes to compare, {:?}, {peak}",
            mail.len() as f64 / 1e6,
            content.parts,
            comparable.len(),
            content.flaws
        );
    }
}
