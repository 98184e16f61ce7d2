//! Accounts that write, and the hosts that their mails come from.

use super::client::Client;
use super::keys::Key;
use super::letter::Signer;
use super::names::{self, local_part, person};
use super::network::{Network, documentation_v6, name_of_connection, spf};
use super::receiver::Spf;
use super::service::Service;
use crate::simulate::draw::{happens, pick};
use stats::Xoshiro256;
use std::net::IpAddr;

/// A domain that its owner has for itself.
#[derive(Clone, Debug)]
pub struct OwnDomain {
    pub name: String,
    /// What its SPF record lists, and what it says about everybody else.
    pub spf: Option<(String, Spf)>,
    /// Who signs in its name.
    pub signer: Option<Signer>,
    /// Policy of its DMARC record.
    pub policy: Option<&'static str>,
}

impl OwnDomain {
    /// A domain that lists `allowed`, with or without a key.
    pub fn draw(number: usize, allowed: String, key: Option<Key>, random: &mut Xoshiro256) -> Self {
        let name = names::domain(number, random);
        let others = if happens(random, 0.5) { Spf::Fail } else { Spf::SoftFail };
        let policies = [None, Some("none"), Some("none"), Some("quarantine"), Some("reject")];
        Self {
            spf: happens(random, 0.85).then_some((allowed, others)),
            signer: key.map(|key| Signer { domain: name.clone(), selector: "k1", key }),
            policy: pick(random, &policies),
            name,
        }
    }

    fn allows(&self) -> Spf {
        if self.spf.is_some() { Spf::Pass } else { Spf::None }
    }
}

/// A host that hands mail to receivers.
#[derive(Clone, Debug)]
pub struct Host {
    pub ip: IpAddr,
    /// What it calls itself.
    pub helo: String,
    /// The name that is found for its address.
    pub reverse: Option<String>,
}

impl Host {
    /// A host of a domain, in most cases with a name that fits.
    pub fn of(domain: &str, ip: IpAddr, random: &mut Xoshiro256) -> Self {
        let helo = format!("{}.{domain}", pick(random, &["mail", "mx", "out", "smtp"]));
        let reverse = match random.below(10) {
            0..7 => Some(helo.clone()),
            7 | 8 => Some(name_of_connection(ip)),
            _ => None,
        };
        Self { ip, helo, reverse }
    }

    /// A host of a service.
    pub fn of_service(service: &Service, random: &mut Xoshiro256) -> Self {
        let ip = service.network().host(random);
        let last = match ip {
            IpAddr::V4(ip) => ip.octets()[3],
            IpAddr::V6(ip) => ip.octets()[15],
        };
        let helo = format!("out{last}.{}", service.domain);
        Self { ip, reverse: Some(helo.clone()), helo }
    }
}

/// How mail leaves.
#[derive(Clone, Debug)]
pub enum Route {
    /// From a host that belongs to the sender.
    Own(Host),
    /// From an address of a VPN, in somebody else's name.
    Vpn(Host),
    /// Through a free-mail provider or a relay, into which the sender logs in from an address.
    Through(&'static Service, IpAddr),
}

/// An account.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Account that the mail was really handed in with; none when the sender needs none.
    pub account: Option<String>,
    /// Address in From.
    pub from: String,
    /// Name in From.
    pub name: String,
    /// Envelope sender.
    pub mail_from: String,
    /// What SPF finds when the mail goes straight to the receiver.
    pub spf: Spf,
    /// Policy of the author's domain.
    pub policy: Option<&'static str>,
    pub route: Route,
    /// In the order in which they sign.
    pub signers: Vec<Signer>,
    pub client: Client,
    /// Host of links in the texts.
    pub link: String,
}

impl Sender {
    /// Host in Message-ID and author's domain.
    pub fn domain(&self) -> &str {
        self.from.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Somebody with an account at a free-mail provider.
    pub fn free_mail(
        service: &'static Service,
        number: usize,
        client: Client,
        random: &mut Xoshiro256,
    ) -> Self {
        let person = person(random);
        let address = format!("{}@{}", local_part(person, number), service.domain);
        Self {
            account: Some(address.clone()),
            from: address.clone(),
            name: format!("{} {}", person.0, person.1),
            mail_from: address,
            spf: Spf::Pass,
            policy: service.policy,
            route: Route::Through(service, connection(random)),
            signers: service.signer().into_iter().collect(),
            client,
            link: names::domain(number, random),
        }
    }

    /// Somebody who sends from an own domain: from an own host, or through a relay.
    pub fn of_domain(
        domain: &OwnDomain,
        number: usize,
        route: Route,
        client: Client,
        random: &mut Xoshiro256,
    ) -> Self {
        let person = person(random);
        let address = format!("{}@{}", local_part(person, number), domain.name);
        let mut signers: Vec<Signer> = domain.signer.iter().cloned().collect();
        let (mut mail_from, mut spf) = (address.clone(), domain.allows());
        if let Route::Through(relay, _) = route {
            signers.extend(relay.signer());
            if relay.own_envelope {
                (mail_from, spf) = (format!("bounce-{number}@{}", relay.domain), Spf::Pass);
            }
        }
        Self {
            account: Some(address.clone()),
            from: address,
            name: format!("{} {}", person.0, person.1),
            mail_from,
            spf,
            policy: domain.policy,
            route,
            signers,
            client,
            link: domain.name.clone(),
        }
    }

    /// Somebody in a VPN who names another's domain.
    pub fn hidden(
        vpn: &Service,
        (claimed, spf, policy): (&str, Spf, Option<&'static str>),
        number: usize,
        client: Client,
        random: &mut Xoshiro256,
    ) -> Self {
        let person = person(random);
        let address = format!("{}@{claimed}", local_part(person, number));
        let ip = vpn.network().host(random);
        let helo = match random.below(5) {
            0 => format!("[{ip}]"),
            1 | 2 => "localhost.localdomain".to_owned(),
            _ => format!("mail.{claimed}"),
        };
        let reverse = happens(random, 0.7).then(|| name_of_connection(ip));
        Self {
            account: None,
            from: address.clone(),
            name: format!("{} {}", person.0, person.1),
            mail_from: address,
            spf,
            policy,
            route: Route::Vpn(Host { ip, helo, reverse }),
            signers: Vec::new(),
            client,
            link: names::domain(number, random),
        }
    }
}

/// Address of somebody's connection.
fn connection(random: &mut Xoshiro256) -> IpAddr {
    Network::other(random).host(random)
}

/// An own host somewhere, and what an SPF record lists for it.
pub fn own_address(random: &mut Xoshiro256) -> (IpAddr, String) {
    let ip = if happens(random, 0.15) { documentation_v6(random) } else { connection(random) };
    (ip, spf(ip))
}

/// A customer's way through a relay, and what an SPF record lists for it.
pub fn through(relay: &'static Service, random: &mut Xoshiro256) -> (Route, String) {
    (Route::Through(relay, connection(random)), format!("include:{}", relay.domain))
}
