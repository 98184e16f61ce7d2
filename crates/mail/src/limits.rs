//! Limits on what comes from outside. What lies beyond them is named, not read.

/// Limits of the lens. The defaults are far above what real mail needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one message that are looked at.
    pub message_bytes: usize,
    /// Bytes of the header, blank line not counted.
    pub header_bytes: usize,
    /// Fields of the header.
    pub fields: usize,
    /// MIME parts of one message.
    pub parts: usize,
    /// Depth to which parts are nested.
    pub depth: usize,
    /// DKIM signatures that are verified.
    pub signatures: usize,
    /// ARC sets (RFC 8617, section 5.1.1.2).
    pub arc_sets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: 150_000_000,
            header_bytes: 1_000_000,
            fields: 5_000,
            parts: 1_000,
            depth: 32,
            signatures: 100,
            arc_sets: 50,
        }
    }
}
