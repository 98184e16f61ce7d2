//! Reading a stream of a format.

use super::detect::{beginning, first_values};
use super::mapped::{Mapped, is_about};
use super::mastodon;
use super::parse::{self, ErrorKind};
use super::record::{Format, Item, Lost, Notes, checked, moment};
use super::second_look::Kept;
use super::split::{Layout, Piece, Scope, Splitter};
use super::value::Json;
use super::{FORMATS, GENERIC};
use crate::table::{TableObserver, not_used};
use crate::{Context, IntakeError, JsonOptions, SinkError};
use bumpalo::Bump;
use model::{At, Timestamp};
use std::io::{BufRead, BufReader};

/// Scratch space beyond this is given back after the record that needed it.
const SCRATCH: usize = 64 << 20;

/// Reads all posts of `input` ([`JsonStream`]).
pub fn read(
    format_id: &str,
    input: &mut dyn BufRead,
    cx: &mut Context<'_>,
    options: &JsonOptions,
) -> Result<(), IntakeError> {
    JsonStream::new(format_id, fill(input)?, options, false)?.read(input, cx, None)
}

/// A stream of JSON that is ready to be read.
pub struct JsonStream {
    format: &'static Format,
    mapped: Option<Mapped>,
    /// The mapping is the user's: it reads everything.
    own: bool,
    /// See [`Item::server`].
    server: String,
    /// What there is to note of the stream as a whole: code and message.
    note: Option<(&'static str, String)>,
}

impl JsonStream {
    /// A stream that begins with `head`. `format_id` is what [`super::detect`] said; records of another format are read
    /// as that, and what is of none is rejected. An unknown `format_id` leaves all to the records themselves.
    /// With a mapping in `options` that has the account among the first records every record is read by it; the format
    /// `json` guesses one where there is none, which fails where it finds no account or no time, unless the stream is only
    /// looked at (`is_observed`).
    pub fn new(
        format_id: &str,
        head: &[u8],
        options: &JsonOptions,
        is_observed: bool,
    ) -> Result<Self, IntakeError> {
        let known = FORMATS.into_iter().find(|format| format.id == format_id).unwrap_or(&GENERIC);
        // A mapping of the user's is for records that it is about; those of a known format need none.
        let unused = options.mapping.as_ref().filter(|own| known.id != GENERIC.id && !is_about(own, head));
        let without = JsonOptions { mapping: None, ..options.clone() };
        let options = if unused.is_some() { &without } else { options };
        let note = unused.map(|own| not_used(own, format_id));
        let own = options.mapping.is_some();
        let format = if own { &GENERIC } else { known };
        let mapped = match own || format_id == GENERIC.id {
            true => Some(Mapped::new(options, head, is_observed)?),
            false => None,
        };
        let server = if format.id == mastodon::FORMAT.id { server(head) } else { String::new() };
        Ok(Self { format, mapped, own, server, note })
    }

    /// The mapping in force, as a file that can be edited; `None` for formats that need none.
    pub fn mapping(&self) -> Option<String> {
        self.mapped.as_ref()?.mapping()
    }

