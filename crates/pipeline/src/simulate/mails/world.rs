//! Who exists, and who writes to whom when.

use super::client::Client;
use super::keys::Key;
use super::names::{Office, offices};
use super::network::Network;
use super::options::SimulateMailOptions;
use super::receiver::Spf;
use super::sender::{Host, OwnDomain, Route, Sender, own_address, through};
use super::service::{self, Service, Trade};
use super::text::Template;
use crate::error::Result;
use crate::simulate::BEGINNING;
use crate::simulate::draw::{between, happens, pick};
use stats::Xoshiro256;

/// Seconds over which a set spreads: 30 days.
const SPAN: u64 = 30 * 86_400;
/// Mails that an account of the background writes on average.
const MAILS_PER_ACCOUNT: u32 = 5;
/// Fewest and most domains, accounts, and hours of a campaign.
const DOMAINS: (u32, u32) = (3, 6);
const ACCOUNTS: (u32, u32) = (5, 10);
const HOURS: (u32, u32) = (2, 48);
/// Seconds after a campaign's beginning in which copies of its text are sent.
const COPIED: u64 = 5 * 86_400;
/// Shares of the mails outside of campaigns that a list or a forwarder passes on, and that have forged lines.
const LISTED: f64 = 0.06;
const FORWARDED: f64 = 0.05;
const FORGING: f64 = 0.3;

/// Streams of random numbers; those of campaigns, accounts and mails count on from there.
pub mod stream {
    pub const BACKGROUND: u64 = 0;
    pub const CAMPAIGN: u64 = 1 << 32;
    pub const ACCOUNT: u64 = 2 << 32;
    pub const MAIL: u64 = 3 << 32;
}

/// What part a mail plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One of a campaign's.
    Campaign,
    /// A campaign's text from somebody else.
    Copycat,
    /// Another text through the service that a campaign uses.
    Decoy,
    /// None of these.
    Background,
}

impl Kind {
    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Copycat => "copycat",
            Self::Decoy => "decoy",
            Self::Background => "background",
        }
    }
}

/// A mail that is to be written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Seconds since 1970 at which it leaves.
    pub at: u64,
    pub kind: Kind,
    /// The campaign that it belongs to, copies, or is a decoy for.
    pub campaign: Option<u32>,
    pub sender: usize,
    pub office: usize,
    /// Forged Received lines.
    pub forged: u32,
    /// The list or forwarder that passes it on.
    pub passed_on_by: Option<&'static Service>,
}

/// Everything but the mails themselves.
pub struct World {
    pub offices: Vec<Office>,
    pub domains: Vec<OwnDomain>,
    pub senders: Vec<Sender>,
    /// Text of each campaign.
    pub texts: Vec<Template>,
    /// Ordered by time.
    pub drafts: Vec<Draft>,
}

impl World {
    /// Draws it.
    pub fn new(options: &SimulateMailOptions) -> Result<Self> {
        options.check()?;
        let mut world = Self {
            offices: offices(&options.receivers),
            domains: Vec::new(),
            senders: Vec::new(),
            texts: Vec::new(),
            drafts: Vec::new(),
        };
        for number in 0..options.campaigns() {
            world.add_campaign(number, options);
            options.check_planted(world.drafts.len())?;
        }
        world.add_background(options);
        world.drafts.sort_by_key(|draft| draft.at);
        Ok(world)
    }

    fn add_campaign(&mut self, number: u32, options: &SimulateMailOptions) {
        let mut random = Xoshiro256::stream(options.seed, stream::CAMPAIGN + u64::from(number));
        let random = &mut random;
        self.texts.push(Template::draw(random));
        let client = Client::draw(random);
        let first = self.senders.len();
        let service = self.add_members(number, client, random);
        let members = first..self.senders.len();
        let hours = u64::from(between(random, HOURS));
        let start = BEGINNING + random.below(SPAN - hours * 3600);
        let mut turn = random.below(self.offices.len() as u64) as usize;
        let draft = |at, kind, sender, office, forged| Draft {
            at,
            kind,
            campaign: Some(number),
            sender,
            office,
            forged,
            passed_on_by: None,
        };
        for _ in 0..between(random, options.group_size) {
            turn += 1;
            let sender = members.start + random.below(members.len() as u64) as usize;
            let (at, office) = (start + random.below(hours * 3600), turn % self.offices.len());
            let forged = between(random, (0, options.forged_lines));
            self.drafts.push(draft(at, Kind::Campaign, sender, office, forged));
        }
        for _ in 0..options.copycats {
            let sender = self.add_copycat(service, client, random);
            let office = random.below(self.offices.len() as u64) as usize;
            let (at, forged) = (start + random.below(COPIED), between(random, (0, options.forged_lines)));
            self.drafts.push(draft(at, Kind::Copycat, sender, office, forged));
        }
        for _ in 0..service.map_or(0, |_| options.decoys) {
            let Some(service) = service else { break };
            let sender = self.add_customer(service, other_client(client, random), random);
            let office = random.below(self.offices.len() as u64) as usize;
            let forged = forged_outside_campaigns(options, random);
            self.drafts.push(draft(BEGINNING + random.below(SPAN), Kind::Decoy, sender, office, forged));
        }
    }

