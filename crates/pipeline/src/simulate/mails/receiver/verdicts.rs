//! What a receiver finds out about a mail, and how Authentication-Results (RFC 8601) say it.

use super::Arrival;
use mail::dkim::Algorithm;

/// SPF (RFC 7208).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spf {
    /// The record names the address.
    Pass,
    /// It does not, and ends in `-all`.
    Fail,
    /// It does not, and ends in `~all`.
    SoftFail,
    /// There is no record.
    #[default]
    None,
}

impl Spf {
    /// Name of the result.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::None => "none",
        }
    }
}

/// A signature and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// `d=`.
    pub domain: String,
    /// `s=`.
    pub selector: String,
    /// `a=`.
    pub algorithm: Algorithm,
    /// How `b=` begins.
    pub start: String,
    /// Whether nobody has changed what it covers.
    pub holds: bool,
}

impl Signed {
    /// Name of the result.
    pub const fn result(&self) -> &'static str {
        if self.holds { "pass" } else { "fail" }
    }
}

/// DMARC (RFC 7489).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dmarc {
    /// Something aligned holds.
    Pass,
    /// Nothing aligned holds.
    Fail,
    /// The domain publishes no policy.
    #[default]
    None,
}

impl Dmarc {
    /// Name of the result.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::None => "none",
        }
    }
}

/// Everything together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Of the envelope sender.
    pub spf: Spf,
    /// From the topmost signature down.
    pub signatures: Vec<Signed>,
    /// Of the author's domain.
    pub dmarc: Dmarc,
    /// The policy that the author's domain publishes.
    pub policy: Option<&'static str>,
    /// The author's domain.
    pub author: String,
}

impl Verdicts {
    /// What somebody claims who wants to be believed.
    pub fn claimed(author: &str) -> Self {
        let signature = Signed {
            domain: author.to_owned(),
            selector: "mail".to_owned(),
            algorithm: Algorithm::RsaSha256,
            start: "Zm9yZ2Vk".to_owned(),
            holds: true,
        };
        Self {
            spf: Spf::Pass,
            signatures: vec![signature],
            dmarc: Dmarc::Pass,
            policy: Some("reject"),
            author: author.to_owned(),
        }
    }

    /// One `dkim=` for each signature, or `dkim=none`.
    pub fn dkim(&self, note: impl Fn(&Signed) -> String) -> Vec<String> {
        if self.signatures.is_empty() {
            return vec!["dkim=none".to_owned()];
        }
        self.signatures.iter().map(|signed| format!("dkim={} {}", signed.result(), note(signed))).collect()
    }
}

/// Google's sentence about SPF, which Apple uses too.
pub fn spf_sentence(arrival: &Arrival<'_>, who: &str) -> String {
    let (from, ip) = (arrival.mail_from, arrival.peer);
    match arrival.verdicts.spf {
        Spf::Pass => format!("{who}: domain of {from} designates {ip} as permitted sender"),
        Spf::Fail => format!("{who}: domain of {from} does not designate {ip} as permitted sender"),
        Spf::SoftFail => {
            format!("{who}: domain of transitioning {from} does not designate {ip} as permitted sender")
        }
        Spf::None => {
            format!("{who}: {ip} is neither permitted nor denied by best guess record for domain of {from}")
        }
    }
}

/// `a=` in words: `2048-bit key` for RSA.
pub fn key_size(signed: &Signed) -> &'static str {
    match signed.algorithm {
        Algorithm::Ed25519Sha256 => "256-bit key",
        _ => "2048-bit key",
    }
}
