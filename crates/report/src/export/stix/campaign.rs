//! What a person calls a campaign.

use super::object::{CampaignObject, Identity, Note, Relationship};
use super::{Builder, Profile, opencti, time};
use crate::Result;
use crate::export::Campaign;
use std::collections::BTreeSet;

/// What somebody is called who is not named.
const SOMEBODY: &str = "The person who exported the case";

impl Builder<'_> {
    /// The campaign, the person whose word it is, what belongs to it, and a note that says so.
    pub(super) fn campaign(&mut self, campaign: &Campaign) -> Result<()> {
        let material = self.material;
        let name = campaign.by.as_deref().unwrap_or(SOMEBODY);
        let person = self.add_by(None, "identity", &Identity { name, identity_class: "individual" })?;
        let findings = material.findings.iter().filter(|finding| campaign.findings.contains(&finding.id));
        let mut things = BTreeSet::new();
        let mut notes = BTreeSet::new();
        let mut times = Vec::new();
        for finding in findings {
            let groups: Vec<_> =
                material.groups.iter().filter(|group| group.finding == Some(finding.id)).collect();
            for group in &groups {
                things.extend(self.things(&group.members)?);
            }
            if groups.is_empty() {
                things.extend(self.things(&finding.about)?);
            }
            // Findings about mails name them by their records.
            if groups.is_empty() && finding.about.is_empty() {
                finding.records.iter().try_for_each(|record| self.actor(record, &mut things))?;
            }
            notes.extend(self.notes.get(&finding.id).cloned());
            times.extend(finding.records.iter().filter_map(|record| record.time));
        }
        let [first_seen, last_seen] =
            [times.iter().min(), times.iter().max()].map(|at| at.map(|&at| time(at)));
        let object = CampaignObject {
            name: &campaign.name,
            description: "A person calls this a campaign; no method of the program does.",
            first_seen: first_seen.as_deref(),
            last_seen: last_seen.as_deref(),
        };
        let id = match self.profile {
            Profile::Standard => self.add_by(Some(&person), "campaign", &object)?,
            Profile::OpenCti => {
                let id = opencti::id("campaign", &campaign.name)?;
                self.add_as(&id, Some(&person), "campaign", &object)?
            }
        };
        for thing in &things {
            let relationship = Relationship {
                relationship_type: "related-to",
                description: "By the word of the person who named the campaign.",
                source_ref: &id,
                target_ref: thing,
            };
            self.add_by(Some(&person), "relationship", &relationship)?;
        }
        let object_refs: Vec<String> = std::iter::once(id).chain(notes).collect();
        let note = Note {
            r#abstract: "By the word of a person",
            content: "A person put these findings together as a campaign. No method says that they are one.",
            object_refs: &object_refs,
            extensions: None,
        };
        self.add_by(Some(&person), "note", &note).map(drop)
    }
}
