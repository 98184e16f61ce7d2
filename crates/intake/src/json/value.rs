//! A JSON value, borrowed from the bytes it was read from.
//!
//! Numbers keep their digits, because ids are text for us and a 19-digit number does not survive a `f64`.

/// A JSON value. Strings without escapes and all numbers point into the record itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Json<'a> {
    /// `null`, and whatever is absent.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(&'a str),
    /// A string, unescaped.
    Text(&'a str),
    /// An array.
    Array(&'a [Json<'a>]),
    /// An object.
    Object(Fields<'a>),
}

/// The fields of an object, in the order of the source, and where the object stands in its record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fields<'a> {
    /// Name and value.
    pub(super) entries: &'a [(&'a str, Json<'a>)],
    /// Offset of `{`.
    pub(super) start: u32,
    /// Offset behind `}`.
    pub(super) end: u32,
}

impl<'a> Json<'a> {
    /// The field of that name; of several the last, as everywhere. `Null` when there is none.
    pub(super) fn get(self, name: &str) -> Json<'a> {
        self.entries().iter().rev().find(|(key, _)| *key == name).map_or(Json::Null, |(_, value)| *value)
    }

    /// The value at a dotted path of field names.
    pub(super) fn path(self, path: &str) -> Json<'a> {
        path.split('.').fold(self, Json::get)
    }

    /// The first of several dotted paths that has a value.
    pub(super) fn any(self, paths: &[&str]) -> Json<'a> {
        paths.iter().map(|path| self.path(path)).find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// The fields, none if it is no object.
    pub(super) fn entries(self) -> &'a [(&'a str, Json<'a>)] {
        match self {
            Json::Object(fields) => fields.entries,
            _ => &[],
        }
    }

    /// The elements, none if it is no array.
    pub(super) fn items(self) -> &'a [Json<'a>] {
        match self {
            Json::Array(items) => items,
            _ => &[],
        }
    }

    /// The string, empty if it is none.
    pub(super) fn text(self) -> &'a str {
        match self {
            Json::Text(text) => text,
            _ => "",
        }
    }

    /// The whole number, also when it is written as a string or with a fraction (cut off).
    pub(super) fn integer(self) -> Option<i64> {
        let text = match self {
            Json::Number(text) | Json::Text(text) => text.trim(),
            _ => return None,
        };
        if let Ok(whole) = text.parse() {
            return Some(whole);
        }
        let float: f64 = text.parse().ok()?;
        // The bound is exact in binary and far beyond any counter or time.
        (float.abs() < 9.0e15).then_some(float as i64)
    }

    /// Whether it is `true`.
    pub(super) fn is_true(self) -> bool {
        self == Json::Bool(true)
    }

    /// Whether it is an object.
    pub(super) fn is_object(self) -> bool {
        matches!(self, Json::Object(_))
    }

    /// Whether it is an array.
    pub(super) fn is_array(self) -> bool {
        matches!(self, Json::Array(_))
    }

    /// Whether it is absent, `null`, or an empty string, array or object.
    pub(super) fn is_empty(self) -> bool {
        match self {
            Json::Null => true,
            Json::Bool(_) | Json::Number(_) => false,
            Json::Text(text) => text.is_empty(),
            Json::Array(items) => items.is_empty(),
            Json::Object(fields) => fields.entries.is_empty(),
        }
    }

    /// Whether the object has all these fields (`null` counts as having).
    pub(super) fn has(self, names: &[&str]) -> bool {
        names.iter().all(|name| self.entries().iter().any(|(key, _)| key == name))
    }
}
