//! Texts: sentences about nothing in particular, put together from parts.

use crate::simulate::draw::{between, happens, pick};
use stats::Xoshiro256;

const SUBJECTS: [&str; 24] = [
    "The harbour office",
    "The night ferry",
    "The reading room",
    "The lamp store",
    "The small orchestra",
    "The new footbridge",
    "The bakery on the pier",
    "The weather station",
    "The boat shed",
    "The museum shop",
    "The garden club",
    "The parcel counter",
    "The old crane",
    "The swimming hall",
    "The tool library",
    "The evening class",
    "The map archive",
    "The market stall",
    "The ticket desk",
    "The clock tower",
    "The village choir",
    "The bicycle stand",
    "The tide gauge",
    "The chess circle",
];
const PREDICATES: [&str; 20] = [
    "closes at {time}",
    "opens again at {time}",
    "has {number} places left",
    "moves to room {number}",
    "is being painted",
    "lends out {number} lanterns",
    "expects visitors at {time}",
    "keeps lost umbrellas in drawer {number}",
    "serves soup until {time}",
    "rests for {number} minutes",
    "takes letters until {time}",
    "shows {number} old photographs",
    "gets a new door",
    "asks for help with the benches",
    "is looking for a second kettle",
    "counts the swans again",
    "plays the slow march",
    "has found a green scarf",
    "needs {number} more chairs",
    "prints the programme on blue paper",
];
const CIRCUMSTANCES: [&str; 20] = [
    "on the first Monday of the month",
    "as long as the wind is from the west",
    "because of the spring cleaning",
    "while the stairs are repaired",
    "as agreed at the last meeting",
    "behind the yellow gate",
    "next to the drinking fountain",
    "in the week of the regatta",
    "if nobody objects",
    "with the help of the rowing club",
    "for the length of one tide",
    "before the evening boat leaves",
    "under the big clock",
    "in both languages",
    "at the usual price",
    "without charge",
    "after the bell has rung",
    "as the notice board says",
    "for visitors and residents alike",
    "until further notice",
];
const GREETINGS: [&str; 4] =
    ["Good morning,", "Dear colleagues at {office},", "To the desk of {office}:", "Hello,"];
const CLOSINGS: [&str; 4] = ["Kind regards,", "With best wishes,", "Yours,", "Thank you,"];
/// How often a line begins with a word that mailboxes in one file have to quote.
const FROM: f64 = 0.05;

/// A text with gaps for what changes from mail to mail.
#[derive(Clone, Debug)]
pub struct Template {
    subject: String,
    lines: Vec<String>,
}

/// What fills the gaps.
pub struct Filling<'a> {
    /// Who gets it.
    pub office: &'a str,
    /// Who signs it.
    pub name: &'a str,
    /// Host of the link.
    pub link: &'a str,
}

/// A text without gaps.
pub struct Text {
    pub subject: String,
    pub lines: Vec<String>,
}

impl Template {
    /// Draws one.
    pub fn draw(random: &mut Xoshiro256) -> Self {
        let subject = format!("{}: {}", pick(random, &SUBJECTS), pick(random, &CIRCUMSTANCES));
        let mut lines = vec![pick(random, &GREETINGS).to_owned(), String::new()];
        for _ in 0..between(random, (5, 9)) {
            let from = if happens(random, FROM) { "From {time} on: " } else { "" };
            let (who, what, how) =
                (pick(random, &SUBJECTS), pick(random, &PREDICATES), pick(random, &CIRCUMSTANCES));
            lines.push(format!("{from}{who} {what} {how}."));
        }
        lines.push("More about it: {link}".to_owned());
        lines.extend([String::new(), pick(random, &CLOSINGS).to_owned(), "{name}".to_owned()]);
        Self { subject, lines }
    }

    /// Fills the gaps, each time and number anew.
    pub fn fill(&self, filling: &Filling<'_>, random: &mut Xoshiro256) -> Text {
        let mut fill = |line: &String| {
            let time = format!("{}:{:02}", 7 + random.below(14), 5 * random.below(12));
            let link = format!("https://{}/n/{}", filling.link, 1000 + random.below(9000));
            line.replace("{time}", &time)
                .replace("{number}", &(2 + random.below(88)).to_string())
                .replace("{link}", &link)
                .replace("{office}", filling.office)
                .replace("{name}", filling.name)
        };
        Text { subject: fill(&self.subject), lines: self.lines.iter().map(fill).collect() }
    }
}