    /// Reads all posts; `observer` sees the records that a mapping reads.
    pub fn read(
        mut self,
        input: &mut dyn BufRead,
        cx: &mut Context<'_>,
        mut observer: Option<&mut (dyn TableObserver + '_)>,
    ) -> Result<(), IntakeError> {
        if let Some((code, message)) = self.note.take() {
            cx.note(code, At::Bytes(0, 0), message)?;
        }
        if let (Some(mapped), Some(observer)) = (&self.mapped, &mut observer) {
            mapped.show(*observer);
        }
        let all = self.pieces(input, cx, observer);
        match (all, self.mapped) {
            (Ok(()), Some(mapped)) => Ok(mapped.finish(cx)?),
            // What was read before stays.
            (Err(error), Some(mut mapped)) => mapped.hand_on(cx).map_err(IntakeError::from).and(Err(error)),
            (all, None) => all,
        }
    }

    /// Reads piece by piece.
    fn pieces(
        &mut self,
        input: &mut dyn BufRead,
        cx: &mut Context<'_>,
        mut observer: Option<&mut (dyn TableObserver + '_)>,
    ) -> Result<(), IntakeError> {
        let format = self.format;
        let layout = if format.streams { format.layout } else { Layout::default() };
        // A page that is read as a whole may turn out to be damaged or too long only at its end.
        let kept = (is_page(format) && !self.own).then(Kept::new);
        let mut keeping;
        let input: &mut dyn BufRead = match &kept {
            Some(kept) => {
                keeping = kept.keeping(input);
                &mut keeping
            }
            None => input,
        };
        let mut splitter = Splitter::new(input, 0, cx.limits, layout);
        let mut bump = Bump::new();
        let mut looked_at = None;
        while let Some(piece) = splitter.next()? {
            if let (Piece::Broken { start, end, .. } | Piece::Truncated { start, end }, Some(kept)) =
                (&piece, &kept)
                && let Some(part) = kept.take(*start, *end)
                && in_pieces(format, &mut BufReader::new(part), *start, cx, &bump)?
            {
                looked_at = Some(*end);
                continue;
            }
            match piece {
                Piece::Value { start, inside, last } => {
                    let mut reader = Reader {
                        format,
                        cx,
                        bump: &bump,
                        mapped: self.mapped.as_mut(),
                        observer: observer.as_deref_mut(),
                        own: self.own,
                        server: &self.server,
                    };
                    reader.piece(splitter.bytes(), start, inside.then(|| splitter.scope()), last)?;
                }
                // What follows from damage that was looked at already.
                Piece::Truncated { start, end } if start == end && looked_at == Some(start) => {}
                Piece::Broken { start, end, code, message } => {
                    cx.reject(code, At::Bytes(start, end), message)?;
                }
                Piece::Truncated { start, end } => truncated(cx, start, end)?,
            }
            if let Some(kept) = &kept {
                kept.forget(splitter.offset());
            }
            if bump.allocated_bytes() > SCRATCH { bump = Bump::new() } else { bump.reset() }
        }
        Ok(())
    }
}

/// The one server that the first statuses in `head` come from, empty where they name none or several.
fn server(head: &[u8]) -> String {
    let (text, bump) = (beginning(head), Bump::new());
    let mut named = first_values(&text, &bump).into_iter().flat_map(|value| {
        let inside = elements(value, &mastodon::FORMAT.layout);
        let records: Vec<Json<'_>> = inside.iter().flat_map(|group| group.records).copied().collect();
        std::iter::once(value).chain(records).map(mastodon::server).filter(|server| !server.is_empty())
    });
    let first = named.next().unwrap_or_default();
    if named.all(|other| other == first) { first.to_owned() } else { String::new() }
}

/// Whether documents of a format are read as a whole although records stand in an array inside.
fn is_page(format: &Format) -> bool {
    !format.streams && !format.layout.arrays.is_empty()
}

/// Reads the records of a page one by one that cannot be read as a whole, without what stands around them. False, and
/// nothing said, when there are none.
fn in_pieces(
    format: &'static Format,
    page: &mut dyn BufRead,
    start: u64,
    cx: &mut Context<'_>,
    bump: &Bump,
) -> Result<bool, SinkError> {
    let mut splitter = Splitter::new(page, start, cx.limits, format.layout);
    // Damage before the first record.
    let mut before = Vec::new();
    let mut is_found = false;
    let tell = |piece: Piece, cx: &mut Context<'_>| match piece {
        Piece::Broken { start, end, code, message } => cx.reject(code, At::Bytes(start, end), message),
        Piece::Truncated { start, end } => truncated(cx, start, end),
        Piece::Value { .. } => Ok(()),
    };
    while let Some(piece) = splitter.next()? {
        match piece {
            Piece::Value { start: at, inside: true, last } => {
                if !is_found {
                    is_found = true;
                    cx.note(
                        "page_in_pieces",
                        At::Bytes(start, at),
                        "the page that begins here is damaged or too long to be read as a whole: its records were read one by one, without the names of accounts and the full texts of originals, which stand apart in it",
                    )?;
                    before.drain(..).try_for_each(|piece| tell(piece, cx))?;
                }
                let mut reader =
                    Reader { format, cx, bump, mapped: None, observer: None, own: false, server: "" };
                reader.piece(splitter.bytes(), at, Some(splitter.scope()), last)?;
            }
            Piece::Value { .. } => {}
            piece if is_found => tell(piece, cx)?,
            piece => before.push(piece),
        }
    }
    Ok(is_found)
}

/// What the stream has at hand, without taking it.
fn fill(input: &mut dyn BufRead) -> std::io::Result<&[u8]> {
    // Twice, because a borrow cannot be returned from a loop; a signal may interrupt the first.
    if let Err(e) = input.fill_buf().map(<[u8]>::len)
        && e.kind() != std::io::ErrorKind::Interrupted
    {
        return Err(e);
    }
    input.fill_buf()
}

fn truncated(cx: &mut Context<'_>, start: u64, end: u64) -> Result<(), SinkError> {
    cx.stop(
        "truncated",
        At::Bytes(start, end),
        "the file ends inside a record or document; what came before is kept",
    )
}

/// Records of one array with what stands around it.
pub(super) struct Group<'a> {
    pub(super) records: &'a [Json<'a>],
    scope: Scope,
}

