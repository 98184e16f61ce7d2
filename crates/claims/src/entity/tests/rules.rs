//! The rules, a few sentences each. A source stands in `[...]`, a content in `{...}`; the cue is the word behind the source.

use crate::entity::{Entities, Kind, Unified, Way, entity_at, resolve, unify};
use crate::{Analysis, Attribution, Level, Producer};
use proptest::prelude::*;
use std::ops::Range;

/// The text without marks, and an attribution for each source, with the contents that follow it or, where none does before
/// the next source, that stand before it.
fn read(marked: &str) -> (String, Vec<Attribution>) {
    let mut text = String::new();
    let (mut sources, mut contents): (Vec<Range<usize>>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '[' | '{' => start = text.len(),
            ']' => sources.push(start..text.len()),
            '}' => contents.push(start..text.len()),
            _ => text.push(c),
        }
    }
    let attributions = sources.iter().map(|source| {
        let near = contents.iter().min_by_key(|content| {
            if content.start >= source.end {
                content.start - source.end
            } else {
                source.start.saturating_sub(content.end)
            }
        });
        Attribution {
            source: vec![source.clone()],
            cue: word_after(&text, source.end),
            content: near.into_iter().cloned().collect(),
            probability: 1.0,
            by: Producer::Model,
            level: Level::Main,
        }
    });
    let attributions = attributions.collect();
    (text, attributions)
}

/// The word behind a place.
fn word_after(text: &str, at: usize) -> Range<usize> {
    let rest = text[at..].trim_start_matches(|c: char| !c.is_alphabetic());
    let start = text.len() - rest.len();
    start..start + rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
}

fn entities(marked: &str) -> (String, Entities) {
    let (text, attributions) = read(marked);
    let entities = resolve(&Analysis::of(&text), &attributions);
    (text, entities)
}

/// Checks the speakers: `-` is nobody.
fn check(marked: &str, speakers: &[&str]) {
    assert_speakers(&entities(marked).1, speakers, marked);
}

fn assert_speakers(entities: &Entities, speakers: &[&str], marked: &str) {
    let found: Vec<&str> = entities
        .speakers
        .iter()
        .map(|speaker| speaker.entity.map_or("-", |entity| entities.entities[entity].name.as_str()))
        .collect();
    assert_eq!(found, speakers, "{marked}");
}

#[test]
fn forms_of_a_name() {
    check("[Orla Wend] said {it rained}. [Wend] said {it would go on}.", &["Orla Wend", "Orla Wend"]);
    check("[Mr. Wend] left. [Orrin P. Wend] stayed. [Orrin Wend Jr.] slept.", &["Orrin P. Wend"; 3]);
    check("The [Harbour Safety Office (HSO)] spoke. [HSO] spoke again.", &["Harbour Safety Office"; 2]);
    check("[Lindle Glass Works] closed. [Lindle] said {it was over}.", &["Lindle Glass Works"; 2]);
    // A town is not the institute that is named after it.
    check("People in Tarl voted. [The Tarl Institute] spoke. [Tarl] waited.", &["Tarl Institute", "Tarl"]);
    // Two of one name: the form of address tells, else who was spoken of last.
    check(
        "[John Bray] spoke. [Mary Bray] spoke. [Mr Bray] left. [Ms Bray] stayed.",
        &["John Bray", "Mary Bray", "John Bray", "Mary Bray"],
    );
    check("[Dárius Nóvak] spoke. Later [Novak] left.", &["Dárius Nóvak"; 2]);
}

#[test]
fn people_by_their_age_and_by_nouns_of_one_sense() {
    check("[Orrin Vell] wept. [The 52-year-old] said {it was over}.", &["Orrin Vell"; 2]);
    check("[Ilsa Pell] left the mint. [The 44-year-old auditor] said {she would sue}.", &["Ilsa Pell"; 2]);
    check("[Actor Ilsa Pell] spoke. [The star] left.", &["Ilsa Pell"; 2]);
    check("[Lawyer Orrin Vell] spoke. [The barrister] left.", &["Orrin Vell"; 2]);
    // A role before a name goes beyond the words that are known.
    check("[Rival skipper Ilsa Pell] spoke. [Pell] left.", &["Ilsa Pell"; 2]);
    // A month is nobody.
    check("[Ilsa Pell] spoke. It had rained all August. [She] left.", &["Ilsa Pell"; 2]);
}

