//! Mailboxes of one address field.

use super::address::scan;
use super::encoded;
use super::token::{Kind, Token, tokens, unescape};
use super::{Address, Authors, Reason};
use std::ops::Range;

/// Addresses that one field may add.
const MAX_MAILBOXES: usize = 100;
/// Longest value that is read, in bytes: many times what a hundred mailboxes take, and little beside its tokens.
const MAX_VALUE: usize = 64 << 10;

/// Reads the value of an address field that begins at byte `base` of the message.
pub(super) fn read(value: &[u8], base: usize, authors: &mut Authors) {
    let (value, beyond) = value.split_at(value.len().min(MAX_VALUE));
    let (tokens, flaws) = tokens(value);
    let mut field = Field { value, base, authors };
    if !beyond.is_empty() {
        field.flag(Reason::TooManyAuthors, value.len()..value.len() + beyond.len());
    }
    for (place, reason) in [
        (flaws.nul, Reason::Nul),
        (flaws.backslash, Reason::QuotedPairOutsideQuotes),
        (flaws.unterminated, Reason::Unterminated),
    ] {
        if let Some(place) = place {
            field.flag(reason, place..value.len());
        }
    }
    if let Some(nul) = flaws.nul {
        field.scanned(0..nul);
    }
    field.list(&tokens);
    if flaws.unterminated.is_some() {
        field.scanned(0..value.len());
    }
    field.comments(&tokens);
}

/// A field that is being read.
struct Field<'v, 'a> {
    value: &'v [u8],
    base: usize,
    authors: &'a mut Authors,
}

/// How a mailbox of a list is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Bare,
    AngleOnly,
    NameAndAngle,
    /// No address: such as the first half of a name with a comma that should be in quotes.
    NoAddress,
}

