//! The peers' own numbers, row by row, with corrected values beside them.
