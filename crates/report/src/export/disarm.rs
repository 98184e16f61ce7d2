//! Techniques of the DISARM framework (version 1.6) of which a lens can show something: ids, names and how much.
//!
//! No other technique is ever exported: the remaining ones are intentions, purchases, acts off the net or facts that only
//! platforms have. The framework's texts are not here; who wants them names its file.

use serde::Serialize;

/// How much of a technique data of this kind can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// A circumstance only: never named by a method.
    Context,
    /// A part of it.
    Partial,
    /// The act itself, though not why it was done.
    Direct,
}

/// A technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Technique {
    /// Id in the framework, such as `T0084.001`.
    pub id: &'static str,
    /// Name in the framework, in its words.
    pub name: &'static str,
    /// Lens that can show something of it.
    pub lens: &'static str,
    /// How much.
    pub shown: Shown,
}

/// The technique `id`, where a method may name it.
pub fn technique(id: &str) -> Option<&'static Technique> {
    let at = TECHNIQUES.binary_search_by(|technique| technique.id.cmp(id)).ok()?;
    TECHNIQUES.get(at).filter(|technique| technique.shown > Shown::Context)
}

const fn of(id: &'static str, name: &'static str, lens: &'static str, shown: Shown) -> Technique {
    Technique { id, name, lens, shown }
}

