//! Entities of names, and the roles that articles give them.

use super::super::lexicon::{self, Senses};
use super::super::mention::{Determiner, Form, Mention};
use super::super::words::Word;
use super::super::{EntityNo, Kind};
use super::{ALIKE, CANDIDATES, Chain, Draft, gender, push_once};
use std::cmp::Reverse;
use std::ops::Range;

/// Short forms of address that are roles.
const RANKS: [(&str, &str); 9] = [
    ("gov", "governor"),
    ("sen", "senator"),
    ("rep", "representative"),
    ("gen", "general"),
    ("col", "colonel"),
    ("maj", "major"),
    ("adm", "admiral"),
    ("pres", "president"),
    ("prof", "professor"),
];
/// Titles that stay with a name, as in `Lord Vell`.
const NOBLE: [&str; 19] = [
    "justice", "judge", "lord", "lady", "baron", "baroness", "dame", "sir", "king", "queen", "prince",
    "princess", "duke", "duchess", "earl", "countess", "viscount", "pope", "sultan",
];

impl Chain<'_, '_> {
    /// The entity of a name.
    pub(super) fn named(&mut self, number: usize) -> Option<EntityNo> {
        let fits = &self.names.of[number];
        let entity = match fits[..] {
            [] => return None,
            [only] => self.of_cluster(only),
            _ => {
                let entities: Vec<EntityNo> =
                    fits.clone().into_iter().map(|fit| self.of_cluster(fit)).collect();
                let mention = &self.mentions[number];
                let role = self.role_of(mention);
                // Who bears the role, else who was spoken of last.
                let best = entities.iter().copied().max_by_key(|&entity| {
                    let draft = &self.drafts[entity];
                    let bears = role
                        .as_ref()
                        .is_some_and(|(noun, _)| draft.nouns.iter().any(|(other, _)| other == noun));
                    (bears, draft.count > 0, draft.last, Reverse(entity))
                });
                let others = entities.iter().copied().filter(|&entity| Some(entity) != best).collect();
                self.ambiguous.insert(number, others);
                best?
            }
        };
        let mention = &self.mentions[number];
        let alias = self.text(&mention.name);
        let has_article = mention.determiner == Determiner::Definite && mention.role.is_empty();
        self.drafts[entity].has_article |= has_article;
        let role = &self.words[mention.role.clone()];
        let is_noble = |word: &Word<'_>| word.is_capital && NOBLE.contains(&word.plain.as_ref());
        // `Mr Justice Vell` is `Justice Vell`, and `Lady Justice Vell` both.
        for (at, _) in role.iter().enumerate().filter(|(_, word)| is_noble(word)) {
            let titles: Vec<&str> = role[at..].iter().map(|word| word.text).collect();
            if role[at..].iter().all(is_noble) {
                self.add_alias(entity, format!("{} {alias}", titles.join(" ")));
            }
        }
        // A title of a woman or man tells the gender, also where two bear the name.
        if let Some(own) = role.iter().filter(|word| word.is_capital).find_map(|word| gender(word.senses))
            && self.drafts[entity].kind == Kind::Person
        {
            self.drafts[entity].gender = Some(own);
        }
        self.add_alias(entity, alias);
        self.add_role(entity, number);
        Some(entity)
    }

    pub(super) fn of_cluster(&mut self, cluster: usize) -> EntityNo {
        if let Some(entity) = self.of_cluster[cluster] {
            return entity;
        }
        let names = self.names;
        let known = &names.clusters[cluster];
        let entity = self.new_entity(known.name.clone(), known.kind);
        let draft = &mut self.drafts[entity];
        (draft.is_named, draft.gender, draft.world) = (true, known.gender, known.world);
        self.of_cluster[cluster] = Some(entity);
        if known.kind != Kind::Person && known.kind != Kind::Place {
            let mut has_noun = false;
            for (at, word) in known.words.iter().enumerate() {
                let senses = lexicon::senses(word);
                let is_last = at + 1 == known.words.len();
                if senses.any(Senses::ORGANISATION.with(Senses::IN_NAMES)) || is_last && known.words.len() > 1
                {
                    let before = known.words[..at].to_vec();
                    has_noun |= senses.any(Senses::ORGANISATION) && !senses.any(Senses::BRAND);
                    self.add_noun(entity, word.clone(), before);
                }
            }
            if !has_noun {
                self.companies.push(entity);
            }
        }
        entity
    }

    pub(super) fn new_entity(&mut self, name: String, kind: Kind) -> EntityNo {
        self.drafts.push(Draft {
            name,
            is_named: false,
            kind,
            gender: None,
            is_plural: kind == Kind::Group,
            is_document: false,
            has_article: false,
            aliases: Vec::new(),
            roles: Vec::new(),
            nouns: Vec::new(),
            owner: None,
            speaks_for: None,
            stands_for: None,
            world: None,
            count: 0,
            last: 0,
        });
        self.drafts.len() - 1
    }