#[test]
fn those_who_speak_for_a_body_are_the_body() {
    check("[Analysts at Vell & Corl] said {it rained}. [The analysts] left.", &["Vell & Corl"; 2]);
    check("[Fact-checkers at Lindle] spoke. [They] left.", &["Lindle"; 2]);
    // Nobody's observers.
    check("[International observers] spoke.", &["International observers"]);
    check(
        "[Ilsa Pell, leader of the Harbour League,] spoke. [Her party] said {it would wait}.",
        &["Ilsa Pell", "Harbour League"],
    );
    // The ministry is no party.
    check(
        "[Ilsa Pell, head of the Harbour Ministry,] spoke. [Her party] left.",
        &["Ilsa Pell", "party of Ilsa Pell"],
    );
    check("[Runner-up Orrin Vell] spoke. [Vell] left.", &["Orrin Vell"; 2]);
    check("[A group using the name Paper Owl] spoke.", &["Paper Owl"]);
    check("[Lindle's head of sales, Ilsa Pell,] spoke. [Pell] left.", &["Ilsa Pell"; 2]);
    // A post of a live blog.
    check("[11:40 The Harbour Office] spoke.", &["Harbour Office"]);
}

#[test]
fn nouns_that_stand_beside_a_name() {
    // A noun that no table knows, a field, a relative clause, an office of somebody.
    check("[its coordinator, Ilsa Pell,] said {it was over}. [Pell] left.", &["Ilsa Pell"; 2]);
    check("[Her deputy on the mission, Orrin Vell,] spoke. [He] left.", &["Orrin Vell"; 2]);
    check("[Ilsa Pell], a clerk who left the mint in May, spoke. [The clerk] left.", &["Ilsa Pell"; 2]);
    check(
        "[The office of the prime minister, Ilsa Pell,] spoke. [Pell] left.",
        &["office of the prime minister", "Ilsa Pell"],
    );
    check("[One baker, who asked to be called only Corl,] spoke. [Corl] left.", &["Corl"; 2]);
    check(
        "[The harbour party] fell. It was hurt by [its own opposition].",
        &["harbour party", "opposition of the harbour party"],
    );
    // The ward is nobody who votes.
    check("[Ilsa Pell, the harbour MP for Lower Quay,] spoke, [who] wants {a vote}.", &["Ilsa Pell"; 2]);
}

#[test]
fn a_surname_stays_one_before_a_noun() {
    check("[Ilsa Pell] spoke. [Pell] left. The Pell affair went on. [Pell] stayed.", &["Ilsa Pell"; 3]);
    check("[Ilsa Pell] spoke. There was a fire in Pell headquarters. [Pell] stayed.", &["Ilsa Pell"; 2]);
}

#[test]
fn whom_the_lead_describes_a_later_paragraph_names() {
    let lead = "Lists are in order\n\n[A ward judge] said {the list stands}.\n\n";
    check(&format!("{lead}[Judge Ilsa Pell] spoke for an hour.\n\nIt rained."), &["Ilsa Pell"; 2]);
    check(&format!("{lead}[Ilsa Pell, 61,] spoke for an hour.\n\nIt rained."), &["Ilsa Pell"; 2]);
    let lead_of = "Lists are in order\n\nOn Friday [the head of the Dune Guild] said {the list stands}.\n\n";
    check(&format!("{lead_of}“It stands,” [Ilsa Pell] told them.\n\nIt rained."), &["Ilsa Pell"; 2]);
    // Who has another role is another.
    check(
        &format!("{lead}[Ilsa Pell, the mayor,] spoke for an hour.\n\nIt rained."),
        &["ward judge", "Ilsa Pell"],
    );
    check(
        "[Orrin Vell] wept. [His lawyer] said {it was over}. [The lawyer, Ilsa Pell,] left.",
        &["Orrin Vell", "Ilsa Pell", "Ilsa Pell"],
    );
}

