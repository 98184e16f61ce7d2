//! One mail on its way from the account to the office, and what is true about it.

use super::keys::Keyring;
use super::letter::Letter;
use super::names::Office;
use super::network::documentation;
use super::passing::{pass_on, received_by_service};
use super::receiver::{Arrival, Dmarc, Signed, Spf, Verdicts};
use super::sender::{Host, Route, Sender};
use super::text::{Filling, Template};
use super::world::{Draft, Kind, World, stream};
use crate::simulate::draw::{between, happens};
use mail::dkim::sign::SignError;
use stats::Xoshiro256;
use std::net::IpAddr;

/// A mail in the mailbox.
pub struct Delivered {
    /// Lines end in CR LF.
    pub bytes: Vec<u8>,
    /// What is true about it.
    pub truth: Truth,
}

/// What is true about a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// Address that connected to the receiver.
    pub origin: IpAddr,
    /// Addresses that only forged lines name.
    pub forged: Vec<IpAddr>,
    /// What the receiver found out.
    pub verdicts: Verdicts,
    /// Envelope sender at the receiver.
    pub mail_from: String,
    /// What the last host before the receiver called itself.
    pub helo: String,
    /// Seconds since 1970 at which the receiver took it in.
    pub received_at: u64,
}

/// Where a mail stands on its way.
struct Position {
    host: Host,
    mail_from: String,
    spf: Spf,
}

/// Writes the mail with this number, signs it, sends it, and lets the office's receiver stamp it.
pub fn deliver(world: &World, number: usize, seed: u64, keys: &Keyring) -> Result<Delivered, SignError> {
    let draft = &world.drafts[number];
    let (sender, office) = (&world.senders[draft.sender], &world.offices[draft.office]);
    let random = &mut Xoshiro256::stream(seed, stream::MAIL + number as u64);
    let mut letter = write(world, draft, sender, random);
    let (forgery, forged) = forge(world, draft, sender, random);
    let mut signatures = Vec::new();
    let mut at = draft.at + 1;
    let host = match &sender.route {
        // Whoever owns the host decides what stands on top.
        Route::Own(host) | Route::Vpn(host) => {
            sign(&mut letter, sender, at, keys, &mut signatures)?;
            letter.put_on_top(forgery);
            greeting(host, draft, office, random)
        }
        Route::Through(service, client) => {
            letter.put_on_top(forgery);
            sign(&mut letter, sender, at, keys, &mut signatures)?;
            let host = Host::of_service(service, random);
            letter.put_on_top([received_by_service(&host, *client, at, random)]);
            host
        }
    };
    at += u64::from(between(random, (1, 30)));
    let mut position = Position { host, mail_from: sender.mail_from.clone(), spf: sender.spf };
    if let Some(service) = draft.passed_on_by {
        let mail_from = pass_on(service, &mut letter, &position.host, &position.mail_from, at, random);
        if service.changes_mails() {
            signatures.iter_mut().for_each(|signed| signed.holds = false);
            if let Some(signer) = service.signer() {
                signatures.insert(0, letter.sign(&signer, at, keys)?);
            }
        }
        at += u64::from(between(random, (1, 60)));
        position = Position { host: Host::of_service(service, random), mail_from, spf: Spf::Pass };
    }
    let verdicts = verdicts(sender, &position, signatures);
    let arrival = Arrival {
        office,
        peer: position.host.ip,
        helo: &position.host.helo,
        reverse: position.host.reverse.as_deref(),
        mail_from: &position.mail_from,
        verdicts: &verdicts,
        at,
    };
    let stamp = office.receiver.stamp(&arrival, random);
    letter.put_on_top(stamp.top);
    letter.fields.extend(stamp.end);
    let bytes = letter.bytes();
    let Position { host, mail_from, .. } = position;
    let truth = Truth { origin: host.ip, forged, verdicts, mail_from, helo: host.helo, received_at: at };
    Ok(Delivered { bytes, truth })
}

/// Who forges lines may call itself what the office's own host is called.
fn greeting(host: &Host, draft: &Draft, office: &Office, random: &mut Xoshiro256) -> Host {
    let mut host = host.clone();
    if draft.forged > 0 && happens(random, 0.5) {
        host.helo = format!("mx.{}", office.domain);
    }
    host
}

fn write(world: &World, draft: &Draft, sender: &Sender, random: &mut Xoshiro256) -> Letter {
    let own;
    let campaign = match draft.kind {
        Kind::Campaign | Kind::Copycat => draft.campaign,
        Kind::Decoy | Kind::Background => None,
    };
    let template = match campaign.and_then(|campaign| world.texts.get(campaign as usize)) {
        Some(template) => template,
        None => {
            own = Template::draw(random);
            &own
        }
    };
    let office = &world.offices[draft.office];
    let filling = Filling { office: &office.name, name: &sender.name, link: &sender.link };
    let text = template.fill(&filling, random);
    let from = format!("{} <{}>", sender.name, sender.from);
    sender.client.write(&from, &office.address, sender.domain(), &text, draft.at, random)
}

/// Lines that make another way of the mail believed, and the addresses in them: in the form of the office's receiver, and
/// of its own hosts.
fn forge(
    world: &World,
    draft: &Draft,
    sender: &Sender,
    random: &mut Xoshiro256,
) -> (Vec<String>, Vec<IpAddr>) {
    if draft.forged == 0 {
        return (Vec::new(), Vec::new());
    }
    let office = &world.offices[draft.office];
    let (peer, verdicts) = (documentation(random), Verdicts::claimed(sender.domain()));
    let helo = format!("mail.{}", sender.domain());
    let arrival = Arrival {
        office,
        peer,
        helo: &helo,
        reverse: Some(&helo),
        mail_from: &sender.from,
        verdicts: &verdicts,
        at: draft.at,
    };
    let mut fields = office.receiver.imitate(&arrival, draft.forged, random);
    let mut forged = vec![peer];
    if happens(random, 0.5) {
        fields.extend(office.receiver.imitate_verdicts(&arrival, random));
    }
    if happens(random, 0.5) {
        let ip = documentation(random);
        fields.push(format!("X-Originating-IP: [{ip}]"));
        forged.push(ip);
    }
    (fields, forged)
}

fn sign(
    letter: &mut Letter,
    sender: &Sender,
    at: u64,
    keys: &Keyring,
    signatures: &mut Vec<Signed>,
) -> Result<(), SignError> {
    for signer in &sender.signers {
        signatures.insert(0, letter.sign(signer, at, keys)?);
    }
    Ok(())
}

/// What the receiver finds out. Domains here have two labels, so alignment (RFC 7489, section 3.1) is equality.
fn verdicts(sender: &Sender, position: &Position, signatures: Vec<Signed>) -> Verdicts {
    let author = sender.domain().to_owned();
    let mail_from = position.mail_from.rsplit_once('@').map_or("", |(_, domain)| domain);
    let by_spf = position.spf == Spf::Pass && mail_from == author;
    let by_dkim = signatures.iter().any(|signed| signed.holds && signed.domain == author);
    let dmarc = match sender.policy {
        None => Dmarc::None,
        Some(_) if by_spf || by_dkim => Dmarc::Pass,
        Some(_) => Dmarc::Fail,
    };
    Verdicts { spf: position.spf, signatures, dmarc, policy: sender.policy, author }
}
