//! Words that finding and joining mentions rests on: tables, and how words are compared.

use hashbrown::HashMap;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What a word can be, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Senses(u32);

impl Senses {
    /// Words of grammar and of saying: never part of a name or of the words before a noun.
    pub const CLOSED: Self = Self(1);
    /// `two`, `several`.
    pub const NUMBER: Self = Self(1 << 1);
    /// A day of the week.
    pub const DAY: Self = Self(1 << 2);
    /// A month.
    pub const MONTH: Self = Self(1 << 3);
    /// A form of address: `Mr`, `Dr`.
    pub const HONORIFIC: Self = Self(1 << 4);
    /// A noun for one person by role, office, trade or kin.
    pub const PERSON: Self = Self(1 << 5);
    /// A noun for several people.
    pub const GROUP: Self = Self(1 << 6);
    /// A noun for an organisation.
    pub const ORGANISATION: Self = Self(1 << 7);
    /// A word by which names of organisations are known, no common noun for one.
    pub const IN_NAMES: Self = Self(1 << 8);
    /// A last word that is left out when an organisation is named in short.
    pub const BRAND: Self = Self(1 << 9);
    /// A noun for a text that says something.
    pub const DOCUMENT: Self = Self(1 << 10);
    /// A noun for a place.
    pub const PLACE: Self = Self(1 << 11);
    /// Stands before the nouns above: `former`, `foreign`, `press`.
    pub const MODIFIER: Self = Self(1 << 12);
    /// A noun for who speaks for another.
    pub const SPOKES: Self = Self(1 << 13);
    /// A noun of kin.
    pub const FAMILY: Self = Self(1 << 14);
    /// Of a man.
    pub const MALE: Self = Self(1 << 15);
    /// Of a woman.
    pub const FEMALE: Self = Self(1 << 16);
    /// A given name.
    pub const GIVEN: Self = Self(1 << 17);
    /// A building or its part that seats of power are named by.
    pub const SEAT: Self = Self(1 << 18);
    /// Nouns that head a mention.
    pub const NOUN: Self =
        Self(Self::PERSON.0 | Self::GROUP.0 | Self::ORGANISATION.0 | Self::DOCUMENT.0 | Self::PLACE.0);

    /// Whether it has one of `other`.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without `other`.
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// Kinds of line in the table of words.
const KINDS: [(&str, Senses); 20] = [
    ("closed", Senses::CLOSED),
    ("number", Senses::NUMBER),
    ("day", Senses::DAY),
    ("month", Senses::MONTH),
    ("honorific", Senses::HONORIFIC),
    ("honorific.m", Senses(Senses::HONORIFIC.0 | Senses::MALE.0)),
    ("honorific.f", Senses(Senses::HONORIFIC.0 | Senses::FEMALE.0)),
    ("person", Senses::PERSON),
    ("person.m", Senses(Senses::PERSON.0 | Senses::MALE.0)),
    ("person.f", Senses(Senses::PERSON.0 | Senses::FEMALE.0)),
    ("group", Senses::GROUP),
    ("org", Senses::ORGANISATION),
    ("orgname", Senses::IN_NAMES),
    ("brand", Senses::BRAND),
    ("document", Senses::DOCUMENT),
    ("place", Senses::PLACE),
    ("modifier", Senses::MODIFIER),
    ("spokes", Senses::SPOKES),
    ("family", Senses::FAMILY),
    ("seats", Senses::SEAT),
];

static WORDS: LazyLock<HashMap<&'static str, Senses>> = LazyLock::new(|| {
    let mut table: HashMap<&'static str, Senses> = HashMap::new();
    for (kind, words) in lines(include_str!("data/words.txt"), ':') {
        let sense = KINDS.iter().find(|(name, _)| *name == kind).map_or(Senses::default(), |kind| kind.1);
        for word in words.split_whitespace() {
            let entry = table.entry(word).or_default();
            *entry = entry.with(sense);
        }
    }
    table
});

static GIVEN_NAMES: LazyLock<HashMap<&'static str, Senses>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for (kind, words) in lines(include_str!("data/first_names.txt"), ':') {
        let of = if kind == "m" { Senses::MALE } else { Senses::FEMALE };
        table.extend(words.split_whitespace().map(|word| (word, of.with(Senses::GIVEN))));
    }
    table
});

