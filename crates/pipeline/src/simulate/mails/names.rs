//! Names of offices, people and domains that do not exist.

use super::receiver::Receiver;
use crate::simulate::draw::pick;
use stats::Xoshiro256;

/// Somebody who gets mail.
#[derive(Clone, Debug)]
pub struct Office {
    /// As a sentence names it.
    pub name: String,
    /// The office's own domain, whoever keeps its mailboxes.
    pub domain: String,
    /// Its address.
    pub address: String,
    /// Minutes that its hosts are ahead of UTC.
    pub zone: i32,
    /// Who keeps its mailboxes.
    pub receiver: Receiver,
}

/// Offices that get mail.
pub const OFFICES: usize = 56;

const PLACES: [&str; 14] = [
    "Northquay",
    "Lanternhill",
    "Millford",
    "Seabright",
    "Oakhaven",
    "Stonebridge",
    "Willowmere",
    "Redcliff",
    "Harrowgate",
    "Fernside",
    "Greywater",
    "Larkfield",
    "Saltmarsh",
    "Windermoor",
];
const WORK: [&str; 4] = ["harbour office", "lights office", "ferry office", "records office"];
const GIVEN: [&str; 24] = [
    "Ada", "Bela", "Cato", "Dora", "Edda", "Falk", "Gita", "Hale", "Ines", "Jory", "Kaia", "Lior", "Mika",
    "Nilo", "Orla", "Pim", "Quin", "Rosa", "Sven", "Tova", "Uma", "Vito", "Wren", "Yara",
];
const FAMILY: [&str; 20] = [
    "Alder", "Birch", "Cooper", "Dray", "Ember", "Finch", "Grove", "Heath", "Inkwell", "Jessop", "Kestrel",
    "Linden", "Marsh", "Nettle", "Oakley", "Pike", "Quill", "Rook", "Sedge", "Thorn",
];
const THINGS: [&str; 24] = [
    "anchor", "basket", "candle", "compass", "copper", "feather", "garden", "hammer", "island", "kettle",
    "ladder", "lantern", "marble", "needle", "orchard", "paper", "pebble", "ribbon", "saddle", "shell",
    "thimble", "timber", "violet", "window",
];

/// The offices, spread evenly over the receivers.
pub fn offices(receivers: &[Receiver]) -> Vec<Office> {
    (0..OFFICES)
        .map(|number| {
            let (place, work) = (PLACES[number % PLACES.len()], WORK[number / PLACES.len() % WORK.len()]);
            let label = work.split(' ').next().unwrap_or_default();
            let domain = format!("{}-{label}.example", place.to_lowercase());
            Office {
                name: format!("the {work} of {place}"),
                address: format!("desk@{domain}"),
                domain,
                zone: [0, 60, 120, -300][number / receivers.len() % 4],
                receiver: receivers[number % receivers.len()],
            }
        })
        .collect()
}

/// Given and family name.
pub fn person(random: &mut Xoshiro256) -> (&'static str, &'static str) {
    (pick(random, &GIVEN), pick(random, &FAMILY))
}

/// A domain of its own for each number.
pub fn domain(number: usize, random: &mut Xoshiro256) -> String {
    let top = if random.below(5) == 0 { "test" } else { "example" };
    format!("{}-{}-{number}.{top}", pick(random, &THINGS), pick(random, &THINGS))
}

/// The part of an address before the `@`; a number keeps accounts of one provider apart.
pub fn local_part((given, family): (&str, &str), number: usize) -> String {
    format!("{}.{}{number}", given.to_lowercase(), family.to_lowercase())
}
