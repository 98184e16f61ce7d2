use super::*;
use crate::{Act, Level};
use jiff::civil::{Date, date};

const MAYOR: ActorNo = ActorNo(0);
const OFFICE: ActorNo = ActorNo(1);
const LEAGUE: ActorNo = ActorNo(2);

fn actors() -> Actors {
    let names = ["Ada Holm", "Office of Ada Holm", "Reef League"];
    Actors {
        names: names.iter().map(|name| vec![(*name).to_owned()]).collect(),
        ties: vec![Tie { from: OFFICE, to: MAYOR, kind: TieKind::SpeaksFor }],
    }
}

fn statement(
    id: &str,
    article: u32,
    day: Date,
    act: Act,
    speaker: ActorNo,
    cue: &str,
    content: &str,
) -> Statement {
    Statement {
        id: id.to_owned(),
        article,
        at: usize::from(id.as_bytes()[1]),
        paragraph: u32::from(id.as_bytes()[1]),
        sentence: u32::from(id.as_bytes()[1]),
        is_headline: false,
        inside: None,
        published: Some(day),
        said: None,
        act,
        is_negated: false,
        cue: cue.to_owned(),
        content: content.to_owned(),
        speaker: Some(speaker),
        targets: Vec::new(),
        named: Vec::new(),
        level: Level::Main,
    }
}

/// The league accuses the mayor on 4 March, and something else is said.
fn with(other: Statement) -> String {
    let accusation = Statement {
        targets: vec![MAYOR],
        ..statement(
            "a1",
            1,
            date(2031, 3, 4),
            Act::Accuse,
            LEAGUE,
            "accused",
            "Holm of hiding leaks at the pump house",
        )
    };
    let list = [accusation, other];
    let links = link(&list, &actors(), &Params::default());
    let told: Vec<String> = links
        .links
        .iter()
        .map(|link| {
            format!(
                "{} {} {} ({})",
                list[link.from].id,
                link.kind.name(),
                list[link.to].id,
                link.basis.name()
            )
        })
        .chain(links.unanswered.iter().map(|unanswered| {
            let possible = unanswered.possible_answer.map_or_else(String::new, |(answer, to)| {
                let to =
                    if to == unanswered.statement { String::new() } else { format!(" to {}", list[to].id) };
                format!(" but possibly {}{to}", list[answer].id)
            });
            format!("{} unanswered{possible}", list[unanswered.statement].id)
        }))
        .collect();
    told.join("; ")
}

#[test]
fn what_answers_an_accusation() {
    let later = date(2031, 3, 5);
    let deny = |speaker, cue, content| statement("b1", 2, later, Act::Deny, speaker, cue, content);
    let here = |content| statement("a2", 1, date(2031, 3, 4), Act::Deny, OFFICE, "denied", content);
    for (other, expected) in [
        (deny(OFFICE, "denied", "hiding any leaks"), "b1 answers a1 (accused_same_content)"),
        (deny(MAYOR, "said", "all such claims are baseless"), "b1 generic_denial a1 (accused_general)"),
        (
            // A habit is no answer to something new.
            deny(MAYOR, "has always denied", "such claims"),
            "a1 unanswered",
        ),
        (here("it"), "a2 answers a1 (refers_back)"),
        (here("the accusation"), "a2 answers a1 (refers_back)"),
        // A statement about something else, and words of somebody who was not accused.
        (deny(OFFICE, "denied", "selling the ferry"), "a1 unanswered"),
        (
            statement(
                "b1",
                2,
                later,
                Act::Decline,
                MAYOR,
                "declined",
                "to comment on leaks at the pump house",
            ),
            "a1 unanswered",
        ),
        // A denial that is older than the accusation.
        (
            statement(
                "b1",
                2,
                date(2031, 3, 1),
                Act::Deny,
                MAYOR,
                "denied",
                "hiding leaks at the pump house",
            ),
            "a1 contradicts_possibly b1 (opposite_signs); a1 unanswered",
        ),
        // Long after: nobody knows what `such claims` are.
        (
            statement("b1", 2, date(2031, 9, 1), Act::Deny, MAYOR, "denied", "such claims"),
            "b1 possible_answer a1 (accused_general); a1 unanswered but possibly b1",
        ),
    ] {
        let content = other.content.clone();
        assert_eq!(with(other), expected, "{content}");
    }
}

#[test]
fn who_replies_answers_what_was_said_before() {
    let place = |id: &str, act, speaker, cue: &str, content: &str| {
        statement(id, 1, date(2031, 3, 4), act, speaker, cue, content)
    };
    let links = |list: &[Statement]| -> Vec<String> {
        let links = link(list, &actors(), &Params::default()).links;
        links
            .iter()
            .map(|link| format!("{} {} {}", list[link.from].id, link.kind.name(), list[link.to].id))
            .collect()
    };
    let said = place("a1", Act::Assert, LEAGUE, "said", "the mayor bought the lamps in haste");
    let reply = |cue| place("a2", Act::Deny, MAYOR, cue, "that no lamps had been ordered");
    assert_eq!(links(&[said.clone(), reply("replied")]), ["a2 answers a1"]);
    let aside = place("a2", Act::Assert, MAYOR, "said", "that the old ones had burned out");
    assert!(links(&[said, aside]).is_empty());
    // What was asked for, and is refused.
    let wish = place("a1", Act::Demand, LEAGUE, "demanded", "a count of all lamps");
    let refusal = place("a2", Act::Deny, MAYOR, "rejected", "the demand");
    assert_eq!(links(&[wish, refusal]), ["a2 answers a1"]);
    let asked =
        Statement { speaker: None, ..place("a1", Act::Demand, MAYOR, "Asked", "whether she would resign") };
    let answer = place("a2", Act::Assert, MAYOR, "said", "the lamps were on");
    assert_eq!(links(&[asked, answer]), ["a2 answers a1"]);
}

