//! Names of one article that are forms of the same one: `Oren Vask`, `Mr Vask`, `Vask`; `Quillon Ballot Works`,
//! `Quillon`; `State Protection Bureau`, `SPB`; `Varrenia`, `Varrenian`.

use super::lexicon::{Senses, World, country, given_name, is_demonym};
use super::mention::{Determiner, Form, Mention, initials_fit, is_organisation_name, world_of};
use super::words::{Word, Zone};
use super::{Gender, Kind};
use hashbrown::HashMap;

/// Longer names that a shorter one is compared with.
const CANDIDATES: usize = 16;

/// Officers that a body has and a person has not.
const OFFICERS: [&str; 17] = [
    "executive",
    "editor",
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "president",
    "director",
    "founder",
    "co-founder",
    "owner",
    "secretary",
    "leader",
    "treasurer",
    "member",
    "employee",
    "trustee",
];

/// Forms of a name.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    /// The longest form, word by word, as it is compared.
    pub words: Vec<String>,
    /// The longest form as it stands.
    pub name: String,
    pub kind: Kind,
    pub gender: Option<Gender>,
    /// What the world knows it as.
    pub world: Option<World>,
}

/// The clusters, and for each mention those that its name can belong to.
pub(super) struct Clusters {
    pub clusters: Vec<Cluster>,
    pub of: Vec<Vec<usize>>,
}

/// A form with what speaks for each kind.
#[derive(Default)]
struct Spelling {
    words: Vec<String>,
    name: String,
    person: u32,
    organisation: u32,
    place: u32,
    /// How often it stands in the body with `the`, and without: `the Post`, and `the Hale affair` beside `Hale`.
    definite: u32,
    bare: u32,
    honorific: bool,
    male: u32,
    female: u32,
    world: Option<World>,
}

