//! Developer commands: `cargo xtask docs [--check]`, `cargo xtask oracle [--require-data]`,
//! `cargo xtask conformance spf|dkim|arc|psl FILE...`, `cargo xtask evaluate coordination|mail-origin|campaigns|claims|synthetic ...`,
//! `cargo xtask train claims|acts|links|synthetic ...`.

#![allow(clippy::print_stdout, reason = "a program for developers")]

mod conformance;
mod docs;
mod evaluate;
mod labelled;
mod oracle;
mod program;
mod train;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask docs [--check]            write docs/reference from the program, or fail when it is out of date
cargo xtask oracle [--require-data]   let independent programs judge our outputs
cargo xtask conformance spf|dkim|arc|psl FILE...
                                      run a public test suite of a standard";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["docs"] => docs::run(false),
        ["docs", "--check"] => docs::run(true),
        ["oracle"] => oracle::run(false),
        ["oracle", "--require-data"] => oracle::run(true),
        ["conformance", suite, files @ ..] => conformance::run(suite, files),
        ["evaluate", "coordination", rest @ ..] => evaluate::coordination(rest),
        ["evaluate", "mail-origin", folder] => evaluate::mail_origin(folder),
        ["evaluate", "campaigns", rest @ ..] => evaluate::campaigns(rest),
        ["evaluate", "claims", rest @ ..] => evaluate::claims(rest),
        ["evaluate", "synthetic", rest @ ..] => evaluate::synthetic::run(rest),
        ["train", "acts", rest @ ..] => train::acts(rest),
        ["train", "claims", rest @ ..] => train::claims(rest),
        ["train", "links", rest @ ..] => train::links(rest),
        ["train", "synthetic", rest @ ..] => train::synthetic::run(rest),
        _ => bail!("usage:\n{USAGE}\n{}\n{}", evaluate::USAGE, train::USAGE),
    }
}
