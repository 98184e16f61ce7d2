//! Cues that the models tend to miss, by rules. Rules only add candidates; how probable those are is calibrated like that
//! of the others, with the rule as one of the signs.

use super::phrases;
use super::words::{NONE, Words};
use crate::syntax::form;
use crate::syntax::{MAX_SENTENCE, Relation, Tag};
use std::ops::Range;
use std::sync::LazyLock;

/// A rule, by its stable name.
pub type Name = &'static str;

/// A reported act of not saying: `has not named`, `would not say`, `without saying`.
pub const NEGATED: Name = "negated-cue";
/// A noun for a statement: `claims that`, `allegations of`.
pub const NOMINAL: Name = "nominal-cue";
/// A verb of saying in a headline: `Governor Blames Neighbour`.
pub const HEADLINE: Name = "headline-verb";
/// A name, a colon and a quotation, as in interviews.
pub const COLON: Name = "name-and-colon";
/// `Asked whether`, `Pressed on`.
pub const ASKED: Name = "asked";

/// What is said, expected or believed of somebody: `is expected to`, `are said to`.
pub const PASSIVE: Name = "passive-of-saying";
/// A number that somebody gives: `put the figure at`.
pub const ESTIMATE: Name = "estimate";

/// A verb whose meaning is a statement, with a subject: `denied`, `has urged`.
pub const VERB: Name = "verb-of-statement";

/// A verb of statements at the end of its sentence, to which the model saw no content: all that stands before it and its
/// source.
pub const CLAUSE: Name = "clause-before-statement";

/// A phrase that is no word of saying: `hit back at`, `poured cold water on`.
pub const PHRASE: Name = "phrase-of-statement";

/// A passive that names who speaks: `was criticised by`, `came under fire from`.
pub const AGENT: Name = "passive-with-agent";

/// A verb of statements that the tagger overlooks: the only word of its clause that can be its verb.
pub const LONE: Name = "only-verb";

/// What nobody knows: `is not clear who`.
pub const UNKNOWN: Name = "not-known";

/// The least probability at which what a rule found is given in the balanced mode. Rules say what people of this field
/// look for and the models' corpus rarely marks, so that the corpus thinks little of them.
pub fn least(rule: Name) -> f64 {
    match rule {
        NOMINAL | CLAUSE => 0.15,
        AGENT | UNKNOWN | LONE => 0.02,
        VERB => 0.12,
        _ => 0.05,
    }
}

/// Source and content of a cue, where a rule knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arguments {
    /// Who, where somebody is named.
    pub source: Option<Range<usize>>,
    /// What, in order.
    pub content: Vec<Range<usize>>,
}

/// What a rule proposes. Ranges are of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The cue.
    pub cue: Range<usize>,
    /// Source and content, where the rule says so itself; else the model finds them.
    pub arguments: Option<Arguments>,
    /// Whether they count only where the model finds no content, or nobody who speaks.
    pub is_fallback: bool,
    /// Which rule.
    pub rule: Name,
}

/// Verbs whose negation is a statement about speaking; stems.
static SPEAKING: LazyLock<Vec<u32>> = LazyLock::new(|| {
    stems(&[
        "say",
        "said",
        "comment",
        "answer",
        "respond",
        "reply",
        "name",
        "deny",
        "confirm",
        "explain",
        "disclose",
        "identify",
        "specify",
        "elaborate",
        "admit",
        "accuse",
        "claim",
        "rule",
        "recommend",
        "address",
        "discuss",
        "mention",
        "apologize",
        "apologise",
        "reveal",
        "release",
        "return",
        "provide",
        "offer",
        "dispute",
        "tell",
        "speak",
        "acknowledge",
        "endorse",
        "speculate",
        "condemn",
        "blame",
        "clarify",
        "guarantee",
        "promise",
        "retract",
        "withdraw",
        "quantify",
        "expand",
    ])
});

