//! Contents that deny: they reject something, negate wrongdoing, or negate what the speaker is said to have done.

use super::content::{Content, Reading, is_be};
use super::phrases::Match;
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
static NEVER_BEFORE: LazyLock<Set> = LazyLock::new(|| {
    set(
        "mind again before know knew been seen saw see heard had thought really eat felt doubted wavered regretted \
             forgotten forget imagined dreamed dreamt expected stopped loved seemed",
    )
});

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
    // `“Next question.”`
    let begin = content.beginning()?;
    let is_next = words[begin].is("next") && words.get(begin + 1).is_some_and(|word| word.is("question"));
    if is_next && words.len() < begin + 6 {
        return Some(Reading { act: Act::Decline, by: SILENCE, at: begin, end: begin + 2 });
    }
    let is_said = |one: &&Match| one.start < HEAD / 2 && !content.is_added(one.start);
    if let Some(one) = content.signs(Kind::Silence).find(is_said) {
        return Some(Reading::of(Act::Decline, one));
    }
    let at = words.iter().position(is_negator)?;
    // Behind something said: `it would hear her and would not speculate`.
    let verb =
        words[..at].iter().rposition(|word| !word.is_any(MODALS) && !word.is_any(&["did", "does", "do"]));
    if verb.is_some_and(|place| content.is_added(place + 1)) {
        return None;
    }
    let next = |place: usize, texts: &[&str]| words.get(at + place).is_some_and(|word| word.is_any(texts));
    // `It had nothing to add.`
    if content.beginning() == Some(at) && words[at].is("no") && next(1, &["comment"]) {
        return Some(Reading { act: Act::Decline, by: SILENCE, at, end: at + 2 });
    }
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
    // `It was a No`.
    let is_name = |at: usize| at > 0 && words[at].is("no") && words[at - 1].is_any(&["a", "the"]);
    let found = (0..first).filter(|&at| is_negator(&words[at]) && !is_name(at)).find_map(|at| {
        let by = negates(content, at)?;
        Some(Reading { act: Act::Deny, by, at, end: at + 1 })
    });
    found.or_else(|| {
        // `“I blamed the firm. I never blamed her.”`
        let at = (first + 2..words.len().min(HEAD)).find(|&at| {
            words[at].is("never")
                && words[at - 1].is_any(&["i", "we"])
                && !words.get(at + 1).is_none_or(|next| next.is_in(&NEVER_BEFORE))
        })?;
        Some(Reading { act: Act::Deny, by: "never", at, end: at + 1 })
    })
}

/// `They won’t`, `it did not`: the whole of what is said.
pub(super) fn elliptic(content: &Content<'_, '_>) -> Option<Reading> {
    const AUXILIARIES: &[&str] =
        &["is", "are", "was", "were", "did", "does", "do", "has", "have", "had", "will"];
    let words = content.words;
    let last = words.iter().rposition(|word| word.is_word)?;
    let is_short = words[..=last].iter().filter(|word| word.is_word).count() < 6;
    let first = content.beginning()?;
    let is_plan = words[..last].last().is_some_and(|word| word.is("will")) && content.is_speaker(first);
    let is_whole = is_short
        && last > 0
        && words[last].is("not")
        && words[last - 1].is_any(AUXILIARIES)
        && !words[first].is_any(&["if", "whether", "why"])
        && !is_plan;
    is_whole.then_some(Reading { act: Act::Deny, by: "says no", at: last, end: last + 1 })
}

