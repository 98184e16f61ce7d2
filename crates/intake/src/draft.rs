//! A mapping as a file to be edited.

use crate::{IntakeError, Mapping};

/// The mapping in force as TOML. What keeps it from reading anything stands in front, as comments.
pub(crate) fn draft(mapping: &Mapping, lacks: Option<&IntakeError>) -> Option<String> {
    let toml = mapping.to_toml().ok()?;
    let Some(IntakeError::Mapping { message, .. }) = lacks else { return Some(toml) };
    let comment: Vec<String> = message.lines().map(|line| format!("# {line}\n")).collect();
    let how = "# Name the columns below [fields], such as `account_id = \"COLUMN\"` and `created_at = \"COLUMN\"`.\n";
    Some(format!("{}{how}\n{toml}", comment.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_and_leaves_a_file_that_is_read_back() {
        let mapping = Mapping { name: "guessed".to_owned(), ..Mapping::default() };
        let error =
            IntakeError::Mapping { mapping: String::new(), message: "no account\nno time".to_owned() };
        let text = draft(&mapping, Some(&error)).expect("a mapping");
        assert!(text.starts_with("# no account\n# no time\n# Name the columns"), "{text}");
        assert_eq!(Mapping::from_toml(&text, "draft").expect("sound"), mapping);
        assert_eq!(draft(&mapping, None), mapping.to_toml().ok());
    }
}
