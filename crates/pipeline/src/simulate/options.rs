//! What options have to be like.

use crate::error::{Error, Result};

/// Refuses with a message and a hint what does not fit.
pub fn fits(fits: bool, message: impl FnOnce() -> String, hint: impl FnOnce() -> String) -> Result<()> {
    if fits { Ok(()) } else { Err(Error::Option { message: message(), hint: hint() }) }
}

/// Whether the option `name` is within bounds, both included.
pub fn within(name: &str, value: u64, (least, most): (u64, u64)) -> Result<()> {
    let message = || format!("{name} is {value}, but must be between {least} and {most}");
    fits((least..=most).contains(&value), message, || format!("choose another {name}"))
}

/// Whether the two ends of the option `name` are a range above `floor`.
pub fn range(name: &str, (least, most): (u32, u32), floor: u32) -> Result<()> {
    let message = || format!("{name} {least} {most} is no range");
    let hint = || format!("give the smaller number first; it is at least {floor}");
    fits(floor <= least && least <= most, message, hint)
}
