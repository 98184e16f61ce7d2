//! The little XML that the graph formats need.

use crate::inert::visible;
use std::borrow::Cow;
use std::fmt::{self, Display};

/// Text escaped for an element or a double-quoted attribute; line breaks survive attribute normalisation.
pub struct Escaped<'a>(Cow<'a, str>);

/// Text from anywhere, ready to stand in XML.
pub fn escaped(text: &str) -> Escaped<'_> {
    Escaped(visible(text))
}

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest: &str = &self.0;
        while let Some(at) = rest.find(['<', '>', '&', '"', '\'', '\n', '\r', '\t']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'&' => "&amp;",
                b'"' => "&quot;",
                b'\'' => "&apos;",
                b'\n' => "&#10;",
                b'\r' => "&#13;",
                _ => "&#9;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

/// A number for an `xs:double`: JSON-like digits, `INF`, `-INF` or `NaN`.
pub fn double(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "INF" } else { "-INF" }.to_owned()
    } else {
        format!("{value:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text).to_string(), expected);
        check("plain ü", "plain ü");
        check("<b a=\"1\">&'", "&lt;b a=&quot;1&quot;&gt;&amp;&apos;");
        check("]]>\n\u{8}", "]]&gt;&#10;\\u{8}");
    }

    #[test]
    fn doubles_are_xml_schema_doubles() {
        assert_eq!([1.0, 0.1, f64::INFINITY].map(double), ["1.0", "0.1", "INF"]);
        assert_eq!(double(f64::NAN), "NaN");
    }
}
