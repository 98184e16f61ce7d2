//! Arguments from the command line. Of those that a command does not know it is said what the user may have meant.

use crate::args::Args;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, Parser};

/// The arguments. Ends the program when there is something wrong with them, or when they ask for help.
pub fn parse() -> Args {
    Args::try_parse().unwrap_or_else(|error| told(error).exit())
}

/// The same error. The parser knows one command at a time, and of an option that belongs to another it says how to pass it
/// as the name of a file.
fn told(mut error: clap::Error) -> clap::Error {
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidArg)
        && let Some(tip) = tip(unknown)
    {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

fn tip(unknown: &str) -> Option<String> {
    if unknown.strip_prefix('-')?.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Some("windows, rates and counts cannot be negative".to_owned());
    }
    let mut program = Args::command();
    program.build();
    let mut having = Vec::new();
    collect(&program, "scrutineer", unknown.strip_prefix("--")?, &mut having);
    let (first, rest) = having.split_first()?;
    let others = match rest {
        [] => String::new(),
        [one] => format!(" and `{one}`"),
        [one, more @ ..] => format!(", `{one}` and {} more", more.len()),
    };
    Some(format!("`{unknown}` is an option of `{first}`{others}"))
}

/// Names of the commands that have the option.
fn collect(command: &Command, name: &str, option: &str, having: &mut Vec<String>) {
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set() && inner.get_name() != "help")
    {
        let name = format!("{name} {}", inner.get_name());
        if inner.get_arguments().any(|arg| arg.get_long() == Some(option)) {
            having.push(name.clone());
        }
        collect(inner, &name, option, having);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_other_commands_and_negative_numbers_are_told() {
        for (unknown, expected) in [
            ("--case", Some("`--case` is an option of `scrutineer examine`")),
            (
                "--seed",
                Some("`--seed` is an option of `scrutineer examine`, `scrutineer coordination` and 2 more"),
            ),
            ("--match", Some("`--match` is an option of `scrutineer mail`")),
            ("-5", Some("windows, rates and counts cannot be negative")),
            ("-.5", Some("windows, rates and counts cannot be negative")),
            ("--lamps", None),
            ("-x", None),
        ] {
            assert_eq!(tip(unknown).as_deref(), expected, "{unknown}");
        }
    }
}