pub(super) fn clusters(words: &[Word<'_>], mentions: &[Mention]) -> Clusters {
    let (spellings, form_of) = spellings(words, mentions);
    let mut order: Vec<usize> = (0..spellings.len()).collect();
    // The longest first; the mention that comes first decides between equals.
    order.sort_by_key(|&number| (std::cmp::Reverse(spellings[number].words.len()), number));
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut votes: Vec<[u32; 5]> = Vec::new();
    let mut fits: Vec<Vec<usize>> = vec![Vec::new(); spellings.len()];
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_country: HashMap<usize, usize> = HashMap::new();
    let mut by_stem: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_initials: HashMap<String, Vec<usize>> = HashMap::new();
    for number in order {
        let spelling = &spellings[number];
        let mut found: Vec<usize> = Vec::new();
        if let Some(World::Country(country) | World::Demonym(country)) = spelling.world {
            found.extend(by_country.get(&country));
        } else if spelling.world.is_none() {
            let single = spelling.words.len() == 1;
            let mut seen: Vec<usize> = Vec::new();
            for word in [spelling.words.first(), spelling.words.last()].into_iter().flatten() {
                seen.extend(by_word.get(word.as_str()).into_iter().flatten().take(CANDIDATES));
            }
            seen.sort_unstable();
            seen.dedup();
            found.extend(
                seen.into_iter().filter(|&long| is_short_for(spelling, &clusters[long], &votes[long])),
            );
            // A person before a body whose name happens to end alike: `told the Post Hale said`.
            let is_person = |&long: &usize| votes[long][0] > votes[long][1];
            if found.len() > 1 && found.iter().any(is_person) && spelling.organisation == 0 {
                found.retain(is_person);
            }
            // `Mr Bray` is John before he is Mary.
            let own = gender(spelling.male, spelling.female);
            let agrees = |&long: &usize| own.is_some() && gender(votes[long][3], votes[long][4]) == own;
            if found.len() > 1 && found.iter().any(agrees) {
                found.retain(agrees);
            }
            if found.is_empty() && single && is_upper(&spelling.name) {
                let key = spelling.words[0].replace('.', "");
                let long = by_initials.get(&key).into_iter().flatten().take(CANDIDATES);
                found.extend(long.filter(|&&long| {
                    let words: Vec<&str> = clusters[long].words.iter().map(String::as_str).collect();
                    initials_fit(&words, &spelling.words[0])
                }));
            }
            if found.is_empty() && single && spelling.person == 0 {
                let near = by_stem.get(&stem(&spelling.words[0])).into_iter().flatten().take(CANDIDATES);
                found.extend(near.filter(|&&base| {
                    let base = &clusters[base].words;
                    base.len() == 1
                        && (is_demonym(&spelling.words[0], &base[0])
                            || is_demonym(&base[0], &spelling.words[0]))
                }));
            }
        }
        if found.is_empty() {
            let new = clusters.len();
            found.push(new);
            for (at, word) in spelling.words.iter().enumerate() {
                if at == 0 || !spelling.words[..at].contains(word) {
                    by_word.entry(word).or_default().push(new);
                }
            }
            if spelling.words.len() == 1 {
                by_stem.entry(stem(&spelling.words[0])).or_default().push(new);
            }
            for key in initials(&spelling.words) {
                by_initials.entry(key).or_default().push(new);
            }
            if let Some(World::Country(country) | World::Demonym(country)) = spelling.world {
                by_country.insert(country, new);
            }
            let name = match spelling.world {
                Some(World::Demonym(number)) => country(number).to_owned(),
                _ => spelling.name.clone(),
            };
            clusters.push(Cluster {
                words: spelling.words.clone(),
                name,
                kind: Kind::Unknown,
                gender: None,
                world: spelling.world,
            });
            votes.push([0; 5]);
        } else if found.len() == 1 && is_base(spelling, &clusters[found[0]]) {
            let cluster = &mut clusters[found[0]];
            (cluster.name, cluster.words) = (spelling.name.clone(), spelling.words.clone());
        }
        if let [only] = found[..] {
            let vote = &mut votes[only];
            for (vote, more) in vote.iter_mut().zip([
                spelling.person,
                spelling.organisation,
                spelling.place,
                spelling.male,
                spelling.female,
            ]) {
                *vote += more;
            }
        }
        fits[number] = found;
    }
    for (cluster, vote) in clusters.iter_mut().zip(&votes) {
        cluster.kind = kind(cluster, vote);
        let [_, _, _, male, female] = *vote;
        if cluster.kind == Kind::Person {
            cluster.gender = gender(male, female);
        }
    }
    let of = form_of.into_iter().map(|form| form.map_or_else(Vec::new, |form| fits[form].clone())).collect();
    Clusters { clusters, of }
}

fn gender(male: u32, female: u32) -> Option<Gender> {
    match male.cmp(&female) {
        std::cmp::Ordering::Greater => Some(Gender::Male),
        std::cmp::Ordering::Less => Some(Gender::Female),
        std::cmp::Ordering::Equal => None,
    }
}

/// Distinct forms of names, and the form of each mention.
fn spellings(words: &[Word<'_>], mentions: &[Mention]) -> (Vec<Spelling>, Vec<Option<usize>>) {
    let mut spellings: Vec<Spelling> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut form_of = vec![None; mentions.len()];
    for (place, mention) in mentions.iter().enumerate() {
        if mention.form != Form::Name || mention.name.is_empty() {
            continue;
        }
        let mut tokens: Vec<String> = words[mention.name.clone()]
            .iter()
            .filter(|word| !word.is_mark)
            .map(|word| word.plain.clone().into_owned())
            .collect();
        // `Edward Hale Jr.` is `Mr. Hale` all the same.
        while tokens.len() > 1
            && tokens.last().is_some_and(|word| ["jr", "sr", "ii", "iii"].contains(&word.as_str()))
        {
            tokens.pop();
        }
        if tokens.is_empty() {
            continue;
        }
        let role = &words[mention.role.clone()];
        let honorific = role.iter().find(|word| word.senses.any(Senses::HONORIFIC) && word.is_capital);
        let mut key = tokens.join(" ");
        // `Mr Hale` and `Ms Hale` are two, and neither is `Hale` the town.
        if let Some(honorific) = honorific {
            key.push_str(if honorific.senses.any(Senses::FEMALE) {
                " /f"
            } else if honorific.senses.any(Senses::MALE) {
                " /m"
            } else {
                " /h"
            });
        }
        let number = *numbers.entry(key).or_insert_with(|| {
            spellings.push(Spelling {
                name: surface(words, mention),
                words: tokens,
                honorific: honorific.is_some(),
                world: world_of(words, &mention.name),
                ..Spelling::default()
            });
            spellings.len() - 1
        });
        form_of[place] = Some(number);
        let spelling = &mut spellings[number];
        weigh(words, mention, spelling);
    }
    // Organisations have editors and chief executives; governments and offices have countries.
    for (place, mention) in mentions.iter().enumerate() {
        let Some(owner) = mention.owner else { continue };
        // `Orla Wend of the guild` is one of its people.
        let start = mentions[owner].words.start;
        if mention.form == Form::Name && mention.words.end < start {
            if let Some(number) = form_of[place]
                && mention.name.len() > 1
                && words[start - 1].plain == "of"
            {
                spellings[number].person += 1;
            }
            continue;
        }
        let Some(number) = form_of[owner] else { continue };
        let senses = words[mention.head].senses;
        let spelling = &mut spellings[number];
        let role =
            if mention.form == Form::Nominal { mention.head } else { mention.role.end.saturating_sub(1) };
        let senses = if mention.form == Form::Nominal || !mention.role.is_empty() {
            words[role].senses
        } else {
            senses.without(senses)
        };
        if senses.any(Senses::PERSON) && !senses.any(Senses::SPOKES.with(Senses::FAMILY)) {
            let noun = words[role].plain.as_ref();
            spelling.organisation += u32::from(OFFICERS.contains(&noun));
        }
    }
    // The article of `the Hale affair` is not that of `Hale`.
    for spelling in spellings.iter_mut().filter(|one| one.words.len() > 1 || one.definite > one.bare) {
        spelling.organisation += 2 * spelling.definite;
    }
    // A noun phrase beside a name says what it is.
    for (place, mention) in mentions.iter().enumerate() {
        let Some(other) = mention.same_as else { continue };
        let (name, nominal) =
            if mention.form == Form::Name { (place, &mentions[other]) } else { (other, mention) };
        if nominal.form == Form::Nominal
            && let Some(number) = form_of[name]
        {
            describe(words[nominal.head].senses, &mut spellings[number]);
        }
    }
    (spellings, form_of)
}

/// What a noun says of who bears it.
fn describe(senses: Senses, spelling: &mut Spelling) {
    match (senses.any(Senses::PERSON), senses.any(Senses::ORGANISATION)) {
        (true, false) => spelling.person += 3,
        (false, true) => spelling.organisation += 3,
        _ => {}
    }
    if senses.any(Senses::PLACE) {
        spelling.place += 3;
    }
    spelling.male += 2 * u32::from(senses.any(Senses::MALE));
    spelling.female += 2 * u32::from(senses.any(Senses::FEMALE));
}

fn weigh(words: &[Word<'_>], mention: &Mention, spelling: &mut Spelling) {
    let role = &words[mention.role.clone()];
    for word in role.iter().filter(|word| word.senses.any(Senses::HONORIFIC.with(Senses::NOUN))) {
        if word.senses.any(Senses::HONORIFIC) && word.is_capital {
            spelling.person += 5;
            spelling.male += 3 * u32::from(word.senses.any(Senses::MALE));
            spelling.female += 3 * u32::from(word.senses.any(Senses::FEMALE));
        }
    }
    if let Some(head) = role.iter().rev().find(|word| word.senses.any(Senses::NOUN)) {
        describe(head.senses, spelling);
    }
    let is_firm = words[mention.name.clone()].iter().any(|word| word.text == "&");
    if is_firm || is_organisation_name(words, mention) {
        spelling.organisation += 2;
    }
    if mention.determiner == Determiner::Definite && mention.role.is_empty() {
        spelling.definite += 1;
    } else if words[mention.head].zone == Zone::Body {
        spelling.bare += 1;
    }
    let given = given_name(&words[mention.name.start].plain);
    if mention.name.len() > 1 && given.any(Senses::GIVEN) {
        spelling.person += 2;
        // A given name tells once, and less than any title.
        spelling.male = spelling.male.max(u32::from(given.any(Senses::MALE)));
        spelling.female = spelling.female.max(u32::from(given.any(Senses::FEMALE)));
    }
    let before = mention.words.start.checked_sub(1).map(|at| words[at].plain.as_ref());
    // `in the Hale affair`, `in Hale headquarters` is no place.
    let is_alone = words.get(mention.words.end).is_none_or(|next| {
        next.is_mark || next.is_capital || next.senses.any(Senses::CLOSED.with(Senses::DAY))
    });
    let is_own =
        mention.role.is_empty() && mention.determiner == Determiner::None && !given.any(Senses::GIVEN);
    if (mention.name.len() == 1 || mention.name.len() == 2 && is_own)
        && is_alone
        && !is_upper(words[mention.name.start].text)
        && matches!(before, Some("in" | "near" | "outside" | "neighboring" | "neighbouring" | "across"))
    {
        spelling.place += 2;
    }
}

/// The name as it stands, without the ending of a last possessive.
fn surface(words: &[Word<'_>], mention: &Mention) -> String {
    let mut name = String::new();
    let mut last: Option<&Word<'_>> = None;
    for word in &words[mention.name.clone()] {
        if let Some(last) = last {
            if last.is_possessive {
                name.push_str(if last.plain.ends_with('s') { "'" } else { "'s" });
            }
            if word.range.start > last.range.end {
                name.push(' ');
            }
        }
        name.push_str(word.text);
        last = Some(word);
    }
    name
}

fn is_upper(name: &str) -> bool {
    name.chars().count() > 1 && name.chars().all(|c| c.is_uppercase() || c == '.')
}

/// The start that a place and its adjective share.
fn stem(word: &str) -> String {
    word.chars().take(4).collect()
}

/// Keys under which an acronym finds a long name.
pub(super) fn initials(words: &[String]) -> Vec<String> {
    if words.len() < 2 {
        return Vec::new();
    }
    let all: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let is_small =
        |word: &&String| matches!(word.as_str(), "of" | "the" | "and" | "for" | "de" | "la" | "&" | "in");
    let big: String =
        words.iter().filter(|word| !is_small(word)).filter_map(|word| word.chars().next()).collect();
    if all == big { vec![all] } else { vec![all, big] }
}

/// Whether a form is the place of whose adjective the cluster was made.
fn is_base(spelling: &Spelling, cluster: &Cluster) -> bool {
    match (spelling.world, cluster.world) {
        (Some(World::Country(_)), Some(World::Demonym(_))) => true,
        (None, None) => {
            spelling.words.len() == 1
                && cluster.words.len() == 1
                && is_demonym(&cluster.words[0], &spelling.words[0])
        }
        _ => false,
    }
}

/// Whether a form is a short one of a cluster's name.
fn is_short_for(short: &Spelling, long: &Cluster, votes: &[u32; 5]) -> bool {
    let [person, organisation, ..] = *votes;
    let (part, whole) = (&short.words, &long.words);
    if part == whole {
        return !(is_unlike(short, votes));
    }
    if part.len() >= whole.len() || whole.is_empty() || part.is_empty() {
        // `Edward J. Hale` and `Edward Hale` differ in the middle.
        return false;
    }
    if long.world.is_some() || (short.place > 0 && short.place >= short.person && !short.honorific) {
        return false;
    }
    let is_person = person > 0 && person >= organisation;
    let is_organisation = organisation > person;
    let is_suffix = whole.ends_with(part);
    let is_prefix = whole.starts_with(part);
    let is_middle_left_out = part.len() >= 2 && part.first() == whole.first() && part.last() == whole.last();
    if short.honorific || (short.person > 0 && !is_organisation) {
        return !is_organisation && !is_unlike(short, votes) && (is_suffix || is_middle_left_out);
    }
    if is_person {
        let is_given = is_prefix && part.len() == 1 && given_name(&part[0]).any(Senses::GIVEN);
        return short.organisation == 0 && (is_suffix || is_middle_left_out || is_given);
    }
    // An office is not named by the place that it begins with: `Tarn` is not the `Tarn Institute`.
    let last = whole.last().map(|word| super::lexicon::senses(word)).unwrap_or_default();
    let is_brand = last.any(Senses::BRAND) || !last.any(Senses::ORGANISATION.with(Senses::IN_NAMES));
    let has_initial =
        is_middle_left_out && whole[1..whole.len() - 1].iter().all(|word| word.chars().count() == 1);
    (is_prefix && is_brand) || is_suffix || has_initial
}

/// Whether the forms cannot be of one person.
fn is_unlike(short: &Spelling, votes: &[u32; 5]) -> bool {
    let [_, _, _, male, female] = *votes;
    // What a title or noun says; given names are borne by both.
    let tells = |male: u32, female: u32| gender(male, female).filter(|_| male.abs_diff(female) > 1);
    matches!(
        (tells(short.male, short.female), tells(male, female)),
        (Some(Gender::Male), Some(Gender::Female)) | (Some(Gender::Female), Some(Gender::Male))
    )
}

fn kind(cluster: &Cluster, votes: &[u32; 5]) -> Kind {
    let [person, organisation, place, ..] = *votes;
    match cluster.world {
        Some(World::Country(_) | World::Demonym(_) | World::Capital(_)) if person < 4 => return Kind::Place,
        Some(World::Seat(_)) => return Kind::Organisation,
        _ => {}
    }
    let most = person.max(organisation).max(place);
    if most == 0 {
        let is_acronym = cluster.words.len() == 1 && is_upper(&cluster.name);
        return if is_acronym { Kind::Organisation } else { Kind::Unknown };
    }
    if person == most {
        Kind::Person
    } else if organisation == most {
        Kind::Organisation
    } else {
        Kind::Place
    }
}
