//! Cutting records out of a text file, so that it stays one of its format.

use std::ops::Range;

/// `bytes` without `ranges`, which ascend: each goes with what joins it to its neighbours, the end of its line or the comma
/// of a JSON array.
pub(super) fn cut(bytes: &[u8], ranges: &[Range<usize>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for range in ranges {
        let (start, end) = (range.start.min(bytes.len()), range.end.min(bytes.len()));
        if start < at || end <= start {
            continue;
        }
        out.extend_from_slice(&bytes[at..start]);
        at = end + joint(bytes, start, end, &mut out);
    }
    out.extend_from_slice(&bytes[at.min(bytes.len())..]);
    out
}

/// How many bytes behind the record go with it. Of the last element of an array, the comma before it goes.
fn joint(bytes: &[u8], start: usize, end: usize, out: &mut Vec<u8>) -> usize {
    let rest = &bytes[end..];
    let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let is_object = bytes.get(start) == Some(&b'{') && bytes.get(end - 1) == Some(&b'}');
    match rest.get(blanks) {
        Some(b',') if is_object => blanks + 1,
        Some(b']') if is_object => {
            let kept = out.trim_ascii_end().len();
            if out.get(kept.wrapping_sub(1)) == Some(&b',') {
                out.truncate(kept - 1);
            }
            0
        }
        _ => match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            _ => 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_still_of_its_format() {
        let check = |text: &str, records: &[&str], expected: &str| {
            let ranges: Vec<Range<usize>> = records
                .iter()
                .map(|record| {
                    let start = text.find(record).expect("there");
                    start..start + record.len()
                })
                .collect();
            assert_eq!(String::from_utf8_lossy(&cut(text.as_bytes(), &ranges)), expected, "{text}");
        };
        check("id,text\n1,a\n2,b\n3,c\n", &["2,b"], "id,text\n1,a\n3,c\n");
        check("id,text\r\n1,a\r\n2,b", &["2,b"], "id,text\r\n1,a\r\n");
        check("{\"a\":1}\n{\"b\":2}\n", &["{\"a\":1}"], "{\"b\":2}\n");
        check("[{\"a\":1}, {\"b\":2}, {\"c\":3}]", &["{\"a\":1}", "{\"b\":2}"], "[  {\"c\":3}]");
        check("[{\"a\":1},\n {\"b\":2}\n]", &["{\"b\":2}"], "[{\"a\":1}\n]");
        check("[{\"a\":1}, {\"b\":2}]", &["{\"a\":1}", "{\"b\":2}"], "[ ]");
    }
}
