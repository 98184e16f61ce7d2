//! Statements made by phrases whose words are no words of saying: `hit back at`, `poured cold water on`, `came under fire
//! from`. The models' corpus has too few of each to learn them.

use super::repair;
use super::rules::{self, Arguments, Proposal};
use super::words::Words;
use crate::syntax::{Tag, form};
use hashbrown::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Forms of a verb, and what follows it, each with alternatives `a/b`. The same for everybody, as all tables here.
const IDIOMS: &[(&str, &str)] = &[
    ("hit hits hitting", "back at, out at, back"),
    ("point points pointed pointing", "the finger at, a finger at, finger at, fingers at"),
    (
        "take takes took taken taking",
        "aim at, issue with, exception to, a swipe at, umbrage at, full responsibility for",
    ),
    ("pour pours poured pouring", "cold water on, scorn on"),
    ("lash lashes lashed lashing", "out at, out against"),
    ("heap heaps heaped heaping", "praise on, scorn on, blame on"),
    ("lavish lavishes lavished", "praise on"),
    ("pay pays paid paying", "tribute to, _ tribute to"),
    ("cast casts casting throw throws threw", "doubt on, doubts on, _ doubt on"),
    ("stop stops stopped stopping", "short of"),
    ("fall falls fell", "short of"),
    (
        "give gives gave given giving",
        "no details/detail/further/reason/reasons/explanation/comment/indication/answer/date/timetable/figure/figures/names",
    ),
    ("make makes made making", "no mention of, no comment, no promises/promise, no reference to"),
    ("offer offers offered offering", "no explanation/details/comment/reason/further/apology/answer"),
    ("provide provides provided", "no details/explanation/further/figures"),
    ("keep keeps kept", "silent, quiet, mum"),
    ("remain remains remained stay stays stayed", "silent, tight-lipped, mum"),
    (
        "have has had",
        "kind words for, warm words for, harsh words for, strong words for, nothing but praise for, no comment, nothing to add, nothing to say",
    ),
    ("having", "none of"),
    ("stand stands stood standing", "by"),
    ("push pushes pushed pushing", "back against, back on, for"),
    ("fire fires fired firing", "back at"),
    ("speak speaks spoke spoken", "out against, highly of"),
    ("rail rails railed railing", "against, at"),
    ("round rounds rounded", "on"),
    ("side sides sided siding", "with"),
    ("vouch vouches vouched", "for"),
    ("throw throws threw", "_ weight behind"),
    ("rally rallies rallied", "behind"),
    ("brush brushes brushed brushing shrug shrugs shrugged shrugging", "off, aside"),
    ("wave waves waved", "away, aside, off"),
    ("laugh laughs laughed", "off, at"),
    ("play plays played playing", "down"),
    ("scoff scoffs scoffed scoffing", "at"),
    ("back backs backed", "away from"),
    ("distance distances distanced distancing", "himself/herself/itself/themselves from"),
    ("own owns owned", "up to"),
    ("press presses pressed", "for"),
    ("appeal appeals appealed appealing plead pleads pleaded pled", "for, to, not guilty, guilty, with"),
    ("warn warns warned warning caution cautions cautioned", "against, of, off"),
    ("object objects objected objecting", "to"),
    ("protest protests protested", "against, at, _ innocence"),
    ("apologise apologises apologised apologize apologizes apologized", "for, to"),
    ("claim claims claimed", "responsibility for, credit for"),
    (
        "lay lays laid put puts pin pins pinned place places placed",
        "the blame on, the blame at, the blame for, blame on",
    ),
    (
        "raise raises raised",
        "doubts about/over, questions about/over, concerns about/over, the alarm over/about",
    ),
    ("sound sounds sounded", "the alarm over/about"),
    (
        "voice voices voiced express expresses expressed",
        "doubt about/over, doubts about/over, outrage at/over, anger at/over, regret for/over, confidence in, concern about/over, alarm at/over",
    ),
    ("call calls called", "on, for"),
    ("sing sings sang", "_ praises"),
    ("come comes came", "out against"),
    ("hold holds held", "out hope"),
];

