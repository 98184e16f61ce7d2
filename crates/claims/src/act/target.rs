//! Whom a statement is about: noun phrases, found by capitals, closed classes of words and nouns of actors.

use super::words::{Set, Word, set};
use std::ops::Range;
use std::sync::LazyLock;

/// Noun phrases joined by `and`, at most.
const MAX_JOINED: usize = 4;
/// Words that a noun phrase has, at most.
const MAX_PHRASE: usize = 16;

/// Words at which a noun phrase ends.
pub(super) static STOPS: LazyLock<Set> = LazyLock::new(|| {
    set("to for over as after before on in with by at from about into during against because when while if \
         whether that which who whose whom what and or but is are was were be been being has had have does did do \
         will would can could may might must should shall not never also than of until since through without \
         within saying no ought under amid so then there how why where")
});

/// Words that have a capital only where a sentence begins.
static OPENERS: LazyLock<Set> = LazyLock::new(|| {
    set(
        "the a an this these those every each all any some his their its our my your her it he she they we i you \
         one two three nothing everything nobody everyone someone more most many such here now today only",
    )
});

/// Forms that stand before a subject's verb.
static BEFORE_VERB: LazyLock<Set> = LazyLock::new(|| {
    set(
        "is are was were be been being has had have does did do will would can could also then now again once \
         repeatedly deliberately secretly still already later first may might systematically consistently simply \
         openly illegally try tries tried trying seek seeks sought seeking want wants wanted attempted attempting \
         to must should ought need needs just not never only even always itself himself herself themselves",
    )
});

const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being"];

/// Pronouns that name somebody.
pub(super) const PRONOUNS: &[&str] =
    &["it", "he", "she", "they", "him", "her", "them", "us", "me", "you", "we"];
const POSSESSIVES: &[&str] = &["his", "their", "its", "her"];

/// Nouns of people, offices and bodies: what can be accused, asked or praised.
static ACTORS: LazyLock<Set> = LazyLock::new(|| {
    set(
        "applicants athletes backers bidder bidders brewer brewers builder builders campaigner canvassers carrier \
         challenger challengers city coaches commissioners competitor competitors consul consulate contender county \
         delegates envoy envoys foreman foremen frontrunner fundraisers incumbent industry inspector insurer landlords \
         management mine miner miners mission missions monitor monitors neighbour nominee observer observers ombudsman \
         organiser organisers organizer organizers profession province retailer retailers sector sport supervisor \
         supervisors town tribunal trustees village academics account accounts accuser accusers activist activists administration adversaries adversary \
         agencies agency agent agents aide aides airline airlines alliance allies ally ambassador analyst \
         analysts anchor app army assembly association athlete athletes attorney auditor auditors authorities \
         authority bank banks billionaire billionaires bishop bishops blogger bloggers board boss bosses \
         brewery broadcaster broadcasters bureau bureaucrat bureaucrats cabinet campaign campaigners candidate \
         candidates capital capitals captain cartel chair chairman chairwoman channel channels charities \
         charity chief church citizens clerk clerks club coach coalition colleagues colonel columnist \
         columnists commission commissioner committee companies company conglomerate congress conservatives \
         constable consultant consultants contractor contractors corporation corporations council councillor \
         councillors counsel countries country court courts crew crews critics daughter defence defendant \
         defendants delegation democrats department deputies deputy detective detectives developer developers \
         diplomat diplomats director dockers doctor doctors donor donors driver drivers editor editors embassy \
         emperor employee employees enemies enemy engineer engineers executive executives expert experts \
         factory family farmers federation firm firms fisherman fishermen foundation gang gangs general \
         generals government governments governor group groups guard guards guild hackers headteacher hospital \
         hospitals host husband influencer influencers inspector inspectorate inspectors institute insurer \
         insurers intermediary invader invaders investor investors journalist journalists judge judges jury \
         king labour landlord landlords landowner lawmaker lawmakers lawyer lawyers leader leaders leadership \
         lender lenders liberals lobbyist lobbyists man manager managers mayor mayors media member members men \
         middleman military militia militias mill mills minister ministers ministry moderator moderators \
         monarch movement nation nations navy neighbor neighbors neighbour neighbours network newspaper \
         newspapers nurse nurses occupier office officer officers official officials oligarch oligarchs \
         operator operators opponent opponents opposition organisation organisations organization organizations \
         owner owners page pages panel parents parliament parties party patrol people pilot pilots plant \
         platform platforms player players police politician politicians pollster pollsters portal premier \
         presenter president press priest prince principal printer professor prosecution prosecutor prosecutors \
         protesters public publisher publishers queen rebels referee regime registrar regulator regulators \
         reporter reporters republic republicans researcher researchers resident residents rival rivals ruler \
         rulers school schools scientist scientists secretary senator senators separatists service services \
         shareholder shareholders sheriff shop side sides site sites socialists soldiers son speaker spies \
         spokesman spokesperson spokeswoman spy staff state states station steward stewards students supplier \
         suppliers supporters surgeon surgeons suspect suspects syndicate teacher teachers team teams tenant \
         tenants treasurer troll trolls troops trust tycoon union unions university vendor vendors volunteer \
         volunteers voters watchdog website websites whistleblower wife witness witnesses woman women workers",
    )
});

