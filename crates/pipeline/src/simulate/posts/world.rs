//! The model: who exists, what is planted, and what happens by itself.

use super::names::is_of_one_platform;
use super::options::{EVADING, Plan};
use crate::error::Result;
use crate::simulate::draw::{Weighted, between, exponential, normal, zipf};
use hashbrown::HashSet;
use stats::Xoshiro256;

/// Share of the campaigns whose object is their own.
const OWN_OBJECT: f64 = 0.7;
/// Share of the groups that have members on all platforms, where there are several.
const SPANNING: f64 = 0.5;
/// Chance that an account takes an object again that it has picked a second time.
const AGAIN: f64 = 0.1;
/// Picks after which an account takes what it has.
const PICKS: u32 = 16;
/// Mean and deviation of the logarithm of the seconds between an object's birth and an act on it.
const DELAY: (f64, f64) = (8.5, 2.2);
/// Hour at which the night of an account ends; it begins at midnight.
const MORNING: f64 = 6.0;
/// Chance that an act of the night waits for the morning.
const ASLEEP: f64 = 0.6;

/// Streams of random numbers; those of groups and accounts count on from there.
mod stream {
    pub const PLATFORMS: u64 = 0;
    pub const GROUPS: u64 = 1;
    pub const HYPER: u64 = 2;
    pub const OBJECTS: u64 = 3;
    pub const INTERESTS: u64 = 4;
    pub const ACTIVITY: u64 = 5;
    pub const NAMES: u64 = 6;
    pub const SHUFFLE: u64 = 7;
    pub const GROUP: u64 = 1 << 32;
    pub const ACCOUNT: u64 = 2 << 32;
}

/// An act, in the order of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Seconds after the beginning.
    pub time: u32,
    pub account: u32,
    pub object: u32,
}

/// Accounts that act together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Accounts, ascending.
    pub members: Vec<u32>,
    pub evading: bool,
    /// Seconds around a campaign's moment.
    pub jitter: u32,
    /// Whether the members are on several platforms.
    pub spans: bool,
}

/// Everything that happens.
pub struct World {
    /// Ordered by time.
    pub rows: Vec<Row>,
    pub planted_rows: u64,
    pub groups: Vec<Group>,
    /// Platform of each account.
    pub platforms: Vec<u8>,
    /// Layer of each object.
    pub layers: Vec<u8>,
    /// Number of each object in the files.
    pub names: Vec<u32>,
}

impl World {
    /// Draws it.
    pub fn new(plan: &Plan) -> Result<Self> {
        let mut random = Xoshiro256::stream(plan.seed, stream::PLATFORMS);
        let platforms: Vec<u8> =
            (0..plan.accounts).map(|_| random.below(plan.platforms as u64) as u8).collect();
        let groups = groups(plan, &platforms)?;
        let mut objects = Objects::new(plan);
        let mut rows = campaigns(plan, &groups, &mut objects)?;
        let planted_rows = rows.len() as u64;
        let interests = Interests::new(plan, &objects);
        organic(plan, &hyperactive(plan, &groups), &objects, &interests, &mut rows);
        if plan.shuffle {
            shuffle(plan, &platforms, &mut rows);
        }
        rows.sort_unstable();
        let mut names: Vec<u32> = (0..objects.layers.len() as u32).collect();
        Xoshiro256::stream(plan.seed, stream::NAMES).shuffle(&mut names);
        Ok(Self { rows, planted_rows, groups, platforms, layers: objects.layers, names })
    }
}

/// Who is in which group.
fn groups(plan: &Plan, platforms: &[u8]) -> Result<Vec<Group>> {
    let mut random = Xoshiro256::stream(plan.seed, stream::GROUPS);
    let mut free: Vec<Vec<u32>> = vec![Vec::new(); plan.platforms];
    for (account, platform) in platforms.iter().enumerate() {
        free[usize::from(*platform)].push(account as u32);
    }
    free.iter_mut().for_each(|accounts| random.shuffle(accounts));
    let evading = random.sample(plan.groups.into(), (f64::from(plan.groups) * plan.evade).round() as u64);
    let mut members_so_far = 0;
    let mut groups = Vec::new();
    for number in 0..plan.groups {
        let size = between(&mut random, plan.group_size);
        members_so_far += u64::from(size);
        plan.check_members(members_so_far)?;
        // The platform with most free accounts comes next, so that none runs dry before the others.
        let fullest = |free: &[Vec<u32>]| (0..free.len()).max_by_key(|&p| free[p].len()).unwrap_or(0);
        let anywhere = plan.platforms > 1 && random.uniform() < SPANNING;
        let home = fullest(&free);
        let mut members: Vec<u32> = (0..size)
            .filter_map(|_| {
                let from = if anywhere { random.below(plan.platforms as u64) as usize } else { home };
                let from = if free[from].is_empty() { fullest(&free) } else { from };
                free[from].pop()
            })
            .collect();
        members.sort_unstable();
        let platform = |account: &u32| platforms[*account as usize];
        let spans = members.windows(2).any(|two| platform(&two[0]) != platform(&two[1]));
        let evading = evading.binary_search(&number.into()).is_ok();
        let jitter = plan.jitter * if evading { EVADING } else { 1 };
        groups.push(Group { members, evading, jitter, spans });
    }
    Ok(groups)
}