/// Most words behind the verb.
const REACH: usize = 4;

/// What follows a verb: for each place the words that may stand there, hashed as [`form::lower`] is; none where any may.
type Rest = Vec<Vec<u32>>;

/// By the verb's form, hashed alike: what follows it.
static BY_VERB: LazyLock<HashMap<u32, Vec<Rest>>> = LazyLock::new(|| {
    let mut table: HashMap<u32, Vec<Rest>> = HashMap::new();
    let any = |word: &str| word.split('/').filter(|&word| word != "_").map(form::lower).collect();
    for (verbs, rests) in IDIOMS {
        let rests: Vec<Rest> =
            rests.split(',').map(|rest| rest.split_whitespace().map(any).collect()).collect();
        for verb in verbs.split_whitespace() {
            table.entry(form::lower(verb)).or_default().extend(rests.iter().cloned());
        }
    }
    table
});

/// Forms of `be`, which carry a passive.
const BE: [&str; 7] = ["is", "are", "was", "were", "be", "been", "being"];

/// Other words by which a verb is carried: they belong to its cue.
const CARRIERS: [&str; 16] = [
    "has", "have", "had", "not", "n't", "never", "would", "will", "could", "can", "ca", "wo", "did", "does",
    "do", "also",
];

/// All words that one of the rules here begins with, hashed as [`form::lower`] is and sorted: few tokens are one of them.
static ANCHORS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut anchors: Vec<u32> = BY_VERB.keys().copied().collect();
    anchors.extend_from_slice(&DONE);
    anchors.extend_from_slice(&HELD);
    anchors.extend_from_slice(&VERBS);
    anchors.extend(rules::forms(&[
        "under",
        "reached",
        "contacted",
        "drawn",
        "clear",
        "unclear",
        "known",
        "certain",
        "uncertain",
    ]));
    anchors.sort_unstable();
    anchors.dedup();
    anchors
});

