//! Strings as 32-bit numbers in the strings' own byte order.

use hashbrown::HashMap;

/// A column of strings as codes. Codes compare as the strings do, so that results do not depend on the order of rows.
pub(super) struct Codes<'a> {
    /// Distinct strings, sorted by bytes.
    pub names: Vec<&'a str>,
    /// Code of each row: an index into `names`.
    pub of: Vec<u32>,
}

impl<'a> Codes<'a> {
    /// Codes of `strings`, of which there are fewer than 2^32.
    pub fn new(strings: impl Iterator<Item = &'a str>) -> Self {
        let mut seen = HashMap::<&str, u32>::new();
        let mut arrivals = Vec::new();
        let mut of: Vec<u32> = strings
            .map(|string| {
                *seen.entry(string).or_insert_with(|| {
                    arrivals.push(string);
                    arrivals.len() as u32 - 1
                })
            })
            .collect();
        let mut by_name: Vec<u32> = (0..arrivals.len() as u32).collect();
        by_name.sort_unstable_by_key(|&arrival| arrivals[arrival as usize]);
        let mut code = vec![0; arrivals.len()];
        for (rank, &arrival) in by_name.iter().enumerate() {
            code[arrival as usize] = rank as u32;
        }
        of.iter_mut().for_each(|arrival| *arrival = code[*arrival as usize]);
        Self { names: by_name.iter().map(|&arrival| arrivals[arrival as usize]).collect(), of }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_compare_as_their_strings() {
        let codes = Codes::new(["pear", "apple", "pear", "fig"].into_iter());
        assert_eq!(codes.names, ["apple", "fig", "pear"]);
        assert_eq!(codes.of, [2, 0, 2, 1]);
    }
}
