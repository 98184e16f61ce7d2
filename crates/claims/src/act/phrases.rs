//! Phrases of a table, found in running words.
//!
//! A phrase is written as words with spaces between them. `a/b` is one of two words, `~accuse` any form of the verb,
//! `_` any words, at most [`MAX_GAP`] and none across the end of a clause, `+` the same but at least one. A table separates
//! phrases with commas.

use super::words::Word;
use hashbrown::HashMap;

/// Words that `_` stands for, at most.
const MAX_GAP: usize = 4;

/// Phrases of a table, each with a number that tells where it belongs.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    by_first: HashMap<String, Vec<Phrase>>,
}

#[derive(Clone, Debug)]
struct Phrase {
    rest: Vec<Part>,
    of: usize,
}

#[derive(Clone, Debug)]
enum Part {
    OneOf(Vec<String>),
    /// From so many words to [`MAX_GAP`].
    Gap(usize),
}

/// A phrase in running words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Its first word.
    pub start: usize,
    /// The word after its last.
    pub end: usize,
    /// The number of its entry in the table.
    pub of: usize,
}

impl Phrases {
    /// Reads the phrases of all entries.
    pub fn new<'a>(entries: impl Iterator<Item = &'a str>) -> Self {
        let mut phrases = Self::default();
        for (of, entry) in entries.enumerate() {
            for phrase in entry.split(',') {
                phrases.add(phrase, of);
            }
        }
        phrases
    }

    fn add(&mut self, phrase: &str, of: usize) {
        let mut parts = phrase.split_whitespace();
        let Some(first) = parts.next() else { return };
        let part = |part: &str| match part {
            "_" => Part::Gap(0),
            "+" => Part::Gap(1),
            _ => Part::OneOf(forms(part)),
        };
        let rest: Vec<Part> = parts.map(part).collect();
        for form in forms(first) {
            let phrase = Phrase { rest: rest.clone(), of };
            self.by_first.entry(form).or_default().push(phrase);
        }
    }

    /// The longest phrase that begins at word `start`; of equally long ones, that of the first entry.
    pub fn at(&self, words: &[Word<'_>], start: usize) -> Option<Match> {
        self.longest_at(words, start).into_iter().next()
    }

    /// The longest phrases that begin at word `start`: several where entries share one.
    fn longest_at(&self, words: &[Word<'_>], start: usize) -> Vec<Match> {
        let mut best: Vec<Match> = Vec::new();
        let Some(word) = words.get(start) else { return best };
        for phrase in self.by_first.get(&*word.text).into_iter().flatten() {
            let Some(end) = ends(&phrase.rest, words, start + 1) else { continue };
            let longest = best.first().map_or(0, |best| best.end);
            if end > longest {
                best.clear();
            }
            if end >= longest && best.iter().all(|best| best.of != phrase.of) {
                best.push(Match { start, end, of: phrase.of });
            }
        }
        best
    }

    /// All matches, from left to right; none begins within another, but several entries may share one.
    pub fn all(&self, words: &[Word<'_>]) -> Vec<Match> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = self.longest_at(words, at);
            at = longest.first().map_or(at + 1, |one| one.end);
            found.extend(longest);
        }
        found
    }
}

/// Where the parts end that begin at word `at`.
fn ends(parts: &[Part], words: &[Word<'_>], at: usize) -> Option<usize> {
    match parts.split_first() {
        None => Some(at),
        Some((Part::OneOf(forms), rest)) => {
            let word = words.get(at)?;
            if word.is_quote() {
                return ends(parts, words, at + 1);
            }
            if forms.iter().any(|form| word.is(form)) { ends(rest, words, at + 1) } else { None }
        }
        Some((Part::Gap(least), rest)) => {
            for skipped in 0..=MAX_GAP {
                if skipped >= *least
                    && let Some(end) = ends(rest, words, at + skipped)
                {
                    return Some(end);
                }
                if words.get(at + skipped).is_none_or(Word::is_break) {
                    return None;
                }
            }
            None
        }
    }
}

/// What a part of a phrase stands for.
fn forms(part: &str) -> Vec<String> {
    part.split('/')
        .flat_map(|word| match word.strip_prefix('~') {
            Some(verb) => inflections(verb),
            None => vec![word.to_owned()],
        })
        .collect()
}

/// All forms of an English verb, the verb itself first.
pub(super) fn inflections(verb: &str) -> Vec<String> {
    let mut all = vec![verb.to_owned()];
    if let Some((_, others)) = IRREGULAR.iter().find(|(base, _)| *base == verb) {
        all.extend(others.split(' ').map(str::to_owned));
        return all;
    }
    let before_last = |n: usize| verb.chars().rev().nth(n);
    let is_vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let with = |stem: &str, ending: &str| format!("{stem}{ending}");
    if let Some(stem) = verb.strip_suffix('y')
        && !is_vowel(before_last(1))
    {
        all.extend([with(stem, "ies"), with(stem, "ied"), with(verb, "ing")]);
    } else if let Some(stem) = verb.strip_suffix('e') {
        let ing = if verb.ends_with("ee") { verb } else { stem };
        all.extend([with(verb, "s"), with(verb, "d"), with(ing, "ing")]);
    } else {
        let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| verb.ends_with(end));
        all.push(with(verb, if hisses { "es" } else { "s" }));
        let is_short = !is_vowel(before_last(0))
            && is_vowel(before_last(1))
            && !is_vowel(before_last(2))
            && !verb.ends_with(['w', 'x', 'y']);
        let is_stressed = verb.chars().filter(|c| "aeiou".contains(*c)).count() == 1
            || STRESSED_AT_END.iter().any(|end| verb.ends_with(end));
        if is_short
            && (is_stressed || verb.ends_with('l'))
            && let Some(last) = before_last(0)
        {
            let doubled = format!("{verb}{last}");
            all.extend([with(&doubled, "ed"), with(&doubled, "ing")]);
        }
        // American `labeled` beside British `labelled`.
        if !is_short || !is_stressed {
            all.extend([with(verb, "ed"), with(verb, "ing")]);
        }
    }
    all
}

/// Ends of longer verbs that double their last letter.
const STRESSED_AT_END: &[&str] = &["mit", "but", "fer", "gret", "pel", "cur"];

/// Verbs with forms of their own.
const IRREGULAR: &[(&str, &str)] = &[
    ("be", "is are was were been being am"),
    ("become", "becomes became becoming"),
    ("beat", "beats beaten beating"),
    ("bend", "bends bent bending"),
    ("bite", "bites bit bitten biting"),
    ("break", "breaks broke broken breaking"),
    ("bring", "brings brought bringing"),
    ("buy", "buys bought buying"),
    ("catch", "catches caught catching"),
    ("choose", "chooses chose chosen choosing"),
    ("cast", "casts casting"),
    ("cut", "cuts cutting"),
    ("deal", "deals dealt dealing"),
    ("do", "does did done doing"),
    ("draw", "draws drew drawn drawing"),
    ("fall", "falls fell fallen falling"),
    ("feed", "feeds fed feeding"),
    ("feel", "feels felt feeling"),
    ("fight", "fights fought fighting"),
    ("find", "finds found finding"),
    ("flee", "flees fled fleeing"),
    ("forbid", "forbids forbade forbidden forbidding"),
    ("foresee", "foresees foresaw foreseen foreseeing"),
    ("foretell", "foretells foretold foretelling"),
    ("forget", "forgets forgot forgotten forgetting"),
    ("get", "gets got gotten getting"),
    ("give", "gives gave given giving"),
    ("go", "goes went gone going"),
    ("grow", "grows grew grown growing"),
    ("have", "has had having"),
    ("hang", "hangs hung hanged hanging"),
    ("hear", "hears heard hearing"),
    ("hide", "hides hid hidden hiding"),
    ("hit", "hits hitting"),
    ("hold", "holds held holding"),
    ("keep", "keeps kept keeping"),
    ("know", "knows knew known knowing"),
    ("lay", "lays laid laying"),
    ("lead", "leads led leading"),
    ("leave", "leaves left leaving"),
    ("let", "lets letting"),
    ("lie", "lies lied lying"),
    ("lose", "loses lost losing"),
    ("meet", "meets met meeting"),
    ("make", "makes made making"),
    ("mislead", "misleads misled misleading"),
    ("misspend", "misspends misspent misspending"),
    ("overthrow", "overthrows overthrew overthrown overthrowing"),
    ("panic", "panics panicked panicking"),
    ("pay", "pays paid paying"),
    ("plead", "pleads pleaded pled pleading"),
    ("put", "puts putting"),
    ("rise", "rises rose risen rising"),
    ("ride", "rides rode ridden riding"),
    ("run", "runs ran running"),
    ("say", "says said saying"),
    ("see", "sees saw seen seeing"),
    ("seek", "seeks sought seeking"),
    ("sell", "sells sold selling"),
    ("send", "sends sent sending"),
    ("set", "sets setting"),
    ("shoot", "shoots shot shooting"),
    ("show", "shows showed shown showing"),
    ("sing", "sings sang sung singing"),
    ("sit", "sits sat sitting"),
    ("slander", "slanders slandered slandering"),
    ("speak", "speaks spoke spoken speaking"),
    ("spread", "spreads spreading"),
    ("stand", "stands stood standing"),
    ("steal", "steals stole stolen stealing"),
    ("stick", "sticks stuck sticking"),
    ("stink", "stinks stank stunk stinking"),
    ("stir", "stirs stirred stirring"),
    ("strike", "strikes struck stricken striking"),
    ("swing", "swings swung swinging"),
    ("swear", "swears swore sworn swearing"),
    ("take", "takes took taken taking"),
    ("tear", "tears tore torn tearing"),
    ("tell", "tells told telling"),
    ("think", "thinks thought thinking"),
    ("throw", "throws threw thrown throwing"),
    ("trade", "trades traded trading"),
    ("traffic", "traffics trafficked trafficking"),
    ("understand", "understands understood understanding"),
    ("win", "wins won winning"),
    ("withdraw", "withdraws withdrew withdrawn withdrawing"),
    ("withhold", "withholds withheld withholding"),
    ("bleed", "bleeds bled bleeding"),
    ("freeze", "freezes froze frozen freezing"),
    ("hurt", "hurts hurting"),
    ("override", "overrides overrode overridden overriding"),
    ("shut", "shuts shutting"),
    ("spend", "spends spent spending"),
    ("spin", "spins spun spinning"),
    ("sweep", "sweeps swept sweeping"),
    ("wring", "wrings wrung wringing"),
    ("write", "writes wrote written writing"),
];
