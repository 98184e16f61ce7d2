//! A JSON parser for records that other programs have damaged a little.
//!
//! Beyond RFC 8259 it takes what occurs in real exports and costs no meaning: `NaN` and `Infinity` (Python),
//! `\x1f` (Telegram Desktop), halves of surrogate pairs (texts cut by a platform), raw control characters in
//! strings. It allocates in a bump arena, bounds depth and number of values, and can close what a cut leaves
//! open, which format detection needs. That everything else agrees with `serde_json` is a property test.

use super::value::{Fields, Json};
use bumpalo::Bump;

/// What came out of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parsed<'a> {
    /// The value.
    pub(super) value: Json<'a>,
    /// Offset behind it.
    pub(super) end: usize,
    /// Some characters were half surrogate pairs and became U+FFFD.
    pub(super) repaired: bool,
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ParseError {
    /// Offset of the byte that does not fit.
    pub(super) at: usize,
    /// What kind of mistake.
    pub(super) kind: ErrorKind,
}

/// Kinds of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrorKind {
    /// The text ends inside the value.
    End,
    /// Nested deeper than allowed.
    Depth,
    /// More values than a record of that size has in earnest.
    Count,
    /// This was expected.
    Expected(&'static str),
}

/// Deepest nesting that recursion is trusted with, whatever the limits say.
const MAX_DEPTH: usize = 256;

/// Reads the value that `text` starts with.
pub(super) fn parse<'a>(text: &'a str, bump: &'a Bump, depth: usize) -> Result<Parsed<'a>, ParseError> {
    Parser::new(text, bump, depth, Cut::Nowhere).run()
}

/// Like [`parse`], but a text that ends early yields what there is.
pub(super) fn parse_cut<'a>(text: &'a str, bump: &'a Bump, depth: usize) -> Result<Parsed<'a>, ParseError> {
    Parser::new(text, bump, depth, Cut::AtEnd).run()
}

/// What stands before the first mistake in a text.
pub(super) fn parse_sound<'a>(text: &'a str, bump: &'a Bump, depth: usize) -> Option<Json<'a>> {
    Parser::new(text, bump, depth, Cut::AtMistake).run().ok().map(|parsed| parsed.value)
}

/// Where containers that are open are taken for closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    Nowhere,
    AtEnd,
    AtMistake,
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pos: usize,
    bump: &'a Bump,
    depth: usize,
    cut: Cut,
    repaired: bool,
    budget: usize,
    elements: Vec<Json<'a>>,
    fields: Vec<(&'a str, Json<'a>)>,
}

type Result1<T> = Result<T, ParseError>;