/// Nouns for statements; stems.
static STATEMENTS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    stems(&[
        "claim",
        "allegation",
        "accusation",
        "charge",
        "suggestion",
        "assertion",
        "denial",
        "rumor",
        "rumour",
        "insinuation",
        "complaint",
        "warning",
        "prediction",
        "promise",
        "pledge",
        "statement",
        "belief",
        "speculation",
        "assurance",
        "threat",
        "demand",
        "call",
        "concern",
        "fear",
    ])
});

/// Stems of words, hashed as [`Form::stem`](form::Form::stem) is and sorted.
pub(super) fn stems(words: &[&str]) -> Vec<u32> {
    let mut stems: Vec<u32> = words.iter().map(|word| form::stem_of(word)).collect();
    stems.sort_unstable();
    stems
}

/// Words in lower case, hashed as [`Form::lower`](form::Form::lower) is and sorted.
pub(super) fn forms(words: &[&str]) -> Vec<u32> {
    let mut forms: Vec<u32> = words.iter().map(|word| form::lower(word)).collect();
    forms.sort_unstable();
    forms
}

/// Proposals in a sentence, in order; no two overlap.
pub fn proposals(words: &Words<'_, '_>, sentence: &Range<usize>) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = Vec::new();
    let is_free = |cue: &Range<usize>, among: &[Proposal]| {
        !among.iter().any(|proposal| proposal.cue.start < cue.end && cue.start < proposal.cue.end)
    };
    for proposal in headline(words, sentence).into_iter().chain(colon(words, sentence)) {
        if is_free(&proposal.cue, &proposals) {
            proposals.push(proposal);
        }
    }
    let leading = proposals.len();
    // The last of those that follow. They go forward: none reaches back beyond it.
    let mut last = leading;
    for place in sentence.clone() {
        let cue = negated(words, sentence, place)
            .map(|cue| (cue, NEGATED))
            .or_else(|| nominal(words, sentence, place).map(|cue| (cue, NOMINAL)))
            .or_else(|| asked(words, sentence, place).map(|cue| (cue, ASKED)))
            .or_else(|| passive(words, sentence, place).map(|cue| (cue, PASSIVE)))
            .or_else(|| verb(words, sentence, place).map(|cue| (cue, VERB)))
            .or_else(|| estimate(words, sentence, place).map(|cue| (cue, ESTIMATE)));
        let proposal = phrases::proposal(words, sentence, place)
            .or_else(|| cue.map(|(cue, rule)| Proposal { cue, arguments: None, is_fallback: false, rule }));
        if let Some(proposal) = proposal
            && is_free(&proposal.cue, &proposals[..leading])
            && is_free(&proposal.cue, &proposals[last..])
        {
            last = proposals.len();
            proposals.push(proposal);
        }
    }
    proposals.sort_by_key(|proposal| proposal.cue.start);
    proposals
}

/// `has not named`, `did not even deny`, `would not say`, `without saying`, that ends at `place`.
fn negated(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Range<usize>> {
    let article = words.article;
    if !words.part(place)?.is_verb() || article.quotation_of[place] > 0 || !words.has_stem(place, &SPEAKING) {
        return None;
    }
    let mut start = place;
    // Adverbs may stand between, and what only carries the verb: `did not even`, `did not end up`, `would not agree to`.
    for _ in 0..4 {
        start = start.checked_sub(1).filter(|&start| start >= sentence.start)?;
        match article.lower(start).as_ref() {
            "not" | "n't" | "never" => {
                while start > sentence.start
                    && (words.part(start - 1) == Some(Tag::Md)
                        || matches!(
                            article.lower(start - 1).as_ref(),
                            "do" | "does"
                                | "did"
                                | "has"
                                | "have"
                                | "had"
                                | "is"
                                | "was"
                                | "are"
                                | "were"
                                | "would"
                                | "will"
                                | "could"
                                | "can"
                                | "wo"
                                | "ca"
                        ))
                {
                    start -= 1;
                }
                return Some(start..place + 1);
            }
            "without" => return Some(start..place + 1),
            "end" | "ended" | "up" | "go" | "gone" | "want" | "wish" | "agree" | "agreed" | "to" | "so"
            | "far" => {}
            _ if words.part(start) == Some(Tag::Rb) => {}
            _ => return None,
        }
    }
    None
}

/// Whether a noun is one for something said.
pub(super) fn is_thing_said(words: &Words<'_, '_>, place: usize) -> bool {
    words.part(place).is_some_and(Tag::is_noun)
        && (words.has_stem(place, &STATEMENTS) || words.lower(place).starts_with("report"))
}

/// `claims of`, `the allegation that`.
fn nominal(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Range<usize>> {
    let article = words.article;
    let is_noun = words.part(place).is_some_and(Tag::is_noun);
    let next = place + 1;
    if !is_noun
        || !sentence.contains(&next)
        || article.quotation_of[place] > 0
        || !words.has_stem(place, &STATEMENTS)
    {
        return None;
    }
    match article.lower(next).as_ref() {
        "that" => Some(place..next),
        "of" | "about" => Some(place..next + 1),
        _ => None,
    }
}

/// What only causes that others say something: `sparking rumours of`, `prompted claims that`.
static CAUSES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    stems(&[
        "trigger", "spark", "prompt", "fuel", "raise", "draw", "drew", "cause", "stoke", "revive", "provoke",
        "bring", "brought", "feed",
    ])
});