#[test]
fn an_aside_is_not_by_whom_it_is_in() {
    check("[Ilsa Pell] spoke. {Enna Corl}, [she] said, {was late}.", &["Ilsa Pell", "Ilsa Pell"]);
}

#[test]
fn roles_and_names() {
    check("[Harbour Office spokesman Orrin Vell] spoke. [The spokesman] left.", &["Orrin Vell"; 2]);
    check("[Ilsa Pell, director of the Mint,] spoke. [The director] left.", &["Ilsa Pell"; 2]);
    check(
        "[The Mint's director, Ilsa Pell,] spoke. [Prime Minister Enna Corl] spoke. [The prime minister] left.",
        &["Ilsa Pell", "Enna Corl", "Enna Corl"],
    );
    check("[Orrin Vell, 54, a carpenter,] spoke. [The carpenter] left.", &["Orrin Vell"; 2]);
    check(
        "[The council] met. [Its chair, Ilsa Pell,] spoke. [The council's chair] left.",
        &["council", "Ilsa Pell", "Ilsa Pell"],
    );
    // Another minister is another person.
    check(
        "[Foreign Minister Orrin Vell] spoke. [The finance minister] left.",
        &["Orrin Vell", "finance minister"],
    );
    // Not an apposition but a list.
    check(
        "The mayor, Orrin Vell and the judge met. [Vell] spoke. [The judge] left.",
        &["Orrin Vell", "judge"],
    );
}

#[test]
fn nouns_for_what_was_named() {
    check(
        "[The State Water Bureau] spoke. [The bureau] left. [The agency] slept.",
        &["State Water Bureau"; 3],
    );
    // The full name may come later.
    check(
        "{It leaks}, [the bureau] said. [The State Water Bureau] said {it had warned}.",
        &["State Water Bureau"; 2],
    );
    check(
        "[The Dock Guild] met. [The guild leader, Orrin Vell,] spoke. [The union] left.",
        &["Dock Guild", "Orrin Vell", "Dock Guild"],
    );
    check(
        "[Belmora's Foreign Ministry] spoke. [Sarland's Foreign Ministry] spoke. [The ministry] left.",
        &["Belmora Foreign Ministry", "Sarland Foreign Ministry", "Sarland Foreign Ministry"],
    );
    check("[Radio Dune] spoke. [The station] left.", &["Radio Dune"; 2]);
}

#[test]
fn pronouns() {
    check("[Orrin Vell] said {Ms Pell had met the mayor}. [He] left.", &["Orrin Vell"; 2]);
    check("[Ms Pell] met Mr Vell. [She] spoke. [He] left.", &["Pell", "Pell", "Vell"]);
    check("[The council] met Ms Pell. [It] said {nothing had changed}.", &["council"; 2]);
    check("[Two clerks] met Mr Vell. [They] said {nothing}.", &["Two clerks"; 2]);
    // What a quotation names is no hint to who says it.
    check(
        "[Registrar Wenda Pell] spoke.\n\n“{If Mr. Bray has one ballot, I ask him to bring it},” [she] said.",
        &["Wenda Pell"; 2],
    );
    check("[Kesper Aune, who owns the mill,] spoke. [He] left.", &["Kesper Aune"; 2]);
    // Nobody fits.
    check("The gate is shut. [She] said {so}.", &["-"]);
    // `I` is who speaks.
    let (text, entities) = entities("“{I saw it},” [Orrin Vell] said.");
    let at = text.find("I saw").unwrap();
    assert_eq!(entity_at(&entities, &(at..at + 1)), entities.speakers[0].entity);
}

#[test]
fn what_has_no_name() {
    check(
        "[Two people familiar with the matter] spoke. [One of the people] left.",
        &["Two people familiar with the matter", "One of the people"],
    );
    // Cut off.
    check("[A chart by]", &["chart by"]);
    check("[Several Varrenian blogs] wrote {so}.", &["Several Varrenian blogs"]);
    check(
        "[Orrin Vell] spoke. [His supporters] left. [Mr Vell’s office] did not answer.",
        &["Orrin Vell", "supporters of Orrin Vell", "office of Orrin Vell"],
    );
    check(
        "[The report, by the Tarl Institute,] named a firm. [It] did not say {who owned it}.",
        &["Tarl Institute"; 2],
    );
}

