//! Canonical JSON (RFC 8785): one text for one value, so that its hash can be its id.
//!
//! Findings are sealed by the thousand, and each has up to hundreds of records. So the text is written at once as JSON
//! with numbers as ECMAScript writes them; strings are escaped the same way in both. Then only keys have to be put in
//! order, object by object.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::cmp::Ordering;
use std::io::{self, Write};
use std::ops::Range;

/// JSON text of `value` in the canonical form of RFC 8785: keys sorted, shortest numbers, no spaces.
/// Integers beyond 2^53 must be strings already, as JSON numbers lose them. A number that is infinite or none at all
/// becomes `null`, as always in JSON.
pub fn canonical_json<T: Serialize + ?Sized>(value: &T) -> Result<String, serde_json::Error> {
    let mut json = Vec::with_capacity(1 << 10);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut json, Numbers))?;
    let json = String::from_utf8(json).map_err(io::Error::other).map_err(serde_json::Error::io)?;
    let mut sorting = Sorting { json: &json, at: 0, out: String::with_capacity(json.len()) };
    sorting.value();
    Ok(sorting.out)
}

/// Writes numbers as ECMAScript does: integers are doubles too.
struct Numbers;

/// Integers up to this size are doubles that are written with all their digits.
const EXACT: u64 = 1 << 53;

impl Numbers {
    fn double<W: ?Sized + Write>(&self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(ryu_js::Buffer::new().format_finite(value).as_bytes())
    }
}

impl Formatter for Numbers {
    fn write_f32<W: ?Sized + Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        self.double(writer, f64::from(value))
    }

    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        self.double(writer, value)
    }

    fn write_u64<W: ?Sized + Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        if value <= EXACT { write!(writer, "{value}") } else { self.double(writer, value as f64) }
    }

    fn write_i64<W: ?Sized + Write>(&mut self, writer: &mut W, value: i64) -> io::Result<()> {
        if value.unsigned_abs() <= EXACT {
            write!(writer, "{value}")
        } else {
            self.double(writer, value as f64)
        }
    }

    fn write_u128<W: ?Sized + Write>(&mut self, writer: &mut W, value: u128) -> io::Result<()> {
        self.double(writer, value as f64)
    }

    fn write_i128<W: ?Sized + Write>(&mut self, writer: &mut W, value: i128) -> io::Result<()> {
        self.double(writer, value as f64)
    }
}

/// Copies compact JSON, the keys of each object in order.
struct Sorting<'j> {
    json: &'j str,
    at: usize,
    out: String,
}

/// A key with its value, as it stands in the output.
struct Entry<'j> {
    /// Between its quotes, as it is escaped.
    key: &'j str,
    place: Range<usize>,
}

impl<'j> Sorting<'j> {
    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    /// Copies the next `bytes` of the input, or what is left of it.
    fn copy(&mut self, bytes: usize) {
        let end = (self.at + bytes).min(self.json.len());
        self.out.push_str(self.json.get(self.at..end).unwrap_or_default());
        self.at = end;
    }

