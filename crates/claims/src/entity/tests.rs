//! The lens against the open gold set, and rules one by one.

mod gold;