#[test]
fn headlines_look_forward() {
    check(
        "[Opposition leader] denies {deal}\n\nThere was no deal, [Dune Party leader Orrin Vell] said.",
        &["Orrin Vell"; 2],
    );
    check(
        "[Court] Lifts Ban on Station\n\nBy Enna Corl\n\n[The Lorn Court] said {the ban was void}. [It] said {no more}.",
        &["Lorn Court"; 3],
    );
}

#[test]
fn capitals_are_linked_and_not_merged() {
    let (_, found) = entities(
        "[France] spoke. [Paris] waited. [The Palace, the seat of the Belmoran government,] slept. Nobody in Belmora woke.",
    );
    let names: Vec<_> =
        found.speakers.iter().map(|speaker| &found.entities[speaker.entity.unwrap()]).collect();
    assert_eq!(names[1].name, "Paris");
    assert_eq!(names[1].stands_for.map(|entity| found.entities[entity].name.as_str()), Some("France"));
    assert_eq!(names[2].stands_for.map(|entity| found.entities[entity].name.as_str()), Some("Belmora"));
    assert_eq!(found.speakers[1].by, Way::Metonym);
}

#[test]
fn kinds_roles_and_for_whom() {
    let (text, found) = entities(
        "[Harbour Office spokesman Orrin Vell] spoke of the Tarl Institute. [Its chair, Ilsa Pell,] left.",
    );
    let vell = &found.entities[found.speakers[0].entity.unwrap()];
    assert_eq!(
        (vell.kind, vell.roles.as_slice()),
        (Kind::Person, &["Harbour Office spokesman".to_owned()][..])
    );
    assert_eq!(vell.speaks_for.map(|entity| found.entities[entity].name.as_str()), Some("Harbour Office"));
    let at = text.find("the Tarl Institute").unwrap();
    let institute = entity_at(&found, &(at..at + "the Tarl Institute".len())).unwrap();
    assert_eq!(
        (found.entities[institute].name.as_str(), found.entities[institute].kind),
        ("Tarl Institute", Kind::Organisation)
    );
}

/// The same words give the same answer whoever speaks.
#[test]
fn names_change_nothing() {
    let story = "[X minister Orrin Vell] said {Y had paid}. [He] named [the ministry]. [Y] denied {it}.";
    let of = |x: &str, y: &str| {
        let (_, found) = entities(&story.replace('X', x).replace('Y', y));
        found.speakers.into_iter().map(|speaker| (speaker.entity, speaker.by)).collect::<Vec<_>>()
    };
    assert_eq!(of("Belmora", "Sarland"), of("Sarland", "Belmora"));
}

fn over(articles: &[&str]) -> (Vec<Entities>, Unified) {
    let found: Vec<Entities> = articles.iter().map(|article| entities(article).1).collect();
    let unified = unify(&found.iter().collect::<Vec<_>>());
    (found, unified)
}

/// Whether the first speakers of two articles are one actor, and whether it is noted that they may be.
fn is_one(a: &str, b: &str, more: &[&str]) -> (bool, bool) {
    let articles: Vec<&str> = [a, b].iter().chain(more).copied().collect();
    let (found, unified) = over(&articles);
    let actor = |article: usize| unified.of[article][found[article].speakers[0].entity.unwrap()];
    let (one, other) = (actor(0), actor(1));
    (
        one == other,
        unified
            .possible
            .iter()
            .any(|possible| possible.one == one.min(other) && possible.other == one.max(other)),
    )
}

#[test]
fn actors_over_articles() {
    let full = "[Harbour Office spokesman Orrin Vell] spoke.";
    assert!(is_one(full, "[Orrin Vell] left.", &[]).0);
    assert!(is_one(full, "[Spokesman Vell] left.", &[]).0);
    // A surname alone may be somebody else's.
    assert_eq!(is_one(full, "[Mr Vell] left.", &[]), (false, true));
    // Nor does a role help where two bear it.
    assert_eq!(is_one(full, "[Spokesman Vell] left.", &["[Spokesman Ansel Vell] slept."]), (false, true));
    assert!(is_one("[The Harbour Safety Office] spoke.", "[The HSO] left.", &[]).0);
    assert!(is_one("[The Labour Inspectorate] spoke.", "[The Labor Inspectorate] left.", &[]).0);
    assert_eq!(is_one("[John Bray] spoke.", "[Mary Bray] left.", &[]), (false, false));
    assert!(!is_one("[Officials] spoke.", "[Officials] left.", &[]).0);
    assert!(is_one("[Mr Orrin Vell’s office] spoke.", "[Orrin Vell’s office] left.", &[]).0);
}