/// A noun phrase, by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub start: usize,
    pub end: usize,
}

impl Phrase {
    /// Where it stands in the article.
    pub fn range(self, words: &[Word<'_>]) -> Range<usize> {
        words[self.start].range.start..words[self.end - 1].range.end
    }
}

/// Whether `of` belongs to the phrase before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// `the chair of the council had known`.
    Joins,
    /// `the chair of hiding it`.
    Ends,
}

fn is_name(word: &Word<'_>) -> bool {
    word.is_word && word.is_capital && !word.is_in(&STOPS) && !word.is_in(&OPENERS)
}

pub(super) fn is_actor(word: &Word<'_>) -> bool {
    let noun =
        word.text.strip_prefix("ex-").or_else(|| word.text.strip_prefix("vice-")).unwrap_or(&word.text);
    is_name(word) || ACTORS.contains(noun)
}

/// The noun phrase of an actor that begins at word `from`; `None` where what begins there is nobody.
pub(super) fn actor(words: &[Word<'_>], from: usize, of: Of) -> Option<Phrase> {
    let mut start = from;
    while words.get(start).is_some_and(|word| word.is_quote() || word.is("that")) {
        start += 1;
    }
    let first = words.get(start)?;
    let is_gerund = first.text.ends_with("ing") && !words.get(start + 1).is_some_and(is_name);
    if is_gerund || first.is_any(&["anyone", "whoever", "nobody", "everyone", "someone", "somebody", "those"])
    {
        return None;
    }
    if first.is_any(PRONOUNS) && !(first.is("her") && words.get(start + 1).is_some_and(is_noun_like)) {
        return Some(Phrase { start, end: start + 1 });
    }
    // The word after the last one that names an actor.
    let mut end = None;
    let mut at = start;
    while let Some(word) = words.get(at).filter(|_| at - start < MAX_PHRASE) {
        if word.is("of") {
            let joins = words
                .get(at + 1)
                .is_some_and(|next| next.is_any(&["the", "a", "an", "its", "their"]) || is_name(next));
            let is_last = of == Of::Ends
                && !words[at + 1..]
                    .iter()
                    .take(8)
                    .take_while(|word| !word.is_stop())
                    .any(|word| word.is("of"));
            if !joins || is_last || end.is_none() {
                break;
            }
        } else if word.is(",") {
            // An apposition: `the minister, Ann Lee, had`.
            if end != Some(at) || !words.get(at + 1).is_some_and(is_name) {
                break;
            }
            let close = at + 1 + words[at + 1..].iter().take(8).take_while(|word| is_name(word)).count();
            if words.get(close).is_none_or(|word| word.is_break() || word.is("of")) {
                end = Some(close);
                at = close;
                if words.get(at).is_some_and(|word| word.is(",")) {
                    break;
                }
                continue;
            }
            break;
        } else if word.is("'")
            && words[at - 1].text.ends_with('s')
            && words.get(at + 1).is_some_and(is_noun_like)
        {
            // `the students' parents`
        } else if !word.is_word || word.is_in(&STOPS) {
            break;
        } else if is_actor(word) {
            end = Some(at + 1);
        } else if end == Some(at) && word.is_noun() {
            // `the Republican nominee`
            end = Some(at + 1);
        } else if end == Some(at)
            && !word.is("'s")
            && (word.is_verb() || !words.get(at + 1).is_some_and(is_actor))
        {
            // `Varrenia publish`: an actor ends before a word that no other one follows.
            break;
        }
        at += 1;
    }
    match end {
        Some(end) => Some(Phrase { start, end }),
        None if first.is_any(POSSESSIVES) => Some(Phrase { start, end: start + 1 }),
        None => None,
    }
}

fn is_noun_like(word: &Word<'_>) -> bool {
    word.is_word && !word.is_in(&STOPS)
}

/// The actor at `from` and those joined to it.
pub(super) fn actors(words: &[Word<'_>], from: usize, of: Of) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut at = from;
    while found.len() < MAX_JOINED
        && let Some(phrase) = actor(words, at, of)
    {
        found.push(phrase);
        let mut next = phrase.end;
        while words.get(next).is_some_and(|word| word.is_quote() || word.is(",")) {
            next += 1;
        }
        if !words.get(next).is_some_and(|word| word.is("and")) {
            break;
        }
        at = next + 1;
        while words.get(at).is_some_and(|word| word.is_any(&["at", "in", "by", "of", "on"])) {
            at += 1;
        }
    }
    found
}

/// Who made the claim that is spoken of: `a claim by the guild`.
pub(super) fn claimants(words: &[Word<'_>]) -> Vec<Phrase> {
    let said = words.iter().take(8).position(|word| word.is_in(&super::signs::THINGS_SAID));
    let by = said.filter(|&at| words.get(at + 1).is_some_and(|word| word.is_any(&["by", "from"])));
    by.map(|at| actors(words, at + 2, Of::Ends)).unwrap_or_default()
}

/// The actors who are the object at `from`, or who did what is the object: `a failure at the agency`.
pub(super) fn object(words: &[Word<'_>], from: usize) -> Vec<Phrase> {
    let direct = actors(words, from, Of::Ends);
    if !direct.is_empty() {
        return direct;
    }
    let near = (from..words.len()).take(12).take_while(|&at| !words[at].is_stop());
    near.filter(|&at| words[at].is_any(&["at", "by", "against"]))
        .map(|at| actors(words, at + 1, Of::Ends))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The subject of the predicate in the words `at..end`: before it, or behind `by` where the predicate is passive.
pub(super) fn subject(words: &[Word<'_>], at: usize, end: usize) -> Vec<Phrase> {
    let is_participle = words.get(at).is_some_and(is_participle);
    let by = (end..words.len())
        .take(5)
        .take_while(|&place| !words[place].is_break())
        .find(|&place| words[place].is("by"));
    if let Some(by) = by.filter(|_| is_participle) {
        return actors(words, by + 1, Of::Joins);
    }
    let after =
        |ends: &dyn Fn(&Word<'_>) -> bool| words[..at].iter().rposition(ends).map_or(0, |place| place + 1);
    let sentence = after(&|word| word.is_stop());
    let clause = after(&|word| word.is_break() || word.is_any(&["that", "who"]));
    let joined = after(&|word| word.is_any(&["because", "if", "while", "when", "and", "but"]));
    let is_direct = |phrase: &Phrase| {
        phrase.end <= at
            && words[phrase.end..at].iter().all(|word| {
                word.is_in(&BEFORE_VERB) || word.is_quote() || word.is(",") || word.text.ends_with("ly")
            })
    };
    let found = [sentence, clause, joined]
        .into_iter()
        .find_map(|from| actor(words, from, Of::Joins).filter(is_direct));
    // Who is the subject of a passive predicate did nothing.
    found
        .filter(|found| {
            !(is_participle && words[found.end..at].iter().rev().take(3).any(|word| word.is_any(BE)))
        })
        .into_iter()
        .collect()
}

/// Whether a word looks like a past participle.
pub(super) fn is_participle(word: &Word<'_>) -> bool {
    ["ed", "en", "wn", "ung", "ought"].iter().any(|end| word.text.ends_with(end))
        || word.is_any(&[
            "hid", "paid", "made", "sold", "told", "misled", "spent", "misspent", "withheld", "sent", "held",
            "gone", "done", "left", "kept", "lost", "met", "put", "cut", "let", "come", "built", "caught",
            "won",
        ])
}
