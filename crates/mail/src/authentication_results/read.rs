//! Reading a field.

use super::cursor::Cursor;
use super::{AuthenticationResults, Code, MethodResult, Problem, ProblemKind, Property};

/// Results of one field that are read.
const MAX_RESULTS: usize = 100;
/// Properties of one result that are read.
const MAX_PROPERTIES: usize = 50;
/// Problems that are listed.
const MAX_PROBLEMS: usize = 100;

/// `name=value`, with the place of its name.
struct Pair {
    name: String,
    value: String,
    at: usize,
}

pub fn read(value: &[u8], is_arc: bool) -> AuthenticationResults {
    let mut results = AuthenticationResults::default();
    let mut cursor = Cursor::new(value);
    if is_arc {
        instance(&mut cursor, &mut results);
    }
    head(&mut cursor, &mut results);
    while cursor.peek().is_some() {
        if results.results.len() == MAX_RESULTS {
            results.note(ProblemKind::TooMany, cursor.at);
            break;
        }
        result(&mut cursor, &mut results);
        cursor.take(b';');
    }
    if let Some(at) = cursor.unclosed {
        results.note(ProblemKind::Unclosed, at);
    }
    results
}

/// `i=1;`
fn instance(cursor: &mut Cursor<'_>, results: &mut AuthenticationResults) {
    let start = cursor.clone();
    match pair(cursor, &mut Vec::new()) {
        Some(pair) if pair.name == "i" => results.instance = pair.value.parse().ok(),
        _ => *cursor = start,
    }
    if results.instance.is_none() {
        results.note(ProblemKind::NoInstance, cursor.at);
    }
    cursor.take(b';');
}

/// The receiver and the version, up to the first semicolon. What looks like a result there is one: Microsoft's form.
fn head(cursor: &mut Cursor<'_>, results: &mut AuthenticationResults) {
    let mut comments = Vec::new();
    cursor.skip(&mut comments);
    let start = cursor.clone();
    let receiver = cursor.word(b"=");
    cursor.skip(&mut comments);
    match cursor.peek() {
        Some(b'=') => {
            results.note(ProblemKind::NoReceiver, start.at);
            *cursor = start;
        }
        _ if receiver.is_empty() => {
            results.note(ProblemKind::Empty, cursor.at);
            cursor.take(b';');
        }
        _ => {
            results.receiver = Some(receiver);
            let at = cursor.at;
            let version = cursor.word(b"");
            results.version = version.parse().ok();
            cursor.skip(&mut comments);
            if results.version.is_none() && !version.is_empty() || !matches!(cursor.peek(), None | Some(b';'))
            {
                results.note(ProblemKind::NoPair, at);
                skip_words(cursor);
            }
            cursor.take(b';');
        }
    }
}

/// One result, up to its semicolon.
fn result(cursor: &mut Cursor<'_>, results: &mut AuthenticationResults) {
    let mut comments = Vec::new();
    cursor.skip(&mut comments);
    let start = cursor.at;
    let Some(first) = pair(cursor, &mut comments) else {
        let word = cursor.word(b"");
        cursor.skip(&mut comments);
        let ends = matches!(cursor.peek(), None | Some(b';'));
        match (word.as_str(), ends) {
            ("none", true) if results.results.is_empty() => results.nothing = true,
            // A semicolon at the end of the field is usual.
            ("", true) if cursor.peek().is_none() => {}
            _ => results.note(ProblemKind::NoResult, start),
        }
        skip_words(cursor);
        return;
    };
    let method = first.name.split('/').next().unwrap_or_default().to_owned();
    let mut found = MethodResult {
        method,
        code: Code::from_word(&first.value),
        reason: None,
        properties: Vec::new(),
        comments: Vec::new(),
        span: first.at..cursor.at,
    };
    loop {
        found.span.end = cursor.at;
        cursor.skip(&mut comments);
        if matches!(cursor.peek(), None | Some(b';')) {
            break;
        }
        let at = cursor.at;
        match pair(cursor, &mut comments) {
            Some(pair) if pair.name == "reason" && found.reason.is_none() => found.reason = Some(pair.value),
            Some(pair) if found.properties.len() < MAX_PROPERTIES => found.properties.push(property(pair)),
            Some(_) => results.note_once(ProblemKind::TooMany, at),
            None => {
                results.note_once(ProblemKind::NoPair, at);
                // At least one byte further, whatever it is.
                if cursor.word(b"").is_empty() && cursor.at == at {
                    cursor.at += 1;
                }
            }
        }
    }
    found.comments = comments;
    results.results.push(found);
}

/// A `name=value`; the cursor stays where it is when there is none.
fn pair(cursor: &mut Cursor<'_>, comments: &mut Vec<String>) -> Option<Pair> {
    let (mut ahead, mut found) = (cursor.clone(), Vec::new());
    ahead.skip(&mut found);
    let at = ahead.at;
    let name = ahead.word(b"=").to_ascii_lowercase();
    ahead.skip(&mut found);
    if name.is_empty() || !ahead.take(b'=') {
        return None;
    }
    ahead.skip(&mut found);
    let value = ahead.word(b"");
    *cursor = ahead;
    comments.append(&mut found);
    Some(Pair { name, value, at })
}

fn property(pair: Pair) -> Property {
    let (kind, name) = pair.name.split_once('.').unwrap_or(("", &pair.name));
    Property { kind: kind.to_owned(), name: name.to_owned(), value: pair.value }
}

/// Steps to the next semicolon.
fn skip_words(cursor: &mut Cursor<'_>) {
    let mut comments = Vec::new();
    loop {
        cursor.skip(&mut comments);
        let at = cursor.at;
        match cursor.peek() {
            None | Some(b';') => return,
            _ => {
                cursor.word(b"");
                cursor.at = cursor.at.max(at + 1);
            }
        }
    }
}

impl AuthenticationResults {
    fn note(&mut self, kind: ProblemKind, at: usize) {
        match self.problems.len() {
            0..MAX_PROBLEMS => self.problems.push(Problem { kind, at }),
            MAX_PROBLEMS => self.problems.push(Problem { kind: ProblemKind::TooMany, at }),
            _ => {}
        }
    }

    fn note_once(&mut self, kind: ProblemKind, at: usize) {
        if !self.problems.iter().any(|problem| problem.kind == kind) {
            self.note(kind, at);
        }
    }
}