    fn value(&mut self) {
        match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'"') => {
                self.string();
            }
            _ => {
                let rest = &self.json.as_bytes()[self.at..];
                let end = rest.iter().position(|byte| matches!(byte, b',' | b']' | b'}'));
                self.copy(end.unwrap_or(rest.len()));
            }
        }
    }

    /// Copies a string and returns what stands between its quotes.
    fn string(&mut self) -> &'j str {
        let start = self.at + 1;
        let mut end = start;
        while let Some(&byte) = self.json.as_bytes().get(end)
            && byte != b'"'
        {
            end += if byte == b'\\' { 2 } else { 1 };
        }
        self.copy(end + 1 - self.at);
        self.json.get(start..end).unwrap_or_default()
    }

    fn array(&mut self) {
        self.copy(1);
        while self.peek().is_some_and(|byte| byte != b']') {
            self.value();
            if self.peek() == Some(b',') {
                self.copy(1);
            }
        }
        self.copy(1);
    }

    fn object(&mut self) {
        self.copy(1);
        let first = self.out.len();
        let mut entries: Vec<Entry<'j>> = Vec::new();
        while self.peek().is_some_and(|byte| byte != b'}') {
            let start = self.out.len();
            let key = self.string();
            self.copy(1);
            self.value();
            entries.push(Entry { key, place: start..self.out.len() });
            if self.peek() == Some(b',') {
                self.copy(1);
            }
        }
        if !entries.is_sorted_by(|x, y| order(x.key, y.key).is_le()) {
            entries.sort_by(|x, y| order(x.key, y.key));
            let unsorted = self.out.split_off(first);
            for (n, entry) in entries.iter().enumerate() {
                self.out.push_str(if n > 0 { "," } else { "" });
                self.out.push_str(&unsorted[entry.place.start - first..entry.place.end - first]);
            }
        }
        self.copy(1);
    }
}

/// Order of two keys by their UTF-16 code units. Nearly all are plain ASCII, which bytes put in the same order.
fn order(x: &str, y: &str) -> Ordering {
    let plain = |key: &str| key.is_ascii() && !key.contains('\\');
    if plain(x) && plain(y) {
        return x.cmp(y);
    }
    let text = |key: &str| serde_json::from_str::<String>(&format!("\"{key}\"")).unwrap_or_default();
    text(x).encode_utf16().cmp(text(y).encode_utf16())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    #[test]
    fn keys_are_sorted_and_numbers_are_short() {
        let check = |value: Value, expected: &str| {
            assert_eq!(canonical_json(&value).expect("plain values"), expected);
        };
        check(json!({"b": 1, "a": [1.0, "x"]}), r#"{"a":[1,"x"],"b":1}"#);
        check(json!({}), "{}");
        check(json!([[], {}, null, true, -0.0, 1e21, 1e-7]), "[[],{},null,true,0,1e+21,1e-7]");
        check(
            json!({"z": {"b": 2, "a": {"d": 4, "c": 3}}, "": 0}),
            r#"{"":0,"z":{"a":{"c":3,"d":4},"b":2}}"#,
        );
        check(json!("a\"b\\c\n\u{1}é\u{7f}"), "\"a\\\"b\\\\c\\n\\u0001é\u{7f}\"");
        // A pair of surrogates sorts before U+FB33: RFC 8785, section 3.2.3.
        check(
            json!({"\u{fb33}": 1, "\u{1f600}": 2, "\u{20ac}": 3, "\r": 4}),
            "{\"\\r\":4,\"€\":3,\"😀\":2,\"\u{fb33}\":1}",
        );
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-1000i64..1000).prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            (-1e6f64..1e6).prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
            "[a-z,:{}\\[\\]\"\\\\]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 6, |inner| {
            let key = prop_oneof![3 => "[a-c_]{0,3}", 1 => "[\"\\\\\n,é€😀\u{fb33}a]{0,3}"];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((key, inner), 0..6)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        /// Another implementation says the same.
        #[test]
        fn agrees_with_serde_jcs(value in values()) {
            prop_assert_eq!(canonical_json(&value).expect("plain"), serde_jcs::to_string(&value).expect("plain"));
        }
    }

    #[test]
    fn numbers_of_all_types_agree_with_serde_jcs() {
        let numbers = (
            0.1f32,
            f32::MIN_POSITIVE,
            u64::MAX,
            EXACT + 1,
            i64::MIN,
            -(EXACT as i64) - 1,
            u128::MAX,
            7u8,
            -7i16,
        );
        assert_eq!(canonical_json(&numbers).expect("plain"), serde_jcs::to_string(&numbers).expect("plain"));
        let none = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        assert_eq!(canonical_json(&none).ok().as_deref(), Some("[null,null,null]"));
    }
}
