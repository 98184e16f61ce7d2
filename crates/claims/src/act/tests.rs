use super::*;
use crate::{Level, Producer};
use std::fmt::Write;

/// A text in which `<source>`, `{cue}` and `[content]` are marked, with the attribution.
fn marked(text: &str) -> (String, Attribution) {
    let (mut plain, mut open) = (String::new(), 0);
    let (mut source, mut cue, mut content) = (Vec::new(), Vec::new(), Vec::new());
    for c in text.chars() {
        let place = open..plain.len();
        match c {
            '<' | '{' | '[' => open = plain.len(),
            '>' => source.push(place),
            '}' => cue.push(place),
            ']' => content.push(place),
            _ => plain.push(c),
        }
    }
    let cue = cue[0].clone();
    let attribution =
        Attribution { source, cue, content, probability: 1.0, by: Producer::Model, level: Level::Main };
    (plain, attribution)
}

fn judged(text: &str) -> (String, Judged) {
    let (plain, attribution) = marked(text);
    let judged = judge(&Analysis::of(&plain), &attribution);
    (plain, judged)
}

/// What it does, and about whom, as a line.
fn line(text: &str) -> String {
    let (plain, judged) = judged(text);
    let mut line = judged.act.name().to_owned();
    if judged.is_negated {
        line.push_str(" not");
    }
    for target in &judged.targets {
        write!(line, " ({})", &plain[target.clone()]).unwrap();
    }
    line
}

