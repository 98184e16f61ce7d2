//! Invented posts with known answers: labelled sets on which methods are measured.
//!
//! Nothing in such a set was ever posted. It holds ids, times and kinds of acts, and no text.
//!
//! # Model
//!
//! **Accounts.** Activity has a heavy tail: weights `1 / (rank + 50)` in random order. Each account lives on one
//! platform and in one of 24 time zones. A share of the accounts that belong to no group is hyperactive: twice as
//! active as the most active other account, and not coordinated. These are decoys.
//!
//! **Objects.** One for five rows. Popularity has a heavy tail, `1 / (rank + 3)^1.05`, whose top is cut so that the
//! number of chance meetings grows about linearly with the rows. Each object is born at some time of the first nine
//! tenths and belongs to one layer. A repost or reply is of one platform's post, so the same number means a post of
//! its own on each platform there; objects of the other layers are common to all platforms.
//!
//! **Organic rows.** An account picks objects by popularity, or with interests and with chance `homophily` among
//! those of its own interest, so that accounts with a common interest meet often without acting together. It takes
//! an object a second time in one of ten cases only. The act follows the object's birth by a lognormal delay (median
//! 82 minutes, ln-deviation 2.2): news bursts, in which unrelated accounts share within the same minute. Of the acts
//! in an account's night six of ten wait until after six in its morning.
//!
//! **Groups.** Each has its members, taken from one platform or (half of them, where there are several) from all, and
//! campaigns of its own. A campaign is an object and a moment; each member takes part with chance `duty`, at a whole
//! second within `jitter` of the moment. Seven of ten objects are the campaign's own, the others are among the most
//! popular hundredth, shortly after their birth, so that neither rarity nor popularity tells groups apart. Groups
//! that evade spread 60 times as wide. Members act organically as well.
//!
//! **Shuffled.** Accounts are permuted over the rows of their platform. Activity, popularity and times stay, nothing
//! is coordinated any more, and `truth.csv` has no rows: what a method finds here it finds by chance.
//!
//! Numbers of objects and accounts in the files say nothing about their part in the model. Draws come from seeded
//! streams, one for each group and account. Memory is 12 bytes a row, and about 60 bytes an account and an object.

mod names;
mod options;
mod world;
mod write;

use crate::ctx::Ctx;
use crate::error::Result;
use crate::outputs::Outputs;
use crate::outputs::check_empty;
use options::Plan;
pub use options::SimulateOptions;
use std::path::{Path, PathBuf};
use world::World;

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulated {
    /// Posts.
    pub rows: u64,
    /// Accounts there are; some may have no post.
    pub accounts: u64,
    /// Groups planted.
    pub groups: u64,
    /// Accounts in them.
    pub members: u64,
    /// Posts that members made in campaigns.
    pub planted_rows: u64,
    /// Whether accounts were permuted, so that nothing is coordinated.
    pub shuffled: bool,
    /// Files written.
    pub files: Vec<PathBuf>,
}

/// Writes `posts.csv`, `truth.csv` and `README.txt` into the folder `dir`, which must be empty or absent.
pub fn simulate_posts(options: &SimulateOptions, dir: &Path, ctx: &Ctx<'_>) -> Result<Simulated> {
    let plan = Plan::new(options)?;
    check_empty(dir)?;
    ctx.progress.stage("drawing posts", None);
    let world = World::new(&plan)?;
    ctx.progress.stage("writing posts", None);
    let mut outputs = Outputs::new(dir)?;
    write::write(&world, &plan, &mut outputs)?;
    let files = outputs.list_files().iter().map(|file| outputs.path(&file.name)).collect();
    Ok(Simulated {
        rows: world.rows.len() as u64,
        accounts: u64::from(plan.accounts),
        groups: world.groups.len() as u64,
        members: world.groups.iter().map(|group| group.members.len() as u64).sum(),
        planted_rows: world.planted_rows,
        shuffled: plan.shuffle,
        files,
    })
}