proptest! {
    /// Nothing that stands in a text or in attributions makes it fail.
    #[test]
    fn anything_is_read(
        words in prop::collection::vec(
            prop::sample::select(vec!["The", "the", "of", "Vell", "Mr", "Mr.", "“", "”", "\n\n", ",", "(", "HSO", ")", "he", "her",
                "we", "said", "spokesman", "council's", "Council", "and", "by", "report", ".", "Orrin", "who", "•", "Kestovian", "U.S."]),
            0..60,
        ),
        ranges in prop::collection::vec((0usize..200, 0usize..40, 0usize..200, 0usize..80, any::<bool>()), 0..12),
    ) {
        let text = words.join(" ");
        let at = |place: usize| {
            let mut place = place.min(text.len());
            while !text.is_char_boundary(place) {
                place -= 1;
            }
            place
        };
        let attributions: Vec<Attribution> = ranges.iter().map(|&(source, length, content, more, is_main)| Attribution {
            source: std::iter::once(at(source)..at(source + length)).collect(),
            cue: at(source + length)..at(source + length),
            content: std::iter::once(at(content)..at(content + more)).collect(),
            probability: 1.0,
            by: Producer::Model,
            level: if is_main { Level::Main } else { Level::Nested },
        }).collect();
        let found = resolve(&Analysis::of(&text), &attributions);
        prop_assert_eq!(found.speakers.len(), attributions.len());
        for entity in &found.entities {
            prop_assert!(entity.mentions.iter().all(|mention| text.get(mention.clone()).is_some()));
        }
        for &(source, length, ..) in &ranges {
            entity_at(&found, &(at(source)..at(source + length)));
        }
        let unified = unify(&[&found, &found]);
        prop_assert_eq!(&unified.of[0].len(), &found.entities.len());
    }
}

/// Checks the speakers of cues in `<...>` whose source was not found.
fn check_cues(marked: &str, speakers: &[&str]) {
    let mut text = String::new();
    let mut cues: Vec<Range<usize>> = Vec::new();
    for c in marked.chars() {
        match c {
            '<' => cues.push(text.len()..text.len()),
            '>' => cues.last_mut().unwrap().end = text.len(),
            _ => text.push(c),
        }
    }
    let attributions: Vec<Attribution> = cues
        .into_iter()
        .map(|cue| Attribution {
            source: Vec::new(),
            cue,
            content: Vec::new(),
            probability: 1.0,
            by: Producer::Model,
            level: Level::Main,
        })
        .collect();
    assert_speakers(&resolve(&Analysis::of(&text), &attributions), speakers, marked);
}

#[test]
fn a_cue_without_source_has_its_subject() {
    check_cues("The gate leaks, Orla Wend <said> on Monday.", &["Orla Wend"]);
    check_cues("“It leaks,” its warden, Orla Wend, <said>.", &["Orla Wend"]);
    check_cues(
        "The Dune Guild, which has met twice, has <called> for a vote. Wend has long <denied> it.",
        &["Dune Guild", "-"],
    );
    // Not the subject but who it is done to, or nobody that is told.
    check_cues(
        "Orla Wend was <said> to be ill. The man <accused> of it left. He has been <blamed>.",
        &["-"; 3],
    );
    check_cues("It rained all day, <said> one.", &["-"]);
}

#[test]
fn the_head_of_a_source() {
    // Marks and words that join sentences are no part of a source.
    check("He left[, and Orla Wend,] said {it rained}.", &["Orla Wend"]);
    // The subject stands behind the conjunction that opens its clause, and is governed by no preposition.
    check("At [Tarl Mill the foreman, Orrin Vell,] said {it rained}.", &["Orrin Vell"]);
    check("[Shares in Tarl fell after the Dune Guild]{ it warned}.", &["Dune Guild"]);
}

