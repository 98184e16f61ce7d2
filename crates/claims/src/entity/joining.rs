//! Joining mentions of the same: what stands beside each other, what a clause introduces, the two ends of a source.

use super::lexicon::Senses;
use super::mention::{DEPTH, Determiner, Form, Mention, initials_fit, is_organisation_name};
use super::words::{Word, Zone};

/// Words between a noun phrase and the name that a clause behind it gives.
const INTRODUCTION: usize = 12;

/// Joins mentions of a text that name the same by where they stand. What is joined already stays.
pub(super) fn join(words: &[Word<'_>], mentions: &mut [Mention]) {
    appositions(words, mentions);
    introductions(words, mentions);
    source_ends(words, mentions);
}

/// Joins what stands beside each other and names the same: `X, director of Y,`, `its chair, X,`, `X (ABC)`.
fn appositions(words: &[Word<'_>], mentions: &mut [Mention]) {
    // `Ann Holm, her deputy`: beside the name stands the whole phrase.
    let is_owner =
        |mention: &Mention| mention.form == Form::Pronoun && mention.determiner == Determiner::Owned;
    let outer: Vec<usize> = (0..mentions.len())
        .filter(|&number| !mentions[number].is_inner && !is_owner(&mentions[number]))
        .collect();
    for (place, pair) in outer.windows(2).enumerate() {
        let (first, second) = (&mentions[pair[0]], &mentions[pair[1]]);
        if first.words.end > second.words.start {
            continue;
        }
        let between = first.words.end..second.words.start;
        if between.is_empty()
            || between.len() > 6
            || words[first.head].sentence != words[second.head].sentence
            || words[first.head].zone != words[second.head].zone
        {
            continue;
        }
        let text = |at: usize| words.get(at).map_or("", |word| word.text);
        let after = text(second.words.end);
        if text(between.start) == "(" && between.len() == 1 && after == ")" {
            if second.form == Form::Name && is_acronym(words, first, second) {
                mentions[pair[1]].same_as = Some(pair[0]);
            }
            continue;
        }
        // `a group using the name X`, `a man calling himself X`
        let link: Vec<&str> = words[between.clone()].iter().map(|word| word.plain.as_ref()).collect();
        let is_naming = matches!(
            link[..],
            ["using", "the", "name"]
                | ["calling" | "styling", "itself" | "himself" | "herself" | "themselves"]
                | [
                    "that" | "which" | "who",
                    "calls" | "call",
                    "itself" | "himself" | "herself" | "themselves"
                ]
                | ["known", "as"]
                | ["called" | "named"]
        );
        let is_name = words[second.words.start..second.name.start.max(second.words.start)]
            .last()
            .is_some_and(|word| word.plain == "name");
        let is_naming = is_naming || is_name && link == ["using"];
        // `One baker, who asked to be called only Kit,`
        let is_called = matches!(
            link[..],
            [.., "called" | "identified" | "named" | "known", "only" | "simply" | "just"]
                | [.., "identified" | "named" | "known", "only" | "simply", "as" | "by"]
        );
        if is_called && words[first.head].plain == "who" && second.form == Form::Name {
            let before = place.checked_sub(1).map(|before| outer[before]).filter(|&before| {
                let mention = &mentions[before];
                mention.form == Form::Nominal
                    && mention.words.end <= first.words.start
                    && first.words.start - mention.words.end <= 1
            });
            if let Some(before) = before {
                mentions[before].same_as = Some(pair[1]);
            }
            continue;
        }
        if is_naming && first.form == Form::Nominal && second.form == Form::Name && first.same_as.is_none() {
            mentions[pair[0]].same_as = Some(pair[1]);
            continue;
        }
        // Who wrote a document; whose somebody is.
        if between.len() <= 2 && matches!(words[between.end - 1].plain.as_ref(), "by" | "of" | "from" | "at")
        {
            let by = words[between.end - 1].plain.as_ref();
            let is_comma = between.len() == 1 || text(between.start) == ",";
            let is_document = first.form == Form::Nominal && words[first.head].senses.any(Senses::DOCUMENT);
            let is_name = first.form == Form::Name && matches!(by, "of" | "from" | "at");
            if is_comma
                && first.owner.is_none()
                && second.form != Form::Pronoun
                && (is_document && by == "by" || is_name)
            {
                mentions[pair[0]].owner = Some(pair[1]);
            }
            continue;
        }
        let is_aged = between.len() == 3
            && text(between.start + 1).bytes().all(|byte| byte.is_ascii_digit())
            && text(between.end - 1) == ",";
        // `its head of sales, Ann Holm, said`
        let in_one = words[first.head].source_of.is_some()
            && words[first.head].source_of == words[second.head].source_of;
        let is_field = (in_one || after == ",")
            && first.form == Form::Nominal
            && second.form == Form::Name
            && second.name.len() > 1
            && first.same_as.is_none()
            && words[first.head].senses.any(Senses::PERSON)
            && matches!(
                words[between.start].plain.as_ref(),
                "of" | "for" | "on" | "at" | "in" | "from" | "to"
            )
            && (3..6).contains(&between.len())
            && text(between.end - 1) == ","
            && words[between.start + 1..between.end - 1].iter().all(|word| !word.is_mark && !word.is_capital);
        if is_field && !is_organisation_name(words, second) {
            mentions[pair[0]].same_as = Some(pair[1]);
            continue;
        }
        // `One of them, retired coach driver Ann Holm,`: words before a role that no table knows.
        let is_bare = (2..=4).contains(&between.len())
            && first.form == Form::Nominal
            && second.form == Form::Name
            && second.name.len() > 1
            && words[second.role.clone()].iter().any(|word| word.senses.any(Senses::PERSON))
            && words[between.start + 1..between.end]
                .iter()
                .all(|word| !word.is_mark && !word.is_capital && !word.senses.any(Senses::CLOSED));
        if text(between.start) != "," || !(between.len() == 1 || is_aged || is_bare) {
            continue;
        }
        let (name, nominal) = match (first.form, second.form) {
            (Form::Name, Form::Nominal) => (first, second),
            (Form::Nominal, Form::Name) => (second, first),
            _ => continue,
        };
        // `In Tarl, a retired teacher said`: where, not who.
        let is_where = first.form == Form::Name
            && first.determiner == Determiner::None
            && first.words.start.checked_sub(1).is_some_and(|at| {
                matches!(words[at].plain.as_ref(), "in" | "near" | "outside" | "at" | "across")
            })
            && words[second.head].senses.any(Senses::PERSON);
        if is_where {
            continue;
        }
        let is_list =
            matches!(words.get(second.words.end).map_or("", |word| word.plain.as_ref()), "and" | "or" | "&");
        let in_source = words[first.head].source_of.is_some()
            && words[first.head].source_of == words[second.head].source_of;
        let is_relative =
            words.get(second.words.end).is_some_and(|word| matches!(word.plain.as_ref(), "who" | "whose"));
        // `Anna Vell, a carter in the valley`: a name with what its bearer is, and where.
        let is_told = first.form == Form::Name
            && second.determiner == Determiner::Indefinite
            && words[second.head].senses.any(Senses::PERSON)
            && matches!(
                words.get(second.words.end).map_or("", |word| word.plain.as_ref()),
                "in" | "at" | "from" | "with" | "on" | "for"
            );
        let closes = is_told
            || is_relative && first.form == Form::Name
            || matches!(after, "," | "." | ";" | ")" | "”" | "\"" | ":" | "—" | "–" | "-" | "");
        let senses = words[nominal.head].senses;
        let is_role = senses.any(Senses::PERSON) || nominal.determiner != Determiner::None;
        let fits = if is_organisation_name(words, name) {
            senses.any(Senses::ORGANISATION.with(Senses::GROUP)) || !senses.any(Senses::NOUN)
        } else {
            !senses.any(Senses::DOCUMENT)
                && (!nominal.is_plural || words[nominal.head].senses.any(Senses::ORGANISATION))
        };
        let opens = nominal.words.start < name.words.start;
        let is_one = opens && words[nominal.head].plain == "one";
        let is_person_first = senses.any(Senses::PERSON)
            || is_one
            || in_source
            || after == ","
            || senses.any(Senses::ORGANISATION);
        // `the office of the prime minister, Ann Holm`: she is the minister.
        if opens && !senses.any(Senses::PERSON) && !is_organisation_name(words, name) {
            // Phrases within phrases stand next to them in the list.
            let inner = (pair[0].saturating_sub(DEPTH)..pair[1]).find(|&inner| {
                let inner = &mentions[inner];
                inner.is_inner
                    && inner.form == Form::Nominal
                    && inner.words.end == nominal.words.end
                    && inner.words.start > nominal.words.start
                    && words[inner.head].senses.any(Senses::PERSON)
            });
            if let Some(inner) = inner {
                mentions[inner].same_as = Some(pair[1]);
                continue;
            }
        }
        if !is_list && is_role && fits && (in_source || closes && (is_person_first || !opens)) {
            if opens {
                mentions[pair[0]].same_as = Some(pair[1]);
            } else {
                mentions[pair[1]].same_as = Some(pair[0]);
            }
        }
    }
}

/// Joins the noun that begins a source and the name that ends it, where more of the noun stands between: `A lawyer for
/// two men named in the report, Ann Holm, said`.
fn source_ends(words: &[Word<'_>], mentions: &mut [Mention]) {
    let outer: Vec<usize> = (0..mentions.len()).filter(|&number| !mentions[number].is_inner).collect();
    let sources: Vec<Option<u32>> = mentions.iter().map(|mention| words[mention.head].source_of).collect();
    for group in outer.chunk_by(|&a, &b| sources[a].is_some() && sources[a] == sources[b]) {
        let (Some(&first), Some(&last)) = (group.first(), group.last()) else { continue };
        if group.len() < 2 {
            continue;
        }
        let (noun, name) = (&mentions[first], &mentions[last]);
        let source = words[noun.head].source_of;
        let begins = words[..noun.words.start].last().is_none_or(|word| word.source_of != source);
        let rest = &words[name.words.end..];
        let ends = rest.iter().take_while(|word| word.source_of == source).all(|word| word.is_mark);
        let fits = noun.form == Form::Nominal
            && !noun.is_plural
            && noun.same_as.is_none()
            && words[noun.head].senses.any(Senses::PERSON)
            && name.form == Form::Name
            && name.name.len() > 1
            && words[name.words.start - 1].text == ","
            && !is_organisation_name(words, name);
        if begins && ends && fits {
            mentions[first].same_as = Some(last);
        }
    }
}

/// Joins a noun phrase and the name that a clause behind it introduces: `A man who calls himself Kit`, `One cook, who
/// gave her name only as Kit`, `The thief, who can now be named as Orrin Vell`.
fn introductions(words: &[Word<'_>], mentions: &mut [Mention]) {
    let outer: Vec<usize> = (0..mentions.len()).filter(|&number| !mentions[number].is_inner).collect();
    for (place, &number) in outer.iter().enumerate() {
        let name = &mentions[number];
        let start = name.words.start;
        if name.form != Form::Name || words[name.head].zone != Zone::Body {
            continue;
        }
        let from = start.saturating_sub(INTRODUCTION);
        let sentence = words[name.head].sentence;
        let before: Vec<&str> = words[from..start]
            .iter()
            .map(|word| if word.sentence == sentence { word.plain.as_ref() } else { "" })
            .collect();
        let is_self = |word: &str| matches!(word, "himself" | "herself" | "itself" | "themselves");
        let only = |word: &str| matches!(word, "only" | "simply" | "just");
        let length = match before[..] {
            [.., "calls" | "call" | "calling" | "styles" | "styling", own] if is_self(own) => 2,
            [.., "call", "him" | "her" | "them" | "me" | "it"] => 2,
            [.., "name", "as"] | [.., "named" | "identified", "as"] => 2,
            [.., "name" | "named" | "identified" | "known", word, "as"] if only(word) => 3,
            _ => continue,
        };
        let tail = before.len() - length;
        let relative = before[..tail].iter().rposition(|word| matches!(*word, "who" | "that" | "which"));
        let opens = from + relative.unwrap_or(tail);
        let noun = outer[..place].iter().rev().take(DEPTH + 2).copied().find(|&other| {
            let mention = &mentions[other];
            let end = mention.words.end;
            mention.form == Form::Nominal && (end == opens || end + 1 == opens && words[end].text == ",")
        });
        if let Some(noun) = noun
            && mentions[noun].same_as.is_none()
            && words[mentions[noun].head].sentence == sentence
        {
            mentions[noun].same_as = Some(number);
        }
    }
}

/// Whether the second is made of the initials of the first.
fn is_acronym(words: &[Word<'_>], first: &Mention, second: &Mention) -> bool {
    let long = if first.form == Form::Name { first.name.clone() } else { first.words.clone() };
    let short: String = words[second.name.clone()].iter().map(|word| word.plain.as_ref()).collect();
    let tokens: Vec<&str> =
        words[long].iter().filter(|word| !word.is_mark).map(|word| word.plain.as_ref()).collect();
    initials_fit(&tokens, &short)
}
