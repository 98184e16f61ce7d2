//! Invented mails that are hidden among real ones: harmless sentences about a harbour, as raw mail.

use stats::Xoshiro256;

/// What a hidden mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A mail of the folder.
    Real,
    /// Of the campaign with this number.
    Campaign(usize),
    /// The text of that campaign under another sender, weeks later.
    Copycat(usize),
    /// A text of its own through a provider that others use.
    Decoy,
}

/// How mail of a real sender reached its receiver.
#[derive(Clone, Debug)]
pub struct Route {
    /// Connecting address.
    pub address: String,
    /// `d=` and `s=` of a signature.
    pub key: Option<(String, String)>,
    /// Domain of the accounts.
    pub domain: String,
}

/// Programs that write mail, as what they write before the Subject and behind it, and boundary and Message-ID.
const PROGRAMS: [(&str, &str, &str, &str); 5] = [
    ("Date,From,To", "X-Mailer: Lampwriter 2", "----=_Part_N_N.X", "X.N@HOST"),
    ("From,To,Date", "X-Mailer: Quaymail 7.1", "===============N==", "NNX@HOST"),
    ("To,From,Date", "User-Agent: Buoy/1.0", "b1_X", "X@HOST"),
    ("From,Date,To", "X-Priority: 3", "--boundary_N_X", "X-X-X@HOST"),
    ("Date,To,From", "Importance: Normal", "000000000000X", "CANX_NX=X@mail.HOST"),
];
const TOWNS: [&str; 12] = [
    "Northby",
    "Southby",
    "Eastmoor",
    "Westmoor",
    "Lowquay",
    "Highquay",
    "Sandwick",
    "Stonehaven",
    "Millport",
    "Ferrytown",
    "Oldpier",
    "Newpier",
];
const WHO: [&str; 12] = [
    "the harbour office",
    "the keeper of the lamps",
    "the ferry",
    "the rowing club",
    "the fish market",
    "the crane on the quay",
    "the northern gate",
    "the library boat",
    "the tide table",
    "the pilot house",
    "the sail maker",
    "the weather station",
];
const DOES: [&str; 12] = [
    "will close early",
    "opens again",
    "needs new paint",
    "moves to the other pier",
    "has lost a key",
    "expects visitors",
    "is being measured",
    "stays where it is",
    "asks for patience",
    "keeps a list of names",
    "has been repaired",
    "looks for helpers",
];
const WHY: [&str; 12] = [
    "because the wind has turned",
    "until the boats return",
    "as in every spring",
    "while the bridge is lifted",
    "after the regatta",
    "before the fog comes in",
    "so that nobody has to wait",
    "if the council agrees",
    "although the season is over",
    "when the bell rings twice",
    "unless the water rises",
    "for the sake of order",
];

/// Days since 1970 around which campaigns are sent, so that they fall among the real mails.
const FIRST_DAY: u64 = 19_400;

/// Makes `campaigns` campaigns of 5 to 30 mails, some copycats of each, and 150 decoys.
pub fn invent(campaigns: usize, routes: &[Route], random: &mut Xoshiro256) -> Vec<(Role, String)> {
    let mut mails = Vec::new();
    for number in 0..campaigns {
        let template = template(random);
        let wave = Wave {
            programs: programs(random),
            routes: (0..=random.below(5)).map(|_| route(routes, random)).collect(),
            account: account(random),
            day: FIRST_DAY + random.below(600),
            // Most come within two days, some over three weeks.
            days: if random.below(4) == 0 { 21 } else { 2 },
        };
        for _ in 0..5 + random.below(26) {
            mails.push((Role::Campaign(number), wave.mail(&template, random)));
        }
        for _ in 0..random.below(3) {
            let copy = Wave {
                programs: vec![(wave.programs[0] + 1) % PROGRAMS.len()],
                routes: vec![own_server(random)],
                account: account(random),
                day: wave.day + 40 + random.below(60),
                days: 1,
            };
            mails.push((Role::Copycat(number), copy.mail(&template, random)));
        }
    }
    for _ in 0..150 {
        let decoy = Wave {
            programs: programs(random),
            routes: vec![shared(routes, random)],
            account: account(random),
            day: FIRST_DAY + random.below(600),
            days: 1,
        };
        let template = template(random);
        mails.push((Role::Decoy, decoy.mail(&template, random)));
    }
    mails
}

fn programs(random: &mut Xoshiro256) -> Vec<usize> {
    let first = random.below(PROGRAMS.len() as u64) as usize;
    if random.below(4) == 0 { (0..PROGRAMS.len()).collect() } else { vec![first] }
}

