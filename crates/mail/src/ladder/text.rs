//! What the mail says, and nobody vouches for.

use super::wording::{self as w};
use super::{Kind, Statement, Writer};
use crate::domain::DomainName;
use crate::examination::Examination;
use crate::intel::Likeness;
use crate::message::Message;
use crate::trace::{Level, parse_ip};
use crate::word;

/// Fields in which senders' systems, or anybody, name an address of the sender.
const ADDRESS_FIELDS: [&str; 6] =
    ["X-Originating-IP", "X-Sender-IP", "X-Source-IP", "X-Client-IP", "X-Remote-IP", "X-Mailgun-Sending-Ip"];

pub(super) fn add(message: &Message<'_>, examination: &Examination, statements: &mut Vec<Statement>) {
    authors(examination, statements);
    envelope(examination, statements);
    let connecting = examination.trace.origin.as_ref().ok().map(|origin| origin.ip);
    for field in ADDRESS_FIELDS.iter().flat_map(|name| message.named(name)) {
        let Some(ip) = parse_ip(field.unfolded().trim_ascii()) else { continue };
        let name = String::from_utf8_lossy(field.name).into_owned();
        let ip_text = ip.to_string();
        let statement = Statement::new(
            Level::R0,
            Kind::NamedAddress,
            w::NAMED_ADDRESS,
            &[("field", &name), ("ip", &ip_text)],
        )
        .resting_on([field.span.clone()])
        .with(w::NOBODY_VOUCHES);
        statements.push(match connecting {
            Some(other) if other != ip => statement.with(w::NOT_THE_CONNECTING),
            _ => statement,
        });
    }
}

fn authors(examination: &Examination, statements: &mut Vec<Statement>) {
    let authors = &examination.authors;
    for reading in &authors.readings {
        let address = reading.address.to_string();
        statements.push(
            Statement::new(Level::R0, Kind::Author, w::AUTHOR, &[("address", &address)])
                .resting_on([reading.span.clone()])
                .with(w::ANYBODY_CAN_WRITE),
        );
    }
    if authors.is_ambiguous() {
        let reasons: Vec<String> =
            authors.reasons().iter().filter_map(word::of).map(|name| name.replace('_', " ")).collect();
        statements.push(
            Statement::new(
                Level::R0,
                Kind::AmbiguousAuthor,
                w::AMBIGUOUS,
                &[("reasons", &reasons.join(", "))],
            )
            .resting_on(authors.flags.iter().take(BASIS).map(|flag| flag.span.clone())),
        );
    }
    let mut domains: Vec<&DomainName> =
        authors.readings.iter().filter_map(|reading| reading.address.domain.as_ref()).collect();
    domains.sort_unstable();
    domains.dedup();
    let span = |domain: &DomainName| {
        let of = |reading: &&crate::author::Reading| reading.address.domain.as_ref() == Some(domain);
        authors.readings.iter().find(of).map(|reading| reading.span.clone())
    };
    for domain in domains {
        // The last label is all that a name tells by itself, and it tells nothing about places.
        let last = domain.labels().next_back().unwrap_or_default();
        let values = [("domain", domain.as_str()), ("last", last)];
        statements.push(
            Statement::new(Level::R0, Kind::AuthorDomain, w::REGISTRY, &values)
                .resting_on(span(domain))
                .with(w::ACCOUNT_ONLY),
        );
    }
    for (list, domain) in &examination.listed {
        let values = [("domain", domain.as_str()), ("list", list.as_str())];
        statements.push(
            Statement::new(Level::R0, Kind::AuthorDomain, w::LISTED, &values)
                .resting_on(span(domain))
                .with(w::ANYBODY_CAN_OPEN),
        );
    }
    for found in &examination.look_alikes {
        let how = match found.likeness {
            Likeness::SameShape => "its letters look the same",
            Likeness::OtherSuffix => "it is the same name under another suffix",
            Likeness::OneEdit => "one letter differs",
            Likeness::Contains => "it contains the other name",
        };
        let values = [("domain", found.domain.as_str()), ("like", found.like.as_str()), ("how", how)];
        statements.push(Statement::new(Level::R0, Kind::AuthorDomain, w::LOOK_ALIKE, &values));
    }
}

fn envelope(examination: &Examination, statements: &mut Vec<Statement>) {
    let receipt = &examination.receipt;
    let Some(envelope) = &receipt.envelope else { return };
    let address =
        envelope.address.as_ref().map_or_else(|| "nobody (a bounce)".to_owned(), ToString::to_string);
    let (level, writer) = match receipt.envelope_recorded {
        true => (Level::R2, Writer::Receiver),
        false => (Level::R0, Writer::Sender),
    };
    statements.push(
        Statement::new(level, Kind::EnvelopeSender, w::ENVELOPE, &[("address", &address)])
            .resting_on(receipt.envelope_span.clone())
            .written_by(writer)
            .with(w::OWN_WORDS),
    );
}

/// Places that a statement about the author names.
const BASIS: usize = 20;
