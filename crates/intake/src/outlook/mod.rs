//! Mails out of Outlook's `.msg` files (MS-OXMSG), by way of the container that Microsoft's older documents share.
//!
//! Outlook does not keep a mail as it came in. It keeps properties: the header as text, the body converted, everything
//! else by itself. What is handed on is put together from them: the stored header as it stands, an empty line, the text.
//! [`MailForm`] says so, since no signature over the body can be expected to hold over this.
//!
//! The container is the work of the crate `cfb`; which properties to read, and limits, are ours.

mod header;
mod property;

use crate::detect;
use crate::mail::MailLimits;
use cfb::CompoundFile;
use model::{MailForm, Rebuilt};
use property::{Properties, Tag, Trouble};
use std::io::{self, Read, Seek};

/// How every container of this kind begins, Word documents too.
pub const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Depth to which attached mails are followed.
pub const DEPTH: usize = 2;
/// Attached mails of one mail that are read, those in attached ones included.
pub const ATTACHED: usize = 100;
/// Attachments of one mail that are looked at.
const ATTACHMENTS: usize = 10_000;

/// Storages and streams whose names are fixed (MS-OXMSG, section 2.2).
const PROPERTIES: &str = "__properties_version1.0";
const NAMES: &str = "__nameid_version1.0";
const ATTACHMENT: &str = "__attach_version1.0_#";
/// An attachment that is a message of Outlook's, and one that is bytes (PidTagAttachDataObject, -Binary).
const EMBEDDED: &str = "__substg1.0_3701000D";
const ATTACHED_BYTES: &str = "__substg1.0_37010102";