/// Accounts that do much, but by themselves. None of them is in a group.
fn hyperactive(plan: &Plan, groups: &[Group]) -> Vec<u32> {
    let mut members: Vec<u32> = groups.iter().flat_map(|group| group.members.iter().copied()).collect();
    members.sort_unstable();
    let others: Vec<u32> = (0..plan.accounts).filter(|a| members.binary_search(a).is_err()).collect();
    let wanted = (f64::from(plan.accounts) * plan.hyper).round() as u64;
    let chosen = Xoshiro256::stream(plan.seed, stream::HYPER).sample(others.len() as u64, wanted);
    chosen.into_iter().map(|place| others[place as usize]).collect()
}

/// What can be acted on. The number of an organic object is its rank in popularity; those of campaigns follow.
struct Objects {
    weights: Vec<f64>,
    table: Weighted,
    /// Seconds; organic objects only.
    births: Vec<u32>,
    layers: Vec<u8>,
    kinds: u64,
}

impl Objects {
    fn new(plan: &Plan) -> Self {
        let mut random = Xoshiro256::stream(plan.seed, stream::OBJECTS);
        let rows = f64::from(plan.rows);
        // Expected acts on the most popular object, as a share.
        let cap = 1000.0 * libm::sqrt(rows / 1e5) / rows;
        let weights = zipf(plan.objects as usize, 1.05, 3.0, cap.max(2.0 / f64::from(plan.objects)));
        let kinds = plan.layers as u64;
        let last_birth = u64::from(plan.span) * 9 / 10;
        let (births, layers) =
            (0..plan.objects).map(|_| (random.below(last_birth) as u32, random.below(kinds) as u8)).unzip();
        Self { table: Weighted::new(&weights), weights, births, layers, kinds }
    }

    /// An object that only one campaign has. `anywhere`: it can be met on all platforms.
    fn own(&mut self, anywhere: bool, random: &mut Xoshiro256) -> u32 {
        let mut layer = random.below(self.kinds) as u8;
        while anywhere && is_of_one_platform(layer) {
            // The first layer is of all platforms.
            layer = random.below(u64::from(layer)) as u8;
        }
        self.layers.push(layer);
        self.layers.len() as u32 - 1
    }

    /// One of the most popular hundredth.
    fn popular(&self, anywhere: bool, random: &mut Xoshiro256) -> Option<u32> {
        let most = (self.births.len() as u64 / 100).max(10).min(self.births.len() as u64);
        let fits = |object: &u32| !anywhere || !is_of_one_platform(self.layers[*object as usize]);
        (0..PICKS).map(|_| random.below(most) as u32).find(fits)
    }
}

/// What the groups do.
fn campaigns(plan: &Plan, groups: &[Group], objects: &mut Objects) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(plan.rows as usize);
    for (number, group) in groups.iter().enumerate() {
        let mut random = Xoshiro256::stream(plan.seed, stream::GROUP + number as u64);
        for _ in 0..between(&mut random, plan.campaigns) {
            let known = (random.uniform() >= OWN_OBJECT).then(|| objects.popular(group.spans, &mut random));
            let (object, moment) = match known.flatten() {
                Some(object) => {
                    let after = random.below(u64::from(plan.span) / 10) as u32;
                    (object, objects.births[object as usize] + after)
                }
                None => (objects.own(group.spans, &mut random), random.below(plan.span.into()) as u32),
            };
            let moment = moment.max(group.jitter).min(plan.span - group.jitter);
            for &account in &group.members {
                if random.uniform() < plan.duty {
                    let time = moment - group.jitter + between(&mut random, (0, 2 * group.jitter));
                    rows.push(Row { time, account, object });
                }
            }
            plan.check_planted(rows.len() as u64)?;
        }
    }
    Ok(rows)
}

