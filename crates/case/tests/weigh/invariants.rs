//! What holds for every case.

use crate::{assess, item, lead, ordinal, ratio, told, weighing};
use model::{Assessment, NONE_OF_THESE, Sha256, Strength, Support, Weighing};
use proptest::prelude::*;
use scrutineer_case::weigh::{Amount, Item, Prior, Sensitivity, weigh};
use std::collections::{BTreeMap, BTreeSet};

const NAMES: [&str; 4] = ["one-hand", "news", "fans", "copycats"];
const LENSES: [&str; 3] = ["coordination", "mail", "claims"];

/// A case with up to four named hypotheses and up to a dozen findings.
#[derive(Clone, Debug)]
struct Drawn {
    weighing: Weighing,
    items: Vec<Item>,
}

fn support(is_ordinal: bool) -> BoxedStrategy<Support> {
    if is_ordinal {
        prop::sample::select(Strength::ALL.to_vec()).prop_map(ordinal).boxed()
    } else {
        (-8_i32..=8, 0_i32..5).prop_map(|(lo, wide)| ratio(2_f64.powi(lo), 2_f64.powi(lo + wide))).boxed()
    }
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (any::<bool>(), 1_usize..=4, 1_usize..=12).prop_flat_map(|(is_ordinal, hypotheses, findings)| {
        let finding =
            (0_usize..3, prop::collection::btree_set(0_usize..6, 0..3), prop::option::of(0_usize..4));
        let supports = prop::collection::vec(prop::option::weighted(0.7, support(is_ordinal)), hypotheses);
        prop::collection::vec((finding, supports), findings).prop_map(move |rows| build(hypotheses, rows))
    })
}

type Row = ((usize, BTreeSet<usize>, Option<usize>), Vec<Option<Support>>);

fn build(hypotheses: usize, rows: Vec<Row>) -> Drawn {
    let (mut items, mut assessments) = (Vec::new(), Vec::new());
    for (n, ((lens, inputs, group), supports)) in rows.into_iter().enumerate() {
        let name = format!("finding {n}");
        let inputs: Vec<String> = inputs.iter().map(|input| format!("file {input}")).collect();
        items.push(item(&name, LENSES[lens], &inputs.iter().map(String::as_str).collect::<Vec<_>>()));
        for (hypothesis, support) in supports.into_iter().enumerate() {
            let group = group.map(|group| format!("group {group}"));
            let of = |support| Assessment { group, ..assess(&name, NAMES[hypothesis], support) };
            assessments.extend(support.map(of));
        }
    }
    Drawn { weighing: weighing(&NAMES[..hypotheses], assessments), items }
}

/// Without some findings.
fn kept(drawn: &Drawn, keep: impl Fn(&Sha256) -> bool) -> Sensitivity {
    let items: Vec<Item> = drawn.items.iter().filter(|item| keep(&item.id)).cloned().collect();
    told(&drawn.weighing, &items)
}

/// Twice the middle of the sum, as it adds exactly.
fn middle(told: &Sensitivity, hypothesis: usize) -> (f64, f64) {
    match (told.hypotheses[hypothesis].sum.lo, told.hypotheses[hypothesis].sum.hi) {
        (Amount::Log10(lo), Amount::Log10(hi)) => (lo + hi, 0.0),
        (Amount::Order { strong, weak }, _) => (strong as f64, weak as f64),
        _ => unreachable!("both ends are on one scale"),
    }
}

