//! Received fields as they really are: the form of RFC 5321, section 4.4, and what Exchange, Postfix, Exim, sendmail,
//! qmail, Gmail, Yahoo and others write in its place.
//!
//! Some words of a line are the sender's even when a trusted host wrote it: the greeting (HELO), the envelope sender.
//! They may hold anything, other clauses too. A line that could be read in two ways therefore says so
//! ([`ReceivedProblem::RepeatedClause`], [`ReceivedProblem::SeveralAddresses`]) and gives no address.

use super::address::parse_ip;
use super::clause::{Clauses, FromComment, clauses, read_comment};
use super::time::{self, StatedTime};
use serde::Serialize;
use std::net::IpAddr;
use std::ops::Range;

/// Words of a field and where they stand in the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The text, bytes that are no UTF-8 replaced.
    pub text: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// An address and where it stands in the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Located {
    /// The address; IPv4 mapped into IPv6 as IPv4.
    pub ip: IpAddr,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What one Received field says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Received {
    /// Whether there is a from clause.
    pub has_from: bool,
    /// What the peer called itself (HELO). The peer's words.
    pub from_claimed: Option<Part>,
    /// The name that the receiving host found for the address (reverse DNS). The words of whoever holds the address.
    pub from_name: Option<Part>,
    /// The receiving host found that the name may be forged, or writes names without looking whether they lead back to
    /// the address.
    pub name_doubted: bool,
    /// The address that the receiving host saw.
    pub from_ip: Option<Located>,
    /// The receiving host.
    pub by_host: Option<Part>,
    /// Its address.
    pub by_ip: Option<Located>,
    /// The `via` clause.
    pub via: Option<Part>,
    /// The `with` clause without comments, such as `ESMTPS` or `Microsoft SMTP Server`.
    pub protocol: Option<Part>,
    /// The `id` clause.
    pub id: Option<Part>,
    /// The `for` clause without angle brackets.
    pub recipient: Option<Part>,
    /// The program that wrote the line, when a comment behind `by` names it, such as `Postfix`.
    pub product: Option<Part>,
    /// The peer logged in.
    pub authenticated: bool,
    /// The words that say that the mail was made at the receiving host itself: by a local user, a web page, a client of
    /// the mail store.
    pub submitted: Option<Range<usize>>,
    /// A line of qmail's queue, which takes mail from qmail's own receiver: `(qmail 7 invoked from network)`.
    pub queued: bool,
    /// The time.
    pub time: Option<StatedTime>,
    /// What could not be read, and where.
    pub problems: Vec<(ReceivedProblem, Range<usize>)>,
}

/// What is unusual about a Received field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceivedProblem {
    /// Neither a from nor a by clause.
    NoClauses,
    /// A from or by clause stands twice: one may be part of what the peer called itself.
    RepeatedClause,
    /// Several different addresses in the from clause: all but one may be part of what the peer called itself.
    SeveralAddresses,
    /// The only address stands where the peer's own name for itself does.
    AddressOnlyClaimed,
    /// No time.
    NoTime,
    /// A time that cannot be read.
    UnreadableTime,
    /// Words that belong to no clause.
    ExtraWords,
    /// A comment without its end, or nested too deep.
    UnclosedComment,
    /// The field is longer than what is read.
    TooLong,
}

/// Protocols in which the receiving host makes the mail itself.
const SUBMISSION: [&str; 5] = ["mapi", "http", "httprest", "rest", "local"];
/// Protocols after a log-in (RFC 3848, RFC 6531, and an older name). LMTPA is how hosts of one system log in to each other.
const AUTHENTICATED: [&str; 5] = ["esmtpa", "esmtpsa", "asmtp", "utf8smtpa", "utf8smtpsa"];

impl Received {
    /// Reads the value of a Received field that stands at `at` in the message.
    pub fn parse(value: &[u8], at: usize) -> Self {
        let clauses = clauses(value);
        let reader = Reader { value, at };
        let mut received = Self { has_from: clauses.from.is_some(), ..Self::default() };
        received.problems = clauses.problems.iter().map(|(kind, span)| (*kind, reader.place(span))).collect();
        reader.peer(&clauses, &mut received);
        reader.writer(&clauses, &mut received);
        received.via = reader.joined(&clauses.via);
        received.protocol = reader.joined(&clauses.with);
        received.id = clauses.id.as_ref().map(|span| reader.part(span));
        received.recipient = clauses.recipient.as_ref().map(|span| reader.part(&reader.without_angles(span)));
        reader.manner(&clauses, &mut received);
        received.time = clauses.date.as_ref().map(|span| time::read(&value[span.clone()], at + span.start));
        match &received.time {
            None => received.problems.push((ReceivedProblem::NoTime, at..at + value.len())),
            Some(time) if time.zone == time::Zone::Unreadable => {
                received.problems.push((ReceivedProblem::UnreadableTime, time.span.clone()));
            }
            Some(_) => {}
        }
        received
    }

    /// Whether the line can be read in two ways, so that no part of it may be relied on.
    pub fn is_ambiguous(&self) -> bool {
        self.has(ReceivedProblem::RepeatedClause) || self.has(ReceivedProblem::SeveralAddresses)
    }

    /// Whether the line has this problem.
    pub fn has(&self, problem: ReceivedProblem) -> bool {
        self.problems.iter().any(|(kind, _)| *kind == problem)
    }

    /// The protocol's first word in lower case.
    pub fn protocol_word(&self) -> Option<String> {
        let text = &self.protocol.as_ref()?.text;
        text.split([' ', '/']).next().map(str::to_ascii_lowercase)
    }
}