/// A mail out of an Outlook file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlookMail {
    /// Numbers of the attached mails that lead to it; none for the outermost.
    pub way: Vec<u32>,
    /// What stands between its bytes and what was received.
    pub form: MailForm,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an Outlook file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutlookFile {
    /// The mail, then those attached to it.
    pub mails: Vec<OutlookMail>,
    /// What of it was lost: code and message.
    pub problems: Vec<(&'static str, String)>,
}

/// Whether a container of this kind is a mail. Where its directory cannot be read, the name of the stream that every
/// mail has decides: a mail that was cut short should be called that.
pub fn is_message<F: Read + Seek>(mut file: F) -> bool {
    match CompoundFile::open(&mut file) {
        Ok(container) => container.is_stream(PROPERTIES) || container.is_storage(NAMES),
        Err(_) => file.rewind().is_ok() && names_properties(file),
    }
}

/// Whether the name of the stream of properties stands anywhere, as directories write it.
fn names_properties(mut file: impl Read) -> bool {
    const STEP: u64 = 1 << 20;
    let name: Vec<u8> = PROPERTIES.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut window = Vec::new();
    loop {
        let kept = window.len();
        match file.by_ref().take(STEP).read_to_end(&mut window) {
            Ok(_) if window.len() > kept => {}
            _ => return false,
        }
        if memchr::memmem::find(&window, &name).is_some() {
            return true;
        }
        // The name may begin at the end of this piece.
        window.drain(..window.len().saturating_sub(name.len()));
    }
}

/// Reads the mail and the mails attached to it. An error means that nothing of it can be read.
pub fn read<F: Read + Seek>(file: F, limits: &MailLimits) -> io::Result<OutlookFile> {
    let container = CompoundFile::open(file)?;
    let mut reader =
        Reader { container, left: limits.mail_bytes, attached: 0, found: OutlookFile::default() };
    match reader.message("/", &mut Vec::new()) {
        Ok(()) => Ok(reader.found),
        Err(Trouble::Damaged(error)) if reader.found.mails.is_empty() => Err(error),
        Err(trouble) => {
            reader.lost(&[], trouble);
            Ok(reader.found)
        }
    }
}

struct Reader<F> {
    container: CompoundFile<F>,
    /// Bytes that may still be read, of all properties together.
    left: usize,
    attached: usize,
    found: OutlookFile,
}

impl<F: Read + Seek> Reader<F> {
    /// Takes in the message in a storage, then those attached to it.
    fn message(&mut self, storage: &str, way: &mut Vec<u32>) -> Result<(), Trouble> {
        let top = way.is_empty();
        let mut properties = Properties::new(&mut self.container, storage, top, &mut self.left)?;
        let stored = properties.bytes_or_text(Tag::TRANSPORT_HEADERS)?.map(header::stored);
        let stored = stored.filter(|header| !header.is_empty());
        let has_header = stored.is_some();
        let mut bytes = match stored {
            Some(header) => header,
            None => header::made(&mut properties)?,
        };
        bytes.extend_from_slice(b"\r\n");
        let mut is_html = false;
        let mut body = properties.text(Tag::BODY);
        if matches!(&body, Ok(None)) {
            is_html = true;
            body = properties.html();
        }
        let mut lost = None;
        match body {
            Ok(Some(text)) => bytes.extend_from_slice(text.as_bytes()),
            Ok(None) if properties.has(Tag::RTF) => {
                lost = Some(Trouble::NotRead("its text is kept as RTF only, which is not read".to_owned()));
            }
            Ok(None) => {}
            // What the header says is worth having without the body.
            Err(trouble) => lost = Some(trouble),
        }
        let form = MailForm { rebuilt: Some(Rebuilt { has_header, is_html }), is_attached: !top };
        self.found.mails.push(OutlookMail { way: way.clone(), form, bytes });
        if let Some(trouble) = lost {
            self.lost(way, trouble);
        }
        self.attachments(storage, way);
        Ok(())
    }

    fn attachments(&mut self, storage: &str, way: &mut Vec<u32>) {
        let Ok(entries) = self.container.read_storage(storage) else { return };
        let mut names: Vec<String> = entries
            .filter(|entry| entry.is_storage() && entry.name().starts_with(ATTACHMENT))
            .take(ATTACHMENTS + 1)
            .map(|entry| entry.name().to_owned())
            .collect();
        names.sort();
        if names.len() > ATTACHMENTS {
            names.pop();
            let message = format!("only the first {ATTACHMENTS} attachments were looked at");
            self.problem(way, "too_many_attached", message);
        }
        let mut number = 0;
        for name in names {
            let inside = format!("{storage}{name}/");
            let embedded = format!("{inside}{EMBEDDED}/");
            let is_embedded = self.container.is_stream(format!("{embedded}{PROPERTIES}"));
            let file =
                if is_embedded { None } else { self.attached_file(&format!("{inside}{ATTACHED_BYTES}")) };
            if !is_embedded && file.is_none() {
                continue;
            }
            number += 1;
            way.push(number);
            if way.len() > DEPTH {
                self.problem(way, "attached_too_deep", "it was passed over".to_owned());
            } else if self.attached == ATTACHED {
                let message = format!("more than {ATTACHED} attached mails; this one was passed over");
                self.problem(way, "too_many_attached", message);
            } else {
                self.attached += 1;
                let result = match file {
                    Some(bytes) => bytes.map(|bytes| {
                        let form = MailForm { rebuilt: None, is_attached: true };
                        self.found.mails.push(OutlookMail { way: way.clone(), form, bytes });
                    }),
                    None => self.message(&embedded, way),
                };
                if let Err(trouble) = result {
                    self.lost(way, trouble);
                }
            }
            way.pop();
        }
    }

    /// The bytes of an attached file that is a mail, told by its content.
    fn attached_file(&mut self, path: &str) -> Option<Result<Vec<u8>, Trouble>> {
        let mut head = Vec::new();
        let stream = self.container.open_stream(path).ok()?;
        stream.take(crate::source::HEAD as u64).read_to_end(&mut head).ok()?;
        if !detect::is_mail(&head) || detect::is_mbox(&head) {
            return None;
        }
        property::stream(&mut self.container, path, &mut self.left).transpose()
    }

    fn lost(&mut self, way: &[u32], trouble: Trouble) {
        let (code, message) = match trouble {
            Trouble::Damaged(error) => ("damaged", format!("the Outlook file is damaged here: {error}")),
            Trouble::TooLong => ("mail_too_long", "it is longer than mails may be".to_owned()),
            Trouble::NotRead(message) => ("text_not_read", message),
        };
        self.problem(way, code, message);
    }

    fn problem(&mut self, way: &[u32], code: &'static str, message: String) {
        let steps: Vec<String> = way.iter().map(|number| format!("attached message {number}, ")).collect();
        self.found.problems.push((code, steps.concat() + &message));
    }
}