/// The arrays of records inside a document that is at hand as a whole.
pub(super) fn elements<'a>(document: Json<'a>, layout: &Layout) -> Vec<Group<'a>> {
    let mut groups = Vec::new();
    for path in layout.arrays {
        collect(document, path, layout, &Scope::default(), 1, &mut groups);
    }
    groups
}

fn collect<'a>(
    at: Json<'a>,
    path: &str,
    layout: &Layout,
    outer: &Scope,
    depth: usize,
    groups: &mut Vec<Group<'a>>,
) {
    let (here, deeper) = path.split_once("[].").map_or((path, None), |(here, deeper)| (here, Some(deeper)));
    let found = at.path(here);
    if !found.is_array() {
        return;
    }
    let mut scope = outer.clone();
    for (name, value) in at.entries() {
        if let (true, Json::Text(text) | Json::Number(text)) = (layout.scope.contains(name), value) {
            scope.push(depth, name, text);
        }
    }
    match deeper {
        None => groups.push(Group { records: found.items(), scope }),
        Some(path) => {
            found.items().iter().for_each(|item| collect(*item, path, layout, &scope, depth + 1, groups))
        }
    }
}

/// What a capture tool says about a record.
#[derive(Clone, Copy, Default)]
pub(super) struct Capture<'a> {
    observed_at: Option<Timestamp>,
    site: &'a str,
}

/// Takes a record out of the wrapper of Zeeschuimer, or looks into the one that 4CAT leaves beside it.
pub(super) fn unwrapped(json: Json<'_>) -> (Json<'_>, Capture<'_>) {
    let beside = json.get("__import_meta");
    let around = json.get("data").is_object() && json.has(&["timestamp_collected"]);
    let wrapper = if around { json } else { beside };
    let capture = Capture {
        observed_at: moment(wrapper.get("timestamp_collected")),
        site: wrapper.get("source_platform").text(),
    };
    (if around { json.get("data") } else { json }, capture)
}

struct Reader<'r, 's, 'a, 'o> {
    format: &'static Format,
    cx: &'r mut Context<'s>,
    bump: &'a Bump,
    mapped: Option<&'r mut Mapped>,
    observer: Option<&'r mut (dyn TableObserver + 'o)>,
    /// The mapping is the user's: it reads everything.
    own: bool,
    /// See [`Item::server`].
    server: &'a str,
}

