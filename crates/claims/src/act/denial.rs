//! Contents that deny: they reject something, negate wrongdoing, or negate what the speaker is said to have done.

use super::content::{Content, Reading, is_be};
use super::signs::{Kind, THINGS_SAID};
use super::words::{Set, Word, set};
use crate::Act;
use std::sync::LazyLock;

/// Words before a sign in which a negation of it is looked for.
const REACH: usize = 6;
/// Words of a content in which a negation decides what the whole of it does.
const HEAD: usize = 40;

/// Words that may stand between a negation and what is negated.
static BETWEEN: LazyLock<Set> = LazyLock::new(|| {
    set("ever been be being any a an the in personally deliberately knowingly intentionally directly engage \
         engaged involved part of to try tried trying and does did has have had was were is are one")
});

/// Words behind a negation that make it something else than a denial.
static NO_DENIAL: LazyLock<Set> = LazyLock::new(|| {
    set(
        "know sure certain clear say saying rule decide decided deciding comment commenting discuss speculate \
         guess guessing only just doubt longer plan plans explain choice idea yet want need alone surprised \
         surprise worried afraid expect expecting exonerate identify able easy matter seen received sufficient \
         enough lawyer expert heard hear realise realize scared angry happy satisfied convinced interested ready \
         concerned going looking finished done think believe feel care like agree mean see hope entirely fully \
         problem objection way question reason time excuse excuses substitute place more quite necessarily always \
         understand remember recall imagine really too very planned intend everyone all everything hurry interest \
         better one's limit joy pleasure comfort sympathy regret regrets remorse illusions hesitation established \
         determined proven proved verified confirmed ashamed sorry for hundred invited told \
         asked consulted informed warned notified given received offered shown allowed",
    )
});

/// The same, behind `never`: `I have never seen a louder hall`.
static NEVER_BEFORE: LazyLock<Set> =
    LazyLock::new(|| set("mind again before know knew been seen saw see heard had thought really eat felt"));

const MODALS: &[&str] = &["will", "would", "can", "could", "should", "must", "shall", "may", "might"];

/// Whether a word says that something is not so.
pub(super) fn is_negator(word: &Word<'_>) -> bool {
    word.is_any(&["not", "never", "no", "nobody", "none", "nothing", "neither", "nor", "without", "nowhere"])
}

/// Whether what begins at word `at` is negated within its clause.
pub(super) fn is_negated(content: &Content<'_, '_>, at: usize) -> bool {
    negation(content, at).is_some()
}

/// The negation of what begins at word `at`, within its clause.
fn negation(content: &Content<'_, '_>, at: usize) -> Option<usize> {
    let words = content.words;
    let from = at.saturating_sub(REACH).max(content.clause(at));
    // `Not only did they lie`.
    let only =
        |place: usize| words.get(place + 1).is_some_and(|next| next.is_any(&["only", "just", "merely"]));
    (from..at).rev().find(|&place| is_negator(&words[place]) && !only(place))
}

/// Whether the word before `end` belongs to the noun that follows: `false alarms`, but not `false claims`.
fn is_attribute(content: &Content<'_, '_>, end: usize) -> bool {
    const GOES_ON: [&str; 34] = [
        "and", "or", "but", "nor", "that", "by", "to", "in", "on", "from", "as", "about", "when", "because",
        "for", "of", "at", "with", "if", "while", "since", "so", "he", "she", "they", "it", "we", "i", "the",
        "a", "an", "after", "before", "too",
    ];
    content
        .words
        .get(end)
        .is_some_and(|next| next.is_word && !next.is_any(&GOES_ON) && !next.is_in(&THINGS_SAID))
}

/// Something is rejected: as false, or as wrongdoing that did not happen.
pub(super) fn rejection(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let is_head = |at: usize| at < HEAD;
    content
        .signs(Kind::Rejection)
        .find(|one| is_head(one.start))
        .or_else(|| {
            content.signs(Kind::Falsehood).find(|one| {
                // Not `on the wrong track`; `that was wrong` has its verb in it.
                is_head(one.start)
                    && (words[one.start..one.end].iter().any(is_be)
                        || content.is_predicate(one.start) && !words[one.start - 1].is("the"))
                    && !is_attribute(content, one.end)
                    // `Was forged by the guild` accuses.
                    && !words.get(one.end).is_some_and(|next| next.is("by"))
                    && !is_negated(content, one.start)
            })
        })
        .or_else(|| {
            // `Any suggestion that we hide it is offensive.`
            content.signs(Kind::Bad).find(|one| {
                is_head(one.start)
                    && content.is_predicate(one.start)
                    && words[content.sentence(one.start)..one.start]
                        .iter()
                        .any(|word| word.is_in(&THINGS_SAID))
            })
        })
        .map(|one| Reading::of(Act::Deny, one))
        .or_else(|| {
            content
                .signs(Kind::Wrong)
                .find(|one| denies(content, one.start))
                .or_else(|| {
                    content
                        .signs(Kind::Bad)
                        .find(|one| content.is_predicate(one.start) && denies(content, one.start))
                })
                .map(|one| Reading { by: "wrongdoing denied", ..Reading::of(Act::Deny, one) })
        })
}

