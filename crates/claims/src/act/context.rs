//! What the other statements of an article do: who was just accused rather denies, and who accuses rather accuses again.

use crate::entity::EntityNo;
use crate::{Act, Level};
use std::collections::{BTreeMap, BTreeSet};

/// A statement of an article, as far as others are read by it.
#[derive(Clone, Debug)]
pub struct Other {
    /// What it does by the tables.
    pub act: Act,
    /// The article's own, or inside another one.
    pub level: Level,
    /// Whether it stands in the headline.
    pub is_headline: bool,
    /// Who speaks, where that is known.
    pub speaker: Option<EntityNo>,
    /// Whom it is about, where that is known.
    pub targets: Vec<EntityNo>,
}

/// What a statement stands among.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The article's own statements before and after it.
    pub near: [Option<Act>; 2],
    /// The same speaker's statements before and after it.
    pub own: [Option<Act>; 2],
    /// Whether somebody else accuses its speaker.
    pub is_accused: bool,
    /// Whether its speaker accuses elsewhere.
    pub accuses: bool,
    /// Whether its speaker denies elsewhere.
    pub denies: bool,
    /// The first other statement of the headline.
    pub headline: Option<Act>,
    /// Accusations among all statements, in quarters.
    pub accusations: u8,
}

/// The contexts of the statements of an article, which are in the order of their cues.
pub fn contexts(statements: &[Other]) -> Vec<Context> {
    let mut own: BTreeMap<EntityNo, Vec<usize>> = BTreeMap::new();
    // Who accuses whom.
    let mut accusers: BTreeMap<EntityNo, BTreeSet<Option<EntityNo>>> = BTreeMap::new();
    for (number, one) in statements.iter().enumerate() {
        if let Some(speaker) = one.speaker {
            own.entry(speaker).or_default().push(number);
        }
        if one.act == Act::Accuse {
            for &target in &one.targets {
                accusers.entry(target).or_default().insert(one.speaker);
            }
        }
    }
    let count_of = |speaker: EntityNo, act: Act| {
        own.get(&speaker).map_or(0, |all| all.iter().filter(|&&number| statements[number].act == act).count())
    };
    let doing: BTreeMap<EntityNo, [usize; 2]> = own
        .keys()
        .map(|&speaker| (speaker, [Act::Accuse, Act::Deny].map(|act| count_of(speaker, act))))
        .collect();
    let headlines: Vec<usize> =
        (0..statements.len()).filter(|&number| statements[number].is_headline).take(2).collect();
    let accusations =
        statements.iter().filter(|one| one.act == Act::Accuse).count() * 4 / statements.len().max(1);

    let mut contexts = vec![Context::default(); statements.len()];
    let mut last = None;
    for (number, context) in contexts.iter_mut().enumerate() {
        context.near[0] = last;
        if statements[number].level == Level::Main {
            last = Some(statements[number].act);
        }
    }
    last = None;
    for (number, context) in contexts.iter_mut().enumerate().rev() {
        context.near[1] = last;
        if statements[number].level == Level::Main {
            last = Some(statements[number].act);
        }
    }
    for (number, (one, context)) in statements.iter().zip(&mut contexts).enumerate() {
        context.accusations = accusations as u8;
        context.headline =
            headlines.iter().find(|&&other| other != number).map(|&other| statements[other].act);
        let Some(speaker) = one.speaker else { continue };
        let all = &own[&speaker];
        let place = all.partition_point(|&other| other < number);
        let act_at = |place: Option<usize>| Some(statements[*all.get(place?)?].act);
        context.own = [act_at(place.checked_sub(1)), act_at(Some(place + 1))];
        context.is_accused =
            accusers.get(&speaker).is_some_and(|by| by.iter().any(|&other| other != Some(speaker)));
        let [accusing, denying] = doing[&speaker];
        context.accuses = accusing > usize::from(one.act == Act::Accuse);
        context.denies = denying > usize::from(one.act == Act::Deny);
    }
    contexts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_accused_and_what_stands_around() {
        let of = |act: Act, speaker: usize, targets: &[usize]| Other {
            act,
            level: Level::Main,
            is_headline: false,
            speaker: Some(speaker),
            targets: targets.to_vec(),
        };
        let found = contexts(&[
            Other { is_headline: true, ..of(Act::Accuse, 0, &[1]) },
            of(Act::Accuse, 0, &[1]),
            of(Act::Assert, 1, &[]),
            Other { level: Level::Nested, ..of(Act::Deny, 1, &[]) },
            of(Act::Demand, 2, &[0]),
        ]);
        assert_eq!(found[0].headline, None);
        assert!(found[0].accuses && !found[0].is_accused);
        let context = found[2];
        assert_eq!(context.near, [Some(Act::Accuse), Some(Act::Demand)], "nested ones are passed over");
        assert_eq!(context.own, [None, Some(Act::Deny)]);
        assert!(context.is_accused && context.denies && !context.accuses);
        assert_eq!((context.headline, context.accusations), (Some(Act::Accuse), 1));
        assert!(!found[4].is_accused, "a demand is no accusation");
        assert!(contexts(&[]).is_empty());
    }
}
