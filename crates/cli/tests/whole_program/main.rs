//! The built binary, seen from outside: what it prints, where it writes, with which exit code.

mod bad_input;
mod cases;
mod commands;
mod hostile;
mod mail;
mod mixed;
mod reproducible;
mod run;
mod simulate;