/// Whether wrongdoing at word `at` is negated as something that was not done: not `do not`, not `would not`.
fn denies(content: &Content<'_, '_>, at: usize) -> bool {
    let words = content.words;
    let Some(negator) = negation(content, at) else { return false };
    if words[negator].is("without") {
        return false;
    }
    let is_close = words[negator + 1..at]
        .iter()
        .all(|word| word.is_quote() || word.is_in(&BETWEEN) || word.text.ends_with("ly"));
    let before = negator.checked_sub(1).map(|place| &words[place]);
    let is_order = before.is_none_or(|word| word.is("do"))
        && words[..negator.saturating_sub(1)].last().is_none_or(|word| !word.is_word);
    let is_open = before.is_some_and(|word| word.is_any(MODALS)) && !words[negator].is("never");
    let is_condition = words[content.clause(at)..negator]
        .iter()
        .any(|word| word.is_any(&["if", "as", "unless", "ensure", "sure", "careful", "whether", "how"]));
    is_close && !is_condition && !words[negator + 1].is("to") && !is_open && !is_order
}

/// `“No,” she said`, `“Absolutely not.”`: the answer to a charge or a question.
pub(super) fn plain_no(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let at = words.iter().position(|word| word.is_word).filter(|_| content.is_quoted)?;
    let ends = |at: usize| words.get(at).is_none_or(|word| word.is_break() || word.is_quote());
    let second = words.get(at + 1);
    let is_firm = words[at].is_any(&["absolutely", "certainly", "definitely", "not", "of"])
        && (second.is_some_and(|word| word.is("not"))
            || words.get(at + 2).is_some_and(|word| word.is_any(&["not", "all"])));
    if is_firm && (ends(at + 2) || ends(at + 3)) {
        return Some(Reading { act: Act::Deny, by: PLAIN_NO, at, end: at + 2 });
    }
    (words[at].is_any(&["no", "never", "nonsense", "rubbish"]) && ends(at + 1)).then_some(Reading {
        act: Act::Deny,
        by: PLAIN_NO,
        at,
        end: at + 1,
    })
}

/// The name of the rule of [`plain_no`].
const PLAIN_NO: &str = "says no";

/// `It does not comment on gossip`, `that is not for him to decide`.
pub(super) fn silence(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let at = words.iter().position(is_negator)?;
    // Behind something said: `it would hear her and would not speculate`.
    let verb =
        words[..at].iter().rposition(|word| !word.is_any(MODALS) && !word.is_any(&["did", "does", "do"]));
    if verb.is_some_and(|place| content.is_added(place + 1)) {
        return None;
    }
    let next = |place: usize, texts: &[&str]| words.get(at + place).is_some_and(|word| word.is_any(texts));
    // `It had nothing to add.`
    if words[at].is("nothing")
        && (next(1, &["to"]) && next(2, &["add", "say"]) || next(1, &["further", "more"]))
    {
        return Some(Reading { act: Act::Decline, by: SILENCE, at, end: at + 2 });
    }
    if next(1, &["for"]) && next(2, &["me", "us", "him", "her", "them", "it"]) && next(3, &["to"]) {
        return Some(Reading { act: Act::Decline, by: SILENCE, at, end: at + 4 });
    }
    let is_own = content.first().is_some_and(|word| word.is_any(&["it", "he", "she", "they", "i", "we"]));
    let end = at + 1 + words[at + 1..].iter().take(2).position(|word| word.is_in(&NOT_SPEAKING))?;
    is_own.then_some(Reading { act: Act::Decline, by: SILENCE, at, end: end + 1 })
}

/// The name of the rule of [`silence`].
const SILENCE: &str = "says that it does not speak";

/// Verbs of speaking that are declined by `not`.
static NOT_SPEAKING: LazyLock<Set> = LazyLock::new(|| {
    set(
        "comment discuss speculate elaborate answer respond commenting discussing speculating prejudge disclose reveal \
         name confirm drawn dignify prejudging",
    )
});