#[test]
fn people_in_the_names_of_bodies() {
    check("[The Anglers' Reed Pool] met. [It] left.", &["Anglers' Reed Pool"; 2]);
    check("[The National Parents’ Circle] met. [The circle] left.", &["National Parents' Circle"; 2]);
    check("[Shorers' Front MP Ilsa Pell] spoke. [Pell] left.", &["Ilsa Pell"; 2]);
    // A surname in `s` owns what follows, and whom a title follows is no body.
    check("[Wells' Lawyer Orrin Vell] spoke.", &["Orrin Vell"]);
    let (_, entities) = entities("[Baroness Wend] spoke. [Wend] left.");
    assert_eq!(entities.speakers[0].entity, entities.speakers[1].entity);
    assert!(entities.entities[0].aliases.contains(&"Baroness Wend".to_owned()));
}

#[test]
fn titles_and_trades_before_a_name() {
    let names = [
        "Secretary of State Ann Vell",
        "Tarl Labs CEO Ann Vell",
        "Saddler Ann Vell",
        "Town forester Ann Vell",
        "Mother of three Ann Vell",
        "Cllr Ann Vell",
    ];
    for name in names {
        check(&format!("It rained. [{name}] spoke. [Vell] left."), &["Ann Vell"; 2]);
    }
    // A given name that is a title as well, behind a title.
    check("It rained. [Councilman Dean Vell] spoke.", &["Dean Vell"]);
    // A post of a live blog begins with its time.
    check("2:15 PM [Vell] spoke. Orrin Vell left.", &["Orrin Vell"]);
    // A word that begins a sentence is a part of the name that ends in what ends names, or that stands so elsewhere.
    check("He lost a paperclip. [Paperclip Partners] spoke.", &["Paperclip Partners"]);
    check("A reed bent. He praised Reed Lanta. [Reed Lanta] spoke.", &["Reed Lanta"]);
}

#[test]
fn names_that_a_clause_introduces() {
    check("[A man who calls himself Corl] spoke. [Corl] left.", &["Corl"; 2]);
    check("[One cook, who gave her name only as Corl,] spoke. [Corl] left.", &["Corl"; 2]);
    check("[The thief, who can now be named as Orrin Vell,] spoke. [He] left.", &["Orrin Vell"; 2]);
    check("It was seen by Orrin Vell, a farmer in the valley. [The farmer] left.", &["Orrin Vell"]);
    check("[One of them, retired coach driver Ilsa Pell,] spoke. [Pell] left.", &["Ilsa Pell"; 2]);
    check("[The farmer seen at the gate, Orrin Vell,] spoke.", &["Orrin Vell"]);
}

#[test]
fn other_names_of_what_belongs_to_somebody() {
    let aliases = |marked: &str| {
        let (_, found) = entities(marked);
        found.entities[found.speakers.last().unwrap().entity.unwrap()].aliases.clone()
    };
    let cases = [
        ("[Orrin Vell] spoke. [His campaign] left.", "Vell campaign"),
        ("Mayor Orrin Vell slept. [A spokesman for Mr Vell] left.", "spokesman of Orrin Vell"),
        ("Mayor Orrin Vell slept. [His chief of staff] left.", "chief of staff of Orrin Vell"),
        // A role alone is that of who has just been told of.
        ("Mayor Orrin Vell slept. [A spokesman] left.", "spokesman of Orrin Vell"),
        // A given name alone: the surname is that of the kin.
        ("Mayor Orrin Vell slept. [His wife, Ilsa,] left.", "Ilsa Vell"),
        ("[Mrs Justice Wend] spoke.", "Justice Wend"),
    ];
    for (marked, alias) in cases {
        assert!(aliases(marked).contains(&alias.to_owned()), "{marked}: {:?}", aliases(marked));
    }
}

