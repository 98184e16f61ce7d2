//! DER (X.690), as far as time-stamps need it: definite lengths, tags of one byte, nothing copied.

/// Bytes that are no DER, or not what is expected there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed(pub(crate) &'static str);

pub(crate) type Result<T> = std::result::Result<T, Malformed>;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BITS: u8 = 0x03;
pub(crate) const BYTES: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// One element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'d> {
    pub tag: u8,
    pub value: &'d [u8],
    /// With tag and length.
    pub whole: &'d [u8],
}

/// Elements one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'d>(&'d [u8]);

impl<'d> Reader<'d> {
    pub fn new(bytes: &'d [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn any(&mut self) -> Result<Element<'d>> {
        let all = self.0;
        let (&tag, rest) = all.split_first().ok_or(Malformed("it ends too early"))?;
        if tag & 0x1f == 0x1f {
            return Err(Malformed("a tag of several bytes"));
        }
        let (&first, mut rest) = rest.split_first().ok_or(Malformed("it ends too early"))?;
        let length = match first {
            0..=0x7f => usize::from(first),
            0x81..=0x84 => {
                let n = usize::from(first & 0x7f);
                let digits = rest.get(..n).ok_or(Malformed("it ends too early"))?;
                rest = &rest[n..];
                let length = digits.iter().fold(0, |sum: usize, &digit| sum << 8 | usize::from(digit));
                if digits[0] == 0 || length < 0x80 {
                    return Err(Malformed("a length that is not the shortest"));
                }
                length
            }
            _ => return Err(Malformed("a length of a kind that DER does not have")),
        };
        let value = rest.get(..length).ok_or(Malformed("it ends too early"))?;
        let used = all.len() - rest.len() + length;
        self.0 = &all[used..];
        Ok(Element { tag, value, whole: &all[..used] })
    }

    pub fn take(&mut self, tag: u8) -> Result<Element<'d>> {
        match self.any()? {
            element if element.tag == tag => Ok(element),
            _ => Err(Malformed("something else than expected stands there")),
        }
    }

    /// The next element if it has this tag.
    pub fn maybe(&mut self, tag: u8) -> Result<Option<Element<'d>>> {
        match self.0.first() == Some(&tag) {
            true => self.take(tag).map(Some),
            false => Ok(None),
        }
    }

    pub fn inside(&mut self, tag: u8) -> Result<Reader<'d>> {
        Ok(Reader(self.take(tag)?.value))
    }

    pub fn end(&self) -> Result<()> {
        match self.is_empty() {
            true => Ok(()),
            false => Err(Malformed("more follows than expected")),
        }
    }
}

/// Writes an element; for values shorter than 128 bytes.
pub(crate) fn short(tag: u8, value: &[u8]) -> Vec<u8> {
    debug_assert!(value.len() < 0x80);
    [&[tag, value.len() as u8], value].concat()
}