/// `We did not`, `it had never done so`, `nobody in my party`: the speaker denies something of himself or of his own, in
/// the beginning of what is said. Later on such words mostly serve something else.
pub(super) fn own_negation(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let first = words.iter().position(Word::is_stop).unwrap_or(words.len()).min(HEAD / 2);
    (0..first).filter(|&at| is_negator(&words[at])).find_map(|at| {
        let by = negates(content, at)?;
        Some(Reading { act: Act::Deny, by, at, end: at + 1 })
    })
}

/// How the negation at word `at` denies.
fn negates(content: &Content<'_, '_>, at: usize) -> Option<&'static str> {
    let words = content.words;
    let word = &words[at];
    let clause = content.clause(at);
    let before = &words[clause..at];
    let after = &words[at + 1..];
    let is_never = word.is("never");
    let near = |texts: &[&str], reach: usize| after.iter().take(reach).any(|next| next.is_any(texts));
    let is_excluded = word.is("without")
        || !is_never && after.iter().take(3).any(|next| next.is_in(&NO_DENIAL))
        || is_never && after.first().is_some_and(|next| next.is_in(&NEVER_BEFORE))
        || before
            .iter()
            .any(|word| word.is_any(&["if", "unless", "until", "whether", "lest", "as", "which", "who"]));
    if is_excluded {
        return None;
    }
    let last = before.iter().rev().find(|word| word.is_word);
    let is_modal = last.is_some_and(|word| word.is_any(MODALS));
    let is_own = is_of_speaker(content, at)
        || near(&["my", "our"], 4) && word.is_any(&["nobody", "none", "no"])
        || word.is("neither") && near(&["i", "we", "he", "she", "it"], 2)
        || is_named(content.source, before);
    if is_never {
        let is_promise = is_modal && !last.is_some_and(|word| word.is("would"));
        let is_told = before.iter().any(|word| word.is_any(&["and", "but"]))
            && !words
                .iter()
                .position(|word| word.is_word && !word.is("that"))
                .is_some_and(|at| content.is_speaker(at));
        return (is_own && !is_promise || !is_modal && !content.is_quoted && !is_told).then_some("never");
    }
    if is_modal {
        return None;
    }
    if before.iter().all(|word| !word.is_word)
        && word.is("not")
        && near(&["a", "an", "one", "me", "us", "at"], 1)
        && !near(&["but"], 6)
    {
        return Some("not a");
    }
    if word.is("not") && before.len() >= 2 && is_be(&before[before.len() - 1]) {
        let subject = &before[before.len() - 2];
        if subject.is_any(&["that", "this"]) {
            return Some("this is not");
        }
    }
    let opens = before.iter().find(|word| word.is_word && !word.is("that"));
    if word.is("no") && opens.is_some_and(|word| word.is("there")) {
        return Some("there is no");
    }
    if word.is("no") && near(&["ever"], 8) {
        return Some("no ever");
    }
    let is_any = word.is("not")
        && near(&["any", "anything", "anyone", "anybody"], 4)
        && !near(&["evidence", "proof", "details", "explanation", "answer", "more"], 8);
    if is_any && (is_own || last.is_some_and(is_be)) {
        return Some("not any");
    }
    // Of what was or is being done, not of what one thinks or is.
    let is_done = last.is_some_and(|word| word.is_any(&["did", "had", "have", "has", "was", "were"]))
        || !content.is_quoted
            && last.is_some_and(is_be)
            && after.first().is_some_and(|next| next.text.ends_with("ing"))
        || !word.is("not");
    (is_own && is_done).then_some("negates an own act")
}

/// Whether the speaker is the subject of the negation at word `at`: named by a pronoun shortly before it.
fn is_of_speaker(content: &Content<'_, '_>, at: usize) -> bool {
    let words = content.words;
    (content.clause(at)..at)
        .rev()
        .filter(|&place| words[place].is_word)
        .take(4)
        .take_while(|&place| !words[place].is_any(&["that", "who", "which", "you"]))
        .any(|place| content.is_speaker(place))
}

/// Whether a name in `words` is one in the source, too.
fn is_named(source: &[Word<'_>], words: &[Word<'_>]) -> bool {
    let is_name = |word: &&Word<'_>| word.is_capital && word.text.len() > 3;
    words.iter().filter(is_name).any(|word| source.iter().filter(is_name).any(|own| own.text == word.text))
}