/// Where a content ends before a participle that tells what its statement caused: `blamed them, sparking rumours that`.
/// That is the article's own word.
pub fn end_before_consequence(words: &Words<'_, '_>, content: &Range<usize>) -> Option<usize> {
    let article = words.article;
    (content.start + 1..content.end.saturating_sub(2)).find(|&place| {
        article.lower(place) == ","
            && words.part(place + 1) == Some(Tag::Vbg)
            && article.quotation_of[place + 1] == 0
            && words.has_stem(place + 1, &CAUSES)
            && (place + 2..content.end.min(place + 8))
                .any(|noun| words.part(noun).is_some_and(Tag::is_noun) && words.has_stem(noun, &STATEMENTS))
    })
}

/// The part of a cue in which somebody says something, where the rest of it only tells what caused that. Whoever caused it
/// is no source.
pub fn without_cause(words: &Words<'_, '_>, cue: &Range<usize>) -> Option<Range<usize>> {
    let cause = cue.clone().find(|&place| words.has_stem(place, &CAUSES))?;
    let noun = (cause + 1..cue.end)
        .find(|&place| words.part(place).is_some_and(Tag::is_noun) && words.has_stem(place, &STATEMENTS))?;
    Some(noun..cue.end)
}

/// What people and bodies are given a task by; participles.
static TASKED: LazyLock<Vec<u32>> = LazyLock::new(|| {
    forms(&[
        "appointed",
        "assigned",
        "convened",
        "created",
        "deployed",
        "designed",
        "elected",
        "established",
        "formed",
        "founded",
        "hired",
        "installed",
        "nominated",
        "opened",
        "recruited",
        "sent",
    ])
});

/// Whether a cue is no verb but a conjunction that looks like one: `..., considering that it is late`.
pub(super) fn is_conjunction(words: &Words<'_, '_>, cue: &Range<usize>) -> bool {
    let article = words.article;
    let Some(before) = cue.start.checked_sub(1) else { return false };
    cue.len() == 1
        && matches!(&article.lower(cue.start)[..], "considering" | "given" | "assuming" | "seeing")
        && matches!(&article.lower(before)[..], "," | "–" | "—")
        && (words.part(cue.end) == Some(Tag::Dt)
            || matches!(&article.lower(cue.end)[..], "that" | "how" | "what"))
}

/// Whether a cue is `was appointed` of `was appointed to oversee it`: what follows is a task, and nobody says it.
pub fn is_task(words: &Words<'_, '_>, cue: &Range<usize>) -> bool {
    let is_to = |place: usize| words.lower(place) == "to" && words.part(place + 1) == Some(Tag::Vb);
    cue.clone().any(|place| words.has_word(place, &TASKED) && is_to(place + 1))
        && cue.clone().all(|place| !words.is_statement(place))
}