#[test]
fn a_pronoun_and_its_clause() {
    // An object is not the subject of its clause.
    check(
        "[Orrin Vell] spoke. Mayor Ilsa Pell disagreed with him. “It rained,” [she] said.",
        &["Orrin Vell", "Ilsa Pell"],
    );
    // Each paragraph begins anew.
    check(
        "[Orrin Vell] spoke. [He] left, and [he] slept.\n\nThat is news to Ansel Corl. “It rained,” [he] said.",
        &["Orrin Vell", "Orrin Vell", "Orrin Vell", "Ansel Corl"],
    );
    // Who answers a question of the article's own need not be another.
    check("[Orrin Vell] spoke. By whom? The guild, [he] answered.", &["Orrin Vell"; 2]);
    // The relative of a person, not of the town.
    check("Among them was [Ilsa Pell, 83, of Tarl, who] spoke.", &["Ilsa Pell"]);
    // Nobody.
    check("[The Dune Guild] met. [It] has been suggested {that it rained}.", &["Dune Guild", "Dune Guild"]);
}

#[test]
fn the_subject_of_a_verb_without_source() {
    check_cues("“It leaks,” <cautioned> Orla Wend, who was there.", &["Orla Wend"]);
    check_cues("“It leaks,” <insisted> the guild's lawyer, Orla Wend.", &["Orla Wend"]);
    check_cues("Orla Wend rebuked the guild, <noting> that it rained.", &["Orla Wend"]);
    check_cues("Orla Wend left early and <suggested> a vote.", &["Orla Wend"]);
    check_cues(
        "Orla Wend <praised> the vote. Orla Wend <could> not <say>.",
        &["Orla Wend", "Orla Wend", "-"],
    );
    // Who is asked does not ask, and of whom it is said says nothing.
    check_cues("Orla Wend, <asked> whether it rained, left. Orla Wend <was> said to be ill.", &["-"; 2]);
}

#[test]
fn texts_speak_for_their_authors() {
    check(
        "In a letter, [the Dune Guild] said {it rained}. [The letter] said {it pours}.",
        &["Dune Guild"; 2],
    );
    check(
        "The Tarl Institute published a report on Monday. [The report] said {it rained}.",
        &["Tarl Institute"],
    );
    check("[The memo, dated Monday and signed by Orla Wend,] urges {rest}.", &["Orla Wend"]);
    check("[A count by Gauge] shows {rain}.", &["Gauge"]);
    // The text is by what means it speaks.
    check("[The Dune Guild] met. In a letter, [it] said {it rained}.", &["Dune Guild"; 2]);
    // In a poll many speak.
    check("In a poll, [voters] said {it rained}. [The poll] found {they slept}.", &["voters", "poll"]);
}

#[test]
fn who_has_just_spoken() {
    check("[Orla Wend] left early. “Never,” [the mayor] said.", &["Orla Wend", "Orla Wend"]);
    // Who has another role, or stands in another paragraph, is somebody else.
    check("[The judge, Orla Wend,] spoke. “Never,” [the mayor] said.", &["Orla Wend", "mayor"]);
    check("[Orla Wend] spoke.\n\n“Never,” [the mayor] said.", &["Orla Wend", "mayor"]);
    // The last speaker before the last one spoken of.
    check(
        "[Tarl Labs] spoke. [It] blamed Quern Works, whose gate is old. It has rusted, [the firm] said.",
        &["Tarl Labs"; 3],
    );
    // A name in a relative clause does not speak.
    check("[The Dune Guild, which feeds the council,] spoke. [It] left.", &["Dune Guild", "Dune Guild"]);
    // Who replies is another.
    check(
        "[Mr Vell] denied it. [Mr Wend] suggested {he was late}. “No,” [he] replied.",
        &["Vell", "Wend", "Vell"],
    );
}

#[test]
fn a_comma_and_who_speaks() {
    // One comma does not part a subject from its verb: what stands before it is said, or it begins a participle.
    check("{[The notes], said its warden, Orla Wend, are old}.", &["Orla Wend"]);
    check("{[Nonsense], says the mayor}.", &["mayor"]);
    check("[Orla Wend], asked on the steps, left.", &["-"]);
    check("[Orla Wend, the warden,] said Mr Vell was late.", &["Orla Wend"]);
    check("[The mayor, when] asked, left.", &["-"]);
    // In a headline it stands for `and`.
    check("[Warden] denies fire, says mayor slept\n\nIt rained, [Warden Orla Wend] said.", &["Orla Wend"; 2]);
    // An aside.
    check_cues("Orla Wend, for her part, <argues> that it rained.", &["Orla Wend"]);
}

