//! What a redacted copy commits to, and the names of it.

use std::fmt;
use std::str::FromStr;

/// Something that is not in the copy as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// The bytes of a piece of evidence, by its number.
    Content(u32),
    /// The names under which it came.
    Names(u32),
    /// A hypothesis, by its place among them, from 1.
    Hypothesis(usize),
    /// An assessment, by its place among them, from 1.
    Assessment(usize),
    /// What is missing of a row: name of the table in the copy, row from 0.
    Row(String, u64),
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content(no) => write!(f, "evidence/{no}/content"),
            Self::Names(no) => write!(f, "evidence/{no}/names"),
            Self::Hypothesis(n) => write!(f, "hypothesis/{n}"),
            Self::Assessment(n) => write!(f, "assessment/{n}"),
            Self::Row(table, row) => write!(f, "{table}#{row}"),
        }
    }
}

/// It names no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoItem;

impl FromStr for Item {
    type Err = NoItem;

    fn from_str(text: &str) -> Result<Self, NoItem> {
        let number = |text: &str| text.parse().map_err(|_| NoItem);
        if let Some((table, row)) = text.split_once('#') {
            let is_table = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
            let is_name = !table.is_empty() && table.chars().all(is_table);
            let row = row.parse().map_err(|_| NoItem)?;
            return if is_name { Ok(Self::Row(table.to_owned(), row)) } else { Err(NoItem) };
        }
        match text.split('/').collect::<Vec<_>>()[..] {
            ["evidence", no, "content"] => Ok(Self::Content(number(no)?)),
            ["evidence", no, "names"] => Ok(Self::Names(number(no)?)),
            ["hypothesis", n] => Ok(Self::Hypothesis(n.parse().map_err(|_| NoItem)?)),
            ["assessment", n] => Ok(Self::Assessment(n.parse().map_err(|_| NoItem)?)),
            _ => Err(NoItem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for item in [
            Item::Content(3),
            Item::Names(12),
            Item::Hypothesis(1),
            Item::Assessment(7),
            Item::Row("posts-0".to_owned(), 17),
            Item::Row("mail_hops".to_owned(), 0),
        ] {
            assert_eq!(item.to_string().parse(), Ok(item));
        }
        for no in [
            "",
            "posts",
            "#3",
            "../posts#3",
            "a/b#3",
            "posts#-1",
            "evidence/x/content",
            "evidence/1",
            "finding/3",
        ] {
            assert_eq!(no.parse::<Item>(), Err(NoItem), "{no}");
        }
    }
}
