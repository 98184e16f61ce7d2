//! The built binary, seen from outside: what it prints, where it writes, with which exit code.

mod bad_input;
mod cases;
mod claims;
mod commands;
mod crash;
mod hostile;
mod mail;
mod media;
mod mixed;
#[path = "../../../intake/tests/common/msg.rs"]
mod msg;
mod neutral;
mod reporting;
mod reproducible;
mod run;
mod seal;
mod sharing;
mod simulate;
mod synthetic;
mod weighing;