#[test]
fn who_is_told_does_not_speak() {
    check("[Orla Wend] was praised by Ansel Corl for it.", &["Orla Wend"]);
    check_cues("Orla Wend <was praised by> Ansel Corl for it.", &["Ansel Corl"]);
    check_cues("Orla Wend <has been advised> to rest. Orla Wend <is expected> to go.", &["-"; 2]);
    check_cues(
        "The Dune Guild met. Orla Wend <was criticised> in a report by the Tarl Institute.",
        &["Tarl Institute"],
    );
}

#[test]
fn a_subject_behind_what_its_clause_is_about() {
    check("She met Orla Wend, [whom aides] suspect.", &["aides"]);
    check(
        "[Ilsa Pell] won by three votes, [a result her opponent Orla Wend] called “bought”.",
        &["Ilsa Pell", "Orla Wend"],
    );
    check("[The Dune Guild] published charts that, [it] said, {prove} it.", &["Dune Guild"; 2]);
    check("[The Dune Guild] wrote to Tarl, [whose council] left.", &["Dune Guild", "Tarl council"]);
}

#[test]
fn titles_and_letters() {
    let aliases = |marked: &str| {
        entities(marked).1.entities.iter().flat_map(|one| one.aliases.clone()).collect::<Vec<_>>()
    };
    assert!(aliases("[Sir Orrin Vell] spoke.").contains(&"Sir Orrin Vell".to_owned()));
    assert!(aliases("[Lady Justice Wend] spoke.").contains(&"Lady Justice Wend".to_owned()));
    assert!(
        aliases("Tarl is a country. [Tarl] spoke. [Its embassy] left.")
            .contains(&"Tarl's embassy".to_owned())
    );
    check("[Orrin Vell MP] spoke. [He] left.", &["Orrin Vell"; 2]);
    check("[Head of sales Orrin Vell] spoke.", &["Orrin Vell"]);
    // A title outweighs a given name.
    check("[Mary Bray] spoke. [Mr Bray] left. [He] slept.", &["Mary Bray"; 3]);
    check(
        "[The Pell Institute's Ms Vell] met Kit. [Environmental groups] left.",
        &["Vell", "Environmental groups"],
    );
}

#[test]
fn some_of_those_told_of() {
    check("[Local fishermen] met. [Two of them] left.", &["Local fishermen"; 2]);
    check("[Three clerks, none of whom] spoke, left.", &["Three clerks"]);
    check("[Two guilds] spoke. [Both] left.", &["Two guilds"; 2]);
    check("[Local fishermen] met. [One of them] left.", &["Local fishermen", "One of them"]);
}

#[test]
fn what_is_no_other_person() {
    // What somebody would be, and where somebody is.
    check("[Ilsa Pell] hoped to become a mayor. [She] left.", &["Ilsa Pell"; 2]);
    check("[Ilsa Pell] slept in Cobble Mills. [She] left.", &["Ilsa Pell"; 2]);
    check("In Tarl, [a retired teacher] spoke. [Tarl] left.", &["retired teacher", "Tarl"]);
    // Whose clients they are is beside them.
    check(
        "[Kesper Aune] left. But [Dune Corl, one of his own clients,] spoke. [She] slept.",
        &["Kesper Aune", "Dune Corl", "Dune Corl"],
    );
    check(
        "[Orrin Vell] left. But [Ilsa Pell, one of his clients,] spoke. [She] slept.",
        &["Orrin Vell", "Ilsa Pell", "Ilsa Pell"],
    );
}

#[test]
fn we_of_an_outlet_that_names_itself() {
    check("[Orrin Vell] told Reef Desk {it rained}. [We] asked the guild.", &["Orrin Vell", "Reef Desk"]);
    check("[Orrin Vell] left. [We] asked the guild.", &["Orrin Vell", "-"]);
}

#[test]
fn rulings_have_no_writer() {
    check("[A ruling] said {it rained}. It was old, [Orla Wend] wrote.", &["ruling", "Orla Wend"]);
    check("[An army statement] said {it rained}.", &["army"]);
}