/// Turns places in the value into parts of the message.
struct Reader<'a> {
    value: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn place(&self, span: &Range<usize>) -> Range<usize> {
        self.at + span.start..self.at + span.end
    }

    fn part(&self, span: &Range<usize>) -> Part {
        Part { text: String::from_utf8_lossy(&self.value[span.clone()]).into_owned(), span: self.place(span) }
    }

    /// Several words as one part, with one space between them.
    fn joined(&self, words: &[Range<usize>]) -> Option<Part> {
        let (first, last) = (words.first()?, words.last()?);
        let words: Vec<_> = words.iter().map(|w| String::from_utf8_lossy(&self.value[w.clone()])).collect();
        Some(Part { text: words.join(" "), span: self.place(&(first.start..last.end)) })
    }

    /// A host, without a dot at its end; `None` for `unknown`.
    fn host(&self, span: &Range<usize>) -> Option<Part> {
        let mut part = self.part(span);
        part.text.truncate(part.text.trim_end_matches(['.', ',']).len());
        (!part.text.is_empty() && !part.text.eq_ignore_ascii_case("unknown")).then_some(part)
    }

    fn located(&self, span: &Range<usize>) -> Option<Located> {
        Some(Located { ip: parse_ip(&self.value[span.clone()])?, span: self.place(span) })
    }

    fn without_angles(&self, span: &Range<usize>) -> Range<usize> {
        let text = &self.value[span.clone()];
        match (text.first(), text.last()) {
            (Some(b'<'), Some(b'>')) if text.len() > 1 => span.start + 1..span.end - 1,
            _ => span.clone(),
        }
    }

    /// Who is who: `HELO (name [ip])`, `HELO (ip)`, `name ([ip] helo=HELO)`, `name (HELO x) (ip)`, `[ip] (helo=x)`.
    fn peer(&self, clauses: &Clauses, received: &mut Received) {
        let Some(word) = &clauses.from else { return };
        let (mut addresses, mut claimed, mut name) = (Vec::new(), None, None);
        for comment in &clauses.from_comments {
            match read_comment(self.value, comment) {
                // In this form nobody has checked that the name leads back to the address.
                FromComment::Helo(helo) => {
                    received.name_doubted = true;
                    claimed = Some(helo);
                }
                FromComment::Address { ip, name: found, helo, doubted } => {
                    addresses.push(ip);
                    name = name.or(found);
                    claimed = claimed.or(helo);
                    received.name_doubted |= doubted;
                }
                FromComment::Note => {}
            }
        }
        let word_ip = word.as_ref().and_then(|word| self.located(word));
        match claimed {
            // The word is then the receiving host's, not the peer's, unless a comment has a name beside the address.
            Some(helo) if name.is_none() => {
                received.from_claimed = self.host(&helo);
                name = word.clone().filter(|_| word_ip.is_none());
            }
            _ => received.from_claimed = word.as_ref().and_then(|word| self.host(word)),
        }
        received.from_name = name.and_then(|name| self.host(&name));
        let mut addresses: Vec<_> = addresses.iter().filter_map(|span| self.located(span)).collect();
        match addresses.iter().any(|other| other.ip != addresses[0].ip) {
            true => {
                let whole = addresses[0].span.start..addresses[addresses.len() - 1].span.end;
                received.problems.push((ReceivedProblem::SeveralAddresses, whole));
            }
            false if addresses.is_empty() => {
                if let Some(ip) = &word_ip
                    && received.from_claimed.as_ref().is_some_and(|claimed| claimed.span == ip.span)
                {
                    received.problems.push((ReceivedProblem::AddressOnlyClaimed, ip.span.clone()));
                }
                received.from_ip = word_ip;
            }
            false => received.from_ip = addresses.pop(),
        }
    }

    fn writer(&self, clauses: &Clauses, received: &mut Received) {
        received.by_host = clauses.by.as_ref().and_then(|word| self.host(word));
        received.by_ip = clauses.by.as_ref().and_then(|word| self.located(word));
        for comment in &clauses.by_comments {
            match read_comment(self.value, comment) {
                FromComment::Address { ip, .. } if received.by_ip.is_none() => {
                    received.by_ip = self.located(&ip);
                }
                // Exim tells the version of TLS first: `with esmtps (TLS1.3) tls TLS_AES... (Exim 4.97)`.
                FromComment::Note
                    if received.product.is_none()
                        && !comment.is_empty()
                        && !self.value[comment.clone()].starts_with(b"TLS") =>
                {
                    received.product = Some(self.part(comment));
                }
                _ => {}
            }
        }
    }

    /// How the mail came: with a log-in, or made at the host itself.
    fn manner(&self, clauses: &Clauses, received: &mut Received) {
        let protocol = received.protocol_word().unwrap_or_default();
        received.authenticated = AUTHENTICATED.contains(&protocol.as_str());
        if SUBMISSION.contains(&protocol.as_str()) {
            received.submitted = received.protocol.as_ref().map(|part| part.span.clone());
        }
        for comment in clauses.comments() {
            let text = self.value[comment.clone()].to_ascii_lowercase();
            let holds = |needle: &str| memchr::memmem::find(&text, needle.as_bytes()).is_some();
            received.authenticated |=
                text.starts_with(b"authenticated") || text.starts_with(b"sender authenticated");
            received.queued |=
                !received.has_from && text.starts_with(b"qmail ") && holds("invoked from network");
            let local = match received.has_from {
                // `(qmail 7 invoked by uid 9)`, `(Postfix, from userid 9)`, `(from x@localhost) by ...`.
                false => holds("invoked by ") || holds("from userid ") || text.starts_with(b"from "),
                true => holds("/submit"),
            };
            if local && received.submitted.is_none() {
                received.submitted = Some(self.place(comment));
            }
        }
    }
}
