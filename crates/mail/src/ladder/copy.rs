//! What stands between the bytes of a mail and those that somebody received.

use super::wording::{self as w};
use super::{Kind, Statement};
use crate::message::Message;
use crate::trace::Level;
use model::Rebuilt;

pub(super) fn add(message: &Message<'_>, statements: &mut Vec<Statement>) {
    let basis = || Some(message.header.clone()).filter(|header| !header.is_empty());
    if let Some(Rebuilt { has_header, is_html }) = message.form.rebuilt {
        let header =
            if has_header { "the header as it was stored" } else { "a header made of single fields" };
        let body = if is_html { "the text as a page" } else { "the text" };
        let values = [("parts", format!("{header}, and {body}"))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let statement = Statement::new(Level::R0, Kind::Copy, w::REBUILT, &values)
            .resting_on(basis())
            .with(w::NOT_AS_RECEIVED);
        if has_header {
            statements.push(statement);
        } else {
            // Nobody recorded anything here, so nothing in it can be held against anything.
            statements.retain(|statement| statement.level == Level::R0);
            statements.push(statement.with(w::NEVER_RECEIVED));
        }
    }
    if message.form.is_attached {
        // What a receiver recorded is as good as the hands that it went through; a signature needs none.
        for statement in statements.iter_mut().filter(|s| matches!(s.level, Level::R2 | Level::R3)) {
            statement.caveats.push(w::AS_ATTACHED.to_owned());
        }
        statements.push(
            Statement::new(Level::R0, Kind::Copy, w::HANDED_ON, &[])
                .resting_on(basis())
                .with(w::ANYTHING_CAN_BE_ATTACHED),
        );
    }
}