/// A name that the world knows, and the country that it is or stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum World {
    /// The country of this number.
    Country(usize),
    /// Its adjective or people.
    Demonym(usize),
    /// Its capital.
    Capital(usize),
    /// A seat of its government.
    Seat(usize),
}

struct Places {
    names: Vec<&'static str>,
    table: HashMap<String, World>,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let mut places = Places { names: Vec::new(), table: HashMap::new() };
    let text = include_str!("data/places.txt");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(';');
        let number = places.names.len();
        let kinds = [World::Country, World::Demonym, World::Capital, World::Seat];
        for (kind, field) in kinds.into_iter().zip(fields.by_ref()) {
            for name in field.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                places.table.entry(plain(name).into_owned()).or_insert(kind(number));
                if places.names.len() == number {
                    places.names.push(name);
                }
            }
        }
    }
    places
});

/// Lines `KIND: REST` of a table.
fn lines(text: &'static str, mark: char) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(move |line| line.split_once(mark))
}

/// What a plain word can be. Plurals of nouns for one person are groups.
pub(super) fn senses(word: &str) -> Senses {
    if let Some(&senses) = WORDS.get(word) {
        return senses;
    }
    let singular = singular(word);
    if let Some(singular) = singular
        && let Some(&senses) = WORDS.get(singular.as_ref())
    {
        if senses.any(Senses::PERSON.with(Senses::GROUP).with(Senses::ORGANISATION)) {
            return Senses::GROUP;
        }
        if senses.any(Senses::DOCUMENT) {
            return Senses::DOCUMENT;
        }
    }
    match word.rsplit_once('-') {
        Some((_, last)) if !last.is_empty() => senses(last).without(Senses::CLOSED),
        _ => Senses::default(),
    }
}

/// A given name's senses.
pub(super) fn given_name(word: &str) -> Senses {
    GIVEN_NAMES.get(word).copied().unwrap_or_default()
}

/// The word in the singular, where it looks like a plural.
pub(super) fn singular(word: &str) -> Option<Cow<'_, str>> {
    match word {
        "men" => return Some("man".into()),
        "women" => return Some("woman".into()),
        "children" => return Some("child".into()),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("men") {
        return Some(format!("{stem}man").into());
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return Some(format!("{stem}y").into());
    }
    for ending in ["sses", "ches", "shes", "xes"] {
        if word.ends_with(ending) {
            return word.strip_suffix("es").map(Cow::from);
        }
    }
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return None;
    }
    word.strip_suffix('s').filter(|stem| stem.len() > 2).map(Cow::from)
}

/// What the world knows a name as.
pub(super) fn world(name: &str) -> Option<World> {
    PLACES.table.get(name).copied()
}

/// Countries, their people, capitals and seats of government, as far as one word names them, in small letters.
pub(crate) fn places() -> impl Iterator<Item = &'static str> {
    PLACES.table.keys().map(String::as_str).filter(|name| !name.contains(' '))
}

/// The usual name of a country.
pub(super) fn country(number: usize) -> &'static str {
    PLACES.names.get(number).copied().unwrap_or_default()
}

/// A word as it is compared: small letters without diacritics, straight apostrophes.
pub(super) fn plain(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let folded = word.nfd().filter(|&c| !is_mark(c)).flat_map(char::to_lowercase);
    Cow::Owned(folded.map(|c| if c == '’' || c == 'ʼ' { '\'' } else { c }).collect())
}

/// Whether a character is a combining diacritic.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether `adjective` is made of the place `base`, by its shape: `Varrenian` of `Varrenia`, `Lornish` of `Lorn`.
pub(super) fn is_demonym(adjective: &str, base: &str) -> bool {
    const ENDINGS: [&str; 9] = ["ian", "an", "n", "ese", "ish", "i", "er", "ite", "ic"];
    if base.len() < 3 || adjective == base {
        return false;
    }
    let stems = [
        base,
        base.strip_suffix(['a', 'e', 'o', 'y', 'i']).unwrap_or(base),
        base.strip_suffix("ia").unwrap_or(base),
    ];
    let adjective = adjective.strip_suffix('s').unwrap_or(adjective);
    stems.into_iter().any(|stem| {
        stem.len() >= 3 && adjective.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))
    })
}