impl<'a> Parser<'a> {
    fn new(text: &'a str, bump: &'a Bump, depth: usize, cut: Cut) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            pos: 0,
            bump,
            depth: depth.min(MAX_DEPTH),
            cut,
            repaired: false,
            // Records of posts have some 20 bytes a value; `[0,0,0,...` must not grow twentyfold in memory.
            budget: text.len() / 4 + 4096,
            elements: Vec::new(),
            fields: Vec::new(),
        }
    }

    fn run(mut self) -> Result1<Parsed<'a>> {
        self.space();
        let value = self.value()?;
        Ok(Parsed { value, end: self.pos, repaired: self.repaired })
    }

    fn fail<T>(&self, kind: ErrorKind) -> Result1<T> {
        let kind = if self.pos >= self.bytes.len() { ErrorKind::End } else { kind };
        Err(ParseError { at: self.pos, kind })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn space(&mut self) {
        // NUL occurs between records of interrupted captures.
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t' | 0)) {
            self.pos += 1;
        }
    }

    fn value(&mut self) -> Result1<Json<'a>> {
        let Some(budget) = self.budget.checked_sub(1) else { return self.fail(ErrorKind::Count) };
        self.budget = budget;
        match self.peek() {
            Some(b'"') => Ok(Json::Text(self.string()?)),
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(b'N') => self.word("NaN", Json::Null),
            Some(b'I') => self.word("Infinity", Json::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.fail(ErrorKind::Expected("a value")),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result1<Json<'a>>) -> Result1<Json<'a>> {
        let Some(depth) = self.depth.checked_sub(1) else { return self.fail(ErrorKind::Depth) };
        self.depth = depth;
        let value = read(self);
        self.depth += 1;
        value
    }

    fn word(&mut self, word: &'static str, value: Json<'a>) -> Result1<Json<'a>> {
        let rest = &self.bytes[self.pos..];
        if rest.starts_with(word.as_bytes()) {
            self.pos += word.len();
            return Ok(value);
        }
        if word.as_bytes().starts_with(rest) {
            self.pos = self.bytes.len();
        }
        self.fail(ErrorKind::Expected("a value"))
    }

    fn number(&mut self) -> Result1<Json<'a>> {
        let start = self.pos;
        if self.peek() == Some(b'-') {
            self.pos += 1;
            if self.peek() == Some(b'I') {
                return self.word("Infinity", Json::Null);
            }
        }
        if !self.peek().is_some_and(|b| b.is_ascii_digit()) {
            return self.fail(ErrorKind::Expected("a digit"));
        }
        while matches!(self.peek(), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
            self.pos += 1;
        }
        Ok(Json::Number(&self.text[start..self.pos]))
    }

    fn array(&mut self) -> Result1<Json<'a>> {
        let mark = self.elements.len();
        let result = self.array_elements();
        let end = self.closes(result);
        let items = self.bump.alloc_slice_copy(&self.elements[mark..]);
        self.elements.truncate(mark);
        end.map(|()| Json::Array(items))
    }

    fn array_elements(&mut self) -> Result1<()> {
        self.pos += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.pos += 1;
            return Ok(());
        }
        loop {
            self.space();
            let value = self.value()?;
            self.elements.push(value);
            self.space();
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(b']') => {
                    self.pos += 1;
                    return Ok(());
                }
                _ => return self.fail(ErrorKind::Expected("`,` or `]`")),
            }
        }
    }

    fn object(&mut self) -> Result1<Json<'a>> {
        let (mark, start) = (self.fields.len(), self.pos);
        let result = self.object_fields();
        let end = self.closes(result);
        let entries = self.bump.alloc_slice_copy(&self.fields[mark..]);
        self.fields.truncate(mark);
        end?;
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Ok(Json::Object(Fields { entries, start: offset(start), end: offset(self.pos) }))
    }

    fn object_fields(&mut self) -> Result1<()> {
        self.pos += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.pos += 1;
            return Ok(());
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return self.fail(ErrorKind::Expected("the name of a field"));
            }
            let name = self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return self.fail(ErrorKind::Expected("`:`"));
            }
            self.pos += 1;
            self.space();
            let value = self.value()?;
            self.fields.push((name, value));
            self.space();
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(b'}') => {
                    self.pos += 1;
                    return Ok(());
                }
                _ => return self.fail(ErrorKind::Expected("`,` or `}`")),
            }
        }
    }

    /// In a cut text the end closes every container that is open.
    fn closes(&mut self, result: Result1<()>) -> Result1<()> {
        match (self.cut, result) {
            (Cut::AtEnd, Err(ParseError { kind: ErrorKind::End, .. })) => Ok(()),
            (Cut::AtMistake, Err(_)) => {
                self.pos = self.bytes.len();
                Ok(())
            }
            (_, other) => other,
        }
    }

    fn string(&mut self) -> Result1<&'a str> {
        self.pos += 1;
        let start = self.pos;
        match memchr::memchr2(b'"', b'\\', &self.bytes[start..]) {
            Some(n) if self.bytes[start + n] == b'"' => {
                self.pos = start + n + 1;
                Ok(&self.text[start..start + n])
            }
            Some(_) => self.escaped(),
            None => {
                self.pos = self.bytes.len();
                self.fail(ErrorKind::End)
            }
        }
    }

    fn escaped(&mut self) -> Result1<&'a str> {
        let mut out = bumpalo::collections::String::new_in(self.bump);
        loop {
            let rest = &self.bytes[self.pos..];
            let Some(n) = memchr::memchr2(b'"', b'\\', rest) else {
                self.pos = self.bytes.len();
                return self.fail(ErrorKind::End);
            };
            out.push_str(&self.text[self.pos..self.pos + n]);
            self.pos += n + 1;
            if rest[n] == b'"' {
                return Ok(out.into_bump_str());
            }
            let c = self.escape()?;
            out.push(c);
        }
    }

    /// The character that an escape stands for; `pos` is behind the backslash.
    fn escape(&mut self) -> Result1<char> {
        let Some(letter) = self.peek() else { return self.fail(ErrorKind::End) };
        self.pos += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => letter as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'x' => char::from_u32(self.hex(2)?).unwrap_or(char::REPLACEMENT_CHARACTER),
            b'u' => {
                let unit = self.hex(4)?;
                self.unicode(unit)?
            }
            _ => {
                self.pos -= 1;
                return self.fail(ErrorKind::Expected("an escape"));
            }
        })
    }

    fn unicode(&mut self, unit: u32) -> Result1<char> {
        if (0xd800..0xdc00).contains(&unit) && self.bytes[self.pos..].starts_with(b"\\u") {
            let back = self.pos;
            self.pos += 2;
            let low = self.hex(4)?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.pos = back;
        }
        Ok(char::from_u32(unit).unwrap_or_else(|| {
            self.repaired = true;
            char::REPLACEMENT_CHARACTER
        }))
    }

    fn hex(&mut self, digits: usize) -> Result1<u32> {
        let mut value = 0;
        for _ in 0..digits {
            let Some(digit) = self.peek().and_then(|b| (b as char).to_digit(16)) else {
                return self.fail(ErrorKind::Expected("a hexadecimal digit"));
            };
            value = value * 16 + digit;
            self.pos += 1;
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        let bump = Bump::new();
        match parse(text, &bump, 8) {
            Ok(parsed) => plain(parsed.value),
            Err(e) => format!("{:?} at {}", e.kind, e.at),
        }
    }

    fn plain(value: Json<'_>) -> String {
        match value {
            Json::Null => "null".into(),
            Json::Bool(b) => b.to_string(),
            Json::Number(n) => n.into(),
            Json::Text(t) => format!("{t:?}"),
            Json::Array(items) => {
                format!("[{}]", items.iter().map(|v| plain(*v)).collect::<Vec<_>>().join(","))
            }
            Json::Object(f) => {
                let fields: Vec<_> = f.entries.iter().map(|(k, v)| format!("{k:?}:{}", plain(*v))).collect();
                format!("{{{}}}", fields.join(","))
            }
        }
    }

    #[test]
    fn damage_that_costs_no_meaning_is_taken() {
        assert_eq!(read(r#"{"a":NaN,"b":-Infinity}"#), r#"{"a":null,"b":null}"#);
        assert_eq!(read(r#""a\x1fb""#), r#""a\u{1f}b""#);
        assert_eq!(read(r#""\ud83d\ude00 \ud83d cut""#), "\"😀 \u{fffd} cut\"");
        assert_eq!(read("9007199254740993123456789"), "9007199254740993123456789");
        assert_eq!(read("[[[[[[[[[]]]]]]]]]"), "Depth at 8");
        assert_eq!(read(r#"{"a":1,}"#), "Expected(\"the name of a field\") at 7");
        assert_eq!(read(r#"{"a":tru"#), "End at 8");
    }

    #[test]
    fn a_cut_text_is_closed() {
        let bump = Bump::new();
        let cut = parse_cut(r#"{"a":[1,{"b":"x"},{"c":"unfin"#, &bump, 8).expect("closed");
        assert_eq!(plain(cut.value), r#"{"a":[1,{"b":"x"},{}]}"#);
    }

    fn from_serde(value: &serde_json::Value) -> String {
        match value {
            serde_json::Value::String(t) => format!("{t:?}"),
            serde_json::Value::Array(items) => {
                format!("[{}]", items.iter().map(from_serde).collect::<Vec<_>>().join(","))
            }
            serde_json::Value::Object(map) => {
                let fields: Vec<_> = map.iter().map(|(k, v)| format!("{k:?}:{}", from_serde(v))).collect();
                format!("{{{}}}", fields.join(","))
            }
            other => other.to_string(),
        }
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
                prop::collection::btree_map(any::<String>(), inner, 0..5)
                    .prop_map(|m| serde_json::Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn agrees_with_serde_json(value in any_json(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            prop_assert_eq!(read(&text.expect("prints")), from_serde(&value));
        }

        #[test]
        fn any_prefix_of_json_is_cut_text(value in any_json(), share in 0.0f64..1.0) {
            let text = value.to_string();
            let mut end = (text.len() as f64 * share) as usize;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let bump = Bump::new();
            if text.starts_with(['{', '[']) && end > 0 {
                prop_assert!(parse_cut(&text[..end], &bump, 16).is_ok());
            }
        }
    }
}