/// `Nobody was paid`, `no box had been opened`: nobody did what somebody is said to have done.
pub(super) fn of_nobody(content: &Content<'_, '_>) -> Option<Reading> {
    let words = content.words;
    let at = content.beginning()?;
    let next = words.get(at + 1)?;
    let is_person = words[at].is_any(&["nobody", "none"])
        || words[at].is_any(&["no", "not"]) && next.is("one")
        || words[at].is("not") && next.is_any(&["a", "one"]);
    if !is_person && !words[at].is("no") {
        return None;
    }
    let is_verb = |word: &Word<'_>| is_be(word) || word.is_any(&["had", "has", "have"]);
    let verb = (at + 1..words.len()).take(8).take_while(|&place| !words[place].is_break());
    let is_open = |word: &Word<'_>| word.is_any(MODALS) || word.is_any(&["who", "that", "which"]);
    let verb = verb.take_while(|&place| !is_open(&words[place])).find(|&place| is_verb(&words[place]))?;
    let behind = || words[verb + 1..].iter().take(5).take_while(|word| !word.is_break());
    // `Told how to vote`, but not `told of it`.
    let told = behind().position(|word| word.is_any(&["told", "asked", "ordered", "instructed"]));
    let is_order = told.is_some_and(|place| {
        words.get(verb + 2 + place).is_some_and(|word| word.is_any(&["to", "how", "what", "not"]))
    });
    // Of things: what was done to them, not `no gate has moved`.
    let is_passive = is_be(&words[verb]) || behind().next().is_some_and(is_be);
    let is_conduct = is_passive && behind().any(|word| word.is_in(&CONDUCT));
    let is_other = told.is_some() || behind().any(|word| word.is_in(&NO_CONDUCT));
    (is_order || is_conduct || is_person && !is_other).then_some(Reading {
        act: Act::Deny,
        by: "nobody did",
        at,
        end: verb,
    })
}

/// What somebody may be said to have done with money, votes, papers or people.
static CONDUCT: LazyLock<Set> = LazyLock::new(|| {
    set(
        "paid lost copied altered changed moved opened removed deleted punished bought forged touched promised \
         offered exchanged involved misused harassed threatened pressured pressed forced coerced bribed tampered \
         destroyed hidden withheld leaked stolen broken breached added switched discarded inflated excluded \
         intimidated rigged manipulated favoured favored targeted dismissed sacked spied misled deceived denied",
    )
});

/// What happens to people, and what they know: no conduct of anybody's.
static NO_CONDUCT: LazyLock<Set> = LazyLock::new(|| {
    set(
        "hurt injured killed harmed missing arrested charged detained aboard dead ill sick available surprised known \
         know knew sure certain hospitalised hospitalized rescued evacuated claimed come expected allowed immune \
         above safe perfect happy consulted warned informed listening left wounded named identified elected ready \
         set found made decided reached taken thought seen heard ever better more asleep home here there able \
         interested willing going notified invited received cleared convicted sentenced tested",
    )
});

/// What is held up against a doubt: of oneself and one's own, of all, or that it was right.
pub(super) fn defence(content: &Content<'_, '_>) -> Option<Reading> {
    const OPEN: &[&str] = &[
        "will",
        "would",
        "must",
        "should",
        "could",
        "can",
        "may",
        "might",
        "sorry",
        "ready",
        "proud",
        "happy",
        "determined",
        "committed",
        "candidate",
        "wants",
        "wanted",
        "hopes",
        "hoped",
        "plans",
        "planned",
    ];
    let words = content.words;
    let at = content.beginning()?;
    let head = &words[at..words.len().min(at + 10)];
    if head.iter().any(|word| word.is_any(OPEN)) {
        return None;
    }
    let is_all =
        words[at].is_any(&["all", "every", "each", "nothing", "nobody", "none", "no", "any", "everything"]);
    let is_sound = content.signs(Kind::Sound).any(|one| one.start < at + 14);
    let is_clause =
        head.iter().any(|word| is_be(word) || word.is_verb() || word.is_any(&["had", "has", "have", "did"]));
    (is_clause && (is_all || is_sound || content.is_own(at))).then_some(Reading {
        act: Act::Deny,
        by: "holds up",
        at,
        end: at + 1,
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
        || is_never
            && after.first().is_some_and(|next| next.is_in(&NEVER_BEFORE))
            && !(after[0].is("heard") && after.get(1).is_some_and(|next| next.is("of")))
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
    if word.is_any(&["no", "none"]) && opens.is_some_and(|word| word.is("there")) {
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
pub(super) fn is_named(source: &[Word<'_>], words: &[Word<'_>]) -> bool {
    let is_name = |word: &&Word<'_>| word.is_capital && word.text.len() > 3;
    words.iter().filter(is_name).any(|word| source.iter().filter(is_name).any(|own| own.text == word.text))
}
