//! Invented mails with known answers: where each came from, which signatures hold, and which belong together.
//!
//! Nothing in such a set was ever sent. Texts are sentences put together at random, with nothing in them that asks or
//! frightens; domains end in `.example` and `.test`, and addresses are those for documentation and benchmarks.
//!
//! # Model
//!
//! **Offices** get the mails: 56 of them, spread evenly over the kinds of [receivers](Receiver). Each receiver writes
//! its own form of Received lines (one to four), Authentication-Results, Received-SPF and envelope sender. In its lowest
//! line stands the address that connected: the origin.
//!
//! **Routes.** Accounts write through one of six free-mail providers or three relays, whose hosts connect and whose lines
//! stand below the receiver's; from hosts of their own, by IPv4 or IPv6, some without a name or with that of a
//! connection; or from one of three VPNs in the name of a domain that is not theirs. A mailing list (6 in 100 mails of
//! the background) marks the subject, adds a footer, and so breaks signatures before it adds its own; a forwarder (5 in
//! 100) leaves the mail as it is and rewrites the envelope sender.
//!
//! **Records.** Services sign with RSA, own domains (6 of 10) with Ed25519, mail through a relay often twice. SPF records
//! list the hosts of 85 in 100 own domains; what a VPN sends fails by them. Domains publish DMARC policies or none. All of
//! it stands in the zone files, with the time for which it holds, and the verdicts of the receivers are those that the
//! records give.
//!
//! **Forged lines.** The sender makes up Received lines in the form and in the names of the office's own receiver, with
//! addresses that had no part, and often Authentication-Results and X-Originating-IP in addition. They stand directly
//! below the receiver's lines when the sender owns the host that connects, which then in half of the cases greets with the
//! name of the office's own host, else below those of the service. Campaigns and copycats forge 0 to `--forged-lines`
//! lines, 3 in 10 other mails at least one.
//!
//! **Campaigns.** One text, with times, numbers, names and links anew in each mail, goes to many offices within 2 to 48
//! hours from 5 to 10 accounts, all with one client program. Half of the campaigns have a network of their own; every
//! fourth writes through a free-mail provider, and every fourth through a relay. All but those of free-mail providers
//! have 3 to 6 domains with one key: RSA for the first eleven campaigns, then Ed25519. **Copycats** take a campaign's
//! text within 5 days of its beginning, each with another account, route, key and client. **Decoys** write through the
//! provider or relay that a campaign uses, and have nothing else in common with it. All others are the **background**:
//! texts of their own, and client programs that campaigns have too.
//!
//! Each mail has a stream of random numbers, so that mails can be made in any order. Memory is about 500 bytes a mail.

mod client;
mod date;
mod journey;
mod keys;
mod letter;
mod names;
mod network;
mod options;
mod passing;
mod receiver;
mod sender;
mod service;
#[cfg(test)]
mod tests;
mod text;
mod world;
mod write;
mod zone;

use crate::ctx::Ctx;
use crate::error::Result;
use crate::outputs::Outputs;
use crate::outputs::check_empty;
pub use options::SimulateMailOptions;
pub use receiver::Receiver;
use std::path::{Path, PathBuf};
use world::{Kind, World};

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedMail {
    /// Mails.
    pub mails: u64,
    /// Campaigns.
    pub campaigns: u64,
    /// Mails of campaigns, of copycats, and decoys.
    pub planted: [u64; 3],
    /// Files and folder written.
    pub files: Vec<PathBuf>,
}

/// Writes mails, `truth.csv`, `zone.txt`, `zone.jsonl` and `README.txt` into the folder `dir`, which must be empty or
/// absent.
pub fn simulate_mail(options: &SimulateMailOptions, dir: &Path, ctx: &Ctx<'_>) -> Result<SimulatedMail> {
    check_empty(dir)?;
    ctx.progress.stage("drawing mails", None);
    let world = World::new(options)?;
    ctx.progress.stage("writing mails", Some(world.drafts.len() as u64));
    let mut outputs = Outputs::new(dir)?;
    write::write(&world, options, &mut outputs, ctx)?;
    let count = |kind: Kind| world.drafts.iter().filter(|draft| draft.kind == kind).count() as u64;
    Ok(SimulatedMail {
        mails: world.drafts.len() as u64,
        campaigns: options.campaigns().into(),
        planted: [Kind::Campaign, Kind::Copycat, Kind::Decoy].map(count),
        files: write::files(&outputs, options),
    })
}