/// The fewest groups without which the leader leads no more, over all subsets.
fn brute_force(drawn: &Drawn, told: &Sensitivity) -> Option<usize> {
    let leader = told.lead.as_ref().map(|lead| &lead.leader)?;
    let n = told.groups.len();
    let mut subsets: Vec<u32> = (0..1 << n).collect();
    subsets.sort_by_key(|subset| subset.count_ones());
    let found = subsets.into_iter().find(|subset| {
        let gone: BTreeSet<Sha256> = (0..n)
            .filter(|group| subset & (1 << group) != 0)
            .flat_map(|group| told.groups[group].findings.clone())
            .collect();
        let without = kept(drawn, |id| !gone.contains(id));
        without.lead.as_ref().map(|lead| &lead.leader) != Some(leader)
    });
    found.map(|subset| subset.count_ones() as usize)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn posteriors_lie_strictly_between_0_and_1(drawn in drawn(), prior in 0.000_001..0.999_999_f64) {
        let priors = [Prior::new(prior).expect("inside")];
        for standing in weigh(&drawn.weighing, &drawn.items, &priors).expect("sentences").hypotheses {
            for posterior in standing.posteriors {
                prop_assert!(0.0 < posterior.lo && posterior.lo <= posterior.hi && posterior.hi < 1.0);
                prop_assert!(!posterior.words.is_empty());
            }
        }
    }

    #[test]
    fn names_change_nothing_but_names(drawn in drawn(), salt in any::<u64>()) {
        let before = told(&drawn.weighing, &drawn.items);
        let hash = |id: &Sha256| Sha256::of(format!("{salt} {id}").as_bytes());
        let name = |name: &str| if name == NONE_OF_THESE { name.to_owned() } else { format!("x-{salt}-{}", name.len()) + &name.to_uppercase() };
        let mut swapped = drawn.clone();
        for item in &mut swapped.items {
            item.id = hash(&item.id);
            item.inputs = item.inputs.iter().map(hash).collect();
            item.inputs.sort_unstable();
            item.sources.clone_from(&item.inputs);
        }
        for hypothesis in &mut swapped.weighing.hypotheses {
            hypothesis.name = name(&hypothesis.name);
        }
        for assessment in &mut swapped.weighing.assessments {
            assessment.finding = hash(&assessment.finding);
            assessment.hypothesis = name(&assessment.hypothesis);
        }
        swapped.weighing.assessments.sort_by_key(|a| (a.finding, a.hypothesis.clone()));
        let after = told(&swapped.weighing, &swapped.items);
        prop_assert_eq!(before.lead.as_ref().map(|l| name(&l.leader)), after.lead.as_ref().map(|l| l.leader.clone()));
        prop_assert_eq!(lead(&before).map(|l| l.1), lead(&after).map(|l| l.1));
        for (b, a) in before.hypotheses.iter().zip(&after.hypotheses) {
            prop_assert_eq!((b.sum, &b.posteriors, b.speaking_for), (a.sum, &a.posteriors, a.speaking_for));
        }
        let rules = |told: &Sensitivity| told.lead.as_ref().map(|l| (l.confidence.clone(), l.clear, l.flip.as_ref().map(|f| f.groups.len())));
        prop_assert_eq!(rules(&before), rules(&after));
        let singles = |told: &Sensitivity, name: &dyn Fn(&Sha256) -> Sha256| -> BTreeMap<Sha256, String> {
            told.without_finding.iter().map(|w| (name(&w.without), format!("{:?} {}", w.lead, w.changes))).collect()
        };
        prop_assert_eq!(singles(&before, &hash), singles(&after, &|id| *id));
        prop_assert_eq!(&before.missing.len(), &after.missing.len());
        let factors = |told: &Sensitivity| told.break_even.iter().map(|b| (b.factor, b.steps)).collect::<Vec<_>>();
        prop_assert_eq!(factors(&before), factors(&after));
    }

    #[test]
    fn copies_in_a_group_do_not_pile_up(drawn in drawn(), copies in 1_usize..4) {
        let mut more = drawn.clone();
        for copy in 0..copies {
            for item in &drawn.items {
                let id = Sha256::of(format!("{copy} {}", item.id).as_bytes());
                more.items.push(Item { id, ..item.clone() });
                let of = drawn.weighing.assessments.iter().filter(|a| a.finding == item.id);
                more.weighing.assessments.extend(of.map(|a| Assessment { finding: id, ..a.clone() }));
            }
        }
        let (before, after) = (told(&drawn.weighing, &drawn.items), told(&more.weighing, &more.items));
        prop_assert_eq!(lead(&before), lead(&after));
        for (b, a) in before.hypotheses.iter().zip(&after.hypotheses) {
            prop_assert_eq!((b.sum, &b.posteriors), (a.sum, &a.posteriors));
        }
    }

    #[test]
    fn taking_away_what_speaks_for_a_hypothesis_never_helps_it(drawn in drawn(), which in any::<prop::sample::Index>()) {
        prop_assume!(!drawn.weighing.assessments.is_empty());
        let at = which.index(drawn.weighing.assessments.len());
        let taken = drawn.weighing.assessments[at].clone();
        let speaks_for = match &taken.support {
            Support::LikelihoodRatio { lo, .. } => *lo >= 1.0,
            Support::Ordinal(strength) => *strength >= Strength::Neutral,
            Support::None { .. } => true,
        };
        prop_assume!(speaks_for);
        // What is left must be on the same scale, in the same groups.
        let mut less = drawn.weighing.clone();
        less.assessments[at].support = Support::None { why: "taken away".to_owned() };
        let (before, after) = (told(&drawn.weighing, &drawn.items), told(&less, &drawn.items));
        prop_assume!(before.scale == after.scale);
        let h = drawn.weighing.hypotheses.iter().position(|h| h.name == taken.hypothesis).expect("known");
        prop_assert!(middle(&after, h) <= middle(&before, h));
        for (b, a) in before.hypotheses[h].posteriors.iter().zip(&after.hypotheses[h].posteriors) {
            prop_assert!(a.lo <= b.lo && a.hi <= b.hi);
        }
    }

    #[test]
    fn leaving_out_is_weighing_without(drawn in drawn()) {
        let whole = told(&drawn.weighing, &drawn.items);
        for without in &whole.without_group {
            let group = whole.groups.iter().find(|g| g.name == without.without).expect("listed");
            let rest = kept(&drawn, |id| !group.findings.contains(id));
            // Without all that is ordinal, the rest would have numbers.
            if rest.scale == whole.scale {
                prop_assert_eq!(&without.leader, &rest.lead.map(|lead| lead.leader));
            }
        }
        for without in &whole.without_finding {
            // The same finding, saying nothing: groups stay as they are.
            let mut silent = drawn.weighing.clone();
            let nothing = || Support::None { why: "left out".to_owned() };
            silent.assessments.iter_mut().filter(|a| a.finding == without.without).for_each(|a| a.support = nothing());
            let rest = told(&silent, &drawn.items);
            if rest.scale == whole.scale {
                prop_assert_eq!(&without.leader, &rest.lead.as_ref().map(|lead| lead.leader.clone()));
                if !without.changes {
                    prop_assert_eq!(without.lead, rest.lead.map(|lead| lead.by));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Through the whole arithmetic; on its own the choice is tested on 100,000 cases where it is written.
    #[test]
    fn the_smallest_flipping_set_is_that_of_brute_force(drawn in drawn()) {
        let whole = told(&drawn.weighing, &drawn.items);
        prop_assume!(whole.groups.len() <= 8);
        let ours = whole.lead.as_ref().and_then(|lead| lead.flip.as_ref()).map(|flip| flip.groups.len());
        prop_assert_eq!(ours, brute_force(&drawn, &whole));
    }
}
