//! Properties of the model.

use super::*;
use crate::simulate::SimulateOptions;
use std::collections::{BTreeMap, BTreeSet};

fn plan(options: SimulateOptions) -> Plan {
    Plan::new(&options).expect("options that fit")
}

fn small() -> SimulateOptions {
    SimulateOptions { rows: 20_000, seed: 5, groups: Some(10), ..SimulateOptions::default() }
}

#[test]
fn rows_are_as_many_as_asked_and_in_order() {
    for options in [
        small(),
        SimulateOptions { shuffle: true, platforms: 3, layers: 5, ..small() },
        SimulateOptions { rows: 1, groups: Some(0), ..small() },
        SimulateOptions { groups: Some(0), accounts: Some(1), hyper: 1.0, interests: 500, ..small() },
    ] {
        let plan = plan(options);
        let world = World::new(&plan).expect("a world");
        assert_eq!(world.rows.len(), plan.rows as usize);
        assert!(world.rows.is_sorted());
        assert_eq!(world.names.len(), world.layers.len());
        let latest = f64::from(world.rows.last().map_or(0, |row| row.time));
        assert!(latest < f64::from(plan.span) * 1.1, "{latest}");
    }
}

#[test]
fn seeds_decide() {
    let rows = |seed| World::new(&plan(SimulateOptions { seed, ..small() })).expect("a world").rows;
    assert_eq!(rows(1), rows(1));
    assert_ne!(rows(1), rows(2));
}

#[test]
fn members_act_within_the_jitter() {
    let plan = plan(SimulateOptions { evade: 0.3, jitter: 20, ..small() });
    let world = World::new(&plan).expect("a world");
    let mut acts: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for row in world.rows.iter().filter(|row| row.object >= plan.objects) {
        acts.entry(row.object).or_default().push(*row);
    }
    assert!(acts.len() > 100);
    let mut widest = BTreeMap::new();
    for rows in acts.values() {
        let group = world
            .groups
            .iter()
            .find(|group| group.members.contains(&rows[0].account))
            .expect("own objects are of a group");
        assert!(rows.iter().all(|row| group.members.contains(&row.account)));
        let wide = rows[rows.len() - 1].time - rows[0].time;
        assert!(wide <= 2 * group.jitter, "{wide} s, evading: {}", group.evading);
        let widest = widest.entry(group.evading).or_insert(0);
        *widest = wide.max(*widest);
    }
    assert_eq!(world.groups.iter().filter(|group| group.evading).count(), 3);
    assert!((20..=40).contains(&widest[&false]) && widest[&true] > 1200, "{widest:?}");
}

#[test]
fn members_take_part_by_duty() {
    let plan = plan(SimulateOptions { duty: 1.0, group_size: (5, 5), campaigns: (20, 20), ..small() });
    let world = World::new(&plan).expect("a world");
    assert_eq!(world.planted_rows, 10 * 5 * 20);
    assert!(world.groups.iter().all(|group| group.members.len() == 5));
    let members: BTreeSet<u32> = world.groups.iter().flat_map(|group| group.members.clone()).collect();
    assert_eq!(members.len(), 50, "nobody is in two groups");
}

#[test]
fn hyperactive_accounts_are_many_times_as_active_and_in_no_group() {
    let plan = plan(SimulateOptions { hyper: 0.01, groups: Some(40), campaigns: (1, 2), ..small() });
    let world = World::new(&plan).expect("a world");
    let hyper = hyperactive(&plan, &world.groups);
    assert_eq!(hyper.len(), 17);
    assert!(hyper.iter().all(|account| world.groups.iter().all(|group| !group.members.contains(account))));
    let of_hyper = world.rows.iter().filter(|row| hyper.contains(&row.account)).count();
    let (mean_hyper, mean) = (of_hyper as f64 / 17.0, world.rows.len() as f64 / f64::from(plan.accounts));
    assert!(mean_hyper > 5.0 * mean, "{mean_hyper} against {mean}");
}