impl<'a> Reader<'_, '_, 'a, '_> {
    /// All values of one piece: one, unless a line holds several.
    fn piece(
        &mut self,
        bytes: &'a [u8],
        start: u64,
        scope: Option<&'a Scope>,
        last: bool,
    ) -> Result<(), SinkError> {
        let whole = At::Bytes(start, start + bytes.len() as u64);
        let (text, mut repaired) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(_) => (&*self.bump.alloc_str(&String::from_utf8_lossy(bytes)), true),
        };
        let mut at = 0;
        loop {
            let rest = text[at..]
                .trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, ',' | '\0' | '\u{1e}'));
            if rest.is_empty() {
                return Ok(());
            }
            at = text.len() - rest.len();
            match parse::parse(rest, self.bump, self.cx.limits.depth) {
                Ok(parsed) => {
                    repaired |= parsed.repaired;
                    // Where bytes were replaced offsets have moved: the whole piece is the place.
                    let exact = text.len() == bytes.len();
                    let base = exact.then_some(start + at as u64);
                    let here = match base {
                        Some(base) => At::Bytes(base, base + parsed.end as u64),
                        None => whole,
                    };
                    self.value(parsed.value, here, base, scope, repaired)?;
                    at += parsed.end;
                }
                Err(_)
                    if scope.is_none()
                        && !self.own
                        && is_page(self.format)
                        && in_pieces(
                            self.format,
                            &mut rest.as_bytes(),
                            start + at as u64,
                            self.cx,
                            self.bump,
                        )? =>
                {
                    return Ok(());
                }
                Err(error) if error.kind == ErrorKind::End && last => {
                    return truncated(self.cx, start + at as u64, start + bytes.len() as u64);
                }
                Err(error) => {
                    let (code, what) = match error.kind {
                        ErrorKind::Depth => {
                            ("nested_too_deep", format!("nested deeper than {} levels", self.cx.limits.depth))
                        }
                        ErrorKind::Count => {
                            ("record_too_long", "more values than a record of that size has".to_owned())
                        }
                        ErrorKind::End => ("bad_json", "the line ends inside a value".to_owned()),
                        ErrorKind::Expected(what) => ("bad_json", format!("{what} should stand here")),
                    };
                    return self.cx.reject(
                        code,
                        whole,
                        format!("{what} (byte {})", start + (at + error.at) as u64),
                    );
                }
            }
        }
    }

    /// A value at the top, or an element of an array that was split already.
    fn value(
        &mut self,
        json: Json<'a>,
        at: At,
        base: Option<u64>,
        scope: Option<&'a Scope>,
        repaired: bool,
    ) -> Result<(), SinkError> {
        let (inner, capture) = unwrapped(json);
        let item = Item {
            json: inner,
            parent: Json::Null,
            scope: scope.unwrap_or_else(|| self.bump.alloc(Scope::default())),
            bump: self.bump,
            at,
            observed_at: capture.observed_at,
            site: capture.site,
            server: self.server,
            most: self.cx.limits.fields,
        };
        if repaired {
            let message = "bytes or escapes that are no text became U+FFFD".to_owned();
            self.cx.note("text_repaired", at, message)?;
        }
        if scope.is_none() && (self.own || !FORMATS.iter().any(|format| (format.recognises)(inner))) {
            for format in std::iter::once(self.format).chain(FORMATS) {
                let groups = elements(inner, &format.layout);
                let known = |group: &Group<'a>| {
                    group.records.iter().take(8).any(|r| (format.recognises)(unwrapped(*r).0))
                };
                if groups.iter().any(known) || (format.id == self.format.id && !groups.is_empty()) {
                    return self.document(item, groups, base);
                }
            }
        }
        self.record(&item, base)
    }

    fn document(
        &mut self,
        item: Item<'a>,
        groups: Vec<Group<'a>>,
        base: Option<u64>,
    ) -> Result<(), SinkError> {
        if groups.iter().all(|group| group.records.is_empty()) {
            self.cx.skip();
        }
        for group in groups {
            let scope: &'a Scope = self.bump.alloc(group.scope);
            for record in group.records {
                let (json, capture) = unwrapped(*record);
                let observed_at = capture.observed_at.or(item.observed_at);
                let at = place(*record, base, item.at);
                self.record(&Item { json, parent: item.json, scope, at, observed_at, ..item }, base)?;
            }
        }
        Ok(())
    }

    fn record(&mut self, item: &Item<'a>, base: Option<u64>) -> Result<(), SinkError> {
        let recognised = |format: &&'static Format| (format.recognises)(item.json);
        let format = std::iter::once(self.format).chain(FORMATS).find(recognised).filter(|_| !self.own);
        let Some(format) = format else {
            if let (Some(mapped), true) = (&mut self.mapped, item.json.is_object()) {
                return mapped.record(self.cx, item.json, item.at, self.observer.as_deref_mut());
            }
            return self.cx.reject("unknown_record", item.at, unknown(item.json));
        };
        if let Some(mapped) = &mut self.mapped {
            mapped.hand_on(self.cx)?;
        }
        let mut notes = Notes::default();
        match (format.read)(item, &mut notes).and_then(|post| checked(post, item)) {
            Ok(post) => {
                for (code, message) in notes.0 {
                    self.cx.note(code, item.at, message)?;
                }
                self.cx.post(&post)?;
            }
            Err(Lost::Skip) => self.cx.skip(),
            Err(Lost::Reject(code, message)) => self.cx.reject(code, item.at, message)?,
        }
        if !format.also.is_empty() {
            for json in item.json.path(format.also).items() {
                self.record(&Item { json: *json, at: place(*json, base, item.at), ..*item }, base)?;
            }
        }
        Ok(())
    }
}

/// Place of a value inside the record that begins at `base`.
fn place(json: Json<'_>, base: Option<u64>, outer: At) -> At {
    match (json, base) {
        (Json::Object(fields), Some(base)) => {
            At::Bytes(base + u64::from(fields.start), base + u64::from(fields.end))
        }
        _ => outer,
    }
}

fn unknown(json: Json<'_>) -> String {
    if !json.is_object() {
        return "not an object".to_owned();
    }
    let names: Vec<&str> = json.entries().iter().take(12).map(|(name, _)| *name).collect();
    format!("no known format has these fields: {}", crate::value::cut(&names.join(", ")))
}