/// Which accounts and objects belong to which interest, where there are interests.
struct Interests {
    accounts: Vec<u16>,
    /// For each interest its objects, and how they are drawn.
    objects: Vec<(Vec<u32>, Weighted)>,
}

impl Interests {
    fn new(plan: &Plan, objects: &Objects) -> Self {
        if plan.interests == 0 {
            return Self { accounts: Vec::new(), objects: Vec::new() };
        }
        let mut random = Xoshiro256::stream(plan.seed, stream::INTERESTS);
        let mut draw = || random.below(plan.interests.into()) as u16;
        let accounts = (0..plan.accounts).map(|_| draw()).collect();
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); plan.interests as usize];
        for object in 0..objects.weights.len() as u32 {
            members[usize::from(draw())].push(object);
        }
        let table = |objects_of: Vec<u32>| {
            let weights: Vec<f64> = objects_of.iter().map(|o| objects.weights[*o as usize]).collect();
            let table = Weighted::new(&weights);
            (objects_of, table)
        };
        Self { accounts, objects: members.into_iter().map(table).collect() }
    }

    /// An object of the account's interest.
    fn draw(&self, account: u32, random: &mut Xoshiro256) -> Option<u32> {
        let interest = *self.accounts.get(account as usize)?;
        let (objects, table) = &self.objects[usize::from(interest)];
        table.draw(random).map(|place| objects[place as usize])
    }
}

/// What happens by itself fills the rows up.
fn organic(plan: &Plan, hyper: &[u32], objects: &Objects, interests: &Interests, rows: &mut Vec<Row>) {
    let counts = activity(plan, hyper, u64::from(plan.rows) - rows.len() as u64);
    let mut seen: HashSet<u32> = HashSet::new();
    for (account, &count) in counts.iter().enumerate() {
        let mut random = Xoshiro256::stream(plan.seed, stream::ACCOUNT + account as u64);
        let zone = random.below(24) as f64;
        seen.clear();
        for _ in 0..count {
            let own = plan.interests > 0 && random.uniform() < plan.homophily;
            let mut object = 0;
            for _ in 0..PICKS {
                let of_interest = own.then(|| interests.draw(account as u32, &mut random)).flatten();
                object = of_interest.or_else(|| objects.table.draw(&mut random)).unwrap_or(0);
                if seen.insert(object) || random.uniform() < AGAIN {
                    break;
                }
            }
            let time = moment(plan, objects.births[object as usize], zone, &mut random);
            rows.push(Row { time, account: account as u32, object });
        }
    }
}

/// How many of `rows` organic rows each account makes.
fn activity(plan: &Plan, hyper: &[u32], rows: u64) -> Vec<u32> {
    let mut random = Xoshiro256::stream(plan.seed, stream::ACTIVITY);
    let mut weights = zipf(plan.accounts as usize, 1.0, 50.0, 1.0);
    let most = weights.first().copied().unwrap_or(0.0);
    random.shuffle(&mut weights);
    for account in hyper {
        weights[*account as usize] += 2.0 * most;
    }
    let table = Weighted::new(&weights);
    let mut counts = vec![0; plan.accounts as usize];
    for account in (0..rows).filter_map(|_| table.draw(&mut random)) {
        counts[account as usize] += 1;
    }
    counts
}

/// When an account whose clock is `zone` hours ahead acts on an object born at `birth`.
fn moment(plan: &Plan, birth: u32, zone: f64, random: &mut Xoshiro256) -> u32 {
    let (birth, span) = (f64::from(birth), f64::from(plan.span));
    let mut time = birth + libm::exp(DELAY.0 + DELAY.1 * normal(random));
    if time >= span {
        time = birth + random.uniform() * (span - birth);
    }
    let hour = (time / 3600.0 + zone) % 24.0;
    if hour < MORNING && random.uniform() < ASLEEP {
        time += (MORNING - hour + exponential(random)) * 3600.0;
    }
    time as u32
}

/// Permutes the accounts over the rows of each platform.
fn shuffle(plan: &Plan, platforms: &[u8], rows: &mut [Row]) {
    // The order of the rows so far is that of groups and accounts.
    rows.sort_unstable();
    let mut random = Xoshiro256::stream(plan.seed, stream::SHUFFLE);
    for platform in 0..plan.platforms as u8 {
        let here = |row: &Row| platforms[row.account as usize] == platform;
        let mut accounts: Vec<u32> = rows.iter().filter(|row| here(row)).map(|row| row.account).collect();
        random.shuffle(&mut accounts);
        for (row, account) in rows.iter_mut().filter(|row| here(row)).zip(accounts) {
            row.account = account;
        }
    }
}

#[cfg(test)]
mod tests;