/// All of them, by id.
#[rustfmt::skip]
pub const TECHNIQUES: [Technique; 68] = [
    of("T0015.001", "Use Existing Hashtag", "coordination", Shown::Partial),
    of("T0015.002", "Create New Hashtag", "coordination", Shown::Partial),
    of("T0045", "Use Fake Experts", "claims", Shown::Context),
    of("T0049", "Flood Information Space", "coordination", Shown::Partial),
    of("T0049.001", "Trolls Amplify and Manipulate", "coordination", Shown::Partial),
    of("T0049.002", "Flood Existing Hashtag", "coordination", Shown::Direct),
    of("T0049.003", "Bots Amplify via Automated Forwarding and Reposting", "coordination", Shown::Direct),
    of("T0049.005", "Conduct Swarming", "coordination", Shown::Direct),
    of("T0049.006", "Conduct Keyword Squatting", "coordination", Shown::Partial),
    of("T0049.007", "Inauthentic Sites Amplify News and Narratives", "coordination", Shown::Partial),
    of("T0060", "Continue to Amplify", "coordination", Shown::Context),
    of("T0068", "Respond to Breaking News Event or Active Crisis", "claims", Shown::Context),
    of("T0075", "Dismiss", "claims", Shown::Context),
    of("T0075.001", "Discredit Credible Sources", "claims", Shown::Context),
    of("T0084", "Reuse Existing Content", "coordination", Shown::Direct),
    of("T0084.001", "Use Copypasta", "coordination", Shown::Direct),
    of("T0084.002", "Plagiarise Content", "synthetic", Shown::Partial),
    of("T0084.003", "Deceptively Labelled or Translated", "synthetic", Shown::Partial),
    of("T0085.001", "Develop AI-Generated Text", "synthetic", Shown::Partial),
    of("T0085.003", "Develop Inauthentic News Articles", "synthetic", Shown::Context),
    of("T0085.008", "Machine Translated Text", "synthetic", Shown::Partial),
    of("T0086.002", "Develop AI-Generated Images (Deepfakes)", "synthetic", Shown::Direct),
    of("T0086.003", "Deceptively Edit Images (Cheap Fakes)", "synthetic", Shown::Direct),
    of("T0087.001", "Develop AI-Generated Videos (Deepfakes)", "synthetic", Shown::Direct),
    of("T0087.002", "Deceptively Edit Video (Cheap Fakes)", "synthetic", Shown::Partial),
    of("T0088.001", "Develop AI-Generated Audio (Deepfakes)", "synthetic", Shown::Partial),
    of("T0092.002", "Use Follow Trains", "coordination", Shown::Partial),
    of("T0097.206", "Government Institution Persona", "mail", Shown::Partial),
    of("T0110", "Formal Diplomatic Channels", "claims", Shown::Context),
    of("T0111", "Traditional Media", "claims", Shown::Context),
    of("T0115.003", "One-Way Direct Posting", "coordination", Shown::Partial),
    of("T0116.001", "Post Inauthentic Social Media Comment", "coordination", Shown::Partial),
    of("T0117", "Attract Traditional Media", "claims", Shown::Partial),
    of("T0118", "Amplify Existing Narrative", "coordination", Shown::Partial),
    of("T0119.001", "Post across Groups", "coordination", Shown::Direct),
    of("T0119.002", "Post across Platform", "coordination", Shown::Direct),
    of("T0121", "Manipulate Platform Algorithm", "coordination", Shown::Context),
    of("T0128.002", "Conceal Network Identity", "mail", Shown::Partial),
    of("T0128.005", "Change Names of Information Assets", "coordination", Shown::Direct),
    of("T0129.004", "Delete URLs", "coordination", Shown::Direct),
    of("T0129.006", "Deny Involvement", "claims", Shown::Direct),
    of("T0129.007", "Delete Accounts/Account Activity", "coordination", Shown::Direct),
    of("T0129.010", "Misattribute Activity", "mail", Shown::Direct),
    of("T0130", "Conceal Infrastructure", "mail", Shown::Partial),
    of("T0135.001", "Smear", "claims", Shown::Context),
    of("T0143.003", "Impersonated Persona", "mail", Shown::Direct),
    of("T0144.001", "Present Persona across Platforms", "coordination", Shown::Partial),
    of("T0144.002", "Persona Template", "coordination", Shown::Direct),
    of("T0145.001", "Copy Account Imagery", "coordination", Shown::Direct),
    of("T0145.002", "AI-Generated Account Imagery", "synthetic", Shown::Partial),
    of("T0145.007", "Stock Image Account Imagery", "coordination", Shown::Partial),
    of("T0146.001", "Free Account Asset", "mail", Shown::Partial),
    of("T0146.005", "Lookalike Account ID", "coordination", Shown::Direct),
    of("T0146.007", "Automated Account Asset", "coordination", Shown::Partial),
    of("T0149.002", "Email Domain Asset", "mail", Shown::Direct),
    of("T0149.003", "Lookalike Domain", "mail", Shown::Direct),
    of("T0149.004", "Redirecting Domain Asset", "coordination", Shown::Partial),
    of("T0149.006", "IP Address Asset", "mail", Shown::Direct),
    of("T0149.007", "VPN Asset", "mail", Shown::Partial),
    of("T0149.008", "Proxy IP Address Asset", "mail", Shown::Partial),
    of("T0150.001", "Newly Created Asset", "coordination", Shown::Direct),
    of("T0150.002", "Dormant Asset", "coordination", Shown::Direct),
    of("T0150.004", "Repurposed Asset", "coordination", Shown::Direct),
    of("T0150.008", "Bulk Created Asset", "coordination", Shown::Direct),
    of("T0153.001", "Email Platform", "mail", Shown::Direct),
    of("T0153.003", "Shortened Link Asset", "coordination", Shown::Direct),
    of("T0154.001", "AI LLM Platform", "synthetic", Shown::Context),
    of("T0154.002", "AI Media Platform", "synthetic", Shown::Context),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_circumstances_are_never_named() {
        assert!(TECHNIQUES.is_sorted_by(|x, y| x.id < y.id));
        let of = |shown| TECHNIQUES.iter().filter(|technique| technique.shown == shown).count();
        assert_eq!((of(Shown::Direct), of(Shown::Partial), of(Shown::Context)), (28, 28, 12));
        assert!(technique("T0084.001").is_some());
        assert!(technique("T0135.001").is_none(), "context only");
        assert!(technique("T0001").is_none(), "not in the table");
    }
}