/// What the rules here find at `place`.
pub(super) fn proposal(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Proposal> {
    if !words.has_word(place, &ANCHORS) {
        return None;
    }
    idiom(words, sentence, place)
        .or_else(|| agent(words, sentence, place))
        .or_else(|| unknown(words, sentence, place))
        .or_else(|| impersonal(words, sentence, place))
        .or_else(|| lone(words, sentence, place))
}

/// The phrase whose verb stands at `place`.
fn idiom(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Proposal> {
    let article = words.article;
    let unreached = unreached(words, sentence, place);
    let is_unreached = unreached.is_some();
    let end = unreached.or_else(|| verb_phrase(words, sentence, place))?;
    // `Its call for patience` is a thing.
    let is_noun = place > sentence.start
        && matches!(words.part(place - 1), Some(Tag::Dt | Tag::PrpPossessive | Tag::Pos | Tag::Jj));
    if article.quotation_of[place] > 0 || is_noun {
        return None;
    }
    let cue = carried(words, sentence, place)..end;
    let source = repair::any_subject(words, sentence, place)
        .or_else(|| repair::phrase_up_to(words, sentence.start, cue.start))?;
    let source = repair::without_clause(words, source);
    // `Kept silent.` leaves nothing to be a content.
    let content = Some(clause(words, sentence, end)).filter(|content| !content.is_empty())?;
    Some(Proposal {
        cue,
        arguments: Some(Arguments { source: Some(source), content: vec![content] }),
        // What a passive of this kind says of its subject the models take for what somebody says.
        is_fallback: !is_unreached,
        rule: rules::PHRASE,
    })
}

/// The end of the phrase of the table that begins at `place`.
pub(super) fn verb_phrase(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<usize> {
    let rests = BY_VERB.get(&words.form(place).lower)?;
    let fits = |rest: &Rest| {
        place + rest.len() < sentence.end
            && rest
                .iter()
                .zip(place + 1..)
                .all(|(any, place)| any.is_empty() || any.contains(&words.form(place).lower))
    };
    rests.iter().filter(|rest| fits(rest)).map(Vec::len).max().map(|length| place + 1 + length)
}

/// The end of `could not be reached for`, `would not be drawn on`, whose participle stands at `place`.
fn unreached(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<usize> {
    let article = words.article;
    let follows = match article.lower(place).as_ref() {
        "reached" | "contacted" => "for",
        "drawn" => "on",
        _ => return None,
    };
    let is_negated = (sentence.start.max(place.saturating_sub(4))..place)
        .any(|before| matches!(article.lower(before).as_ref(), "not" | "n't"));
    let next = place + 1;
    (is_negated && sentence.contains(&next) && article.lower(next) == follows).then_some(next + 1)
}

/// Where the cue begins whose verb stands at `place`.
fn carried(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> usize {
    let is_carrier = |place: usize| {
        let word = words.lower(place);
        CARRIERS.contains(&word.as_ref())
            || BE.contains(&word.as_ref())
            || words.part(place) == Some(Tag::Rb)
            || words.part(place) == Some(Tag::Md)
    };
    let mut start = place;
    while start > sentence.start && place - start < REACH && is_carrier(start - 1) {
        start -= 1;
    }
    start
}

/// What follows in the same clause: all up to a mark, a quotation that begins, or what goes on beside it.
fn clause(words: &Words<'_, '_>, sentence: &Range<usize>, from: usize) -> Range<usize> {
    let article = words.article;
    let ends = |place: usize| {
        words.part(place).is_none_or(|tag| {
            matches!(tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::Bracket | Tag::BracketEnd)
        }) || place > from
            && article.quotation_of[place] == 0
            && matches!(
                article.lower(place).as_ref(),
                "when" | "while" | "as" | "after" | "but" | "amid" | "because" | "although"
            )
    };
    let reach = sentence.end.min(from + CLAUSE);
    let end = (from..reach).find(|&place| ends(place)).unwrap_or(reach);
    from..end
}

/// Most tokens of a clause, and of a phrase in one.
const CLAUSE: usize = 80;

/// Participles behind which `by` names who says something.
static DONE: LazyLock<Vec<u32>> = LazyLock::new(|| {
    rules::forms(&[
        "accused",
        "criticised",
        "criticized",
        "blamed",
        "praised",
        "condemned",
        "denounced",
        "welcomed",
        "rejected",
        "dismissed",
        "disputed",
        "denied",
        "challenged",
        "urged",
        "asked",
        "told",
        "warned",
        "attacked",
        "hailed",
        "lauded",
        "applauded",
        "commended",
        "thanked",
        "endorsed",
        "questioned",
        "contradicted",
        "described",
        "rebuked",
        "mocked",
        "ridiculed",
        "ordered",
        "rebutted",
        "refuted",
        "confirmed",
        "denigrated",
        "castigated",
        "pilloried",
        "derided",
        "slammed",
        "faulted",
        "scolded",
        "congratulated",
        "honoured",
        "honored",
        "quoted",
        "backed",
    ])
});

/// Those that stand behind a claim or a number by themselves.
static OF_CLAIMS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    rules::forms(&[
        "disputed",
        "contradicted",
        "denied",
        "rejected",
        "dismissed",
        "questioned",
        "challenged",
        "confirmed",
    ])
});

/// `was criticised by teachers for it`, `came under fire from farmers`: the one behind the preposition speaks.
fn agent(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Proposal> {
    let article = words.article;
    if article.quotation_of[place] > 0 {
        return None;
    }
    let is = |place: usize, text: &str| sentence.contains(&place) && article.lower(place) == text;
    let is_under = is(place, "under")
        && ["fire", "attack", "criticism"].iter().any(|word| is(place + 1, word))
        && is(place + 2, "from")
        && place > sentence.start
        && ["came", "come", "comes", "coming"].iter().any(|word| is(place - 1, word));
    let is_done = words.has_word(place, &DONE) && is(place + 1, "by");
    let (first, end) = match (is_done, is_under) {
        (true, _) => (place, place + 2),
        (_, true) => (place - 1, place + 3),
        _ => return None,
    };
    let cue = carried(words, sentence, first)..end;
    let has_carrier = (cue.start..first).any(|place| BE.contains(&article.lower(place).as_ref()));
    let whom = if has_carrier || is_under {
        repair::any_subject(words, sentence, first)?
    } else if words.has_word(place, &OF_CLAIMS) {
        // `A figure disputed by shippers`.
        repair::noun_before(words, sentence, cue.start)?
    } else {
        return None;
    };
    let source = noun_phrase(words, sentence, end)?;
    let rest = clause(words, sentence, source.end);
    let content = if rest.is_empty() { vec![whom] } else { vec![whom, rest] };
    Some(Proposal {
        cue,
        arguments: Some(Arguments { source: Some(source), content }),
        is_fallback: true,
        rule: rules::AGENT,
    })
}

/// A noun phrase that begins at `from`: up to a mark, a verb, or a preposition that tells what for.
fn noun_phrase(words: &Words<'_, '_>, sentence: &Range<usize>, from: usize) -> Option<Range<usize>> {
    let ends = |place: usize| {
        let is_of_charge = words.lower(place) == "of" && words.part(place + 1) == Some(Tag::Vbg);
        is_of_charge
            || words.part(place).is_none_or(|tag| tag.is_mark() || tag.is_finite() || tag == Tag::To)
            || matches!(
                words.lower(place).as_ref(),
                "for" | "over" | "after" | "as" | "on" | "when" | "that" | "who" | "with" | "because"
            )
    };
    let reach = sentence.end.min(from + CLAUSE);
    let end = (from..reach).find(|&place| ends(place)).unwrap_or(reach);
    let has_noun =
        (from..end).any(|place| words.part(place).is_some_and(|tag| tag.is_noun() || tag == Tag::Prp));
    has_noun.then_some(from..end)
}

/// Participles of `it is understood that`.
static HELD: LazyLock<Vec<u32>> = LazyLock::new(|| {
    rules::forms(&[
        "understood",
        "believed",
        "reported",
        "claimed",
        "alleged",
        "feared",
        "expected",
        "thought",
        "suggested",
        "rumoured",
        "rumored",
        "hoped",
        "said",
        "estimated",
        "argued",
    ])
});

/// `It is understood that`: somebody says it who is not named.
fn impersonal(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Proposal> {
    let article = words.article;
    let next = place + 1;
    if !words.has_word(place, &HELD)
        || article.quotation_of[place] > 0
        || !sentence.contains(&next)
        || article.lower(next) != "that"
    {
        return None;
    }
    let start = carried(words, sentence, place);
    let is_it = start.checked_sub(1).filter(|&it| it >= sentence.start).map(|it| article.lower(it));
    (start < place && is_it.is_some_and(|it| it == "it")).then(|| Proposal {
        cue: start..next,
        arguments: Some(Arguments { source: None, content: vec![clause(words, sentence, next)] }),
        is_fallback: false,
        rule: rules::PASSIVE,
    })
}

/// Forms that are verbs of statements wherever a clause has no other verb; taggers read some of them as nouns.
static VERBS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    rules::forms(&[
        "accuse",
        "accuses",
        "accused",
        "admit",
        "admits",
        "allege",
        "alleges",
        "argue",
        "argues",
        "blame",
        "blames",
        "blamed",
        "branded",
        "claim",
        "claims",
        "condemn",
        "condemns",
        "demand",
        "demands",
        "denied",
        "denies",
        "deny",
        "dismiss",
        "dispute",
        "disputes",
        "doubt",
        "doubts",
        "expect",
        "expects",
        "fear",
        "fears",
        "forecast",
        "forecasts",
        "insist",
        "insists",
        "praise",
        "praises",
        "predict",
        "predicts",
        "questioned",
        "reject",
        "rejected",
        "rejects",
        "said",
        "say",
        "says",
        "suspect",
        "suspects",
        "thanked",
        "urge",
        "urged",
        "urges",
        "vow",
        "vows",
        "warn",
        "warned",
        "warns",
        "welcome",
        "welcomed",
        "welcomes",
    ])
});

/// Such a form where its clause has no other verb.
fn lone(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Proposal> {
    let article = words.article;
    let is_tagged = words.part(place).is_some_and(|tag| tag.is_finite());
    if is_tagged
        || !words.has_word(place, &VERBS)
        || article.quotation_of[place] > 0
        || sentence.len() > LONGEST
        || article.lower(sentence.end - 1) != "."
    {
        return None;
    }
    let is_end =
        |place: usize| words.part(place).is_some_and(|tag| matches!(tag, Tag::Colon | Tag::Stop | Tag::Cc));
    let start =
        (sentence.start..place).rev().find(|&other| is_end(other)).map_or(sentence.start, |at| at + 1);
    let source = repair::phrase_up_to(words, start, place)?;
    // Not `the suspect`, `new claims of`.
    let is_noun =
        matches!(words.part(place - 1), Some(Tag::Dt | Tag::Jj | Tag::PrpPossessive | Tag::In | Tag::Cd))
            && source.len() > 1
            || article.lower(place + 1) == "of"
            || source.end != place;
    let content = clause(words, sentence, place + 1);
    let begins = words.part(content.start).is_some_and(|tag| {
        tag.is_noun()
            || matches!(
                tag,
                Tag::Dt
                    | Tag::Prp
                    | Tag::PrpPossessive
                    | Tag::Jj
                    | Tag::Cd
                    | Tag::Vbg
                    | Tag::Wrb
                    | Tag::Wp
                    | Tag::In
            )
    });
    if is_noun || !begins || content.is_empty() {
        return None;
    }
    Some(Proposal {
        cue: place..place + 1,
        arguments: Some(Arguments { source: Some(source), content: vec![content] }),
        is_fallback: true,
        rule: rules::LONE,
    })
}

/// Tokens of the longest sentence in which an overlooked verb is looked for.
const LONGEST: usize = 60;

/// `is not clear who`, `was unclear whether`, `is not known how`: nobody knows it.
fn unknown(words: &Words<'_, '_>, sentence: &Range<usize>, place: usize) -> Option<Proposal> {
    let article = words.article;
    let text = |place: usize| article.lower(place);
    let word = text(place);
    if !matches!(word.as_ref(), "clear" | "unclear" | "known" | "certain" | "uncertain")
        || article.quotation_of[place] > 0
    {
        return None;
    }
    let start = carried(words, sentence, place);
    let start = if start > sentence.start && matches!(text(start - 1).as_ref(), "remains" | "remained") {
        start - 1
    } else {
        start
    };
    let has = |any: &[&str]| (start..place).any(|place| any.contains(&text(place).as_ref()));
    let is_open = word.starts_with("un") || has(&["not", "n't"]);
    let next = place + 1;
    let asks = sentence.contains(&next)
        && matches!(
            text(next).as_ref(),
            "who" | "whether" | "if" | "how" | "why" | "what" | "when" | "where" | "which"
        );
    let is_told = has(&["is", "was", "were", "are", "remains", "remained"]);
    if !is_open || !asks || !is_told {
        return None;
    }
    Some(Proposal {
        cue: start..next,
        arguments: Some(Arguments { source: None, content: vec![clause(words, sentence, next)] }),
        is_fallback: false,
        rule: rules::UNKNOWN,
    })
}