    pub(super) fn add_alias(&mut self, entity: EntityNo, alias: String) {
        let draft = &mut self.drafts[entity];
        if !alias.is_empty()
            && alias != draft.name
            && draft.aliases.len() < CANDIDATES
            && !draft.aliases.contains(&alias)
        {
            draft.aliases.push(alias);
        }
    }

    pub(super) fn add_noun(&mut self, entity: EntityNo, noun: String, before: Vec<String>) {
        if let Some(row) = ALIKE.iter().position(|row| row.contains(&noun.as_str())) {
            push_once(self.by_row.entry(row).or_default(), entity);
        }
        push_once(self.by_noun.entry(noun.clone()).or_default(), entity);
        let nouns = &mut self.drafts[entity].nouns;
        if nouns.len() < CANDIDATES && !nouns.iter().any(|known| known.0 == noun && known.1 == before) {
            nouns.push((noun, before));
        }
    }

    // Roles.

    /// Noun of the role of a mention and the words before it.
    pub(super) fn role_of(&self, mention: &Mention) -> Option<(String, Vec<String>)> {
        let role = &self.words[mention.role.clone()];
        let head = role
            .iter()
            .rposition(|word| word.senses.any(Senses::NOUN))
            .or_else(|| role.len().checked_sub(1))?;
        if role[head].senses.any(Senses::HONORIFIC) && !role[head].senses.any(Senses::NOUN) {
            let rank = RANKS.iter().find(|rank| role[head].plain == rank.0)?;
            return Some((rank.1.to_owned(), Vec::new()));
        }
        let before = role[..head].iter().filter(|word| !word.is_mark);
        Some((
            role[head].plain.clone().into_owned(),
            before.map(|word| word.plain.clone().into_owned()).collect(),
        ))
    }

    /// Notes what a mention says an entity is.
    pub(super) fn add_role(&mut self, entity: EntityNo, number: usize) {
        let mention = &self.mentions[number];
        let owner = mention.owner.and_then(|owner| self.of_mention[owner]).filter(|&owner| owner != entity);
        if let Some(owner) = owner
            && self.drafts[entity].owner.is_none()
        {
            self.drafts[entity].owner = Some(owner);
        }
        let Some((noun, before)) = self.role_of(mention) else { return };
        let senses = lexicon::senses(&noun);
        if senses.any(Senses::DOCUMENT)
            || !senses.any(Senses::NOUN) && mention.form == Form::Name && mention.role.is_empty()
        {
            return;
        }
        if senses.any(Senses::SPOKES) && self.drafts[entity].speaks_for.is_none() {
            self.drafts[entity].speaks_for = owner;
        }
        if senses.any(Senses::PLACE) {
            let is_seat = matches!(noun.as_str(), "capital" | "seat");
            if !is_seat || self.drafts[entity].kind == Kind::Person {
                return;
            }
            self.drafts[entity].stands_for =
                owner.map(|owner| self.land_of(owner)).filter(|&land| land != entity);
            return;
        }
        let text = self.role_text(mention, owner);
        let draft = &mut self.drafts[entity];
        if draft.gender.is_none() && draft.kind != Kind::Organisation {
            draft.gender = gender(senses);
        }
        if !text.is_empty() && draft.roles.len() < CANDIDATES && !draft.roles.contains(&text) {
            draft.roles.push(text);
        }
        self.add_noun(entity, noun, before);
    }

    /// The country of an owner: of `the Kestovian government` Kestovia.
    fn land_of(&self, owner: EntityNo) -> EntityNo {
        match self.drafts[owner].owner {
            Some(land) if !self.drafts[owner].is_named && self.drafts[land].is_named => land,
            _ => owner,
        }
    }

    /// `Kremlin spokesman`, `director of the Bureau`.
    fn role_text(&self, mention: &Mention, owner: Option<EntityNo>) -> String {
        let end = if mention.form == Form::Nominal { mention.words.end } else { mention.role.end };
        let role = self.text(&(mention.role.start..end));
        let is_before = mention.owner.is_some_and(|number| {
            let inner = &self.mentions[number].words;
            inner.end <= mention.role.start
        });
        match owner {
            Some(owner) if is_before => format!("{} {role}", self.drafts[owner].name),
            _ => role,
        }
    }

    /// The text of words, without the ending of a last possessive.
    pub(super) fn text(&self, range: &Range<usize>) -> String {
        let mut text = String::new();
        let words = &self.words[range.clone()];
        for (at, word) in words.iter().enumerate() {
            if at > 0 && words[at - 1].range.end < word.range.start {
                text.push(' ');
            }
            text.push_str(word.text);
            if word.is_possessive && at + 1 < words.len() {
                text.push_str(if word.plain.ends_with('s') { "'" } else { "'s" });
            }
        }
        text
    }
}
