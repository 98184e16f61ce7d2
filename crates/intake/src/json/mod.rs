//! Readers of JSON: lines, arrays and documents of several platforms.
