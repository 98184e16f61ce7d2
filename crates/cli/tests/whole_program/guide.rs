//! The guide's journey, walked: its files, its commands, and the lines that it shows of their answers.

use super::run::Place;

const GUIDE: &str = include_str!("../../../../docs/guide.md");

/// A block of the guide: its language and its lines.
struct Block {
    language: &'static str,
    lines: Vec<&'static str>,
}

fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in GUIDE.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some(Block { language, lines: Vec::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.lines.push(line),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block does not end");
    blocks
}

/// Words of a command as a shell reads them; the guide quotes with `"` only.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let mut words = vec![String::new()];
    for (i, part) in parts {
        let (is_quoted, mut pieces) = (i % 2 == 1, part.split(' '));
        if is_quoted {
            words.last_mut().expect("one").push_str(part);
            continue;
        }
        words.last_mut().expect("one").push_str(pieces.next().unwrap_or_default());
        words.extend(pieces.map(str::to_owned));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Runs a command of the guide. What it writes into a file with `>` is written there.
fn walk(place: &Place, command: &str) -> String {
    let words = words(command);
    let program: Vec<&str> = words[1..].iter().map(String::as_str).take_while(|word| *word != ">").collect();
    // SQL is for builds that have it, and the guide says so.
    if program[0] == "sql" && !cfg!(feature = "sql") {
        assert!(place.run_words(&program).err.contains("--features sql"), "{command}");
        return String::new();
    }
    let ran = place.run_words(&program).ok();
    if let Some(at) = words.iter().position(|word| word == ">") {
        place.file(&words[at + 1], &ran.out);
    }
    ran.err + &ran.out
}

/// Fails unless the lines stand in `answer` in their order, one below the other but for `...` and empty lines. A line may
/// end in `...`, too.
#[track_caller]
fn shows(answer: &str, lines: &[&str], command: &str) {
    let answer: Vec<&str> = answer.lines().collect();
    let is_like = |shown: &str, line: &str| match shown.strip_suffix("...") {
        Some(beginning) => line.starts_with(beginning),
        None => line == shown,
    };
    let (mut at, mut may_skip) = (0, true);
    for shown in lines {
        if matches!(*shown, "" | "  ..." | "...") {
            may_skip = true;
            continue;
        }
        let found = answer[at..].iter().position(|line| is_like(shown, line));
        let found = found.filter(|&skipped| may_skip || skipped == 0);
        let Some(skipped) = found else {
            panic!("`{command}` does not answer `{shown}` there:\n{answer:#?}")
        };
        (at, may_skip) = (at + skipped + 1, false);
    }
}

#[test]
fn the_guide_shows_what_the_program_answers() {
    let place = Place::new();
    let mut walked = 0;
    for Block { language, lines } in blocks() {
        if language == "toml" {
            place.file("notes.mapping.toml", lines.join("\n"));
        } else if lines[0] == "$ cat notes.csv" {
            place.file("notes.csv", lines[1..].join("\n") + "\n");
        } else {
            for shown in lines.chunk_by(|_, next| !next.starts_with("$ ")) {
                let command = shown[0].strip_prefix("$ ").expect("a block begins with a command");
                shows(&walk(&place, command), &shown[1..], command);
                walked += 1;
            }
        }
    }
    assert!(walked >= 8, "{walked}");
}