#[test]
fn who_speaks_next_to_an_accusation_may_answer_it() {
    let place = |id: &str, act, speaker, content: &str| {
        statement(id, 1, date(2031, 3, 4), act, speaker, "said", content)
    };
    let links = |list: &[Statement]| -> Vec<String> {
        let links = link(list, &actors(), &Params::default()).links;
        let told = links.iter().map(|link| {
            format!(
                "{} {} {} ({})",
                list[link.from].id,
                link.kind.name(),
                list[link.to].id,
                link.basis.name()
            )
        });
        told.collect()
    };
    let charge = place("a1", Act::Accuse, LEAGUE, "the lamps were sold to a cousin");
    let denial = place("a2", Act::Deny, MAYOR, "no copper had left the yard");
    let expected = ["a2 possible_answer a1 (speaks_next)"];
    assert_eq!(links(&[charge.clone(), denial.clone()]), expected);
    // Somebody else is accused, by what the article says: readers take every third such denial for an answer.
    let other = Statement { targets: vec![ActorNo(98)], ..charge.clone() };
    assert_eq!(links(&[other, denial]), expected);
    // The accused says something that is no denial.
    let about_her = Statement { targets: vec![MAYOR], named: vec![MAYOR], ..charge };
    let words = place("a2", Act::Assert, MAYOR, "the old wires had burned");
    assert_eq!(links(&[about_her, words]), expected);
}

#[test]
fn the_same_words_are_the_same_claim_on_one_side_only() {
    let same = "that Holm was hiding leaks at the pump house";
    let repeated = Statement {
        targets: vec![MAYOR],
        ..statement("b1", 2, date(2031, 3, 9), Act::Accuse, LEAGUE, "repeated", same)
    };
    assert_eq!(
        with(repeated),
        "b1 same_claim a1 (shared_content); b1 near_verbatim a1 (shared_runs); a1 unanswered; b1 unanswered"
    );
    let denied = statement("b1", 2, date(2031, 3, 9), Act::Deny, MAYOR, "denied", same);
    assert_eq!(with(denied), "b1 answers a1 (accused_same_content)");
}

#[test]
fn order_in_time_is_told() {
    let mut list = vec![
        statement("a1", 1, date(2031, 3, 4), Act::Assert, LEAGUE, "said", "the pump house had 14,000 leaks"),
        statement("b1", 2, date(2031, 3, 5), Act::Assert, MAYOR, "said", "the pump house had 312 leaks"),
    ];
    let of = |list: &[Statement]| {
        let mut actors = actors();
        actors.ties.clear();
        let mut list = list.to_vec();
        list.iter_mut().for_each(|statement| statement.targets = vec![OFFICE]);
        link(&list, &actors, &Params::default()).links.first().map(|link| (link.kind, link.basis, link.order))
    };
    let clash = |order| Some((LinkKind::ContradictsPossibly, Basis::OtherNumbers, order));
    assert_eq!(of(&list), clash(Order::Later));
    list[1].published = None;
    assert_eq!(of(&list).map(|(_, _, order)| order), Some(Order::Unknown));
}

#[test]
fn nothing_comes_of_nothing() {
    assert_eq!(link(&[], &Actors::default(), &Params::default()), Links::default());
    // Places and actors that there are not.
    let lost = Statement {
        inside: Some(9),
        speaker: Some(ActorNo(99)),
        targets: vec![ActorNo(98)],
        ..statement("a1", 1, date(2031, 3, 4), Act::Accuse, LEAGUE, "", "")
    };
    assert_eq!(link(&[lost], &Actors::default(), &Params::default()).unanswered.len(), 1);
}

/// Takes every two contents with the same first word for the same.
struct FirstWord(Vec<String>);

impl Similarity for FirstWord {
    fn near(&mut self, of: u32, most: usize) -> Vec<Near> {
        let others = (0..self.0.len() as u32).filter(|&other| other != of);
        others.map(|other| (other, self.between(of, other))).filter(|near| near.1 > 0.0).take(most).collect()
    }

    fn between(&self, a: u32, b: u32) -> f64 {
        if self.0[a as usize] == self.0[b as usize] { 1.0 } else { 0.0 }
    }
}

#[test]
fn another_measure_can_take_the_place_of_words() {
    let list = [
        statement(
            "a1",
            1,
            date(2031, 3, 4),
            Act::Accuse,
            LEAGUE,
            "said",
            "pumps leak at the mill every spring",
        ),
        statement("b1", 2, date(2031, 3, 5), Act::Accuse, LEAGUE, "said", "pumps drip on the harbour road"),
    ];
    let first = |contents: &[&str]| {
        FirstWord(
            contents.iter().map(|content| content.split(' ').next().unwrap_or_default().to_owned()).collect(),
        )
    };
    let links = link_by(&list, &actors(), &Params::default(), first);
    assert_eq!(links.links.len(), 1);
    assert_eq!(link(&list, &actors(), &Params::default()).links, []);
}