#[test]
fn accounts_prefer_their_interest_by_homophily() {
    let plan = plan(SimulateOptions { interests: 8, homophily: 0.6, groups: Some(0), ..small() });
    let world = World::new(&plan).expect("a world");
    let interests = Interests::new(&plan, &Objects::new(&plan));
    let mut of_object = vec![0; plan.objects as usize];
    for (interest, (objects, _)) in interests.objects.iter().enumerate() {
        objects.iter().for_each(|object| of_object[*object as usize] = interest);
    }
    let own =
        |row: &&Row| usize::from(interests.accounts[row.account as usize]) == of_object[row.object as usize];
    let share = world.rows.iter().filter(own).count() as f64 / world.rows.len() as f64;
    // An object of no choice is of the same interest by chance.
    let expected = 0.6 + 0.4 / 8.0;
    assert!((share - expected).abs() < 0.03, "{share} instead of {expected}");
}

#[test]
fn bursts_are_there_and_the_top_is_cut() {
    let plan = plan(SimulateOptions { rows: 100_000, groups: Some(0), ..small() });
    let world = World::new(&plan).expect("a world");
    let mut counts = vec![0_u32; plan.objects as usize];
    world.rows.iter().for_each(|row| counts[row.object as usize] += 1);
    // The cap is 1000 expected acts.
    assert!(counts.iter().all(|count| *count < 1200) && counts[0] > 800, "{}", counts[0]);
    let mut times: Vec<u32> = world.rows.iter().filter(|row| row.object == 0).map(|row| row.time).collect();
    times.sort_unstable();
    let meetings = times.windows(2).filter(|two| two[1] - two[0] <= 60).count();
    assert!(meetings > 300, "{meetings} of {} within a minute", times.len());
}

#[test]
fn groups_meet_where_their_members_are() {
    let plan =
        plan(SimulateOptions { platforms: 3, layers: 5, groups: Some(30), campaigns: (4, 8), ..small() });
    let world = World::new(&plan).expect("a world");
    let spanning = world.groups.iter().filter(|group| group.spans).count();
    assert!((5..=25).contains(&spanning), "{spanning}");
    let spans = |account: u32| {
        world.groups.iter().find(|group| group.members.contains(&account)).is_some_and(|group| group.spans)
    };
    for row in world.rows.iter().filter(|row| row.object >= plan.objects && spans(row.account)) {
        assert!(!is_of_one_platform(world.layers[row.object as usize]));
    }
}

#[test]
fn permuting_keeps_activity_times_and_platforms() {
    let options = SimulateOptions { platforms: 2, ..small() };
    let before = World::new(&plan(options.clone())).expect("a world");
    let after = World::new(&plan(SimulateOptions { shuffle: true, ..options })).expect("a world");
    let count = |world: &World, key: &dyn Fn(&Row) -> (u32, u32)| {
        let mut counts: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        world.rows.iter().for_each(|row| *counts.entry(key(row)).or_default() += 1);
        counts
    };
    assert_ne!(before.rows, after.rows);
    assert_eq!(count(&before, &|row| (row.account, 0)), count(&after, &|row| (row.account, 0)));
    assert_eq!(count(&before, &|row| (row.object, row.time)), count(&after, &|row| (row.object, row.time)));
    let place = |row: &Row| (row.object, u32::from(before.platforms[row.account as usize]));
    assert_eq!(count(&before, &place), count(&after, &place));
}

#[test]
fn campaigns_that_do_not_fit_are_refused() {
    for (options, expected) in [
        (SimulateOptions { rows: 500, groups: Some(10), ..small() }, "the campaigns alone"),
        (SimulateOptions { campaigns: (1, u32::MAX), ..small() }, "the campaigns alone"),
        (SimulateOptions { accounts: Some(130), group_size: (4, 12), ..small() }, "10 groups would have"),
    ] {
        let error = World::new(&plan(options)).err().expect("it does not fit");
        assert!(error.to_string().starts_with(expected) && error.hint().is_some(), "{error}");
    }
}
