//! What the first and the last byte of a value tell: nearly all values need no more than a look at these two.

/// White space, an apostrophe or part of a longer character: there may be something to tidy.
const UNTIDY: u8 = 1;
/// Words for nothing begin so.
const WORD: u8 = 2;
/// Numbers begin so, and ids that a spreadsheet has damaged.
const NUMBER: u8 = 4;
/// Text that was kept from being taken for a number begins so: `="12"`, `"12"`.
const QUOTED: u8 = 8;

const MARKS: [u8; 256] = {
    let mut marks = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        marks[byte] = match byte as u8 {
            0..=b' ' | b'\'' | 0x80.. => UNTIDY,
            b'a' | b'N' | b'n' | b'\\' => WORD,
            b'0'..=b'9' | b'-' => NUMBER,
            b'=' | b'"' => QUOTED,
            _ => 0,
        };
        byte += 1;
    }
    marks
};

/// The marks of a value's first and last byte.
#[derive(Clone, Copy)]
pub struct Ends {
    first: u8,
    last: u8,
}

impl Ends {
    /// Those of `value`; `None` where it is empty.
    #[inline(always)]
    pub fn of(value: &[u8]) -> Option<Self> {
        let (&first, &last) = (value.first()?, value.last()?);
        Some(Self { first: MARKS[usize::from(first)], last: MARKS[usize::from(last)] })
    }

    /// Whether nothing is to be taken off: no white space, nothing that was put around text for a spreadsheet.
    #[inline(always)]
    pub fn are_tidy(self) -> bool {
        (self.first | self.last) & UNTIDY | self.first & QUOTED == 0
    }

    /// Whether it may be a word for nothing.
    #[inline(always)]
    pub fn may_be_missing(self) -> bool {
        self.first & WORD != 0
    }

    /// Whether it may be a number, or an id that became one.
    #[inline(always)]
    pub fn may_be_number(self) -> bool {
        self.first & NUMBER != 0
    }
}