/// Each text and what it does.
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, line(text)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text}\n  should be {expected}, is {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_cue_decides_where_it_can() {
    check(&[
        (
            "<The harbour board> {accused} [the ferry company of hiding the figures].",
            "accuse (the ferry company)",
        ),
        ("<The mayor> {denies} [any part in it].", "deny"),
        ("<The mayor> {demanded} [that Norvale publish the list].", "demand (Norvale)"),
        ("<She> {urged} [both sides to talk].", "demand (both sides)"),
        ("<The mayor> {thanked} [the guild for its patience].", "praise (the guild)"),
        ("<The bank> {predicts} [that prices will fall].", "predict"),
        ("<She> {doubted} [that the lamp had been lit].", "uncertain"),
        ("<The lawyer> {hit back at} [the report].", "deny"),
        ("<He> {brushed aside} [the remark].", "deny"),
        ("<The clerk> {pinned the blame on} [the contractor].", "accuse (the contractor)"),
        ("<The clerk> {blamed} [the delay on the contractor].", "accuse (the contractor)"),
        ("<The union> {took issue with} [Mr Orme].", "deny (Mr Orme)"),
        ("<The ministry> {promised} [a new bridge].", "assert"),
        ("<He> {admitted} [that the book was wrong].", "assert"),
    ]);
}

#[test]
fn cues_are_nouns_and_passives_too() {
    check(&[
        ("[The ferry company] {was accused of} [hiding the figures].", "accuse (The ferry company)"),
        ("[Ferry company] {accused of} [hiding the figures].", "accuse (Ferry company)"),
        ("answering an {accusation} by <the guild> [that Mr Orme had hidden it].", "accuse (Mr Orme)"),
        ("{According to} <the clerk>, [the hall was full].", "assert"),
        ("[The works] {are expected} [to last until May].", "predict"),
        ("{It has been suggested} [that he was there].", "uncertain"),
        ("<Her> {denial} [of the charge].", "deny"),
        ("<His> {call for} [a new vote].", "demand"),
    ]);
}

#[test]
fn a_negated_cue_is_not_its_opposite() {
    check(&[
        ("<The guild> {did not deny} [that pay was an issue].", "decline not"),
        ("<She> {declined} [to say who had paid].", "decline not"),
        ("<The palace> {did not respond to} [a request for comment].", "decline not"),
        ("<It> {did not say} [who owned the press].", "decline not"),
        ("<No one> {has publicly accused} [the guild of that].", "decline not"),
        ("<The panel> {has never accused} [anybody].", "decline not"),
        ("<The counsel> {will not recommend} [charges].", "decline not"),
        ("<It> {could not rule out} [that locks were opened].", "uncertain not"),
        ("<He> {does not believe} [the report].", "deny not"),
        ("<They> {don’t know} [who sent it].", "uncertain not"),
        ("<He> {hasn't confirmed} [the sum].", "decline not"),
    ]);
}

#[test]
fn what_is_said_denies() {
    check(&[
        ("<The company> {said} [the claims were baseless].", "deny"),
        ("<The company> {said} [it had nothing to do with the letter].", "deny"),
        ("<The company> {said} [it had never done so].", "deny"),
        ("<Norvale’s envoy> {said} [“Norvale does not interfere in elections.”]", "deny"),
        ("<He> {said} [“We did not print it.”]", "deny"),
        ("<He> {said} [“Any suggestion that we hide losses is offensive.”]", "deny"),
        ("<She> {called} [the number “a fantasy”].", "deny"),
        ("<She> {said} [“There is no second list.”]", "deny"),
        ("<The bank> {said} [it “does not comment on rumours”].", "decline"),
    ]);
}

#[test]
fn a_plain_no_denies_and_what_is_only_added_decides_nothing() {
    check(&[
        ("<She> {said}: [“No.”]", "deny"),
        ("[“Absolutely not,”] <the mayor> {said}.", "deny"),
        ("<The panel> {said} [it would hear the guild in May and would not discuss the letter].", "assert"),
        ("<The board> {said} [the lists had been sent but had never arrived at the town hall].", "assert"),
        ("[“No gate has moved. Go where you always go,”] <the guild> {said}.", "assert"),
    ]);
}

#[test]
fn words_of_saying_are_read_to_their_end() {
    check(&[
        ("<The ministry> {issued a statement denying} [any part in it].", "deny"),
        ("<The firm> {told} [us it had nothing to do with the leak].", "deny"),
        ("<The firm> {told} [us to leave the yard].", "demand (us)"),
        ("<She> {named} [no one].", "decline not"),
        ("<The chair> {said} [nothing in the books showed a loss].", "deny"),
        ("<Farmers> {came under fire from} [the guild].", "accuse (the guild)"),
    ]);
}

#[test]
fn not_every_negation_denies() {
    check(&[
        ("<He> {said} [“We are not guessing.”]", "assert"),
        ("<He> {said} [he was not sure who had sent it].", "uncertain"),
        ("<She> {said} [“I don’t think it will rain.”]", "assert"),
        ("<She> {said} [“Not only did they come, they sang.”]", "assert"),
        ("<The guild> {said} [it had no comment].", "decline"),
        ("<The report> {says} [the rest has not been explained].", "assert"),
    ]);
}

#[test]
fn what_is_said_accuses_where_somebody_does_it() {
    check(&[
        ("<The bureau> {said} [Norvale had interfered in the vote].", "accuse (Norvale)"),
        (
            "<She> {said} [the port operator, Merrow Quays, had concealed nine accidents].",
            "accuse (the port operator, Merrow Quays)",
        ),
        ("<He> {says} [Mr Orme lied to the council].", "accuse (Mr Orme)"),
        ("<He> {said} [“The vote was rigged.”]", "accuse"),
        ("<He> {said} [the vote was rigged by the harbour board].", "accuse (the harbour board)"),
        ("<The bureau> {said} [Norvale ran a covert campaign].", "accuse (Norvale)"),
        ("<She> {said} [“The minister is a coward.”]", "accuse (The minister)"),
        ("<The guild> {claims} [the station broke the rules].", "accuse (the station)"),
    ]);
}

#[test]
fn a_word_of_wrongdoing_alone_accuses_nobody() {
    check(&[
        ("<The report> {said} [the messages came from a mail domain registered in Norvale].", "assert"),
        ("<The bureau> {said} [the server stood in the capital of Norvale].", "assert"),
        ("<The police> {said} [they would investigate fraud].", "assert"),
        ("<She> {said} [the panel was set up to fight corruption].", "assert"),
        ("<She> {said} [she meant claims of fraud].", "assert"),
        ("<Two people> {said} [prosecutors were considering charges against a printer].", "assert"),
        ("<The bureau> {said} [Norvale may have interfered in the vote].", "uncertain"),
        ("<She> {asked} [whether Norvale had interfered].", "demand"),
        ("<He> {said} [he had lied to the council].", "assert"),
        ("<The clerk> {said} [the registrar is responsible for the rolls].", "assert"),
        ("<The paper> {said} [Mr Orme was behind in the polls].", "assert"),
        ("<She> {said} [the people should have a say].", "demand (the people)"),
        ("<The minister> {said} [the drones might be foreign].", "uncertain"),
    ]);
}

#[test]
fn what_is_said_demands_predicts_doubts_and_praises() {
    check(&[
        ("<The guild> {said} [the council must publish the list].", "demand (the council)"),
        ("<He> {said} [“If you have proof, show it.”]", "demand"),
        ("<He> {said} [“Stop whispering.”]", "demand"),
        ("<He> {said} [“Whose eyes are these?”]", "demand"),
        ("<He> {said} [it was up to the registrar to prove it].", "demand (the registrar)"),
        ("<The bank> {said} [the strike would cost the town its harbour].", "predict"),
        ("<The bank> {said} [it was unclear whether the lock would hold].", "uncertain"),
        ("<Her office> {said} [she had “full confidence” in the bureau].", "praise (the bureau)"),
        ("<She> {said} [“I thank the dockers for waiting.”]", "praise (the dockers)"),
        ("<The embassy> {said} [it rejected the insinuation].", "deny"),
        ("<He> {said} [“We asked for the list in March.”]", "assert"),
    ]);
}

#[test]
fn calling_somebody_something() {
    check(&[
        ("<He> {called} [the mayor a liar].", "accuse (the mayor)"),
        ("<He> {described} [the dockers as heroes].", "praise (the dockers)"),
        ("<He> {described} [the house as yellow].", "assert"),
        ("<He> {called} [the allegation “an insult”].", "deny"),
    ]);
}

#[test]
fn who_was_asked_follows() {
    check(&[
        ("{Asked} [whether it was so], Mr Orme did not answer.", "demand (Mr Orme)"),
        ("{Asked} [which charges], a company spokeswoman laughed.", "demand (a company spokeswoman)"),
    ]);
}

#[test]
fn hedges_are_told() {
    let (plain, found) = judged("<He> {reportedly said} [that it may have been the wind].");
    let hedges: Vec<&str> = found.hedges.iter().map(|hedge| &plain[hedge.clone()]).collect();
    assert_eq!(hedges, ["reportedly", "may"]);
    // The month is no hedge.
    assert!(judged("<He> {said} [the works began in May].").1.hedges.is_empty());
}

#[test]
fn the_same_words_do_the_same_whoever_speaks() {
    let texts = [
        "<Norvale> {accused} [Sudreth of meddling].",
        "<Norvale’s spokesman> {said} [Sudreth had interfered in the vote].",
        "<Norvale> {said} [Sudreth must answer].",
        "<Norvale’s envoy> {said} [“Norvale has not paid anyone.”]",
        "<Norvale> {praised} [Sudreth].",
    ];
    for text in texts {
        let swapped = text.replace("Norvale", "*").replace("Sudreth", "Norvale").replace('*', "Sudreth");
        let (one, other) = (judged(text), judged(&swapped));
        assert_eq!(one.1, other.1, "{text}");
    }
}

#[test]
fn tables_are_well_formed() {
    let names: Vec<&str> = frames::FRAMES.iter().map(|frame| frame.name).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
    let phrases =
        frames::FRAMES.iter().map(|frame| frame.cues).chain(signs::SIGNS.iter().map(|sign| sign.words));
    for phrase in phrases.chain([signs::HEDGES]).flat_map(|row| row.split(',')) {
        let parts: Vec<&str> = phrase.split_whitespace().collect();
        assert!(!parts.is_empty(), "an empty phrase");
        assert!(
            parts.iter().all(|part| part.chars().all(|c| c.is_alphanumeric() || "~/'-_+".contains(c))),
            "{phrase}"
        );
        // A phrase ends with a word, so that what it matches ends within the text.
        assert!(![parts[0], parts[parts.len() - 1]].iter().any(|part| ["_", "+"].contains(part)), "{phrase}");
        assert_eq!(phrase.to_lowercase(), phrase);
    }
}

/// Contractions are taken apart before phrases are looked for, so that a phrase with one would never be found.
#[test]
fn phrases_are_in_the_words_of_texts() {
    let rows =
        frames::FRAMES.iter().map(|frame| frame.cues).chain(signs::SIGNS.iter().map(|sign| sign.words));
    let dead: Vec<&str> = rows
        .chain([signs::HEDGES])
        .flat_map(|row| row.split(','))
        .map(str::trim)
        .filter(|phrase| {
            let parts = phrase.split_whitespace().flat_map(|part| part.split('/'));
            !parts.filter(|part| !["_", "+"].contains(part)).all(|part| {
                let part = part.trim_start_matches('~');
                let analysis = Analysis::of(part);
                let read = words::words(&analysis, std::slice::from_ref(&(0..part.len())), 9);
                read.len() == 1 && read[0].is(part)
            })
        })
        .collect();
    assert!(dead.is_empty(), "{dead:?}");
}

#[test]
fn verbs_are_inflected() {
    for (verb, expected) in [
        ("accuse", "accuse accuses accused accusing"),
        ("deny", "deny denies denied denying"),
        ("admit", "admit admits admitted admitting"),
        ("slam", "slam slams slammed slamming"),
        ("press", "press presses pressed pressing"),
        ("say", "say says said saying"),
        ("label", "label labels labelled labelling labeled labeling"),
        ("guarantee", "guarantee guarantees guaranteed guaranteeing"),
        ("betray", "betray betrays betrayed betraying"),
        ("plead", "plead pleads pleaded pled pleading"),
        ("order", "order orders ordered ordering"),
    ] {
        assert_eq!(phrases::inflections(verb).join(" "), expected);
    }
}

#[test]
fn hostile_texts_are_judged_in_bounded_time() {
    let text = "the vote was rigged, ".repeat(50_000);
    let analysis = Analysis::of(&text);
    let end = text.len();
    for cue in 0..2_000 {
        let attribution = Attribution {
            source: vec![0..end, 0..end],
            cue: cue * 21..end,
            content: vec![cue * 21 + 21..end, 0..end],
            probability: 1.0,
            by: Producer::Model,
            level: Level::Main,
        };
        assert!(judge(&analysis, &attribution).hedges.is_empty());
    }
}

proptest::proptest! {
    #[test]
    fn places_are_within_the_text(text in "\\PC{0,80}", ends in proptest::collection::vec(0usize..120, 8)) {
        let place = |n: usize| ends[n].min(ends[n + 1])..ends[n].max(ends[n + 1]);
        let attribution = Attribution {
            source: vec![place(0)],
            cue: place(2),
            content: vec![place(4), place(6)],
            probability: 1.0,
            by: Producer::Model,
            level: Level::Nested,
        };
        let judged = judge(&Analysis::of(&text), &attribution);
        for place in judged.hedges.iter().chain(&judged.targets) {
            proptest::prop_assert!(text.get(place.clone()).is_some_and(|words| !words.is_empty()));
        }
    }
}