    /// Accounts of a campaign: with own hosts, or (every second one) at a provider or relay, which is given back.
    fn add_members(
        &mut self,
        number: u32,
        client: Client,
        random: &mut Xoshiro256,
    ) -> Option<&'static Service> {
        let accounts = between(random, ACCOUNTS);
        let key = Some(Key::rsa_or_ed25519(service::KEYS, number as usize));
        let network = Network(Network::CAMPAIGNS + number as u16);
        let service = match number % 4 {
            1 => Some(pick(random, &Service::of(Trade::FreeMail))),
            3 => Some(pick(random, &Service::of(Trade::Relay))),
            _ => None,
        };
        if let Some(provider) = service.filter(|service| service.trade == Trade::FreeMail) {
            for _ in 0..accounts {
                let sender = Sender::free_mail(provider, self.senders.len(), client, random);
                self.senders.push(sender);
            }
            return service;
        }
        let first = self.domains.len();
        for _ in 0..between(random, DOMAINS) {
            let allowed = service.map_or_else(|| network.spf(), |relay| through(relay, random).1);
            self.domains.push(OwnDomain::draw(self.domains.len(), allowed, key, random));
        }
        for turn in 0..accounts as usize {
            let domain = &self.domains[first + turn % (self.domains.len() - first)];
            let route = match service {
                Some(relay) => through(relay, random).0,
                None => Route::Own(Host::of(&domain.name, network.host(random), random)),
            };
            let sender = Sender::of_domain(domain, self.senders.len(), route, client, random);
            self.senders.push(sender);
        }
        service
    }

    /// Somebody with everything else than the campaign has.
    fn add_copycat(
        &mut self,
        used: Option<&'static Service>,
        client: Client,
        random: &mut Xoshiro256,
    ) -> usize {
        let client = other_client(client, random);
        let differs = |service: &&Service| used.is_none_or(|used| used.domain != service.domain);
        let trade = pick(random, &[Trade::FreeMail, Trade::Relay, Trade::Vpn]);
        let services: Vec<_> = Service::of(trade).into_iter().filter(differs).collect();
        match trade {
            Trade::Vpn => self.add_owner(client, random),
            _ => self.add_customer(pick(random, &services), client, random),
        }
    }

    /// Somebody new at a provider or relay.
    fn add_customer(&mut self, service: &'static Service, client: Client, random: &mut Xoshiro256) -> usize {
        let number = self.senders.len();
        let sender = if service.trade == Trade::FreeMail {
            Sender::free_mail(service, number, client, random)
        } else {
            let (route, allowed) = through(service, random);
            let domain = self.add_domain(allowed, random);
            Sender::of_domain(domain, number, route, client, random)
        };
        self.senders.push(sender);
        number
    }

    /// Somebody new with an own host.
    fn add_owner(&mut self, client: Client, random: &mut Xoshiro256) -> usize {
        let number = self.senders.len();
        let (ip, allowed) = own_address(random);
        let domain = self.add_domain(allowed, random);
        let route = Route::Own(Host::of(&domain.name, ip, random));
        let sender = Sender::of_domain(domain, number, route, client, random);
        self.senders.push(sender);
        number
    }

    fn add_domain(&mut self, allowed: String, random: &mut Xoshiro256) -> &OwnDomain {
        let number = self.domains.len();
        let key = happens(random, 0.6).then_some(Key::Ed25519(number as u64));
        self.domains.push(OwnDomain::draw(number, allowed, key, random));
        &self.domains[number]
    }

    /// Somebody in a VPN who names another's domain, of those there are so far.
    fn add_hidden(&mut self, client: Client, random: &mut Xoshiro256) -> usize {
        let number = self.senders.len();
        let providers = Service::of(Trade::FreeMail);
        let known = happens(random, 0.7).then(|| random.below(self.domains.len() as u64) as usize);
        let claimed = match known.and_then(|known| self.domains.get(known)) {
            Some(domain) => {
                (domain.name.as_str(), domain.spf.as_ref().map_or(Spf::None, |spf| spf.1), domain.policy)
            }
            None => {
                let provider = pick(random, &providers);
                (provider.domain, provider.others, provider.policy)
            }
        };
        let vpn = pick(random, &Service::of(Trade::Vpn));
        let sender = Sender::hidden(vpn, claimed, number, client, random);
        self.senders.push(sender);
        number
    }

    fn add_background(&mut self, options: &SimulateMailOptions) {
        let wanted = options.mails - self.drafts.len() as u32;
        let first = self.senders.len();
        for number in 0..(wanted / MAILS_PER_ACCOUNT).max(10) {
            let mut random = Xoshiro256::stream(options.seed, stream::ACCOUNT + u64::from(number));
            let random = &mut random;
            let client = Client::draw(random);
            match random.below(20) {
                0..7 => self.add_customer(pick(random, &Service::of(Trade::FreeMail)), client, random),
                7..11 => self.add_customer(pick(random, &Service::of(Trade::Relay)), client, random),
                11..18 => self.add_owner(client, random),
                _ => self.add_hidden(client, random),
            };
        }
        let mut random = Xoshiro256::stream(options.seed, stream::BACKGROUND);
        let random = &mut random;
        for _ in 0..wanted {
            let passed_on_by = match random.uniform() {
                share if share < LISTED => Some(pick(random, &Service::of(Trade::List))),
                share if share < LISTED + FORWARDED => Some(pick(random, &Service::of(Trade::Forwarder))),
                _ => None,
            };
            self.drafts.push(Draft {
                at: BEGINNING + random.below(SPAN),
                kind: Kind::Background,
                campaign: None,
                sender: first + random.below((self.senders.len() - first) as u64) as usize,
                office: random.below(self.offices.len() as u64) as usize,
                forged: forged_outside_campaigns(options, random),
                passed_on_by,
            });
        }
    }
}

fn forged_outside_campaigns(options: &SimulateMailOptions, random: &mut Xoshiro256) -> u32 {
    if options.forged_lines > 0 && happens(random, FORGING) {
        between(random, (1, options.forged_lines))
    } else {
        0
    }
}

/// Another program than that one.
fn other_client(client: Client, random: &mut Xoshiro256) -> Client {
    loop {
        let other = Client::draw(random);
        if other != client {
            return other;
        }
    }
}