/// `Asked whether`, `Pressed twice on` at the beginning of a sentence.
fn asked(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Range<usize>> {
    let article = words.article;
    if place != sentence.start
        || !matches!(article.lower(place).as_ref(), "asked" | "pressed" | "questioned" | "quizzed")
    {
        return None;
    }
    let reach = sentence.end.min(place + 4);
    let end = (place + 1..reach).find(|&next| {
        matches!(
            article.lower(next).as_ref(),
            "whether" | "if" | "on" | "about" | "why" | "how" | "what" | "which" | "who"
        )
    })?;
    let takes = matches!(article.lower(end).as_ref(), "on" | "about");
    Some(place..if takes { end + 1 } else { end })
}

/// `denied`, `has urged`, `called on`: a verb of a headline in the body of an article.
fn verb(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Range<usize>> {
    let article = words.article;
    let is_finite =
        words.part(place).is_some_and(|tag| matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn));
    if !is_finite
        || article.quotation_of[place] > 0
        || !has_subject(words, place)
        || !words.is_statement(place)
        // `What it called a mistake` is no statement of its own.
        || place >= sentence.start + 2 && article.lower(place - 2) == "what"
    {
        return None;
    }
    let mut start = place;
    while start > sentence.start
        && matches!(article.lower(start - 1).as_ref(), "has" | "have" | "had" | "also" | "repeatedly")
    {
        start -= 1;
    }
    // `appealed to`, `called on`: the preposition belongs to the verb.
    let next = article.lower(place + 1);
    let takes = matches!(
        (article.lower(place).as_ref(), next.as_ref()),
        ("called" | "calls", "on" | "for") | ("appealed" | "appeals", "to") | ("ruled" | "rules", "out")
    );
    Some(start..place + 1 + usize::from(takes))
}

/// Whether a verb has a subject, or shares the one of the verb before: `said no and denied it`.
fn has_subject(words: &Words<'_, '_>, place: usize) -> bool {
    let is_joined = words.article.dependencies.get(place).is_some_and(|one| one.relation == Relation::Conj)
        && place > 0
        && matches!(words.lower(place - 1).as_ref(), "and" | "but" | "then" | "," | "also");
    words.subject[place] != NONE || is_joined && words.subject[words.head(place)] != NONE
}

/// The clause of `Prices rose, Sela said`: what stands before the comma, where only the source is between it and the cue.
pub fn clause_before(
    words: &Words<'_, '_>,
    cue: &Range<usize>,
    source: &[Range<usize>],
) -> Option<Range<usize>> {
    let article = words.article;
    let [source] = source else { return None };
    let sentence = article.sentence_around(cue.start);
    let comma = source.start.checked_sub(1).filter(|&comma| comma > sentence.start)?;
    let is_clause = comma - sentence.start <= MAX_SENTENCE
        && source.end == cue.start
        && article.lower(comma) == ","
        && (sentence.start..comma).any(|place| words.part(place).is_some_and(Tag::is_finite))
        && (sentence.start..comma).all(|place| article.quotation_of[place] == 0);
    is_clause.then_some(sentence.start..comma)
}

/// `is expected to`, `are said to`, `was understood to`.
fn passive(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Range<usize>> {
    let article = words.article;
    if !words.has_word(place, &PARTICIPLES)
        || article.quotation_of[place] > 0
        || article.lower(place + 1) != "to"
    {
        return None;
    }
    let start = place.checked_sub(1).filter(|&start| start >= sentence.start)?;
    matches!(article.lower(start).as_ref(), "is" | "are" | "was" | "were" | "be" | "been")
        .then_some(start..place + 1)
}

/// Participles of saying and of what others hold.
static PARTICIPLES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    forms(&[
        "expected",
        "said",
        "believed",
        "thought",
        "understood",
        "reported",
        "alleged",
        "feared",
        "rumored",
        "rumoured",
        "known",
        "considered",
        "suspected",
    ])
});

static PUT: LazyLock<Vec<u32>> = LazyLock::new(|| forms(&["put", "puts"]));

