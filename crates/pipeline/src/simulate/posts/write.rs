//! The files of a set.

use super::names::{LAYERS, PLATFORMS, is_of_one_platform};
use super::options::{EVADING, Plan};
use super::world::World;
use crate::error::Result;
use crate::outputs::Outputs;
use crate::simulate::BEGINNING;
use std::io::Write;

/// Writes the files.
pub fn write(world: &World, plan: &Plan, outputs: &mut Outputs) -> Result<()> {
    outputs.file("posts.csv", "posts, ordered by time", |out| Ok(posts(world, plan, out)?))?;
    outputs.file("truth.csv", "accounts that act together", |out| Ok(truth(world, plan, out)?))?;
    outputs.file("README.txt", "what this is", |out| {
        readme(world, plan, out)?;
        Ok(0)
    })
}

fn posts(world: &World, plan: &Plan, out: &mut dyn Write) -> std::io::Result<u64> {
    writeln!(out, "post_id,account_id,created_at,object_id,layer,platform")?;
    for (number, row) in world.rows.iter().enumerate() {
        let layer = world.layers[row.object as usize];
        let platform = PLATFORMS[usize::from(world.platforms[row.account as usize])];
        let time = BEGINNING + u64::from(row.time);
        write!(out, "p{number},a{},{time},", row.account)?;
        if plan.platforms > 1 && is_of_one_platform(layer) {
            write!(out, "{platform}-")?;
        }
        writeln!(out, "o{},{},{platform}", world.names[row.object as usize], LAYERS[usize::from(layer)])?;
    }
    Ok(world.rows.len() as u64)
}

fn truth(world: &World, plan: &Plan, out: &mut dyn Write) -> std::io::Result<u64> {
    writeln!(out, "account_id,group_id,evading")?;
    let mut rows = 0;
    // After a permutation nobody acts together any more.
    for (number, group) in world.groups.iter().enumerate().filter(|_| !plan.shuffle) {
        for member in &group.members {
            writeln!(out, "a{member},{number},{}", u8::from(group.evading))?;
            rows += 1;
        }
    }
    Ok(rows)
}

fn readme(world: &World, plan: &Plan, out: &mut dyn Write) -> std::io::Result<()> {
    let shuffled = if plan.shuffle {
        "\nAccounts were permuted over the rows of their platform: nothing in this set is coordinated, and truth.csv\nhas no rows. Whatever a method finds here, it finds by chance.\n"
    } else {
        ""
    };
    write!(
        out,
        "An invented set of posts, made by {program} to measure methods.

Nobody in it exists, and nothing in it was ever posted: it holds numbers, times and kinds of acts, and no text.
It says nothing about any person, platform, country or party.

posts.csv   one row per post, ordered by time: post, account, UNIX seconds, object, layer, platform
truth.csv   the accounts that act together: account, group, and 1 where the group evades by spreading {EVADING} times as wide
{shuffled}
Made with
  rows        {rows}
  seed        {seed}
  accounts    {accounts}
  days        {days}
  groups      {groups}
  group size  {size_least} to {size_most}
  campaigns   {campaigns_least} to {campaigns_most}
  duty        {duty}
  jitter      {jitter} s
  evade       {evade}
  interests   {interests}
  homophily   {homophily}
  hyper       {hyper}
  layers      {layers}
  platforms   {platforms}
  shuffle     {shuffle}
Rows of campaigns: {planted}
",
        program = crate::PROGRAM,
        rows = plan.rows,
        seed = plan.seed,
        accounts = plan.accounts,
        days = plan.days,
        groups = plan.groups,
        size_least = plan.group_size.0,
        size_most = plan.group_size.1,
        campaigns_least = plan.campaigns.0,
        campaigns_most = plan.campaigns.1,
        duty = plan.duty,
        jitter = plan.jitter,
        evade = plan.evade,
        interests = plan.interests,
        homophily = plan.homophily,
        hyper = plan.hyper,
        layers = plan.layers,
        platforms = plan.platforms,
        shuffle = if plan.shuffle { "yes" } else { "no" },
        planted = world.planted_rows,
    )
}