impl Field<'_, '_> {
    /// Mailboxes and groups, with commas between.
    fn list(&mut self, tokens: &[Token<'_>]) {
        let (mut before, mut count) = (None, 0);
        for (piece, mark) in pieces(tokens) {
            let place = span(piece);
            if mark == Some(b':') {
                self.flag(Reason::Group, place.clone());
                self.scanned(place);
                continue;
            }
            if piece.iter().all(|token| matches!(token.kind, Kind::Comment(_))) {
                continue;
            }
            let form = self.mailbox(piece);
            if form == Form::NoAddress {
                continue;
            }
            count += 1;
            if count == 2 {
                self.flag(Reason::MultipleAuthors, place.clone());
            }
            if count > MAX_MAILBOXES {
                self.flag(Reason::TooManyAuthors, place);
                return;
            }
            if before == Some(Form::Bare) && form == Form::AngleOnly {
                self.flag(Reason::BarePlusAngle, place);
            }
            before = Some(form);
        }
    }

    /// `name <address>` or `address`.
    fn mailbox(&mut self, tokens: &[Token<'_>]) -> Form {
        let Some(open) = tokens.iter().position(|token| token.kind == Kind::Special(b'<')) else {
            return self.bare(tokens);
        };
        let (name, rest) = (&tokens[..open], &tokens[open + 1..]);
        let close = rest.iter().position(|token| token.kind == Kind::Special(b'>'));
        if close.is_none() {
            self.flag(Reason::Unterminated, span(&tokens[open..]));
        }
        let (mut inner, trailing) = rest.split_at(close.unwrap_or(rest.len()));
        let colon = inner.iter().position(|token| token.kind == Kind::Special(b':'));
        if let (Some(Kind::Special(b'@')), Some(colon)) = (inner.first().map(|t| &t.kind), colon) {
            self.flag(Reason::RouteAddr, span(&inner[..=colon]));
            inner = &inner[colon + 1..];
        }
        let has_address = self.address(inner, &span(&tokens[open..]));
        let trailing = trailing.get(1..).unwrap_or_default();
        if trailing.iter().any(|token| !matches!(token.kind, Kind::Comment(_))) {
            self.flag(Reason::TrailingAfterAngle, span(trailing));
            self.scanned(span(trailing));
        }
        self.name(name);
        match (has_address, name.is_empty()) {
            (false, _) => Form::NoAddress,
            (true, true) => Form::AngleOnly,
            (true, false) => Form::NameAndAngle,
        }
    }

    /// The displayed name: an address written out in it is another author to programs that stop there; one in quotes or
    /// encoded is so to people only.
    fn name(&mut self, name: &[Token<'_>]) {
        if name.iter().any(|token| token.kind == Kind::Special(b'@')) {
            let written = scan(&self.value[span(name)], MAX_MAILBOXES);
            if written.iter().any(|address| !self.knows(address)) {
                self.flag(Reason::BarePlusAngle, span(name));
                self.scanned(span(name));
            }
        }
        for token in name {
            let text = match token.kind {
                Kind::Quoted(text) => unescape(text),
                Kind::Atom(word) => encoded::decode(word).unwrap_or_default(),
                _ => continue,
            };
            if scan(&text, MAX_MAILBOXES).iter().any(|address| !self.knows(address)) {
                self.flag(Reason::AddressInName, token.span.clone());
            }
        }
    }

    fn bare(&mut self, tokens: &[Token<'_>]) -> Form {
        if tokens.iter().any(|token| token.kind == Kind::Special(b'>')) {
            self.flag(Reason::Unterminated, span(tokens));
        }
        if self.address(tokens, &span(tokens)) { Form::Bare } else { Form::NoAddress }
    }

    /// `local@domain`, with what may stand between. Gives whether there is an address.
    fn address(&mut self, tokens: &[Token<'_>], place: &Range<usize>) -> bool {
        let mut has_address = false;
        for token in tokens {
            let Kind::Atom(word) = token.kind else { continue };
            let Some(decoded) = encoded::decode(word) else { continue };
            let hidden = scan(&decoded, MAX_MAILBOXES);
            if !hidden.is_empty() {
                has_address = true;
                self.flag(Reason::EncodedAddrSpec, token.span.clone());
            }
            hidden.into_iter().for_each(|address| self.add(address, token.span.clone()));
        }
        let parts: Vec<&Token<'_>> =
            tokens.iter().filter(|token| !matches!(token.kind, Kind::Comment(_))).collect();
        let ats: Vec<usize> = (0..parts.len()).filter(|&n| parts[n].kind == Kind::Special(b'@')).collect();
        let (Some(&first), Some(&last)) = (ats.first(), ats.last()) else {
            if !has_address {
                self.flag(Reason::NoAddress, place.clone());
            }
            return has_address;
        };
        let comment_inside = tokens.iter().any(|token| {
            let inside =
                parts[0].span.start < token.span.start && token.span.end < parts[parts.len() - 1].span.end;
            matches!(token.kind, Kind::Comment(_)) && inside
        });
        if comment_inside {
            self.flag(Reason::CommentInAddress, place.clone());
        }
        if first != last {
            self.flag(Reason::SeveralAts, place.clone());
        }
        has_address |= self.split(&parts, last, place);
        if first != last {
            self.scanned(place.clone());
        }
        has_address
    }

    /// Takes the `@` at `at` for the one between local part and domain. Gives whether there is an address.
    fn split(&mut self, parts: &[&Token<'_>], at: usize, place: &Range<usize>) -> bool {
        let (local, domain) = (&parts[..at], &parts[at + 1..]);
        // Words with white space between are two words, unless there is a dot.
        let is_break = |pair: &[&Token<'_>]| {
            pair[1].spaced && pair.iter().all(|token| token.kind != Kind::Special(b'.'))
        };
        let local_start = local.windows(2).rposition(is_break).map_or(0, |n| n + 1);
        let domain_end = domain.windows(2).position(is_break).map_or(domain.len(), |n| n + 1);
        if local_start > 0 || domain_end < domain.len() {
            self.flag(Reason::SpaceInAddress, place.clone());
        }
        let text =
            |parts: &[&Token<'_>]| -> Vec<u8> { parts.iter().flat_map(|part| self.plain(part)).collect() };
        let (local, domain) = (text(&local[local_start..]), text(&domain[..domain_end]));
        if local.is_empty() || domain.is_empty() {
            self.flag(Reason::NoAddress, place.clone());
            return false;
        }
        let address = Address::new(&local, &domain);
        if address.domain.is_none() && !address.domain_text.starts_with('[') {
            self.flag(Reason::BadDomain, place.clone());
        }
        self.add(address, place.clone());
        true
    }

    fn plain(&self, token: &Token<'_>) -> Vec<u8> {
        match token.kind {
            Kind::Quoted(text) => unescape(text),
            _ => self.value[token.span.clone()].to_vec(),
        }
    }

    fn comments(&mut self, tokens: &[Token<'_>]) {
        for token in tokens {
            let Kind::Comment(text) = token.kind else { continue };
            let hidden = scan(text, MAX_MAILBOXES);
            if hidden.iter().any(|address| !self.knows(address)) {
                self.flag(Reason::AddressInComment, token.span.clone());
                hidden.into_iter().for_each(|address| self.add(address, token.span.clone()));
            }
        }
    }

    /// Takes everything in as an author that looks like an address.
    fn scanned(&mut self, place: Range<usize>) {
        for address in scan(&self.value[place.clone()], MAX_MAILBOXES) {
            self.add(address, place.clone());
        }
    }

    fn knows(&self, address: &Address) -> bool {
        self.authors.readings.iter().any(|reading| reading.address.is_same(address))
    }

    fn add(&mut self, address: Address, place: Range<usize>) {
        self.authors.add(address, self.base + place.start..self.base + place.end);
    }

    fn flag(&mut self, reason: Reason, place: Range<usize>) {
        self.authors.flag(reason, self.base + place.start..self.base + place.end);
    }
}

/// Splits at commas, and at the marks of groups, outside angle brackets. Each piece comes with the mark that ends it.
fn pieces<'t, 'v>(tokens: &'t [Token<'v>]) -> Vec<(&'t [Token<'v>], Option<u8>)> {
    let mut pieces = Vec::new();
    let (mut start, mut in_angle) = (0, false);
    for (n, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Special(b'<') => in_angle = true,
            Kind::Special(b'>') => in_angle = false,
            Kind::Special(mark @ (b',' | b';' | b':')) if !in_angle => {
                pieces.push((&tokens[start..n], Some(mark)));
                start = n + 1;
            }
            _ => {}
        }
    }
    pieces.push((&tokens[start..], None));
    pieces
}

/// Where tokens stand, from the first to the last.
fn span(tokens: &[Token<'_>]) -> Range<usize> {
    match tokens {
        [first, .., last] => first.span.start..last.span.end,
        [only] => only.span.clone(),
        [] => 0..0,
    }
}