/// `put the figure at 700`, that begins at `place`.
fn estimate(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Range<usize>> {
    let article = words.article;
    if !words.has_word(place, &PUT) || article.quotation_of[place] > 0 {
        return None;
    }
    let reach = sentence.end.min(place + 9);
    let at = (place + 2..reach).find(|&next| article.lower(next) == "at")?;
    let is_number = |place: usize| words.part(place) == Some(Tag::Cd) || words.is_quote_mark(place);
    (at + 1..sentence.end.min(at + 4)).any(is_number).then_some(place..place + 1)
}

/// Verbs of saying in headlines, each with the words before the first of them as source and all up to the next one, or to
/// what goes on beside it, as content.
fn headline(words: &Words<'_, '_>, sentence: &Range<usize>) -> Vec<Proposal> {
    let article = words.article;
    // The points below a headline are like it.
    let is_point = article.lower(sentence.start) == "•";
    let is_headline = (article.paragraph_of[sentence.start] == 0 || is_point)
        && article.headline.is_some()
        && sentence.len() <= 24
        && article.lower(sentence.end - 1) != ".";
    if !is_headline {
        return Vec::new();
    }
    if let Some(proposal) = inverted(words, sentence) {
        return vec![proposal];
    }
    let mut proposals: Vec<Proposal> = Vec::new();
    let mut source: Option<Range<usize>> = None;
    let mut place = sentence.start + 1;
    while place + 1 < sentence.end {
        let end = headline_cue(words, sentence, place);
        // A later one follows a comma or `and`: `X denies A, blames B`.
        let may_follow =
            source.is_none() || matches!(article.lower(place - 1).as_ref(), "," | "and" | "but" | ";");
        let Some(end) = end.filter(|_| may_follow) else {
            place += 1;
            continue;
        };
        let clause = clause_start(words, sentence, place)..place;
        let who = source.get_or_insert_with(|| super::source::of_headline(words, clause)).clone();
        if who.len() > 8 {
            break;
        }
        let mut stop = end;
        while stop < sentence.end {
            let word = article.lower(stop);
            let is_aside = stop > end
                && article.quotation_of[stop] == 0
                && matches!(word.as_ref(), "as" | "amid" | "after" | ";");
            let is_next = stop > end
                && matches!(word.as_ref(), "," | "and" | "but")
                && headline_cue(words, sentence, stop + 1).is_some();
            if is_aside || is_next {
                break;
            }
            stop += 1;
        }
        if stop > end {
            let content = end..stop;
            let arguments = Some(Arguments { source: Some(who), content: vec![content] });
            proposals.push(Proposal { cue: place..end, arguments, is_fallback: false, rule: HEADLINE });
        }
        place = stop.max(place + 1);
    }
    proposals
}

/// Where the clause of a headline begins that goes on at `place`: of `Shares fall after bank warns` behind `after`.
fn clause_start(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> usize {
    let opens = |place: usize| {
        words.article.quotation_of[place] == 0
            && matches!(
                words.lower(place).as_ref(),
                ";" | ":" | "•" | "after" | "as" | "when" | "while" | "because"
            )
    };
    (sentence.start..place.saturating_sub(1))
        .rev()
        .find(|&place| opens(place))
        .map_or(sentence.start, |at| at + 1)
}

/// `Bridge was safe, says operator`, `Bridge was safe, operator says`: the verb of saying comes last.
fn inverted(words: &Words<'_, '_>, sentence: &Range<usize>) -> Option<Proposal> {
    let article = words.article;
    let is_free = |place: usize| article.quotation_of[place] == 0;
    // What stands behind a dash belongs to the page: `– live`.
    let end = (sentence.start + 3..sentence.end)
        .find(|&place| is_free(place) && matches!(article.lower(place).as_ref(), "–" | "—" | "-" | "|"))
        .unwrap_or(sentence.end);
    let comma =
        (sentence.start + 2..end).rev().find(|&place| is_free(place) && article.lower(place) == ",")?;
    let (from, last) = (comma + 1, end.checked_sub(1)?);
    if from >= last || end - from > LONGEST_SPEAKER {
        return None;
    }
    let is_saying = |place: usize| is_free(place) && LAST_VERBS.contains(&article.lower(place).as_ref());
    let is_speaker = |range: &Range<usize>| super::repair::is_phrase(words, range);
    // `X denies it, says Y lied` goes on with X.
    let goes_on = (sentence.start + 1..comma).any(|place| headline_cue(words, sentence, place).is_some());
    let is_no = |place: usize| matches!(article.lower(place).as_ref(), "no" | "not");
    let (cue, source) = match (is_saying(from), is_saying(last)) {
        (true, _) if !goes_on && !is_no(from + 1) && is_speaker(&(from + 1..end)) => {
            (from..from + 1, from + 1..end)
        }
        (_, true) if is_speaker(&(from..last)) => (last..end, from..last),
        _ => return None,
    };
    // `court told`, `inquiry hears` name who is told.
    let is_told = matches!(article.lower(cue.start).as_ref(), "told" | "hears");
    let content = sentence.start..comma;
    Some(Proposal {
        cue,
        arguments: Some(Arguments { source: (!is_told).then_some(source), content: vec![content] }),
        is_fallback: false,
        rule: HEADLINE,
    })
}

/// Tokens of the longest speaker in such a headline.
const LONGEST_SPEAKER: usize = 8;

/// Verbs that stand last in a headline.
const LAST_VERBS: [&str; 18] = [
    "says",
    "say",
    "finds",
    "find",
    "warns",
    "warn",
    "claims",
    "claim",
    "rules",
    "admits",
    "insists",
    "believes",
    "suggests",
    "reveals",
    "announces",
    "told",
    "hears",
    "confirms",
];

/// Whether the words before a colon name who says what follows: not `Bridge row: what we know`.
fn is_announced(words: &Words<'_, '_>, sentence: &Range<usize>, colon: usize) -> bool {
    let article = words.article;
    let Some(next) = article.quotation_of.get(colon + 1) else { return false };
    let asks = words.part(colon + 1).is_some_and(|tag| matches!(tag, Tag::Wp | Tag::Wrb | Tag::Wdt));
    let last = (sentence.start..colon).rev().find(|&place| article.prose.tokens[place].is_word());
    let speaks =
        last.is_some_and(|place| crate::entity::can_speak(article.prose.tokens[place].text(article.text)));
    *next > 0 || speaks && !asks
}

/// Moves the subject of `is expected to` to what is expected: it is not who expects it.
pub(super) fn without_subject(candidate: &mut super::model::Candidate) {
    let cue = candidate.cue.start;
    let before: Vec<Range<usize>> = candidate.source.extract_if(.., |piece| piece.end <= cue).collect();
    let is_new = |piece: &Range<usize>| {
        candidate.content.iter().all(|other| other.end <= piece.start || piece.end <= other.start)
    };
    let before: Vec<Range<usize>> = before.into_iter().filter(is_new).collect();
    candidate.content.extend(before);
    candidate.content.sort_unstable_by_key(|piece| piece.start);
}

/// The end of a headline's cue that begins at `place`: `Denies`, `won't name`, a colon.
fn headline_cue(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<usize> {
    let article = words.article;
    if !sentence.contains(&place) || article.quotation_of[place] > 0 {
        return None;
    }
    let word = article.lower(place);
    if let Some(end) = phrases::verb_phrase(words, sentence, place) {
        return Some(end);
    }
    // `Farmers fear`, of several.
    let is_plural = place > sentence.start
        && (words.part(place - 1) == Some(Tag::Nns) || article.lower(place - 1) == "police");
    let is_verb = |word: &str| HEADLINE_VERBS.contains(&word);
    if is_verb(&word) || is_plural && ["s", "es"].iter().any(|end| is_verb(&format!("{word}{end}"))) {
        return Some(place + 1);
    }
    if word == ":" && place - sentence.start <= 5 && is_announced(words, sentence, place) {
        return Some(place + 1);
    }
    let negated = match word.as_ref() {
        "wo" | "does" | "do" | "did" | "will" | "would"
            if matches!(article.lower(place + 1).as_ref(), "n't" | "not") =>
        {
            place + 2
        }
        "without" => place + 1,
        _ => return None,
    };
    (negated < sentence.end && (words.has_stem(negated, &SPEAKING) || article.lower(negated) == "ruling"))
        .then_some(negated + 1)
}

/// Verbs of statements: those of headlines, and what stands in texts for them.
pub static STATEMENT_VERBS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let others = [
        "appeal",
        "declare",
        "dismiss",
        "reject",
        "rule",
        "describe",
        "said",
        "told",
        "wrote",
        "advise",
        "applaud",
        "commend",
        "laud",
        "thank",
        "salute",
        "congratulate",
        "endorse",
        "deplore",
        "lambast",
        "lambaste",
        "castigate",
        "censure",
        "ridicule",
        "deride",
        "reprimand",
        "implore",
        "exhort",
        "beg",
        "contest",
        "rebut",
        "repudiate",
        "counter",
        "retort",
        "disagree",
        "oppose",
        "forecast",
        "wonder",
        "speculate",
        "stress",
        "emphasise",
        "emphasize",
        "reiterate",
        "caution",
        "contend",
        "lament",
        "regret",
        "allege",
        "refute",
    ];
    stems(&[&HEADLINE_VERBS[..], &others[..]].concat())
});

/// Verbs by which headlines say that somebody says something.
const HEADLINE_VERBS: [&str; 88] = [
    "accuses",
    "admits",
    "alleges",
    "announces",
    "apologises",
    "apologizes",
    "argues",
    "asks",
    "asserts",
    "attacks",
    "backs",
    "blames",
    "blasts",
    "challenges",
    "charges",
    "claims",
    "concedes",
    "condemns",
    "confirms",
    "contradicts",
    "criticises",
    "criticizes",
    "decries",
    "defends",
    "demands",
    "denies",
    "denounces",
    "disputes",
    "dismisses",
    "doubts",
    "estimates",
    "expects",
    "explains",
    "faults",
    "fears",
    "finds",
    "hails",
    "hints",
    "insists",
    "invites",
    "maintains",
    "mocks",
    "objects",
    "orders",
    "pledges",
    "praises",
    "predicts",
    "promises",
    "proposes",
    "questions",
    "rebuffs",
    "rebukes",
    "recommends",
    "refutes",
    "refuses",
    "declines",
    "rejects",
    "repeats",
    "reports",
    "responds",
    "retracts",
    "reveals",
    "rules",
    "says",
    "scolds",
    "slams",
    "suggests",
    "suspects",
    "tells",
    "thinks",
    "threatens",
    "urges",
    "vows",
    "wants",
    "warns",
    "welcomes",
    "withdraws",
    "believes",
    "calls",
    "cites",
    "complains",
    "declares",
    "hopes",
    "notes",
    "replies",
    "swears",
    "testifies",
    "worries",
];

/// `Name, role: “...”`.
fn colon(words: &Words<'_, '_>, sentence: &Range<usize>) -> Option<Proposal> {
    let article = words.article;
    let paragraph = article.paragraph_around(sentence.start);
    let from = super::repair::dateline(article, &paragraph).end.max(paragraph.start);
    if sentence.start > from {
        return None;
    }
    let reach = paragraph.end.min(from + 14);
    let place = (from..reach).find(|&place| article.lower(place) == ":")?;
    let next = place + 1;
    let is_name = (from..place).next().is_some()
        && (from..place).all(|place| {
            article.quotation_of[place] == 0
                && words.part(place).is_some_and(|tag| !tag.is_verb() && tag != Tag::Md)
        })
        && article.prose.tokens[from].text(article.text).starts_with(char::is_uppercase);
    let quotation = *article.quotation_of.get(next)?;
    if !is_name || quotation == 0 || next >= paragraph.end {
        return None;
    }
    let end = (next..paragraph.end).take_while(|&place| article.quotation_of[place] == quotation).last()? + 1;
    let content = next..end;
    Some(Proposal {
        cue: place..next,
        arguments: Some(Arguments { source: Some(from..place), content: vec![content] }),
        is_fallback: false,
        rule: COLON,
    })
}
