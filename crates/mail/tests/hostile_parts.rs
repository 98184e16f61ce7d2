//! Mails made to exhaust a reader stay within the limits. What they cost is measured by the example `hostile_parts`.

#[path = "common/hostile.rs"]
mod hostile;

use scrutineer_mail::content::{Content, Flaw, MAX_LINKS, MAX_TEXT};
use scrutineer_mail::{limits::Limits, message::Message};

/// Part of the measured size: enough to pass every limit, little enough for a build without optimisation.
const PART: usize = 4;

#[test]
fn no_mail_goes_beyond_the_limits() {
    let limits = Limits::default();
    for (name, make) in hostile::MAILS {
        let mail = make(PART);
        let content = Content::of(&Message::split(&mail, &limits), &limits);
        assert!(content.parts <= limits.parts, "{name}: {} parts", content.parts);
        assert!(content.text.len() <= 3 * MAX_TEXT, "{name}: {} bytes", content.text.len());
        assert!(content.link_domains.len() <= MAX_LINKS, "{name}");
        let expected = match name {
            "nested_multiparts" | "nested_messages" | "one_boundary_reused" => Some(Flaw::TooDeep),
            "a_million_parts" | "boundaries_nearly" => Some(Flaw::TooManyParts),
            "continued_parameters_in_parts" => Some(Flaw::LongField),
            "open_tags" | "ampersands" => Some(Flaw::TooMuchText),
            "links" => Some(Flaw::TooManyLinks),
            _ => None,
        };
        assert!(expected.is_none_or(|flaw| content.flaws.contains(&flaw)), "{name}: {:?}", content.flaws);
    }
}