/// Half of the senders have servers of their own, the others use somebody's.
fn route(routes: &[Route], random: &mut Xoshiro256) -> Route {
    if random.below(2) == 0 { own_server(random) } else { shared(routes, random) }
}

fn shared(routes: &[Route], random: &mut Xoshiro256) -> Route {
    match routes {
        [] => own_server(random),
        _ => routes[random.below(routes.len() as u64) as usize].clone(),
    }
}

fn own_server(random: &mut Xoshiro256) -> Route {
    let mut byte = || random.below(256);
    let address = format!("100.{}.{}.{}", byte(), byte(), byte());
    Route { address, key: None, domain: format!("lights{}.example", random.below(1 << 30)) }
}

fn account(random: &mut Xoshiro256) -> String {
    format!("{}{}", pick(&["desk", "office", "sender"], random), random.below(1 << 30))
}

fn pick<'t>(of: &[&'t str], random: &mut Xoshiro256) -> &'t str {
    of[random.below(of.len() as u64) as usize]
}

fn template(random: &mut Xoshiro256) -> Vec<String> {
    (0..5 + random.below(8))
        .map(|_| format!("{} {} {}", pick(&WHO, random), pick(&DOES, random), pick(&WHY, random)))
        .collect()
}

/// How the mails of one sender are sent.
struct Wave {
    /// Programs that write them; a few senders change them from mail to mail.
    programs: Vec<usize>,
    routes: Vec<Route>,
    /// Beginning of the names of its accounts.
    account: String,
    day: u64,
    days: u64,
}

impl Wave {
    /// One mail: greeting, name of the town, time, number and link vary, and now and then a sentence is missing.
    fn mail(&self, template: &[String], random: &mut Xoshiro256) -> String {
        let town = pick(&TOWNS, random);
        let left_out = random.below(3 * template.len() as u64) as usize;
        let kept = template
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != left_out)
            .map(|(_, sentence)| sentence.as_str());
        let text = format!(
            "{} {town},\n\n{}.\n\nAt {}:{:02}, number {}, see https://{}.example/{}\n{}\n",
            pick(&["Dear", "Hello", "To all in"], random),
            kept.collect::<Vec<_>>().join(".\n"),
            random.below(24),
            random.below(60),
            random.below(100_000),
            pick(&["lamps", "boats", "tides"], random),
            random.below(1 << 40),
            pick(&["Thank you", "Yours", "With regards"], random),
        );
        let route = &self.routes[random.below(self.routes.len() as u64) as usize];
        self.write(town, &text, route, random)
    }

    fn write(&self, town: &str, text: &str, route: &Route, random: &mut Xoshiro256) -> String {
        let (order, program, boundary, message_id) =
            PROGRAMS[self.programs[random.below(self.programs.len() as u64) as usize]];
        let host = &route.domain;
        let account = format!("{}{}@{host}", self.account, random.below(3));
        let seconds = (self.day + random.below(self.days)) * 86_400 + random.below(86_400);
        let date = jiff::Timestamp::from_second(seconds as i64)
            .map(|time| time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string());
        let date = date.unwrap_or_default();
        let boundary = draw(boundary, host, random);
        let mut mail =
            format!("X-Sender-IP: {}\nReceived: from sender by mx.receiver.example; {date}\n", route.address);
        if let Some((domain, selector)) = &route.key {
            mail += &format!("DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s={selector}; b=\n");
        }
        for name in order.split(',') {
            mail += &match name {
                "From" => format!("From: {account}\n"),
                "To" => format!("To: {town} office <{}@office.example>\n", town.to_lowercase()),
                _ => format!("Date: {date}\n"),
            };
        }
        mail += &format!(
            "Subject: Notice for {town}\nMessage-ID: <{}>\n{program}\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\n--{boundary}\n\
             Content-Type: text/plain; charset=utf-8\n\n{text}\n--{boundary}--\n",
            draw(message_id, host, random)
        );
        mail
    }
}

/// Fills in a pattern: `N` ten digits, `X` ten hexadecimal digits, the first of them a letter.
fn draw(pattern: &str, host: &str, random: &mut Xoshiro256) -> String {
    let mut out = String::new();
    for c in pattern.replace("HOST", "\u{0}").chars() {
        match c {
            'N' => out += &format!("{:010}", random.below(10_000_000_000)),
            'X' => out += &format!("a{:09x}", random.below(1 << 36)),
            '\0' => out += host,
            _ => out.push(c),
        }
    }
    out
}
