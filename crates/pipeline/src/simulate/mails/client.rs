//! Programs that people write mail with, and what their mails have in common.

use super::date::{format, rfc5322};
use super::letter::Letter;
use super::text::Text;
use crate::simulate::draw::{happens, pick, token};
use stats::Xoshiro256;

/// A program that does not exist.
struct Product {
    /// Field in which it names itself, and how.
    mailer: Option<(&'static str, &'static str)>,
    message_id: MessageId,
    boundary: &'static str,
    /// Fields in its order; `*` is where it names itself.
    order: &'static [&'static str],
}

/// Patterns of Message-ID.
#[derive(Clone, Copy)]
enum MessageId {
    Hex,
    DatedNumber,
    Uuid,
    Letters,
}

const EARLY_DATE: &[&str] =
    &["Date", "From", "To", "Message-ID", "Subject", "*", "MIME-Version", "Content-Type"];
const LATE_DATE: &[&str] =
    &["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "*"];
const ID_FIRST: &[&str] =
    &["Message-ID", "Date", "MIME-Version", "*", "To", "From", "Subject", "Content-Type"];

const PRODUCTS: [Product; 8] = [
    Product {
        mailer: Some(("User-Agent", "Kestrel Mail 115.4")),
        message_id: MessageId::Uuid,
        boundary: "------------",
        order: ID_FIRST,
    },
    Product {
        mailer: Some(("X-Mailer", "Pelican 16.0.4")),
        message_id: MessageId::Hex,
        boundary: "----=_NextPart_",
        order: LATE_DATE,
    },
    Product { mailer: None, message_id: MessageId::Letters, boundary: "0000000000", order: EARLY_DATE },
    Product {
        mailer: Some(("X-Mailer", "Puffin Mail (3.7)")),
        message_id: MessageId::Uuid,
        boundary: "Puffin-Mail=_",
        order: LATE_DATE,
    },
    Product {
        mailer: Some(("X-Mailer", "Tern 2.1 (batch)")),
        message_id: MessageId::DatedNumber,
        boundary: "b1_",
        order: EARLY_DATE,
    },
    Product {
        mailer: Some(("User-Agent", "Heron Webmail/1.6")),
        message_id: MessageId::Hex,
        boundary: "=_",
        order: EARLY_DATE,
    },
    Product {
        mailer: None,
        message_id: MessageId::DatedNumber,
        boundary: "===============",
        order: ID_FIRST,
    },
    Product {
        mailer: Some(("X-Mailer", "Egret 9")),
        message_id: MessageId::Letters,
        boundary: "egret-",
        order: LATE_DATE,
    },
];
const ZONES: [i32; 10] = [0, 60, 120, 180, -300, -480, 330, 480, 540, -180];
const CHARSETS: [&str; 4] = ["UTF-8", "utf-8", "us-ascii", "iso-8859-1"];

/// A program as one person has set it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    product: usize,
    zone: i32,
    charset: &'static str,
    /// Writes each text as plain text and as HTML.
    twice: bool,
}

impl Client {
    /// Draws one.
    pub fn draw(random: &mut Xoshiro256) -> Self {
        Self {
            product: random.below(PRODUCTS.len() as u64) as usize,
            zone: pick(random, &ZONES),
            charset: pick(random, &CHARSETS),
            twice: happens(random, 0.4),
        }
    }

    /// Writes a mail.
    pub fn write(
        self,
        from: &str,
        to: &str,
        host: &str,
        text: &Text,
        at: u64,
        random: &mut Xoshiro256,
    ) -> Letter {
        let product = &PRODUCTS[self.product];
        let boundary = format!("{}{}", product.boundary, token(random, super::receiver::HEX, 20));
        let fields = product.order.iter().filter_map(|&name| {
            Some(match name {
                "From" => format!("From: {from}"),
                "To" => format!("To: {to}"),
                "Subject" => format!("Subject: {}", text.subject),
                "Date" => format!("Date: {}", rfc5322(at, self.zone)),
                "Message-ID" => format!("Message-ID: <{}@{host}>", product.message_id.draw(at, random)),
                "MIME-Version" => "MIME-Version: 1.0".to_owned(),
                "Content-Type" if self.twice => {
                    format!("Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"")
                }
                "Content-Type" => format!("Content-Type: text/plain; charset={}", self.charset),
                _ => product.mailer.map(|(field, name)| format!("{field}: {name}"))?,
            })
        });
        let fields = fields.collect();
        let plain = text.lines.iter().fold(String::new(), |text, line| text + line + "\r\n");
        let body = if self.twice { self.alternatives(&boundary, &plain, text) } else { plain };
        Letter { fields, body }
    }

    fn alternatives(self, boundary: &str, plain: &str, text: &Text) -> String {
        let html: String = text.lines.iter().map(|line| format!("<p>{line}</p>\r\n")).collect();
        let charset = self.charset;
        format!(
            "--{boundary}\r\nContent-Type: text/plain; charset={charset}\r\n\r\n{plain}\r\n--{boundary}\r\n\
             Content-Type: text/html; charset={charset}\r\n\r\n<html><body>\r\n{html}</body></html>\r\n\
             --{boundary}--\r\n"
        )
    }
}

impl MessageId {
    fn draw(self, at: u64, random: &mut Xoshiro256) -> String {
        use super::receiver::{DIGITS, HEX, MIXED};
        match self {
            Self::Hex => token(random, HEX, 32),
            Self::DatedNumber => format!("{}.{}", format(at, 0, "%Y%m%d%H%M%S"), token(random, DIGITS, 6)),
            Self::Uuid => [8, 4, 4, 4, 12].map(|length| token(random, HEX, length)).join("-"),
            Self::Letters => format!("CA{}", token(random, MIXED, 48)),
        }
    }
}
