use super::Page;
use crate::Result;
use std::io::Write;

/// The page as HTML.
pub fn render(page: &Page) -> Result<String> {
    Ok(page.title.clone())
}

/// Writes the page as HTML.
pub fn write(page: &Page, out: &mut dyn Write) -> Result<()> {
    out.write_all(render(page)?.as_bytes())?;
    Ok(())
}
