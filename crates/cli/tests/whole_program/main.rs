//! The built binary, seen from outside: what it prints, where it writes, with which exit code.

mod bad_input;
mod cases;
mod claims;
mod commands;
mod crash;
mod guide;
mod hostile;
#[cfg(feature = "local-models")]
mod local_models;
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
#[cfg(feature = "local-models")]
#[path = "../../../local-models/tests/tiny/mod.rs"]
mod tiny;
mod weighing;
