//! The program `scrutineer`: arguments, terminal, progress, exit codes; nothing else.

mod args;
mod commands;
mod progress;
mod terminal;
mod usage;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args = usage::parse();
    match commands::run(args) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::error(&error);
            ExitCode::from(2)
        }
    }
}

/// Whoever reads our output has enough: `scrutineer ... | head` is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
            || cause.to_string().contains("Broken pipe")
    })
}
